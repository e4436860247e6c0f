"""Figures of names in time: by the year of the event told, beside the years of official use."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..study.chronology import SEVERAL
from .labels import check_columns, short_label
from .primitives import dot, key, message_figure
from .spots import point, stand_for
from .style import DOUBLE_MM, FILL, INK, MARKERS, RULE, figure, journal_style, text_colours
from .terms import NO_TERMS


@journal_style()
def names_by_year(
    mentions: pd.DataFrame, official: pd.DataFrame, *, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw every mention of a name at the years that its passage tells of, a row a name.

    Grey: the years in which the name was in official use. A mark stands in the middle of the years told, a
    line spans them, dotted where they are longer than the years of any one name; filled marks are the
    author's words, hollow ones quoted, mentioned or outside the prose. Mentions without a year stand at the
    left.

    Parameters
    ----------
    mentions : DataFrame
        From `dhtools.study.chronology.date_mentions`: *text*, *term*, *voice*, *first*, *last* (whole years),
        *years_of*.
    official : DataFrame
        From `dhtools.study.chronology.read_official`: *term*, *first*, *last*. Its order is that of the rows;
        other terms come below.
    width : str or float
    """
    check_columns("mentions", mentions, "text term voice first last years_of")
    check_columns("official", official, "term first last", unique="term")
    if mentions.empty or mentions["first"].isna().all():
        return message_figure(
            NO_TERMS if mentions.empty else "no mention is dated: dates.csv has no years", width
        )
    names = list(dict.fromkeys([*official["term"], *mentions["term"].astype(str)]))
    texts = list(dict.fromkeys(mentions["text"].astype(str)))
    # of all texts of the corpus, so that each keeps its own
    colours = text_colours(mentions["text"].astype("category").cat.categories.astype(str))
    looks = {text: (marker, colours[text]) for text, marker in zip(texts, cycle(MARKERS), strict=False)}
    begin = np.floor(min(mentions["first"].min(), official["first"].min(skipna=True))) - 1
    stacks = [_stacked(mentions[mentions["term"].astype(str) == name], begin) for name in names]
    heights = [max(stack["level"].max() + 1 if len(stack) else 1, 2) for stack in stacks]
    tops = np.cumsum([0, *heights])
    fig, ax = figure(width, max(48.0, 20 + 2.1 * float(tops[-1])))
    for name, stack, top, height in zip(names, stacks, tops, heights, strict=False):
        _official(ax, official[official["term"] == name], top, height, mentions["last"].max())
        _marks(ax, stack, top, looks)
        ax.axhline(top + height, color=RULE, linewidth=0.4)
    ax.set_yticks(tops[:-1] + np.array(heights) / 2, [short_label(name) for name in names])
    _finish(ax, begin, float(tops[-1]), looks)
    return fig


def _stacked(mentions: pd.DataFrame, begin: float) -> pd.DataFrame:
    """Give every mention its place in time and the first level on which nothing is in its way."""
    centres = (mentions["first"] + mentions["last"] + 1) / 2
    placed = mentions.assign(
        left=mentions["first"].fillna(begin - 5),
        right=(mentions["last"] + 1).fillna(begin - 4),
        middle=centres.fillna(begin - 4.5),
    ).sort_values(["left", "right"], kind="stable")
    ends: list[float] = []
    levels = []
    for left, right, middle in placed[["left", "right", "middle"]].to_numpy(dtype=float).tolist():
        free = [level for level, end in enumerate(ends) if end <= min(left, middle - 0.9)]
        level = free[0] if free else len(ends)
        ends[level : level + 1] = [max(right, middle + 0.9)]
        levels.append(level)
    return placed.assign(level=levels)


def _official(ax: Axes, row: pd.DataFrame, top: float, height: float, latest: float) -> None:
    for first, last in row[["first", "last"]].to_numpy(dtype=float).tolist():
        end = max(latest, first) + 1 if np.isnan(last) else last
        ax.barh(top + height / 2, end - first, height, left=first, color=FILL, zorder=0)


def _marks(ax: Axes, stack: pd.DataFrame, top: float, looks: Mapping[str, tuple[str, str]]) -> None:
    for label, row in zip(stack.index, stack.to_dict("records"), strict=True):
        (marker, colour), level = looks[str(row["text"])], top + row["level"] + 0.5
        if not np.isnan(row["first"]) and row["right"] - row["left"] > 1:
            line = ":" if row["years_of"] == SEVERAL else "-"
            ax.hlines(level, row["left"], row["right"], color=colour, linewidth=0.9, linestyle=line, zorder=2)
        is_author = row["voice"] == "author"
        dot(ax, row["middle"], level, colour, filled=is_author, mark=marker, markersize=3.4, zorder=3)
        stand_for(ax, [({"row": label}, point(row["middle"], level))])


def _finish(ax: Axes, begin: float, bottom: float, looks: Mapping[str, tuple[str, str]]) -> None:
    ax.set_ylim(bottom, 0)
    ax.axvline(begin - 1.5, color=RULE, linewidth=0.6)
    right = ax.get_xlim()[1]
    ax.set_xlim(begin - 8, right)
    first = int(np.ceil(begin / 10) * 10)
    ticks = list(range(first, int(right), 10))
    ax.set_xticks([begin - 4.5, *ticks], ["no year\ntold", *map(str, ticks)])
    ax.set_xlabel("year of the event told (grey: name in official use)")
    ax.tick_params(axis="y", length=0)
    handles = [
        ax.plot([], [], marker, color=colour, markersize=4, label=short_label(text))[0]
        for text, (marker, colour) in looks.items()
    ]
    handles += ax.plot(
        [], [], "o", color=INK, markerfacecolor="white", markersize=4, label="not the author's words"
    )
    handles += ax.plot([], [], ":", color=INK, label="longer than a name's years")
    key(ax, handles, columns=min(len(handles), 6))
