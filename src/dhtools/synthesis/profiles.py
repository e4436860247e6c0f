"""Profiles: the values of each text side by side, from exported tables."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from .claims import TableReader

_COLUMNS = ["text", "measure", "value", "low", "high", "min", "max", "bounds", "shown", "note"]


class _Measure(NamedTuple):
    """Where the values of a measure stand: exhibit, column, rows (a column and its value), and bounds.

    Of a share of a small number, *counts* names the columns of the two counts, which are shown in its place.
    """

    name: str
    exhibit: str
    value: str
    form: str
    where: tuple[str, str] | None = None
    bounds: str = ""
    counts: tuple[str, ...] = ()


#: Columns of the bounds; an interval becomes *low* and *high*, other bounds *min* and *max*.
_BOUNDS = {
    "interval": ("low", "high"),
    "other readings": ("quoted_share_min", "quoted_share_max"),
    "excerpts": ("min", "max"),
    "": (),
}
_CUES = {"attitude": "attitude", "boosters": "booster", "hedges": "hedge"}
_MEASURES = (
    _Measure("words of prose", "00-corpus/words-by-voice", "prose", "{:,.0f}"),
    _Measure("quoted", "00-corpus/words-by-voice", "quoted_share", "{:.0%}", None, "other readings"),
    _Measure(
        "Flesch reading ease", "04-rhetoric/readability", "value", "{:.0f}", ("formula", "flesch"), "interval"
    ),
    _Measure("LIX", "04-rhetoric/readability", "value", "{:.0f}", ("formula", "lix"), "interval"),
    _Measure("MATTR", "04-rhetoric/diversity", "value", "{:.2f}", ("measure", "mattr"), "excerpts"),
    *(
        _Measure(
            f"{name} per 1,000", "04-rhetoric/rates", "per_1000", "{:.1f}", ("category", one), "interval"
        )
        for name, one in _CUES.items()
    ),
    _Measure(
        *("nominalisations per 1,000", "04-rhetoric/passives", "nominalisations_per_1000", "{:.1f}"),
        *(None, "interval"),
    ),
    _Measure(
        *("killings without agent", "04-rhetoric/agency-by-voice", "share_without_agent", "{:.0%}"),
        *(("voice", "author"), "", ("none", "n_mentions")),
    ),
)


def text_profiles(table: TableReader, *, left_out: Collection[str] = ()) -> pd.DataFrame:
    """Return the values of the main measures, by text.

    Parameters
    ----------
    table : function of str
        As for `gather_claims`.
    left_out : collection of str
        Exhibits that there are not, because their measures do not apply to the language of the texts.

    Returns
    -------
    DataFrame
        One row a measure and text, of measures that a text has a value of: *text*, *measure*,
        *value*, *low*, *high* (95 % interval), *min*, *max* (smallest and largest value of other
        readings or excerpts), *bounds* (which of these it has), *shown* (as it is written on a
        card), *note* (why a value is missing).

    Raises
    ------
    DhtoolsError
        If an exhibit is missing or stale.
    """
    there = [measure for measure in _MEASURES if measure.exhibit not in left_out]
    rows = [row for measure in there for row in _rows(measure, table(measure.exhibit))]
    # LIX takes the place of a formula that was made for English
    english = {row["text"] for row in rows if row["measure"] == "Flesch reading ease"}
    rows = [row for row in rows if row["measure"] != "LIX" or row["text"] not in english]
    measured = {row["measure"] for row in rows if pd.notna(row["value"])}
    rows = [row for row in rows if row["measure"] in measured]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=None if rows else object)


def _rows(measure: _Measure, source: pd.DataFrame) -> Iterator[dict[str, Any]]:
    if source.empty:
        return
    if measure.where is not None:
        column, wanted = measure.where
        source = source[source[column] == wanted]
        if column == "formula":  # a score of few sentences says nothing
            source = source[source["low"].notna()]
    for row in source.to_dict("records"):
        limits = [row[name] for name in _BOUNDS[measure.bounds]]
        names = ("low", "high") if measure.bounds == "interval" else ("min", "max")
        yield {
            **{"text": str(row["text"]), "measure": measure.name, "value": row[measure.value]},
            **dict(zip(names, limits, strict=False)),
            "bounds": measure.bounds,
            "shown": _shown_counts(row, measure) or _shown(measure.form, row[measure.value], *limits),
            "note": row.get("note", ""),
        }


def _shown_counts(row: Mapping[Hashable, Any], measure: _Measure) -> str:
    """Return a share as its counts, such as *7 of 7*; "" of another value."""
    return " of ".join(f"{row[name]:.0f}" for name in measure.counts)


def _shown(form: str, value: float, low: float = float("nan"), high: float = float("nan")) -> str:
    """Return a value with its limits, such as *15% (11% to 16%)*; limits that are equal are left out."""
    if pd.isna(value):
        return "too few words"
    shown = form.format(value)
    return shown if pd.isna(low) or low == high else f"{shown} ({form.format(low)} to {form.format(high)})"
