"""Checksums: what no computation makes again is declared, so that a change of it does not pass in silence.

Results are made again and compared; the rest of a project (texts, sheets, prose, the cells of notebooks, the
versions that records state) is as somebody has written it. ``checksums.txt`` has a line for each: its SHA-256
and its name. One command writes the file, `undeclared` compares with it. Of a notebook each cell has a line,
and one line says which cells there are in which order, so that a change names its cell.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from ..atomic_write import atomic_write
from ..catalogue.crate import CRATE
from ..diff import MISSING, Change
from ..errors import DhtoolsError
from ..export.store import sha256
from .files import read_notebook
from .paths import MARKER

CHECKSUMS = "checksums.txt"
COMMAND = "dhtools check --declare"

#: What is made again, or holds what is installed.
_MADE = ("data", "figures", CRATE, "build", "dist")
#: Code is held by tests, and by the results that it makes.
_CODE = re.compile(r"\.(py|js|css)\Z|\A(Makefile|pyproject\.toml)\Z")
_LEFT_BEHIND = re.compile(r"\A\.|\A__pycache__\Z|\.(egg-info|dhtools)\Z")
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def checksums(root: Path) -> dict[str, str]:
    """Return the name and the SHA-256 of everything in a project that no computation makes again.

    A link is told from the file that it leads to. Raises `DhtoolsError` if a notebook or a record cannot be
    read.
    """
    found: dict[str, str] = {}
    for file in _files(root):
        path = root / file
        if path.is_symlink():
            found[file] = _hash(["link", os.readlink(path)])
        elif PurePosixPath(file).match("notebooks/*.ipynb"):
            found |= _of_notebook(path, file)
        elif path.is_file():
            found[file] = sha256(path.read_bytes())
    return dict(sorted({**found, **_of_records(root)}.items()))


def write_checksums(root: Path) -> list[Change]:
    """Declare everything as it is now, and return what that changes."""
    path, now = root / CHECKSUMS, checksums(root)
    was = _declared(path) if path.is_file() else {}
    atomic_write(path, "".join(f"{value}  {name}\n" for name, value in now.items()).encode())
    return list(_changes(was, now))


def undeclared(root: Path) -> Iterator[Change]:
    """Yield what is not as it was declared; nothing if the project has no ``checksums.txt``.

    Raises `DhtoolsError` if a line of the file is not one of its lines.
    """
    path = root / CHECKSUMS
    if not path.is_file():
        return
    yield from _changes(_declared(path), checksums(root))


def _changes(was: Mapping[str, list[str]], now: Mapping[str, str]) -> Iterator[Change]:
    for name in sorted({*was, *now}):
        if was.get(name) != [now.get(name)]:
            yield Change(name, *_told(was.get(name), now.get(name)))


def _told(was: list[str] | None, now: str | None) -> tuple[str, str]:
    """Say what is declared of something, and what is there, with what to do."""
    declared = "not declared" if was is None else "declared"
    if was is not None and len(was) > 1:
        declared = "declared twice"
    there = MISSING if now is None else "there" if was is None else "changed"
    return declared, f"{there}. If that is meant: {COMMAND}"


def _declared(path: Path) -> dict[str, list[str]]:
    """Return the hashes that are declared of each name: two where branches were merged."""
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise DhtoolsError(
                f"{path}, line {number}: expected a SHA-256, two spaces and a name. Write it anew: {COMMAND}"
            )
        found.setdefault(parts[2], []).append(parts[1])
    return found


def _files(root: Path) -> list[str]:
    """Return the files that may be declared: of a git repository those that it tracks."""
    return [name for name in (_tracked(root) or _below(root)) if _is_declared(name)]


def _is_declared(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if parts[0] in (*_MADE, CHECKSUMS) or _CODE.search(name):
        return False
    return not any(_LEFT_BEHIND.search(part) for part in parts)


def _tracked(root: Path) -> list[str]:
    """Return what git tracks, if the project is a repository of git, and git is there."""
    if not (root / ".git").exists():
        return []
    try:
        listed = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [name for name in os.fsdecode(listed).split("\0") if name]


def _below(root: Path) -> list[str]:
    """Return the files and links below a folder; not what a run over another corpus has put there."""
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        if MARKER in files:
            folders.clear()
            continue
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = [name for name in folders if not _LEFT_BEHIND.search(name)]
        found += [Path(folder, name).relative_to(root).as_posix() for name in (*files, *links)]
    return found


def _of_notebook(path: Path, file: str) -> dict[str, str]:
    """Return the checksums of a notebook: of each cell, and of which cells there are; not of outputs."""
    notebook = read_notebook(path)
    cells = {f"{file}#{cell.get('id', number)}": cell for number, cell in enumerate(notebook.cells, start=1)}
    return {
        file: _hash([notebook.nbformat, notebook.nbformat_minor, notebook.metadata, list(cells)]),
        **{
            name: _hash([cell.cell_type, cell.source, cell.metadata, cell.get("attachments")])
            for name, cell in cells.items()
        },
    }


def _of_records(root: Path) -> dict[str, str]:
    """Return for each notebook a checksum of the versions that the records of its exhibits state."""
    found = {}
    for folder in sorted({path.parent for path in root.glob("[!.]*/*/*.json") if _is_exported(root, path)}):
        versions = {path.stem: _versions(path) for path in sorted(folder.glob("*.json"))}
        found[f"{folder.relative_to(root).as_posix()}#versions"] = _hash(versions)
    return found


def _is_exported(root: Path, path: Path) -> bool:
    return path.relative_to(root).parts[0] in ("data", "figures")


def _versions(path: Path) -> list[Any]:
    try:
        record = json.loads(path.read_bytes())
    except ValueError as error:
        raise DhtoolsError(f"{path} cannot be read ({error}). Run its notebook again.") from error
    return [record.get("python"), record.get("packages")] if isinstance(record, dict) else []


def _hash(content: Mapping[str, Any] | Iterable[Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())
