"""The command line: `dhtools COMMAND`."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DhtoolsError
from .notebooks.checking import Verdict, check
from .notebooks.execution import Failure, Kernels, Watcher
from .notebooks.paper_figures import FORMATS, make_figures
from .notebooks.parameters import parse_setting
from .notebooks.paths import find_root
from .notebooks.plan import plan_run
from .notebooks.project import make_project
from .notebooks.running import Report, run

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    Command = Callable[[argparse.Namespace], int]
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130

RUN_HELP = """\
Execute notebooks and renew what they hold and export: notebooks/, figures/ and data/. All or nothing: if a
notebook fails, or the run is interrupted, nothing in the repository is changed. Files whose content stays the
same are not touched. In figures/NAME/ and data/NAME/, files that notebook NAME no longer makes are deleted.
"""

RUN_EXAMPLES = """\
examples:
  dhtools run                         all notebooks of this repository
  dhtools run 01-stylometry           one of them
  dhtools run --corpus ~/novels --out ~/novels-results
                                                all of them over other texts (a folder or a file); the
                                                results go to another folder, without the cells that interpret
                                                the texts of this repository (tagged `reading`)
  dhtools run 01-stylometry --set WORDS=500 --out ~/longer
                                                another value in the cell tagged `parameters`

exit status: 0 all succeeded; 1 a notebook failed; 2 wrong input; 130 interrupted
"""


CHECK_HELP = """\
Execute notebooks in a scratch folder and compare what they print, draw and export with what is here: numbers
to a relative 1e-9, printed numbers as roundings, pictures as the eye sees them, and every file of figures/
and data/. The repository stays as it is. What differs is listed with notebook, cell, row and column.
"""

FIGURES_HELP = """\
Execute notebooks in a scratch folder and put every figure into a folder: in the format asked for, with fonts
embedded, as a greyscale proof (PNG), and with its data (CSV). Captions, alt texts and how to cite stand in
figures/README.md. The repository stays as it is.
"""

CHECK_EXAMPLES = """\
examples:
  dhtools check                       all notebooks of this repository
  dhtools check 03-terms              one of them

exit status: 0 everything is as it was; 1 something differs, or a notebook failed; 2 wrong input;
130 interrupted
"""


INSPECT_HELP = """\
Read a corpus and say what was found: formats, encodings, languages, lengths, kinds of block, voices, texts
that are nearly the same, odd characters, and what each notebook can say at these lengths. Nothing is written.
"""

INSPECT_EXAMPLES = """\
examples:
  dhtools inspect ~/novels            a folder with texts in any of the known formats
  dhtools inspect speeches.csv --text-column speech
                                                a table, a row a text

exit status: 0 all was read; 2 wrong input
"""


NEW_EXAMPLES = """\
examples:
  dhtools new my-study
  dhtools new ~/work/letters
"""

LAB_EXAMPLES = """\
examples:
  dhtools lab
  dhtools lab --no-browser
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = _parser()
    options, further = parser.parse_known_args(arguments)
    if further and options.__dict__.get("command") is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    options.further = further
    if "command" not in options:
        parser.print_help()
        return 0
    # A run ends by SIGTERM as by Ctrl-C: kernels stopped, staging folder removed. SIGINT is set because a
    # shell lets commands in the background ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        status: int = options.command(options)
    except (DhtoolsError, OSError) as error:
        print(f"dhtools: {error}", file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("dhtools: interrupted; nothing was changed.", file=sys.stderr)
        return INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dhtools",
        description="Texts by style, topics, terms and rhetoric: in notebooks, run and checked.",
    )
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_run(commands)
    _add_check(commands)
    _add_figures(commands)
    _add_inspect(commands)
    _add_new(commands)
    _add_lab(commands)
    return parser


def _add_parser(
    commands: Commands, name: str, run: Command, *, brief: str, about: str, examples: str = ""
) -> argparse.ArgumentParser:
    """Add a command, with its help and examples as they are written."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser(name, help=brief, description=about, epilog=examples, formatter_class=layout)
    parser.set_defaults(command=run)
    return parser


def _add_command(
    commands: Commands, name: str, run: Command, *, brief: str, about: str, examples: str = ""
) -> argparse.ArgumentParser:
    """Add a command that executes notebooks."""
    parser = _add_parser(commands, name, run, brief=brief, about=about, examples=examples)
    add = parser.add_argument
    add("notebooks", nargs="*", metavar="NOTEBOOK", help="name or path of a notebook; all if none is given")
    add(
        "--jobs",
        type=_positive,
        metavar="N",
        help="so many notebooks at a time (default: number of processors)",
    )
    add("--timeout", type=_positive, default=600, metavar="SECONDS", help="for each cell (default: 600)")
    return parser


def _add_run(commands: Commands) -> None:
    brief = "execute notebooks, and renew their outputs and exports"
    parser = _add_command(commands, "run", _run, brief=brief, about=RUN_HELP, examples=RUN_EXAMPLES)
    add = parser.add_argument
    add(
        "--corpus",
        type=Path,
        metavar="PATH",
        help="read the texts of this folder, file, archive or table; needs --out",
    )
    add("--out", type=Path, metavar="FOLDER", help="put the results there; the repository stays as it is")
    add("--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter; needs --out")


def _add_check(commands: Commands) -> None:
    brief = "execute notebooks beside the repository, and say what differs"
    _add_command(commands, "check", _check, brief=brief, about=CHECK_HELP, examples=CHECK_EXAMPLES)


def _add_figures(commands: Commands) -> None:
    brief = "make all figures anew, at a journal's width and in its format"
    parser = _add_command(commands, "figures", _figures, brief=brief, about=FIGURES_HELP)
    add = parser.add_argument
    add(
        "--width", choices=("single", "double"), default="double", help="a journal's column, or two (default)"
    )
    add("--format", choices=FORMATS, default="pdf", help="default: pdf")
    add("--out", type=Path, metavar="FOLDER", default=Path("build/figures"), help="default: build/figures")


def _add_inspect(commands: Commands) -> None:
    brief = "say what was read from a folder or file, and what the notebooks can say of it"
    parser = _add_parser(
        commands, "inspect", _inspect, brief=brief, about=INSPECT_HELP, examples=INSPECT_EXAMPLES
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder, a file, a ZIP archive or a table")
    parser.add_argument("--text-column", metavar="NAME", help="the column of a table that holds the texts")


def _add_new(commands: Commands) -> None:
    brief = "make a project: the notebooks, and a folder for your texts"
    about = "Make a project in a new folder: notebooks/, corpus/ for your texts, README.md."
    parser = _add_parser(commands, "new", _new, brief=brief, about=about, examples=NEW_EXAMPLES)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty")


def _add_lab(commands: Commands) -> None:
    brief = "open the notebooks of a project in JupyterLab"
    about = "Open the notebooks of the project, from any folder in it. Other options go to JupyterLab."
    _add_parser(commands, "lab", _lab, brief=brief, about=about, examples=LAB_EXAMPLES)


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def _run(options: argparse.Namespace) -> int:
    settings = dict(parse_setting(text) for text in options.set)
    plan = plan_run(options.notebooks, corpus=options.corpus, out=options.out, settings=settings)
    with _kernels(options) as kernels:
        report = run(plan, kernels)
    _print_errors(map(describe, report.failures))
    print(summary(report))
    return FAILED if report.failures else 0


def _check(options: argparse.Namespace) -> int:
    plan = plan_run(options.notebooks)
    with _kernels(options) as kernels:
        verdict = check(plan, kernels)
    _print_errors([*map(describe, verdict.failures), *verdict.differences])
    print(judgement(verdict))
    return FAILED if verdict.failures or verdict.differences else 0


def _new(options: argparse.Namespace) -> int:
    made = make_project(options.folder)
    print(f"{_number(len(made), 'file')} made in {options.folder}. Read README.md there first.")
    return 0


def _lab(options: argparse.Namespace) -> int:
    if find_spec("jupyterlab") is None:
        raise DhtoolsError("JupyterLab is not installed. Install it: pip install 'dhtools[lab]'.")
    command = [sys.executable, "-m", "jupyterlab", str(find_root() / "notebooks"), *options.further]
    return subprocess.call(command)


def _inspect(options: argparse.Namespace) -> int:
    from .annotation.record import annotate
    from .corpus.texts import read_corpus
    from .inspection import inspection_report

    print(inspection_report(annotate(read_corpus(options.path, text_column=options.text_column))))
    return 0


def _figures(options: argparse.Namespace) -> int:
    plan = plan_run(options.notebooks)
    with _kernels(options) as kernels:
        report = make_figures(plan, options.out, width=options.width, picture=options.format, kernels=kernels)
    _print_errors(map(describe, report.failures))
    for name in report.without_room:
        print(f"{name}: no room at {options.width} width; made at the width it is drawn for.")
    print(f"{_number(len(report.made), 'file')} in {options.out}.")
    return FAILED if report.failures else 0


@contextmanager
def _kernels(options: argparse.Namespace) -> Iterator[Kernels]:
    if not sys.stderr.isatty():
        yield Kernels(options.jobs, options.timeout, Lines())
        return
    with Display() as display:
        yield Kernels(options.jobs, options.timeout, display)


def _print_errors(lines: Iterable[object]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def describe(failure: Failure) -> str:
    """Say where and why a notebook failed, in some lines."""
    head = f"\n{failure.notebook}, cell {failure.cell} ({failure.cell_id}): {failure.line}"
    error = f"  {failure.error}: {failure.message}"
    return "\n".join([head, error, *(f"    {line}" for line in failure.traceback)])


def summary(report: Report) -> str:
    """Say in one line what a run did."""
    total, failed = len(report.notebooks), len(report.failures)
    if failed:
        return f"{failed} of {_number(total, 'notebook')} failed; nothing was changed in {report.target}."
    written, deleted = len(report.changes.written), len(report.changes.deleted)
    done = f"{_number(total, 'notebook')} executed in {report.target}"
    if not report.changes:
        return f"{done}; every file is as it was."
    return f"{done}; {_number(written, 'file')} written, {deleted} deleted."


def judgement(verdict: Verdict) -> str:
    """Say in one line what a check found."""
    total, failed, found = len(verdict.notebooks), len(verdict.failures), len(verdict.differences)
    if failed:
        return f"{failed} of {_number(total, 'notebook')} failed; nothing was compared."
    done = f"{_number(total, 'notebook')} executed again"
    result = f"{done}: {_number(found, 'difference')}." if found else f"{done}; everything is as it was."
    return f"{result} {_sentences(verdict.predicates)}" if verdict.predicates else result


def _sentences(predicates: Sequence[Sequence[str]]) -> str:
    """Say how many sentences were held to how many predicates."""
    held = [one for one in predicates if one]
    stated = _number(sum(map(len, held)), "predicate")
    return (
        f"{len(held)} of {_number(len(predicates), 'sentence')} stated {stated}; "
        "each holds, and fails when it is turned round."
    )


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


class Lines(Watcher):
    """A watcher for log files: one line when a notebook starts, one when it ends."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def started(self, notebook: str, cells: int) -> None:
        """Print its name and number of cells."""
        self._since[notebook] = time.monotonic()
        print(f"{notebook}: started, {cells} cells", file=sys.stderr, flush=True)

    def ended(self, notebook: str, failure: Failure | None) -> None:
        """Print its name, how it ended, and the seconds it took."""
        seconds = time.monotonic() - self._since[notebook]
        how = f"failed in cell {failure.cell}" if failure else "done"
        print(f"{notebook}: {how}, {seconds:.1f} s", file=sys.stderr, flush=True)


class Display(Watcher):
    """A watcher for terminals: one line a notebook, with its cell and the time elapsed."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        self._progress: Progress = Progress(
            TextColumn("{task.description}"),
            TextColumn("cell {task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[state]}"),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Display:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def started(self, notebook: str, cells: int) -> None:
        """Add its line."""
        self._tasks[notebook] = self._progress.add_task(notebook, total=cells, state="")

    def reached(self, notebook: str, cell: int) -> None:
        """Show the cell."""
        self._progress.update(self._tasks[notebook], completed=cell)

    def ended(self, notebook: str, failure: Failure | None) -> None:
        """Show how it ended, and stop its clock."""
        state = "[red]failed[/red]" if failure else "[green]done[/green]"
        self._progress.update(self._tasks[notebook], state=state)
        self._progress.stop_task(self._tasks[notebook])
