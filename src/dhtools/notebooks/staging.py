"""The staging folder of a run, and what a run that was killed has left there.

Everything a run makes is made in TARGET/.staging-XXXX, on the same file system as its place. Nothing outside
is touched before the swap (`swapping`). One run at a time is at work in a target (`locking`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import writing
from .locking import acquire, locked
from .own_folders import folders_made, is_marked, is_own, make_own, owner_of, remove_own
from .paths import STAGING
from .swapping import Changes, undo_swap, was_swapping

_LOCK = f"{STAGING}.lock"


@contextmanager
def staging_folder(target: Path) -> Iterator[Path]:
    """Make a staging folder in `target`, unless another run is at work there, and remove it in any case.

    Folders that had to be made for it are removed where they stay empty.

    Raises
    ------
    DhtoolsError
        If another run is at work there, or nothing can be written there.
    """
    at_work = locked(target / _LOCK, lambda: _owner(target))
    with folders_made(target), at_work, _without_lock_alone(target), _temporary_folder(target) as staging:
        yield staging


def _owner(target: Path) -> str:
    owners = (owner_of(staging) for staging in target.glob(f"{STAGING}-*") if is_marked(staging))
    return next(filter(None, owners), "not named")


@contextmanager
def _without_lock_alone(target: Path) -> Iterator[None]:
    """Remove the file of the lock, while it is held, from a folder that holds nothing else."""
    try:
        yield
    finally:
        with suppress(OSError):
            if [path.name for path in target.iterdir()] == [_LOCK]:
                (target / _LOCK).unlink()


@contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    # the lock is held, so no staging folder found here belongs to a run at work
    _clear_dead_runs(target)
    with writing(target):
        staging = make_own(target, f"{STAGING}-")
    try:
        yield staging
    finally:
        # A swap that could not be undone now is undone by the next run, and what cannot be removed now (a
        # file held open on Windows) is removed by it.
        if not was_swapping(staging):
            remove_own(staging)


def _clear_dead_runs(target: Path) -> None:
    for staging in target.glob(f"{STAGING}-*"):
        if is_own(staging):
            with writing(target):
                undo_swap(staging, target)
            remove_own(staging)


def recover(target: Path) -> None:
    """Undo the swap of a run that was killed in it, unless a run is at work.

    Raises
    ------
    DhtoolsError
        If the file system refuses.
    """
    if any(was_swapping(staging) and is_marked(staging) for staging in target.glob(f"{STAGING}-*")):
        with writing(target):
            handle = acquire(target / _LOCK)
        if handle is not None:
            try:
                _clear_dead_runs(target)
            finally:
                os.close(handle)


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
