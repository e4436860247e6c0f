"""How many topics? Stability, coherence and fit side by side; the choice is the reader's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from .coherence import coherence
from .description import exclusivity
from .document_term_matrix import DocumentTermMatrix
from .models import TopicModel
from .stability import HIGH, LOW, SHUFFLED, SUBSAMPLES, Stability, align_topics, comparable, stability

COLUMNS = [
    "k", "stability", "null_low", "null_high", "stable", "coherence", "exclusivity", "explained", "ari",
    "ari_null_high", "text_ari",
]  # fmt: skip


def compare_topic_numbers(
    documents: DocumentTermMatrix,
    tokens: pd.DataFrame,
    ks: Iterable[int],
    *,
    model: str = "nmf",
    subsamples: int = 20,
    nulls: int = 30,
    per_null: int = 3,
    seed: int = 0,
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """Compare models with different numbers of topics.

    Each curve prefers something else: *explained* rises with every topic, *exclusivity* with the words that
    are seldom, *coherence* is a mean over topics that need not be stable, and *stability* is seldom
    monotonous. So no best number is named: look for one at which several topics stand clear of their baseline
    and the topics can be told apart by a reader.

    Parameters
    ----------
    documents : Documents
    tokens : DataFrame
        The segmented token table that they were counted from, for `coherence`.
    ks : iterable of int
        Numbers of topics; those that the documents do not allow are left out (`max_topics`).
    model, subsamples, nulls, per_null, seed, n_jobs
        As for `stability`; fewer refits than there, since this is a look at the whole.

    Returns
    -------
    DataFrame
        One row a number of topics *k*:

        * *stability*: recurrence, mean over topics and subsamples, with *null_low* and *null_high*, the
          middle 95 % of the same mean over shuffled tables;
        * *stable*: how many topics lie above the band of `Stability.cards`;
        * *coherence* and *exclusivity*: means over topics; *explained*: see `TopicModel`;
        * *ari*: agreement of the segments' dominant topics over subsamples, and *ari_null_high*;
        * *text_ari*: see `text_agreement`; missing if there is one text.

    Raises
    ------
    DhtoolsError
        As `stability`.
    """
    rows = []
    for k in sorted({k for k in ks if k and max_topics(documents, k) == k}):
        found = stability(
            documents, k, model=model, subsamples=subsamples, nulls=nulls, per_null=per_null, starts=0,
            within=False, seed=seed, n_jobs=n_jobs,
        )  # fmt: skip
        rows.append({"k": k, **_described(found, tokens, subsamples)})
    return pd.DataFrame(rows, columns=COLUMNS)


def compare_topic_models(declared: Stability, others: Mapping[str, Stability | TopicModel]) -> pd.DataFrame:
    """Say how much of each topic is found again if something else is chosen.

    Parameters
    ----------
    declared : Stability
        Of the model whose topics are looked for.
    others : mapping of str to Stability or TopicModel
        Under a name each: what came of other words, segments, voices, numbers of topics or models. A mere
        model cannot say which of its topics are stable.

    Returns
    -------
    DataFrame
        One row a choice and topic: *choice*, *topic* (of the declared model), *jaccard*: the share of top
        words in common with the topic that the assignment matches with it, missing if there is none;
        *recurrence*: the same over subsamples of the declared choice, to read it by; *match*: the number of
        the matched topic, 0 if there is none; *stable*: whether that one is, missing where unknown.
    """
    frames = [_matched(declared, choice, other) for choice, other in others.items()]
    columns = ["choice", "topic", "jaccard", "recurrence", "match", "stable"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _matched(declared: Stability, choice: str, other: Stability | TopicModel) -> pd.DataFrame:
    model = other.model if isinstance(other, Stability) else other
    own, theirs = declared.model.word_weights.align(model.word_weights, join="outer", axis=1, fill_value=0.0)
    place, shared = align_topics(own.to_numpy(), theirs.to_numpy())
    match = np.append(model.topics, 0)[place]
    stable = other.cards["stable"].reindex(match).to_numpy(object) if isinstance(other, Stability) else None
    table = declared.cards[["recurrence"]].reset_index()
    return table.assign(
        choice=choice, jaccard=np.where(place < 0, np.nan, shared), match=match, stable=stable
    )


def max_topics(documents: DocumentTermMatrix, k: int, *, share: float = 0.8) -> int:
    """Return *k*, or the largest number of topics below it that these documents allow; 0 if they allow none.

    There have to be as many words, and as many segments in a subsample of that *share*.
    """
    return min(k, len(documents.words), round(share * len(documents)))


def text_agreement(model: TopicModel) -> float:
    """Return how far the topics of the segments tell which text they come from.

    Every topic is laid to the text in which most of the segments lie that it dominates; the adjusted Rand
    index compares these with the texts. 1: each text has its topics to itself, however many. Topics that run
    across the texts as if these did not matter come to about 0 if they are few, and to more the more there
    are, since each is laid to a text after the fact: the value has no baseline. Missing if there is one text,
    or no topic.
    """
    texts = pd.Series(model.documents.texts, index=model.dominant.index)
    if texts.nunique() < 2 or not len(model.topics):
        return float("nan")
    told = pd.crosstab(model.dominant, texts).idxmax(axis=1)
    return float(adjusted_rand_score(texts, model.dominant.map(told)))


def _described(found: Stability, tokens: pd.DataFrame, subsamples: int) -> dict[str, Any]:
    draws = found.draws.groupby(["kind", "draw", "refit"])["jaccard"].mean().reset_index()
    null = comparable(draws[draws["kind"] == SHUFFLED], ["draw"], "jaccard", subsamples)
    agreement = found.agreement.set_index("kind")
    return {
        "stability": found.cards["recurrence"].mean(),
        "null_low": null.quantile(LOW),
        "null_high": null.quantile(HIGH),
        "stable": int(found.cards["stable"].sum()),
        "coherence": coherence(found.model, tokens)["npmi"].mean(),
        "exclusivity": exclusivity(found.model).mean(),
        "explained": found.model.explained,
        "ari": agreement.loc[SUBSAMPLES, "ari"],
        "ari_null_high": agreement.loc[SHUFFLED, "high"],
        "text_ari": text_agreement(found.model),
    }
