"""What an executed notebook says, in its order: words, tables and views, pictures, listings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import DhtoolsError
from ...escaping import html_text
from ...notebooks.build import as_executed
from ...notebooks.files import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Types of a picture in a notebook, the one that every medium takes first; and how its file ends.
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
#: What shows no result: `<Axes: >`, `[<matplotlib.lines.Line2D at 0x0>]`.
_OBJECT = re.compile(r"\s*\[?<[^\n]*>\]?\s*")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: What neither XML nor a font has: control characters, halves of characters, what is no character.
_UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CAPTION = re.compile(
    r'<div class="dhtools-caption"[^>]*><strong>Figure (?P<exhibit>[^<]*)\.</strong> (?P<caption>.*?)\n'
    r"<details><summary>Description</summary>(?P<alt>.*?)</details></div>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown that a scholar has *written*, or that a program has."""

    markdown: str
    folder: Path
    written: bool = False


@dataclass(frozen=True, slots=True)
class Markup:
    """A table or a view, as HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; *exhibit* is its notebook and name, and what follows is empty where it was not exported."""

    content: bytes
    ending: str
    exhibit: str = ""
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Code, or what it has printed (without a *language*)."""

    text: str
    language: str = ""


Part = Words | Markup | Picture | Listing


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An executed notebook.

    Attributes
    ----------
    path : Path
        The notebook.
    about : mapping
        Its metadata, as nbformat has them: title, authors.
    parts : tuple of Part
        In order; those of one cell follow each other.
    """

    path: Path
    about: Mapping[str, Any]
    parts: tuple[Part, ...]


def read_manuscript(path: Path) -> Manuscript:
    """Read an executed notebook.

    Raises
    ------
    DhtoolsError
        If it is no notebook, a cell was not executed or ended with an error, or a figure has no picture.
    """
    if not path.is_file():
        raise DhtoolsError(f"{path}: there is no such notebook.")
    notebook = read_notebook(path)
    parts: list[Part] = []
    numbers = {id(cell): number for number, cell in enumerate(notebook.cells, 1)}
    for cell in as_executed(notebook.cells):
        if cell.cell_type == "code":
            _check_executed(cell, f"{path}, cell {numbers[id(cell)]}")
            parts += [Listing(printable(cell.source), "python"), *_shown(cell.outputs, path)]
        elif cell.cell_type == "markdown":
            parts.append(Words(printable(_with_attachments(cell)), path.parent, written=True))
    return Manuscript(path, notebook.metadata, tuple(parts))


def printable(text: str) -> str:
    r"""Return a text in which what no medium can show is a replacement character.

    Examples
    --------
    >>> printable("a\x00b")
    'a\ufffdb'
    """
    return _UNPRINTABLE.sub("\ufffd", _COLOUR.sub("", text))


def _check_executed(cell: NotebookNode, place: str) -> None:
    if cell.source.strip() and cell.execution_count is None:
        raise DhtoolsError(f"{place}: it was not executed. Run the notebook first: dhtools run.")
    for output in cell.outputs:
        if output.output_type == "error":
            raise DhtoolsError(
                f"{place}: it ended with an error ({output.ename}: {printable(output.evalue)}). Correct it, "
                "and run the notebook again."
            )


def _with_attachments(cell: NotebookNode) -> str:
    """Return the source of a cell; pictures that it has attached are in it."""
    source: str = cell.source
    for name, versions in cell.get("attachments", {}).items():
        mime, content = next(iter(versions.items()))
        source = source.replace(f"(attachment:{name})", f"(data:{mime};base64,{''.join(content.split())})")
    return source


def _shown(outputs: Iterable[NotebookNode], path: Path) -> Iterator[Part]:
    """Return what the outputs of a cell show; a figure and its caption are two of them."""
    waiting: Picture | None = None
    for output in outputs:
        part = _part(output, path.parent)
        caption = _CAPTION.fullmatch(part.html) if isinstance(part, Markup) else None
        if caption and not waiting:
            raise DhtoolsError(f"{path}: Figure {caption['exhibit']} has no picture. Run the notebook again.")
        if waiting:
            yield _captioned(waiting, caption) if caption else waiting
        waiting = part if isinstance(part, Picture) else None
        if part and not caption and not waiting:
            yield part
    if waiting:
        yield waiting


def _captioned(picture: Picture, caption: re.Match[str]) -> Picture:
    said = {name: html_text(text) for name, text in caption.groupdict().items()}
    return Picture(picture.content, picture.ending, **said)


def _part(output: NotebookNode, folder: Path) -> Part | None:
    if output.output_type == "stream":
        text = printable(output.text).rstrip()
        return Listing(text) if output.name == "stdout" and text else None
    data = output.get("data", {})
    for mime, ending in _PICTURES.items():
        if mime in data:
            return Picture(_content(data[mime], ending), ending)
    if "text/markdown" in data:
        return Words(printable(data["text/markdown"]), folder)
    if "text/html" in data:
        return Markup(printable(data["text/html"]))
    if "text/latex" in data:
        return Words(printable(data["text/latex"]), folder)
    text = printable(data.get("text/plain", ""))
    return Listing(text.rstrip()) if text.strip() and not _OBJECT.fullmatch(text) else None


def _content(text: str, ending: str) -> bytes:
    return text.encode() if ending == "svg" else base64.b64decode(text)
