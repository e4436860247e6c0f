"""Names beside rows and below columns, so that they fit; what is left out; what a table has to have."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ..errors import DhtoolsError
from .style import figure

#: So many topics are drawn at most; the tables have them all.
TOPICS = 20
#: The longest name that is written out, in letters.
LONGEST = 34
#: What stands in place of a figure of topics where there is none.
NO_TOPICS = "no topics: these texts are too short for any"


def check(name: str, table: pd.DataFrame, columns: str, *, unique: str = "") -> None:
    """Refuse a table that lacks a column, or has two rows where there is to be one."""
    missing = [column for column in columns.split() if column not in table]
    if missing:
        raise DhtoolsError(f"{name}: the table has no column {missing[0]!r}. Give the table as it was made.")
    again = table[table.duplicated(unique.split())] if unique else table.iloc[:0]
    if len(again):
        told = ", ".join(f"{column} {again[column].iloc[0]!s}" for column in unique.split())
        raise DhtoolsError(f"{name}: two rows for {told}. Give one each.")


def saying(words: str, width: str | float) -> Figure:
    """Return a figure that says why it shows nothing."""
    fig, ax = figure(width, 20)
    ax.set_axis_off()
    ax.text(0.5, 0.5, words, ha="center", va="center", color="#5A5A5A")
    return fig


def names_of(topics: Iterable[Any], labels: pd.Series) -> dict[Any, str]:
    """Return number and label of every topic."""
    wanted = list(topics)
    lacking = [topic for topic in wanted if topic not in labels.index]
    if lacking:
        raise DhtoolsError(f"labels: topic {lacking[0]} has no label. Give one for every topic.")
    if not labels.index.is_unique:
        raise DhtoolsError(f"labels: topic {labels.index[labels.index.duplicated()][0]} has two. Give one.")
    return {topic: short(f"{topic} {labels[topic]}") for topic in wanted}


def short(name: object) -> str:
    """Return a name on one line, cut where it is too long for a figure.

    Examples
    --------
    >>> short("The Communist, no. 3")
    'The Communist, no. 3'
    """
    words = " ".join(str(name).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def is_stable(value: Any) -> bool:
    """Tell whether a topic is known to be stable; what is missing is not known."""
    return bool(pd.notna(value) and value)


def largest(sizes: pd.Series, most: int) -> pd.Series:
    """Return the *most* largest, in the order in which all stand."""
    return sizes[sizes.index.isin(sizes.nlargest(most).index)]


def left_out(number: int, what: str) -> str:
    r"""Say how many are not drawn, on a line of its own; nothing if all are.

    Examples
    --------
    >>> left_out(3, "topics"), left_out(0, "topics")
    ('\n3 topics left out', '')
    """
    return f"\n{number:,} {what} left out" if number > 0 else ""


def width_mm(fig: Figure, text: str) -> float:
    """Return how wide a text of 7 pt is."""
    written = fig.text(0, 0, text, fontsize=7)
    width = written.get_window_extent().width
    written.remove()
    return float(width / fig.dpi * 25.4)


def name_rows(ax: Axes, names: Iterable[str]) -> None:
    """Write names beside the rows of a figure, the first on top."""
    written = list(names)
    ax.set_yticks(range(len(written)), written)
    ax.set_ylim(len(written) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def name_columns(fig: Figure, ax: Axes, names: Sequence[str], places: Sequence[float], room: float) -> float:
    """Write names below columns *room* mm wide, on several lines, or upwards if a word is wider.

    Returns how high the names are, in mm.
    """
    wrapped = [_wrapped(fig, name, room) for name in names]
    upwards = "" in wrapped
    ax.set_xticks(places, names if upwards else wrapped)
    ax.tick_params(axis="x", length=0, rotation=90 if upwards else 0)
    ax.spines["bottom"].set_visible(False)
    if upwards:
        return max(width_mm(fig, name) for name in names)
    return 3.0 * max(name.count("\n") + 1 for name in wrapped)


def describe(fig: Figure, ax: Axes, words: str) -> None:
    """Write below the axes what they show, on lines that fit between the names of the rows and the edge."""
    beside = max(width_mm(fig, label.get_text()) for label in ax.get_yticklabels())
    room = (fig.get_figwidth() * 25.4 - beside - 8) * 7 / 8  # measured at 7 pt, written at 8
    ax.set_xlabel("\n".join(_wrapped(fig, line, room) or line for line in words.split("\n")))


def _wrapped(fig: Figure, name: str, room: float) -> str:
    """Return the name on as few lines as fit into the room; nothing if a word is wider."""
    least = max((len(word) for word in name.split()), default=0)
    for letters in range(len(name), max(1, least) - 1, -1):
        lines = textwrap.wrap(name, letters, break_long_words=False, break_on_hyphens=False)
        if width_mm(fig, "\n".join(lines)) <= room:
            return "\n".join(lines)
    return ""


def ink_on(fill: str) -> str:
    """Return black or white, whichever can be read on a fill.

    Examples
    --------
    >>> ink_on("#455DA4"), ink_on("#F0B6D5")
    ('white', 'black')
    """
    return "white" if np.dot(to_rgb(fill), [0.299, 0.587, 0.114]) < 0.46 else "black"


def write(ax: Axes, text: str, place: tuple[float, float], shift: tuple[float, float], **style: Any) -> None:
    """Write beside a place of the table; *shift* in points."""
    style = {"va": "center_baseline", "fontsize": 7, "annotation_clip": False, **style}
    ax.annotate(text, place, xytext=shift, textcoords="offset points", **style)
