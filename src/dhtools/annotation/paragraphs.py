"""Lines and paragraphs of a text as they stand in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from statistics import quantiles
from typing import NamedTuple

from .verse import verse_runs

#: A file whose lines are nearly all shorter than this was broken by a typist or program, not by its author.
_WRAP_WIDTH = 100
# CR CR LF is one line end: a program took CR LF for LF and added a CR
_LINE_END = re.compile(r"\r{0,2}\n|\r")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’)\]*_]*\Z|[\"”’]\Z|--\Z")
#: The line that begins or ends the text in a file of Project Gutenberg.
_FRAME_LINE = re.compile(r"\*{3} ?(?:START|END) OF|\*END\*", re.IGNORECASE)
#: The name of a speaker on a line of its own, in a play.
_SPEAKER_LINE = re.compile(r"(?!(?:ACT|SCENE|PART|BOOK|CHAPTER)\b)[A-Z][A-Z’'. -]{1,30}\Z")
#: A line of a chat or a list, or an author, goes on with no sentence.
_NEW_LINE = re.compile(r"[^\W\d_][\w ]{0,20}:\s|by\b|[^\w\"“‘'(]", re.IGNORECASE)
#: The number of a page in a table of contents.
_LEADER = re.compile(r"(?:\.{3,}|…|\s{3,})\s*\d{1,4}\Z")
_TITLE_LINE = re.compile(r"[^a-z]*[A-Z][^a-z]*\Z|(?i:chapter|book|volume|part|letter)\b.{0,60}\Z")


#: So many lines, empty ones counted, may stand above a text.
_HEAD = 12


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
    is_verse : bool
        Whether its lines are verse between paragraphs of prose.
    """

    line: int
    start: int
    end: int
    gap: bool
    indent: int
    is_verse: bool = False


def line_starts(raw: str) -> list[int]:
    """Return the offset of every line of the file (lines end in LF, CRLF or CR, also in one file)."""
    alone = raw.count("\r") - raw.count("\r\n") - raw.count("\r\r\n")
    if alone:
        return [0, *(match.end() for match in _LINE_END.finditer(raw))]
    return [
        0,
        *accumulate(len(line) + 1 for line in raw.split("\n")[:-1]),
    ]  # the common case, at twice the speed


def line_of(starts: list[int], offset: int) -> int:
    """Return the number (from 1) of the line in which *offset* lies."""
    return bisect_right(starts, offset)


def line_ends(raw: str, first: int, last: int) -> int:
    r"""Count the lines that end after *first*, which is inside no line end, and at *last* or before it.

    Examples
    --------
    >>> line_ends("a\r\nb\rc\nd", 0, 5), line_ends("a\r\nb", 0, 2)
    (2, 0)
    """
    if raw.count("\r", first, last) == raw.count("\r\n", first, last):
        return raw.count("\n", first, last)
    return sum(match.end() <= last for match in _LINE_END.finditer(raw, first, last + 2))


def paragraphs(raw: str) -> list[Paragraph]:
    """Split a text into paragraphs.

    Where every line is a paragraph, each non-empty line is one (in a play, with the name of the speaker on
    the line above). Where lines were wrapped at a fixed width, a paragraph ends at an empty line; and where
    the file has no empty lines, before an indented line, and at a line that ends a sentence although the next
    word would still have fitted on it. The first short lines are one each.
    """
    lines = _lines(raw)
    width = _wrap_width(lines, raw)
    lines = _with_verse(lines, raw, width)
    if width is None:
        return _with_speakers(lines, raw)
    # the first line counts as one, and a title may have one below it
    marked = sum(line.gap for line in lines) > 2 + 0.02 * len(lines)
    joined: list[Paragraph] = []
    first = last = lines[0]
    starred = "*" in raw
    opening = True
    for line in lines[1:]:
        # author, course and title stand above the text, a short line each
        opening = opening and line.line <= _HEAD and max(_length(last), _length(line)) < width / 2
        # where no empty lines do it, an indent or a short last line marks the paragraph
        shaped = not marked and (
            line.indent > last.indent or _breaks(raw[last.start : last.end], raw, line, width)
        )
        if line.is_verse != last.is_verse:
            shaped = True
        elif line.is_verse:
            shaped = opening = False
        if line.gap or opening or shaped or (starred and _framed(last, line, raw)):
            joined.append(first._replace(end=last.end))
            first = line
        last = line
    joined.append(first._replace(end=last.end))
    return joined


def _length(line: Paragraph) -> int:
    return line.end - line.start


def _lines(raw: str) -> list[Paragraph]:
    """Return the non-empty lines, each as a paragraph of its own."""
    starts = line_starts(raw)
    found: list[Paragraph] = []
    gap, paged = True, "\f" in raw
    for number, (begin, after) in enumerate(zip(starts, [*starts[1:], len(raw)], strict=True), start=1):
        line = raw[begin:after].rstrip()
        content = line.lstrip()
        page_break = paged and "\f" in raw[begin:after]
        if page_break:
            gap = gap or _sentence_ended(raw, found)
        if content:
            start = begin + len(line) - len(content)
            margin = raw.rfind("\f", begin, start) + 1 if page_break else 0
            found.append(Paragraph(number, start, start + len(content), gap, start - max(begin, margin)))
        if content or not page_break:
            gap = not content
    return found


def _sentence_ended(raw: str, lines: list[Paragraph]) -> bool:
    """Tell whether the last line ends a sentence: then a page break after it ends a paragraph, too."""
    last = raw[max(0, lines[-1].end - 8) : lines[-1].end] if lines else ""
    return not last or _ENDS_SENTENCE.search(last) is not None


def _with_verse(lines: list[Paragraph], raw: str, width: int | None) -> list[Paragraph]:
    """Return the lines, those of verse marked."""
    contents = [raw[line.start : line.end] for line in lines]
    # most lines of prose are as long as they can be
    usual = None if width is None else sorted(map(len, contents))[9 * len(lines) // 10]
    for first, last in verse_runs(contents, [line.gap for line in lines], usual):
        lines[first : last + 1] = [line._replace(is_verse=True) for line in lines[first : last + 1]]
    return lines


def _with_speakers(lines: list[Paragraph], raw: str) -> list[Paragraph]:
    """Join names in capitals that stand above speech to it, if one of them does so more than once."""
    over = (raw[one.start : one.end] for one, other in pairwise(lines) if one.gap and not other.gap)
    names = Counter(filter(_SPEAKER_LINE.match, over))
    if max(names.values(), default=0) < 2:
        return lines
    joined: list[Paragraph] = []
    speaking = False
    for line in lines:
        if speaking and not line.gap:
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
            speaking = line.gap and raw[line.start : line.end] in names
    return joined


def _framed(last: Paragraph, line: Paragraph, raw: str) -> bool:
    """Whether a line of the frame of Project Gutenberg begins here, or has just ended."""
    begins = _FRAME_LINE.match(raw, line.start, line.end)
    return begins is not None or (raw.startswith("***", last.end - 3) and last.end - last.start > 9)


def _wrap_width(lines: list[Paragraph], raw: str) -> int | None:
    """Return the width at which the lines of the file were broken, or None where lines are paragraphs."""
    if len(lines) < 8:
        return _width_of_few(lines, raw)
    lengths = [line.end - line.start for line in lines]
    longest = quantiles(lengths, n=50)[-1]
    adjacent = sum(not line.gap for line in lines)
    if longest > _WRAP_WIDTH or adjacent <= 0.4 * len(lines):
        return None
    # not the longest of all: a single long line says nothing about the rest
    return max(length for length in lengths if length <= _WRAP_WIDTH)


def _width_of_few(lines: list[Paragraph], raw: str) -> int | None:
    """Return the width of a few lines if more of them go on in the next than end in themselves."""
    width = max((line.end - line.start for line in lines), default=0)
    words = len(raw[: 8 * _WRAP_WIDTH].split())
    if width > _WRAP_WIDTH or words < 3 * len(lines):
        return None
    balance = sum(_goes_on(one, other, raw, width) for one, other in pairwise(lines) if not other.gap)
    return width if balance > 0 else None


def _goes_on(one: Paragraph, other: Paragraph, raw: str, width: int) -> int:
    """Return 1 if a line goes on in the next, -1 if it ends in itself, 0 if either may be so."""
    if _NEW_LINE.match(raw, other.start) or _LEADER.search(raw, one.start, one.end):
        return -1
    next_word = raw[other.start : other.end].split(maxsplit=1)[0]
    full = one.end - one.start + 1 + len(next_word) > width
    if _ENDS_SENTENCE.search(raw[one.end - 8 : one.end]):
        return 0 if full else -1
    if full or next_word[0].islower():
        return 1
    return 0 if raw[one.end - 1] in ",;" else -1


def _breaks(last: str, raw: str, line: Paragraph, width: int) -> bool:
    """Tell whether a line ended its paragraph: the next word would have fitted, and a sentence ends."""
    if len(last) > width - 5:
        return False
    next_word = raw[line.start : line.start + width].split(maxsplit=1)[0]
    if len(last) + 1 + len(next_word) > width - 3:
        return False
    if next_word[0].islower() and not _ENDS_SENTENCE.search(last[-8:]):
        return False  # a short line of verse
    return len(last) < width / 2 or bool(_ENDS_SENTENCE.search(last[-8:]) or _TITLE_LINE.match(last))
