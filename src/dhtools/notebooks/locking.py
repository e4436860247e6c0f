"""One run at a time: a lock that the system holds on a file for a process, and gives up when that ends.

The file is empty, and stays. No process number has to be believed: it may belong to another container or
host, or be given anew. A killed process, or a full disk, leaves nothing that locks.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import DhtoolsError, writing

#: Errors of a file system that has no locks: some network drives.
_WITHOUT_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EBADF)


@contextmanager
def locked(path: Path, owner: Callable[[], str]) -> Iterator[None]:
    """Hold the lock on a file of a folder that exists.

    Parameters
    ----------
    path
        The file; it is made if it is not there, and stays.
    owner
        Says who is at work, if another process holds the lock.

    Raises
    ------
    DhtoolsError
        If another process holds it, the file system has no locks, or the file cannot be opened.
    """
    with writing(path):
        handle = acquire(path)
    if handle is None:
        raise DhtoolsError(
            f"Another run ({owner()}) is at work in {path.parent}. Wait until it ends, or stop it."
        )
    try:
        yield
    finally:
        os.close(handle)


def acquire(path: Path) -> int | None:
    """Return a handle that holds the lock on a file until it is closed; None if another process holds it.

    The file is made if it is not there. A file that is removed or replaced meanwhile is no lock for those who
    come later, so it is opened anew then.

    Raises
    ------
    DhtoolsError
        If the file system has no locks.
    OSError
        If the file cannot be opened.
    """
    while True:
        handle = _opened(path)
        try:
            held = _lock(handle, path)
            if held and not _is_in_place(handle, path):
                os.close(handle)
                continue
        except BaseException:
            os.close(handle)
            raise
        if not held:
            os.close(handle)
        return handle if held else None


def _opened(path: Path) -> int:
    plain = getattr(os, "O_NOFOLLOW", 0)  # a link leads to a file that is not ours
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | plain, 0o666)
    except PermissionError as refused:
        try:  # made by another member of a group
            return os.open(path, os.O_RDONLY | plain)
        except FileNotFoundError:
            raise refused from None


def _lock(handle: int, path: Path) -> bool:
    try:
        return _lock_of_system(handle)
    except OSError as error:
        if error.errno not in _WITHOUT_LOCKS:
            raise
        raise DhtoolsError(
            f"{path.parent} lies on a drive without file locks, so two runs there could destroy each other's "
            "results. Copy the project to a disk of this machine, or give --out FOLDER on one."
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _lock_of_system(handle: int) -> bool:
        os.lseek(handle, 1 << 30, os.SEEK_SET)  # a byte behind all that is read: a locked one cannot be
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _lock_of_system(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_in_place(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False
