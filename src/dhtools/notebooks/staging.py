"""The staging folder of a run, its lock, and the swap at the end.

Everything a run makes is made in TARGET/.staging-XXXX, on the same file system as its place. Nothing outside
is touched before the swap. The swap keeps a copy of each file it is going to replace, and a journal; if it
fails it undoes what it did, and if it is killed the next run does so.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..atomic_write import atomic_write
from ..errors import DhtoolsError
from .paths import STAGING

_LOCK = f"{STAGING}.lock"
_BACKUP = "backup"
_JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to write and files to delete, as paths relative to the target, with forward slashes."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.deleted)


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """Make a staging folder in `target`, unless another run is at work there, and remove it in any case."""
    created = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(target / _LOCK):
            _clear_dead_runs(target)
            with _temporary_folder(target) as staging:
                yield staging
    finally:
        if created and not any(target.iterdir()):
            target.rmdir()


@contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}-", dir=target))
    try:
        yield staging
    finally:
        # What cannot be removed now (a file held open on Windows) is removed by the next run.
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    if (owner := _owner(lock)) is not None and not _is_alive(owner):
        lock.unlink(missing_ok=True)
    try:
        with lock.open("x", encoding="ascii") as file:
            file.write(str(os.getpid()))
    except FileExistsError as error:
        raise DhtoolsError(
            f"Another run (process {_owner(lock) or 'unknown'}) is at work here. Wait for it; "
            f"if there is none, delete {lock}."
        ) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _owner(lock: Path) -> int | None:
    text = lock.read_text(encoding="ascii", errors="replace") if lock.is_file() else ""
    return int(text) if text.isdecimal() else None


def _is_alive(process: int) -> bool:
    # Numbers are given again: a lock with our own is one of an earlier process (usual in containers).
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        return True  # there, os.kill would end the process; the error message says how to go on
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def _clear_dead_runs(target: Path) -> None:
    # Called with the lock held, so no staging folder found here belongs to a run at work.
    for staging in target.glob(f"{STAGING}-*"):
        _undo(staging, target)
        shutil.rmtree(staging, ignore_errors=True)


def files_below(folder: Path, *names: str) -> Iterator[str]:
    """Yield the files of the subfolders called `names`, relative to `folder`, with forward slashes."""
    for name in names:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()


def compare(staging: Path, target: Path, *, made: Iterable[str], gone: Iterable[str]) -> Changes:
    """Return which of the files `made` differ from the target's, and which of those `gone` it still has."""
    written = tuple(name for name in sorted(set(made)) if not _same(staging / name, target / name))
    return Changes(written, tuple(name for name in sorted(set(gone)) if (target / name).is_file()))


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def swap_in(staging: Path, target: Path, changes: Changes) -> None:
    """Move the changed files from `staging` into `target`: all or, if the file system refuses, none."""
    _prepare(staging, target, changes)
    try:
        _apply(staging, target, changes)
        (staging / _JOURNAL).unlink()  # from here on the new state is the valid one
    finally:
        _undo(staging, target)  # nothing to do once the journal is gone


def _prepare(staging: Path, target: Path, changes: Changes) -> None:
    old = [name for name in (*changes.written, *changes.deleted) if (target / name).is_file()]
    for name in old:
        copy_file(target / name, staging / _BACKUP / name)
    new = [name for name in changes.written if not (target / name).exists()]
    atomic_write(staging / _JOURNAL, json.dumps({"old": old, "new": new}).encode("utf-8"))


def _apply(staging: Path, target: Path, changes: Changes) -> None:
    for name in changes.written:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).replace(target / name)
    for name in changes.deleted:
        _delete(target / name, target)


def _undo(staging: Path, target: Path) -> None:
    journal = staging / _JOURNAL
    if not journal.is_file():
        return
    names = json.loads(journal.read_text(encoding="utf-8"))
    for name in names["old"]:
        if (backup := staging / _BACKUP / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            backup.replace(target / name)
    for name in names["new"]:
        _delete(target / name, target)
    journal.unlink()


def _delete(path: Path, top: Path) -> None:
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == top or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore Ctrl-C and SIGTERM, for the moment in which a run is swapped in."""
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(number, signal.SIG_IGN) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, handlers, strict=True):
            signal.signal(number, handler)


def copy_file(source: Path, copy: Path) -> None:
    """Copy a file with its time, and make the folders above the copy."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, copy)
