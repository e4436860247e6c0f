"""A judgement sheet that is filled in step by step: written at each verdict, whole or not at all.

Somebody else may have the same sheet open, in a spreadsheet or in another kernel. Before each writing the
file is read again. What others have changed is kept, and told.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from ..atomic_write import atomic_write
from ..corpus.files import decode_utf8, read_bytes
from ..errors import DhtoolsError, check_choice
from ..escaping import csv_cell
from ..rhetoric.evaluation import SHEET_COLUMNS, VERDICTS, read_sheet_rows

#: What a verdict fills in.
_FILLED = ("verdict", "coder", "reason")
#: Seconds that a writer waits for another one; and after which a lock is one that was left behind.
_PATIENCE, _LEFT_BEHIND = 3.0, 10.0

Cells = list[str]


class SheetFile:
    """The rows of a sheet on the disk.

    Parameters
    ----------
    path : path
        A file from `dhtools.rhetoric.write_judgement_sheet`.

    Raises
    ------
    DhtoolsError
        If it is no such sheet; the message names file, line and remedy.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).resolve()  # a link stays one
        if not self.path.is_file():
            raise DhtoolsError(f"{path}: there is no such sheet. Write one: write_judgement_sheet(…).")
        self._read()

    def _read(self) -> None:
        content = read_bytes(self.path)
        self.table = read_sheet_rows(self.path)
        source = decode_utf8(content, str(self.path))
        _, *self._cells = [row for row in csv.reader(io.StringIO(source, newline="")) if row]
        self._digest = hashlib.sha256(content).hexdigest()

    @property
    def is_changed(self) -> bool:
        """Whether the file on the disk is not what was read or written last."""
        return hashlib.sha256(read_bytes(self.path)).hexdigest() != self._digest

    def fill(self, row: int, verdict: str, coder: str, note: str) -> bool:
        """Write a verdict into a row, and return whether somebody else had changed the sheet meanwhile.

        * verdict: *yes*, *no* or *unclear*; empty to take one back.

        Raises `DhtoolsError` if somebody else has judged the same row meanwhile, if the sheet has other rows
        now, or if it cannot be written; the file is then as it was.
        """
        if verdict:
            check_choice("verdict", verdict, VERDICTS)
        with _locked(self.path):
            is_changed = self.is_changed
            if is_changed:
                self._read_again(row)
            cells = self._with(row, verdict, coder, note)
            content = _csv_bytes(cells)
            try:
                atomic_write(self.path, content)
            except OSError as error:
                raise DhtoolsError(f"{error} The verdict is not saved: give it again.") from error
        self._cells, self._digest = cells, hashlib.sha256(content).hexdigest()
        self.table.loc[row, list(_FILLED)] = [verdict, coder, note]
        return is_changed

    def _read_again(self, row: int) -> None:
        """Take over what somebody else has written, unless it is this row or other findings."""
        before = self.table
        self._read()
        fixed = [name for name in SHEET_COLUMNS if name not in _FILLED]
        if not self.table[fixed].equals(before[fixed]):
            raise DhtoolsError(
                f"{self.path}: somebody has changed its rows meanwhile. The verdict is not saved; open the "
                "sheet anew."
            )
        if str(self.table.loc[row, "verdict"]) != str(before.loc[row, "verdict"]):
            now = str(self.table.loc[row, "verdict"]) or "taken back"
            raise DhtoolsError(
                f"{self.table['where'].iloc[row]}: somebody has judged it meanwhile ({now}). Look at it, and "
                "judge it again if need be."
            )

    def _with(self, row: int, *filled: str) -> list[Cells]:
        places = [SHEET_COLUMNS.index(name) for name in _FILLED]
        cells = [list(one) for one in self._cells]
        for place, value in zip(places, filled, strict=True):
            cells[row][place] = csv_cell(value)
        return cells


def _csv_bytes(cells: list[Cells]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([SHEET_COLUMNS, *cells])
    return text.getvalue().encode("utf-8")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers of this kind out while a sheet is compared and written: some milliseconds."""
    lock, end = path.with_name(f".{path.name}.lock"), time.monotonic() + _PATIENCE
    while not _taken(lock):
        if time.monotonic() > end:
            raise DhtoolsError(
                f"{path}: another program is writing it. The verdict is not saved; give it again. If nothing "
                f"else has the sheet open, remove {lock.name}."
            )
        time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    """Take a lock, if it is free or was left behind by a kernel that was killed."""
    with suppress(FileNotFoundError):
        if time.time() - lock.stat().st_mtime > _LEFT_BEHIND:
            lock.unlink(missing_ok=True)
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    except OSError as error:
        raise DhtoolsError(
            f"{lock.parent} cannot be written: {error.strerror or error}. The verdict is not saved; make "
            "room or permission, and give it again."
        ) from error
    return True


def blind_copy(sheet: pd.DataFrame) -> pd.DataFrame:
    """Return the findings of a sheet without what a coder has filled in."""
    return sheet[list(SHEET_COLUMNS)].assign(**dict.fromkeys(_FILLED, ""))
