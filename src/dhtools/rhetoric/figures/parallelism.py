"""Tricolon and rhetorical question: three parallel members; questions that expect no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...schema import PROSE
from ..grammar.passives import is_participle
from ..metadiscourse.token_context import PREPOSITIONS, word_set
from .clauses import (
    CONJUNCTIONS,
    ClauseView,
    FigureMatch,
    ScoredRange,
    WordRange,
    balance,
    best_without_overlap,
    is_content_word,
    without_conjunction,
)

#: Past tenses that are no participles.
_PAST = word_set(
    "ate came went saw took gave began ran rose fell fled wrote spoke broke drew knew grew threw swore rode"
    " drove bore tore wore woke sang sank sprang swam flew stood sat slept wept crept lay became"
)
_ADJECTIVE = re.compile(r".{2,}(?:ous|ic|ical|ent|ant|ive|ful|less|able|ible|ish|some)\Z")
_ADVERB = re.compile(r".+ly\Z|(?:then|finally|even|once|more|most|very|so|at|last|not|again)\Z")
#: Words that may open each of three members; an article opens any noun of a list.
_OPENERS = PREPOSITIONS | word_set(
    "that who which whose if when where because how why what whether we you they i he she it our your my"
    " their his her no not every all many more let not against without through before after towards toward"
)
#: How a writer begins to answer; with *think* and its like within the first words.
_ANSWER = word_set("no yes not never nothing none nobody neither nor because certainly surely by only simply")
_JUDGING = word_set("think believe answer know say suppose doubt")
_CHALLENGE = re.compile(
    r"\b(?:not|no|never|nothing|none|nobody|\w+n['’]t|cannot|why then|what else|who else|any wonder|really"
    r"|(?:who|what|how|where|why)\s(?:can|could|would|should|shall|will|dares?|is he|are we|are they))\b",
    re.IGNORECASE,
)
_QUOTE = "”’\"'»"


def tricolon(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield three parallel members, no more: verbs or adjectives of one form, phrases that open alike.

    Score: balance (shortest member / longest, in words) + 1 if the same word opens all or if they differ in
    content words only (1/2 if they are single words of one form) + 1/2 if the last is the longest. Names and
    plain nouns in a row do not count.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "He was efficient, energetic, and ambitious, but Ann, Bob and Carl left."
    >>> [text[found.start : found.end] for found in tricolon(clause_view(text))]
    ['efficient, energetic, and ambitious']
    """
    found = (
        figure
        for triple in _triples(view)
        for alike in (_same_form, _same_opening, _same_pattern)
        for figure in alike(view, *triple)
    )
    yield from best_without_overlap(view, found)


def _triples(view: ClauseView) -> Iterator[tuple[WordRange, WordRange, WordRange]]:
    """Yield three neighbouring clauses of a sentence, and *a, b and c* where no comma stands before *and*."""
    opens = {first for first, _ in view.sentences}
    clauses = [*view.clauses, (len(view.words), len(view.words))]
    for one, two, three in zip(clauses, clauses[1:], clauses[2:], strict=False):
        if two[0] in opens or one[1] != two[0]:
            continue
        for i in range(two[0] + 1, two[1] - 1):
            if view.words[i] in ("and", "or"):
                yield one, (two[0], i), (i + 1, two[1])
        if three[0] not in opens and three[1] > three[0]:
            yield one, without_conjunction(view, two), without_conjunction(view, three)


def _form(view: ClauseView, i: int) -> str:
    """Return the form of a verb or adjective by its ending; "" for other words."""
    word = view.words[i]
    if not is_content_word(word) or word in view.names:
        return ""
    if word in _PAST or is_participle(word):
        return "past"
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    return "adjective" if _ADJECTIVE.match(word) else ""


def _head(view: ClauseView, unit: WordRange) -> int:
    """Return the first word of a member that is no adverb."""
    first, stop = unit
    while first < stop - 1 and _ADVERB.match(view.words[first]):
        first += 1
    return first


def _same_form(view: ClauseView, one: WordRange, two: WordRange, three: WordRange) -> Iterator[ScoredRange]:
    """Yield three single words of one form: *arrested, tried and shot*."""
    middle, last = _head(view, two), _head(view, three)
    form = _form(view, middle)
    if middle != two[1] - 1 or not form or {_form(view, i) for i in (one[1] - 1, last)} != {form}:
        return
    listed = one[1] - one[0] == 1 and one[0] and "," in view.gap_before(one[0])
    if not (listed and _form(view, one[0] - 1) == form) and not _goes_on(view, last, form):
        yield one[1] - 1, last + 1, form, 1.5


def _goes_on(view: ClauseView, last: int, form: str) -> bool:
    """Tell whether a fourth word of the form follows after a comma or *and*."""
    after = last + 1
    if after >= len(view.words) or not ("," in view.gap_before(after) or view.words[after] in CONJUNCTIONS):
        return False
    after += view.words[after] in CONJUNCTIONS
    return after < len(view.words) and _form(view, after) == form


def _same_opening(
    view: ClauseView, one: WordRange, two: WordRange, three: WordRange
) -> Iterator[ScoredRange]:
    """Yield three phrases or clauses that the same word opens; the first may begin inside its clause."""
    words = view.words
    opener = words[two[0]]
    if opener not in _OPENERS or words[three[0]] != opener or min(two[1] - two[0], three[1] - three[0]) < 2:
        return
    begins = [i for i in range(one[0], one[1] - 1) if words[i] == opener]
    if not begins or _fourth(view, begins[-1], one[0], three[1], opener):
        return
    lengths = (one[1] - begins[-1], two[1] - two[0], three[1] - three[0])
    even = balance(*lengths)
    if even >= 1 / 4:
        yield begins[-1], three[1], opener, even + 1 + (lengths[2] > max(lengths[:2])) / 2


def _fourth(view: ClauseView, begin: int, first: int, stop: int, opener: str) -> bool:
    """Tell whether the clause before or after opens with the word too."""
    words = view.words
    after = stop + (stop < len(words) and words[stop] in CONJUNCTIONS)
    follows = after < len(words) and words[after] == opener and stop < view.sentence_at(begin)[1]
    before = view.clause_at(first - 1)[0] if begin == first > view.sentence_at(begin)[0] else -1
    return follows or (before >= 0 and words[before] == opener)


def _same_pattern(
    view: ClauseView, one: WordRange, two: WordRange, three: WordRange
) -> Iterator[ScoredRange]:
    """Yield three clauses that differ in their content words only: *Bulwark of Freedom; Haven of the ...*."""
    lengths = [stop - first for first, stop in (one, two, three)]
    if max(lengths) > 2 * min(lengths) or min(lengths) < 3:  # articles apart they are equally long
        return
    patterns = {_pattern(view.words[first:stop]) for first, stop in (one, two, three)}
    if len(patterns) == 1 and len(pattern := patterns.pop()) > 2 and any(pattern) and not all(pattern):
        yield one[0], three[1], "pattern", 1 + 1 + 1 / 2 * (three[1] - three[0] > one[1] - one[0])


def _pattern(words: list[str]) -> tuple[str, ...]:
    """Return the function words in order, articles left out, with "" for each content word."""
    return tuple("" if is_content_word(word) else word for word in words if word not in ("a", "an", "the"))


def rhetorical_question(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield questions in running prose that may expect no answer.

    Score: 1, + 1 if the writer answers at once (*detail* says so), + 1 if another question stands beside it,
    + 1 if it is negated or challenges (*why then*, *who could*), - 1 if it is quoted as speech inside a
    paragraph. Questions with a score of 0, and those of headings, titles and captions, do not count.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "Did he have to deny himself much? We do not think so."
    >>> [(found.detail, found.score) for found in rhetorical_question(clause_view(text))]
    [('answered', 2)]
    """
    questions = _questions(view) if view.kind in PROSE and "?" in view.text else []
    answered = _answered(view, [stop for _, stop in questions])
    edges = [(-1, -1), *questions, (-1, -1)]
    for before, (first, stop), after in zip(edges, edges[1:], edges[2:], strict=False):
        text = view.text[view.starts[first] : view.ends[stop - 1]]
        reasons = {
            "answered": answered.get(stop, False),
            "in a row": before[1] == first or after[0] == stop,
            "challenge": bool(_CHALLENGE.search(text)),
        }
        score = 1 + sum(reasons.values()) - _is_spoken(view, stop)
        if score > 0:
            detail = ", ".join(name for name, holds in reasons.items() if holds) or "no answer"
            yield view.match(first, stop, detail, score)


def _questions(view: ClauseView) -> list[WordRange]:
    """Return the words of each question, from the mark or quotation mark that opens it."""
    stops = [i for i in range(1, len(view.words) + 1) if "?" in view.gap_before(i)]
    return [(_opening(view, stop), stop) for stop in stops]


def _opening(view: ClauseView, stop: int) -> int:
    first, i = view.sentence_at(stop - 1)[0], stop - 1
    while i > first and not re.search(r"[?!:;“‘\"—]|\s'", view.gap_before(i)):
        i -= 1
    return i


def _answered(view: ClauseView, stops: list[int]) -> dict[int, bool]:
    """Return for the end of each question whether it is answered; those in a row have one answer."""
    found: dict[int, bool] = {}
    for stop in reversed(stops):
        end = view.sentence_at(stop)[1] if stop < len(view.words) else stop
        found[stop] = found[end] if end > stop and end in found else _is_answered(view, stop)
    return found


def _is_answered(view: ClauseView, stop: int) -> bool:
    """Tell whether what follows the last of some questions begins as an answer in the same voice."""
    if stop >= len(view.words):
        return False
    first, end = view.sentence_at(stop)
    if view.spoken[stop] != view.spoken[stop - 1]:
        return False
    opening = view.words[first : min(first + 6, end)]
    return opening[0] in _ANSWER or not _JUDGING.isdisjoint(opening)


def _is_spoken(view: ClauseView, stop: int) -> bool:
    """Tell whether the question is speech inside a paragraph."""
    return view.spoken[stop - 1] or any(mark in view.gap_before(stop) for mark in _QUOTE)
