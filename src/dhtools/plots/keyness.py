"""Figures of keyness: the words of two sides, with labels that do not overlap, and their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from .labels import LONGEST_OF_TWO, check_columns, short_label
from .primitives import AIRY, dot, interval, message_figure, name_rows, write_right
from .style import DOUBLE_MM, INK, PALE, RULE, figure, journal_style, text_colours

_NO_WORDS = "no words are frequent enough to be compared"
#: Where a label is tried, in points from its dot: beside it first, then farther off.
_TRIED = [
    (dx, dy) for reach in (4, 9, 15, 22, 30) for dx in (reach, -reach) for dy in (0, 6, -6, 12, -12, 20, -20)
]


@journal_style()
def keyness_scatter(
    table: pd.DataFrame,
    *,
    target: str,
    reference: str,
    texts: Iterable[str] = (),
    labels: int = 36,
    level: float = 0.05,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw the words of two sides by log ratio and frequency, and name those with the highest G².

    Parameters
    ----------
    table : DataFrame
        Of a `Keyness`: *word*, *n_target*, *n_reference*, *g2*, *log_ratio*, *p*.
    target, reference : str
        Names of the sides.
    texts : iterable of str
        Ids of the corpus, in its order: a side that is a text has its colour (`text_colours`).
    labels : int
        Words named, half of them on each side, as far as there is room: a label that would lie on another
        label or on a dot is left out.
    level : float
        Words with a p below are filled.
    width : str or float
    """
    check_columns("table", table, "word n_target n_reference g2 log_ratio p", unique="word")
    if table.empty:
        return message_figure(_NO_WORDS, width)
    colours = text_colours([*texts, target, reference], shown=(target, reference))
    points = table.assign(
        n=table["n_target"] + table["n_reference"],
        colour=np.where(table["log_ratio"] > 0, colours[target], colours[reference]),
    )
    fig, ax = figure(width, 96)
    for flagged in (False, True):
        drawn = points[(points["p"] < level) == flagged]
        fill = drawn["colour"] if flagged else "white"
        edge = drawn["colour"] if flagged else PALE
        ax.scatter(drawn["log_ratio"], drawn["n"], s=13, c=fill, edgecolors=edge, linewidths=0.7, zorder=2)
    _axes(ax, points, target, reference)
    ranked = points.sort_values(["g2", "word"], ascending=[False, True], kind="stable")
    named = pd.concat(
        [ranked[ranked["g2"] > 0].head(labels // 2), ranked[ranked["g2"] < 0].tail(labels // 2)]
    )
    first = named["g2"].abs().sort_values(ascending=False, kind="stable").index
    place_labels(fig, ax, named.loc[first], points)
    return fig


def _axes(ax: Axes, points: pd.DataFrame, target: str, reference: str) -> None:
    reach = 1.18 * max(points["log_ratio"].abs().max(), 1)
    ax.set_xlim(reach, -reach)
    ax.set_yscale("log")
    ax.set_ylim(points["n"].min() / 1.3, points["n"].max() * 1.5)
    bottom, top = ax.get_ylim()
    ax.set_yticks([n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000) if bottom <= n <= top])
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.minorticks_off()
    _ratios(ax, target, reference)
    ax.set_ylabel("occurrences on both sides")


def _ratios(ax: Axes, target: str, reference: str) -> None:
    """Name an axis of log ratios on which the target, which is named first, lies at the left."""
    ax.axvline(0, color=RULE, linewidth=0.6, zorder=0)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    names = [short_label(side, LONGEST_OF_TWO) for side in (target, reference)]
    ax.set_xlabel(f"← more in {names[0]}     log ratio (doublings)     more in {names[1]} →")


def place_labels(fig: Figure, ax: Axes, named: pd.DataFrame, dots: pd.DataFrame) -> list[Bbox]:
    """Write words beside their dots, on no other label or dot; return the boxes of those that have room.

    *dots* has *log_ratio* and *n* of all words; *named* also *word* and *colour*, the most important first.
    """
    renderer = FigureCanvasAgg(fig).get_renderer()
    fig.canvas.draw()
    reach = 2 * fig.dpi / 72
    taken = [
        Bbox.from_extents(x - reach, y - reach, x + reach, y + reach)
        for x, y in ax.transData.transform(dots[["log_ratio", "n"]].to_numpy(dtype=float))
    ]
    written: list[Bbox] = []
    for row in named.to_dict("records"):
        label = ax.annotate(
            short_label(row["word"]),
            (row["log_ratio"], row["n"]),
            textcoords="offset points",
            xytext=(4, 0),
            va="center",
            fontsize=7,
            color=row["colour"],
            zorder=3,
        )
        if box := _move_to_room(ax, label, renderer, taken + written):
            written.append(box)
            _connect(ax, row, *label.get_position())
        else:
            label.remove()
    return written


def _move_to_room(ax: Axes, label: Annotation, renderer: Any, taken: list[Bbox]) -> Bbox | None:
    """Move a label to the first place inside the axes where it lies on nothing; return its box there."""
    frame = ax.bbox
    for dx, dy in _TRIED:
        label.set_position((dx, dy))
        label.set_horizontalalignment("left" if dx > 0 else "right")
        box = label.get_window_extent(renderer)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 <= box.y1 <= frame.y1
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    return None


def _connect(ax: Axes, row: dict[Any, Any], dx: float, dy: float) -> None:
    """Draw a thin line to a label that does not stand beside its dot."""
    if abs(dx) > 4 or dy:
        ax.annotate(
            "",
            (row["log_ratio"], row["n"]),
            xytext=(dx, dy),
            textcoords="offset points",
            arrowprops={"arrowstyle": "-", "color": INK, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 2},
        )


@journal_style()
def keyness_intervals(
    table: pd.DataFrame,
    *,
    target: str,
    reference: str,
    texts: Iterable[str] = (),
    n: int = 10,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw the log ratio of the first words of each side with its interval, a row a word.

    Parameters
    ----------
    table : DataFrame
        Of a `Keyness`, in its order: *word*, *n_target*, *n_reference*, *log_ratio*, *low*, *high*.
        A hollow dot has no interval.
    target, reference : str
        Names of the sides.
    texts : iterable of str
        As for `keyness_scatter`.
    n : int
        Words of each side.
    width : str or float
    """
    check_columns("table", table, "word n_target n_reference log_ratio low high", unique="word")
    rows = pd.concat(
        [table[table["log_ratio"] > 0].head(n), table[table["log_ratio"] < 0].tail(n)]
    ).drop_duplicates("word")
    if rows.empty:
        return message_figure(_NO_WORDS, width)
    colours = text_colours([*texts, target, reference], shown=(target, reference))
    fig, ax = figure(width, 18 + 4.4 * len(rows))
    for place, row in enumerate(rows.to_dict("records")):
        colour = colours[target if row["log_ratio"] > 0 else reference]
        known = interval(ax, place, row["low"], row["high"], color=colour, linewidth=1)
        dot(ax, row["log_ratio"], place, colour, filled=known)
        write_right(ax, f"{row['n_target']:.0f} : {row['n_reference']:.0f}", place, fontsize=6.5)
    name_rows(ax, [short_label(word) for word in rows["word"]], half=AIRY, line=True)
    ax.tick_params(axis="y", length=0)
    ax.invert_xaxis()
    _ratios(ax, target, reference)
    return fig
