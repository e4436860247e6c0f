"""An annotated text as plain rows: what every format writes, and what its reader gives back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ...annotation.record import Annotation, annotate
from ...corpus.texts import UNKNOWN, Corpus, Text
from ...rhetoric.registry import FINDERS, find_rhetoric
from ...schema import BLOCK_KINDS, SENTENCE_VOICES, VOICES

Row = dict[str, Any]

#: The columns of each table but *text*, with the type of their values.
COLUMNS: Mapping[str, Mapping[str, type]] = {
    "blocks": {
        "block": int, "line": int, "start": int, "end": int, "kind": str, "rule": str, "speaker": str,
    },
    "quotations": {
        "quotation": str, "block": int, "line": int, "start": int, "end": int, "kind": str, "form": str,
        "level": int, "speaker": str, "source": str, "cited_through": str,
    },
    "sentences": {"passage": str, "block": int, "line": int, "start": int, "end": int, "voice": str},
    "tokens": {
        "passage": str, "block": int, "kind": str, "voice": str, "quotation": str, "start": int, "end": int,
        "word": str,
    },
    "findings": {
        "measure": str, "passage": str, "kind": str, "voice": str, "start": int, "end": int,
        "category": str, "detail": str, "cue": str, "score": float,
    },
}  # fmt: skip
#: Columns whose value may be missing; an empty text there is a missing one.
MISSING = frozenset({"speaker", "source", "cited_through", "quotation", "score"})
#: What is known about a text, of the fields of `Text`.
ABOUT = (
    "title", "author", "date", "publication", "genre", "language", "original_language", "translator",
    "source", "accessed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with its tables.

    Attributes
    ----------
    id, raw : str
        Raw is the decoded file; all offsets count its code points.
    about : mapping of str to str
        Those of `ABOUT` that are known.
    tables : mapping of str to list of dict
        Rows by table, see `COLUMNS`. Integers, floats and texts of Python; None where a value is missing.
    """

    id: str
    raw: str
    about: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})


def annotated_texts(corpus: Corpus) -> Iterator[AnnotatedText]:
    """Annotate a corpus text by text: tables of one text are in memory at a time."""
    for text in corpus:
        sheets = (sheet[sheet["text"] == text.id] for sheet in (corpus.corrections, corpus.sources))
        annotation = annotate(Corpus((text,), *sheets))
        yield of_annotation(annotation, _findings(annotation))[0]


def _findings(annotation: Annotation) -> pd.DataFrame:
    """Return all findings of rhetoric; a text without words, or in another language, has none of some."""
    return find_rhetoric(annotation, measures=FINDERS) if len(annotation.tokens) else pd.DataFrame()


def of_annotation(annotation: Annotation, findings: pd.DataFrame | None = None) -> list[AnnotatedText]:
    """Return the texts of an annotation, with their findings, as rows."""
    found = pd.DataFrame() if findings is None else findings
    frames = {name: getattr(annotation, name) for name in COLUMNS if name != "findings"} | {"findings": found}
    grouped = {name: _rows_by_text(frame, COLUMNS[name]) for name, frame in frames.items()}
    return [
        AnnotatedText(
            text.id,
            text.raw,
            {name: str(getattr(text, name)) for name in ABOUT if getattr(text, name) not in ("", UNKNOWN)},
            {name: grouped[name].get(text.id, []) for name in COLUMNS},
        )
        for text in annotation.corpus
    ]


def _rows_by_text(frame: pd.DataFrame, columns: Mapping[str, type]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    if frame.empty:
        return rows
    present = [name for name in columns if name in frame]
    values = zip(*(frame[name].astype(object).tolist() for name in present), strict=True)
    for text, row in zip(frame["text"].astype(str), values, strict=True):
        rows.setdefault(text, []).append(row_of(dict(zip(present, row, strict=True)), columns))
    return rows


def row_of(given: Mapping[str, Any], columns: Mapping[str, type]) -> Row:
    """Return a row with the types of its table; what is missing is None, or an empty text."""
    return {name: _value(given.get(name), name, kind) for name, kind in columns.items()}


def _value(value: Any, name: str, kind: type) -> Any:
    if value is None or value == "" or value != value:
        return None if name in MISSING else kind()
    return kind(value)


def to_annotation(texts: Iterable[AnnotatedText]) -> tuple[Annotation, pd.DataFrame]:
    """Return texts as an annotation of the package, and their findings, to be analysed further.

    Manifest, corrections and mark-up of the files do not travel: the tables hold what they led to.
    """
    every = list(texts)
    corpus = Corpus(tuple(map(_text, every)), pd.DataFrame(), pd.DataFrame())
    blocks, quotations, sentences, tokens, findings = (_frame(every, name, corpus.ids) for name in COLUMNS)
    # words find their sentence and their quotation by their number
    numbered: dict[str, Any] = {
        "passage": pd.Categorical(tokens["passage"], categories=sentences["passage"].tolist()),
        "quotation": pd.Categorical(tokens["quotation"], categories=quotations["quotation"].tolist()),
        "word": tokens["word"].astype("category"),
    }
    return Annotation(corpus, blocks, quotations, sentences, tokens.assign(**numbered)), findings


def _text(text: AnnotatedText) -> Text:
    digest = hashlib.sha256(text.raw.encode()).hexdigest()
    known: dict[str, Any] = dict(text.about)
    return Text(text.id, f"{text.id}.txt", text.raw, digest, **known)


def _frame(texts: Iterable[AnnotatedText], table: str, ids: tuple[str, ...]) -> pd.DataFrame:
    rows = [{"text": text.id, **row} for text in texts for row in text.tables[table]]
    frame = pd.DataFrame(rows, columns=["text", *COLUMNS[table]])
    for name, categories in _categories(table, ids).items():
        if name in frame:
            frame[name] = pd.Categorical(frame[name], categories=list(categories))
    whole = {name: "int32" for name, kind in COLUMNS[table].items() if kind is int}
    return frame.astype(whole | ({"score": float} if table == "findings" else {}))


def _categories(table: str, ids: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the values that columns of a table can have; the kind of a quotation is no kind of block."""
    if table == "quotations":
        return {"text": ids}
    return {"text": ids, "kind": BLOCK_KINDS, "voice": SENTENCE_VOICES if table == "sentences" else VOICES}
