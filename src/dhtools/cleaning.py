"""From raw lines to typed blocks.

Nothing is deleted: cleaning labels every non-empty line, and the analysis chooses. Rules look at layout and at
phrases that sites and journals put around a text; then come the layout hints of the manifest; then the scholar's
corrections. Each block says by which rule it has its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from .corpus import Corpus, Text
from .errors import DhtoolsError
from .layout import Paragraph, paragraphs
from .marks import opening_mark

#: Kinds of block, from the head of a text to its foot.
BLOCK_KINDS = (
    "title", "subtitle", "series", "nav", "byline", "dateline", "source", "heading", "editorial", "body",
    "blockquote", "attribution", "caption", "footnote", "footnote_mark", "bibliography", "comments", "boilerplate",
)  # fmt: skip

#: The running prose: the author's paragraphs and the quotations displayed between them.
PROSE = ("body", "blockquote")
DISPLAYED = "blockquote"

_DATE = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2},)?\s+\d{4}"
_ONE_WORD_NAV = "home|menu|search|print|share|email|login|log in|register|loading|next|previous|back|top|contents|skip to content"
_LANGUAGES = "english|français|deutsch|español|italiano|português|русский|türkçe|polski|中文"
_NAV = re.compile(rf"(?:{_ONE_WORD_NAV}|{_LANGUAGES})\W*\Z|.* [>»›] ", re.IGNORECASE)
_ARCHIVE_NAME = re.compile(r"\b(?:1[5-9]|20)\d{6}\b")
_DATELINE = re.compile(rf"\W*(?:(?:[A-Z]\w+,\s+)?{_DATE}|\d{{4}}-\d\d-\d\d)\W*\Z")
_BYLINE = re.compile(r"(?:by|written by|translated by|edited by)\b(?:\W|\Z)", re.IGNORECASE)
_SERIES = re.compile(r".*\b(?:part|no\.|number|series|volume)\s+(?:\d+|[IVXL]+)\b", re.IGNORECASE)
_SOURCE = re.compile(r"(?:first |originally )?(?:published|source|printed|reprinted)(?: in| from)?\s*:|\[.*\]\Z", re.IGNORECASE)
_EDITORIAL = re.compile(
    r"(?:the following|this|we (?:re)?publish)\b.{0,40}\b(?:lecture|speech|article|text|essay|interview|report|letter|statement)s?"
    r"\b.{0,20}\b(?:was|were|is|are|appeared|here)\b.{0,20}\b(?:delivered|given|published|written|posted|translated|reprinted|first)\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?:\d+|one|no)\s+(?:response|comment|repl(?:y|ie)|thought)s?\b(?:\s+(?:to|on)\b|\W*\Z)|(?:comments|leave a (?:reply|comment))\W*\Z", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"discover more from\b|subscribe (?:to|now|for)\b|sign up (?:to|for)\b|share this\b|like this\b|leave a (?:reply|comment)\b"
    r"|posted (?:in|by|on)\b|filed under\b|tagged\b|©|copyright\b|all rights reserved|read more\b|related (?:posts|articles)\b",
    re.IGNORECASE,
)
_BIBLIOGRAPHY = re.compile(r"(?:select(?:ed)? )?(?:bibliography|references|works cited|further reading|literature)\W*\Z", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:[•*·–-]\s*)?[^\W\d_].{5,}\b(?:1[5-9]|20)\d\d\b")
_NOTE_MARK = re.compile(r"\[\d{1,3}\]\Z|\d{1,3}\.?\Z")
_NOTE = re.compile(r"\[\d{1,3}\]\s*\S|\^?\d{1,3}\s*[↑^]")
_NOTES_HEADING = re.compile(r"(?:end|foot)?notes\W*\Z", re.IGNORECASE)
_CREDIT = re.compile(r"\[(?:photo|image|credit|source)s?\b|\b(?:photo|image|credit|photograph|source)s?(?: by)?:", re.IGNORECASE)
_FIGURE_LABEL = re.compile(r"(?:figure|fig\.|table|plate|map)\s+\d", re.IGNORECASE)
_PORTRAIT = re.compile(r"(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+,\s+(?:an?|the|one|[a-z]+)\b")
_DIVISION = re.compile(
    r"(?:chapter|book|part|volume|vol\.|letter|canto|act|scene|section|stave|preface|introduction|prologue|epilogue|conclusion|contents|appendix)\b"
    r"(?:\W*\Z|\s+(?:the\s+)?(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|\w+(?:th|st|nd|rd))\b.{0,70}\Z)",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"(?:[IVXLC]+|\d{1,3})\.?\Z|[IVXLC]+\.\s+[A-Z][^.]{0,60}\.?\Z")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]*_]*(?:\s?\[\d{1,3}\])?\Z")
_LEADS_IN = re.compile(r"[:,]\Z|[^\W_]\Z")
_ENDS_IN_NOTE_MARKER = re.compile(r"[^\s\[]\[\d{1,3}\]\Z")
_CLOSED = re.compile(r"[”’\"'»](?:\s?\[\d+\])?\Z|\[\d+\]\Z")


@dataclass(slots=True)
class _Reader:
    """Walks down the paragraphs of one text; every rule sees what stands before and after."""

    text: Text
    paragraphs: list[Paragraph]
    patterns: list[tuple[str, re.Pattern[str]]]
    illustrated: bool
    kinds: list[str] = field(default_factory=list)
    prose_seen: bool = False
    notes_seen: bool = False

    @property
    def at(self) -> int:
        return len(self.kinds)

    def content(self, step: int = 0) -> str:
        """Return the paragraph *step* further on, or an empty string beyond the ends."""
        place = self.at + step
        if not 0 <= place < len(self.paragraphs):
            return ""
        paragraph = self.paragraphs[place]
        return self.text.raw[paragraph.start : paragraph.end]

    @property
    def before(self) -> str:
        return self.kinds[-1] if self.kinds else ""


def clean(corpus: Corpus, *, corrected: bool = True) -> pd.DataFrame:
    """Type every non-empty line of a corpus.

    Parameters
    ----------
    corpus : Corpus
    corrected : bool
        Whether the scholar's corrections are applied after rules and hints.

    Returns
    -------
    DataFrame
        One row a block: text, block (number from 1), line (number of its first line), start and end (code points),
        kind (see `BLOCK_KINDS`), rule (what decided: the name of a rule, *hint* or *correction*).

    Raises
    ------
    DhtoolsError
        If a correction names no block or an unknown kind.
    """
    rows = [row for text in corpus for row in _typed(text)]
    frame = pd.DataFrame(rows, columns=["text", "block", "line", "start", "end", "kind", "rule"])
    if corrected:
        frame = _correct(frame, corpus.corrections)
    frame["text"] = pd.Categorical(frame["text"], categories=list(corpus.ids))
    frame["kind"] = pd.Categorical(frame["kind"], categories=list(BLOCK_KINDS))
    frame["rule"] = pd.Categorical(frame["rule"])
    return frame.astype({name: "int32" for name in ("block", "line", "start", "end")})


def _typed(text: Text) -> list[tuple[object, ...]]:
    patterns = [(kind, re.compile(pattern)) for kind, pattern in text.layout.get("patterns", {}).items()]
    reader = _Reader(text, paragraphs(text.raw), patterns, bool(text.layout.get("illustrated")))
    rows: list[tuple[object, ...]] = []
    for number, paragraph in enumerate(reader.paragraphs, start=1):
        kind, rule = _decide(reader)
        reader.kinds.append(kind)
        reader.prose_seen = reader.prose_seen or kind in PROSE
        reader.notes_seen = reader.notes_seen or kind == "footnote_mark"
        rows.append((text.id, number, paragraph.line, paragraph.start, paragraph.end, kind, rule))
    return rows


def _decide(reader: _Reader) -> tuple[str, str]:
    content = reader.content()
    for kind, pattern in reader.patterns:
        if pattern.search(content):
            return kind, "hint"
    for rule in _RULES:
        if kind := rule(reader, content):
            return kind, rule.__name__.removeprefix("_").replace("_", " ")
    return "body", "prose"


def _after_comments(reader: _Reader, content: str) -> str | None:
    return "comments" if reader.before == "comments" or _COMMENTS.match(content) else None


def _site_furniture(reader: _Reader, content: str) -> str | None:
    if len(content) > 120:
        return None
    if _NAV.match(content) or (not reader.prose_seen and _ARCHIVE_NAME.search(content)):
        return "nav"
    return "boilerplate" if _BOILERPLATE.match(content) and not _is_prose(content) else None


def _notes(reader: _Reader, content: str) -> str | None:
    if reader.before == "footnote_mark":
        return "footnote"
    if _NOTE_MARK.match(content) and content.startswith("["):
        return "footnote_mark"
    in_notes = reader.before == "footnote" or _NOTES_HEADING.match(reader.content(-1))
    return "footnote" if in_notes and _NOTE.match(content) else None


def _references(reader: _Reader, content: str) -> str | None:
    if _BIBLIOGRAPHY.match(content):
        return "heading"
    begun = reader.before == "bibliography" or _BIBLIOGRAPHY.match(reader.content(-1))
    return "bibliography" if begun and _REFERENCE.match(content) else None


def _published(reader: _Reader, content: str) -> str | None:
    return "source" if len(content) < 200 and not _is_lead_in(content) and _SOURCE.match(content) else None


def _editors_word(reader: _Reader, content: str) -> str | None:
    """An editor's introduction lasts until the first heading."""
    if reader.prose_seen or not (_EDITORIAL.match(content) or reader.before == "editorial"):
        return None
    return None if _is_short(content) else "editorial"


def _front_matter(reader: _Reader, content: str) -> str | None:
    if reader.prose_seen or not _is_short(content, words=16) or not _prose_follows(reader):
        return None
    if _DATELINE.match(content):
        return "dateline"
    if _BYLINE.match(content) or reader.content(-1).lower() == "by":
        return "byline"
    if _DIVISION.match(content):
        return "heading"
    if _SERIES.match(content):
        return "series"
    if "editorial" in reader.kinds or "heading" in reader.kinds:
        return None
    return "subtitle" if "title" in reader.kinds else "title"


def _displayed_quotation(reader: _Reader, content: str) -> str | None:
    """Words that the paragraph before leads up to: in marks of their own, or with a note marker at their end."""
    if not reader.prose_seen or _is_short(content):
        return None
    above = reader.content(-1)
    mark = opening_mark(content)
    if reader.before == DISPLAYED and mark and mark == opening_mark(above):
        return DISPLAYED if not _is_closed(above) else None
    if reader.before not in PROSE or not _is_lead_in(above):
        return None
    marked = mark not in ("", '"', "'", "‘") and above.endswith(":") and _encloses(reader, content)
    return DISPLAYED if marked or (not mark and _ENDS_IN_NOTE_MARKER.search(content[-8:])) else None


def _attribution(reader: _Reader, content: str) -> str | None:
    if reader.before != DISPLAYED or not _is_closed(reader.content(-1)):
        return None
    glued = not reader.paragraphs[reader.at].gap
    return "attribution" if len(content.split()) <= 25 and (glued or content[0] in "—–") else None


def _caption(reader: _Reader, content: str) -> str | None:
    if not reader.prose_seen or len(content) > 700:
        return None
    if _FIGURE_LABEL.match(content) or (("[" in content or ":" in content) and _has_credit(content)):
        return "caption"
    if not reader.illustrated or _ends_sentence(content) or _is_lead_in_to_next(reader, content):
        return None
    too_long_for_a_heading = 12 < len(content.split()) <= 45
    return "caption" if too_long_for_a_heading or _PORTRAIT.match(content) else None


def _heading(reader: _Reader, content: str) -> str | None:
    if len(content) < 90 and (_DIVISION.match(content) or _NUMERAL.match(content)):
        return "heading"
    if not _is_short(content) or not reader.paragraphs[reader.at].gap or not content[0].isalnum():
        return None
    below = reader.content(1)
    in_a_list = _is_short(below) or (reader.before == "body" and _is_short(reader.content(-1)))
    stands_alone = bool(below) and not in_a_list
    return "heading" if stands_alone and (content[0].isupper() or content[0].isdigit()) else None


_RULES: tuple[Callable[[_Reader, str], str | None], ...] = (
    _after_comments, _site_furniture, _notes, _references, _published, _editors_word, _front_matter,
    _displayed_quotation, _attribution, _caption, _heading,
)  # fmt: skip


def _ends_sentence(content: str) -> bool:
    return _ENDS_SENTENCE.search(content[-16:]) is not None  # the end alone: paragraphs are long


def _is_prose(content: str) -> bool:
    return _ends_sentence(content) and len(content.split()) > 12


def _is_short(content: str, *, words: int = 12) -> bool:
    """Whether a line is short and does not end as a sentence does; capitals throughout may end in a full stop."""
    if not content or len(content) > 20 * words or content[-1] in ",;:" or len(content.split()) > words:
        return False
    return not _ends_sentence(content) or content[-1] == "?" or content.isupper()


def _has_credit(content: str) -> bool:
    credit = _CREDIT.search(content)
    return credit is not None and not _is_prose(content[: credit.start()])


def _is_lead_in(content: str) -> bool:
    return bool(_LEADS_IN.search(content[-1:])) and " " in content


def _is_lead_in_to_next(reader: _Reader, content: str) -> bool:
    return _is_lead_in(content) and bool(_ENDS_IN_NOTE_MARKER.search(reader.content(1)[-8:]))


def _is_closed(content: str) -> bool:
    return _CLOSED.search(content[-8:]) is not None


def _encloses(reader: _Reader, content: str) -> bool:
    """Whether the marks a paragraph opens with hold all of it: closed at its end, or opened again by the next."""
    mark = opening_mark(content)
    return _is_closed(content) or reader.content(1).startswith(mark)


def _prose_follows(reader: _Reader) -> bool:
    """A title needs something that it is the title of."""
    return any(_is_prose(reader.content(step)) or len(reader.content(step).split()) > 30 for step in range(1, 12))


def _correct(frame: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    for fix in corrections.itertuples():
        hit = (frame["text"] == fix.text) & (frame["start"] >= fix.start) & (frame["end"] <= fix.end)
        if not hit.any():
            raise DhtoolsError(f"corrections.csv, line {fix.row}: no block lies in {fix.text}:{fix.start}-{fix.end}. Check the span.")
        if fix.label not in BLOCK_KINDS:
            raise DhtoolsError(f"corrections.csv, line {fix.row}: {fix.label!r} is no kind of block. Choose one of: {', '.join(BLOCK_KINDS)}.")
        frame.loc[hit, ["kind", "rule"]] = [fix.label, "correction"]
    return frame
