"""Outputs of notebooks compared; those that say the same as the committed ones are kept as committed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diff import MISSING, Change, Numbers, Pictures, compare_drawings, compare_texts, numbers_of
from ..errors import DhtoolsError
from ..export.sentences import PREDICATES
from .files import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode


def exported(folder: Path, notebook: str) -> Numbers:
    """Return all numbers that a notebook has exported into a folder, signs apart."""
    paths = sorted(folder.glob(f"*/{notebook}/*.csv"))
    return numbers_of("\n".join(path.read_text(encoding="utf-8") for path in paths))


def keep_outputs(notebook: NotebookNode, committed: Path, values: Numbers) -> None:
    """Give an executed notebook the committed outputs that say the same, cell by cell.

    Another processor computes other last digits, and would rewrite notebooks that say nothing new. If the
    committed file is absent or not a notebook, nothing is kept. *values* is what the notebook exports.
    """
    with suppress(DhtoolsError, FileNotFoundError):
        old = {cell.get("id"): cell for cell in read_notebook(committed).cells}
        for cell in notebook.cells:
            if cell.cell_type == "code" and _says_the_same(old.get(cell.get("id")), cell, values):
                cell.outputs = old[cell.get("id")].outputs


def _says_the_same(was: NotebookNode | None, now: NotebookNode, values: Numbers) -> bool:
    if was is None or any(was.get(key) != now[key] for key in ("cell_type", "execution_count")):
        return False
    return not any(compare_outputs(was.outputs, now.outputs, values, compare_drawings))


def compare_outputs(
    was: list[NotebookNode], now: list[NotebookNode], values: Numbers, pictures: Pictures
) -> Iterator[Change]:
    """Yield how the outputs of two executions of a cell differ; *values* is what the notebook exports."""
    if len(was) != len(now):
        yield Change("outputs", _number(len(was)), _number(len(now)))
    for number, (old, new) in enumerate(zip(was, now, strict=False), start=1):
        where = f"output {number}" if len(was) > 1 else "output"
        for kind, one, other in _parts(old, new):
            for change in _compare_part(kind, one, other, values, pictures):
                yield Change(f"{where} ({kind}) {change.where}".rstrip(), change.was, change.now)


def _parts(was: NotebookNode, now: NotebookNode) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield kind and content of the parts of two outputs, None where one of them lacks it."""
    sides = []
    for output in (was, now):
        parts = {kind: _joined(content) for kind, content in output.get("data", {}).items()}
        if "text" in output:
            parts[output.get("name", "text")] = _joined(output["text"])
        alts = {
            f"{kind} alt": meta["alt"] for kind, meta in output.get("metadata", {}).items() if "alt" in meta
        }
        held = output.get("metadata", {}).get(PREDICATES)
        sides.append({**parts, **alts, **({PREDICATES: json.dumps(held)} if held else {})})
    for kind in sorted({*sides[0], *sides[1]}):
        yield kind, sides[0].get(kind), sides[1].get(kind)


def _joined(content: Any) -> str:
    return content if isinstance(content, str) else "".join(map(str, content))


def _compare_part(
    kind: str, was: str | None, now: str | None, values: Numbers, pictures: Pictures
) -> Iterator[Change]:
    if was is None or now is None:
        yield Change("", MISSING if was is None else "there", MISSING if now is None else "there")
    elif kind == "image/png":
        if how := pictures(base64.b64decode(was), base64.b64decode(now)):
            yield Change("", "another picture", how)
    else:
        yield from compare_texts(was, now, values)


def _number(count: int) -> str:
    return f"{count} output{'' if count == 1 else 's'}"


def predicates_of(notebook: NotebookNode) -> list[list[str]]:
    """Return for each sentence that `say` has written in a notebook the predicates that it was held to."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [held for output in outputs for held in output.get("metadata", {}).get(PREDICATES, ())]
