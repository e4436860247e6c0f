"""Numbers in words: how many of a thing, and numbers too long to be read."""

from __future__ import annotations

from math import floor, log10

#: A whole number with more digits is written as a power of ten.
_MOST_DIGITS = 18


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are, in the singular of one.

    * thing: In the singular; the last of several words becomes a plural.

    >>> counted(1, "text"), counted(1200, "one-author pair"), counted(0, "boundary"), counted(3, "stress")
    ('1 text', '1,200 one-author pairs', '0 boundaries', '3 stresses')
    """
    return f"{readable(number)} {thing if number == 1 else plural(thing)}"


def plural(thing: str) -> str:
    """Return the regular plural of a noun.

    >>> plural("class"), plural("study"), plural("day"), plural("choice")
    ('classes', 'studies', 'days', 'choices')
    """
    if thing.endswith(("s", "x", "ch", "sh")):
        return f"{thing}es"
    if thing.endswith("y") and thing[-2:-1] not in "aeiou":
        return f"{thing[:-1]}ies"
    return f"{thing}s"


def readable(number: int) -> str:
    """Return a whole number with commas; one of more than 18 digits as a power of ten.

    >>> readable(77520), readable(3 * 10**40), readable(10**18 - 1), readable(7**9999)
    ('77,520', 'more than 10^40', '999,999,999,999,999,999', 'more than 10^8450')
    """
    if abs(number) < 10**_MOST_DIGITS:
        return f"{int(number):,}"
    return f"more than 10^{floor(log10(abs(number)))}"  # its digits are not written: Python refuses thousands


def joined(things: list[str]) -> str:
    """Return things as a list in a sentence.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))
