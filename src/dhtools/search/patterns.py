"""Regular expressions over normalised texts: matches in bounded time, and the word each belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from unicodedata import normalize

from ..annotation.tokens import loose_words, words_in
from ..errors import DhtoolsError
from ..given_patterns import Clock, compile_given, too_costly

Span = tuple[int, int]

#: More lines than this in one text are nothing that anybody reads.
_MOST_MATCHES = 1_000_000
#: How far from a match without words the word is looked for that it belongs to, in characters.
_REACH = 80


def compile_pattern(pattern: str, ignore_case: bool) -> Any:
    """Return a pattern for normalised texts, or say what is wrong with it."""
    normal = normalize("NFC", pattern) if isinstance(pattern, str) else pattern
    return compile_given(normal, ignore_case=ignore_case)


def find_matches(compiled: Any, text: str, text_id: str, clock: Clock) -> list[Span]:
    """Return where a compiled pattern matches, in the order of the text."""
    try:
        matches_nothing = compiled.fullmatch("", timeout=clock.left()) is not None
        found = compiled.finditer(text, timeout=clock.left())
        spans = sorted(match.span() for match in islice(found, _MOST_MATCHES + 1))
    except (TimeoutError, MemoryError, RecursionError) as error:
        seconds = f"did not end within {clock.seconds:g} seconds, or exhausts the memory (text {text_id!r})"
        raise too_costly(compiled.pattern, seconds) from error
    if matches_nothing or any(start == end for start, end in spans):
        raise DhtoolsError(
            f"pattern={compiled.pattern[:200]!r} matches the empty string: every place of a text, or places "
            "without extent. Ask for one character at least: + instead of *, for example."
        )
    if len(spans) > _MOST_MATCHES:
        raise too_costly(compiled.pattern, f"matches more than {_MOST_MATCHES:,} times (text {text_id!r})")
    return spans


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
