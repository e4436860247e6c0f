"""Annotated texts as Web Annotations: a text file, and a page of annotations (JSON-LD) that point into it.

Source: W3C (2017), *Web Annotation Data Model*. Each annotation has a target with the place (code points) and
the words, and two bodies: a tag to be read, and the row of the table as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .records import COLUMNS, AnnotatedText, row_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: What each table says of its words, and the column that the tag is taken from.
_MOTIVATIONS = {
    "blocks": ("classifying", "kind"),
    "quotations": ("identifying", "kind"),
    "sentences": ("classifying", "voice"),
    "tokens": ("tagging", "voice"),
    "findings": ("tagging", "category"),
}
_AROUND = 32


def annotation_files(text: AnnotatedText, name: str) -> dict[str, bytes]:
    """Return the files of a text: its words, and its annotations."""
    page = {
        "@context": CONTEXT,
        "id": _name(text, "annotations"),
        "type": "AnnotationPage",
        "partOf": {"id": _name(text, "text"), "type": "AnnotationCollection", "label": text.id},
        "startIndex": 0,
        "items": [*_about(text, name), *_items(text, name)],
    }
    content = json.dumps(page, ensure_ascii=False, indent=1, allow_nan=False)
    return {f"{name}.txt": text.raw.encode(), f"{name}.jsonld": f"{content}\n".encode()}


def _name(text: AnnotatedText, *parts: object) -> str:
    return ":".join(["urn:dhtools", quote(text.id, safe=""), *(quote(str(part), safe="") for part in parts)])


def _about(text: AnnotatedText, name: str) -> Iterator[dict[str, Any]]:
    """Yield what is known about the text as a whole."""
    yield {
        "id": _name(text, "about"),
        "type": "Annotation",
        "motivation": "describing",
        "body": [_json({"id": text.id, "about": dict(text.about)})],
        "target": f"{name}.txt",
    }


def _items(text: AnnotatedText, name: str) -> Iterator[dict[str, Any]]:
    for table, (motivation, tag) in _MOTIVATIONS.items():
        for number, row in enumerate(text.tables[table], start=1):
            yield {
                "id": _name(text, table, number),
                "type": "Annotation",
                "motivation": motivation,
                "body": [{"type": "TextualBody", "value": row[tag], "purpose": "tagging"}, _json(row)],
                "target": {
                    "source": f"{name}.txt",
                    "selector": _selectors(text.raw, row["start"], row["end"]),
                },
            }


def _json(content: Any) -> dict[str, str]:
    value = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return {"type": "TextualBody", "format": "application/json", "purpose": "describing", "value": value}


def _selectors(raw: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": raw[start:end],
            "prefix": raw[max(start - _AROUND, 0) : start],
            "suffix": raw[end : end + _AROUND],
        },
    ]


def read_annotations(folder: Path, names: dict[str, str]) -> Iterator[AnnotatedText]:
    """Read texts and their annotations."""
    for name in names.values():
        page = json.loads((folder / f"{name}.jsonld").read_bytes())
        first, *items = page["items"]
        known = json.loads(first["body"][-1]["value"])
        tables: dict[str, list[dict[str, Any]]] = {table: [] for table in COLUMNS}
        for item in items:
            table = item["id"].split(":")[-2]
            tables[table].append(row_of(json.loads(item["body"][-1]["value"]), COLUMNS[table]))
        raw = (folder / f"{name}.txt").read_bytes().decode()
        yield AnnotatedText(known["id"], raw, known["about"], tables)
