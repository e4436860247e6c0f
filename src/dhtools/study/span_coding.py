"""Span coding: places that a reader has marked in the texts, checked against the files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import LINE, PASSAGE, SPAN, Column, Row, Sheet, check_span, read_sheet
from ..corpus.texts import Corpus
from ..errors import DhtoolsError
from ..rhetoric.findings import make_findings

#: The first columns of every such sheet.
SPAN_COLUMNS = (
    PASSAGE,
    *SPAN,
    Column("cue", LINE, required=True, meaning="the words that stand there"),
)


def read_coded(
    annotation: Annotation, folder: str | Path, sheet: Sheet, *, category: str, detail: str
) -> pd.DataFrame:
    """Read a sheet of coded places as findings, in the order of the texts.

    * folder: The folder of the corpus; without such a file the table is empty.
    * sheet: Its first columns are `SPAN_COLUMNS`.
    * category, detail: The columns of the sheet that become those of the findings.

    Returns: As from `make_findings`, and the other columns of the sheet.

    Raises `DhtoolsError` as `dhtools.corpus.sheets.read_sheet`; if a text is unknown, other words stand at a
    place, or the place lies in another passage.
    """
    coded = read_sheet(folder, sheet, check_span, partial(_check_words, annotation.corpus))
    coded = coded.assign(text=pd.Categorical(coded["passage"].map(_text), categories=annotation.corpus.ids))
    coded = coded.rename(columns={category: "category", detail: "detail"})
    coded = coded.sort_values(["text", "start", "end"], kind="stable").reset_index(drop=True)
    findings = make_findings(annotation, coded)
    _check_passages(coded, findings)
    further = [name for name in sheet.names[len(SPAN_COLUMNS) :] if name not in (category, detail)]
    return findings.assign(**{name: coded[name] for name in further})


def _check_passages(coded: pd.DataFrame, findings: pd.DataFrame) -> None:
    for row, passage in zip(coded.itertuples(), findings["passage"].astype(str), strict=True):
        if row.passage != passage:
            raise DhtoolsError(
                f"{row.where}: {row.passage} is coded, and the words stand in {passage}. Correct the passage."
            )


def _text(passage: str) -> str:
    return passage.partition(":")[0]


def _check_words(corpus: Corpus, row: Row) -> None:
    raw = corpus[_text(row["passage"])].raw
    found = " ".join(raw[row["start"] : row["end"]].split())
    if found != row["cue"]:
        raise DhtoolsError(f"cue={row['cue']!r} is coded, and the text has {found!r}. Correct the place.")
