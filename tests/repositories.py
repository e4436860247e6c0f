"""Small repositories of two notebooks and two texts, and the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from dhtools.notebooks.files import dump

PARAMETERS = """\
# the texts
CORPUS = "../seeds"  # “seeds”, a folder
WORDS: int = 300; DEEP = (
    "a"
    "b",
)
"""

# What dhtools.export does: it leaves an equal file alone, and declares each file it wrote or confirmed.
EXPORT = """\
import os
from pathlib import Path

def export(name, text):
    path = Path("..") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    if "DHTOOLS_EXPORTS" in os.environ:
        with open(os.environ["DHTOOLS_EXPORTS"], "a") as file:
            print(name, file=file)
"""

ALPHA = """\
names = sorted(path.name for path in Path(CORPUS).glob("*.txt"))
export("figures/00-alpha/names.txt", f"{names} {WORDS}")
export("data/corpus/names.csv", ",".join(names))
Path("../data/undeclared.csv").write_text("1")
"""

NOISE = """\
import sys, warnings
print(object(), Path.cwd(), Path.home() / "x", sys.prefix)
print("one"); print("two", file=sys.stderr); warnings.warn("three")
print(os.environ["OMP_NUM_THREADS"], os.environ["PYTHONHASHSEED"], sys.executable == EXECUTABLE)
Path(CORPUS)
"""


def code(source: str, *tags: str, name: str) -> dict[str, Any]:
    """Return a code cell."""
    cell = nbformat.v4.new_code_cell(source, id=name)
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def write(path: Path, *cells: dict[str, Any]) -> None:
    """Write a notebook of these cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dump(nbformat.v4.new_notebook(cells=list(cells))))


def make_repository(root: Path) -> Path:
    """Make a repository of two notebooks and two texts."""
    for name in ("a.txt", "b.txt"):
        (root / "seeds").mkdir(parents=True, exist_ok=True)
        (root / "seeds" / name).write_text(name)
    reading = nbformat.v4.new_markdown_cell("These two texts …", id="reading", metadata={"tags": ["reading"]})
    parameters = code(PARAMETERS, "parameters", name="parameters")
    noise = code(NOISE.replace("EXECUTABLE", repr(sys.executable)), name="noise")
    needs = [code("1 + 2", f"needs-{name}", name=f"needs-{name}") for name in ("terms", "sources")]
    alpha = [parameters, reading, code(EXPORT, name="export"), code(ALPHA, name="alpha"), noise, *needs]
    write(root / "notebooks" / "00-alpha.ipynb", *alpha)
    beta = code(EXPORT + 'export("figures/01-beta/b.txt", "b")\n1 + 1', name="beta")
    write(root / "notebooks" / "01-beta.ipynb", parameters, beta)
    return root


def contents(folder: Path, *, times: bool = True) -> dict[str, tuple[bytes, int]]:
    """Return all files below a folder with their bytes and times."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns if times else 0)
        for path in found
    }


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command line of a run, and check where it is going to be executed."""
    assert root.is_dir()
    return [sys.executable, "-m", "dhtools", "run", *arguments]


def environment() -> dict[str, str]:
    """Return an environment in which this dhtools is imported."""
    return {**os.environ, "PYTHONPATH": str(Path(sys.modules["dhtools"].__path__[0]).parent)}


class Done(NamedTuple):
    """An ended command."""

    status: int
    out: str
    err: str


def execute(root: Path, *arguments: str, **variables: str) -> Done:
    """Run the command line in a process of its own."""
    ended = subprocess.run(
        command(root, *arguments),
        cwd=root,
        env=environment() | variables,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Done(ended.returncode, ended.stdout, ended.stderr)
