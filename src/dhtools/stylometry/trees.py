"""Trees of units: hierarchical clustering as R's hclust does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy

from ..errors import DhtoolsError, check_choice
from ..shown import Shown
from ..wording import counted
from .distances import Array

#: R's names of the linkages, and scipy's. R's ward.D is Ward's method on distances not squared.
LINKAGES: Mapping[str, str] = MappingProxyType(
    {"ward.D2": "ward", "ward.D": "ward", "average": "average", "complete": "complete"}
)
# Newick reads an underscore without quotes as a blank
_PLAIN = re.compile(r"[A-Za-z0-9.+-]+")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Tree(Shown):
    """A binary tree of units, as R's hclust describes it.

    Attributes
    ----------
    table : DataFrame
        One row a merge, numbered from 1, from the lowest to the highest. *first* and *second*: what is
        united, a unit as its negative place in *labels* (from 1), an earlier merge as its number; a unit
        stands before a merge, the lower number of a kind before the higher. *height*: on the scale of the
        distances; *n_units*: units under the merge.
    order : tuple of str
        The units as they stand beside each other in the tree, its *first* always before its *second*.
    labels : tuple of str
        The units in the order of the distances.
    linkage : str
        One of `LINKAGES`.
    """

    table: pd.DataFrame
    order: tuple[str, ...]
    labels: tuple[str, ...]
    linkage: str

    def _headline(self) -> str:
        first, more = ", ".join(self.order[:6]), ", …" if len(self.order) > 6 else ""
        return f"Tree of {counted(len(self.labels), 'unit')}, {self.linkage}: {first}{more}"

    def _view(self) -> pd.DataFrame:
        return self.table

    def nodes(self) -> list[tuple[int, int]]:
        """Return the two members of every merge as places: units from 0 in order of *labels*, then merges."""
        members = self.table[["first", "second"]].to_numpy()
        placed = np.where(members < 0, -members - 1, members + len(self.labels) - 1)
        return [(int(first), int(second)) for first, second in placed]

    def clades(self) -> tuple[frozenset[str], ...]:
        """Return the units under every merge, in the order of *table*: the last has all of them."""
        under = [frozenset([label]) for label in self.labels]
        for first, second in self.nodes():
            under.append(under[first] | under[second])
        return tuple(under[len(self.labels) :])

    def newick(self) -> str:
        """Return the tree in Newick format.

        Branches have half the difference of heights, so that the way between two units along the branches
        is as long as the merge that unites them is high. Labels are quoted where the format asks for it.
        """
        height = [0.0] * len(self.labels) + self.table["height"].tolist()
        written = [quoted(label) for label in self.labels]
        for number, members in enumerate(self.nodes(), start=len(self.labels)):
            branches = [f"{written[one]}:{(height[number] - height[one]) / 2:.10g}" for one in members]
            written.append(f"({','.join(branches)})")
        return written[-1] + ";"


def quoted(label: str) -> str:
    """Return a label as Newick wants it: in quotation marks, unless it is plain."""
    return label if _PLAIN.fullmatch(label) else "'" + label.replace("'", "''") + "'"


def cluster(distances: pd.DataFrame, *, linkage: str = "ward.D2") -> Tree:
    """Unite the units that are nearest, step by step, until all are one tree.

    Parameters
    ----------
    distances : DataFrame
        Units × units, from `dhtools.stylometry.distances`.
    linkage : {"ward.D2", "ward.D", "average", "complete"}
        The distance of two groups, named as in R. *average*: the mean of the distances between their units;
        *complete*: the greatest. Ward's method makes the sum of squares within groups grow least: *ward.D2*
        for distances d; *ward.D* takes them for squares already, and is ward.D2 of √d with heights squared.
        stylo's default is *ward.D*, Ward's own criterion *ward.D2*.

    Returns
    -------
    Tree
        Equal to R's ``hclust``; of merges at the very same height the order may differ from R's.

    Raises
    ------
    DhtoolsError
        If the linkage is unknown, there are fewer than two units, or the table is not a symmetric one of
        distances with the same labels on both sides, all values given.

    Notes
    -----
    Sources: Ward (1963), Journal of the American Statistical Association 58(301), 236-244,
    doi:10.1080/01621459.1963.10500845; Murtagh and Legendre (2014), Journal of Classification 31, 274-295,
    doi:10.1007/s00357-014-9161-z (ward.D against ward.D2).

    Examples
    --------
    >>> units = ["a", "b", "c"]
    >>> table = pd.DataFrame([[0.0, 4.0, 1.0], [4.0, 0.0, 3.0], [1.0, 3.0, 0.0]], index=units, columns=units)
    >>> cluster(table, linkage="average").newick()
    '(b:1.75,(a:0.5,c:0.5):1.25);'
    """
    check_choice("linkage", linkage, LINKAGES)
    values = square_distances(distances)
    units = len(values)
    steps = linked(values[np.triu_indices(units, 1)], linkage)
    members = steps[:, :2].astype(np.int64)
    table = pd.DataFrame(
        np.where(members < units, -members - 1, members - units + 1),
        index=pd.RangeIndex(1, units, name="merge"),
        columns=["first", "second"],
    ).assign(height=steps[:, 2], n_units=steps[:, 3].astype(np.int64))
    labels = tuple(map(str, distances.index))
    return Tree(table, tuple(labels[leaf] for leaf in hierarchy.leaves_list(steps)), labels, linkage)


def linked(condensed: Array, linkage: str) -> Array:
    """Return scipy's linkage, in which members are in R's order: leaves first, then by number."""
    if linkage != "ward.D":
        return hierarchy.linkage(condensed, LINKAGES[linkage])
    steps = hierarchy.linkage(np.sqrt(condensed), LINKAGES[linkage])
    steps[:, 2] **= 2
    return steps


def square_distances(distances: pd.DataFrame) -> Array:
    """Return the values of a table of distances, made exactly symmetric, if it is one.

    Raises `DhtoolsError` as for `cluster`.
    """
    if not isinstance(distances, pd.DataFrame) or distances.shape[0] != distances.shape[1]:
        raise DhtoolsError(
            f"distances: shape {np.shape(distances)}. Give a square DataFrame with the units on both sides."
        )
    if len(distances) < 2:
        raise DhtoolsError(f"distances: {len(distances)} unit. Give two units or more.")
    labels = distances.index.map(str)
    if not labels.equals(distances.columns.map(str)) or not labels.is_unique or distances.index.hasnans:
        raise DhtoolsError(
            "distances: rows and columns must have the same labels in the same order, each once, and "
            "all of them. Label both with the units."
        )
    return _checked(distances.to_numpy(np.float64), labels)


def _checked(values: Array, labels: pd.Index) -> Array:
    wrong = {
        "is missing or infinite (a unit without words?)": ~np.isfinite(values),
        "is negative": values < 0,
        "is not 0 though it is from a unit to itself": np.diag(np.abs(np.diagonal(values)) > 1e-9),
        # rounding differs between x·y and y·x
        "is not the same in both directions": ~np.isclose(values, values.T, rtol=1e-9, atol=1e-12),
    }
    for what, where in wrong.items():
        if where.any():
            row, column = np.argwhere(where)[0]
            raise DhtoolsError(
                f"distances: that from {labels[row]!r} to {labels[column]!r} {what}. Make the table with "
                "dhtools.stylometry.distances, and leave out units without words."
            )
    return (values + values.T) / 2
