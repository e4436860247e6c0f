"""A run: the notebooks of a plan executed, and their results put in place, a notebook whole or not at all.

A notebook that reads what others export (`last`) is executed only if all of them have succeeded. Where it has
results in place and cannot be renewed, those of the others wait: tables in place and what was told of them
always belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..errors import DhtoolsError
from .build import (
    EXPORTS,
    WORK,
    job_of,
    reads_others,
    rounds,
    stage,
    staged_bibliography,
    write_catalogue_of,
    write_gallery_of,
    write_marker,
    write_notebooks,
)
from .execution import Executed, Kernels, execute
from .failures import Failure
from .files import dump, read_notebook
from .finished import Finished, finished_in, inputs_of
from .outputs import keep_outputs
from .plan import Plan
from .staging import compare, files_below, staging_folder
from .swapping import Changes, check_within, copy_file, swap_in, undisturbed
from .texts_at_start import TextsAtStart, texts_at_start

_KERNELS = Kernels()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes
    ----------
    target, notebooks
        Where the results are, and names of what was asked for.
    failures, not_begun
        One for each notebook that failed; those that read others' results, of which some are missing.
    taken_up
        Notebooks that an earlier run had finished.
    changes
        Files written and deleted, relative to `target`; those that stayed the same are not among them.
    waiting
        Whether the changes wait beside the results, until what reads them can be renewed too.
    """

    target: Path
    notebooks: tuple[str, ...]
    failures: tuple[Failure, ...]
    not_begun: tuple[str, ...]
    taken_up: tuple[str, ...]
    changes: Changes
    waiting: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The notebooks that have no new results."""
        return (*(failure.notebook for failure in self.failures), *self.not_begun)


def run(plan: Plan, kernels: Kernels = _KERNELS, *, resume: bool = False) -> Report:
    """Execute the notebooks of `plan`, and put the results of those that succeed in place.

    Parameters
    ----------
    plan
        From `plan_run`.
    kernels
        How notebooks are executed.
    resume
        Take up what an earlier run finished from the same texts, code and parameters.

    Raises
    ------
    DhtoolsError
        If another run is at work there, or a text or notebook was changed by somebody else in the meantime.
    OSError
        If the file system refuses. Nothing is changed in place then, nor by an interrupt; the notebooks that
        were finished are kept for `resume`.
    """
    for folder in ("notebooks", *EXPORTS):
        check_within(plan.target, f"{folder}/file")
    with ExitStack() as signals, staging_folder(plan.target) as staging:
        texts = texts_at_start(plan)
        stage(plan, staging, exports=files_below(plan.target, *EXPORTS))
        current = _Run(plan, kernels, staging, texts, finished_in(plan.target), _times(staging))
        current.execute(resume)
        report = current.report()
        texts.check()
        if report.changes and not report.waiting:
            _check_sources(plan, current.made)
            # Until staging is removed, so that "interrupted" always means that nothing was changed in place.
            signals.enter_context(undisturbed())
            swap_in(staging, plan.target, report.changes)
        if not report.missing and {*current.kept.names()} <= {*plan.notebooks}:
            current.kept.forget(*plan.notebooks)
    return report


@dataclass(slots=True)
class _Run:
    """A run at work: what it has made so far, by notebook."""

    plan: Plan
    kernels: Kernels
    staging: Path
    texts: TextsAtStart
    kept: Finished
    before: Mapping[str, int]
    made: dict[str, Sequence[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    not_begun: list[str] = field(default_factory=list)
    taken_up: list[str] = field(default_factory=list)

    def execute(self, resume: bool) -> None:
        """Execute the notebooks, or take them up."""
        if not resume:
            self.kept.forget(*self.plan.notebooks)
        for names in rounds(self.plan):
            if self.failures:
                self.not_begun += names
                continue
            inputs = {name: inputs_of(self.plan, self.staging, name) for name in names}
            todo = [name for name in names if not (resume and self._taken_up(name, inputs[name]))]
            jobs = [job_of(self.plan, self.staging, name) for name in todo]
            execute(jobs, self.kernels, partial(self._ended, inputs))

    def _taken_up(self, name: str, inputs: str) -> bool:
        files = self.kept.take_up(name, inputs, self.staging)
        if files is not None:
            self.made[name] = files
            self.taken_up.append(name)
        return files is not None

    def _ended(self, inputs: Mapping[str, str], done: Executed) -> None:
        name = done.job.name
        if done.failure is not None:
            self.failures.append(done.failure)
            return
        (notebook,) = write_notebooks(self.plan, self.staging, [done])
        content = read_notebook(self.staging / notebook)
        keep_outputs(content, self.plan.target / notebook)
        (self.staging / notebook).write_bytes(dump(content))
        exports = sorted(_touched(self.staging, self.before, name))
        self.texts.check_read(name, (self.staging / file for file in exports if file.endswith(".json")))
        self.made[name] = (notebook, *exports)
        self.kept.keep(name, inputs[name], self.made[name], self.staging)

    def report(self) -> Report:
        """Say what was made, and what it changes in the target."""
        missing = [*(failure.notebook for failure in self.failures), *self.not_begun]
        changes = self._collect(missing) if self.made else Changes((), ())
        told = [name for name in missing if reads_others(self.plan, name) and _has_results(self.plan, name)]
        return Report(
            self.plan.target,
            tuple(self.plan.notebooks),
            tuple(self.failures),
            tuple(self.not_begun),
            tuple(self.taken_up),
            changes,
            waiting=bool(changes and told),
        )

    def _collect(self, missing: Iterable[str]) -> Changes:
        made = {file for files in self.made.values() for file in files}
        made.update(write_marker(self.plan, self.staging, self.made), staged_bibliography(self.staging))
        removed = {file for file in self.before if not (self.staging / file).is_file()}
        if missing:  # what lies in no notebook's folder may be of any of them
            removed -= {file for file in removed if _owner(file) not in self.made}
        else:
            made |= _changed(self.staging, self.before)
        own = {file for file in self.before if _owner(file) in self.made}
        gone = [file for file in sorted(own | removed) if file not in made]
        for file in gone:
            (self.staging / file).unlink(missing_ok=True)
        for name in missing:
            self._as_before(name)
        made.update(write_gallery_of(self.staging), write_catalogue_of(self.plan, self.staging))
        return compare(self.staging, self.plan.target, made=made, gone=gone)

    def _as_before(self, name: str) -> None:
        """Leave in staging what a notebook that failed has in the target: the gallery shows no other."""
        for file in list(files_below(self.staging, *EXPORTS)):
            if _owner(file) == name:
                (self.staging / file).unlink()
        for file in self.before:
            if _owner(file) == name:
                copy_file(self.plan.target / file, self.staging / file)


def _times(staging: Path) -> dict[str, int]:
    return {name: (staging / name).stat().st_mtime_ns for name in files_below(staging, *EXPORTS)}


def _changed(staging: Path, before: Mapping[str, int]) -> set[str]:
    return {file for file, time in _times(staging).items() if before.get(file) != time}


def _touched(staging: Path, before: Mapping[str, int], name: str) -> set[str]:
    """Return the exports that a notebook has written, or `dhtools.export` has declared to be still valid."""
    log = staging / WORK / f"{name}.exports"
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else ()
    declared = {file for file in (Path(line).as_posix() for line in lines) if (staging / file).is_file()}
    return declared | {file for file in _changed(staging, before) if _owner(file) == name}


def _owner(file: str) -> str:
    """Return the notebook that a file belongs to by its folder; empty for tables that all may read."""
    parts = Path(file).parts
    return parts[1] if len(parts) > 2 else ""


def _has_results(plan: Plan, name: str) -> bool:
    return any((plan.target / folder / name).is_dir() for folder in EXPORTS)


def _check_sources(plan: Plan, names: Iterable[str]) -> None:
    if not plan.in_place:
        return
    for name in names:
        path = plan.root / "notebooks" / f"{name}.ipynb"
        if not path.is_file() or read_notebook(path) != plan.notebooks[name]:
            raise DhtoolsError(
                f"{path} was changed while it was executed. Nothing was changed in place; "
                "run again with --resume."
            )
