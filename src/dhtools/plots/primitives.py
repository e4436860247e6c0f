"""What figures are made of: named rows and columns, bars, intervals, cells, strips, panels, and their keys.

A row is a whole number on the vertical axis, the first on top; a column one on the horizontal axis. What is
written stands at a place of the table; shifts and gaps are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Annotation

from .labels import short_label, width_mm, wrapped
from .style import INK, RULE, figure, width_of

#: Height of a bar, as a share of a row.
BAR = 0.62
#: Half the height of a row, with air above the first and below the last.
AIRY = 0.6
#: The least height of a row, in mm: 7 pt with little air. So 60 rows fit on a page.
LEAST_ROW_MM = 3.0

#: What a key needs beside a name: the sample and the gaps.
_HANDLE_MM = 9.0
#: Tells a figure that has nothing but words.
_MESSAGE = "message"

Place = tuple[float, float]
#: How a bar is drawn, as `Axes.barh` takes it.
Style = Mapping[str, Any]


def message_figure(words: str, width: str | float) -> Figure:
    """Return a figure that says why it shows nothing; where it is exported, a sentence takes its place."""
    fig, ax = figure(width, 20)
    fig.set_gid(_MESSAGE)
    ax.set_axis_off()
    ax.text(0.5, 0.5, words, ha="center", va="center", color=INK)
    return fig


def message_of(fig: Figure) -> str:
    """Return the words of a figure that shows nothing; "" of any other.

    Examples
    --------
    >>> message_of(message_figure("nothing was found", "single"))
    'nothing was found'
    """
    return fig.axes[0].texts[0].get_text() if fig.get_gid() == _MESSAGE else ""


def bars(
    ax: Axes, rows: npt.NDArray[Any], left: npt.NDArray[Any], length: npt.NDArray[Any], style: Style
) -> None:
    """Draw bars of one style as one path: thousands, also hatched, take little longer than one."""
    low, right, high = rows - BAR / 2, left + length, rows + BAR / 2
    corners = np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(rows)
    patch = ax.add_patch(PathPatch(Path(corners.transpose(2, 0, 1).reshape(-1, 2), codes), **style))
    patch.set_snap(True)  # to the pixels, as single bars are


def row_mm(n: int, wide: float) -> float:
    """Return how high each of so many rows is, in mm: *wide* up to eight rows, less for more.

    Examples
    --------
    >>> row_mm(4, 9), row_mm(16, 9), row_mm(60, 9)
    (9, 4.5, 3.0)
    """
    return wide if n <= 8 else max(LEAST_ROW_MM, wide * 8 / n)


# Words


def write(ax: Axes, text: str, place: Place, shift: Place = (0, 0), **style: Any) -> Annotation:
    """Write beside a place of the table."""
    style = {"va": "center_baseline", "fontsize": 7, "annotation_clip": False, **style}
    return ax.annotate(text, place, xytext=shift, textcoords="offset points", **style)


def write_inside(ax: Axes, text: str, centre: Place, **style: Any) -> None:
    """Write in the middle of a bar or a cell."""
    write(ax, text, centre, **{"ha": "center", "va": "center", **style})


def write_right(ax: Axes, text: str, row: float, gap: float = 4, **style: Any) -> None:
    """Write at the right of a row, outside the axes."""
    style = {"va": "center", "xycoords": ("axes fraction", "data"), **style}
    write(ax, text, (1, row), (gap, 0), **style)


def name_rows(ax: Axes, names: Iterable[str], *, half: float = 0.5, line: bool = False) -> None:
    """Write names beside the rows, the first on top; *half* is half the height of the outer rows."""
    written = list(names)
    ax.set_yticks(range(len(written)), written)
    ax.set_ylim(max(len(written), 1) - 1 + half, -half)
    if not line:
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)


def name_columns(fig: Figure, ax: Axes, names: Sequence[str], places: Sequence[float], room: float) -> float:
    """Write names below columns *room* mm wide, on several lines, or upwards if a word is wider.

    Returns how high the names are, in mm.
    """
    lines = [wrapped(fig, name, room) for name in names]
    upwards = "" in lines
    ax.set_xticks(places, names if upwards else lines)
    ax.tick_params(axis="x", length=0, rotation=90 if upwards else 0)
    ax.spines["bottom"].set_visible(False)
    if upwards:
        return max(width_mm(fig, name) for name in names)
    return 3.0 * max(name.count("\n") + 1 for name in lines)


def head_columns(fig: Figure, ax: Axes, columns: Iterable[str], rows: Iterable[str], more: float) -> None:
    """Write names above the columns of a table; *more* mm are taken beside the names of its rows."""
    names = [short_label(name) for name in columns]
    room = (width_of(fig) - max(width_mm(fig, row) for row in rows) - more) / len(names)
    name_columns(fig, ax, names, range(len(names)), room)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines["left"].set_visible(False)


def describe(fig: Figure, ax: Axes, words: str) -> None:
    """Write below the axes what they show, on lines that fit between the names of the rows and the edge."""
    beside = max(width_mm(fig, label.get_text()) for label in ax.get_yticklabels())
    room = (width_of(fig) - beside - 8) * 7 / 8  # measured at 7 pt, written at 8
    ax.set_xlabel("\n".join(wrapped(fig, line, room) or line for line in words.split("\n")))


def key(ax: Axes, handles: Iterable[Artist] | None = None, *, columns: int) -> None:
    """Write above the axes what each fill or mark is, in so many columns or as many as fit."""
    named = list(handles) if handles is not None else ax.get_legend_handles_labels()[0]
    fig = cast(Figure, ax.get_figure(root=True))
    beside = max((width_mm(fig, label.get_text()) for label in ax.get_yticklabels()), default=0.0)
    widths = [width_mm(fig, str(handle.get_label())) + _HANDLE_MM for handle in named]
    while beside + sum(part.max(initial=0) for part in np.array_split(widths, columns)) > width_of(fig):
        if columns == 1:
            break
        columns -= 1
    ax.legend(handles=named, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=columns)


# Marks


def stack(
    ax: Axes, row: Any, sizes: Iterable[Any], styles: Iterable[Style], *, height: float = BAR
) -> list[Any]:
    """Draw bars end to end from 0; of several rows, every size is an array.

    Returns the middle of every bar.
    """
    left, middles = 0.0, []
    for size, style in zip(sizes, styles, strict=True):
        ax.barh(row, size, height, left, **style)
        middles.append(left + size / 2)
        left = left + size
    return middles


def outline(ax: Axes, row: float, length: float, *, height: float = BAR) -> None:
    """Draw the outline of a strip."""
    ax.barh(row, length, height, fill=False, edgecolor=RULE, linewidth=0.4)


def cell(ax: Axes, centre: Place, size: Place, **style: Any) -> None:
    """Fill a cell of a table; *size* is its share of a column and of a row."""
    (x, row), (wide, high) = centre, size
    ax.add_patch(Rectangle((x - wide / 2, row - high / 2), wide, high, **style))


def interval(
    ax: Axes, row: float, low: float, high: float, *, color: str, end: float = np.inf, linewidth: float = 1.4
) -> bool:
    """Draw an interval, with an arrow where it goes on beyond *end*; tell whether there is one."""
    if pd.isna(low):
        return False
    ax.hlines(row, low, min(high, end), color=color, linewidth=linewidth)
    if high > end:
        ax.plot(end, row, ">", color=color, markersize=3.5, clip_on=False)
    return True


def dot(ax: Axes, x: Any, row: Any, color: str, *, filled: bool = True, mark: str = "o", **look: Any) -> None:
    """Draw a mark, or one a row; a hollow one is uncertain."""
    ax.plot(x, row, mark, color=color, markerfacecolor=color if filled else "white", **look)


def band(ax: Axes, rows: Any, table: Any, *, fill: str, ink: str, linewidth: float) -> None:
    """Draw what is expected: a bar from *low* to *high* of the table with a tick at the *median*."""
    ax.barh(rows, table["high"] - table["low"], 0.5, table["low"], color=fill, linewidth=0)
    ax.vlines(table["median"], rows - 0.25, rows + 0.25, color=ink, linewidth=linewidth)


# Frames


def panels(
    width: str | float, height: float, rows: Sequence[str], n: int, *, half: float = AIRY, **grid: Any
) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure of *n* panels side by side, with the same rows, which are named at the left."""
    fig, axes = figure(width, height, ncols=n, sharey=True, squeeze=False, gridspec_kw=grid)
    for ax in axes[0]:
        name_rows(ax, rows, half=half)
    return fig, axes[0]


def panel_room(fig: Figure, rows: Iterable[str], n: int) -> float:
    """Return how wide each of so many panels is, in mm, beside the names of their rows."""
    return (width_of(fig) - max(width_mm(fig, row) for row in rows)) / n - 2


def rule(ax: Axes) -> None:
    """Draw vertical lines behind the marks."""
    ax.grid(axis="x", color=RULE, linewidth=0.4)
    ax.set_axisbelow(True)


def letter(axes: Iterable[Axes], **style: Any) -> None:
    """Write a letter above every panel."""
    for ax, name in zip(axes, "abcdefgh", strict=False):
        ax.set_title(name, loc="left", fontweight="bold", **style)
