"""The hook by which JupyterLab saves notebooks as a run does; `jupyter_server_config.json` names it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from .files import is_valid
from .normalise import normalise
from .outputs import keep_outputs


def normalise_on_save(model: dict[str, Any], path: str, contents_manager: Any, **_: object) -> None:
    """Normalise a Python notebook that JupyterLab is about to save (a pre-save hook of Jupyter Server).

    Outputs that say the same as those in the file stay as they are there. So *Run All* on an unchanged
    repository changes no byte, on any processor.

    Parameters
    ----------
    model
        What is saved; its content is replaced. Other files, notebooks in other languages and invalid
        notebooks are left exactly as they are, since a hook must not cost anybody's work.
    path
        Of the file, relative to the server's folder.
    contents_manager
        Of the server; its `root_dir` is that folder.
    """
    if model.get("type") == "notebook" and _is_python(model.get("content")):
        file = (Path(contents_manager.root_dir) / path.strip("/")).resolve()
        project = file.parent.parent
        notebook = normalise(model["content"], places={str(project): ".."})
        with suppress(
            OSError, ValueError
        ):  # whatever is wrong with the file or the exports, the work is saved
            keep_outputs(notebook, file)
        model["content"] = notebook


def _is_python(content: Any) -> bool:
    if not is_valid(content):
        return False
    return bool(content["metadata"].get("kernelspec", {}).get("language", "python") == "python")
