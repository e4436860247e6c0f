"""Warnings: what a topic may be instead of a subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from .description import top_words, topic_shares_by_text
from .document_term_matrix import check_columns, inside_spans
from .model_selection import text_agreement
from .models import TopicModel
from .stability import TOP

#: From which value on a warning is raised. Conventions, not results: what is just below deserves a look too.
DIAGNOSTIC_THRESHOLDS: Mapping[str, float] = MappingProxyType(
    {"one_text": 0.9, "names": 0.5, "notes_and_furniture": 2 / 3, "follows_texts": 0.5}
)
#: In place of the number of a topic, where a warning is about the whole model.
ALL = "all"
#: Why a value is missing.
_NOTES = {
    "one_text": "there is one text only, or the topic has no share",
    "names": "no top word of the topic occurs in the tokens",
    "notes_and_furniture": "there are no notes or no prose to compare, or no top word occurs in them",
    "follows_texts": "there is one text only",
}


def diagnose_topics(model: TopicModel, tokens: pd.DataFrame, *, names: pd.DataFrame) -> pd.DataFrame:
    """Measure how far each topic belongs to one text, consists of names, or comes from the notes.

    Parameters
    ----------
    model : TopicModel
    tokens : DataFrame
        From `dhtools.token_table`, case folded, all voices: notes, captions and furniture as well.
    names : DataFrame
        Places of names (text, start, end), from `dhtools.annotation.find_names` or
        `dhtools.annotation.gazetteer.find_capitalised_words`.

    Returns
    -------
    DataFrame
        One row a topic and warning: *topic*, *warning*, *value* (0 to 1), *threshold*, *raised*, and *note*:
        why the value is missing. The values, over the ten heaviest words where words are meant:

        * ``one_text``: ``max(s) / Σ s`` over the texts, where s is the mean share of the topic in a text;
        * ``names``: the part of the topic's top words, by weight, of which at least half of the occurrences
          lie inside names;
        * ``notes_and_furniture``: ``r_other / (r_other + r_prose)``, where r is the rate of a word outside
          and inside the running prose; mean over top words, by weight; 1/2 if equally frequent;
        * ``follows_texts``, of the whole model: `dhtools.topics.model_selection.text_agreement`.

    Notes
    -----
    The warnings and their thresholds are conventions of this package.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> from dhtools.topics import document_term_matrix, fit_topics
    >>> word, segment = ["party", "press"] * 3 + ["army", "war"] * 2, list("1122334455")
    >>> tokens = pd.DataFrame({"word": word, "text": list("aaaaaabbbb"), "segment": segment})
    >>> tokens = tokens.assign(start=range(0, 100, 10), voice="author")
    >>> model = fit_topics(document_term_matrix(tokens, max_df=0.6), 2)
    >>> names = pd.DataFrame({"text": ["a"], "start": [0], "end": [35]})
    >>> found = diagnose_topics(model, tokens, names=names)
    >>> found.loc[found["raised"], ["topic", "warning", "value"]].to_numpy().tolist()
    [[1, 'one_text', 1.0], [2, 'one_text', 1.0], [1, 'names', 1.0], ['all', 'follows_texts', 1.0]]
    """
    columns = ("word", "text", "voice", "start")
    check_columns("tokens", tokens, columns, "Give that of dhtools.token_table.")
    measured = {
        "one_text": _one_text(model),
        "names": _mean_of_top_words(model, _named(tokens, names)),
        "notes_and_furniture": _mean_of_top_words(model, _outside_prose(tokens)),
    }
    rows = [
        (topic, warning, value) for warning, values in measured.items() for topic, value in values.items()
    ]
    if len(model.topics):
        rows.append((ALL, "follows_texts", text_agreement(model)))
    table = pd.DataFrame(rows, columns=["topic", "warning", "value"]).astype(
        {"topic": object, "value": float}
    )
    table["threshold"] = table["warning"].map(DIAGNOSTIC_THRESHOLDS).astype(float)
    table["raised"] = table["value"] >= table["threshold"]
    return table.assign(note=table["warning"].map(_NOTES).where(table["value"].isna(), ""))


def _one_text(model: TopicModel) -> pd.Series:
    if model.documents.texts.nunique() < 2:
        return pd.Series(np.nan, index=model.topics)
    shares = topic_shares_by_text(model).pivot(index="topic", columns="text", values="share")
    total = shares.sum(axis=1)
    return (shares.max(axis=1) / total.where(total > 0)).reindex(model.topics)


def _mean_of_top_words(model: TopicModel, measure: pd.Series) -> pd.Series:
    """Return the mean of a measure of words over the top words of each topic, by their weight."""
    top = top_words(model, n=TOP)
    top = top.assign(measured=top["word"].map(measure)).dropna(subset="measured")
    sums = top.assign(measured=top["measured"] * top["weight"]).groupby("topic")[["measured", "weight"]].sum()
    return (sums["measured"] / sums["weight"]).reindex(model.topics).astype(float)


def _named(tokens: pd.DataFrame, names: pd.DataFrame) -> pd.Series:
    """Return by word whether at least half of its occurrences are parts of names: 1 or 0."""
    named = pd.Series(inside_spans(tokens, names), index=tokens["word"].astype(str).to_numpy())
    return (named.groupby(level=0).mean() >= 1 / 2).astype(float)


def _outside_prose(tokens: pd.DataFrame) -> pd.Series:
    """Return by word its rate outside the running prose, by the sum of this and its rate in the prose."""
    other = (tokens["voice"] == "other").to_numpy()
    if not other.any() or other.all():
        return pd.Series(dtype=float)
    words = tokens["word"].astype(str).to_numpy()
    table = pd.crosstab(words, other)
    rates = table / table.sum()
    return rates[True] / rates.sum(axis=1)
