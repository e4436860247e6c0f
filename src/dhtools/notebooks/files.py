"""Notebooks as files and as nested dictionaries: the one place that talks to nbformat about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DhtoolsError

if TYPE_CHECKING:
    from nbformat import NotebookNode


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of format 4, and reject a file that is not one."""
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        raise DhtoolsError(f"{path} is not a notebook, since it is not JSON: {error}") from error
    if not is_valid(content):
        raise DhtoolsError(
            f"{path} is not a valid notebook of format 4 with an id of its own for each cell. "
            "Open and save it in JupyterLab."
        )
    return copied(content)


def copied(content: Mapping[str, Any]) -> NotebookNode:
    """Return a deep copy of a notebook in which texts are single strings, not lists of lines."""
    import nbformat.v4

    notebook: NotebookNode = nbformat.v4.to_notebook(content)
    return notebook


def is_valid(content: object) -> bool:
    """Return whether something is a valid notebook of format 4, with an id of its own for each cell."""
    from nbformat.validator import isvalid

    if not isinstance(content, dict) or content.get("nbformat") != 4:
        return False
    if not isvalid(content):
        return False
    # nbformat gives new random ids to cells that share one, so that no two runs would be the same.
    ids = [cell["id"] for cell in content["cells"] if "id" in cell]
    return len(ids) == len(set(ids))


def dump(notebook: NotebookNode) -> bytes:
    """Return the bytes that JupyterLab would write for the notebook."""
    import nbformat

    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return f"{text}\n".encode()


def tags(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of a cell."""
    return list(cell["metadata"].get("tags", []))
