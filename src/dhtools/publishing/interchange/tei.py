"""Annotated texts as TEI: blocks, sentences, words and voices as elements, the tables as stand-off.

Source: TEI Consortium (2023), *TEI P5: Guidelines*. All text of ``body`` is the text of the file, character
by character: nothing is laid out. What XML cannot hold is a ``g`` that names the character. A quotation that
crosses a sentence, a block or another quotation is in parts, joined by @next and @prev. Offsets in
``standOff`` count code points of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...corpus.readers.extras import imported
from ...errors import DhtoolsError
from .records import ABOUT, COLUMNS, AnnotatedText, Row, row_of
from .spans import Stretch, opened, stretches

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_TEI = f"{{{NAMESPACE}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
#: What XML 1.0 does not allow, or a parser would change.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLANK = re.compile(r"[ \t\r\n]*")
#: Elements of blocks; every other kind is a note, which is nobody's prose to any reader.
_BLOCKS = {
    "body": "p",
    "blockquote": "quote",
    "heading": "head",
    "title": "head",
    "subtitle": "head",
    "series": "head",
}
#: Elements of quotations by kind; displayed ones are quotes.
_QUOTATIONS = {"direct": "said", "scare": "soCalled", "title": "q", "term": "mentioned"}
#: Those of them that can say who speaks.
_SAID = ("said", "q")
_LICENCE = "The words are their author's; the annotation was made by dhtools."


def tei_files(text: AnnotatedText, name: str) -> dict[str, bytes]:
    """Return the file of a text."""
    etree = imported("lxml.etree", "TEI")
    root = etree.Element(f"{_TEI}TEI", nsmap={None: NAMESPACE})
    root.append(_header(text))
    root.append(_stand_off(text))
    _body(text, etree.SubElement(root, f"{_TEI}text"))
    return {f"{name}.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"}


def _element(parent: Any, tag: str, text: str = "", /, **attributes: str) -> Any:
    made = imported("lxml.etree", "TEI").SubElement(parent, f"{_TEI}{tag}", attributes)
    if text:
        made.text = text
    return made


def _header(text: AnnotatedText) -> Any:
    """Return the header: bibliography, and characters that XML cannot hold."""
    etree = imported("lxml.etree", "TEI")
    header = etree.Element(f"{_TEI}teiHeader")
    description = _element(header, "fileDesc")
    title = _element(description, "titleStmt")
    _element(title, "title", _written(text.about.get("title", text.id)))
    if "author" in text.about:
        _element(title, "author", _written(text.about["author"]))
    _element(_element(description, "publicationStmt"), "p", _LICENCE)
    source = _element(_element(description, "sourceDesc"), "ab")
    for name in ("id", *ABOUT):
        if value := {"id": text.id, **text.about}.get(name):
            _element(source, "seg", _written(value), type=name)
    if marks := sorted(set(_FORBIDDEN.findall(text.raw))):
        declared = _element(_element(header, "encodingDesc"), "charDecl")
        for mark in marks:
            _element(_declared(declared, mark), "note", f"U+{ord(mark):04X}")
    if speakers := list(dict.fromkeys(row["speaker"] for row in text.tables["quotations"] if row["speaker"])):
        listed = _element(_element(_element(header, "profileDesc"), "particDesc"), "listPerson")
        for number, speaker in enumerate(speakers, start=1):
            person = _element(listed, "person")
            person.set(f"{_XML}id", f"speaker.{number}")
            _element(person, "persName", _written(speaker))
    return header


def _declared(parent: Any, mark: str) -> Any:
    made = _element(parent, "char")
    made.set(f"{_XML}id", _character(mark))
    return made


def _character(mark: str) -> str:
    return f"u{ord(mark):04X}"


def _written(text: str) -> str:
    r"""Return a value in which what XML cannot hold, and a backslash, are written by number.

    >>> print(_written("a\x00b"))
    a\u0000b
    """
    return re.sub(rf"{_FORBIDDEN.pattern}|[\\\r\n\t]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _read(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def _stand_off(text: AnnotatedText) -> Any:
    """Return the rows of the tables that elements of the body cannot hold in full, as feature structures."""
    etree = imported("lxml.etree", "TEI")
    made = etree.Element(f"{_TEI}standOff")
    for table in ("blocks", "quotations", "sentences", "findings"):
        group = _element(made, "spanGrp", type=table)
        for number, row in enumerate(text.tables[table], start=1):
            place = f"#string-range(body,{row['start']},{row['end'] - row['start']})"
            _element(group, "span", **{"from": place, "ana": f"#{table}.{number}"})
        for number, row in enumerate(text.tables[table], start=1):
            _features(made, table, number, row)
    return made


def _features(parent: Any, table: str, number: int, row: Row) -> None:
    structure = _element(parent, "fs", type=table)
    structure.set(f"{_XML}id", f"{table}.{number}")
    for name, kind in COLUMNS[table].items():
        if row[name] is None:
            continue
        feature = _element(structure, "f", name=name)
        if kind is str:
            _element(feature, "string", _written(row[name]))
        else:
            _element(feature, "numeric", value=repr(row[name]))


class _Body:
    """The body as it is written: an element is open, and characters go on after what it holds."""

    def __init__(self, text: Any) -> None:
        self.open = _element(text, "body")
        self.open.set(f"{_XML}id", "body")

    def begin(self, tag: str, /, **attributes: str) -> None:
        """Open an element within the one that is open."""
        self.open = _element(self.open, tag, **attributes)

    def end(self) -> None:
        """Close the element that is open."""
        self.open = self.open.getparent()

    def write(self, text: str) -> None:
        """Write characters; what XML cannot hold is a `g`."""
        done = 0
        for found in _FORBIDDEN.finditer(text):
            self._append(text[done : found.start()])
            _element(self.open, "g", ref=f"#{_character(found[0])}")
            done = found.end()
        self._append(text[done:])

    def _append(self, text: str) -> None:
        if len(self.open):
            self.open[-1].tail = (self.open[-1].tail or "") + text
        else:
            self.open.text = (self.open.text or "") + text


def _body(text: AnnotatedText, parent: Any) -> None:
    body, sentences, done, has_prose = _Body(parent), _Sentences(text), 0, False
    body.begin("div")
    for number, block in enumerate(text.tables["blocks"], start=1):
        name = _BLOCKS.get(block["kind"], "note")
        _between(body, text.raw[done : block["start"]])
        if name == "head" and has_prose:  # a heading stands first in its division
            body.end()
            body.begin("div")
        has_prose = name != "head"
        body.begin(
            name, ana=f"#blocks.{number}", **({"type": block["kind"]} if name in ("note", "head") else {})
        )
        if name == "quote":
            body.begin("p")
        sentences.write(body, block)
        if name == "quote":
            body.end()
        body.end()
        done = max(done, block["end"])
    _between(body, text.raw[done:])


def _between(body: _Body, text: str) -> None:
    """Write what stands between blocks: white space, or else an element of its own."""
    if _BLANK.fullmatch(text):
        body.write(text)
        return
    body.begin("note", type="between")
    body.write(text)
    body.end()


class _Sentences:
    """The sentences of a text, cut so that quotations and words nest in them."""

    def __init__(self, text: AnnotatedText) -> None:
        self._text = text
        self._quotations = text.tables["quotations"]
        self._by_name = {row["quotation"]: place for place, row in enumerate(self._quotations, start=1)}
        rows = text.tables["sentences"]
        cut = list(stretches(rows, text.tables["tokens"], self._quotations))
        self._parts = Counter(place for sentence in cut for place in _begun(sentence))
        self._written: Counter[int] = Counter()
        self._of_block: dict[int, list[tuple[int, Row, list[Stretch]]]] = {}
        for number, (row, pieces) in enumerate(zip(rows, cut, strict=True), start=1):
            self._of_block.setdefault(row["block"], []).append((number, row, pieces))
        speakers = [row["speaker"] for row in self._quotations if row["speaker"]]
        self._speakers = {speaker: place for place, speaker in enumerate(dict.fromkeys(speakers), start=1)}

    def write(self, body: _Body, block: Row) -> None:
        """Write a block: its sentences, and what stands between them."""
        done = block["start"]
        for number, row, pieces in self._of_block.get(block["block"], ()):
            body.write(self._text.raw[done : row["start"]])
            body.begin("s", ana=f"#sentences.{number}")
            self._sentence(body, pieces)
            body.end()
            done = row["end"]
        body.write(self._text.raw[done : block["end"]])

    def _sentence(self, body: _Body, pieces: list[Stretch]) -> None:
        within: tuple[int, ...] = ()
        for piece in pieces:
            ending, beginning = opened(within, piece.within)
            for _ in range(ending):
                body.end()
            for place in beginning:
                self._quotation(body, place)
            within = piece.within
            stands = self._text.raw[piece.start : piece.end]
            if piece.word is None:
                body.write(stands)
            else:
                body.begin("w", **self._of_word(piece.word, piece, stands))
                body.write(stands)
                body.end()
        for _ in within:
            body.end()

    def _of_word(self, word: Row, piece: Stretch, stands: str) -> dict[str, str]:
        norm = {} if stands == word["word"] else {"norm": _written(word["word"])}
        if piece.end != word["end"]:  # it goes on in the next sentence
            norm["n"] = str(word["end"])
        place = self._by_name.get(word["quotation"])
        return {"type": word["voice"], **norm, **({"corresp": f"#quotations.{place}"} if place else {})}

    def _quotation(self, body: _Body, place: int) -> None:
        """Begin a part of a quotation, joined to the parts beside it."""
        row = self._quotations[place]
        self._written[place] += 1
        n, name = self._written[place], f"q{place + 1}"
        element = "quote" if row["form"] == "displayed" else _QUOTATIONS.get(row["kind"], "q")
        found = {
            "ana": f"#quotations.{place + 1}",
            "type": row["kind"] if element == "q" else "",
            "next": f"#{name}.{n + 1}" if n < self._parts[place] else "",
            "prev": f"#{name}.{n - 1}" if n > 1 else "",
            "who": f"#speaker.{self._speakers[row['speaker']]}"
            if row["speaker"] and element in _SAID
            else "",
        }
        body.begin(element, **{key: value for key, value in found.items() if value})
        body.open.set(f"{_XML}id", f"{name}.{n}")


def _begun(pieces: list[Stretch]) -> Iterator[int]:
    """Yield the quotations that begin, or go on after an interruption, in a sentence."""
    before: tuple[int, ...] = ()
    for piece in pieces:
        yield from opened(before, piece.within)[1]
        before = piece.within


def read_tei_export(folder: Path, names: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts from the TEI that `tei_files` has written."""
    etree = imported("lxml.etree", "TEI")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    for name in names.values():
        path = folder / f"{name}.xml"
        try:
            root = etree.fromstring(path.read_bytes(), parser)
        except etree.XMLSyntaxError as error:
            raise DhtoolsError(f"{path}: {error}. Export the corpus again.") from error
        yield _text(root)


def _text(root: Any) -> AnnotatedText:
    known = {seg.get("type"): _read(seg.text or "") for seg in root.iter(f"{_TEI}seg")}
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for structure in root.iter(f"{_TEI}fs"):
        table = structure.get("type")
        tables[table].append(row_of(dict(map(_feature, structure)), COLUMNS[table]))
    raw, words = _walked(root.find(f".//{_TEI}body"))
    kinds = {block["block"]: block["kind"] for block in tables["blocks"]}
    tables["tokens"] = [_word(found, tables, kinds) for found in words]
    about = {name: value for name, value in known.items() if name in ABOUT}
    return AnnotatedText(known["id"], raw, about, tables)


def _feature(feature: Any) -> tuple[str, Any]:
    value = feature[0]
    if value.tag == f"{_TEI}string":
        return feature.get("name"), _read(value.text or "")
    text = value.get("value")
    return feature.get("name"), float(text) if any(mark in text for mark in ".en") else int(text)


def _walked(body: Any) -> tuple[str, list[dict[str, Any]]]:
    """Return the text of the body, and each of its words with its place, sentence and element."""
    parts: list[str] = []
    words: list[dict[str, Any]] = []
    length = 0

    def write(text: str | None) -> None:
        nonlocal length
        parts.append(text or "")
        length += len(text or "")

    def walk(element: Any, sentence: int) -> None:
        name, start = element.tag.removeprefix(_TEI), length
        if name == "g":
            write(chr(int(element.get("ref").removeprefix("#u"), 16)))
        if name == "s":
            sentence = int(element.get("ana").rpartition(".")[2]) - 1
        write(element.text)
        for child in element:
            walk(child, sentence)
            write(child.tail)
        if name == "w":
            words.append({"element": element, "start": start, "end": length, "sentence": sentence})

    walk(body, -1)
    raw = "".join(parts)
    return raw, [{**word, "stands": raw[word["start"] : word["end"]]} for word in words]


def _word(found: dict[str, Any], tables: dict[str, list[Row]], kinds: dict[int, str]) -> Row:
    element, sentence = found["element"], tables["sentences"][found["sentence"]]
    quotation = element.get("corresp")
    return {
        "passage": sentence["passage"],
        "block": sentence["block"],
        "kind": kinds[sentence["block"]],
        "voice": element.get("type"),
        "quotation": tables["quotations"][int(quotation.rpartition(".")[2]) - 1]["quotation"]
        if quotation
        else None,
        "start": found["start"],
        "end": int(element.get("n", found["end"])),
        "word": _read(element.get("norm")) if element.get("norm") is not None else found["stands"],
    }
