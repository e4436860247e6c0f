"""Events: which text tells which event, in which words and of which years, and what its silence means.

A text that does not tell an event may leave it out, or may not be about it. So a coder quotes the scope that
each text sets itself (``scopes.csv``) and says for every silence how it stands to that scope
(``silences.csv``).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import SIGNED, Column, Row, Sheet, one_of, read_sheet
from ..errors import DhtoolsError
from .chronology import YEARS, check_years
from .span_coding import SPAN_COLUMNS, read_coded

EVENTS, SCOPES, SILENCES = "events.csv", "scopes.csv", "silences.csv"
#: An act at a time, or something that goes on and has no day.
EVENT_KINDS = ("event", "process")
#: A sentence says what the text is about, or what another text is to tell.
SCOPE_KINDS = ("scope", "deferral")
#: How a silence stands to the scope of the text: outside it, within it, or left to another text.
SILENCE_KINDS = ("outside", "omitted", "deferred")
#: What a text does with an event; *silent* where nobody has judged the silence.
COVERAGE = ("told", *SILENCE_KINDS, "silent")

_EVENTS = Sheet(
    EVENTS,
    (
        *SPAN_COLUMNS,
        Column("event", required=True, meaning="name of the event, the same in all texts"),
        Column("kind", one_of(EVENT_KINDS), required=True, meaning="an act, or what has no day"),
        *YEARS,
        *SIGNED,
    ),
    checks=(check_years,),
)
_SCOPES = Sheet(
    SCOPES,
    (
        *SPAN_COLUMNS,
        Column("scope", required=True, meaning="name of what the text says it is about"),
        Column("kind", one_of(SCOPE_KINDS), required=True, meaning="its subject, or what it leaves out"),
        *SIGNED,
    ),
    key=("scope",),
)
_SILENCES = Sheet(
    SILENCES,
    (
        Column("event", required=True, meaning="an event of events.csv"),
        Column("scope", required=True, meaning="a scope of scopes.csv, of the text that is silent"),
        Column("silence", one_of(SILENCE_KINDS), required=True, meaning="how the silence stands to it"),
        *SIGNED,
    ),
    key=("event", "scope"),
)


def read_events(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``events.csv``: the words by which texts tell an event, and the years that they give it.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus; without such a file the table is empty.

    Returns
    -------
    DataFrame
        As from `dhtools.rhetoric.make_findings`, in the order of the file, with *category* the kind
        (`EVENT_KINDS`) and *detail* the event; *first* and *last* (years as numbers, both missing where the
        words and their context tell none), *coder*, *reason*.

    Raises
    ------
    DhtoolsError
        If the header is wrong, a place is wrong or holds other words, a cell is empty or unknown, or a year
        is alone or after the last.
    """
    coded = read_coded(annotation, folder, _EVENTS, category="kind", detail="event")
    order = read_sheet(folder, _EVENTS)["event"].drop_duplicates().tolist()
    return coded.sort_values("detail", key=lambda events: events.map(order.index), kind="stable").reset_index(
        drop=True
    )


def read_scopes(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``scopes.csv``: the sentences by which each text says what it is about, or what it leaves.

    * annotation, folder: As for `read_events`.

    Returns: As from `dhtools.rhetoric.make_findings`, with *category* the kind (`SCOPE_KINDS`) and *detail*
    the name of the scope; *coder*, *reason*.

    Raises `DhtoolsError` as `read_events`, or if two scopes have one name.
    """
    return read_coded(annotation, folder, _SCOPES, category="kind", detail="scope")


def event_coverage(events: pd.DataFrame, scopes: pd.DataFrame, folder: str | Path) -> pd.DataFrame:
    """Say for every event and text whether it is told, or how the text is silent of it.

    * events, scopes: From `read_events` and `read_scopes`.
    * folder: With ``silences.csv``: *event*, *scope* (a name of ``scopes.csv``), *silence* (`SILENCE_KINDS`).

    Returns: One row an event and text, in their orders: *event*, *text*, *coverage* (`COVERAGE`), *passage*
    (of the first words that tell it, or of the scope that decides; "" if silent), *reason*.

    Raises `DhtoolsError` if a silence is of an unknown event or scope, if the text tells the event, if its
    silence is judged twice, or if what is deferred has no deferral.
    """
    known = {scope: (str(text), kind) for scope, text, kind in _columns(scopes, "detail text category")}
    where = {str(scope): str(passage) for scope, passage in _columns(scopes, "detail passage")}
    told = {
        (str(event), str(text)): ("told", str(passage), reason)
        for event, text, passage, reason in reversed(_columns(events, "detail text passage reason"))
    }
    check = partial(_check_silence, set(events["detail"]), known, set(told))
    judged: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in read_sheet(folder, _SILENCES, check).to_dict("records"):
        place = str(row["event"]), known[row["scope"]][0]
        if place in judged:
            raise DhtoolsError(f"{row['where']}: the silence of {place[1]} is judged before. Keep one row.")
        judged[place] = row["silence"], where[row["scope"]], row["reason"]
    rows = [
        (event, text, *(told | judged).get((event, text), ("silent", "", "")))
        for event in events["detail"].unique()
        for text in events["text"].cat.categories
    ]
    return pd.DataFrame(rows, columns=["event", "text", "coverage", "passage", "reason"])


def _columns(table: pd.DataFrame, names: str) -> list[tuple[str, ...]]:
    return list(table[names.split()].itertuples(index=False, name=None))


def _check_silence(
    events: set[str], scopes: dict[str, tuple[str, str]], told: set[tuple[str, str]], row: Row
) -> None:
    if row["event"] not in events:
        raise DhtoolsError(f"event={row['event']!r} is not in {EVENTS}. Correct its name.")
    if row["scope"] not in scopes:
        raise DhtoolsError(f"scope={row['scope']!r} is not in {SCOPES}. Correct its name.")
    text, kind = scopes[row["scope"]]
    if (row["event"], text) in told:
        raise DhtoolsError(f"{text} tells {row['event']!r} ({EVENTS}). Remove one of the two rows.")
    if (row["silence"] == "deferred") != (kind == "deferral"):
        raise DhtoolsError(
            f"silence={row['silence']!r}, and the sentence of {row['scope']!r} is a {kind}. "
            "Only what a deferral names is deferred."
        )


def event_table(events: pd.DataFrame, coverage: pd.DataFrame, *, min_texts: int = 2) -> pd.DataFrame:
    """Return the words of every text for each event side by side.

    Parameters
    ----------
    events : DataFrame
        From `read_events`.
    coverage : DataFrame
        From `event_coverage`.
    min_texts : int
        Events that fewer texts tell are left out.

    Returns
    -------
    DataFrame
        One row an event, in the order in which they are first coded: *event*, and a column for each text
        with its words and passages; where it has none, the kind of its silence in brackets.
    """
    texts = list(events["text"].cat.categories)
    words = events.assign(words=[f"“{cue}” ({passage})" for cue, passage in _columns(events, "cue passage")])
    joined = words.groupby(["detail", "text"], observed=True)["words"].agg(" / ".join)
    shown = {
        (event, text): joined.get((event, text), f"({how})")
        for event, text, how in _columns(coverage, "event text coverage")
    }
    n_texts = events.groupby("detail", sort=False)["text"].nunique()
    rows = [
        {"event": event, **{text: shown[event, text] for text in texts}}
        for event in n_texts.index[n_texts >= min_texts]
    ]
    return pd.DataFrame(rows, columns=["event", *texts])
