"""Pictures of terms: what is drawn, that labels keep clear of each other, and what stands for nothing."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from dhtools import DhtoolsError
from dhtools.plots import (
    barcode,
    keyness_intervals,
    keyness_scatter,
    list_sensitivity,
    names_by_year,
    proportion_bars,
)
from dhtools.plots.keyness import place_labels
from dhtools.plots.style import figure, text_colours


def written(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def rows_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.fixture
def places():
    return pd.DataFrame(
        {
            "text": ["a", "a", "a", "b"],
            "term": pd.Categorical(["GPU", "GPU", "NKVD", "GPU"], categories=["NKVD", "GPU", "KGB"]),
            "voice": ["author", "quoted", "author", "other"],
            "position": [0, 10, 20, 5],
        }
    )


LENGTHS = pd.Series({"a": 30, "b": 12, "c": 7})


def test_a_barcode_has_a_panel_a_text_a_row_a_term_and_a_stroke_an_occurrence(places):
    fig = barcode(places, LENGTHS)
    assert [ax.get_title().split("\n") for ax in fig.axes] == [
        ["a", "30 words"],
        ["b", "12 words"],
        ["c", "7 words"],
    ]
    assert rows_of(fig.axes[0]) == ["NKVD", "GPU"]  # KGB does not occur
    author, others = fig.axes[0].collections[:2]
    strokes = [segment[0][0] for lines in (author, others) for segment in lines.get_segments()]
    assert strokes == [0, 20, 10]
    tall, short = (lines.get_segments()[0] for lines in (author, others))
    assert tall[1][1] - tall[0][1] > short[1][1] - short[0][1]
    assert [text.get_text() for text in fig.axes[0].texts] == ["1", "1 · 1"]


def test_texts_of_another_corpus_have_colours_of_their_own(places):
    colours = [ax.title.get_color() for ax in barcode(places, LENGTHS).axes]
    assert colours == list(text_colours(LENGTHS.index).values()) and len(set(colours)) == 3
    shares = pd.DataFrame({"group": ["x", "y"], "n": [0, 1], "n_other": [0, 1], "share": [np.nan, 0.5]})
    bar = proportion_bars(shares, of="a", other="b").axes[0].patches[0]
    assert to_hex(bar.get_facecolor()).upper() == text_colours(["x", "y"])["y"]


def test_of_many_terms_and_texts_those_with_most_are_drawn_and_the_rest_is_told():
    many = pd.DataFrame(
        {
            "text": [f"t{i % 20}" for i in range(200)],
            "term": pd.Categorical([f"w{i % 40}" for i in range(200)]),
            "voice": "author",
            "position": 1,
        }
    )
    fig = barcode(many, pd.Series({f"t{i}": 9 for i in range(20)}))
    assert len(fig.axes) == 12 and len(rows_of(fig.axes[0])) == 24
    assert (
        "16 terms left out" in fig._supxlabel.get_text() and "8 texts left out" in fig._supxlabel.get_text()
    )


def test_shares_are_drawn_with_the_counts_they_come_from():
    shares = pd.DataFrame({"group": ["article", "x", "y"], "n": [47, 1, 0], "n_other": [8, 3, 0]})
    shares["share"] = [47 / 55, 0.25, np.nan]
    fig = proportion_bars(shares, of="Stalin", other="bureaucracy")
    widths = [bar.get_width() for bar in fig.axes[0].patches]
    assert widths == pytest.approx([100 * 47 / 55, 100 * 8 / 55, 25, 75])
    assert written(fig) == ["47", "8", "1", "3", "Stalin", "bureaucracy"]
    assert rows_of(fig.axes[0]) == ["article", "x"]  # what mentions neither has no bar
    assert to_hex(fig.axes[0].patches[0].get_facecolor()).upper() == text_colours(["article"])["article"]


def test_lists_are_drawn_as_ranks():
    lists = pd.DataFrame(
        {
            "choice": ["declared", "declared", "other", "other"],
            "side": ["target", "reference"] * 2,
            "word": ["we", "it"] * 2,
            "rank": [1, 1, 12, np.nan],
            "listed": [True, True, False, False],
        }
    )
    fig = list_sensitivity(lists, names=("a", "b"))
    assert written(fig) == ["1", "1", "12", "–", "more in a", "more in b", "2 of 2", "0 of 2"]
    assert rows_of(fig.axes[0]) == ["we", "it", "still listed"]
    with pytest.raises(DhtoolsError, match="two rows for choice declared"):
        list_sensitivity(pd.concat([lists, lists.iloc[:1]]), names=("a", "b"))


OFFICIAL = pd.DataFrame(
    {"term": ["GPU", "NKVD", "FSB"], "first": [1922.1, 1934.5, 1995.5], "last": [1923.9, 1946.2, np.nan]}
)


@pytest.fixture
def mentions():
    return pd.DataFrame(
        {
            "text": ["article", "article", "blog", "blog"],
            "term": ["GPU", "GPU", "GPU", "secret police"],
            "voice": ["author", "quoted", "author", "author"],
            "first": [1940, 1940, np.nan, 1937],
            "last": [1941, 1940, np.nan, 1937],
        }
    )


def test_names_stand_at_the_years_told_beside_official_use(mentions):
    fig = names_by_year(mentions, OFFICIAL)
    ax = fig.axes[0]
    assert rows_of(ax) == ["GPU", "NKVD", "FSB", "secret police"]
    bars = [side for bar in ax.patches for side in (bar.get_x(), bar.get_x() + bar.get_width())]
    assert bars == pytest.approx([1922.1, 1923.9, 1934.5, 1946.2, 1995.5, 1996.5])
    marks = [line for line in ax.lines if line.get_marker() in "osD" and len(line.get_xdata())]
    at = sorted(float(line.get_xdata()[0]) for line in marks)
    assert at[1:] == [1937.5, 1940.5, 1941] and at[0] < 1920  # one without a year, at the left
    hollow = [line for line in marks if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 1 and hollow[0].get_xdata()[0] == 1940.5


def test_marks_of_one_name_do_not_hide_each_other():
    many = pd.DataFrame(
        {"text": "a", "term": "GPU", "voice": "author", "first": [1930] * 6, "last": [1930] * 6}
    )
    ax = names_by_year(many, OFFICIAL).axes[0]
    levels = [line.get_ydata()[0] for line in ax.lines if line.get_marker() == "o" and len(line.get_ydata())]
    assert len(set(levels)) == 6


@pytest.fixture
def table():
    draws = np.random.default_rng(0)
    ratio = draws.normal(0, 2, 60).round(1)
    return pd.DataFrame(
        {
            "word": [f"word{i}" for i in range(60)],
            "n_target": draws.integers(1, 40, 60),
            "n_reference": draws.integers(1, 40, 60),
            "g2": ratio * 5,
            "log_ratio": ratio,
            "low": ratio - 1,
            "high": ratio + 1,
            "p": draws.uniform(0, 0.2, 60),
        }
    ).sort_values("g2", ascending=False, ignore_index=True)


def test_labels_do_not_overlap_each_other_nor_leave_the_axes(table):
    fig, ax = figure(174, 96)
    told = table.assign(n=table["n_target"] + table["n_reference"], colour="black")
    ax.scatter(told["log_ratio"], told["n"])
    boxes = place_labels(fig, ax, told, told)
    assert 20 < len(boxes) <= 60
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])
    FigureCanvasAgg(fig).draw()
    dots = ax.transData.transform(told[["log_ratio", "n"]].to_numpy(dtype=float))
    assert not any(box.contains(x, y) for box in boxes for x, y in dots)
    assert all(ax.bbox.x0 <= box.x0 and box.x1 <= ax.bbox.x1 for box in boxes)


def test_the_vocabulary_fills_what_is_flagged_and_names_the_keyest(table):
    fig = keyness_scatter(table, target="article", reference="lecture", labels=10)
    pale, filled = fig.axes[0].collections[:2]
    assert len(filled.get_offsets()) == (table["p"] < 0.05).sum() > 5
    assert len(pale.get_offsets()) + len(filled.get_offsets()) == 60
    names = [name for name in written(fig) if name]
    assert {table["word"].iloc[0], table["word"].iloc[-1]} <= set(names) and len(names) <= 10
    again = keyness_scatter(table, target="article", reference="lecture", labels=10)
    assert [t.get_position() for t in again.axes[0].texts] == [t.get_position() for t in fig.axes[0].texts]


def test_intervals_are_drawn_where_there_are_any(table):
    table.loc[0, ["low", "high"]] = np.nan
    fig = keyness_intervals(table, target="article", reference="lecture", n=3)
    ax = fig.axes[0]
    assert rows_of(ax) == [*table["word"].head(3), *table["word"].tail(3)]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [True] + [False] * 5
    assert len(ax.collections) == 5


def test_names_from_texts_are_no_markup():
    shares = pd.DataFrame({"group": ["$x^2$"], "n": [1], "n_other": [1], "share": [0.5]})
    fig = proportion_bars(shares, of="$a$", other="<b>")
    FigureCanvasAgg(fig).draw()
    assert rows_of(fig.axes[0]) == ["$x^2$"] and "$a$" in written(fig)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda e: barcode(e("text term voice position"), LENGTHS), "no terms"),
        (lambda e: proportion_bars(e("group n n_other share"), of="a", other="b"), "no terms"),
        (lambda e: list_sensitivity(e("choice side word rank listed"), names=("a", "b")), "no words"),
        (lambda e: names_by_year(e("text term voice first last"), OFFICIAL), "no terms"),
        (
            lambda e: names_by_year(e("text term voice first last").reindex([0]), OFFICIAL),
            "dates.csv has no years",
        ),
        (
            lambda e: keyness_scatter(
                e("word n_target n_reference g2 log_ratio p"), target="a", reference="b"
            ),
            "no words",
        ),
        (
            lambda e: keyness_intervals(
                e("word n_target n_reference log_ratio low high"), target="a", reference="b"
            ),
            "no words",
        ),
    ],
)
def test_a_figure_of_nothing_says_why(draw, said):
    fig = draw(lambda columns: pd.DataFrame(columns=columns.split()))
    assert said in written(fig)[0]


@pytest.mark.parametrize(
    "draw",
    [
        lambda t: barcode(t, LENGTHS),
        lambda t: proportion_bars(t, of="a", other="b"),
        lambda t: list_sensitivity(t, names=("a", "b")),
        lambda t: names_by_year(t, OFFICIAL),
        lambda t: keyness_scatter(t, target="a", reference="b"),
        lambda t: keyness_intervals(t, target="a", reference="b"),
    ],
)
def test_a_missing_column_is_named(draw):
    with pytest.raises(DhtoolsError, match="the table has no column"):
        draw(pd.DataFrame({"x": [1]}))
