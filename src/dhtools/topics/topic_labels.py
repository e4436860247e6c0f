"""Labels: the phrase of the texts that names a topic.

Source of the idea: Mei, Shen and Zhai (2007), Automatic labeling of multinomial topic models, KDD, 490-499,
doi:10.1145/1281192.1281246. The score here is a simpler one: the term of one phrase and one topic in the
log-likelihood ratio, halved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import xlogy

from ..annotation.record import span_text
from ..corpus.texts import Corpus
from ..errors import check_whole
from ..wordlists.lists import function_words
from .description import model_words, top_words, without_names
from .models import TopicModel

#: A phrase names a topic if it scores so much: about as much as two occurrences do that lie wholly in a topic
#: which takes up a third of the segments (2 ln 3 = 2.2).
MIN_SCORE = 2.0
#: Of function words, only these may stand within a phrase: *in*, *by* or *the* seldom do within a name.
INNER_WORDS = ("and", "of", "'s")
#: Code points between two words of a phrase, at most: a blank and one mark, but no numeral and no word.
GAP = 2
#: Heaviest words of a topic: one of them has to be in its phrase; so many of them are its label otherwise.
NAMING_WORDS, WORDS_OF_A_LABEL = 20, 3

_COLUMNS: dict[str, Any] = {
    "topic": int, "label": object, "kind": object, "occurrences": "Int64", "segments": "Int64",
    "score": float, "text": object, "start": "Int64", "end": "Int64",
}  # fmt: skip


def label_topics(
    model: TopicModel,
    tokens: pd.DataFrame,
    *,
    unit: str = "segment",
    max_words: int = 3,
    names: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Name each topic by a phrase of the texts, or by its three heaviest words where none is its own.

    Parameters
    ----------
    model : TopicModel
    tokens : DataFrame
        The table that the model's documents were counted in.
    unit : str
        The column that names the segments.
    max_words : int
        Words of a phrase, from 2 to so many.
    names : DataFrame, optional
        Places of names set aside, as for `documents`: a phrase with a word of a name is then no label.

    Returns
    -------
    DataFrame
        One row a topic: *topic*, *label*, *kind* (``n-gram`` or ``words``); of a phrase its *occurrences*,
        the *segments* they lie in, its *score*, and one place where it stands, in the segment where the topic
        takes up most: *text*, *start*, *end*, to show it as its author writes it (*workers’ state* is
        *workers state* as words). Labels differ. A topic without words has none.

    Raises
    ------
    DhtoolsError
        If a column or a segment of the model is missing, or *longest* is no whole number from 2.

    Notes
    -----
    A phrase stands within a sentence, with no more than a blank and one mark between its words, so that no
    numeral and no word left out lies inside; its first and last word are no function words, those between are
    none but *and*, *of* and *’s*; it occurs twice or more, in two segments or more; and one of the topic's
    20 heaviest words is in it.

    Its score is ``O ln(O / E)``, where O is the sum of the topic's shares over the segments of its
    occurrences (so many of these lie in the topic) and E what O would be if the topic were everywhere alike:
    the number of occurrences times the mean share. Phrases that are frequent and the topic's own score high.
    A phrase belongs to the topic in which it scores highest; the label is the highest of these, from a score
    of 2 on, then the longer one, then by the alphabet. The score orders phrases; it tests nothing.
    """
    check_whole("max_words", max_words, 2, "words")
    found = _phrases(without_names(model_words(model, tokens, unit), names), unit, max_words)
    scores = _scores(found, model.shares)
    listed = top_words(model, NAMING_WORDS).groupby("topic")["word"].agg(list)
    top = {topic: listed.get(topic, []) for topic in model.topics}
    best = {topic: _best_phrase(scores[topic], top[topic]) for topic in model.topics}
    rows = [_row(topic, phrase, found, scores, model.shares) for topic, phrase in best.items()]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).assign(label=_labels(best, top)).astype(_COLUMNS)


def restore_case(labels: pd.DataFrame, corpus: Corpus) -> pd.Series:
    """Return the labels by topic, phrases with the capitals of their author: *GPU agent* for *gpu agent*.

    Where more than blanks stands between the words (*workers’ state*), the label stays as it is.
    """
    phrases = labels[labels["start"].notna()]
    written = pd.Series(
        [" ".join(words.split()) for words in span_text(corpus, phrases)], index=phrases.index
    )
    same = written.str.lower() == phrases["label"]
    return labels["label"].mask(labels.index.isin(written.index[same]), written).set_axis(labels["topic"])


def _phrases(tokens: pd.DataFrame, unit: str, longest: int) -> pd.DataFrame:
    """Return every occurrence of every phrase that stands in two segments or more."""
    forms = tokens["word"].astype(str).to_numpy(dtype=object)
    closed = frozenset(function_words())
    telling = np.array([len(form) > 1 and form not in closed for form in forms], dtype=bool)
    usable, joined = telling | np.isin(forms, INNER_WORDS), _joined(tokens, unit)
    found = []
    for length in range(2, longest + 1):
        first = np.arange(len(forms) - length + 1)
        kept = telling[first] & telling[first + length - 1]
        for step in range(length - 1):
            kept &= usable[first + step] & joined[first + step]
        found.append(_occurrences(tokens, forms, unit, first[kept], length))
    table = pd.concat(found, ignore_index=True)
    return table[table.groupby("phrase")["segment"].transform("nunique") > 1]


def _occurrences(
    tokens: pd.DataFrame, forms: npt.NDArray[np.object_], unit: str, rows: npt.NDArray[np.intp], length: int
) -> pd.DataFrame:
    table = tokens.iloc[rows][["text", "start"]]
    table["segment"] = tokens[unit].to_numpy()[rows]
    table["end"] = tokens["end"].to_numpy()[rows + length - 1]
    table["phrase"] = [" ".join(forms[row : row + length]) for row in rows]
    return table


def _joined(tokens: pd.DataFrame, unit: str) -> npt.NDArray[np.bool_]:
    """Return which words go on in the next row: in one sentence and segment, nothing but a mark between."""
    passage, units = (tokens[name].astype("category").cat.codes.to_numpy() for name in ("passage", unit))
    gap = tokens["start"].to_numpy()[1:] - tokens["end"].to_numpy()[:-1]
    joined = np.zeros(len(tokens), dtype=bool)
    joined[:-1] = (
        (passage[:-1] >= 0) & (passage[1:] == passage[:-1]) & (units[1:] == units[:-1]) & (gap <= GAP)
    )
    return joined


def _scores(found: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return phrases × topics: the score of a phrase in the topic in which it is highest, else missing."""
    own = shares.loc[found["segment"]].groupby(found["phrase"].to_numpy()).sum()
    expected = np.outer(found.groupby("phrase").size(), shares.mean())
    ratio = np.divide(own.to_numpy(), expected, out=np.ones_like(expected), where=expected > 0)
    scores = pd.DataFrame(xlogy(own.to_numpy(), ratio), index=own.index, columns=own.columns).round(9)
    return scores.where(scores.eq(scores.max(axis="columns"), axis="index"))


def _best_phrase(scores: pd.Series, words: list[str]) -> str | None:
    high = scores[scores >= MIN_SCORE]
    named = [phrase for phrase in high.index if not set(words).isdisjoint(phrase.split())]
    return min(named, key=lambda phrase: (-high[phrase], -len(phrase.split()), phrase), default=None)


def _row(
    topic: int, phrase: str | None, found: pd.DataFrame, scores: pd.DataFrame, shares: pd.DataFrame
) -> dict[str, object]:
    """Return what is told of a label: of a phrase also where it stands with most of the topic around it."""
    if phrase is None:
        return {"topic": topic, "kind": "words"}
    own = found[found["phrase"] == phrase]
    row = int(shares[topic].loc[own["segment"]].to_numpy().argmax())
    place = {column: own[column].iloc[row] for column in ("text", "start", "end")}
    told = {"occurrences": len(own), "segments": own["segment"].nunique(), "score": scores.at[phrase, topic]}
    return {"topic": topic, "kind": "n-gram", **told, **place}


def _labels(best: Mapping[int, str | None], top: Mapping[int, list[str]]) -> pd.Series:
    """Return the phrases, or words in their place; those of two topics that are the same get its number."""
    made: list[str | None] = []
    for topic, phrase in best.items():
        words = " · ".join(top[topic][:WORDS_OF_A_LABEL])
        label = words if phrase is None else phrase.replace(" 's", "'s")
        made.append(f"{label} ({topic})" if label in made else label or None)
    return pd.Series(made, dtype=object)
