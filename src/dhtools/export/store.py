"""The files of exhibits: left untouched if they say the same, written together if not, and logged."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..atomic_write import atomic_write_all
from ..diff import Roundings, compare_contents, compare_records
from ..errors import DhtoolsError, writing
from ..picture_diff import compare_drawings
from .records import read_record, record_bytes, roundings_of, without_versions

#: Environment variable: a file to which the path of every export is added.
EXPORT_LOG = "DHTOOLS_EXPORTS"

#: What a file of an exhibit has after the exhibit's name: width, resolution, format.
_VERSION = re.compile(r"(-\d+mm)?(-600dpi)?\.(pdf|png|svg|csv|tex|json)\Z")


def store_exhibit(folder: Path, record: dict[str, Any], contents: Mapping[str, bytes]) -> list[Path]:
    """Write the files of an exhibit and its record, unless they are there and say the same."""
    name = record["name"]
    record = record | {"files": {file: sha256(content) for file, content in sorted(contents.items())}}
    stale = _files_of(folder, name) - {*contents, f"{name}.json"}
    if stale or not _says_the_same(folder, record, contents):
        atomic_write_all(folder, {**contents, f"{name}.json": record_bytes(record)}, stale)
    return [folder / file for file in (*contents, f"{name}.json")]


def store_file(path: Path, content: bytes) -> None:
    """Write one file, unless it is there and says the same."""
    if not path.is_file() or not _same(path, path.read_bytes(), content):
        atomic_write_all(path.parent, {path.name: content})


def logged(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Log paths and return them, relative to the root; the suite learns what a notebook vouches for."""
    relative = tuple(path.relative_to(root).as_posix() for path in paths)
    if log := os.environ.get(EXPORT_LOG):
        with writing(log), open(log, "a", encoding="utf-8", newline="\n") as lines:
            lines.write("".join(f"{path}\n" for path in relative))
    return relative


def sha256(content: bytes) -> str:
    """Return the hash of the content of a file, as records state it."""
    return hashlib.sha256(content).hexdigest()


def exhibit_of(file: str) -> str:
    """Return the name of the exhibit that a file belongs to, whatever its width and format.

    >>> exhibit_of("agency-84mm-600dpi.png"), exhibit_of("agency.csv")
    ('agency', 'agency')
    """
    return _VERSION.sub("", file)


def _files_of(folder: Path, name: str) -> set[str]:
    """Names of the files that belong to an exhibit, also of formats that are no longer asked for."""
    files = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return {file for file in files if _VERSION.search(file) and exhibit_of(file) == name}


def _says_the_same(folder: Path, record: Mapping[str, Any], contents: Mapping[str, bytes]) -> bool:
    """Whether the files on disk are complete, as recorded, and show the same numbers and pictures.

    What another processor's arithmetic makes of the last digits counts as the same: see `dhtools.diff`.
    """
    path = folder / f"{record['name']}.json"
    if not path.is_file():
        return False
    try:
        old = read_record(path)
    except DhtoolsError:
        return False
    roundings = roundings_of(record)
    if any(compare_records(without_versions(old), without_versions(record), roundings)):
        return False
    return all(
        _kept(folder / file, old["files"][file], content, roundings) for file, content in contents.items()
    )


def _kept(path: Path, recorded: str, content: bytes, roundings: Roundings) -> bool:
    there = path.read_bytes() if path.is_file() else b""
    return sha256(there) == recorded and _same(path, there, content, roundings)


def _same(path: Path, there: bytes, content: bytes, roundings: Roundings = ()) -> bool:
    return not any(compare_contents(path.suffix, there, content, roundings, compare_drawings))
