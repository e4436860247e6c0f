"""Measures of association: ways to put into a number how strongly two words attract each other.

All take `Cells`, one table of four cells; `dhtools.terms.collocations` says what is counted in it. E is the
count expected if node and collocate paid no heed to each other, ``R1·C1/N``.
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
    """Return the log-likelihood ratio (G²) of the four cells, negative where there are fewer than expected.

    ``2 Σ O ln O/E`` over {node, rest} × {collocate, rest}. No unit; 0 at the expected count, its size has no
    upper limit; missing where node or collocate is everywhere.

    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    19(1), 61-74.

    Examples
    --------
    >>> g2(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [19.391]
    """
    elsewhere = cells.total - cells.node
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = measures.g2(cells.both, cells.collocate - cells.both, cells.node, elsewhere)
    return np.where((elsewhere > 0) & (cells.collocate < cells.total), ratio, np.nan)


def mi(cells: Cells) -> Array:
    """Return mutual information; rare words come first by it.

    ``log2 O11/E``. In bits: 0 at the expected count, 1 at twice as many.

    Church and Hanks (1990), Word association norms, mutual information, and lexicography, Computational
    Linguistics 16(1), 22-29.

    Examples
    --------
    >>> mi(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [2.0]
    """
    return np.log2(cells.both / cells.expected)


def mi3(cells: Cells) -> Array:
    """Return mutual information with the observed count cubed, which favours what is frequent.

    ``log2 O11³/E``. In bits, without limits.

    Daille (1994), Approche mixte pour l'extraction automatique de terminologie, thesis, Paris 7.

    Examples
    --------
    >>> mi3(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [8.0]
    """
    return np.log2(cells.both**3 / cells.expected)


def t(cells: Cells) -> Array:
    """Return the t-score, which favours what is frequent.

    ``(O11 − E) / √O11``. In standard deviations: 0 at the expected count, √O11 at most.

    Church, Gale, Hanks and Hindle (1991), Using statistics in lexical analysis, in Lexical Acquisition,
    115-164.

    Examples
    --------
    >>> t(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [2.121]
    """
    return (cells.both - cells.expected) / np.sqrt(cells.both)


def log_dice(cells: Cells) -> Array:
    """Return logDice, the strength of a collocation whatever the size of the corpus.

    ``14 + log2 2·O11/(R1 + C1)``. No unit; 14 at most, one less for half the strength. In a window R1 and C1
    count pairs, as in the paper; with the frequencies of the words in their place, as some tools have it,
    values are higher by up to ``log2 span``.

    Rychlý (2008), A lexicographer-friendly association score, RASLAN 2008, 6-9.

    Examples
    --------
    >>> log_dice(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [13.093]
    """
    return 14 + np.log2(2 * cells.both / (cells.node + cells.collocate))


def delta_p_node_to_collocate(cells: Cells) -> Array:
    """Return ΔP from node to collocate: how much the node raises the share of the collocate.

    ``O11/R1 − (C1 − O11)/(N − R1)``. A difference of shares, -1 to 1; missing where there is nothing but the
    node.

    Gries (2013), 50-something years of work on collocations, International Journal of Corpus Linguistics
    18(1), 137-166.

    Examples
    --------
    >>> delta_p_node_to_collocate(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [0.375]
    """
    return _difference(cells.both, cells.node, cells.collocate, cells.total)


def delta_p_collocate_to_node(cells: Cells) -> Array:
    """Return ΔP from collocate to node: how much the collocate raises the share of the node.

    ``O11/C1 − (R1 − O11)/(N − C1)``. A difference of shares, -1 to 1; missing where there is nothing but the
    collocate.

    Gries (2013), 50-something years of work on collocations, International Journal of Corpus Linguistics
    18(1), 137-166.

    Examples
    --------
    >>> delta_p_collocate_to_node(Cells(np.array([8.0]), 20, np.array([10.0]), 100)).round(3).tolist()
    [0.667]
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
