"""Title pages and tables of contents, which need no prose beside them to be what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import line_patterns
from .line_shapes import is_prose, is_short

#: Contents stand within so many paragraphs of the beginning, and have at least so many entries.
_FIRST, _LEAST = 100, 3
#: An entry of the contents has no more words, a title page no more lines.
_LONGEST_ENTRY, _LONGEST_PAGE = 24, 12
#: What heads the first chapter, below the contents: *CHAPTER I*, and its title.
_HEAD_OF_TEXT = 3
_CONTENTS = re.compile(
    r"(?:the |table of )?contents\W*\Z|inhalt(?:sverzeichnis|sübersicht)?\W*\Z|table des matières\W*\Z",
    re.IGNORECASE,
)
_NUMBER = r"(?-i:[IVXLC]+)|\d{1,3}(?:\.\d{1,2})*"
_DIVISIONS = r"chapter|chap\.|book|part|volume|letter|kapitel|buch|teil|band|chapitre|livre|partie|tome"
_ENTRY = re.compile(
    rf"\W*(?:(?:{_DIVISIONS})\b.*|(?:{_NUMBER})[.:)]?\s+\S.*"
    r"|.*\S(?:\s?\.{3,}|\s?(?:\. ){3,}|…+|\s{3,}|\t)\s*(?:\d{1,4}|(?-i:[ivxlc]+)))\Z",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(
    rf"\W*(?:(?:{_DIVISIONS})\s+)?(?:the\s+)?(?:I|1|one|first)\b(?!\.\d)(\W*\Z)?", re.IGNORECASE
)
_BY = ("by", "von", "par")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b|\bM[DCLXVI]{3,}\b")


def contents_list(paragraphs: Sequence[str]) -> range:
    """Return the numbers of the paragraphs that are the entries of a table of contents; empty without one.

    >>> contents_list(["A", "Contents", "I. The Bridge", "II. The Flood", "III. The End", "I. The Bridge"])
    range(2, 5)
    """
    heads = (n for n, one in enumerate(paragraphs[:_FIRST]) if _CONTENTS.match(one))
    first = next(heads, -1) + 1
    if not first:
        return range(0)
    end = first
    while end < len(paragraphs) and (_is_entry(paragraphs[end]) or _is_part_of_entries(paragraphs, end)):
        end += 1
    end = _without_head_of_text(paragraphs, first, end)
    lines = sum(one.count("\n") + 1 for one in paragraphs[first:end])
    return range(first, end) if lines >= _LEAST else range(0)


def _is_entry(paragraph: str) -> bool:
    lines = paragraph.split("\n")
    is_short_enough = len(paragraph.split()) <= _LONGEST_ENTRY * len(lines)
    return is_short_enough and _ENTRY.match(lines[0].rstrip()) is not None


def _is_part_of_entries(paragraphs: Sequence[str], n: int) -> bool:
    """Whether a short line stands between two entries: *PAGE*, or the rest of a long title."""
    following = paragraphs[n + 1] if n + 1 < len(paragraphs) else ""
    return is_short(paragraphs[n]) and _is_entry(following)


def _without_head_of_text(paragraphs: Sequence[str], first: int, end: int) -> int:
    """Return where the contents end: the heading of the first chapter may follow them at once."""
    for n in range(max(first + 1, end - _HEAD_OF_TEXT), end):
        found = _FIRST_NUMBER.match(paragraphs[n])
        if found and (found[1] is not None or not _begins_anew(paragraphs, first, n)):
            return n
    return end


def _begins_anew(paragraphs: Sequence[str], first: int, n: int) -> bool:
    """Whether numbers begin anew within the contents, as they do in every part of some books."""
    return sum(_FIRST_NUMBER.match(one) is not None for one in paragraphs[first:n]) > 1


def bare_kinds(paragraphs: Sequence[str]) -> list[str]:
    """Return the kinds of a text that has no prose: a title page, or headings alone. Else nothing.

    A list, a poem or a single line is a text; so a title page has to name its author or its year.

    >>> bare_kinds(["The Bridge", "By Anna Hale", "London, 1890"])
    ['title', 'byline', 'source']
    >>> bare_kinds(["milk", "bread and butter"])
    []
    """
    lines = [line for one in paragraphs[: 2 * _LONGEST_PAGE] for line in one.split("\n")]
    if any(map(is_prose, paragraphs)) or not all(_is_of_title(line) for line in lines):
        return []
    divided = [_is_division(one) for one in paragraphs]
    if sum(divided) > 1 and 2 * sum(divided) >= len(paragraphs):
        return ["heading" if n or divided[0] else "title" for n in range(len(paragraphs))]
    named = [_kind_of_title_page(paragraphs, n) for n in range(len(paragraphs))]
    is_page = 1 < len(paragraphs) <= _LONGEST_PAGE and {"byline", "source", "dateline"} & set(named[1:])
    return ["title", *named[1:]] if is_page else []


def _is_division(paragraph: str) -> bool:
    return any(
        pattern.match(paragraph)
        for pattern in (line_patterns.DIVISION, line_patterns.MARKDOWN_HEADING, line_patterns.ALONE)
    )


def _is_of_title(line: str) -> bool:
    return is_short(line.rstrip(" ,;:.") or ".", words=16)


def _kind_of_title_page(paragraphs: Sequence[str], n: int) -> str:
    one = paragraphs[n]
    if line_patterns.DATED.match(one) or line_patterns.DATELINE.match(one):
        return "dateline"
    after_by = n > 0 and paragraphs[n - 1].strip().lower() in _BY
    name = line_patterns.BYLINE.sub("", one).strip()
    is_name = name != one and (name.isupper() or line_patterns.PERSON.match(name))
    if after_by or is_name or one.lower() in _BY:
        return "byline"
    return "source" if _YEAR.search(one) else "subtitle"
