"""The scholar's own annotation beside the texts: corrections of labels, and sources of quotations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ..errors import DhtoolsError
from ..labels import BLOCK_KINDS
from .sheets import read_sheet

CORRECTIONS = "corrections.csv"
SOURCES = "sources.csv"

_SPAN = ["text", "sha256", "start", "end"]
_OFFSET = re.compile(r"[0-9]{1,9}")


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

    Raises
    ------
    DhtoolsError
        For a row with an unknown text or label, a hash of another version, or a span that is none or stands
        there twice; the message names file, line and remedy.
    """
    table = _read(folder, CORRECTIONS, ["label", "reason"], hashes)
    for label, line in zip(table["label"], table["row"], strict=True):
        if label not in BLOCK_KINDS:
            raise DhtoolsError(f"{folder / CORRECTIONS}, line {line}: {unknown_label(label)}")
    return table


def read_sources(folder: Path, hashes: Mapping[str, str]) -> pd.DataFrame:
    """Read ``sources.csv``: who speaks in a quotation, and from what kind of source it is taken.

    Returns
    -------
    DataFrame
        text, start, end (code points), speaker, source (such as book, archive), reason, row.

    Raises
    ------
    DhtoolsError
        As `read_corrections` does.
    """
    return _read(folder, SOURCES, ["speaker", "source", "reason"], hashes)


def unknown_label(label: str) -> str:
    """Say that *label* is no kind of block, and which there are."""
    return f"{label!r} is no kind of block. Choose one of: {', '.join(BLOCK_KINDS)}."


def _read(folder: Path, name: str, columns: list[str], hashes: Mapping[str, str]) -> pd.DataFrame:
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for where, line, cells in read_sheet(folder, name, _SPAN + columns):
        row = _checked(where, line, cells, hashes)
        span = (row["text"], row["start"], row["end"])
        if span in seen:
            raise DhtoolsError(f"{where}: line {seen[span]} is about the same span. Remove one of the two.")
        seen[span] = line
        rows.append(row)
    frame = pd.DataFrame(rows, columns=["text", "start", "end", *columns, "row"])
    return frame.astype({"start": int, "end": int, "row": int})


def _checked(where: str, line: int, row: dict[str, str], hashes: Mapping[str, str]) -> dict[str, object]:
    if row["text"] not in hashes:
        raise DhtoolsError(f"{where}: no text has the id {row['text']!r}. There are: {', '.join(hashes)}.")
    if row["sha256"].lower() != hashes[row["text"]]:
        raise DhtoolsError(
            f"{where}: made on another version of {row['text']}. Check the span, then state the new hash."
        )
    offsets = all(_OFFSET.fullmatch(row[name]) for name in ("start", "end"))
    if not offsets or int(row["start"]) >= int(row["end"]):
        raise DhtoolsError(
            f"{where}: start {row['start']!r} and end {row['end']!r} are no span. Count code points from 0."
        )
    return {**row, "start": int(row["start"]), "end": int(row["end"]), "row": line}
