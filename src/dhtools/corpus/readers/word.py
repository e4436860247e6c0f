"""Word documents (DOCX), turned into HTML by mammoth: styles say what a heading or a quotation is."""

from __future__ import annotations

import io
import re
from typing import Any

from ...errors import DhtoolsError
from ..markup import Document
from .archives import Archive
from .extras import imported
from .html import read_elements
from .xml import local, parse_html, parse_xml, words_of

#: Styles of Word, in its languages, and what stands for them in HTML.
_STYLES = {
    "h1.title:fresh": ("Title", "Titel", "Titre", "Título", "Titolo"),
    "h2.subtitle:fresh": ("Subtitle", "Untertitel", "Sous-titre"),
    "blockquote > p:fresh": (
        *("Quote", "Intense Quote", "Block Text", "Block Quotation", "Quotations"),
        *("Zitat", "Intensives Zitat", "Blockzitat", "Citation", "Citation intense", "Cita", "Citazione"),
    ),
    "figcaption:fresh": ("Caption", "caption", "Beschriftung", "Légende"),
    "p.byline:fresh": ("Author", "Autor", "Auteur"),
    "p.dateline:fresh": ("Date", "Datum"),
    "p.bibliography:fresh": ("Bibliography", "Literaturverzeichnis", "Bibliographie"),
}
_STYLE_MAP = "\n".join(
    f"p[style-name='{style}'] => {element}" for element, styles in _STYLES.items() for style in styles
)
# not "created": the day on which a file was made is not that of its text
_PROPERTIES = {"title": "title", "creator": "author", "language": "language"}
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b")
_MAIN = "word/document.xml"


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document.

    Raises
    ------
    DhtoolsError
        If it is no whole Word document, or mammoth is not installed.
    """
    library = imported("mammoth", "DOCX")
    archive = Archive(data, name)
    archive.read(_MAIN)
    for part, content in archive.parts(".xml", ".rels"):
        if _ENTITY.search(content):
            raise DhtoolsError(f"{name}, {part}: entities are defined here, which no Word document needs.")
    try:
        page = library.convert_to_html(
            io.BytesIO(data), style_map=_STYLE_MAP, convert_image=library.images.img_element(_no_picture)
        ).value
    except Exception as error:  # mammoth lets through what its own XML and ZIP readers raise
        raise DhtoolsError(
            f"{name}: the document cannot be read ({error}). Save it again in Word."
        ) from error
    if not page.strip():
        raise DhtoolsError(f"{name}: there are no words in this document. Remove it, or fill it.")
    root = parse_html(f"<html><body>{page}</body></html>", name)
    for note in root.iter("li"):
        if re.match(r"(?:foot|end)note-", note.get("id", "")):
            note.set("class", "footnote")
    return read_elements({"": root}, _metadata(archive, name))


def _no_picture(_: Any) -> dict[str, str]:
    return {}


def _metadata(archive: Archive, name: str) -> dict[str, str]:
    part = "docProps/core.xml"
    if part not in archive:
        return {}
    stated = {_PROPERTIES.get(local(one), ""): words_of(one) for one in parse_xml(archive.read(part), name)}
    return {key: value for key, value in stated.items() if key and value}
