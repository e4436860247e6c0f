"""NMF and LDA: counts of segments × words as the product of segments × topics and topics × words."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import svds
from sklearn import config_context
from sklearn.decomposition import non_negative_factorization
from sklearn.exceptions import ConvergenceWarning

from ..errors import DhtoolsError
from .batched_nmf import Sample, Table, factorise
from .variational import topic_shares, variational_lda

Array = npt.NDArray[np.float64]
#: From counts of other segments to segments × topics.
Projector = Callable[[sparse.csr_array], Array]

#: Passes of Gibbs sampling, and of variational inference over all segments.
GIBBS_ITERATIONS, VARIATIONAL_PASSES = 1000, 20
#: Up to so many rows or columns the singular vectors come from a dense decomposition; up to the second number
#: also where singular values are tied.
LARGEST_DENSE, LARGEST_DENSE_TIED = 500, 3000
#: A singular value, or a difference of two, that is a smaller part of the first one is rounding.
_ROUNDING = 1e-7


@dataclass(frozen=True, slots=True)
class Factors:
    """What a fit gives: topics × words, segments × topics, the share explained, a way to project."""

    words: Array
    segments: Array
    explained: float
    project: Projector


def no_topics(counts: sparse.csr_array) -> Factors:
    """Return the factors of a model without topics."""
    segments, words = counts.shape
    return Factors(
        np.zeros((0, words)), np.zeros((segments, 0)), 0.0, lambda other: np.zeros((other.shape[0], 0))
    )


def _nmf(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    return _factorised(Sample(Table.of(counts)), lambda weights: singular_starts(weights, [k])[k])


def _nmf_random(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    return _factorised(Sample(Table.of(counts)), lambda weights: random_start(weights, k, seed))


def _factorised(sample: Sample, start: Callable[[sparse.csr_array], tuple[Array, Array]]) -> Factors:
    weights = sample.weights
    ((found, words),) = factorise([sample], [start(weights)])
    length = np.linalg.norm(words, axis=1)

    def project(other: sparse.csr_array) -> Array:
        # counts are finite, and the options ours
        with warnings.catch_warnings(), config_context(assume_finite=True, skip_parameter_validation=True):
            warnings.simplefilter("ignore", ConvergenceWarning)
            segments, _, _ = non_negative_factorization(
                sample.tf_idf.transform(other),
                H=words,
                n_components=len(words),
                init="custom",
                update_H=False,
                tol=1e-12,  # of all segments together: each is described alike alone and among others
            )
        return segments * length

    return Factors(words, found * length, _explained(weights, found, words), project)


def random_start(weights: sparse.csr_array, k: int, seed: int) -> tuple[Array, Array]:
    """Return factors of numbers drawn at random, as scikit-learn draws them."""
    random = np.random.RandomState(seed)
    mean = np.sqrt(weights.mean() / k)
    words = mean * np.abs(random.standard_normal((k, weights.shape[1])))
    return mean * np.abs(random.standard_normal((weights.shape[0], k))), words


def singular_starts(weights: sparse.csr_array, ks: Iterable[int]) -> dict[int, tuple[Array, Array]]:
    """Return by number of topics the NNDSVD start of Boutsidis and Gallopoulos, from exact singular vectors.

    scikit-learn takes them from a randomised decomposition, so that its start depends on the seed. The start
    for few topics is the first part of that for many.
    """
    ks = list(ks)
    left, size, right = _singular_vectors(weights, max(ks))
    segments, words = np.zeros(left.shape), np.zeros(right.shape)
    for topic in range(len(size)):
        # the first vectors have one sign throughout, up to rounding; of the others the heavier half is kept
        halves = [
            (np.maximum(sign * left[:, topic], 0), np.maximum(sign * right[topic], 0)) for sign in (1, -1)
        ]
        column, row = max(halves, key=lambda half: np.linalg.norm(half[0]) * np.linalg.norm(half[1]))
        length = np.linalg.norm(column), np.linalg.norm(row)
        scale = np.sqrt(size[topic] * length[0] * length[1])
        if scale > 0:
            segments[:, topic], words[topic] = scale * column / length[0], scale * row / length[1]
    return {k: (segments[:, :k], words[:k]) for k in ks}


def _singular_vectors(matrix: sparse.csr_array, k: int) -> tuple[Array, Array, Array]:
    """Return the first k, from the products of the shorter side: LAPACK draws nothing if values are tied."""
    if matrix.shape[0] > matrix.shape[1]:
        right, size, left = _singular_vectors(matrix.T.tocsr(), k)
        return left.T, size, right.T
    rows = matrix.shape[0]
    if rows > LARGEST_DENSE and k + 1 < rows:
        # from a fixed start; one vector more shows whether the last one is tied
        left, size, right = svds(matrix, k + 1, v0=np.random.default_rng(0).random(rows))
        left, size, right = left[:, ::-1], size[::-1], right[::-1]
        if rows > LARGEST_DENSE_TIED or _distinct(size):
            return left[:, :k], size[:k], right[:k]
    squares, left = eigh((matrix @ matrix.T).toarray(), subset_by_index=[max(rows - k, 0), rows - 1])
    left, size = left[:, ::-1], np.sqrt(np.maximum(squares[::-1], 0.0))
    # what is only rounding is zero: the table has fewer dimensions than topics are asked for
    known = size > _ROUNDING * size[0]
    right = np.zeros((len(size), matrix.shape[1]))
    right[known] = (left.T @ matrix)[known] / size[known, None]
    return left, np.where(known, size, 0.0), right


def _distinct(size: Array) -> bool:
    """Whether no two singular values are equal, and only the last one may be zero."""
    return bool((-np.diff(size) > _ROUNDING * size[0]).all())


def _explained(matrix: sparse.csr_array, segments: Array, words: Array) -> float:
    """Return ``1 - ||X - WH||² / ||X||²``, without the dense product WH."""
    whole = float((matrix.data**2).sum())
    shared = float((segments * (matrix @ words.T)).sum())
    modelled = float(((segments.T @ segments) * (words @ words.T)).sum())
    return (2 * shared - modelled) / whole


def _lda(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    topics, shares = variational_lda(counts, k, seed, VARIATIONAL_PASSES)
    words = topics / topics.sum(axis=1, keepdims=True)
    return Factors(
        words, shares, _frequencies_explained(counts, shares, words), partial(topic_shares, topics=topics)
    )


def _lda_gibbs(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    try:
        import tomotopy
    except ImportError:
        raise DhtoolsError(
            'model="lda_gibbs" needs tomotopy, which is not installed: pip install "dhtools[lda]".'
        ) from None
    lda = tomotopy.LDAModel(k=k, seed=seed)
    for words in _in_words(counts):
        lda.add_doc(words)
    lda.train(GIBBS_ITERATIONS, workers=1)
    weights = np.zeros((k, counts.shape[1]))
    columns = [int(word) for word in lda.used_vocabs]
    weights[:, columns] = [lda.get_topic_word_dist(topic) for topic in range(k)]
    shares = np.array([document.get_topic_dist() for document in lda.docs])

    def project(other: sparse.csr_array) -> Array:
        unseen = [lda.make_doc(words) for words in _in_words(other)]
        found, _ = lda.infer(unseen, workers=1) if unseen else ([], None)
        return np.array(found).reshape(-1, k)

    return Factors(weights, shares, _frequencies_explained(counts, shares, weights), project)


def _in_words(counts: sparse.csr_array) -> list[list[str]]:
    """Return every row as a list of words, each by the number of its column."""
    rows = np.split(np.repeat(counts.indices, counts.data), np.cumsum(counts.sum(axis=1))[:-1])
    return [[str(column) for column in row] for row in rows]


def _frequencies_explained(counts: sparse.csr_array, shares: Array, words: Array) -> float:
    total = np.asarray(counts.sum(axis=1), dtype=np.float64)
    return _explained(sparse.csr_array(counts.multiply(1 / total[:, None])), shares, words)


#: The models by name. To add one: a function of counts (segments × words), number of topics and seed.
TOPIC_MODELS: Mapping[str, Callable[[sparse.csr_array, int, int], Factors]] = MappingProxyType(
    {"nmf": _nmf, "nmf_random": _nmf_random, "lda": _lda, "lda_gibbs": _lda_gibbs}
)
