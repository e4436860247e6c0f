"""References: the works that a notebook cites, from one bibliography in BibTeX."""

from __future__ import annotations

import ast
import calendar
import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..errors import DhtoolsError
from ..escaping import markdown, one_line

if TYPE_CHECKING:
    from bibtexparser.middlewares import NameParts
    from bibtexparser.model import Entry

#: The bibliography, beside the notebooks.
BIBLIOGRAPHY = "references.bib"
NOTHING = "No work is cited."

#: What an address holds as it stands.
_OF_ADDRESS = "/:;().,_-"
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NAME = r"(?:(?:van|von|der|de) )*[A-ZÀ-Þ][\w’'-]+"
_CITATION = re.compile(rf"({_NAME})(?: and {_NAME}| et al\.)? \d{{4}}[a-z]?(?:,.*)?")


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the bibliography.

    Attributes
    ----------
    key : str
        Of its entry: ``burrows2002``.
    label : str
        As it is cited: ``"Burrows 2002"``, ``"Lee and Seung 1999"``, ``"Evert et al. 2017"``.
    names, year, title : str
        Authors, or else editors; the year, with a letter where the key has one.
    place : str
        What follows the title: journal, volume and pages; or publisher. A part between ``*`` is in italics.
    doi : str
        Empty where there is none.
    """

    key: str
    label: str
    names: str
    year: str
    title: str
    place: str
    doi: str

    @property
    def text(self) -> str:
        """The work on one line."""
        return _joined([_line(self).replace("*", ""), self.doi and f"https://doi.org/{self.doi}"], " ")

    @property
    def markdown(self) -> str:
        """The work on one line of Markdown; the DOI is a link."""
        escaped = markdown(_line(self)).replace(markdown("*"), "*")
        return _joined([escaped, self.doi and f"<https://doi.org/{quote(self.doi, safe=_OF_ADDRESS)}>"], " ")


@dataclass(frozen=True, slots=True)
class References:
    """The works that a notebook cites, sorted by author and year; shown as a list."""

    works: tuple[Work, ...]

    def __str__(self) -> str:
        return "\n".join(work.text for work in self.works) or NOTHING

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        items = "\n".join(f"* {work.markdown}" for work in self.works)
        return {"text/markdown": items or NOTHING, "text/plain": str(self)}


def read_references(path: Path) -> dict[str, Work]:
    """Read a bibliography in BibTeX.

    * path: A key ends with the year, and with a letter where one author has two works of one year.

    Returns: By label.

    Raises `DhtoolsError` if the file is missing or no BibTeX, an entry lacks author, title or year, or two
    have the same label.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

    if not path.is_file():
        raise DhtoolsError(f"{path}: there is no such bibliography. Put it beside the notebooks.")
    split = [SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(path.read_text(encoding="utf-8"), append_middleware=split)
    if library.failed_blocks:
        failed = library.failed_blocks[0]
        raise DhtoolsError(f"{path}, line {(failed.start_line or 0) + 1}: {failed.error}. Correct the entry.")
    return _by_label((_work(_checked(entry, path)) for entry in library.entries), path)


def _checked(entry: Entry, path: Path) -> Entry:
    wanted = {"author": ("author", "editor"), "title": ("title",), "year": ("year",)}
    for name, names in wanted.items():
        if not any(one in entry for one in names):
            raise DhtoolsError(f"{path}, {entry.key}: {name} is missing. Add it.")
    return entry


def _by_label(works: Iterable[Work], path: Path) -> dict[str, Work]:
    known: dict[str, Work] = {}
    for work in works:
        if work.label in known:
            raise DhtoolsError(f"{path}: two works are cited as {work.label}. End their keys with a and b.")
        known[work.label] = work
    return known


def _work(entry: Entry) -> Work:
    fields: dict[str, Any] = {field.key: field.value for field in entry.fields}
    authors: list[NameParts] = fields.get("author") or fields["editor"]
    letter = re.sub(r".*\d", "", entry.key)
    year = f"{fields['year']}{letter}"
    edited = "" if "author" in fields else " (eds)"
    return Work(
        entry.key,
        f"{_cited_as([_surname(author) for author in authors])} {year}",
        _listed([_full_name(author) for author in authors]) + edited,
        year,
        fields["title"] if _is_part(fields) else f"*{fields['title']}*",
        _place(fields),
        fields.get("doi", ""),
    )


def _surname(name: NameParts) -> str:
    return " ".join([*name.von, *name.last]).strip("{}")


def _full_name(name: NameParts) -> str:
    return ", ".join(part for part in (_surname(name), " ".join(name.first)) if part)


def _cited_as(surnames: list[str]) -> str:
    return " and ".join(surnames) if len(surnames) < 3 else f"{surnames[0]} et al."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_part(fields: Mapping[str, str]) -> bool:
    return "journal" in fields or "booktitle" in fields


def _place(fields: Mapping[str, str]) -> str:
    """Return where a work appeared: journal or volume with the pages, then place and publisher."""
    pages = fields.get("pages", "").replace("--", "–")
    house = fields.get("publisher") or fields.get("institution") or fields.get("howpublished")
    within = _joined([_container(fields), pages], ", ")
    return _joined([within, _joined([fields.get("address"), house], ": ")], ". ")


def _container(fields: Mapping[str, str]) -> str:
    if "booktitle" in fields:
        return f"In *{fields['booktitle']}*"
    form = "({})" if "volume" in fields else "no. {}"
    number = form.format(fields["number"]) if "number" in fields else ""
    issue = _joined([fields.get("volume"), number], "")
    return _joined([f"*{fields['journal']}*", issue], " ") if "journal" in fields else ""


def _joined(parts: Iterable[str | None], mark: str) -> str:
    return mark.join(part for part in parts if part)


def _line(work: Work) -> str:
    """Return a work on one line, without its DOI."""
    return _joined([f"{work.names} ({work.year})", work.title, work.place], ". ") + "."


def notebook_texts(path: Path) -> list[str]:
    """Return what a notebook says: its Markdown cells, and the texts within its code cells."""
    if not path.is_file():
        raise DhtoolsError(f"{path}: there is no such notebook. Save it in the project's folder notebooks/.")
    cells = json.loads(path.read_bytes())["cells"]
    return [text for cell in cells for text in _cell_texts(cell["cell_type"], "".join(cell["source"]))]


def _cell_texts(kind: str, source: str) -> Iterator[str]:
    if kind == "markdown":
        yield source
    elif kind == "code":
        nodes = ast.walk(ast.parse(source))
        yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def cited_works(texts: Iterable[str], known: Mapping[str, Work]) -> References:
    """Find the works that texts cite in round brackets, such as (Burrows 2002; Evert et al. 2017, p. 5).

    * known: The bibliography, by label.

    Raises `DhtoolsError` if a name with a year in brackets is no work of the bibliography.
    """
    parts = [part.strip() for text in texts for found in _BRACKETS.findall(text) for part in found.split(";")]
    labels = {label for part in parts if (label := _label_of(one_line(part), known))}
    return References(
        tuple(sorted((known[label] for label in labels), key=lambda w: (w.names.lower(), w.year)))
    )


def _label_of(part: str, known: Mapping[str, Work]) -> str | None:
    """Return the label that a part of a bracket cites, or None where it is no citation."""
    bare = part.removeprefix("see ")
    for label in known:
        if bare == label or bare.startswith(f"{label},"):
            return label
    found = _CITATION.fullmatch(bare)
    if found and found[1] not in calendar.month_name:
        near = difflib.get_close_matches(bare, known, 1)
        hint = f" Is it {near[0]}?" if near else ""
        raise DhtoolsError(f"({bare}) is not in {BIBLIOGRAPHY}.{hint} Correct it, or add the work.")
    return None
