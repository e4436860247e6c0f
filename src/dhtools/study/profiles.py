"""Profiles: the values of each text side by side, from exported tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from .claims import TableReader

_COLUMNS = ["text", "measure", "value", "low", "high", "min", "max", "bounds", "shown", "note"]


class _Measure(NamedTuple):
    """Where the values of a measure stand: exhibit, rows (a column and its value), column, and bounds."""

    name: str
    exhibit: str
    value: str
    form: str
    where: tuple[str, str] | None = None
    limits: tuple[str, str] | None = None
    bounds: str = "interval"


_INTERVAL = ("low", "high")
_MEASURES = (
    _Measure("words of prose", "00-corpus/words-by-voice", "prose", "{:,.0f}"),
    _Measure(
        *("quoted", "00-corpus/words-by-voice", "quoted_share", "{:.0%}", None),
        *(("quoted_share_min", "quoted_share_max"), "other readings"),
    ),
    _Measure(
        *("Flesch reading ease", "04-rhetoric/readability", "value", "{:.0f}"),
        *(("formula", "flesch"), _INTERVAL),
    ),
    _Measure(
        *("MATTR", "04-rhetoric/diversity", "value", "{:.2f}"),
        *(("measure", "mattr"), ("min", "max"), "excerpts"),
    ),
    *(
        _Measure(name, "04-rhetoric/rates", "per_1000", "{:.1f}", ("category", category), _INTERVAL)
        for name, category in (
            ("attitude per 1,000", "attitude"),
            ("boosters per 1,000", "booster"),
            ("hedges per 1,000", "hedge"),
        )
    ),
    _Measure(
        *("nominalisations per 1,000", "04-rhetoric/passives", "nominalisations_per_1000", "{:.1f}"),
        *(None, _INTERVAL),
    ),
    _Measure("acts of killing told", "04-rhetoric/agency", "n_acts", "{:.0f}", ("voice", "author")),
    _Measure("of them without agent", "04-rhetoric/agency", "none", "{:.0f}", ("voice", "author")),
)


def text_profiles(table: TableReader) -> pd.DataFrame:
    """Return the values of the main measures, by text.

    Parameters
    ----------
    table : function of str
        As for `gather_claims`.

    Returns
    -------
    DataFrame
        One row a measure and text: *text*, *measure*, *value*, *low*, *high* (95 % interval), *min*, *max*
        (smallest and largest value of other readings or excerpts), *bounds* (which of these it has), *shown*
        (as it is written on a card), *note* (why a value is missing).

    Raises
    ------
    DhtoolsError
        If an exhibit is missing or stale.
    """
    rows = [row for measure in _MEASURES for row in _rows(measure, table(measure.exhibit))]
    return pd.DataFrame(rows, columns=_COLUMNS, dtype=None if rows else object)


def _rows(measure: _Measure, source: pd.DataFrame) -> Iterator[dict[str, Any]]:
    if measure.where is not None:
        column, wanted = measure.where
        source = source[source[column] == wanted]
    for row in source.to_dict("records"):
        limits = [row[name] for name in measure.limits or ()]
        names = ("low", "high") if measure.bounds == "interval" else ("min", "max")
        yield {
            **{"text": str(row["text"]), "measure": measure.name, "value": row[measure.value]},
            **dict(zip(names, limits, strict=False)),
            "bounds": measure.bounds if limits else "",
            "shown": _shown(measure.form, row[measure.value], *limits),
            "note": row.get("note", ""),
        }


def _shown(form: str, value: float, low: float = float("nan"), high: float = float("nan")) -> str:
    """Return a value with its limits, such as *15% (11% to 16%)*; limits that are equal are left out."""
    if pd.isna(value):
        return "–"
    shown = form.format(value)
    return shown if pd.isna(low) or low == high else f"{shown} ({form.format(low)} to {form.format(high)})"
