"""Chronology: names by the year of the event that is told, beside the names in official use at the time.

The year of an event is nothing that a program reads off a text: a scholar codes it, a line a passage, with
the words that tell it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from ..corpus.sheets import read_sheet
from ..errors import DhtoolsError

DATES, OFFICIAL = "dates.csv", "official.csv"

_DATES = ["passage", "term", "first", "last", "reason"]
_OFFICIAL = ["set", "term", "name", "first", "last", "source"]
_YEAR = re.compile(r"[0-9]{4}")


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
    rows: list[dict[str, object]] = []
    seen: set[tuple[str, str]] = set()
    for where, _, cells in read_sheet(Path(folder), DATES, _DATES):
        row = {column: cell.strip() for column, cell in cells.items()}
        if not (row["passage"] and row["term"] and row["reason"]):
            raise DhtoolsError(f"{where}: passage, term or reason is empty. Fill all three.")
        key = (row["passage"], row["term"])
        if key in seen:
            raise DhtoolsError(f"{where}: {row['term']!r} in {row['passage']} is dated twice. Keep one row.")
        seen.add(key)
        first, last = _years(where, row["first"], row["last"])
        rows.append({**row, "first": first, "last": last, "where": where})
    return pd.DataFrame(rows, columns=[*_DATES, "where"]).astype({"first": float, "last": float})


def _years(where: str, first: str, last: str) -> tuple[float, float]:
    if not first and not last:
        return np.nan, np.nan
    if not (_YEAR.fullmatch(first) and _YEAR.fullmatch(last) and int(first) <= int(last)):
        raise DhtoolsError(
            f"{where}: first {first!r} and last {last!r} are no years in this order. Give two of four digits "
            "(the same twice for one year), or leave both empty where no year is told."
        )
    return float(first), float(last)


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
    rows: list[dict[str, object]] = []
    seen: set[tuple[str, str]] = set()
    for where, _, cells in read_sheet(Path(folder), OFFICIAL, _OFFICIAL):
        row = {column: cell.strip() for column, cell in cells.items()}
        key = (row["set"], row["term"])
        if key in seen or not row["term"]:
            raise DhtoolsError(
                f"{where}: the term {row['term']!r} is empty or stands there twice. Keep one row."
            )
        seen.add(key)
        first = _moment(where, row["first"])
        last = _moment(where, row["last"]) if row["last"] else np.nan
        if last <= first:
            raise DhtoolsError(f"{where}: {row['last']} is not after {row['first']}. Correct one of them.")
        rows.append({**row, "first": first, "last": last})
    return pd.DataFrame(rows, columns=_OFFICIAL).astype({"first": float, "last": float})


def _moment(where: str, day: str) -> float:
    """Return a day as a year with a fraction."""
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise DhtoolsError(f"{where}: {day!r} is no day. Write year-month-day, as 1917-12-20.") from error
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
