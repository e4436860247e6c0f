"""From raw lines to typed blocks.

Nothing is deleted: cleaning labels every non-empty line, and the analysis chooses. The layout hints of the
manifest come first; then rules that look at layout and at phrases that sites and journals put around a text;
and the scholar's corrections overrule both. Each block says what decided its kind. What no rule is sure of is
body.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from ..corpus.corrections import CORRECTIONS
from ..corpus.markup import Markup
from ..corpus.texts import UNKNOWN, Corpus, Text
from ..errors import DhtoolsError, check_choice
from ..given_patterns import Clock, compile_given, matches
from ..schema import BLOCK_KINDS
from . import line_patterns
from .block_rules import RULES, BlockContext
from .essays import essay_head, note_list
from .line_shapes import is_short
from .paragraphs import line_of, line_starts, paragraphs
from .places import typed_table
from .web_pages import page_kinds

#: The time that the patterns of a manifest have for a text: so much, and more for many paragraphs.
_SECONDS, _PARAGRAPHS_A_SECOND = 5.0, 1_000
#: A dateline before the first words is shorter, and what follows is at least half as long.
_DATELINE = 100
_PAGES = (".html", ".htm", ".xhtml")
#: A page of more characters is a book, which has no menus unless its phrases show them.
_BOOK = 300_000
_TYPES = {
    "text": object,
    **dict.fromkeys(("block", "line", "start", "end"), "int32"),
    **dict.fromkeys(("kind", "rule", "speaker"), object),
}


class Row(NamedTuple):
    """A row of the table of blocks."""

    text: str
    block: int
    line: int
    start: int
    end: int
    kind: str
    rule: str
    speaker: str | None


def find_blocks(corpus: Corpus, *, corrected: bool = True) -> pd.DataFrame:
    """Type every non-empty line of a corpus.

    Parameters
    ----------
    corpus : Corpus
    corrected : bool
        Whether the scholar's corrections are applied after rules and hints.

    Returns
    -------
    DataFrame
        One row a block: text, block (number from 1), line (number of its first line), start and end (code
        points), kind (see `BLOCK_KINDS`), rule (what decided: the name of a rule, *mark-up*, *hint* or
        *correction*), speaker (in a play whose mark-up names the speakers; else missing).

    Raises
    ------
    DhtoolsError
        If a correction names no block or an unknown kind.
    """
    frame = typed_table((row for text in corpus for row in _with_datelines(text, _typed(text))), _TYPES)
    if corrected:
        frame = _correct(frame, corpus.corrections)
    frame["text"] = pd.Categorical(frame["text"], categories=list(corpus.ids))
    frame["kind"] = pd.Categorical(frame["kind"], categories=list(BLOCK_KINDS))
    rules = pd.Index(sorted(frame["rule"].unique()), dtype="str")
    frame["rule"] = pd.Categorical(frame["rule"], categories=rules)
    frame["speaker"] = pd.Categorical(frame["speaker"])
    return frame


def _typed(text: Text) -> list[Row]:
    if text.markup is not None and text.markup.blocks:
        return _marked(text, text.markup)
    found = paragraphs(text.raw)
    hints = _hints(text, len(found))
    illustrated = bool(text.layout.get("illustrated"))
    reader = BlockContext(text.raw, found, illustrated=illustrated, author=_author(text))
    rows: list[Row] = []
    for number, paragraph in enumerate(found, start=1):
        kind, rule = _decide(reader, hints)
        reader.note(kind)
        rows.append(Row(text.id, number, paragraph.line, paragraph.start, paragraph.end, kind, rule, None))
    return rows


def _hints(text: Text, n_paragraphs: int) -> Callable[[str], str | None]:
    """Return what finds the kind of a paragraph by the patterns of the manifest, if one matches."""
    patterns = [(kind, compile_given(words)) for kind, words in text.layout.get("patterns", {}).items()]
    clock = Clock(_SECONDS + n_paragraphs / _PARAGRAPHS_A_SECOND)

    def hinted(content: str) -> str | None:
        for kind, pattern in patterns:
            if matches(pattern, content, clock, f"layout of {text.id!r}, {kind}, in the manifest"):
                return kind
        return None

    return hinted


def _with_datelines(text: Text, rows: list[Row]) -> list[Row]:
    """Part the dateline before the first words of a paragraph from them: a place is no subject."""
    if text.markup is not None and text.markup.blocks and not text.markup.is_loose:
        return rows
    found: list[Row] = []
    begun = False
    for one in rows:
        end = _dateline_end(text.raw, one, begun=begun) if one.kind == "body" else 0
        if end:
            found.append(one._replace(end=end, kind="dateline", rule="front matter"))
            end += len(text.raw[end : one.end]) - len(text.raw[end : one.end].lstrip())
        found.append(one._replace(start=end) if end else one)
        begun = begun or one.kind == "body"
    if len(found) == len(rows):
        return rows
    return [one._replace(block=number) for number, one in enumerate(found, start=1)]


def _dateline_end(raw: str, row: Row, *, begun: bool) -> int:
    """Return where a dateline at the beginning of a paragraph ends, 0 where there is none."""
    head = raw[row.start : min(row.end, row.start + _DATELINE)]
    found = line_patterns.RUN_IN_DATELINE.match(head) or (
        None if begun else line_patterns.PLACE_ALONE.match(head)
    )
    return row.start + found.end() if found and row.end - row.start - found.end() > _DATELINE // 2 else 0


def _marked(text: Text, markup: Markup) -> list[Row]:
    """Return the blocks that the mark-up of the file sets apart."""
    starts = line_starts(text.raw)
    told = _told_by_words(text, markup) if markup.is_loose else {}
    return [
        Row(
            text.id,
            number,
            line_of(starts, start),
            start,
            end,
            *told.get(number - 1, (kind, "mark-up")),
            speaker,
        )
        for number, (start, end, kind, _, speaker) in enumerate(markup.blocks, start=1)
    ]


def _author(text: Text) -> str:
    return "" if text.author == UNKNOWN else text.author


def _told_by_words(text: Text, markup: Markup) -> dict[int, tuple[str, str]]:
    """Return kind and rule of the paragraphs of which the mark-up says no more than that they are some."""
    contents = [text.raw[block.start : block.end] for block in markup.blocks]
    title = next((n for n, block in enumerate(markup.blocks) if block.kind == "title"), None)
    is_page = text.file.lower().endswith(_PAGES) and len(text.raw) < _BOOK
    kinds = page_kinds(contents, is_page=is_page, title=title)
    told = {
        **{n: (kind, "web page") for n, kind in enumerate(kinds)},
        **{n: ("footnote", "notes") for n in note_list(contents)},
        **{n: (kind, "essay head") for n, kind in enumerate(essay_head(contents, _author(text)))},
    }
    below_title = -1 if title is None else title + 1
    return {
        n: found
        for n, found in told.items()
        if _is_told(contents[n], markup.blocks[n].kind, found[0], below_title=n == below_title)
    }


def _is_told(content: str, marked: str, kind: str, *, below_title: bool) -> bool:
    """Whether its words overrule the mark-up of a mere paragraph, or of the heading of comments."""
    if marked != "body" or kind in ("", "heading"):
        return marked == "heading" and kind == "comments"
    if kind == "subtitle" and not below_title:
        return False
    return is_short(content) or kind not in ("title", "subtitle", "nav", "byline")


def _decide(reader: BlockContext, hinted: Callable[[str], str | None]) -> tuple[str, str]:
    content = reader.content()
    if kind := hinted(content):
        return kind, "hint"
    for rule in RULES:
        if found := rule(reader, content):
            return found, rule.__name__.replace("_", " ")
    return "body", "prose"


def _correct(frame: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    for fix in corrections.itertuples():
        where = f"{CORRECTIONS}, line {fix.row}"
        label = check_choice(f"{where}: label", str(fix.label), BLOCK_KINDS)
        hit = (frame["text"] == fix.text) & (frame["start"] >= fix.start) & (frame["end"] <= fix.end)
        if not hit.any():
            raise DhtoolsError(
                f"{where}: no block lies in {fix.text}:{fix.start}-{fix.end}. Check the span: "
                "it must hold whole blocks."
            )
        frame.loc[hit, "kind"] = label
        frame.loc[hit, "rule"] = "correction"
    return frame
