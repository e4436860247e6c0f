"""The catalogue of a project: made from what is there, and compared with what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..atomic_write import atomic_write_all, encoded
from .citation_file import CITATION, read_citation
from .cited_exhibits import bibtex, csl_items, exhibit_records
from .crate import CRATE, crate
from .data_package import data_package
from .zenodo import zenodo

PACKAGE = "data/datapackage.json"
BIBTEX, CSL = "data/exhibits.bib", "data/exhibits.csl.json"
ZENODO = ".zenodo.json"
#: All files of the catalogue.
CATALOGUE = (PACKAGE, BIBTEX, CSL, ZENODO, CRATE)
#: Files of the project that the crate names, beside the folders of exports and texts.
_NAMED = ("README.md", "LICENSE", CITATION)


def catalogue_files(root: Path, folder: Path | None = None) -> dict[str, bytes]:
    """Return the files of the catalogue, by name relative to the project: the same for the same project.

    Parameters
    ----------
    root
        The project: CITATION.cff, and its texts. Without CITATION.cff there is a data package only.
    folder
        With notebooks/, data/ and figures/, where these are made beside the project; default: *root*.

    Raises
    ------
    DhtoolsError
        If CITATION.cff or the record of an exhibit cannot be read.
    """
    folder = folder or root
    citation = read_citation(root)
    made = {PACKAGE: json_bytes(data_package(folder, citation))}
    if not citation:
        return made
    records = exhibit_records(folder)
    made |= {
        BIBTEX: encoded(bibtex(records, citation), BIBTEX),
        CSL: json_bytes(csl_items(records, citation)),
        ZENODO: json_bytes(zenodo(citation)),
    }
    files = [*_of_project(root), *_of_notebooks(folder), *made]
    return made | {CRATE: json_bytes(crate(files, folder, citation))}


def _of_project(root: Path) -> Iterator[str]:
    """Yield what a project has beside notebooks and exports: its pages, its texts with their sheets."""
    yield from (name for name in _NAMED if (root / name).is_file())
    for texts in ("seeds", "corpus"):
        yield from _below(root, texts)


def _of_notebooks(folder: Path) -> Iterator[str]:
    for name in ("notebooks", "data", "figures"):
        yield from _below(folder, name)


def _below(folder: Path, name: str) -> Iterator[str]:
    for path in sorted((folder / name).rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__")) for part in relative.parts):
            yield relative.as_posix()


def json_bytes(content: Any) -> bytes:
    """Return JSON as it is kept: the same bytes for equal content."""
    return encoded(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", "catalogue")


def write_catalogue(root: Path, folder: Path | None = None) -> list[str]:
    """Write the catalogue of a project into a folder, default: the project; return the names of its files."""
    made = catalogue_files(root, folder)
    for name, content in made.items():
        path = (folder or root) / name
        if not path.is_file() or path.read_bytes() != content:
            atomic_write_all(path.parent, {path.name: content})
    return list(made)


def stale_files(root: Path, folder: Path | None = None) -> list[str]:
    """Return the files of the catalogue that are not as the project is now."""
    made = catalogue_files(root, folder)
    kept = {name: (root / name).read_bytes() for name in made if (root / name).is_file()}
    return [name for name, content in made.items() if kept.get(name) != content]
