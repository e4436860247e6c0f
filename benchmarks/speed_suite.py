"""Measure the time of all notebooks as a ratio against notebooks that only import, in the same run.

    python benchmarks/speed_suite.py [--repeat 1] [--json OUT]

* notebooks: ``python -m dhtools check`` of this repository: every notebook executed in a scratch folder, and
  what it makes compared;
* run: ``python -m dhtools run`` of a copy of this repository, which is what ``make notebooks`` does;
* floor: ``python -m dhtools run`` of as many notebooks that hold the imports of ours and nothing else.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
WANTED = (("run", "floor", 3.0), ("check", "run", 1.3))


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


def seconds(command: str, folder: Path, repeat: int) -> float:
    """Return the best time of a command of the suite."""
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dhtools", command], cwd=folder, check=True, capture_output=True
        )
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Print the three times and their ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="OUT")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ours, bare = copied(Path(scratch, "ours")), importing_only(Path(scratch, "bare"))
        measured = {
            "floor": seconds("run", bare, given.repeat),
            "run": seconds("run", ours, given.repeat),
            "check": seconds("check", ours, given.repeat),
        }
    ratios = {
        f"{one}: time over {other} (wanted: {most:g} or less)": measured[one] / measured[other]
        for one, other, most in WANTED
    }
    report = {"seconds": measured, **ratios}
    print(json.dumps(report, indent=2))
    if given.json:
        given.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
