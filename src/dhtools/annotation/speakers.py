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
        " Methinks Prithee Today Later Once Following Two Three Another Others Such Yes No Oh Ah Aye Nay Well"
        " Indeed"
    )
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž\u0400-\u042f]"
_SMALL = "[a-zß-öø-ÿ\u0430-\u044f]"
_OF = r"(?:de(?:\s+la)?|du|des|(?:von|van)(?:\s+de[rnm])?|zu[rm]?|vom|della|di|del)"
#: Pronouns that stand between verb and speaker: *sagte ihm Karl*.
_OBJECTS = frozenset(("es", "sich", "mich", "dich", "ihm", "ihr", "ihnen", "mir", "dir", "uns", "euch"))
#: Words between verb and name: *cried little Amy*, *replied the poet Syme*.
_BEFORE_NAME = r"(?:(?:(?:the|my|his|her|our)\s+)?(?:[a-z]+\s+)?)"
#: Between words that are spoken and their tag: a mark of punctuation, inside the quotation mark or outside.
_STOP = r"(?:(?<=[,!?.…—–-])\W{1,4}|\W{0,2},\W{1,3})"
#: What follows verb and name in a tag; an object would follow a verb that tells something else of a person.
_CLAUSE_ENDS = (
    r"(?=[’']?[.,;:!?)—–-]|\s*\Z"
    r"|\s+(?!nothing\b)(?:\w+ly|\w+ing|and|as|at|for|from|in|on|to|when|while|with|without|once|again)\b)"
)
_REACH = 260
_SENTENCE = re.compile(
    r"(?<=[a-z\d)”’\"][.!?])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)\s+(?=[A-Z])"
)
_STEM = re.compile(r"['’.]|-")
#: What stands between two parts of one speech: marks, with a clause that ends no sentence but the last.
_INTERRUPTION = re.compile(
    r"[”’\"'“‘`]?\W{0,3}(?:(?:(?:Mrs?|Ms|Messrs|Dr|St)\.|[^.!?“”\"\n]|\n(?!\s*\n))*[.!?,;:—-]*)\W{0,5}"
)
_LONGEST_TAG = 200
#: What opposes one speaker to another.
_OPPOSED = re.compile(r"\b(?:but|while|whereas)\b")
#: A name that only tells whose or what kind the speaker is: *Becky's brother*, *the Whig secretary*.
_OF_ANOTHER = re.compile(r"['’]s\s+(?!voice\b)\w")
_OF_A_KIND = re.compile(rf"(?!{_CLAUSE_ENDS})\s+[a-z]")
#: A title that no name follows.
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Messrs|Dr|Sir|Lady|Lord|Madam|Captain|Colonel)\.?")


class _Patterns(NamedTuple):
    """What names a speaker in one language."""

    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    no_name: frozenset[str]
    no_noun: frozenset[str]
    tag: re.Pattern[str]


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
    spoken = any_of(reporting_verbs("dialogue")["form"])
    after = (
        rf"\W{{1,4}}\s*{verb}\s+(?:(?:the|old|poor|young)\s+)?{name}",
        rf"\W{{1,4}}\s*{name}{adverb}\s+{verb}\b(?!\s+(?:nothing|no)\b)",
        rf"{_STOP}\s*{spoken}\s+{_BEFORE_NAME}{name}{_CLAUSE_ENDS}",
        rf"{_STOP}\s*{name}{adverb}\s+{spoken}{_CLAUSE_ENDS}",
    )
    no_name = _NO_NAME | {word.capitalize() for word in function_words("en")}
    tag = re.compile(rf"\b(?:{verb}|{spoken})\b")
    return _Patterns(tuple(map(re.compile, before)), tuple(map(re.compile, after)), no_name, frozenset(), tag)


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
    tag = re.compile(rf"\b(?:{reporting_forms(language, 'beside')}|{reporting_forms(language, 'after')})\b")
    return _Patterns(tuple(map(re.compile, before)), tuple(map(re.compile, after)), no_name, no_noun, tag)


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
    limit = end + len(raw[end : end + 90].split("\n\n")[0])
    for pattern in patterns.after:
        match = pattern.match(raw, end, limit)
        if match and (name := _tidy(match, patterns)):
            return name
    return None


def goes_on(raw: str, end: int, start: int, language: str = "en") -> bool:
    """Whether a speech that ends at *end* goes on at *start*: what stands between is one tag, or joins them.

    *“Well,” said Meg, looking down, “I do.”* is one speech, *He said “yes” and “no”* one speaker's. After a
    second reporting verb another person may speak.
    """
    if start - end > _LONGEST_TAG or not _INTERRUPTION.fullmatch(raw, end, start):
        return False
    between = raw[end:start]
    if _OPPOSED.search(between):
        return False
    return len(_patterns(language).tag.findall(between)) == 1 or len(re.findall(r"\w+", between)) < 2


def _last_sentence(words: str, language: str) -> str:
    """Return the sentence that leads to a quotation."""
    if language == "en":  # initials and titles end no sentence
        return _SENTENCE.split(words)[-1]
    starts = [start for start, _ in split_sentences(words, language=language)]
    return words[starts[-1] if starts else 0 :]


def _tidy(match: re.Match[str], patterns: _Patterns) -> str | None:
    words = match["name"].split()
    if patterns.no_noun:
        start = match.start("name")
        ahead = [word.lower() for word in match.string[max(match.pos, start - 60) : start].split()[-2:]]
        alone = len(words) - (words[0].lower() in patterns.no_noun) < 2
        if alone and not patterns.no_noun.isdisjoint((*ahead, words[0].lower())):
            return None
    elif _is_another(match):
        return None
    while words and _STEM.split(words[0])[0] in patterns.no_name:  # That's, I., I--but
        words.pop(0)
    name = " ".join(words).partition("--")[0].rstrip("-–—")
    return None if _TITLE.fullmatch(name) else name or None


def _is_another(match: re.Match[str]) -> bool:
    """Whether the speaker is somebody else, whom the words after the name call by a noun."""
    raw, start, end = match.string, match.start("name"), match.end("name")
    if match["name"].endswith(("'s", "’s")):
        return _OF_ANOTHER.match(raw, end - 2) is not None
    has_article = raw[max(0, start - 5) : start].split()[-1:] == ["the"]
    return has_article and _OF_A_KIND.match(raw, end) is not None
