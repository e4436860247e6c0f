"""What is known of the texts beside them: ``metadata.csv``, dates, and groups such as genre or party."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..errors import DhtoolsError
from .sheets import read_beside

METADATA = "metadata.csv"
_KEYS = ("file", "id")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2}|[5-9][0-9]{2})(?!\d)")
#: The last two figures of a second year: 1890–95, 1890/95.
_SHORT = re.compile(r"(?<!\d)(\d{2})\d{2}\s?([–/-])\s?(\d{2})(?![\d-])")
_MONTHS = 12
_SEPARATORS = ",;\t"


def read_metadata(folder: Path, known: Collection[str]) -> dict[str, dict[str, Any]]:
    """Read ``metadata.csv``: one row a text, named by its *file* or *id*.

    Columns with a name that a manifest knows (title, author, date, …) are metadata. All others are groups:
    they may be used to colour and to compare. Where no date is given, a *year* is one.

    * known: The names that a manifest knows.

    Returns: What is known of each text, by its file name or id; empty where there is no such file.

    Raises `DhtoolsError` if a column *file* or *id* is missing, a name stands there twice or is empty, or a
    row has another number of cells; the message names the line.
    """
    source = read_beside(folder, METADATA)
    return {} if source is None else metadata_rows(source, str(folder / METADATA), known)


def metadata_rows(source: str, path: str, known: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what the rows of a ``metadata.csv`` tell, as `read_metadata`; messages call it *path*."""
    if not source.strip():
        return {}
    head = source.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=separator)
    names = [name.strip().lstrip("\ufeff").lower() for name in next(reader)]
    key = next((one for one in _KEYS if one in names), None)
    if key is None or len(set(names)) < len(names) or "" in names:
        raise DhtoolsError(
            f"{path}, line 1: the columns are {', '.join(names)}. One of them has to be file or id, and each "
            "has to have a name of its own."
        )
    found: dict[str, dict[str, Any]] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}, line {reader.line_num}"
        if len(cells) != len(names):
            raise DhtoolsError(
                f"{where}: {len(cells)} cells instead of {len(names)}. Put quotes around commas."
            )
        row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        text = row.pop(key)
        if not text or text in found:
            raise DhtoolsError(
                f"{where}: {key}={text!r} is empty or stands there twice. Name each text once."
            )
        found[text] = told(row, known)
    return found


def told(row: Mapping[str, str], known: Collection[str]) -> dict[str, Any]:
    """Return what a row tells of a text: what a manifest knows as metadata, the rest as groups.

    >>> told({"year": "1998", "party": "Whig"}, {"date", "title"})
    {'date': '1998', 'groups': {'year': '1998', 'party': 'Whig'}}
    """
    dated = {"date": row["year"]} if row.get("year") and not row.get("date") else {}
    metadata: dict[str, Any] = dated | {name: value for name, value in row.items() if value and name in known}
    groups = {name: value for name, value in row.items() if value and name not in known and name not in _KEYS}
    return {**metadata, "groups": groups} if groups else metadata


def years_of(date: str) -> tuple[int, int] | None:
    """Return the first and the last year that a date names, or None where it names no year.

    >>> years_of("1938-03-17"), years_of("c. 1890–1895"), years_of("1890/95"), years_of("undated")
    ((1938, 1938), (1890, 1895), (1890, 1895), None)
    """
    years = [int(year) for year in _YEAR.findall(date)]
    if not years:
        return None
    short = _SHORT.search(date)
    if short and (short[2] != "-" or int(short[3]) > _MONTHS):  # 2001-02 is a month, 1939-45 are years
        years.append(int(short[1] + short[3]))
    return min(years), max(years)
