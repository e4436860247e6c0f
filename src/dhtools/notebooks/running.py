"""A run: the notebooks of a plan executed, and their results put in place, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ..errors import DhtoolsError
from .build import (
    EXPORTS,
    WORK,
    make,
    stage,
    staged_bibliography,
    write_gallery_of,
    write_marker,
    write_notebooks,
)
from .execution import Executed, Failure, Kernels, failures_of
from .files import dump, read_notebook
from .outputs import exported, keep_outputs
from .plan import Plan
from .staging import Changes, compare, files_below, staging_folder, swap_in, undisturbed

_KERNELS = Kernels()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes
    ----------
    target, notebooks
        Where the results are, and names of what was executed.
    failures
        One for each notebook that failed. If there is any, nothing was changed.
    changes
        Files written and deleted, relative to `target`; those that stayed the same are not among them.
    """

    target: Path
    notebooks: tuple[str, ...]
    failures: tuple[Failure, ...]
    changes: Changes


def run(plan: Plan, kernels: Kernels = _KERNELS) -> Report:
    """Execute the notebooks of `plan`, and put the results in place if all succeed.

    Parameters
    ----------
    plan
        From `plan_run`.
    kernels
        How notebooks are executed.

    Raises
    ------
    DhtoolsError
        If another run is at work there, or a notebook was saved by somebody else in the meantime.
    OSError
        If the file system refuses; nothing is changed then, nor by an interrupt.
    """
    with ExitStack() as signals, staging_folder(plan.target) as staging:
        stage(plan, staging, exports=files_below(plan.target, *EXPORTS))
        before = _times(staging)
        executed = make(plan, staging, kernels)
        failures = failures_of(executed)
        changes = Changes((), ()) if failures else _collect(plan, staging, executed, before)
        if changes:
            _check_sources(plan)
            # Until staging is removed, so that "interrupted" always means that nothing was changed.
            signals.enter_context(undisturbed())
            swap_in(staging, plan.target, changes)
    return Report(plan.target, tuple(plan.notebooks), failures, changes)


def _times(staging: Path) -> dict[str, int]:
    return {name: (staging / name).stat().st_mtime_ns for name in files_below(staging, *EXPORTS)}


def _collect(plan: Plan, staging: Path, executed: Iterable[Executed], before: Mapping[str, int]) -> Changes:
    made = write_notebooks(plan, staging, executed)
    for name in made:
        notebook = read_notebook(staging / name)
        keep_outputs(notebook, plan.target / name, exported(staging, Path(name).stem))
        (staging / name).write_bytes(dump(notebook))
    made += [*write_marker(plan, staging), *staged_bibliography(staging)]
    touched = _touched(staging, before)
    gone = [
        name
        for name in before
        if name not in touched and (_owned(name, plan.notebooks) or not (staging / name).exists())
    ]
    for name in gone:
        (staging / name).unlink(missing_ok=True)
    made += [*touched, *write_gallery_of(plan, staging)]
    return compare(staging, plan.target, made=made, gone=gone)


def _touched(staging: Path, before: Mapping[str, int]) -> set[str]:
    """Return the exports written in this run, or declared by `dhtools.export` to be still valid."""
    declared: set[str] = set()
    for file in (staging / WORK).glob("*.exports"):
        declared |= {Path(line).as_posix() for line in file.read_text(encoding="utf-8").splitlines()}
    now = _times(staging)
    return {name for name, time in now.items() if name in declared or before.get(name) != time}


def _owned(name: str, notebooks: Iterable[str]) -> bool:
    parts = Path(name).parts
    return len(parts) > 2 and parts[1] in notebooks


def _check_sources(plan: Plan) -> None:
    if not plan.in_place:
        return
    for name, notebook in plan.notebooks.items():
        path = plan.root / "notebooks" / f"{name}.ipynb"
        if not path.is_file() or read_notebook(path) != notebook:
            raise DhtoolsError(f"{path} was changed while it was executed. Nothing was changed; run again.")
