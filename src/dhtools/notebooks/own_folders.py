"""Folders that this package makes for its work and removes again, known by a file in them.

A name alone is no reason to delete: a user may call a folder so too. A folder in the temporary folder of the
machine is locked as long as its process lives, so the next one may clear what a killed one has left.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ..errors import DhtoolsError, writing
from .locking import acquire

#: The file in a folder by which it is known, and what it says.
MARK = ".made-by-dhtools"
_SAYS = b"This folder was made by dhtools for its work, and is deleted by it. Keep nothing here.\n"
#: How `tempfile.mkdtemp` ends a name.
_ENDING = re.compile(r"[a-z0-9_]{8}\Z")


def make_own(parent: Path, prefix: str) -> Path:
    """Make a folder with a name of its own and the mark in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        mark(folder)
    except BaseException:
        remove_own(folder)
        raise
    return folder


def mark(folder: Path) -> None:
    """Mark a folder that was just made as one of this package, and say for whom it is."""
    owner = f"process {os.getpid()} on {platform.node() or 'this machine'}"
    (folder / MARK).write_bytes(_SAYS + owner.encode("utf-8", "replace"))


def owner_of(folder: Path) -> str:
    """Return which process has made a folder; empty if it does not say so."""
    with suppress(OSError):
        return (folder / MARK).read_bytes().removeprefix(_SAYS).decode("utf-8", "replace")
    return ""


def is_own(folder: Path) -> bool:
    """Whether a folder has the mark, or was made a moment before its process died and holds nothing."""
    return is_marked(folder) or _is_just_begun(folder)


def is_marked(folder: Path) -> bool:
    """Whether a folder, no link to one, has the mark."""
    with suppress(OSError):  # of another user
        return stat.S_ISDIR(folder.lstat().st_mode) and (folder / MARK).read_bytes().startswith(_SAYS)
    return False


def _is_just_begun(folder: Path) -> bool:
    with suppress(OSError):
        inside = list(folder.iterdir())
        begun = [path.name == MARK and _SAYS.startswith(path.read_bytes()) for path in inside]
        return all(begun) and not folder.is_symlink() and bool(_ENDING.search(folder.name))
    return False


def remove_own(folder: Path) -> None:
    """Remove a folder that is known to be ours, the mark last; what cannot be removed now is left marked."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != MARK:
                _remove(path)
        if all(path.name == MARK for path in folder.iterdir()):
            (folder / MARK).unlink(missing_ok=True)
            folder.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


@contextmanager
def folders_made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it, and in the end remove those of them that have stayed empty."""
    with ExitStack() as made:
        with writing(folder):
            for place in (*reversed(folder.parents), folder):
                if not place.exists():
                    place.mkdir(exist_ok=True)
                    made.callback(_remove_if_empty, place)
        yield


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def scratch_folder(purpose: str, parent: Path | None = None) -> Iterator[Path]:
    """Make a folder for a while, and clear what killed processes have left there for the same purpose.

    Parameters
    ----------
    purpose
        A word for its name.
    parent
        Where it is made; the temporary folder of the machine if None.

    Raises
    ------
    DhtoolsError
        If it cannot be made.
    """
    place = Path(tempfile.gettempdir()) if parent is None else parent
    prefix = f"{'.' if parent else ''}dhtools-{purpose}-"
    _clear(place, prefix)
    with writing(place):
        folder, lock = _made_and_locked(place, prefix)
    try:
        yield folder
    finally:
        os.close(lock)
        remove_own(folder)


def _made_and_locked(place: Path, prefix: str) -> tuple[Path, int]:
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    try:
        # locked before it is marked: nobody takes it for one that was left
        lock = acquire(folder / MARK)
        assert lock is not None
        mark(folder)
    except BaseException:
        remove_own(folder)
        raise
    return folder, lock


def _clear(place: Path, prefix: str) -> None:
    for folder in place.glob(f"{prefix}*"):
        if is_marked(folder) and _is_left(folder / MARK):
            remove_own(folder)


def _is_left(lock: Path) -> bool:
    """Whether no process holds a lock."""
    with suppress(OSError, DhtoolsError):
        if (handle := acquire(lock)) is not None:
            os.close(handle)
            return True
    return False
