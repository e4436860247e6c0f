"""The grid of power that ships, and what it says of lengths in between and beyond."""

import numpy as np
import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.reference.known_authors import power_table
from dhtools.stylometry import expected_auc
from dhtools.stylometry.power import NOT_DECIDABLE


def auc(one, two, **options):
    return expected_auc(pd.Series({"a": one, "b": two}), **options).iloc[0]


def test_the_grid_is_whole_and_as_measured():
    grid = power_table()
    lengths = sorted(set(grid["excerpt_words_a"]))
    assert lengths[0] == 300 and lengths[-1] == 10_000 and set(grid["excerpt_words_b"]) == set(lengths)
    assert len(grid) == len(lengths) * (len(lengths) + 1) // 2 * 2 * 4
    assert set(grid["n_authors"]) == {25} and set(grid["n_texts"]) == {75}
    assert grid[["auc", "low", "high"]].notna().all(axis=None)
    assert ((grid["low"] < grid["auc"]) & (grid["auc"] < grid["high"])).all()


def test_longer_texts_are_told_apart_better():
    grid = power_table()
    equal = grid[grid["excerpt_words_a"] == grid["excerpt_words_b"]].sort_values("excerpt_words_a")
    for _, one in equal.groupby(["distance", "word_list", "mfw"]):
        assert one["auc"].is_monotonic_increasing or one["auc"].diff().min() > -0.01
        assert one["auc"].iloc[-1] > one["auc"].iloc[0] + 0.15


def test_figures_on_the_grid_are_those_of_the_grid_in_either_order():
    row = power_table().query(
        "excerpt_words_a == 500 and excerpt_words_b == 2000 and distance == 'burrows' and mfw == 200"
    )
    for lengths in ((500, 2000), (2000, 500)):
        found = auc(*lengths)
        assert found[["auc", "low", "high"]].tolist() == pytest.approx(
            row[["auc", "low", "high"]].iloc[0].tolist()
        )


def test_figures_between_lie_between():
    corners = [auc(one, two)["auc"] for one in (500, 700) for two in (3000, 4000)]
    assert min(corners) < auc(600, 3500)["auc"] < max(corners)


def test_the_four_texts_of_this_repository():
    words = pd.Series({"blog": 535, "article": 3921, "note": 602, "lecture": 2236})
    table = expected_auc(words).set_index(["text_a", "text_b"])
    assert len(table) == 6
    short = [pair for pair in table.index if set(pair) & {"blog", "note"}]
    assert len(short) == 5 and (table.loc[short, "verdict"] == NOT_DECIDABLE).all()


def test_beyond_the_grid():
    short, long = auc(299, 5000), auc(12_000, 50_000)
    assert np.isnan(short["auc"]) and short["verdict"] == NOT_DECIDABLE and "300 words" in short["note"]
    assert long["auc"] == auc(10_000, 10_000)["auc"] and "10,000 words" in long["note"]


def test_one_text_makes_no_pair():
    table = expected_auc(pd.Series({"a": 500}))
    assert table.empty and table["n_words_a"].nlargest(3).empty


def test_an_unmeasured_setting_is_refused():
    with pytest.raises(DhtoolsError, match="burrows with 100"):
        auc(500, 500, distance="eder")
    with pytest.raises(DhtoolsError, match="word_list='content words'"):
        auc(500, 500, word_list="content words")


def test_function_words_have_a_grid_of_their_own():
    functional = power_table().query("word_list == 'function words'")
    assert functional.groupby("distance").size().tolist() == [66, 66] and functional["mfw"].nunique() == 1
    row = functional.query(
        "excerpt_words_a == 1000 and excerpt_words_b == 3000 and distance == 'burrows'"
    ).iloc[0]
    assert auc(1000, 3000, word_list="function words", mfw=7)["auc"] == pytest.approx(row["auc"])
    assert auc(1000, 3000)["auc"] != row["auc"]
