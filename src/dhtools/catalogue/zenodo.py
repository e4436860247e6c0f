"""``.zenodo.json``: what the archive Zenodo asks for when a release is put there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..escaping import html


def zenodo(citation: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a deposit, from CITATION.cff."""
    found = {
        "title": citation["title"],
        "description": html(citation.get("abstract", citation["title"])),
        "upload_type": citation.get("type", "software"),
        "version": citation.get("version"),
        "publication_date": citation.get("date-released"),
        "creators": [_creator(author) for author in citation["authors"]],
        "license": citation.get("license"),
        "keywords": citation.get("keywords"),
    }
    return {key: value for key, value in found.items() if value}


def _creator(author: Mapping[str, str]) -> dict[str, str]:
    """Return an author as Zenodo has them: family name first, with ORCID and affiliation."""
    family = " ".join(author[part] for part in ("name-particle", "family-names") if author.get(part))
    given = ", ".join(author[part] for part in ("given-names", "name-suffix") if author.get(part))
    found = {
        "name": author.get("name") or ", ".join(filter(None, [family, given])),
        "orcid": author.get("orcid", "").rpartition("/")[2],
        "affiliation": author.get("affiliation"),
    }
    return {key: value for key, value in found.items() if value}
