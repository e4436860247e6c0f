"""Pictures of persons: how often each text names them, and who is named with whom.

*width* is as for `dhtools.plots.figure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from .labels import omission_note, short_label
from .maps import lead, write_free
from .primitives import cell, describe, head_columns, key, message_figure, name_rows, write_inside
from .spots import point, stand_for
from .style import DARK, DOUBLE_MM, FAINT, INK, MARKERS, PALE, figure, ink_on, journal_style, text_colours

NOBODY = "no person of the gazetteer is named"
#: The largest mark, in points.
_LARGEST = 16.0
#: The shape of the mark of a person whom several texts name.
_SEVERAL = "8"
#: Names stand over lines: a white edge keeps them apart.
_NAME = {"color": INK, "fontsize": 6.5, "path_effects": [withStroke(linewidth=1.6, foreground="white")]}


@journal_style()
def person_matrix(
    counts: pd.DataFrame, *, texts: Sequence[str], max_rows: int = 20, width: str | float = DOUBLE_MM
) -> Figure:
    """Write how often each text names each person, with the mentions inside quotations after a plus sign.

    *counts* is from `dhtools.study.persons.count_persons`; those in most texts stand first.
    """
    named = counts[counts["n"] > 0]
    shown = named.head(max_rows)
    if shown.empty:
        return message_figure(NOBODY, width)
    fig, ax = figure(width, 22 + 5.2 * len(shown))
    rows = [short_label(person) for person in shown["person"]]
    most = np.log1p(shown[[f"n_{text}" for text in texts]].to_numpy().max())
    for column, text in enumerate(texts):
        for row, (n, quoted) in enumerate(zip(shown[f"n_{text}"], shown[f"n_quoted_{text}"], strict=True)):
            if n:
                _count(ax, (column, row), int(n), int(quoted), float(np.log1p(n) / most))
    name_rows(ax, rows)
    ax.set_xlim(-0.5, len(texts) - 0.5)
    head_columns(fig, ax, texts, rows, 6)
    describe(fig, ax, "by the author + inside quotations" + omission_note(len(named) - len(shown), "persons"))
    return fig


def _count(ax: Axes, place: tuple[float, float], n: int, quoted: int, depth: float) -> None:
    """Fill a cell the darker the more mentions it has, and write them."""
    fill = str(round(0.95 - 0.6 * depth, 3))
    cell(ax, place, (0.94, 0.86), facecolor=fill, linewidth=0)
    write_inside(ax, f"{n - quoted}" + (f" + {quoted}" if quoted else ""), place, color=ink_on(fill))


@journal_style()
def person_network(
    pairs: pd.DataFrame,
    places: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    texts: Sequence[str],
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw persons as marks, joined where a sentence names both; the more sentences, the thicker the line.

    A person named in one text only has its colour and shape, one named in several a dark octagon; the area of
    a mark grows with the number of mentions.

    Parameters
    ----------
    pairs, places, counts : DataFrame
        From `dhtools.study.persons`: `persons_together`, `network_layout` of these pairs, `count_persons`.
    texts : sequence of str
        Ids of the whole corpus.
    """
    if pairs.empty:
        return message_figure("no two persons are named in one sentence", width)
    fig, ax = figure(width, 120)
    where = places.set_index("person")[["x", "y"]]
    _draw_links(ax, pairs, where)
    known = counts.set_index("person").loc[where.index]
    colours = text_colours(texts)
    looks = [_look([text for text in colours if row[f"n_{text}"]], colours) for _, row in known.iterrows()]
    sizes = np.sqrt(known["n"] / known["n"].max()) * _LARGEST + 2
    for (x, y), (colour, mark), size in zip(where.to_numpy(), looks, sizes, strict=True):
        ax.plot(x, y, mark, color=colour, markersize=size, markeredgecolor="white", mew=0.4)
    stand_for(
        ax,
        (
            ({"person": person}, point(x, y))
            for person, (x, y) in zip(where.index, where.to_numpy(), strict=True)
        ),
    )
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.06)
    _add_key(ax, looks, colours)
    fig.draw_without_rendering()  # settles the layout, before free places are looked for
    _name_marks(fig, ax, where, sizes, known["n"])
    return fig


def _draw_links(ax: Axes, pairs: pd.DataFrame, where: pd.DataFrame) -> None:
    widest = pairs["n"].max()
    for a, b, n in zip(pairs["person_a"], pairs["person_b"], pairs["n"], strict=True):
        (x, y), (u, v) = where.loc[a], where.loc[b]
        thickness = 0.5 + 3 * (n - 1) / widest
        ax.plot([x, u], [y, v], color=FAINT if n > 1 else PALE, linewidth=thickness, zorder=1)
        stand_for(ax, [({"persons": (a, b)}, point((x + u) / 2, (y + v) / 2))])


def _look(naming: Sequence[str], colours: dict[str, str]) -> tuple[str, str]:
    """Return colour and shape of the mark of a person whom these texts name."""
    return _looks(colours)[naming[0]] if len(naming) == 1 else (DARK, _SEVERAL)


def _looks(colours: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return colour and shape of each text."""
    return {
        text: (colour, mark) for (text, colour), mark in zip(colours.items(), cycle(MARKERS), strict=False)
    }


def _add_key(ax: Axes, looks: list[tuple[str, str]], colours: dict[str, str]) -> None:
    names = {look: f"{short_label(text)} only" for text, look in _looks(colours).items()}
    names[DARK, _SEVERAL] = "several texts"
    handles = [
        Line2D([], [], color=look[0], marker=look[1], linestyle="", label=name)
        for look, name in names.items()
        if look in looks
    ]
    key(ax, handles, columns=min(5, len(handles)))


def _name_marks(fig: Figure, ax: Axes, where: pd.DataFrame, sizes: pd.Series, n: pd.Series) -> None:
    """Write the names beside the marks, with a line to those that had to move; the most frequent first."""
    pixels = ax.transData.transform(where.to_numpy())
    half = sizes.to_numpy() / 2 * fig.dpi / 72
    taken = [Bbox.from_extents(x - r, y - r, x + r, y + r) for (x, y), r in zip(pixels, half, strict=True)]
    for person in n.sort_values(ascending=False, kind="stable").index:
        row = list(where.index).index(person)
        name = short_label(person, 26)
        box = write_free(ax, taken, name, where.loc[person].to_numpy(), reach=90, **_NAME)
        if box is not None:
            lead(ax, pixels[row], float(half[row]), box)
