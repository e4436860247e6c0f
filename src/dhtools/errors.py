"""The one exception of the package, what a file system refuses in plain words, and checks of values."""

from __future__ import annotations

import difflib
import errno
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from numbers import Integral, Real
from os import PathLike
from typing import TypeGuard, TypeVar

from .escaping import terminal

Choice = TypeVar("Choice")


#: What a file system refuses, and what helps, by the number of its error.
_FULL = "the disk is full. Make room on it, or choose a folder on another disk"
_NO_RIGHTS = "your rights do not allow it. Change the rights of the folder, or choose another one"
_REFUSED = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is used up. Make room on it, or choose a folder on another disk",
    errno.EACCES: _NO_RIGHTS,
    errno.EPERM: _NO_RIGHTS,
    errno.EROFS: "the disk can only be read. Choose a folder on another disk",
    errno.ENOTDIR: "something in this path is a file, and no folder. Choose another folder",
    errno.EISDIR: "there is a folder of this name. Choose another name, or remove it",
    errno.ELOOP: "there is a link in this place. Remove it, or choose another folder",
    errno.ENAMETOOLONG: "the name is too long for this disk. Choose a shorter one",
}


class DhtoolsError(ValueError):
    """Bad input: the message says what was wrong, where, and what to do about it.

    It may name a file or a cell, which hold anything: a terminal shows the message and obeys nothing in it.
    """

    def __init__(self, message: object = "") -> None:
        super().__init__(terminal(str(message)))


class NotWritten(DhtoolsError, OSError):
    """What the file system refused to write: the message says where, why, and what to do about it."""


@contextmanager
def writing(path: str | PathLike[str]) -> Iterator[None]:
    """Turn what the file system refuses, while something is written there, into a plain sentence.

    Raises
    ------
    NotWritten
        In place of another `OSError`, but not of `FileExistsError`; the message names the path, the reason
        and the remedy.

    Examples
    --------
    >>> with writing("figures"):  # doctest: +ELLIPSIS
    ...     raise OSError(errno.ENOSPC, "No space left on device")
    Traceback (most recent call last):
        ...
    dhtools.errors.NotWritten: figures: cannot be written (No space left on device): the disk is full. ...
    """
    try:
        yield
    except (NotWritten, FileExistsError):
        raise
    except OSError as error:
        why = f" ({error.strerror})" if error.strerror else ""
        told = NotWritten(f"{path}: cannot be written{why}: {_reason(error)}.")
        told.errno = error.errno
        raise told from error


def refusal(error: OSError) -> str:
    """Return in a sentence what the file system refused, and what helps.

    Examples
    --------
    >>> refusal(OSError(errno.EROFS, "Read-only file system", "data/a.csv"))
    'data/a.csv: the disk can only be read. Choose a folder on another disk.'
    """
    if isinstance(error, NotWritten):
        return str(error)
    place = f"{error.filename2 or error.filename}: " if error.filename else ""
    return f"{place}{_reason(error)}."


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "a folder of this path is missing, or was removed meanwhile. Make it, and start again"
    if error.errno in _REFUSED:
        return _REFUSED[error.errno]
    # a library may keep only the words
    full = "no space left" in str(error).lower()
    return _FULL if full else f"{error.strerror or error}. Check this place, or choose another one"


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


def did_you_mean(given: str, known: Iterable[str], told: Mapping[str, str] | None = None) -> str:
    """Return a sentence that names the known word nearest to a mistyped one; empty if no word is near.

    *told* says more of the known words.

    Examples
    --------
    >>> did_you_mean("--tiemout", ["--timeout", "--jobs"])
    ' Did you mean --timeout?'
    """
    by_case = {word.casefold(): word for word in known}
    nearest = difflib.get_close_matches(given.casefold(), by_case, n=1)
    word = by_case[nearest[0]] if nearest else ""
    return f" Did you mean {(told or {}).get(word, word)}?" if word else ""


def is_whole(given: object, at_least: int) -> TypeGuard[int]:
    """Tell whether *given* is a whole number, Python's or numpy's, from *at_least*; True and False are not.

    Examples
    --------
    >>> is_whole(3, 1), is_whole(0, 1), is_whole(3.0, 1), is_whole(True, 1)
    (True, False, False, False)
    """
    return isinstance(given, Integral) and not isinstance(given, bool) and int(given) >= at_least


def check_whole(name: str, given: object, at_least: int, of: str = "") -> int:
    """Return *given* as an int if it is a whole number from *at_least*; *of* says what is counted.

    Raises
    ------
    DhtoolsError
        Otherwise; the message gives the option's name, the value and the values allowed.

    Examples
    --------
    >>> check_whole("width", 40, 0, "characters")
    40
    """
    if is_whole(given, at_least):
        return int(given)
    raise DhtoolsError(f"{name}={given!r}: give a whole number{of and f' of {of}'} from {at_least}.")


def check_share(
    name: str, given: object, what: str = "a share", *, zero: bool = False, one: bool = True
) -> float:
    """Return *given* as a float if it is a number from 0 to 1; *zero* and *one* allow the ends themselves.

    Raises
    ------
    DhtoolsError
        Otherwise; the message gives the option's name, the value and the values allowed.

    Examples
    --------
    >>> check_share("culling", 0, zero=True)
    0.0
    """
    number = float(given) if isinstance(given, Real) and not isinstance(given, bool) else math.nan
    if 0 < number < 1 or (zero and number == 0) or (one and number == 1):
        return number
    low, high = "0" if zero else "more than 0", "1" if one else "less than 1"
    raise DhtoolsError(f"{name}={given!r}: give {what}, {low} to {high}.")
