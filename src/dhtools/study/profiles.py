"""Profiles: the figures of each text on one card, from exported tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from .claims import TableReader


class ProfileValue(NamedTuple):
    """A figure of a text, with its interval or bounds where it has any."""

    text: str
    measure: str
    value: float
    low: float
    high: float
    form: str
    bounds: str


def text_profiles(table: TableReader) -> pd.DataFrame:
    """Return the figures of each text.

    Parameters
    ----------
    table : function of str
        As for `gather_claims`.

    Returns
    -------
    DataFrame
        One row a text and measure: *text*, *measure*, *value*, *low*, *high*, *bounds* (what these are),
        *shown* (as it is written on a card).

    Raises
    ------
    DhtoolsError
        If an exhibit is missing or stale.
    """
    rows = [figure._asdict() | {"shown": _shown(figure)} for source in _SOURCES for figure in source(table)]
    columns = ["text", "measure", "value", "low", "high", "bounds", "shown"]
    return pd.DataFrame(rows, columns=columns, dtype=None if rows else object)


def _shown(figure: ProfileValue) -> str:
    if pd.isna(figure.value):
        return "–"
    value = figure.form.format(figure.value)
    if pd.isna(figure.low) or figure.low == figure.high:
        return value
    return f"{value} ({figure.form.format(figure.low)} to {figure.form.format(figure.high)})"


def _voices(table: TableReader) -> Iterator[ProfileValue]:
    for row in table("00-corpus/words-by-voice").to_dict("records"):
        text, none = str(row["text"]), float("nan")
        yield ProfileValue(text, "words of prose", row["prose"], none, none, "{:,.0f}", "")
        yield ProfileValue(
            text, "quoted", row["quoted_share"], row["least"], row["most"], "{:.0%}", "other readings"
        )


def _readability(table: TableReader) -> Iterator[ProfileValue]:
    for row in table("04-rhetoric/readability").query("formula == 'flesch'").to_dict("records"):
        yield ProfileValue(
            str(row["text"]),
            "Flesch reading ease",
            row["value"],
            row["low"],
            row["high"],
            "{:.0f}",
            "interval",
        )


def _diversity(table: TableReader) -> Iterator[ProfileValue]:
    for row in table("04-rhetoric/diversity").query("measure == 'mattr'").to_dict("records"):
        yield ProfileValue(
            str(row["text"]), "MATTR", row["value"], row["low"], row["high"], "{:.2f}", "excerpts"
        )


def _rates(table: TableReader) -> Iterator[ProfileValue]:
    names = {"hedge": "hedges per 1,000", "booster": "boosters per 1,000", "attitude": "attitude per 1,000"}
    for row in table("04-rhetoric/rates").to_dict("records"):
        if row["category"] in names:
            yield ProfileValue(
                str(row["text"]),
                names[row["category"]],
                row["rate"],
                row["low"],
                row["high"],
                "{:.1f}",
                "interval",
            )


def _nouns(table: TableReader) -> Iterator[ProfileValue]:
    for row in table("04-rhetoric/passives").to_dict("records"):
        yield ProfileValue(
            *(str(row["text"]), "nominalisations per 1,000", row["nominalisations"], row["low"], row["high"]),
            *("{:.1f}", "interval"),
        )


def _agents(table: TableReader) -> Iterator[ProfileValue]:
    own = table("04-rhetoric/agency").query("voice == 'author'")
    for text, acts, none in own[["text", "acts", "none"]].itertuples(index=False, name=None):
        missing = float("nan")
        yield ProfileValue(str(text), "acts of killing told", acts, missing, missing, "{:.0f}", "")
        yield ProfileValue(str(text), "of them without agent", none, missing, missing, "{:.0f}", "")


_SOURCES = (_voices, _readability, _diversity, _rates, _nouns, _agents)
