"""Sentences cut at words and quotations, so that elements can nest; what crosses a border is in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .records import Row


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word, or characters between words.

    Attributes
    ----------
    start, end : int
        In code points of the text.
    word : Row or None
    within : tuple of int
        The quotations around it, the outermost first, by their place in the table from 0.
    """

    start: int
    end: int
    word: Row | None
    within: tuple[int, ...]


def stretches(
    sentences: Sequence[Row], words: Sequence[Row], quotations: Sequence[Row]
) -> Iterator[list[Stretch]]:
    """Yield for each sentence its stretches in order; sentences are in the order of the text."""
    by_passage: dict[str, list[Row]] = {}
    for word in words:
        by_passage.setdefault(word["passage"], []).append(word)
    waiting = sorted(range(len(quotations)), key=lambda place: -quotations[place]["start"])
    live: list[int] = []
    for sentence in sentences:
        while waiting and quotations[waiting[-1]]["start"] < sentence["end"]:
            live.append(waiting.pop())
        live = [place for place in live if quotations[place]["end"] > sentence["start"]]
        spoken = sorted(live, key=lambda place: _depth(quotations[place]))
        yield list(_cut(sentence, by_passage.get(sentence["passage"], []), spoken, quotations))


def _depth(quotation: Row) -> tuple[int, int, int]:
    """Return what orders quotations from the outermost to the innermost."""
    return quotation["level"], quotation["start"], -quotation["end"]


def _cut(
    sentence: Row, words: Sequence[Row], spoken: Sequence[int], quotations: Sequence[Row]
) -> Iterator[Stretch]:
    done = sentence["start"]
    for word in [*words, None]:
        until = sentence["end"] if word is None else word["start"]
        edges = {quotations[place][edge] for place in spoken for edge in ("start", "end")}
        places = [done, *sorted(edge for edge in edges if done < edge < until), until]
        for start, end in pairwise(places):
            if start < end:
                yield Stretch(start, end, None, _around(start, end, spoken, quotations))
        if word is not None:
            done = min(word["end"], sentence["end"])  # a word that is divided at the end of a line may go on
            around = _around(word["start"], done, spoken, quotations)
            yield Stretch(word["start"], done, word, around)


def _around(start: int, end: int, spoken: Sequence[int], quotations: Sequence[Row]) -> tuple[int, ...]:
    return tuple(
        place for place in spoken if quotations[place]["start"] <= start and end <= quotations[place]["end"]
    )


def opened(before: tuple[int, ...], now: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Return how many quotations end between two stretches, and which begin.

    Examples
    --------
    >>> opened((1, 2), (1, 3))
    (1, (3,))
    """
    common = next(
        (n for n, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now))
    )
    return len(before) - common, now[common:]
