"""Sections of an executed notebook that have nothing to show on some texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .files import tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HEADING = re.compile(r"(#+) ")
_DEEPEST = 6


def without_empty_sections(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without the words of sections that show nothing.

    A section reaches from its heading to the next of its level or above; its own part to the next heading.
    Either is empty if it has code for readers (cells tagged *narrative*) and no code in it has an output.
    Code stays: later cells may need what it names.
    """
    empty: set[int] = set()
    for start, cell in enumerate(cells):
        for depth in {_level(cell), _DEEPEST} if _level(cell) else ():
            section = range(start, _end(cells, start, depth))
            empty.update(section if _shows_nothing([cells[place] for place in section]) else ())
    return [cell for place, cell in enumerate(cells) if place not in empty or cell.cell_type == "code"]


def _end(cells: Sequence[NotebookNode], start: int, depth: int) -> int:
    following = range(start + 1, len(cells))
    return next((place for place in following if 0 < _level(cells[place]) <= depth), len(cells))


def _shows_nothing(cells: Sequence[NotebookNode]) -> bool:
    code = [cell for cell in cells if cell.cell_type == "code"]
    return any("narrative" in tags(cell) for cell in code) and not any(cell.outputs for cell in code)


def _level(cell: NotebookNode) -> int:
    """Return the level of the heading that a cell begins with, 0 if it has none."""
    found = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0
