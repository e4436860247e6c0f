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
from ..reference.block_tables import spread
from ..rhetoric.metadiscourse.cues import find_metadiscourse
from ..stats.permutation import MIN_ARRANGEMENTS, MIN_PERMUTATIONS
from ..stylometry.distances import distances
from ..wording import counted
from ..wordlists.lists import function_words

Array = npt.NDArray[np.float64]
#: Percentiles of r under permutation within texts, and the last one under free permutation.
_NULL = {"null_q025": 0.025, "null_median": 0.5, "null_q975": 0.975}
#: So many segments are related at most, spread evenly over the texts; of each text this many at least.
MAX_SEGMENTS, _SEGMENTS_EACH = 600, 5
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

    Of a long corpus `MAX_SEGMENTS` segments are taken, spread evenly over the texts.

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
    segments = _sampled(segment(tokens, segment_words=segment_words))
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


def _sampled(segments: pd.DataFrame) -> pd.DataFrame:
    """Return the words of at most `MAX_SEGMENTS` segments: the time for pairs grows with the square.

    Of very many texts some, at equal steps, that each still has several segments to be permuted.
    """
    owner = segments.drop_duplicates("segment").set_index("segment")["text"]
    if len(owner) <= MAX_SEGMENTS:
        return segments
    texts = owner.unique()
    texts = texts[:: -(-len(texts) * _SEGMENTS_EACH // MAX_SEGMENTS)]
    chosen = spread(owner[owner.isin(texts)], MAX_SEGMENTS).index
    kept = segments[segments["segment"].isin(chosen)]
    return kept.assign(segment=kept["segment"].cat.remove_unused_categories())


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
    matrices = {name: matrix.to_numpy(dtype=float) for name, matrix in measured.items()}
    pairs = list(combinations(matrices, 2))
    notes = dict(zip(pairs, _notes(matrices, pairs, texts), strict=True))
    known = [pair for pair, note in notes.items() if not note]
    standard = {name: _standardised(matrices[name]) for pair in known for name in pair}
    drawn = {free: _permuted_correlations(standard, known, orders[free]) for free in orders}
    values = {
        pair: _summary(_correlation(*(standard[name] for name in pair)), within, free)
        for pair, within, free in zip(known, drawn[False].T, drawn[True].T, strict=True)
    }
    missing = dict.fromkeys(_VALUES, np.nan)
    rows = [
        {"measure_a": a, "measure_b": b, **values.get((a, b), missing), "note": notes[a, b]} for a, b in pairs
    ]
    return pd.DataFrame(rows, columns=["measure_a", "measure_b", *_VALUES, "note"])


def _notes(matrices: Mapping[str, Array], pairs: list[tuple[str, str]], texts: list[str]) -> list[str]:
    """Say of each pair why no correlation can be tested; empty if it can."""
    arrangements = prod(factorial(n) for n in Counter(texts).values())
    if arrangements < MIN_ARRANGEMENTS:
        few = f"{counted(arrangements, 'arrangement')} within texts, fewer than {MIN_ARRANGEMENTS:,}"
        return [few] * len(pairs)
    above = np.triu_indices(len(texts), 1)
    flat = {name for name, matrix in matrices.items() if len(above[0]) < 3 or np.ptp(matrix[above]) == 0}
    return ["too few segments, or all distances are equal" if flat & {*pair} else "" for pair in pairs]


def _standardised(matrix: Array) -> Array:
    """Return distances with mean 0 and sum of squares 1 off the diagonal, which is 0.

    Then a correlation is the sum of products, and permuted segments change nothing else.
    """
    above = np.triu_indices(len(matrix), 1)
    centred = matrix - matrix[above].mean()
    np.fill_diagonal(centred, 0)
    return np.asarray(centred / np.sqrt(_correlation(centred, centred)))


def _correlation(a: Array, b: Array) -> float:
    # not by np.vdot: its last digits depend on the number of threads, which wait for each other
    return float(np.einsum("ij,ij", a, b))


def _permuted_correlations(
    standard: Mapping[str, Array], pairs: list[tuple[str, str]], orders: npt.NDArray[np.intp]
) -> Array:
    """Return orders × pairs: the correlation of each pair where the segments of the second are permuted."""
    drawn = np.empty((len(orders), len(pairs)))
    for row, order in zip(drawn, orders, strict=True):
        moved = {name: standard[name].take(order, 0).take(order, 1) for name in {b for _, b in pairs}}
        row[:] = [_correlation(standard[a], moved[b]) for a, b in pairs]
    return drawn


def _summary(r: float, within: Array, free: Array) -> dict[str, float]:
    reached = int((within >= r - 1e-12).sum())
    null = dict(zip(_NULL, np.quantile(within, [*_NULL.values()]), strict=True))
    return {"r": r, "p": (1 + reached) / (1 + len(within)), **null, "free_q975": np.quantile(free, 0.975)}


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
