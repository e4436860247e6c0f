"""Who speaks in a quotation, where the words around it name the speaker."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..wordlists.languages import language_list
from ..wordlists.lists import function_words, reporting_verbs
from .gazetteer import CAPITAL_NOUNS
from .quotation_words import any_of, before_verb, divided_verb, of_classes, reporting_forms
from .sentences import split_sentences

_PARTICLE = "(?:de|von|van|of)"
#: Words with a capital that begin a sentence and name nobody, besides function words.
_NO_NAME = frozenset(
    str.split(
        "Somebody Someone Nobody Everybody Everyone Anybody Anyone Something Nothing Everything Anything"
        " Today Later Once Following Two Three Another Others Such Yes No Oh Ah Aye Nay Well Indeed"
    )
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž\u0400-\u042f]"
_SMALL = "[a-zß-öø-ÿ\u0430-\u044f]"
_OF = r"(?:de(?:\s+la)?|du|des|(?:von|van)(?:\s+de[rnm])?|zu[rm]?|vom|della|di|del)"
#: Pronouns that stand between verb and speaker: *sagte ihm Karl*.
_OBJECTS = frozenset(("es", "sich", "mich", "dich", "ihm", "ihr", "ihnen", "mir", "dir", "uns", "euch"))
_REACH = 260
_SENTENCE = re.compile(
    r"(?<=[a-z\d)”’\"][.!?])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)\s+(?=[A-Z])"
)
_STEM = re.compile(r"['’.]|-")
#: A title that no name follows.
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Messrs|Dr|Sir|Lady|Lord|Madam|Captain|Colonel)\.?")


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
    titles = any_of(form.capitalize() for form in language_list("en", "abbreviations", "name"))
    name = _name("[A-Z]", "[a-z]", _PARTICLE, titles, last=3)
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
    no_name = _NO_NAME | {word.capitalize() for word in function_words("en")}
    return _Patterns(tuple(map(re.compile, before)), tuple(map(re.compile, after)), no_name, frozenset())


def _listed(language: str) -> _Patterns:
    titles = any_of(form for form in language_list(language, "abbreviations", "name") if form[0].isupper())
    # L’accusé is no name, but d’Artagnan is
    elided = any_of(form[:-1] for form in function_words(language) if form.endswith("'") and form != "d'")
    name = _name(rf"(?:[dD][’'])?(?!\w+lich\b|(?i:{elided})[’']){_CAPITAL}", _SMALL, _OF, titles)
    verb = rf"{before_verb(language)}{reporting_forms(language, 'beside')}"
    lead, no_subject = _lead(language), _no_subject(language)
    cues = any_of(language_list(language, "quotation_cues", "speaker"))
    opening = any_of(of_classes(language, "adverb", "preposition", "conjunction"))
    before = (
        rf"\b(?i:{cues})\s+{lead}{name}",
        rf"\b{name}(?:,\s[^.;:!?“”„»«\"‘’]{{0,100}},)?\s+{verb}\b",
        # Da sagte Karl; Als sie kam, sagte Karl
        rf"(?:\A\W*|,\s)(?:(?i:{opening}|\w+lich)\s+(?:{no_subject}\w+\s+){{0,3}})?{verb}\s+{lead}{name}",
        # Karl stand auf und sagte
        rf"\A\W*{name}\s(?:{no_subject}[^.;:!?„“”»«]){{0,80}}?\s(?:und|et|y|e|и)\s+{verb}\b",
    )
    after = (
        rf"\W{{1,4}}\s*{verb}\s+{lead}{name}",
        rf"\W{{1,4}}\s*{name}\s+{verb}\b",
        rf"\W{{1,4}}\s*{divided_verb(language, lead + name)}",
        rf"\W{{0,3}},\s*{reporting_forms(language, 'after')}\s+{lead}{name}",
    )
    no_name = frozenset(word.capitalize() for word in function_words(language))
    no_noun = of_classes(language, "article", "determiner") if language in CAPITAL_NOUNS else frozenset()
    return _Patterns(tuple(map(re.compile, before)), tuple(map(re.compile, after)), no_name, no_noun)


def _no_subject(language: str) -> str:
    """Return a pattern that no pronoun matches: what follows has another subject."""
    return rf"(?!\b{any_of(of_classes(language, 'pronoun') - _OBJECTS)}\b)"


def _lead(language: str) -> str:
    """Return a pattern of what may stand between verb and name: *leise*, *le vieux*, *le docteur*."""
    articles = any_of(form for form in of_classes(language, "article") if "'" not in form)
    others = of_classes(
        language, "article", "pronoun", "determiner", "preposition", "conjunction", "auxiliary", "modal"
    )
    adverb = rf"(?!{any_of(others - _OBJECTS)}\b){_SMALL}[\w’'-]*\s+"
    return rf"(?:{adverb}){{0,2}}(?:(?:{articles}\s+|l[’'])(?:{adverb}){{0,2}})?"


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
    before = _last_sentence(raw[max(floor, start - _REACH) : start], language)
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


def _last_sentence(words: str, language: str) -> str:
    """Return the sentence that leads to a quotation."""
    if language == "en":  # initials and titles end no sentence
        return _SENTENCE.split(words)[-1]
    starts = [start for start, _ in split_sentences(words, language=language)]
    return words[starts[-1] if starts else 0 :]


def _tidy(match: re.Match[str], patterns: _Patterns) -> str | None:
    words = match["name"].split()
    if patterns.no_noun:
        ahead = [word.lower() for word in match.string[: match.start("name")].split()[-2:]]
        alone = len(words) - (words[0].lower() in patterns.no_noun) < 2
        if alone and not patterns.no_noun.isdisjoint((*ahead, words[0].lower())):
            return None
    while words and _STEM.split(words[0])[0] in patterns.no_name:  # That's, I., I--but
        words.pop(0)
    name = " ".join(words).partition("--")[0].rstrip("-–—")
    return None if _TITLE.fullmatch(name) else name or None
