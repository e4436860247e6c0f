"""Zeta: the word lists of stylo, the two formulas by hand, and what is refused."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError, segment
from dhtools.counts import count_tokens
from dhtools.stylometry.zeta import ZETA_SIDES, zeta

STYLO = Path(__file__).parent / "reference" / "stylo"
#: Slices of 250 words: 16 of the article's 4,002 words, 9 of the lecture's 2,269.
SLICES = {"article": 16, "lecture": 9}
LISTS = [("craig", "preferred"), ("craig", "avoided"), ("eder", "preferred"), ("eder", "avoided")]


def words():
    """The texts as stylo splits them: an apostrophe ends a word."""
    texts = {name: (STYLO / "zeta_input" / f"{name}_1.txt").read_text(encoding="utf-8") for name in SLICES}
    return {name: text.replace("'", " ").split() for name, text in texts.items()}


def stylo_counts():
    """Segments × words, and the occurrences of each word in the whole texts."""
    rows = [(name, word) for name, text in words().items() for word in text]
    tokens = pd.DataFrame(rows, columns=["text", "word"]).astype("category")
    counts = count_tokens(segment(tokens, segment_words=250, remainder="drop"), unit="segment")
    return counts, pd.Series(Counter(tokens["word"]))


def article(counts):
    return counts.index[counts.index.str.startswith("article")]


def stylo_list(method, side):
    listed = pd.read_csv(STYLO / f"zeta_{method}_words.{side}.scores.csv", index_col=0, keep_default_na=False)
    return listed.iloc[:, 0]


def test_the_input_is_that_of_stylo():
    counts, totals = stylo_counts()
    assert counts.index.str[:7].value_counts().to_dict() == SLICES
    assert (counts.sum(axis=1) == 250).all() and totals.sum() == 4002 + 2269
    assert [len(stylo_list(*one)) for one in LISTS] == [124, 96, 60, 99]


@pytest.mark.parametrize(("method", "side"), LISTS)
def test_the_lists_are_those_of_stylo(method, side):
    counts, totals = stylo_counts()
    table = zeta(counts, article(counts), variant=method, totals=totals)
    found = table.loc[table["side"] == side].set_index("word")["zeta"]
    expected = stylo_list(method, side)
    assert len(found) == len(expected) and set(found.index) == set(expected.index)
    np.testing.assert_allclose(found.loc[expected.index], expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("side", ["preferred", "avoided"])
def test_words_of_one_value_stand_in_the_order_of_stylo(side):
    # of Craig's Zeta only: in Eder's, stylo's rounding parts words of one value
    counts, totals = stylo_counts()
    table = zeta(counts, article(counts), totals=totals)
    found = table[table["side"] == side].sort_values("zeta", ascending=side == "avoided", kind="stable")
    assert found["word"].tolist() == stylo_list("craig", side).index.tolist()


def test_rare_words_are_judged_by_the_whole_texts():
    counts, totals = stylo_counts()
    with_ends = zeta(counts, article(counts), totals=totals)
    without = zeta(counts, article(counts))
    assert counts["will"].sum() == 2 < totals["will"]
    assert "will" in with_ends["word"].to_numpy() and "will" not in without["word"].to_numpy()
    assert with_ends["n"].min() == without["n"].min() == 3


def by_hand():
    table = {
        "all": [1, 1, 1, 1, 1, 1],
        "ours": [5, 1, 0, 0, 0, 0],
        "more": [1, 1, 0, 2, 0, 0],
        "less": [0, 1, 0, 2, 2, 0],
        "once": [1, 0, 0, 0, 0, 0],
    }
    return pd.DataFrame(table, index=["a1", "a2", "b1", "b2", "b3", "b4"])


def test_a_word_that_stands_in_no_segment_has_no_row():
    counts = by_hand().assign(end=0)
    table = zeta(counts, ["a1", "a2"], totals=counts.sum().replace(0, 5))
    assert "end" not in table["word"].to_numpy() and table["zeta"].notna().all()


def test_both_formulas_by_hand():
    craig = zeta(by_hand(), ["a2", "a1"]).set_index("word")
    assert craig["zeta"].to_dict() == {"ours": 1, "more": 0.75, "all": 0, "less": 0}
    assert craig.index.tolist() == ["ours", "more", "all", "less"]  # all occurs more often than less
    shares = craig.loc["less", ["n_segments_primary", "share_primary"]].tolist()
    assert shares == [1, 0.5] and craig.loc["less", "share_secondary"] == 2 / 4
    assert craig["side"].tolist() == ["preferred", "preferred", "neither", "neither"]
    eder = zeta(by_hand(), ["a1", "a2"], variant="eder", min_count=1).set_index("word")
    assert eder["zeta"].to_dict() == {"ours": 1, "more": 0.6, "all": 0, "less": 0, "once": 1}
    assert eder.loc[["ours", "once"], "side"].eq("one side only").all()
    assert set(eder["side"].cat.categories) == set(ZETA_SIDES)


def test_a_zeta_of_exactly_the_threshold_is_on_neither_side():
    # .4 - .3 is more than .1 in floating point
    row = np.repeat([1, 0, 1, 0], [4, 6, 3, 7])
    counts = pd.DataFrame({"word": row, "other": 1}, index=[f"s{number}" for number in range(20)])
    at = zeta(counts, counts.index[:10], threshold=0.1).set_index("word").loc["word"]
    assert (at["zeta"], at["side"]) == (0.1, "neither") and 0.4 - 0.3 > 0.1
    assert zeta(counts, counts.index[:10], threshold=0.09)["side"].tolist() == ["preferred", "neither"]


@pytest.mark.parametrize("method", ["craig", "eder"])
def test_changing_sides_changes_the_sign(method):
    counts, _ = stylo_counts()
    one = zeta(counts, article(counts), variant=method).set_index("word")
    other = zeta(counts, counts.index.difference(article(counts)), variant=method).set_index("word")
    assert (one["zeta"] == -other["zeta"].reindex(one.index)).all()
    assert (one["side"] == "preferred").sum() == (other["side"] == "avoided").sum() > 0


def test_occurrences_within_a_segment_play_no_part_nor_does_the_order_of_rows():
    counts, _ = stylo_counts()
    table = zeta(counts, article(counts), min_count=1)
    often = zeta(counts * 7, article(counts), min_count=1)
    pd.testing.assert_frame_equal(often.drop(columns="n"), table.drop(columns="n"))
    before = counts.copy()
    pd.testing.assert_frame_equal(zeta(counts.iloc[::-1], article(counts), min_count=1), table)
    pd.testing.assert_frame_equal(counts, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"variant": "burrows"}, "variant='burrows' is not known"),
        ({"min_count": 0}, "min_count=0: give a whole number"),
        ({"min_count": 1.5}, "min_count=1.5: give a whole number"),
        ({"min_count": True}, "min_count=True: give a whole number"),
        ({"min_count": 99}, "min_count=99: no word occurs so often"),
        ({"threshold": 1}, "threshold=1: give a number"),
        ({"threshold": -0.1}, "threshold=-0.1: give a number"),
        ({"threshold": float("nan")}, "threshold=nan: give a number"),
        ({"totals": pd.Series({"all": 9})}, "totals: 'ours' is missing, or smaller"),
        ({"totals": by_hand().sum() - 1}, "totals: 'all' is missing, or smaller"),
        ({"totals": pd.Series([9, 9], index=["all", "all"])}, "totals: 'all' stands twice"),
        ({"primary": "a1a2"}, "primary: 'a1a2' is no segment"),
        ({"primary": ["a1", "z"]}, "primary: 'z' is no segment"),
        ({"primary": []}, "the primary side has no segments"),
        ({"primary": by_hand().index}, "the secondary side has no segments"),
        ({"counts": by_hand() / 2}, "not all are whole numbers"),
        ({"counts": by_hand() - 1}, "unit 'a1' has a count that is missing or negative"),
        ({"counts": by_hand().astype(float).replace(5, np.nan)}, "unit 'a1' has a count that is missing"),
        ({"counts": by_hand().mul([1, 1, 1, 1, 0, 1], axis=0)}, "segment 'b3' has no words"),
        ({"counts": by_hand().iloc[[0, 1, 1]]}, "segment 'a2' stands twice"),
        ({"counts": by_hand().iloc[:, [0, 1, 1]]}, "word 'ours' stands twice"),
    ],
)
def test_what_is_refused(options, message):
    given = {"counts": by_hand(), "primary": ["a1", "a2"], **options}
    with pytest.raises(DhtoolsError, match=message):
        zeta(given.pop("counts"), given.pop("primary"), **given)
