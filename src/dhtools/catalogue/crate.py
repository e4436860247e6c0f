"""``ro-crate-metadata.json``: what the files of a project are, and what they are made from.

Source: Sefton et al. (2023), *RO-Crate Metadata Specification 1.1*.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..export.records import read_record
from ..export.store import exhibit_of
from .citation_file import author_names
from .columns import meaning_of_table

CRATE = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"
#: What `mimetypes` does not know on every machine.
_FORMATS = {
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".tex": "application/x-tex",
    ".toml": "application/toml",
}

Entity = dict[str, Any]


def crate(files: Iterable[str], folder: Path, citation: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of a project.

    Parameters
    ----------
    files
        Those that the crate has, relative to the project, with forward slashes.
    folder
        With ``data/`` and ``figures/``, whose records say what an exhibit shows.
    citation
        What CITATION.cff of the project says.
    """
    parts = [_file(name, folder) for name in sorted(set(files))]
    named = zip(citation["authors"], author_names(citation), strict=True)
    authors = [_author(author, name) for author, name in named]
    descriptor = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _VERSION},
        "about": {"@id": "./"},
    }
    return {
        "@context": f"{_VERSION}/context",
        "@graph": [descriptor, _root(parts, authors, citation), *_licence(citation), *authors, *parts],
    }


def _root(parts: list[Entity], authors: list[Entity], citation: Mapping[str, Any]) -> Entity:
    found = {
        "@id": "./",
        "@type": "Dataset",
        "name": citation["title"],
        "description": citation.get("abstract", citation["title"]),
        "datePublished": citation.get("date-released"),
        "version": citation.get("version"),
        "keywords": ", ".join(citation.get("keywords", ())),
        "license": _of(_licence(citation)),
        "author": _of(authors),
        "hasPart": _of(parts),
    }
    return {key: value for key, value in found.items() if value}


def _of(entities: list[Entity]) -> list[dict[str, str]]:
    return [{"@id": entity["@id"]} for entity in entities]


def _licence(citation: Mapping[str, Any]) -> list[Entity]:
    licence = citation.get("license")
    if not licence:
        return []
    return [{"@id": f"https://spdx.org/licenses/{licence}", "@type": "CreativeWork", "name": licence}]


def _author(author: Mapping[str, str], name: str) -> Entity:
    kind = "Organization" if "name" in author else "Person"
    return {"@id": author.get("orcid") or f"#{name.replace(' ', '-')}", "@type": kind, "name": name}


def _file(name: str, folder: Path) -> Entity:
    path = Path(name)
    found = {
        "@id": name,
        "@type": ["File", "SoftwareSourceCode"] if path.suffix == ".ipynb" else "File",
        "name": path.name,
        "encodingFormat": _FORMATS.get(path.suffix) or mimetypes.guess_type(name)[0],
        **_of_exhibit(path, folder),
    }
    return {key: value for key, value in found.items() if value}


def _of_exhibit(path: Path, folder: Path) -> Entity:
    """Return what the record of an exhibit says of one of its files: name, caption, notebook."""
    if path.parts[0] not in ("data", "figures") or len(path.parts) != 3:
        return {}
    record = folder / path.parent / f"{exhibit_of(path.name)}.json"
    if not record.is_file():
        return {"description": meaning_of_table("/".join(path.with_suffix("").parts[1:]))}
    said = read_record(record)
    return {
        "name": f"{said['kind'].capitalize()} {said['notebook']}/{said['name']} ({path.suffix.lstrip('.')})",
        "description": said["caption"],
        "isBasedOn": {"@id": f"notebooks/{said['notebook']}.ipynb"},
    }
