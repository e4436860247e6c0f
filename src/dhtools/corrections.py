"""The scholar's own annotation beside the texts: corrections of labels, and sources of quotations."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .errors import DhtoolsError

CORRECTIONS = "corrections.csv"
SOURCES = "sources.csv"

_SPAN = ["text", "sha256", "start", "end"]


def read_corrections(folder: Path, hashes: Mapping[str, str]) -> pd.DataFrame:
    """Read ``corrections.csv``: what no honest rule can know about a block.

    Parameters
    ----------
    folder : path
        The folder of the corpus. Where it has no such file, the table is empty.
    hashes : mapping
        SHA-256 of each text: a correction holds for exactly the file it was made on.

    Returns
    -------
    DataFrame
        text, start, end (code points), label (a block kind), reason, row (line in the CSV file).
    """
    return _read(folder / CORRECTIONS, ["label", "reason"], hashes)


def read_sources(folder: Path, hashes: Mapping[str, str]) -> pd.DataFrame:
    """Read ``sources.csv``: who speaks in a quotation, and from what kind of source it is taken.

    Returns
    -------
    DataFrame
        text, start, end (code points), speaker, source (such as book, archive), reason, row.
    """
    return _read(folder / SOURCES, ["speaker", "source", "reason"], hashes)


def _read(path: Path, columns: list[str], hashes: Mapping[str, str]) -> pd.DataFrame:
    names = ["text", "start", "end", *columns, "row"]
    if not path.is_file():
        return pd.DataFrame({name: [] for name in names}).astype({"start": int, "end": int, "row": int})
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        _check_header(path, reader.fieldnames or [], _SPAN + columns)
        rows = [_checked(path, reader.line_num, row, hashes) for row in reader]
    return pd.DataFrame([[row[name] for name in names] for row in rows], columns=names)


def _check_header(path: Path, given: object, wanted: list[str]) -> None:
    if list(given) != wanted:  # type: ignore[call-overload]
        raise DhtoolsError(f"{path}, line 1: the columns are {given}. They must be: {', '.join(wanted)}.")


def _checked(path: Path, line: int, row: dict[str, str], hashes: Mapping[str, str]) -> dict[str, object]:
    where = f"{path}, line {line}"
    if None in row or None in row.values():
        raise DhtoolsError(f"{where}: the row has too many or too few cells. Put quotes around cells with commas.")
    if row["text"] not in hashes:
        raise DhtoolsError(f"{where}: no text has the id {row['text']!r}. There are: {', '.join(hashes)}.")
    if row["sha256"] != hashes[row["text"]]:
        raise DhtoolsError(f"{where}: made on another version of {row['text']}. Check the span, then state the new hash.")
    if not (row["start"].isdecimal() and row["end"].isdecimal() and int(row["start"]) < int(row["end"])):
        raise DhtoolsError(f"{where}: start {row['start']!r} and end {row['end']!r} are no span. Count code points from 0.")
    return {**row, "start": int(row["start"]), "end": int(row["end"]), "row": line}
