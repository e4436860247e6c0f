"""Quotations: where they stand, in quotation marks, after a dash, in italics, or displayed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..corpus.languages import reading_language
from ..corpus.markup import Markup
from ..corpus.texts import Corpus, Text
from ..errors import DhtoolsError
from ..schema import DISPLAYED, PROSE
from .dialogue_dashes import dashed_paragraphs, dashed_speech
from .italic_speech import italic_speech
from .paragraphs import line_of, line_starts
from .places import Spans, TextColumns, typed_table
from .quotation_marks import QuotedSpan, displayed_content, pair_marks, single_marks_speak
from .quotation_types import quotation_type
from .speakers import goes_on, name_speaker

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("text", "quotation"), "str"),
    **dict.fromkeys(("block", "line", "start", "end"), "int32"),
    **dict.fromkeys(("kind", "form"), "str"),
    "level": "int32",
    **dict.fromkeys(("speaker", "source", "cited_through"), object),
}
#: What a scholar codes of a quotation.
_CODED = ["speaker", "source", "cited_through"]


class _Found(NamedTuple):
    """One quotation; its place is counted from the beginning of its block."""

    start: int
    end: int
    kind: str
    form: str
    level: int


def find_quotations(corpus: Corpus, blocks: pd.DataFrame) -> pd.DataFrame:
    """Find every quotation, in quotation marks, after a dash, in italics, or displayed.

    Parameters
    ----------
    corpus : Corpus
    blocks : DataFrame
        From `find_blocks`.

    Returns
    -------
    DataFrame
        One row a quotation: text, quotation (id such as ``article:q12``), block, line, start, end (code
        points of the content, without marks and note marker), kind (`QUOTATION_KINDS`), form (inline or
        displayed), level (2 for a quotation inside another, …), speaker, source, cited_through (missing where
        neither `name_speakers` nor the scholar's ``sources.csv`` has filled them).

    Raises
    ------
    DhtoolsError
        If a row of ``sources.csv`` names no quotation.
    """
    own = TextColumns(blocks, "block", "kind", "start", "end")
    rows = (row for text in corpus for row in _echoes(text.raw, _rows(text, own[text.id])))
    return _with_sources(typed_table(rows, _TYPES), corpus)


def name_speakers(corpus: Corpus, quotations: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Fill in the speakers that the words around direct quotations name; what scholar or mark-up say stays.

    A displayed quotation is introduced in the block before it, so the search goes back that far. Speech
    inside a quotation stays without a name: the words around it are a narrator's, and rules confuse the two.
    """
    own = Spans(blocks).of(quotations)
    back = (quotations["form"] == "displayed") & (quotations["block"] > 1)
    floors = blocks["start"].to_numpy()[own - back].tolist()
    stated = {text.id for text in corpus if text.markup is not None and text.markup.marks_voices}
    languages = {text.id: reading_language(text.language) for text in corpus}
    speakers = quotations["speaker"].to_list()
    names = ("text", "block", "start", "end", "kind", "level")
    rows = zip(*(quotations[name].to_list() for name in names), floors, strict=True)
    before: tuple[str, int, int, str | None] = ("", 0, 0, None)  # text, block, end, speaker of the last one
    for row, (text, block, start, end, kind, level, floor) in enumerate(rows):
        if kind != "direct" or level > 1 or text in stated:
            continue
        if speakers[row] is None:
            raw = corpus[text].raw
            named = name_speaker(raw, start, end, floor, languages[text])
            same = before[:2] == (text, block) and goes_on(raw, before[2], start, languages[text])
            speakers[row] = named or (before[3] if same else None)
        before = text, block, end, speakers[row]
    return quotations.assign(speaker=pd.Series(speakers, index=quotations.index, dtype=object))


def _rows(text: Text, blocks: list[list[Any]]) -> list[list[Any]]:
    """Return the quotations of one text as rows, without speakers and sources."""
    starts = line_starts(text.raw)
    rows: list[list[Any]] = []
    if text.markup is not None and text.markup.marks_voices:
        return _marked_rows(text, text.markup, blocks)
    displayed = text.markup.quotations if text.markup is not None else ()
    speakers = {one.start: one.speaker for one in displayed if one.form == "displayed"}
    for block, begin, found in _by_block(text, blocks):
        for start, end, kind, form, level in found:
            if start == end:  # marks around white space that parts lines
                continue
            name, line = f"{text.id}:q{len(rows) + 1}", line_of(starts, begin + start)
            speaker = speakers.get(begin) if form == "displayed" else None
            place = begin + start, begin + end
            rows.append([text.id, name, block, line, *place, kind, form, level, speaker, None, None])
    return rows


def _marked_rows(text: Text, markup: Markup, blocks: list[list[Any]]) -> list[list[Any]]:
    """Return the quotations that the mark-up states, one a block where one extends over several."""
    starts, (numbers, _, begins, ends) = line_starts(text.raw), blocks
    rows: list[list[Any]] = []
    around: list[int] = []
    for start, end, kind, form, speaker in markup.quotations:
        around = [after for after in around if after >= end] + [end]
        first, last = bisect_right(ends, start), bisect_left(begins, end)
        for row in range(first, last):
            name, begin = f"{text.id}:q{len(rows) + 1}", max(start, begins[row])
            place = numbers[row], line_of(starts, begin), begin, min(end, ends[row])
            rows.append([text.id, name, *place, kind, form, len(around), speaker, None, None])
    return rows


def _by_block(text: Text, blocks: list[list[Any]]) -> Iterator[tuple[int, int, Iterator[_Found]]]:
    """Yield number, start and quotations of every block."""
    singles = single_marks_speak(text.raw)
    numbers, kinds, begins, ends = blocks
    contents = [text.raw[begin:end] for begin, end in zip(begins, ends, strict=True)]
    nexts = [*(content[:2] for content in contents[1:]), ""]
    dashed = _dashed(contents, kinds)
    language = reading_language(text.language)
    rows = zip(numbers, kinds, begins, contents, nexts, strict=True)
    for row, (block, kind, begin, content, following) in enumerate(rows):
        if kind == DISPLAYED:
            found = _in_displayed(content, language)
        else:
            marked = pair_marks(content, singles=singles, following=following)
            found = _in_paragraph(content, kind, marked, language, dashed=row in dashed)
        yield block, begin, found


def _dashed(contents: list[str], kinds: list[str]) -> set[int]:
    """Return the rows of the blocks in which a dash opens speech."""
    prose = [row for row, kind in enumerate(kinds) if kind in PROSE]
    return {prose[number] for number in dashed_paragraphs([contents[row] for row in prose])}


def _in_paragraph(
    content: str, kind: str, marked: list[QuotedSpan], language: str, *, dashed: bool
) -> Iterator[_Found]:
    """Yield what a dash opens, and what stands in marks: one level further in where it is part of that.

    Italics show speech only where no mark does.
    """
    speeches = list(dashed_speech(content)) if dashed else []
    if kind in PROSE and language == "en" and "_" in content and not (speeches or marked):
        speeches = list(italic_speech(content))
    inline = [
        _Found(one.start, one.end, told, "inline", one.level)
        for one in marked
        for told in [quotation_type(content, one, prose=kind in PROSE, language=language)]
    ]
    if not speeches:
        return iter(inline)
    found = [_Found(start, end, "direct", "inline", 1) for start, end in speeches]
    for one in inline:
        within = [start <= one.start and one.end <= end for start, end in speeches]
        touched = [start < one.end and one.start < end for start, end in speeches]
        if within == touched:
            found.append(one._replace(level=one.level + any(within)))
    return iter(sorted(found, key=lambda one: (one.start, -one.end)))


def _in_displayed(content: str, language: str) -> Iterator[_Found]:
    """Yield the displayed quotation, at the first level; what it puts in marks is one level further in."""
    start, end = displayed_content(content)
    yield _Found(start, end, "direct", "displayed", 1)
    inner = content[start:end]
    for marked in pair_marks(inner, singles=True):
        told = quotation_type(inner, marked, language=language)
        yield _Found(start + marked.start, start + marked.end, told, "inline", marked.level + 1)


def _echoes(raw: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Make direct what repeats, in marks, words of an earlier speech: the author takes them up again."""
    start, end, kind = (list(_TYPES).index(name) for name in ("start", "end", "kind"))
    speeches = [(row[start], row[end]) for row in rows if row[kind] == "direct"]
    spoken = "\0".join(raw[first:last] for first, last in speeches)
    begins = np.cumsum([0, *(last - first + 1 for first, last in speeches)])

    @cache
    def first_spoken(words: str) -> int:
        """Return where the first speech with these words ends; the length of the text where there is none."""
        place = spoken.find(words)
        return speeches[int(np.searchsorted(begins, place, side="right")) - 1][1] if place >= 0 else len(raw)

    for row in rows:
        words = raw[row[start] : row[end]].rstrip(".,;:")
        if row[kind] in ("scare", "term") and words.count(" ") >= 2 and first_spoken(words) <= row[start]:
            row[kind] = "direct"
    return rows


def _with_sources(quotations: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Enter what the scholar has coded of single quotations."""
    if corpus.sources.empty:
        return quotations
    spans = zip(quotations["text"], quotations["start"].tolist(), quotations["end"].tolist(), strict=True)
    rows = {span: row for row, span in enumerate(spans)}
    told = quotations[_CODED].to_numpy(dtype=object, copy=True)
    for note in corpus.sources.itertuples():
        row = rows.get((note.text, note.start, note.end))
        if row is None:
            place = f"{note.text}:{note.start}-{note.end}"
            raise DhtoolsError(
                f"sources.csv, line {note.row}: no quotation has the span {place}. Check start and end."
            )
        told[row] = [getattr(note, name) or None for name in _CODED]
    return quotations.assign(
        **{name: pd.Series(told[:, place], dtype=object) for place, name in enumerate(_CODED)}
    )
