"""TEI XML: blocks, speakers, quotations, notes and pages come from the mark-up; nothing is guessed.

What an edition offers twice is read once: ``corr`` and not ``sic``, ``reg`` and not ``orig``, ``expan`` and
not ``abbr``, ``lem`` and not ``rdg``. What is deleted (``del``) or belongs to the page (``fw``) is left out.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...errors import DhtoolsError
from ..markup import Document, TextBuilder
from .xml import local, parse_xml, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: Elements that are a block of their own, and its kind; an empty kind depends on what stands around it.
_BLOCKS = {
    **dict.fromkeys(
        ("p", "ab", "lg", "l", "item", "row", "salute", "opener", "closer", "argument", "stage"), ""
    ),
    **dict.fromkeys(("postscript", "castItem", "label", "imprimatur"), ""),
    **{"head": "heading", "trailer": "heading", "docTitle": "title", "titlePart": "title"},
    **{"byline": "byline", "docAuthor": "byline", "signed": "byline", "dateline": "dateline"},
    **{"docDate": "dateline", "docImprint": "source", "figDesc": "caption", "speaker": "attribution"},
    **{"bibl": "bibliography", "biblStruct": "bibliography", "biblFull": "bibliography", "note": "footnote"},
}
#: Kinds of the elements that give words to somebody else, or hold them at a distance.
_VOICES = {
    **dict.fromkeys(("q", "quote", "said"), "direct"),
    **{"soCalled": "scare", "mentioned": "term", "term": "term"},
}
_PARAGRAPHS = frozenset({"p", "ab", "lg", "item", "row"})
#: What stands in a speech of a play and is not spoken.
_UNSPOKEN = frozenset({"speaker", "stage", "head", "pb", "cb", "gb", "fw"})
_LEFT_OUT = frozenset({"teiHeader", "del", "fw", "rdg", "facsimile", "standOff", "sourceDoc"})
#: One reading of a ``choice``; the other one is read.
_OTHER_READING = frozenset({"sic", "orig", "abbr"})
_BREAKS = frozenset({"lb", "pb", "cb", "gb"})
_METADATA = {
    "title": ".//{*}titleStmt/{*}title",
    "author": ".//{*}titleStmt/{*}author",
    "translator": ".//{*}titleStmt/{*}editor[@role='translator']",
    "date": ".//{*}sourceDesc//{*}date",
    "publication": ".//{*}publicationStmt/{*}publisher",
    "language": ".//{*}langUsage/{*}language",
    "genre": ".//{*}textClass//{*}term",
}


def read_tei(data: bytes, name: str) -> Document:
    """Read a TEI file: every ``text`` in it, in order.

    Raises
    ------
    DhtoolsError
        If the file is not well-formed XML, or has no ``text``.
    """
    root = parse_xml(data, name)
    texts = [one for one in root.iter("{*}text") if all(local(up) != "text" for up in one.iterancestors())]
    if not texts:
        raise DhtoolsError(
            f"{name}, line 1: there is no <text> in this XML (its root is <{local(root)}>). Give a TEI file, "
            "or export plain text."
        )
    walker = _Walker(root)
    for text in texts:
        walker.walk(text)
    return walker.builder.document(_metadata(root))


def _metadata(root: Element) -> dict[str, str]:
    found = {key: _stated(root.find(path)) for key, path in _METADATA.items()}
    found["date"] = found["date"] or _stated(root.find(".//{*}publicationStmt/{*}date"))
    found["language"] = found["language"] or root.get(_XML_LANG, "")
    return {key: value for key, value in found.items() if value}


def _stated(element: Any) -> str:
    if element is None:
        return ""
    span = "–".join(filter(None, (element.get("from"), element.get("to"))))
    return element.get("when") or span or element.get("ident") or words_of(element)


def _holds_paragraphs(element: Element) -> bool:
    """Tell whether paragraphs stand in an element, or in one that stands in it; a note is another matter."""
    inner = [child for child in element if local(child) != "note"]
    return any(local(one) in _PARAGRAPHS for child in inner for one in (child, *child))


def _begins_block(element: Element) -> bool:
    return local(element) in _BLOCKS or any(local(child) in _BLOCKS for child in element)


class _Walker:
    """Walks through a text and writes its blocks; the notes of a block follow it."""

    def __init__(self, root: Element) -> None:
        self.builder = TextBuilder()
        people = (one for one in root.iter("{*}person", "{*}role", "{*}personGrp") if one.get(_XML_ID))
        self._people = {one.get(_XML_ID): words_of(one) for one in people}
        self._path: list[str] = []
        self._names: list[str] = []
        self._siblings: list[Counter[str]] = [Counter()]
        self._notes: list[tuple[Any, str]] = []

    def walk(self, element: Element) -> None:
        """Write an element and all that it holds."""
        name = local(element)
        self._siblings[-1][name] += 1
        if name in _LEFT_OUT or (name in _OTHER_READING and local(element.getparent()) == "choice"):
            return
        self._path.append(f"{name}[{self._siblings[-1][name]}]")
        self._siblings.append(Counter())
        self._write(name, element)
        self._siblings.pop()
        self._path.pop()

    def _write(self, name: str, element: Element) -> None:
        if name in _BREAKS:
            self._break(name, element)
        elif name == "note" and self.builder.is_open:
            self._notes.append((element, self._place()))
        elif name in _VOICES:
            form = "inline" if self.builder.is_open else "displayed"
            with self.builder.quotation(_VOICES[name], form, self._who(element)):
                self._block_or_inside("p" if form == "displayed" else name, element)
        elif name == "sp":
            self._speech(element)
        elif name == "stage":
            with self.builder.aside():
                self._block_or_inside(name, element)
        else:
            self._block_or_inside(name, element)

    def _block_or_inside(self, name: str, element: Element) -> None:
        """Write a block; within an open one it is a line. Verses in a row are one block."""
        if name not in _BLOCKS or (not self.builder.is_open and _holds_paragraphs(element)):
            self._inside(name, element)
        elif self.builder.is_open:
            self.builder.line()
            self._inside(name, element)
            self.builder.line()
        else:
            self.builder.begin(self._kind(name), self._place())
            self._inside(name, element)
            if name != "l":
                self._end()

    def _inside(self, name: str, element: Element) -> None:
        """Write the words and elements that an element holds."""
        self._names.append(name)
        alone = not self.builder.is_open
        self._words(element.text, alone)
        for child in element:
            if alone and self.builder.is_open and local(child) != "l" and _begins_block(child):
                self._end()
            self.walk(child)
            if local(child) == "cell":
                self.builder.blank()
            self._words(child.tail, alone)
        if alone:
            self._end()
        self._names.pop()

    def _words(self, text: str | None, alone: bool) -> None:
        """Write words; where no block is open, such as between two paragraphs, they are one of their own."""
        if alone and text and text.strip() and not self.builder.is_open:
            self.builder.begin(self._kind("p"), self._place())
        self.builder.write(text)

    def _end(self) -> None:
        """End a block, and write the notes that stand in it."""
        self.builder.end()
        notes, self._notes = self._notes, []
        for note, place in notes:
            with self.builder.aside():
                self.builder.begin("footnote", place)
                self._inside("note", note)
                self._end()

    def _speech(self, element: Element) -> None:
        """Write a speech of a play: the name above it and the directions are not the speaker's words."""
        label = element.find("{*}speaker")
        speaker = self._who(element) or (words_of(label).rstrip(".: ") if label is not None else None)
        for spoken, children in groupby(element, lambda child: local(child) not in _UNSPOKEN):
            with (
                self.builder.quotation("direct", "inline", speaker or None)
                if spoken
                else self.builder.aside()
            ):
                for child in children:
                    self.walk(child)
            self._end()

    def _break(self, name: str, element: Element) -> None:
        if element.get("break") == "no":
            self.builder.join()
        elif name == "lb" and "lg" in self._names:
            self.builder.line()
        else:
            self.builder.blank()
        if name == "pb":
            self.builder.page(element.get("n", ""))

    def _who(self, element: Element) -> str | None:
        """Return the speaker that @who names: a person of the header, or the name itself."""
        who = [part.rpartition("#")[2] for part in element.get("who", "").split()]
        return ", ".join(self._people.get(one, one) for one in who) or None

    def _kind(self, name: str) -> str:
        """Return the kind of a block from its element and from what stands around it."""
        if kind := _BLOCKS[name]:
            return kind
        around = [step.partition("[")[0] for step in self._path]
        if "figure" in around:
            return "caption"
        if "listBibl" in around:
            return "bibliography"
        return "blockquote" if {"q", "quote", "said", "cit", "epigraph"} & set(around) else "body"

    def _place(self) -> str:
        return "/" + "/".join(self._path)
