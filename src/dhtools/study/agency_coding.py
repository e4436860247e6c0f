"""Agency coding: mentions of killing as readers have coded them: act, victim, agent, event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import CODER, REASON, Column, Row, Sheet, one_of
from ..errors import DhtoolsError
from ..rhetoric.findings import check_columns
from ..rhetoric.grammar.agency import AGENTLESS, find_killings
from ..shown import answers_first
from .coders import coding_files
from .span_coding import SPAN_COLUMNS, read_coded

KILLINGS = "killings.csv"
#: What a coded mention is. Only a *killing* is an act that is told as done; *imputed* is one that the text
#: calls a fabricated charge, *arrest* the arrest or the break-up of a group.
ACT_KINDS = ("killing", "imputed", "threat", "arrest", "general", "metaphor", "other")
#: How the agent of an act is told: a person by name, an unnamed person, an institution, under a hedge. From
#: the clearest to no agent.
AGENCY_KINDS = ("named", "person", "institution", "hedged", "unclear", "none")
#: The grammar of a mention.
GRAMMAR_KINDS = ("passive without by", "passive with by", "noun", "active", "intransitive")
#: The name of what grammar alone tells, where nobody has coded.
BY_RULE = "rule"

_PLACE = ["text", "start", "end"]


def _check_agency(row: Row) -> None:
    if row["act"] == "killing" and not row["agency"]:
        raise DhtoolsError(f"a killing without agency. Write one of {', '.join(AGENCY_KINDS)}.")


_SHEET = Sheet(
    KILLINGS,
    (
        *SPAN_COLUMNS,
        Column("act", one_of(ACT_KINDS), required=True, meaning="what the mention tells"),
        Column("victim", meaning="who is killed"),
        Column("agent", meaning="who kills, in the words of the text"),
        Column("agency", one_of(AGENCY_KINDS), meaning="how the agent is told; every killing needs it"),
        Column("grammar", one_of(GRAMMAR_KINDS), meaning="grammar of the mention; empty: as the rule says"),
        Column("event", meaning="what all mentions of one act share"),
        *(CODER, REASON),
    ),
    checks=(_check_agency,),
)


def read_killings(annotation: Annotation, folder: str | Path, *, file: str = KILLINGS) -> pd.DataFrame:
    """Read ``killings.csv``: mentions of killing as a reader has coded them, as findings.

    * folder: The folder of the corpus; without such a file the table is empty.
    * file: Another coding of the same mentions (`dhtools.study.coders.coding_files`).

    Returns: As from `make_findings`, with *category* the act (`ACT_KINDS`), *detail* how its agent is told
    (`AGENCY_KINDS`, "" where there is no act), and *victim*, *agent*, *grammar* (`GRAMMAR_KINDS`), *event*
    (mentions that share one tell one act), *coder*, *reason* as coded.

    Raises `DhtoolsError` if the header is wrong, a place is wrong or holds other words, an act or agency is
    unknown, or a killing has no agency.
    """
    return read_coded(annotation, folder, replace(_SHEET, file=file), category="act", detail="agency")


def killing_codings(annotation: Annotation, folder: str | Path) -> dict[str, pd.DataFrame]:
    """Return the mentions of killing under every coding that lies beside the texts, or else by grammar.

    Parameters
    ----------
    annotation, folder
        As for `read_killings`.

    Returns
    -------
    dict of str to DataFrame
        By coding (`dhtools.study.coders.CODINGS`): as from `read_killings`. Where a coding lacks *grammar* or
        *event*, they are those of the reconciled coding, and where nobody has coded the grammar, those of
        `find_killings` ("other" where the rule finds nothing). Without any coding there is one, *rule*: all
        that `find_killings` finds counts as a killing, and its *detail* is *none* in a passive without *by*,
        an intransitive or a noun without agent, and *unclear* elsewhere: grammar does not tell who the agent
        is, nor whether an act is told at all.

    Raises
    ------
    DhtoolsError
        As `read_killings`.
    """
    files = coding_files(folder, KILLINGS)
    tables = {coding: read_killings(annotation, folder, file=file) for coding, file in files.items()}
    found = find_killings(annotation)
    if not any(map(len, tables.values())):
        return {BY_RULE: _by_rule(found)}
    decided = tables.get("reconciled", next(iter(tables.values())))
    return {coding: _completed(table, decided, found) for coding, table in tables.items()}


def _by_rule(found: pd.DataFrame) -> pd.DataFrame:
    detail = np.where(found["detail"].isin(AGENTLESS), "none", "unclear").astype(object)
    empty = dict.fromkeys(("victim", "agent", "event", "coder", "reason"), "")
    return found.assign(detail=detail, grammar=_grammar_kind(found["detail"]), **empty)


def _grammar_kind(details: pd.Series) -> pd.Series:
    return details.astype(str).str.replace(r"^noun with.*", "noun", regex=True)


def _completed(table: pd.DataFrame, decided: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Fill in grammar and event where a coding has none."""
    places = table[_PLACE].astype({"text": str})
    known = decided.astype({"text": str}).set_index(_PLACE)
    rows = known.reindex(pd.MultiIndex.from_frame(places))
    rule = [_grammar_at(found, *place) for place in places.itertuples(index=False, name=None)]
    grammar = table["grammar"].where(table["grammar"] != "", rows["grammar"].fillna("").to_numpy())
    event = table["event"].where(table["event"] != "", rows["event"].fillna("").to_numpy())
    return table.assign(grammar=grammar.where(grammar != "", rule), event=event)


def _grammar_at(found: pd.DataFrame, text: str, start: int, end: int) -> str:
    there = (found["text"] == text) & (found["start"] < end) & (found["end"] > start)
    kinds = _grammar_kind(found.loc[there.to_numpy(), "detail"])
    return str(kinds.iloc[0]) if len(kinds) else "other"


@answers_first("text", "voice", "share_without_agent", "n_mentions")
def agency_table(acts: pd.DataFrame) -> pd.DataFrame:
    """Count how the agents of killings are told, by text and voice: mentions, and the events that they tell.

    Parameters
    ----------
    acts : DataFrame
        A coding of `killing_codings`; rows that are not a *killing* do not count.

    Returns
    -------
    DataFrame
        One row a text and voice with a mention: *text*, *voice* (author; others: quoted or mentioned;
        headings: whatever is not running prose), the counts of `AGENCY_KINDS` among mentions, *n_mentions*,
        *n_events* (a mention without *event* is one of its own), *n_events_without_agent* (events of which no
        mention of this text and voice tells an agent in any way), *share_without_agent*
        (``none / n_mentions``). These are complete counts and have no interval.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> row = {"text": "a", "voice": "author", "category": "killing", "detail": "none", "event": "the first"}
    >>> table = agency_table(pd.DataFrame([row, row | {"detail": "named"}]))
    >>> table[["named", "none", "n_mentions", "n_events", "n_events_without_agent"]].to_numpy().tolist()
    [[1, 1, 2, 1, 0]]
    """
    acts = _killings(acts)
    flags = pd.DataFrame({kind: acts["detail"] == kind for kind in AGENCY_KINDS}, index=acts.index)
    by = [acts["text"], _voice(acts).rename("voice")]
    table = flags.groupby(by, observed=True).sum().astype(int)
    events = _events(acts).groupby(["text", "voice"], observed=True)["agency"]
    table = table.assign(
        n_mentions=table.sum(axis=1),
        n_events=events.size(),
        n_events_without_agent=events.agg(lambda agency: int((agency == "none").sum())),
    ).reset_index()
    return table.assign(share_without_agent=table["none"] / table["n_mentions"])


def event_agency(acts: pd.DataFrame) -> pd.DataFrame:
    """Return how the agent of each event is told, by the clearest of its mentions.

    * acts: A coding of `killing_codings`; rows that are not a *killing* do not count.

    Returns: One row a text, voice and event: *text*, *voice* as in `agency_table`, *event*, *n_mentions*,
    *agency* (the first of `AGENCY_KINDS` that one of them has), *agents*, *passages*.
    """
    return _events(_killings(acts))


def _killings(acts: pd.DataFrame) -> pd.DataFrame:
    check_columns(acts, ["text", "voice", "category", "detail", "event"], name="acts")
    return acts[(acts["category"] == "killing").to_numpy()]


def _voice(acts: pd.DataFrame) -> pd.Series:
    return acts["voice"].astype(str).map({"author": "author", "other": "headings"}).fillna("others")


def _events(acts: pd.DataFrame) -> pd.DataFrame:
    alone = [f"mention {place}" for place in range(len(acts))]
    event = acts["event"].where(acts["event"] != "", alone)
    rows = acts.assign(voice=_voice(acts), event=event, rank=acts["detail"].map(AGENCY_KINDS.index))
    columns = {name: rows.get(name, pd.Series("", index=rows.index)) for name in ("agent", "passage")}
    grouped = rows.assign(**columns).groupby(["text", "voice", "event"], observed=True, sort=False)
    told = grouped.agg(
        n_mentions=("rank", "size"),
        agency=("rank", "min"),
        agents=("agent", _joined),
        passages=("passage", _joined),
    ).reset_index()
    return told.assign(agency=told["agency"].map(dict(enumerate(AGENCY_KINDS))))


def _joined(values: pd.Series) -> str:
    return "; ".join(dict.fromkeys(value for value in values.astype(str) if value))


def agency_by_grammar(codings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count mentions of killing in the authors' words by grammar and agency, under every coding.

    Returns: One row a coding, text, grammar and agency that occur together: *coding*, *text*, *grammar*,
    *agency*, *n*.
    """
    counts = [_by_grammar(acts).assign(coding=coding) for coding, acts in codings.items()]
    return pd.concat(counts, ignore_index=True)[["coding", "text", "grammar", "agency", "n"]]


def _by_grammar(acts: pd.DataFrame) -> pd.DataFrame:
    acts = _killings(acts)
    own = acts[(acts["voice"] == "author").to_numpy()].rename(columns={"detail": "agency"})
    orders = {"grammar": [*GRAMMAR_KINDS, "other"], "agency": list(AGENCY_KINDS)}
    ordered = own.astype({name: pd.CategoricalDtype(kinds) for name, kinds in orders.items()})
    counts = ordered.groupby(["text", "grammar", "agency"], observed=True).size().rename("n")
    return counts.reset_index().astype({"grammar": str, "agency": str})
