"""``data/datapackage.json``: the exported tables as a data package, by the Frictionless specification.

Source: Frictionless Data (2017), *Data Package* and *Table Schema*, version 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..export.records import read_record
from .citation_file import author_names
from .columns import fields_of, meaning_of_table

#: What identifies a row, and what its columns refer to: a table and its column.
_KEYS = {
    "corpus/blocks": ["text", "block"],
    "corpus/sentences": ["passage"],
    "corpus/quotations": ["quotation"],
}
_REFERENCES = {
    "corpus/tokens": {"passage": "corpus/sentences", "quotation": "corpus/quotations"},
    "rhetoric/findings": {"passage": "corpus/sentences"},
}


def data_package(folder: Path, citation: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description of all tables below ``data/`` of a folder.

    Parameters
    ----------
    folder
        With ``data/``.
    citation
        What CITATION.cff of the project says; may be empty.
    """
    data = folder / "data"
    tables = {path.relative_to(data).with_suffix("").as_posix(): path for path in sorted(data.rglob("*.csv"))}
    records = {name: _record(path) for name, path in tables.items()}
    texts = sorted({text for record in records.values() for text in record.get("corpus", ())})
    title = str(citation.get("title", "Tables of a project"))
    return {
        "profile": "tabular-data-package",
        "name": slug(title),
        "title": title,
        **_of_citation(citation),
        "resources": [_resource(name, path, records[name], texts, tables) for name, path in tables.items()],
    }


def slug(text: str) -> str:
    """Return a name of lower-case letters, digits, points and hyphens.

    Examples
    --------
    >>> slug("03-terms/Contrast lines")
    '03-terms-contrast-lines'
    """
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.") or "data"


def _of_citation(citation: Mapping[str, Any]) -> dict[str, Any]:
    licence = citation.get("license")
    found = {
        "description": citation.get("abstract"),
        "version": citation.get("version"),
        "keywords": citation.get("keywords"),
        "contributors": [{"title": name, "role": "author"} for name in author_names(citation)],
        "licenses": licence and [{"name": licence, "path": f"https://spdx.org/licenses/{licence}.html"}],
    }
    return {key: value for key, value in found.items() if value}


def _record(path: Path) -> dict[str, Any]:
    record = path.with_suffix(".json")
    return read_record(record) if record.is_file() else {}


def _resource(
    table: str, path: Path, record: Mapping[str, Any], texts: list[str], tables: Mapping[str, Path]
) -> dict[str, Any]:
    said = record.get("caption") or meaning_of_table(table)
    return {
        "name": slug(table),
        "path": f"{table}.csv",
        "title": table,
        **({"description": said} if said else {}),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table, path, texts, tables),
    }


def _schema(table: str, path: Path, texts: list[str], tables: Mapping[str, Path]) -> dict[str, Any]:
    fields = fields_of(path, table, texts)
    names = {field["name"] for field in fields}
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if (key := _KEYS.get(table)) and names.issuperset(key):
        schema["primaryKey"] = key
    keys = [
        {"fields": [column], "reference": {"resource": slug(other), "fields": [column]}}
        for column, other in _REFERENCES.get(table, {}).items()
        if column in names and other in tables
    ]
    return {**schema, "foreignKeys": keys} if keys else schema
