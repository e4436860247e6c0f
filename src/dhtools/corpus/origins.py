"""Where the characters of a text come from: the file, the page, and the place in its mark-up."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from .texts import Corpus, Text


class Origin(NamedTuple):
    """Where a stretch of a text comes from; page and path in the mark-up are "" where none is known."""

    text: str
    start: int
    end: int
    file: str
    page: str
    place: str


def origins(corpus: Corpus) -> pd.DataFrame:
    """Return where every block of the texts comes from, one row for each page on which it stands.

    Returns
    -------
    DataFrame
        *text*, *start*, *end* (code points), *file*, *page*, *place* (the path of an element in XML or HTML;
        in an EPUB after the name of the chapter's file). A text without mark-up has one row for each page, or
        one row.
    """
    return pd.DataFrame([row for text in corpus for row in _origins(text)], columns=list(Origin._fields))


def origin_of(text: Text, offset: int) -> Origin:
    """Return where one character of a text comes from; between two blocks, where the one before does."""
    rows = list(_origins(text))
    return rows[max(0, bisect_right([row.start for row in rows], offset) - 1)]


def is_own_file(text: Text) -> bool:
    """Tell whether the file of a text is, byte for byte, the text in UTF-8."""
    return hashlib.sha256(text.raw.encode("utf-8", "replace")).hexdigest() == text.sha256


def page_of(text: Text, offset: int) -> str:
    """Return the page on which a character stands; "" where no page is known."""
    return _pages(text, [offset])[0]


def with_pages(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of places with the column *page* before *line*, if any text of the corpus has pages."""
    if not any(text.markup is not None and text.markup.pages for text in corpus):
        return table
    pages = np.full(len(table), "", dtype=object)
    starts = table["start"].to_numpy()
    for text, own in table.groupby("text", observed=True).indices.items():
        pages[own] = _pages(corpus[str(text)], starts[own])
    found = table.copy()
    found.insert(list(table.columns).index("line"), "page", pd.Series(pages, index=table.index, dtype="str"))
    return found


def _pages(text: Text, offsets: Iterable[int]) -> list[str]:
    pages = ((-1, ""), *(text.markup.pages if text.markup is not None else ()))
    starts = [start for start, _ in pages]
    return [pages[bisect_right(starts, offset) - 1][1] for offset in offsets]


def _origins(text: Text) -> Iterator[Origin]:
    """Yield the stretches of a text, in order, cut where a page begins."""
    markup = text.markup
    blocks = [(one.start, one.end, one.place) for one in markup.blocks] if markup is not None else []
    cuts = [start for start, _ in markup.pages] if markup is not None else []
    for start, end, place in blocks or [(0, len(text.raw), "")]:
        inner = cuts[bisect_right(cuts, start) : bisect_right(cuts, end - 1)]
        edges = list(dict.fromkeys([start, *inner, end]))
        for begin, after in pairwise(edges):
            yield Origin(text.id, begin, after, text.file, page_of(text, begin), place)
