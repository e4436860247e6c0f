"""Texts to be read in a notebook: whole or by passages, with voices and findings highlighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..annotation.record import COMMENTS, Annotation
from ..corpus.texts import Text
from ..errors import DhtoolsError, check_whole
from ..escaping import html
from ..schema import DISPLAYED, PROSE
from .digits import is_undefined
from .highlight import (
    LABEL_SIZE,
    MENTIONED,
    QUOTED,
    TEXT,
    Finding,
    MarkedText,
    hues_of,
    label,
    mark,
    marked_html,
    marked_plain,
    marked_texts,
)
from .passages import Passage, passages_of_findings, passages_of_ids, sort_by_score, with_context

_COLUMNS = ("text", "start", "end", "category")
# Bold text and no <h2>: JupyterLab and the site would take it for a heading of the notebook.
_HEADINGS = {"title": 1.4, "subtitle": 1.15, "heading": 1.15}
_MARGIN = 3.2


@dataclass(frozen=True, slots=True)
class TextView:
    """A text or passages with voices and findings highlighted; as the last value of a cell it shows itself.

    Attributes
    ----------
    html, text : str
        For notebooks and pages, and for a terminal (findings in square brackets).
    spans : tuple of (text, start, end)
        What of the texts is shown, in order, in code points of the files.
    """

    html: str = field(repr=False)
    text: str
    spans: tuple[tuple[str, int, int], ...] = field(repr=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


#: Tables of findings by the name of their layer, or one table.
Layers = Mapping[str, pd.DataFrame] | pd.DataFrame


def show_text(annotation: Annotation, text: str, *, findings: Layers | None = None) -> TextView:
    """Show a whole text, block by block, with voices and findings highlighted.

    Parameters
    ----------
    annotation : Annotation
    text : str
        Its id.
    findings : DataFrame or mapping of str to DataFrame, optional
        From `dhtools.rhetoric`, or any table with text, start, end (code points of the file) and category;
        *detail* and *score* are shown where the pointer rests. Those of other texts are not shown. Several
        tables have the names of their layers, such as ``{"findings": …, "topics": …, "entities": …}``.

    Returns
    -------
    TextView
        Every sentence with its number in the form block.sentence. Quoted words are in italics, findings
        underlined; overlapping findings have a double line. Voices and each layer can be switched off.
        Readers' comments are left out, and it says so.

    Raises
    ------
    DhtoolsError
        If there is no such text, a column is missing, or a finding lies outside its text.
    """
    annotation.corpus[text]
    marked = _marked(annotation, findings)
    blocks = marked[text].blocks
    passages = [
        Passage(text, start, end, (start, end), marked[text].sentences.get(start, ""), str(kind))
        for start, end, kind in zip(
            blocks["start"].tolist(), blocks["end"].tolist(), blocks["kind"], strict=True
        )
    ]
    cite = next((f"{text}:{name}" for name in marked[text].sentences.values()), text)
    head = f"{text}. A number is block.sentence; the first sentence is cited as {cite}."
    return _shown(passages, marked, head, _block_html)


def show_passages(
    annotation: Annotation,
    passages: Iterable[str] | None = None,
    *,
    findings: Layers | None = None,
    context: int = 0,
) -> TextView:
    """Show passages with voices and findings highlighted.

    Parameters
    ----------
    annotation : Annotation
    passages : iterable of str, optional
        Ids such as ``article:37.2``, shown in this order. Without them, the passages of the findings: by the
        highest score in each, best first; those without a score last, in the order of the table.
    findings : DataFrame or mapping of str to DataFrame, optional
        As for `show_text`.
    context : int
        Sentences shown in grey on either side, within the block.

    Returns
    -------
    TextView
        Passages in readers' comments are left out, and it says so.

    Raises
    ------
    DhtoolsError
        As for `show_text`; if there is no such passage; if neither passages nor findings are given; if the
        context is no whole number from 0.
    """
    if passages is None and findings is None:
        raise DhtoolsError("There is nothing to show. Give passages=['article:37.2', …] or findings=….")
    check_whole("context", context, 0, "sentences")
    marked = _marked(annotation, findings)
    if passages is not None:
        named = [passages] if isinstance(passages, str) else passages
        cores = passages_of_ids(annotation, named)
    else:
        tables = [pd.DataFrame(table) for table in layers_of(findings).values()]
        cores = passages_of_findings(annotation, sort_by_score(pd.concat(tables, ignore_index=True)))
    return _shown(with_context(annotation, cores, context), marked, "", _passage_html)


def _marked(annotation: Annotation, findings: Layers | None) -> dict[str, MarkedText]:
    """Return the texts of a corpus with the findings in them, checked."""
    layers = layers_of(findings)
    found = checked_findings(annotation, layers)
    categories = [str(name) for table in layers.values() for name in table["category"]]
    return marked_texts(annotation, found, hues_of(categories))


def layers_of(findings: Layers | None) -> dict[str, pd.DataFrame]:
    """Return tables of findings by the name of their layer; none without findings."""
    if findings is None:
        return {}
    return {"findings": findings} if isinstance(findings, pd.DataFrame) else dict(findings)


def checked_findings(annotation: Annotation, layers: Mapping[str, pd.DataFrame]) -> dict[str, list[Finding]]:
    """Return findings by text, as they are marked; refuse a table without places in the texts."""
    found: dict[str, list[Finding]] = {}
    number = 0
    for layer, findings in layers.items():
        _check_columns(findings)
        for row in findings.to_dict("records"):
            text = annotation.corpus[str(row["text"])]
            _check_span(text, row["start"], row["end"])
            place = Finding(row["start"], row["end"], number, str(row["category"]), _title(row), layer)
            found.setdefault(text.id, []).append(place)
            number += 1
    return found


def _check_columns(findings: pd.DataFrame) -> None:
    if missing := [name for name in _COLUMNS if name not in findings]:
        raise DhtoolsError(f"findings: no column {', '.join(missing)}. Give text, start, end and category.")
    for name in ("start", "end"):
        if len(findings) and not pd.api.types.is_integer_dtype(findings[name]):
            raise DhtoolsError(f"findings: {name} does not hold whole numbers. Give code points of the file.")
    if "score" in findings and len(findings) and not pd.api.types.is_numeric_dtype(findings["score"]):
        raise DhtoolsError("findings: score does not hold numbers. Give numbers, or leave the column out.")


def _check_span(text: Text, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text.raw):
        raise DhtoolsError(
            f"findings: {start} to {end} is not a span of {text.id!r}, which has {len(text.raw):,} code "
            "points. A finding holds at least one; make the table from the same files."
        )


def _title(row: Mapping[Hashable, Any]) -> str:
    """Return what the pointer shows of a finding: category, detail, score, as far as there are any."""
    detail, score = row.get("detail"), row.get("score")
    title = str(row["category"])
    title += f": {detail}" if isinstance(detail, str) and detail else ""
    return title if score is None or is_undefined(score) else f"{title} ({score:.4g})"


def _shown(
    passages: Sequence[Passage],
    marked: Mapping[str, MarkedText],
    head: str,
    as_html: Callable[[Passage, MarkedText], str],
) -> TextView:
    """Return passages as they are shown, under a line that says what the marks mean and what is left out."""
    kept = [passage for passage in passages if passage.kind != COMMENTS]
    findings, rest = _counts(kept, marked), _left_out(len(passages) - len(kept))
    key = _html_key(head, findings, marked, rest if kept else f"No passages. {rest}")
    layers = {found.layer for one in marked.values() for found in one.findings}
    body = [as_html(passage, marked[passage.text]) for passage in kept]
    lines = [_plain(passage, marked[passage.text]) for passage in kept]
    spans = tuple((passage.text, passage.start, passage.end) for passage in kept)
    plain_key = _plain_key(head, findings, rest if kept else f"No passages. {rest}")
    return TextView(
        _page(key, sorted(layers), body), "\n\n".join(part for part in (plain_key, *lines) if part), spans
    )


#: What a box that is not ticked switches off, without a script; and what paper needs.
_STYLE = """<style>
.dhtools-reader:has(.dhtools-voices:not(:checked)) :is(.dhtools-quoted, .dhtools-mentioned) {
  border: 0 !important; background: none !important; font-style: inherit !important }
{layers}
@media print {
  .dhtools-toggles { display: none }
  .dhtools-reader { max-width: none !important }
  .dhtools-reader :is(mark, span) { print-color-adjust: exact }
  .dhtools-reader p { break-inside: avoid; orphans: 3; widows: 3 }
}
</style>"""
_OFF = """.dhtools-reader:has(.dhtools-layer-{number}:not(:checked)) mark[data-layer="{layer}"] {{
  border: 0 !important; background: none !important }}
.dhtools-reader:has(.dhtools-layer-{number}:not(:checked)) sup[data-layer="{layer}"] {{ display: none }}"""


def _page(key: str, layers: Sequence[str], body: Sequence[str]) -> str:
    off = [_OFF.format(number=number, layer=_css_string(layer)) for number, layer in enumerate(layers)]
    boxes = [
        _box("dhtools-voices", "voices"),
        *(_box(f"dhtools-layer-{number}", layer) for number, layer in enumerate(layers)),
    ]
    return "\n".join(
        [
            '<section class="dhtools-reader" aria-label="Text" style="max-width: 46em; line-height: 1.6">',
            _STYLE.replace("{layers}", "\n".join(off)),
            '<div class="dhtools-toggles" role="group" aria-label="What is marked" '
            f'style="font-size: 0.85em">Show: {" ".join(boxes)}</div>',
            f'<div style="font-size: 0.85em; margin-bottom: 1em">{key}</div>',
            *body,
            "</section>",
        ]
    )


def _box(name: str, words: str) -> str:
    return f'<label><input type="checkbox" class="{name}" checked> {html(words)}</label>'


def _css_string(words: str) -> str:
    """Return words for a string of a style sheet: all but letters and digits by their numbers."""
    return "".join(one if one.isalnum() else f"\\{ord(one):x} " for one in words)


def _plain(passage: Passage, marked: MarkedText) -> str:
    return f"{passage.name}  {marked_plain(marked, passage.start, passage.end)}"


def _counts(passages: Iterable[Passage], marked: Mapping[str, MarkedText]) -> Counter[str]:
    """Count the findings shown, by category; one that is shown twice counts once."""
    found = {
        found.row: found.category
        for passage in passages
        for found in marked[passage.text].findings_in(passage.start, passage.end)
    }
    return Counter(found[row] for row in sorted(found))


def _left_out(comments: int) -> str:
    return f"Left out as readers' comments: {comments:,}." if comments else ""


def _plain_key(head: str, findings: Mapping[str, int], rest: str) -> str:
    counts = ", ".join(f"{category} {n:,}" for category, n in findings.items())
    return " ".join(part for part in (head, counts and f"Findings in brackets: {counts}.", rest) if part)


def _html_key(head: str, findings: Mapping[str, int], marked: Mapping[str, MarkedText], rest: str) -> str:
    """Return the line above the passages."""
    hues = next(iter(marked.values())).hues
    voices = f'<span style="{QUOTED}">quoted words</span>, <span style="{MENTIONED}">words mentioned</span>'
    marks = [f"{mark(html(name), hues[name])} {n:,}" for name, n in findings.items()]
    counts = f"; findings: {', '.join(marks)}" if marks else ""
    return " ".join(part for part in (html(head), f"Marked are {voices}{counts}.", html(rest)) if part)


def _block_html(passage: Passage, marked: MarkedText) -> str:
    """Return a block with its number in the margin."""
    number = label(passage.name, style=f"float: left; margin-left: {-_MARGIN / LABEL_SIZE:.2f}em")
    words = marked_html(marked, passage.start, passage.end, passage.core)
    aside = "" if passage.kind in (*PROSE, *_HEADINGS) else label(f"{passage.kind} ")
    heading = ' role="heading" aria-level="3"' if passage.kind in _HEADINGS else ""
    return (
        f'<p dir="auto" style="margin: 0.6em 0 0.6em {_MARGIN}em">{number}{aside}'
        f'<span class="{TEXT}" style="{_block_style(passage.kind)}"{heading}>{words}</span></p>'
    )


def _block_style(kind: str) -> str:
    if kind in _HEADINGS:
        return f"font-weight: bold; font-size: {_HEADINGS[kind]}em"
    if kind == DISPLAYED:
        return "display: block; padding-left: 1em; border-left: 3px solid rgba(128, 128, 128, 0.5)"
    return "" if kind in PROSE else "font-size: 0.9em"


def _passage_html(passage: Passage, marked: MarkedText) -> str:
    """Return a passage with its id before it."""
    words = marked_html(marked, passage.start, passage.end, passage.core)
    return (
        f'<p dir="auto" style="margin: 0.8em 0">{label(passage.name)} <span class="{TEXT}">{words}</span></p>'
    )
