"""Variational LDA: the shares of topics in many segments found at once.

The updates, their start and their end are those of scikit-learn's `LatentDirichletAllocation`, which takes
one segment after the other: the result is the same to rounding, some three times faster. Source: Hoffman,
Blei and Bach (2010), Online learning for Latent Dirichlet Allocation, NIPS 23, 856-864.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import psi

Array = npt.NDArray[np.float64]
#: The shares of a segment are updated until they change by less in the mean, or so many times.
TOLERANCE, UPDATES = 1e-3, 100
#: So many segments are updated at once: their words have to stay in the processor's cache.
_TOGETHER = 256
#: Settled segments are taken out when no more than this part of the others still moves: taking out is a copy.
_WORTH_KEEPING = 0.8


@dataclass(frozen=True, slots=True)
class _Padded:
    """Segments of about as many different words: by segment its number, its words and their counts.

    A segment with fewer words than the others has the first word of the vocabulary, 0 times, in their place.
    """

    rows: npt.NDArray[np.intp]
    words: npt.NDArray[np.intp]
    counts: Array


def variational_lda(counts: sparse.csr_array, k: int, seed: int, passes: int) -> tuple[Array, Array]:
    """Fit *k* topics: return topics × words, parameters of Dirichlet distributions, and segments × topics.

    * counts: Segments × words, whole numbers.
    * passes: Over all segments.
    """
    random = np.random.RandomState(seed)  # scikit-learn's generator: the same seed starts at the same place
    n_segments, n_words = counts.shape
    parts = _padded(counts)
    topics = random.gamma(100.0, 0.01, (k, n_words))
    for _ in range(passes):
        start = random.gamma(100.0, 0.01, (n_segments, k))
        topics = 1 / k + _updated(parts, _expected(topics), start)[1]
    return topics, topic_shares(counts, topics)


def topic_shares(counts: sparse.csr_array, topics: Array) -> Array:
    """Return segments × topics, the shares of fitted topics in segments."""
    shares, _ = _updated(_padded(counts), _expected(topics), np.ones((counts.shape[0], len(topics))))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _padded(counts: sparse.csr_array) -> list[_Padded]:
    """Return the segments in parts, those with few different words first."""
    sizes = np.diff(counts.indptr)
    order, parts = np.argsort(sizes, kind="stable"), []
    for rows in np.split(order, np.arange(_TOGETHER, len(order), _TOGETHER)):
        words = np.zeros((len(rows), int(sizes[rows].max(initial=1))), dtype=np.intp)
        occurrences = np.zeros(words.shape)
        taken = np.arange(words.shape[1]) < sizes[rows][:, None]
        own = counts[rows]
        words[taken], occurrences[taken] = own.indices, own.data
        parts.append(_Padded(rows, words, occurrences))
    return parts


def _expected(parameters: Array) -> Array:
    """Return ``exp(E[log x])`` of Dirichlet distributions, one a row."""
    return np.asarray(np.exp(psi(parameters) - psi(parameters.sum(axis=1, keepdims=True))))


def _updated(parts: list[_Padded], topics: Array, start: Array) -> tuple[Array, Array]:
    """Return segments × topics, updated until they stay, and topics × words: the words assigned to topics."""
    shares, assigned = start.copy(), np.zeros_like(topics)
    by_word = np.ascontiguousarray(topics.T)
    for part in parts:
        # segments × topics × words: products along the words are quick
        weights = np.ascontiguousarray(by_word[part.words].transpose(0, 2, 1))
        shares[part.rows], expected = _settled(weights, part.counts, start[part.rows])
        ratio = part.counts / _mixture(weights, expected)
        for topic, of_topic in enumerate(expected.T):
            shared = (ratio * of_topic[:, None]).ravel()
            assigned[topic] += np.bincount(part.words.ravel(), shared, minlength=topics.shape[1])
    return shares, assigned * topics


def _mixture(weights: Array, expected: Array) -> Array:
    """Return segments × words: how probable a word is under all topics of its segment."""
    return np.asarray(np.matmul(expected[:, None, :], weights)[:, 0] + np.finfo(np.float64).eps)


def _settled(weights: Array, counts: Array, start: Array) -> tuple[Array, Array]:
    """Update the shares of each segment until they stay; return them, and ``exp(E[log share])``."""
    prior = 1 / start.shape[1]
    shares, expected = start.copy(), _expected(start)
    rows = np.arange(len(start))  # those that are not settled, and some that are
    moving = np.ones(len(rows), dtype=bool)
    for _ in range(UPDATES):
        ratio = counts / _mixture(weights, expected[rows])
        new = (expected[rows] * np.matmul(weights, ratio[:, :, None])[:, :, 0] + prior)[moving]
        moved = rows[moving]
        moving[moving] = np.abs(new - shares[moved]).mean(axis=1) >= TOLERANCE
        shares[moved], expected[moved] = new, _expected(new)
        if not moving.any():
            break
        if moving.mean() < _WORTH_KEEPING:
            rows, weights, counts = rows[moving], weights[moving], counts[moving]
            moving = np.ones(len(rows), dtype=bool)
    return shares, expected
