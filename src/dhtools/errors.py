"""The one exception of the package, the one check of a choice, the one of a whole number."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import TypeGuard, TypeVar

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


def is_whole(given: object, least: int) -> TypeGuard[int]:
    """Tell whether *given* is a whole number, Python's or numpy's, from *least* on; True and False are none.

    Examples
    --------
    >>> is_whole(3, 1), is_whole(0, 1), is_whole(3.0, 1), is_whole(True, 1)
    (True, False, False, False)
    """
    return isinstance(given, Integral) and not isinstance(given, bool) and int(given) >= least
