"""Familiar words, as the formula of Dale and Chall counts them: their list, and what they count with it."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from ..wordlists.lists import participles
from .inflection import regular_bases
from .syllables import is_in_dictionary


@lru_cache(maxsize=1 << 16)
def is_familiar(word: str) -> bool:
    """Tell whether a word in small letters, without *'s*, is familiar.

    The words of Dale's list, as textstat has it, are familiar. By the instructions of 1948, so is what is
    formed from one of them with one regular ending: plurals and third persons in *-s*, *-es*, *-ies*; verbs
    in *-ed*, *-ied*, *-ing*; comparatives and superlatives in *-er* and *-est*; all of these also with a
    doubled consonant; past participles in *-n*; adverbs in *-ly*. Nouns in *-er* (*burner*) are unfamiliar: a
    word in *-er* is taken for a comparative if the dictionary has the superlative, too. Two endings
    (*clippings*) and other suffixes (*treatment*) make a word unfamiliar.

    Source: Dale and Chall (1948), A formula for predicting readability: instructions, Educational Research
    Bulletin 27(2), 37-54.

    >>> [is_familiar(word) for word in "dog dogs stopped older drawn burner revolution".split()]
    [True, True, True, True, True, False, False]
    """
    return _is_listed(word) or _is_regular_form(word) or _is_participle(word) or _is_adverb(word)


def _is_listed(word: str) -> bool:
    return word in _listed()


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    path = resources.files("textstat") / "resources" / "en" / "easy_words.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def _is_regular_form(word: str) -> bool:
    return any(
        len(base) > 2 and _is_listed(base) and (ending != "er" or is_in_dictionary(word[:-1] + "st"))
        for base, ending in regular_bases(word)
    )


def _is_participle(word: str) -> bool:
    """Tell whether a word is a participle of a listed verb, like *drawn* or *beaten*."""
    return word in _participles() and (_is_listed(word[:-1]) or _is_listed(word.removesuffix("en")))


@lru_cache(maxsize=1)
def _participles() -> frozenset[str]:
    return frozenset(word for word in participles()["word"] if word.endswith("n"))


def _is_adverb(word: str) -> bool:
    return len(word) > 4 and word.endswith("ly") and _is_listed(word[:-2])
