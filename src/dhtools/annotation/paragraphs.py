"""Lines and paragraphs of a text as they stand in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from statistics import quantiles
from typing import NamedTuple

#: A file whose lines are nearly all shorter than this was broken by a typist or program, not by its author.
_WRAP_WIDTH = 100
# CR CR LF is one line end: a program took CR LF for LF and added a CR
_LINE_END = re.compile(r"\r{0,2}\n|\r")
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
    """Return the offset of every line of the file (lines end in LF, CRLF or CR, also in one file)."""
    alone = raw.count("\r") - raw.count("\r\n") - raw.count("\r\r\n")
    line_end = re.compile("\n") if not alone else _LINE_END  # the common case, at twice the speed
    return [0, *(match.end() for match in line_end.finditer(raw))]


def line_of(starts: list[int], offset: int) -> int:
    """Return the number (from 1) of the line in which *offset* lies."""
    return bisect_right(starts, offset)


def paragraphs(raw: str) -> list[Paragraph]:
    """Split a text into paragraphs.

    Where every line is a paragraph, each non-empty line is one. Where lines were wrapped at a fixed width, a
    paragraph ends at an empty line; and where the file has no empty lines, before an indented line, and at a
    line that ends a sentence although the next word would still have fitted on it.
    """
    lines = _lines(raw)
    width = _wrap_width(lines)
    if width is None:
        return lines
    # the first line counts as one, and a title may have one below it
    marked = sum(line.gap for line in lines) > 2 + 0.02 * len(lines)
    joined: list[Paragraph] = []
    first = last = lines[0]
    for line in lines[1:]:
        # where no empty lines do it, an indent or a short last line marks the paragraph
        shaped = not marked and (
            line.indent > last.indent or _breaks(raw[last.start : last.end], raw, line, width)
        )
        if line.gap or shaped:
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


def _wrap_width(lines: list[Paragraph]) -> int | None:
    """Return the width at which the lines of the file were broken, or None where lines are paragraphs."""
    if len(lines) < 8:
        return None
    lengths = [line.end - line.start for line in lines]
    longest = quantiles(lengths, n=50)[-1]
    adjacent = sum(not line.gap for line in lines)
    if longest > _WRAP_WIDTH or adjacent <= 0.4 * len(lines):
        return None
    # not the longest of all: a single long line says nothing about the rest
    return max(length for length in lengths if length <= _WRAP_WIDTH)


def _breaks(last: str, raw: str, line: Paragraph, width: int) -> bool:
    """Tell whether a line ended its paragraph: the next word would have fitted, and a sentence ends."""
    if len(last) > width - 5:
        return False
    next_word = raw[line.start : line.start + width].split(maxsplit=1)[0]
    if len(last) + 1 + len(next_word) > width - 3:
        return False
    return len(last) < width / 2 or bool(_ENDS_SENTENCE.search(last[-8:]) or _TITLE_LINE.match(last))
