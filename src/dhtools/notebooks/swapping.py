"""The swap at the end of a run: its results moved into place, all or none, however it ends.

Before anything in place is touched, two folders are written beside the results: a copy of each file that is
going to be replaced or deleted, and for each change what will stand in its place. An empty file then says
that the swap has begun, and its removal that it has ended. So nothing has to be read that could be
half-written, and no name in it leads out of the folder. Whoever finds the empty file undoes the swap: a file
in place that is still the one the swap put there gives way to the copy. What a user has changed since stays.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from ..errors import DhtoolsError

#: In a staging folder: the folder of a swap; in it the copies, what is put in their place, and the sign.
_SWAP = ".swap"
_OLD, _PUT, _BEGUN = "old", "put", "begun"
#: What stands for the content of a file that is not there.
_ABSENT = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to write and files to delete, as paths relative to the target, with forward slashes."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.deleted)


def swap_in(staging: Path, target: Path, changes: Changes) -> None:
    """Move the changed files from `staging` into `target`: all or, if the file system refuses, none.

    Raises
    ------
    DhtoolsError
        If a name leads out of the target.
    OSError
        What the file system refuses; the target is then as it was.
    """
    _prepare(staging, target, changes)
    (staging / _SWAP / _BEGUN).touch()
    try:
        _apply(staging, target, changes)
        (staging / _SWAP / _BEGUN).unlink()  # from here on the new state is the valid one
    finally:
        undo_swap(staging, target)  # nothing to do once the sign is gone
    for name in changes.deleted:  # not before: to undo it one would have to make folders on a full disk
        _remove_empty((target / name).parent, target)


def was_swapping(staging: Path) -> bool:
    """Whether a swap has begun in a staging folder, and not ended."""
    return (staging / _SWAP / _BEGUN).is_file()


def undo_swap(staging: Path, target: Path) -> None:
    """Undo a swap that has begun and not ended; twice is the same as once.

    Raises
    ------
    DhtoolsError
        If a folder of the target has become a link that leads out of it: nothing is touched there.
    OSError
        What the file system refuses; the sign that the swap has begun stays then.
    """
    if not was_swapping(staging):
        return
    put = _below(staging / _SWAP / _PUT)
    for name in put:
        check_within(target, name)
    for name in put:
        _undo_one(staging / _SWAP, target, name)
    (staging / _SWAP / _BEGUN).unlink()


def _undo_one(swap: Path, target: Path, name: str) -> None:
    place, copy = target / name, swap / _OLD / name
    # otherwise it is not yet swapped, or was changed by somebody since
    if _hash(place) == (swap / _PUT / name).read_text(encoding="ascii", errors="replace"):
        if copy.is_file():
            copy.replace(place)
        else:
            place.unlink(missing_ok=True)
    if not place.exists():
        _remove_empty(place.parent, target)


def _prepare(staging: Path, target: Path, changes: Changes) -> None:
    swap = staging / _SWAP
    shutil.rmtree(swap, ignore_errors=True)
    for name in (*changes.written, *changes.deleted):
        check_within(target, name)
        if (target / name).is_file():
            _keep(target / name, swap / _OLD / name)
    for name in changes.written:
        _note(swap / _PUT / name, _hash(staging / name))
    for name in changes.deleted:
        _note(swap / _PUT / name, _ABSENT)


def _keep(source: Path, copy: Path) -> None:
    """Copy a file as it is, with its time and its rights."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, copy)


def _note(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


def _apply(staging: Path, target: Path, changes: Changes) -> None:
    for name in changes.written:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (target / name).is_file():  # one that its owner protects stays so
            shutil.copymode(target / name, staging / name)
        (staging / name).replace(target / name)
    for name in changes.deleted:
        (target / name).unlink(missing_ok=True)


def check_within(target: Path, name: str) -> None:
    """Refuse the name of a file that does not lie below a folder: `..`, absolute, or through a link.

    Raises
    ------
    DhtoolsError
        The message names folder and file.
    """
    path = PurePath(name)
    if not path.parts or path.is_absolute() or path.drive or ".." in path.parts:
        raise DhtoolsError(f"{name!r} does not lie in {target}. A run writes and deletes only there.")
    folder = (target / name).parent
    if not folder.resolve().is_relative_to(target.resolve()):
        raise DhtoolsError(
            f"{folder} leads by a link to {folder.resolve()}, out of {target}. A run writes and deletes only "
            "in its folder: put a folder in place of the link, or give --out FOLDER."
        )


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else _ABSENT


def _below(folder: Path) -> list[str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path.relative_to(folder).as_posix() for path in files]


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder, and those above it, as far as they are there and empty."""
    while folder != top and not (folder.is_dir() and any(folder.iterdir())):
        if folder.is_dir():
            folder.rmdir()
        folder = folder.parent


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
    """Copy a file with its time, and make the folders above the copy; the copy can be written to."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy_writable(source, copy)


def copy_writable(source: Path, copy: Path) -> None:
    """Copy a file with its time, so that its owner can write to the copy even if not to the file."""
    shutil.copy2(source, copy)
    os.chmod(copy, os.stat(copy).st_mode | stat.S_IRUSR | stat.S_IWUSR)


def copy_folder(source: Path, copy: Path) -> None:
    """Copy a folder without what Jupyter keeps beside notebooks, so that its owner can write to the copy."""
    for folder, folders, files in os.walk(source, onerror=_raise, followlinks=True):
        folders[:] = [name for name in folders if name != ".ipynb_checkpoints"]
        place = copy / os.path.relpath(folder, source)
        place.mkdir(parents=True, exist_ok=True)
        for name in files:
            copy_writable(Path(folder, name), place / name)


def _raise(error: OSError) -> None:
    raise error
