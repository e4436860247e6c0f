"""The small files that a scholar writes beside the texts by hand: the manifest, and CSV sheets."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import DhtoolsError
from .files import decode_utf8, inside, read_bytes


def read_beside(folder: Path, name: str) -> str | None:
    """Return the text of file *name* of *folder*, or None where there is none; newlines stay as they are.

    Raises
    ------
    DhtoolsError
        If it is a folder, a broken link or a link to a place outside, unreadable, binary, or not UTF-8.
    """
    path = inside(folder, name)
    if not os.path.lexists(path):
        return None
    if not os.path.isfile(path):
        raise DhtoolsError(
            f"{path}: neither a file nor a link to one. Remove it, or put the file itself there."
        )
    return decode_utf8(read_bytes(path), str(path))


def read_sheet(folder: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield the rows of a CSV file as place (file and line, for messages), line and cells.

    Parameters
    ----------
    folder, name
        Where there is no such file, there are no rows.
    columns : sequence of str
        What its first line must be.

    Raises
    ------
    DhtoolsError
        If the header is another one, a row has too many or too few cells, or quotes do not close.
    """
    source = read_beside(folder, name)
    if source is None:
        return
    path = folder / name
    # a StringIO without newline="" would change line ends inside quoted cells
    reader = csv.reader(io.StringIO(source, newline=""), strict=True)
    try:
        _check_header(path, next(reader, []), columns)
        for cells in filter(None, reader):
            where = f"{path}, line {reader.line_num}"
            if len(cells) != len(columns):
                raise DhtoolsError(
                    f"{where}: {len(cells)} cells instead of {len(columns)}, too many or too few. "
                    "Put quotes around cells with commas."
                )
            yield where, reader.line_num, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise DhtoolsError(
            f"{path}, line {reader.line_num}: {error}. Check commas and quotes there."
        ) from error


def _check_header(path: Path, given: list[str], wanted: Sequence[str]) -> None:
    if given != list(wanted):
        raise DhtoolsError(
            f"{path}, line 1: the columns are {', '.join(given) or 'missing'}. "
            f"They must be, with commas between: {', '.join(wanted)}."
        )
