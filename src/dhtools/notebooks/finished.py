"""Finished notebooks, kept while others are missing, so that a second run takes up what is missing.

Every notebook that succeeds is kept in TARGET/.finished at once, whole or not at all: its files, and by what
it was made (`inputs_of`: texts, code, parameters). So neither a notebook that fails nor a run that is stopped
costs what others took minutes to make. When nothing is missing, the folder goes.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..export.records import package_versions
from .build import EXPORTS, prepared_of, reads_others
from .parameters import literal_of, parameters_cell
from .paths import FINISHED, texts_of
from .plan import Plan
from .staging import copy_file, files_below

_ENTRY = "entry.json"
_FILES = "files"


@dataclass(frozen=True, slots=True)
class Finished:
    """The finished notebooks kept in a target; methods take and give paths relative to it.

    Attributes
    ----------
    folder
        Where they are kept; it need not exist.
    """

    folder: Path

    def names(self) -> tuple[str, ...]:
        """Return the notebooks that are kept."""
        return tuple(sorted(path.parent.name for path in self.folder.glob(f"[!.]*/{_ENTRY}")))

    def keep(self, name: str, inputs: str, files: Iterable[str], staging: Path) -> None:
        """Copy the files of a notebook that has succeeded."""
        self.forget(name)
        made = list(files)
        draft = self.folder / f".{name}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for file in made:
            copy_file(staging / file, draft / _FILES / file)
        (draft / _ENTRY).write_text(json.dumps({"inputs": inputs, "files": made}), encoding="utf-8")
        draft.rename(self.folder / name)

    def take_up(self, name: str, inputs: str, staging: Path) -> tuple[str, ...] | None:
        """Put the files of a notebook that was made from the same into staging; return their names."""
        entry: dict[str, Any] = {}
        with suppress(OSError, ValueError):  # absent, or damaged: the notebook is executed again
            entry = json.loads((self.folder / name / _ENTRY).read_text(encoding="utf-8"))
        if entry.get("inputs") != inputs:
            return None
        for file in entry["files"]:
            copy_file(self.folder / name / _FILES / file, staging / file)
        return tuple(entry["files"])

    def forget(self, *names: str) -> None:
        """Remove notebooks, and the folder if it is empty then."""
        for name in names:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        if self.folder.is_dir() and not self.names():
            shutil.rmtree(self.folder, ignore_errors=True)


def finished_in(target: Path) -> Finished:
    """Return the finished notebooks that are kept in a target."""
    return Finished(target / FINISHED)


def inputs_of(plan: Plan, staging: Path, name: str) -> str:
    """Return a hash of all that a notebook is made from: its cells with parameters, texts, code, versions.

    One that reads what others have exported is made from their tables too, as they are in the staging folder.
    """
    _, notebook = prepared_of(plan, name)
    said = [[cell.cell_type, cell.source] for cell in notebook.cells]
    beside = [path for path in sorted((plan.root / "notebooks").iterdir()) if path.suffix != ".ipynb"]
    tables = [file for file in files_below(staging, *EXPORTS) if file.endswith(".csv")]
    hashes = [
        json.dumps([said, package_versions(), platform.python_version()]),
        _package(),
        *(_content(path) for path in (_texts(plan, name), *beside)),
        *(_content(staging / file) for file in tables if reads_others(plan, name) and _others(file, name)),
    ]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _others(file: str, name: str) -> bool:
    return Path(file).parts[1] != name


def _texts(plan: Plan, name: str) -> Path:
    """Return the texts that a notebook reads: those of the plan, or those that its parameters cell names."""
    named = literal_of(parameters_cell(plan.notebooks[name], name).source, "CORPUS")
    own = plan.root / "notebooks" / named if isinstance(named, str) else texts_of(plan.root)
    return plan.corpus or own


@cache
def _package() -> str:
    """Return a hash of the code and the lists of the package."""
    return _content(Path(__file__).parents[1])


def _content(path: Path) -> str:
    """Return a hash of a file, or of the names and contents of the files below a folder."""
    total = hashlib.sha256()
    for file in _below(path):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(path).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and ".ipynb_checkpoints" not in file.parts:
            yield file
