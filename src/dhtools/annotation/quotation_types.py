"""The kind of a quotation, told from its form and from the words around it."""

from __future__ import annotations

import re
from itertools import islice

from .quotation_marks import QuotedSpan
from .quotation_words import QuotationWords, quotation_words

#: Before words that are set off as speech stands nothing, a stop, a comma, a colon, a dash, another mark.
_SET_OFF = re.compile(r"(?:\A|[.,:;?!…—–-]['’)\]]?|[\"”»’*_])\Z")
#: A paragraph begins with the name of a house: “The Bottoms” succeeded to “Hell Row”.
_SUBJECT_OF = re.compile(r"\s+[a-z]")
_CLAUSE = re.compile(r"[.;:?!]\s")
_CLAUSE_END = re.compile(r"[.,?!;:…—-]['’”\"_*]*\Z")
_SENTENCE_END = re.compile(r"[.?!…]['’”\"_*]*\Z")
_CRY = re.compile(r"[?!]['’”\"_*]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

#: How far around a quotation its context is looked at, in characters.
_NEAR = 120
_JUST = 60
#: How many characters of a quotation are looked at.
_BEGINNING = 200
#: A marked stretch of this many words is speech wherever it stands, unless it is a title.
_LONG = 8


def quotation_type(text: str, marked: QuotedSpan, *, prose: bool = True, language: str = "en") -> str:
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
    language : str
        The code of the language whose verbs and nouns are read (`quotation_words`).
    """
    known = quotation_words(language)
    content = text[marked.start : marked.end].strip()
    opening, closing = marked.start - len(marked.open), marked.end + len(marked.close)
    before, after = text[max(0, opening - _NEAR) : opening], text[closing : closing + _NEAR]
    words = _first_words(content, known.small)
    if not words:
        return "term"
    named = _is_name(words, known.small)
    if named and len(words) > 1 and (len(words) >= _LONG or _just(known.title, before)):
        return "title"
    if known.sentence_case and _is_sentence_title(content, before, known):
        return "title"
    if _just(known.copied, before):
        return "title"
    if named and len(words) > 1 and not (before or after or _CLAUSE_END.search(content)):
        return "title"
    if known.inscribed.match(after) or (named and _just(known.inscription, before)):
        return "term"
    if not prose and len(words) > 1 and content.lstrip("‘“'\"")[:1].isupper():
        return "title"
    if len(words) < _LONG and _just(known.term, before) and not _CRY.search(content):
        return "term"
    if _is_speech(content, before, after, words, named, known):
        return "direct"
    if named:
        return "title" if words[0] in known.articles and len(words) > 2 else "term"
    return "term" if len(words) > 2 and words[0] in known.small else "scare"


def _is_sentence_title(content: str, before: str, known: QuotationWords) -> bool:
    """Tell a title in small letters: *das Buch „Die stille Straße“*, not *im Brief steht: „Ich komme.“*."""
    stops = _CLAUSE_END.search(content) or before.rstrip()[-1:] in tuple(",:;")
    return content[:1].isupper() and not stops and _just(known.title, before)


def _is_speech(
    content: str, before: str, after: str, words: list[str], named: bool, known: QuotationWords
) -> bool:
    if _just(known.unsaid, before):
        return False
    cry = _CRY.search(content) and (not named or len(words) == 1)
    if len(words) >= _LONG or cry or known.interjection.match(content):
        return True
    if known.speaker_after.match(after) or _just(known.speaker_before, before) or _just(known.says, before):
        return True
    small = content[0].islower()
    if small and (known.noun_before.match(after) or (len(words) < 3 and _just(known.goes_on, before))):
        return False
    # after a comma, lower case goes on with the author's own sentence, or with a speech that it broke
    ahead = before.rstrip()[-3:]
    broken = known.sentence_case and _SENTENCE_END.search(content)
    if _SET_OFF.search(ahead) and (broken or not (ahead[-1:] == "," and small)):
        alone = not ahead and not _SUBJECT_OF.match(after)
        announced = known.sentence_case and ahead[-1:] == ":" and known.reports.search(before)
        return bool(_CLAUSE_END.search(content) or announced) or len(words) > 3 or alone
    return not named and bool(known.reports.search(_CLAUSE.split(before)[-1]))


def names_a_work(content: str, before: str) -> bool:
    """Tell whether English words are a name, a single word, or a title that the words *before* announce.

    Examples
    --------
    >>> names_a_work("The Old Tower", "he read "), names_a_work("We shall not go", "the song, ")
    (True, True)
    >>> names_a_work("We shall not go", "he cried, ")
    False
    """
    known = quotation_words("en")
    words = _first_words(content, known.small)
    return len(words) < 2 or _is_name(words, known.small) or _just(known.title, before)


def _first_words(content: str, small: frozenset[str]) -> list[str]:
    """Return the words at the beginning of a quotation, which say enough; more where they may be a name."""
    words = [match.group() for match in islice(_WORD.finditer(content, 0, _BEGINNING), _LONG)]
    return _WORD.findall(content, 0, _BEGINNING) if all(_in_a_name(word, small) for word in words) else words


def _in_a_name(word: str, small: frozenset[str]) -> bool:
    return word[0].isupper() or word in small


def _just(pattern: re.Pattern[str], before: str) -> bool:
    """Whether the last words before a quotation match a pattern that ends there."""
    # most quotations begin their paragraph: there is nothing to search
    return before != "" and pattern.search(before, max(0, len(before) - _JUST)) is not None


def _is_name(words: list[str], small: frozenset[str]) -> bool:
    """Whether every word but the small ones begins with a capital, as in titles and proper names."""
    return all(_in_a_name(word, small) for word in words) and any(word.lower() not in small for word in words)
