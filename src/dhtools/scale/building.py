"""A corpus opened without being read, and built part by part: what is missing or has changed is made."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..corpus.corrections import CORRECTIONS, SOURCES, coded_rows
from ..corpus.texts import Part, Parts, corpus_parts, double_id
from ..errors import DhtoolsError, check_choice
from ..escaping import terminal
from ..progress import watched
from .cluster import in_turn
from .frames import COUNTS, TABLES, Kept
from .making import Maker, Outcome, refused_part
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
    maker = Maker(corpus.store, stage, corpus.parts.path, code(), coded_rows(corpus.parts.path))
    found: dict[str, Outcome] = {}
    missing: list[Part] = []
    for part in corpus.parts.parts:
        if marker := maker.fresh(part):
            found[part.file] = marker
        else:
            missing.append(part)
    for outcome in watched(_made(client, maker, missing), "parts", total=len(missing)):
        if outcome.stops:
            raise DhtoolsError(outcome.stops)
        found[outcome.name] = outcome
    outcomes = [found[part.file] for part in corpus.parts.parts]
    return _assembled(corpus, client, stage, outcomes, sum(bool(found[part.file].texts) for part in missing))


def _made(client: Any, maker: Maker, parts: Sequence[Part]) -> Iterator[Outcome]:
    """Yield what comes of parts that are missing; those that seem to end a process are tried alone."""
    alone: list[list[Part]] = []
    for batch, outcomes, failure in in_turn(client, maker, _batches(parts)):
        if failure:
            alone += [[part] for part in batch]
        else:
            yield from outcomes
    for batch, outcomes, failure in in_turn(client, maker, alone, at_once=1):
        yield from [refused_part(batch[0], failure)] if failure else outcomes


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


def _assembled(corpus: OpenCorpus, client: Any, stage: str, outcomes: Sequence[Outcome], made: int) -> Built:
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
            if (key := text.casefold()) in seen:
                raise double_id(str(corpus.parts.path), text, seen[key], part.name)
            seen[key] = part.name


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
        warnings.warn(terminal(message), UserWarning, stacklevel=4)
