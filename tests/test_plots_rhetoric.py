"""Pictures of rhetoric: what is drawn, in which order, and what stands for nothing."""

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.plots import agency_squares, rate_intervals, readability_intervals, voice_count_bars
from dhtools.plots.rhetoric import p_by_length
from dhtools.plots.style import text_colours

TOLD = pd.DataFrame(
    [
        ("a", "letter", "noun", "named", 1),
        ("a", "letter", "passive without by", "hedged", 1),
        ("a", "letter", "passive without by", "none", 2),
        ("b", "reply", "noun", "none", 3),
    ],
    columns=["coding", "text", "grammar", "agency", "n"],
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


def squares(ax):
    return [(bar.get_width(), round(bar.get_y() + bar.get_height() / 2)) for bar in ax.patches]


def test_every_mention_is_a_square_in_the_row_of_its_grammar():
    first, second = agency_squares(TOLD, names={"a": "coder A"}).axes
    assert rows_of(first) == ["letter", "passive without by", "noun", "reply", "noun"]
    assert [label.get_fontweight() for label in first.get_yticklabels()][::3] == ["bold", "bold"]
    assert [first.get_title(), second.get_title()] == ["coder A", "b"]
    assert squares(first) == [(1, 2), (1, 1), (1, 1), (1, 1)] and squares(second) == [(1, 4)] * 3
    assert written(first) == ["N", "1", "H", "", "", "3"]
    key = [text.get_text() for text in first.figure.legends[0].get_texts()]
    assert key == ["N  named", "H  hedged", "no agent"]


def test_many_mentions_are_bars_with_their_numbers():
    (ax, _) = agency_squares(TOLD.assign(n=[40, 2, 2, 1]), names={}).axes
    assert [width for width, _ in squares(ax)] == [40, 2, 2]


def test_p_is_a_line_a_coding_and_a_missing_one_is_left_out():
    table = pd.DataFrame(
        {"coding": ["a", "a", "b", "b"], "segment_words": [50, 100] * 2, "p": [0.02, 0.2, 0.5, np.nan]}
    )
    (ax,) = p_by_length(table, names={"a": "coder A"}, alpha=0.05).axes
    first, second, threshold = ax.lines
    assert first.get_ydata().tolist() == [0.02, 0.2] and second.get_ydata().tolist() == [0.5]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["coder A", "b"]
    assert threshold.get_ydata()[0] == 0.05 and ax.get_yscale() == "log"
    (empty,) = p_by_length(table.assign(p=np.nan), names={}, alpha=0.05).axes
    assert written(empty) == ["no p: too few arrangements for a test"]


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


def test_readability_has_three_marks_and_an_interval_a_text_and_none_of_few_sentences():
    (ax,) = readability_intervals(SCORES, formulas={"flesch": "Flesch"}).axes
    assert [line.get_xdata()[0] for line in ax.lines] == [30, 31, 45]
    assert len(ax.collections) == 1 and ax.get_xlabel() == "Flesch"


@pytest.mark.parametrize(
    "draw",
    [
        lambda: agency_squares(TOLD.iloc[:0], names={}),
        lambda: rate_intervals(RATES.iloc[:0], categories=["hedge"]),
        lambda: voice_count_bars(pd.DataFrame({"text": [], "category": [], "n_author": [], "n_others": []})),
        lambda: readability_intervals(SCORES.iloc[:0], formulas={"flesch": "Flesch"}),
    ],
)
def test_nothing_to_draw_is_said(draw):
    (ax,) = draw().axes
    assert len(written(ax)) == 1 and not ax.lines


def test_a_missing_column_is_refused():
    with pytest.raises(DhtoolsError, match="no column 'grammar'"):
        agency_squares(TOLD.drop(columns="grammar"), names={})
    with pytest.raises(DhtoolsError, match="no column 'low'"):
        rate_intervals(RATES.drop(columns="low"), categories=["hedge"])
