"""XML and HTML parsed without entities, document type definitions, or a network."""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING, Any

from ...errors import DhtoolsError
from .extras import imported

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENTITY = re.compile(rb"<!ENTITY\b")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file.

    Raises
    ------
    DhtoolsError
        If it is not well formed, or defines entities of its own; the message names file and line.
    """
    etree = imported("lxml.etree", "XML")
    if found := _ENTITY.search(data):
        line = data.count(b"\n", 0, found.start()) + 1
        raise DhtoolsError(
            f"{name}, line {line}: the file defines entities of its own. They are not read, because a few "
            "of them can fill the memory. Write the characters themselves, and remove the definitions."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_NAMED.sub(_character, data), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise DhtoolsError(
            f"{name}, line {line}: this is not well-formed XML ({error.msg}). Mend the file at this line."
        ) from error


def parse_html(page: str, name: str) -> Element:
    """Return the root of a web page; what is not well formed is read as browsers do.

    Raises
    ------
    DhtoolsError
        If there is no element in it.
    """
    lxml_html = imported("lxml.html", "HTML")
    etree = imported("lxml.etree", "HTML")
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DhtoolsError(f"{name}: there is no web page in this file. Save the page again.") from error


def local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: Any) -> str:
    """Return the words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _character(entity: re.Match[bytes]) -> bytes:
    """Return the characters of an entity that HTML names, such as ``&mdash;``, by their numbers."""
    name = entity[1].decode("ascii")
    characters = html.entities.html5.get(f"{name};")
    if name in _OF_XML or characters is None:
        return entity[0]
    return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")
