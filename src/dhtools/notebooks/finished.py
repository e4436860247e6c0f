"""Finished notebooks, kept while others are missing, so that a second run takes up what is missing.

Every notebook that succeeds is kept in TARGET/.finished at once, whole or not at all: its files, and by what
it was made (`inputs_of`: texts, code, parameters). So neither a notebook that fails nor a run that is stopped
costs what others took minutes to make. When nothing is missing, the folder goes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..export.records import package_versions
from .build import EXPORTS, prepared_of, reads_others
from .own_folders import is_marked, is_own, make_own, remove_own
from .parameters import literal_of, parameters_cell
from .paths import FINISHED, texts_of
from .plan import Plan
from .staging import files_below
from .swapping import copy_file

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
        entries = (path.parent for path in self.folder.glob(f"[!.]*/{_ENTRY}"))
        return tuple(sorted(entry.name for entry in entries if is_marked(entry)))

    def keep(self, name: str, inputs: str, files: Iterable[str], staging: Path) -> None:
        """Copy the files of a notebook that has succeeded, unless what is not ours stands in their place."""
        self.forget(name)
        if (self.folder / name).exists():  # such as what a version without marks has left
            return
        self.folder.mkdir(exist_ok=True)
        draft = make_own(self.folder, f".{name}-")
        try:
            for file in files:
                copy_file(staging / file, draft / _FILES / file)
            (draft / _ENTRY).write_text(json.dumps({"inputs": inputs}), encoding="utf-8")
            draft.rename(self.folder / name)
        except OSError:
            remove_own(draft)
            raise

    def take_up(self, name: str, inputs: str, staging: Path) -> tuple[str, ...] | None:
        """Put the files of a notebook that was made from the same into staging; return their names."""
        entry: dict[str, Any] = {}
        with suppress(OSError, ValueError):  # absent, or damaged: the notebook is executed again
            entry = json.loads((self.folder / name / _ENTRY).read_text(encoding="utf-8"))
        if entry.get("inputs") != inputs or not is_marked(self.folder / name):
            return None
        # what lies there, not what a list names: no name leads out of the folder
        files = tuple(files_below(self.folder / name / _FILES, "."))
        for file in files:
            copy_file(self.folder / name / _FILES / file, staging / file)
        return files

    def forget(self, *names: str) -> None:
        """Remove notebooks, and the folder if it is empty then; what somebody else has put there stays."""
        for name in names:
            for entry in (self.folder / name, *self.folder.glob(f".{name}-*")):
                if is_own(entry):
                    remove_own(entry)
        with suppress(OSError):
            self.folder.rmdir()


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
        *(_content(path, but=plan.target) for path in (texts_of_notebook(plan, name), *beside)),
        *(_content(staging / file) for file in tables if reads_others(plan, name) and _others(file, name)),
    ]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _others(file: str, name: str) -> bool:
    return Path(file).parts[1] != name


def texts_of_notebook(plan: Plan, name: str) -> Path:
    """Return the texts that a notebook reads: those of the plan, or those that its parameters cell names."""
    named = literal_of(parameters_cell(plan.notebooks[name], name).source, "CORPUS")
    own = plan.root / "notebooks" / named if isinstance(named, str) else texts_of(plan.root)
    return plan.corpus or own


@cache
def _package() -> str:
    """Return a hash of the code and the lists of the package."""
    return _content(Path(__file__).parents[1])


def _content(path: Path, but: Path | None = None) -> str:
    """Return a hash of a file, or of the names and contents of the files below a folder."""
    total = hashlib.sha256()
    for file in files_of(path, but=but):
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        total.update(f"{file.relative_to(path).as_posix()} {digest}\n".encode())
    return total.hexdigest()


def files_of(path: Path, but: Path | None = None) -> Iterator[Path]:
    """Yield a file, or the files below a folder; none that is hidden or that a program keeps for itself.

    *but* is a folder whose files are left out if it lies in that one.
    """
    if path.is_file():
        yield path
        return
    inner = but if but is not None and but.is_relative_to(path) else None
    for file in sorted(path.rglob("*")):
        own = (part.startswith((".", "~$")) or part == "__pycache__" for part in file.relative_to(path).parts)
        if not any(own) and file.is_file() and not (inner and file.is_relative_to(inner)):
            yield file
