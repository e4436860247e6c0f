"""Relations: whether two measures see the same differences between segments.

Segments of one text are alike under any measure. If the rows of a distance matrix are permuted freely, two
measures that have nothing in common but the texts seem related nearly always (Mantel 1967, Cancer Research
27, 209-220, is made for rows that could be exchanged). So segments are permuted within their texts only, and
the free permutation is shown beside it, for the lesson.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from math import factorial, prod

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.record import Annotation
from ..annotation.segments import segment
from ..counts.found import count_found
from ..counts.tables import count_tokens, relative_frequencies, unit_texts
from ..errors import DhtoolsError, check_whole
from ..rhetoric.metadiscourse.cues import find_metadiscourse
from ..stats.permutation import MIN_ARRANGEMENTS, MIN_PERMUTATIONS
from ..stylometry.distances import distances
from ..wordlists.lists import function_words

Array = npt.NDArray[np.float64]
_MISSING: dict[str, object] = dict.fromkeys(("r", "p", "low", "median", "high", "free"), np.nan)


def measure_distances(
    annotation: Annotation, tokens: pd.DataFrame, *, segment_words: int, mfw: int
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the distances between segments by style, subjects and stance, and the text of each segment.

    Parameters
    ----------
    annotation : Annotation
    tokens : DataFrame
        The words of one voice, case folded.
    segment_words : int
        Length of a segment.
    mfw : int
        So many of the most frequent function words make the style.

    Returns
    -------
    dict of str to DataFrame
        Segments × segments: Burrows's Delta of function words; cosine distance of all other words; Burrows's
        Delta of the classes of metadiscourse. A measure that finds nothing to compare is left out.
    list of str

    Raises
    ------
    DhtoolsError
        If there are no words, or the length is none.
    """
    segments = segment(tokens, segment_words=segment_words)
    counts = count_tokens(segments, unit="segment")
    freqs = relative_frequencies(counts)
    listed = freqs.columns.isin(function_words())
    frequent = freqs.loc[:, listed].sum().nlargest(mfw, keep="all").index
    stance, totals = count_found(find_metadiscourse(annotation), segments, "category")
    tables = {
        "style (function words)": (freqs[frequent], "burrows"),
        "subjects (other words)": (freqs.loc[:, ~listed], "cosine"),
        "stance (metadiscourse)": (stance.div(totals, axis=0), "burrows"),
    }
    found = {
        name: distances(table, distance=method)
        for name, (table, method) in tables.items()
        if len(table) > 1 and table.shape[1] and (method != "cosine" or (table.sum(axis=1) > 0).all())
    }
    return found, unit_texts(segments, counts)


def correlate_distances(
    measured: Mapping[str, pd.DataFrame], texts: list[str], *, permutations: int = 999, seed: int = 0
) -> pd.DataFrame:
    """Correlate every two distance matrices, against segments permuted within their texts.

    Parameters
    ----------
    measured : mapping of str to DataFrame
        Segments × segments by the name of the measure, all with the same segments in the same order.
    texts : list of str
        The text of each segment.
    permutations : int
        99 or more.
    seed : int

    Returns
    -------
    DataFrame
        One row a pair of measures: *one*, *other*, *r* (Pearson's correlation of the distances above the
        diagonal), *p* (``(1 + r) / (1 + permutations)``, r the permutations within texts that reach it, one
        sided), *low*, *median*, *high* (2.5th, 50th and 97.5th percentile of r within texts), *free* (the
        97.5th percentile if segments of all texts are permuted), *reason* (why something is missing).

    Raises
    ------
    DhtoolsError
        If the matrices do not have the same segments, or an option is none.
    """
    _check(measured, texts, permutations)
    random = np.random.default_rng(seed)
    orders = {
        free: np.array([_permuted(texts, random, free) for _ in range(permutations)])
        for free in (False, True)
    }
    ways = prod(factorial(number) for number in Counter(texts).values())
    rows = [
        {"one": one, "other": other, **_related(measured[one], measured[other], orders, ways)}
        for one, other in combinations(measured, 2)
    ]
    return pd.DataFrame(rows, columns=["one", "other", "r", "p", "low", "median", "high", "free", "reason"])


def _related(
    one: pd.DataFrame, other: pd.DataFrame, orders: Mapping[bool, npt.NDArray[np.intp]], ways: int
) -> dict[str, object]:
    first, second = one.to_numpy(dtype=float), other.to_numpy(dtype=float)
    above = np.triu_indices(len(first), 1)
    x = first[above]
    if ways < MIN_ARRANGEMENTS:
        return _MISSING | {"reason": f"{ways:,} arrangements within texts, fewer than {MIN_ARRANGEMENTS:,}"}
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(second[above]) == 0:
        return _MISSING | {"reason": "too few segments, or all distances are equal"}
    r = _correlation(x, second[above])
    within, free = (
        np.array([_correlation(x, second[np.ix_(order, order)][above]) for order in orders[how]])
        for how in (False, True)
    )
    reached = int((within >= r - 1e-12).sum())
    low, median, high = np.quantile(within, [0.025, 0.5, 0.975])
    return {
        **{"r": r, "p": (1 + reached) / (1 + len(within)), "low": low, "median": median, "high": high},
        **{"free": float(np.quantile(free, 0.975)), "reason": ""},
    }


def _correlation(x: Array, y: Array) -> float:
    a, b = x - x.mean(), y - y.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def _permuted(texts: list[str], random: np.random.Generator, free: bool) -> npt.NDArray[np.intp]:
    """Return an order of the segments in which each stays in its text, or any order."""
    if free:
        return random.permutation(len(texts))
    codes = pd.factorize(np.array(texts, dtype=object))[0]
    # sorted by text, at random within it: the places of each text in another order
    places = np.argsort(codes, kind="stable")
    order = np.empty(len(texts), dtype=np.intp)
    order[places] = np.lexsort((random.random(len(texts)), codes))
    return order


def _check(measured: Mapping[str, pd.DataFrame], texts: list[str], permutations: int) -> None:
    check_whole("permutations", permutations, MIN_PERMUTATIONS)
    for name, matrix in measured.items():
        if matrix.shape != (len(texts), len(texts)):
            raise DhtoolsError(
                f"{name}: {matrix.shape[0]} × {matrix.shape[1]} distances of {len(texts)} segments."
            )
    segments = [list(matrix.index) for matrix in measured.values()]
    if any(one != segments[0] for one in segments):
        raise DhtoolsError("measured: the matrices have other segments, or in another order. Align them.")
