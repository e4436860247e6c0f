"""Lines and paragraphs of a text as they stand in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from statistics import quantiles
from typing import NamedTuple

#: A file whose lines are nearly all shorter than this was broken by a typist or program, not by its author.
_WRAP_WIDTH = 100
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’)\]*_]*\Z|[\"”’]\Z|--\Z")
_TITLE_LINE = re.compile(r"[^a-z]*[A-Z][^a-z]*\Z|(?i:chapter|book|volume|part|letter)\b.{0,60}\Z")


class Paragraph(NamedTuple):
    """A stretch of text that its layout sets apart, without the white space around it.

    Attributes
    ----------
    line : int
        First line, counted from 1.
    start, end : int
        Code points in the file.
    gap : bool
        Whether an empty line (or the beginning of the file) stands before it.
    indent : int
        White space before its first character, in characters.
    """

    line: int
    start: int
    end: int
    gap: bool
    indent: int


def line_starts(raw: str) -> list[int]:
    """Return the offset of every line of the file (lines end in LF or CRLF; in CR where there is no LF)."""
    newline = "\n" if "\n" in raw else "\r"
    starts = [0]
    starts.extend(match.end() for match in re.finditer(newline, raw))
    return starts


def line_of(starts: list[int], offset: int) -> int:
    """Return the number (from 1) of the line in which *offset* lies."""
    return bisect_right(starts, offset)


def paragraphs(raw: str) -> list[Paragraph]:
    """Split a text into paragraphs.

    Where every line is a paragraph, each non-empty line is one. Where lines were wrapped at a fixed width, a
    paragraph ends at an empty line; and where the file has no empty lines, at a line that ends a sentence although
    the next word would still have fitted on it.
    """
    lines = _lines(raw)
    if not _is_wrapped(lines):
        return lines
    width = max(line.end - line.start for line in lines)
    marked = sum(line.gap for line in lines) > 0.02 * len(lines)
    joined: list[Paragraph] = []
    first = last = lines[0]
    for line in lines[1:]:
        if line.gap or (not marked and _breaks(raw[last.start : last.end], raw, line, width)):
            joined.append(first._replace(end=last.end))
            first = line
        last = line
    joined.append(first._replace(end=last.end))
    return joined


def _lines(raw: str) -> list[Paragraph]:
    """Return the non-empty lines, each as a paragraph of its own."""
    starts = line_starts(raw)
    found = []
    gap = True
    for number, (begin, after) in enumerate(zip(starts, [*starts[1:], len(raw)], strict=True), start=1):
        line = raw[begin:after].rstrip()
        content = line.lstrip()
        if content:
            start = begin + len(line) - len(content)
            found.append(Paragraph(number, start, start + len(content), gap, start - begin))
        gap = not content
    return found


def _is_wrapped(lines: list[Paragraph]) -> bool:
    if len(lines) < 8:
        return False
    longest = quantiles((line.end - line.start for line in lines), n=50)[-1]
    adjacent = sum(not line.gap for line in lines)
    return longest <= _WRAP_WIDTH and adjacent > 0.4 * len(lines)


def _breaks(last: str, raw: str, line: Paragraph, width: int) -> bool:
    """Tell whether a line ended its paragraph: the next word would have fitted, and sense or form ends there."""
    if len(last) > width - 5:
        return False
    next_word = raw[line.start : line.start + width].split(maxsplit=1)[0]
    if len(last) + 1 + len(next_word) > width - 3:
        return False
    return len(last) < width / 2 or bool(_ENDS_SENTENCE.search(last[-8:]) or _TITLE_LINE.match(last))
