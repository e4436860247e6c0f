"""Labels: the phrase of the texts that names a topic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import xlogy

from ..annotation.record import span_text
from ..corpus.texts import Corpus
from ..errors import check_whole
from ..wordlists.languages import language_list
from ..wordlists.lists import topic_stop_words
from .description import model_words, word_lists
from .document_term_matrix import without_names
from .models import TopicModel

#: A phrase names a topic from this score on: about that of two occurrences that lie wholly in a topic which
#: takes up a third of the segments (2 ln 3 = 2.2).
MIN_SCORE = 2.0
#: Code points between two words of a phrase, at most: a blank and one mark, but no numeral and no word.
GAP = 2
#: Heaviest words of a topic: one of them has to be in its phrase; so many of them are its label otherwise.
NAMING_WORDS, WORDS_OF_A_LABEL = 20, 3

_COLUMNS: dict[str, Any] = {
    "topic": int, "label": object, "n": "Int64", "n_segments": "Int64", "score": float, "text": object,
    "start": "Int64", "end": "Int64", "note": object,
}  # fmt: skip


def label_topics(
    model: TopicModel,
    tokens: pd.DataFrame,
    *,
    max_words: int = 3,
    names: pd.DataFrame | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Name each topic by a phrase of the texts, or by its three heaviest words if no phrase is its own.

    Parameters
    ----------
    model : TopicModel
    tokens : DataFrame
        The table that the model's documents were counted in.
    max_words : int
        A phrase has from 2 to so many words.
    names : DataFrame, optional
        Places of names set aside, as for `document_term_matrix`: a phrase with a word of a name is no label.
    language : str
        The code of the language of the texts.

    Returns
    -------
    DataFrame
        One row a topic: *topic*; *label*, different for each; of a phrase its occurrences *n*, the number of
        segments that they lie in *n_segments*, its *score*, and one place where it occurs, in the segment
        with the largest share of the topic: *text*, *start*, *end*; *note*: why these are missing. A topic
        without words has no label.

    Raises
    ------
    DhtoolsError
        If a column or a segment of the model is missing, or *max_words* is no whole number from 2.

    Notes
    -----
    A phrase lies within a sentence, with no more than a blank and one mark between its words; its first and
    last word are no function words, and of function words only those of ``phrase_words.csv`` of the language
    (English: *and*, *of*, *’s*) stand between; it occurs twice or more, in two segments or more; and it
    contains one of the topic's 20 heaviest words.

    Its score is ``O ln(O / E)``, where O is the sum of the topic's shares over the segments of its
    occurrences, and E the number of occurrences times the mean share of the topic: O if the topic were
    everywhere alike. A phrase belongs to the topic in which it scores highest; the label is the highest of
    these, from a score of 2 on, then the longer one, then by the alphabet. The score orders phrases; it is
    no test. It is half the term of one phrase and one topic in the log-likelihood ratio, simpler than in the
    source of the idea: Mei, Shen and Zhai (2007), Automatic labeling of multinomial topic models, KDD,
    490-499, doi:10.1145/1281192.1281246.

    Examples
    --------
    >>> from dhtools.topics import document_term_matrix, fit_topics
    >>> word, segment = ["party", "press"] * 4 + ["army", "war"] * 3, list("11223344556677")
    >>> tokens = pd.DataFrame({"word": word, "text": "a", "segment": segment, "passage": segment})
    >>> tokens = tokens.assign(start=range(0, 28, 2), end=range(1, 29, 2))
    >>> label_topics(fit_topics(document_term_matrix(tokens, max_df=0.6), 2), tokens)["label"].tolist()
    ['party press', 'army war']
    """
    check_whole("max_words", max_words, 2, "words")
    unit = model.documents.unit
    phrases = _phrases(without_names(model_words(model, tokens), names), unit, max_words, language)
    scores, top = _scores(phrases, model.shares), word_lists(model, NAMING_WORDS)
    best = {topic: _best_phrase(scores[topic], top[topic]) for topic in model.topics}
    rows = [_row(topic, phrase, phrases, scores, model.shares) for topic, phrase in best.items()]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).assign(label=_labels(best, top)).astype(_COLUMNS)


def restore_case(
    labels: pd.DataFrame, corpus: Corpus, *, forms: Mapping[str, str] = MappingProxyType({})
) -> pd.Series:
    """Return the labels by topic, phrases with the capitals of their author: *GPU agent* for *gpu agent*.

    Words in place of a phrase are shown in their *forms*, where they have one
    (`dhtools.annotation.gazetteer.written_forms`). If more than blanks stands between the words of a phrase
    (*workers’ state*), the label stays as it is.
    """
    phrases = labels[labels["start"].notna()]
    written = pd.Series(
        [" ".join(words.split()) for words in span_text(corpus, phrases)], index=phrases.index
    )
    same = written.str.lower() == phrases["label"]
    words = labels["label"].map(lambda label: _in_forms(label, forms), na_action="ignore")
    return words.mask(labels.index.isin(written.index[same]), written).set_axis(labels["topic"])


def _in_forms(label: str, forms: Mapping[str, str]) -> str:
    return " ".join(forms.get(word, word) for word in label.split(" "))


def _phrases(tokens: pd.DataFrame, unit: str, max_words: int, language: str) -> pd.DataFrame:
    """Return every occurrence of every phrase that occurs in two segments or more."""
    forms = tokens["word"].astype(str).to_numpy(dtype=object)
    closed, inner = topic_stop_words(language), language_list(language, "phrase_words")
    content = np.array([len(form) > 1 and form not in closed for form in forms], dtype=bool)
    usable, adjacent = content | np.isin(forms, inner), _adjacent(tokens, unit)
    found = []
    for length in range(2, max_words + 1):
        first = np.arange(len(forms) - length + 1)
        kept = content[first] & content[first + length - 1]
        for step in range(length - 1):
            kept &= usable[first + step] & adjacent[first + step]
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


def _adjacent(tokens: pd.DataFrame, unit: str) -> npt.NDArray[np.bool_]:
    """Return which words the next row continues: in one sentence and segment, only a mark between."""
    passage, segment = (tokens[name].astype("category").cat.codes.to_numpy() for name in ("passage", unit))
    gap = tokens["start"].to_numpy()[1:] - tokens["end"].to_numpy()[:-1]
    adjacent = np.zeros(len(tokens), dtype=bool)
    adjacent[:-1] = (
        (passage[:-1] >= 0) & (passage[1:] == passage[:-1]) & (segment[1:] == segment[:-1]) & (gap <= GAP)
    )
    return adjacent


def _scores(phrases: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return phrases × topics: the score of a phrase in the topic in which it is highest, else missing."""
    observed = shares.loc[phrases["segment"]].groupby(phrases["phrase"].to_numpy()).sum()
    expected = np.outer(phrases.groupby("phrase").size(), shares.mean())
    ratio = np.divide(observed.to_numpy(), expected, out=np.ones_like(expected), where=expected > 0)
    values = xlogy(observed.to_numpy(), ratio)
    scores = pd.DataFrame(values, index=observed.index, columns=observed.columns).round(9)
    return scores.where(scores.eq(scores.max(axis="columns"), axis="index"))


def _best_phrase(scores: pd.Series, words: list[str]) -> str | None:
    high = scores[scores >= MIN_SCORE]
    named = [phrase for phrase in high.index if not set(words).isdisjoint(phrase.split())]
    return min(named, key=lambda phrase: (-high[phrase], -len(phrase.split()), phrase), default=None)


def _row(
    topic: int, phrase: str | None, phrases: pd.DataFrame, scores: pd.DataFrame, shares: pd.DataFrame
) -> dict[str, object]:
    """Return what belongs to a label; of a phrase, also where it occurs with most of the topic."""
    if phrase is None:
        return {"topic": topic, "note": "no phrase of the texts belongs to the topic"}
    found = phrases[phrases["phrase"] == phrase]
    row = int(shares[topic].loc[found["segment"]].to_numpy().argmax())
    place = {column: found[column].iloc[row] for column in ("text", "start", "end")}
    n_segments = found["segment"].nunique()
    return {
        "topic": topic, "n": len(found), "n_segments": n_segments, "score": scores.at[phrase, topic],
        "note": "", **place,
    }  # fmt: skip


def _labels(best: Mapping[int, str | None], top: Mapping[int, list[str]]) -> pd.Series:
    """Return the phrases, or words in their place; a label that occurs twice gets the number of its topic."""
    labels: list[str | None] = []
    for topic, phrase in best.items():
        words = " · ".join(top[topic][:WORDS_OF_A_LABEL])
        label = words if phrase is None else phrase.replace(" 's", "'s")
        labels.append(f"{label} ({topic})" if label in labels else label or None)
    return pd.Series(labels, dtype=object)
