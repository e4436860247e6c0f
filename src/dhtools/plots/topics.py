"""Pictures of topics: how well each recurs, and where in the texts it occurs.

All figures of topics write a topic as its number and label. Dark or filled: stable; hollow or pale: not
stable.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..errors import DhtoolsError
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
from .primitives import describe, dot, message_figure, name_columns, name_rows, write, write_right
from .spots import stand_for
from .style import BAND, DARK, DOUBLE_MM, FAINT, GRID, INK, RULE, figure, journal_style, mm, width_of

#: So many texts are drawn as strips at most; the tables have them all. Of more than `TEXTS_WITH_MEANS` the
#: means are left out: beside each there is no room for a number.
STRIPS, TEXTS_WITH_MEANS = 12, 6
#: Height of a row of strips in mm, and of its tallest bar as a share of it.
_ROW_MM, _TALLEST = 7.6, 0.8
#: Space between two texts in mm, with and without the means.
_GAP_MM = {True: 9.0, False: 2.0}
#: What may stand at the right of a row of cards: heading, and how far from the axes, in points.
_VERDICTS = {"mean": 6, "p": 32, "holds": 56}
#: Marks of a row of cards, as the key shows them.
_LINE: Mapping[str, Any] = MappingProxyType({"color": DARK, "linewidth": 1.2, "marker": "o", "markersize": 5})
_TICK: Mapping[str, Any] = MappingProxyType(
    {"color": INK, "linewidth": 0, "marker": "|", "markersize": 10, "mew": 1.2}
)
_CROSS: Mapping[str, Any] = MappingProxyType(
    {"color": INK, "linewidth": 0, "marker": "x", "markersize": 3.5, "mew": 0.9}
)


@journal_style()
def topic_stability_intervals(topics: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw how well every topic recurs in subsamples, beside topics of shuffled words.

    Parameters
    ----------
    topics : DataFrame
        The table of `dhtools.topics.stability`, or that of `dhtools.topics.verdicts.topic_verdicts`, with a
        further column *label*. The first `TOPICS` are drawn. Of the latter, *p_familywise* and the number of
        other choices under which the topic holds are written beside the mean.
    width : str or float
        As for `figure`; one column is too narrow.
    """
    columns = "label recurrence q025 q975 null_q025 null_median null_q975 within_texts_q975 starts_recurrence"
    check_columns("topics", topics, f"{columns} stable")
    if topics.empty:
        return message_figure(NO_TOPICS, width)
    shown = topics.head(TOPICS)
    fig, ax = figure(width, 34 + 6.4 * len(shown))
    name_rows(ax, names_of(shown.index, shown["label"]).values())
    for row, topic in enumerate(shown.to_dict("records")):
        _interval(ax, row, topic)
        _verdict(ax, row, topic)
    _name_verdicts(ax, shown.columns)
    _name_marks(fig)
    ax.set_xlim(0, 1)
    describe(
        fig,
        ax,
        "recurrence: top ten words shared (Jaccard) with refits"
        + omission_note(len(topics) - len(shown), "topics"),
    )
    return fig


def _interval(ax: Axes, row: int, topic: Mapping[Any, Any]) -> None:
    ax.hlines(row, topic["null_q025"], topic["null_q975"], color=BAND, linewidth=8, zorder=1)
    ax.plot(topic["null_median"], row, "|", color=RULE, markersize=8, mew=0.8)
    ax.plot(topic["within_texts_q975"], row, **_TICK)
    ax.hlines(row, topic["q025"], topic["q975"], color=DARK, linewidth=1.2, clip_on=False)
    dot(ax, topic["recurrence"], row, DARK, filled=is_stable(topic["stable"]), markersize=5, clip_on=False)
    # above the line: at 1 it would lie on the dot
    ax.plot(topic["starts_recurrence"], row - 0.24, **_CROSS, clip_on=False)


def _verdict(ax: Axes, row: int, topic: Mapping[Any, Any]) -> None:
    """Write the numbers of a topic at the right of its row."""
    mean, p = topic["recurrence"], topic.get("p_familywise")
    written = {"mean": f"{mean:.2f}" if pd.notna(mean) else "not measured"}
    if pd.notna(mean) and pd.notna(p):
        written["p"] = f"{p:.2f}"
    if pd.notna(mean) and topic.get("n_choices"):
        written["holds"] = f"{topic['n_holds']:.0f} of {topic['n_choices']:.0f}"
    for column, words in written.items():
        write_right(ax, words, row, _VERDICTS[column])


def _name_verdicts(ax: Axes, columns: Collection[str]) -> None:
    """Write above the numbers what they are."""
    wanted = {"mean": "mean", "p": "p", "holds": "holds"} if "p_familywise" in columns else {"mean": "mean"}
    for column, words in wanted.items():
        write_right(ax, words, -0.5, _VERDICTS[column], va="bottom", color=INK)


def _name_marks(fig: Figure) -> None:
    """Say above the axes, and above the headings at the right, what each mark is."""
    marks = [
        Line2D([], [], **_LINE, label="stable: mean and middle 95 % of subsamples"),
        Line2D([], [], **_LINE, markerfacecolor="white", label="not stable"),
        Patch(color=BAND, label="words shuffled across all segments: middle 95 %"),
        Line2D([], [], **_TICK, label="words shuffled within each text: upper end"),
        Line2D([], [], **_CROSS, label="mean over random starts"),
    ]
    fig.legend(handles=marks, loc="outside upper center", ncols=2)


@journal_style()
def topic_strips(
    shares: pd.DataFrame,
    texts: pd.Series,
    labels: pd.Series,
    stable: pd.Series,
    *,
    projected: Collection[str] = (),
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw every topic as a row of bars along the texts, one bar a segment, and beside each text its mean.

    Bars of topics that are not stable are pale.

    Parameters
    ----------
    shares : DataFrame
        Segments × topics, in the order of the text; a row sums to 1, or is missing and left blank. The first
        `TOPICS` topics are drawn.
    texts : Series
        The text of every segment. Of more than `STRIPS` texts those with most segments are drawn.
    labels, stable : Series
        By topic: its label; whether it is stable.
    projected : collection of str
        Texts that the topics were not fitted to: they stand apart at the right.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a segment has no text, or a topic has no label.
    """
    check_columns("shares", shares, "")
    if shares.empty:
        return message_figure(NO_TOPICS, width)
    lacking = shares.index.difference(texts.dropna().index)
    if len(lacking):
        raise DhtoolsError(f"texts: segment {lacking[0]!r} has no text. Give the text of every segment.")
    names = names_of(shares.columns[:TOPICS], labels)
    of_text = dict(iter(shares[list(names)].groupby(texts.loc[shares.index].astype(str), sort=False)))
    shown = _ordered(pd.Series({text: len(rows) for text, rows in of_text.items()}), projected)
    fig, ax = figure(width)
    rows = [
        name if is_stable(stable.get(topic)) else f"{name}\n(not stable)" for topic, name in names.items()
    ]
    name_rows(ax, rows)
    lefts, segment_mm = _lefts(fig, rows, shown)
    for text, left in lefts.items():
        for row, topic in enumerate(names):
            _strip(ax, (left, row), of_text[text][topic], is_stable(stable.get(topic)))
            if len(shown) <= TEXTS_WITH_MEANS:
                _mean(ax, (left + shown[text], row), of_text[text][topic].mean())
    room = _GAP_MM[len(shown) <= TEXTS_WITH_MEANS] + shown.min() * segment_mm - 1
    middles = [left + shown[text] / 2 for text, left in lefts.items()]
    named = [f"{short_label(text)} ({n:,})" for text, n in shown.items()]
    fig.set_figheight(mm(20 + name_columns(fig, ax, named, middles, room) + _ROW_MM * len(names)))
    _mark_projected(ax, [(lefts[text], shown[text]) for text in shown.index if text in projected])
    blank = "; blank: no word of a topic" if shares.isna().any(axis=None) else ""
    means = "; beside it: mean (%)" if len(shown) <= TEXTS_WITH_MEANS else ""
    describe(
        fig,
        ax,
        f"height of a bar: share of the topic in a segment, 0 to 100 %{means}\n"
        f"segments in the order of the text; in brackets: their number{blank}"
        + omission_note(len(of_text) - len(shown), "texts with fewer segments")
        + omission_note(shares.shape[1] - len(names), "topics"),
    )
    return fig


def _ordered(sizes: pd.Series, projected: Collection[str]) -> pd.Series:
    """Return the sizes of the texts that are drawn, those that were not fitted last."""
    shown = largest_rows(sizes, STRIPS)
    return pd.concat([shown[~shown.index.isin(projected)], shown[shown.index.isin(projected)]])


def _lefts(fig: Figure, rows: Sequence[str], sizes: pd.Series) -> tuple[dict[str, float], float]:
    """Return where the strips of each text begin, in segments, and how wide a segment is, in mm."""
    gap = _GAP_MM[len(sizes) <= TEXTS_WITH_MEANS]
    room = width_of(fig) - max(width_mm(fig, name) for name in rows) - 6 - gap * len(sizes)
    segment_mm = max(room, 20.0) / sizes.sum()
    lefts = (sizes.cumsum() - sizes) + np.arange(len(sizes)) * gap / segment_mm
    fig.axes[0].set_xlim(0, sizes.sum() + len(sizes) * gap / segment_mm)
    return dict(zip(sizes.index, lefts.tolist(), strict=True)), segment_mm


def _strip(ax: Axes, corner: tuple[float, float], shares: pd.Series, steady: bool) -> None:
    """Draw the shares of one topic in one text as bars upon a line."""
    left, row = corner
    floor = row + _TALLEST / 2
    edges = left + np.arange(len(shares) + 1)
    tops = floor - _TALLEST * shares.fillna(0.0).to_numpy(np.float64)
    ax.stairs(tops, edges, baseline=floor, fill=True, color=DARK if steady else FAINT, linewidth=0)
    ax.fill_between(edges[[0, -1]], floor - _TALLEST, floor, color=GRID, alpha=0.5, linewidth=0, zorder=0)
    ax.hlines(floor, edges[0], edges[-1], color=RULE, linewidth=0.5)
    bars = zip(shares.index, edges.tolist(), strict=False)
    stand_for(
        ax,
        (
            ({"segment": segment, "topic": shares.name}, (edge, floor - _TALLEST, edge + 1, floor))
            for segment, edge in bars
        ),
    )


def _mean(ax: Axes, place: tuple[float, float], share: float) -> None:
    words = "–" if pd.isna(share) else f"{100 * share:.0f}"
    write(ax, words, place, (2, 0), color=INK)


def _mark_projected(ax: Axes, projected: Sequence[tuple[float, float]]) -> None:
    """Draw a line above the texts that were not fitted, and say so."""
    if projected:
        left, right = projected[0][0], sum(projected[-1])
        ax.plot([left, right], [-0.6, -0.6], color=INK, linewidth=0.8, clip_on=False)
        write(ax, "projected", ((left + right) / 2, -0.6), (0, 3), ha="center", va="bottom", color=INK)
