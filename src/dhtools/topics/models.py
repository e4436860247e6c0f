"""Topic models behind one interface: words and segments described by a few weighted lists of words.

Sources: NMF: Lee and Seung (1999), Nature 401, 788-791, doi:10.1038/44565; its start: Boutsidis and
Gallopoulos (2008), Pattern Recognition 41(4), 1350-1362, doi:10.1016/j.patcog.2007.09.010. LDA: Blei, Ng and
Jordan (2003), Journal of Machine Learning Research 3, 993-1022; by Gibbs sampling: Griffiths and Steyvers
(2004), PNAS 101, 5228-5235, doi:10.1073/pnas.0307752101.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import svds
from sklearn import config_context
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import ThreadpoolController

from ..errors import DhtoolsError, check_choice, check_whole
from .document_term_matrix import DocumentTermMatrix, tfidf_transformer

Array = npt.NDArray[np.float64]
Projector = Callable[[sparse.csr_array], Array]

#: Passes of Gibbs sampling, and of variational inference over all segments.
GIBBS_ITERATIONS, VARIATIONAL_PASSES = 1000, 20
#: Tables of no more cells are fitted dense.
DENSE = 500_000
#: NMF stops when its violation of the optimality conditions is this part of the first. With scikit-learn's
#: 1e-4 it takes a fifth more iterations, and its top words are the same but for one in a hundred.
TOLERANCE = 4e-4
#: Of the generators that scikit-learn and tomotopy take.
LARGEST_SEED = 2**32 - 1
#: Up to so many rows or columns the singular vectors come from a dense decomposition.
LARGEST_DENSE = 3000
_ROUNDING = 1e-7


@dataclass(frozen=True, slots=True)
class Factors:
    """What fitting gives: topics × words, segments × topics, the share explained, a way to project."""

    words: Array
    segments: Array
    explained: float
    project: Projector


@dataclass(frozen=True, slots=True)
class TopicModel:
    """A fitted topic model.

    Attributes
    ----------
    documents : Documents
        What it was fitted to.
    model : str
        One of `TOPIC_MODELS`.
    seed : int
    word_weights : DataFrame
        Topics × words; each row sums to 1. Topics are numbered from 1, the largest first.
    shares : DataFrame
        Segments × topics; each row sums to 1, or is missing where no word of a topic stands in the segment.
    explained : float
        Share of what was modelled (tf-idf or relative frequencies) that the topics reproduce:
        ``1 - ||X - WH||² / ||X||²``, Frobenius norms.
    """

    documents: DocumentTermMatrix
    model: str
    seed: int
    word_weights: pd.DataFrame
    shares: pd.DataFrame
    explained: float
    _project: Projector = field(repr=False)

    @property
    def topics(self) -> pd.Index:
        """The numbers of the topics."""
        return self.word_weights.index

    @property
    def dominant(self) -> pd.Series:
        """The topic with the largest share in each segment; 0 where there is none."""
        return _dominant(self.shares)

    def project(self, documents: DocumentTermMatrix) -> pd.DataFrame:
        """Describe other segments by these topics, which stay as they are.

        Parameters
        ----------
        documents : Documents
            Counted with the vocabulary of this model: ``document_term_matrix(tokens, vocabulary=model.documents.words)``.

        Returns
        -------
        DataFrame
            Segments × topics, as `shares`.

        Raises
        ------
        DhtoolsError
            If the vocabulary is another one.
        """
        if not documents.words.equals(self.documents.words):
            raise DhtoolsError(
                "project: the documents have another vocabulary than the model. Count them with "
                "document_term_matrix(tokens, vocabulary=model.documents.words)."
            )
        return _shares(self._project(documents.counts), documents.segments, self.topics)


def fit_topics(documents: DocumentTermMatrix, k: int, *, model: str = "nmf", seed: int = 0) -> TopicModel:
    """Fit a topic model.

    Parameters
    ----------
    documents : Documents
        From `documents`, without empty segments.
    k : int
        Number of topics. 0 gives a model without topics, whose tables are empty: for texts too short to have
        any.
    model : {"nmf", "nmf_random", "lda", "lda_gibbs"}
        * ``nmf``: non-negative matrix factorisation of tf-idf (sublinear: 1 + ln count; smoothed idf; rows of
          length 1) by coordinate descent under the Frobenius norm, started from the exact singular vectors
          (NNDSVD). No seed plays a part: the same documents give the same topics (of more than
          `LARGEST_DENSE` segments and as many words only where no singular values are equal). The choice for
          small corpora.
        * ``nmf_random``: the same from a start at random.
        * ``lda``: latent Dirichlet allocation of the counts by variational inference (scikit-learn), in one
          process, since its result depends on their number.
        * ``lda_gibbs``: the same by collapsed Gibbs sampling (tomotopy, ``pip install "dhtools[lda]"``), one
          worker, priors re-estimated every tenth pass.
    seed : int
        For the models that draw.

    Returns
    -------
    TopicModel
        The shares of NMF are made from a topic's contribution to a segment, ``W · ||H||``, which does not
        depend on how a factor is scaled between the two matrices.

    Raises
    ------
    DhtoolsError
        If *k* is larger than the number of segments or words, a segment is empty, the model is unknown, or
        tomotopy is not installed.
    """
    check_choice("model", model, TOPIC_MODELS)
    _check(documents, k, seed)
    with _one_thread():
        factors = TOPIC_MODELS[model](documents.counts, k, seed) if k else _nothing(documents.counts)
    total = factors.segments.sum(axis=0)
    order = np.lexsort((np.arange(k), -np.round(total, 9)))
    topics = pd.RangeIndex(1, k + 1, name="topic")
    words = factors.words[order]
    mass = words.sum(axis=1, keepdims=True)
    weights = np.divide(words, mass, out=np.zeros_like(words), where=mass > 0)

    def project(counts: sparse.csr_array) -> Array:
        # a segment without a word has no share; LDA would answer with its prior, and tomotopy end the process
        held = np.diff(counts.indptr) > 0
        strength = np.zeros((len(held), k))
        if held.any():
            with _one_thread():
                strength[held] = factors.project(counts[held])[:, order]
        return strength

    return TopicModel(
        documents=documents,
        model=model,
        seed=seed,
        word_weights=pd.DataFrame(weights, index=topics, columns=documents.words),
        shares=_shares(factors.segments[:, order], documents.segments, topics),
        explained=factors.explained,
        _project=project,
    )


def _check(documents: DocumentTermMatrix, k: int, seed: int) -> None:
    for name, given in (("k", k), ("seed", seed)):
        check_whole(name, given, 0)
    if seed > LARGEST_SEED:
        raise DhtoolsError(f"seed={seed}: give a whole number from 0 to {LARGEST_SEED}.")
    if k and not len(documents.words):
        raise DhtoolsError(
            f"No word is left to tell subjects by: {documents.rule}. Lower min_df, raise max_df, shorten "
            "stop_words, or take more segments."
        )
    if k > min(documents.counts.shape):
        segments, words = documents.counts.shape
        raise DhtoolsError(
            f"k={k}: more topics than there are segments ({segments}) or words ({words}). Take fewer topics, "
            "shorter segments, or more text."
        )
    if k and len(documents.empty):
        raise DhtoolsError(
            f"{len(documents.empty)} of {len(documents)} segments, {documents.empty[0]!r} first, hold no "
            "word of the vocabulary. Leave them out with documents.without_empty(), or take longer segments."
        )


@lru_cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _one_thread() -> AbstractContextManager:
    """Keep matrix products in one thread: the last digits of a fit depend on their number."""
    return _threads().limit(limits=1, user_api="blas")


def _shares(strength: Array, segments: pd.Index, topics: pd.Index) -> pd.DataFrame:
    total = strength.sum(axis=1, keepdims=True)
    # what is left of a topic where none of its words stands, 1e-66 of a row of length 1, is rounding
    shares = np.divide(strength, total, out=np.full_like(strength, np.nan), where=total > 1e-12)
    return pd.DataFrame(shares, index=segments, columns=topics)


def _nothing(counts: sparse.csr_array) -> Factors:
    segments, words = counts.shape
    return Factors(
        np.zeros((0, words)), np.zeros((segments, 0)), 0.0, lambda other: np.zeros((other.shape[0], 0))
    )


def _nmf(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    return _factorised(counts, k, {"init": "custom"}, _singular_start)


def _nmf_random(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    return _factorised(counts, k, {"init": "random", "random_state": seed}, lambda matrix, k: {})


def _factorised(
    counts: sparse.csr_array,
    k: int,
    options: dict[str, Any],
    start: Callable[[sparse.csr_array, int], dict[str, Array]],
) -> Factors:
    tf_idf = tfidf_transformer().fit(counts)
    matrix = tf_idf.transform(counts)
    nmf = NMF(k, tol=TOLERANCE, **options)
    # counts are finite, and the options ours: to check them again takes as long as a tenth of the fit
    with warnings.catch_warnings(), config_context(assume_finite=True, skip_parameter_validation=True):
        # the iterations left out at the limit move no top word; a refit that hits it is as good as another
        warnings.simplefilter("ignore", ConvergenceWarning)
        found = nmf.fit_transform(_quick(matrix), **start(matrix, k))
    size = np.linalg.norm(nmf.components_, axis=1)
    return Factors(
        words=nmf.components_,
        segments=found * size,
        explained=_explained(matrix, found, nmf.components_),
        project=lambda other: nmf.transform(tf_idf.transform(other)) * size,
    )


def _quick(matrix: sparse.csr_array) -> sparse.csr_array | Array:
    """Return a small table dense: its products then take less time than finding out how to multiply it."""
    return matrix.toarray() if matrix.shape[0] * matrix.shape[1] <= DENSE else matrix


def _singular_start(matrix: sparse.csr_array, k: int) -> dict[str, Array]:
    """Return the NNDSVD start of Boutsidis and Gallopoulos, from exact singular vectors.

    scikit-learn takes them from a randomised decomposition, so that its start depends on the seed.
    """
    left, size, right = _singular_vectors(matrix, k)
    segments, words = np.zeros(left.shape), np.zeros(right.shape)
    for topic in range(k):
        # the first vectors have one sign throughout, up to rounding; of the others the heavier half is kept
        halves = [
            (np.maximum(sign * left[:, topic], 0), np.maximum(sign * right[topic], 0)) for sign in (1, -1)
        ]
        column, row = max(halves, key=lambda half: np.linalg.norm(half[0]) * np.linalg.norm(half[1]))
        length = np.linalg.norm(column), np.linalg.norm(row)
        scale = np.sqrt(size[topic] * length[0] * length[1])
        if scale > 0:
            segments[:, topic], words[topic] = scale * column / length[0], scale * row / length[1]
    return {"W": segments, "H": words}


def _singular_vectors(matrix: sparse.csr_array, k: int) -> tuple[Array, Array, Array]:
    """Return the first k, from the products of the shorter side: LAPACK draws nothing if values are tied."""
    if matrix.shape[0] > matrix.shape[1]:
        right, size, left = _singular_vectors(matrix.T.tocsr(), k)
        return left.T, size, right.T
    number = matrix.shape[0]
    if number > LARGEST_DENSE:
        left, size, right = svds(matrix, k, v0=np.ones(number))
        return left[:, ::-1], size[::-1], right[::-1]
    squares, left = eigh((matrix @ matrix.T).toarray(), subset_by_index=[max(number - k, 0), number - 1])
    left, size = left[:, ::-1], np.sqrt(np.maximum(squares[::-1], 0.0))
    # below this a value is rounding: the table has fewer dimensions than topics are asked for
    known = size > _ROUNDING * size[0]
    right = np.zeros((len(size), matrix.shape[1]))
    right[known] = (left.T @ matrix)[known] / size[known, None]
    return left, np.where(known, size, 0.0), right


def _explained(matrix: sparse.csr_array, segments: Array, words: Array) -> float:
    whole = float((matrix.data**2).sum())
    shared = float((segments * (matrix @ words.T)).sum())
    modelled = float(((segments.T @ segments) * (words @ words.T)).sum())
    return (2 * shared - modelled) / whole


def _lda(counts: sparse.csr_array, k: int, seed: int) -> Factors:
    lda = LatentDirichletAllocation(k, random_state=seed, max_iter=VARIATIONAL_PASSES)
    shares = lda.fit_transform(counts)
    words = lda.components_ / lda.components_.sum(axis=1, keepdims=True)
    return Factors(words, shares, _frequencies_explained(counts, shares, words), lda.transform)


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
    weights[:, [int(word) for word in lda.used_vocabs]] = [
        lda.get_topic_word_dist(topic) for topic in range(k)
    ]
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


def _dominant(shares: pd.DataFrame) -> pd.Series:
    strength = np.column_stack([np.zeros(len(shares)), shares.fillna(0.0)])
    return pd.Series(np.append(0, shares.columns)[strength.argmax(axis=1)], index=shares.index, name="topic")


#: The models by name. To add one: a function of counts (segments × words), number of topics and seed.
TOPIC_MODELS: Mapping[str, Callable[[sparse.csr_array, int, int], Factors]] = MappingProxyType(
    {"nmf": _nmf, "nmf_random": _nmf_random, "lda": _lda, "lda_gibbs": _lda_gibbs}
)
