"""Clauses: a block as its sentences, clauses and words, for the figures that compare them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from ...annotation.sentences import split_sentences
from ...annotation.tokens import fold_word
from ...wordlists.lists import function_words
from ..metadiscourse.token_context import split_words, word_set

#: First word and the word after the last.
WordRange = tuple[int, int]
#: The same, with detail and score of a figure.
ScoredRange = tuple[int, int, str, float]

ARTICLES = word_set("a an the")
CONJUNCTIONS = word_set("and or nor but yet then")
PERSONAL = word_set("i you he she it we they one there this that these those who whom whose which what")
_NEW_CLAUSE = {
    (one, other) for one in ("and", "or", "but") for other in ("i", "you", "he", "she", "we", "they")
}
#: Function words that carry a repetition as a content word does.
CONTENT_WORDS = word_set(
    "many much all every everyone everything everybody each no not never none nothing nobody never few more"
    " most some others always only"
)
#: A clause of more words is cut: prose has none, and texts without marks would be compared all with all.
MAX_CLAUSE_WORDS = 200
_FUNCTION = frozenset(map(fold_word, function_words())) | {"'s"}
_MARK = re.compile(r"[,;:()\[\]—–…!?.]|\s-+\s|--")


class FigureMatch(NamedTuple):
    """A figure in a block: where (code points of the block), its form or the words repeated, its score."""

    start: int
    end: int
    detail: str
    score: float


@dataclass(frozen=True)
class ClauseView:
    """A block as its sentences and words.

    Attributes
    ----------
    text : str
        The block as it stands; places are code points of it.
    kind : str
        Kind of block.
    words : list of str
        In lower case with straight apostrophes; *'s* is a word of its own.
    starts, ends : list of int
        Where each word stands.
    sentences : list of (int, int)
        First word of each sentence and the word after its last.
    spoken : list of bool
        Whether each word is speech quoted inside a paragraph.
    names : frozenset of str
        Words that the whole text never has in lower case.
    """

    text: str
    kind: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[WordRange]
    spoken: list[bool]
    names: frozenset[str]

    @cached_property
    def breaks(self) -> list[int]:
        """The words that open a clause: after a mark, at the start of a sentence, *and* with its subject."""
        edges = enumerate(zip(self.ends, self.starts[1:], strict=False), 1)
        gaps = ((i, self.text[end:start]) for i, (end, start) in edges)
        marked = [i for i, gap in gaps if gap not in ("", " ") and _MARK.search(gap)]
        joined = [i for i, pair in enumerate(pairwise(self.words)) if pair in _NEW_CLAUSE]
        opens: list[int] = sorted({0, *marked, *joined, *(first for first, _ in self.sentences)})
        bounds = pairwise([*opens, len(self.words)])
        return [i for first, stop in bounds for i in range(first, max(stop, first + 1), MAX_CLAUSE_WORDS)]

    @cached_property
    def _opens(self) -> frozenset[int]:
        return frozenset(self.breaks)

    def opens_clause(self, i: int) -> bool:
        """Tell whether a word opens a clause."""
        return i in self._opens

    @cached_property
    def clauses(self) -> list[WordRange]:
        """The words between marks of any kind."""
        return list(pairwise([*self.breaks, len(self.words)])) if self.words else []

    def gap_before(self, i: int) -> str:
        """Return what stands before a word, or after the last one: blanks, marks, numerals."""
        start = self.ends[i - 1] if i else 0
        return self.text[start : self.starts[i] if i < len(self.words) else len(self.text)]

    def clause_at(self, i: int) -> WordRange:
        """Return the clause in which a word stands."""
        number = bisect_right(self.breaks, i)
        return self.breaks[number - 1], self.breaks[number] if number < len(self.breaks) else len(self.words)

    def sentence_at(self, i: int) -> WordRange:
        """Return the sentence in which a word stands."""
        return self.sentences[bisect_right(self.sentences, (i, len(self.words))) - 1]

    def match(self, first: int, stop: int, detail: str, score: float) -> FigureMatch:
        """Return the figure from a word to the word before *stop*."""
        return FigureMatch(self.starts[first], self.ends[stop - 1], detail, round(score, 4))

    def weight(self, words: Sequence[str]) -> float:
        """Return the weight of a repetition of these words.

        1 for a content word and a word of quantity or negation, 1/2 for another function word, 0 for articles
        and for names, which a text repeats as its topic.
        """
        return sum(
            1.0
            if word in CONTENT_WORDS
            else 0.0
            if word in ARTICLES or word in self.names
            else 0.5 + 0.5 * is_content_word(word)
            for word in words
        )


def is_content_word(word: str) -> bool:
    """Tell whether a word (in lower case) is of an open class."""
    return word not in _FUNCTION


def clause_view(text: str, *, kind: str = "body") -> ClauseView:
    """Return a text as one block, for trials without a corpus: nobody else speaks in it.

    >>> read = clause_view("He came, he saw. He won.")
    >>> [read.words[first:stop] for first, stop in read.clauses]
    [['he', 'came'], ['he', 'saw'], ['he', 'won']]
    """
    words = split_words(text)
    starts = [start for start, _ in words]
    bounds = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in split_sentences(text)]
    return ClauseView(
        text=text,
        kind=kind,
        words=[fold_word(word) for _, word in words],
        starts=starts,
        ends=[start + len(word) for start, word in words],
        sentences=[bound for bound in bounds if bound[0] < bound[1]],
        spoken=[False] * len(words),
        names=names_among(word for _, word in words),
    )


def names_among(words: Iterable[str]) -> frozenset[str]:
    """Return, in lower case, the words that never stand in lower case, function words left out.

    >>> sorted(names_among(["Many", "saw", "Kirov", "The", "many"]))
    ['kirov']
    """
    forms = set(words)
    lower = {form for form in forms if form[0].islower()}
    return frozenset(
        folded for folded in map(fold_word, forms) if folded not in lower and is_content_word(folded)
    )


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return a word without its inflection, so that forms of one word are alike.

    >>> [stem(word) for word in "creatures creature fears feared fearing running happy happily".split()]
    ['creatur', 'creatur', 'fear', 'fear', 'fear', 'run', 'happi', 'happi']
    """
    for ending in ("ingly", "edly", "ing", "ies", "ed", "ly", "es", "s"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 2 and not word.endswith("ss"):
            word = bare + "i" * (ending == "ies")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsaeiou":
        word = word[:-1]
    return word[:-1] + "i" if word[-1] == "y" and len(word) > 3 else word.rstrip("e") or word


def shared_opening(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal words two members open."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def balance(*lengths: int) -> float:
    """Return the length of the shortest member as a share of the longest's."""
    return min(lengths) / max(lengths) if max(lengths) else 0.0


def without_conjunction(view: ClauseView, unit: WordRange) -> WordRange:
    """Return a unit without the *and* or *but* that opens it."""
    first, stop = unit
    return (first + 1, stop) if stop - first > 1 and view.words[first] in CONJUNCTIONS else unit


def best_without_overlap(view: ClauseView, found: Iterable[ScoredRange]) -> Iterator[FigureMatch]:
    """Yield the figures in order; of those that overlap, the one with the highest score."""
    kept: list[ScoredRange] = []  # in the order of the text, so that only its neighbours can overlap one
    for one in sorted(found, key=lambda scored: (-scored[3], scored[0], scored[1])):
        place = bisect_left(kept, one)
        before, after = kept[max(place - 1, 0) : place], kept[place : place + 1]
        if all(other[1] <= one[0] for other in before) and all(one[1] <= other[0] for other in after):
            kept.insert(place, one)
    yield from (view.match(*one) for one in kept)
