"""The corpus: texts with their metadata, read from a folder with or without a manifest."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from ..errors import DhtoolsError
from ..shown import Shown
from ..wording import counted
from .corrections import CORRECTIONS, SOURCES, read_corrections, read_sources
from .damage import Repair, warn_of
from .files import decode_utf8, inside, mended, newline_of, read_bytes, text_files
from .languages import with_languages
from .manifest import Entry, read_manifest
from .markup import Document, Markup
from .metadata import METADATA, metadata_rows, read_metadata, told
from .readers.archives import Archive
from .readers.registry import READERS, is_text, read_document, read_documents
from .readers.tables import TABLES, read_rows

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
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
    groups : mapping of str to str
        What else it may be compared by, such as genre or party.
    layout : mapping
        Hints for cleaning (`dhtools.corpus.manifest.LAYOUT_HINTS`).
    repairs : tuple of Repair
        Damaged characters of the file (`dhtools.corpus.damage`).
    markup : Markup or None
        What the file says of blocks and voices (`dhtools.corpus.markup`); None for plain text.
    """

    id: str
    file: str
    raw: str
    sha256: str
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
    groups: Mapping[str, str] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    markup: Markup | None = None

    def __repr__(self) -> str:
        known = [word for word in (self.title, self.author, self.date) if word != UNKNOWN]
        return ", ".join([f"Text {self.id!r}", *known, counted(len(self.raw), "character")])


#: What people call their files; in small letters, for *Page* and *Day* write books, too.
_KINDS_OF_TEXT = frozenset(
    str.split(
        "abstract act address answer article blog book chapter clean column comment corpus data day debate"
        " diary doc document draft editorial entry episode essay exam excerpt file final homework interview"
        " issue journal lecture letter lyrics memo news note notes novel op-ed page paper part poem post"
        " preface press raw reply report review sample scene section sermon song speech story student talk"
        " test text thesis transcript txt version volume week work aufsatz artikel band beitrag bericht"
        " brief buch datei gedicht kapitel klausur kommentar predigt protokoll rede referat roman seite"
        " tagebuch vortrag zeitung chapitre dissertation discours devoir fichier lettre livre poème rapport"
        " récit roman texte"
    )
)
_FROM_FILE = {"raw", "encoding", "newline", "repairs", "markup"}
_MANIFEST_KEYS = [entry.name for entry in fields(Text) if entry.name not in _FROM_FILE]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Corpus(Shown):
    """Texts in a fixed order, with the scholar's corrections and notes on sources.

    ``corpus["article"]`` gives a text by its id; iterating gives the texts.
    """

    texts: tuple[Text, ...]
    corrections: pd.DataFrame
    sources: pd.DataFrame
    _by_id: Mapping[str, Text] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {text.id: text for text in reversed(self.texts)})

    def __iter__(self) -> Iterator[Text]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, text_id: str) -> Text:
        if text_id not in self._by_id:
            raise DhtoolsError(f"No text has the id {text_id!r}. There are: {', '.join(self.ids)}.")
        return self._by_id[text_id]

    def _headline(self) -> str:
        length = sum(len(text.raw) for text in self)
        return f"{counted(len(self), 'text')}, {counted(length, 'character')}"

    def _view(self) -> pd.DataFrame:
        table = self.table().drop(columns=["encoding", "file"])
        known = table.columns[(table != UNKNOWN).any()]
        return table[["characters", *known.drop("characters")]]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the texts, in order."""
        return tuple(text.id for text in self.texts)

    def table(self) -> pd.DataFrame:
        """Return one row a text with its metadata, encoding and length in characters."""
        columns = [name for name in _MANIFEST_KEYS if name not in {"id", "layout", "groups", "sha256"}]
        rows = {t.id: [getattr(t, c) for c in columns] + [t.encoding, len(t.raw)] for t in self.texts}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*columns, "encoding", "characters"])
        groups = {name: None for text in self.texts for name in text.groups}
        told = {name: [text.groups.get(name, UNKNOWN) for text in self.texts] for name in groups}
        return frame.assign(**told).rename_axis("text")


class Part(NamedTuple):
    """What is read at once: a file of a folder, a member of an archive, a table, or a file of the manifest.

    * path: The file on the disk.
    * file: Its name in the corpus; of a member of an archive, that in the archive.
    * known: What ``metadata.csv`` tells of its texts, by file name or id.
    * entry: Its entry in the manifest.
    * text_column: Of a table.
    * shard: Whether the table is one of several.
    """

    path: Path
    file: str
    known: Mapping[str, dict[str, Any]] = {}
    entry: Entry | None = None
    text_column: str | None = None
    shard: bool = False

    @property
    def called(self) -> str:
        """What messages call it."""
        return f"{self.path}, {self.file}" if self.in_archive else str(self.path)

    @property
    def in_archive(self) -> bool:
        """Whether it is a member of an archive."""
        return self.path.suffix.lower() == ".zip"

    def state(self) -> tuple[int, int] | None:
        """Return its size, and when it was changed (of a member, its check sum); None where it is gone."""
        try:
            if self.in_archive:
                return _open_archive(self.path).state(self.file)
            found = os.stat(self.path)
        except (OSError, DhtoolsError):
            return None
        return found.st_size, found.st_mtime_ns

    def data(self) -> bytes:
        """Return its bytes."""
        return _open_archive(self.path).read(self.file) if self.in_archive else read_bytes(self.path)


class Parts(NamedTuple):
    """The parts of a corpus in order; *told*: what the rows of the *sheet* of metadata name."""

    path: Path
    parts: tuple[Part, ...]
    sheet: str = ""
    told: frozenset[str] = frozenset()

    def check(self, texts: Iterable[Text], used: Collection[str]) -> None:
        """Refuse a second text of the same id, and rows of metadata that no text has used."""
        for _ in _numbered(str(self.path), texts):
            pass
        self.check_used(used)

    def check_used(self, used: Collection[str]) -> None:
        """Refuse rows of metadata that no text has used."""
        if left := sorted(self.told.difference(used)):
            raise DhtoolsError(
                f"{self.sheet}: no text of the folder is called {', '.join(left)}. Correct the name, or "
                "remove the row."
            )


def read_corpus(path: str | Path, *, text_column: str | None = None) -> Corpus:
    """Read the texts of a folder, a file, a ZIP archive, or a table with a column of texts.

    A folder may hold plain text, TEI, HTML, DOCX, EPUB, Markdown, RTF and PDF side by side, or tables. With a
    manifest (``corpus.toml``) the texts come in its order and with its metadata, and each file must have the
    SHA-256 that it states. Without one the id is the file name, and ``Author_Title.txt`` is understood.
    ``metadata.csv`` and manifest overrule what a file says about itself, such as its author. Of a text that
    states no language the function words tell whether it is read as German, French, Spanish, Italian or
    Russian (with a warning); otherwise it is read as English.

    Parameters
    ----------
    path : path
        A folder may also hold ``metadata.csv``, and ``corrections.csv`` and ``sources.csv``, the scholar's
        own annotation; an archive may hold ``metadata.csv``. A table is CSV, TSV, XLSX, Parquet or JSONL, a
        row a text.
    text_column : str, optional
        The column of a table that holds the texts.

    Raises
    ------
    DhtoolsError
        For a file that is empty, binary, damaged, encrypted, undecodable, changed, missing or outside the
        folder, for a double id, and for a manifest with a mistake; the message names the file, the place and
        the remedy.
    """
    parts = corpus_parts(Path(path), text_column=text_column)
    texts: list[Text] = []
    used: set[str] = set()
    for part in parts.parts:
        found, of_part = read_part(part)
        texts += found
        used |= of_part
    parts.check(texts, used)
    hashes = {text.id: text.sha256 for text in texts}
    sheets = read_corrections(parts.path, hashes), read_sources(parts.path, hashes)
    return Corpus(tuple(with_languages(texts)), *sheets)


def corpus_parts(path: Path, *, text_column: str | None = None) -> Parts:
    """Return what a corpus is read from, part by part; none of it is read yet.

    Raises `DhtoolsError` for a folder or archive without texts, and for a manifest or sheet with a mistake.
    """
    if os.path.isfile(path):
        if path.suffix.lower() == ".zip":
            return _archive_parts(path)
        return Parts(path, (Part(path, path.name, text_column=text_column),))
    found = text_files(path, wanted=lambda name: is_text(name) or _is_shard(name))
    files = [file for file in found if is_text(file.name)]
    entries = read_manifest(path, _MANIFEST_KEYS)
    if entries is not None:
        return Parts(path, _manifest_parts(path, entries, files))
    known = read_metadata(path, _MANIFEST_KEYS)
    if not files:
        shards = tuple(Part(inside(path, one.name), one.name, {}, None, text_column, True) for one in found)
        return Parts(path, shards, str(path / METADATA), frozenset(known))
    parts = (Part(inside(path, file.name), file.name, rows) for file, rows in _with_rows(files, known))
    return Parts(path, tuple(parts), str(path / METADATA), frozenset(known))


def _is_shard(name: str) -> bool:
    """Tell whether a file of a folder without other texts is a table of texts."""
    ending = posixpath.splitext(name)[1].lower()
    return (
        ending in TABLES and not name.startswith((".", "~$")) and name not in (METADATA, CORRECTIONS, SOURCES)
    )


def _archive_parts(path: Path) -> Parts:
    archive = _open_archive(path)
    members = [name for name in archive.names() if is_text(name)]
    if not members:
        raise DhtoolsError(f"{path}: there is no text in this archive. Texts end in {', '.join(READERS)}.")
    sheets = [name for name in archive.names() if posixpath.basename(name) == METADATA]
    sheet = min(sheets, key=lambda name: name.count("/"), default="")
    known = _metadata_in(archive, sheet, f"{path}, {sheet}") if sheet else {}
    parts = (Part(path, str(member), rows) for member, rows in _with_rows(map(PurePosixPath, members), known))
    return Parts(path, tuple(parts), f"{path}, {sheet}", frozenset(known))


def _with_rows(
    files: Iterable[PurePath], known: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[PurePath, dict[str, dict[str, Any]]]]:
    """Yield files with the rows of metadata that may be on their texts."""
    rows = sorted(known)
    for file in files:
        name = file.name if isinstance(file, Path) else str(file)
        text_id = _by_name(file.name)["id"]
        keys = {name, text_id} & known.keys()
        if file.suffix.lower() in (".xml", ".tei"):  # a corpus in a file: its texts are called ID-NAME
            first, last = (bisect_left(rows, text_id + end) for end in "-.")
            keys.update(rows[first:last])
        yield file, {key: known[key] for key in keys}


def _metadata_in(archive: Archive, sheet: str, called: str) -> dict[str, dict[str, Any]]:
    """Return what a sheet of an archive tells of the texts, which it names as seen from its own folder."""
    rows = metadata_rows(decode_utf8(archive.read(sheet), called), called, _MANIFEST_KEYS)
    folder = posixpath.dirname(sheet)
    files = {name: posixpath.join(folder, name) for name in rows}
    return {files[name] if files[name] in archive else name: row for name, row in rows.items()}


def read_part(part: Part, refused: dict[str, str] | None = None) -> tuple[list[Text], set[str]]:
    """Return the texts of a part, and the rows of metadata that tell of them.

    * refused: Takes the reason by row, where a text of a table is refused and the others are to be read.

    Raises `DhtoolsError` as `read_corpus` does.
    """
    if part.entry is not None:
        return [_entry_text(part.entry.manifest.parent, part.entry)], set()
    if not part.in_archive and part.path.suffix.lower() in TABLES:
        return list(_of_table(part, refused)), set()
    known = dict(part.known)
    texts = list(_texts(part.file, part.data(), part.called, known))
    return texts, part.known.keys() - known.keys()


def _open_archive(path: Path) -> Archive:
    """Return an archive; it is kept open, since its members are read one by one."""
    return _opened(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int) -> Archive:
    return Archive(path, str(path))


def _of_table(part: Part, refused: dict[str, str] | None) -> Iterator[Text]:
    """Yield the text of every row of a table."""
    path, prefix = part.path, f"{part.path.stem}-" if part.shard else ""
    rows = read_rows(part.data(), str(path), text_column=part.text_column, prefix=prefix)
    for text_id, words, row in rows:
        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
        try:
            raw, repairs = mended(words, words.encode("utf-8", "replace"), f"{path}, text {text_id}")
        except DhtoolsError as error:
            if refused is None:
                raise
            refused[text_id] = str(error)
            continue
        known = told(row, _MANIFEST_KEYS)
        yield Text(_as_id(text_id), path.name, raw, digest, newline=newline_of(raw), repairs=repairs, **known)


def _texts(file: str, data: bytes, called: str, known: dict[str, dict[str, Any]]) -> Iterator[Text]:
    """Yield the text of a file, or those of a corpus in it; takes out what *known* tells of them."""
    named = _by_name(posixpath.basename(file))
    of_file = known.pop(file, {})
    for part, document in read_documents(data, file, called=called):
        own = {**named, "id": f"{named['id']}-{_as_id(part)}"} if part else named
        yield _text(file, data, called, document, named=own, known={**of_file, **known.pop(own["id"], {})})


def _numbered(place: str, texts: Iterable[Text]) -> Iterator[Text]:
    """Yield texts, refusing a second one of the same id."""
    seen: dict[str, str] = {}
    for text in texts:
        if (key := text.id.casefold()) in seen:
            raise double_id(place, text.id, seen[key], text.file)
        seen[key] = text.file
        yield text


def _by_name(name: str) -> dict[str, str]:
    """Return id, title and author as the name of a file tells them."""
    # macOS stores é in a file name as two characters
    stem = unicodedata.normalize("NFC", posixpath.splitext(name)[0]).strip() or "-"
    author, _, title = (part.strip() for part in stem.partition("_"))
    named = {"author": author, "title": title.replace("_", " ")} if author and title else {"title": stem}
    if author.isdecimal():  # 01_bridge: a place in an order, or a year
        named.pop("author", None)
    elif title and (author if not title.isdecimal() else author.lower()) in _KINDS_OF_TEXT:
        named = {"title": stem.replace("_", " ")}  # essay_bridges, Chapter_3
    return {"id": _as_id(stem), **named}


def _as_id(name: str) -> str:
    return re.sub(r"[\s:]+", "-", name.strip()) or "-"


def _manifest_parts(folder: Path, entries: list[Entry], paths: list[Path]) -> tuple[Part, ...]:
    texts: dict[str, str] = {}
    listed: set[str] = set()
    for entry in entries:
        text_id, name = entry.values["id"], entry.values["file"]
        if other := texts.get(text_id.casefold()):
            raise double_id(entry.where("id"), text_id, other, name)
        # ./a.txt is a.txt
        if (place := os.path.normpath(name)) in listed:
            raise DhtoolsError(f"{entry.where('file')}: {name} has an entry already. Remove one of the two.")
        _file_of(folder, entry, name)
        listed.add(place)
        texts[text_id.casefold()] = name
    extra = sorted(path.name for path in paths if path.name not in listed)
    if extra:
        manifest = entries[0].manifest
        raise DhtoolsError(
            f"{manifest}, line {entries[-1].line}: after this entry one is missing: {', '.join(extra)} lies "
            "in the folder. Add an entry, or move the file."
        )
    return tuple(Part(folder / entry.values["file"], entry.values["file"], entry=entry) for entry in entries)


def _entry_text(folder: Path, entry: Entry) -> Text:
    known = dict(entry.values)
    stated = known.pop("sha256", None)
    path = _file_of(folder, entry, known.pop("file"))
    data = read_bytes(path)
    document = read_document(data, entry.values["file"], called=str(path))
    text = _text(entry.values["file"], data, str(path), document, named={}, known=known)
    if stated is not None and stated.lower() != text.sha256:
        raise DhtoolsError(
            f"{path}: the file has changed: its SHA-256 is {text.sha256}, {entry.where('sha256')} states "
            f"{stated}. Restore the file, or state the new hash if the change is meant."
        )
    return text


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


def _text(
    file: str,
    data: bytes,
    called: str,
    document: Document,
    *,
    named: Mapping[str, Any],
    known: Mapping[str, Any],
) -> Text:
    """Return a text; what is known of it overrules what its file says, and that what its name tells."""
    warn_of(document.repairs, called)
    stated = {key: value for key, value in document.metadata.items() if value and key in _MANIFEST_KEYS}
    return Text(
        file=file,
        raw=document.raw,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=document.encoding,
        newline=newline_of(document.raw),
        repairs=document.repairs,
        markup=document.markup,
        **{**named, **stated, **known},
    )


def double_id(place: str, text_id: str, first: str, second: str) -> DhtoolsError:
    """Return the error of two files with one id."""
    return DhtoolsError(
        f"{place}: {first} and {second} have the same id {text_id!r}. Give one of them another name."
    )
