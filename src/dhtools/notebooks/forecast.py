"""What a run will take, and what it can say, before it starts."""

from __future__ import annotations

import math
import os
from dataclasses import replace

from ..annotation.record import annotate
from ..corpus.texts import read_corpus
from ..inspection import what_lengths_allow
from ..wording import counted
from .advice import worth_changing
from .paths import texts_of
from .plan import Plan

#: Seconds of one processor for a notebook, and further ones for 100,000 words. Measured on four short texts,
#: on three papers and on one novel of 158,000 words.
_COSTS = {
    "00-corpus": (8, 4),
    "01-stylometry": (12, 2),
    "02-topics": (40, 220),
    "03-terms": (10, 1),
    "04-rhetoric": (11, 3),
    "05-synthesis": (11, 2),
}
#: Of a notebook that is not among them.
_USUAL = (10, 4)
#: A run may take so many times as long: many texts, another computer, other parameters.
_FACTOR = 4


def forecast(plan: Plan, jobs: int | None = None) -> tuple[list[str], Plan]:
    """Say in some lines what a run will take and can say; return them, and the plan with what to change.

    The plan has the parameters that are worth changing for these texts, which are told in the notebooks too.
    """
    annotation = annotate(read_corpus(plan.corpus or texts_of(plan.root)))
    plan = replace(plan, advice=tuple(map(str, worth_changing(plan, annotation))))
    words = len(annotation.tokens)
    costs = {name: _seconds(name, words) for name in plan.notebooks}
    processors = min(jobs or os.cpu_count() or 1, len(costs))
    least = max(sum(costs.values()) / processors, max(costs.values()))
    longest = max(costs, key=costs.__getitem__)
    took = _between(least, _FACTOR * least)
    head = (
        f"{counted(len(annotation.corpus), 'text')}, {words:,} words: {took}, with {processors} at a time; "
        f"longest {longest}."
    )
    allowed = what_lengths_allow(annotation)
    return [head, *(line for line in allowed if line.partition(":")[0] in plan.notebooks)], plan


def _seconds(name: str, words: int) -> float:
    once, by_length = _COSTS.get(name, _USUAL)
    return once + by_length * words / 100_000


def _between(least: float, most: float) -> str:
    """Return a range of seconds in words.

    Examples
    --------
    >>> _between(10, 50), _between(40, 130)
    ('less than a minute', 'some 1 minute to 3 minutes')
    """
    return "less than a minute" if most <= 60 else f"some {_minutes(least)} to {_minutes(most)}"


def _minutes(seconds: float) -> str:
    """Return a time in words, rounded up.

    Examples
    --------
    >>> _minutes(40), _minutes(130)
    ('1 minute', '3 minutes')
    """
    return counted(math.ceil(seconds / 60), "minute")
