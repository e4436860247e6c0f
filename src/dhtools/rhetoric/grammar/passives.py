"""Passives: a form of *be* or *get* and a participle, with an agent after *by*, or without.

Source: Quirk et al. (1985), A Comprehensive Grammar of the English Language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from ...annotation.record import Annotation
from ...wordlists.lists import participles
from ..findings import Span, find_in_sentences
from ..language import for_english

WITH_AGENT, WITHOUT_AGENT = "with by", "without by"

_BE = r"(?:am|is|are|was|were|be|been|being|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|gets?|got|getting)"
#: What may stand between the auxiliary and the participle: up to three adverbs, *not*, *both*.
_BETWEEN = (
    r"(?:\s+(?:not|never|also|now|then|thus|once|again|already|still|just|even|soon|often|later|too|both|all|"
    r"\w+ly)\b,?){0,3}"
)
_AUXILIARY = re.compile(rf"\b{_BE}\b{_BETWEEN}\s+(?=(?P<word>[A-Za-z]+))", re.IGNORECASE)
#: A second participle shares the auxiliary of the first: *arrested, beaten and forced*.
_NEXT = re.compile(r"(?:,\s+|,?\s+(?:and|or)\s+)(?:(?:\w+ly|then|finally)\s+)?(?=(?P<word>[A-Za-z]+))")
_BY = re.compile(
    r"(?:\s+[\w-]+){0,3}?\s+by\s+(?P<agent>(?:\d[\d,]*|[\w’'-]+)(?:\s+[\w’'-]+)?)", re.IGNORECASE
)
#: After these *by* tells a time, a means or a measure.
_NO_AGENT = re.compile(
    r"(?:[12]\d\d\d\b(?!,)|\w+ing\b|(?:the\s+)?(?:mid|early|late|end|time|beginning|telegram|letter|means|way|"
    r"force|fact|nature|name|then|now|day|night|law|degrees|hand|mistake|accident|virtue|definition|and)\b|"
    r"far\b(?!-))",
    re.IGNORECASE,
)
_OTHER_CLAUSE = re.compile(r"\b(?:and|or|but|that|which|who|when|was|were|is|are|to)\b", re.IGNORECASE)


def is_participle(word: str) -> bool:
    """Tell whether a word can be the participle of a passive.

    Examples
    --------
    >>> [word for word in "arrested shot concerned hundred red walked".split() if is_participle(word)]
    ['arrested', 'shot', 'walked']
    """
    word = word.lower()
    if word in _classes():
        return _classes()[word] == "irregular participle"
    return word.endswith("ed") and len(word) > 4


@lru_cache
def _classes() -> dict[str, str]:
    table = participles()
    return dict(zip(table["word"], table["class"], strict=True))


def passive_spans(sentence: str) -> Iterator[Span]:
    """Yield the passives of a sentence: one for each participle.

    Examples
    --------
    >>> text = "He was shot by the guards; they were arrested, beaten and freed by 1940."
    >>> [text[found.start : found.end] for found in passive_spans(text)]
    ['was shot by the guards', 'were arrested', 'beaten', 'freed']
    """
    for match in _AUXILIARY.finditer(sentence):
        start: int = match.start()
        participle: re.Match[str] | None = match
        while participle and is_participle(participle["word"]):
            end = participle.end("word")
            agent_end = _agent_end(sentence, end)
            detail = WITHOUT_AGENT if agent_end is None else WITH_AGENT
            yield Span(start, agent_end or end, "passive", detail)
            participle = _NEXT.match(sentence, end)
            start = participle.end() if participle else end


def _agent_end(sentence: str, end: int) -> int | None:
    """Return where the agent after *by* ends; None if there is none, or *by* belongs to another verb."""
    agent = _BY.match(sentence, end)
    if agent is None or _NO_AGENT.match(agent["agent"]) or _OTHER_CLAUSE.search(agent.group()):
        return None
    return agent.end()


@for_english("passives")
def find_passives(annotation: Annotation) -> pd.DataFrame:
    """Find the passives of all sentences, whoever speaks.

    Of several participles after one auxiliary each is a passive. *Was born* counts, as its form is passive.

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* "passive", *detail* "with by" or "without by". A span goes from
        the auxiliary to the participle, or to the first two words of the agent.
    """
    return find_in_sentences(annotation, passive_spans)
