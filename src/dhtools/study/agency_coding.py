"""Agency coding: acts of killing as a reader has coded them beside the texts: act, victim, agent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import Column, Row, Sheet, one_of
from ..errors import DhtoolsError
from ..rhetoric.findings import check_columns
from ..rhetoric.grammar.agency import AGENTLESS, find_killings
from .span_coding import SPAN_COLUMNS, read_coded

KILLINGS = "killings.csv"


#: What a coded mention is; only a *killing* is an act that is told.
ACT_KINDS = ("killing", "threat", "general", "metaphor", "other")


#: How the agent of an act is told.
AGENCY_KINDS = ("named", "institution", "hedged", "none", "unclear")


def _check_agency(row: Row) -> None:
    if row["act"] == "killing" and not row["agency"]:
        raise DhtoolsError(f"a killing without agency. Write one of {', '.join(AGENCY_KINDS)}.")


_SHEET = Sheet(
    KILLINGS,
    (
        *SPAN_COLUMNS,
        Column("act", one_of(ACT_KINDS), required=True),
        Column("victim"),
        Column("agent"),
        Column("agency", one_of(AGENCY_KINDS)),
        Column("coder"),
        Column("reason"),
    ),
    checks=(_check_agency,),
)


def read_killings(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``killings.csv``: mentions of killing as a reader has coded them, as findings.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        As from `make_findings`, with *category* the act (`ACT_KINDS`), *detail* how its agent is told (`AGENCY_KINDS`,
        "" where there is no act), and *victim*, *agent*, *coder*, *reason* as coded.

    Raises
    ------
    DhtoolsError
        If the header is another one, a place is none or holds other words, an act or agency is unknown, or an
        act that is told has no agency.
    """
    return read_coded(annotation, folder, _SHEET, category="act", detail="agency")


def killing_acts(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Return acts of killing with how their agent is told: as a reader has coded them, or else by grammar.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus.

    Returns
    -------
    DataFrame
        As from `read_killings`, and *by*: "reader". Where nobody has coded anything, what `find_killings`
        finds, by "grammar": *none* in a passive without *by*, an intransitive or a noun without agent, and
        *unclear* elsewhere, since grammar does not tell who it is, nor whether an act is told at all.

    Raises
    ------
    DhtoolsError
        As `read_killings`.
    """
    coded = read_killings(annotation, folder)
    if len(coded):
        return coded.assign(by="reader")
    found = find_killings(annotation)
    detail = np.where(found["detail"].isin(AGENTLESS), "none", "unclear")
    empty = dict.fromkeys(("victim", "agent", "coder", "reason"), "")
    return found.assign(detail=detail.astype(object), **empty, by="grammar")


def agency_table(coded: pd.DataFrame) -> pd.DataFrame:
    """Count how the agents of acts of killing are told, by text and voice.

    Parameters
    ----------
    coded : DataFrame
        From `read_killings`; rows that are no *killing* are left out.

    Returns
    -------
    DataFrame
        One row a text and voice with an act: *text*, *voice* (author; others: quoted or mentioned; headings:
        headings, captions and what else is no running prose), the counts of `AGENCY_KINDS`, *acts*, *without agent*
        (share of *none*). Complete counts of what the texts tell, without interval.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns(coded, ["text", "voice", "category", "detail"], name="coded")
    acts = coded[(coded["category"] == "killing").to_numpy()]
    voice = acts["voice"].astype(str).map({"author": "author", "other": "headings"}).fillna("others")
    keys = [acts["text"], voice.rename("voice")]
    told = pd.Categorical(acts["detail"], categories=list(AGENCY_KINDS))
    counts = pd.DataFrame({name: told == name for name in AGENCY_KINDS}, index=acts.index).groupby(
        keys, observed=True
    )
    table = counts.sum().astype(int).reset_index()
    number = table[list(AGENCY_KINDS)].sum(axis=1)
    return table.assign(acts=number, **{"without agent": table["none"] / number})
