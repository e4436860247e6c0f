"""Comparing: what is committed with what is made again; a number is compared as a number.

Two things are the same if nobody who reads them could draw another conclusion. Exported numbers may differ by
what another machine's arithmetic does to last digits. Whole numbers are the same or not. A printed decimal
may be rounded the other way only where its own value lies so near the boundary that such digits decide; who
prints it states that (`dhtools.export.digits`). A picture may be drawn by another version of a library.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from .picture_diff import compare_pdfs, compare_svgs, description

#: Exported numbers may differ by so much of themselves, and by so much of the largest of their column.
RELATIVE, OF_COLUMN = 1e-9, 1e-12
MISSING, _EMPTY = "nothing", "an empty line"

#: What a record says in prose, with numbers in it.
_PROSE = ("caption", "alt")

#: Says how two pictures differ, "" if they do not: `compare_pictures` or `compare_drawings`.
Pictures = Callable[[bytes, bytes], str]
#: Pairs of a printed number and what it would be if its value differed by noise; mostly there are none.
Roundings = Sequence[tuple[str, str]]

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FLOAT = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_MINUS_ZERO = re.compile(r"[-−](?=0(?:\.0+)?(?![\d.,]))")


class Change(NamedTuple):
    """Where two versions differ, and what either has there."""

    where: str
    was: str
    now: str


def compare_contents(
    suffix: str, was: bytes, now: bytes, roundings: Roundings, pictures: Pictures
) -> Iterator[Change]:
    """Yield how two contents of a file differ, by its kind: a table, a picture, or text.

    Pictures are compared as they are drawn (`dhtools.picture_diff`), and by what they say of themselves.
    *roundings* are those of what was made again: see `compare_texts`.
    """
    if was == now:
        return
    if how := {".png": pictures, ".pdf": compare_pdfs, ".svg": compare_svgs}.get(suffix):
        if where := how(was, now):
            yield Change("picture", "another", where)
        for change in compare_texts(description(was), description(now), roundings):
            yield Change("description", change.was, change.now)
        return
    old, new = was.decode("utf-8", errors="replace"), now.decode("utf-8")
    if suffix != ".csv":
        yield from compare_texts(old, new, roundings)
        return
    yield from (changes := list(compare_tables(old, new)))
    if not changes and _FLOAT.sub("", old) != _FLOAT.sub("", new):
        yield Change("quotes or line ends", "of another kind", "as a run writes them")


def compare_tables(was: str, now: str) -> Iterator[Change]:
    r"""Yield the cells in which two CSV tables differ.

    A place is a row, from 1 without the header, and a column.

    Examples
    --------
    >>> list(compare_tables("a,b\n1.5,x\n", "a,b\n1.5000000001,y\n"))
    [Change(where='row 1, column b', was='x', now='y')]
    """
    old, new = (list(csv.reader(io.StringIO(text, newline=""))) for text in (was, now))
    header = old[0] if old else []
    if header != (new[0] if new else []):
        yield Change("header", ", ".join(header), ", ".join(new[0] if new else []))
        return
    if len(old) != len(new):
        yield Change("rows", str(len(old) - 1), str(len(new) - 1))
    scales = _scales(old[1:], len(header))
    for number, (one, other) in enumerate(zip(old[1:], new[1:], strict=False), start=1):
        for column, (a, b) in enumerate(zip_longest(one, other, fillvalue="")):
            if a != b and not _same_number(a, b, scales[column] if column < len(scales) else 0.0):
                name = header[column] if column < len(header) else str(column + 1)
                yield Change(f"row {number}, column {name}", a or MISSING, b or MISSING)


def _scales(rows: list[list[str]], columns: int) -> list[float]:
    """Return the largest number of each column, sign apart."""
    numbers = [[_number(row[column]) for row in rows if column < len(row)] for column in range(columns)]
    return [max((abs(one) for one in own if one is not None), default=0.0) for own in numbers]


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _same_number(was: str, now: str, scale: float) -> bool:
    one, other = _number(was), _number(now)
    if one is None or other is None:
        return False
    if _is_count(was) or _is_count(now):
        return one == other
    return abs(one - other) <= RELATIVE * max(abs(one), abs(other)) + OF_COLUMN * scale


def _is_count(cell: str) -> bool:
    return cell.lstrip("-").isdecimal()


def compare_texts(was: str, now: str, roundings: Roundings = ()) -> Iterator[Change]:
    """Yield the lines in which two printed texts differ; a line break of another kind is a difference.

    Parameters
    ----------
    was, now : str
    roundings : sequence of pairs of str
        Numbers of *now* that may have been printed as another one, and as which.

    Examples
    --------
    >>> list(compare_texts("p = 0.12", "p = 0.13", [("0.13", "0.12")]))
    []
    >>> list(compare_texts("p = 0.12", "p = 0.13"))
    [Change(where='line 1', was='p = 0.12', now='p = 0.13')]
    """
    if was == now:
        return
    lines = enumerate(zip_longest(was.split("\n"), now.split("\n"), fillvalue=MISSING), start=1)
    for number, (one, other) in lines:
        if one != other and not _same_line(one, other, roundings):
            yield Change(f"line {number}", *_visible(one, other))


def _visible(one: str, other: str) -> tuple[str, str]:
    """Return two lines without the spaces around them, unless they differ by what the eye does not see."""
    if one.split() == other.split():
        return repr(one), repr(other)
    return one.strip() or _EMPTY, other.strip() or _EMPTY


def _same_line(was: str, now: str, roundings: Roundings) -> bool:
    was, now = (_MINUS_ZERO.sub("", line) for line in (was, now))
    if _NUMBER.split(was) != _NUMBER.split(now):
        return False
    return all((other, one) in roundings for one, other in pairs_of_numbers(was, now))


def pairs_of_numbers(one: str, other: str) -> list[tuple[str, str]]:
    """Return the numbers in which two texts differ that are otherwise alike.

    >>> pairs_of_numbers("12.5% of 8", "12.4% of 8")
    [('12.5', '12.4')]
    """
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=False)
    return [(a, b) for a, b in pairs if a != b]


def compare_records(was: Any, now: Any, roundings: Roundings = (), where: str = "") -> Iterator[Change]:
    """Yield the keys in which two records (JSON) differ.

    Numbers are compared as in `compare_tables`, caption and alt text as in `compare_texts`, all else exactly.

    Examples
    --------
    >>> list(compare_records({"a": {"b": 1.0}}, {"a": {"b": 2}}))
    [Change(where='a.b', was='1.0', now='2')]
    """
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in [*was, *(key for key in now if key not in was)]:
            below = f"{where}.{key}" if where else str(key)
            yield from compare_records(was.get(key, MISSING), now.get(key, MISSING), roundings, below)
    elif where in _PROSE and isinstance(was, str) and isinstance(now, str):
        yield from (Change(where, one.was, one.now) for one in compare_texts(was, now, roundings))
    elif not _same_entry(was, now):
        yield Change(where, str(was), str(now))


def _same_entry(was: Any, now: Any) -> bool:
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return all(_same_entry(one, other) for one, other in zip(was, now, strict=True))
    if isinstance(was, float) and isinstance(now, float):
        return _same_number(repr(was), repr(now), 0.0)
    return bool(was == now)
