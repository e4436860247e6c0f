"""Pandoc, run as a program: what it reads, what it writes, and what it refuses as one sentence."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...corpus.readers.extras import imported
from ...errors import DhtoolsError
from .nodes import Node

#: Of the tree that is written here; every pandoc 3 reads it.
_VERSION = [1, 23]


def pandoc(source: bytes, *options: str, folder: Path | None = None) -> bytes:
    """Run pandoc on a document in memory; it reads files of a folder only where the document names them.

    Raises
    ------
    DhtoolsError
        If pandoc is not installed, or refuses the document.
    """
    program = imported("pypandoc", "A paper", extra="paper").get_pandoc_path()
    done = subprocess.run([program, *options], input=source, capture_output=True, cwd=folder, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise DhtoolsError(f"pandoc refuses the document: {said}")
    return done.stdout


def blocks_of_markdown(sources: Sequence[str]) -> list[list[Node]]:
    """Return the blocks of each cell of Markdown, as Jupyter reads it; a cell ends what it has begun."""
    cells = [
        {"cell_type": "markdown", "id": f"part-{place}", "metadata": {}, "source": source}
        for place, source in enumerate(sources)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    dialect = "ipynb+native_spans-raw_attribute-superscript-inline_notes"
    return [part["c"][1] for part in _read(json.dumps(notebook), dialect)]


def blocks_of_html(sources: Sequence[str]) -> list[list[Node]]:
    """Return the blocks of each piece of HTML: its tables, lists and words; scripts and styles go."""
    whole = "".join(f'<div id="part-{place}">{source}</div>' for place, source in enumerate(sources))
    parts = _read(whole, "html-raw_html")
    names = [part["c"][0][0] for part in parts if part["t"] == "Div"]
    if names == [f"part-{place}" for place in range(len(sources))]:
        return [part["c"][1] for part in parts]
    return [_read(source, "html-raw_html") for source in sources]  # one of them leaves an element open


def html_of_blocks(blocks: Sequence[Node]) -> str:
    """Return blocks as HTML, with what they hold of it."""
    return pandoc(
        document_bytes(blocks, {}), "--from=json", "--to=html", "--mathml", "--wrap=none", "--sandbox"
    ).decode()


def document_bytes(blocks: Sequence[Node], meta: Mapping[str, Any]) -> bytes:
    """Return a document as pandoc reads it in JSON."""
    document = {"pandoc-api-version": _VERSION, "meta": dict(meta), "blocks": list(blocks)}
    return json.dumps(document).encode()


def _read(source: str, dialect: str) -> list[Node]:
    found = pandoc(source.encode(), f"--from={dialect}", "--to=json", "--sandbox")
    blocks: list[Node] = json.loads(found)["blocks"]
    return blocks
