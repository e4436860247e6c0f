"""A file system that fails at a chosen operation: the process is killed there, or the disk is full."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: What changes something on the disk, and what needs room on it.
CHANGES = ("open", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "chmod", "utime", "link")
NEED_ROOM = ("open", "replace", "rename", "mkdir", "link")


class Killed(BaseException):
    """The process is dead: what would be done after this is not done."""


class Disk:
    """Counts the operations that change something, and fails at one of them and from there on."""

    def __init__(self, fail_at: int | None, error: int | None, room: tuple[str, ...]) -> None:
        self.fail_at, self.error, self.room = fail_at, error, room
        self.count = 0

    def before(self, operation: str, path: object) -> None:
        """Count an operation, and raise what it is to raise."""
        if self.error is not None and operation not in self.room:
            return
        self.count += 1
        if self.fail_at is None or self.count < self.fail_at:
            return
        if self.error is None:
            raise Killed
        raise OSError(self.error, os.strerror(self.error), os.fspath(path) if path is not None else None)


@contextmanager
def failing(
    fail_at: int | None = None, error: int | None = None, room: tuple[str, ...] = NEED_ROOM
) -> Iterator[Disk]:
    """Let everything from the operation of this number on fail; without a number only count.

    Without *error* the process counts as killed: nothing changes on the disk any more, except that a file
    that is being opened to be written is there, and empty. With one, only what needs room fails with it.
    """
    disk = Disk(fail_at, error, room)
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, _wrapped(disk, name, getattr(os, name)))
        opened = _wrapped_open(disk, io.open)
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        yield disk


def _wrapped(disk: Disk, name: str, real: Any) -> Any:
    def operation(path: Any, *given: Any, **named: Any) -> Any:
        flags = given[0] if name == "open" and given else named.get("flags", 0)
        if name != "open" or flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            disk.before(name, path)
        return real(path, *given, **named)

    return operation


def _wrapped_open(disk: Disk, real: Any) -> Any:
    def opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            try:
                disk.before("open", None if isinstance(file, int) else file)
            except Killed:
                if disk.count == disk.fail_at and not isinstance(file, int):
                    real(file, mode, *given, **named).close()
                raise
        return real(file, mode, *given, **named)

    return opened


FULL = errno.ENOSPC


def state(folder: Path, but: str = ".staging") -> dict[str, tuple[bytes, int]]:
    """Return the files below a folder with their bytes and rights, and its empty folders."""
    found: dict[str, tuple[bytes, int]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(but) and (path.is_file() or not any(path.iterdir())):
            content = path.read_bytes() if path.is_file() else b"an empty folder"
            found[name] = content, path.stat().st_mode & 0o777
    return found
