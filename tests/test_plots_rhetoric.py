"""Pictures of rhetoric: what is drawn, in which order, and what stands for nothing."""

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.plots import agency_bars, rate_intervals, readability_intervals, voice_count_bars
from dhtools.plots.style import text_colours

TOLD = pd.DataFrame(
    {
        "text": ["a", "a", "b"],
        "voice": ["author", "headings", "author"],
        "named": [1, 0, 0],
        "person": [0, 0, 0],
        "institution": [0, 0, 0],
        "hedged": [1, 0, 0],
        "none": [2, 1, 5],
        "unclear": [0, 0, 0],
        "n_acts": [4, 1, 5],
    }
)
RATES = pd.DataFrame(
    {
        "text": ["a", "b", "c", "a"],
        "category": ["hedge", "hedge", "hedge", "booster"],
        "n": [4, 0, 2, 1],
        "n_words": [1000, 500, 800, 1000],
        "per_1000": [4.0, 0.0, 2.5, 1.0],
        "low": [2.0, np.nan, 0.5, 0.1],
        "high": [8.0, np.nan, 90.0, 3.0],
    }
)
SCORES = pd.DataFrame(
    {
        "text": ["a", "b"],
        "formula": "flesch",
        "value": [30.0, 50.0],
        "low": [25.0, np.nan],
        "high": [36.0, np.nan],
        "textstat": [31.0, 49.0],
        "textstat_file": [45.0, 51.0],
    }
)


def written(ax):
    return [text.get_text() for text in ax.texts]


def rows_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def test_agents_are_bars_of_a_hundred_per_cent_with_their_numbers():
    (ax,) = agency_bars(TOLD).axes
    assert rows_of(ax) == ["a: author", "a: headings, captions", "b: author"]
    widths = [bar.get_width() for bar in ax.patches if abs(bar.get_height() - 0.66) < 1e-9]
    assert widths == pytest.approx([25, 25, 50, 100, 100])
    assert written(ax) == ["1", "1", "2", "4", "1", "1", "5", "5"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["named", "hedged", "no agent"]


def test_a_rate_without_interval_is_hollow_and_a_long_interval_ends_in_an_arrow():
    fig = rate_intervals(RATES, categories=["hedge", "booster", "irony"])
    hedge = fig.axes[0]
    assert [ax.get_title() for ax in fig.axes] == ["hedge", "booster"]
    assert rows_of(hedge) == ["a", "b", "c"] and written(hedge) == ["4", "0", "2"]
    marks = {line.get_marker(): line for line in hedge.lines}
    hollow = [line for line in hedge.lines if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 1 and hollow[0].get_xdata()[0] == 0
    assert marks[">"].get_ydata()[0] == 2 and hedge.get_xlim()[1] == pytest.approx(1.05 * 12)
    assert hedge.lines[0].get_color() == text_colours("abc")["a"]


def test_voices_are_told_apart_by_fill_and_number():
    counts = pd.DataFrame({"text": ["a", "b"], "category": "we", "n_author": [2, 0], "n_others": [18, 0]})
    (ax,) = voice_count_bars(counts).axes
    assert written(ax) == ["2 · 18", "0"]
    assert [bar.get_width() for bar in ax.patches] == [2, 18, 0, 0]
    assert ax.patches[1].get_hatch() and not ax.patches[0].get_hatch()


def test_readability_has_three_marks_a_text_and_an_interval_where_there_is_one():
    (ax,) = readability_intervals(SCORES, formulas={"flesch": "Flesch"}).axes
    assert [line.get_xdata()[0] for line in ax.lines] == [30, 31, 45, 50, 49, 51]
    assert len(ax.collections) == 1 and ax.get_xlabel() == "Flesch"


@pytest.mark.parametrize(
    "draw",
    [
        lambda: agency_bars(TOLD.iloc[:0]),
        lambda: rate_intervals(RATES.iloc[:0], categories=["hedge"]),
        lambda: voice_count_bars(pd.DataFrame({"text": [], "category": [], "n_author": [], "n_others": []})),
        lambda: readability_intervals(SCORES.iloc[:0], formulas={"flesch": "Flesch"}),
    ],
)
def test_nothing_to_draw_is_said(draw):
    (ax,) = draw().axes
    assert len(written(ax)) == 1 and not ax.lines


def test_a_missing_column_is_refused():
    with pytest.raises(DhtoolsError, match="no column 'n_acts'"):
        agency_bars(TOLD.drop(columns="n_acts"))
    with pytest.raises(DhtoolsError, match="no column 'low'"):
        rate_intervals(RATES.drop(columns="low"), categories=["hedge"])
