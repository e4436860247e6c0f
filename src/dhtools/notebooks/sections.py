"""Sections of an executed notebook that have nothing to show on some texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..escaping import markdown
from .files import tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: What an output says in its metadata if it only tells why something is not shown.
_LEFT_OUT = "left_out"
_HEADING = re.compile(r"(#+) ")
_DEEPEST = 6


def advised(cells: list[NotebookNode], advice: Sequence[str]) -> None:
    """Write below the title what is worth changing in the parameters for these texts."""
    import nbformat.v4

    if advice:
        # names of columns and groups are the user's, and no mark-up
        lines = [f"* {markdown(line.partition(': ')[2])}" for line in advice]
        source = "\n".join(["For these texts other parameters may serve better:", "", *lines])
        cells.insert(1, nbformat.v4.new_markdown_cell(source, id="advice", metadata={"tags": ["narrative"]}))


def without_idle_parts(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without what has nothing to show: notices said before, empty sections, their prose."""
    return with_bare_headings(without_empty_sections(without_notices(cells)))


def without_notices(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without outputs that only say why something is not shown: one a reason stays."""
    said = {""}
    for cell in cells:
        outputs = []
        for output in cell.get("outputs", ()):
            reason = output.get("metadata", {}).get(_LEFT_OUT)
            if reason is None or reason not in said:
                outputs.append(output)
            said.update(() if reason is None else (reason,))
        if cell.cell_type == "code":
            cell.outputs = outputs
    return list(cells)


def without_empty_sections(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without the words of sections that show nothing.

    A section reaches from its heading to the next of its level or above; its own part to the next heading.
    Either is empty if it has code for readers (cells tagged *narrative*, and those of an exhibit) and no code
    in it has an output.
    Code stays: later cells may need what it names.
    """
    empty: set[int] = set()
    for start, cell in enumerate(cells):
        for depth in {_level(cell), _DEEPEST} if _level(cell) else ():
            section = range(start, _end(cells, start, depth))
            empty.update(section if _shows_nothing([cells[place] for place in section]) else ())
    return [cell for place, cell in enumerate(cells) if place not in empty or cell.cell_type == "code"]


def with_bare_headings(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells, of a section that only says why something is not shown its heading and that sentence.

    What explains how a figure is read does not stand above the words that there is none.
    """
    dropped: set[int] = set()
    kept = list(cells)
    for start, cell in enumerate(cells):
        depths = {_level(cell), _DEEPEST} if _level(cell) and start not in dropped else set()
        for depth in sorted(depths):
            section = range(start, _end(cells, start, depth))
            if start in dropped or not _only_excuses([cells[place] for place in section]):
                continue
            dropped.update(place for place in section if cells[place].cell_type == "markdown")
            kept[start] = _copy_with(cell, cell.source.partition("\n")[0])
            dropped.discard(start)
            break
    return [cell for place, cell in enumerate(kept) if place not in dropped]


def _only_excuses(cells: Sequence[NotebookNode]) -> bool:
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return bool(outputs) and all(_LEFT_OUT in output.get("metadata", {}) for output in outputs)


def _copy_with(cell: NotebookNode, source: str) -> NotebookNode:
    changed = cell.copy()
    changed.source = source
    return changed


def _end(cells: Sequence[NotebookNode], start: int, depth: int) -> int:
    following = range(start + 1, len(cells))
    return next((place for place in following if 0 < _level(cells[place]) <= depth), len(cells))


def _shows_nothing(cells: Sequence[NotebookNode]) -> bool:
    code = [cell for cell in cells if cell.cell_type == "code"]
    return any(map(_is_for_readers, code)) and not any(cell.outputs for cell in code)


def _is_for_readers(cell: NotebookNode) -> bool:
    return any(tag == "narrative" or tag.startswith(("figure-", "table-")) for tag in tags(cell))


def _level(cell: NotebookNode) -> int:
    """Return the level of the heading that a cell begins with, 0 if it has none."""
    found = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0
