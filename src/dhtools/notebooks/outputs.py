"""Outputs of notebooks compared; those that say the same as the committed ones are kept as committed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diff import MISSING, Change, Pictures, Roundings, compare_texts
from ..errors import DhtoolsError
from ..export.digits import ROUNDINGS
from ..export.sentences import PREDICATES
from ..picture_diff import compare_drawings
from .files import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: What an output may state beside what it shows.
_KEYS = ("output_type", "execution_count", "ename", "evalue", "traceback")


def keep_outputs(notebook: NotebookNode, committed: Path) -> None:
    """Give an executed notebook the committed outputs that say the same, cell by cell.

    Another processor computes other last digits, and would rewrite notebooks that say nothing new. If the
    committed file is absent or not a notebook, nothing is kept.
    """
    with suppress(DhtoolsError, FileNotFoundError):
        old = {cell.get("id"): cell for cell in read_notebook(committed).cells}
        for cell in notebook.cells:
            if cell.cell_type == "code" and _says_the_same(old.get(cell.get("id")), cell):
                cell.outputs = old[cell.get("id")].outputs


def _says_the_same(was: NotebookNode | None, now: NotebookNode) -> bool:
    if was is None or any(was.get(key) != now[key] for key in ("cell_type", "execution_count")):
        return False
    return not any(compare_outputs(was.outputs, now.outputs, compare_drawings))


def compare_outputs(was: list[NotebookNode], now: list[NotebookNode], pictures: Pictures) -> Iterator[Change]:
    """Yield how the outputs of two executions of a cell differ; those of the second state its roundings."""
    if len(was) != len(now):
        yield Change("outputs", _number(len(was)), _number(len(now)))
    for number, (old, new) in enumerate(zip(was, now, strict=False), start=1):
        where = f"output {number}" if len(was) > 1 else "output"
        roundings = tuple((own, other) for own, other in new.get("metadata", {}).get(ROUNDINGS, ()))
        for kind, one, other in _differing(old, new):
            for change in _compare_part(kind, one, other, roundings, pictures):
                yield Change(f"{where} ({kind}) {change.where}".rstrip(), change.was, change.now)


def _differing(was: NotebookNode, now: NotebookNode) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield kind and content of the parts in which two outputs differ, None where one of them lacks it."""
    old, new = (_parts_of(output) for output in (was, now))
    for kind in sorted({*old, *new}):
        if old.get(kind) != new.get(kind):
            yield kind, old.get(kind), new.get(kind)


def _parts_of(output: NotebookNode) -> dict[str, str]:
    """Return all that an output holds, by its kind: what it shows, the alt texts, and how it is shown."""
    parts = {kind: _joined(content) for kind, content in output.get("data", {}).items()}
    if "text" in output:
        parts[output.get("name", "text")] = _joined(output["text"])
    metadata = {**output.get("metadata", {})}
    metadata.pop(ROUNDINGS, None)
    for kind, meta in metadata.items():
        if isinstance(meta, dict) and "alt" in meta:
            parts[f"{kind} alt"] = meta["alt"]
            metadata[kind] = {key: value for key, value in meta.items() if key != "alt"}
    held = metadata.pop(PREDICATES, None)
    parts |= {PREDICATES: json.dumps(held)} if held else {}
    parts |= {"metadata": json.dumps(metadata, sort_keys=True)} if metadata else {}
    return {**parts, **{key: _joined(output[key]) for key in _KEYS if output.get(key) is not None}}


def _joined(content: Any) -> str:
    if isinstance(content, list) and all(isinstance(line, str) for line in content):
        return "".join(content)
    return content if isinstance(content, str) else json.dumps(content, sort_keys=True)


def _compare_part(
    kind: str, was: str | None, now: str | None, roundings: Roundings, pictures: Pictures
) -> Iterator[Change]:
    if was is None or now is None:
        yield Change("", MISSING if was is None else "there", MISSING if now is None else "there")
    elif kind == "image/png":
        if how := pictures(base64.b64decode(was), base64.b64decode(now)):
            yield Change("", "another picture", how)
    else:
        yield from compare_texts(was, now, roundings)


def _number(count: int) -> str:
    return f"{count} output{'' if count == 1 else 's'}"


def predicates_of(notebook: NotebookNode) -> list[list[str]]:
    """Return for each sentence that `say` has written in a notebook the predicates that it was held to."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [held for output in outputs for held in output.get("metadata", {}).get(PREDICATES, ())]
