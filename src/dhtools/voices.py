"""Whose words are these? Quotations: where they stand, of what kind they are, and who speaks.

A quotation is *direct* (the text reports the words of a speaker or document), *scare* (somebody's word used with
distance), a *title* of a work or document, or a *term*: a name, nickname, doctrine or phrase that is mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

#: Voices that a word can have: the author's; quoted (direct and displayed speech); mentioned (scare, title, term);
#: other (what is no running prose: notes, captions, furniture).
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
_BESIDE = rf"(?:{_REPORTING}|thought|beg[ai]n|went on|put in|(?:interrupt|return|repeat|resum|inquir|enquir|suggest|announc|agre|add|call|sigh|urg)e?(?:d|s))"
_TITLE_CUE = re.compile(
    r"\b(?:entitled|titled|headed|book|article|pamphlet|essay|poem|song|document|journal|newspaper|film|novel|letter|story)"
    r"\W+(?:\w+\W+){0,3}\Z",
    re.IGNORECASE,
)
_TERM_CUE = re.compile(
    r"\b(?:(?:doctrine|conception|concept|notion|theory|slogan|idea|phrase|word|term|expression)(?: of)?|so-called"
    r"|(?:known|regarded|referred to) as|(?:nick)?named|dubbed|called)\W*\Z",
    re.IGNORECASE,
)
#: What stands before words that are set off as speech: nothing, a stop, a comma, a colon, a dash, another mark.
_SET_OFF = re.compile(r"(?:\A|[.,:;?!…—–-]['’)\]]?|[\"”»’*_])\s*\Z")
_SPEAKER_AFTER = re.compile(rf"[,—–-]*\s*(?:{_BESIDE}|(?:he|she|I|they|we|[A-Z]\w+)\s+{_BESIDE})\b")
_SPEAKER_BEFORE = re.compile(rf"\b{_BESIDE}\b[^,.;:!?]{{0,25}},\s*\Z")
_CLAUSE_END = re.compile(r"[.,?!;:…—-]['’”\"_*]*\Z")
_CRY = re.compile(r"[?!]['’”\"_*]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL_WORDS = frozenset("a an and as at by for from in into of on or the to with against vs is".split())

#: A marked stretch of this many words is speech wherever it stands, unless it is a title.
_LONG = 8

_COLUMNS = ["text", "quotation", "block", "line", "start", "end", "kind", "form", "level", "speaker", "source"]


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
        One row a quotation: text, quotation (id such as ``article:q12``), block, line, start, end (code points of the
        content, without marks and note marker), kind (`QUOTATION_KINDS`), form (inline or displayed), level (2 for a
        quotation inside another, …), speaker, source (both missing where neither `name_speakers` nor the scholar's
        ``sources.csv`` has filled them).

    Raises
    ------
    DhtoolsError
        If a row of ``sources.csv`` names no quotation.
    """
    rows = [row for text in corpus for row in _echoes(text.raw, list(_rows(text, blocks[blocks["text"] == text.id])))]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame[["speaker", "source"]] = frame[["speaker", "source"]].astype(object)
    frame = frame.astype({name: "int32" for name in ("block", "line", "start", "end", "level")})
    return _with_sources(frame, corpus)


def name_speakers(corpus: Corpus, quotations: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Fill in the speakers that the words around direct quotations name; what the scholar has coded stays.

    A displayed quotation is introduced in the block before it, so the search goes back that far.
    """
    floors = {(row.text, row.block): row.start for row in blocks.itertuples()}
    speakers = quotations["speaker"].to_list()
    for place, row in enumerate(quotations.itertuples()):
        if row.kind == "direct" and speakers[place] is None:
            floor = floors[row.text, max(1, row.block - (row.form == "displayed"))]
            speakers[place] = name_speaker(corpus[row.text].raw, row.start, row.end, floor)
    return quotations.assign(speaker=pd.Series(speakers, index=quotations.index, dtype=object))


def classify(text: str, marked: Marked, *, prose: bool = True) -> str:
    """Return the kind of one marked stretch of *text* (see `QUOTATION_KINDS`).

    The evidence, in this order: names of works; the words that introduce a term; punctuation that sets speech off;
    length; a reporting verb in the clause before. What is left are names (*term*) and distanced words (*scare*).

    Parameters
    ----------
    text : str
        The paragraph.
    marked : Marked
    prose : bool
        False for captions, notes and headings, where capitals make a title.
    """
    content = text[marked.start : marked.end]
    opening = marked.start - len(marked.open)
    before, after = text[max(0, opening - 120) : opening], text[marked.end + len(marked.close) :]
    words = _WORD.findall(content[:400])  # the beginning of a long speech says enough
    if not words:
        return "term"
    named = _is_name(words)
    if named and len(words) > 1 and (len(words) >= _LONG or _TITLE_CUE.search(before)):
        return "title"
    if not prose and len(words) > 1 and content[0].isupper():
        return "title"
    if _TERM_CUE.search(before) and not _CRY.search(content) and len(words) < _LONG:
        return "term"
    if _is_speech(content, before, after, words, named):
        return "direct"
    if named:
        return "title" if words[0] in ("The", "A", "An") and len(words) > 2 else "term"
    return "term" if len(words) > 2 and words[0] in _SMALL_WORDS else "scare"


def voices_at(
    places: npt.NDArray[np.int32], text_id: str, blocks: pd.DataFrame, quotations: pd.DataFrame
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Return, for places of one text, the voice (index into `VOICES`) and the row of the outermost quotation (or -1).

    Only first-level direct quotations and displayed quotations are *quoted*; a word that a displayed quotation puts
    in marks of its own is still the displayed speaker's.
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
    """Return the stretches of words in one voice and from one kind of source, from first to last word of each text.

    Returns
    -------
    DataFrame
        text, first, after (word numbers from 0; *after* is the first word of the next run), words, voice, source (of
        quoted words; missing for others).
    """
    source = pd.Series(quotations["source"].fillna(UNSTATED).to_numpy(), index=quotations["quotation"])
    told = tokens["quotation"].astype(object).map(source).where(tokens["voice"] == "quoted")
    table = pd.DataFrame({"text": tokens["text"], "voice": tokens["voice"], "source": told.astype(object)})
    table["position"] = table.groupby("text", observed=True).cumcount()
    key = table["text"].astype(str) + "|" + table["voice"].astype(str) + "|" + table["source"].fillna("").astype(str)
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
    spans = zip(blocks["block"].tolist(), blocks["kind"].tolist(), begins, blocks["end"].tolist(), begins[1:], strict=False)
    for block, kind, begin, end, following in spans:
        content = text.raw[begin:end]
        find = _in_displayed if kind == DISPLAYED else _in_paragraph
        for start, stop, what, form, level in find(content, kind, text.raw[following : following + 2], singles):
            number += 1
            place = begin + start
            line = line_of(starts, place)
            yield [text.id, f"{text.id}:q{number}", block, line, place, begin + stop, what, form, level, None, None]


def _echoes(raw: str, rows: list[list[Any]]) -> list[list[Any]]:
    """Make direct what repeats, in marks, words of an earlier speech: the author takes them up again."""
    start, end, kind = (_COLUMNS.index(name) for name in ("start", "end", "kind"))
    for number, row in enumerate(rows):
        words = raw[row[start] : row[end]].rstrip(".,;:")
        if row[kind] in ("scare", "term") and words.count(" ") >= 2:
            spoken = (raw[other[start] : other[end]] for other in rows[:number] if other[kind] == "direct")
            row[kind] = "direct" if any(words in speech for speech in spoken) else row[kind]
    return rows


def _in_paragraph(content: str, kind: str, following: str, singles: bool) -> Iterator[tuple[int, int, str, str, int]]:
    for marked in pair_marks(content, singles=singles, following=following):
        what = classify(content, marked, prose=kind in PROSE)
        yield marked.start, marked.end, what, "inline", marked.level


def _in_displayed(content: str, kind: str, following: str, singles: bool) -> Iterator[tuple[int, int, str, str, int]]:
    """A displayed quotation is one of the first level; whatever it puts in marks is one level further in."""
    start, end = displayed_content(content)
    yield start, end, "direct", "displayed", 1
    inner = content[start:end]
    for marked in pair_marks(inner, singles=True):
        yield start + marked.start, start + marked.end, classify(inner, marked), "inline", marked.level + 1


def _is_speech(content: str, before: str, after: str, words: list[str], named: bool) -> bool:
    reported = bool(_REPORTS.search(re.split(r"[.;:?!]\s", before)[-1]))
    if len(words) >= _LONG or (_CRY.search(content) and not named):
        return True
    if _SPEAKER_AFTER.match(after) or _SPEAKER_BEFORE.search(before):
        return True
    # after a comma, lower case goes on with the author's own sentence
    if _SET_OFF.search(before) and not (before.rstrip()[-1:] == "," and content[0].islower()):
        return bool(_CLAUSE_END.search(content)) or len(words) > 3 or not before.strip()
    return reported and not named


def _is_name(words: list[str]) -> bool:
    """Whether every word but the small ones begins with a capital, as in titles and proper names."""
    bearing = [word for word in words if word.lower() not in _SMALL_WORDS]
    return bool(bearing) and all(word[0].isupper() for word in bearing)


def _with_sources(quotations: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Enter what the scholar has coded: speaker and kind of source of single quotations."""
    for note in corpus.sources.itertuples():
        hit = (quotations["text"] == note.text) & (quotations["start"] == note.start) & (quotations["end"] == note.end)
        if not hit.any():
            place = f"{note.text}:{note.start}-{note.end}"
            raise DhtoolsError(f"sources.csv, line {note.row}: no quotation has the span {place}. Check start and end.")
        quotations.loc[hit, ["speaker", "source"]] = [note.speaker or None, note.source or None]
    return quotations
