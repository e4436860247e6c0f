"""Permutation tests of a whole vocabulary at once, and the false discovery rate of many tests.

Sources: the p of a permutation test counts the observed arrangement among the drawn ones: Phipson and Smyth
(2010), Statistical Applications in Genetics and Molecular Biology 9(1), article 39,
doi:10.2202/1544-6115.1585; q: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B
57(1), 289-300.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt
from scipy import stats

from ..errors import DhtoolsError, check_whole

#: A p is missing where units can be arranged in fewer ways; fewer draws are rejected.
MIN_ARRANGEMENTS, MIN_PERMUTATIONS = 1000, 99

#: Two statistics that differ by less, relatively, are the same: last digits do not decide a p.
_TIE = 1e-9
#: Features of one matrix product, whose result should stay in the cache.
_BLOCK = 128

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]


def arrangements(sizes: Iterable[int]) -> int:
    """Return the number of ways to divide units into groups of these sizes: the multinomial coefficient.

    >>> arrangements([1, 2]), arrangements([13, 7]), arrangements([2, 2, 1])
    (3, 77520, 30)
    """
    ways, so_far = 1, 0
    for size in sizes:
        so_far += size
        ways *= comb(so_far, size)
    return ways


def permutation_p(
    counts: npt.NDArray[np.number],
    totals: npt.NDArray[np.number],
    groups: Ints,
    *,
    permutations: int = 999,
    seed: int = 0,
) -> Array:
    """Test for each feature whether its rate differs between groups of units.

    Null: the units are exchangeable. A unit goes to another group as a whole, with all its words, so that the
    clustering of words within a unit does not make p small.

    Parameters
    ----------
    counts : array, units × features
        Whole numbers, so that the matrix products are exact.
    totals : array
        All tokens of each unit, those of other features too.
    groups : array of int
        The group of each unit, 0, 1, …
    permutations : int
        So many arrangements are drawn, the same for all features; if two groups have no more arrangements
        than that, all are enumerated (`is_enumerated`).
    seed : int

    Returns
    -------
    array
        For each feature ``p = (1 + r) / (1 + permutations)``, where r of the drawn arrangements have at least
        the observed statistic (Phipson and Smyth 2010); ``p = r / arrangements`` if all are enumerated, the
        observed one among them. The statistic is Pearson's chi-squared of groups × {feature, rest}; for two
        groups it is two-sided and grows with the difference of the two rates. NaN for a feature that does not
        occur.

    Raises
    ------
    DhtoolsError
        If *permutations* is not a whole number from 99, there are fewer than two groups, a unit has no
        tokens, or a count is negative or larger than the total of its unit.

    Examples
    --------
    >>> counts = np.array([[9], [8], [9], [9], [8], [1], [0], [1], [2], [1]])
    >>> p = permutation_p(counts, np.full(10, 100), np.repeat([0, 1], 5), permutations=1999)
    >>> bool(0 < p[0] < 0.02)  # 2 of 252 arrangements are as extreme
    True
    """
    _check(counts, totals, groups, permutations)
    tokens: Array = totals.astype(np.float64)
    sums: Array = counts.sum(axis=0, dtype=np.float64)
    deviations = tokens.sum() * counts - np.outer(tokens, sums)  # whole numbers still
    sizes = np.bincount(groups).tolist()
    drawn_only = not is_enumerated(sizes, permutations)
    dealt = draw_arrangements(groups, permutations, seed) if drawn_only else _all_arrangements(sizes)
    observed = between_groups(group_members(groups[None]), tokens, deviations)[0]
    members, reached = group_members(dealt), np.empty(len(sums))
    for first in range(0, len(sums), _BLOCK):
        block = slice(first, first + _BLOCK)
        drawn = between_groups(members, tokens, deviations[:, block])
        reached[block] = np.count_nonzero(drawn >= (1 - _TIE) * observed[block], axis=0)
    return np.where(sums > 0, (drawn_only + reached) / (drawn_only + len(dealt)), np.nan)


def is_enumerated(sizes: Sequence[int], permutations: int) -> bool:
    """Tell whether `permutation_p` goes through all arrangements of groups of these sizes.

    >>> is_enumerated([4, 4], 99), is_enumerated([13, 7], 999)
    (True, False)
    """
    return len(sizes) == 2 and arrangements(sizes) <= permutations


def p_origin(sizes: Sequence[int], permutations: int) -> str:
    """Say where a p of `permutation_p` for two groups comes from, as it is written beside it.

    >>> p_origin([4, 4], 99)
    'two-sided, all 70 arrangements'
    >>> p_origin([13, 7], 999)
    'two-sided, 999 of 77,520 arrangements drawn, and the observed one'
    """
    ways = arrangements(sizes)
    if is_enumerated(sizes, permutations):
        return f"two-sided, all {ways:,} arrangements"
    return f"two-sided, {permutations:,} of {ways:,} arrangements drawn, and the observed one"


def draw_arrangements(groups: Ints, permutations: int, seed: int) -> Ints:
    """Return so many random arrangements, a row each."""
    return np.random.default_rng(seed).permuted(np.tile(groups, (permutations, 1)), axis=1)


def _all_arrangements(sizes: Sequence[int]) -> Ints:
    """Return every arrangement of two groups, a row each."""
    first = np.array(list(combinations(range(sum(sizes)), sizes[0])), dtype=np.intp)
    dealt = np.ones((len(first), sum(sizes)), dtype=np.int64)
    np.put_along_axis(dealt, first, 0, axis=1)
    return dealt


def group_members(groups: Ints) -> list[Array]:
    """Return for each group, arrangements × units, 1 where a unit is in it."""
    return [(groups == group).astype(np.float64) for group in range(int(groups.max()) + 1)]


def between_groups(members: list[Array], totals: Array, deviations: Array) -> Array:
    """Return, arrangements × features, chi-squared up to a factor that no arrangement changes."""
    rest = np.zeros((len(members[0]), deviations.shape[1]))
    between = np.zeros_like(rest)
    for inside in members[:-1]:
        gathered = inside @ deviations
        rest -= gathered  # deviations sum to 0, so that the last group has what is left
        between += np.square(gathered, out=gathered) / (inside @ totals)[:, None]
    return between + np.square(rest, out=rest) / (members[-1] @ totals)[:, None]


def _check(
    counts: npt.NDArray[np.number], totals: npt.NDArray[np.number], groups: Ints, permutations: int
) -> None:
    check_whole("permutations", permutations, MIN_PERMUTATIONS)
    if not len(counts) == len(totals) == len(groups):
        raise DhtoolsError(
            f"{len(counts)} rows of counts, {len(totals)} totals, {len(groups)} groups: give one a unit."
        )
    if len(np.unique(groups)) < 2 or set(np.unique(groups)) != set(range(int(groups.max()) + 1)):
        raise DhtoolsError("groups: number two groups or more from 0, each with a unit.")
    if not ((totals > 0).all() and (counts >= 0).all() and (counts <= totals[:, None]).all()):
        raise DhtoolsError(
            "counts: one is negative or larger than the total of its unit, or a unit is empty."
        )


def benjamini_hochberg(p: npt.ArrayLike) -> Array:
    """Return q-values: the share of false discoveries to expect if all with this p or less are reported.

    * p (array-like): Missing values do not count as tests and stay missing.

    Returns: ``q = min over p' >= p of p' · m / rank(p')``, m tests (Benjamini and Hochberg 1995).

    Raises `DhtoolsError` if a value is not a probability.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, np.nan]).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    values = np.array(p, dtype=np.float64)
    tested = ~np.isnan(values)
    if not ((values[tested] >= 0) & (values[tested] <= 1)).all():
        raise DhtoolsError("p: a value is not a probability, 0 to 1.")
    values[tested] = stats.false_discovery_control(values[tested])
    return values
