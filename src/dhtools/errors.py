"""The one exception of the package, and the one check of a choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Choice = TypeVar("Choice")


class DhtoolsError(ValueError):
    """Bad input: the message says what was wrong, where, and what to do about it."""


def check_choice(name: str, given: Choice, allowed: Iterable[Choice]) -> Choice:
    """Return *given* if it is one of *allowed*.

    Raises
    ------
    DhtoolsError
        Otherwise; the message gives the option's name, the value and the values allowed.

    Examples
    --------
    >>> check_choice("voice", "author", ["author", "quoted"])
    'author'
    """
    options = list(allowed)
    if given in options:
        return given
    listed = ", ".join(repr(option) for option in options)
    raise DhtoolsError(f"{name}={given!r} is not known. Choose one of: {listed}.")
