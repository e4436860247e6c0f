"""Maps of units: principal components of frequencies, and classical scaling of distances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import linalg
from sklearn.manifold import ClassicalMDS

from ..counts.tables import z_scores
from ..errors import DhtoolsError, check_whole
from ..shown import Shown
from ..wording import counted
from .distances import Array
from .trees import square_distances

#: A value below this share of the greatest of its kind is rounding.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class UnitMap(Shown):
    """Units as points on axes.

    Attributes
    ----------
    scores : DataFrame
        Units × axes: principal components (*PC1*, *PC2*, …), or dimensions (*D1*, *D2*, …) on the scale of
        the distances.
    explained : Series
        Share by axis, 0 to 1: of the variance, or of the sum of all positive eigenvalues.
    loadings : DataFrame or None
        Words × principal components: of every component the squares add up to 1.
    """

    scores: pd.DataFrame
    explained: pd.Series
    loadings: pd.DataFrame | None = None

    def _headline(self) -> str:
        return f"Map of {counted(len(self.scores), 'unit')}; axes explain {self.explained.round(2).tolist()}"

    def _view(self) -> pd.DataFrame:
        return self.scores


def principal_components(freqs: pd.DataFrame, *, components: int = 2, scaled: bool = True) -> UnitMap:
    """Return principal components of word frequencies: each axis has the most variance that is left.

    Parameters
    ----------
    freqs : DataFrame
        Units × words, per cent, from `dhtools.relative_frequencies`.
    components : int
        So many are returned.
    scaled : bool
        True: of z-scores (ddof=1), that is of the correlation matrix; words weigh the same, and those of
        constant frequency are left out. False: of frequencies less their mean, that is of the covariance
        matrix; frequent words weigh more.

    Returns
    -------
    UnitMap
        Scores ``X v`` and loadings v, the right singular vectors of the table X; equal to R's ``prcomp`` but
        for signs, which are arbitrary. Here the greatest loading of a component by absolute value is positive
        (of equal ones the first).

    Raises
    ------
    DhtoolsError
        If there are fewer than two units, a frequency is missing, no word varies, or the units have fewer
        components: n units have n - 1 at most.

    Notes
    -----
    Source: Binongo and Smith (1999), Literary and Linguistic Computing 14(4), 445-466,
    doi:10.1093/llc/14.4.445.

    Examples
    --------
    >>> freqs = pd.DataFrame({"the": [4.0, 6.0], "of": [3.0, 2.0]}, index=["a", "b"])
    >>> principal_components(freqs, components=1).scores.round(6)["PC1"].tolist()
    [-1.0, 1.0]
    """
    deviations = _deviations(freqs, scaled)
    left, lengths, right = linalg.svd(deviations.to_numpy(np.float64), full_matrices=False)
    number = _available("components", components, lengths**2)
    signs = _signs(right[:number].T)
    names = [f"PC{place}" for place in range(1, number + 1)]
    return UnitMap(
        pd.DataFrame(left[:, :number] * lengths[:number] * signs, index=freqs.index, columns=names),
        _shares(lengths**2, names, "share of variance"),
        pd.DataFrame(right[:number].T * signs, index=deviations.columns, columns=names),
    )


def _deviations(freqs: pd.DataFrame, scaled: bool) -> pd.DataFrame:
    if len(freqs) < 2:
        raise DhtoolsError(f"freqs: {len(freqs)} unit. Components need two units or more.")
    missing = ~np.isfinite(freqs.to_numpy(np.float64)).all(axis=1)
    if missing.any():
        raise DhtoolsError(
            f"freqs: unit {freqs.index[missing][0]!r} has a frequency that is missing or infinite (a unit "
            "without words?). Leave it out."
        )
    if scaled:
        return z_scores(freqs).dropna(axis=1)
    deviations = freqs - freqs.mean()
    return deviations * (deviations.abs().max() > ROUNDING * freqs.abs().max())


def multidimensional_scaling(distances: pd.DataFrame, *, dimensions: int = 2) -> UnitMap:
    """Return points whose distances come close to those given: classical scaling.

    Parameters
    ----------
    distances : DataFrame
        Units × units, from `dhtools.stylometry.distances`.
    dimensions : int
        So many are returned.

    Returns
    -------
    UnitMap
        Equal to R's ``cmdscale`` but for signs: eigenvectors of ``-½ J D² J`` (D² squares each distance, J
        centres rows and columns), times the roots of their eigenvalues. The coordinate of a dimension that
        is greatest by absolute value is positive (of equal ones the first). Distances that are not
        Euclidean give negative eigenvalues too; the shares leave them out.

    Raises
    ------
    DhtoolsError
        As for `dhtools.stylometry.cluster`, or if the distances have fewer dimensions than asked for.

    Notes
    -----
    Source: Gower (1966), Biometrika 53(3-4), 325-338, doi:10.1093/biomet/53.3-4.325.

    Examples
    --------
    >>> line = pd.DataFrame([[0.0, 1.0, 3.0], [1.0, 0.0, 2.0], [3.0, 2.0, 0.0]])
    >>> multidimensional_scaling(line, dimensions=1).scores.round(6)["D1"].tolist()
    [-1.333333, -0.333333, 1.666667]
    """
    scaling = ClassicalMDS(len(distances), metric="precomputed")
    with np.errstate(invalid="ignore"):  # the roots of negative eigenvalues, which are not returned
        points = scaling.fit_transform(square_distances(distances))
    number = _available("dimensions", dimensions, scaling.eigenvalues_)
    names = [f"D{place}" for place in range(1, number + 1)]
    points = points[:, :number]
    return UnitMap(
        pd.DataFrame(points * _signs(points), index=distances.index, columns=names),
        _shares(scaling.eigenvalues_.clip(min=0), names, "share of positive eigenvalues"),
    )


def _available(name: str, asked: int, values: Array) -> int:
    """Return the number asked for, if so many of the values (in descending order) are more than rounding."""
    check_whole(name, asked, 1)
    there = int((values > ROUNDING * np.abs(values).max(initial=0)).sum())
    if there < asked:
        raise DhtoolsError(
            f"{name}={asked}: the units differ in {there} directions. Ask for fewer or give "
            "more, or other, units."
        )
    return int(asked)


def _signs(columns: Array) -> Array:
    """Return the sign of the greatest number by absolute value in every column, of equal ones the first."""
    size = np.abs(columns)
    first = (size >= size.max(axis=0) * (1 - 1e-9)).argmax(axis=0)
    return np.sign(columns[first, np.arange(columns.shape[1])])


def _shares(values: Array, names: list[str], name: str) -> pd.Series:
    return pd.Series(values[: len(names)] / values.sum(), index=names, name=name)
