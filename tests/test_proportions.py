"""Shares of one term among several: by hand, by order, and under permutation."""

from math import comb

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError, annotate, fold_case, read_corpus, segment
from dhtools.counts import count_found
from dhtools.counts.tables import unit_texts
from dhtools.stats.permutation import permutation_p
from dhtools.terms import compare_proportions, find_terms, read_term_groups, term_proportions
from dhtools.terms.proportions import proportion_test

GIVEN = {"of": "man", "among": ["office", "house"], "target": "a", "reference": "b"}


@pytest.fixture
def counts():
    draws = np.random.default_rng(3)
    table = pd.DataFrame({name: draws.poisson(2, 20) for name in ("man", "office", "house")})
    table.iloc[[4, 15]] = 0  # units that mention none
    return table


def test_shares_by_hand():
    counts = pd.DataFrame({"man": [3, 1, 0, 0], "office": [1, 0, 0, 0], "house": [0, 0, 2, 0]})
    table = term_proportions(counts, ["a", "a", "b", "c"], of="man", among=["office", "house"])
    assert table["group"].tolist() == ["a", "b", "c"]
    assert table[["n", "n_other", "total"]].to_numpy().tolist() == [[4, 1, 5], [0, 2, 2], [0, 0, 0]]
    assert table["share"].tolist()[:2] == [0.8, 0] and np.isnan(table["share"][2])
    assert table[["units", "units_with_mention"]].to_numpy().tolist() == [[2, 2], [1, 1], [1, 0]]


def test_a_term_that_does_not_occur_counts_nothing():
    table = term_proportions(pd.DataFrame({"man": [2]}), ["a"], of="man", among=["office"])
    assert table.loc[0, ["n", "n_other", "share"]].tolist() == [2, 0, 1]


def test_the_test_permutes_units_with_a_mention(counts):
    groups = ["a"] * 12 + ["b"] * 8
    told = proportion_test(counts, groups, **GIVEN)
    total = counts.sum(axis=1).to_numpy()
    used = total > 0
    assert (~used).sum() == 2
    units = used[:12].sum(), used[12:].sum()
    assert (told["units_target"], told["units_reference"]) == units
    assert told["arrangements"] == comb(sum(units), units[0])
    labels = np.repeat([0, 1], units)
    assert told["p"] == permutation_p(counts["man"].to_numpy()[used, None], total[used], labels)[0]
    assert told["null"].startswith("segments with a mention of these documents are exchangeable")


def test_both_ways_tell_the_same(counts):
    groups = ["a"] * 12 + ["b"] * 8
    told = proportion_test(counts, groups, **GIVEN)
    back = proportion_test(counts, groups, **{**GIVEN, "target": "b", "reference": "a"})
    assert told["odds_ratio"] * back["odds_ratio"] == pytest.approx(1, rel=1e-12)
    assert told["share_target"] == back["share_reference"]
    other = proportion_test(counts, groups, of="office", among=["man", "house"], target="a", reference="b")
    assert other["share_target"] != told["share_target"]


def test_planted_difference_is_found_and_none_where_there_is_none():
    draws = np.random.default_rng(1)
    groups = ["a"] * 12 + ["b"] * 12
    apart = pd.DataFrame({"man": draws.binomial(5, np.repeat([0.9, 0.2], 12)), "office": 0, "house": 0})
    apart["office"] = 5 - apart["man"]
    assert proportion_test(apart, groups, **GIVEN)["p"] <= 0.002
    p = []
    for seed in range(200):
        draws = np.random.default_rng(seed)
        man = draws.binomial(5, draws.beta(2, 2, 24))  # clustered, the same on both sides
        same = pd.DataFrame({"man": man, "office": 5 - man, "house": 0})
        p.append(proportion_test(same, groups, permutations=199, **GIVEN)["p"])
    assert 0.01 < np.mean(np.array(p) < 0.05) < 0.09


def test_no_p_below_a_thousand_arrangements():
    counts = pd.DataFrame({"man": [1, 2, 1], "office": [0, 1, 0], "house": [0, 0, 0]})
    told = proportion_test(counts, ["a", "a", "b"], **GIVEN)
    assert np.isnan(told["p"]) and told["note"].startswith("no p: 3 arrangements of 2 and 1 segments")
    assert told["odds_ratio"] == pytest.approx((3.5 / 1.5) / (1.5 / 0.5))
    empty = proportion_test(counts * 0, ["a", "a", "b"], **GIVEN)
    assert np.isnan(empty["odds_ratio"]) and np.isnan(empty["share_target"]) and empty["note"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": "b"}, "both 'b'"),
        ({"among": []}, "list of other terms"),
        ({"among": "office"}, "list of other terms"),
        ({"among": ["man"]}, "list of other terms"),
        ({"permutations": 5}, "permutations=5"),
    ],
)
def test_bad_options(counts, change, said):
    with pytest.raises(DhtoolsError, match=said):
        proportion_test(counts, ["a"] * 12 + ["b"] * 8, **{**GIVEN, **change})


def test_one_group_a_unit(counts):
    with pytest.raises(DhtoolsError, match="2 groups for 20 units"):
        term_proportions(counts, ["a", "b"], of="man", among=["office"])


def test_a_contrast_is_the_comparison_of_the_segments_counted(seeds):
    tokens = fold_case(annotate(read_corpus(seeds)).tokens.query("voice == 'author'"))
    found = find_terms(tokens, read_term_groups(seeds))
    given = {"of": "Stalin", "among": ["bureaucracy"], "target": "article", "reference": "lecture"}
    told = compare_proportions(found, tokens, segment_words=300, **given)
    assert told["share_target"] == 47 / 55 and told["share_reference"] == 7 / 13
    segments = segment(tokens, segment_words=300)
    counts, _ = count_found(found, segments, "term")
    groups = unit_texts(segments, counts)
    assert list(dict.fromkeys(groups)) == ["blog", "article", "note", "lecture"]
    assert [unit.rpartition("_")[0] for unit in counts.index] == groups
    assert told.equals(proportion_test(counts, groups, **given))
    assert told["arrangements"] == comb(16, 11) and 0.001 <= told["p"] < 0.05
    every = compare_proportions(found, tokens, permutations=9999, **given)
    assert every["p_from"] == "two-sided, all 4,368 arrangements"
    assert every["p"] == pytest.approx(told["p"], abs=0.02) and every["p"] * comb(16, 11) % 1 < 1e-9
