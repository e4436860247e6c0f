"""Coding: places that a reader has marked in the texts, checked against the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from ..annotation import Annotation
from ..corpus.sheets import read_sheet
from ..errors import DhtoolsError
from .findings import make_findings

#: The first columns of every such file.
PLACE = ("passage", "start", "end", "cue")


def read_places(
    annotation: Annotation, folder: str | Path, name: str, columns: Sequence[str]
) -> Iterator[tuple[str, str, int, int, dict[str, str]]]:
    """Yield the rows of a sheet with places: file and line, text, start, end, and the other cells.

    Raises
    ------
    DhtoolsError
        If the header is another one, a place is none, or other words stand there.
    """
    for where, _, cells in read_sheet(Path(folder), name, [*PLACE, *columns]):
        row = {column: cell.strip() for column, cell in cells.items()}
        text = row["passage"].partition(":")[0]
        if text not in annotation.corpus.ids or not (row["start"].isdecimal() and row["end"].isdecimal()):
            raise DhtoolsError(
                f"{where}: {row['passage']!r}, {row['start']!r} to {row['end']!r} is no place."
            )
        start, end = int(row["start"]), int(row["end"])
        there = " ".join(annotation.corpus[text].raw[start:end].split())
        if there != " ".join(row["cue"].split()):
            raise DhtoolsError(
                f"{where}: {row['cue']!r} is coded, and the text has {there!r}. Correct the place."
            )
        yield where, text, start, end, row


def coded_findings(
    annotation: Annotation, rows: list[dict[str, object]], further: Sequence[str]
) -> pd.DataFrame:
    """Return coded places as findings, in the order of the texts, with further columns.

    Parameters
    ----------
    annotation : Annotation
    rows : list of dict
        *text*, *start*, *end*, *category*, *detail*, and what else is coded.
    further : sequence of str
        The names of what else is coded.
    """
    coded = pd.DataFrame(rows, columns=["text", "start", "end", "category", "detail", *further])
    order = pd.Categorical(coded["text"], categories=list(annotation.corpus.ids)).codes
    coded = coded.assign(_order=order).sort_values(["_order", "start"], kind="stable").reset_index(drop=True)
    found = make_findings(annotation, coded)
    return found.assign(**{name: coded[name] for name in further})
