"""Every figure and table, to be cited: in BibTeX and as CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..escaping import latex
from ..export.records import read_record
from .citation_file import author_names


def exhibit_records(folder: Path) -> list[dict[str, Any]]:
    """Return the records of all figures and tables of a folder, sorted by notebook and name."""
    paths = [path for place in ("data", "figures") for path in (folder / place).glob("[!.]*/*.json")]
    return sorted((read_record(path) for path in paths), key=lambda r: (r["notebook"], r["name"], r["kind"]))


def csl_items(records: Iterable[Mapping[str, Any]], citation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return exhibits as items of CSL-JSON."""
    return [
        {
            "id": _key(record),
            "type": "figure" if record["kind"] == "figure" else "dataset",
            "title": _title(record),
            "abstract": record["caption"],
            "container-title": citation["title"],
            "author": [_csl_name(author) for author in citation["authors"]],
            **_dated(citation),
        }
        for record in records
    ]


def _dated(citation: Mapping[str, Any]) -> dict[str, Any]:
    parts = [int(part) for part in str(citation.get("date-released", "")).split("-") if part.isdecimal()]
    version = {"version": citation["version"]} if citation.get("version") else {}
    return {**({"issued": {"date-parts": [parts]}} if parts else {}), **version}


def _csl_name(author: Mapping[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"literal": author["name"]}
    names = {"family-names": "family", "given-names": "given", "name-particle": "non-dropping-particle"}
    return {csl: author[cff] for cff, csl in names.items() if author.get(cff)}


def bibtex(records: Iterable[Mapping[str, Any]], citation: Mapping[str, Any]) -> str:
    """Return exhibits as entries of BibTeX."""
    return "\n".join(_entry(record, citation) for record in records)


def _entry(record: Mapping[str, Any], citation: Mapping[str, Any]) -> str:
    of = " ".join(filter(None, [citation["title"], citation.get("version") and f"{citation['version']}"]))
    fields = {
        "author": " and ".join(f"{{{latex(name)}}}" for name in author_names(citation)),
        "title": f"{{{latex(_title(record))}}}",
        "howpublished": latex(of),
        "year": str(citation.get("date-released", "")).partition("-")[0],
        "note": latex(record["caption"]),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(record)},", *lines, "}", ""])


def _key(record: Mapping[str, Any]) -> str:
    return f"{record['notebook']}-{record['name']}-{record['kind']}"


def _title(record: Mapping[str, Any]) -> str:
    return f"{record['kind'].capitalize()} {record['notebook']}/{record['name']}"
