"""What the columns of exported tables mean, and of which type they are."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ..typed_tables import read_table

_MEANINGS = Path(__file__).with_name("columns.csv")
#: The values of a column of truth values, as pandas writes them.
_BOOLEAN = {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """Return meanings by column and table; a meaning for every table has an empty one."""
    with _MEANINGS.open(encoding="utf-8", newline="") as lines:
        return {(row["column"], row["table"]): row["description"] for row in csv.DictReader(lines)}


def meaning_of_table(table: str) -> str:
    """Return what a table that belongs to no notebook holds; empty if that is not known."""
    return _meanings().get(("", table), "")


def meaning(column: str, table: str, texts: Collection[str] = ()) -> str:
    """Return what a column means; empty if that is not known.

    Examples
    --------
    >>> meaning("per_1000", "03-terms/rates")
    'Rate in 1,000 words.'
    >>> meaning("n_emma", "gazetteer", ["emma", "persuasion"])
    'How often in the text emma.'
    """
    known = _meanings()
    text = column.removeprefix("n_")
    if text in texts:
        return f"{'How often' if text != column else 'What is found'} in the text {text}."
    return known.get((column, table)) or known.get((column, ""), "")


def fields_of(path: Path, table: str, texts: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return name, type and meaning of each column of a table, as Table Schema has them."""
    frame = read_table(path)
    return [
        {"name": str(column), **_type(frame[column]), **_described(meaning(str(column), table, texts))}
        for column in frame
    ]


def _described(text: str) -> dict[str, str]:
    return {"description": text} if text else {}


def _type(values: pd.Series) -> dict[str, Any]:
    if pd.api.types.is_bool_dtype(values.dtype):
        return _BOOLEAN
    if pd.api.types.is_integer_dtype(values.dtype):
        return {"type": "integer"}
    is_number = pd.api.types.is_numeric_dtype(values.dtype) and bool(values.notna().any())
    return {"type": "number" if is_number else "string"}
