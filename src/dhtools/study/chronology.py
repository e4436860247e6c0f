"""Chronology: names by the year of the event that is told, beside the names in official use at the time.

A program cannot read the year of an event off a text: a scholar codes it, a line a passage, with the words
that tell it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from ..corpus.sheets import CODER, DAY, PASSAGE, SIGNED, YEAR, Column, Row, Sheet, read_sheet
from ..errors import DhtoolsError

DATES, OFFICIAL = "dates.csv", "official.csv"
#: What stands in place of a name where the years told are longer than any name's years, or of none.
SEVERAL, NO_NAME = "several names", "no name"
#: Whether a name was official: in all years told, in some of them, in none.
FITS = ("yes", "open", "no")


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


YEARS = (
    Column("first", YEAR, meaning="first year that is told; empty: none is"),
    Column("last", YEAR, meaning="last year that is told; the same for one year"),
)
_DATES = Sheet(
    DATES,
    (
        PASSAGE,
        Column("term", required=True, meaning="a term of terms.csv that stands in it"),
        *YEARS,
        *(CODER, SIGNED[1]),
    ),
    key=("passage", "term"),
    checks=(check_years,),
)
_OFFICIAL = Sheet(
    OFFICIAL,
    (
        Column("group", meaning="a group of terms.csv"),
        Column("term", required=True, meaning="a term of that group"),
        Column("name", meaning="the name in full"),
        Column("first", DAY, required=True, meaning="first day in official use"),
        Column("last", DAY, meaning="the day after the last one; empty: still in use"),
        Column("source", meaning="where this is said"),
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

    * folder: Where it has no such file, the table is empty.

    Returns: One row a name, in the order of the file: *group*, *term*, *name* (in full), *first*, *last*
    (days, as ``1917-12-20``, in years with a fraction; the last day is not of the period; missing if the name
    is still in use), *source*.

    Raises `DhtoolsError` if the header is another one, a term stands there twice, or a day is invalid.
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

    * found: Occurrences from `dhtools.terms.find_terms`: *passage*, *term* and what else they have. All of
      them: a row of *dates* that fits none of them is an error.
    * dates, official: From `read_dates` and `read_official`.

    Returns: The occurrences with *first*, *last* (missing if no year is told, or none was coded); *coded*
    (whether *dates* has a row for it); *in_use* (the terms in official use in any of these years, with
    commas); *years_of*, the terms in official use in every one of them ("several names" if the years are
    longer than any name's, "no name" if none was in use); *agrees*: "yes" if the term is one of these, "open"
    if it was official in some of the years only, "no" if in none. *years_of* and *agrees* are "" where no
    year is told, *agrees* also where the term is not an official name. Years are whole: a name is in use in a
    year if it was so on a day of it.

    Raises `DhtoolsError` if a row of *dates* names a passage without its term.

    >>> found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    >>> dates = found.assign(first=1940.0, last=1940.0, where="line 2")
    >>> official = pd.DataFrame({"term": ["GPU", "NKVD"], "first": [1922.1, 1934.5], "last": [1924, 1946]})
    >>> date_mentions(found, dates, official)[["years_of", "agrees"]].to_numpy().tolist()
    [['NKVD', 'no']]
    """
    keys = found[["passage", "term"]].astype(str)
    _check_mentioned(dates, set(keys.itertuples(index=False, name=None)))
    years = keys.merge(dates[["passage", "term", "first", "last"]].assign(coded=True), how="left")
    spans = list(zip(years["first"], years["last"], strict=True))
    in_use = [_in_use(official, first, last) for first, last in spans]
    throughout = [_in_use(official, last, first) for first, last in spans]
    told = years["first"].notna().to_numpy() & (len(official) > 0)
    fits = [_fit(*row) for row in zip(keys["term"], throughout, in_use, strict=True)]
    return found.assign(
        first=years["first"].to_numpy(),
        last=years["last"].to_numpy(),
        coded=years["coded"].eq(True).to_numpy(),
        in_use=[", ".join(names) for names in in_use],
        years_of=np.where(told, [_years_of(*names) for names in zip(throughout, in_use, strict=True)], ""),
        agrees=np.where(told & keys["term"].isin(official["term"]).to_numpy(), fits, ""),
    )


def _check_mentioned(dates: pd.DataFrame, mentioned: set[tuple[str, str]]) -> None:
    for row in dates.itertuples():
        if (row.passage, row.term) not in mentioned:
            raise DhtoolsError(
                f"{row.where}: {row.passage} has no {row.term!r}. Correct the passage or the term, or add "
                "its spelling to terms.csv."
            )


def _in_use(official: pd.DataFrame, begin: float, end: float) -> list[str]:
    """Return the terms that came into use by the end of year *end* and were not out of use before *begin*.

    With the first and the last year told these are the terms in use in any of the years; with the last and
    the first, those in use in every one of them.
    """
    if np.isnan(begin):
        return []
    inside = (official["first"] < end + 1) & ~(official["last"] <= begin)
    return official.loc[inside, "term"].tolist()


def _years_of(throughout: list[str], in_use: list[str]) -> str:
    return " or ".join(throughout) or (SEVERAL if in_use else NO_NAME)


def _fit(term: str, throughout: list[str], in_use: list[str]) -> str:
    if term in throughout:
        return "yes"
    return "open" if term in in_use else "no"


def fit_table(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of official names by the name to whose years the years told belong.

    * mentions: From `date_mentions`.

    Returns: One row a text, name and kind of years, in the order of the texts and names: *text*, *name*,
    *years_of*, *agrees* (`FITS`), *n*. Mentions without a year are left out.
    """
    judged = mentions[(mentions["agrees"] != "").to_numpy()]
    by = [judged["text"], judged["term"].rename("name"), judged["years_of"], judged["agrees"]]
    return judged.groupby(by, observed=True, sort=True).size().rename("n").reset_index()


def fit_by_coding(
    found: pd.DataFrame, codings: Mapping[str, pd.DataFrame], official: pd.DataFrame
) -> pd.DataFrame:
    """Count under several codings of the years how many names were official in the years told.

    * found, official: As for `date_mentions`.
    * codings: Tables of `read_dates`, by the name of the coding; an empty one is left out.

    Returns: One row a text, name and coding: *text*, *name*, *coding*, the counts of `FITS`, *no_year*.
    """
    dated = {coding: date_mentions(found, dates, official) for coding, dates in codings.items() if len(dates)}
    rows = [mentions[mentions["coded"]].assign(coding=coding) for coding, mentions in dated.items()]
    if not rows:
        return pd.DataFrame(columns=["text", "name", "coding", *FITS, "no_year"])
    table = pd.concat(rows, ignore_index=True)
    table = table[table["term"].isin(official["term"]).to_numpy()]
    told = table["agrees"].replace("", "no_year").rename(None)
    by = [
        table["text"],
        table["term"].rename("name"),
        pd.Categorical(table["coding"], categories=list(dated)),
    ]
    counts = pd.crosstab(by, told, rownames=["text", "name", "coding"])
    return counts.reindex(columns=[*FITS, "no_year"], fill_value=0).rename_axis(columns=None).reset_index()
