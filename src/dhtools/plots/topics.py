"""Pictures of topics: how well each recurs, and where in a text it occurs.

All figures of topics write a topic as its number and label. Dark or filled: stable; hollow, pale, or hatched:
not stable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, cycle
from math import ceil
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

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
from .primitives import describe, dot, key, message_figure, name_rows, outline, write
from .style import (
    BAND,
    DARK,
    DOUBLE_MM,
    HATCHES,
    INK,
    RULE,
    TOPIC_COLOURS,
    TOPIC_GREYS,
    figure,
    ink_on,
    journal_style,
    mm,
    width_of,
)

#: So many texts are drawn as strips at most; the tables have them all.
STRIPS = 24

#: The marks of a row by column, in the order in which they look for a place for their names.
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "null_q025": "words shuffled across all segments: median, middle 95 %",
        "within_texts_q975": "shuffled within each text: upper end",
        "starts_recurrence": "mean over random starts",
    }
)
#: Height of a strip, as a share of a row.
_STRIP = 0.8

#: Fill and hatch of each topic, as artists take them.
Styles = Mapping[Any, Mapping[str, Any]]


@journal_style()
def topic_stability_intervals(topics: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw how well every topic recurs in subsamples, beside topics of shuffled words.

    Parameters
    ----------
    topics : DataFrame
        The table of `dhtools.topics.stability`, with a further column *label*. The first `TOPICS` are drawn.
    width : str or float
        As for `figure`; one column is too narrow.
    """
    columns = "label recurrence q025 q975 null_q025 null_median null_q975 within_texts_q975 starts_recurrence"
    check_columns("topics", topics, f"{columns} stable")
    if topics.empty:
        return message_figure(NO_TOPICS, width)
    shown = topics.head(TOPICS)
    fig, ax = figure(width, 23 + 7.4 * len(shown) + 3.2 * max(0, len(_MARKS) - len(shown)))
    name_rows(ax, names_of(shown.index, shown["label"]).values())
    for row, topic in enumerate(shown.to_dict("records")):
        _interval(ax, row, topic)
    _name_marks(ax, shown)
    ax.set_xlim(0, 1)
    describe(
        fig,
        ax,
        "recurrence: top ten words shared (Jaccard) in subsamples\ndot: mean; line: middle 95 %"
        + omission_note(len(topics) - len(shown), "topics"),
    )
    return fig


def _interval(ax: Axes, row: int, topic: Mapping[Any, Any]) -> None:
    ax.hlines(row, topic["null_q025"], topic["null_q975"], color=BAND, linewidth=8, zorder=1)
    ax.plot(topic["null_median"], row, "|", color=RULE, markersize=8, mew=0.8)
    ax.plot(topic["within_texts_q975"], row, "|", color=INK, markersize=10, mew=1.2)
    stable, mean = is_stable(topic["stable"]), topic["recurrence"]
    ax.hlines(row, topic["q025"], topic["q975"], color=DARK, linewidth=1.2, clip_on=False)
    dot(ax, mean, row, DARK, filled=stable, markersize=5, clip_on=False)
    # above the line: at 1 it would lie on the dot
    ax.plot(topic["starts_recurrence"], row - 0.22, "x", color=INK, markersize=3.5, mew=0.9, clip_on=False)
    verdict = f"{mean:.2f}  {'stable' if stable else 'not stable'}" if pd.notna(mean) else "not measured"
    write(ax, verdict, (1, row), (9, 0))


def _name_marks(ax: Axes, topics: pd.DataFrame) -> None:
    """Say once what each mark is, each above another row, so that the words cannot meet."""
    taken = set()
    for column, name in _MARKS.items():
        rows = np.flatnonzero(topics[column].notna()).tolist()
        places = [*((row, 12) for row in rows), *((row, shift) for row in rows[:1] for shift in (21, 30))]
        for row, shift in [place for place in places if place not in taken][:1]:
            value = topics[column].iloc[row]
            write(ax, name, (value, row), (0, shift), ha="left" if value < 0.5 else "right", color=INK)
            taken.add((row, shift))


@journal_style()
def topic_strips(
    shares: pd.DataFrame,
    texts: pd.Series,
    labels: pd.Series,
    stable: pd.Series,
    *,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw every text as a strip of its segments, each filled with the shares of the topics.

    Topics that are not stable are pale and hatched. The number of a topic is written in the segment of a text
    with its largest share, if there is room.

    Parameters
    ----------
    shares : DataFrame
        Segments × topics, in the order of the text; a row sums to 1, or is missing and left blank.
    texts : Series
        The text of every segment. Of more than `STRIPS` texts those with most segments are drawn.
    labels, stable : Series
        By topic: its label; whether it is stable.
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
    names = names_of(shares.columns, labels)
    strips = dict(iter(shares.groupby(texts.loc[shares.index].astype(str), sort=False)))
    shown = largest_rows(pd.Series({text: len(segments) for text, segments in strips.items()}), STRIPS)
    styles = _styles(names, stable)
    fig, ax = figure(width, 100)
    row_mm = min(14.0, 170 / len(shown))
    fig.set_figheight(mm(14 + _name_fills(fig, ax, names, styles, stable) + row_mm * len(shown)))
    name_rows(ax, map(short_label, shown.index))
    margins = (f"{short_label(text)} 1,000 segments" for text in shown.index)
    segment_mm = (width_of(fig) - max(width_mm(fig, name) for name in margins) - 6) / shown.max()
    for row, text in enumerate(shown.index):
        _strip(ax, row, strips[text], styles, (segment_mm, row_mm))
    ax.set_xlim(0, shown.max())
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    blank = "; blank: no word of a topic" if shares.isna().any(axis=None) else ""
    smaller = omission_note(len(strips) - len(shown), "texts with fewer segments")
    describe(fig, ax, f"segments in the order of the text{blank}{smaller}")
    return fig


def _styles(topics: Iterable[Any], stable: pd.Series) -> Styles:
    hatches = cycle(HATCHES)
    return {
        topic: {"facecolor": colour, "linewidth": 0}
        if is_stable(stable.get(topic))
        else {
            "facecolor": _mixed(colour, 0.35, 1),
            "edgecolor": _mixed(colour, 0.6, 0),
            "linewidth": 0,
            "hatch": next(hatches),
        }
        for topic, colour in zip(topics, chain(TOPIC_COLOURS, cycle(TOPIC_GREYS)), strict=False)
    }


def _mixed(colour: str, share: float, other: float) -> str:
    """Mix a colour with white (1) or black (0)."""
    red, green, blue = (share * part + (1 - share) * other for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _name_fills(fig: Figure, ax: Axes, names: Mapping[Any, str], styles: Styles, stable: pd.Series) -> float:
    """Write above the axes what each fill is; return how high that is, in mm."""
    entries = {
        topic: name if is_stable(stable.get(topic)) else f"{name} (not stable)"
        for topic, name in names.items()
    }
    longest = max(width_mm(fig, name) for name in entries.values()) + 14
    columns = int(min(len(entries), max(1, width_of(fig) // longest)))
    key(ax, [Patch(**styles[topic], label=name) for topic, name in entries.items()], columns=columns)
    return 4 + 3.6 * ceil(len(entries) / columns)


def _strip(ax: Axes, row: int, shares: pd.DataFrame, styles: Styles, room: tuple[float, float]) -> None:
    """Stack the shares of every segment upwards; *room* is the width and height of a row's cell, in mm."""
    left = np.flatnonzero(shares.notna().all(axis=1)).astype(np.float64)
    sizes = _STRIP * shares.dropna().to_numpy(np.float64)
    bottom = np.full(len(left), row + _STRIP / 2)
    for (topic, style), size in zip(styles.items(), sizes.T, strict=True):
        corners = [[left, bottom], [left + 1, bottom], [left + 1, bottom - size], [left, bottom - size]]
        ax.add_collection(PolyCollection(list(np.array(corners).transpose(2, 0, 1)), **style))
        if len(size):
            place = int(size.argmax())
            centre = (left[place] + 0.5, bottom[place] - size[place] / 2)
            _number(ax, str(topic), centre, style["facecolor"], (room[0], room[1] * size[place]))
        bottom = bottom - size
    if room[0] > 1:  # narrower segments would pale between white lines
        ends = row - _STRIP / 2, row + _STRIP / 2
        ax.vlines(np.arange(1, len(shares)), *ends, color="white", linewidth=0.6)
    outline(ax, row, len(shares), height=_STRIP)
    write(ax, f"{len(shares):,} {'segment' if len(shares) == 1 else 'segments'}", (len(shares), row), (4, 0))


def _number(ax: Axes, topic: str, centre: tuple[float, float], fill: str, room: tuple[float, float]) -> None:
    """Write the number of a topic on its fill, if it fits into the room, in mm."""
    if room[0] > 1.6 * len(topic) + 0.6 and room[1] > 3.2:
        halo = [withStroke(linewidth=2, foreground=fill)]
        write(ax, topic, centre, ha="center", color=ink_on(fill), path_effects=halo)
