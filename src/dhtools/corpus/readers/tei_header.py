"""What the header of a TEI file says: who wrote the text and when, and who speaks in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .xml import local, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
#: Where a header states what, best place first.
_PLACES = {
    "title": (".//{*}titleStmt/{*}title[@type='main']", ".//{*}titleStmt/{*}title"),
    "author": (".//{*}titleStmt/{*}author", ".//{*}sourceDesc//{*}author"),
    "translator": (".//{*}titleStmt/{*}editor[@role='translator']",),
    "date": (
        ".//{*}profileDesc/{*}creation//{*}date",
        ".//{*}standOff//{*}event[@type='written']",
        ".//{*}standOff//{*}event[@type='print']",
        ".//{*}sourceDesc//{*}bibl[@type='originalSource']//{*}date",
        ".//{*}sourceDesc//{*}date",
        ".//{*}publicationStmt/{*}date",
    ),
    "publication": (".//{*}publicationStmt/{*}publisher",),
    "language": (".//{*}langUsage/{*}language",),
    "genre": (".//{*}textClass//{*}term",),
}
#: In a name these are the name; beside them stand identifiers, lives and occupations.
_NAMES = frozenset({"persName", "name", "orgName", "role"})
_BESIDE = frozenset({"idno", "note", "ref", "date", "birth", "death", "occupation"})


def header_metadata(root: Element) -> dict[str, str]:
    """Return what the header of the file states of its text."""
    found = {key: next(_stated(root, key), "") for key in _PLACES}
    found["author"] = "; ".join(_authors(root)) or found["author"]
    found["language"] = found["language"] or root.get(f"{_XML}lang", "") or root.get("lang", "")
    return {key: value for key, value in found.items() if value}


def people_of(root: Element) -> dict[str, str]:
    """Return the names of persons and roles by their identifiers, without those that only repeat these."""
    people = root.iter("{*}person", "{*}role", "{*}personGrp", "{*}castItem")
    # in a printed list a comma parts the name from the part
    named = ((identifier(one), name_of(one).strip(" .,:;")) for one in people)
    return {key: name for key, name in named if key and name and name != key}


def identifier(element: Any) -> str:
    """Return the identifier of an element, as TEI P5 or P4 states it; "" if it has none."""
    return element.get(f"{_XML}id") or element.get("id", "")


def name_of(element: Any) -> str:
    """Return a name without what stands beside it, such as an identifier or an occupation."""
    name = next((one for one in element.iter() if local(one) in _NAMES), element)
    parts = [name.text or ""]
    for child in name:
        # two names without a blank between them are parted
        parts += ["" if local(child) in _BESIDE else words_of(child), child.tail or " "]
    return " ".join("".join(parts).split())


def _authors(root: Element) -> list[str]:
    """Return the authors of the text, each once; a statement of responsibility may name them, too."""
    title = next(iter(root.iterfind(".//{*}titleStmt")), None)
    if title is None:
        return []
    authors = [name_of(one) for one in title.iterfind("{*}author")]
    for statement in title.iterfind("{*}respStmt"):
        duty = words_of(statement.find("{*}resp")) if statement.find("{*}resp") is not None else ""
        if duty.lower().strip(" .:") in ("author", "written by", "by"):
            authors += [name_of(one) for one in statement if local(one) in _NAMES]
    return list(dict.fromkeys(filter(None, authors)))


def _stated(root: Element, key: str) -> Iterator[str]:
    for path in _PLACES[key]:
        for element in root.iterfind(path):
            value = _date(element) if key == "date" else _words(element, key)
            if value:
                yield value


def _words(element: Any, key: str) -> str:
    if key == "language":
        return element.get("ident") or element.get("id") or words_of(element)
    return name_of(element) if key in ("author", "translator") else words_of(element)


def _date(element: Any) -> str:
    """Return a date by its attributes, else by its words: a day, a year, or two years."""
    stated = {name.partition("-")[0]: value for name, value in element.attrib.items()}
    if when := stated.get("when") or stated.get("value"):
        return "" if when.startswith("0000") else str(when)  # a template that nobody filled in
    ends = [stated.get("from") or stated.get("notBefore"), stated.get("to") or stated.get("notAfter")]
    return "–".join(dict.fromkeys(end for end in ends if end)) or words_of(element)
