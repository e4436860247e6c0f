"""What figures are made of: artists have the values of the table, and nothing leaves the canvas."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Patch

from dhtools.plots.labels import LONGEST, short_label
from dhtools.plots.primitives import (
    band,
    cell,
    dot,
    head_columns,
    interval,
    key,
    message_figure,
    name_rows,
    outline,
    panels,
    stack,
    write_inside,
    write_right,
)
from dhtools.plots.style import figure, journal_style, width_of

LONG = "Internationaler Sozialistenkongress zu Stuttgart, Protokoll der Verhandlungen"


@pytest.fixture
def ax():
    return figure("double", 60)[1]


def spans(ax) -> list[tuple[float, float]]:
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]


def marks(ax) -> list[tuple[str, float, float]]:
    return [(line.get_marker(), line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines]


def test_a_stack_has_the_sizes_of_the_table_end_to_end(ax):
    middles = stack(ax, 2, [10, 0, 30], [{"color": "red"}] * 3)
    assert spans(ax) == [(0, 10), (10, 10), (10, 40)] and middles == [5, 10, 25]
    assert {bar.get_y() + bar.get_height() / 2 for bar in ax.patches} == {2}


def test_a_stack_of_several_rows_begins_anew_in_each(ax):
    middles = stack(ax, range(2), [pd.Series([10, 20]), pd.Series([90, 80])], [{}, {}])
    assert spans(ax) == [(0, 10), (0, 20), (10, 100), (20, 100)]
    assert [middle.tolist() for middle in middles] == [[5, 10], [55, 60]]


def test_a_stack_needs_a_style_for_every_size(ax):
    with pytest.raises(ValueError, match="zip"):
        stack(ax, 0, [1, 2], [{}])


def test_an_interval_spans_what_the_table_says_without_an_arrow(ax):
    assert interval(ax, 3, 1.5, 4, color="red", end=4)
    assert ax.collections[0].get_segments()[0].tolist() == [[1.5, 3], [4, 3]] and not ax.lines


def test_an_interval_that_is_cut_off_ends_in_an_arrow_at_the_edge(ax):
    assert interval(ax, 3, 1.5, 9, color="red", end=4)
    assert ax.collections[0].get_segments()[0].tolist() == [[1.5, 3], [4, 3]]
    assert marks(ax) == [(">", 4, 3)] and not ax.lines[0].get_clip_on()


def test_no_interval_is_drawn_where_there_is_none(ax):
    assert not interval(ax, 3, np.nan, np.nan, color="red") and not ax.collections


def test_dots_are_hollow_where_they_are_not_sure(ax):
    dot(ax, 1, 2, "red")
    dot(ax, [3, 4], [5, 6], "red", filled=False, mark="D")
    assert marks(ax) == [("o", 1, 2), ("D", 3, 5)]
    assert [line.get_markerfacecolor() for line in ax.lines] == ["red", "white"]


def test_a_band_has_the_values_of_the_table(ax):
    table = pd.DataFrame({"low": [0.1, -0.2], "median": [0.2, 0.0], "high": [0.4, 0.3]})
    band(ax, np.arange(2), table, fill="grey", ink="black", linewidth=1)
    assert np.allclose(spans(ax), table[["low", "high"]])
    assert [line[0].tolist() for line in ax.collections[0].get_segments()] == [[0.2, -0.25], [0, 0.75]]


def test_a_cell_is_centred_and_a_strip_is_as_long_as_its_text(ax):
    cell(ax, (3, 1), (0.9, 0.8), facecolor="red")
    outline(ax, 2, 17)
    assert spans(ax) == [pytest.approx((2.55, 3.45)), (0, 17)]
    assert ax.patches[0].get_bbox().intervaly.tolist() == pytest.approx([0.6, 1.4])
    assert not ax.patches[1].get_fill()


def test_the_first_row_is_on_top_and_no_row_is_room_for_one(ax):
    name_rows(ax, ["a", "b", "c"])
    assert ax.get_ylim() == (2.5, -0.5) and not ax.spines["left"].get_visible()
    name_rows(ax, [], half=0.6, line=True)
    assert ax.get_ylim() == (0.6, -0.6)


def test_panels_share_their_rows_which_are_named_once():
    fig, axes = panels("double", 50, ["a", "b"], 3)
    assert len(axes) == 3 and {ax.get_ylim() for ax in axes} == {(1.6, -0.6)}
    assert [label.get_text() for label in axes[0].get_yticklabels()] == ["a", "b"]
    fig.draw_without_rendering()
    assert not any(label.get_visible() for label in axes[1].get_yticklabels())


def test_words_stand_in_the_middle_or_at_the_right_of_the_axes():
    with journal_style():
        fig, ax = figure("double", 40)
        name_rows(ax, ["a", "b"])
        write_inside(ax, "12", (0.5, 1))
        write_right(ax, "beside", 0)
    fig.draw_without_rendering()
    inside, right = (text.get_window_extent() for text in ax.texts)
    middle = ax.transData.transform((0.5, 1))
    assert (inside.x0 + inside.x1) / 2 == pytest.approx(middle[0], abs=1)
    assert right.x0 > ax.bbox.x1 and right.x1 <= fig.bbox.x1


@pytest.mark.parametrize("columns", [2, 9])
def test_long_names_of_rows_and_columns_stay_on_the_canvas(columns):
    with journal_style():
        fig, ax = figure("double", 80)
        rows = [short_label(f"{number} {LONG}") for number in range(4)]
        name_rows(ax, rows)
        head_columns(fig, ax, [f"{number} {LONG}" for number in range(columns)], rows, 4)
        ax.set_xlim(-0.5, columns - 0.5)
        key(ax, [Patch(label=short_label(LONG))], columns=1)
    fig.draw_without_rendering()
    labels = [*ax.get_yticklabels(), *ax.get_xticklabels()]
    boxes = np.array([label.get_window_extent().extents for label in labels])
    assert len(labels) == 4 + columns and max(map(len, rows)) == LONGEST
    assert boxes[:, :2].min() >= 0
    assert boxes[:, 2].max() <= fig.bbox.x1 and boxes[:, 3].max() <= fig.bbox.y1


def test_a_figure_of_nothing_says_why_and_has_the_width_asked_for():
    fig = message_figure("nothing was found", "single")
    assert [text.get_text() for text in fig.axes[0].texts] == ["nothing was found"]
    assert width_of(fig) == pytest.approx(84) and not fig.axes[0].axison
