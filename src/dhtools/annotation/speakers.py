"""Who speaks in a quotation, where the words around it name the speaker."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..wordlists.languages import language_list
from ..wordlists.lists import function_words, reporting_verbs
from .quotation_words import before_verb, reporting_forms

_PARTICLE = "(?:de|von|van|of)"
_NO_NAME = frozenset(
    str.split(
        "The This That These Those He She It They We You I In On At By For From As And But If When While"
        " After Before During Under Two Three His Her Their Its Our My Your What Who There Here Then Thus"
        " Today Later Once Following An A To Of"
    )
)
#: In these languages a noun begins with a capital: with an article before it, it is no name.
_CAPITAL_NOUNS = frozenset({"de"})
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž\u0400-\u042f]"
_SMALL = "[a-zß-öø-ÿ\u0430-\u044f]"
_REACH = 260


class _Patterns(NamedTuple):
    """What names a speaker in one language."""

    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    no_name: frozenset[str]
    no_noun: frozenset[str]


def _name(capital: str, small: str, particle: str, titles: str = "(?!)", *, last: int = 4) -> str:
    word = rf"(?:{titles}\.|{capital}(?:[\w’'-]*{small}[\w’'-]*|\.))"
    return rf"(?P<name>{word}(?:\s+(?:{particle}\s+)?{word}){{0,{last}}})"


@lru_cache
def _patterns(language: str) -> _Patterns:
    return _english() if language == "en" else _listed(language)


def _english() -> _Patterns:
    name = _name("[A-Z]", "[a-z]", _PARTICLE, last=3)
    verb = f"(?:{'|'.join(reporting_verbs('speaker')['form'])})"
    adverb = r"(?:\s+(?:\w+ly|later|then|once|again|had|has|also))?"
    before = (
        rf"(?:[Aa]ccording to|[Ii]n the words of)\s+{name}",
        rf"(?<![Tt]he )\b{name}(?:,\s[^.;:!?“”\"‘’]{{0,100}},)?{adverb}\s+{verb}\b",
    )
    after = (
        rf"\W{{1,4}}\s*{verb}\s+(?:(?:the|old|poor|young)\s+)?{name}",
        rf"\W{{1,4}}\s*{name}{adverb}\s+{verb}\b",
    )
    return _Patterns(tuple(map(re.compile, before)), tuple(map(re.compile, after)), _NO_NAME, frozenset())


def _listed(language: str) -> _Patterns:
    titles = [form for form in language_list(language, "abbreviations", "name") if form[:1].isupper()]
    name = _name(
        _CAPITAL, _SMALL, "(?:de|du|von|van|zu|della|di)", f"(?:{'|'.join(map(re.escape, titles)) or '(?!)'})"
    )
    verb = rf"{before_verb(language)}{reporting_forms(language, 'beside')}"
    beside = rf"(?:{verb}|{reporting_forms(language, 'after')})"
    cues = "|".join(map(re.escape, language_list(language, "quotation_cues", "speaker"))) or "(?!)"
    before = (
        rf"\b(?i:{cues})\s+{name}",
        rf"\b{name}(?:,\s[^.;:!?“”„»«\"‘’]{{0,100}},)?\s+{verb}\b",
    )
    after = (rf"\W{{1,4}}\s*{beside}\s+{name}", rf"\W{{1,4}}\s*{name}\s+{verb}\b")
    no_name = frozenset(word.capitalize() for word in function_words(language))
    kinds = ("article", "determiner") if language in _CAPITAL_NOUNS else ()
    no_noun = {word for kind in kinds for word in language_list(language, "function_words", kind)}
    return _Patterns(
        tuple(map(re.compile, before)), tuple(map(re.compile, after)), no_name, frozenset(no_noun)
    )


def name_speaker(raw: str, start: int, end: int, floor: int, language: str = "en") -> str | None:
    """Return the name of the speaker of ``raw[start:end]``, or None where no reporting phrase names one.

    Parameters
    ----------
    raw : str
    start, end : int
        Content of the quotation.
    floor : int
        How far back the words before may be looked at (the beginning of the paragraph, or of the one that
        leads in).
    language : str
        The code of the language whose reporting verbs are read.
    """
    patterns = _patterns(language)
    before = _last_sentence(raw[max(floor, start - _REACH) : start])
    for pattern in patterns.before:
        names = [name for match in pattern.finditer(before) if (name := _tidy(match, patterns))]
        if names:
            return names[-1]
    after = raw[end : end + 90].split("\n\n")[0]
    for pattern in patterns.after:
        match = pattern.match(after)
        if match and (name := _tidy(match, patterns)):
            return name
    return None


def _last_sentence(words: str) -> str:
    """Return what stands after the last full stop that is followed by a capital (initials do not count)."""
    return re.split(r"(?<=[a-z\d)”’\"][.!?])\s+(?=[A-Z])", words)[-1]


def _tidy(match: re.Match[str], patterns: _Patterns) -> str | None:
    words = match["name"].split()
    if patterns.no_noun:
        ahead = match.string[: match.start("name")].split()[-2:]
        if not patterns.no_noun.isdisjoint(word.lower() for word in (*ahead, words[0])):
            return None
    while words and words[0] in patterns.no_name:
        words.pop(0)
    return " ".join(words) or None
