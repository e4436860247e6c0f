"""Files written whole or not at all: one, or several that belong together."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from .errors import DhtoolsError, writing

#: Errors of a disk that has no second names for a file: a memory stick, some network drives.
_WITHOUT_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


def encoded(text: str, what: str) -> bytes:
    """Encode a text in UTF-8, or say that it cannot be."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DhtoolsError(
            f"{what}: {error.object[error.start]!r} is half a character. Decode the text anew."
        ) from error


def atomic_write(path: Path, content: bytes, *, overwrite: bool = True) -> None:
    """Write one file of a folder that exists, whole, or change nothing.

    Raises
    ------
    FileExistsError
        If the file is there already and must not be replaced.
    NotWritten
        What the file system refuses.
    """
    place = os.replace if overwrite else _place_new
    draft = _draft_of(path)
    try:
        with writing(path):
            draft.write_bytes(content)
            place(draft, path)
    finally:
        _remove(draft)


def _draft_of(path: Path) -> Path:
    # as short as any name, and of no other process, in whatever container it runs
    return path.with_name(f".{uuid4().hex[:12]}.part")


def _remove(draft: Path) -> None:
    with suppress(OSError):  # what was refused is told already
        draft.unlink(missing_ok=True)


def _place_new(draft: Path, path: Path) -> None:
    """Give a draft its name, or fail if that name has come meanwhile; a replacement would not."""
    try:
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _WITHOUT_LINKS:
            raise
        _copy_new(draft, path)


def _copy_new(draft: Path, path: Path) -> None:
    with path.open("xb") as file:
        try:
            file.write(draft.read_bytes())
            file.flush()
        except OSError:
            _remove(path)
            raise


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give the name of a draft, for a file that is written bit by bit; at the end it becomes the file.

    Where the work fails, the draft is removed and the file stays as it was.
    """
    draft = _draft_of(path)
    try:
        with writing(path):
            yield draft
            os.replace(draft, path)
    finally:
        _remove(draft)


def atomic_write_all(folder: Path, contents: Mapping[str, bytes], stale: Iterable[str] = ()) -> None:
    """Write files of a folder, given by name, and remove the stale ones, or change nothing.

    The folder is made if it does not exist.

    Raises
    ------
    NotWritten
        What the file system refuses; the folder is then as it was.
    """
    with writing(folder), ExitStack() as undo:
        _make_folder(folder, undo)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as staging:
            new, old = Path(staging, "new"), Path(staging, "old")
            new.mkdir()
            old.mkdir()
            for file, content in contents.items():
                (new / file).write_bytes(content)
            _exchange(folder, new, old, stale)
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            path.mkdir(exist_ok=True)
            undo.callback(_remove_if_empty, path)


def _remove_if_empty(folder: Path) -> None:
    # Another notebook, running at the same time, may already use it.
    with suppress(OSError):
        folder.rmdir()


def _exchange(folder: Path, new: Path, old: Path, stale: Iterable[str]) -> None:
    """Move the new files in; if that fails half-way, bring the old ones back."""
    files = sorted(path.name for path in new.iterdir())
    for file in (*files, *stale):
        if (folder / file).exists():
            shutil.copy2(folder / file, old / file)
    with ExitStack() as undo:
        for file in files:
            undo.callback(_bring_back, old / file, folder / file)
            os.replace(new / file, folder / file)
        for file in stale:
            undo.callback(_bring_back, old / file, folder / file)
            (folder / file).unlink()
        undo.pop_all()


def _bring_back(backup: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    if backup.exists():
        os.rename(backup, path)
