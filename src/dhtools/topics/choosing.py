"""How many topics? Stability, coherence and fit side by side; the choice is the reader's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sklearn.metrics import adjusted_rand_score

from .coherence import coherence
from .description import exclusivity
from .documents import Documents
from .models import TopicModel
from .stability import HIGH, LOW, SHUFFLED, SUBSAMPLES, Stability, stability

COLUMNS = [
    "k", "stability", "null_low", "null_high", "stable", "coherence", "exclusivity", "explained", "ari",
    "ari_null_high", "text_ari",
]  # fmt: skip


def topic_numbers(
    documents: Documents,
    tokens: pd.DataFrame,
    ks: Iterable[int],
    *,
    model: str = "nmf",
    subsamples: int = 20,
    nulls: int = 20,
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
        Numbers of topics; those that the documents do not allow are left out (`largest_number`).
    model, subsamples, nulls, seed, n_jobs
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
        * *text_ari*: adjusted Rand index of dominant topic against text, missing if there is one text.

    Raises
    ------
    DhtoolsError
        As `stability`.
    """
    rows = []
    for k in sorted({k for k in ks if largest_number(documents, k) == k}):
        found = stability(
            documents, k, model=model, subsamples=subsamples, nulls=nulls, starts=0, within=False, seed=seed,
            n_jobs=n_jobs,
        )  # fmt: skip
        rows.append({"k": k, **_described(found, tokens)})
    return pd.DataFrame(rows, columns=COLUMNS)


def largest_number(documents: Documents, k: int, *, share: float = 0.8) -> int:
    """Return *k*, or the largest number of topics below it that these documents allow; 0 if they allow none.

    There have to be as many words, and as many segments in a subsample of that *share*.
    """
    return min(k, len(documents.words), round(share * len(documents)))


def text_agreement(model: TopicModel) -> float:
    """Return the adjusted Rand index of the segments' dominant topics against the texts they come from.

    1: each text has its topics to itself; about 0: topics run across the texts as if these did not matter.
    Missing if there is one text.
    """
    texts = model.documents.texts
    return float("nan") if texts.nunique() < 2 else float(adjusted_rand_score(texts, model.dominant))


def _described(found: Stability, tokens: pd.DataFrame) -> dict[str, Any]:
    null = found.draws[found.draws["kind"] == SHUFFLED].groupby("draw")["jaccard"].mean()
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
