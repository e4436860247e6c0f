"""Agency: how acts of killing are told, by the grammar of the sentence.

Grammar can leave out who kills: a passive without *by*, an intransitive (*Reiss fell*), a noun (*the murder
of …*). A rule sees the grammar. Who is meant, whether an act is told at all, and how surely, a reader codes
(`dhtools.study`). Source: van Leeuwen (1996), The representation of social actors, in Caldas-Coulthard and
Coulthard (eds.), Texts and Practices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from ...annotation.record import Annotation
from ...wordlists.lists import killing_words
from ..findings import Span, find_in_sentences
from ..language import for_english
from .killing_context import tells_no_killing
from .passives import WITH_AGENT, WITHOUT_AGENT, agent_end, is_participle, passive_spans

#: The grammar of a mention; the last four do without an agent.
ACTIVE, NOUN_AGENT, INTRANSITIVE, NOUN = "active", "noun with agent", "intransitive", "noun without agent"
AGENTLESS = (f"passive {WITHOUT_AGENT}", INTRANSITIVE, NOUN)

_WORD = re.compile(r"[A-Za-z]+")
#: *Fell* tells a death of a person, at the end of a clause or with what one falls in: no *wall fell*.
_FALLING = ("fell", "fallen")
_FELL = re.compile(
    r"(?:\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]ho|[Mm]en|[Ss]oldiers?|[Ff]ighters?|[Cc]omrades?|(?!The\b|A\b)[A-Z][\w’'-]+)\s+"
    r"(?:had\s+|has\s+|have\s+)?)(?P<fell>fell|fallen)\b"
    r"(?=\s*[,.;!:]|\s+(?:in\s+(?:battle|action|the\s+(?:struggle|fight|battle))|victim\b))"
)
#: Before these a form that may be a noun too is a verb.
_VERBAL = re.compile(
    r"\b(?:to|will|would|can|could|must|may|might|shall|should|did|not|began|started|kept|stopped|by|for)\s+\Z",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:['’]s?|\b(?:his|her|its|their|our|my|your))\s+(?:\w+\s+)?\Z")
_OBJECT = re.compile(
    r"\s+(?:(?:the|a|an|this|these|those|his|her|its|their|our|my|your|him|them|us|me|himself|themselves|some|"
    r"several|many|all|hundreds|thousands|millions|two|three)\b|\d|[A-Z])"
)


@for_english("words for killing")
def find_killings(annotation: Annotation) -> pd.DataFrame:
    """Find the words by which killing is told, with the grammar that gives or leaves out an agent.

    Returns: As from `make_findings`: *category* "killing", *detail* one of *active*, *passive with by*,
    *passive without by*, *intransitive*, *noun with agent* (*by* follows, or a possessive stands before and
    *of* after: *Stalin's murder of …*), *noun without agent*. A participle without auxiliary and object is a
    passive (*the men shot there*). Threats, decrees, figures of speech and titles are found as well.
    """
    return find_in_sentences(annotation, killing_spans, having={*_forms(), *_FALLING})


def killing_spans(sentence: str) -> Iterator[Span]:
    """Yield the words for killing in a sentence.

    >>> [found.detail for found in killing_spans("Reiss fell, the guards shot them, and the murder is told.")]
    ['intransitive', 'active', 'noun without agent']
    """
    forms = _forms()
    words = [match for match in _WORD.finditer(sentence) if match.group().lower() in forms]
    words = [match for match in words if not tells_no_killing(sentence, match)]
    spans = [Span(*match.span("fell"), "killing", INTRANSITIVE) for match in _FELL.finditer(sentence)]
    if words:
        all_passives = list(passive_spans(sentence))
        spans += [Span(*match.span(), "killing", _grammar(sentence, match, all_passives)) for match in words]
    yield from sorted(spans)


@lru_cache
def _forms() -> dict[str, frozenset[str]]:
    """Return the classes of each form."""
    classes = killing_words().groupby("form")["class"]
    return {str(form): frozenset(names) for form, names in classes}


def _grammar(sentence: str, match: re.Match[str], all_passives: list[Span]) -> str:
    word, classes = match.group().lower(), _forms()[match.group().lower()]
    before, after = sentence[: match.start()], sentence[match.end() :]
    by_somebody = agent_end(sentence, match.end()) is not None
    if "intransitive" in classes:
        return INTRANSITIVE
    if "verb" in classes and is_participle(word):
        for passive in all_passives:
            if passive.start <= match.start() < passive.end:
                return f"passive {passive.detail}"
        if _OBJECT.match(after):
            return ACTIVE
        return f"passive {WITH_AGENT if by_somebody else WITHOUT_AGENT}"
    if "verb" in classes and ("noun" not in classes or _VERBAL.search(before) or _OBJECT.match(after)):
        return ACTIVE
    named = by_somebody or (_POSSESSIVE.search(before) and re.match(r"\s+of\b", after))
    return NOUN_AGENT if named else NOUN
