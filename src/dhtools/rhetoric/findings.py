"""Findings: every measure of rhetoric is a table of spans with passage and voice, before it is a number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..annotation.normalisation import folded
from ..annotation.record import COMMENTS, Annotation, span_text
from ..counts.found import first_words
from ..errors import DhtoolsError

#: Columns of every table of findings.
COLUMNS = ["text", "passage", "kind", "voice", "start", "end", "category", "detail", "cue", "score"]
#: Columns that a finder gives.
SPAN_COLUMNS = ["text", "start", "end", "category", "detail"]


class Span(NamedTuple):
    """What is found in a sentence: where (code points), of which category and detail."""

    start: int
    end: int
    category: str
    detail: str


def make_findings(annotation: Annotation, spans: pd.DataFrame) -> pd.DataFrame:
    """Return spans of the texts with their passage, kind of block and voice.

    Parameters
    ----------
    annotation : Annotation
    spans : DataFrame
        One row a finding: *text*, *start* and *end* (code points of the file), *category*; optional are
        *detail* (a subclass) and *score* (for ranking).

    Returns
    -------
    DataFrame
        In the order of the corpus: *text*, *passage*, *kind*, *voice*, *start*, *end*, *category*, *detail*
        ("" where not given), *cue* (the words as they stand, white space as one space), *score* (missing
        where not given). Passage, kind and voice are those of the first word that ends after *start*.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a text has no word after *start*.
    """
    check_columns(spans, ["text", "start", "end", "category"], name="spans")
    optional: dict[str, str | float] = {"detail": "", "score": np.nan}
    spans = spans.assign(**{name: value for name, value in optional.items() if name not in spans})
    spans = spans.assign(text=pd.Categorical(spans["text"].astype(str), list(annotation.corpus.ids)))
    spans = spans.astype({"start": np.int64, "end": np.int64})
    spans = spans.sort_values(["text", "start", "end"], kind="stable").reset_index(drop=True)
    rows = first_words(annotation.tokens, spans)
    if (rows < 0).any():
        wrong = spans[rows < 0].iloc[0]
        raise DhtoolsError(f"spans: {wrong['text']!r} has no word after code point {wrong['start']}.")
    words = annotation.tokens.iloc[rows]
    places = {name: words[name].to_numpy() for name in ("passage", "kind", "voice")}
    cues = [" ".join(cue.split()) for cue in span_text(annotation.corpus, spans)]
    return spans.assign(**places, cue=cues)[COLUMNS]


def find_in_sentences(
    annotation: Annotation,
    finder: Callable[[str], Iterable[Span]],
    *,
    having: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return what a function finds in every sentence of the normalised text, whoever speaks, as findings.

    * finder: Yields its spans, counted from the first character.
    * having: Words in lower case. Sentences without any of them are skipped, for speed.
    """
    sentences = annotation.sentences
    if having is not None:
        sentences = sentences[sentences["passage"].isin(_passages_with(annotation.tokens, having)).to_numpy()]
    rows: list[tuple[str, int, int, str, str]] = []
    for text, places in sentences.groupby("text", observed=True):
        view = folded(annotation.corpus[str(text)].raw)
        for start, end in zip(places["start"].tolist(), places["end"].tolist(), strict=True):
            first, after = view.place(start), view.place(end)
            rows += [
                (str(text), *view.raw_span(first + span[0], first + span[1]), *span[2:])
                for span in finder(view.text[first:after])
            ]
    return make_findings(annotation, pd.DataFrame(rows, columns=SPAN_COLUMNS))


def _passages_with(tokens: pd.DataFrame, words: Collection[str]) -> pd.Series:
    """Return the passages that hold one of the words, by codes of the token table."""
    forms = tokens["word"].cat.categories.astype(str).str.lower().isin(list(words))
    return tokens["passage"][np.asarray(forms)[tokens["word"].cat.codes.to_numpy()]].astype(str)


def find_by_form(annotation: Annotation, label: Callable[[str], tuple[str, str] | None]) -> pd.DataFrame:
    """Return single words that are known by their form, wherever they stand, as findings.

    * label: Returns category and detail, or None for other words; asked once a form.
    """
    tokens = annotation.tokens
    labels = [label(str(form)) for form in tokens["word"].cat.categories]
    codes = tokens["word"].cat.codes.to_numpy()
    found = np.array([one is not None for one in labels], dtype=bool)[codes]
    named = pd.DataFrame([labels[code] for code in codes[found]], columns=["category", "detail"])
    return make_findings(
        annotation, tokens.loc[found, ["text", "start", "end"]].reset_index(drop=True).join(named)
    )


def check_columns(table: pd.DataFrame, columns: Iterable[str], *, name: str = "findings") -> None:
    """Raise `DhtoolsError` if a table lacks a column."""
    if missing := [column for column in columns if column not in table.columns]:
        raise DhtoolsError(f"{name}: no column {', '.join(missing)}. Give {', '.join(columns)}.")


def select_findings(findings: pd.DataFrame, **where: object) -> pd.DataFrame:
    """Return the findings with these values.

    Parameters
    ----------
    findings : DataFrame
    **where
        A column and a value, or a list of values: ``text="Emma", category=["hedge", "booster"]``.

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
    chosen = np.ones(len(findings), dtype=bool)
    for column, value in where.items():
        values = value if isinstance(value, list | tuple | set) else [value]
        chosen &= findings[column].isin(values).to_numpy()
    return findings[chosen]


def one_a_phrase(findings: pd.DataFrame) -> pd.DataFrame:
    """Return one finding for findings that overlap: *crude, unsophisticated careerist* is one phrase.

    * findings: From a finder.

    Returns: The first finding of each run of findings of one category and detail that overlap in a text, with
    the end of the run in *end*; the cue is that of the first.

    >>> rows = [("a", 0, 20, "epithet", "blame", "crude"), ("a", 6, 20, "epithet", "blame", "careerist")]
    >>> found = pd.DataFrame(rows, columns=["text", "start", "end", "category", "detail", "cue"])
    >>> one_a_phrase(found)["cue"].tolist()
    ['crude']
    """
    check_columns(findings, ["text", "start", "end", "category", "detail"])
    kinds = ["text", "category", "detail"]
    ordered = findings.sort_values([*kinds, "start"], kind="stable").astype(dict.fromkeys(kinds, str))
    reached = ordered.groupby(kinds)["end"].cummax().groupby([ordered[kind] for kind in kinds]).shift()
    run = (ordered["start"] >= reached.fillna(-1)).cumsum()
    ends = ordered.groupby(run)["end"].transform("max").reindex(findings.index)
    first = ~run.duplicated()
    return findings.assign(end=ends)[first.reindex(findings.index).to_numpy()]


def without_comments(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings as they may be published: those in readers' comments count, but are not reprinted."""
    return findings.assign(cue=findings["cue"].where((findings["kind"] != COMMENTS).to_numpy(), ""))
