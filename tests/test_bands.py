"""Groups of texts side by side: rates, bands of permuted texts, p of one feature and of all."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.stats.bands import group_bands, rates_by_group
from dhtools.stats.permutation import permutation_p

GROUPS = pd.Series(["a"] * 8 + ["b"] * 8)


def texts(seed, planted=0):
    """Sixteen texts of unequal length, three words; the first is *planted* times as frequent in group b."""
    random = np.random.default_rng(seed)
    totals = pd.Series(random.integers(200, 2000, 16))
    rates = np.full((16, 3), 0.01) * random.gamma(4, 1 / 4, (16, 3))
    rates[8:, 0] *= 1 + planted
    return pd.DataFrame(random.poisson(rates * totals.to_numpy()[:, None]), columns=list("xyz")), totals


def test_rates_and_p_are_those_of_the_test_of_single_features():
    counts, totals = texts(0, planted=1)
    table = group_bands(counts, totals, GROUPS)
    own = table[(table["feature"] == "x") & (table["group"] == "b")].iloc[0]
    assert own["rate"] == pytest.approx(counts["x"][8:].sum() / totals[8:].sum())
    p = permutation_p(counts.to_numpy(), totals.to_numpy(), np.repeat([0, 1], 8), permutations=999)
    assert table.drop_duplicates("feature")["p"].tolist() == pytest.approx(p.tolist(), abs=0.02)


def test_a_difference_leaves_its_band_and_is_found_among_all_features():
    table = group_bands(*texts(1, planted=3), GROUPS).set_index(["feature", "group"])
    x = table.loc[("x", "b")]
    assert x["rate"] > x["null_q975"] and x["p_familywise"] < 0.05
    assert (table["p_familywise"] >= table["p"]).all()


def test_the_p_of_all_features_keeps_its_level():
    smallest = [
        group_bands(*texts(seed), GROUPS, permutations=99)["p_familywise"].min() for seed in range(200)
    ]
    assert np.mean(np.array(smallest) <= 0.05) < 0.1


def test_the_band_is_what_all_arrangements_give():
    counts, totals = pd.DataFrame({"x": [1, 2, 3, 9, 1, 0] * 2}), pd.Series([10, 20, 30, 20, 10, 10] * 2)
    three = [list(one) for one in combinations(range(12), 3)]
    every = [counts["x"][one].sum() / totals[one].sum() for one in three]
    groups = pd.Series(list("aaabbb") + ["c"] * 6)
    own = group_bands(counts, totals, groups, permutations=9999).iloc[0]
    wanted = np.quantile(every, [0.025, 0.5, 0.975])
    assert own[["null_q025", "null_median", "null_q975"]].tolist() == pytest.approx(wanted.tolist(), abs=0.02)


def test_too_few_arrangements_have_neither_band_nor_p():
    counts, totals = texts(6)
    table = group_bands(counts[:6], totals[:6], pd.Series(list("aaabbb")))
    assert (table["note"] == "no p: 20 arrangements of the texts, too few").all()
    assert table[["null_q025", "null_q975", "p", "p_familywise"]].isna().all(axis=None)


def test_texts_without_a_group_are_left_out_and_order_does_not_matter():
    counts, totals = texts(2)
    fewer = GROUPS[1:]
    first = group_bands(counts, totals, fewer)
    assert first["n_texts"].tolist()[:2] == [7, 8]
    assert group_bands(counts, totals, fewer.sample(frac=1, random_state=1)).equals(first)


def test_rates_have_an_interval_over_texts_and_say_why_not():
    counts, totals = texts(3)
    table = rates_by_group(counts, totals, GROUPS)
    assert (table["low"] < table["per_1000"]).all() and (table["per_1000"] < table["high"]).all()
    few = rates_by_group(counts, totals, pd.Series(["a"] * 3 + ["b"] * 13))
    assert few["note"].iloc[0].startswith("no interval below 5 texts (3)")


def test_a_word_that_does_not_occur_has_no_p():
    counts, totals = texts(4)
    table = group_bands(counts.assign(x=0), totals, GROUPS).set_index("feature")
    assert table.loc["x", "p"].isna().all() and table.loc["y", "p"].notna().all()


@pytest.mark.parametrize("groups", [pd.Series(["a"] * 16), pd.Series([], dtype=object)])
def test_one_group_is_refused(groups):
    with pytest.raises(DhtoolsError, match="two groups"):
        group_bands(*texts(5), groups)
