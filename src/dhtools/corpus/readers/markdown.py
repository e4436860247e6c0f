"""Markdown, turned into HTML by markdown-it: headings, block quotations, lists, notes."""

from __future__ import annotations

import re
from typing import Any

from ...errors import DhtoolsError
from ..files import decode, mended
from ..markup import Document
from .extras import imported
from .html import read_elements
from .xml import parse_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_FIELD = re.compile(
    r"^(title|author|date|language|lang|publication|genre|translator|source):[ \t]*(.+?)[ \t]*$", re.M
)
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*", re.MULTILINE)
#: Quotations and items of lists that stand deeper in one another are left out by markdown-it.
_MAX_DEPTH = 100
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def read_markdown(data: bytes, name: str) -> Document:
    """Read a Markdown file; the lines between ``---`` at its head are metadata.

    Raises
    ------
    DhtoolsError
        If it is no text, if its parts stand too deep in one another, or if markdown-it is not installed.
    """
    decoded, encoding = decode(data, name)
    raw, repairs = mended(decoded, data, name)
    metadata = {}
    if front := _FRONT_MATTER.match(raw):
        stated = {key: value.strip("\"'") for key, value in _FIELD.findall(front[1])}
        metadata = {"language" if key == "lang" else key: value for key, value in stated.items()}
        raw = raw[front.end() :]
    source = _NOTE_MARK.sub(r"[\1]", _NOTE.sub(r"\n<p class='footnote'>[\1] ", raw))
    library = imported("markdown_it", "Markdown")
    rules = {"html": True, "maxNesting": _MAX_DEPTH}
    parser = library.MarkdownIt("commonmark", rules).enable("table")
    tokens = parser.parse(source)
    if any(_is_too_deep(token) for token in tokens):
        raise _too_deep(name)
    page = parser.renderer.render(tokens, parser.options, {})
    try:
        root = parse_html(f"<html><body>{page}</body></html>", name)
    except DhtoolsError as error:
        raise _too_deep(name) from error
    document = read_elements({"": root}, metadata)
    return Document(document.raw, document.markup, document.metadata, encoding, repairs)


def _is_too_deep(token: Any) -> bool:
    """Tell whether markdown-it stops here: a part that holds others, at the last depth that it reads."""
    return token.level >= _MAX_DEPTH - 1 and token.type in ("blockquote_open", "list_item_open")


def _too_deep(name: str) -> DhtoolsError:
    return DhtoolsError(
        f"{name}: quotations, lists or marks of emphasis stand more than {_MAX_DEPTH} deep in one another, "
        "and what is below cannot be read. Search for a long row of >, * or indented items, and shorten it."
    )
