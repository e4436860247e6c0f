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
from .stability import (
    HIGH,
    LOW,
    SHUFFLED,
    SUBSAMPLES,
    Stability,
    align_topics,
    shrink_means,
    stability_by_number,
)

COLUMNS = [
    "k", "recurrence", "null_q025", "null_q975", "n_stable", "coherence", "exclusivity", "explained", "ari",
    "ari_null_q975", "text_ari", "note",
]  # fmt: skip
CHOICE_COLUMNS = [
    "choice", "topic", "jaccard", "recurrence", "matched_topic", "found", "stable", "holds", "note",
]  # fmt: skip
#: Two lists of ten words with more in common than this (Jaccard) share six words or more: more than half.
HALF_OF_THE_WORDS = 1 / 3


def search_topic_numbers(
    documents: DocumentTermMatrix, ks: Iterable[int], **options: Any
) -> dict[int, Stability]:
    """Measure the stability of topics at several numbers of topics.

    * ks: Numbers of topics; those that the documents do not allow are left out (`max_topics`). If they allow
      none, there is a model without topics.
    * **options: As for `stability`. The seed is the same for all, so that draw 0, 1, … of the shuffled words
      is the same table at every number: `dhtools.topics.verdicts.familywise_p` needs that.

    Returns: By number of topics, in ascending order.

    Raises `DhtoolsError` as `stability`.
    """
    allowed = sorted({k for k in ks if k and max_topics(documents, k) == k})
    return stability_by_number(documents, allowed or [0], **options)


def compare_topic_numbers(searched: Mapping[int, Stability], tokens: pd.DataFrame) -> pd.DataFrame:
    """Compare models with different numbers of topics.

    The criteria disagree, and no best number is named. *explained* rises with every topic, *exclusivity* with
    rare words; *coherence* is a mean over topics that need not be stable; *recurrence* seldom rises or falls
    throughout. Look for a number at which several topics lie above their baseline and a reader can tell the
    topics apart; then judge its topics by `dhtools.topics.verdicts.familywise_p`.

    Parameters
    ----------
    searched : mapping of int to Stability
        By number of topics, from `search_topic_numbers`.
    tokens : DataFrame
        The segmented token table that the documents were counted from, for `coherence`.

    Returns
    -------
    DataFrame
        One row a number of topics *k*:

        * *recurrence*: mean over topics and subsamples (see `stability`), with *null_q025* and *null_q975*,
          the middle 95 % of the same mean over shuffled tables;
        * *n_stable*: how many topics are stable;
        * *coherence* and *exclusivity*: means over topics; *explained*: see `TopicModel`;
        * *ari*: agreement of the segments' dominant topics over subsamples, and *ari_null_q975*;
        * *text_ari*: see `text_agreement`; *note*: why it is missing.

    Raises
    ------
    DhtoolsError
        As `coherence`.
    """
    rows = [{"k": k, **_criteria(found, tokens)} for k, found in searched.items() if k]
    return pd.DataFrame(rows, columns=COLUMNS)


def _criteria(found: Stability, tokens: pd.DataFrame) -> dict[str, Any]:
    draws = found.draws.groupby(["refits", "draw", "refit"])["jaccard"].mean().reset_index()
    of_refits = {refits: rows for refits, rows in draws.groupby("refits")}
    null = shrink_means(of_refits[SHUFFLED], ["draw"], "jaccard", len(of_refits[SUBSAMPLES]))
    agreement, text_ari = found.agreement.set_index("refits"), text_agreement(found.model)
    return {
        "recurrence": found.table["recurrence"].mean(),
        "null_q025": null.quantile(LOW),
        "null_q975": null.quantile(HIGH),
        "n_stable": int(found.table["stable"].sum()),
        "coherence": coherence(found.model, tokens)["npmi"].mean(),
        "exclusivity": exclusivity(found.model).mean(),
        "explained": found.model.explained,
        "ari": agreement.loc[SUBSAMPLES, "ari"],
        "ari_null_q975": agreement.loc[SHUFFLED, "q975"],
        "text_ari": text_ari,
        "note": "text_ari: there is one text only" if np.isnan(text_ari) else "",
    }


def compare_topic_models(declared: Stability, others: Mapping[str, Stability | TopicModel]) -> pd.DataFrame:
    """Measure how much of each topic is found again if something else is chosen.

    Parameters
    ----------
    declared : Stability
        Of the model whose topics are looked for.
    others : mapping of str to Stability or TopicModel
        By name of the choice: results with other words, segments, voices, numbers of topics or models. For a
        TopicModel it is not known which of its topics are stable.

    Returns
    -------
    DataFrame
        One row a choice and topic: *choice*, *topic* (of the declared model), *jaccard* (0 to 1): the share
        of top words in common with the topic that `dhtools.topics.stability.align_topics` matches with it;
        *recurrence*: the same over subsamples of the declared choice; *matched_topic*: the number of the
        matched topic, 0 if there is none; *found*: whether the topic is found again, which means that it
        shares more than half of its top words with the matched one (Jaccard above `HALF_OF_THE_WORDS`);
        *stable*: whether the matched topic is stable; *holds*: whether the topic is found again and stable;
        *note*: why a value is missing.
    """
    frames = [_matched(declared, choice, other) for choice, other in others.items()]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=CHOICE_COLUMNS)


def _matched(declared: Stability, choice: str, other: Stability | TopicModel) -> pd.DataFrame:
    model, tested = (other.model, other.table) if isinstance(other, Stability) else (other, None)
    weights = declared.model.word_weights.align(model.word_weights, join="outer", axis=1, fill_value=0.0)
    place, shared = align_topics(*(table.to_numpy() for table in weights))
    matched = np.append(model.topics, 0)[place]
    stable = None if tested is None else tested["stable"].reindex(matched).to_numpy(object)
    found = shared > HALF_OF_THE_WORDS
    holds = None if tested is None else pd.Series(stable).eq(True) & found
    untested = "stable, holds: the topics of this choice were not tested" if tested is None else ""
    table = (
        declared.table[["recurrence"]]
        .reset_index()
        .assign(
            choice=choice,
            jaccard=np.where(place < 0, np.nan, shared),
            matched_topic=matched,
            found=found,
            stable=stable,
            holds=holds,
            note=["no topic is left to match" if row < 0 else untested for row in place],
        )
    )
    return table[CHOICE_COLUMNS]


def max_topics(documents: DocumentTermMatrix, k: int, *, share: float = 0.8) -> int:
    """Return *k*, or the largest number of topics below it that these documents allow; 0 if they allow none.

    There have to be as many words, and as many segments in a subsample of that *share*.
    """
    return min(k, len(documents.vocabulary), round(share * len(documents)))


def text_agreement(model: TopicModel) -> float:
    """Return how far the dominant topics of segments predict the text that they come from.

    Every topic is assigned to the text with most of the segments that it dominates. The value is the adjusted
    Rand index of these texts and the true ones, at most 1: each text has topics of its own. Topics that occur
    in all texts alike give about 0 if they are few, and more the more there are, since each is assigned
    afterwards; the value has no baseline. It is missing if there is one text, or no topic.

    Source: Hubert and Arabie (1985), Journal of Classification 2, 193-218 (adjusted Rand index).
    """
    texts = pd.Series(model.documents.texts, index=model.dominant.index)
    if texts.nunique() < 2 or not len(model.topics):
        return float("nan")
    predicted = pd.crosstab(model.dominant, texts).idxmax(axis=1)
    return float(adjusted_rand_score(texts, model.dominant.map(predicted)))
