"""Places in the texts: the rows of a table that belong to each text, and the span in which a place lies.

The rows of all texts are found in one pass, so that many small texts cost no more than a few long ones.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]

_NO_ROWS: Rows = np.empty(0, dtype=np.intp)


def rows_by_text(table: pd.DataFrame) -> dict[str, Rows]:
    """Return the numbers of the rows of each text that has rows.

    Examples
    --------
    >>> {text: rows.tolist() for text, rows in rows_by_text(pd.DataFrame({"text": ["a", "b", "a"]})).items()}
    {'a': [0, 2], 'b': [1]}
    """
    indices = table.groupby("text", observed=True, sort=False).indices
    return {str(text): np.asarray(rows) for text, rows in indices.items()}


def codes_of(column: pd.Series) -> npt.NDArray[np.integer[Any]]:
    """Return the codes of a categorical column, not copied."""
    return column.array.codes


def typed_table(rows: Iterable[Sequence[Any]], types: Mapping[str, Any]) -> pd.DataFrame:
    """Make a table of rows as they come, by the type of each column; no row is kept as an object."""
    columns = {name: array("i") if kind == "int32" else [] for name, kind in types.items()}
    appending = [column.append for column in columns.values()]
    for row in rows:
        for append, value in zip(appending, row, strict=True):
            append(value)
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in types.items()})


class TextColumns:
    """Some columns of a table as lists, text by text."""

    def __init__(self, table: pd.DataFrame, *names: str) -> None:
        self._columns = [table[name].to_numpy() for name in names]
        self._rows = rows_by_text(table)

    def __getitem__(self, text_id: str) -> list[list[Any]]:
        rows = self._rows.get(text_id, _NO_ROWS)
        return [column[rows].tolist() for column in self._columns]


class Spans:
    """The spans of a table, which do not overlap within a text; only the rows that are *chosen*, if given."""

    def __init__(self, table: pd.DataFrame, chosen: npt.NDArray[np.bool_] | None = None) -> None:
        numbers = np.arange(len(table)) if chosen is None else np.flatnonzero(chosen)
        self._start, self._end = (table[name].to_numpy() for name in ("start", "end"))
        own = rows_by_text(table[["text"]].iloc[numbers])
        self._rows = {text: self._ordered(numbers[rows]) for text, rows in own.items()}

    def _ordered(self, rows: Rows) -> Rows:
        return rows[np.argsort(self._start[rows], kind="stable")]

    def begun(self, text_id: str, places: Ints) -> Ints:
        """Return the row of the last span that begins at or before each place of a text, or -1."""
        rows = self._rows.get(text_id, _NO_ROWS)
        number = np.searchsorted(self._start[rows], places, side="right") - 1
        return np.append(rows, -1).astype(np.int32)[number]

    def at(self, text_id: str, places: Ints) -> Ints:
        """Return the row of the span in which each place of a text lies, or -1."""
        rows = self.begun(text_id, places)
        return np.where(places < np.append(self._end, 0)[rows], rows, np.int32(-1))

    def of(self, table: pd.DataFrame) -> Ints:
        """Return the row of the span in which each row of another table starts, or -1."""
        starts, found = table["start"].to_numpy(), np.empty(len(table), dtype=np.int32)
        for text, rows in rows_by_text(table).items():
            found[rows] = self.at(text, starts[rows])
        return found
