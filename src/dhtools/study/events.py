"""Events: how several texts tell one event, by the words that a reader has marked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import Column, Sheet
from .span_coding import SPAN_COLUMNS, read_coded

EVENTS = "events.csv"
_SHEET = Sheet(
    EVENTS,
    (
        *SPAN_COLUMNS,
        *(Column("event", required=True), Column("aspect", required=True)),
        *(Column("coder"), Column("reason")),
    ),
)


def read_events(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``events.csv``: the words by which texts tell an event, by its aspects.

    Parameters
    ----------
    annotation : Annotation
    folder : path
        The folder of the corpus; without such a file the table is empty.

    Returns
    -------
    DataFrame
        As from `dhtools.rhetoric.make_findings`, with *category* the aspect and *detail* the event, and
        *coder* and *reason* as coded.

    Raises
    ------
    DhtoolsError
        If the header is wrong, a place is wrong or holds other words, or event or aspect is empty.
    """
    return read_coded(annotation, folder, _SHEET, category="aspect", detail="event")


def event_table(events: pd.DataFrame) -> pd.DataFrame:
    """Return the words of every text for each aspect of an event side by side.

    Parameters
    ----------
    events : DataFrame
        From `read_events`.

    Returns
    -------
    DataFrame
        One row an event and aspect, in the order in which they are first coded: *event*, *aspect*, and a
        column for each text of the corpus with its words and passages, "silent" where it has none.
    """
    texts = list(events["text"].cat.categories)
    rows = []
    for (event, aspect), coded in events.groupby(["detail", "category"], sort=False):
        words = coded.assign(
            words=[f"“{cue}” ({passage})" for cue, passage in coded[["cue", "passage"]].to_numpy()]
        )
        by_text = words.groupby("text", observed=True)["words"].agg(" / ".join)
        rows.append({"event": event, "aspect": aspect, **by_text.reindex(texts, fill_value="silent")})
    return pd.DataFrame(rows, columns=["event", "aspect", *texts])
