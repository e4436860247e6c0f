"""Regular expressions that a user gives: compiled in bounded memory, matched in bounded time."""

from __future__ import annotations

import re
from math import inf, prod
from time import monotonic
from typing import Any

import regex

from .errors import DhtoolsError

#: Repetitions in braces are written out when a pattern is compiled: this many take some 200 MB at most.
_MOST_REPEATED = 200_000


class Clock:
    """The time that is left of a number of seconds."""

    def __init__(self, seconds: float) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < inf:
            raise DhtoolsError(f"seconds={seconds!r}: give a number of seconds above 0.")
        self.seconds, self.end = seconds, monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; never none, for a time-out of 0 would be an error."""
        return max(self.end - monotonic(), 1e-3)


def compile_given(pattern: str, *, ignore_case: bool = False) -> Any:
    """Return a pattern of the package `regex`, or say what is wrong with it.

    Raises
    ------
    DhtoolsError
        If it is no text, no regular expression, or too large.
    """
    if not isinstance(pattern, str):
        raise DhtoolsError(f"pattern={pattern!r} is no regular expression. Give a string.")
    if prod(max(int(times), 1) for times in re.findall(r"\{([0-9]{1,9})", pattern)) > _MOST_REPEATED:
        raise too_costly(pattern, f"repeats more than {_MOST_REPEATED:,} times, the numbers in braces taken")
    try:
        return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
        reason = str(error) or type(error).__name__
        raise DhtoolsError(
            f"pattern={pattern[:200]!r} is not a valid regular expression: {reason}. Where a sign like "
            "( [ * + ? is meant as it stands, write a backslash before it."
        ) from error


def matches(compiled: Any, text: str, clock: Clock, place: str) -> bool:
    """Tell whether a compiled pattern matches somewhere in a text, called by its place.

    Raises
    ------
    DhtoolsError
        If this takes more time than the clock has, or exhausts the memory.
    """
    try:
        return compiled.search(text, timeout=clock.left()) is not None
    except (TimeoutError, MemoryError, RecursionError) as error:
        seconds = f"did not end within {clock.seconds:g} seconds, or exhausts the memory ({place})"
        raise too_costly(compiled.pattern, seconds) from error


def too_costly(pattern: str, reason: str) -> DhtoolsError:
    """Return the error that says that a pattern takes too much, and what helps."""
    return DhtoolsError(
        f"pattern={pattern[:200]!r}: it {reason}. Make it more exact: no repetition within a repetition as "
        "in (a+)+, and [^.]{0,40} instead of .*; or search fewer texts, or give more seconds."
    )
