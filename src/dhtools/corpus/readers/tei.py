"""TEI XML: blocks, speakers, quotations, notes and pages come from the mark-up; nothing is guessed.

What an edition offers twice is read once: ``corr`` and not ``sic``, ``reg`` and not ``orig``, ``expan`` and
not ``abbr``, ``lem`` and not ``rdg``. What is deleted (``del``) or belongs to the page (``fw``) is left out.
A gap is shown as […]. Files of the older TEI P4, which have no namespace, are read as well.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ...errors import DhtoolsError
from ..markup import Document, TextBuilder
from .tei_header import header_metadata, identifier, name_of, people_of
from .xml import Source, local, read_xml, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: Elements that are a block of their own, and its kind; an empty kind depends on what stands around it.
_BLOCKS = {
    **dict.fromkeys(("p", "ab", "lg", "l", "item", "salute", "argument"), ""),
    **dict.fromkeys(("postscript", "label"), ""),
    **dict.fromkeys(("head", "trailer"), "heading"),
    **dict.fromkeys(("docTitle", "titlePart"), "title"),
    **dict.fromkeys(("byline", "docAuthor", "signed"), "byline"),
    **dict.fromkeys(("dateline", "docDate"), "dateline"),
    **dict.fromkeys(("docImprint", "imprimatur"), "source"),
    **{"castItem": "stage", "stage": "stage", "speaker": "speaker"},
    **dict.fromkeys(("figDesc", "row"), "caption"),
    **dict.fromkeys(("bibl", "biblStruct", "biblFull"), "bibliography"),
    "note": "footnote",
}
#: What an element around a block makes of it, whatever the block is; the innermost counts.
_AROUND = {
    **{"figure": "caption", "table": "caption", "note": "footnote", "listBibl": "bibliography"},
    **dict.fromkeys(("castList", "set", "stage"), "stage"),
}
#: The same by the type of a division.
_DIVISIONS = {
    **dict.fromkeys(("notes", "footnotes", "endnotes", "note"), "footnote"),
    **dict.fromkeys(("bibliography", "references"), "bibliography"),
    **dict.fromkeys(("contents", "toc", "index"), "nav"),
    **dict.fromkeys(("advertisement", "advertisements", "ad"), "boilerplate"),
}
#: Kinds of the elements that give words to somebody else, or hold them at a distance.
_VOICES = {
    **dict.fromkeys(("q", "quote", "said"), "direct"),
    **{"soCalled": "scare", "mentioned": "term", "term": "term"},
}
#: What the type of a ``q`` says.
_TYPES_OF_Q = {"soCalled": "scare", "mentioned": "term", "term": "term", "title": "title"}
#: Whatever stands in them is somebody else's: a letter that is read out is a text of its own.
_QUOTING = frozenset({"q", "quote", "said", "cit", "epigraph", "floatingText"})
_PARAGRAPHS = frozenset({"p", "ab", "lg", "item", "row"})
#: Blocks that within an open one go on with its line.
_RUNNING = frozenset({"docAuthor", "docDate", "bibl", "label", "speaker", "signed"})
#: What stands in a speech of a play and is not spoken.
_UNSPOKEN = frozenset({"speaker", "stage", "head", "pb", "cb", "gb", "fw"})
_LEFT_OUT = frozenset({"teiHeader", "del", "fw", "facsimile", "standOff", "sourceDoc"})
#: One reading of a ``choice``; the other one is read.
_OTHER_READING = frozenset({"sic", "orig", "abbr", "am"})
#: What an element without words is shown as.
_SIGNS = {"gap": "[…]", "space": " "}
_BREAKS = frozenset({"lb", "pb", "cb", "gb"})
#: Marks that follow a word without a blank, however the file is laid out.
_CLOSING = frozenset(".,;:!?)]…”’")


def read_tei(data: bytes, name: str) -> Document:
    """Read a TEI file: every ``text`` in it, in order.

    Raises
    ------
    DhtoolsError
        If the file is not well-formed XML, or has no ``text``.
    """
    source = read_xml(data, name)
    return _document(source, source.root, name)


def read_tei_parts(data: bytes, name: str) -> list[tuple[str, Document]]:
    """Read a TEI file: each of the ``TEI`` in a ``teiCorpus`` as a text of its own, with its id or number.

    Raises
    ------
    DhtoolsError
        As `read_tei`.
    """
    source = read_xml(data, name)
    parts = [one for one in source.root.iter("{*}TEI", "{*}TEI.2") if one.find("{*}text") is not None]
    if len(parts) < 2:
        return [("", _document(source, source.root, name))]
    header = source.root.find("{*}teiHeader")
    shared = header_metadata(header) if header is not None else {}
    documents = [_document(source, part, name) for part in parts]
    return [
        (
            identifier(part) or str(number),
            replace(document, metadata={**shared, "title": "", **document.metadata}),
        )
        for number, (part, document) in enumerate(zip(parts, documents, strict=True), start=1)
    ]


def _document(source: Source, root: Element, name: str) -> Document:
    texts = [one for one in root.iter("{*}text") if all(local(up) != "text" for up in one.iterancestors())]
    if not texts:
        raise DhtoolsError(
            f"{name}, line 1: there is no <text> in this XML (its root is <{local(root)}>). Give a TEI file, "
            "or export plain text."
        )
    walker = _Walker(root)
    for text in texts:
        walker.walk(text)
    document = walker.builder.document(header_metadata(root))
    return replace(document, encoding=source.encoding, repairs=source.repairs)


def _holds_paragraphs(element: Element) -> bool:
    """Tell whether paragraphs stand in an element, or in one that stands in it; a note is another matter."""
    if not len(element):
        return False
    inner = [child for child in element if local(child) != "note"]
    names = _PARAGRAPHS - {"item"} if local(element) in ("p", "ab") else _PARAGRAPHS
    return any(local(one) in names for child in inner for one in (child, *child))


def _begins_block(element: Element) -> bool:
    return local(element) in _BLOCKS or any(local(child) in _BLOCKS for child in element)


def _is_other_reading(name: str, element: Element) -> bool:
    """Tell whether the edition gives another reading of this place, which is read instead."""
    parent, is_first = element.getparent(), element.getprevious() is None
    around = local(parent) if parent is not None else ""
    if around == "choice":
        return name in _OTHER_READING or (name == "unclear" and not is_first)
    return around in ("app", "rdgGrp") and name in ("rdg", "rdgGrp") and not is_first


class _Walker:
    """Walks through a text and writes its blocks; the notes of a block follow it."""

    def __init__(self, root: Element) -> None:
        self.builder = TextBuilder()
        self._people = people_of(root)
        self._glued = _are_words_glued(root)
        self._path: list[str] = []
        self._names: list[str] = []
        self._kinds: list[str] = []
        self._siblings: list[dict[str, int]] = [{}]
        self._notes: list[tuple[Any, str]] = []

    def walk(self, element: Element) -> None:
        """Write an element and all that it holds."""
        name = local(element)
        siblings = self._siblings[-1]
        siblings[name] = number = siblings.get(name, 0) + 1
        if name in _LEFT_OUT or _is_other_reading(name, element):
            return
        around = _DIVISIONS.get(element.get("type", ""), "") if name[:3] == "div" else _AROUND.get(name, "")
        self._path.append(f"{name}[{number}]")
        self._siblings.append({})
        self._kinds.append(around or (self._kinds[-1] if self._kinds else ""))
        self._write(name, element)
        self._kinds.pop()
        self._siblings.pop()
        self._path.pop()

    def _write(self, name: str, element: Element) -> None:
        if name in _BREAKS:
            self._break(name, element)
        elif name in _SIGNS:
            self.builder.write(_SIGNS[name])
        elif name == "note" and self.builder.is_open:
            self._notes.append((element, self._place()))
        elif name in _VOICES and element.get("direct") != "false":
            kind = _TYPES_OF_Q.get(element.get("type", ""), _VOICES[name])
            form = "inline" if self.builder.is_open else "displayed"
            with self.builder.quotation(kind, form, self._who(element)):
                self._block_or_inside("p" if form == "displayed" else name, element)
        elif name == "sp":
            self._speech(element)
        elif name == "stage":
            self._stage(name, element)
        elif name in ("w", "pc"):
            self._word(name, element)
        else:
            self._block_or_inside(name, element)

    def _block_or_inside(self, name: str, element: Element) -> None:
        """Write a block; within an open one it is a line. Verses in a row are one block."""
        is_open = self.builder.is_open
        if name not in _BLOCKS or (name in _RUNNING if is_open else _holds_paragraphs(element)):
            self._inside(name, element)
        elif is_open:
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
            child_name = local(child)
            if alone and self.builder.is_open and child_name != "l" and _begins_block(child):
                self._end()
            self.walk(child)
            if child_name == "cell":
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

    def _word(self, name: str, element: Element) -> None:
        """Write a word or a mark that is an element; some files part them by blanks, some do not."""
        joined = element.get("join", "")
        content = (element.text or "").strip()
        if joined in ("left", "both") or (name == "pc" and content[:1] in _CLOSING):
            self.builder.join()
        elif self._glued:
            self.builder.blank()
        self._inside(name, element)
        if joined in ("right", "both"):
            self.builder.join()

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
        """Write a speech of a play, which is its text; a play that somebody quotes is a quotation."""
        label = element.find("{*}speaker")
        named = name_of(label).strip(".:, ") if label is not None else ""
        speaker = self._who(element, named)
        for spoken, children in groupby(element, lambda child: local(child) not in _UNSPOKEN):
            with self._said_by(speaker) if spoken else self.builder.aside():
                for child in children:
                    self.walk(child)
            self._end()

    def _said_by(self, speaker: str | None) -> AbstractContextManager[None]:
        if self._is_quoted():
            return self.builder.quotation("direct", "displayed", speaker)
        return self.builder.speech(speaker or "")

    def _stage(self, name: str, element: Element) -> None:
        """Write a stage direction; what it interrupts goes on after it."""
        if self.builder.is_open and words_of(element):
            with self.builder.interruption("stage", self._place()):
                self._inside(name, element)
        elif not self.builder.is_open:
            with self.builder.aside():
                self._block_or_inside(name, element)

    def _break(self, name: str, element: Element) -> None:
        if element.get("break") == "no":
            self.builder.join(within_word=True)
        elif name == "lb" and ("lg" in self._names or self.builder.ends_in_hyphen):
            self.builder.line()
        else:
            self.builder.blank()
        if name == "pb":
            self.builder.page(element.get("n", ""))

    def _who(self, element: Element, named: str = "") -> str | None:
        """Return the speaker of @who as the header names him, else as the text does, else as @who does."""
        who = element.get("who", "").strip()
        ids = [part.rpartition("#")[2] for part in who.split()]
        known = [self._people[one] for one in ids if one in self._people]
        if ids and len(known) == len(ids):
            return ", ".join(known)
        return named or (", ".join(ids) if "#" in who else who) or None

    def _kind(self, name: str) -> str:
        """Return the kind of a block from what stands around it and from its element."""
        around, own = self._kinds[-1], _BLOCKS[name]
        if own in ("heading", "title", "byline", "dateline") and around != "caption":
            return own
        if own == "bibliography" and {"cit", "epigraph"} & set(self._names):
            return "attribution"
        if around or own:
            return around or own
        return "blockquote" if self._is_quoted() else "body"

    def _is_quoted(self) -> bool:
        return bool(_QUOTING & {step.partition("[")[0] for step in self._path})

    def _place(self) -> str:
        return "/" + "/".join(self._path)


def _are_words_glued(root: Element) -> bool:
    """Tell whether every word is an element and no blank stands between any two of them."""
    words = list(root.iter("{*}w"))
    if len(words) < 2 or next(root.iter("{*}c"), None) is not None:
        return False
    return not any((word.tail or "").isspace() or (word.text or "").endswith(" ") for word in words)
