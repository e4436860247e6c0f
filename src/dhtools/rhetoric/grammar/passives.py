"""Passives: a form of *be* or *get* and a participle, with an agent after *by*, or without.

Source: Quirk et al. (1985), A Comprehensive Grammar of the English Language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from ...annotation.record import Annotation
from ...shown import answers_first
from ...wordlists.lists import participles
from ..findings import Span, find_in_sentences
from ..language import for_english
from ..metadiscourse.token_context import word_set
from ..tagger import with_tagger
from .nominalisations import category_and_ending

WITH_AGENT, WITHOUT_AGENT = "with by", "without by"

_BE = (
    r"\b(?:am|is|are|was|were|be|been|being|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|gets?|got|getting|I['’]m|"
    r"(?:we|you|they)['’]re|(?:it|that)['’]s(?!\s+\w+\s+(?:the|an?|me|us|him|her|them|\w+s)\b))"
)
#: What may stand between the auxiliary and the participle: up to three adverbs, *not*, *both*.
_BETWEEN = (
    r"(?:\s+(?:not|never|also|now|then|thus|once|again|already|still|just|even|soon|often|later|too|both|all|"
    r"always|ever|only|first|twice|further|long|instead|either|neither|rather|quite|very|so|least|most|more|"
    r"well|better|best|\w+ly)\b,?){0,3}"
)
_AUXILIARY = re.compile(
    rf"{_BE}{_BETWEEN}\s+[“‘\"]*(?=(?P<word>(?:(?:co|re)-)?[A-Za-z]+)(?!-))", re.IGNORECASE
)
#: A second participle shares the auxiliary of the first: *arrested, beaten and forced*.
_NEXT = re.compile(
    r"(?:,\s+|,?\s+(?:and|or|nor|but)\s+)(?:(?:\w+ly|then|first|later|not|never)\s+)?(?=(?P<word>[a-z]+)(?!-))"
)
#: It may do so after other words, if it has no object: *sentenced to death and shot there*.
_LATER = re.compile(
    r"(?P<between>(?:\s+[\w’'-]+){1,8}?),?\s+(?:and|or)\s+(?:(?:\w+ly|then|later)\s+)?"
    r"(?=(?P<word>[a-z]+)(?!-)(?:[.,;:]|\Z|\s+(?:by|in|at|on|for|from|with|after|before|during|as|without|under|there|here)\b))"
)
#: *Used to the cold* is an adjective, *used to heat* a passive.
_USED_TO = re.compile(r"\s+to\s+(?:the|a|an|this|that|it|my|his|her|our|their|[A-Z]\w*|\w+ing)\b")
#: Verbs in *-ed* that go on with the subject alone: *he was freed in May and returned to Paris*.
_INTRANSITIVE = word_set(
    "agreed arrived continued decided emerged ended escaped failed fled headed joined landed lived moved "
    "remained resigned resumed returned served settled started stayed talked traveled travelled turned voted "
    "waited walked worked"
)
#: Adjectives in *un-*; the verbs in it are few.
_UN = re.compile(
    r"un(?!der|leash|veil|cover|lock|load|mask|pack|fold|dress|seat|ti|ifi|it|hing|earth|ravel)\w+ed\Z"
)
#: *By* and the first two words of what follows.
_BY = re.compile(
    r"\bby\s+(?:[–—-]\s*)?(?P<agent>(?:\d[\d,]*|[\w’'-]+)(?:\s+(?!(?:and|or|but|to|that|in|at|on|for)\b)[\w’'-]+)?)",
    re.IGNORECASE,
)
#: Words that may stand between the participle and *by*: places, dates, adverbs.
_MAX_WORDS_BETWEEN = 16
#: *By*, its agent and what may stand before it lie within so many words.
_REACH = re.compile(rf"(?:\s*\S+){{0,{_MAX_WORDS_BETWEEN + 6}}}")
#: Here another clause begins, and *by* is its own.
_OTHER_CLAUSE = re.compile(
    r"[;:?!]|\b(?:but|nor|that|which|who|whom|whose|when|while|where|because|if|though|am|is|are|was|were|be|"
    r"been|being|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|I|he|she|we|they|it)\b"
    r"|\b(?:and|or)\s+(?!the\b|an?\b|[A-Z\d]|\w+ly\b)|\bto\s+(?!the\b|an?\b|his\b|her\b|its\b|their\b|[A-Z\d]|"
    r"(?:death|prison|exile|trial|torture|court|life|hard|jail|power)\b)"
)
#: A verb between: *by* may be its own. After an article it is an adjective (*the occupied zone*).
_VERB = re.compile(r"(?<!\bthe)(?<!\ba)(?<!\ban)\s(?P<word>[a-z]+ing|[a-z]+)\b")
#: After these nouns, and after nominalisations, *by* tells who made or did it: *a book by*, *his arrest by*.
_MADE_BY = re.compile(
    r"\b(?:books?|articles?|letters?|reports?|speech|speeches|films?|novels?|works?|stories|story|essays?|songs?|"
    r"papers?|poems?|plays?|paintings?|pictures?|accounts?|stud(?:y|ies)|\w+sion(?<!mission)(?<!session))\Z"
)
#: After these *by* tells a time, a means, a measure or a manner.
_NO_AGENT = re.compile(
    r"(?:[12]\d\d\d\b(?!,)|(?!(?:any|every|no|some)?thing\b|king\b)[a-z]+ing\b|[\d.,]+\s*(?:%|percent|per\b)|"
    r"(?:(?:the|this|that|a|an|its|their|next|last)\s+)?"
    r"(?:mid|early|late|end|time|beginning|start|turn|close|middle|summer|autumn|fall|winter|spring|year|month|week|"
    r"telegram|letter|means|way|dint|virtue|force|fact|nature|name|definition|mistake|accident|chance|happenstance|"
    r"design|default|margin|factor|third|quarter|half|order|decree|request|proxy|rote|contrast|extension|turns)\b|"
    r"(?:then|now|noon|midnight|dawn|dusk|day|night|today|tomorrow|tonight|law|degrees|hand|heart|itself|and|far\b(?!-)|"
    r"bus|train|car|boat|ferry|ship|sea|air|rail|road|plane|bicycle|bike|foot|horse|mail|post|phone|telephone|"
    r"email|e-mail|fax|wire|cable|radio|land|water)\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b|"
    r"(?:\w+)\s+(?:percent|points?|votes|times|years?|months?|weeks?|days?|hours?|minutes|degrees|miles|meters|"
    r"metres|feet|inches|dollars)\b)"
)


def is_participle(word: str) -> bool:
    """Tell whether a word can be the participle of a passive.

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

    >>> text = "He was shot in Paris, likely by the guards; they were arrested, beaten and freed by 1940."
    >>> [text[found.start : found.end] for found in passive_spans(text)]
    ['was shot in Paris, likely by the guards', 'were arrested', 'beaten', 'freed']
    """
    for match in _AUXILIARY.finditer(sentence):
        start: int = match.start()
        participle: re.Match[str] | None = match
        while participle and _makes_passive(sentence, participle):
            end = participle.end("word")
            by_end = agent_end(sentence, end)
            yield Span(start, by_end or end, "passive", WITHOUT_AGENT if by_end is None else WITH_AGENT)
            participle = _next_participle(sentence, by_end or end, end)
            start = participle.end() if participle else end


def _next_participle(sentence: str, *ends: int) -> re.Match[str] | None:
    """Return the word that may be a participle with the same auxiliary, after the agent or the participle."""
    for end in ends:
        if found := _NEXT.match(sentence, end):
            return found
    later = _LATER.match(sentence, ends[-1])
    same = later and _is_same_clause(later["between"]) and later["word"].lower() not in _INTRANSITIVE
    return later if same else None


def _makes_passive(sentence: str, participle: re.Match[str]) -> bool:
    """Tell whether a word after an auxiliary is a participle; *limited* and the like are with *by* only."""
    word, end = participle["word"].rpartition("-")[2], participle.end("word")
    if word.lower() == "used":
        return not _USED_TO.match(sentence, end)
    by = _BY.match(sentence, end + 1) if word.lower().endswith("ed") else None
    if by and not _NO_AGENT.match(by["agent"]):
        return True
    return is_participle(word) and not _UN.match(word)


def agent_end(sentence: str, end: int) -> int | None:
    """Return where the agent of a participle ends that ends at *end*; None if there is none.

    Places, dates and adverbs may stand between the participle and *by*, in commas or without. There is no
    agent if *by* belongs to another verb or noun, or tells a time, a means or a measure.
    """
    reach = _REACH.match(sentence, end)
    for by in _BY.finditer(sentence, end, reach.end() if reach else end):
        between = sentence[end : by.start()]
        if not _is_same_clause(between):
            return None
        if not _NO_AGENT.match(by["agent"]) and not _belongs_to_noun(between, by["agent"]):
            return by.end()
    return None


def _belongs_to_noun(between: str, agent: str) -> bool:
    """Tell whether *by* follows a work (*a book by*), an action (*his removal by*), or in *side by side*."""
    last = between.split()[-1] if between.split() else ""
    return bool(_MADE_BY.search(last) or (last and category_and_ending(last)) or last == agent.split()[0])


def _is_same_clause(between: str) -> bool:
    """Tell whether what stands between a participle and *by* opens no clause and has no other verb."""
    if len(between.split()) > _MAX_WORDS_BETWEEN or _OTHER_CLAUSE.search(between):
        return False
    return not any(word.endswith("ing") or is_participle(word) for word in _VERB.findall(between))


@answers_first("passage", "voice", "category", "cue", "detail")
@for_english("passives")
def find_passives(annotation: Annotation) -> pd.DataFrame:
    """Find the passives of all sentences, whoever speaks.

    Of several participles after one auxiliary each is a passive. *Was born* counts, as its form is passive.

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* "passive", *detail* "with by" or "without by". A span goes from
        the auxiliary to the participle, or to the first two words of the agent. With `with_tagger`'s column
        where there is a tagger.
    """
    return with_tagger(annotation, find_in_sentences(annotation, passive_spans))
