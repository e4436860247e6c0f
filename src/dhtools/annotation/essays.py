"""Essays as students hand them in: the lines above the title, and notes below the text without a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from . import line_patterns
from .line_shapes import is_prose, is_short

#: The head of an essay has the writer, teacher, course, date and title: so many lines at most.
_MOST_HEAD_LINES = 12
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBERED_NOTE = re.compile(r"\[?(\d{1,3})(?:\]|[.)])?[ \t]+\S|([⁰¹²³⁴-⁹]+)\s*\S")
#: ``river.1``, ``river.”1``, ``river[1]``, ``river¹``: the number of a note behind a word.
_MARK = re.compile(
    r"[^\W\d_]{2,}(?:[.,;:!?”’\"')]{1,3}(\d{1,3})(?=\s|\Z)"
    r"|[^\w\s\[]{0,3} ?\[(\d{1,3})\]|[^\w\s]{0,3}([⁰¹²³⁴-⁹]+))"
)
_CITED = re.compile(r"\([A-ZÄÖÜ][\w’'-]+(?: (?:and|und|et|&) \w+)?,? (?:pp?\. ?|S\. ?)?\d{1,4}\)")
_SUBTITLE = re.compile(r"(?:An?|The|Or|Being|Ein|Eine|Une?|Ou|Oder)\b")


def essay_head(contents: Sequence[str], author: str = "") -> list[str]:
    """Return the kinds of the lines above an essay: writer, teacher, course, date and title, in any order.

    Empty where no line names a teacher, course or task: then the first line is the title. A name alone above
    a title is the writer's only if it is that of the *author*, as far as known, or if the text cites as
    essays do.
    """
    head = list(takewhile(_is_of_head, contents[: _MOST_HEAD_LINES + 1]))
    if len(head) > _MOST_HEAD_LINES:
        return []
    kinds = [_labelled(content, first=not n) for n, content in enumerate(head)]
    if (named := next((n for n, content in enumerate(head) if _names(content, author)), None)) is not None:
        kinds[named] = "byline"
    titled = [n for n, kind in enumerate(kinds) if not kind]
    is_named = "byline" in kinds or "series" in kinds
    if not titled or not (is_named or {"teacher", "dateline"} <= set(kinds)):
        return _name_and_title(head, contents)
    names = [n for n in titled if line_patterns.PERSON.match(head[n])]
    # course or date follow the writer, not the title, unless the title is all that follows
    writer = next((n for n in names if n + 1 < len(head) and n + 1 not in titled), next(iter(names), None))
    if writer is not None and len(titled) > 1 and "byline" not in kinds:
        kinds[writer] = "byline"
        titled.remove(writer)
    kinds[titled[0]] = "title"
    return ["series" if kind == "teacher" else kind or "subtitle" for kind in kinds]


def _names(content: str, author: str) -> bool:
    """Whether a line is the name of the author, of which a part may be known (*Austen* of *Jane Austen*)."""
    known = set(author.lower().split())
    return bool(known) and known <= set(content.lower().split()) and bool(line_patterns.PERSON.match(content))


def _is_of_head(content: str) -> bool:
    begins = line_patterns.ALONE.match(content) or line_patterns.NUMBERED_HEADING.match(content)
    return (is_short(content, words=16) and not begins) or line_patterns.DATED.match(content) is not None


def _labelled(content: str, *, first: bool) -> str:
    """Return the kind of a line of which the words alone say what it is."""
    if line_patterns.WRITER.match(content):
        return "byline"
    if line_patterns.DATED.match(line_patterns.DATE_LABEL.sub("", content)):
        return "dateline"
    if line_patterns.COURSE.search(content):
        return "series"
    return "teacher" if not first and line_patterns.TEACHER.match(content) else ""


def _name_and_title(head: Sequence[str], contents: Sequence[str]) -> list[str]:
    named = [bool(line_patterns.PERSON.match(line) or line_patterns.BYLINE.match(line)) for line in head]
    if named != [True, False]:
        return []
    return ["byline", "title"] if _cites(contents) and not _SUBTITLE.match(head[1]) else []


def _cites(contents: Sequence[str]) -> bool:
    return any(
        line_patterns.BIBLIOGRAPHY.match(content) or _CITED.search(content) for content in contents[2:]
    ) or bool(note_list(contents))


def note_list(contents: Sequence[str]) -> range:
    """Return the numbers of the paragraphs that are notes: from 1 on, after the prose, with marks in it.

    >>> note_list(["It was so.1", "Nobody came.", "1. See Hale.", "2. Ibid."])
    range(2, 4)
    >>> note_list(["Buy three things:", "1. milk", "2. bread"])
    range(0, 0)
    """
    first = next((n for n, content in enumerate(contents) if n and _note_number(content) == 1), 0)
    while first:
        end = first
        while end < len(contents) and _note_number(contents[end]) == end - first + 1:
            end += 1
        if not any(map(_is_text, contents[end:])):
            marks = {_number(*mark.groups()) for one in contents[:first] for mark in _MARK.finditer(one)}
            return range(first, end) if marks & set(range(1, end - first + 1)) else range(0)
        first = next((n for n in range(end, len(contents)) if _note_number(contents[n]) == 1), 0)
    return range(0)


def _is_text(content: str) -> bool:
    """Whether a paragraph is prose and no entry of a bibliography."""
    return is_prose(content) and not line_patterns.LATER_REFERENCE.search(content)


def _note_number(content: str) -> int:
    found = _NUMBERED_NOTE.match(content)
    return _number(*found.groups()) if found else 0


def _number(*digits: str | None) -> int:
    return int(next(filter(None, digits)).translate(_RAISED))
