"""A form in its sentence: the words and marks around it, which the rules ask for."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...annotation.tokens import cut, loose_pieces
from ...wordlists.lists import persons


def word_set(spelled: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(spelled.split())


def split_words(text: str) -> list[tuple[int, str]]:
    """Return start and form of the words of a text that is not in a corpus.

    >>> split_words("Ann’s cat")
    [(0, 'Ann'), (3, '’s'), (6, 'cat')]
    """
    words, at = list[tuple[int, str]](), 0
    for number, piece in enumerate(loose_pieces(text)):
        if number % 2:
            words += [(at + offset, word) for offset, word in cut(piece)]
        at += len(piece)
    return words


THE, A = word_set("the this that these those"), word_set("a an")
POSSESSIVES = word_set("my your his her its our their 's whose")
DETERMINERS = THE | A | POSSESSIVES | word_set("no every each any some such what")
BE = word_set("be is are was were been being am isn't aren't wasn't weren't 's 're i'm it's")
LINKS = BE | word_set(
    "become becomes became remain remains remained seem seems seemed appear appears look looks looked get got"
)
PERSON_SUBJECTS = {forms[0] for person, forms in persons().items() if person != "it"} | {"who"}
SUBJECTS = PERSON_SUBJECTS | word_set("it there this that")
NOT = word_set(
    "not never nor neither no none nobody cannot can't couldn't don't doesn't didn't isn't aren't wasn't"
    " weren't hardly scarcely won't wouldn't haven't hasn't hadn't shouldn't without"
)
NEW_CLAUSE = word_set("but though although who which because while yet")
PREPOSITIONS = word_set("of in to for by on with under at from about into as than between over up")
ADVERBS = word_set(
    "also now still not often sometimes then once long ever never so always perhaps even well later today"
    " seldom otherwise much quite very rather almost"
)
NUMBERS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million"
    " billion hundreds thousands millions dozen dozens half"
)
UNITS = word_set(
    "dozen score hundred thousand million billion half third quarter year month week day hour minute decade"
    " century mile foot yard inch acre kilometre kilometer metre meter pound ton"
)
MAKING = word_set("make makes made making")


class TokenisedText(NamedTuple):
    """A text as its words.

    Attributes
    ----------
    raw : str
        The text as it stands.
    words : list of str
        In lower case with straight apostrophes.
    starts, ends : list of int
        Where each word stands in *raw*.
    opens, closes : list of int
        Of each word, the number of the first and of the last word of its sentence.
    """

    raw: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    opens: list[int]
    closes: list[int]


class TokenContext(NamedTuple):
    """Where a form stands in a text: its first and its last word."""

    text: TokenisedText
    first: int
    last: int

    def word(self, step: int) -> str:
        """Return the word so many steps before (negative) or after the form; "" beyond the sentence."""
        at = (self.first if step < 0 else self.last) + step
        inside = self.text.opens[self.first] <= at <= self.text.closes[self.first]
        return self.text.words[at] if inside else ""

    def continues_with(self, rest: list[str]) -> bool:
        """Tell whether these words follow the first one, with nothing but blanks or hyphens between."""
        words, starts, ends = self.text.words, self.text.starts, self.text.ends
        if not rest:
            return True
        if self.last > self.text.closes[self.first] or words[self.first + 1 : self.last + 1] != rest:
            return False
        gaps = (self.text.raw[ends[at] : starts[at + 1]] for at in range(self.first, self.last))
        return not any(gap.strip(" \t\r\n\xa0-‐") for gap in gaps)

    @property
    def surface(self) -> str:
        """The form as it stands."""
        return self.text.raw[self.text.starts[self.first] : self.text.ends[self.last]]

    @property
    def before(self) -> str:
        """What stands between the form and the word before it: blanks, marks, numerals."""
        begin = self.text.ends[self.first - 1] if self.first else 0
        return self.text.raw[begin : self.text.starts[self.first]]

    @property
    def after(self) -> str:
        """What stands between the form and the word after it."""
        following = self.last + 1 < len(self.text.words)
        end = self.text.starts[self.last + 1] if following else None
        return self.text.raw[self.text.ends[self.last] : end]

    def text_before(self, width: int) -> str:
        """Return up to so many characters of the sentence before the form, as they stand."""
        start, begin = self.text.starts[self.first], self.text.starts[self.text.opens[self.first]]
        return self.text.raw[max(begin, start - width) : start]

    def text_after(self, width: int) -> str:
        """Return up to so many characters of the sentence after the form, with the marks that close it."""
        start, closing = self.text.ends[self.last], self.text.closes[self.last]
        following = closing + 1 < len(self.text.words)
        end, limit = self.text.ends[closing], self.text.starts[closing + 1] if following else None
        marks = re.match(r"\S*", self.text.raw[end:limit])
        return self.text.raw[start : end + (marks.end() if marks else 0)][:width]

    @property
    def opens_sentence(self) -> bool:
        """Tell whether the form is the first of its sentence."""
        return self.first == self.text.opens[self.first]

    @property
    def is_hyphenated(self) -> bool:
        """Tell whether the form is part of a word with hyphens: *about* in *about-face*."""
        raw, start, end = self.text.raw, self.text.starts[self.first], self.text.ends[self.last]
        right = raw[end : end + 1] in ("-", "‐") and raw[end + 1 : end + 2].isalnum()
        return right or (start > 1 and raw[start - 1] in "-‐" and raw[start - 2].isalnum())


def is_negated(context: TokenContext) -> bool:
    """Tell whether a negation stands up to six words before, in the same clause."""
    for step in range(-1, -7, -1):
        word = context.word(step)
        if not word or word in NEW_CLAUSE:
            return False
        if word in NOT:
            return True
    return False


def word_before_adverbs(context: TokenContext) -> str:
    """Return the nearest word before the form that is no adverb."""
    step = -1
    while (word := context.word(step)).endswith("ly") or word in ADVERBS:
        step -= 1
    return word


def word_follows(context: TokenContext) -> bool:
    """Tell whether a word follows with nothing but blanks between."""
    return bool(context.word(1)) and not context.after.strip()


def mark_before(context: TokenContext) -> str:
    """Return the last mark between the form and the word before it, "" if there is none."""
    return context.before.strip()[-1:]
