"""The small files that a scholar writes beside the texts by hand: the manifest, and CSV sheets.

A sheet is described once, as a `Sheet` with its columns, and read by `read_sheet`, which names the line of
every mistake.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DhtoolsError, check_choice
from ..escaping import csv_text
from .files import decode_utf8, inside, read_bytes

Row = dict[str, Any]
#: Refuses a row by a `DhtoolsError`; file and line are added to its message.
Check = Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """What the cells of a column hold.

    Attributes
    ----------
    read : function of the column's name and a cell
        Returns the value, or refuses the cell by a `DhtoolsError`; file and line are added to its message.
    dtype : str
        Of the column in the table.
    empty : value
        Of an empty cell.
    same : function of a value
        Two values stand for the same thing if it returns the same for both.
    holds : str
        What a cell may be, in words.
    """

    read: Callable[[str, str], Any]
    dtype: str = "str"
    empty: Any = ""
    same: Callable[[Any], Hashable] = str
    holds: str = "text"


def _offset(name: str, cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", cell):
        raise DhtoolsError(f"{name}={cell!r}: give a whole number. Code points are counted from 0.")
    return int(cell)


def _year(name: str, cell: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", cell):
        raise DhtoolsError(f"{name}={cell!r}: give a year of four digits.")
    return int(cell)


def _day(name: str, cell: str) -> str:
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError as error:
        raise DhtoolsError(f"{name}={cell!r}: give a day as year-month-day, such as 1917-12-20.") from error


#: Text as it stands, without white space around it.
TEXT = Kind(lambda name, cell: cell)
#: Text with white space inside it made one space.
LINE = Kind(lambda name, cell: " ".join(cell.split()))
#: Code points of a file, int.
OFFSET = Kind(_offset, "int", holds="whole number")
#: Years, float, missing if empty.
YEAR = Kind(_year, "float", np.nan, holds="year of four digits")
#: Days, as text in the form 1917-12-20.
DAY = Kind(_day, holds="day, as 1917-12-20")


def one_of(allowed: Collection[str]) -> Kind:
    """Return the kind of a column that holds one of a few words."""
    return Kind(lambda name, cell: check_choice(name, cell, allowed), holds=f"one of: {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells hold, whether each must hold something, and what they tell."""

    name: str
    kind: Kind = TEXT
    required: bool = False
    meaning: str = ""

    def read(self, cell: str) -> Any:
        """Return the value of a cell; white space around it is dropped."""
        if bare := cell.strip():
            return self.kind.read(self.name, bare)
        if self.required:
            raise DhtoolsError(f"{self.name} is empty. Fill it, or remove the row.")
        return self.kind.empty


#: A text, and the version of its file.
VERSION = (
    Column("text", required=True, meaning="id of the text"),
    Column("sha256", required=True, meaning="hash of its file: the row is valid for this version only"),
)
#: The columns of a stretch of a text.
SPAN = (
    Column("start", OFFSET, required=True, meaning="place of its first character, counted from 0"),
    Column("end", OFFSET, required=True, meaning="place after its last character"),
)
PASSAGE = Column("passage", required=True, meaning="passage in which it stands: text:block.sentence")
CODER = Column("coder", meaning="who coded the row")
REASON = Column("reason", meaning="what decided it")
#: The last columns of a sheet in which every row is signed and has a reason.
SIGNED = (replace(CODER, required=True), replace(REASON, required=True))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a CSV sheet must be.

    Attributes
    ----------
    file : str
        Its name in the folder of the corpus.
    columns : tuple of Column
        Its first line gives their names, in this order.
    key : tuple of str
        Columns that no two rows may have in common; empty if any may.
    checks : tuple of functions of a row
        What concerns several cells.
    is_written : bool
        Whether the package writes it (`dhtools.typed_tables.csv_bytes`): a cell may have an apostrophe that
        keeps a spreadsheet from taking it for a formula.
    """

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    is_written: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def row(self, cells: list[str]) -> Row:
        """Return the values of a row, by column."""
        if len(cells) != len(self.columns):
            raise DhtoolsError(
                f"{len(cells)} cells instead of {len(self.columns)}, too many or too few. "
                "Put quotes around cells with commas."
            )
        return {column.name: column.read(cell) for column, cell in zip(self.columns, cells, strict=True)}

    def identity(self, row: Row) -> tuple[Hashable, ...]:
        """Return what no other row may have in common with *row*."""
        return tuple(column.kind.same(row[column.name]) for column in self.columns if column.name in self.key)


def check_span(row: Row) -> None:
    """Refuse a row whose *start* is not before its *end*."""
    if row["start"] >= row["end"]:
        raise DhtoolsError(
            f"start={row['start']}, end={row['end']}: the end must be after the start. Correct one of them."
        )


def read_beside(folder: Path, name: str) -> str | None:
    """Return the text of file *name* of *folder*, or None where there is none; newlines stay as they are.

    Raises `DhtoolsError` if it is a folder, a broken link or a link to a place outside, unreadable, binary,
    or not UTF-8.
    """
    path = inside(folder, name)
    if not os.path.lexists(path):
        return None
    if not os.path.isfile(path):
        raise DhtoolsError(
            f"{path}: neither a file nor a link to one. Remove it, or put the file itself there."
        )
    return decode_utf8(read_bytes(path), str(path))


def read_sheet(folder: str | Path, sheet: Sheet, *checks: Check) -> pd.DataFrame:
    """Read a CSV sheet.

    * folder: Where it has no such file, the table is empty.
    * *checks: Further checks, such as those against the texts.

    Returns: The columns of the sheet, each of its kind; *row*, the line in the file where the row begins;
    *where*, file and line, for messages.

    Raises `DhtoolsError` if the header is another one, a row has too many or too few cells, quotes do not
    close, a cell or a row is refused, or a key stands there twice; the message names file, line, column and
    remedy.
    """
    types = {column.name: column.kind.dtype for column in sheet.columns} | {"row": "int", "where": "str"}
    return pd.DataFrame(_rows(Path(folder), sheet, checks), columns=list(types)).astype(types)


def _rows(folder: Path, sheet: Sheet, checks: tuple[Check, ...]) -> Iterator[Row]:
    """Yield the rows, checked, each with its place."""
    seen: dict[tuple[Hashable, ...], int] = {}
    for line, cells in _lines(folder, sheet):
        where = f"{folder / sheet.file}, line {line}"
        try:
            row = sheet.row(cells)
            for check in (*sheet.checks, *checks):
                check(row)
            if sheet.key:
                _check_first(sheet, row, seen.setdefault(sheet.identity(row), line), line)
        except DhtoolsError as error:
            raise DhtoolsError(f"{where}: {error}") from error
        yield {**row, "row": line, "where": where}


def _lines(folder: Path, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of every row below the header, with the line where the row begins."""
    source = read_beside(folder, sheet.file)
    if source is None:
        return
    path, line = folder / sheet.file, 1
    # a StringIO without newline="" would change line ends inside quoted cells
    reader = csv.reader(io.StringIO(source, newline=""), strict=True)
    try:
        _check_header(path, next(reader, []), sheet.names)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield line, [csv_text(cell) for cell in cells] if sheet.is_written else cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DhtoolsError(f"{path}, line {line}: {error}. Check commas and quotes there.") from error


def _check_header(path: Path, given: list[str], wanted: list[str]) -> None:
    if given != wanted:
        raise DhtoolsError(
            f"{path}, line 1: the columns are {', '.join(given) or 'missing'}. "
            f"They must be, with commas between: {', '.join(wanted)}."
        )


def _check_first(sheet: Sheet, row: Row, first: int, line: int) -> None:
    """Refuse a row whose key stands in an earlier line."""
    if first != line:
        key = ", ".join(f"{name}={row[name]!r}" for name in sheet.key)
        raise DhtoolsError(f"{key} stands there twice, first in line {first}. Remove one of the two rows.")
