"""A cell that fails: which line of it, and what the message says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
#: How IPython names a line of the cell, and one of a file, in a traceback.
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_FILE_LINE = re.compile(r"^File (\S+?):(\d+), in (\w+)", re.MULTILINE)
#: Lines of a kernel's own last words that are shown.
_LAST_WORDS = 12

TIMEOUT, DEAD = "Timeout", "DeadKernel"


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why a notebook failed.

    Attributes
    ----------
    notebook
        Its name without `.ipynb`.
    cell, cell_id
        Number among all cells of the notebook in the repository, from 1; id.
    line_number, line
        The line of the cell that failed, from 1, and its source.
    error, message
        Name and text of the error.
    details
        Where in a library an unforeseen error was raised, or what a dead kernel wrote last; else empty.
    source
        Of the whole cell.
    """

    notebook: str
    cell: int
    cell_id: str
    line_number: int
    line: str
    error: str
    message: str
    details: tuple[str, ...]
    source: str


def failure_of(
    name: str, cell: Any, place: int, error: str, message: str, traceback: str = "", log: str = ""
) -> Failure:
    """Return the failure of a cell at a place; *log* is what its kernel wrote before it died."""
    source, told = str(cell.get("source", "")), _plain(traceback)
    number = _failing_line(source, told)
    return Failure(
        notebook=name,
        cell=place,
        cell_id=cell.get("id", "without id"),
        line_number=number,
        line=(source.split("\n")[number - 1]).strip(),
        error=error,
        message=_plain(message),
        details=tuple(_plain(log).rstrip().splitlines()[-_LAST_WORDS:]) or _raised_in(error, told),
        source=source,
    )


def _failing_line(source: str, traceback: str) -> int:
    """Return the number of the line that a traceback names first, else of the first that is not empty."""
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines, start=1) if line.strip()), 1)
    found = _CELL_LINE.search(traceback)
    # IPython counts from the first line that is not empty
    return min(first - 1 + int(found[1]), len(lines)) if found else first


def _raised_in(error: str, traceback: str) -> tuple[str, ...]:
    # the message of a DhtoolsError says what to do; of another error one may want to know the place
    places: Sequence[tuple[str, str, str]] = _FILE_LINE.findall(traceback)
    if not places or error in ("DhtoolsError", TIMEOUT):
        return ()
    file, line, function = places[-1]
    return (f"raised in {file}, line {line}, in {function}",)


def error_of(cell: NotebookNode) -> str:
    """Return the traceback among the outputs of a cell."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    return "\n".join(errors[-1].traceback) if errors else ""


def _plain(text: str) -> str:
    return _ANSI.sub("", text)
