"""Antithesis: what is denied set against what is said, and other forms that weigh two members."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from ..metadiscourse.token_context import DETERMINERS, PREPOSITIONS, word_set
from .clauses import PERSONAL, ClauseView, FigureMatch, Unit, balance, best_apart, is_content, stem

#: A figure before it has a place in the text: first word, word after its last, detail, score.
Draft = tuple[int, int, str, float]

#: How many words a member has at most.
LONGEST = 16
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


def antithesis(paragraph: ClauseView) -> Iterator[FigureMatch]:
    """Yield members set against each other: *not ... but*, *rather than*, *either ... or*, *while*.

    Score: 1 + balance of the two members (shorter / longer, in words) + 1 if they open with the same word
    (1/2 if with words of the same class: two prepositions, two determiners) + 1/2 for each content word, up
    to 2, that returns, endings apart; *either ... or*, which leaves both standing, scores 1 less. What adds
    (*not only ... but also*) or denies twice (*not ... and not*, *neither ... nor*) is none. A figure begins
    with the clause of its first member.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "He saw it not as a start but as an end, and not only as his."
    >>> [(text[found.start : found.end], found.detail) for found in antithesis(clause_view(text))]
    [('He saw it not as a start but as an end', 'not but')]
    """
    drafts = (
        draft
        for at, word in enumerate(paragraph.words)
        if (forms := _FORMS.get("n't" if word.endswith("n't") or word == "cannot" else word))
        for form in forms
        for draft in form(paragraph, at)
    )
    for found in best_apart(drafts):
        yield paragraph.found(*found)


def _not_but(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*not as X but as Y*: what follows *but* is no clause of its own and adds nothing."""
    words, stop = paragraph.words, _stop(paragraph, at, LONGEST)
    place = next((place for place in range(at + 2, stop) if words[place] == "but"), 0)
    if not place or _adds(paragraph, at, place) or place + 1 >= paragraph.sentence_at(at)[1]:
        return
    one, two = (at + 1, place), _second(paragraph, at + 1, place + 1)
    verbal = words[at] != "not" or words[max(at - 1, 0)] in _AUXILIARIES
    no_member = words[two[0]] in _NO_MEMBER or (verbal and words[two[0]] in DETERMINERS)
    if no_member and words[two[0]] != words[at + 1]:
        return
    yield _draft(paragraph, at, one, two, "not but")


def _adds(paragraph: ClauseView, at: int, place: int) -> bool:
    """Tell whether *not ... but* adds (*not only*), excepts (*nothing but*) or means *only* (*will but*)."""
    words = paragraph.words
    return (
        words[at + 1] in _ADDING
        or "alone" in words[at:place]
        or (words[place - 1] in _AUXILIARIES and not paragraph.gap(place).strip())
        or not _EXCEPT.isdisjoint(words[at + 2 : place])
        or any(mark in paragraph.gap(place) for mark in ";:")
    )


def _second(paragraph: ClauseView, opened: int, first: int) -> Unit:
    """Return the second member: after an aside, the clause that opens as the first member does."""
    clause = paragraph.clause_at(first)
    beyond = paragraph.clause_at(clause[1]) if clause[1] < _stop(paragraph, first, LONGEST) else clause
    opener = paragraph.words[opened]
    aside = "," in paragraph.gap(first) and paragraph.words[beyond[0]] == opener
    return beyond if aside else (first, clause[1])


def _not_rather(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*not X; rather, Y*, also over the end of a sentence."""
    words = paragraph.words
    for place in range(at + 2, min(at + 25, len(words))):
        if words[place] in ("rather", "instead") and place in paragraph.breaks:
            nested = words[place + 1 : place + 2] in (["than"], ["of"])
            if not nested and words[at + 1] not in _ADDING:
                two = paragraph.clause_at(place)
                two = paragraph.clause_at(two[1]) if two[1] - two[0] == 1 and two[1] < len(words) else two
                yield _draft(paragraph, at, (at + 1, place), two, "not rather")
            return


def _said_not(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*Y, not X* and *Y, and not X*: the denied member opens a clause of its own and describes nothing."""
    words, (first, stop) = paragraph.words, paragraph.sentence_at(at)
    opened = at - (words[at - 1] == "and")
    if opened not in paragraph.breaks or opened <= first or at + 1 >= stop:
        return
    said, denied = paragraph.clause_at(opened - 1), (at + 1, paragraph.clause_at(at + 1)[1])
    follows = words[at + 1 : at + 3] if words[at + 1] in ("a", "to") else words[at + 1 : at + 2]
    describes = words[at + 1] in _ADDING or _DESCRIBING.match(" ".join(follows))
    if not describes and said[1] - said[0] > 1 and _alone(paragraph, at):
        yield said[0], denied[1], "said, not", _score(paragraph, denied, said)


def _alone(paragraph: ClauseView, at: int) -> bool:
    """Tell whether no other denial stands near, as in *not within and not outside*, and no *but* follows."""
    words, beyond = paragraph.words, _stop(paragraph, at, LONGEST)
    near = {*words[max(0, at - 8) : at], *words[at + 1 : beyond]}
    return not near & {"not", "nor", "neither", "never", "no"} and "but" not in words[at:beyond]


def _denied_returns(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*Ask not what ...; ask what ...*: the clause after the denial takes up two of its content words."""
    one = paragraph.clause_at(at)
    if at + 1 < one[1] < paragraph.sentence_at(at)[1] and paragraph.words[at + 1] not in _ADDING:
        two = paragraph.clause_at(one[1])
        if _take_up(paragraph, one, two) and not {"not", "nor"} & set(paragraph.words[slice(*two)]):
            yield one[0], two[1], "returning", _score(paragraph, one, two)


def _but_returns(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*creatures of Stalin, but Stalin was a creature ...*: two content words return after *but*."""
    if at not in paragraph.breaks or at <= paragraph.sentence_at(at)[0]:
        return
    one, two = paragraph.clause_at(at - 1), paragraph.clause_at(at)
    adding = [
        pair for pair in pairwise(paragraph.words[slice(*one)]) if pair[0] == "not" and pair[1] in _ADDING
    ]
    if not adding and _take_up(paragraph, one, two):
        yield one[0], two[1], "returning", _score(paragraph, one, (at + 1, two[1]))


def _take_up(paragraph: ClauseView, one: Unit, two: Unit) -> bool:
    """Tell whether two clauses, neither of them long, share two content words."""
    return max(one[1] - one[0], two[1] - two[0]) <= LONGEST and len(_returning(paragraph, one, two)) > 1


def _rather_than(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*X rather than Y*."""
    words, sentence = paragraph.words, paragraph.sentence_at(at)
    if words[at + 1 : at + 2] != ["than"] or at + 2 >= sentence[1] or at == sentence[0]:
        return
    two = (at + 2, paragraph.clause_at(at + 2)[1])
    clause = paragraph.clause_at(at - 1)
    opener = words[two[0]]
    begins = [place for place in range(clause[0], at) if words[place] == opener]
    one = (begins[-1] if begins else max(clause[0], at - (two[1] - two[0])), at)
    yield clause[0], two[1], "rather than", _score(paragraph, one, two)


def _either_or(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*either as X or as Y*: both members open with the same word and are about equally long."""
    words, stop = paragraph.words, _stop(paragraph, at, LONGEST)
    place = next((place for place in range(at + 2, stop - 1) if words[place] == "or"), 0)
    if place and words[at + 1] == words[place + 1]:
        one, two = (at + 1, place), (place + 1, paragraph.clause_at(place + 1)[1])
        if balance(one[1] - one[0], two[1] - two[0]) >= 1 / 2:
            yield at, two[1], "either or", _score(paragraph, one, two) - 1


def _while(paragraph: ClauseView, at: int) -> Iterator[Draft]:
    """*While X, Y*, where Y says that it takes X back: *in fact*, *at the same time*, *nevertheless*."""
    first, stop = paragraph.sentence_at(at)
    one = paragraph.clause_at(at)
    if at == first and one[1] < stop and not _TAKING_BACK.isdisjoint(paragraph.words[one[1] : one[1] + 8]):
        yield at, stop, "while", _score(paragraph, (one[0] + 1, one[1]), (one[1], stop))


def _draft(paragraph: ClauseView, at: int, one: Unit, two: Unit, detail: str) -> Draft:
    """Return a figure that begins with the clause of a word and ends with its second member."""
    return paragraph.clause_at(at)[0], two[1], detail, _score(paragraph, one, two)


def _score(paragraph: ClauseView, one: Unit, two: Unit) -> float:
    """Return 1 + balance + likeness of the first words + 1/2 for each of two content words that return."""
    words = paragraph.words
    pair = words[one[0]], words[two[0]]
    same = float(pair[0] == pair[1]) or any(set(pair) <= kind for kind in (PREPOSITIONS, DETERMINERS)) / 2
    even = balance(one[1] - one[0], two[1] - two[0])
    return 1 + even + same + min(len(_returning(paragraph, one, two)), 2) / 2


def _returning(paragraph: ClauseView, one: Unit, two: Unit) -> set[str]:
    """Return the stems of the content words that both members have."""
    stems = [
        {stem(word) for word in paragraph.words[slice(*unit)] if is_content(word)} for unit in (one, two)
    ]
    return stems[0] & stems[1]


def _stop(paragraph: ClauseView, at: int, words: int) -> int:
    """Return the end of the sentence, or of so many words."""
    return min(at + words, paragraph.sentence_at(at)[1])


_FORMS: Mapping[str, tuple[Callable[[ClauseView, int], Iterator[Draft]], ...]] = MappingProxyType(
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
