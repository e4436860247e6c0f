"""The scholar's own annotation beside the texts: corrections of labels, and sources of quotations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from ..errors import DhtoolsError, check_choice
from ..schema import BLOCK_KINDS
from .sheets import REASON, SPAN, VERSION, Column, Row, Sheet, check_span, one_of, read_sheet

CORRECTIONS = "corrections.csv"
SOURCES = "sources.csv"

_KEY = ("text", "start", "end")
_CORRECTIONS = Sheet(
    CORRECTIONS,
    (
        *VERSION,
        *SPAN,
        Column("label", one_of(BLOCK_KINDS), required=True, meaning="kind of the block"),
        REASON,
    ),
    key=_KEY,
    checks=(check_span,),
)
#: What is coded of a quotation.
SOURCE_COLUMNS = (
    *VERSION,
    *SPAN,
    Column("speaker", meaning="who speaks in the quotation"),
    Column("source", meaning="kind of source of the original, such as book or archive"),
    Column("cited_through", meaning="the work that it is quoted from, if at second hand"),
)
_SOURCES = Sheet(
    SOURCES,
    (*SOURCE_COLUMNS, REASON),
    key=_KEY,
    checks=(check_span,),
)


def read_corrections(folder: Path, hashes: Mapping[str, str], *, part: bool = False) -> pd.DataFrame:
    """Read ``corrections.csv``: what no honest rule can know about a block.

    * folder: The folder of the corpus. Where it has no such file, the table is empty.
    * hashes: SHA-256 of each text: a correction holds for exactly the file it was made on.
    * part: Whether these are some texts of the corpus; then rows on others are left out.

    Returns: text, start, end (code points), label (a block kind), reason, row (line in the CSV file).

    Raises `DhtoolsError` for a row with an unknown text or label, a hash of another version, or a span that
    is none or stands there twice; the message names file, line and remedy.
    """
    return _read(folder, _CORRECTIONS, hashes, part)


def read_sources(folder: Path, hashes: Mapping[str, str], *, part: bool = False) -> pd.DataFrame:
    """Read ``sources.csv``: who speaks in a quotation, and from what kind of source it is taken.

    Returns: text, start, end (code points), speaker, source (such as book, archive), cited_through (the work
    from which the text takes what another has said; empty where it quotes at first hand), reason, row.

    Raises `DhtoolsError` as `read_corrections` does.
    """
    return _read(folder, _SOURCES, hashes, part)


def _read(folder: Path, sheet: Sheet, hashes: Mapping[str, str], part: bool) -> pd.DataFrame:
    check = partial(check_version, hashes)
    table = read_sheet(folder, sheet, lambda row: None if part and row["text"] not in hashes else check(row))
    return table[table["text"].isin(list(hashes))].reset_index(drop=True).drop(columns=["sha256", "where"])


def coded_rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of both sheets by text, not yet checked against the texts."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for sheet in (_CORRECTIONS, _SOURCES):
        for row in read_sheet(folder, sheet).itertuples(index=False):
            rows.setdefault(str(row.text), []).append((sheet.file, *row))
    return rows


def check_version(hashes: Mapping[str, str], row: Row) -> None:
    """Refuse a row of an unknown text, or of another version of it."""
    text = check_choice("text", row["text"], hashes)
    if row["sha256"].lower() != hashes[text]:
        raise DhtoolsError(
            f"made on another version of {text}. Check the span, then state the new hash, {hashes[text]}."
        )
