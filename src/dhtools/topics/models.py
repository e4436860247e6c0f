"""Topic models behind one interface: words and segments described by a few weighted lists of words."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from threadpoolctl import ThreadpoolController

from ..errors import DhtoolsError, check_choice, check_whole
from ..shown import Shown
from ..wording import counted
from .document_term_matrix import DocumentTermMatrix
from .factorisation import TOPIC_MODELS, Array, Projector, no_topics

#: Of the generators that scikit-learn and tomotopy take.
LARGEST_SEED = 2**32 - 1
#: Words by which a topic shows itself.
_TOP = 6


@dataclass(frozen=True, slots=True, repr=False)
class TopicModel(Shown):
    """A fitted topic model.

    Attributes
    ----------
    documents : DocumentTermMatrix
        What it was fitted to.
    model, seed
        As for `fit_topics`.
    word_weights : DataFrame
        Topics × words; each row sums to 1. Topics are numbered from 1, the largest first.
    shares : DataFrame
        Segments × topics; each row sums to 1, or is missing where no word of a topic occurs in the segment.
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
    _project: Projector

    def _headline(self) -> str:
        explained = f", which explain {self.explained:.0%}"
        return f"{counted(len(self.topics), 'topic')} ({self.model}){explained} of {self.documents!r}"

    def _view(self) -> pd.DataFrame:
        words = self.word_weights
        top = words.columns.to_numpy()[np.argsort(-words.to_numpy(), axis=1, kind="stable")[:, :_TOP]]
        return pd.DataFrame({"words": [" · ".join(map(str, row)) for row in top]}, index=self.topics)

    @property
    def topics(self) -> pd.Index:
        """The numbers of the topics."""
        return self.word_weights.index

    @property
    def dominant(self) -> pd.Series:
        """The topic with the largest share in each segment; 0 where there is none."""
        return pd.Series(dominant(self.shares.to_numpy()), index=self.shares.index, name="topic")

    def project(self, documents: DocumentTermMatrix) -> pd.DataFrame:
        """Describe other segments by these topics, which stay as they are.

        Parameters
        ----------
        documents : DocumentTermMatrix
            Counted with the vocabulary of this model:
            ``document_term_matrix(tokens, vocabulary=model.documents.vocabulary)``.

        Returns
        -------
        DataFrame
            Segments × topics, as `shares`.

        Raises
        ------
        DhtoolsError
            If the vocabulary is another one.
        """
        if not documents.vocabulary.equals(self.documents.vocabulary):
            raise DhtoolsError(
                "project: the documents have another vocabulary than the model. Count them with "
                "document_term_matrix(tokens, vocabulary=model.documents.vocabulary)."
            )
        return _shares(self._project(documents.counts), documents.segments, self.topics)


def fit_topics(documents: DocumentTermMatrix, k: int, *, model: str = "nmf", seed: int = 0) -> TopicModel:
    """Fit a topic model.

    Parameters
    ----------
    documents : DocumentTermMatrix
        Without empty segments.
    k : int
        Number of topics. 0 gives a model whose tables are empty: for texts too short to have topics.
    model : {"nmf", "nmf_random", "lda", "lda_gibbs"}
        * ``nmf``: non-negative matrix factorisation of tf-idf (`DocumentTermMatrix.tf_idf`) by coordinate
          descent under the Frobenius norm, started from the exact singular vectors (NNDSVD). It draws
          nothing: the same documents give the same topics (of more than 3,000 segments and as many words only
          where no singular values are equal). The choice for small corpora.
        * ``nmf_random``: the same from a start at random.
        * ``lda``: latent Dirichlet allocation of the counts by variational inference (as in scikit-learn).
        * ``lda_gibbs``: the same by collapsed Gibbs sampling (tomotopy, ``pip install "dhtools[lda]"``), one
          worker, priors re-estimated every tenth pass.
    seed : int
        For the models that draw.

    Returns
    -------
    TopicModel
        The shares of NMF are ``W · ||H||``, divided by their sum in the segment. They do not depend on how a
        factor is scaled between the two matrices.

    Raises
    ------
    DhtoolsError
        If *k* is larger than the number of segments or words, a segment is empty, the model is unknown, or
        tomotopy is not installed.

    Notes
    -----
    Sources: Lee and Seung (1999), Nature 401, 788-791, doi:10.1038/44565 (NMF); Boutsidis and Gallopoulos
    (2008), Pattern Recognition 41(4), 1350-1362, doi:10.1016/j.patcog.2007.09.010 (NNDSVD); Blei, Ng and
    Jordan (2003), Journal of Machine Learning Research 3, 993-1022 (LDA); Griffiths and Steyvers (2004), PNAS
    101, 5228-5235, doi:10.1073/pnas.0307752101 (Gibbs sampling).

    Examples
    --------
    >>> counts = sparse.csr_array(np.array([[2, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 2]]))
    >>> segments, words = pd.Index(["a_1", "a_2", "b_1"]), pd.Index(["party", "press", "army", "war"])
    >>> documents = DocumentTermMatrix(counts, segments, pd.Index(["a", "a", "b"]), words, "all words")
    >>> fit_topics(documents, 2).shares.round(2).to_numpy().tolist()
    [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    check_choice("model", model, TOPIC_MODELS)
    _check(documents, k, seed)
    with one_thread():
        factors = TOPIC_MODELS[model](documents.counts, k, seed) if k else no_topics(documents.counts)
    order = largest_first(factors.segments)
    topics = pd.RangeIndex(1, k + 1, name="topic")

    def project(counts: sparse.csr_array) -> Array:
        # a segment without a word has no share; LDA would answer with its prior, and tomotopy end the process
        filled = np.diff(counts.indptr) > 0
        strength = np.zeros((len(filled), k))
        if filled.any():
            with one_thread():
                strength[filled] = factors.project(counts[filled])[:, order]
        return strength

    return TopicModel(
        documents=documents,
        model=model,
        seed=seed,
        word_weights=pd.DataFrame(weights(factors.words[order]), index=topics, columns=documents.vocabulary),
        shares=_shares(factors.segments[:, order], documents.segments, topics),
        explained=factors.explained,
        _project=project,
    )


def _check(documents: DocumentTermMatrix, k: int, seed: int) -> None:
    for name, given in (("k", k), ("seed", seed)):
        check_whole(name, given, 0)
    if seed > LARGEST_SEED:
        raise DhtoolsError(f"seed={seed}: give a whole number from 0 to {LARGEST_SEED}.")
    if k and not len(documents.vocabulary):
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


def one_thread() -> AbstractContextManager:
    """Keep matrix products in one thread: the last digits of a fit depend on their number."""
    return _threads().limit(limits=1, user_api="blas")


def largest_first(strength: Array) -> npt.NDArray[np.intp]:
    """Return the order of the topics by their strength in all segments; of equal ones the first is first."""
    return np.lexsort((np.arange(strength.shape[1]), -np.round(strength.sum(axis=0), 9)))


def weights(words: Array) -> Array:
    """Return topics × words with rows that sum to 1; a topic without words stays empty."""
    mass = words.sum(axis=1, keepdims=True)
    return np.divide(words, mass, out=np.zeros_like(words), where=mass > 0)


def shares(strength: Array) -> Array:
    """Return segments × topics with rows that sum to 1, or are missing where a segment has no topic."""
    total = strength.sum(axis=1, keepdims=True)
    # what is left of a topic where none of its words occurs, 1e-66 of a row of length 1, is rounding
    strength = np.where(strength > 1e-12 * total, strength, 0.0)
    return np.divide(strength, total, out=np.full_like(strength, np.nan), where=total > 1e-12)


def dominant(shares: Array) -> npt.NDArray[np.intp]:
    """Return the number of the largest topic of each segment; 0 where there is none."""
    return np.column_stack([np.zeros(len(shares)), np.nan_to_num(shares)]).argmax(axis=1)


def _shares(strength: Array, segments: pd.Index, topics: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(shares(strength), index=segments, columns=topics)
