"""Words of a text with their voices and findings marked: as HTML, and as plain text with brackets.

Colour is never the only cue: quoted words are in italics, words mentioned are dotted, findings underlined, so
that greyscale and print (where backgrounds are dropped) keep them apart. Backgrounds are translucent and the
colour of letters is the page's own, so that a light and a dark page both stay legible.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..annotation.places import rows_by_text
from ..annotation.record import Annotation
from ..annotation.voice_assignment import VoiceFinder
from ..corpus.texts import Text
from ..escaping import html, html_attribute, visible
from ..schema import VOICES

#: What is no word of the text (passage ids, names of categories) is in elements of this class.
LABEL = "dhtools-label"
LABEL_SIZE = 0.7
_LABEL_STYLE = (
    f"font-size: {LABEL_SIZE}em; font-style: normal; font-weight: normal; opacity: 0.75; user-select: none"
)
#: Elements of this class hold the words of the text, and labels.
TEXT = "dhtools-text"

QUOTED = "font-style: italic; background-color: rgba(68, 113, 170, 0.16)"
MENTIONED = "border-bottom: 1px dotted"
_VOICE_STYLES = {"quoted": QUOTED, "mentioned": MENTIONED}
# Taken in turn: beyond six categories a colour comes again, and the label tells them apart.
_HUES = ("232, 116, 29", "30, 150, 90", "190, 60, 130", "0, 150, 170", "130, 95, 200", "165, 125, 20")


class Finding(NamedTuple):
    """A finding as it is marked: its code points, its row in the table, what the pointer shows, its layer."""

    start: int
    end: int
    row: int
    category: str
    title: str
    layer: str = "findings"


class Piece(NamedTuple):
    """Characters that share voice and findings."""

    start: int
    end: int
    voice: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MarkedText:
    """One text with all that is marked in it.

    Attributes
    ----------
    text, raw : str
        Id, and the text as it stands.
    blocks : DataFrame
        Of the text.
    voices : VoiceFinder
        Of the corpus.
    sentences : mapping
        Where a sentence begins, to its number in the form block.sentence.
    findings : tuple of Finding
        By their start.
    hues : mapping
        Category to colour; with more than one category, findings bear the name of theirs.
    edges, starts, reaches : list of int
        For look-up: where voices and sentences begin and end; where findings begin; how far each finding and
        those before it reach.
    """

    text: str
    raw: str
    blocks: pd.DataFrame
    voices: VoiceFinder
    sentences: Mapping[int, str]
    findings: tuple[Finding, ...]
    hues: Mapping[str, str]
    edges: list[int]
    starts: list[int]
    reaches: list[int]

    def words(self, piece: Piece) -> str:
        """Return what stands in a piece, as it stands."""
        return self.raw[piece.start : piece.end]

    def findings_in(self, start: int, end: int) -> list[Finding]:
        """Return the findings of which at least one character lies between two places."""
        begun = self.findings[bisect_right(self.reaches, start) : bisect_left(self.starts, end)]
        return [found for found in begun if found.end > start]

    def pieces(self, start: int, end: int, *cuts: int) -> Iterator[Piece]:
        """Cut a span wherever a voice, a sentence or a finding begins or ends, and at further *cuts*."""
        findings = self.findings_in(start, end)
        places = {*self.edges[bisect_right(self.edges, start) : bisect_left(self.edges, end)], *cuts}
        places |= {place for found in findings for place in (found.start, found.end)}
        edges = [start, *sorted(place for place in places if start < place < end), end]
        voices, _ = self.voices.at(self.text, np.array(edges[:-1], dtype=np.int32))
        inside: list[Finding] = []
        waiting = deque(findings)
        for first, after, voice in zip(edges, edges[1:], voices.tolist(), strict=False):
            while waiting and waiting[0].start <= first:
                inside.append(waiting.popleft())
            inside = [found for found in inside if found.end >= after]
            yield Piece(first, after, VOICES[voice], tuple(inside))


def marked_texts(
    annotation: Annotation, findings: Mapping[str, list[Finding]], hues: Mapping[str, str]
) -> dict[str, MarkedText]:
    """Return every text of a corpus with what is marked in it, by id."""
    tables = annotation.blocks, annotation.quotations, annotation.sentences
    rows = [rows_by_text(table) for table in tables]
    voices = VoiceFinder(annotation.blocks, annotation.quotations)
    return {
        text.id: _marked_text(
            text,
            [table.iloc[own.get(text.id, [])] for table, own in zip(tables, rows, strict=True)],
            voices,
            sorted(findings.get(text.id, [])),
            hues,
        )
        for text in annotation.corpus
    }


def _marked_text(
    text: Text,
    tables: list[pd.DataFrame],
    voices: VoiceFinder,
    findings: list[Finding],
    hues: Mapping[str, str],
) -> MarkedText:
    blocks, quotations, sentences = tables
    outer = quotations[quotations["level"] == 1]
    numbers = [passage.rpartition(":")[2] for passage in sentences["passage"]]
    starts = sentences["start"].tolist()
    edges = sorted({*starts, *outer["start"].tolist(), *outer["end"].tolist()})
    begins = [found.start for found in findings]
    reaches = list(accumulate((found.end for found in findings), max))
    named = dict(zip(starts, numbers, strict=True))
    return MarkedText(text.id, text.raw, blocks, voices, named, tuple(findings), hues, edges, begins, reaches)


def hues_of(categories: Iterable[str]) -> dict[str, str]:
    """Give every category its colour, in the order given."""
    return {name: _HUES[place % len(_HUES)] for place, name in enumerate(dict.fromkeys(categories))}


def marked_html(marked: MarkedText, start: int, end: int, core: tuple[int, int]) -> str:
    """Return a span as HTML: its text content, without labels, is the text as it stands.

    What lies outside *core* is context, and set in grey.
    """
    shown = []
    for piece in marked.pieces(start, end, *core):
        # What precedes the words has named the first sentence, unless that is context.
        if piece.start in marked.sentences and not piece.start == start == core[0]:
            shown.append(label(f"{marked.sentences[piece.start]}\xa0", "sup"))
        body = _in_mark(piece, _in_voice(piece, html(marked.words(piece))), marked.hues)
        is_core = core[0] <= piece.start < core[1]
        shown.append(body if is_core else f'<span style="opacity: 0.65">{body}</span>')
        if len(marked.hues) > 1:
            shown += [label(one.category, "sup", layer=one.layer) for one in _ending(piece, end)]
    return "".join(shown)


def marked_plain(marked: MarkedText, start: int, end: int) -> str:
    """Return a span as plain text, every finding in square brackets."""
    shown = []
    for piece in marked.pieces(start, end):
        opening = sum(piece.start == max(found.start, start) for found in piece.findings)
        closing = len(_ending(piece, end))
        shown.append("[" * opening + visible(marked.words(piece)) + "]" * closing)
    return "".join(shown)


def _ending(piece: Piece, end: int) -> list[Finding]:
    """Return the findings that end with a piece, or are cut off there."""
    return [found for found in piece.findings if min(found.end, end) == piece.end]


def _in_voice(piece: Piece, body: str) -> str:
    style = _VOICE_STYLES.get(piece.voice)
    return f'<span class="dhtools-{piece.voice}" style="{style}">{body}</span>' if style else body


def _in_mark(piece: Piece, body: str, hues: Mapping[str, str]) -> str:
    for layer in dict.fromkeys(found.layer for found in piece.findings):
        own = [found for found in piece.findings if found.layer == layer]
        title = "; ".join(dict.fromkeys(found.title for found in own))
        body = mark(body, hues[own[0].category], len(own), title, layer)
    return body


def mark(body: str, hue: str, depth: int = 1, title: str = "", layer: str = "") -> str:
    """Return HTML marked as a finding; under two or more findings of a layer the line is double."""
    line = "3px double" if depth > 1 else "2px solid"
    style = f"color: inherit; background-color: rgba({hue}, 0.25); border-bottom: {line} rgb({hue})"
    attribute = f' title="{html_attribute(title)}"' if title else ""
    return f'<mark style="{style}"{attribute}{_of_layer(layer)}>{body}</mark>'


def label(text: str, element: str = "span", style: str = "", layer: str = "") -> str:
    """Return what is said about the text: small, grey, upright, and not copied with the words around it."""
    attributes = f'class="{LABEL}" style="{_LABEL_STYLE}; {style}"{_of_layer(layer)}'
    return f"<{element} {attributes}>{html(text)}</{element}>"


def _of_layer(layer: str) -> str:
    """Return the attribute by which what is marked can be switched off."""
    return f' data-layer="{html_attribute(layer)}"' if layer else ""
