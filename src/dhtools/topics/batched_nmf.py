"""NMF of many tables of one shape at once: each of the passes that scikit-learn makes, by fewer calls.

A fit of a small table spends its time between calls. Here the tables stand along the diagonal of one sparse
table, and their factors in one array; a topic is updated in all of them together. What scikit-learn's solver
``cd`` does in a pass, and where it stops, is the same; results differ by rounding only.

Source: Cichocki and Phan (2009), Fast local algorithms for large scale nonnegative matrix and tensor
factorizations, IEICE Transactions E92-A(3), 708-721, doi:10.1587/transfun.E92.A.708 (HALS: coordinate descent
a topic at a time).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.float64]

#: Passes over all topics, at most: as many as scikit-learn's default.
PASSES = 200
#: Factors of so many cells are updated together: more do not stay in the processor's cache.
CELLS = 50_000
#: Tables that are done are replaced when they are this part of the stack: one in so many.
DONE = 6


def factorise(
    tables: Sequence[sparse.csr_array], starts: Sequence[tuple[Array, Array]], *, tolerance: float
) -> list[tuple[Array, Array]]:
    """Factorise tables of one shape.

    * tables (sequence of sparse arrays): Segments × words.
    * starts (sequence of pairs of arrays): Segments × topics and topics × words, not negative, for each
      table.
    * tolerance: A fit stops when its violation of the optimality conditions is this part of that of the first
      pass.

    Returns: Segments × topics and topics × words, in the order of the tables.
    """
    if not len(tables):
        return []
    size = stack_size(tables[0].shape, len(starts[0][1]))
    stack = _Stack(tables, starts, tolerance, list(range(min(size, len(tables)))))
    found: dict[int, tuple[Array, Array]] = {}
    while stack.places:
        found.update(stack.advance())
    return [found[place] for place in range(len(tables))]


def stack_size(shape: tuple[int, int], k: int) -> int:
    """Return how many tables of a shape are fitted together."""
    return max(1, CELLS // max(1, k * sum(shape)))


class _Stack:
    """The tables that are being fitted; factors are topics × tables × rows here."""

    def __init__(
        self,
        tables: Sequence[sparse.csr_array],
        starts: Sequence[tuple[Array, Array]],
        tolerance: float,
        places: list[int],
    ) -> None:
        self.tables, self.starts, self.tolerance = tables, starts, tolerance
        self.waiting = iter(range(len(places), len(tables)))
        self.places = places
        self.passes = np.zeros(len(places), dtype=np.int64)
        self.limit = np.full(len(places), np.inf)
        self.segments = np.stack([starts[place][0].T for place in places], axis=1)
        self.words = np.stack([starts[place][1] for place in places], axis=1)
        self._lay_out()

    def _lay_out(self) -> None:
        self.by_segment = _on_diagonal([self.tables[place] for place in self.places])
        self.by_word = self.by_segment.T.tocsr()

    def advance(self) -> Iterator[tuple[int, tuple[Array, Array]]]:
        """Make a pass over all tables, and yield the place and the factors of those that are done."""
        self.passes += 1
        before = self.segments.copy()
        optimum, squares = _update(self.segments, self.words, self.by_segment)
        violation = _violation(before, optimum, self.segments, squares)
        # the second half is measured where the first alone does not rule out that a fit is done
        near = np.flatnonzero(violation <= self.limit)
        before = self.words[:, near]
        optimum, squares = _update(self.words, self.segments, self.by_word)
        violation[near] += _violation(before, optimum[:, near], self.words[:, near], squares[near])
        self.limit = np.where(self.passes == 1, self.tolerance * violation, self.limit)
        at_end = (violation <= self.limit) & (self.passes > 1) | (self.passes == PASSES)
        for slot in np.flatnonzero(at_end & (self.limit >= 0)):
            yield self.places[slot], (self.segments[:, slot].T.copy(), self.words[:, slot].copy())
            self.limit[slot] = -1.0  # it stays where it is until several are done
        done = np.flatnonzero(self.limit < 0)
        if len(done) * DONE >= len(self.places):
            self._replace(done)

    def _replace(self, done: npt.NDArray[np.intp]) -> None:
        """Put tables that wait in the place of those that are done."""
        new = list(zip(done.tolist(), self.waiting, strict=False))
        for slot, place in new:
            self.places[slot], self.passes[slot], self.limit[slot] = place, 0, np.inf
            self.segments[:, slot], self.words[:, slot] = self.starts[place][0].T, self.starts[place][1]
        kept = self.limit >= 0
        if not kept.all():
            self.places = [place for place, keep in zip(self.places, kept, strict=True) if keep]
            self.passes, self.limit = self.passes[kept], self.limit[kept]
            self.segments = self.segments.compress(kept, axis=1)
            self.words = self.words.compress(kept, axis=1)
        if self.places:
            self._lay_out()


def _on_diagonal(tables: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """Return tables of one shape along the diagonal of one: `scipy.sparse.block_diag`, but faster."""
    rows, columns = tables[0].shape
    filled = np.cumsum([0, *(table.nnz for table in tables)])
    data = np.concatenate([table.data for table in tables])
    indices = np.concatenate([table.indices + place * columns for place, table in enumerate(tables)])
    ends = [table.indptr[1:] + before for table, before in zip(tables, filled[:-1], strict=True)]
    shape = (rows * len(tables), columns * len(tables))
    return sparse.csr_array((data, indices, np.concatenate([[0], *ends])), shape=shape)


def _update(factor: Array, other: Array, table: sparse.csr_array) -> tuple[Array, Array]:
    """Update one factor in place, topic by topic; return the unbounded optima, and ``h_t · h_t``.

    For a topic t with the others fixed the optimum is ``(X h_t - Σ_r≠t w_r (h_r · h_t)) / (h_t · h_t)``.
    """
    products = other.transpose(1, 0, 2) @ other.transpose(1, 2, 0)
    squares = np.diagonal(products, axis1=1, axis2=2)
    empty = squares == 0
    scale = np.where(empty, 1.0, squares)
    steps, topics = products / scale[:, :, None], np.arange(len(factor))
    # an empty topic of the other factor stays as it is in this one
    steps[:, topics, topics] = np.where(empty, -1.0, 0.0)
    optimum = np.empty_like(factor)
    aim = (table @ other.reshape(len(other), -1).T).T.reshape(factor.shape)
    np.divide(aim, scale.T[:, :, None], out=optimum)
    stacked = factor.transpose(1, 0, 2)
    for topic in topics:
        optimum[topic] -= (steps[:, topic : topic + 1] @ stacked)[:, 0]
        np.maximum(optimum[topic], 0.0, out=factor[topic])
    return optimum, squares


def _violation(before: Array, optimum: Array, after: Array, squares: Array) -> Array:
    """Return by table the sum of the absolute gradients, without those that push a zero below zero."""
    distance = np.where(before > 0, optimum, after)
    distance -= before
    return np.einsum("tbr,bt->b", np.abs(distance, out=distance), squares)
