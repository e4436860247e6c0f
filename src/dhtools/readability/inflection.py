"""Regular inflection: what an English word may be a regular form of."""

from __future__ import annotations

from collections.abc import Iterator

#: The regular endings of nouns, verbs and adjectives.
ENDINGS = ("s", "es", "ed", "ing", "er", "est")
#: Letters after which the plural and the third person take *-es*.
_BEFORE_ES = ("s", "x", "z", "ch", "sh", "o")


def regular_bases(word: str) -> Iterator[tuple[str, str]]:
    """Yield the words that a word in small letters may be a regular form of, each with the ending.

    Before an ending a consonant may be doubled, a final *e* left out, and *y* written as *i*.

    >>> list(regular_bases("stopped"))
    [('stopp', 'ed'), ('stoppe', 'ed'), ('stop', 'ed')]
    >>> list(regular_bases("ladies"))
    [('ladie', 's'), ('lady', 'es')]
    """
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield from ((base, ending) for base in _bases(stem, ending))


def _bases(stem: str, ending: str) -> Iterator[str]:
    if ending == "s":
        yield from () if stem.endswith(("s", "i", "u")) else (stem,)
        return
    if ending != "es" or stem.endswith(_BEFORE_ES):
        yield stem
    if ending != "es":
        yield stem + "e"
        if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
            yield stem[:-1]
    if stem.endswith("i") and ending != "ing":
        yield stem[:-1] + "y"
    if stem.endswith("y") and ending == "ing":
        yield stem[:-1] + "ie"
