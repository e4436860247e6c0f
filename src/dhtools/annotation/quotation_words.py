"""What stands around a quotation and tells its kind: verbs that report, nouns before titles and terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..wordlists.languages import language_list, language_table
from ..wordlists.lists import reporting_verbs

#: Words that are small in titles.
_SMALL_CLASSES = ("article", "preposition", "conjunction")
_NEVER = re.compile(r"(?!)")
_TO_NOUN = r"[^\w.?!…]+(?:\w+[^\w.?!…]+){0,3}\Z"
_TO_END = r"[^\w.?!…]*\Z"


class QuotationWords(NamedTuple):
    """Patterns and words of one language; those for what stands before a quotation end there.

    *reports* finds verbs that report somebody's words wherever they stand in the clause before; the others
    find them beside the words only: elsewhere people return, call and begin in other senses. In
    *sentence_case* a title begins with a capital and goes on in small letters.
    """

    title: re.Pattern[str]
    term: re.Pattern[str]
    reports: re.Pattern[str]
    speaker_before: re.Pattern[str]
    says: re.Pattern[str]
    speaker_after: re.Pattern[str]
    small: frozenset[str]
    articles: frozenset[str]
    inscribed: re.Pattern[str] = _NEVER
    inscription: re.Pattern[str] = _NEVER
    copied: re.Pattern[str] = _NEVER
    unsaid: re.Pattern[str] = _NEVER
    interjection: re.Pattern[str] = _NEVER
    goes_on: re.Pattern[str] = _NEVER
    noun_before: re.Pattern[str] = _NEVER
    sentence_case: bool = False


@lru_cache
def quotation_words(language: str) -> QuotationWords:
    """Return the words and patterns of a language, by its code.

    Those of other languages than English are made of ``reporting_verbs.csv`` and ``quotation_cues.csv``,
    where the language has them. A verb is found also with what stands before it (*er sagte*, *lui dit-il*,
    *a déclaré le maire*), and after an auxiliary (*hat er gesagt*).
    """
    return _english() if language == "en" else _listed(language)


def _english() -> QuotationWords:
    lead_in = "|".join(["words of", *reporting_verbs("lead-in")["form"]])
    beside = f"(?:{lead_in}|{'|'.join(reporting_verbs('beside')['form'])})"
    title = (
        r"entitled|titled|headed|book|article|pamphlet|essay|poem|song|document|journal|newspaper|film|novel"
        r"|letter|story"
    )
    term = (
        r"(?:doctrine|conception|concept|notion|theory|slogan|idea|phrase|word|term|expression)(?: of)?"
        r"|so-called|(?:known|regarded|referred to) as|(?:nick)?named|dubbed|called"
        r"|(?:they|we|you|people) call(?![,:])"
    )
    return QuotationWords(
        title=re.compile(rf"\b(?:{title}){_TO_NOUN}", re.IGNORECASE),
        term=re.compile(rf"\b(?:{term}){_TO_END}", re.IGNORECASE),
        reports=re.compile(rf"\b(?<!is to )(?<!so to )(?<!needless to )(?:{lead_in})\b", re.IGNORECASE),
        speaker_before=_speaker_before(beside),
        # He said “Exactly” and left.
        says=re.compile(rf"\b(?:{'|'.join(reporting_verbs('tag')['form'])})\s+\Z"),
        speaker_after=re.compile(rf"[,—–-]*\s*(?:{beside}|(?:he|she|I|they|we|[A-Z]\w+)\s+{beside})\b"),
        # “To our friend” was engraved on the lid.
        inscribed=re.compile(
            r"\s*(?:was|were|is|are|had been)\s+(?:engraved|inscribed|carved|painted|printed|stamped)\b"
        ),
        # Words in capitals that were to be read, not heard: the inscription, “Mary Wife of the Above”.
        inscription=re.compile(r"\b(?:inscription|placard|label|legend|motto|text),?\s+\Z"),
        # A copy of “Lines on a lake”, whatever the letters.
        copied=re.compile(r"\b(?:cop(?:y|ies)|edition|volume)\s+of\s+\Z"),
        unsaid=_unsaid_in_english(),
        # Speech has these at its beginning, wherever it stands.
        interjection=re.compile(r"(?:oh|ah|alas|well|yes|no|why|aye|nay)[,!]", re.IGNORECASE),
        # It was a “fit”; nobody would “do”; she told the “girl”: small letters go on with the sentence.
        goes_on=re.compile(
            r"\b(?:an?|is|are|was|were|be|becomes?|became|having|will|would|could|can"
            r"|(?:tell|told|ask|asked|answered|thanked)\s+(?:the|my|your|his|her|our|their))\s*\Z"
        ),
        # He thought “the old house” to be hers.
        noun_before=re.compile(r"\s+to be\b"),
        small=frozenset(str.split("a an and as at by for from in into of on or the to with against vs is")),
        articles=frozenset(("The", "A", "An")),
    )


def _unsaid_in_english() -> re.Pattern[str]:
    """As if to say “Go”; she did not say “perhaps”; before you can say “Jack Robinson”: nobody said it."""
    pretended = "(?:as if|as though|as much as) to say"
    denied = "(?:(?:did|do|does)(?: not|n[’']t)|never) say|never said"
    awaited = "(?:before|as soon as|quicker than) (?:you|one|I|he|she|they) (?:can|could) say"
    spaced = f"(?:{pretended}|{denied}|{awaited})".replace(" ", r"\s+")
    return re.compile(rf"\b{spaced},?\s+\Z")


def _listed(language: str) -> QuotationWords:
    lead_in, beside, after = (reporting_forms(language, use) for use in ("lead-in", "beside", "after"))
    title, term = (any_of(language_list(language, "quotation_cues", kind)) for kind in ("title", "term"))
    told = rf"(?:[^\W\d_a-z]\w+\s+)?{before_verb(language)}{beside}\b|{divided_verb(language)}"
    return QuotationWords(
        title=re.compile(rf"\b{title}{_TO_NOUN}", re.IGNORECASE),
        term=re.compile(rf"\b{term}{_TO_END}", re.IGNORECASE),
        reports=re.compile(rf"\b{lead_in}\b", re.IGNORECASE),
        speaker_before=_speaker_before(beside),
        says=re.compile(rf"\b{beside}\s+\Z"),
        speaker_after=re.compile(rf"[,—–-]*\s*(?:{told})|,\s*{after}\s+(?:\w+\s+){{0,3}}?[^\W\d_a-z]\w"),
        small=of_classes(language, *_SMALL_CLASSES),
        articles=frozenset(word.capitalize() for word in of_classes(language, "article")),
        sentence_case=True,
    )


def _speaker_before(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"\b{verbs}\b[^,.;:!?]{{0,25}},\s*\Z")


def of_classes(language: str, *classes: str) -> frozenset[str]:
    """Return the function words of some classes."""
    return frozenset(word for name in classes for word in language_list(language, "function_words", name))


def reporting_forms(language: str, use: str) -> str:
    """Return a pattern of the verbs that report words, by their use: *lead-in*, *beside* or *after*."""
    table = language_table(language, "reporting_verbs")
    return any_of(() if table.empty else table["form"][[use in own.split() for own in table["uses"]]])


def before_verb(language: str) -> str:
    """Return a pattern of up to three small words before a verb: *er*, *il lui*, *s’*, *a-t-il alors*."""
    small = of_classes(language, "pronoun", "auxiliary", "adverb")
    return rf"(?:{any_of(form.rstrip(chr(39)) for form in small)}(?:-t-|[\s’'-])){{0,3}}"


def divided_verb(language: str, subject: str = "") -> str:
    """Return a pattern of an auxiliary, a subject after it, and a verb that reports: *hat er gesagt*."""
    auxiliary = any_of(of_classes(language, "auxiliary", "modal"))
    return rf"{auxiliary}\s+{subject}[^,.;:!?]{{0,40}}\b{reporting_forms(language, 'beside')}\b"


def any_of(forms: Iterable[str]) -> str:
    """Return a pattern of any of some words; of nothing where there are none."""
    every = sorted(forms, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, every))})" if every else "(?!)"
