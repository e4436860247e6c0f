"""Markdown, turned into HTML by markdown-it: headings, block quotations, lists, notes."""

from __future__ import annotations

import re

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
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def read_markdown(data: bytes, name: str) -> Document:
    """Read a Markdown file; the lines between ``---`` at its head are metadata.

    Raises
    ------
    DhtoolsError
        If it is no text, or markdown-it is not installed.
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
    page = library.MarkdownIt("commonmark", {"html": True}).enable("table").render(source)
    document = read_elements({"": parse_html(f"<html><body>{page}</body></html>", name)}, metadata)
    return Document(document.raw, document.markup, document.metadata, encoding, repairs)
