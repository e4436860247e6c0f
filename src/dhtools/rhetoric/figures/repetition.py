"""Repetition: words that return where clauses begin or end, crosswise, or as conjunctions in a row."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log2

from ..metadiscourse.token_context import DETERMINERS, word_set
from .clauses import (
    ARTICLES,
    CONJUNCTIONS,
    CONTENT_WORDS,
    PERSONAL,
    ClauseView,
    FigureMatch,
    ScoredRange,
    WordRange,
    balance,
    best_without_overlap,
    is_content_word,
    shared_opening,
    stem,
    without_conjunction,
)

#: How many words from the first to the last of a chiasmus (Dubremetz and Nivre's window).
WINDOW = 30
#: So many words, at most, end one clause and begin the next.
_JOINT = 4
#: Small words that make no figure as the only word repeated, however often.
_NEVER_ALONE = (
    ARTICLES
    | CONJUNCTIONS
    | PERSONAL
    | word_set("as at is was are were be had has have his her its their in on")
)


def anaphora(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield neighbouring clauses or sentences that begin with the same words.

    Score: weight of the words shared (`ClauseView.weight`) x (members - 1) / log2(1 + mean words a member). A
    repetition of less than one content word does not count. Another clause may stand between two members.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "By the bureaucrats, by the upstarts, by the sneaks."
    >>> [text[found.start : found.end] for found in anaphora(clause_view(text))]
    ['By the bureaucrats, by the upstarts, by the sneaks']
    """
    yield from _repetitions(view, step=1, reach=2)


def epistrophe(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield neighbouring clauses or sentences that end with the same words; scored as `anaphora` is.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "Did he deny himself much? Wrestle with himself much?"
    >>> [(found.detail, found.score) for found in epistrophe(clause_view(text))]
    [('2: himself much', 0.6099)]
    """
    yield from _repetitions(view, step=-1, reach=1)


def _repetitions(view: ClauseView, *, step: int, reach: int) -> Iterator[FigureMatch]:
    """Yield clauses and sentences that open (*step* 1) or end (-1) alike; of those that overlap, the best."""
    found: list[ScoredRange] = []
    for units in (view.clauses, view.sentences):
        bare = [without_conjunction(view, unit) for unit in units]
        members = [view.words[first:stop][::step] for first, stop in bare]
        for run in (*_runs_alike(members, 2, reach), *_runs_alike(members, 1, reach)):
            found += _repetition(view, [bare[i] for i in run], [members[i] for i in run], step)
    yield from best_without_overlap(view, found)


def _runs_alike(members: list[list[str]], width: int, reach: int) -> Iterator[list[int]]:
    """Yield the numbers of neighbouring members that share so many words; *reach*: steps between them."""
    open_runs: dict[tuple[str, ...], list[int]] = {}
    for i, member in enumerate(members):
        key = tuple(member[:width])
        run = open_runs.get(key, [])
        if run and i - run[-1] > reach:
            if len(run) > 1:
                yield run
            run = []
        if len(member) > width:
            run.append(i)
            open_runs[key] = run
    yield from (run for run in open_runs.values() if len(run) > 1)


def _repetition(
    view: ClauseView, units: list[WordRange], members: list[list[str]], step: int
) -> Iterator[ScoredRange]:
    """Yield the figure that the members of a run make, if what they share weighs enough."""
    number = min(shared_opening(members[0], member) for member in members[1:])
    shared = members[0][:number]
    if number == 1 and (shared[0] in _NEVER_ALONE or shared[0] in view.names):
        return
    if all(len(member) == number for member in members) or (len(members) == 2 and _is_grammar(shared)):
        return
    weight = view.weight(shared) * (len(members) - 1)
    if weight >= 1:
        length = sum(len(member) for member in members) / len(members)
        detail = f"{len(members)}: {' '.join(shared[::step])}"
        yield units[0][0], units[-1][1], detail, weight / log2(1 + length)


def _is_grammar(shared: list[str]) -> bool:
    """Tell whether a pair shares no more than one or two function words: *it was*, *he had a*."""
    return (
        not any(is_content_word(word) or word in CONTENT_WORDS for word in shared)
        and len({*shared} - ARTICLES) < 3
    )


def anadiplosis(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield pairs of clauses of which the second begins with the words that end the first.

    Score: weight of the words shared, a name as 1/2, / log2(1 + mean words a clause); half of it where a
    determiner opens the second clause (*... the plan. The plan ...*), which most often only goes on.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "Fear leads to anger; anger leads to hate."
    >>> [found.detail for found in anadiplosis(clause_view(text))]
    ['anger']
    """
    words = view.words
    for one, other in pairwise(view.clauses):
        first, stop = without_conjunction(view, other)
        skipped = stop - first > 1 and words[first] in DETERMINERS
        end = view.sentence_at(first)[1]  # an aside may follow the word: *Yagoda, who ...*
        ending, opening = words[one[0] : one[1]], words[first + skipped : min(end, first + _JOINT + 2)]
        shared = _shared_at_joint(ending, opening)
        if not shared or not any(map(is_content_word, shared)) or len(shared) in (len(ending), len(opening)):
            continue
        weight = view.weight(shared) + 0.5 * sum(word in view.names for word in shared)
        mean = (one[1] - one[0] + stop - first) / 2
        yield view.match(one[0], stop, " ".join(shared), weight / log2(1 + mean) / (1 + skipped))


def _shared_at_joint(ending: list[str], opening: list[str]) -> list[str]:
    """Return the longest words, up to four, that end one clause and begin the other."""
    for number in range(min(_JOINT, len(ending), len(opening)), 0, -1):
        if ending[-number:] == opening[:number]:
            return opening[:number]
    return []


def chiasmus(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield words that return crosswise: A ... B ... B ... A, alike without their endings.

    Within 30 words; A and B are content words of three letters or more. Score, a simple form of Dubremetz and
    Nivre's features: balance of the two halves (steps from A to B and from B to A, shorter / longer) + 1 /
    steps between the two B + 5 / steps from end to end + words around them that the halves share, up to 2,
    / 2; minus 1/2 if a sentence ends inside, minus 1/2 for each name, which returns as a topic.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "Let us never negotiate out of fear, but let us never fear to negotiate."
    >>> [found.detail for found in chiasmus(clause_view(text))]
    ['negotiate fear fear negotiate']
    """
    pairs = _returning_words(view)
    crossings = (
        crossing
        for i, (one, last) in enumerate(pairs)
        for two, three in _begun_before(pairs, i + 1, last)
        if one < two < three < last
        for crossing in [_crossing(view, one, two, three, last)]
    )
    yield from best_without_overlap(view, crossings)


def _begun_before(pairs: list[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs from one on that begin before a word; they are in order."""
    after = bisect_left(pairs, (last,))
    return (pairs[i] for i in range(first, after))


def _returning_words(view: ClauseView) -> list[tuple[int, int]]:
    """Return where a content word stands and where it next returns in the window, in order."""
    seen: defaultdict[str, list[int]] = defaultdict(list)
    pairs = []
    for i, word in enumerate(view.words):
        if is_content_word(word) and len(word) > 2:
            places = seen[stem(word)]
            pairs += [(place, i) for place in places[-2:] if i - place < WINDOW]
            places.append(i)
    return sorted(pairs)


def _crossing(view: ClauseView, one: int, two: int, three: int, last: int) -> ScoredRange:
    """Return a chiasmus with its score."""
    words = view.words
    halves, between = (two - one, last - three), three - two
    around = _words_around(words, one, two) & _words_around(words, three, last)
    topics = sum(words[i] in view.names for i in (one, two)) / 2
    topics += (view.sentence_at(one) != view.sentence_at(last)) / 2
    score = balance(*halves) + 1 / between + 5 / (last - one) + min(len(around), 2) / 2 - topics
    return one, last + 1, " ".join(words[i] for i in (one, two, three, last)), score


def _words_around(words: list[str], first: int, last: int) -> set[str]:
    """Return the words before and inside a half, without its poles, articles and joiners."""
    inside = {*words[max(0, first - 2) : first], *words[first + 1 : last]}
    return inside - ARTICLES - CONJUNCTIONS - {"of", "in", "to"}


def polysyndeton(view: ClauseView) -> Iterator[FigureMatch]:
    """Yield three or more members joined by one conjunction each time, without a comma alone.

    Members are of up to three words; from the second on they open with the same word or are of one word each.
    Score: (conjunctions - 1) / mean words a member.

    Examples
    --------
    >>> from dhtools.rhetoric.figures.clauses import clause_view
    >>> text = "They were tired and hungry and cold."
    >>> [text[found.start : found.end] for found in polysyndeton(clause_view(text))]
    ['tired and hungry and cold']
    """
    for first, stop in view.sentences:
        for joiner in ("and", "or", "nor"):
            places = [i for i in range(first + 1, stop - 1) if view.words[i] == joiner]
            for run in _chains(view, places):
                yield from _joined(view, run, stop)


def _chains(view: ClauseView, places: Iterable[int]) -> Iterator[list[int]]:
    """Yield conjunctions that follow each other after one to three words."""
    run: list[int] = []
    for i in places:
        between = range(run[-1], i + 2) if run else ()
        has_mark = any(view.gap_before(word).strip() not in ("", ",") for word in between)
        if run and (has_mark or not 1 < i - run[-1] <= 4):
            yield from [run] * (len(run) > 1)
            run = []
        run.append(i)
    yield from [run] * (len(run) > 1)


def _joined(view: ClauseView, run: list[int], stop: int) -> Iterator[FigureMatch]:
    """Yield the figure that conjunctions in a row make, if their members are alike."""
    words = view.words
    width = min(other - one - 1 for one, other in pairwise(run))
    last = min(run[-1] + width + 1, stop)
    if len({view.gap_before(i).strip() for i in run}) > 1:  # *X and Y, and Z*: the comma parts what it joins
        return
    alike = len({words[i + 1] for i in run}) == 1
    members = [words[run[0] - 1], *(words[i + 1] for i in run)]
    single = all(other - one == 2 for one, other in pairwise(run)) and all(map(_stands_alone, members))
    if (alike and words[run[0] + 1] not in CONTENT_WORDS) or single:
        start = max(run[0] - width, 0)
        mean = (run[-1] - run[0] - len(run) + 1) / (len(run) - 1)
        yield view.match(start, last, f"{len(run) + 1}: {words[run[0]]}", (len(run) - 1) / mean)


def _stands_alone(word: str) -> bool:
    """Tell whether a word can be a member by itself: of an open class, and no adverb."""
    return is_content_word(word) and not word.endswith("ly")
