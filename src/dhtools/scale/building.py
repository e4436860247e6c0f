"""A corpus opened without being read, and built part by part: what is missing or has changed is made."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..annotation.record import annotate
from ..corpus.corrections import CORRECTIONS, SOURCES, coded_rows, read_corrections, read_sources
from ..corpus.languages import with_languages
from ..corpus.readers.tables import TABLES as TABLES_OF_TEXTS
from ..corpus.texts import Corpus, Part, Parts, Text, corpus_parts, double_id, read_part
from ..counts.streamed import stream_words
from ..errors import DhtoolsError, check_choice
from ..progress import watched
from .cluster import in_turn
from .frames import COUNTS, TABLES, Kept, annotation_tables, counted_tables
from .store import Store, code

#: Small files go to a process together: so many at most, of so many bytes.
_TOGETHER, _BYTES = 64, 1_000_000
#: Warnings that are shown; of the others their number.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class OpenCorpus:
    """A corpus of which nothing is read yet: its parts, and where what is found in them is kept."""

    parts: Parts
    store: Store

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.parts.parts)


@dataclass(frozen=True, slots=True)
class Built:
    """A corpus whose parts are kept on the disk.

    Attributes
    ----------
    corpus : OpenCorpus
    client : Client
        Where further work on it is done.
    stage : str
        ``counts`` or ``tables``.
    kept : tuple of Kept
        The parts that are whole, in the order of the corpus.
    made : int
        How many of them were made now; the others were there.
    set_aside : DataFrame
        *file* and *note*: what could not be read or annotated, and is in no count.
    vanished : tuple of str
        Files that were kept and are no more.
    """

    corpus: OpenCorpus
    client: Any = field(repr=False)
    stage: str
    kept: tuple[Kept, ...] = field(repr=False)
    made: int
    set_aside: pd.DataFrame
    vanished: tuple[str, ...]

    @property
    def store(self) -> Store:
        """Where the tables are kept."""
        return self.corpus.store

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids of the texts, in order."""
        return tuple(text for part in self.kept for text in part.texts)

    def need(self, stage: str) -> None:
        """Refuse what was built for counts only, where tables are needed."""
        if stage == TABLES and self.stage != TABLES:
            raise DhtoolsError("Voices, n-grams and lines need tables: build with stage='tables'.")


def open_corpus(
    path: str | Path, folder: str | Path | None = None, *, text_column: str | None = None
) -> OpenCorpus:
    """Open a corpus without reading it.

    * path: As for `dhtools.read_corpus`. One file, member of an archive or table is one part.
    * folder: Where what is found is kept; else beside the corpus, under its name with ``.dhtools``. On a
      cluster every machine must see both under the same path.
    * text_column: The column of a table that holds the texts.

    Raises `DhtoolsError` as `dhtools.read_corpus` does for what can be told without reading the texts, and if
    *folder* has what was found in another corpus.
    """
    path = Path(path).absolute()
    place = Path(folder).absolute() if folder is not None else path.with_name(f"{path.name}.dhtools")
    parts, store = corpus_parts(path, text_column=text_column), Store(place)
    store.claim(str(path))
    return OpenCorpus(parts, store)


def build(corpus: OpenCorpus, client: Any, *, stage: str = TABLES) -> Built:
    """Make what is missing, or was made from another file, other options or other code; keep the rest.

    * client: From `dhtools.scale.cluster.connect`, or any Client of Dask.
    * stage: ``tables``: every part is annotated, and its words counted by voice. ``counts``: its words are
      counted only, which takes an eighth of the time.

    Returns: What is kept. A file that cannot be read or annotated, that ends three processes or changes while
    it is read is set aside with a note why, and tried again next time. What is kept of files that are gone is
    removed, and they are named.

    Raises `DhtoolsError` if nothing is left, if two texts have one id, if a row of a sheet names no text, if
    the disk is full, or if the scheduler goes away; what is finished is kept.
    """
    check_choice("stage", stage, (COUNTS, TABLES))
    maker = _Maker(corpus.store, stage, corpus.parts.path, code(), coded_rows(corpus.parts.path))
    found: dict[str, _Outcome] = {}
    missing: list[Part] = []
    for part in corpus.parts.parts:
        if marker := maker.fresh(part):
            found[_name(part)] = marker
        else:
            missing.append(part)
    for outcome in watched(_made(client, maker, missing), "parts", total=len(missing)):
        if outcome.stops:
            raise DhtoolsError(outcome.stops)
        found[outcome.name] = outcome
    return _assembled(
        corpus, client, stage, [found[_name(part)] for part in corpus.parts.parts], len(missing)
    )


class _Outcome(NamedTuple):
    """What has come of a part: the ids of its texts, what it says of them, and what was refused."""

    name: str
    texts: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    refused: Mapping[str, str] = {}
    warnings: tuple[str, ...] = ()
    stops: str = ""


def _name(part: Part) -> str:
    return part.file


def _made(client: Any, maker: _Maker, parts: Sequence[Part]) -> Iterator[_Outcome]:
    """Yield what comes of parts that are missing; those that seem to end a process are tried alone."""
    alone: list[list[Part]] = []
    for batch, outcomes, failure in in_turn(client, maker, _batches(parts)):
        if failure:
            alone += [[part] for part in batch]
        else:
            yield from outcomes
    for batch, outcomes, failure in in_turn(client, maker, alone, at_once=1):
        yield from [_refused(batch[0], failure)] if failure else outcomes


def _refused(part: Part, reason: str) -> _Outcome:
    return _Outcome(_name(part), refused={part.called: reason})


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    batch: list[Part] = []
    size = 0
    for part in parts:
        state = part.state()
        batch.append(part)
        size += state[0] if state else 0
        if len(batch) == _TOGETHER or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes and keeps the tables of parts, in whatever process it is called."""

    store: Store
    stage: str
    folder: Path
    code: str
    coded: Mapping[str, list[tuple[object, ...]]]

    def __call__(self, parts: Sequence[Part]) -> list[_Outcome]:
        """Make the tables of some parts; one that is refused costs no other."""
        if code() != self.code:
            return [
                _Outcome("", stops="A worker has another version of dhtools. Install the same everywhere.")
            ]
        outcomes = []
        for part in parts:
            outcomes.append(self._made(part))
            if outcomes[-1].stops:
                break
        return outcomes

    def fresh(self, part: Part) -> _Outcome | None:
        """Return what was made of a part, if file, options, sheets and code are still the same."""
        marker = self.store.marker(self.stage, _name(part))
        same = marker.get("code") == self.code and marker.get("options") == _options(part)
        if not same or marker["sheets"] != self._sheets_of(text["text"] for text in marker["texts"]):
            return None
        state = part.state()
        if state is None or (marker["state"] != list(state) and marker["sha256"] != digest(part)):
            return None
        return _told_by(marker)

    def _made(self, part: Part) -> _Outcome:
        refused: dict[str, str] = {}
        try:
            before = part.state()
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                texts, used = read_part(part, refused)
                texts = with_languages(texts)
                texts, tables = self._tables(part, texts, refused)
            if before is None or before != part.state():
                return _refused(part, "changed while it was read")
        except Exception as error:  # a document may be wrong in ways nobody thought of: it costs itself only
            return _refused(part, _reason(error))
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
            self.store.keep(self.stage, _name(part), marker, tables)
        except DhtoolsError as error:
            return _Outcome(_name(part), stops=str(error))
        return _told_by({"name": _name(part), **marker})

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


def _told_by(marker: Mapping[str, Any]) -> _Outcome:
    return _Outcome(
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


def _assembled(corpus: OpenCorpus, client: Any, stage: str, outcomes: Sequence[_Outcome], made: int) -> Built:
    """Check what only the whole corpus can tell, and say what was set aside."""
    pairs = zip(corpus.parts.parts, outcomes, strict=True)
    kept = tuple(Kept(part, one.texts) for part, one in pairs if one.texts)
    refused = [(file, reason) for one in outcomes for file, reason in one.refused.items()]
    set_aside = pd.DataFrame(refused, columns=["file", "note"], dtype="str")
    if not kept:
        raise DhtoolsError(f"{corpus.parts.path}: no text could be read. {' '.join(set_aside['note'][:1])}")
    _check_ids(corpus, kept)
    if not refused:
        _check_sheets(corpus, kept, frozenset().union(*(one.used for one in outcomes)))
    _warn(message for one in outcomes for message in one.warnings)
    vanished = tuple(corpus.store.drop(stage, [part.file for part in corpus.parts.parts]))
    return Built(corpus, client, stage, kept, made, set_aside, vanished)


def _check_ids(corpus: OpenCorpus, kept: Iterable[Kept]) -> None:
    seen: dict[str, str] = {}
    for part in kept:
        for text in part.texts:
            if (first := seen.setdefault(text.casefold(), part.name)) is not part.name:
                raise double_id(str(corpus.parts.path), text, first, part.name)


def _check_sheets(corpus: OpenCorpus, kept: Iterable[Kept], used: frozenset[str]) -> None:
    """Refuse rows on texts that are not there; where some are set aside, they may be on these."""
    corpus.parts.check_used(used)
    coded = coded_rows(corpus.parts.path)
    if unknown := coded.keys() - {text for part in kept for text in part.texts}:
        raise DhtoolsError(
            f"{corpus.parts.path}: {CORRECTIONS} or {SOURCES} has rows on {', '.join(sorted(unknown))}, and "
            "no text has this id. Correct or remove them."
        )


def _warn(messages: Iterable[str]) -> None:
    told = list(dict.fromkeys(messages))
    more = [f"{len(told) - _SHOWN:,} more warnings of this kind."] if len(told) > _SHOWN else []
    for message in [*told[:_SHOWN], *more]:
        warnings.warn(message, UserWarning, stacklevel=4)
