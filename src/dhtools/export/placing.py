"""Where exports go: into the project, or its build/ where a notebook has other parameters than committed."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path

#: Set while `dhtools run` executes a notebook: it writes into a folder of its own.
_IN_A_RUN = "DHTOOLS_EXPORTS"


def export_folder(home: Path, notebook: str, values: Mapping[str, object]) -> Path:
    """Return the folder for a notebook's exports, with a warning where it is not the project's.

    *Run All* with other parameters than those committed would write over committed files. So the exports go
    to ``build/`` then. Without git, and in a run of `dhtools run`, they go to the project.

    * home: The project's folder.
    * values: The names of the notebook, and their values.
    """
    committed = {} if _IN_A_RUN in os.environ else _committed_parameters(home, notebook)
    changed = [name for name, value in committed.items() if values.get(name, value) != value]
    if not changed:
        return home
    folder = home / "build"
    folder.mkdir(exist_ok=True)
    warnings.warn(
        f"{', '.join(changed)}: not as committed. Figures and tables go to build/figures and build/data, and "
        "the committed ones stay as they are.",
        stacklevel=3,
    )
    return folder


def _committed_parameters(home: Path, notebook: str) -> dict[str, object]:
    """Return the parameters of a notebook as git has it last; nothing without git, or if it is not there."""
    git = shutil.which("git")
    if git is None:
        return {}
    path = f"HEAD:./notebooks/{notebook}.ipynb"
    shown = subprocess.run([git, "show", path], cwd=home, capture_output=True, check=False)
    if shown.returncode:
        return {}
    cells = json.loads(shown.stdout)["cells"]
    sources = ["".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ())]
    return {name: value for source in sources for name, value in _literals(source)}


def _literals(source: str) -> list[tuple[str, object]]:
    assigned = [one for one in ast.parse(source).body if isinstance(one, ast.Assign)]
    return [
        (name.id, ast.literal_eval(one.value))
        for one in assigned
        for name in one.targets
        if isinstance(name, ast.Name)
    ]
