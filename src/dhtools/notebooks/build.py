"""Notebooks executed in a folder of their own: what they need there, and what is written after them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..export.bibliography import BIBLIOGRAPHY
from ..export.languages import ENGLISH, MAINLY_ENGLISH
from .caches import cache_variables
from .execution import Executed, Job, Kernels, execute, failures_of
from .files import copied, dump, tags
from .normalise import normalise
from .parameters import parameters_cell, with_parameters
from .paths import MARKER, path_between, texts_of
from .plan import FEW_TEXTS, Plan
from .sections import advised, without_idle_parts
from .swapping import copy_file, copy_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

EXPORTS = ("figures", "data")
WORK = ".work"  # in the folder: logs, lists of exports, IPython's folder; not a result
#: A second tag of the parameters cell. *last*: the notebook reads what others export, and runs after them;
#: *long*: it takes longest, and is started first, so that the others run beside it.
LAST, LONG = "last", "long"
#: A cell tagged *needs-terms* is left out of a run over texts that have no ``terms.csv`` beside them; one
#: tagged *few-texts* (`FEW_TEXTS`) where figures are those of one text or of many.
NEEDS = "needs-"
#: Tags of cells that apply to some texts only, beside those that need a sheet.
CONDITIONS = frozenset({ENGLISH, MAINLY_ENGLISH, FEW_TEXTS, "reading"})


def stage(plan: Plan, staging: Path, *, exports: Iterable[str]) -> None:
    """Copy into a folder what the notebooks of a plan need, and those of the target's exports.

    Copies, no links: whatever a notebook does to what it finds beside itself, the repository stays whole.
    """
    for folder in ("notebooks", texts_of(plan.root).name) if plan.in_place else ("notebooks",):
        copy_folder(plan.root / folder, staging / folder)
    for name in exports:
        copy_file(plan.target / name, staging / name)
    for folder in (*EXPORTS, WORK):
        (staging / folder).mkdir(exist_ok=True)


def make(
    plan: Plan, folder: Path, kernels: Kernels, environment: Mapping[str, str] | None = None
) -> list[Executed]:
    """Execute the notebooks of a plan in a folder that was staged.

    If a notebook fails, those that read others' results are not executed. *environment* is added to that of
    the kernels.
    """
    executed: list[Executed] = []
    for names in rounds(plan):
        if not failures_of(executed):
            executed += execute([job_of(plan, folder, name, environment or {}) for name in names], kernels)
    return executed


def rounds(plan: Plan) -> tuple[list[str], list[str]]:
    """Return the notebooks of a plan in order, the longest first; apart those that read others' results."""
    names = sorted(plan.notebooks, key=lambda name: not _is(LONG, plan, name))
    return [name for name in names if not reads_others(plan, name)], [
        name for name in names if reads_others(plan, name)
    ]


def reads_others(plan: Plan, name: str) -> bool:
    """Whether a notebook reads what others have exported."""
    return _is(LAST, plan, name)


def _is(tag: str, plan: Plan, name: str) -> bool:
    return tag in tags(parameters_cell(plan.notebooks[name], name))


def job_of(plan: Plan, staging: Path, name: str, environment: Mapping[str, str] | None = None) -> Job:
    """Prepare a notebook in the folder that was staged, and return how it is executed."""
    numbers, prepared = prepared_of(plan, name)
    # what a notebook lists as cited is cited in the cells that are executed
    (staging / "notebooks" / f"{name}.ipynb").write_bytes(dump(prepared))
    work = staging / WORK
    own = {
        "DHTOOLS_EXPORTS": str(work / f"{name}.exports"),
        "IPYTHONDIR": str(work / f"{name}.ipython"),  # without the user's own start-up files
    }
    variables = {**cache_variables(work), **(environment or {}), **own}
    return Job(name, prepared, numbers, staging / "notebooks", variables, work / f"{name}.log")


def prepared_of(plan: Plan, name: str) -> tuple[tuple[int, ...], NotebookNode]:
    """Return the notebook as it is executed, and for each of its cells the number in the repository."""
    values = dict(plan.settings)
    if plan.corpus is not None:
        # Absolute during the run: seen from the staging folder, the final relative path leads astray.
        values["CORPUS"] = plan.corpus.as_posix()
    prepared = with_parameters(plan.notebooks[name], values, name)
    kept = {number: cell for number, cell in enumerate(prepared.cells, start=1) if _is_kept(plan, cell)}
    return tuple(kept), copied({**prepared, "cells": list(kept.values())})


def _is_kept(plan: Plan, cell: NotebookNode) -> bool:
    """Tell whether a cell is executed: not what the plan leaves out, nor what needs a sheet they lack."""
    left_out = plan.left_out | (frozenset() if plan.keeps_readings else {"reading"})
    if not left_out.isdisjoint(tags(cell)):
        return False
    needed = [tag.removeprefix(NEEDS) for tag in tags(cell) if tag.startswith(NEEDS)]
    folder = plan.corpus or texts_of(plan.root)
    return all((folder / f"{name}.csv").is_file() for name in needed)


def as_executed(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of a notebook without those that its run has left out, and without empty sections.

    A run in place keeps such cells in the file, without results. They have a tag that says when they apply:
    to texts in some language, to few texts, or to texts with a sheet; no cell with that tag was executed.
    """
    code = [cell for cell in cells if cell.cell_type == "code" and cell.source.strip()]
    executed = {tag for cell in code if cell.execution_count is not None for tag in tags(cell)}
    left_out = {tag for cell in code if cell.execution_count is None for tag in tags(cell)} - executed
    left_out = {tag for tag in left_out if tag in CONDITIONS or tag.startswith(NEEDS)}
    if not left_out:
        return list(cells)
    return without_idle_parts([cell for cell in cells if left_out.isdisjoint(tags(cell))])


def write_notebooks(plan: Plan, staging: Path, executed: Iterable[Executed]) -> list[str]:
    """Write the executed notebooks without noise, and return their names."""
    names = []
    for done in executed:
        name = f"notebooks/{done.job.name}.ipynb"
        (staging / name).write_bytes(dump(_final(plan, staging, done)))
        names.append(name)
    return names


def _final(plan: Plan, staging: Path, done: Executed) -> NotebookNode:
    places = {str(staging): "..", str(plan.root): "…", str(plan.target): ".."}
    notebook = _with_left_out(plan, done) if plan.in_place else done.notebook
    if plan.corpus is not None:
        corpus = path_between(plan.corpus, plan.target / "notebooks")
        notebook = with_parameters(notebook, {"CORPUS": corpus}, done.job.name)
        places[str(plan.corpus)] = corpus
    if not (plan.in_place or plan.keeps_readings):
        notebook.cells = without_idle_parts(notebook.cells)
        advised(notebook.cells, [line for line in plan.advice if line.startswith(f"{done.job.name}:")])
    return normalise(notebook, places=places)


def _with_left_out(plan: Plan, done: Executed) -> NotebookNode:
    """Return an executed notebook of a project with the cells that its texts do not need, without outputs."""
    executed = dict(zip(done.job.numbers, done.notebook.cells, strict=True))
    cells = [executed.get(n, cell) for n, cell in enumerate(plan.notebooks[done.job.name].cells, start=1)]
    return copied({**done.notebook, "cells": cells})


def write_marker(plan: Plan, staging: Path, notebooks: Iterable[str]) -> list[str]:
    """Write, for another corpus, by what its folder of results is recognised; return its name."""
    if plan.corpus is None:
        return []
    corpus = path_between(plan.corpus, plan.target)
    content = {"corpus": corpus, "notebooks": sorted(notebooks), "settings": dict(plan.settings)}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=repr) + "\n"
    (staging / MARKER).write_text(text, encoding="utf-8", newline="\n")
    return [MARKER]


def staged_bibliography(staging: Path) -> list[str]:
    """Return the name of the bibliography that the notebooks cite from, if there is one."""
    name = f"notebooks/{BIBLIOGRAPHY}"
    return [name] if (staging / name).is_file() else []


def write_gallery_of(staging: Path) -> list[str]:
    """Write the gallery of all figures that are there, and return its name."""
    from ..export.gallery import write_gallery

    return [write_gallery(staging).relative_to(staging).as_posix()]


def write_catalogue_of(plan: Plan, staging: Path) -> list[str]:
    """Write the catalogue of a project, and return the names of its files; other results have none."""
    from ..catalogue.written import write_catalogue

    return write_catalogue(plan.root, staging) if plan.in_place else []
