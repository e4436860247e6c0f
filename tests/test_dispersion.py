"""Dispersion: the example of Gries, the ends of each scale, and what is refused."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.keyness.dispersion import DISPERSIONS, dispersion

#: The corpus of Gries (2008): five parts of 9, 10, 10, 10 and 11 words.
PARTS = (
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
)


@pytest.fixture
def gries():
    counted = pd.DataFrame([Counter(part.split()) for part in PARTS])
    return counted.fillna(0).astype(int)


def test_the_corpus_is_that_of_gries(gries):
    assert gries.sum(axis=1).tolist() == [9, 10, 10, 10, 11]
    assert gries["a"].tolist() == [1, 2, 3, 4, 5]


def test_the_example_of_gries(gries):
    table = dispersion(gries).set_index("word")
    # as published: D 0.785, DP 0.18; normalised 0.18 / (1 - 0.18)
    assert table.loc["a", ["n", "n_parts", "range"]].tolist() == [15, 5, 5]
    assert table.loc["a", "juilland_d"] == pytest.approx(0.785, abs=5e-4)
    assert table.loc["a", "dp"] == pytest.approx(0.18)
    assert table.loc["a", "dp_norm"] == pytest.approx(0.18 / 0.82)


def test_figures_by_hand(gries):
    # x stands once, in the longest part, 11 of 50 words
    table = dispersion(gries).set_index("word")
    assert table.loc["x", "range"] == 1
    assert table.loc["x", "juilland_d"] == pytest.approx(0)
    assert table.loc["x", "dp"] == pytest.approx(1 - 11 / 50)
    # m in the shortest: nothing is less even
    assert table.loc["m", "dp"] == pytest.approx(1 - 9 / 50) and table.loc["m", "dp_norm"] == pytest.approx(1)


def test_an_even_word_in_unequal_parts():
    counts = pd.DataFrame({"even": [1, 2, 3], "rest": [9, 18, 27]})
    table = dispersion(counts).set_index("word")
    np.testing.assert_allclose(table.loc["even", ["juilland_d", "dp", "dp_norm"]].astype(float), [1, 0, 0])


def test_figures_stay_on_their_scales_and_do_not_depend_on_order(gries):
    table = dispersion(gries)
    assert table[["juilland_d", "dp", "dp_norm"]].min(axis=None) > -1e-12
    assert table[["juilland_d", "dp", "dp_norm"]].max(axis=None) < 1 + 1e-12
    pd.testing.assert_frame_equal(dispersion(gries.iloc[::-1]), table)
    pd.testing.assert_frame_equal(dispersion(gries * 3)[list(DISPERSIONS)], table[list(DISPERSIONS)])


def test_words_of_part_of_the_vocabulary_need_the_totals(gries):
    part = dispersion(gries[["a", "e"]], totals=gries.sum(axis=1))
    whole = dispersion(gries)
    pd.testing.assert_frame_equal(part, whole[whole["word"].isin(["a", "e"])].reset_index(drop=True))


def test_one_part_or_no_occurrence_is_missing_not_zero(gries):
    one = dispersion(gries.iloc[:1])
    assert one[["juilland_d", "dp", "dp_norm"]].isna().all(axis=None)
    absent = dispersion(gries.assign(never=0)).set_index("word").loc["never"]
    assert absent["range"] == 0 and absent[["juilland_d", "dp", "dp_norm"]].isna().all()


@pytest.mark.parametrize(
    ("change", "totals"),
    [
        (lambda counts: counts * 0, None),
        (lambda counts: counts - 1, None),
        (lambda counts: counts.astype(float).mask(counts == 5), pd.Series(20, index=range(5))),
        (lambda counts: counts, pd.Series(2, index=range(5))),
        (lambda counts: counts, pd.Series(20, index=range(4))),
    ],
)
def test_counts_that_are_refused(gries, change, totals):
    with pytest.raises(DhtoolsError, match="a part has no tokens, or a count is missing, negative or larger"):
        dispersion(change(gries), totals=totals)
