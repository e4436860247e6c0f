"""Reporting: verbs that introduce another voice, and words held at a distance by quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from ...annotation.record import Annotation
from ...wordlists.lists import reporting_verbs
from ..findings import Span, find_in_sentences, make_findings
from ..language import for_english
from ..metadiscourse.token_context import word_set

_WORD = re.compile(r"\baccording\s+to\b|[A-Za-z]+", re.IGNORECASE)
#: What is reported follows: *that*, a colon or comma before marks, marks at once or after an addressee.
_REPORT = re.compile(
    r"(?:\s+(?:him|her|us|them|me|[A-Z]\w+))?(?:\s+(?:\w+ly|in|on|to|of|as|how)\b)?"
    r"(?:\s+(?:\w+\s+){0,2}that\b|\s+(?:with|to)\s+(?:\w+\s+){1,3}that\b|[,:]?\s*[“‘\"]|\s*:|\s+how\b)"
)
#: It follows in marks after a place, a date or an addressee: *noted in a letter to his son, “…*.
_LATER_IN_MARKS = re.compile(
    r"(?:\s+(?:in|on|at|to|of|after|before|during)\s[^.;:!?“”‘’\"]{2,90})[,:]\s*[“‘\"]"
)
#: It is set off below: the sentence ends with colon, comma or without a mark, soon after the verb.
_SET_OFF = re.compile(r"(?:[,:]?\s*|(?:\s+[^\s;:!?]+){1,24}?\s*[:,]\s*|(?:\s+[^\s;:,!?.]+){1,6}\s*)\Z")
#: The report stands before: *“…,” he said*, *…, Serge reports,*.
_BEFORE = re.compile(r"(?:[”’\"],?\s+(?:\w+[\s.]+){0,3}|,\s+(?:\w+\s+){1,3})\Z")
_PARENTHETIC = re.compile(r"\s*[,.]|\s+(?:in|to)\b")
#: The speaker stands after the verb, or between marks and verb: *“…,” wrote Serge*, *“…?” he asked back*.
_AFTER_MARKS = re.compile(r"[”’\"],?\s+\Z")
_SPEAKER = re.compile(r"\s+(?:[A-Z][\w’'-]+|(?:the|an?|his|her|one)\s+\w+|he|she|they)\b")
_SPEAKER_AFTER_MARKS = re.compile(r"[,?!.][”’\"]+\s+(?:he|she|they|I|we|[A-Z][\w’'-]+)\s+\Z")
#: Forms that are nouns too: verbs where no article, number or adjective stands before, and *that* follows.
_NOUNS = word_set(
    "point points state states record records report reports note notes comment comments remark remarks"
    " answer answers quote quotes claim claims demand demands protest protests object objects show shows"
    " call calls"
)
_NO_VERB = re.compile(
    r"(?:\b(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your|no|of|two|three|four|[a-z]+al)"
    r"|[’']s)\s+\Z",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s+(?:out\s+|\w+ly\s+)?that\b|,?\s*[“‘\"]|\s*:")


@for_english("reporting verbs")
def find_reporting(annotation: Annotation) -> pd.DataFrame:
    """Find verbs that report what somebody says or writes, whoever reports.

    Returns: As from `make_findings`: *category* "reporting", *detail* the class of the verb (neutral,
    arguing, doubting, granting; *according to* is neutral). A verb counts where *that*, a colon or quotation
    marks follow, or where it stands beside the report (*…, Serge reports, …*). It counts as well where it
    leads in words in marks later in the sentence, or words set off below it. There verbs without *that* count
    too (*he continued:*); their detail is *speaking*.
    """
    forms = {*_classes("report"), *_classes("lead-in")}
    return find_in_sentences(annotation, reporting_spans, having={form.split()[0] for form in forms})


def reporting_spans(sentence: str) -> Iterator[Span]:
    """Yield the reporting verbs of a sentence.

    >>> text = "They claimed that he left; according to her, “he stays,” as Ann said. He went on, and wrote:"
    >>> [(text[found.start : found.end], found.detail) for found in reporting_spans(text)]
    [('claimed', 'doubting'), ('according to', 'neutral'), ('said', 'neutral'), ('wrote', 'neutral')]
    """
    reports, lead_ins = _classes("report"), _classes("lead-in")
    for match in _WORD.finditer(sentence):
        form = " ".join(match.group().lower().split())
        if form == "according to" or (
            form in reports and not _is_name(sentence, match) and _is_report(sentence, match)
        ):
            yield Span(*match.span(), "reporting", reports[form])
        elif form in lead_ins and not _is_name(sentence, match) and _leads_in(sentence, match):
            yield Span(*match.span(), "reporting", lead_ins[form])


@lru_cache
def _classes(use: str) -> dict[str, str]:
    table = reporting_verbs(use)
    return dict(zip(table["form"], table["class"], strict=True))


def _is_name(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a word has a capital within a sentence: *the States*."""
    return match.group()[0].isupper() and bool(sentence[: match.start()].strip(" “‘’\"'"))


def _is_report(sentence: str, match: re.Match[str]) -> bool:
    before, report = sentence[max(match.start() - 60, 0) : match.start()], _REPORT
    if match.group().lower() in _NOUNS:
        if _NO_VERB.search(before):
            return False
        report = _THAT
    beside = _BEFORE.search(before) and _PARENTHETIC.match(sentence, match.end())
    return bool(report.match(sentence, match.end()) or beside)


def _leads_in(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether a verb leads in words in marks, or words that are set off below the sentence."""
    before = sentence[max(match.start() - 60, 0) : match.start()]
    if match.group().lower() in _NOUNS and _NO_VERB.search(before):
        return False
    after_marks = _AFTER_MARKS.search(before) and _SPEAKER.match(sentence, match.end())
    open_end = sentence.rstrip()[-1:] not in (*'.!?…”’"])',)
    set_off = open_end and _SET_OFF.match(sentence, match.end())
    later = _LATER_IN_MARKS.match(sentence, match.end())
    return bool(after_marks or _SPEAKER_AFTER_MARKS.search(before) or set_off or later)


def find_scare_quotes(annotation: Annotation) -> pd.DataFrame:
    """Find words that a text sets in quotation marks to hold them at a distance.

    Returns: As from `make_findings`: *category* "scare quotes", from mark to mark. They are the quotations
    whose kind is *scare* (`dhtools.find_quotations`); their voice is *mentioned*, or *quoted* where they
    stand in a quotation.
    """
    quotations = annotation.quotations
    scare = quotations[(quotations["kind"].astype(str) == "scare").to_numpy()]
    return make_findings(annotation, scare[["text", "start", "end"]].assign(category="scare quotes"))
