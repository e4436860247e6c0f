"""Figures of topics: they draw what the tables say, pale what is not stable, and nothing collides."""

from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import StepPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from test_plots_voices import boxes

from dhtools.errors import DhtoolsError
from dhtools.plots import topics
from dhtools.plots.labels import NO_TOPICS, TOPICS, short_label
from dhtools.plots.style import DARK, FAINT
from dhtools.plots.topic_matrices import CHOICES, topic_choice_matrix, topic_number_curves
from dhtools.plots.topics import STRIPS, TEXTS_WITH_MEANS, topic_stability_intervals, topic_strips

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


def numbers(several: range) -> pd.DataFrame:
    k = np.array(several)
    return pd.DataFrame(
        {
            "k": k, "recurrence": 0.9 - 0.02 * k, "null_q025": 0.05, "null_q975": 0.14, "n_stable": k // 2,
            "coherence": 0.01 * k, "exclusivity": 0.6 + 0.01 * k, "explained": 0.02 * k,
        }
    )  # fmt: skip


def choices(k: int, settings: tuple[str, ...]) -> pd.DataFrame:
    """LDA was not tested; with few words in common a topic is not found again."""
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        [
            (choice, topic, rng.choice([0.11, 0.25, 0.43, 0.67, 1.0]))
            for choice in settings
            for topic in range(1, k + 1)
        ],
        columns=["choice", "topic", "jaccard"],
    )
    stable = (table["topic"] % 2 > 0).where(table["choice"] != "LDA")
    found = table["jaccard"] > 0.4
    return table.assign(found=found, stable=stable, holds=(found & stable.eq(True)).where(stable.notna()))


def verdicts(k: int) -> pd.DataFrame:
    return cards(k).assign(p_familywise=np.linspace(0.01, 1, k), n_choices=12, n_holds=range(k))


def blank(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(columns, np.nan))


def strips(
    k: int, sizes: dict[str, int], names: tuple[str, ...] = NAMES, projected: tuple[str, ...] = ()
) -> matplotlib.figure.Figure:
    return topic_strips(*shares(k, sizes), named(k, names), steady(k), projected=projected)


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
    "strips, projected": lambda: strips(6, FOUR, projected=("note", "blog")),
    "strips, all projected": lambda: strips(6, FOUR, projected=tuple(FOUR)),
    "cards, verdicts": lambda: topic_stability_intervals(verdicts(12)),
    "numbers": lambda: topic_number_curves(numbers(range(2, 13))),
    "numbers, one": lambda: topic_number_curves(numbers(range(4, 5))),
    "numbers, many": lambda: topic_number_curves(numbers(range(2, 31))),
    "numbers, nothing": lambda: topic_number_curves(
        blank(numbers(range(2, 9)), *numbers(range(2)).columns[1:])
    ),
    "choices, one": lambda: topic_choice_matrix(choices(2, SETTINGS[:1]), named(2)),
    "choices, many": lambda: topic_choice_matrix(choices(21, SETTINGS), named(21)),
    "choices, nothing": lambda: topic_choice_matrix(choices(3, SETTINGS[:3]).assign(found=False), named(3)),
    "choices, hostile": lambda: topic_choice_matrix(choices(6, HOSTILE), named(6, HOSTILE)),
}  # fmt: skip


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
    written += [text.get_window_extent() for legend in fig.legends for text in legend.get_texts()]
    assert len(written) > 5 and collisions(written) == 0
    left, low, right, high = np.array([box.extents for box in written]).T
    assert left.min() >= 0 and low.min() >= 0 and right.max() <= fig.bbox.x1 and high.max() <= fig.bbox.y1
    width, height = fig.get_size_inches() * 25.4
    assert width == pytest.approx(174) and height < 240


@pytest.mark.parametrize("name", ["cards, hostile", "strips, hostile", "choices, hostile"])
def test_names_are_written_as_they_are(name):
    fig = DRAWN[name]()
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
    assert said(ax)[:-1] == [f"{value:.2f}" for value in table["recurrence"]] and said(ax)[-1] == "mean"


def test_the_marks_of_the_cards_are_named_above_them():
    fig = topic_stability_intervals(cards(7))
    fig.draw_without_rendering()
    (legend,), (ax,) = fig.legends, fig.axes
    assert len(legend.get_texts()) == 5
    assert legend.get_window_extent().y0 >= ax.get_window_extent().y1


def test_the_cards_of_a_verdict_write_p_and_choices():
    table = verdicts(3)
    table.loc[2, "p_familywise"] = np.nan
    words = said(topic_stability_intervals(table).axes[0])
    means = [f"{value:.2f}" for value in table["recurrence"]]
    assert words == [
        *(means[0], "0.01", "0 of 12", means[1], "1 of 12", means[2], "1.00", "2 of 12"),
        *("mean", "p", "holds"),
    ]


def test_a_card_without_values_says_so():
    table = verdicts(3)
    table.loc[2, ["recurrence", "q025", "q975"]] = np.nan
    words = said(topic_stability_intervals(table).axes[0])
    assert words[3] == "not measured" and words[0].startswith(f"{table['recurrence'][1]:.2f}")


def bars(ax) -> list[np.ndarray]:
    """The heights of the bars of every strip, text by text, topic by topic."""
    steps = [one.get_data() for one in ax.patches if isinstance(one, StepPatch)]
    return [(step.baseline - step.values) / topics._TALLEST for step in steps]


def test_strips_draw_every_share_to_scale():
    table, texts = shares(6, FOUR)
    ax = topic_strips(table, texts, named(6), steady(6)).axes[0]
    drawn = bars(ax)
    for place, text in enumerate(FOUR):
        assert np.allclose(np.array(drawn[6 * place : 6 * place + 6]).T, table[texts == text])
    means = table.groupby(texts, sort=False).mean().to_numpy().ravel()
    assert said(ax) == [f"{100 * mean:.0f}" for mean in means]
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        f"{text} ({n})" for text, n in FOUR.items()
    ]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[1:3] == ["2 central committee", "3 police and state\n(not stable)"]


def test_strips_of_texts_do_not_meet_and_a_segment_is_as_wide_in_all():
    ax = strips(3, FOUR).axes[0]
    edges = [one.get_data().edges for one in ax.patches if isinstance(one, StepPatch)][::3]
    assert [edge[-1] - edge[0] for edge in edges] == list(FOUR.values())
    assert all(left[-1] < right[0] for left, right in pairwise(edges))


def test_projected_texts_stand_apart():
    ax = strips(3, FOUR, projected=("blog",)).axes[0]
    assert [label.get_text().split()[0] for label in ax.get_xticklabels()] == [
        "article",
        "note",
        "lecture",
        "blog",
    ]
    assert said(ax)[-1] == "projected" and "projected" not in said(strips(3, FOUR).axes[0])


def test_segments_keep_their_place_beside_a_blank_one():
    table, texts = shares(3, {"one": 4})
    table.loc[1] = np.nan
    ax = topic_strips(table, texts, named(3), steady(3)).axes[0]
    assert [(heights > 0).tolist() for heights in bars(ax)] == [[True, False, True, True]] * 3
    assert "blank: no word of a topic" in ax.get_xlabel()
    table.loc[:] = np.nan
    ax = topic_strips(table, texts, named(3), steady(3)).axes[0]
    assert not np.any(bars(ax)) and said(ax) == ["–"] * 3


def test_of_many_texts_the_means_are_left_out():
    few = dict(list(SIXTY.items())[:TEXTS_WITH_MEANS])
    more = dict(list(SIXTY.items())[: TEXTS_WITH_MEANS + 1])
    assert len(said(strips(3, few).axes[0])) == 3 * TEXTS_WITH_MEANS and not said(strips(3, more).axes[0])
    assert "mean" in strips(3, few).axes[0].get_xlabel()
    assert "mean" not in strips(3, more).axes[0].get_xlabel()


@pytest.mark.parametrize("known", [True, False])
def test_only_topics_that_are_not_stable_are_pale(known):
    table, texts = shares(6, FOUR)
    stable = steady(6) if known else steady(6).astype(object).where(lambda held: held)
    ax = topic_strips(table, texts, named(6), stable).axes[0]
    fills = [to_hex(one.get_facecolor()).upper() for one in ax.patches if isinstance(one, StepPatch)]
    assert fills == [DARK if held else FAINT for held in steady(6)] * 4  # not known is not stable


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
    ax = topic_choice_matrix(table, named(3)).axes[0]
    drawn = {(one.get_xdata()[0], one.get_ydata()[0]): one for one in ax.lines}
    assert len(drawn) == len(table) == 15
    place = {choice: place for place, choice in enumerate(SETTINGS)}
    for row in table.itertuples():
        one = drawn[place[row.choice], row.topic - 1]
        assert (one.get_marker() == "o") == row.found
        if row.found:
            inside = FAINT if pd.isna(row.holds) else DARK if row.holds else "white"
            assert one.get_markerfacecolor() == inside
    held = table.groupby("topic")["holds"].agg(lambda holds: holds.eq(True).sum())
    assert said(ax) == [f"{n} of 5" for n in held] and held.nunique() > 1
    key = [text.get_text() for text in ax.get_legend().get_texts()]
    assert key[-2:] == ["found again, not tested", "not found again"] and len(key) == 4


def test_names_of_columns_are_broken_between_words_only():
    labels = topic_choice_matrix(choices(2, SETTINGS[:8]), named(2)).axes[0].get_xticklabels()
    lines = [label.get_text().split("\n") for label in labels]
    assert [" ".join(parts) for parts in lines] == list(SETTINGS[:8])
    assert max(map(len, lines)) > 1 and not any(label.get_rotation() for label in labels)
    longer = topic_choice_matrix(choices(2, ("Hyperparameteroptimisation", *SETTINGS[:9])), named(2)).axes[0]
    assert {label.get_rotation() for label in longer.get_xticklabels()} == {90}


def test_what_is_left_out_is_said():
    assert f"{40 - TOPICS} topics left out" in topic_stability_intervals(cards(40)).axes[0].get_xlabel()
    assert f"{60 - STRIPS} texts with fewer segments left out" in strips(3, SIXTY).axes[0].get_xlabel()
    assert f"{40 - TOPICS} topics left out" in strips(40, FOUR).axes[0].get_xlabel()
    assert (
        f"{12 - CHOICES} choices left out"
        in topic_choice_matrix(choices(2, SETTINGS), named(2)).axes[0].get_xlabel()
    )
    assert "left out" not in "".join(
        ax.get_xlabel() for ax in (topic_stability_intervals(cards(3)).axes[0], strips(3, FOUR).axes[0])
    )


def test_of_many_texts_those_with_most_segments_are_drawn_in_their_order():
    ax = strips(2, SIXTY).axes[0]
    drawn = [label.get_text().split(" ")[0] for label in ax.get_xticklabels()]
    assert len(drawn) == STRIPS and drawn == [text for text in SIXTY if text in drawn]
    assert min(SIXTY[text] for text in drawn) >= max(
        size for text, size in SIXTY.items() if text not in drawn
    )


def test_tables_with_categories_are_drawn_alike():
    table, texts = shares(3, FOUR)
    sorted_in = pd.Series(pd.Categorical(texts, [*FOUR, "never used"]))
    plain, categories = (topic_strips(table, one, named(3), steady(3)).axes[0] for one in (texts, sorted_in))
    assert said(plain) == said(categories)
    told = choices(3, SETTINGS[:3])
    once = topic_choice_matrix(told.astype({"choice": "category"}), named(3)).axes[0]
    assert said(once) == said(topic_choice_matrix(told, named(3)).axes[0])


def test_tables_stay_as_they_were():
    (table, texts), rows = shares(6, FOUR), choices(6, SETTINGS)
    before = table.copy(), rows.copy()
    topic_strips(table, texts, named(6), steady(6))
    topic_choice_matrix(rows, named(6))
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
        lambda: topic_choice_matrix(choices(2, SETTINGS).iloc[:0], named(2)),
    ],
    ids=["cards", "strips", "numbers", "choices"],
)
def test_without_topics_a_figure_says_so(draw):
    assert [text.get_text() for text in draw().findobj(Text) if text.get_text()] == [NO_TOPICS]
