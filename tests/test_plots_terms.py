"""Pictures of terms: what is drawn, that labels keep clear of each other, and what stands for nothing."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from dhtools import DhtoolsError
from dhtools.plots import barcode, keyness_rates, list_sensitivity, meaning_squares, names_by_year
from dhtools.plots.keyness import keyness_intervals
from dhtools.plots.style import text_colours


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


def test_numbers_beside_a_row_lie_on_no_stroke():
    texts = [f"text {i}" for i in range(10)]
    many = pd.DataFrame([(t, "GPU", v, 999) for t in texts for v in ("author", "quoted") for _ in range(12)])
    many = many.set_axis(["text", "term", "voice", "position"], axis=1).assign(term="GPU")
    fig = barcode(many, pd.Series(1000, index=texts))
    FigureCanvasAgg(fig).draw()
    for ax in fig.axes:
        (number,) = [text for text in ax.texts if text.get_text()]
        stroke, _ = ax.transData.transform((999, 0))
        assert number.get_text() == "12 · 12" and number.get_window_extent().x0 > stroke


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
    assert len(fig.axes) == 8 and len(rows_of(fig.axes[0])) == 24
    assert (
        "16 terms left out" in fig._supxlabel.get_text() and "12 texts left out" in fig._supxlabel.get_text()
    )


@pytest.fixture
def coded():
    return pd.DataFrame(
        {
            "text": ["b", "b", "b", "a"],
            "term": pd.Categorical(
                ["purge", "purge", "liquidate", "purge"], categories=["liquidate", "purge"]
            ),
            "voice": ["author", "quoted", "author", "author"],
            "meaning": ["arrested", "killed", "killed", "not said"],
        }
    )


def squares_of(ax):
    boxes = [patch.get_bbox() for patch in ax.patches]
    middles = [(round(box.x0 + box.width / 2, 1), round(box.y0 + box.height / 2, 1)) for box in boxes]
    return dict(zip(middles, ax.patches, strict=True))


def test_every_occurrence_is_a_square_filled_by_its_meaning(coded):
    fig = meaning_squares(coded, ["a", "b", "c"], meanings=["killed", "arrested"])
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["a", "b"]  # c has no occurrence
    assert rows_of(fig.axes[0]) == ["liquidate", "purge"]
    assert [text.get_text() for text in fig.legends[0].get_texts()] == ["killed", "arrested", "not said"]
    one, other = (squares_of(ax) for ax in fig.axes)
    assert list(one) == [(0.4, 1)] and sorted(other) == [(0.4, 0), (0.4, 1), (1.4, 1)]
    fills = {place: to_hex(patch.get_facecolor()) for place, patch in other.items()}
    assert fills[0.4, 0] == fills[0.4, 1] != fills[1.4, 1]  # killed stands before arrested
    heights = {place: patch.get_height() for place, patch in other.items()}
    assert heights[0.4, 1] < heights[1.4, 1] == heights[0.4, 0]  # the killed purge is quoted


def test_the_fills_of_meanings_differ_in_grey(coded):
    many = pd.concat([coded.assign(meaning=meaning) for meaning in "uvwxyz"])
    fig = meaning_squares(many, ["a", "b"])
    handles = fig.legends[0].legend_handles
    looks = [(round(luma(handle.get_facecolor())), handle.get_hatch()) for handle in handles]
    assert len(set(looks)) == 5 and looks[4] == looks[5]  # the last is of all that are further
    plain = sorted(grey for grey, hatch in looks if not hatch)
    assert min(np.diff(plain)) > 40


def test_what_is_not_coded_looks_like_no_meaning(coded):
    fig = meaning_squares(coded.assign(meaning="not coded"), ["a", "b"])
    (handle,) = fig.legends[0].legend_handles
    assert handle.get_hatch() and to_hex(handle.get_facecolor()) == "#ffffff"
    # few occurrences do not make wide squares
    FigureCanvasAgg(fig).draw()
    boxes = [patch.get_window_extent() for ax in fig.axes for patch in ax.patches]
    assert max(box.width for box in boxes) < 1.3 * max(box.height for box in boxes)


def luma(colour):
    return 255 * np.dot(colour[:3], [0.299, 0.587, 0.114])


def test_lists_are_drawn_by_how_many_words_are_still_listed():
    lists = pd.DataFrame(
        {
            "choice": ["declared"] * 3 + ["other"] * 3 + ["third"] * 3,
            "side": ["target", "target", "reference"] * 3,
            "word": ["we", "us", "it"] * 3,
            "rank": [1, 2, 1, 2, 12, 1, 11, 12, np.nan],
            "listed": [True, True, True, True, False, True, False, False, False],
        }
    )
    fig = list_sensitivity(lists, names=("a", "b"), texts=["b", "a"])
    ax = fig.axes[0]
    assert rows_of(ax) == ["other", "third"]  # the declared list is the length of the frame
    assert written(fig) == ["2 of 3", "0 of 3"]
    bars = [bar.get_width() for container in ax.containers for bar in container][:4]
    assert bars == [1, 0, 1, 0]
    assert to_hex(ax.containers[0][0].get_facecolor()).upper() == text_colours(["b", "a"])["a"]
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
            "years_of": ["NKVD", "NKVD", "", "NKVD"],
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


def test_spans_longer_than_one_name_are_dotted(mentions):
    def dotted(spans):
        ax = names_by_year(spans, OFFICIAL).axes[0]
        return [line.get_linestyle()[0][1] is not None for line in ax.collections]

    assert dotted(mentions) == [False]
    assert dotted(mentions.assign(years_of="several names")) == [True]


def test_marks_of_one_name_do_not_hide_each_other():
    many = pd.DataFrame(
        {"text": "a", "term": "GPU", "voice": "author", "first": [1930] * 6, "last": [1930] * 6}
    ).assign(years_of="")
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


def test_rates_of_both_sides_stand_in_one_row_and_are_filled_where_p_is_small(table):
    rates = {"per_1000_target": table["n_target"] / 4, "per_1000_reference": table["n_reference"] / 2}
    table = table.assign(**rates)
    fig = keyness_rates(table, target="article", reference="lecture", texts=["lecture", "article"], n=3)
    ax = fig.axes[0]
    words = [*table["word"].head(3), *table["word"].tail(3)[::-1]]
    assert rows_of(ax) == words
    drawn = table.set_index("word").loc[words]
    assert written(fig) == [f"{a} : {b}" for a, b in drawn[["n_target", "n_reference"]].to_numpy().tolist()]
    marks = [line for line in ax.lines if line.get_marker() in "os" and len(line.get_xdata())]
    assert [mark.get_xdata()[0] for mark in marks] == drawn[list(rates)].to_numpy().ravel().tolist()
    filled = [mark.get_markerfacecolor() != "white" for mark in marks]
    assert filled == np.repeat(drawn["p"] < 0.05, 2).tolist()
    # the shapes are those of the texts in the corpus, as in other figures
    assert [mark.get_marker() for mark in marks[:2]] == ["s", "o"]


def test_intervals_are_drawn_where_there_are_any(table):
    table.loc[0, ["low", "high"]] = np.nan
    fig = keyness_intervals(table, target="article", reference="lecture", n=3)
    ax = fig.axes[0]
    assert rows_of(ax) == [*table["word"].head(3), *table["word"].tail(3)]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [True] + [False] * 5
    assert len(ax.collections) == 5


def test_names_from_texts_are_no_markup(coded):
    fig = meaning_squares(coded.assign(text="$x^2$", term="<b>", meaning="$a$"), ["$x^2$"])
    FigureCanvasAgg(fig).draw()
    assert rows_of(fig.axes[0]) == ["<b>"] and fig.axes[0].get_title(loc="left") == "$x^2$"


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda e: barcode(e("text term voice position"), LENGTHS), "no term"),
        (lambda e: meaning_squares(e("text term voice meaning"), ["a"]), "no term"),
        (lambda e: list_sensitivity(e("choice side word rank listed"), names=("a", "b")), "no words"),
        (lambda e: names_by_year(e("text term voice first last years_of"), OFFICIAL), "no term"),
        (
            lambda e: names_by_year(e("text term voice first last years_of").reindex([0]), OFFICIAL),
            "dates.csv has no years",
        ),
        (
            lambda e: keyness_rates(
                e("word n_target n_reference per_1000_target per_1000_reference log_ratio p"),
                target="a",
                reference="b",
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
        lambda t: meaning_squares(t, ["a"]),
        lambda t: list_sensitivity(t, names=("a", "b")),
        lambda t: names_by_year(t, OFFICIAL),
        lambda t: keyness_rates(t, target="a", reference="b"),
        lambda t: keyness_intervals(t, target="a", reference="b"),
    ],
)
def test_a_missing_column_is_named(draw):
    with pytest.raises(DhtoolsError, match="the table has no column"):
        draw(pd.DataFrame({"x": [1]}))
