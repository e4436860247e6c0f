"""Annotated texts as JSONL, a text a line; and as tables, in CSV or Parquet, of all texts together."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from ...corpus.readers.extras import imported
from ...escaping import csv_cell, csv_text
from .records import ABOUT, COLUMNS, AnnotatedText, Row, row_of

#: Return a text to be written; its name is that of its files.
Add = Callable[[AnnotatedText, str], None]

_JSONL = "texts.jsonl"
_TEXTS = "texts"
_OF_TEXTS: dict[str, type] = {"raw": str, **dict.fromkeys(ABOUT, str)}
#: Every table of an export, the texts themselves first.
_TABLES = {_TEXTS: _OF_TEXTS, **COLUMNS}


@contextmanager
def jsonl_writer(folder: Path) -> Iterator[Add]:
    """Write a line a text: id, raw, about, and its tables as lists of objects."""
    with (folder / _JSONL).open("w", encoding="utf-8", newline="\n") as lines:

        def add(text: AnnotatedText, _: str) -> None:
            content = {"id": text.id, "about": dict(text.about), "raw": text.raw, **text.tables}
            lines.write(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n")

        yield add


def read_jsonl(folder: Path, _: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts from JSONL."""
    with (folder / _JSONL).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            found = json.loads(line)
            tables = {name: [row_of(row, COLUMNS[name]) for row in found[name]] for name in COLUMNS}
            yield AnnotatedText(found["id"], found["raw"], found["about"], tables)


@contextmanager
def csv_writer(folder: Path) -> Iterator[Add]:
    """Write ``texts.csv`` and a file a table; what begins like a formula has an apostrophe before it."""
    with ExitStack() as files:
        writers = {}
        for name, columns in _TABLES.items():
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writers[name].writerow(["text", *columns])

        def add(text: AnnotatedText, _: str) -> None:
            for name, rows in _with_text(text).items():
                writers[name].writerows([csv_cell(text.id), *map(_cell, row.values())] for row in rows)

        yield add


def _with_text(text: AnnotatedText) -> dict[str, list[Row]]:
    return {_TEXTS: [row_of({"raw": text.raw, **text.about}, _OF_TEXTS)], **text.tables}


def _cell(value: Any) -> str:
    return csv_cell(value) if isinstance(value, str) else "" if value is None else repr(value)


def read_csv(folder: Path, _: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts from CSV."""
    limit = csv.field_size_limit(sys.maxsize)  # a text is one cell
    with ExitStack() as files:
        files.callback(csv.field_size_limit, limit)
        tables = {}
        for name in _TABLES:
            file = files.enter_context((folder / f"{name}.csv").open(encoding="utf-8", newline=""))
            tables[name] = _Runs(map(_unquoted, csv.DictReader(file)))
        yield from _joined(tables)


def _unquoted(row: dict[str, str]) -> Row:
    return {name: csv_text(value) for name, value in row.items()}


class _Runs:
    """The rows of a table, text by text: they stand in the order of the texts."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._runs = groupby(rows, lambda row: str(row["text"]))
        self._waiting: tuple[str, list[Row]] | None = None

    def of(self, text: str) -> list[Row]:
        """Return the rows of the next text, if it is this one."""
        if self._waiting is None:
            found = next(self._runs, None)
            self._waiting = (found[0], list(found[1])) if found else None
        if self._waiting is None or self._waiting[0] != text:
            return []
        rows, self._waiting = self._waiting[1], None
        return rows

    def names(self) -> Iterator[tuple[str, Row]]:
        """Yield the texts of the first table, a row each."""
        for name, rows in self._runs:
            yield name, next(iter(rows))


def _joined(tables: dict[str, _Runs]) -> Iterator[AnnotatedText]:
    for text, row in tables[_TEXTS].names():
        about = {name: row[name] for name in ABOUT if row.get(name)}
        rows = {
            name: [row_of(one, columns) for one in tables[name].of(text)] for name, columns in COLUMNS.items()
        }
        yield AnnotatedText(text, row["raw"] or "", about, rows)


@contextmanager
def parquet_writer(folder: Path) -> Iterator[Add]:
    """Write ``texts.parquet`` and a file a table."""
    pa, pq = (imported(name, "Parquet", extra="scale") for name in ("pyarrow", "pyarrow.parquet"))
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schemas = {
        name: pa.schema([("text", pa.string()), *((column, kinds[kind]) for column, kind in columns.items())])
        for name, columns in _TABLES.items()
    }
    with ExitStack() as files:
        writers = {
            name: files.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema))
            for name, schema in schemas.items()
        }

        def add(text: AnnotatedText, _: str) -> None:
            for name, rows in _with_text(text).items():
                full = [{"text": text.id, **row} for row in rows]
                writers[name].write_table(pa.Table.from_pylist(full, schemas[name]))

        yield add


def read_parquet(folder: Path, _: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts from Parquet."""
    pq = imported("pyarrow.parquet", "Parquet", extra="scale")
    yield from _joined({name: _Runs(_rows(pq.ParquetFile(folder / f"{name}.parquet"))) for name in _TABLES})


def _rows(file: Any) -> Iterator[Row]:
    for batch in file.iter_batches():
        yield from batch.to_pylist()
