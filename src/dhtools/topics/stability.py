"""Stability: whether a topic recurs when a fifth of the segments is missing, more than by chance.

The baseline is the same calculation on words shuffled across segments: every segment keeps its length and
every word its frequency. A random grouping would be too easy a baseline, because NMF finds some topics of
shuffled words again. Segments are drawn *without* replacement: a segment that is twice in a sample becomes a
topic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from joblib import Parallel, delayed
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from ..errors import DhtoolsError, check_share, check_whole, is_whole
from ..progress import watched
from ..shown import Shown
from ..wording import counted
from .batched_nmf import Sample, Table, stack_size
from .document_term_matrix import DocumentTermMatrix
from .factorisation import Array
from .models import TopicModel, fit_topics
from .refits import Refit, adjusted_rand, of_model, refit_from_random_starts, refit_topics

#: Words by which a topic is recognised.
TOP = 10
#: Fewest shuffled tables that give a band of 95 per cent.
MIN_NULLS = 20

#: Between these quantiles lie the middle 95 %.
LOW, HIGH = 0.025, 0.975
#: What is refitted.
SUBSAMPLES, STARTS, SHUFFLED, SHUFFLED_WITHIN = "subsamples", "starts", "shuffled", "shuffled within texts"
#: Why a value is missing, by what was not refitted.
_NOTES = {
    SHUFFLED_WITHIN: "within_texts_q975: words were not shuffled within texts",
    STARTS: "starts_recurrence: there were no other starts",
}


@dataclass(frozen=True, slots=True, repr=False)
class Stability(Shown):
    """A model, and how far its topics recur in refits.

    Attributes
    ----------
    model : TopicModel
        Fitted to all segments.
    table : DataFrame
        One row a *topic*:

        * *recurrence*: mean, over subsamples, of the share of top words in common with the matched topic
          (`align_topics`), with *q025* and *q975* of single subsamples;
        * *null_q025*, *null_median*, *null_q975*: of the same mean for the topics of words shuffled across
          all segments, pooled over topics;
        * *within_texts_q975*: the same if words are shuffled within each text only, which keeps the different
          vocabularies of the texts;
        * *starts_recurrence*: mean over refits of all segments with other seeds;
        * *stable*: whether the recurrence lies above *null_q975*;
        * *stable_within_texts*: whether it lies above *within_texts_q975*;
        * *note*: why a value is missing.
    agreement : DataFrame
        How far segments are grouped alike: by *refits* (subsamples, starts, the two baselines) their number
        *n_refits*, the mean adjusted Rand index of the dominant topics *ari*, and *q025* and *q975*: of
        single refits, or of means over refits for the baselines.
    draws : DataFrame
        Every refit: *topic*, *jaccard*, *ari*, *refit* (of the draw), *refits*, *draw*.
    """

    model: TopicModel
    table: pd.DataFrame
    agreement: pd.DataFrame
    draws: pd.DataFrame

    def _headline(self) -> str:
        stable, topics = int(self.table["stable"].sum()), counted(len(self.table), "topic")
        return f"{stable} of {topics} stable; {self.model.documents!r}"

    def _view(self) -> pd.DataFrame:
        return self.table


def stability(
    documents: DocumentTermMatrix,
    k: int,
    *,
    model: str = "nmf",
    subsamples: int = 50,
    nulls: int = 50,
    starts: int = 10,
    within_texts: bool = True,
    per_null: int = 5,
    share: float = 0.8,
    seed: int = 0,
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
        Refits of all segments with seeds 1, 2, …; for ``nmf`` from starts at random. 0: none.
    within_texts : bool
        Shuffle words within each text as well, if there are several.
    per_null : int
        Refits of each shuffled table. A mean of so few varies more than that of all *subsamples*; the band is
        narrowed for it (`shrink_means`), unless there is one.
    share : float
        Share of the segments in a subsample, more than 0 to less than 1.
    seed : int
        Draws subsamples and shuffles. More of either does not change the first.

    Raises
    ------
    DhtoolsError
        As `fit_topics`, or if a subsample has fewer segments than topics, or an option is out of its range.

    Notes
    -----
    The recurrence of a topic is the mean of ``|A ∩ B| / |A ∪ B|`` (Jaccard, 0 to 1) over subsamples, where A
    and B are the ten heaviest words of the topic and of the topic matched with it (`align_topics`). By the
    band of 95 per cent one shuffled topic in forty would be called stable; ``benchmarks/coverage_topics.py``
    found 12 of 400. A choice of *k* after a look at many makes this worse
    (`dhtools.topics.verdicts.familywise_p` takes it into account). With 50 subsamples a recurrence still
    varies by some hundredths from seed to seed. Refits share the processes that ``joblib.parallel_config``
    sets; the result does not depend on them.

    Sources: Greene, O'Callaghan and Cunningham (2014), How many topics?, ECML PKDD, 498-513,
    doi:10.1007/978-3-662-44848-9_32 (recurrence); Hubert and Arabie (1985), Comparing partitions, Journal of
    Classification 2, 193-218, doi:10.1007/BF01908075 (adjusted Rand index). The baseline is defined here.

    Examples
    --------
    >>> from dhtools.topics import document_term_matrix
    >>> word, segment = ["party", "press"] * 3 + ["army", "war"] * 2, list("1122334455")
    >>> tokens = pd.DataFrame({"word": word, "text": list("aaaaaabbbb"), "segment": segment})
    >>> found = stability(document_term_matrix(tokens, max_df=0.6), 2, subsamples=2, nulls=20, per_null=1)
    >>> found.table["recurrence"].to_dict()
    {1: 1.0, 2: 1.0}
    """
    options = {"subsamples": subsamples, "nulls": nulls, "starts": starts, "per_null": per_null}
    return stability_by_number(
        documents, [k], model=model, within_texts=within_texts, share=share, seed=seed, **options
    )[k]


def stability_by_number(
    documents: DocumentTermMatrix,
    ks: Iterable[int],
    *,
    model: str = "nmf",
    subsamples: int = 50,
    nulls: int = 50,
    starts: int = 10,
    within_texts: bool = True,
    per_null: int = 5,
    share: float = 0.8,
    seed: int = 0,
) -> dict[int, Stability]:
    """Measure the `stability` at several numbers of topics, in the same subsamples and shuffled tables.

    The parameters are those of `stability`; *ks* are the numbers of topics. The result is by number.
    """
    least = {"subsamples": 2, "nulls": MIN_NULLS, "starts": 0, "per_null": 1}
    given = {"subsamples": subsamples, "nulls": nulls, "starts": starts, "per_null": per_null}
    for name, value in given.items():
        check_whole(name, value, least[name])
    ks = list(ks)
    for k in ks:
        _check_share(documents, k, share)
    fitted = {k: fit_topics(documents, k, model=model, seed=seed) for k in ks}
    refit = _Refits(documents, fitted, model, share, per_null, seed)
    wanted = {SUBSAMPLES: subsamples, STARTS: starts, SHUFFLED: nulls}
    if within_texts and documents.texts.nunique() > 1:
        wanted[SHUFFLED_WITHIN] = nulls
    tasks = [
        delayed(refit.compared)(refits, range(number)[first : first + turn])
        for refits, number in wanted.items()
        for turn in [refit.draws_at_once(refits)]
        for first in range(0, number, turn)
    ]
    done = Parallel(return_as="generator")(tasks)
    frames = list(watched(done, "refits", total=len(tasks)))
    found = {}
    for k in ks:
        draws = pd.concat([of_task[k] for of_task in frames], ignore_index=True)
        found[k] = Stability(fitted[k], _by_topic(fitted[k], draws), _agreement(draws), draws)
    return found


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
    """The refits of models: every draw has its own generator, so that their order does not matter."""

    documents: DocumentTermMatrix
    fitted: Mapping[int, TopicModel]
    model: str
    share: float
    per_null: int
    seed: int

    def draws_at_once(self, refits: str) -> int:
        """Return how many draws make a task: enough to fill a stack of fits again and again."""
        if refits == STARTS:
            return 10
        fits = 2 * stack_size(self.documents.counts.shape, max(*self.fitted, 1))
        return max(1, fits if refits == SUBSAMPLES else fits // (1 + self.per_null))

    def compared(self, refits: str, draws: range) -> dict[int, pd.DataFrame]:
        """Return by number of topics the recurrence of each topic in the refits of some draws."""
        if refits == STARTS:
            return {k: self._from_starts(draws, model) for k, model in self.fitted.items()}
        randoms = [np.random.default_rng([self.seed, int(refits != SUBSAMPLES), draw]) for draw in draws]
        if refits == SUBSAMPLES:
            # all samples are of one table, and compared with the model
            tables, each = [self.documents], 1
            wanted = [(0, self._drawn(random)) for random in randoms]
        else:
            # a table has its own whole fit, and samples that are compared with it
            within_texts, each = refits == SHUFFLED_WITHIN, self.per_null
            tables = [shuffle_words(self.documents, random, within_texts=within_texts) for random in randoms]
            whole = np.arange(len(self.documents))
            wanted = [
                (table, rows)
                for table, random in enumerate(randoms)
                for rows in [whole, *(self._drawn(random) for _ in range(each))]
            ]
        numbers = np.repeat(draws, each), np.tile(np.arange(each), len(draws))
        found = {}
        for k, of_number in self._refitted(tables, wanted).items():
            others = list(zip(of_number, [rows for _, rows in wanted], strict=True))
            if refits == SUBSAMPLES:
                model = of_model(self.fitted[k])
                pairs = [(model, *other) for other in others]
            else:
                pairs = [
                    (others[first][0], *other)
                    for first in range(0, len(others), each + 1)
                    for other in others[first + 1 : first + 1 + each]
                ]
            found[k] = _recurrence(pairs, refits, *numbers)
        return found

    def _refitted(
        self, tables: Sequence[DocumentTermMatrix], wanted: Sequence[tuple[int, npt.NDArray[np.intp]]]
    ) -> dict[int, list[Refit]]:
        """Return by number of topics the refits of some rows of tables, in their order."""
        by_numbers = [k for k in self.fitted if k and self.model == "nmf"]
        found = {}
        if by_numbers:
            counted = [Table.of(table.counts) for table in tables]
            found = refit_topics([Sample(counted[table], rows) for table, rows in wanted], by_numbers)
        for k in self.fitted.keys() - found.keys():
            samples = (tables[table].take(rows) for table, rows in wanted)
            found[k] = [of_model(fit_topics(one, k, model=self.model, seed=self.seed)) for one in samples]
        return found

    def _from_starts(self, draws: range, fitted: TopicModel) -> pd.DataFrame:
        k, seeds = len(fitted.topics), [self.seed + 1 + draw for draw in draws]
        if k and self.model == "nmf":
            # it draws nothing: the starts are drawn instead
            others = refit_from_random_starts(Sample(Table.of(self.documents.counts)), k, seeds)
        else:
            models = (fit_topics(self.documents, k, model=self.model, seed=seed) for seed in seeds)
            others = [of_model(model) for model in models]
        whole, rows = of_model(fitted), np.arange(len(self.documents))
        pairs = [(whole, other, rows) for other in others]
        return _recurrence(pairs, STARTS, np.array(draws), np.zeros(len(draws), dtype=np.int64))

    def _drawn(self, random: np.random.Generator) -> npt.NDArray[np.intp]:
        segments = len(self.documents)
        return np.sort(random.permutation(segments)[: round(self.share * segments)])


def _recurrence(
    pairs: list[tuple[Refit, Refit, npt.NDArray[np.intp]]],
    refits: str,
    draws: npt.NDArray[np.integer],
    numbers: npt.NDArray[np.integer],
) -> pd.DataFrame:
    """Return the recurrence of each topic, and how far segments are grouped alike, by refit.

    A pair is a fit, its refit, and which segments of the fit the refit has.
    """
    topics = len(pairs[0][0].weights)
    shared = [align_topics(whole.weights, other.weights)[1] for whole, other, _ in pairs]
    ari = [adjusted_rand(whole.dominant[rows], other.dominant) for whole, other, rows in pairs]
    columns = {
        "topic": np.tile(np.arange(1, topics + 1), len(pairs)),
        "jaccard": np.concatenate(shared),
        "ari": np.repeat(ari, topics),
        "refit": np.repeat(numbers, topics),
    }
    return pd.DataFrame(columns).assign(refits=refits, draw=np.repeat(draws, topics))


def shrink_means(draws: pd.DataFrame, unit: list[str], measure: str, refits: int) -> pd.Series:
    """Return means over a few refits, shrunk until they vary as means over *refits* would.

    The columns *unit* name a unit, of which there are n refits; *measure* is averaged. The mean m of a unit
    becomes ``M + f (m - M)``, where M is the mean of all and ``f² = (B - W / n + W / refits) / B``, with the
    variance B of the means and the mean variance W within units, both with ddof=1. f² is at least
    ``W / (refits B)`` and at most 1. With one refit a unit, W is unknown and f is 1.
    """
    grouped = draws.groupby(unit)[measure]
    means, within = grouped.mean(), grouped.var().mean()
    between, n = means.var(), grouped.size().iloc[0] if len(means) else 1
    if n < 2 or not between > 0:
        return means
    wanted = max(between - within / n, 0.0) + within / refits
    return means.mean() + np.sqrt(min(wanted / between, 1.0)) * (means - means.mean())


def _by_topic(fitted: TopicModel, draws: pd.DataFrame) -> pd.DataFrame:
    of_refits = {refits: rows for refits, rows in draws.groupby("refits")}
    empty = draws.iloc[:0]
    by_topic, starts = (
        of_refits.get(refits, empty).groupby("topic")["jaccard"] for refits in (SUBSAMPLES, STARTS)
    )
    subsamples = int(by_topic.size().max()) if len(by_topic) else 1
    null, within_texts = (
        shrink_means(of_refits.get(refits, empty), ["draw", "topic"], "jaccard", subsamples)
        for refits in (SHUFFLED, SHUFFLED_WITHIN)
    )
    table = pd.DataFrame(
        {"recurrence": by_topic.mean(), "q025": by_topic.quantile(LOW), "q975": by_topic.quantile(HIGH)},
        dtype=float,
    )
    notes = [note for refits, note in _NOTES.items() if refits not in of_refits]
    return table.reindex(fitted.topics).assign(
        null_q025=null.quantile(LOW),
        null_median=null.median(),
        null_q975=null.quantile(HIGH),
        within_texts_q975=within_texts.quantile(HIGH),
        starts_recurrence=starts.mean(),
        stable=lambda table: table["recurrence"] > table["null_q975"],
        stable_within_texts=lambda table: table["recurrence"] > table["within_texts_q975"],
        note="; ".join(notes),
    )


def _agreement(draws: pd.DataFrame) -> pd.DataFrame:
    """Return by refits their mean agreement, and the middle of single refits or, of baselines, of means."""
    rows = []
    subsamples = draws.loc[draws["refits"] == SUBSAMPLES, "draw"].nunique()
    fits = draws.drop_duplicates(["refits", "draw", "refit"])
    for refits, of_refits in fits.groupby("refits", sort=False):
        ari = shrink_means(of_refits, ["draw"], "ari", subsamples)
        rows.append((refits, len(of_refits), ari.mean(), ari.quantile(LOW), ari.quantile(HIGH)))
    return pd.DataFrame(rows, columns=["refits", "n_refits", "ari", "q025", "q975"])


def align_topics(first: Array, second: Array, *, n: int = TOP) -> tuple[npt.NDArray[np.intp], Array]:
    """Match the topics of two models by the assignment that shares most top words.

    * first, second (array): Word weights, topics × words, over the same words; the numbers of topics may
      differ.
    * n: Top words that are compared. A word of weight 0 is left out.

    Returns: For every topic of the first the position of its match in the second, -1 if it has none, and the
    share of top words in common: Jaccard, ``|A ∩ B| / |A ∪ B|``, 0 without a match.

    >>> first, second = np.array([[4, 3, 0], [0, 1, 2]]), np.array([[0, 2, 3], [5, 0, 1]])
    >>> place, jaccard = align_topics(first, second, n=2)
    >>> place.tolist(), jaccard.round(2).tolist()
    ([1, 0], [0.33, 1.0])
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
    documents: DocumentTermMatrix, random: np.random.Generator, *, within_texts: bool = False
) -> DocumentTermMatrix:
    """Return documents of the same lengths and word frequencies, with words exchanged between segments.

    *within_texts* exchanges words between segments of one text only.
    """
    counts = documents.counts.tocoo()
    row, column = np.repeat(counts.coords[0], counts.data), np.repeat(counts.coords[1], counts.data)
    texts = documents.texts.to_numpy()[row] if within_texts else np.zeros(len(row), dtype=np.int64)
    for text in pd.unique(texts):
        words = np.flatnonzero(texts == text)
        row[words] = random.permutation(row[words])
    table = sparse.csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=documents.counts.shape)
    table.sum_duplicates()
    return replace(documents, counts=table)
