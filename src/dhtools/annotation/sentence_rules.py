"""What tells the end of a sentence in a language: its abbreviations, ordinals, and words that begin one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..wordlists.languages import language_list
from ..wordlists.lists import function_words

_BLANK = "[ \xa0\u2009\u202f]"
_INITIAL = r"(?:{0}|(?:{0}\.)+{0}|{0}\.-{0}|(?:Th|Ch|Kh|Yu|Ya|Zh|Sh)\Z)\Z"
#: English texts have had initials of these letters only.
_CAPITALS = {"en": "[A-Z]"}
_ANY_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž\u0400-\u042f]"
#: As many digits as the number of a day, a century or an army has.
_FEW = re.compile(r"\d{1,2}\Z|[IVXL]+\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+\S+\Z")
_NEVER = re.compile(r"(?!)")


class SentenceRules(NamedTuple):
    """The rules of one language; words and abbreviations in small letters, without blanks and last stop."""

    before_name: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    initial: re.Pattern[str]
    spaced: re.Pattern[str]
    inside: re.Pattern[str]
    before_ordinal: frozenset[str]
    after_ordinal: frozenset[str]
    #: *Mag* is short for a degree, *mag* is a word.
    words: frozenset[str]

    def abbreviated(self, text: str, stop: int, word: str) -> str:
        """Return *word*, which stands before a stop, with what belongs to it (*z.B* for *B*)."""
        match = self.spaced.search(text, max(0, stop - 12), stop)
        if match:
            return re.sub(r"\s", "", match.group())
        return "" if word in self.words else word

    def is_ordinal(self, text: str, stop: int, numeral: str, following: str) -> bool:
        """Tell whether the stop makes an ordinal: *am 3. März*, *im 19. Jahrhundert*, *der 2. Weltkrieg*."""
        if not (self.before_ordinal and _FEW.match(numeral)):
            return False
        before = _WORD_BEFORE.search(text, max(0, stop - 30), stop)
        named = before is not None and before[1].lower() in self.before_ordinal
        return following in self.after_ordinal or (named and following.lower() not in self.starters)


@lru_cache
def sentence_rules(language: str) -> SentenceRules:
    """Return the rules of a language, by its code.

    They are made of its lists: ``abbreviations.csv``, ``ordinals.csv`` with ``months.csv``, and
    ``sentence_starters.csv``. Where the last is missing, every function word may begin a sentence.
    """
    every = language_list(language, "abbreviations")
    before_name, before_number, may_end = (
        frozenset(_squeezed(form) for form in language_list(language, "abbreviations", kind))
        for kind in ("name", "number", "end")
    )
    spaced, inside = _spaced(sorted((form for form in every if ". " in form), key=len, reverse=True))
    numbered = language_list(language, "abbreviations", "number")
    before_ordinal = frozenset(language_list(language, "ordinals", "before"))
    after = (*language_list(language, "ordinals", "after"), *language_list(language, "months"))
    return SentenceRules(
        *(before_name, before_number, may_end),
        starters=frozenset(language_list(language, "sentence_starters") or function_words(language)),
        initial=re.compile(_INITIAL.format(_CAPITALS.get(language, _ANY_CAPITAL))),
        spaced=spaced,
        inside=inside,
        before_ordinal=before_ordinal,
        after_ordinal=frozenset(after) if before_ordinal else frozenset(),
        words=frozenset(form.lower() for form in every if form[0].isupper() and form not in numbered)
        & frozenset(function_words(language)),
    )


def _squeezed(abbreviation: str) -> str:
    return abbreviation.replace(" ", "").lower()


def _spaced(abbreviations: list[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of abbreviations of several parts: before their last stop, and at a stop inside."""
    if not abbreviations:
        return _NEVER, _NEVER
    wholes, inside = [], []
    for abbreviation in abbreviations:
        parts = [re.escape(part) for part in abbreviation.split(". ")]
        wholes.append(rf"\.{_BLANK}?".join(parts))
        inside += [
            rf"(?<=(?<!\w){parts[n]})\.(?={_BLANK}?" + rf"\.{_BLANK}?".join(parts[n + 1 :]) + r"\.)"
            for n in range(len(parts) - 1)
        ]
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(wholes)})\Z", re.IGNORECASE)
    return whole, re.compile("|".join(inside), re.IGNORECASE)
