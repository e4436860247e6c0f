"""Intervals of shares, rates and log ratios, where words cluster in segments.

Sources: the variance of a ratio of counts with over-dispersion estimated from Pearson's chi-squared (quasi-
Poisson): McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., Chapman and Hall, chapter 6; the
interval of a share: Wilson (1927), Journal of the American Statistical Association 22, 209-212. Coverage was
measured with ``benchmarks/coverage_intervals.py``.

Intervals of rates and log ratios are about other segments such as these, not about other texts. They take
segments as independent and the over-dispersion as the same on both sides.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats
from scipy.special import stdtrit

from ..counts.sparse import share_without, sums_by_column

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.number]
Table: TypeAlias = npt.NDArray[np.number] | sparse.sparray
Notes = npt.NDArray[np.object_]

#: Below these the interval is missing: its coverage was measured from here on.
MIN_OCCURRENCES, MIN_SEGMENTS = 7, 5
LEVEL = 0.95

#: Added to the occurrences on each side, so that a side without the word has an interval too.
_HALF = 0.5


def log_ratio_interval(
    target: Table, reference: Table, n_target: Numbers, n_reference: Numbers
) -> tuple[Array, Array, Notes]:
    """Return the 95% interval of each word's log ratio, from how its counts vary between segments.

    * target, reference: array or sparse array, segments × words
    * n_target, n_reference (array): All tokens of each segment.

    Returned are:

    * low, high: In doublings, as the log ratio: with a and b occurrences, ``log2 (a + ½)/n_a − log2 (b +
      ½)/n_b ± t · sqrt(φ (1/(a + ½) + 1/(b + ½))) / ln 2``. φ is the over-dispersion, ``Σ (x − e)² / e'``
      over the segments of both sides, divided by the degrees of freedom, segments − 2; e is the count
      expected in a segment, e' the same with ½ added to the occurrences of its side. φ may be smaller than 1.
    * note: Why an interval is missing: fewer than `MIN_OCCURRENCES` of the word on both sides together, or
      fewer than `MIN_SEGMENTS` on a side.

    Source: McCullagh and Nelder (1989), chapter 6. It covers a planted log ratio of -2 to 2 in 95.6 % of the
    cases, on average, at 13 and 7 segments of 300 words and 39 and 22 of 100, with words of 5 to 60
    occurrences, clustered or not; in 19 of 20 settings in 93 to 97 %. A cluster bootstrap of so few segments
    covers 88 (basic) to 90 % (percentile), and is not used.

    >>> counts, tokens = np.array([[4], [6], [5], [3], [7]]), np.full(5, 100)
    >>> low, high, note = log_ratio_interval(2 * counts, counts, tokens, tokens)
    >>> low.round(2).tolist(), high.round(2).tolist(), note.tolist()
    ([0.29], [1.68], [''])
    """
    sides = [(target, n_target), (reference, n_reference)]
    segments = target.shape[0], reference.shape[0]
    freedom = sum(segments) - 2
    centre = np.subtract(*(np.log(_raised(counts) / tokens.sum()) for counts, tokens in sides))
    pearson = sum(_pearson(counts, tokens) for counts, tokens in sides)
    variance = pearson / max(freedom, 1) * sum(1 / _raised(counts) for counts, _ in sides)
    half = stdtrit(freedom, (1 + LEVEL) / 2) * np.sqrt(variance)
    if min(segments) < MIN_SEGMENTS:
        few = f"no interval below {MIN_SEGMENTS} segments on each side ({segments[0]} and {segments[1]})"
        note = np.full(len(centre), few, dtype=object)
    else:
        rare = target.sum(axis=0) + reference.sum(axis=0) < MIN_OCCURRENCES
        note = np.where(rare, f"no interval below {MIN_OCCURRENCES} occurrences", "").astype(object)
    low, high = (np.where(note == "", limit / np.log(2), np.nan) for limit in (centre - half, centre + half))
    return low, high, note


def rate_interval(counts: Table, totals: Numbers) -> tuple[Array, Array, Notes]:
    """Return the 95% interval of each word's rate in one text, from how its counts vary between segments.

    * counts: array or sparse array, segments × words
    * totals (array): All tokens of each segment.

    Returned are:

    * low, high: Per token: with a occurrences among n tokens, ``(a + ½)/n`` times and divided by ``exp(t ·
      sqrt(φ / (a + ½)))``; φ as in `log_ratio_interval`, with segments − 1 degrees of freedom.
    * note: Why an interval is missing: the word does not occur, or there are fewer than `MIN_SEGMENTS`.

    Source: McCullagh and Nelder (1989), chapter 6. Over 90 simulated settings of 5 to 39 segments, 2 to 40
    occurrences, even to bursty, it covers the rate in 91.7 to 97.9 % of the cases in which the word occurs; a
    percentile cluster bootstrap covers it in 74 to 99.8 %, and is not used.

    >>> low, high, note = rate_interval(np.array([[4], [6], [5], [3], [7]]), np.full(5, 100))
    >>> (1000 * low).round(1).tolist(), (1000 * high).round(1).tolist()
    ([34.7], [74.9])
    """
    segments, occurrences = counts.shape[0], counts.sum(axis=0)
    freedom = max(segments - 1, 1)
    spread = np.sqrt(_pearson(counts, totals) / freedom / _raised(counts))
    factor = np.exp(stdtrit(freedom, (1 + LEVEL) / 2) * spread)
    few = f"no interval below {MIN_SEGMENTS} segments ({segments})" if segments < MIN_SEGMENTS else ""
    note = np.where(occurrences == 0, "none found", few).astype(object)
    centre = _raised(counts) / max(totals.sum(), 1)
    low, high = (np.where(note == "", limit, np.nan) for limit in (centre / factor, centre * factor))
    return low, high, note


def _raised(counts: Table) -> Array:
    return np.asarray(counts.sum(axis=0) + _HALF)


def _pearson(counts: Table, tokens: Numbers) -> Array:
    """Return Pearson's chi-squared of the segments of one side, its denominators never zero."""
    table, shares = sparse.csc_array(counts), tokens / tokens.sum()
    share, (n, raised) = shares[table.indices], (table.sum(axis=0), _raised(table))
    each = np.diff(table.indptr)
    squares = (table.data - share * np.repeat(n, each)) ** 2 / (share * np.repeat(raised, each))
    # a segment without the word has (share · n)² / (share · raised)
    return sums_by_column(table, squares) + share_without(table, shares) * n**2 / raised


def proportion_interval(successes: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of a share of independent trials, NaN without a trial.

    Notes
    -----
    The limits solve ``|successes / n - p| = 1.96 sqrt(p (1 - p) / n)``, 0 to 1. Source: Wilson (1927).

    Examples
    --------
    >>> [round(limit, 3) for limit in proportion_interval(61, 64)]
    [0.871, 0.984]
    >>> proportion_interval(0, 0)
    (nan, nan)
    """
    if not n:
        return float("nan"), float("nan")
    low, high = stats.binomtest(successes, n).proportion_ci(method="wilson")
    return float(low), float(high)


def finite_count_interval(successes: int, n: int, population: int) -> tuple[int, int]:
    """Return the 95% interval of how many of a finite population have what some of a sample of it have.

    * successes, n: How many of the sample have it, and its size. It is drawn without replacement.
    * population: Its size. It is counted whole: ``(successes, successes)`` if all are in the sample.

    Returns: The counts under which neither as many nor as few in the sample have a probability of 2.5 % or
    less, by the hypergeometric distribution. ``(0, population)`` without a sample.

    Exact, and so somewhat too wide: Buonaccorsi (1987), A note on confidence intervals for proportions in
    finite populations, The American Statistician 41(3), 215-218.

    >>> finite_count_interval(2, 120, 200), finite_count_interval(2, 200, 200)
    ((2, 8), (2, 2))
    """
    counts = np.arange(successes, population - n + successes + 1)
    as_many = stats.hypergeom.sf(successes - 1, population, counts, n)
    as_few = stats.hypergeom.cdf(successes, population, counts, n)
    kept = counts[(as_many > 0.025) & (as_few > 0.025)]
    return int(kept[0]), int(kept[-1])
