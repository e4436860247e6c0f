"""Permutation tests of a whole vocabulary at once, and the false discovery rate of many tests.

Sources: the p of a permutation test counts the observed arrangement among the drawn ones: Phipson and Smyth
(2010), Statistical Applications in Genetics and Molecular Biology 9(1), article 39,
doi:10.2202/1544-6115.1585; q: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B
57(1), 289-300.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from math import comb
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

from ..errors import DhtoolsError, check_whole
from ..wording import readable

#: A p is missing where units can be arranged in fewer ways; fewer draws are rejected.
MIN_ARRANGEMENTS, MIN_PERMUTATIONS = 1000, 99

#: Two statistics that differ by less, relatively, are the same: last digits do not decide a p.
_TIE = 1e-9
#: Features of one matrix product, and cells of one array of arrangements: what stays in the cache.
_BLOCK, _CELLS = 128, 1 << 20
#: A product with a table so full is quicker if its zeros are multiplied too.
_FULL = 0.1
#: Whole numbers up to here are exact in single precision.
_EXACT = 1 << 24

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Table: TypeAlias = npt.NDArray[np.number] | sparse.sparray


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
    counts: Table,
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
    counts : array or sparse array, units × features
        Whole numbers, so that sums are exact.
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
    table = sparse.csc_array(counts)
    _check(table, totals, groups, permutations)
    sizes = np.bincount(groups).tolist()
    drawn_only = not is_enumerated(sizes, permutations)
    dealt = draw_arrangements(groups, permutations, seed) if drawn_only else _all_arrangements(sizes)
    reached = _reached(table, totals.astype(np.float64), groups, dealt)
    drawn = drawn_only + (permutations if drawn_only else arrangements(sizes))
    return np.where(table.sum(axis=0) > 0, (drawn_only + reached) / drawn, np.nan)


def _reached(table: sparse.csc_array, totals: Array, groups: Ints, dealt: Iterable[Ints]) -> Array:
    """Return for each feature in how many arrangements the statistic is at least the observed one."""
    sums = table.sum(axis=0, dtype=np.float64)
    exact = np.float32 if sums.max(initial=0) < _EXACT else np.float64
    by_fullness = np.argsort(np.diff(table.indptr), kind="stable")
    features = [by_fullness[first : first + _BLOCK] for first in range(0, len(sums), _BLOCK)]
    blocks = [(_by_feature(table[:, chosen].astype(exact)), sums[chosen]) for chosen in features]
    own = group_members(groups[None], totals, exact)
    least = [(1 - _TIE) * between_groups(own, *block) for block in blocks]
    reached = np.zeros(len(sums))
    for some in dealt:
        members = group_members(some, totals, exact)
        for chosen, block, enough in zip(features, blocks, least, strict=True):
            reached[chosen] += np.count_nonzero(between_groups(members, *block) >= enough, axis=1)
    return reached


def _by_feature(block: sparse.csc_array) -> Table:
    """Return features × units, zeros too where a product with them is quicker."""
    full = block.nnz > _FULL * np.prod(block.shape)
    return np.ascontiguousarray(block.toarray().T) if full else block.T


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
        return f"two-sided, all {readable(ways)} arrangements"
    return f"two-sided, {permutations:,} of {readable(ways)} arrangements drawn, and the observed one"


def draw_arrangements(groups: Ints, permutations: int, seed: int) -> Iterator[Ints]:
    """Return so many random arrangements, a row each, some at a time."""
    random, labels = np.random.default_rng(seed), groups.astype(np.min_scalar_type(int(groups.max())))
    at_once = max(_CELLS // len(groups), 1)
    for first in range(0, permutations, at_once):
        yield random.permuted(np.tile(labels, (min(at_once, permutations - first), 1)), axis=1)


def _all_arrangements(sizes: Sequence[int]) -> Iterator[Ints]:
    """Return every arrangement of two groups, a row each, some at a time."""
    units = sum(sizes)
    first = combinations(range(units), sizes[0])
    while some := list(islice(first, max(_CELLS // units, 1))):
        dealt = np.ones((len(some), units), dtype=np.int8)
        np.put_along_axis(dealt, np.array(some), 0, axis=1)
        yield dealt


def group_members(
    groups: Ints, totals: Array, dtype: npt.DTypeLike = np.float64
) -> list[tuple[npt.NDArray[np.floating], Array]]:
    """Return for each group, units × arrangements, 1 where a unit is in it, and its tokens in each."""
    units = np.ascontiguousarray(groups.T)
    members = [(units == group).astype(dtype) for group in range(int(groups.max()) + 1)]
    return [(inside, totals @ inside) for inside in members]


def between_groups(
    members: list[tuple[npt.NDArray[np.floating], Array]], counts: Table, sums: Array
) -> Array:
    """Return, features × arrangements, chi-squared up to a factor that no arrangement changes.

    * members: From `group_members`.
    * counts, sums: Features × units, and the sum of each feature.
    """
    whole = np.sum([tokens[0] for _, tokens in members])
    rest, between = np.zeros((2, len(sums), len(members[0][1])))
    for inside, tokens in members[:-1]:
        deviation = whole * (counts @ inside)
        deviation -= np.outer(sums, tokens)
        rest -= deviation  # deviations sum to 0, so that the last group has what is left
        between += np.square(deviation, out=deviation) / tokens
    return between + np.square(rest, out=rest) / members[-1][1]


def _check(counts: sparse.csc_array, totals: npt.NDArray[np.number], groups: Ints, permutations: int) -> None:
    check_whole("permutations", permutations, MIN_PERMUTATIONS)
    if not counts.shape[0] == len(totals) == len(groups):
        raise DhtoolsError(
            f"{counts.shape[0]} rows of counts, {len(totals)} totals, {len(groups)} groups: give one a unit."
        )
    if len(np.unique(groups)) < 2 or set(np.unique(groups)) != set(range(int(groups.max()) + 1)):
        raise DhtoolsError("groups: number two groups or more from 0, each with a unit.")
    if not (
        (totals > 0).all() and (counts.data >= 0).all() and (counts.data <= totals[counts.indices]).all()
    ):
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
