"""Which passages are shown: those asked for, or those of findings, with the sentences around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..annotation.places import rows_by_text
from ..annotation.record import COMMENTS, Annotation
from ..corpus.origins import page_of


class Passage(NamedTuple):
    """A span to be shown; what lies outside the core is context."""

    text: str
    start: int
    end: int
    core: tuple[int, int]
    name: str
    kind: str


class Core(NamedTuple):
    """A passage without context: the rows of its first and last sentence, and its span."""

    first: int
    last: int
    start: int
    end: int


def sort_by_score(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with the highest score first, those without one last; otherwise in their order."""
    if "score" not in findings:
        return findings
    return findings.sort_values("score", ascending=False, kind="stable", na_position="last")


def passages_of_findings(annotation: Annotation, findings: pd.DataFrame) -> list[Core]:
    """Return the passages in which findings begin, each up to where the last of its findings ends."""
    places = _Places(annotation.sentences)
    cores: dict[int, Core] = {}
    for text, start, end in zip(findings["text"], findings["start"], findings["end"], strict=True):
        new = places.around(str(text), int(start), int(end))
        old = cores.get(new.first, new)
        last, low, high = max(old.last, new.last), min(old.start, new.start), max(old.end, new.end)
        cores[new.first] = Core(new.first, last, low, high)
    return list(cores.values())


class _Places:
    """Rows and places of the sentences of each text, for many look-ups."""

    def __init__(self, sentences: pd.DataFrame) -> None:
        begins, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
        self._of = {text: (own, begins[own], ends[own]) for text, own in rows_by_text(sentences).items()}

    def around(self, text: str, start: int, end: int) -> Core:
        """Return the sentences that a finding touches, or lies between."""
        own, begins, ends = self._of[text]
        from_start = min(int(np.searchsorted(ends, start, side="right")), len(own) - 1)
        to_end = max(int(np.searchsorted(begins, end)) - 1, 0)
        first, last = sorted((from_start, to_end))
        span = min(int(begins[first]), start), max(int(ends[last]), end)
        return Core(int(own[first]), int(own[last]), *span)


def passages_of_ids(annotation: Annotation, passages: Iterable[str]) -> list[Core]:
    """Return the passages that have these ids.

    Raises `DhtoolsError` if there is no such passage.
    """
    sentences = annotation.sentences
    rows = {passage: row for row, passage in reversed([*enumerate(sentences["passage"])])}
    begins, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    found = []
    for passage in passages:
        if passage not in rows:
            annotation.passage(passage)  # says what there is
        row = rows[passage]
        found.append(Core(row, row, int(begins[row]), int(ends[row])))
    return found


def with_context(annotation: Annotation, cores: Iterable[Core], context: int) -> list[Passage]:
    """Return passages with the sentences around them in the same block."""
    sentences, blocks = annotation.sentences, annotation.blocks
    places = list(zip(sentences["text"], sentences["block"], strict=True))
    kinds = dict(zip(zip(blocks["text"], blocks["block"], strict=True), blocks["kind"], strict=True))
    begins, ends, ids = (sentences[name].tolist() for name in ("start", "end", "passage"))
    passages = []
    for core in cores:
        low, high = _step(places, core.first, -context), _step(places, core.last, context)
        span = min(begins[low], core.start), max(ends[high], core.end)
        name = " to ".join(dict.fromkeys((ids[core.first], ids[core.last])))
        page = page_of(annotation.corpus[places[low][0]], core.start)
        name += f" (p. {page})" if page else ""
        kind = _kind(str(kinds[place]) for place in places[low : high + 1])
        passages.append(Passage(places[low][0], *span, (core.start, core.end), name, kind))
    return passages


def _kind(kinds: Iterable[str]) -> str:
    """Return the kind of a passage: readers' comments if any of it is, otherwise that of its beginning."""
    found = list(kinds)
    return COMMENTS if COMMENTS in found else found[0]


def _step(places: Sequence[tuple[str, int]], row: int, sentences: int) -> int:
    """Return the row so many sentences on (back, if negative), but none of another block."""
    step = 1 if sentences > 0 else -1
    for _ in range(abs(sentences)):
        if not 0 <= row + step < len(places) or places[row + step] != places[row]:
            break
        row += step
    return row
