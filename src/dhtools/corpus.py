"""The corpus: texts with their metadata, read from a folder with or without a manifest."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from .corrections import read_corrections, read_sources
from .errors import DhtoolsError
from .files import DecodedFile, inside, read_file, text_files

MANIFEST = "corpus.toml"
UNKNOWN = "unknown"

#: What a manifest may say about the layout of a text, and what it means.
LAYOUT_HINTS = MappingProxyType(
    {
        "illustrated": "true where captions of pictures stand between the paragraphs",
        "patterns": "a table of block kind = regular expression, for lines of the site or journal the text is from",
    }
)


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
        Hints for cleaning (`LAYOUT_HINTS`).
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
    layout: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)


_FROM_FILE = {"raw", "encoding", "newline"}
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

    With a manifest (``corpus.toml``) the texts come in its order and with its metadata, and each file must have
    the SHA-256 that it states. Without one the id is the file name, and ``Author_Title.txt`` is understood.

    Parameters
    ----------
    folder : path
        It may also hold ``corrections.csv`` and ``sources.csv``, the scholar's own annotation.

    Raises
    ------
    DhtoolsError
        For a file that is empty, binary, undecodable, changed, missing or outside the folder, for a double id,
        and for a manifest with a mistake; the message names the file, the place and the remedy.
    """
    folder = Path(folder)
    paths = text_files(folder)
    manifest = folder / MANIFEST
    texts = _from_manifest(folder, manifest, paths) if manifest.is_file() else _from_names(folder, paths)
    hashes = {text.id: text.sha256 for text in texts}
    return Corpus(tuple(texts), read_corrections(folder, hashes), read_sources(folder, hashes))


def _from_names(folder: Path, paths: list[Path]) -> list[Text]:
    texts: dict[str, Text] = {}
    for path in paths:
        stem = path.stem
        author, _, title = stem.partition("_")
        text_id = re.sub(r"[\s:]+", "-", stem)
        known = {"author": author, "title": title.replace("_", " ")} if title else {"title": stem}
        if other := texts.get(text_id.casefold()):
            raise _double_id(folder, text_id, other.file, path.name)
        texts[text_id.casefold()] = _text(text_id, path.name, read_file(inside(folder, path.name)), known)
    return list(texts.values())


def _from_manifest(folder: Path, manifest: Path, paths: list[Path]) -> list[Text]:
    source = manifest.read_text(encoding="utf-8")
    try:
        entries = tomllib.loads(source).get("texts", [])
    except tomllib.TOMLDecodeError as error:
        raise DhtoolsError(f"{manifest}: {error}. Mend the manifest at this place.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries) or not entries:
        raise DhtoolsError(f"{manifest}: no [[texts]] entry. Give one for each file, with at least id and file.")
    texts: dict[str, Text] = {}
    for entry in entries:
        text = _entry_text(folder, manifest, source, entry)
        if other := texts.get(text.id.casefold()):
            raise _double_id(manifest, text.id, other.file, text.file)
        texts[text.id.casefold()] = text
    _all_listed(manifest, paths, {text.file for text in texts.values()})
    return list(texts.values())


def _entry_text(folder: Path, manifest: Path, source: str, entry: dict[str, Any]) -> Text:
    _check_entry(manifest, source, entry)
    known = dict(entry)
    text_id, name, stated = known.pop("id"), known.pop("file"), known.pop("sha256", None)
    path = inside(folder, name)
    where = f"{manifest}, line {_line_of(source, 'file', name)}"
    if not path.is_file():
        raise DhtoolsError(f"{where}: {name} is not in the folder. Put it there, or remove the entry.")
    content = read_file(path)
    if stated not in (None, content.sha256):
        raise DhtoolsError(
            f"{path}: the file has changed: its SHA-256 is {content.sha256}, {manifest.name} states {stated}. "
            "Restore the file, or state the new hash if the change is meant."
        )
    return _text(text_id, name, content, known)


def _text(text_id: str, name: str, content: DecodedFile, known: dict[str, Any]) -> Text:
    return Text(text_id, name, content.raw, content.sha256, content.encoding, content.newline, **known)


def _check_entry(manifest: Path, source: str, entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        where = f"{manifest}, line {_line_of(source, key, value)}"
        if key not in _MANIFEST_KEYS:
            raise DhtoolsError(f"{where}: unknown key {key!r}. {_nearest(key, _MANIFEST_KEYS)}")
        if not isinstance(value, dict if key == "layout" else str):
            raise DhtoolsError(f"{where}: {key} must be {'a table' if key == 'layout' else 'a string in quotes'}.")
    for key in ("id", "file"):
        if not entry.get(key):
            raise DhtoolsError(f"{manifest}: a [[texts]] entry has no {key}. Every entry needs id and file: {entry!r}.")
    if re.search(r"[\s:]", entry["id"]):
        raise DhtoolsError(f"{manifest}: id {entry['id']!r} holds a space or colon, which passage ids cannot. Rename it.")
    _check_layout(manifest, source, entry.get("layout", {}))


def _check_layout(manifest: Path, source: str, layout: dict[str, Any]) -> None:
    for key in layout:
        if key not in LAYOUT_HINTS:
            where = f"{manifest}, line {_line_of(source, key, layout[key])}"
            raise DhtoolsError(f"{where}: unknown layout hint {key!r}. {_nearest(key, list(LAYOUT_HINTS))}")
    for kind, pattern in layout.get("patterns", {}).items():
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            where = f"{manifest}, line {_line_of(source, kind, pattern)}"
            raise DhtoolsError(f"{where}: the pattern for {kind} is no regular expression ({error}).") from error


def _all_listed(manifest: Path, paths: list[Path], listed: set[str]) -> None:
    extra = sorted(path.name for path in paths if path.name not in listed)
    if extra:
        raise DhtoolsError(f"{manifest}: {', '.join(extra)} lies in the folder but has no entry. Add one, or move the file.")


def _line_of(source: str, key: str, value: object) -> int:
    """Find the line of ``key = value`` in the manifest (the TOML reader does not keep it)."""
    lines = source.splitlines()
    stating = [n for n, line in enumerate(lines, start=1) if re.match(rf"\s*\[*[\w.]*\b{re.escape(key)}\b", line)]
    exact = [n for n in stating if str(value) in lines[n - 1]]
    return (exact or stating or [1])[0]


def _nearest(key: str, allowed: list[str]) -> str:
    near = difflib.get_close_matches(key, allowed, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(allowed)}."


def _double_id(place: Path, text_id: str, first: str, second: str) -> DhtoolsError:
    return DhtoolsError(f"{place}: {first} and {second} have the same id {text_id!r}. Give one of them another name.")
