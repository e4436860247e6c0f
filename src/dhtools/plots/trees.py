"""Pictures of trees: a dendrogram, and what many trees agree on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..errors import DhtoolsError
from .labels import short_label
from .primitives import name_rows, write
from .style import DOUBLE_MM, INK, figure, journal_style, text_colours

if TYPE_CHECKING:  # for the names only: drawing needs nothing that analyses need
    from ..stylometry.consensus import Consensus
    from ..stylometry.trees import Tree

#: Row, place from left to right, colour.
Node = tuple[float, float, str]

#: Height of a row, in mm: 7 pt with some air.
ROW_MM = 3.4
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
        The id of the text by unit. The categories of a categorical Series are taken for the whole corpus in
        its order, so that a text keeps its colour where another is not shown (see `text_colours`).

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
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw a tree with its root on the left, the units written in the colours of their texts.

    A branch all of whose units are from one text has the colour of the text.

    Parameters
    ----------
    tree : Tree
        From `dhtools.stylometry.cluster`. Up to 64 units fit on a page.
    texts : Series or mapping
        The id of the text by unit, see `texts_of`.
    consensus : Consensus, optional
        Trees of the same units with other settings: in each merge the share of them that has its group is
        written.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a unit has no text, or the tree is too large to be drawn.
    """
    ids, colours = texts_of(tree.labels, texts)
    fig, ax = figure(width, _height(tree.labels))
    row = {label: place for place, label in enumerate(tree.order)}
    nodes = [(float(row[label]), 0.0, colours[text]) for label, text in zip(tree.labels, ids, strict=True)]
    for (first, second), height in zip(tree.nodes(), tree.table["height"], strict=True):
        nodes.append(_unite(ax, float(height), [nodes[first], nodes[second]]))
    top = float(tree.table["height"].iloc[-1])
    ax.set_xlim(top * 1.02 if top > 0 else 1.0, 0)
    ax.set_xlabel(f"height of the merge ({tree.linkage})")
    if consensus is not None:
        ax.set_xlabel(f"height of the merge ({tree.linkage}); share of {consensus.n_trees:,} trees")
        merges = zip(tree.clades()[:-1], nodes[len(tree.labels) : -1], strict=True)
        for clade, (place, height, _) in merges:
            share = _per_cent(consensus.support(clade))
            write(ax, share, (height, place), (2.5, 0), va="center", color=INK)
    _name_leaves(ax, tree.order, dict(zip(tree.labels, ids, strict=True)), colours)
    return fig


def _height(units: Sequence[str]) -> float:
    if len(units) > MAX_UNITS:
        raise DhtoolsError(
            f"{len(units)} units: a picture holds {MAX_UNITS} at most, a page 64. Take fewer or longer "
            "segments."
        )
    return 16 + ROW_MM * len(units)


def _unite(ax: Axes, x: float, members: Sequence[Node]) -> Node:
    """Draw the riser of a node at *x* and a branch to each of its members; return the node."""
    rows, tints = [row for row, _, _ in members], {colour for _, _, colour in members}
    tint = tints.pop() if len(tints) == 1 else INK
    for row, end, colour in members:
        ax.plot([x, end], [row, row], color=colour, linewidth=0.9, solid_capstyle="projecting")
    ax.plot([x, x], [min(rows), max(rows)], color=tint, linewidth=0.9, solid_capstyle="projecting")
    return (min(rows) + max(rows)) / 2, x, tint


def _name_leaves(ax: Axes, order: Sequence[str], ids: Mapping[str, str], colours: Mapping[str, str]) -> None:
    ax.yaxis.tick_right()
    name_rows(ax, map(short_label, order))
    for label, unit in zip(ax.get_yticklabels(), order, strict=True):
        label.set_color(colours[ids[unit]])


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
    _name_leaves(ax, order, text, colours)
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
