"""Cautions: what a topic may be instead of a subject, computed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from ..errors import DhtoolsError
from .description import top_words, topic_shares_by_text
from .document_term_matrix import inside_spans
from .model_selection import text_agreement
from .models import TopicModel
from .stability import TOP

#: From which value on a caution is raised. Conventions, not results: what is just below deserves a look too.
DIAGNOSTIC_THRESHOLDS: Mapping[str, float] = MappingProxyType(
    {"one text": 0.9, "names": 0.5, "notes and furniture": 2 / 3, "follows the texts": 0.5}
)
#: In place of the number of a topic, where a caution speaks of the whole model.
ALL = "all"


def diagnose_topics(model: TopicModel, tokens: pd.DataFrame, *, names: pd.DataFrame) -> pd.DataFrame:
    """Measure how far each topic belongs to one text, consists of names, or comes from the notes.

    Parameters
    ----------
    model : TopicModel
    tokens : DataFrame
        From `dhtools.token_table`, case folded, all voices: notes, captions and furniture as well.
    names : DataFrame
        Places of names (text, start, end), from `dhtools.find_names` or `dhtools.find_capitalised`.

    Returns
    -------
    DataFrame
        One row a topic and caution: *topic*, *caution*, *value* (0 to 1), *threshold*, *raised*. Values:

        * ``one text``: the largest part of the topic that one text has, if all texts counted alike: its mean
          share there by the sum of the mean shares in all texts;
        * ``names``: the part of the topic's top words, by weight, of which at least half of the occurrences
          lie inside names;
        * ``notes and furniture``: how much more frequent its top words are outside the running prose:
          ``outside / (outside + prose)``, rates, mean by weight; 1 / 2 if equally frequent;
        * ``follows the texts``, of the whole model: `text_agreement`.

        A value is missing, and nothing raised, where there is one text only, or no notes.
    """
    if missing := [column for column in ("word", "text", "voice", "start") if column not in tokens]:
        raise DhtoolsError(
            f"tokens: the table has no column {missing[0]!r}. Give that of dhtools.token_table."
        )
    measured = {
        "one text": _one_text(model),
        "names": _weighted(model, _named(tokens, names)),
        "notes and furniture": _weighted(model, _outside(tokens)),
    }
    rows = [
        (topic, caution, value) for caution, values in measured.items() for topic, value in values.items()
    ]
    if len(model.topics):
        rows.append((ALL, "follows the texts", text_agreement(model)))
    table = pd.DataFrame(rows, columns=["topic", "caution", "value"]).astype(
        {"topic": object, "value": float}
    )
    table["threshold"] = table["caution"].map(DIAGNOSTIC_THRESHOLDS).astype(float)
    return table.assign(raised=table["value"] >= table["threshold"])


def _one_text(model: TopicModel) -> pd.Series:
    if model.documents.texts.nunique() < 2:
        return pd.Series(np.nan, index=model.topics)
    shares = topic_shares_by_text(model).pivot(index="topic", columns="text", values="share")
    total = shares.sum(axis=1)
    return (shares.max(axis=1) / total.where(total > 0)).reindex(model.topics)


def _weighted(model: TopicModel, measure: pd.Series) -> pd.Series:
    """Return the mean of a measure of words over the top words of each topic, by their weight."""
    top = top_words(model, TOP)
    top = top.assign(measured=top["word"].map(measure)).dropna(subset="measured")
    sums = top.assign(measured=top["measured"] * top["weight"]).groupby("topic")[["measured", "weight"]].sum()
    return (sums["measured"] / sums["weight"]).reindex(model.topics).astype(float)


def _named(tokens: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
    """Return by word whether at least half of its occurrences are parts of names: 1 or 0."""
    named = pd.Series(inside_spans(tokens, names), index=tokens["word"].astype(str).to_numpy())
    return (named.groupby(level=0).mean() >= 1 / 2).astype(float)


def _outside(tokens: pd.DataFrame) -> pd.Series:
    """Return by word its rate outside the running prose, by the sum of this and its rate in the prose."""
    other = (tokens["voice"] == "other").to_numpy()
    if not other.any() or other.all():
        return pd.Series(dtype=float)
    words = tokens["word"].astype(str).to_numpy()
    table = pd.crosstab(words, other)
    rates = table / table.sum()
    return rates[True] / rates.sum(axis=1)
