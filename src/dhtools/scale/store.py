"""What is kept of each part of a corpus: a folder with Parquet tables and a marker.

The marker says what the tables were made from. A folder is written under another name, forced to the disk,
and renamed; so a folder that has its name is whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from .. import __version__
from ..atomic_write import atomic_write
from ..corpus.readers.extras import imported
from ..errors import DhtoolsError

_MARKER = "marker.json"
_CORPUS = "corpus.json"
_DAY = 86_400
_SCRATCH = "scratch"
#: The rooms whose code decides what the tables hold.
_ROOMS = ("schema.py", "corpus", "wordlists", "annotation", "counts", "scale")


def arrow() -> Any:
    """Return the library of tables in columns."""
    return imported("pyarrow", "What is kept of a large corpus", extra="scale")


def parquet() -> Any:
    """Return the library of Parquet files."""
    return imported("pyarrow.parquet", "What is kept of a large corpus", extra="scale")


@cache
def code() -> str:
    """Return the hash of what makes the tables: the version of the package, and its code."""
    package = Path(__file__).parents[1]
    found = hashlib.sha256(__version__.encode())
    for room in _ROOMS:
        place = package / room
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix in (".py", ".csv"):
                found.update(path.read_bytes())
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """A folder with a folder for each stage, and in it one for each part."""

    folder: Path

    def claim(self, corpus: str) -> None:
        """Make the folder that of a corpus, or refuse if it is that of another."""
        place = self.folder / _CORPUS
        other = corpus
        with suppress(OSError, ValueError):
            other = json.loads(place.read_text(encoding="utf-8"))
        if other != corpus:
            raise DhtoolsError(f"{self.folder}: what is kept there is of {other}. Give another folder.")
        with told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            atomic_write(place, json.dumps(corpus).encode())

    def place(self, stage: str, name: str) -> Path:
        """Return the folder of a part."""
        key = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return self.folder / stage / key[:2] / key

    def marker(self, stage: str, name: str) -> dict[str, Any]:
        """Return what the tables of a part were made from; empty where there are none."""
        return _read_marker(self.place(stage, name))

    def keep(self, stage: str, name: str, marker: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        """Write the tables of a part and its marker, all or nothing.

        Raises `DhtoolsError` if they cannot be written: the disk is full, say.
        """
        place = self.place(stage, name)
        draft = place.with_name(f".{place.name}-{uuid4().hex}")
        try:
            with told(draft):
                draft.mkdir(parents=True)
                for table, content in tables.items():
                    _write_table(draft / f"{table}.parquet", content)
                _write(draft / _MARKER, json.dumps({"name": name, **marker}).encode())
                _force(draft)
                _exchange(draft, place)
                _force(place.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def table(self, stage: str, name: str, table: str, columns: Sequence[str] | None = None) -> Any:
        """Return a table of a part, or some columns of it.

        Raises `DhtoolsError` if it is not there.
        """
        path = self.place(stage, name) / f"{table}.parquet"
        try:
            return parquet().read_table(path, columns=columns, memory_map=True, use_threads=False)
        except (OSError, arrow().ArrowException) as error:
            raise DhtoolsError(f"{path}: cannot be read ({error}). Build the corpus again.") from error

    def drop(self, stage: str, kept: Iterable[str]) -> list[str]:
        """Remove what is kept of other parts than these, and drafts older than a day; return their names."""
        wanted = {self.place(stage, name) for name in kept}
        dropped = []
        _drop_old((self.folder / stage).glob("*/.*"))
        _drop_old((self.folder / _SCRATCH).glob("*"))
        for place in sorted((self.folder / stage).glob("*/[!.]*")):
            if place not in wanted:
                dropped.append(str(_read_marker(place).get("name", place.name)))
                shutil.rmtree(place, ignore_errors=True)
        return sorted(dropped)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Make a folder that every process sees, for as long as it is needed."""
        place = self.folder / _SCRATCH / uuid4().hex
        with told(place):
            place.mkdir(parents=True)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _drop_old(places: Iterable[Path]) -> None:
    """Remove what a process left that ended in the middle: what nobody has touched for a day."""
    for place in places:
        with suppress(OSError):
            if time.time() - place.stat().st_mtime > _DAY:
                shutil.rmtree(place, ignore_errors=True)


def _read_marker(place: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((place / _MARKER).read_bytes()))
    except (OSError, ValueError):
        return {}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an error of the file system into a plain message on a path."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error)
        remedy = "The disk is full: make room" if full else "Check the folder and its rights"
        raise DhtoolsError(
            f"{path}: cannot be written ({error.strerror or error}). {remedy}, or give another folder; what "
            "is finished stays."
        ) from error


def _write_table(path: Path, table: Any) -> None:
    with path.open("wb") as handle:
        parquet().write_table(table, handle, compression="zstd", write_statistics=False)
        handle.flush()
        os.fsync(handle.fileno())


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _force(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exchange(draft: Path, place: Path) -> None:
    """Put a finished draft in its place; what another process has put there meanwhile is replaced."""
    try:
        os.rename(draft, place)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES):
            raise
        old = place.with_name(f".{place.name}-{uuid4().hex}")
        os.rename(place, old)
        os.rename(draft, place)
        shutil.rmtree(old, ignore_errors=True)
