"""Chronology: names by the year of the event that is told, beside the names in official use at the time.

The year of an event is nothing that a program reads off a text: a scholar codes it, a line a passage, with
the words that tell it.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from ..corpus.sheets import DAY, YEAR, Column, Row, Sheet, read_sheet
from ..errors import DhtoolsError

DATES, OFFICIAL = "dates.csv", "official.csv"


def _check_years(row: Row) -> None:
    first, last = row["first"], row["last"]
    if np.isnan(first) != np.isnan(last) or last < first:
        raise DhtoolsError(
            f"first={first}, last={last} are no years in this order. Give two (the same twice for one year), "
            "or leave both empty where no year is told."
        )


def _check_days(row: Row) -> None:
    if row["last"] and row["last"] <= row["first"]:
        raise DhtoolsError(f"last={row['last']!r} is not after first={row['first']!r}. Correct one of them.")


_DATES = Sheet(
    DATES,
    (
        Column("passage", required=True),
        Column("term", required=True),
        Column("first", YEAR),
        Column("last", YEAR),
        Column("reason", required=True),
    ),
    key=("passage", "term"),
    checks=(_check_years,),
)
_OFFICIAL = Sheet(
    OFFICIAL,
    (
        Column("set"),
        Column("term", required=True),
        Column("name"),
        Column("first", DAY, required=True),
        Column("last", DAY),
        Column("source"),
    ),
    key=("set", "term"),
    checks=(_check_days,),
)


def read_dates(folder: str | Path) -> pd.DataFrame:
    """Read ``dates.csv``: which years the passages with a term tell of.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        One row a passage and term: *passage*, *term*, *first* and *last* (years as numbers, both missing
        where the passage tells none), *reason*, and *where*, file and line, for messages.

    Raises
    ------
    DhtoolsError
        If the header is another one, a passage and term stand there twice, a year is none or alone, the last
        is before the first, or a reason is missing.
    """
    return read_sheet(folder, _DATES).drop(columns="row")


def read_official(folder: str | Path) -> pd.DataFrame:
    """Read ``official.csv``: from when to when a name was in official use.

    Parameters
    ----------
    folder : path
        Where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        One row a name, in the order of the file: *set*, *term*, *name* (in full), *first*, *last* (days, as
        ``1917-12-20``, in years with a fraction; the last day is not of the period; missing if it is still in
        use), *source*.

    Raises
    ------
    DhtoolsError
        If the header is another one, a term stands there twice, or a day is none.
    """
    table = read_sheet(folder, _OFFICIAL)[_OFFICIAL.names]
    return table.assign(**{name: table[name].map(_moment).astype(float) for name in ("first", "last")})


def _moment(day: str) -> float:
    """Return a day as a year with a fraction, missing for an empty cell."""
    if not day:
        return np.nan
    found = date.fromisoformat(day)
    begin = date(found.year, 1, 1)
    length = date(found.year, 12, 31) - begin + timedelta(days=1)
    return found.year + (found - begin) / length


def date_mentions(found: pd.DataFrame, dates: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Give every occurrence of a term the years that its passage tells of, and the names in use then.

    Parameters
    ----------
    found : DataFrame
        Occurrences from `find_terms`: *passage*, *term* and what else they have. All of them: a row of
        *dates* that fits none is an error.
    dates, official : DataFrame
        From `read_dates` and `read_official`.

    Returns
    -------
    DataFrame
        The occurrences with *first*, *last* (missing if no year is told, or none was coded), *coded*
        (whether *dates* has a row for it), *in_use* (the terms in official use in any of these years, with
        commas), and *agrees*: "yes" if the term is among them, "no" if not, "" where no year is told or the
        term is no official name.

    Raises
    ------
    DhtoolsError
        If a row of *dates* names a passage that has no such term.

    Examples
    --------
    >>> found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    >>> dates = found.assign(first=1940.0, last=1940.0, where="line 2")
    >>> official = pd.DataFrame({"term": ["GPU", "NKVD"], "first": [1922.1, 1934.5], "last": [1924, 1946]})
    >>> date_mentions(found, dates, official)[["in_use", "agrees"]].to_numpy().tolist()
    [['NKVD', 'no']]
    """
    keys = found[["passage", "term"]].astype(str)
    _check_found(dates, set(keys.itertuples(index=False, name=None)))
    coded = keys.merge(dates[["passage", "term", "first", "last"]].assign(coded=True), how="left")
    years = zip(coded["first"], coded["last"], strict=True)
    in_use = [_in_use(official, first, last) for first, last in years]
    known = set(official["term"])
    agrees = [
        "" if np.isnan(first) or term not in known else "yes" if term in names else "no"
        for term, first, names in zip(keys["term"], coded["first"], in_use, strict=True)
    ]
    columns = {"first": coded["first"], "last": coded["last"], "coded": coded["coded"].eq(True)}
    told = {"in_use": [", ".join(names) for names in in_use], "agrees": agrees}
    return found.assign(**{name: values.to_numpy() for name, values in columns.items()}, **told)


def _check_found(dates: pd.DataFrame, mentioned: set[tuple[str, str]]) -> None:
    for row in dates.itertuples():
        if (row.passage, row.term) not in mentioned:
            raise DhtoolsError(
                f"{row.where}: {row.passage} has no {row.term!r}. Correct the passage or the term, or add "
                "its spelling to terms.csv."
            )


def _in_use(official: pd.DataFrame, first: float, last: float) -> list[str]:
    """Return the terms in use at any time from the beginning of the first year to the end of the last."""
    if np.isnan(first):
        return []
    inside = (official["first"] < last + 1) & ~(official["last"] <= first)
    return official.loc[inside, "term"].tolist()
