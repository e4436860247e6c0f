"""Agency coding: acts of killing as a reader has coded them beside the texts: act, victim, agent."""

from __future__ import annotations

from dataclasses import replace
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
#: What a coded mention is. Only a *killing* is an act that is told as done; *imputed* is one that the text
#: calls a fabricated charge, *arrest* the arrest or the break-up of a group.
ACT_KINDS = ("killing", "imputed", "threat", "arrest", "general", "metaphor", "other")
#: How the agent of an act is told: a person by name, an unnamed person, an institution, under a hedge.
AGENCY_KINDS = ("named", "person", "institution", "hedged", "none", "unclear")


def _check_agency(row: Row) -> None:
    if row["act"] == "killing" and not row["agency"]:
        raise DhtoolsError(f"a killing without agency. Write one of {', '.join(AGENCY_KINDS)}.")


_SHEET = Sheet(
    KILLINGS,
    (
        *SPAN_COLUMNS,
        Column("act", one_of(ACT_KINDS), required=True),
        *(Column("victim"), Column("agent"), Column("agency", one_of(AGENCY_KINDS))),
        *(Column("event"), Column("coder"), Column("reason")),
    ),
    checks=(_check_agency,),
)


def read_killings(annotation: Annotation, folder: str | Path, *, file: str = KILLINGS) -> pd.DataFrame:
    """Read ``killings.csv``: mentions of killing as a reader has coded them, as findings.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus; without such a file the table is empty.
    file : str
        Another coding of the same mentions (`dhtools.study.coders.coding_files`).

    Returns
    -------
    DataFrame
        As from `make_findings`, with *category* the act (`ACT_KINDS`), *detail* how its agent is told
        (`AGENCY_KINDS`, "" where there is no act), and *victim*, *agent*, *event* (mentions that share one
        tell one act), *coder*, *reason* as coded.

    Raises
    ------
    DhtoolsError
        If the header is wrong, a place is wrong or holds other words, an act or agency is unknown, or a
        killing has no agency.
    """
    return read_coded(annotation, folder, replace(_SHEET, file=file), category="act", detail="agency")


def killing_acts(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Return acts of killing with how their agent is told: as a reader has coded them, or else by grammar.

    Parameters
    ----------
    annotation, folder
        As for `read_killings`.

    Returns
    -------
    DataFrame
        As from `read_killings`, and *source*: "reader"; or "grammar", where there is no coding and
        `find_killings` is used. Then *detail* is *none* in a passive without *by*, an intransitive or a noun
        without agent, and *unclear* elsewhere: grammar does not tell who the agent is, nor whether an act is
        told at all.

    Raises
    ------
    DhtoolsError
        As `read_killings`.
    """
    coded = read_killings(annotation, folder)
    if len(coded):
        return coded.assign(source="reader")
    found = find_killings(annotation)
    detail = np.where(found["detail"].isin(AGENTLESS), "none", "unclear")
    empty = dict.fromkeys(("victim", "agent", "event", "coder", "reason"), "")
    return found.assign(detail=detail.astype(object), **empty, source="grammar")


def agency_table(acts: pd.DataFrame) -> pd.DataFrame:
    """Count how the agents of acts of killing are told, by text and voice.

    Parameters
    ----------
    acts : DataFrame
        From `killing_acts` or `read_killings`; rows that are not a *killing* do not count.

    Returns
    -------
    DataFrame
        One row a text and voice with an act: *text*, *voice* (author; others: quoted or mentioned; headings:
        whatever is not running prose), the counts of `AGENCY_KINDS`, *n_acts*, *share_without_agent*
        (``none / n_acts``). These are complete counts and have no interval.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> row = {"text": "a", "voice": "author", "category": "killing", "detail": "none"}
    >>> agency_table(pd.DataFrame([row]))[["none", "n_acts", "share_without_agent"]].to_numpy().tolist()
    [[1.0, 1.0, 1.0]]
    """
    check_columns(acts, ["text", "voice", "category", "detail"], name="acts")
    acts = acts[(acts["category"] == "killing").to_numpy()]
    voice = acts["voice"].astype(str).map({"author": "author", "other": "headings"}).fillna("others")
    flags = pd.DataFrame({kind: acts["detail"] == kind for kind in AGENCY_KINDS}, index=acts.index)
    table = (
        flags.groupby([acts["text"], voice.rename("voice")], observed=True).sum().astype(int).reset_index()
    )
    n_acts = table[list(AGENCY_KINDS)].sum(axis=1)
    return table.assign(n_acts=n_acts, share_without_agent=table["none"] / n_acts)
