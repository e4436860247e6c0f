"""How a project is tampered with: changes of files, and of cells, outputs and records in them."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dhtools.notebooks.files import dump, read_notebook
from dhtools.notebooks.normalise import CELLS

NOTEBOOK = "notebooks/04-rhetoric.ipynb"
Change = Callable[[Path], None]


@dataclass(frozen=True)
class Tamper:
    """A kind of change: of what, what a check has to say, and whether it stays when all is executed again.

    What somebody writes (a source, a text, prose) stays: what is made again is made from it.
    """

    kind: str
    change: Change
    said: str
    stays: bool = False


def replaced(file: str, old: str, new: str) -> Change:
    """Another text in place of one in a file, wherever it stands."""

    def change(root: Path) -> None:
        content = (root / file).read_bytes()
        assert old.encode() in content, f"{old!r} is not in {file}"
        (root / file).write_bytes(content.replace(old.encode(), new.encode()))

    return change


def written(file: str, content: bytes) -> Change:
    return lambda root: (root / file).write_bytes(content) and None


def ended(file: str) -> Change:
    """Every line of a file ended as on Windows."""
    return replaced(file, "\n", "\r\n")


def removed(file: str) -> Change:
    return lambda root: (root / file).unlink()


def renamed(file: str, other: str) -> Change:
    return lambda root: (root / file).rename(root / other) and None


def linked(file: str) -> Change:
    """A link in place of a file or folder, to the same content elsewhere."""

    def change(root: Path) -> None:
        elsewhere = root / f".{Path(file).name}"
        (root / file).rename(elsewhere)
        (root / file).symlink_to(elsewhere)

    return change


def both(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


def restated(file: str, change: Change) -> Change:
    """A changed file of an exhibit, with its hash restated in the record."""

    def whole(root: Path) -> None:
        change(root)
        record = root / re.sub(r"\.\w+\Z", ".json", file)
        content = json.loads(record.read_bytes())
        content["files"][Path(file).name] = hashlib.sha256((root / file).read_bytes()).hexdigest()
        record.write_bytes(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")

    return whole


def in_record(file: str, change: Callable[[dict], object]) -> Change:
    def whole(root: Path) -> None:
        content = json.loads((root / file).read_bytes())
        change(content)
        (root / file).write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n")

    return whole


def rows(file: str, change: Callable[[list[str]], list[str]]) -> Change:
    """Other lines of a table, its hash restated."""

    def whole(root: Path) -> None:
        lines = (root / file).read_text(encoding="utf-8").splitlines()
        (root / file).write_text("\n".join(change(lines)) + "\n", encoding="utf-8")

    return restated(file, whole)


def in_notebook(change: Callable) -> Change:
    """A changed notebook, the number of its cells restated."""

    def whole(root: Path) -> None:
        notebook = read_notebook(root / NOTEBOOK)
        change(notebook)
        notebook.metadata[CELLS] = len(notebook.cells)
        (root / NOTEBOOK).write_bytes(dump(notebook))

    return whole


def in_cell(name: str, change: Callable) -> Change:
    return in_notebook(lambda notebook: change(next(one for one in notebook.cells if one.id == name)))


def in_output(name: str, change: Callable, number: int = 0) -> Change:
    return in_cell(name, lambda cell: change(cell.outputs[number]))


def printed(name: str, old: str, new: str, kinds: tuple[str, ...] = (), number: int = 0) -> Change:
    """Another text in an output of a cell: in all kinds of text, or in those named."""

    def change(output):
        data = output.get("data", {"": ""})
        touched = [kind for kind in kinds or data if kind.startswith("text/") and old in data[kind]]
        assert touched, f"{old!r} is not in {name}"
        data.update({kind: data[kind].replace(old, new) for kind in touched})

    return in_output(name, change, number)


def in_source(name: str, old: str, new: str) -> Change:
    """Another source of a cell, and the same change in its outputs, as if it were executed."""

    def change(cell):
        assert old in cell.source, f"{old!r} is not in {name}"
        cell.source = cell.source.replace(old, new)
        for output in cell.get("outputs", ()):
            for kind, text in output.get("data", {}).items():
                output.data[kind] = text.replace(old, new)

    return in_cell(name, change)
