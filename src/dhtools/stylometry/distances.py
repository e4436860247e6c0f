"""Distances between units of text, as R stylo defines them.

Sources: Burrows (2002), Argamon (2008) and others, see `distances`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist

from ..counts.tables import z_scores
from ..errors import DhtoolsError, check_choice

Array = npt.NDArray[np.float64]
Metric = Callable[[Array, Array], Array]
#: A distance between two rows of frequencies.
RowDistance = Callable[[Array, Array], float]


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance: whether it is taken of z-scores, and the function of two matrices (units × words)."""

    standardised: bool
    metric: Metric


def _manhattan(x: Array, y: Array) -> Array:
    return cdist(x, y, "cityblock")


def _euclidean(x: Array, y: Array) -> Array:
    return cdist(x, y, "euclidean")


def _burrows(x: Array, y: Array) -> Array:
    return _manhattan(x, y) / x.shape[1]


def _quadratic(x: Array, y: Array) -> Array:
    return _euclidean(x, y) / x.shape[1]


def _eder(x: Array, y: Array) -> Array:
    n = x.shape[1]
    weight = (1 + np.arange(n, 0, -1)) / n  # stylo's: the first of n words has (n + 1) / n
    return _manhattan(x * weight, y * weight)


def _simple(x: Array, y: Array) -> Array:
    return _manhattan(np.sqrt(x), np.sqrt(y))


def _cosine(x: Array, y: Array) -> Array:
    length = np.sqrt((x * x).sum(axis=1))[:, None] * np.sqrt((y * y).sum(axis=1))
    with np.errstate(invalid="ignore"):  # a row of zeros has no direction: NaN
        return np.clip(1 - _products(x, y) / length, 0, 2)


def _products(x: Array, y: Array) -> Array:
    """Return the scalar products of rows; of frequencies of many words most are 0."""
    if np.count_nonzero(x) < x.size / 10:
        return np.asarray((csr_array(x) @ csr_array(y).T).toarray())
    # no matrix product: for small tables its threads wait for each other longer than they count
    return np.asarray(np.einsum("ij,kj->ik", x, y))


def _canberra(x: Array, y: Array) -> Array:
    """R's: terms 0/0 are left out, and the sum is scaled up as if they were like the others."""
    terms = x.shape[1] - (x == 0) @ (y == 0).T.astype(np.float64)  # less those that both lack
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(terms > 0, cdist(x, y, "canberra") * x.shape[1] / terms, np.nan)


def _minmax(x: Array, y: Array) -> Array:
    # min and max of a pair follow from its sum and its Manhattan distance
    difference, total = _manhattan(x, y), x.sum(axis=1)[:, None] + y.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return 1 - (total - difference) / (total + difference)


#: All distances by name. *entropy* weights the words by how they spread over all units.
DISTANCES: Mapping[str, Distance] = MappingProxyType(
    {
        "burrows": Distance(True, _burrows),
        "quadratic": Distance(True, _quadratic),
        "eder": Distance(True, _eder),
        "cosine_delta": Distance(True, _cosine),
        "simple": Distance(False, _simple),
        "cosine": Distance(False, _cosine),
        "canberra": Distance(False, _canberra),
        "minmax": Distance(False, _minmax),
        "euclidean": Distance(False, _euclidean),
        "manhattan": Distance(False, _manhattan),
        "entropy": Distance(False, _manhattan),
    }
)


def distances(
    freqs: pd.DataFrame,
    others: pd.DataFrame | None = None,
    *,
    distance: str | RowDistance = "cosine_delta",
    reference: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the distances between units of text.

    Parameters
    ----------
    freqs : DataFrame
        Units × words, per cent, from `dhtools.relative_frequencies`; the words in order of frequency
        (Eder's Delta weights them by rank).
    others : DataFrame, optional
        Measure the distance of every unit to these units, with the same words, in place of the units to each
        other.
    distance : str or callable
        With z-scores z, frequencies f and n words:

        * ``burrows`` (Delta): mean of ``|z - z'|``;
        * ``quadratic`` (Argamon): ``sqrt(sum (z - z')²) / n``;
        * ``eder`` (Delta): sum of ``|z - z'| (n - r + 2) / n`` over the ranks r = 1 … n;
        * ``cosine_delta`` (Würzburg): ``1 - cos(z, z')``;
        * ``simple`` (Eder): sum of ``|√f - √f'|``;
        * ``cosine``: ``1 - cos(f, f')``;
        * ``canberra``: sum of ``|f - f'| / (f + f')``, terms 0/0 left out and the sum scaled by n over the
          number of terms left, as in R;
        * ``minmax`` (Ruzicka): ``1 - sum min / sum max``;
        * ``entropy``: Manhattan of ``log(f + 2)`` over each word's entropy across all units;
        * ``euclidean``: ``sqrt(sum (f - f')²)``;
        * ``manhattan``: sum of ``|f - f'|``;
        * a function of two rows of frequencies.
    reference : DataFrame, optional
        Frequencies to standardise on, see `dhtools.z_scores`; otherwise all units given. It plays no part in
        distances of plain frequencies.

    Returns
    -------
    DataFrame
        Units × units (or others), 0 or more; *cosine_delta* and *cosine* from 0 to 2, *minmax* from 0 to 1.
        Equal to R stylo's. Words without a z-score (of constant frequency) are left out, and n is the number
        of those left. A unit without words has NaN.

    Raises
    ------
    DhtoolsError
        If the distance is unknown, the words of *others* are not those of *freqs*, a frequency is negative,
        there are fewer than two units, or no word varies.

    Notes
    -----
    Sources of the definitions: Burrows (2002), Literary and Linguistic Computing 17(3), 267-287,
    doi:10.1093/llc/17.3.267 (Delta); Argamon (2008), LLC 23(2), 131-147, doi:10.1093/llc/fqn003 (quadratic
    Delta); Smith and Aldridge (2011), Journal of Quantitative Linguistics 18(1), 63-88,
    doi:10.1080/09296174.2011.533591, and Evert et al. (2017), Digital Scholarship in the Humanities 32,
    ii4-ii16, doi:10.1093/llc/fqx023 (Cosine Delta); Eder, Rybicki and Kestemont (2016), The R Journal 8(1),
    107-121, doi:10.32614/RJ-2016-007, and the source of stylo 0.7.7 (the other names).

    Examples
    --------
    >>> freqs = pd.DataFrame({"the": [6.0, 4.0], "of": [2.0, 3.0]}, index=["a", "b"])
    >>> distances(freqs, distance="manhattan").loc["a", "b"]
    np.float64(3.0)
    """
    rows, columns, metric = _points(freqs, others, distance, reference)
    values = metric(rows.to_numpy(np.float64), columns.to_numpy(np.float64))
    if others is None:
        np.fill_diagonal(values, np.where(np.isnan(np.diagonal(values)), np.nan, 0.0))
    return pd.DataFrame(values, index=rows.index, columns=columns.index)


def distance_blocks(
    freqs: pd.DataFrame,
    edges: Iterable[int],
    *,
    distance: str | RowDistance,
    reference: pd.DataFrame | None = None,
) -> Iterator[Array]:
    """Yield the distances of some rows after the others, each to the first of them and all rows after it.

    The distances of all units at once would need much memory.

    * edges: Where each stretch of rows begins, and the number of rows.
    * freqs, distance, reference: As for `distances`.
    """
    points, _, metric = _points(freqs, freqs, distance, reference)
    values = points.to_numpy(np.float64)
    for first, last in pairwise(edges):
        yield metric(values[first:last], values[first:])


def _points(
    freqs: pd.DataFrame,
    others: pd.DataFrame | None,
    distance: str | RowDistance,
    reference: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame, Metric]:
    """Return units, and others, as rows of numbers, and the metric between these."""
    _check(freqs, others)
    rows, columns = freqs, freqs if others is None else others
    everything = freqs if others is None else pd.concat([freqs, others])
    if callable(distance):
        return rows, columns, partial(_by_function, distance)
    chosen = DISTANCES[check_choice("distance", distance, DISTANCES)]
    if chosen.standardised:
        rows, columns = _standardised(rows, columns, everything if reference is None else reference)
    elif distance == "entropy":
        rows, columns = entropy_weighted(rows, everything), entropy_weighted(columns, everything)
    return rows, columns, chosen.metric


def _check(freqs: pd.DataFrame, others: pd.DataFrame | None) -> None:
    if others is not None and not freqs.columns.equals(others.columns):
        raise DhtoolsError(
            "others: its words are not those of freqs, in the same order. Make both with the same "
            "vocabulary=…."
        )
    tables = {"freqs": freqs} if others is None else {"freqs": freqs, "others": others}
    for name, table in tables.items():
        if (table.to_numpy() < 0).any():
            raise DhtoolsError(f"{name}: a frequency is negative. Give frequencies, not z-scores.")
    if freqs.shape[1] == 0 or sum(map(len, tables.values())) < 2:
        raise DhtoolsError(
            f"freqs: {len(freqs)} units and {freqs.shape[1]} words. A distance needs two units and a word."
        )


def _by_function(function: RowDistance, rows: Array, columns: Array) -> Array:
    values = [[float(function(row, column)) for column in columns] for row in rows]
    return np.array(values).reshape(len(rows), len(columns))


def _standardised(
    rows: pd.DataFrame, columns: pd.DataFrame, basis: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    scaled = [z_scores(table, reference=basis) for table in (rows, columns)]
    constant = pd.concat(scaled).isna().all()
    if constant.all():
        raise DhtoolsError(
            "Every word has the same frequency in all units that are standardised on (identical texts?): no "
            "word tells them apart. Give other texts or a reference."
        )
    return scaled[0].loc[:, ~constant], scaled[1].loc[:, ~constant]


def entropy_weighted(freqs: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """Return stylo's weighted logarithms: the entropy of each word's frequencies over all units."""
    shares = (everything + 1) / (everything + 1).sum()
    entropy = -(shares * np.log(shares)).sum()
    return np.log(freqs + 2) / entropy
