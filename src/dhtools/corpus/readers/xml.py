"""XML and HTML parsed without document type definitions, entities of entities, or a network."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import DhtoolsError
from ..damage import Repair
from ..files import decode, mended
from .extras import imported

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\b[^<>]*\?>")
_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^<>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)""")
_QUOTED = r""""[^"]*"|'[^']*'"""
#: A document type, with what it declares itself between square brackets.
_DOCTYPE = re.compile(
    rf"""<!DOCTYPE\b(?:[^\[\]<>"']|{_QUOTED})*+(?:\[((?:[^\]<"']|{_QUOTED}|<!--.*?-->|<(?!!--))*+)\]\s*)?>""",
    re.DOTALL,
)
_ENTITY = re.compile(rf"<!ENTITY\s+(%\s+)?(\S+)\s+(?:({_QUOTED})|((?:SYSTEM|PUBLIC)\b[^>]*))", re.DOTALL)
_NAMED = re.compile(r"&([A-Za-z][\w.-]*);")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
#: An entity that stands for so few characters, and for no other entity, is a way to write them.
_SHORT = 40


class Source(NamedTuple):
    """The root of an XML file, how the file was encoded, and what was repaired in it."""

    root: Any
    encoding: str
    repairs: tuple[Repair, ...]


def read_xml(data: bytes, name: str) -> Source:
    """Read an XML file; its document type is left out, but for the characters that it gives a name.

    Raises
    ------
    DhtoolsError
        If it is not well formed, defines entities that are more than a name for a few characters, or includes
        other files; the message names file and line.
    """
    decoded, encoding = _decoded(data, name)
    source, repairs = mended(decoded, data, name)
    source = _DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), source)
    defined: Mapping[str, str] = {}
    if "<!DOCTYPE" in source or "<!ENTITY" in source:
        source, defined = _without_doctype(source, name)
    if "&" in source:
        source = _NAMED.sub(lambda entity: _characters(entity, defined), source)
    etree = imported("lxml.etree", "XML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise DhtoolsError(
            f"{name}, line {line}: this is not well-formed XML ({error.msg}). Mend the file at this line."
        ) from error
    include = next(root.iter("{http://www.w3.org/2001/XInclude}include"), None)
    if include is not None:
        raise DhtoolsError(
            f"{name}, line {include.sourceline}: another file is to be included here, "
            f"{include.get('href')!r}. Files are read one by one: include it first (xmllint --xinclude)."
        )
    return Source(root, encoding, repairs)


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file; as `read_xml`."""
    root: Element = read_xml(data, name).root
    return root


def parse_html(page: str, name: str) -> Element:
    """Return the root of a web page; what is not well formed is read as browsers do.

    Raises
    ------
    DhtoolsError
        If there is no element in it, or they stand too deep in one another.
    """
    lxml_html = imported("lxml.html", "HTML")
    etree = imported("lxml.etree", "HTML")
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: Element = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DhtoolsError(f"{name}: there is no web page in this file. Save the page again.") from error
    if deep := next((one for one in parser.error_log if "depth" in one.message.lower()), None):
        raise DhtoolsError(
            f"{name}, line {deep.line}: elements stand too deep in one another ({deep.message.strip()}), and "
            "what is below cannot be read. Export plain text from the browser."
        )
    return root


def local(element: Any) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: Any) -> str:
    """Return the words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return XML as text: by the encoding that it states, where it has that, else as any text file."""
    if stated := _ENCODING.match(data):
        encoding = stated[1].decode("ascii")
        with suppress(LookupError, UnicodeDecodeError):
            return data.decode(encoding), encoding.lower()
    return decode(data, name)


def _without_doctype(source: str, name: str) -> tuple[str, dict[str, str]]:
    """Return XML without its document type, lines kept, and the characters that this gives a name."""
    doctype = _DOCTYPE.search(source)
    inner = (doctype[1] or "") if doctype else source
    offset = doctype.start(1) if doctype and doctype[1] else 0
    found: dict[str, str] = {}
    for entity in _ENTITY.finditer(inner):
        value = (entity[3] or "")[1:-1]
        is_short = entity[3] is not None and len(value) <= _SHORT and not re.search(r"&(?!#)|[%<]", value)
        if is_short:
            found.setdefault(entity[2], html.unescape(value))
        elif not entity[1] and not re.search(r"\bNDATA\b", entity[4] or ""):
            line = source.count("\n", 0, offset + entity.start()) + 1
            raise DhtoolsError(
                f"{name}, line {line}: the file defines entities of its own. They are not read, because a "
                "few of them can fill the memory. Write the characters themselves, and remove the "
                "definitions."
            )
    if doctype is None:
        return source, found
    lines = "\n" * doctype.group().count("\n")
    return source[: doctype.start()] + lines + source[doctype.end() :], found


def _characters(entity: re.Match[str], defined: Mapping[str, str]) -> str:
    """Return the characters of an entity that file or HTML name, such as ``&mdash;``, by their numbers."""
    name = entity[1]
    characters = defined.get(name) or html.entities.html5.get(f"{name};")
    if name in _OF_XML or characters is None:
        return entity[0]
    return "".join(f"&#{ord(character)};" for character in characters)
