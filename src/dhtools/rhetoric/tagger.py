"""What a tagger says of findings, where the token table has its columns. The rules stay as they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.record import Annotation
from ..counts.found import first_words

#: A passive by its dependencies: labels of spaCy's English models, and of Universal Dependencies.
_OF_PASSIVE = ("auxpass", "aux:pass", "nsubjpass", "nsubj:pass", "csubjpass", "csubj:pass")


def with_tagger(annotation: Annotation, findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with what a tagger says of each, if the token table has the columns of one.

    * annotation: From `dhtools.annotation.linguistic.add_linguistic_columns`. With another one nothing is
      changed.
    * findings: Passives, nominalisations or metadiscourse, from their finder.

    Returns: With the column *tagger*. "agrees": a nominalisation is tagged as a noun, a modal hedge as a
    verb, or a passive auxiliary or subject depends on a word of the passive or on one that it is joined to
    (*arrested and shot*). "disagrees": otherwise. Empty where the tagger is not asked: other findings, and
    words that it has not read.
    """
    tokens = annotation.tokens
    answers = np.full(len(findings), "", dtype=object)
    category, detail = (findings[name].astype(str).to_numpy() for name in ("category", "detail"))
    if "pos" in tokens:
        tags = _first_labels(findings, tokens, "pos")
        for asked, wanted in (
            (category == "nominalisation", ["NOUN"]),
            ((category == "hedge") & (detail == "modal"), ["AUX", "VERB"]),
        ):
            _answer(answers, asked & (tags != ""), np.isin(tags, wanted))
    if "dep" in tokens and "passive" in category:
        parsed = _first_labels(findings, tokens, "dep") != ""
        _answer(answers, (category == "passive") & parsed, _holds(findings, _passive_words(tokens)))
    return findings.assign(tagger=answers) if {"pos", "dep"} & set(tokens) else findings


def _answer(answers: npt.NDArray[np.object_], asked: np.ndarray, agrees: np.ndarray) -> None:
    answers[asked] = np.where(agrees, "agrees", "disagrees")[asked]


def _first_labels(findings: pd.DataFrame, tokens: pd.DataFrame, column: str) -> npt.NDArray[np.object_]:
    """Return the label of the first word of each finding, empty where it has none."""
    labels = np.array([*tokens[column].cat.categories, ""], dtype=object)
    return labels[tokens[column].cat.codes.to_numpy()[first_words(tokens, findings)]]


def _passive_words(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the words on which a passive auxiliary or subject depends, and those that are joined to one."""
    places = list(zip(tokens["text"].cat.codes, tokens["head"].fillna(-1), strict=True))
    passive = {places[row] for row in np.flatnonzero(tokens["dep"].isin(_OF_PASSIVE))}
    own = list(zip(tokens["text"].cat.codes, tokens["start"], strict=True))
    for row in np.flatnonzero(tokens["dep"] == "conj"):  # a word is joined to one before it
        if places[row] in passive:
            passive.add(own[row])
    return tokens[[place in passive for place in own]]


def _holds(findings: pd.DataFrame, words: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which findings hold one of *words*."""
    rows = first_words(words, findings)
    starts = np.append(words["start"].to_numpy(), np.iinfo(np.int32).max)
    return starts[rows] < findings["end"].to_numpy()
