"""The tables of one part of a corpus: read, annotated, counted, and kept with what they were made from."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..annotation.record import annotate
from ..corpus.corrections import read_corrections, read_sources
from ..corpus.languages import with_languages
from ..corpus.readers.tables import TABLES as TABLES_OF_TEXTS
from ..corpus.texts import Corpus, Part, Text, read_part
from ..counts.streamed import stream_words
from ..errors import DhtoolsError
from .frames import COUNTS, annotation_tables, counted_tables
from .store import Store, code


class Outcome(NamedTuple):
    """What has come of a part: the ids of its texts, what it says of them, and what was refused."""

    name: str
    texts: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    refused: Mapping[str, str] = {}
    warnings: tuple[str, ...] = ()
    stops: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes and keeps the tables of parts, in whatever process it is called."""

    store: Store
    stage: str
    folder: Path
    code: str
    coded: Mapping[str, list[tuple[object, ...]]]

    def __call__(self, parts: Sequence[Part]) -> list[Outcome]:
        """Make the tables of some parts; one that is refused costs no other."""
        if code() != self.code:
            return [
                Outcome("", stops="A worker has another version of dhtools. Install the same everywhere.")
            ]
        outcomes = []
        for part in parts:
            outcomes.append(self._made(part))
            if outcomes[-1].stops:
                break
        return outcomes

    def fresh(self, part: Part) -> Outcome | None:
        """Return what was made of a part, if file, options, sheets and code are still the same."""
        marker = self.store.marker(self.stage, part.file)
        same = marker.get("code") == self.code and marker.get("options") == _options(part)
        if not same or marker["sheets"] != self._sheets_of(text["text"] for text in marker["texts"]):
            return None
        state = part.state()
        if state is None or (marker["state"] != list(state) and marker["sha256"] != digest(part)):
            return None
        return _told_by(marker)

    def _made(self, part: Part) -> Outcome:
        refused: dict[str, str] = {}
        try:
            before = part.state()
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                texts, used = read_part(part, refused)
                texts = with_languages(texts)
                texts, tables = self._tables(part, texts, refused)
            if before is None or before != part.state():
                return refused_part(part, "changed while it was read")
        except Exception as error:  # a document may be wrong in ways nobody thought of: it costs itself only
            return refused_part(part, _reason(error))
        marker = {
            "code": self.code,
            "options": _options(part),
            "sheets": self._sheets_of(text.id for text in texts),
            "state": before,
            "sha256": digest(part, texts),
            "texts": self._corpus(texts).table().reset_index().to_dict("records"),
            "used": sorted(used),
            "refused": refused,
            "warnings": list(dict.fromkeys(str(one.message) for one in caught)),
        }
        try:
            self.store.keep(self.stage, part.file, marker, tables)
        except DhtoolsError as error:
            return Outcome(part.file, stops=str(error))
        return _told_by({"name": part.file, **marker})

    def _tables(
        self, part: Part, texts: list[Text], refused: dict[str, str]
    ) -> tuple[list[Text], dict[str, Any]]:
        """Return the texts that can be annotated, and their tables; where several fail, each is tried."""
        try:
            return texts, self._tables_of(texts)
        except Exception:
            if len(texts) < 2:
                raise
        kept = []
        for text in texts:
            try:
                self._tables_of([text])
            except Exception as error:  # as above, for one text of many in a file
                refused[f"{part.called}, {text.id}"] = _reason(error)
            else:
                kept.append(text)
        return kept, self._tables_of(kept)

    def _tables_of(self, texts: Sequence[Text]) -> dict[str, Any]:
        if self.stage == COUNTS:
            return counted_tables(stream_words(texts))
        return annotation_tables(annotate(self._corpus(texts)))

    def _corpus(self, texts: Sequence[Text]) -> Corpus:
        return with_sheets(self.folder, texts) if self.coded else Corpus(tuple(texts), *uncoded(self.folder))

    def _sheets_of(self, texts: Iterable[str]) -> str:
        """Return the hash of what the scholar has coded of texts."""
        return _hash([self.coded.get(text, []) for text in texts]) if self.coded else ""


@cache
def uncoded(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both sheets as they are where a scholar has coded nothing; they are read once."""
    return read_corrections(folder, {}, part=True), read_sources(folder, {}, part=True)


def with_sheets(folder: Path, texts: Sequence[Text]) -> Corpus:
    """Return texts of a corpus, with what the scholar has coded of them."""
    hashes = {text.id: text.sha256 for text in texts}
    sheets = read_corrections(folder, hashes, part=True), read_sources(folder, hashes, part=True)
    return Corpus(tuple(texts), *sheets)


def _told_by(marker: Mapping[str, Any]) -> Outcome:
    return Outcome(
        marker["name"],
        tuple(text["text"] for text in marker["texts"]),
        frozenset(marker["used"]),
        marker["refused"],
        tuple(marker["warnings"]),
    )


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, DhtoolsError) else f"{type(error).__name__}: {error}"


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _options(part: Part) -> str:
    """Return the hash of all that is said of a part beside its file."""
    stated = part.entry.values if part.entry is not None else {}
    return _hash([part.file, dict(part.known), stated, part.text_column, part.shard])


def digest(part: Part, texts: Sequence[Text] = ()) -> str:
    """Return the SHA-256 of a part, which its texts may know."""
    if texts and part.path.suffix.lower() not in TABLES_OF_TEXTS:
        return texts[0].sha256
    return hashlib.sha256(part.data()).hexdigest()


def refused_part(part: Part, note: str) -> Outcome:
    """Return the outcome of a part that is set aside."""
    return Outcome(part.file, refused={part.called: note})
