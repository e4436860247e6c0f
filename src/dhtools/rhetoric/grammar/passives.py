"""Passives: a form of *be* or *get* and a participle, with the agent named after *by*, or without."""

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


def is_participle(word: str) -> bool:
    """Tell whether a word can be the participle of a passive.

    Examples
    --------
    >>> [word for word in "arrested shot concerned hundred red walked".split() if is_participle(word)]
    ['arrested', 'shot', 'walked']
    """
    lower = word.lower()
    known = _known()
    return known.get(lower, "no passive") == "irregular participle" or (
        lower.endswith("ed") and len(lower) > 4 and lower not in known
    )


@lru_cache
def _known() -> dict[str, str]:
    table = participles()
    return dict(zip(table["word"], table["class"], strict=True))


def passives(sentence: str) -> Iterator[Span]:
    """Yield the passives of a sentence, each participle one.

    Examples
    --------
    >>> text = "He was shot by the guards; they were arrested, beaten and freed by 1940."
    >>> [text[found.start : found.end] for found in passives(text)]
    ['was shot by the guards', 'were arrested', 'beaten', 'freed']
    """
    for match in _AUXILIARY.finditer(sentence):
        start, place = match.start(), match.end()
        word = match["word"]
        while is_participle(word):
            end = place + len(word)
            agent = _BY.match(sentence, end)
            named = agent is not None and not _NO_AGENT.match(agent["agent"]) and not _clause(agent.group())
            detail = WITH_AGENT if named else WITHOUT_AGENT
            yield Span(start, agent.end() if agent and named else end, "passive", detail)
            further = _NEXT.match(sentence, end)
            if further is None:
                break
            start = place = further.end()
            word = further["word"]


def _clause(between: str) -> bool:
    """Tell whether another verb or conjunction stands before *by*, which is then not the passive's."""
    return (
        re.search(r"\b(?:and|or|but|that|which|who|when|was|were|is|are|to)\b", between.lower()) is not None
    )


@for_english("passives")
def find_passives(annotation: Annotation) -> pd.DataFrame:
    """Find the passives of all sentences, whoever speaks.

    Parameters
    ----------
    annotation : Annotation

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* "passive", *detail* "with by" or "without by"; from the auxiliary
        to the participle, or to the first two words of the agent. Of several participles after one auxiliary
        each is a passive. *Was born* counts, as its form is passive.
    """
    return find_in_sentences(annotation, passives)
