"""The corpus: texts with their metadata, read from a folder with or without a manifest."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import DhtoolsError
from .corrections import read_corrections, read_sources
from .damage import Repair
from .files import DecodedFile, inside, read_file, text_files
from .manifest import Entry, read_manifest

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its words as they stand in the file, and what is known about it.

    Attributes
    ----------
    id : str
        Short name, used in every table and in passage ids such as ``article:37.2``.
    raw : str
        The decoded file. All offsets of the package count its code points.
    sha256 : str
        Of the bytes of the file.
    layout : mapping
        Hints for cleaning (`dhtools.manifest.LAYOUT_HINTS`).
    repairs : tuple of Repair
        Damaged characters of the file (`dhtools.corpus.damage`).
    """

    id: str
    file: str
    raw: str = field(repr=False)
    sha256: str = field(repr=False)
    encoding: str = "utf-8"
    newline: str = "\n"
    title: str = UNKNOWN
    author: str = UNKNOWN
    date: str = UNKNOWN
    publication: str = UNKNOWN
    genre: str = UNKNOWN
    language: str = UNKNOWN
    original_language: str = UNKNOWN
    translator: str = UNKNOWN
    source: str = UNKNOWN
    accessed: str = UNKNOWN
    layout: Mapping[str, Any] = field(default_factory=dict, repr=False)
    repairs: tuple[Repair, ...] = field(default=(), repr=False)


_FROM_FILE = {"raw", "encoding", "newline", "repairs"}
_MANIFEST_KEYS = [entry.name for entry in fields(Text) if entry.name not in _FROM_FILE]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts in a fixed order, with the scholar's corrections and notes on sources.

    ``corpus["article"]`` gives a text by its id; iterating gives the texts.
    """

    texts: tuple[Text, ...]
    corrections: pd.DataFrame = field(repr=False)
    sources: pd.DataFrame = field(repr=False)

    def __iter__(self) -> Iterator[Text]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, text_id: str) -> Text:
        for text in self.texts:
            if text.id == text_id:
                return text
        raise DhtoolsError(f"No text has the id {text_id!r}. There are: {', '.join(self.ids)}.")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the texts, in order."""
        return tuple(text.id for text in self.texts)

    def table(self) -> pd.DataFrame:
        """Return one row a text with its metadata, encoding and length in characters."""
        columns = [name for name in _MANIFEST_KEYS if name not in {"id", "layout", "sha256"}]
        rows = {t.id: [getattr(t, c) for c in columns] + [t.encoding, len(t.raw)] for t in self.texts}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*columns, "encoding", "characters"])
        return frame.rename_axis("text")


def read_corpus(folder: str | Path) -> Corpus:
    """Read every ``.txt`` file of a folder.

    With a manifest (``corpus.toml``) the texts come in its order and with its metadata, and each file must
    have the SHA-256 that it states. Without one the id is the file name, and ``Author_Title.txt`` is
    understood.

    Parameters
    ----------
    folder : path
        It may also hold ``corrections.csv`` and ``sources.csv``, the scholar's own annotation.

    Raises
    ------
    DhtoolsError
        For a file that is empty, binary, undecodable, changed, missing or outside the folder, for a double
        id, and for a manifest with a mistake; the message names the file, the place and the remedy.
    """
    folder = Path(folder)
    paths = text_files(folder)
    entries = read_manifest(folder, _MANIFEST_KEYS)
    texts = _from_names(folder, paths) if entries is None else _from_manifest(folder, entries, paths)
    hashes = {text.id: text.sha256 for text in texts}
    return Corpus(tuple(texts), read_corrections(folder, hashes), read_sources(folder, hashes))


def _from_names(folder: Path, paths: list[Path]) -> list[Text]:
    texts: dict[str, Text] = {}
    for path in paths:
        # macOS stores é in a file name as two characters
        stem = unicodedata.normalize("NFC", path.stem).strip() or "-"
        author, _, title = (part.strip() for part in stem.partition("_"))
        named = {"author": author, "title": title.replace("_", " ")} if author and title else {"title": stem}
        text_id = re.sub(r"[\s:]+", "-", stem)
        if other := texts.get(text_id.casefold()):
            raise _double_id(str(folder), text_id, other.file, path.name)
        texts[text_id.casefold()] = _text(text_id, path.name, read_file(inside(folder, path.name)), named)
    return list(texts.values())


def _from_manifest(folder: Path, entries: list[Entry], paths: list[Path]) -> list[Text]:
    texts: dict[str, Text] = {}
    listed: set[str] = set()
    for entry in entries:
        text_id, name = entry.values["id"], entry.values["file"]
        if other := texts.get(text_id.casefold()):
            raise _double_id(entry.where("id"), text_id, other.file, name)
        # ./a.txt is a.txt
        if (place := os.path.normpath(name)) in listed:
            raise DhtoolsError(f"{entry.where('file')}: {name} has an entry already. Remove one of the two.")
        listed.add(place)
        texts[text_id.casefold()] = _entry_text(folder, entry)
    extra = sorted(path.name for path in paths if path.name not in listed)
    if extra:
        manifest = entries[0].manifest
        raise DhtoolsError(
            f"{manifest}, line {entries[-1].line}: after this entry one is missing: {', '.join(extra)} lies "
            "in the folder. Add an entry, or move the file."
        )
    return list(texts.values())


def _entry_text(folder: Path, entry: Entry) -> Text:
    known = dict(entry.values)
    text_id, name, stated = known.pop("id"), known.pop("file"), known.pop("sha256", None)
    path = _file_of(folder, entry, name)
    content = read_file(path)
    if stated is not None and stated.lower() != content.sha256:
        raise DhtoolsError(
            f"{path}: the file has changed: its SHA-256 is {content.sha256}, {entry.where('sha256')} states "
            f"{stated}. Restore the file, or state the new hash if the change is meant."
        )
    return _text(text_id, name, content, known)


def _file_of(folder: Path, entry: Entry, name: str) -> Path:
    try:
        path = inside(folder, name)
    except DhtoolsError as error:
        raise DhtoolsError(f"{entry.where('file')}: {error}") from error
    if not os.path.isfile(path):
        raise DhtoolsError(
            f"{entry.where('file')}: {name} is no file of the folder. Put it there, or remove the entry."
        )
    return path


def _text(text_id: str, name: str, content: DecodedFile, known: dict[str, Any]) -> Text:
    stored = content.raw, content.sha256, content.encoding, content.newline
    return Text(text_id, name, *stored, repairs=content.repairs, **known)


def _double_id(place: str, text_id: str, first: str, second: str) -> DhtoolsError:
    return DhtoolsError(
        f"{place}: {first} and {second} have the same id {text_id!r}. Give one of them another name."
    )
