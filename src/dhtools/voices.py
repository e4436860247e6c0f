"""Whose words are these? Quotations: where they stand, of what kind they are, and who speaks.

A quotation is *direct* (the text reports the words of a speaker or document), *scare* (somebody's word used
with distance), a *title* of a work or document, or a *term*: a name, nickname, doctrine or phrase that is
mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .cleaning import DISPLAYED, PROSE
from .corpus import Corpus, Text
from .errors import DhtoolsError
from .layout import line_of, line_starts
from .marks import Marked, displayed_content, pair_marks, single_marks_speak
from .speakers import name_speaker

#: Kinds of quotation.
QUOTATION_KINDS = ("direct", "scare", "title", "term")

#: Voices that a word can have: the author's; quoted (direct and displayed speech); mentioned (scare, title,
#: term); other (what is no running prose: notes, captions, furniture).
VOICES = ("author", "quoted", "mentioned", "other")

#: Kind of source of a quotation of which nothing is known.
UNSTATED = "unstated"

_REPORTING = (
    r"sa(?:id|ys?|ying)|wr(?:ote|it(?:es?|ing|ten))|spok(?:e|en)|speak(?:s|ing)?|t(?:old|ell(?:s|ing)?)|repl(?:y|ies|ied|ying)"
    r"|(?:ask|answer|report|recall|warn|remark|explain|insist|complain|plead|exclaim|shout|whisper|murmur|mutter|claim|confess)"
    r"(?:s|ed|ing)?|(?:describ|denounc|declar|conclud|argu|observ|continu|accus|eulogi[sz])(?:es?|ed|ing)|cri(?:es|ed)|worried"
    r"|(?:not|stat|add|list)(?:es|s|ed|ing)|according to|words of"
)
#: Verbs and phrases that report somebody's words wherever they stand in the clause before.
_REPORTS = re.compile(rf"\b(?:{_REPORTING})\b", re.IGNORECASE)
#: Verbs that do so beside the words only: elsewhere people return, call and begin in other senses.
_BESIDE = (
    rf"(?:{_REPORTING}|thought|beg[ai]n|went on|put in"
    r"|(?:interrupt|return|repeat|resum|inquir|enquir|suggest|announc|agre|add|call|sigh|urg)e?(?:d|s))"
)
_TITLE_CUE = re.compile(
    r"\b(?:entitled|titled|headed|book|article|pamphlet|essay|poem|song|document|journal|newspaper|film|novel|letter|story)"
    r"\W+(?:\w+\W+){0,3}\Z",
    re.IGNORECASE,
)
_TERM_CUE = re.compile(
    r"\b(?:(?:doctrine|conception|concept|notion|theory|slogan|idea|phrase|word|term|expression)(?: of)?"
    r"|so-called|(?:known|regarded|referred to) as|(?:nick)?named|dubbed|called)\W*\Z",
    re.IGNORECASE,
)
#: Before words that are set off as speech stands nothing, a stop, a comma, a colon, a dash, another mark.
_SET_OFF = re.compile(r"(?:\A|[.,:;?!…—–-]['’)\]]?|[\"”»’*_])\Z")
_SPEAKER_AFTER = re.compile(rf"[,—–-]*\s*(?:{_BESIDE}|(?:he|she|I|they|we|[A-Z]\w+)\s+{_BESIDE})\b")
_SPEAKER_BEFORE = re.compile(rf"\b{_BESIDE}\b[^,.;:!?]{{0,25}},\s*\Z")
_CLAUSE = re.compile(r"[.;:?!]\s")
_CLAUSE_END = re.compile(r"[.,?!;:…—-]['’”\"_*]*\Z")
_CRY = re.compile(r"[?!]['’”\"_*]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = frozenset(str.split("a an and as at by for from in into of on or the to with against vs is"))

#: How far around a quotation its context is looked at, in characters.
_NEAR = 120
_JUST = 60
#: A marked stretch of this many words is speech wherever it stands, unless it is a title.
_LONG = 8

_COLUMNS = [
    "text",
    "quotation",
    "block",
    "line",
    "start",
    "end",
    "kind",
    "form",
    "level",
    "speaker",
    "source",
]


def find_quotations(corpus: Corpus, blocks: pd.DataFrame) -> pd.DataFrame:
    """Find every quotation, in quotation marks or displayed.

    Parameters
    ----------
    corpus : Corpus
    blocks : DataFrame
        From `dhtools.clean`.

    Returns
    -------
    DataFrame
        One row a quotation: text, quotation (id such as ``article:q12``), block, line, start, end (code
        points of the content, without marks and note marker), kind (`QUOTATION_KINDS`), form (inline or
        displayed), level (2 for a quotation inside another, …), speaker, source (both missing where neither
        `name_speakers` nor the scholar's ``sources.csv`` has filled them).

    Raises
    ------
    DhtoolsError
        If a row of ``sources.csv`` names no quotation.
    """
    rows = [
        row
        for text in corpus
        for row in _echoes(text.raw, list(_rows(text, blocks[blocks["text"] == text.id])))
    ]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame = frame.astype({name: "int32" for name in ("block", "line", "start", "end", "level")})
    frame = frame.astype({name: "str" for name in ("text", "quotation", "kind", "form")})
    frame = frame.astype({"speaker": object, "source": object})
    return _with_sources(frame, corpus)


def name_speakers(corpus: Corpus, quotations: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Fill in the speakers that the words around direct quotations name; what the scholar has coded stays.

    A displayed quotation is introduced in the block before it, so the search goes back that far.
    """
    places = zip(blocks["text"], blocks["block"].tolist(), blocks["start"].tolist(), strict=True)
    floors = {(text, block): start for text, block, start in places}
    speakers = quotations["speaker"].to_list()
    names = ("text", "block", "start", "end", "kind", "form")
    rows = zip(*(quotations[name].to_list() for name in names), strict=True)
    for row, (text, block, start, end, kind, form) in enumerate(rows):
        if kind == "direct" and speakers[row] is None:
            floor = floors[text, max(1, block - (form == "displayed"))]
            speakers[row] = name_speaker(corpus[text].raw, start, end, floor)
    return quotations.assign(speaker=pd.Series(speakers, index=quotations.index, dtype=object))


def classify(text: str, marked: Marked, *, prose: bool = True) -> str:
    """Return the kind of one marked stretch of *text* (see `QUOTATION_KINDS`).

    The evidence, in this order: names of works; the words that introduce a term; punctuation that sets speech
    off; length; a reporting verb in the clause before. What is left are names (*term*) and distanced words
    (*scare*).

    Parameters
    ----------
    text : str
        The paragraph.
    marked : Marked
    prose : bool
        False for captions, notes and headings, where capitals make a title.
    """
    content = text[marked.start : marked.end].strip()
    opening, closing = marked.start - len(marked.open), marked.end + len(marked.close)
    before, after = text[max(0, opening - _NEAR) : opening], text[closing : closing + _NEAR]
    words = _WORD.findall(content[:200])  # the beginning of a long speech says enough
    if not words:
        return "term"
    named = _is_name(words)
    if named and len(words) > 1 and (len(words) >= _LONG or _just(_TITLE_CUE, before)):
        return "title"
    if not prose and len(words) > 1 and content[0].isupper():
        return "title"
    if len(words) < _LONG and _just(_TERM_CUE, before) and not _CRY.search(content):
        return "term"
    if _is_speech(content, before, after, words, named):
        return "direct"
    if named:
        return "title" if words[0] in ("The", "A", "An") and len(words) > 2 else "term"
    return "term" if len(words) > 2 and words[0] in _SMALL_WORDS else "scare"


def voices_at(
    places: npt.NDArray[np.int32], text_id: str, blocks: pd.DataFrame, quotations: pd.DataFrame
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Return, for places of one text, voice (index into `VOICES`) and row of the outermost quotation (or -1).

    Only first-level direct quotations and displayed quotations are *quoted*; a word that a displayed
    quotation puts in marks of its own is still the displayed speaker's.
    """
    own = blocks[blocks["text"] == text_id]
    block = np.searchsorted(own["start"].to_numpy(), places, side="right") - 1
    kind = own["kind"].astype(str).to_numpy()[block]
    outer = np.flatnonzero(((quotations["text"] == text_id) & (quotations["level"] == 1)).to_numpy())
    outer = outer[np.argsort(quotations["start"].to_numpy()[outer], kind="stable")]
    begin, end = (quotations[name].to_numpy()[outer] for name in ("start", "end"))
    nearest = np.searchsorted(begin, places, side="right") - 1
    inside = (nearest >= 0) & (places < np.append(end, 0)[nearest])
    row = np.where(inside, np.append(outer, -1)[nearest], -1).astype(np.int32)
    direct = np.append((quotations["kind"] == "direct").to_numpy(), False)[row]
    voice = np.select(
        [~np.isin(kind, PROSE), (kind == DISPLAYED) | (inside & direct), inside],
        [VOICES.index("other"), VOICES.index("quoted"), VOICES.index("mentioned")],
        default=VOICES.index("author"),
    )
    return voice.astype(np.int8), row


def voice_runs(tokens: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of words in one voice and from one kind of source, in the order of the texts.

    Returns
    -------
    DataFrame
        text, first, after (word numbers from 0; *after* is the first word of the next run), words, voice,
        source (of quoted words; missing for others).
    """
    source = pd.Series(quotations["source"].fillna(UNSTATED).to_numpy(), index=quotations["quotation"])
    told = tokens["quotation"].astype(object).map(source).where(tokens["voice"] == "quoted")
    table = pd.DataFrame({"text": tokens["text"], "voice": tokens["voice"], "source": told.astype(object)})
    table["position"] = table.groupby("text", observed=True).cumcount()
    key = (
        table["text"].astype(str)
        + "|"
        + table["voice"].astype(str)
        + "|"
        + table["source"].fillna("").astype(str)
    )
    run = (key != key.shift()).cumsum()
    first = table.groupby(run).first()
    words = table.groupby(run).size()
    runs = first.assign(first=first["position"], after=first["position"] + words, words=words)
    return runs.reset_index(drop=True)[["text", "first", "after", "words", "voice", "source"]]


def _rows(text: Text, blocks: pd.DataFrame) -> Iterator[list[Any]]:
    starts = line_starts(text.raw)
    singles = single_marks_speak(text.raw)
    begins = [*blocks["start"].tolist(), len(text.raw)]
    number = 0
    spans = zip(
        blocks["block"].tolist(),
        blocks["kind"].tolist(),
        begins,
        blocks["end"].tolist(),
        begins[1:],
        strict=False,
    )
    for block, kind, begin, end, following in spans:
        content = text.raw[begin:end]
        find = _in_displayed if kind == DISPLAYED else _in_paragraph
        for start, stop, what, form, level in find(
            content, kind, text.raw[following : following + 2], singles
        ):
            number += 1
            place = begin + start
            line = line_of(starts, place)
            yield [
                text.id,
                f"{text.id}:q{number}",
                block,
                line,
                place,
                begin + stop,
                what,
                form,
                level,
                None,
                None,
            ]


def _echoes(raw: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Make direct what repeats, in marks, words of an earlier speech: the author takes them up again."""
    start, end, kind = (_COLUMNS.index(name) for name in ("start", "end", "kind"))
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


def _in_paragraph(
    content: str, kind: str, following: str, singles: bool
) -> Iterator[tuple[int, int, str, str, int]]:
    for marked in pair_marks(content, singles=singles, following=following):
        what = classify(content, marked, prose=kind in PROSE)
        yield marked.start, marked.end, what, "inline", marked.level


def _in_displayed(
    content: str, kind: str, following: str, singles: bool
) -> Iterator[tuple[int, int, str, str, int]]:
    """Yield the displayed quotation, at the first level; what it puts in marks is one level further in."""
    start, end = displayed_content(content)
    yield start, end, "direct", "displayed", 1
    inner = content[start:end]
    for marked in pair_marks(inner, singles=True):
        yield start + marked.start, start + marked.end, classify(inner, marked), "inline", marked.level + 1


def _is_speech(content: str, before: str, after: str, words: list[str], named: bool) -> bool:
    if len(words) >= _LONG or (_CRY.search(content) and not named):
        return True
    if _SPEAKER_AFTER.match(after) or _just(_SPEAKER_BEFORE, before):
        return True
    # after a comma, lower case goes on with the author's own sentence
    ahead = before.rstrip()[-3:]
    if _SET_OFF.search(ahead) and not (ahead[-1:] == "," and content[0].islower()):
        return bool(_CLAUSE_END.search(content)) or len(words) > 3 or not ahead
    return not named and bool(_REPORTS.search(_CLAUSE.split(before)[-1]))


def _just(pattern: re.Pattern[str], before: str) -> bool:
    """Whether the last words before a quotation match a pattern that ends there."""
    return pattern.search(before, max(0, len(before) - _JUST)) is not None


def _is_name(words: list[str]) -> bool:
    """Whether every word but the small ones begins with a capital, as in titles and proper names."""
    if not all(word[0].isupper() or word in _SMALL_WORDS for word in words):
        return False
    return any(word.lower() not in _SMALL_WORDS for word in words)


def _with_sources(quotations: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Enter what the scholar has coded: speaker and kind of source of single quotations."""
    spans = zip(quotations["text"], quotations["start"].tolist(), quotations["end"].tolist(), strict=True)
    rows = {span: row for row, span in enumerate(spans)}
    told = quotations[["speaker", "source"]].to_numpy(dtype=object)
    for note in corpus.sources.itertuples():
        row = rows.get((note.text, note.start, note.end))
        if row is None:
            place = f"{note.text}:{note.start}-{note.end}"
            raise DhtoolsError(
                f"sources.csv, line {note.row}: no quotation has the span {place}. Check start and end."
            )
        told[row] = note.speaker or None, note.source or None
    speaker, source = (pd.Series(told[:, column], dtype=object) for column in (0, 1))
    return quotations.assign(speaker=speaker, source=source)
