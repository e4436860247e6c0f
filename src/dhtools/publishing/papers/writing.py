"""A document written for a medium, by pandoc and, for PDF, Typst."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...corpus.readers.extras import imported
from ...errors import DhtoolsError
from .media import MEDIA, for_typst
from .nodes import Node
from .pandoc import document_bytes, pandoc

_IS_STYLE = re.compile(r"<style\b[^>]*purl\.org/net/xbiblio/csl")
_PARENT = re.compile(r'<link\b(?=[^>]*rel="independent-parent")[^>]*href="([^"]*)"')


def check_installed(to: str) -> None:
    """Check that what writes a medium is installed."""
    imported("pypandoc", "A paper", extra="paper")
    if to == "pdf":
        imported("typst", "A paper as PDF", extra="paper")


def checked_style(style: str | os.PathLike[str] | None) -> Path | None:
    """Return a citation style that is complete in itself: others make pandoc look in the network.

    Raises
    ------
    DhtoolsError
        If there is no such file, or it is no such style.
    """
    if style is None:
        return None
    path = Path(style)
    if not path.is_file():
        raise DhtoolsError(f"--style {path}: there is no such file. Give a citation style, FILE.csl.")
    text = path.read_text(encoding="utf-8", errors="replace")
    if not _IS_STYLE.search(text):
        raise DhtoolsError(f"--style {path}: this is not a citation style (CSL). Give a file that is one.")
    if parent := _PARENT.search(text):
        raise DhtoolsError(f"--style {path}: it only names another style. Give the file of {parent[1]}.")
    return path.resolve()


def written(
    blocks: list[Node],
    meta: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    to: str,
    name: str,
    bibliography: Path | None,
    style: Path | None,
) -> dict[str, bytes]:
    """Return the files of a document in a medium: itself, and in LaTeX its pictures.

    Raises
    ------
    DhtoolsError
        If pandoc or Typst refuse it.
    """
    medium = MEDIA[to]
    with TemporaryDirectory(prefix="dhtools-paper-") as scratch:
        folder = Path(scratch)
        for file, content in pictures.items():
            (folder / file).write_bytes(content)
        options = [*medium.options, *_header(medium.header, folder), *_citing(bibliography, style, folder)]
        source = document_bytes(for_typst(blocks) if to == "pdf" else blocks, meta)
        made = pandoc(
            source,
            "--from=json",
            f"--to={medium.writer}",
            "--standalone",
            "--output=-",
            *options,
            folder=folder,
        )
        content = _typeset(made, folder) if to == "pdf" else made
    return {f"{name}.{to}": content, **(pictures if to == "tex" else {})}


def _header(text: str, folder: Path) -> list[str]:
    file = folder / "header"
    file.write_text(text, encoding="utf-8")
    return [f"--include-in-header={file}"] if text else []


def _citing(bibliography: Path | None, style: Path | None, folder: Path) -> list[str]:
    if bibliography is None:
        return []
    works = folder / "references.json"
    works.write_bytes(_works(bibliography))
    return ["--citeproc", f"--bibliography={works}", *([f"--csl={style}"] if style else [])]


def _works(bibliography: Path) -> bytes:
    """Return a bibliography as CSL-JSON, in which a *van* belongs to the name, as notebooks cite it."""
    found = pandoc(bibliography.read_bytes(), "--from=bibtex", "--to=csljson", "--sandbox")
    return found.replace(b'"dropping-particle":', b'"non-dropping-particle":')


def _typeset(source: bytes, folder: Path) -> bytes:
    """Return a PDF of a document in Typst, which reads files of the folder only."""
    typst = imported("typst", "A paper as PDF", extra="paper")
    paper = folder / "paper.typ"
    paper.write_bytes(source)
    # as pandoc does: the date of the build, where somebody states it
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        made: bytes = typst.compile(paper, root=folder, timestamp=int(stamp) if stamp else None)
    except typst.TypstError as error:
        raise DhtoolsError(f"Typst refuses the document: {error}") from error
    return made
