"""Measures of association: ways to put into a number how strongly two words attract each other.

All take the four cells of one table, `Cells`; what is counted in it, `dhtools.terms.collocations` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..keyness import measures

Array = npt.NDArray[np.float64]


class Cells(NamedTuple):
    """The table of a node and its collocates, one value a collocate.

    Attributes
    ----------
    both : array
        O11, observed together.
    node : float
        R1, all of the node.
    collocate : array
        C1, all of the collocate.
    total : float
        N, all there is.
    """

    both: Array
    node: float
    collocate: Array
    total: float

    @property
    def expected(self) -> Array:
        """``R1·C1/N``: together if node and collocate paid no heed to each other."""
        return self.node * self.collocate / self.total


Association = Callable[[Cells], Array]


def g2(cells: Cells) -> Array:
    """Return ``2 Σ O ln O/E`` of the four cells (G²), negative where there are fewer than expected.

    Dunning (1993), Computational Linguistics 19(1), 61-74; NaN where node or collocate is everywhere.
    """
    elsewhere = cells.total - cells.node
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = measures.g2(cells.both, cells.collocate - cells.both, cells.node, elsewhere)
    return np.where((elsewhere > 0) & (cells.collocate < cells.total), ratio, np.nan)


def mi(cells: Cells) -> Array:
    """Return mutual information in bits, ``log2 O11/E``; rare words come first by it.

    Church and Hanks (1990), Computational Linguistics 16(1), 22-29.
    """
    return np.log2(cells.both / cells.expected)


def mi3(cells: Cells) -> Array:
    """Return ``log2 O11³/E``, which favours what is frequent (Daille 1994, thesis, Paris 7)."""
    return np.log2(cells.both**3 / cells.expected)


def t(cells: Cells) -> Array:
    """Return ``(O11 − E) / √O11``.

    Church, Gale, Hanks and Hindle (1991), Using statistics in lexical analysis.
    """
    return (cells.both - cells.expected) / np.sqrt(cells.both)


def log_dice(cells: Cells) -> Array:
    """Return logDice, ``14 + log2 2·O11/(R1 + C1)``: 14 at most, whatever the size of the corpus.

    Rychlý (2008), A lexicographer-friendly association score, RASLAN 2008, 6-9. In a window R1 and C1
    count pairs, as in that paper; with the frequencies of the words in their place, as some tools have it,
    values are higher by up to ``log2 span``.
    """
    return 14 + np.log2(2 * cells.both / (cells.node + cells.collocate))


def delta_p_node_to_collocate(cells: Cells) -> Array:
    """Return ``O11/R1 − (C1 − O11)/(N − R1)``: how much the node raises the share of the collocate.

    Gries (2013), 50-something years of work on collocations, International Journal of Corpus Linguistics
    18(1), 137-166; -1 to 1, NaN where there is nothing but the node.
    """
    return _difference(cells.both, cells.node, cells.collocate, cells.total)


def delta_p_collocate_to_node(cells: Cells) -> Array:
    """Return ``O11/C1 − (R1 − O11)/(N − C1)``: how much the collocate raises the share of the node.

    Gries (2013), as for the other direction; NaN where there is nothing but the collocate.
    """
    return _difference(cells.both, cells.collocate, cells.node, cells.total)


def _difference(both: Array, cue: Array | float, outcome: Array | float, total: float) -> Array:
    elsewhere = np.where(np.asarray(total - cue) > 0, total - cue, np.nan)
    return both / cue - (outcome - both) / elsewhere


#: The measures of association by name, the default order first.
ASSOCIATIONS: Mapping[str, Association] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            g2,
            mi,
            mi3,
            t,
            log_dice,
            delta_p_node_to_collocate,
            delta_p_collocate_to_node,
        )
    }
)
