"""Notebooks without noise: what differs between two executions of the same notebook, and says nothing, goes.

Both roads to a committed notebook go through here: a run, and *Run All* and *Save* in JupyterLab (`saving`).
So the same results are the same bytes, whoever executed the notebook.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import copied, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

#: Metadata of a notebook: how many cells it has. A check tells by it that one was taken out by hand.
CELLS = "cells"
#: Metadata of a notebook that a run has written or a project came with: JupyterLab saves it without noise.
OURS = "dhtools"
#: A tag by which the site folds the source of a cell (myst-nb).
FOLDED = "hide-input"
_TIMES = ("execution", "ExecuteTime", "papermill")  # of JupyterLab, an extension of it, papermill
_WIDGET = "application/vnd.jupyter.widget-view+json"  # a random number
_ADDRESS = re.compile(r"( at )0x[0-9a-fA-F]{6,}")
_CELL_FILE = re.compile(r"[^\s\"'<>(]*ipykernel_\d+[/\\]\d+\.py")
_STYLER = re.compile(r"\bT_[0-9a-f]{5}(?![0-9a-f])")

_Clean = Callable[[str], str]


def normalise(notebook: Mapping[str, Any], *, places: Mapping[str, str] | None = None) -> NotebookNode:
    """Return a copy of the notebook without noise; twice is the same as once.

    Parameters
    ----------
    notebook
        Of format 4.
    places
        Folders of this machine and what to write for them in text outputs, e.g. ``{"/home/a/work": ".."}``.
        The home folder is always written ``~`` and Python's own folder ``…``.

    Returns
    -------
    NotebookNode
        Without execution times, widget states, and details of language and kernel; with the number of its
        cells, and the mark by which the hook of JupyterLab knows it; adjacent streams joined; memory
        addresses ``0x0``; execution counts 1 to n if they were increasing. The source of a cell tagged
        `reading` is folded, so that each sentence is read once. Cell ids stay.
    """
    normal = copied(notebook)
    normal.metadata.update({"kernelspec": dict(KERNELSPEC), "language_info": {"name": "python"}})
    normal.metadata.pop("widgets", None)
    normal.metadata[CELLS] = len(normal.cells)
    normal.metadata[OURS] = {"normalised": True}
    clean = _cleaner({str(Path.home()): "~", sys.prefix: "…", **(places or {})})
    for cell in normal.cells:
        _normalise_cell(cell, clean)
    _renumber([cell for cell in normal.cells if cell.cell_type == "code"])
    _number_styles(normal)
    return normal


def _cleaner(places: Mapping[str, str]) -> _Clean:
    # Longest first: the project may lie in the home folder. The root of a drive would match every path.
    paths = sorted((path for path in places if Path(path) != Path(path).parent), key=len, reverse=True)
    anywhere = re.compile(rf"(?<![\w.~…-])(?:{'|'.join(map(re.escape, paths))})(?![\w-]|\.\w)")

    def clean(text: str) -> str:
        text = _CELL_FILE.sub("…/cell.py", text)
        return anywhere.sub(lambda found: places[found[0]], _ADDRESS.sub(r"\g<1>0x0", text))

    return clean


def _normalise_cell(cell: NotebookNode, clean: _Clean) -> None:
    for key in _TIMES:
        cell.metadata.pop(key, None)
    if cell.cell_type == "code":
        if "reading" in tags(cell):
            _fold(cell)
        outputs = [_normal_output(output, clean) for output in _joined(cell.outputs)]
        cell.outputs = [output for output in outputs if output.get("data") != {}]


def _fold(cell: NotebookNode) -> None:
    """Hide the source of a cell in JupyterLab, in what nbconvert makes of it, and on the site."""
    cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
    cell.metadata["tags"] = [*(tag for tag in tags(cell) if tag != FOLDED), FOLDED]


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and output["name"] == last.get("name"):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def _normal_output(output: NotebookNode, clean: _Clean) -> NotebookNode:
    output.pop("transient", None)
    for key in ("text", "evalue"):
        if key in output:
            output[key] = clean(output[key])
    if "traceback" in output:
        output.traceback = [clean(line) for line in output.traceback]
    if "data" in output:
        output.data.pop(_WIDGET, None)
        output.data.update(
            {mime: clean(text) for mime, text in output.data.items() if mime.startswith("text/")}
        )
    return output


def _renumber(cells: list[NotebookNode]) -> None:
    executed = [cell for cell in cells if cell.execution_count is not None]
    counts = [cell.execution_count for cell in executed]
    if counts != sorted(set(counts)):
        return  # executed out of order: the reader has to see that
    for number, cell in enumerate(executed, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def _number_styles(notebook: NotebookNode) -> None:
    # pandas' Styler gives each table a random id of five hexadecimal digits, after "T_".
    numbers: dict[str, str] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = _STYLER.sub(
                    lambda found: numbers.setdefault(found[0], f"T_{len(numbers) + 1:05x}"),
                    output.data["text/html"],
                )
