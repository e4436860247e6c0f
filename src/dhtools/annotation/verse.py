"""Verse between paragraphs of prose: mottoes, songs and lines that a novel quotes.

Verse is told by its lines: several in a row break before the margin, begin with a capital and go on in the
next. Short lines of dialogue, letters, lists and headings do as well; what is theirs is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

#: A line of verse is no longer than this share of the lines of prose, nor shorter than so many characters.
_WIDEST, _SHORTEST = 0.85, 8
#: A break before the margin leaves so many characters beside the word that would have fitted.
_ROOM = 6
#: The share of a text above which it is a poem or a play, and its verse what the author says.
_MOST = 0.2
_CAPITAL = re.compile(r"[\W_]*[A-ZÀ-ÖØ-Þ]")
_NUMBERED = re.compile(r"[\W_]*(?:[IVXLC]+|\d+)\b(?:[.:)]|\s+[A-Z])|(?i:chapter|book|volume|part)\b")
_CLOSED = re.compile(r"(?:[.!?…]|--|—|\s-) ?[\"'”’»)\]*_]*\Z")
_GOES_ON = re.compile(r"[,;:][\"'”’]?\Z")
_LISTED = re.compile(r"[;:]\s*\Z")
_INTRODUCES = re.compile(r"(?::|[:,](?:--|—))\s*\Z")
_LEADS_IN = re.compile(r"[:—-]\s*\Z")
_QUOTED = re.compile(r"[\"'“‘«„].*[\"'”’»“]\W*\Z", re.DOTALL)
#: What is said beside a quotation: *,” said Tom*.
_TAG = re.compile(
    r"[,.?!—-][\"'”’]\s*(?:[a-z]|I\b|[A-Z]\w+ [a-z])|[\"'”’],? (?:said|replied|cried|asked|answered)"
    r"|\b(?:said|says|cried|replied|answered)\b"
)
_LETTER = re.compile(
    r"\b(?:yours?|servants?|affectionate|obedient|humble|dutiful|sincerely|faithfully|truly|dear|sir|madam|esq|signed"
    r"|messrs)\b|\bI (?:am|remain|have the honou?r)\b",
    re.IGNORECASE,
)


def verse_runs(lines: Sequence[str], gaps: Sequence[bool], width: int | None) -> list[tuple[int, int]]:
    """Return the first and the last line of each run of verse; none in a poem or a play.

    * lines: The lines of the text that are not empty.
    * gaps: Whether an empty line stands before each.
    * width: That of the lines of prose; None where each is a whole paragraph.

    >>> prose = "The minister had been to see the bridge, and he came back in the evening"
    >>> song = ["The bridge it stood for many a year,", "And nobody was drowned,"]
    >>> verse_runs([*[prose] * 20, "So she sang:", *song, "Until the water rose.", prose], [False] * 25, 72)
    [(21, 23)]
    """
    room = width if width is not None else 72
    shapes = [_may_be_verse(lines, gaps, n, room, wrapped=width is not None) for n in range(len(lines))]
    # two short paragraphs are dialogue more often than a couplet
    least = 3 if width is None else 2
    runs = _runs(shapes, gaps)
    found = [verse for run in runs if len(run) >= least and (verse := _verse(lines, run, room))]
    return found if sum(last - first + 1 for first, last in found) <= _MOST * len(lines) else []


def _runs(shapes: Sequence[bool], gaps: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the numbers of lines in a row that may be verse; an empty line begins a new row."""
    stanza = 0

    def key(n: int) -> tuple[bool, int]:
        nonlocal stanza
        stanza += gaps[n]
        return shapes[n], stanza

    for (may_be, _), run in groupby(range(len(shapes)), key):
        if may_be:
            yield list(run)


def _may_be_verse(lines: Sequence[str], gaps: Sequence[bool], n: int, width: int, *, wrapped: bool) -> bool:
    line = lines[n]
    if not _SHORTEST <= len(line) <= _WIDEST * width:
        return False
    if wrapped and n + 1 < len(lines) and not gaps[n + 1]:
        next_word = lines[n + 1].split(maxsplit=1)[0]
        if len(line) + 1 + len(next_word) > width - _ROOM:
            return False
    return (
        _CAPITAL.match(line) is not None
        and not line.isupper()
        and not _NUMBERED.match(line)
        and not _TAG.search(line)
    )


def _verse(lines: Sequence[str], run: list[int], width: int) -> tuple[int, int] | None:
    """Return first and last line of a run that is verse; a line that leads in to something is none of it."""
    while run and _INTRODUCES.search(lines[run[-1]]):
        run.pop()
    while run and _INTRODUCES.search(lines[run[0]]):
        run.pop(0)
    if len(run) < 2:
        return None
    verse = [lines[n] for n in run]
    is_verse = _is_couplet(verse, lines[run[0] - 1] if run[0] else "") if len(run) == 2 else _is_stanza(verse)
    if not is_verse or _LETTER.search(" ".join(verse)):
        return None
    return run[0], run[-1] + _goes_on_in_next(lines, run[-1], width)


def _goes_on_in_next(lines: Sequence[str], last: int, width: int) -> int:
    """Return 1 if the next line, longer than the others, ends what the last one leaves open."""
    following = lines[last + 1] if last + 1 < len(lines) else ""
    is_line = len(following) <= width and _CAPITAL.match(following) and not _TAG.search(following)
    is_end = is_line and _CLOSED.search(following)
    return int(bool(is_end) and not _CLOSED.search(lines[last]))


def _is_couplet(verse: Sequence[str], before: str) -> bool:
    """Whether two lines of like length stand in quotation marks, or after words that lead in to them."""
    first, last = verse
    is_even = min(map(len, verse)) >= 0.6 * max(map(len, verse)) and all(
        len(one.split()) > 3 for one in verse
    )
    is_led = _LEADS_IN.search(before) or _QUOTED.match(f"{first} {last}")
    return bool(is_even and is_led and not _CLOSED.search(first))


def _is_stanza(verse: Sequence[str]) -> bool:
    """Whether at least half of the lines go on in the next, one of them after a comma, and none is long.

    A list has the same mark at the end of every line.
    """
    words = [len(line.split()) for line in verse]
    open_ended = sum(not _CLOSED.search(line) for line in verse[:-1])
    return (
        2 * open_ended >= len(verse) - 1
        and any(_GOES_ON.search(line) for line in verse[:-1])
        and not all(_LISTED.search(line) for line in verse[:-1])
        and sum(words) >= 3.5 * len(verse)
        and max(words) <= 12
    )
