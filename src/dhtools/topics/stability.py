"""Stability: does a topic come back when a fifth of the segments is missing, more than chance would have it?

The baseline is the same calculation on words shuffled across segments, which leaves every segment its length
and every word its frequency, but no subject. A grouping at random would be too easy a baseline: NMF finds
something in shuffled words as well, and finds some of it again. Segments are drawn *without* replacement:
a segment that stands twice in a sample becomes a topic of its own.

Sources: Greene, O'Callaghan and Cunningham (2014), How many topics? Stability analysis for topic models, ECML
PKDD, 498-513, doi:10.1007/978-3-662-44848-9_32; Hubert and Arabie (1985), Comparing partitions, Journal of
Classification 2, 193-218, doi:10.1007/BF01908075.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from joblib import Parallel, delayed
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from ..errors import DhtoolsError, check_share, check_whole, is_whole
from ..progress import watched
from .document_term_matrix import DocumentTermMatrix
from .models import Array, TopicModel, fit_topics

#: Words by which a topic is recognised.
TOP = 10
#: Fewest shuffled tables that give a band of 95 per cent.
LEAST_NULLS = 20
#: Where another start is what a seed changes, the model that has one.
RANDOM_START = {"nmf": "nmf_random"}

#: Between these quantiles lie the middle 95 %.
LOW, HIGH = 0.025, 0.975
#: What a refit is compared for.
SUBSAMPLES, STARTS, SHUFFLED, SHUFFLED_WITHIN = "subsamples", "starts", "shuffled", "shuffled within texts"


@dataclass(frozen=True, slots=True)
class Stability:
    """A model, and what became of its topics in refits.

    Attributes
    ----------
    model : TopicModel
        Fitted to all segments.
    cards : DataFrame
        One row a *topic*:

        * *recurrence*: mean, over subsamples, of the share of top words that the topic has in common with its
          counterpart (Jaccard), with *low* and *high*, between which the middle 95 % of the subsamples lie;
        * *null_low*, *null_median*, *null_high*: the middle 95 % of the same mean for the topics of words
          shuffled across all segments, pooled over topics;
        * *within_high*: the upper end of that band if words are shuffled within each text only, which leaves
          the texts their different vocabularies; missing if there is one text;
        * *starts*: the mean over refits of all segments with other seeds, missing if there are none;
        * *stable*: whether the recurrence lies above *null_high*;
        * *beyond_texts*: whether it also lies above *within_high*.
    agreement : DataFrame
        How far segments are grouped alike: adjusted Rand index of the dominant topics, mean over refits
        *ari*, *low*, *high*, by *kind*: subsamples, starts, and the two baselines, whose low and high are
        the band of the mean.
    draws : DataFrame
        Every refit: *kind*, *draw*, *refit* (of that draw), *topic*, *jaccard*, *ari*.
    """

    model: TopicModel
    cards: pd.DataFrame
    agreement: pd.DataFrame
    draws: pd.DataFrame


def stability(
    documents: DocumentTermMatrix,
    k: int,
    *,
    model: str = "nmf",
    subsamples: int = 50,
    nulls: int = 50,
    starts: int = 10,
    within: bool = True,
    per_null: int = 5,
    share: float = 0.8,
    seed: int = 0,
    n_jobs: int | None = None,
) -> Stability:
    """Refit a model on subsamples, from other starts, and on shuffled words.

    Parameters
    ----------
    documents, k, model
        As for `fit_topics`.
    subsamples : int
        Refits, each on a *share* of the segments drawn without replacement.
    nulls : int
        Shuffled tables, from 20.
    starts : int
        Refits of all segments with seeds 1, 2, …; for ``nmf``, whose start is not drawn, from starts at
        random. 0: none.
    within : bool
        Shuffle words within each text as well, where there are several.
    per_null : int
        Refits of each shuffled table. A mean of so few varies more than that of all *subsamples*; the band is
        narrowed for it (`comparable`), unless there is one.
    share : float
        Share of the segments in a subsample, more than 0 to less than 1.
    seed : int
        Draws subsamples and shuffles. More of either does not change the first.
    n_jobs : int, optional
        Processes, as in joblib; otherwise what ``joblib.parallel_config`` says. The result does not depend
        on it.

    Returns
    -------
    Stability

    Raises
    ------
    DhtoolsError
        As `fit_topics`, or if a subsample has fewer segments than topics, or an option is out of its range.

    Notes
    -----
    Topics of a refit are matched with those of the model by the assignment that shares most top words. By the
    band of 95 per cent one shuffled topic in forty would be called stable; ``benchmarks/coverage_topics.py``
    found 14 of 400. A choice of *k* after a look at many makes this worse.
    """
    least = {"subsamples": 2, "nulls": LEAST_NULLS, "starts": 0, "per_null": 1}
    given = {"subsamples": subsamples, "nulls": nulls, "starts": starts, "per_null": per_null}
    for name, number in given.items():
        check_whole(name, number, least[name])
    if n_jobs == 0:
        raise DhtoolsError("n_jobs=0: give the number of processes, from 1; -1 for all cores.")
    _check_share(documents, k, share)
    refit = _Refits(k, model, share, per_null, seed)
    fitted = refit.fit(documents)
    tasks: list[tuple] = [(refit.subsampled, SUBSAMPLES, draw, fitted) for draw in range(subsamples)]
    tasks += [(refit.started, STARTS, draw, fitted) for draw in range(starts)]
    kinds = [SHUFFLED, SHUFFLED_WITHIN] if within and documents.texts.nunique() > 1 else [SHUFFLED]
    for kind in kinds:
        tasks += [(refit.shuffled, kind, draw, documents) for draw in range(nulls)]
    done = Parallel(n_jobs=n_jobs, return_as="generator")(delayed(task)(*given) for task, *given in tasks)
    draws = pd.concat(watched(done, "refits", total=len(tasks)), ignore_index=True)
    return Stability(fitted, _cards(fitted, draws), _agreement(draws), draws)


def _check_share(documents: DocumentTermMatrix, k: int, share: float) -> None:
    check_share("share", share, "the share of the segments in a subsample", one=False)
    drawn = round(share * len(documents))
    if is_whole(k, 1) and k > drawn:
        raise DhtoolsError(
            f"k={k}: a subsample of {share:.0%} of {len(documents)} segments has {drawn}, fewer than topics. "
            "Take fewer topics, shorter segments, or more text."
        )


@dataclass(frozen=True, slots=True)
class _Refits:
    """The refits of one model: every draw has a generator of its own, so that their order does not matter."""

    k: int
    model: str
    share: float
    per_null: int
    seed: int

    def fit(self, documents: DocumentTermMatrix) -> TopicModel:
        return fit_topics(documents, self.k, model=self.model, seed=self.seed)

    def subsampled(self, kind: str, draw: int, fitted: TopicModel) -> pd.DataFrame:
        random = np.random.default_rng([self.seed, 0, draw])
        return self._compared(kind, draw, fitted, self._subsample(fitted.documents, random))

    def started(self, kind: str, draw: int, fitted: TopicModel) -> pd.DataFrame:
        model = RANDOM_START.get(self.model, self.model)
        other = fit_topics(fitted.documents, self.k, model=model, seed=self.seed + 1 + draw)
        return _alike(fitted, other).assign(kind=kind, draw=draw, refit=0)

    def shuffled(self, kind: str, draw: int, documents: DocumentTermMatrix) -> pd.DataFrame:
        random = np.random.default_rng([self.seed, 1, draw])
        null = self.fit(shuffle_words(documents, random, within=kind == SHUFFLED_WITHIN))
        samples = [self._subsample(null.documents, random) for _ in range(self.per_null)]
        return pd.concat(
            [self._compared(kind, draw, null, sample, refit) for refit, sample in enumerate(samples)]
        )

    def _compared(
        self, kind: str, draw: int, fitted: TopicModel, subsample: DocumentTermMatrix, refit: int = 0
    ) -> pd.DataFrame:
        return _alike(fitted, self.fit(subsample)).assign(kind=kind, draw=draw, refit=refit)

    def _subsample(self, documents: DocumentTermMatrix, random: np.random.Generator) -> DocumentTermMatrix:
        drawn = random.permutation(len(documents))[: round(self.share * len(documents))]
        return documents.take(np.sort(drawn))


def _alike(fitted: TopicModel, other: TopicModel) -> pd.DataFrame:
    """Return the recurrence of each topic, and how far the segments of both are grouped alike."""
    _, shared = align_topics(fitted.word_weights.to_numpy(), other.word_weights.to_numpy())
    groups = fitted.dominant[other.dominant.index]
    ari = float(adjusted_rand_score(groups, other.dominant))
    return pd.DataFrame({"topic": fitted.topics, "jaccard": shared, "ari": ari})


def comparable(draws: pd.DataFrame, by: list[str], measure: str, refits: int) -> pd.Series:
    """Return means over a few refits, drawn together until they vary as means over *refits* would.

    Parameters
    ----------
    draws : DataFrame
        The same number of refits of every unit.
    by : list of str
        The columns that name a unit.
    measure : str
        The column that is averaged.
    refits : int

    Returns
    -------
    Series
        By unit, ``M + f (m - M)``: m its mean over n refits, M the mean of all, and
        ``f² = (B - W / n + W / refits) / B``, with the variance B of the means and the mean variance W
        within units, both with ddof=1; f² is at least ``W / (refits B)`` and at most 1. With one refit a
        unit, W is unknown and f is 1.
    """
    grouped = draws.groupby(by)[measure]
    means, within = grouped.mean(), grouped.var().mean()
    between, number = means.var(), grouped.size().iloc[0] if len(means) else 1
    if number < 2 or not between > 0:
        return means
    wanted = max(between - within / number, 0.0) + within / refits
    return means.mean() + np.sqrt(min(wanted / between, 1.0)) * (means - means.mean())


def _cards(fitted: TopicModel, draws: pd.DataFrame) -> pd.DataFrame:
    by_kind = {kind: own for kind, own in draws.groupby("kind")}
    nothing = draws.iloc[:0]
    own = by_kind.get(SUBSAMPLES, nothing).groupby("topic")["jaccard"]
    refits = int(own.size().max()) if len(own) else 1
    null, within = (
        comparable(by_kind.get(kind, nothing), ["draw", "topic"], "jaccard", refits)
        for kind in (SHUFFLED, SHUFFLED_WITHIN)
    )
    cards = pd.DataFrame(
        {"recurrence": own.mean(), "low": own.quantile(LOW), "high": own.quantile(HIGH)}, dtype=float
    )
    return cards.reindex(fitted.topics).assign(
        null_low=null.quantile(LOW),
        null_median=null.median(),
        null_high=null.quantile(HIGH),
        within_high=within.quantile(HIGH),
        starts=by_kind.get(STARTS, nothing).groupby("topic")["jaccard"].mean(),
        stable=lambda table: table["recurrence"] > table["null_high"],
        beyond_texts=lambda table: table["recurrence"] > table["within_high"],
    )


def _agreement(draws: pd.DataFrame) -> pd.DataFrame:
    """Return by kind the mean agreement, and the middle of single refits or, of shuffled words, of means."""
    rows = []
    refits = draws.loc[draws["kind"] == SUBSAMPLES, "draw"].nunique()
    for kind, own in draws.drop_duplicates(["kind", "draw", "refit"]).groupby("kind", sort=False):
        ari = comparable(own, ["draw"], "ari", refits)
        rows.append((kind, len(own), ari.mean(), ari.quantile(LOW), ari.quantile(HIGH)))
    return pd.DataFrame(rows, columns=["kind", "refits", "ari", "low", "high"])


def align_topics(first: Array, second: Array, *, n: int = TOP) -> tuple[npt.NDArray[np.intp], Array]:
    """Match the topics of two models by the assignment that shares most top words.

    Parameters
    ----------
    first, second : array
        Word weights, topics × words, over the same words. The second may have more or fewer topics.
    n : int
        Top words that are compared; a word of weight 0 is none, words of equal weight come in the order of
        the columns.

    Returns
    -------
    tuple of arrays
        For every topic of the first the place of its counterpart in the second, -1 if it has none, and the
        share of top words in common: Jaccard, ``|A ∩ B| / |A ∪ B|``, 0 without a counterpart.
    """
    one, other = _top(first, n).astype(np.int64), _top(second, n).astype(np.int64)
    common = one @ other.T
    union = one.sum(axis=1)[:, None] + other.sum(axis=1)[None, :] - common
    jaccard = np.divide(common, union, out=np.zeros(common.shape), where=union > 0)
    rows, columns = linear_sum_assignment(-jaccard)
    place, shared = np.full(len(first), -1, dtype=np.intp), np.zeros(len(first))
    place[rows], shared[rows] = columns, jaccard[rows, columns]
    return place, shared


def _top(weights: Array, n: int) -> npt.NDArray[np.bool_]:
    """Return which words are among the first of each topic."""
    chosen = np.zeros(weights.shape, dtype=bool)
    # rounded: what two threads add up in another order is the same weight
    order = np.argsort(-np.round(weights, 12), axis=1, kind="stable")[:, :n]
    np.put_along_axis(chosen, order, True, axis=1)
    return chosen & (weights > 0)


def shuffle_words(
    documents: DocumentTermMatrix, random: np.random.Generator, *, within: bool = False
) -> DocumentTermMatrix:
    """Return documents of the same lengths and word frequencies, in which words keep no company.

    Parameters
    ----------
    documents : Documents
    random : numpy Generator
    within : bool
        Exchange words between segments of one text only.
    """
    counts = documents.counts.tocoo()
    row, column = np.repeat(counts.coords[0], counts.data), np.repeat(counts.coords[1], counts.data)
    texts = documents.texts.to_numpy()[row] if within else np.zeros(len(row), dtype=np.int64)
    for text in pd.unique(texts):
        own = np.flatnonzero(texts == text)
        row[own] = random.permutation(row[own])
    table = sparse.csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=documents.counts.shape)
    table.sum_duplicates()
    return DocumentTermMatrix(table, documents.segments, documents.texts, documents.words, documents.rule)
