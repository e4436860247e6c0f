"""Tables with a column of texts: CSV, TSV, XLSX, Parquet and JSONL. A row is a text."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import pandas as pd

from ...errors import DhtoolsError
from ..files import decode
from .archives import Archive
from .extras import imported

TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl")
#: Names under which people keep texts, in this order.
_TEXT_COLUMNS = (
    "text",
    "content",
    "body",
    "document",
    "speech",
    "full_text",
    "fulltext",
    "raw",
    "texte",
    "texto",
)
_ID_COLUMNS = ("id", "text_id", "doc_id", "document_id", "key", "file", "filename")


def read_rows(
    data: bytes, name: str, *, text_column: str | None = None, prefix: str = ""
) -> list[tuple[str, str, Mapping[str, str]]]:
    """Return id, text and the other cells of every row that has a text.

    Parameters
    ----------
    data : bytes
    name : str
    text_column : str, optional
        The column of the texts; else the first of *text*, *content*, *body*, …, else the only column of long
        texts.
    prefix : str
        What stands before the number of a row that has no id.

    Raises
    ------
    DhtoolsError
        If the table cannot be read, has no column of texts, or no row with a text.
    """
    frame = _frame(data, name)
    frame.columns = [str(column).strip() for column in frame.columns]
    column = _text_column(frame, name, text_column)
    named = next((one for one in frame.columns if one.lower() in _ID_COLUMNS and one != column), None)
    rows: list[tuple[str, str, Mapping[str, str]]] = []
    for number, row in enumerate(frame.to_dict("records"), start=1):
        words = _cell(row[column])
        if not words.strip():
            continue
        rest = {str(key).lower(): _cell(value) for key, value in row.items() if key not in (column, named)}
        rows.append((_cell(row[named]) if named else f"{prefix}{number}", words, MappingProxyType(rest)))
    if not rows:
        raise DhtoolsError(
            f"{name}, column {column}: no row has a text. Fill the column, or name another one."
        )
    return rows


def _frame(data: bytes, name: str) -> pd.DataFrame:
    ending = name[name.rfind(".") :].lower()
    try:
        if ending == ".xlsx":
            return _sheet(data, name)
        if ending == ".parquet":
            if find_spec("pyarrow") is None:
                raise DhtoolsError(f"{name}: Parquet needs pyarrow. Install it: pip install pyarrow.")
            return pd.read_parquet(io.BytesIO(data), engine="pyarrow").astype(object)
        source, _ = decode(data, name)
        if ending == ".jsonl":
            return pd.DataFrame(
                [json.loads(line) for line in source.split("\n") if line.strip()], dtype=object
            )
        separator = "\t" if ending == ".tsv" else max(",;\t", key=source.partition("\n")[0].count)
        return pd.read_csv(io.StringIO(source), sep=separator, dtype=str, keep_default_na=False)
    except DhtoolsError:
        raise
    except Exception as error:  # pandas and its engines raise errors of many kinds where a file is damaged
        raise DhtoolsError(
            f"{name}: the table cannot be read ({type(error).__name__}: {error}). Save it "
            "again as CSV in UTF-8."
        ) from error


def _sheet(data: bytes, name: str) -> pd.DataFrame:
    """Return the first sheet of a workbook, row by row: a cell far out makes no table of a billion cells."""
    library = imported("openpyxl", "XLSX")
    Archive(data, name)
    book = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file states of its size may be wrong
    rows = (list(row) for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row))
    header = [str(cell) for cell in next(rows, []) if cell is not None]
    cells = [(row + [None] * len(header))[: len(header)] for row in rows]
    return pd.DataFrame([[_cell(cell) for cell in row] for row in cells], columns=header, dtype=object)


def _text_column(frame: pd.DataFrame, name: str, wanted: str | None) -> str:
    columns = list(frame.columns)
    if len(set(columns)) < len(columns):
        raise DhtoolsError(f"{name}, line 1: two columns have one name. Rename one of them.")
    by_name = {column.lower(): column for column in columns}
    if wanted is not None and wanted not in columns:
        raise DhtoolsError(f"{name}: there is no column {wanted!r}. There are: {', '.join(columns)}.")
    known = [by_name[one] for one in _TEXT_COLUMNS if one in by_name]
    long = [column for column in columns if frame[column].map(_cell).str.len().mean() > 200]
    found = [wanted] if wanted else known[:1] or (long if len(long) == 1 else [])
    if not found:
        raise DhtoolsError(
            f"{name}: which column holds the texts? There are: {', '.join(columns)}. Call it text, "
            "or name it."
        )
    return str(found[0])


def _cell(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and value != value) else str(value)
