"""Relations: whether two measures see the same differences between segments.

Segments of one text are alike under any measure. The Mantel test (1967, Cancer Research 27, 209-220) permutes
all rows of a distance matrix; then two measures with nothing in common but the texts nearly always seem
related. So segments are permuted within their texts only. The free permutation is reported beside it.
"""

from __future__ import annotations

import warnings
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
#: Percentiles of r under permutation within texts, and the last one under free permutation.
_NULL = {"null_q025": 0.025, "null_median": 0.5, "null_q975": 0.975}
_VALUES = ("r", "p", *_NULL, "free_q975")


def measure_distances(
    annotation: Annotation,
    tokens: pd.DataFrame,
    *,
    segment_words: int,
    mfw: int,
    share_cues: bool = False,
    language: str = "en",
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the distances between segments by style, subjects and stance, and the text of each segment.

    A cue of stance such as *but* or *would* is a function word too. Two measures that count the same words
    are related by that alone. So the words of cues count for stance only.

    Parameters
    ----------
    annotation : Annotation
    tokens : DataFrame
        The words of one voice, case folded.
    segment_words : int
        Words of a segment.
    mfw : int
        Number of the most frequent function words that make the style.
    share_cues : bool
        Whether style and subjects count the words of cues as well: to see what that changes.
    language : str
        The code of the language of the texts. In another than English there are no cues, and no stance.

    Returns
    -------
    distances : dict of str to DataFrame
        Segments × segments, 0 or more: Burrows's Delta of function words (2002, Literary and Linguistic
        Computing 17(3), 267-287); cosine distance of all other words, 0 to 1; Burrows's Delta of the classes
        of metadiscourse. A measure that finds nothing to compare is left out.
    texts : list of str

    Raises
    ------
    DhtoolsError
        If there are no words, or *segment_words* is below 1.
    """
    segments = segment(tokens, segment_words=segment_words)
    cues = _cues(annotation) if language == "en" else segments.iloc[:0].assign(category="")
    stance, totals = count_found(cues, segments, "category")
    counted = segments if share_cues else segments[~in_spans(segments, cues)]
    counts = count_tokens(counted, unit="segment")
    frequencies = relative_frequencies(counts)
    listed = frequencies.columns.isin(function_words(language))
    frequent = frequencies.loc[:, listed].sum().nlargest(mfw, keep="all").index
    tables = {
        "style (function words)": (frequencies[frequent], "burrows"),
        "subjects (other words)": (frequencies.loc[:, ~listed], "cosine"),
        "stance (metadiscourse)": (stance.div(totals, axis=0).loc[frequencies.index], "burrows"),
    }
    measured = {
        name: distances(table, distance=distance)
        for name, (table, distance) in tables.items()
        if len(table) > 1 and (table.max() > table.min()).any() and _is_defined(table, distance)
    }
    return measured, unit_texts(segments, counts)


def _is_defined(table: pd.DataFrame, distance: str) -> bool:
    """Whether each two segments have a distance: an angle needs a word in both."""
    return distance != "cosine" or bool((table.sum(axis=1) > 0).all())


def _cues(annotation: Annotation) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", UserWarning
        )  # of texts in other languages, which are not related here
        return find_metadiscourse(annotation)


def in_spans(tokens: pd.DataFrame, spans: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell of each token whether it begins inside one of the spans.

    * tokens, spans: Both with *text*, *start* and *end*, such as findings.

    >>> tokens = pd.DataFrame({"text": "a", "start": [0, 4, 9], "end": [3, 8, 12]})
    >>> in_spans(tokens, pd.DataFrame({"text": ["a"], "start": [4], "end": [8]})).tolist()
    [False, True, False]
    """
    inside = np.zeros(len(tokens), dtype=bool)
    texts = tokens["text"].astype(str).to_numpy()
    for text, own in spans.groupby(spans["text"].astype(str)):
        here = texts == text
        starts = tokens["start"].to_numpy()[here]
        opened = np.searchsorted(np.sort(own["start"].to_numpy()), starts, side="right")
        closed = np.searchsorted(np.sort(own["end"].to_numpy()), starts, side="right")
        inside[here] = opened > closed
    return inside


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
        One row a pair of measures: *measure_a*, *measure_b*, *r* (Pearson's correlation of the distances
        above the diagonal, -1 to 1), *p* (``(1 + b) / (1 + permutations)``, b: permutations within texts that
        reach r, one-sided), *null_q025*, *null_median*, *null_q975* (percentiles of r under permutation
        within texts), *free_q975* (97.5th percentile under permutation of the segments of all texts, as in
        Mantel 1967), *note* (why a value is missing).

    Raises
    ------
    DhtoolsError
        If the matrices do not have the same segments, or *permutations* is below 99.

    Examples
    --------
    >>> points = np.arange(14.0) ** 2
    >>> one = pd.DataFrame(abs(points[:, None] - points[None]))
    >>> table = correlate_distances({"x": one, "y": one}, list("aaaaaaabbbbbbb"))
    >>> table[["r", "p"]].round(3).to_numpy().tolist()
    [[1.0, 0.001]]
    """
    _check(measured, texts, permutations)
    random = np.random.default_rng(seed)
    orders = {
        free: np.array([_permuted(texts, random, free) for _ in range(permutations)])
        for free in (False, True)
    }
    arrangements = prod(factorial(n) for n in Counter(texts).values())
    rows = [
        {"measure_a": a, "measure_b": b, **_correlate(measured[a], measured[b], orders, arrangements)}
        for a, b in combinations(measured, 2)
    ]
    return pd.DataFrame(rows, columns=["measure_a", "measure_b", *_VALUES, "note"])


def _correlate(
    a: pd.DataFrame, b: pd.DataFrame, orders: Mapping[bool, npt.NDArray[np.intp]], arrangements: int
) -> dict[str, object]:
    matrix_a, matrix_b = a.to_numpy(dtype=float), b.to_numpy(dtype=float)
    above = np.triu_indices(len(matrix_a), 1)
    x, y = matrix_a[above], matrix_b[above]
    if arrangements < MIN_ARRANGEMENTS:
        return _missing(f"{arrangements:,} arrangements within texts, fewer than {MIN_ARRANGEMENTS:,}")
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return _missing("too few segments, or all distances are equal")
    r = _correlation(x, y)
    within, free = (
        np.array([_correlation(x, matrix_b[np.ix_(order, order)][above]) for order in orders[is_free]])
        for is_free in (False, True)
    )
    reached = int((within >= r - 1e-12).sum())
    null = dict(zip(_NULL, np.quantile(within, [*_NULL.values()]), strict=True))
    free_q975 = float(np.quantile(free, 0.975))
    return {"r": r, "p": (1 + reached) / (1 + len(within)), **null, "free_q975": free_q975, "note": ""}


def _missing(note: str) -> dict[str, object]:
    return {**dict.fromkeys(_VALUES, np.nan), "note": note}


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
