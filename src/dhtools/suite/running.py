"""A run: what was asked for (`plan_run`), and doing it (`run`)."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus import read_corpus
from ..errors import DhtoolsError
from .execution import Executed, Failure, Job, Silent, Watcher, execute
from .normal import normalise
from .notebooks import copied, dump, read_notebook, tags
from .parameters import (
    check_settings,
    parameters,
    parameters_cell,
    with_parameters,
)
from .places import (
    MARKER,
    check_corpus,
    check_out,
    find_root,
    list_notebooks,
    path_between,
    select_notebooks,
)
from .staging import (
    Changes,
    compare,
    copy_file,
    files_below,
    staging_folder,
    swap_in,
    undisturbed,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

_EXPORTS = ("figures", "data")
_WORK = ".work"  # in the staging folder: logs, lists of exports, IPython's folder; never swapped in


@dataclass(frozen=True, slots=True)
class Plan:
    """What is going to be executed.

    Attributes
    ----------
    root
        The repository.
    target
        Where the results go: `root`, or another folder.
    notebooks
        Names without `.ipynb`, and what the files hold.
    corpus
        Folder of the texts; None if the notebooks keep the one they name.
    settings
        Parameters and their values for this run.
    """

    root: Path
    target: Path
    notebooks: Mapping[str, NotebookNode]
    corpus: Path | None
    settings: Mapping[str, object]

    @property
    def in_place(self) -> bool:
        """Whether the repository's own notebooks are renewed."""
        return self.target == self.root

    @property
    def keeps_readings(self) -> bool:
        """Whether cells stay that interpret the repository's own texts, as its parameters show them."""
        # with other parameters (another keyword, say) what they tell may be untrue
        return self.corpus in (None, self.root / "seeds") and not self.settings

    @property
    def is_full(self) -> bool:
        """Whether all notebooks of the repository are executed."""
        return {path.stem for path in list_notebooks(self.root)} == set(self.notebooks)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes
    ----------
    target
        Where the results are.
    notebooks
        Names of what was executed.
    failures
        One for each notebook that failed. If there is any, nothing was changed.
    changes
        Files written and deleted, relative to `target`; those that stayed the same are not among them.
    """

    target: Path
    notebooks: tuple[str, ...]
    failures: tuple[Failure, ...]
    changes: Changes


def plan_run(
    names: Sequence[str] = (),
    *,
    corpus: Path | None = None,
    out: Path | None = None,
    settings: Mapping[str, object] | None = None,
    start: Path | None = None,
) -> Plan:
    """Check what is asked for, before anything is done.

    Parameters
    ----------
    names
        Of notebooks; all if empty.
    corpus
        Another folder of .txt files; needs `out`.
    out
        Folder for the results, other than the repository.
    settings
        Parameters and their values for this run; need `out`.
    start
        Where to look for the repository, upwards; the current folder if None.

    Raises
    ------
    DhtoolsError
        If something about it is wrong.
    """
    root = find_root(start)
    texts = check_corpus(corpus or root / "seeds") if out or corpus else None
    _check_needs_out(root, texts, out, settings or {})
    notebooks = {path.stem: read_notebook(path) for path in select_notebooks(root, names)}
    check_settings(settings or {}, notebooks)
    if out is None or texts is None:
        return Plan(root, root, notebooks, None, {})
    _check_corpus_parameter(notebooks)
    target = check_out(out, root=root, corpus=texts)
    read_corpus(texts)  # what is wrong with a text is better told now than by a traceback
    return Plan(root, target, notebooks, texts, settings or {})


def _check_needs_out(
    root: Path, corpus: Path | None, out: Path | None, settings: Mapping[str, object]
) -> None:
    if out is None and corpus not in (None, root / "seeds"):
        raise DhtoolsError(
            f"--corpus {corpus} needs --out FOLDER: the repository's own results stay as they are."
        )
    if out is None and settings:
        raise DhtoolsError("--set needs --out FOLDER: the repository's notebooks keep their defaults.")
    if "CORPUS" in settings:
        raise DhtoolsError("--set CORPUS=…: name the folder by --corpus instead.")


def _check_corpus_parameter(notebooks: Mapping[str, NotebookNode]) -> None:
    for name, notebook in notebooks.items():
        if "CORPUS" not in parameters(parameters_cell(notebook, name).source, name):
            raise DhtoolsError(f"{name}: the parameters cell has no CORPUS, so no other folder can be read.")


def run(plan: Plan, *, jobs: int | None = None, timeout: int = 600, watcher: Watcher | None = None) -> Report:
    """Execute the notebooks of `plan`, and put the results in place if all succeed.

    Parameters
    ----------
    plan
        From `plan_run`.
    jobs
        Notebooks at the same time; as many as there are processors if None.
    timeout
        Seconds that a cell may take.
    watcher
        Who is told how it goes on.

    Raises
    ------
    DhtoolsError
        If another run is at work there, or a notebook was saved by somebody else in the meantime.
    OSError
        If the file system refuses; nothing is changed then, nor by an interrupt.
    """
    with ExitStack() as calm, staging_folder(plan.target) as staging:
        _stage(plan, staging)
        before = _times(staging)
        at_once = min(jobs or os.cpu_count() or 1, len(plan.notebooks))
        executed = execute(
            _jobs(plan, staging), at_once=at_once, timeout=timeout, watcher=watcher or Silent()
        )
        failures = tuple(done.failure for done in executed if done.failure is not None)
        changes = Changes((), ()) if failures else _collect(plan, staging, executed, before)
        if changes:
            _check_sources(plan)
            # Until staging is removed, so that "interrupted" always means that nothing was changed.
            calm.enter_context(undisturbed())
            swap_in(staging, plan.target, changes)
    return Report(plan.target, tuple(plan.notebooks), failures, changes)


def _stage(plan: Plan, staging: Path) -> None:
    # Copies, no links: whatever a notebook does to what it finds beside itself, the repository stays whole.
    ignore = shutil.ignore_patterns(".ipynb_checkpoints")
    for folder in ("notebooks", "seeds") if plan.in_place else ("notebooks",):
        shutil.copytree(plan.root / folder, staging / folder, ignore=ignore)
    for name in files_below(plan.target, *_EXPORTS):
        copy_file(plan.target / name, staging / name)
    for folder in (*_EXPORTS, _WORK):
        (staging / folder).mkdir(exist_ok=True)


def _times(staging: Path) -> dict[str, int]:
    return {name: (staging / name).stat().st_mtime_ns for name in files_below(staging, *_EXPORTS)}


def _jobs(plan: Plan, staging: Path) -> list[Job]:
    return [_job(plan, staging, name, notebook) for name, notebook in plan.notebooks.items()]


def _job(plan: Plan, staging: Path, name: str, notebook: NotebookNode) -> Job:
    numbers, prepared = _prepared(plan, name, notebook)
    work = staging / _WORK
    environment = {
        "DHTOOLS_EXPORTS": str(work / f"{name}.exports"),
        "IPYTHONDIR": str(work / f"{name}.ipython"),  # without the user's own start-up files
    }
    return Job(name, prepared, numbers, staging / "notebooks", environment, work / f"{name}.log")


def _prepared(plan: Plan, name: str, notebook: NotebookNode) -> tuple[tuple[int, ...], NotebookNode]:
    values = dict(plan.settings)
    if plan.corpus is not None:
        # Absolute during the run: seen from the staging folder, the final relative path leads astray.
        values["CORPUS"] = plan.corpus.as_posix()
    prepared = with_parameters(notebook, values, name)
    kept = {
        number: cell
        for number, cell in enumerate(prepared.cells, start=1)
        if plan.keeps_readings or "reading" not in tags(cell)
    }
    return tuple(kept), copied({**prepared, "cells": list(kept.values())})


def _collect(plan: Plan, staging: Path, executed: Iterable[Executed], before: Mapping[str, int]) -> Changes:
    made = [*_write_notebooks(plan, staging, executed), *_write_marker(plan, staging)]
    touched = _touched(staging, before)
    gone = [name for name in before if _owned(name, plan.notebooks) and name not in touched]
    for name in gone:
        (staging / name).unlink(missing_ok=True)
    made += [*touched, *_write_gallery(plan, staging)]
    return compare(staging, plan.target, made=made, gone=gone)


def _write_notebooks(plan: Plan, staging: Path, executed: Iterable[Executed]) -> list[str]:
    names = []
    for done in executed:
        name = f"notebooks/{done.job.name}.ipynb"
        (staging / name).write_bytes(dump(_final(plan, staging, done)))
        names.append(name)
    return names


def _final(plan: Plan, staging: Path, done: Executed) -> NotebookNode:
    places = {str(staging): "..", str(plan.root): "…", str(plan.target): ".."}
    notebook = done.notebook
    if plan.corpus is not None:
        corpus = path_between(plan.corpus, plan.target / "notebooks")
        notebook = with_parameters(notebook, {"CORPUS": corpus}, done.job.name)
        places[str(plan.corpus)] = corpus
    return normalise(notebook, places=places)


def _write_marker(plan: Plan, staging: Path) -> list[str]:
    if plan.corpus is None:
        return []
    corpus = path_between(plan.corpus, plan.target)
    content = {"corpus": corpus, "notebooks": list(plan.notebooks), "settings": dict(plan.settings)}
    text = json.dumps(content, ensure_ascii=False, indent=1, default=repr) + "\n"
    (staging / MARKER).write_text(text, encoding="utf-8", newline="\n")
    return [MARKER]


def _touched(staging: Path, before: Mapping[str, int]) -> set[str]:
    """Return the exports written in this run, or declared by `dhtools.exhibits` to be still valid."""
    declared: set[str] = set()
    for file in (staging / _WORK).glob("*.exports"):
        declared |= {Path(line).as_posix() for line in file.read_text(encoding="utf-8").splitlines()}
    now = _times(staging)
    return {name for name, time in now.items() if name in declared or before.get(name) != time}


def _owned(name: str, notebooks: Iterable[str]) -> bool:
    parts = Path(name).parts
    return len(parts) > 2 and parts[1] in notebooks


def _write_gallery(plan: Plan, staging: Path) -> list[str]:
    if not plan.is_full:
        return []
    from ..exhibits import write_gallery

    return [write_gallery(staging).relative_to(staging).as_posix()]


def _check_sources(plan: Plan) -> None:
    if not plan.in_place:
        return
    for name, notebook in plan.notebooks.items():
        path = plan.root / "notebooks" / f"{name}.ipynb"
        if not path.is_file() or read_notebook(path) != notebook:
            raise DhtoolsError(f"{path} was changed while it was executed. Nothing was changed; run again.")
