"""Figures of topics: they draw what the tables say, hatch what is not stable, and nothing collides."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from test_plots_style import VISION, lab, linear, nearest
from test_plots_voices import boxes

from dhtools.errors import DhtoolsError
from dhtools.plots import topic_matrices, topics
from dhtools.plots.labels import NO_TOPICS, TOPICS, short_label
from dhtools.plots.style import DARK, FAINT, PALETTE, TOPIC_COLOURS, TOPIC_GREYS, ink_on
from dhtools.plots.topic_matrices import (
    CHOICES,
    TEXTS,
    topic_choice_matrix,
    topic_number_curves,
    topic_text_matrix,
)
from dhtools.plots.topics import STRIPS, topic_stability_intervals, topic_strips

NAMES = ("printed copies", "central committee", "police and state", "wage labour", "peasant commune",
         "letters and editors", "congress and vote", "war and army", "school and reading", "press law",
         "strike funds", "exile")  # fmt: skip
HOSTILE = ("$\\frac{$", "a_1$x$ & <b>", "100 % \\textbf{", "{}", "MMMMWWWWMMMMWWWWMMMMWWWWMMMMWWWWMMMM", "")
FOUR = {"blog": 3, "article": 20, "note": 3, "lecture": 11}
SIXTY = {f"federalist-{number}": 5 + 7 * number % 19 for number in range(1, 61)}
SETTINGS = ("as declared", "names kept", "quotations in", "other seed", "LDA", "Gibbs LDA",
            "150 words a segment", "300 words a segment", "lemmas", "no stop words", "k = 5",
            "k = 9")  # fmt: skip


def named(k: int, names: tuple[str, ...] = NAMES) -> pd.Series:
    return pd.Series([names[place % len(names)] for place in range(k)], index=range(1, k + 1))


def steady(k: int) -> pd.Series:
    """The third topic is not stable, nor the sixth, and so on."""
    return pd.Series([topic % 3 != 0 for topic in range(1, k + 1)], index=range(1, k + 1))


def cards(k: int, names: tuple[str, ...] = NAMES) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    found = np.where(steady(k), rng.uniform(0.6, 1, k), rng.uniform(0.2, 0.45, k))
    return pd.DataFrame(
        {
            "label": named(k, names), "recurrence": found, "q025": (found - 0.2).clip(0),
            "q975": (found + 0.2).clip(0, 1), "null_q025": 0.03, "null_median": 0.1,
            "null_q975": 0.18, "within_texts_q975": rng.uniform(0.2, 0.4, k),
            "starts_recurrence": rng.uniform(0.8, 1, k), "stable": steady(k),
        },
        index=pd.RangeIndex(1, k + 1, name="topic"),
    )  # fmt: skip


def shares(k: int, sizes: dict[str, int]) -> tuple[pd.DataFrame, pd.Series]:
    texts = pd.Series(np.repeat(list(sizes), list(sizes.values())))
    table = np.random.default_rng(2).dirichlet(np.full(k, 0.7), len(texts))
    return pd.DataFrame(table, columns=range(1, k + 1)), texts


def by_text(k: int, sizes: dict[str, int], projected: tuple[str, ...] = ()) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = [
        (text, topic, share, share / 2, min(1, 2 * share), segments, text not in projected)
        for text, segments in sizes.items()
        for topic, share in enumerate(rng.dirichlet(np.ones(k)), 1)
    ]
    return pd.DataFrame(rows, columns=["text", "topic", "share", "q05", "q95", "n_segments", "fitted"])


def numbers(several: range) -> pd.DataFrame:
    k = np.array(several)
    return pd.DataFrame(
        {
            "k": k, "recurrence": 0.9 - 0.02 * k, "null_q025": 0.05, "null_q975": 0.14, "n_stable": k // 2,
            "coherence": 0.01 * k, "exclusivity": 0.6 + 0.01 * k, "explained": 0.02 * k,
        }
    )  # fmt: skip


def choices(k: int, settings: tuple[str, ...]) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        (
            choice,
            topic,
            rng.choice([0.11, 0.25, 0.43, 0.67, 1.0]),
            0.18,
            np.nan if choice == "LDA" else topic % 2 > 0,
        )
        for choice in settings
        for topic in range(1, k + 1)
    ]
    return pd.DataFrame(rows, columns=["choice", "topic", "jaccard", "recurrence", "stable"])


def blank(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(columns, np.nan))


def strips(k: int, sizes: dict[str, int], names: tuple[str, ...] = NAMES) -> matplotlib.figure.Figure:
    return topic_strips(*shares(k, sizes), named(k, names), steady(k))


DRAWN = {
    **{f"cards, {k}": lambda k=k: topic_stability_intervals(cards(k)) for k in (1, 2, 7, 40)},
    "cards, no starts": lambda: topic_stability_intervals(
        blank(cards(2), "within_texts_q975", "starts_recurrence")
    ),
    "cards, nothing": lambda: topic_stability_intervals(blank(cards(2), *cards(2).columns[1:9])),
    "cards, hostile": lambda: topic_stability_intervals(cards(6, HOSTILE)),
    "strips": lambda: strips(6, FOUR),
    "strips, one text": lambda: strips(2, {"solo": 7}),
    "strips, one segment": lambda: strips(2, {"solo": 1}),
    "strips, many": lambda: strips(12, SIXTY),
    "strips, more topics": lambda: strips(40, FOUR),
    "strips, long texts": lambda: strips(5, {"one": 900, "other": 400}),
    "strips, hostile": lambda: strips(6, dict(zip(HOSTILE, range(3, 9), strict=True)), HOSTILE),
    "texts, one": lambda: topic_text_matrix(by_text(2, {"solo": 7}), named(2), steady(2)),
    "texts, projected": lambda: topic_text_matrix(by_text(6, FOUR, ("note",)), named(6), steady(6)),
    "texts, all projected": lambda: topic_text_matrix(by_text(3, FOUR, tuple(FOUR)), named(3), steady(3)),
    "texts, many": lambda: topic_text_matrix(by_text(12, SIXTY, tuple(SIXTY)[20:]), named(12), steady(12)),
    "texts, more topics": lambda: topic_text_matrix(by_text(40, SIXTY), named(40), steady(40)),
    "texts, nothing": lambda: topic_text_matrix(
        blank(by_text(3, FOUR), "share", "q05", "q95"), named(3), steady(3)
    ),
    "texts, hostile": lambda: topic_text_matrix(
        by_text(6, dict.fromkeys(HOSTILE, 3)), named(6, HOSTILE), steady(6)
    ),
    "numbers": lambda: topic_number_curves(numbers(range(2, 13))),
    "numbers, one": lambda: topic_number_curves(numbers(range(4, 5))),
    "numbers, many": lambda: topic_number_curves(numbers(range(2, 31))),
    "numbers, nothing": lambda: topic_number_curves(
        blank(numbers(range(2, 9)), *numbers(range(2)).columns[1:])
    ),
    "choices, one": lambda: topic_choice_matrix(choices(2, SETTINGS[:1]), named(2)),
    "choices, many": lambda: topic_choice_matrix(choices(21, SETTINGS), named(21)),
    "choices, nothing": lambda: topic_choice_matrix(blank(choices(3, SETTINGS[:3]), "jaccard"), named(3)),
    "choices, hostile": lambda: topic_choice_matrix(choices(6, HOSTILE), named(6, HOSTILE)),
}  # fmt: skip


def hatched(ax) -> list:
    return [one for one in [*ax.collections, *ax.patches] if one.get_hatch()]


def said(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def collisions(written: list) -> int:
    """The number of pairs of boxes that share more than a pixel: many boxes, so in one array."""
    left, low, right, high = np.array([box.padded(-1).extents for box in written]).T
    meet = (left[:, None] < right) & (left < right[:, None]) & (low[:, None] < high) & (low < high[:, None])
    return int(np.triu(meet, 1).sum())


def test_collisions_are_seen():
    near, far, apart = (Bbox.from_bounds(x, 0, 10, 10) for x in (0, 7, 18))
    assert [collisions([near, far]), collisions([near, apart]), collisions([near, far, near])] == [1, 0, 3]


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_written_overlaps_or_leaves_the_page(name):
    fig = DRAWN[name]()
    written = [box for ax in fig.axes for box in boxes(fig, ax)[0]]
    written += [text.get_window_extent() for text in fig.texts]
    assert len(written) > 5 and collisions(written) == 0
    left, low, right, high = np.array([box.extents for box in written]).T
    assert left.min() >= 0 and low.min() >= 0 and right.max() <= fig.bbox.x1 and high.max() <= fig.bbox.y1
    width, height = fig.get_size_inches() * 25.4
    assert width == pytest.approx(174) and height < 240


@pytest.mark.parametrize(("draw", "names"), [(topic_stability_intervals, None), (topic_text_matrix, HOSTILE)])
def test_names_are_written_as_they_are(draw, names):
    fig = draw(cards(6, HOSTILE)) if names is None else DRAWN["texts, hostile"]()
    labels = [label.get_text().split("\n")[0] for label in fig.axes[0].get_yticklabels()]
    assert labels == [short_label(f"{topic} {name}") for topic, name in enumerate(HOSTILE, 1)]
    assert labels[0] == "1 $\\frac{$" and "…" in labels[4]
    assert not any(label.get_parse_math() for label in fig.axes[0].get_yticklabels())


def test_cards_draw_the_table():
    table = cards(7)
    ax = topic_stability_intervals(table).axes[0]
    drawn = {mark: [one for one in ax.lines if one.get_marker() == mark] for mark in "o|x"}
    assert [one.get_xdata()[0] for one in drawn["o"]] == table["recurrence"].tolist()
    assert [one.get_xdata()[0] for one in drawn["x"]] == table["starts_recurrence"].tolist()
    ticks = [one.get_xdata()[0] for one in drawn["|"]]
    assert ticks == table[["null_median", "within_texts_q975"]].to_numpy().ravel().tolist()
    spans = [one.get_segments()[0][:, 0].tolist() for one in ax.collections]
    assert spans[::2] == table[["null_q025", "null_q975"]].to_numpy().tolist()
    assert spans[1::2] == table[["q025", "q975"]].to_numpy().tolist()
    filled = [one.get_markerfacecolor() != "white" for one in drawn["o"]]
    assert filled == table["stable"].tolist() and not all(filled)
    assert sum(text.endswith("not stable") for text in said(ax)) == 2


def test_each_mark_of_the_cards_is_named_once_or_not_at_all():
    names = list(topics._MARKS.values())
    for table, told in ((cards(7), 3), (cards(1), 3), (blank(cards(7), "within_texts_q975"), 2)):
        assert [text for text in said(topic_stability_intervals(table).axes[0]) if text in names] == [
            name for name in names if told == 3 or "within" not in name
        ]


def test_a_card_without_values_says_so():
    table = cards(3)
    table.loc[2, ["recurrence", "q025", "q975"]] = np.nan
    ax = topic_stability_intervals(table).axes[0]
    assert said(ax)[1] == "not measured" and said(ax)[0].startswith(f"{table['recurrence'][1]:.2f}")


def areas(ax) -> list[list[float]]:
    """The heights of the rectangles of each topic, all strips."""
    filled = [one for one in ax.collections if isinstance(one, PolyCollection)]
    return [[np.ptp(path.vertices[:, 1]) for path in one.get_paths()] for one in filled]


def test_strips_draw_every_share_to_scale():
    table, texts = shares(6, FOUR)
    ax = topic_strips(table, texts, named(6), steady(6)).axes[0]
    heights = areas(ax)
    for place, text in enumerate(FOUR):
        own = np.array(heights[6 * place : 6 * place + 6]).T / topics._STRIP
        assert np.allclose(own, table[texts == text])
    assert [bar.get_width() for bar in ax.patches] == list(FOUR.values())
    assert ax.get_xlim() == (0, 20) and said(ax)[-1] == "11 segments"
    key = [text.get_text() for text in ax.get_legend().get_texts()]
    assert key[1:3] == ["2 central committee", "3 police and state (not stable)"]


def test_segments_keep_their_place_beside_a_blank_one():
    table, texts = shares(3, {"one": 4})
    table.loc[1] = np.nan
    ax = topic_strips(table, texts, named(3), steady(3)).axes[0]
    (first, *_) = [one for one in ax.collections if isinstance(one, PolyCollection)]
    assert [path.vertices[:, 0].min() for path in first.get_paths()] == [0, 2, 3]
    assert "blank: no word of a topic" in ax.get_xlabel()
    table.loc[:] = np.nan
    assert areas(topic_strips(table, texts, named(3), steady(3)).axes[0]) == [[], [], []]


def test_strips_number_a_topic_where_it_is_largest():
    table = pd.DataFrame([[0.9, 0.1], [0.4, 0.6], [0.95, 0.05]], columns=[1, 2])
    ax = topic_strips(table, pd.Series(["one"] * 3), named(2), steady(2)).axes[0]
    assert {text.get_text(): text.xy[0] for text in ax.texts[:2]} == {"1": 2.5, "2": 1.5}


@pytest.mark.parametrize("k", [2, 6, 12])
def test_only_topics_that_are_not_stable_are_hatched_and_paler(k):
    table, texts = shares(k, FOUR)
    ax = topic_strips(table, texts, named(k), steady(k)).axes[0]
    fills = [one for one in ax.collections if isinstance(one, PolyCollection)]
    assert [bool(one.get_hatch()) for one in fills] == [*(~steady(k)), *(~steady(k))] * 2
    colours = [*TOPIC_COLOURS, *TOPIC_GREYS][:k]
    own = [to_hex(one.get_facecolor()[0]).upper() for one in fills[:k]]
    assert [a == b for a, b in zip(own, colours, strict=True)] == steady(k).tolist()
    assert all(lab(linear(a))[0] >= lab(linear(b))[0] for a, b in zip(own, colours, strict=True))
    unstable = topic_strips(table, texts, named(k), steady(k).astype(object).where(lambda known: known)).axes[
        0
    ]
    assert len(hatched(unstable)) == len(hatched(ax))  # not known is not stable


def test_a_table_by_text_writes_every_share():
    table = by_text(6, FOUR, ("note",))
    ax = topic_text_matrix(table, named(6), steady(6)).axes[0]
    cells = {tuple(text.xy): [] for text in ax.texts}
    for text in ax.texts:
        cells[tuple(text.xy)].append(text.get_text())
    columns = {
        label.get_text().split(" (")[0]: place
        for place, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True)
    }
    assert list(columns) == ["blog", "article", "lecture", "note"]
    assert columns["note"] == 3 + topic_matrices.GAP
    for row in table.itertuples():
        share, span = cells[columns[row.text], row.topic - 1]
        assert share == f"{100 * row.share:.0f}" and span == f"{100 * row.q05:.0f}–{100 * row.q95:.0f}"
    assert said(ax)[-1] == "projected,\nnot fitted"
    marked = {(round(one.get_y() + 0.47) + 1) for one in hatched(ax)}
    assert marked == {3, 6} and len(hatched(ax)) == 8
    shades = pd.Series(
        [1 - lab(one.get_facecolor()[:3])[0] / 100 for one in ax.patches if not one.get_hatch()]
    )
    values = table.loc[table["topic"].map(steady(6)), "share"].reset_index(drop=True)
    assert shades[values.argsort()].is_monotonic_increasing and shades.nunique() > 10


def test_a_missing_share_is_a_dash():
    table = by_text(3, FOUR)
    table.loc[4, ["share", "q05", "q95"]] = np.nan
    ax = topic_text_matrix(table, named(3), steady(3)).axes[0]
    assert said(ax).count("–") == 1 and len(ax.patches) == 11


def test_numbers_of_topics_draw_the_table():
    table = numbers(range(2, 9))
    fig = topic_number_curves(table.iloc[::-1])
    for ax, column, scale in zip(
        fig.axes, ("recurrence", "coherence", "exclusivity", "explained"), (1, 1, 1, 100), strict=True
    ):
        assert np.allclose(ax.lines[0].get_xydata(), np.c_[table["k"], scale * table[column]])
    first = fig.axes[0]
    counts = {text.xy[0]: text.get_text() for text in first.texts if text.get_text().isdigit()}
    assert counts == {k: f"{stable}" for k, stable in zip(table["k"], table["n_stable"], strict=True)}
    (band,) = [one for one in first.collections if not isinstance(one, LineCollection)]
    assert (band.get_datalim(first.transData).y0, band.get_datalim(first.transData).y1) == (0.05, 0.14)


def test_what_was_not_measured_is_not_drawn():
    fig = topic_number_curves(blank(numbers(range(2, 5)), "coherence"))
    assert said(fig.axes[1]) == ["not measured"] and not said(fig.axes[2])
    assert fig.axes[1].get_xlim() == fig.axes[2].get_xlim() == (1.5, 4.5)


def test_choices_draw_the_table():
    table = choices(3, SETTINGS[:5])
    table.loc[4, "jaccard"] = np.nan
    ax = topic_choice_matrix(table, named(3)).axes[0]
    told = table.dropna(subset="jaccard")
    place = told["choice"].map({choice: place for place, choice in enumerate(SETTINGS)})
    assert np.allclose([one.get_xdata()[0] for one in ax.lines], place - 0.35 + 0.7 * told["jaccard"])
    assert np.allclose([one.get_ydata()[0] for one in ax.lines], told["topic"] - 0.8)
    texts = [text for text in said(ax) if text != "–"]
    assert texts == [f"{value:.2f}" for value in told["jaccard"]] and said(ax).count("–") == 1
    inside = {True: DARK, False: "white"}
    fills = [FAINT if pd.isna(value) else inside[value] for value in told["stable"]]
    assert [one.get_markerfacecolor() for one in ax.lines] == fills and len(set(fills)) == 3
    ticks = [one.get_segments()[0][0, 0] for one in ax.collections[1:-1:2]]
    assert np.allclose(ticks, place - 0.35 + 0.7 * told["recurrence"])


def test_names_of_columns_are_broken_between_words_only():
    labels = topic_choice_matrix(choices(2, SETTINGS[:10]), named(2)).axes[0].get_xticklabels()
    lines = [label.get_text().split("\n") for label in labels]
    assert [" ".join(parts) for parts in lines] == list(SETTINGS[:10])
    assert max(map(len, lines)) > 1 and not any(label.get_rotation() for label in labels)
    longer = topic_choice_matrix(choices(2, ("Hyperparameteroptimisation", *SETTINGS[:9])), named(2)).axes[0]
    assert {label.get_rotation() for label in longer.get_xticklabels()} == {90}


def test_what_is_left_out_is_said():
    assert f"{40 - TOPICS} topics left out" in topic_stability_intervals(cards(40)).axes[0].get_xlabel()
    assert f"{60 - STRIPS} texts with fewer segments left out" in strips(3, SIXTY).axes[0].get_xlabel()
    table = topic_text_matrix(by_text(40, SIXTY), named(40), steady(40)).axes[0].get_xlabel()
    assert f"{60 - TEXTS} texts with" in table and f"{40 - TOPICS} topics left out" in table
    assert (
        f"{12 - CHOICES} choices left out"
        in topic_choice_matrix(choices(2, SETTINGS), named(2)).axes[0].get_xlabel()
    )
    assert "left out" not in "".join(
        ax.get_xlabel() for ax in (topic_stability_intervals(cards(3)).axes[0], strips(3, FOUR).axes[0])
    )


def test_of_many_texts_those_with_most_segments_are_drawn_in_their_order():
    ax = strips(2, SIXTY).axes[0]
    drawn = [label.get_text() for label in ax.get_yticklabels()]
    assert len(drawn) == STRIPS and drawn == [text for text in SIXTY if text in drawn]
    assert min(SIXTY[text] for text in drawn) >= max(
        size for text, size in SIXTY.items() if text not in drawn
    )


def test_tables_with_categories_are_drawn_alike():
    table = by_text(3, FOUR)
    sorted_in = table.assign(text=pd.Categorical(table["text"], [*FOUR, "never used"]))
    plain, categories = (topic_text_matrix(one, named(3), steady(3)).axes[0] for one in (table, sorted_in))
    assert said(plain) == said(categories)
    told = choices(3, SETTINGS[:3])
    once = topic_choice_matrix(told.astype({"choice": "category"}), named(3)).axes[0]
    assert said(once) == said(topic_choice_matrix(told, named(3)).axes[0])


def test_tables_stay_as_they_were():
    (table, texts), rows = shares(6, FOUR), by_text(6, FOUR)
    before = table.copy(), rows.copy()
    topic_strips(table, texts, named(6), steady(6))
    topic_text_matrix(rows, named(6), steady(6))
    pd.testing.assert_frame_equal(table, before[0])
    pd.testing.assert_frame_equal(rows, before[1])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: topic_stability_intervals(cards(3).drop(columns="stable")), "topics: .* no column 'stable'"),
        (lambda: topic_strips(*shares(3, FOUR), named(2), steady(3)), "labels: topic 3 has no label"),
        (lambda: topic_strips(shares(2, FOUR)[0], pd.Series("a", [0]), named(2), steady(2)), "segment 1 has"),
        (lambda: topic_choice_matrix(choices(2, SETTINGS), pd.Series("x", [1, 2, 2])), "topic 2 has two"),
        (lambda: topic_choice_matrix(choices(2, ("LDA", "LDA")), named(2)), "rows for choice LDA, topic 1"),
        (lambda: topic_text_matrix(by_text(2, FOUR).iloc[[0, 0]], named(2), steady(2)), "text blog, topic 1"),
        (lambda: topic_number_curves(pd.concat([numbers(range(2, 4))] * 2)), "numbers: two rows for k 2"),
    ],
)  # fmt: skip
def test_bad_input(draw, message):
    with pytest.raises(DhtoolsError, match=message):
        draw()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: topic_stability_intervals(cards(3).iloc[:0]),
        lambda: strips(3, {}),
        lambda: topic_number_curves(numbers(range(0))),
        lambda: topic_text_matrix(by_text(2, FOUR).iloc[:0], named(2), steady(2)),
        lambda: topic_choice_matrix(choices(2, SETTINGS).iloc[:0], named(2)),
    ],
    ids=["cards", "strips", "numbers", "by text", "choices"],
)
def test_without_topics_a_figure_says_so(draw):
    assert [text.get_text() for text in draw().findobj(Text) if text.get_text()] == [NO_TOPICS]


@pytest.mark.parametrize("vision", VISION)
def test_colours_of_topics_are_told_apart(vision):
    assert nearest([lab(VISION[vision] @ linear(colour)) for colour in TOPIC_COLOURS]) >= 29


def test_greyscale_keeps_topics_apart():
    assert len(TOPIC_COLOURS) == 8 and not set(TOPIC_COLOURS) & set(PALETTE)
    for colours, lightness, luma in ((TOPIC_COLOURS, 8.7, 19), (TOPIC_GREYS, 10.5, 30)):
        assert nearest([lab(linear(colour))[:1] for colour in colours]) >= lightness
        weights = np.array([0.299, 0.587, 0.114]) * 255
        assert nearest([weights @ np.array(matplotlib.colors.to_rgb(one)) for one in colours]) >= luma


def test_numbers_on_fills_can_be_read():
    for colour in (*TOPIC_COLOURS, *TOPIC_GREYS):
        light = [lab(linear(one))[0] for one in (colour, ink_on(colour))]
        assert abs(light[0] - light[1]) > 45
