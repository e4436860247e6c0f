"""Measure the processor time of all notebooks as a ratio against notebooks that only import, in the same run.

* notebooks: ``python -m dhtools check`` of this repository: every notebook executed in a scratch folder, and
  what it makes compared;
* run: ``python -m dhtools run`` of a copy of this repository, which is what ``make notebooks`` does;
* floor: ``python -m dhtools run`` of as many notebooks that hold the imports of ours and nothing else.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from common import ROOT, Given, measures
from speed import times


def imports_of(path: Path) -> str:
    """Return the import statements of a notebook."""
    code = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
    )
    found = (node for node in ast.parse(code).body if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(map(ast.unparse, found))


def importing_only(folder: Path) -> Path:
    """Write a repository whose notebooks import what ours import."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "notebooks").mkdir()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        tag = {"tags": ["parameters"]}
        first = nbformat.v4.new_code_cell('CORPUS = "../seeds"', id="parameters", metadata=tag)
        notebook = nbformat.v4.new_notebook(
            cells=[first, nbformat.v4.new_code_cell(imports_of(path), id="imports")]
        )
        nbformat.write(notebook, folder / "notebooks" / path.name)
    return folder


def copied(folder: Path) -> Path:
    """Copy what a run reads and writes."""
    for name in ("notebooks", "seeds", "data", "figures"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def seconds(command: str, folder: Path) -> float:
    """Return the processor time of a command of the suite, its kernels included."""
    begin = os.times()
    subprocess.run([sys.executable, "-m", "dhtools", command], cwd=folder, check=True, capture_output=True)
    end = os.times()
    return end.children_user + end.children_system - begin.children_user - begin.children_system


@measures("speed: all notebooks, end to end; and check")
def suite(_: Given) -> list[str]:
    with tempfile.TemporaryDirectory() as scratch:
        bare = importing_only(Path(scratch, "bare"))
        ours = copied(Path(scratch, "ours"))
        floor, run, check = seconds("run", bare), seconds("run", ours), seconds("check", ours)
    return [f"{times(run / floor, 'importing alone')}; make check {times(check / run)} make notebooks"]
