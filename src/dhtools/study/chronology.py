"""Chronology: names by the year of the event that is told, beside the names in official use at the time.

A program cannot read the year of an event off a text: a scholar codes it, a line a passage, with the words
that tell it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from ..corpus.sheets import DAY, YEAR, Column, Row, Sheet, read_sheet
from ..errors import DhtoolsError

DATES, OFFICIAL = "dates.csv", "official.csv"


def check_years(row: Row) -> None:
    """Refuse a row whose years *first* and *last* are not two in this order, or both empty."""
    first, last = row["first"], row["last"]
    if np.isnan(first) != np.isnan(last) or last < first:
        raise DhtoolsError(
            f"first={first}, last={last} are not two years in this order. Give two (the same twice for one "
            "year), or leave both empty where no year is told."
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
        *(Column("coder"), Column("reason", required=True)),
    ),
    key=("passage", "term"),
    checks=(check_years,),
)
_OFFICIAL = Sheet(
    OFFICIAL,
    (
        Column("group"),
        Column("term", required=True),
        Column("name"),
        Column("first", DAY, required=True),
        Column("last", DAY),
        Column("source"),
    ),
    key=("group", "term"),
    checks=(_check_days,),
)


def read_dates(folder: str | Path, *, file: str = DATES) -> pd.DataFrame:
    """Read ``dates.csv``: which years the passages with a term tell of.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.
    file : str
        Another coding of the same passages (`dhtools.study.coders.coding_files`).

    Returns
    -------
    DataFrame
        One row a passage and term: *passage*, *term*, *first* and *last* (years as numbers, both missing
        where the passage tells none), *coder*, *reason*, and *where*, file and line, for messages.

    Raises
    ------
    DhtoolsError
        If the header is another one, a passage and term stand there twice, a year is invalid or alone, the
        last is before the first, or a reason is missing.
    """
    return read_sheet(folder, replace(_DATES, file=file)).drop(columns="row")


def read_official(folder: str | Path) -> pd.DataFrame:
    """Read ``official.csv``: from when to when a name was in official use.

    Parameters
    ----------
    folder : path
        Where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        One row a name, in the order of the file: *group*, *term*, *name* (in full), *first*, *last* (days, as
        ``1917-12-20``, in years with a fraction; the last day is not of the period; missing if the name is
        still in use), *source*.

    Raises
    ------
    DhtoolsError
        If the header is another one, a term stands there twice, or a day is invalid.
    """
    table = read_sheet(folder, _OFFICIAL)[_OFFICIAL.names]
    years = {name: table[name].map(_as_year).astype(float) for name in ("first", "last")}
    return table.assign(**years)


def _as_year(day: str) -> float:
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
        Occurrences from `dhtools.terms.find_terms`: *passage*, *term* and what else they have. All of them: a
        row of *dates* that fits none of them is an error.
    dates, official : DataFrame
        From `read_dates` and `read_official`.

    Returns
    -------
    DataFrame
        The occurrences with *first*, *last* (missing if no year is told, or none was coded); *coded* (whether
        *dates* has a row for it); *in_use* (the terms in official use in any of these years, with commas);
        *agrees*: "yes" if the term is among them, "no" if not, "" where no year is told or the term is not an
        official name.

    Raises
    ------
    DhtoolsError
        If a row of *dates* names a passage without its term.

    Examples
    --------
    >>> found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    >>> dates = found.assign(first=1940.0, last=1940.0, where="line 2")
    >>> official = pd.DataFrame({"term": ["GPU", "NKVD"], "first": [1922.1, 1934.5], "last": [1924, 1946]})
    >>> date_mentions(found, dates, official)[["in_use", "agrees"]].to_numpy().tolist()
    [['NKVD', 'no']]
    """
    keys = found[["passage", "term"]].astype(str)
    _check_mentioned(dates, set(keys.itertuples(index=False, name=None)))
    years = keys.merge(dates[["passage", "term", "first", "last"]].assign(coded=True), how="left")
    in_use = [_in_use(official, *span) for span in zip(years["first"], years["last"], strict=True)]
    in_question = years["first"].notna().to_numpy() & keys["term"].isin(official["term"]).to_numpy()
    named = [term in names for term, names in zip(keys["term"], in_use, strict=True)]
    return found.assign(
        first=years["first"].to_numpy(),
        last=years["last"].to_numpy(),
        coded=years["coded"].eq(True).to_numpy(),
        in_use=[", ".join(names) for names in in_use],
        agrees=np.where(in_question, np.where(named, "yes", "no"), ""),
    )


def _check_mentioned(dates: pd.DataFrame, mentioned: set[tuple[str, str]]) -> None:
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
