"""Syllables of other languages than English: groups of vowels, by rules that stand with the lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..wordlists.languages import language_list


def count_vowel_groups(words: Iterable[str], language: str) -> npt.NDArray[np.int64]:
    """Count the syllables of words by their groups of vowels, 1 or more each.

    ``syllables.csv`` of the language gives the vowels, the places inside a group where a syllable ends
    (*apart*: *Na-ti-on*), and vowels that are not said (*silent*: the *e* of *robe*).

    Raises `DhtoolsError` if there are no lists of the language.

    >>> count_vowel_groups(["Straße", "Nation", "Bauer", "Theater"], "de").tolist()
    [2, 3, 2, 3]
    >>> count_vowel_groups(["robe", "qui", "ouvrier", "théâtre"], "fr").tolist()
    [1, 1, 3, 2]
    """
    return np.array([_count(word.lower(), language) for word in words], dtype=np.int64)


def has_syllables(language: str) -> bool:
    """Tell whether there is a rule for the syllables of a language."""
    return bool(language_list(language, "syllables"))


@lru_cache(maxsize=1 << 16)
def _count(word: str, language: str) -> int:
    word = word.replace("’", "").replace("'", "")
    for silent in _patterns(language, "silent"):
        word = silent.sub(lambda match: match.group().removesuffix(match["silent"]), word)
    groups = sum(len(vowels.findall(word)) for vowels in _patterns(language, "vowels"))
    return max(1, groups + sum(len(apart.findall(word)) for apart in _patterns(language, "apart")))


@lru_cache
def _patterns(language: str, kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, language_list(language, "syllables", kind)))
