"""Findings: what every measure of rhetoric is before it is a number, a place in a text with its voice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..annotation.record import COMMENTS, Annotation, span_text
from ..counts.found import first_words
from ..errors import DhtoolsError

#: Columns of every table of findings.
COLUMNS = ["text", "passage", "kind", "voice", "start", "end", "category", "detail", "cue", "score"]


def make_findings(annotation: Annotation, spans: pd.DataFrame) -> pd.DataFrame:
    """Give spans of the texts their passage, kind of block and voice.

    Parameters
    ----------
    annotation : Annotation
    spans : DataFrame
        One row a finding: *text*, *start* and *end* (code points of the file), *category*; and if there is
        any, *detail* (a subclass, or what a reader should know) and *score* (what findings are ranked by).

    Returns
    -------
    DataFrame
        In the order of the corpus: text, passage, kind, voice, start, end, category, detail ("" if none), cue
        (the words as they stand, white space as one space), score (missing if none). Passage, kind and voice
        are those of the first word that ends after *start*.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a span has no word at or after it in its text.
    """
    check_columns(spans, ["text", "start", "end", "category"], name="spans")
    tokens, order = annotation.tokens, list(annotation.corpus.ids)
    full = spans if "detail" in spans else spans.assign(detail="")
    full = full if "score" in full else full.assign(score=np.nan)
    full = full.assign(text=pd.Categorical(full["text"].astype(str), categories=order))
    full = full.astype({"start": np.int64, "end": np.int64})
    full = full.sort_values(["text", "start", "end"], kind="stable").reset_index(drop=True)
    rows = first_words(tokens, full)
    if (rows < 0).any():
        beyond = full[rows < 0].iloc[0]
        raise DhtoolsError(f"spans: {beyond['text']!r} has no word after code point {beyond['start']}.")
    first = tokens.iloc[rows]
    placed = {name: first[name].to_numpy() for name in ("passage", "kind", "voice")}
    cues = [" ".join(words.split()) for words in span_text(annotation.corpus, full)]
    return full.assign(**placed, cue=cues)[COLUMNS]


class Span(NamedTuple):
    """What is found in a sentence: where, of which category and detail."""

    start: int
    end: int
    category: str
    detail: str


def find_in_sentences(
    annotation: Annotation,
    finder: Callable[[str], Iterable[Span]],
    *,
    having: Collection[str] | None = None,
) -> pd.DataFrame:
    """Look at every sentence by itself, whoever speaks, and return what is found as findings.

    Parameters
    ----------
    annotation : Annotation
    finder : function of str
        Yields the spans of a sentence, counted from its first character.
    having : collection of str, optional
        Words in lower case: sentences that hold none of them are passed over, which is quicker.

    Returns
    -------
    DataFrame
        As from `make_findings`.
    """
    rows: list[tuple[str, int, int, str, str]] = []
    sentences = annotation.sentences
    if having is not None:
        sentences = sentences[sentences["passage"].isin(_passages_with(annotation.tokens, having)).to_numpy()]
    for text, own in sentences.groupby("text", observed=True):
        raw = annotation.corpus[str(text)].raw
        for start, end in zip(own["start"].tolist(), own["end"].tolist(), strict=True):
            rows += [(str(text), start + one[0], start + one[1], *one[2:]) for one in finder(raw[start:end])]
    columns = ["text", "start", "end", "category", "detail"]
    return make_findings(annotation, pd.DataFrame(rows, columns=columns))


def find_by_form(annotation: Annotation, of_form: Callable[[str], tuple[str, str] | None]) -> pd.DataFrame:
    """Find single words by their form, wherever they stand, and return them as findings.

    Parameters
    ----------
    annotation : Annotation
    of_form : function of str
        Category and detail of a form as it stands, None for what is not looked for; asked once a form.

    Returns
    -------
    DataFrame
        As from `make_findings`.
    """
    tokens = annotation.tokens
    told = {str(form): of_form(str(form)) for form in tokens["word"].cat.categories}
    wanted = np.array([one is not None for one in told.values()], dtype=bool)
    found = tokens[wanted[tokens["word"].cat.codes.to_numpy()]]
    labels = pd.DataFrame(
        [told[form] for form in found["word"].astype(str)], columns=["category", "detail"], index=found.index
    )
    return make_findings(annotation, found[["text", "start", "end"]].join(labels))


def _passages_with(tokens: pd.DataFrame, words: Collection[str]) -> pd.Series:
    """Return the passages that hold one of the words, by codes of the token table."""
    forms = tokens["word"].cat.categories.astype(str).str.lower().isin(list(words))
    return tokens["passage"][np.asarray(forms)[tokens["word"].cat.codes.to_numpy()]].astype(str)


def check_columns(table: pd.DataFrame, columns: Iterable[str], *, name: str = "findings") -> None:
    """Refuse a table that lacks a column.

    Raises
    ------
    DhtoolsError
    """
    if missing := [column for column in columns if column not in table.columns]:
        raise DhtoolsError(f"{name}: no column {', '.join(missing)}. Give {', '.join(columns)}.")


def select_findings(findings: pd.DataFrame, **where: object) -> pd.DataFrame:
    """Return the findings with these values: what stands behind a number.

    Parameters
    ----------
    findings : DataFrame
    **where
        A column and a value, or a list of values: ``text="note", category=["hedge", "booster"]``.

    Returns
    -------
    DataFrame
        A part of the rows, in their order.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> found = pd.DataFrame({"text": ["a", "b"], "category": ["hedge", "hedge"]})
    >>> select_findings(found, text="b", category=["hedge", "booster"]).index.tolist()
    [1]
    """
    check_columns(findings, where)
    kept = np.ones(len(findings), dtype=bool)
    for column, value in where.items():
        values = value if isinstance(value, list | tuple | set) else [value]
        kept &= findings[column].isin(values).to_numpy()
    return findings[kept]


def without_comments(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings as they may be published: those in readers' comments are counted, not reprinted."""
    return findings.assign(cue=findings["cue"].where((findings["kind"] != COMMENTS).to_numpy(), ""))
