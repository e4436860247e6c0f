"""What commands say at their end: what was done, what failed and where, what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..diff import Change
from ..notebooks.checking import Verdict
from ..notebooks.checksums import CHECKSUMS
from ..notebooks.failures import DEAD, TIMEOUT, Failure
from ..notebooks.parameters import Parameter, parameters_of
from ..notebooks.paths import FINISHED
from ..notebooks.plan import Plan
from ..notebooks.running import Report
from ..notebooks.swapping import Changes
from ..wording import counted

#: So many files are named one by one.
_LISTED = 10
#: What the comment of a parameter says if the notebook is quicker with another value.
_QUICKER = "quicker"


def describe(failure: Failure, plan: Plan, timeout: int) -> str:
    """Say where and why a notebook failed, and what may help, in some lines."""
    place = f"{failure.notebook}, cell {failure.cell} ({failure.cell_id}), line {failure.line_number}"
    head = f"\n{place}: {failure.line}\n  {failure.error}: {failure.message}"
    return "\n".join([head, *(f"    {line}" for line in failure.details), *_remedies(failure, plan, timeout)])


def _remedies(failure: Failure, plan: Plan, timeout: int) -> Iterator[str]:
    if failure.error == TIMEOUT:
        yield f"  Give each cell more time: --timeout {4 * timeout}"
    if failure.error == DEAD:
        yield "  A kernel dies mostly where memory is full. One notebook at a time needs least: --jobs 1"
    if failure.error in (TIMEOUT, DEAD):
        known = parameters_of(plan.notebooks[failure.notebook], failure.notebook)
        for parameter in quicker(known, failure.source):
            yield f"  Or give it less to do: {parameter}"


def quicker(known: Mapping[str, Parameter], source: str) -> list[Parameter]:
    """Return the parameters by which a cell can be made quicker; those of its notebook if it names none."""
    every = [one for one in known.values() if _QUICKER in one.meaning]
    return [one for one in every if one.name in source] or every


def summary(report: Report, options: str = "") -> str:
    """Say what a run did, and how to go on; *options* are those that it was given."""
    total, missing = len(report.notebooks), len(report.missing)
    taken = f", {len(report.taken_up)} of them by an earlier run" if report.taken_up else ""
    done = f"{counted(total - missing, 'notebook')} executed{taken}"
    if missing == total:
        return f"{_reasons(report)} Everything in {report.target} is as it was."
    if not missing:
        return f"{done}, in {report.target}; {_changes(report.changes)}"
    again = f"Take up what is missing: dhtools run {options} --resume".replace("  ", " ")
    if report.waiting:
        told = ", ".join(report.not_begun) or ", ".join(report.missing)
        return (
            f"{done} and kept in {report.target / FINISHED}; everything in place is as it was, because what "
            f"is in place of {told} was made from the tables there. {_reasons(report)}\n{again}"
        )
    return f"{done}, in {report.target}; {_changes(report.changes)}\n{_reasons(report)}\n{again}"


def _reasons(report: Report) -> str:
    failed = ", ".join(failure.notebook for failure in report.failures)
    after = (
        f"; {', '.join(report.not_begun)} not begun: it reads what others export" if report.not_begun else ""
    )
    return f"{len(report.failures)} of {counted(len(report.notebooks), 'notebook')} failed: {failed}{after}."


def _changes(changes: Changes) -> str:
    if not changes:
        return "every file is as it was."
    files = [*changes.written, *(f"{file} (deleted)" for file in changes.deleted)]
    more = [f"and {counted(len(files) - _LISTED, 'more file')}"] if len(files) > _LISTED else []
    head = f"{counted(len(changes.written), 'file')} written, {len(changes.deleted)} deleted:"
    return "\n".join([head, *(f"  {line}" for line in (*files[:_LISTED], *more))])


def judgement(verdict: Verdict) -> str:
    """Say in one line what a check found."""
    total, failed, found = len(verdict.notebooks), len(verdict.failures), len(verdict.differences)
    if failed:
        return f"{failed} of {counted(total, 'notebook')} failed; nothing was compared."
    done = f"{counted(total, 'notebook')} executed again"
    result = f"{done}: {counted(found, 'difference')}." if found else f"{done}; everything is as it was."
    return f"{result} {_sentences(verdict.predicates)}" if verdict.predicates else result


def _sentences(predicates: Sequence[Sequence[str]]) -> str:
    """Say how many sentences were held to how many predicates."""
    held = [one for one in predicates if one]
    stated = counted(sum(map(len, held)), "predicate")
    return (
        f"{len(held)} of {counted(len(predicates), 'sentence')} stated {stated}; "
        "each holds, and fails when it is turned round."
    )


def declaration(changes: Sequence[Change]) -> str:
    """Say in some lines what is declared anew."""
    if not changes:
        return f"{CHECKSUMS}: everything is as it was declared."
    more = [f"  and {len(changes) - _LISTED} more"] if len(changes) > _LISTED else []
    head = f"{CHECKSUMS}: {counted(len(changes), 'change')} declared:"
    return "\n".join([head, *(f"  {change.where}" for change in changes[:_LISTED]), *more])


def figures_made(made: Iterable[str], folder: object) -> str:
    """Say in one line how many files of figures are in a folder."""
    return f"{counted(len(list(made)), 'file')} in {folder}."
