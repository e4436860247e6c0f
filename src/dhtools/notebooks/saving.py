"""The hook by which JupyterLab saves notebooks as a run does; `jupyter_server_config.json` names it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from .files import is_valid
from .normalise import OURS, normalise
from .outputs import keep_outputs


def normalise_on_save(model: dict[str, Any], path: str, contents_manager: Any, **_: object) -> None:
    """Normalise a notebook of this package that JupyterLab is about to save (a hook of Jupyter Server).

    Only notebooks of this package are touched: those with the mark that `normalise` sets, which a run and a
    new project give them. Outputs that say the same as those in the file stay as they are there. So *Run All*
    on an unchanged repository changes no byte, on any processor.

    Parameters
    ----------
    model
        What is saved; its content is replaced. Other files, other people's notebooks, notebooks in other
        languages and invalid notebooks are left exactly as they are: a hook must not cost anybody's work.
    path
        Of the file, relative to the server's folder.
    contents_manager
        Of the server; its `root_dir` is that folder.
    """
    if model.get("type") == "notebook" and _is_ours(model.get("content")):
        file = (Path(contents_manager.root_dir) / path.strip("/")).resolve()
        project = file.parent.parent
        notebook = normalise(model["content"], places={str(project): ".."})
        with suppress(
            OSError, ValueError
        ):  # whatever is wrong with the file or the exports, the work is saved
            keep_outputs(notebook, file)
        model["content"] = notebook


def _is_ours(content: Any) -> bool:
    if not (isinstance(content, dict) and isinstance(content.get("metadata"), dict)):
        return False
    metadata = content["metadata"]
    if not isinstance(metadata.get(OURS), dict) or not is_valid(content):
        return False
    return bool(metadata.get("kernelspec", {}).get("language", "python") == "python")
