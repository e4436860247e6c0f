"""Verdicts: what is known of each topic, with the error of having looked at several numbers of topics."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError
from .description import topic_shares_by_text
from .models import TopicModel
from .stability import HIGH, SHUFFLED, SHUFFLED_WITHIN, SUBSAMPLES, Stability, shrink_means

#: A topic is one of every text in which its mean share is at least this part of its largest mean share.
MIN_PART = 1 / 2


def topic_verdicts(searched: Mapping[int, Stability], k: int, matched: pd.DataFrame) -> pd.DataFrame:
    """Gather what is known of each topic of a model whose number of topics was chosen among several.

    A claim about a topic is *secure* only if the topic is *stable*, *p_familywise* and
    *p_familywise_within_texts* are small, and it holds under every choice tried: *n_holds* equals
    *n_choices*. Otherwise it is suggestive at most.

    * searched: By every number of topics that was looked at before *k* was chosen, made with the same
      options.
    * k: The number chosen.
    * matched: From `dhtools.topics.compare_topic_models`: the topics of ``searched[k]`` under other choices.

    Returns: One row a *topic*, with the columns of `Stability.table` and:

    * *p_familywise*: see `familywise_p`, of words shuffled across all segments; one-sided;
      *p_familywise_within_texts*: the same of words shuffled within each text, missing if there is one
      text; *n_draws*: the shuffled tables of each, so that the smallest p is ``1 / (n_draws + 1)``;
    * *n_choices*: how many other choices were tried; *n_holds*: under how many of them the topic holds
      (see `dhtools.topics.compare_topic_models`); *holds_under*: their names, between semicolons;
    * *main_texts*: the ids of the texts that it is a topic of, between blanks (`texts_of_topics`).

    Raises `DhtoolsError` if *k* was not looked at.
    """
    _check_searched(searched, k)
    found = searched[k]
    holds = matched[matched["holds"].eq(True)].groupby("topic")["choice"]
    n_draws = found.draws.loc[found.draws["refits"] == SHUFFLED, "draw"].nunique()
    return found.table.assign(
        p_familywise=familywise_p(searched, k),
        p_familywise_within_texts=familywise_p(searched, k, within_texts=True),
        n_draws=n_draws,
        n_choices=matched["choice"].nunique(),
        n_holds=lambda table: holds.size().reindex(table.index, fill_value=0),
        holds_under=lambda table: holds.agg("; ".join).reindex(table.index, fill_value=""),
        main_texts=texts_of_topics(found.model).str.join(" "),
    )


def familywise_p(searched: Mapping[int, Stability], k: int, *, within_texts: bool = False) -> pd.Series:
    """Return how often shuffled words give, at any number of topics, a topic that recurs as much.

    The number of topics is often chosen after a look at several. Then the band of one number is too narrow: a
    shuffled table has as many chances as numbers and topics. Here it has the same chances.

    * searched: By number of topics, made with the same options: the shuffled table of a draw is then the same
      for every number.
    * k: The number whose topics are judged.
    * within_texts: Take words shuffled within each text instead of those shuffled across all segments.

    Returns: By topic: ``(1 + #{d: max_d >= z}) / (1 + D)``, one-sided, over the D shuffled tables, where ``z
    = (r - m) / s`` is the recurrence r of the topic in the mean m and the standard deviation s of the
    recurrence of shuffled topics at the same number, and max_d the largest z of a shuffled table over all
    numbers and topics. Missing where no words were shuffled so.

    Raises `DhtoolsError` if *k* was not looked at.

    The p of all topics and numbers hold together: by chance one of them is at most 0.05 in one of twenty
    searches, whatever the rule of the choice. A topic that differs little from the best of shuffled topics
    has a large p although it lies above its band. Means of shuffled topics are over fewer refits, and shrunk
    for it (`dhtools.topics.stability.shrink_means`).

    Source: Westfall and Young (1993), Resampling-based multiple testing, Wiley, section 2.3 (maximum of the
    statistics).
    """
    _check_searched(searched, k)
    refits = SHUFFLED_WITHIN if within_texts else SHUFFLED
    largest = pd.concat([_scores(found, refits).groupby("draw").max() for found in searched.values()], axis=1)
    own = searched[k].table["recurrence"]
    if largest.empty or own.empty:
        return pd.Series(np.nan, index=own.index)
    null = _shuffled_means(searched[k], refits)
    z, beyond = _standardised(own, null), largest.max(axis=1).to_numpy()
    p = [(1 + np.count_nonzero(beyond >= value)) / (1 + len(beyond)) for value in z]
    return pd.Series(p, index=own.index)


def familywise_count(searched: Mapping[int, Stability]) -> tuple[int, npt.NDArray[np.int64]]:
    """Return the largest number of stable topics over the numbers looked at, and the same by shuffled table.

    It judges a number that was chosen because most of its topics are stable: a shuffled table chooses its own
    number in the same way. One-sided p: ``(1 + #{shuffled >= observed}) / (1 + D)``.
    """
    counts = [_n_beyond(_shuffled_means(found, SHUFFLED)) for found in searched.values()]
    observed = max((int(found.table["stable"].sum()) for found in searched.values()), default=0)
    shuffled = pd.concat(counts, axis=1).max(axis=1) if counts else pd.Series(dtype=np.int64)
    return observed, shuffled.to_numpy(dtype=np.int64)


def texts_of_topics(model: TopicModel) -> pd.Series:
    """Return by topic the list of the texts that it is a topic of.

    These are the fitted texts in which its mean share is at least half (`MIN_PART`) of its largest mean share
    in a text. It is a convention: a topic of several texts need not be about the same thing in them.
    """
    shares = topic_shares_by_text(model).pivot(index="topic", columns="text", values="share")
    shares = shares.reindex(index=model.topics, columns=pd.unique(model.documents.texts))
    kept = shares.ge(MIN_PART * shares.max(axis=1), axis=0) & shares.gt(0)
    return pd.Series(
        [[str(text) for text in kept.columns[row]] for row in kept.to_numpy()], kept.index, object
    )


def _check_searched(searched: Mapping[int, Stability], k: int) -> None:
    if k not in searched:
        looked = ", ".join(map(str, searched)) or "none"
        raise DhtoolsError(f"k={k} was not looked at. Numbers of topics looked at: {looked}.")


def _shuffled_means(found: Stability, refits: str) -> pd.Series:
    """Return by draw and topic the mean recurrence in one kind of shuffled words."""
    subsamples = found.draws.loc[found.draws["refits"] == SUBSAMPLES, "draw"].nunique()
    draws = found.draws[found.draws["refits"] == refits]
    return shrink_means(draws, ["draw", "topic"], "jaccard", subsamples)


def _scores(found: Stability, refits: str) -> pd.Series:
    null = _shuffled_means(found, refits)
    return _standardised(null, null)


def _standardised(values: pd.Series, null: pd.Series) -> pd.Series:
    """Return values in standard deviations from the mean of a baseline; equal to a constant one is 0."""
    return (values - null.mean()).div(null.std()).fillna(0.0)


def _n_beyond(null: pd.Series) -> pd.Series:
    return (null > null.quantile(HIGH)).groupby("draw").sum()
