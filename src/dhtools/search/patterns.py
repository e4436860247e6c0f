"""Regular expressions over normalised texts: matches in bounded time, and the word each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from math import inf, prod
from time import monotonic
from typing import Any
from unicodedata import normalize

import regex

from ..annotation.tokens import loose_words, words_in
from ..errors import DhtoolsError

Span = tuple[int, int]

#: Repetitions in braces are written out when a pattern is compiled: this many take some 200 MB at most.
_MOST_REPEATED = 200_000
#: More lines than this in one text are nothing that anybody reads.
_MOST_MATCHES = 1_000_000
#: How far from a match without words the word is looked for that it belongs to, in characters.
_REACH = 80


class Clock:
    """The time that is left of a number of seconds."""

    def __init__(self, seconds: float) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < inf:
            raise DhtoolsError(f"seconds={seconds!r}: give a number of seconds above 0.")
        self.seconds, self.end = seconds, monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; never none, for a time-out of 0 would be an error."""
        return max(self.end - monotonic(), 1e-3)


def compile_pattern(pattern: str, ignore_case: bool) -> Any:
    """Return a pattern of the package `regex`, or say what is wrong with it."""
    if not isinstance(pattern, str):
        raise DhtoolsError(f"pattern={pattern!r} is no regular expression. Give a string.")
    if prod(max(int(times), 1) for times in re.findall(r"\{([0-9]{1,9})", pattern)) > _MOST_REPEATED:
        raise _too_costly(pattern, f"repeats more than {_MOST_REPEATED:,} times, the numbers in braces taken")
    try:
        return regex.compile(normalize("NFC", pattern), regex.IGNORECASE if ignore_case else 0)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        reason = str(error) or type(error).__name__
        raise DhtoolsError(
            f"pattern={pattern[:200]!r} is not a valid regular expression: {reason}. Where a sign like "
            "( [ * + ? is meant as it stands, write a backslash before it."
        ) from error


def find_matches(compiled: Any, text: str, text_id: str, clock: Clock) -> list[Span]:
    """Return where a compiled pattern matches, in the order of the text."""
    try:
        matches_nothing = compiled.fullmatch("", timeout=clock.left()) is not None
        found = compiled.finditer(text, timeout=clock.left())
        spans = sorted(match.span() for match in islice(found, _MOST_MATCHES + 1))
    except (TimeoutError, MemoryError, RecursionError) as error:
        seconds = f"did not end within {clock.seconds:g} seconds, or exhausts the memory (text {text_id!r})"
        raise _too_costly(compiled.pattern, seconds) from error
    if matches_nothing or any(start == end for start, end in spans):
        raise DhtoolsError(
            f"pattern={compiled.pattern[:200]!r} matches the empty string: every place of a text, or places "
            "without extent. Ask for one character at least: + instead of *, for example."
        )
    if len(spans) > _MOST_MATCHES:
        raise _too_costly(compiled.pattern, f"matches more than {_MOST_MATCHES:,} times (text {text_id!r})")
    return spans


def _too_costly(pattern: str, reason: str) -> DhtoolsError:
    return DhtoolsError(
        f"pattern={pattern[:200]!r}: it {reason}. Make it more exact: no repetition within a repetition as "
        "in (a+)+, and [^.]{0,40} instead of .*; or search fewer texts, or give more seconds."
    )


def word_of(text: str, start: int, end: int) -> Span:
    """Return the first word of a match, without words the nearest; (-1, -1) if no word is near."""
    for word in _words_near(text, start, end):
        if word[1] > start and word[0] < end:
            return word
    near = _words_near(text, max(start - _REACH, 0), min(end + _REACH, len(text)))
    return min(near, key=lambda word: (max(start - word[1], word[0] - end), -word[0]), default=(-1, -1))


def _words_near(text: str, first: int, last: int) -> Iterator[Span]:
    """Give the words of a stretch, and of what its first and last characters are a part of."""
    while first and loose_words(text[first - 1]):
        first -= 1
    while last < len(text) and loose_words(text[last]):
        last += 1
    for start, word in words_in(text[first:last]):
        yield first + start, first + start + len(word)
