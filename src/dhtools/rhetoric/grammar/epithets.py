"""Epithets: words of praise or blame that are said of a person or an institution.

A word of the list (`dhtools.wordlists.evaluative_words`) is an epithet if somebody is named with it: after it
(*the homicidal Yezhov*), before it (*Beria, Stalin's trusted hatchetman*), or linked by *was* (*he was a
crude careerist*). A noun that labels people (*butchers*) is an epithet by itself. Source: Lanham (1991), A
Handlist of Rhetorical Terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from ...annotation.record import Annotation
from ...wordlists.lists import evaluative_words
from ..findings import Span, find_in_sentences
from ..language import for_english
from ..metadiscourse.token_context import word_set

#: Bodies that are said to act like persons.
_BODIES = (
    "bureaucracy|bureaucracies|caste|clique|regime|regimes|government|governments|apparatus|party|parties|police|"
    "leadership|faction|factions|army|state|states|tsar|class|classes|opposition|movement|leaders?|rulers?|agents?|"
    "officers?|officials?|revolutionar(?:y|ies)|men|man|women|woman|people|victims?|workers?|supporters?|members?|"
    "oppositionists?|functionar(?:y|ies)|nepmen|cadres?|intellectuals?|leftists?|fascists?|chief|deputy|successor"
)
_NAME = r"[A-Z][\w’'-]+"
#: What does not stand between an adjective and its noun.
_LINK = (
    r"(?:in|of|for|by|on|at|against|within|with|to|from|as|than|about|over|under|is|was|were|are|that|who|which|"
    r"the|an?)\b"
)
#: Before it: somebody and *was*, or a name with a comma.
_SAID_OF = re.compile(
    rf"(?:{_NAME}|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who|{_BODIES}))\s+"
    r"(?:is|are|was|were|be|been|being|became|becomes|remained|remains|seems?|proved)\s+"
    r"(?:\w+\s+){0,2}?(?:(?:a|an|the|one\s+of\s+the)\s+)?(?:[\w’'-]+,?\s+(?:and\s+|but\s+)?){0,3}\Z"
)
_APPOSED = re.compile(
    rf"(?:{_NAME}),\s+(?:(?:a|an|the|one\s+of\s+the|{_NAME}[’']s?)\s+)(?:[\w-]+,?\s+(?:and\s+|of\s+)?){{0,4}}\Z"
)
#: Before the name in *agony of Stalinism is …*: the judgement is on the first noun, unless it counts people.
_NOUN_OF = re.compile(r"\b(?P<noun>[\w’'-]+)\s+of\s+(?:the\s+|his\s+|their\s+|its\s+)?\Z")
_COUNTING = re.compile(
    rf"(?:one|two|three|some|most|many|all|none|both|each|few|several|half|rest|majority|number|\w+s|{_BODIES})\Z"
)
#: A label that others gave: *were branded as traitors*, *hailed as heroes*.
_LABELLED = re.compile(
    r"\b(?:brand|denounc|label|condemn|charg|depict|portray|describ|smear|slander|accus|expos|unmask|convict|arrest|"
    r"execut|expel|hail|regard|consider|view|treat|call)\w*\s+"
    r"(?:[^,;.:!?]{1,50}\s)?(?:as|of being)\s+[^,;.:!?]{0,40}\Z"
)
#: *He never trusted Yagoda* and *to corrupt them* have a verb, *the trusted Yagoda* an adjective.
_PAST = re.compile(
    rf"(?:\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|it|who|never|always|not|also|had|has|have|\w+ly)|{_NAME}(?<![’']s))\s+\Z"
)
_INFINITIVE = re.compile(
    r"\b(?:to|not|will|would|can|could|may|might|shall|should|must)\s+(?:\w+\s+)?(?:\w+ly\s+)?\Z"
)
_VERBS = word_set("butcher champion corrupt degenerate spy worm")
#: Qualities and deeds as often as people: *a genius*, *the mediocrity who …*, but *the genius of the age*.
_QUALITIES = word_set("fraud frauds genius mediocrity")
#: *Determined to go*, *distinguished from*, *in vain* praise and blame nobody.
_WITH_COMPLEMENT = {
    "determined": r"\s+(?:to|by)\b",
    "distinguished": r"\s+(?:from|by|between|in)\b",
    "beloved": r"\s+(?:by|of)\b",
    "degenerate": r"\s+(?:into|in|from)\b",
    "degenerates": r"\s+(?:into|in|from)\b",
}
#: *It is cruel to leave* judges an act.
_OF_AN_ACT = (
    re.compile(r"\b[Ii]t\s+(?:is|was|would\s+be)\s+(?:\w+\s+){0,2}\Z"),
    re.compile(r"\s+(?:to|that)\b"),
)
_A_PERSON = re.compile(r"\b(?:an?|his|this|that)\s+(?:[\w-]+,?\s+){0,2}\Z")
#: *Personally incorruptible, Dzerzhinsky …*: it opens the sentence and is said of the subject.
_OPENING, _SUBJECT = re.compile(r"\W*(?:\w+ly\s+)?\Z"), re.compile(rf",\s+{_NAME}(?:\s+{_NAME})?")
#: In a title after a mark a word in capitals names nobody: *“The Executioner’s Song”*.
_IN_TITLE = re.compile(r"[“‘\"’'](?:(?:The|An?)\s+)?\Z")
#: What is said of somebody through *was* has no noun of its own after it.
_ALONE = re.compile(rf"\s*(?:[^\w\s]|\Z)|\s+(?:{_LINK}|and\b|but\b|or\b)")
_TOKEN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


class _Evaluation(NamedTuple):
    """A form of the list."""

    noun: bool
    direction: str


@for_english("epithets")
def find_epithets(annotation: Annotation) -> pd.DataFrame:
    """Find words that judge somebody, whoever says them.

    Returns: As from `make_findings`: *category* "epithet", *detail* the general direction of the word (blame
    or praise). A span ends with the person or body that is judged if it follows (*homicidal Yezhov*).
    """
    # a form with hyphens is several words of the token table
    return find_in_sentences(annotation, epithet_spans, having={form.split("-")[0] for form in _forms()})


def epithet_spans(sentence: str) -> Iterator[Span]:
    """Yield the epithets of a sentence.

    >>> text = "The homicidal Yezhov was a coward, and the true date is lost."
    >>> [(text[found.start : found.end], found.detail) for found in epithet_spans(text)]
    [('homicidal Yezhov', 'blame'), ('coward', 'blame')]
    """
    forms = _forms()
    for match in _TOKEN.finditer(sentence):
        evaluation = forms.get(match.group().lower())
        if evaluation is None or _is_other_use(sentence, match):
            continue
        if evaluation.noun:
            yield Span(*match.span(), "epithet", evaluation.direction)
        elif (end := _epithet_end(sentence, match)) is not None:
            yield Span(match.start(), end, "epithet", evaluation.direction)


@lru_cache
def _forms() -> dict[str, _Evaluation]:
    table = evaluative_words()
    rows = zip(table["form"], table["class"], table["direction"], strict=True)
    return {form: _Evaluation(kind == "noun", direction) for form, kind, direction in rows}


@lru_cache
def _somebody() -> re.Pattern[str]:
    """Match what may follow an adjective: one or two more words, then a name, a body or a evaluative noun."""
    nouns = "|".join(form for form, evaluation in _forms().items() if evaluation.noun)
    return re.compile(
        rf"(?:,?\s+(?:(?:and|but|or)\s+)?(?!{_LINK})[a-z][\w-]*){{0,2}}?\s+"
        rf"(?:{_NAME}(?:\s+{_NAME})?|(?:{_BODIES}|{nouns})\b)"
    )


def _epithet_end(sentence: str, match: re.Match[str]) -> int | None:
    """Return where an epithet ends, None if the adjective is said of nobody."""
    following = _somebody().match(sentence, match.end())
    if following and match.group()[0].islower():
        return following.end()
    before = sentence[max(match.start() - 120, 0) : match.start()]
    if _OPENING.match(before) and (subject := _SUBJECT.match(sentence, match.end())):
        return subject.end()
    said_of = _SAID_OF.search(before)
    of = said_of and _NOUN_OF.search(before[: said_of.start()])
    said = (said_of and (of is None or _COUNTING.match(of["noun"]))) or _APPOSED.search(before)
    return match.end() if said and _ALONE.match(sentence, match.end()) else None


def _is_other_use(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a word is a verb, a quality, part of a title, or a label that others gave."""
    before = sentence[max(match.start() - 120, 0) : match.start()]
    word = match.group().lower()
    if re.match(_WITH_COMPLEMENT.get(word, r"\Z"), sentence[match.end() :]) and match.end() < len(sentence):
        return True
    if word in _QUALITIES and not _A_PERSON.search(before) and sentence[match.end() :][:5] != " who ":
        return True
    return bool(
        _LABELLED.search(before)
        or (before and match.group()[0].isupper() and _IN_TITLE.search(before))
        or (word.endswith("ed") and _PAST.search(before))
        or (word in _VERBS and _INFINITIVE.search(before))
        or (word == "vain" and before.endswith("in "))
        or (_OF_AN_ACT[0].search(before) and _OF_AN_ACT[1].match(sentence, match.end()))
    )
