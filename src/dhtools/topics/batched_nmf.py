"""NMF of many samples of segments at once, by coordinate descent with extrapolation.

A fit is of the tf-idf weights of some segments of a table, ``X = diag(r) L diag(w)``: ``L = 1 + ln c`` of the
counts c, the weights w of the words, and r, which gives rows the length 1 and is 0 for segments that are not
in the sample. L is the same for all samples of a table. So their factors stand side by side, and one product
with L serves all. A pass updates both factors topic by topic, as scikit-learn's solver ``cd`` does, and goes
on a little in the same direction. It needs a third of the passes, and what it finds at the end of them is
nearer to the optimum.

Sources: Cichocki and Phan (2009), Fast local algorithms for large scale nonnegative matrix and tensor
factorizations, IEICE Transactions E92-A(3), 708-721, doi:10.1587/transfun.E92.A.708 (updates); Ang and Gillis
(2019), Accelerating nonnegative matrix factorization algorithms using extrapolation, Neural Computation
31(2), 417-439, doi:10.1162/neco_a_01157 (extrapolation, and its constants).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .document_term_matrix import tfidf_transformer

Array = npt.NDArray[np.float64]

#: Passes over all topics, at most.
PASSES = 200
#: Passes between two looks at what is done.
LOOK = 5
#: A fit is done when its violation of the optimality conditions is this part of that of the first pass.
TOLERANCE = 4e-4
#: Factors of so many cells are updated together: more do not stay in the processor's cache.
CELLS = 100_000
#: Fits that are done are replaced when they are this part of the stack: one in so many.
DONE = 6
#: The step beyond an update at first; how it and its limit grow; what it is divided by if the fit gets worse.
STEP, GROWTH, LIMIT_GROWTH, SHRINKAGE = 0.5, 1.05, 1.01, 1.5


@dataclass(frozen=True, slots=True)
class Table:
    """Counts c of segments × words, ``L = 1 + ln c``, its transpose, and the squares of L."""

    counts: sparse.csr_array
    logs: sparse.csr_array
    logs_by_word: sparse.csr_array
    squares: sparse.csr_array

    @classmethod
    def of(cls, counts: sparse.csr_array) -> Table:
        """Return the table of some counts."""
        logs = counts.astype(np.float64)
        logs.data = 1 + np.log(logs.data)
        return cls(counts, logs, logs.T.tocsr(), logs * logs)


class Sample:
    """Some segments of a table: the scales of their tf-idf weights, and these weights."""

    def __init__(self, table: Table, rows: npt.NDArray[np.integer] | None = None) -> None:
        self.table = table
        self.rows = np.arange(table.counts.shape[0]) if rows is None else rows
        self._counts = table.counts if rows is None else table.counts[rows]
        self.tf_idf = tfidf_transformer().fit(self._counts)
        self.words: Array = self.tf_idf.idf_
        squares = (table.squares @ self.words**2)[self.rows]
        self.segments = np.zeros(table.counts.shape[0])
        self.segments[self.rows] = np.divide(1, np.sqrt(squares), out=squares, where=squares > 0)

    @cached_property
    def weights(self) -> sparse.csr_array:
        """The tf-idf weights of the segments drawn."""
        return self.tf_idf.transform(self._counts)


#: Segments × topics and topics × words.
Factors = tuple[Array, Array]


def factorise(samples: Sequence[Sample], starts: Sequence[Factors]) -> list[Factors]:
    """Factorise samples of tables of one shape.

    Parameters
    ----------
    samples : sequence of Sample
        Those of one table stand together.
    starts : sequence of pairs of arrays
        Segments of the sample × topics and topics × words, not negative, for each sample.

    Returns
    -------
    list of pairs of arrays
        Segments of the sample × topics and topics × words, in the order of the samples.
    """
    found: dict[int, Factors] = {}
    stack = _Stack(samples, starts) if len(samples) else None
    while stack and stack.places:
        found.update(stack.advance())
    return [found[place] for place in range(len(samples))]


def stack_size(shape: tuple[int, int], k: int) -> int:
    """Return how many samples of tables of a shape are fitted together."""
    return max(1, CELLS // max(1, k * sum(shape)))


class _Stack:
    """The fits that are being made; factors are topics × fits × segments or words here.

    *segments* and *words* are the factors after the last pass that made a fit better, and *ahead* is where
    the words go on from.
    """

    def __init__(self, samples: Sequence[Sample], starts: Sequence[Factors]) -> None:
        self.samples, self.starts, first = samples, starts, starts[0]
        self.size = stack_size((len(samples[0].segments), first[1].shape[1]), len(first[1]))
        self.waiting = iter(range(len(samples)))
        self.places: list[int] = []
        rows, (topics, columns) = len(samples[0].segments), first[1].shape
        self.segments, self.words, self.ahead = (
            np.zeros((topics, 0, length)) for length in (rows, columns, columns)
        )
        self.passes, self.step, self.limit, self.error, self.tolerated = np.zeros((5, 0))
        self._admit()

    def _admit(self) -> None:
        """Fill the stack with fits that wait."""
        new = list(islice(self.waiting, self.size - len(self.places)))
        factors = [self._on_all_segments(place) for place in new]
        self.places += new
        for name, of_new in zip(("segments", "words"), zip(*factors, strict=True), strict=False):
            setattr(self, name, np.concatenate([getattr(self, name), np.stack(of_new, axis=1)], axis=1))
        self.ahead = np.concatenate([self.ahead, self.words[:, len(self.places) - len(new) :]], axis=1)
        begun = {"passes": 0, "step": STEP, "limit": 1, "error": np.inf, "tolerated": 0}
        for name, value in begun.items():
            setattr(self, name, np.append(getattr(self, name), np.full(len(new), float(value))))
        self._lay_out()

    def _on_all_segments(self, place: int) -> Factors:
        sample, (segments, words) = self.samples[place], self.starts[place]
        whole = np.zeros((segments.shape[1], len(sample.segments)))
        whole[:, sample.rows] = segments.T
        return whole, words

    def _lay_out(self) -> None:
        """Note which fits are of one table, and the scales of all."""
        samples = [self.samples[place] for place in self.places]
        self.by_table: list[tuple[Table, slice]] = []
        at = 0
        for _, of_table in groupby(samples, key=lambda sample: id(sample.table)):
            together = list(of_table)
            self.by_table.append((together[0].table, slice(at, at + len(together))))
            at += len(together)
        if samples:
            self.of_segments = np.stack([sample.segments for sample in samples])
            self.of_words = np.stack([sample.words for sample in samples])

    def advance(self) -> Iterator[tuple[int, Factors]]:
        """Make some passes over all fits, and yield the place and the factors of those that are done."""
        for turn in range(LOOK):
            begins = turn == 0 and not self.passes.all()
            violation = self._pass(measured=begins or turn == LOOK - 1)
            if begins:
                self.tolerated = np.where(self.passes == 0, TOLERANCE * violation, self.tolerated)
        self.passes += LOOK
        done = (violation <= self.tolerated) | (self.passes >= PASSES)
        for slot in np.flatnonzero(done & np.isfinite(self.passes)):
            place = self.places[slot]
            yield place, (self.segments[:, slot, self.samples[place].rows].T, self.words[:, slot].copy())
            self.passes[slot] = np.inf  # it stays in the stack until several are done
        done = np.isinf(self.passes)
        if done.sum() * DONE >= len(done):
            self._keep(np.flatnonzero(~done))
            self._admit()

    def _keep(self, slots: npt.NDArray[np.intp]) -> None:
        self.places = [self.places[slot] for slot in slots]
        for name in ("segments", "words", "ahead"):
            setattr(self, name, getattr(self, name).take(slots, axis=1))
        for name in ("passes", "step", "limit", "error", "tolerated"):
            setattr(self, name, getattr(self, name)[slots])

    def _pass(self, *, measured: bool) -> Array:
        """Update both factors of each fit and go beyond, or step back where the fit got worse."""
        step = self.step[:, None]
        aim = self._products(self.ahead, self.of_words, self.of_segments, by_word=False)
        segments, violation = _updated(self.segments, self.ahead, aim, measured=measured)
        segments = _beyond(self.segments, segments, step)
        aim = self._products(segments, self.of_segments, self.of_words, by_word=True)
        words, of_words = _updated(self.ahead, segments, aim, measured=measured)
        ahead = _beyond(self.words, words, step)
        error = _squared_error(segments, words, aim)
        better = error <= self.error
        for slot in np.flatnonzero(~better):
            segments[:, slot], words[:, slot] = self.segments[:, slot], self.words[:, slot]
            ahead[:, slot], error[slot] = self.words[:, slot], self.error[slot]
        self.segments, self.words, self.ahead, self.error = segments, words, ahead, error
        self.limit, self.step = (
            np.where(better, np.minimum(1.0, LIMIT_GROWTH * self.limit), self.step),
            np.where(better, np.minimum(self.limit, GROWTH * self.step), self.step / SHRINKAGE),
        )
        return np.where(better, violation + of_words, np.inf)

    def _products(self, factor: Array, inner: Array, outer: Array, *, by_word: bool) -> Array:
        """Return the product of the weights with a factor: its *inner* side is summed over."""
        topics, fits = factor.shape[:2]
        found = np.empty((topics, fits, outer.shape[1]))
        for table, slots in self.by_table:
            logs = table.logs_by_word if by_word else table.logs
            scaled = (factor[:, slots] * inner[slots]).transpose(2, 1, 0)
            side_by_side = logs @ np.ascontiguousarray(scaled).reshape(len(scaled), -1)
            of_table = side_by_side.reshape(len(side_by_side), -1, topics).transpose(2, 1, 0)
            np.multiply(of_table, outer[slots], out=found[:, slots])
        return found


def _beyond(before: Array, after: Array, step: Array) -> Array:
    """Return a factor that goes on from one to another, by a step, and not below zero."""
    beyond = after - before
    beyond *= step
    beyond += after
    return np.maximum(beyond, 0.0, out=beyond)


def _updated(factor: Array, other: Array, aim: Array, *, measured: bool) -> tuple[Array, Array]:
    """Return one factor updated topic by topic, and by fit the violation of optimality before, if measured.

    For a topic t with the others fixed the optimum is
    ``(X h_t - Σ_r≠t w_r (h_r · h_t)) / (h_t · h_t)``; *aim* is ``X h_t``. The violation is the sum of the
    absolute gradients, without those that push a zero below zero.
    """
    products = other.transpose(1, 0, 2) @ other.transpose(1, 2, 0)
    squares = np.diagonal(products, axis1=1, axis2=2).copy()
    empty, topics = squares == 0, np.arange(len(factor))
    # an empty topic of the other factor stays as it is in this one
    products[:, topics, topics] = np.where(empty, -1.0, 0.0)
    scale = np.where(empty, 1.0, squares)[:, :, None]
    updated, optimum = factor.copy(), np.empty_like(factor) if measured else None
    stacked = updated.transpose(1, 0, 2)
    for topic in topics:
        best = (products[:, topic : topic + 1] @ stacked)[:, 0]
        np.subtract(aim[topic], best, out=best)
        best /= scale[:, topic]
        np.maximum(best, 0.0, out=updated[topic])
        if optimum is not None:
            optimum[topic] = best
    if optimum is None:
        return updated, np.zeros(len(squares))
    distance = np.where(factor > 0, optimum, updated)
    distance -= factor
    return updated, np.einsum("tbr,bt->b", np.abs(distance, out=distance), squares)


def _squared_error(segments: Array, words: Array, aim: Array) -> Array:
    """Return by fit ``||X - WH||² - ||X||²``, where *aim* is ``Wᵀ X``."""
    grams = [factor.transpose(1, 0, 2) @ factor.transpose(1, 2, 0) for factor in (segments, words)]
    return (grams[0] * grams[1]).sum(axis=(1, 2)) - 2 * np.einsum("tbr,tbr->b", words, aim)
