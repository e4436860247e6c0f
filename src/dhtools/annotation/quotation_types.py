"""The kind of a quotation, told from its form and from the words around it."""

from __future__ import annotations

import re
from itertools import islice

from ..wordlists.lists import reporting_verbs
from .quotation_marks import QuotedSpan

_LEAD_IN = "|".join(["words of", *reporting_verbs("lead-in")["form"]])
#: Verbs and phrases that report somebody's words wherever they stand in the clause before.
_REPORTS = re.compile(rf"\b(?<!is to )(?<!so to )(?<!needless to )(?:{_LEAD_IN})\b", re.IGNORECASE)
#: Verbs that do so beside the words only: elsewhere people return, call and begin in other senses.
_BESIDE = f"(?:{_LEAD_IN}|{'|'.join(reporting_verbs('beside')['form'])})"
_TITLE_CUE = re.compile(
    r"\b(?:entitled|titled|headed|book|article|pamphlet|essay|poem|song|document|journal|newspaper|film|novel|letter|story)"
    r"[^\w.?!…]+(?:\w+[^\w.?!…]+){0,3}\Z",
    re.IGNORECASE,
)
_TERM_CUE = re.compile(
    r"\b(?:(?:doctrine|conception|concept|notion|theory|slogan|idea|phrase|word|term|expression)(?: of)?"
    r"|so-called|(?:known|regarded|referred to) as|(?:nick)?named|dubbed|called"
    r"|(?:they|we|you|people) call(?![,:]))[^\w.?!…]*\Z",
    re.IGNORECASE,
)
#: Before words that are set off as speech stands nothing, a stop, a comma, a colon, a dash, another mark.
_SET_OFF = re.compile(r"(?:\A|[.,:;?!…—–-]['’)\]]?|[\"”»’*_])\Z")
_SPEAKER_AFTER = re.compile(rf"[,—–-]*\s*(?:{_BESIDE}|(?:he|she|I|they|we|[A-Z]\w+)\s+{_BESIDE})\b")
_SPEAKER_BEFORE = re.compile(rf"\b{_BESIDE}\b[^,.;:!?]{{0,25}},\s*\Z")
#: He said “Exactly” and left.
_SAYS = re.compile(rf"\b(?:{'|'.join(reporting_verbs('tag')['form'])})\s+\Z")
#: “To our friend” was engraved on the lid.
_INSCRIBED = re.compile(
    r"\s*(?:was|were|is|are|had been)\s+(?:engraved|inscribed|carved|painted|printed|stamped)\b"
)
#: It was a “fit”; nobody would “do”: one or two words in small letters after these go on with the sentence.
_GOES_ON = re.compile(r"\b(?:an?|is|are|was|were|having|will|would|could|can)\s*\Z")
#: A paragraph begins with the name of a house: “The Bottoms” succeeded to “Hell Row”.
_SUBJECT_OF = re.compile(r"\s+[a-z]")
_CLAUSE = re.compile(r"[.;:?!]\s")
_CLAUSE_END = re.compile(r"[.,?!;:…—-]['’”\"_*]*\Z")
_CRY = re.compile(r"[?!]['’”\"_*]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = frozenset(str.split("a an and as at by for from in into of on or the to with against vs is"))

#: How far around a quotation its context is looked at, in characters.
_NEAR = 120
_JUST = 60
#: How many characters of a quotation are looked at.
_BEGINNING = 200
#: A marked stretch of this many words is speech wherever it stands, unless it is a title.
_LONG = 8


def quotation_type(text: str, marked: QuotedSpan, *, prose: bool = True) -> str:
    """Return the kind of one marked stretch of *text* (see `QUOTATION_KINDS`).

    The evidence, in this order: names of works; the words that introduce a term; punctuation that sets speech
    off; length; a reporting verb in the clause before. What is left are names (*term*) and distanced words
    (*scare*).

    Parameters
    ----------
    text : str
        The paragraph.
    marked : QuotedSpan
    prose : bool
        False for captions, notes and headings, where capitals make a title.
    """
    content = text[marked.start : marked.end].strip()
    opening, closing = marked.start - len(marked.open), marked.end + len(marked.close)
    before, after = text[max(0, opening - _NEAR) : opening], text[closing : closing + _NEAR]
    words = _first_words(content)
    if not words:
        return "term"
    named = _is_name(words)
    if named and len(words) > 1 and (len(words) >= _LONG or _just(_TITLE_CUE, before)):
        return "title"
    if named and len(words) > 1 and not (before or after or _CLAUSE_END.search(content)):
        return "title"
    if _INSCRIBED.match(after):
        return "term"
    if not prose and len(words) > 1 and content.lstrip("‘“'\"")[:1].isupper():
        return "title"
    if len(words) < _LONG and _just(_TERM_CUE, before) and not _CRY.search(content):
        return "term"
    if _is_speech(content, before, after, words, named):
        return "direct"
    if named:
        return "title" if words[0] in ("The", "A", "An") and len(words) > 2 else "term"
    return "term" if len(words) > 2 and words[0] in _SMALL_WORDS else "scare"


def _is_speech(content: str, before: str, after: str, words: list[str], named: bool) -> bool:
    cry = _CRY.search(content) and (not named or len(words) == 1)
    if len(words) >= _LONG or cry:
        return True
    if _SPEAKER_AFTER.match(after) or _just(_SPEAKER_BEFORE, before) or _just(_SAYS, before):
        return True
    if len(words) < 3 and content[0].islower() and _just(_GOES_ON, before):
        return False
    # after a comma, lower case goes on with the author's own sentence
    ahead = before.rstrip()[-3:]
    if _SET_OFF.search(ahead) and not (ahead[-1:] == "," and content[0].islower()):
        alone = not ahead and not _SUBJECT_OF.match(after)
        return bool(_CLAUSE_END.search(content)) or len(words) > 3 or alone
    return not named and bool(_REPORTS.search(_CLAUSE.split(before)[-1]))


def _first_words(content: str) -> list[str]:
    """Return the words at the beginning of a quotation, which say enough; more where they may be a name."""
    words = [match.group() for match in islice(_WORD.finditer(content, 0, _BEGINNING), _LONG)]
    return _WORD.findall(content, 0, _BEGINNING) if all(map(_in_a_name, words)) else words


def _in_a_name(word: str) -> bool:
    return word[0].isupper() or word in _SMALL_WORDS


def _just(pattern: re.Pattern[str], before: str) -> bool:
    """Whether the last words before a quotation match a pattern that ends there."""
    return pattern.search(before, max(0, len(before) - _JUST)) is not None


def _is_name(words: list[str]) -> bool:
    """Whether every word but the small ones begins with a capital, as in titles and proper names."""
    return all(map(_in_a_name, words)) and any(word.lower() not in _SMALL_WORDS for word in words)
