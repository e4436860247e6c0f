"""Checking: notebooks executed again in a scratch folder, and all that they show and export compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue.written import CATALOGUE, stale_files
from ..corpus.texts import read_corpus
from ..diff import Change, compare_contents, compare_records
from ..export.records import roundings_of, without_versions
from ..export.sentences import PREDICATES
from ..export.store import exhibit_of, sha256
from ..picture_diff import compare_pictures
from .build import EXPORTS, make, stage, write_gallery_of, write_notebooks
from .checksums import undeclared
from .execution import Kernels, failures_of
from .failures import Failure
from .files import read_notebook
from .normalise import CELLS
from .outputs import compare_outputs, predicates_of
from .own_folders import scratch_folder
from .paths import texts_of
from .plan import Plan
from .staging import files_below

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A decimal number or a percentage in prose has to stand in an output as well.
_CLAIMED = re.compile(r"\d+(?:,\d{3})*(?:\.\d+(?:\s?%)?|\s?%)")
#: A formula in LaTeX, between dollar signs.
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
#: Differences of one file or cell that are listed one by one.
_LISTED = 5
_KERNELS = Kernels()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not what it was.

    Attributes
    ----------
    place, where
        Notebook and cell, or the file, or both; row and column, line, or key.
    was, now
        What is committed, and what was made again.
    """

    place: str
    where: str
    was: str
    now: str

    def __str__(self) -> str:
        where = f", {self.where}" if self.where else ""
        return f"{self.place}{where}: was {_short(self.was, self.now)}, is {_short(self.now, self.was)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Attributes
    ----------
    notebooks
        Their names.
    failures
        Nothing is compared if there is one.
    differences
        In order.
    predicates
        For each sentence what it was held to; `say` has turned each predicate round and seen it fail.
    """

    notebooks: tuple[str, ...]
    failures: tuple[Failure, ...] = ()
    differences: tuple[Difference, ...] = ()
    predicates: tuple[tuple[str, ...], ...] = ()


def check(plan: Plan, kernels: Kernels = _KERNELS) -> Verdict:
    """Execute the notebooks of a plan in a scratch folder, and compare with the repository, which stays.

    Parameters
    ----------
    plan
        From `plan_run`, without another corpus or folder.
    kernels
        How notebooks are executed.

    Raises
    ------
    DhtoolsError
        If a text of the repository is not the one that its manifest names.
    """
    read_corpus(texts_of(plan.root))
    changed = [Difference(one.where, "", one.was, one.now) for one in undeclared(plan.root)]
    with scratch_folder("check") as remade:
        # what other notebooks made is given; what these make has to come from themselves
        given = [
            name for name in files_below(plan.root, *EXPORTS) if not plan.is_full and not _made(plan, name)
        ]
        stage(plan, remade, exports=given)
        executed = make(plan, remade, kernels)
        if failures := failures_of(executed):
            return Verdict(tuple(plan.notebooks), failures)
        write_notebooks(plan, remade, executed)
        write_gallery_of(remade)
        held = (predicates_of(done.notebook) for done in executed)
        return Verdict(
            tuple(plan.notebooks),
            differences=(
                *changed,
                *compare_folders(plan.root, remade, plan.notebooks),
                *_catalogue(plan.root),
            ),
            predicates=tuple(tuple(one) for sentences in held for one in sentences),
        )


def _catalogue(root: Path) -> Iterator[Difference]:
    """Yield the files of the catalogue that are not as the project is."""
    for file in stale_files(root):
        yield Difference(file, "", "committed", "out of date: dhtools run renews it")


def _made(plan: Plan, name: str) -> bool:
    parts = Path(name).parts
    return len(parts) > 2 and parts[1] in plan.notebooks


def compare_folders(was: Path, now: Path, notebooks: Iterable[str]) -> Iterator[Difference]:
    """Yield how two folders with notebooks/, figures/ and data/ differ, committed and made again."""
    names = list(notebooks)
    cells = {
        name: _cells_of_exhibits(read_notebook(now / "notebooks" / f"{name}.ipynb"), name) for name in names
    }
    for name in names:
        old, new = (folder / "notebooks" / f"{name}.ipynb" for folder in (was, now))
        yield from _listed(f"notebooks/{name}.ipynb", _as_file(was, old))
        yield from compare_notebooks(name, read_notebook(old), read_notebook(new))
    yield from _without_notebook(was)
    for file in sorted({*files_below(was, *EXPORTS), *files_below(now, *EXPORTS)} - {*CATALOGUE}):
        owner = Path(file).parts[1] if len(Path(file).parts) > 2 else ""
        place = cells.get(owner, {}).get(f"{owner}/{exhibit_of(Path(file).name)}", "")
        yield from _listed(f"{place}, {file}" if place else file, _compare_files(was, now, file))


def _compare_files(old: Path, new: Path, file: str) -> Iterator[Change]:
    was, now = old / file, new / file
    if not now.is_file():
        yield Change("", "committed", "made by no notebook")
    elif not was.is_file():
        yield Change("", "not committed", "made")
    else:
        yield from _as_file(old, was)
        yield from _unrecorded(was)
        yield from _compare_contents(was, now)


def _as_file(root: Path, path: Path) -> Iterator[Change]:
    """Yield how a file of a project is none that a run has written: a link, other line ends, a key twice."""
    if any(part.is_symlink() for part in (path, *path.parents) if part != root and part.is_relative_to(root)):
        yield Change("", "a link", "a file")
    if path.suffix in (".json", ".ipynb"):
        content = path.read_bytes()
        if b"\r" in content:
            yield Change("line ends", "CR LF", "LF")
        yield from (Change(f"key {key}", "there twice", "there once") for key in _keys_twice(content))


def _keys_twice(content: bytes) -> list[str]:
    """Return the keys that stand twice in one object of a JSON file: a program sees the last of them only."""
    found: list[str] = []

    def take_note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        found.extend(name for place, name in enumerate(names) if name in names[:place])
        return dict(pairs)

    json.loads(content, object_pairs_hook=take_note)
    return found


def _without_notebook(root: Path) -> Iterator[Difference]:
    """Yield the folders of exhibits whose notebook is not there, since it was renamed or taken away."""
    records = (path for place in EXPORTS for path in sorted(root.glob(f"{place}/*/*.json")))
    for folder in sorted({path.parent for path in records if "notebook" in json.loads(path.read_bytes())}):
        if not (root / "notebooks" / f"{folder.name}.ipynb").is_file():
            place = folder.relative_to(root).as_posix()
            yield Difference(place, "", f"made by notebooks/{folder.name}.ipynb", "without that notebook")


def _compare_contents(was: Path, now: Path) -> Iterator[Change]:
    one, other, roundings = was.read_bytes(), now.read_bytes(), tuple(_roundings(now))
    if was.suffix == ".json":
        yield from compare_records(_comparable(one), _comparable(other), roundings)
    else:
        yield from compare_contents(was.suffix, one, other, roundings, compare_pictures)


def _roundings(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the roundings that the record of a file's exhibit states; of every exhibit, for the gallery."""
    record = file.with_name(f"{exhibit_of(file.name)}.json")
    for path in [record] if record.is_file() else sorted(file.parent.glob("*/*.json")):
        yield from roundings_of(json.loads(path.read_bytes()))


def _unrecorded(path: Path) -> Iterator[Change]:
    """Yield a file whose bytes are not those that its exhibit's record states."""
    record = path.with_name(f"{exhibit_of(path.name)}.json")
    if path.suffix == ".json" or not record.is_file():
        return
    stated = json.loads(record.read_bytes()).get("files", {}).get(path.name)
    if stated not in (None, sha256(path.read_bytes())):
        yield Change("bytes", "as recorded", "changed after it was made")


def _comparable(content: bytes) -> dict[str, Any]:
    """Leave out of a record what may differ between machines: versions, and the bytes of files."""
    record: dict[str, Any] = json.loads(content)
    return {**without_versions(record), "packages": None}


def _cells_of_exhibits(notebook: NotebookNode, name: str) -> dict[str, str]:
    """Return for each exhibit where it is made, in words."""
    found = {}
    for number, cell in enumerate(notebook.cells, start=1):
        for exhibit in re.findall(rf"\b({re.escape(name)}/[\w-]+)\.", "\n".join(_plain(cell))):
            found[exhibit] = f"{name}, cell {number} ({cell.get('id', 'without id')})"
    return found


def _plain(cell: Mapping[str, Any]) -> list[str]:
    outputs = cell.get("outputs", ())
    return ["".join(output.get("data", {}).get("text/plain", output.get("text", ""))) for output in outputs]


def compare_notebooks(name: str, was: NotebookNode, now: NotebookNode) -> Iterator[Difference]:
    """Yield how the outputs of two versions of a notebook differ, and what its prose claims without them."""
    stated = was.metadata.get(CELLS, len(was.cells))
    if stated != len(was.cells):
        yield Difference(
            name, "cells", f"{len(was.cells)} (one was taken out or put in by hand)", str(stated)
        )
    yield from _gaps(name, was)
    for number, (old, new) in enumerate(zip(was.cells, now.cells, strict=True), start=1):
        place = f"{name}, cell {number} ({old.get('id', 'without id')})"
        if old.cell_type == "code":
            yield from _listed(place, compare_outputs(old.outputs, new.outputs, compare_pictures))
            yield from _not_turned(place, new)
        else:
            yield from _unfounded(
                place, old.source, "\n".join(text for cell in now.cells for text in _plain(cell))
            )


def _gaps(name: str, notebook: NotebookNode) -> Iterator[Difference]:
    """Yield where the numbers of executed cells jump: a cell was deleted, or executed by hand."""
    expected = 1
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            if cell.execution_count != expected:
                place = f"{name}, cell {number} ({cell.get('id', 'without id')})"
                found = f"{cell.execution_count} (a cell was deleted or executed by hand)"
                yield Difference(place, "execution count", found, str(expected))
                return
            expected += 1


def _not_turned(place: str, cell: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield the predicates whose source could not be read, so that nobody has turned them round."""
    outputs = cell.get("outputs", ())
    held = [one for output in outputs for one in output.get("metadata", {}).get(PREDICATES, ())]
    if unread := sum(not source for one in held for source in one):
        yield Difference(place, "predicates", f"{unread} not written in the call of say", "written there")


def _unfounded(place: str, prose: str, printed: str) -> Iterator[Difference]:
    """Yield the decimals and percentages of prose that no output holds; those of a formula are constants."""
    for claim in _CLAIMED.findall(_FORMULA.sub("", prose)):
        if not re.search(rf"(?<![\d.,]){re.escape(claim)}(?!\d)", printed):
            yield Difference(place, "prose", claim, "in no output of the notebook")


def _listed(place: str, changes: Iterable[Change]) -> Iterator[Difference]:
    """Yield the first changes of a place, and how many more there are."""
    every = list(changes)
    for change in every[:_LISTED]:
        yield Difference(place, change.where, change.was, change.now)
    if len(every) > _LISTED:
        yield Difference(place, f"and {len(every) - _LISTED} more differences", "the same", "not")


def _short(text: str, other: str) -> str:
    """Return a text, or of a long one the beginning and where it differs from another."""
    if len(text) <= 90:
        return text
    same = next((place for place, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), len(other))
    if same <= 50:
        return f"{text[:60]} … {text[-25:]}"
    return f"{text[:25]} … {text[same - 15 : same + 45]}{' …' if len(text) > same + 45 else ''}"
