"""Tables of topics as pictures: by text, by the number of topics, by what else could have been chosen."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from .labels import (
    NO_TOPICS,
    TOPICS,
    check_columns,
    is_stable,
    largest_rows,
    names_of,
    omission_note,
    short_label,
    width_mm,
)
from .primitives import (
    Place,
    cell,
    describe,
    letter,
    message_figure,
    name_columns,
    name_rows,
    write,
    write_right,
)
from .style import (
    BAND,
    DARK,
    DOUBLE_MM,
    FAINT,
    GRID,
    HATCHES,
    INK,
    RULE,
    figure,
    ink_on,
    journal_style,
    mm,
    width_of,
)

#: So many columns are drawn at most, of texts and of choices; the tables have them all.
TEXTS, CHOICES = 12, 10
#: Space between fitted and projected texts, in columns.
GAP = 0.3
#: Shares of topics that are stable, and of those that are not.
SHADES = LinearSegmentedColormap.from_list("stable", ["#FFFFFF", "#1F4470"])
PALE = LinearSegmentedColormap.from_list("not stable", ["#FFFFFF", "#BEBEBE"])
#: Height of a row.
_ROW_MM = 7.6
#: A table has room for so many columns, so that a single one is not as wide as a page.
_MIN_COLUMNS = 4


@journal_style()
def topic_text_matrix(
    by_text: pd.DataFrame, labels: pd.Series, stable: pd.Series, *, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw the share of every topic in every text as a table, the darker the larger.

    Topics that are not stable are grey and hatched. Texts that the topics were not fitted to stand apart.

    Parameters
    ----------
    by_text : DataFrame
        From `dhtools.topics.topic_shares_by_text`. The first `TOPICS` topics are drawn, and of more than
        `TEXTS` texts those with most segments.
    labels, stable : Series
        By topic: its label; whether it is stable.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, there are two rows for a text and topic, or a topic has no label.
    """
    check_columns("by_text", by_text, "text topic share q05 q95 n_segments fitted", unique="text topic")
    if by_text.empty:
        return message_figure(NO_TOPICS, width)
    texts, topics = by_text.drop_duplicates("text").set_index("text"), by_text["topic"].unique()
    shown = texts.loc[largest_rows(texts["n_segments"], TEXTS).index]
    places = _places(shown["fitted"].astype(bool))
    names = names_of(topics[:TOPICS], labels)
    steady = {topic: is_stable(stable.get(topic)) for topic in names}
    fig, ax = figure(width)
    rows = [name if steady[topic] else f"{name}\n(not stable)" for topic, name in names.items()]
    columns = [f"{short_label(text)} ({int(shown['n_segments'][text]):,})" for text in places]
    _table(fig, ax, rows, columns, list(places.values()))
    drawn = by_text[by_text["text"].isin(places) & by_text["topic"].isin(names)]
    top = drawn["share"].max()
    for row in drawn.to_dict("records"):
        centre = (places[row["text"]], list(names).index(row["topic"]))
        _share(ax, centre, row, row["share"] / top if top > 0 else 0.0, steady[row["topic"]])
    _mark_projected(ax, [places[text] for text in places if not shown["fitted"][text]])
    describe(
        fig,
        ax,
        "share of the topic in the text (%); beneath, the middle nine tenths of its segments\n"
        "in brackets: segments"
        + omission_note(len(texts) - len(shown), "texts with fewer segments")
        + omission_note(len(topics) - len(names), "topics"),
    )
    return fig


def _places(fitted: pd.Series) -> dict[Any, float]:
    """Return where the column of each text stands, the projected to the right of a gap."""
    ordered = fitted.sort_values(ascending=False, kind="stable")
    gap = GAP * ~ordered if ordered.any() else 0
    return dict(zip(ordered.index, np.arange(len(ordered)) + gap, strict=True))


def _table(fig: Figure, ax: Axes, rows: list[str], columns: list[str], places: list[float]) -> None:
    """Name the rows and columns of a table, and make the figure as high as it needs."""
    right = max(_MIN_COLUMNS - 1.0, *places) + 0.5
    ax.set_xlim(-0.5, right)
    name_rows(ax, rows)
    beside = max(width_mm(fig, name) for name in rows)
    room = (width_of(fig) - beside - 6) / (right + 0.5) - 1
    fig.set_figheight(mm(22 + name_columns(fig, ax, columns, places, room) + _ROW_MM * len(rows)))


def _share(ax: Axes, centre: Place, row: Mapping[Any, Any], shade: float, steady: bool) -> None:
    if pd.isna(row["share"]):
        write(ax, "–", centre, ha="center", color=INK)
        return
    fill, hatch = to_hex((SHADES if steady else PALE)(shade)), "" if steady else HATCHES[0]
    cell(ax, centre, (0.98, 0.94), facecolor=fill, linewidth=0, edgecolor="#9C9C9C", hatch=hatch)
    ink = {"ha": "center", "color": ink_on(fill), "path_effects": [withStroke(linewidth=2, foreground=fill)]}
    write(ax, f"{100 * row['share']:.0f}", centre, (0, 4), **ink)
    if pd.notna(row["q05"]) and pd.notna(row["q95"]):
        write(ax, f"{100 * row['q05']:.0f}–{100 * row['q95']:.0f}", centre, (0, -5), fontsize=6, **ink)


def _mark_projected(ax: Axes, projected: list[float]) -> None:
    """Draw a line above the projected texts and name them."""
    if projected:
        left, right = projected[0] - 0.49, projected[-1] + 0.49
        ax.plot([left, right], [-0.65, -0.65], color=INK, linewidth=0.8, clip_on=False)
        words = "projected, not fitted" if len(projected) > 2 else "projected,\nnot fitted"
        write(ax, words, ((left + right) / 2, -0.65), (0, 3), ha="center", va="bottom", color=INK)


@journal_style()
def topic_number_curves(numbers: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw four criteria by number of topics: recurrence, coherence, exclusivity, share explained.

    No number is marked as the best.

    Parameters
    ----------
    numbers : DataFrame
        From `dhtools.topics.compare_topic_numbers`.
    width : str or float
        As for `figure`; one column is too narrow.

    Raises
    ------
    DhtoolsError
        If a column is missing, or there are two rows for one *k*.
    """
    columns = "k recurrence null_q025 null_q975 n_stable coherence exclusivity explained"
    check_columns("numbers", numbers, columns, unique="k")
    if numbers.empty:
        return message_figure(NO_TOPICS, width)
    ordered = numbers.sort_values("k")
    fig, axes = figure(width, 56, ncols=4, width_ratios=[1.6, 1, 1, 1])
    _panel(axes[0], ordered["k"], ordered["recurrence"], "mean recurrence", 10)
    _null_band(axes[0], ordered.dropna(subset=["null_q025", "null_q975"]))
    _write_stable(axes[0], ordered)
    _panel(axes[1], ordered["k"], ordered["coherence"], "coherence", 5)
    _panel(axes[2], ordered["k"], ordered["exclusivity"], "exclusivity", 5)
    _panel(axes[3], ordered["k"], 100 * ordered["explained"], "share explained (%)", 5)
    letter(axes, pad=17)
    fig.supxlabel("number of topics", fontsize=8)
    return fig


def _panel(ax: Axes, k: pd.Series, values: pd.Series, name: str, max_ticks: int) -> None:
    ax.plot(k, values, "o-", color=DARK, markersize=3.5)
    ax.set_ylabel(name)
    ax.set_xticks(k.iloc[:: ceil(len(k) / max_ticks)])
    margin = max(0.5, 0.06 * (k.max() - k.min()))
    ax.set_xlim(k.min() - margin, k.max() + margin)
    ax.margins(y=0.12)
    if values.isna().all():
        ax.set_yticks([])
        ax.text(0.5, 0.5, "not measured", transform=ax.transAxes, ha="center", fontsize=7, color=INK)


def _null_band(ax: Axes, band: pd.DataFrame) -> None:
    """Draw the band of shuffled words, named at its end."""
    ax.fill_between(band["k"], band["null_q025"], band["null_q975"], color=BAND, linewidth=0, zorder=0)
    ax.vlines(band["k"], band["null_q025"], band["null_q975"], color=BAND, linewidth=2, zorder=0)
    ax.set_ylim(0, 1)
    if len(band):
        write_right(ax, "shuffled\nwords", band[["null_q025", "null_q975"]].iloc[-1].mean(), 3, color=INK)


def _write_stable(ax: Axes, numbers: pd.DataFrame) -> None:
    """Write above every number of topics how many are stable; of many, above every second or third."""
    counted = numbers.iloc[:: ceil(len(numbers) / 12)].dropna(subset="n_stable")
    for k, stable in zip(counted["k"], counted["n_stable"], strict=True):
        write(ax, f"{stable:.0f}", (k, 1), (0, 8), ha="center", xycoords=("data", "axes fraction"))
    write(ax, "stable:", (0, 1), (-3, 8), ha="right", xycoords="axes fraction")


@journal_style()
def topic_choice_matrix(
    choices: pd.DataFrame, labels: pd.Series, *, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw how much of every topic is found again under other choices.

    Parameters
    ----------
    choices : DataFrame
        From `dhtools.topics.compare_topic_models`. The first `TOPICS` topics and `CHOICES` choices are drawn.
    labels : Series
        By topic.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, there are two rows for a choice and topic, or a topic has no label.
    """
    check_columns("choices", choices, "choice topic jaccard recurrence stable", unique="choice topic")
    if choices.empty:
        return message_figure(NO_TOPICS, width)
    topics, columns = choices["topic"].unique(), choices["choice"].unique()
    names = names_of(topics[:TOPICS], labels)
    places = {choice: float(place) for place, choice in enumerate(columns[:CHOICES])}
    fig, ax = figure(width)
    _table(fig, ax, list(names.values()), list(map(short_label, places)), list(places.values()))
    for row in choices[choices["choice"].isin(places) & choices["topic"].isin(names)].to_dict("records"):
        _write_match(ax, (places[row["choice"]], list(names).index(row["topic"])), row)
    ax.hlines(np.arange(1, len(names)) - 0.5, -0.5, len(places) - 0.5, color=GRID, linewidth=0.5)
    describe(
        fig,
        ax,
        "top ten words shared with the matched topic (Jaccard), on a line from 0 to 1\n"
        "tick: recurrence in subsamples as declared\n"
        "filled: stable under that choice; hollow: not stable; –: no topic is left to match"
        + omission_note(len(columns) - len(places), "choices")
        + omission_note(len(topics) - len(names), "topics"),
    )
    return fig


def _write_match(ax: Axes, centre: Place, match: Mapping[Any, Any]) -> None:
    """Write a value, and draw it as a dot on a line."""
    if pd.isna(match["jaccard"]):
        write(ax, "–", centre, ha="center", color=INK)
        return
    (middle, row), length = centre, 0.7
    left, below = middle - length / 2, row + 0.2
    write(ax, f"{match['jaccard']:.2f}", (middle, row), (0, 4), ha="center")
    ax.hlines(below, left, left + length, color=RULE, linewidth=0.5)
    ax.vlines(left + length * match["recurrence"], below - 0.13, below + 0.13, color=INK, linewidth=1)
    untested = pd.isna(match["stable"])
    edge, inside = (RULE, FAINT) if untested else (DARK, DARK if match["stable"] else "white")
    ax.plot(left + length * match["jaccard"], below, "o", color=edge, markerfacecolor=inside, markersize=4.5)
