"""Pictures of trees: a dendrogram, and what many trees agree on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ..errors import DhtoolsError
from .groups import group_key, is_grouped
from .labels import short_label
from .primitives import dot, name_rows, row_mm, write
from .style import DARK, DOUBLE_MM, GRID, INK, figure, journal_style, looks, text_colours

if TYPE_CHECKING:  # for the names only: drawing needs nothing that analyses need
    from ..stylometry.consensus import Consensus
    from ..stylometry.trees import Tree

#: Row, place from left to right, colour.
Node = tuple[float, float, str]

#: Height of a row, in mm: 7 pt with some air.
ROW_MM = 3.4
#: Height of the bar of shades with its words.
_BAR_MM = 12.0
#: A page is 240 mm high; what is longer is for a screen.
MAX_UNITS = 500


def texts_of(
    units: Iterable[object], texts: pd.Series | Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Return the text of every unit, and the colour of every text.

    Parameters
    ----------
    units : iterable
        Names of units.
    texts : Series or mapping
        The id of the text by unit, or its group (`dhtools.plots.groups.named_groups`). The categories of a
        categorical Series are taken for the whole corpus in its order, so that a text keeps its colour where
        another is not shown (see `text_colours`).

    Raises
    ------
    DhtoolsError
        If a unit has no text, or two.
    """
    given = texts if isinstance(texts, pd.Series) else pd.Series(dict(texts), dtype=object)
    names = given.index.map(str)
    if not names.is_unique:
        raise DhtoolsError(
            f"texts: unit {names[names.duplicated()][0]!r} has more than one row. Give one each."
        )
    ids = dict(zip(names, given.astype(object), strict=True))
    wanted = [str(unit) for unit in units]
    lacking = [unit for unit in wanted if pd.isna(ids.get(unit))]
    if lacking:
        raise DhtoolsError(
            f"texts: {len(lacking)} of {len(wanted)} units have no text, {lacking[0]!r} among them. Give the "
            "id of the text for every unit."
        )
    corpus = given.cat.categories if isinstance(given.dtype, pd.CategoricalDtype) else ids.values()
    return [str(ids[unit]) for unit in wanted], text_colours(map(str, corpus))


@journal_style()
def dendrogram(
    tree: Tree,
    texts: pd.Series | Mapping[str, str],
    *,
    consensus: Consensus | None = None,
    matrix: pd.DataFrame | None = None,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw a tree with its root on the left, the units written in the colours of their texts.

    A branch all of whose units are from one text has the colour of the text. Units in groups have a mark too.

    Parameters
    ----------
    tree : Tree
        From `dhtools.stylometry.cluster`. Up to 64 units fit on a page.
    texts : Series or mapping
        The id of the text by unit, see `texts_of`.
    consensus : Consensus, optional
        Trees of the same units with other settings: in each merge the share of them that has its group is
        written, unless it would cover that of a merge that more trees have.
    matrix : DataFrame, optional
        Distances of the units, drawn beside the tree in its order: the darker, the nearer.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a unit has no text, or the tree is too large to be drawn.
    """
    ids, colours = texts_of(tree.labels, texts)
    fig, ax, named = _frame(tree.labels, width, beside=matrix is not None)
    row = {label: place for place, label in enumerate(tree.order)}
    nodes = [(float(row[label]), 0.0, colours[text]) for label, text in zip(tree.labels, ids, strict=True)]
    for (first, second), height in zip(tree.nodes(), tree.table["height"], strict=True):
        nodes.append(_unite(ax, float(height), [nodes[first], nodes[second]]))
    top = float(tree.table["height"].iloc[-1])
    ax.set_xlim(top * 1.02 if top > 0 else 1.0, 0)
    words = [f"height of the merge ({tree.linkage})"]
    words += [] if consensus is None else [f"share of {consensus.n_trees:,} trees"]
    ax.set_xlabel(("; " if matrix is None else "\n").join(words))
    if matrix is not None:
        _shade(named, matrix.loc[list(tree.order), list(tree.order)])
    _name_leaves(ax, named, tree.order, dict(zip(tree.labels, ids, strict=True)), texts, colours)
    if consensus is not None:
        merges = zip(tree.clades()[:-1], nodes[len(tree.labels) : -1], strict=True)
        _write_support(ax, [(consensus.support(clade), node) for clade, node in merges])
    return fig


def _frame(units: Sequence[str], width: str | float, *, beside: bool) -> tuple[Figure, Axes, Axes]:
    """Return a figure, the axes of a tree, and the axes beside which the names stand."""
    if not beside:
        fig, ax = figure(width, _height(units))
        return fig, ax, ax
    fig, (ax, cells) = figure(width, _height(units) + _BAR_MM, ncols=2, width_ratios=[1, 1.1])
    return fig, ax, cells


def _shade(ax: Axes, distances: pd.DataFrame) -> None:
    """Draw distances as cells, with a bar of the shades; the diagonal stays empty."""
    values = distances.to_numpy(float, copy=True)
    np.fill_diagonal(values, np.nan)
    shades = LinearSegmentedColormap.from_list("near", [DARK, "white"]).with_extremes(bad=GRID)
    image = ax.imshow(values, cmap=shades, aspect="auto", interpolation="nearest")
    ax.set_xticks([])
    bar = ax.figure.colorbar(image, ax=ax, location="bottom", fraction=0.03, pad=0.01, aspect=30)
    bar.outline.set_visible(False)
    bar.set_label("distance")


def _write_support(ax: Axes, merges: list[tuple[float, Node]]) -> None:
    """Write the share of the trees that have each merge, the greatest first, where none is written yet."""
    cast(Figure, ax.get_figure(root=True)).draw_without_rendering()
    taken: list[Bbox] = []
    for share, (place, height, _) in sorted(merges, key=lambda merge: -merge[0]):
        words = write(ax, _per_cent(share), (height, place), (2.5, 0), va="center", color=INK)
        box = words.get_window_extent().padded(-1)
        if box.count_overlaps(taken):
            words.remove()
        else:
            taken.append(box)


def _height(units: Sequence[str]) -> float:
    if len(units) > MAX_UNITS:
        raise DhtoolsError(
            f"{len(units)} units: a picture holds {MAX_UNITS} at most, a page 64. Take fewer or longer "
            "segments."
        )
    return 16 + row_mm(len(units), ROW_MM) * len(units)


def _unite(ax: Axes, x: float, members: Sequence[Node]) -> Node:
    """Draw the riser of a node at *x* and a branch to each of its members; return the node."""
    rows, tints = [row for row, _, _ in members], {colour for _, _, colour in members}
    tint = tints.pop() if len(tints) == 1 else INK
    for row, end, colour in members:
        ax.plot([x, end], [row, row], color=colour, linewidth=0.9, solid_capstyle="projecting")
    ax.plot([x, x], [min(rows), max(rows)], color=tint, linewidth=0.9, solid_capstyle="projecting")
    return (min(rows) + max(rows)) / 2, x, tint


def _name_leaves(
    ax: Axes,
    named: Axes,
    order: Sequence[str],
    ids: Mapping[str, str],
    texts: pd.Series | Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """Name the rows on the right, in the colours of their texts; rows of groups have their marks too."""
    for one in {ax, named}:
        one.yaxis.tick_right()
        name_rows(one, map(short_label, order) if one is named else [""] * len(order))
    for label, unit in zip(named.get_yticklabels(), order, strict=True):
        label.set_color(colours[ids[unit]])
    if isinstance(texts, pd.Series) and is_grouped(texts):
        drawn, (_, end) = looks(colours), ax.get_xlim()
        for row, unit in enumerate(order):
            dot(ax, end, row, drawn[ids[unit]].colour, mark=drawn[ids[unit]].mark, clip_on=False)
        group_key(cast(Figure, ax.get_figure(root=True)), texts)


@journal_style()
def consensus_tree(
    consensus: Consensus, texts: pd.Series | Mapping[str, str], *, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw what many trees agree on, with the share of the trees that have a group written on its branch.

    Units that stand side by side on one riser are those of whose grouping the trees disagree. The length of
    a branch has no meaning.

    Parameters
    ----------
    consensus : Consensus
        From `dhtools.stylometry.consensus`. Up to 64 units fit on a page.
    texts : Series or mapping
        The id of the text by unit, see `texts_of`.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        As for `dendrogram`.
    """
    order = consensus.order
    ids, colours = texts_of(consensus.labels, texts)
    text = dict(zip(consensus.labels, ids, strict=True))
    fig, ax = figure(width, _height(order))
    kept = consensus.table[consensus.table["in_consensus"]].sort_values("n_units", kind="stable")
    clades = list(zip(map(frozenset, kept["clade"]), map(_per_cent, kept["support"]), strict=True))
    _branches(
        ax, [*clades, (frozenset(order), "")], order, {unit: colours[one] for unit, one in text.items()}
    )
    least = "more than half" if consensus.threshold <= 0.5 else f"{consensus.threshold:.0%} or more"
    ax.set_xlabel(f"share of {consensus.n_trees:,} trees, if {least}")
    _name_leaves(ax, ax, order, text, texts, colours)
    return fig


def _branches(
    ax: Axes, clades: Sequence[tuple[frozenset[str], str]], order: Sequence[str], colours: Mapping[str, str]
) -> None:
    """Draw clades, the smaller first, each as far from the root as it has clades around it."""
    depths = {clade: sum(clade < other for other, _ in clades) for clade, _ in clades}
    end = float(max(depths.values()) + 1)
    # what is not yet within a clade: its units, its node, its support
    loose = [(frozenset([unit]), (float(row), end, colours[unit]), "") for row, unit in enumerate(order)]
    for clade, support in clades:
        inside = [part for part in loose if part[0] <= clade]
        node = _unite(ax, float(depths[clade]), [member for _, member, _ in inside])
        for _, member, share in inside:
            _write_share(ax, (member[1], member[0]), share)
        loose = [part for part in loose if not part[0] <= clade] + [(clade, node, support)]
    ax.set_xlim(-0.05, end)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)


def _write_share(ax: Axes, place: tuple[float, float], share: str) -> None:
    if share:
        write(ax, share, place, (-2, 1), ha="right", va="bottom", color=INK)


def _per_cent(share: float) -> str:
    """Return a share to the per cent; 100% means all."""
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"
