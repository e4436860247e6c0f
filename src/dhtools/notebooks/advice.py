"""Parameters that a user's texts make worth changing: which, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.groups import MAX_GROUPS, text_groups
from ..corpus.texts import Corpus
from .parameters import Parameter, literal, parameters_of
from .plan import Plan

#: Columns of the metadata by which nobody groups texts.
_NO_GROUP = frozenset(
    str.split(
        "author title date publication file language original_language source accessed encoding characters"
        " translator text"
    )
)
#: From so many words of the second longest text on excerpts may be long, and so long.
_LONG, _LONG_EXCERPT = 20_000, 2_000
#: From so many words on a corpus may hold so many topics.
_TOPICS = ((500_000, 30), (100_000, 15))


@dataclass(frozen=True, slots=True)
class Advice:
    """A parameter that is worth changing: its notebook, its value now, a better one, and the reason."""

    notebook: str
    parameter: str
    was: object
    to: object
    why: str

    def __str__(self) -> str:
        return (
            f"{self.notebook}: {self.parameter} = {literal(self.to)} in place of {literal(self.was)}, "
            f"because {self.why}."
        )


def worth_changing(plan: Plan, annotation: Annotation) -> list[Advice]:
    """Return the parameters worth changing for these texts, in the order of the notebooks.

    A parameter that the run was given stays out of it; so does everything for the repository's own texts.
    """
    if plan.corpus is None:
        return []
    words = annotation.tokens.query("voice == 'author'")["text"].value_counts()
    found = []
    for name, notebook in sorted(plan.notebooks.items()):
        known = parameters_of(notebook, name)
        for parameter, to, why in (*_by_length(words, known), *_by_group(annotation.corpus)):
            if parameter in known and parameter not in plan.settings and known[parameter].value != to:
                found.append(Advice(name, parameter, known[parameter].value, to, why))
    return found


def _by_length(words: pd.Series, known: Mapping[str, Parameter]) -> Iterator[tuple[str, object, str]]:
    """Yield the length of excerpts that two texts (or the halves of one) have twice, and more topics."""
    second = int(words.iloc[1] if len(words) > 1 else words.sum() / 2)
    excerpt = known["EXCERPT_WORDS"].value if "EXCERPT_WORDS" in known else None
    if isinstance(excerpt, int):
        shorter = second // 200 * 100
        if 100 <= shorter < excerpt:
            yield "EXCERPT_WORDS", shorter, f"no two texts hold two excerpts of {excerpt} words"
        elif second >= _LONG and excerpt < _LONG_EXCERPT:
            yield (
                "EXCERPT_WORDS",
                _LONG_EXCERPT,
                "the texts are long, and longer excerpts vary less by chance",
            )
    for least, topics in _TOPICS:
        if words.sum() >= least:
            yield "TOPICS", topics, f"{words.sum():,} words of authors hold more subjects"
            return


def _by_group(corpus: Corpus) -> Iterator[tuple[str, object, str]]:
    """Yield the first column of the metadata that puts several texts into each of a few groups."""
    table = corpus.table()
    usual = text_groups(corpus).name
    for column in table.columns.difference([*_NO_GROUP, str(usual)], sort=False):
        sizes = table[column][table[column].astype(str) != "unknown"].value_counts()
        if 2 <= len(sizes) <= MAX_GROUPS and sizes.iloc[1] >= 2:
            why = f"metadata.csv puts the texts into {len(sizes)} groups by it; now they stand by {usual}"
            yield "GROUP", column, why
            return
