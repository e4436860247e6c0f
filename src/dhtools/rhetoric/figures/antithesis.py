"""Antithesis: what is denied set against what is said, and other forms that set two members side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from ..metadiscourse.token_context import DETERMINERS, PREPOSITIONS, word_set
from .clauses import (
    PERSONAL,
    ClauseView,
    FigureMatch,
    ScoredRange,
    WordRange,
    balance,
    best_without_overlap,
    is_content_word,
    stem,
)

#: Words of the longest member.
MAX_MEMBER_WORDS = 16
_ADDING = word_set("only simply just merely alone solely even least necessarily exactly always yet")
_AUXILIARIES = word_set(
    "do does did can could will would shall should may might must have has had need dare let"
)
_EXCEPT = word_set("nothing anything none nobody everything all cannot")
#: After *but* these open a clause of their own (*but when he left*) or make it mean *only* (*but little*).
_NO_MEMBER = PERSONAL | word_set("also not for when if here now then still though although little quite")
#: After *, not* these describe or limit what was said: *, not knowing*, *, not easily moved*, *, not until*.
_DESCRIBING = re.compile(
    r".+(?:ing|ed|ly|ible|able)\Z|(?:able|far|well|so|very|too|quite|less|more|much|easy|above|until|till|if|unless|all|at"
    r"|one|a few|to (?:mention|say|speak)|un\w+|that)\Z"
)
_TAKING_BACK = word_set("fact nevertheless nonetheless instead actually truth reality same still")


def antithesis(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield members set against each other: *not ... but*, *rather than*, *either ... or*, *while*.

    Score: 1 + balance of the two members (shorter / longer, in words) + 1 if they open with the same word
    (1/2 if with words of the same class: two prepositions, two determiners) + 1/2 for each content word, up
    to 2, that returns, without its ending; 1 less for *either ... or*, which denies neither member. Adding
    (*not only ... but also*) and denying twice (*not ... and not*, *neither ... nor*) do not count. A figure
    begins with the clause of its first member.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "He saw it not as a start but as an end, and not only as his."
    >>> [(text[found.start : found.end], found.detail) for found in antithesis(clause_view(text))]
    [('He saw it not as a start but as an end', 'not but')]
    """
    found = (
        scored
        for i, word in enumerate(view.words)
        for form in _FORMS.get("n't" if word.endswith("n't") or word == "cannot" else word, ())
        for scored in form(view, i)
    )
    yield from best_without_overlap(view, found)


def _not_but(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*not as X but as Y*: what follows *but* is no clause of its own and adds nothing."""
    words, stop = view.words, _end_within(view, i)
    j = next((j for j in range(i + 2, stop) if words[j] == "but"), 0)
    if not j or _is_additive(view, i, j) or j + 1 >= view.sentence_at(i)[1]:
        return
    one, other = (i + 1, j), _second_member(view, i + 1, j + 1)
    verbal = words[i] != "not" or words[max(i - 1, 0)] in _AUXILIARIES
    no_member = words[other[0]] in _NO_MEMBER or (verbal and words[other[0]] in DETERMINERS)
    if no_member and words[other[0]] != words[i + 1]:
        return
    yield _scored(view, i, one, other, "not but")


def _is_additive(view: ClauseView, i: int, j: int) -> bool:
    """Tell whether *not ... but* adds (*not only*), excepts (*nothing but*) or means *only* (*will but*)."""
    words = view.words
    return (
        words[i + 1] in _ADDING
        or "alone" in words[i:j]
        or (words[j - 1] in _AUXILIARIES and not view.gap_before(j).strip())
        or not _EXCEPT.isdisjoint(words[i + 2 : j])
        or any(mark in view.gap_before(j) for mark in ";:")
    )


def _second_member(view: ClauseView, opening: int, first: int) -> WordRange:
    """Return the second member: after an aside, the clause that opens as the first member does."""
    clause = view.clause_at(first)
    following = view.clause_at(clause[1]) if clause[1] < _end_within(view, first) else clause
    is_aside = "," in view.gap_before(first) and view.words[following[0]] == view.words[opening]
    return following if is_aside else (first, clause[1])


def _not_rather(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*not X; rather, Y*, also over the end of a sentence."""
    words = view.words
    for j in range(i + 2, min(i + 25, len(words))):
        if words[j] in ("rather", "instead") and view.opens_clause(j):
            nested = words[j + 1 : j + 2] in (["than"], ["of"])
            if not nested and words[i + 1] not in _ADDING:
                other = view.clause_at(j)
                if other[1] - other[0] == 1 and other[1] < len(words):
                    other = view.clause_at(other[1])
                yield _scored(view, i, (i + 1, j), other, "not rather")
            return


def _said_not(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*Y, not X* and *Y, and not X*: the denied member opens a clause of its own and describes nothing."""
    words, (first, stop) = view.words, view.sentence_at(i)
    opening = i - (words[i - 1] == "and")
    if not view.opens_clause(opening) or opening <= first or i + 1 >= stop:
        return
    said, denied = view.clause_at(opening - 1), (i + 1, view.clause_at(i + 1)[1])
    follows = words[i + 1 : i + 3] if words[i + 1] in ("a", "to") else words[i + 1 : i + 2]
    describes = words[i + 1] in _ADDING or _DESCRIBING.match(" ".join(follows))
    if not describes and said[1] - said[0] > 1 and _is_single_denial(view, i):
        yield said[0], denied[1], "said, not", _score(view, denied, said)


def _is_single_denial(view: ClauseView, i: int) -> bool:
    """Tell whether no other denial stands near, as in *not within and not outside*, and no *but* follows."""
    words, end = view.words, _end_within(view, i)
    near = {*words[max(0, i - 8) : i], *words[i + 1 : end]}
    return not near & {"not", "nor", "neither", "never", "no"} and "but" not in words[i:end]


def _denied_returns(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*Ask not what ...; ask what ...*: the clause after the denial takes up two of its content words."""
    one = view.clause_at(i)
    if i + 1 < one[1] < view.sentence_at(i)[1] and view.words[i + 1] not in _ADDING:
        other = view.clause_at(one[1])
        if _share_two_words(view, one, other) and not {"not", "nor"} & set(view.words[slice(*other)]):
            yield one[0], other[1], "returning", _score(view, one, other)


def _but_returns(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*creatures of Stalin, but Stalin was a creature ...*: two content words return after *but*."""
    if not view.opens_clause(i) or i <= view.sentence_at(i)[0]:
        return
    one, other = view.clause_at(i - 1), view.clause_at(i)
    adding = [pair for pair in pairwise(view.words[slice(*one)]) if pair[0] == "not" and pair[1] in _ADDING]
    if not adding and _share_two_words(view, one, other):
        yield one[0], other[1], "returning", _score(view, one, (i + 1, other[1]))


def _share_two_words(view: ClauseView, one: WordRange, other: WordRange) -> bool:
    """Tell whether two clauses, neither of them long, share two content words."""
    return (
        max(one[1] - one[0], other[1] - other[0]) <= MAX_MEMBER_WORDS
        and len(_returning(view, one, other)) > 1
    )


def _rather_than(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*X rather than Y*."""
    words, sentence = view.words, view.sentence_at(i)
    if words[i + 1 : i + 2] != ["than"] or i + 2 >= sentence[1] or i == sentence[0]:
        return
    other = (i + 2, view.clause_at(i + 2)[1])
    clause = view.clause_at(i - 1)
    opener = words[other[0]]
    begins = [j for j in range(clause[0], i) if words[j] == opener]
    one = (begins[-1] if begins else max(clause[0], i - (other[1] - other[0])), i)
    yield clause[0], other[1], "rather than", _score(view, one, other)


def _either_or(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*either as X or as Y*: both members open with the same word and are about equally long."""
    words, stop = view.words, _end_within(view, i)
    j = next((j for j in range(i + 2, stop - 1) if words[j] == "or"), 0)
    if j and words[i + 1] == words[j + 1]:
        one, other = (i + 1, j), (j + 1, view.clause_at(j + 1)[1])
        if balance(one[1] - one[0], other[1] - other[0]) >= 1 / 2:
            yield i, other[1], "either or", _score(view, one, other) - 1


def _while(view: ClauseView, i: int) -> Iterator[ScoredRange]:
    """*While X, Y*, where Y says that it takes X back: *in fact*, *at the same time*, *nevertheless*."""
    first, stop = view.sentence_at(i)
    one = view.clause_at(i)
    if i == first and one[1] < stop and not _TAKING_BACK.isdisjoint(view.words[one[1] : one[1] + 8]):
        yield i, stop, "while", _score(view, (one[0] + 1, one[1]), (one[1], stop))


def _scored(view: ClauseView, i: int, one: WordRange, other: WordRange, detail: str) -> ScoredRange:
    """Return a figure that begins with the clause of a word and ends with its second member."""
    return view.clause_at(i)[0], other[1], detail, _score(view, one, other)


def _score(view: ClauseView, one: WordRange, other: WordRange) -> float:
    """Return 1 + balance + likeness of the first words + 1/2 for each of two content words that return."""
    words = view.words
    pair = words[one[0]], words[other[0]]
    same = float(pair[0] == pair[1]) or any(set(pair) <= kind for kind in (PREPOSITIONS, DETERMINERS)) / 2
    even = balance(one[1] - one[0], other[1] - other[0])
    return 1 + even + same + min(len(_returning(view, one, other)), 2) / 2


def _returning(view: ClauseView, one: WordRange, other: WordRange) -> set[str]:
    """Return the stems of the content words that both members have."""
    stems = [
        {stem(word) for word in view.words[slice(*unit)] if is_content_word(word)} for unit in (one, other)
    ]
    return stems[0] & stems[1]


def _end_within(view: ClauseView, i: int) -> int:
    """Return the end of the sentence, or of the longest member that can begin here."""
    return min(i + MAX_MEMBER_WORDS, view.sentence_at(i)[1])


_FORMS: Mapping[str, tuple[Callable[[ClauseView, int], Iterator[ScoredRange]], ...]] = MappingProxyType(
    {
        "not": (_not_but, _not_rather, _said_not, _denied_returns),
        "n't": (_not_but, _not_rather, _denied_returns),
        "rather": (_rather_than,),
        "either": (_either_or,),
        "while": (_while,),
        "whilst": (_while,),
        "but": (_but_returns,),
        "yet": (_but_returns,),
    }
)
