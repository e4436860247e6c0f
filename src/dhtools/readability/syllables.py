"""Syllables of words: from the pronouncing dictionary that textstat reads, and a rule for initialisms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

_INITIALS = re.compile(r"[A-Z]{2,5}s?\Z")
_VOWELS = frozenset("AEIOUY")
#: An initialism that is longer than this is read as a word if it can be: NATO, but USA.
_SPELLED = 3


def count_syllables(words: Iterable[str]) -> npt.NDArray[np.int64]:
    """Count the syllables of words.

    Parameters
    ----------
    words : iterable of str
        As they stand, case kept. A numeral is no word.

    Returns
    -------
    array of int
        From the CMU Pronouncing Dictionary, or by hyphenation where it lacks a word (both by textstat). An
        initialism, two to five capitals of which no more than three or none of them a vowel, is spelled: a
        syllable a letter, three for W. A final *'s* counts as the word is said: one more after s, x, z, ch or
        sh, otherwise none.

    Examples
    --------
    >>> count_syllables(["revolution", "GPU", "NKVD", "Stalin's", "WSWS", "class's"]).tolist()
    [4, 3, 4, 2, 8, 2]
    """
    return np.array([_syllables(word) for word in words], dtype=np.int64)


@lru_cache(maxsize=200_000)
def _syllables(word: str) -> int:
    stem, possessive = re.subn(r"(?<=.)['’][sS]\Z", "", word)
    if _spelled(stem):
        letters = stem.rstrip("s")
        return len(letters) + 2 * letters.count("W")
    hissing = bool(possessive) and stem.lower().endswith(("s", "x", "z", "ch", "sh"))
    return max(_dictionary(stem.lower().replace("’", "'")), 1) + hissing


def _spelled(word: str) -> bool:
    if not _INITIALS.match(word):
        return False
    letters = word.rstrip("s")
    return len(letters) <= _SPELLED or not _VOWELS & set(letters)


def _dictionary(word: str) -> int:
    from textstat import textstat  # it reads its dictionary when it is imported

    return int(textstat.syllable_count(word))
