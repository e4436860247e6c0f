"""The commands: what each does with its options."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..errors import DhtoolsError, refusal
from ..escaping import terminal
from ..notebooks.caches import cache_variables
from ..notebooks.checking import check
from ..notebooks.checksums import write_checksums
from ..notebooks.execution import Kernels
from ..notebooks.extras import need
from ..notebooks.finished import finished_in
from ..notebooks.forecast import forecast
from ..notebooks.own_folders import scratch_folder
from ..notebooks.paper_figures import make_figures
from ..notebooks.parameters import parse_setting
from ..notebooks.paths import find_root, is_project, located, texts_of
from ..notebooks.plan import plan_run
from ..notebooks.project import make_project
from ..notebooks.running import run
from ..notebooks.site import make_site
from . import corpora, publishing
from .options import make_parser
from .progress import Display, Lines
from .report import declaration, describe, figures_made, judgement, summary

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130
_PACKAGE = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = make_parser(COMMANDS)
    options, further = parser.parse_known_args(arguments)
    if further and options.name != "lab":
        options.parser.refuse(further)
    options.further, options.given = further, sys.argv[2:] if arguments is None else list(arguments)[1:]
    if options.name is None:
        parser.print_help()
        return 0
    # A run ends by SIGTERM as by Ctrl-C: kernels stopped, staging folder removed. SIGINT is set because a
    # shell lets commands in the background ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        status: int = options.command(options)
    except DhtoolsError as error:
        _print_errors([f"dhtools: {error}"])
        return WRONG_INPUT
    except OSError as error:
        _print_errors([f"dhtools: {refusal(error)}"])
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("dhtools: interrupted; nothing was changed in place.", file=sys.stderr)
        return INTERRUPTED
    return status


def _run(options: argparse.Namespace) -> int:
    need("lab", "nbclient", "ipykernel")
    settings = dict(parse_setting(text) for text in options.set)
    plan = plan_run(options.notebooks, corpus=options.corpus, out=options.out, settings=settings)
    lines, plan = forecast(plan, options.jobs)
    _print_errors(lines)
    again = shlex.join(word for word in options.given if word != "--resume")
    try:
        with _kernels(options) as kernels:
            report = run(plan, kernels, resume=options.resume)
    except KeyboardInterrupt:
        if kept := finished_in(plan.target).names():
            _print_errors([f"Finished and kept: {', '.join(kept)}. Go on: dhtools run {again} --resume"])
        raise
    _print_errors(describe(failure, plan, options.timeout) for failure in report.failures)
    _say(summary(report, again))
    if plan.advice:
        _say("\n".join(["Worth changing (--set NAME=VALUE):", *(f"  {line}" for line in plan.advice)]))
    return FAILED if report.missing else 0


def _check(options: argparse.Namespace) -> int:
    need("lab", "nbclient", "ipykernel")
    if options.declare:
        root, _ = located(options.notebooks)
        _say(declaration(write_checksums(root)))
        return 0
    plan = plan_run(options.notebooks)
    with _kernels(options) as kernels:
        verdict = check(plan, kernels)
    _print_errors(describe(failure, plan, options.timeout) for failure in verdict.failures)
    _print_errors(verdict.differences)
    _say(judgement(verdict))
    return FAILED if verdict.failures or verdict.differences else 0


def _figures(options: argparse.Namespace) -> int:
    need("lab", "nbclient", "ipykernel")
    plan = plan_run(options.notebooks)
    out = options.out or plan.root / "build" / "figures"
    with _kernels(options) as kernels:
        report = make_figures(plan, out, width=options.width, picture=options.format, kernels=kernels)
    _print_errors(describe(failure, plan, options.timeout) for failure in report.failures)
    for name in report.without_room:
        _say(f"{name}: no room at {options.width} width; made at the width it is drawn for.")
    _say(figures_made(report.made, out))
    return FAILED if report.failures else 0


def _inspect(options: argparse.Namespace) -> int:
    from ..annotation.record import annotate
    from ..corpus.texts import read_corpus
    from ..inspection import inspection_report

    path = options.path or find_root()
    texts = texts_of(path) if is_project(path) else path
    _say(inspection_report(annotate(read_corpus(texts, text_column=options.text_column))))
    return 0


def _new(options: argparse.Namespace) -> int:
    made = make_project(options.folder)
    _say(f"{len(made)} files made in {options.folder}. Read README.md there first.")
    return 0


def _lab(options: argparse.Namespace) -> int:
    need("lab", "jupyterlab")
    first, *rest = options.further or [""]
    root, further = (
        (find_root(Path(first)), rest) if Path(first or "-").is_dir() else (find_root(), options.further)
    )
    if getattr(os, "geteuid", lambda: 1)() == 0 and "--allow-root" not in further:
        raise DhtoolsError(
            "JupyterLab does not start for root unless told to: dhtools lab --allow-root; in a container add "
            "--no-browser --ip=0.0.0.0."
        )
    # the package's configuration: notebooks are saved as a run does, without noise
    paths = os.pathsep.join(filter(None, [str(_PACKAGE), os.environ.get("JUPYTER_CONFIG_PATH", "")]))
    # all of the project is served, so that texts, tables and guides can be opened; notebooks/ is shown first
    served = [f"--ServerApp.root_dir={root}", "--FileContentsManager.preferred_dir=notebooks"]
    command = [sys.executable, "-m", "jupyterlab", *served, *further]
    with scratch_folder("lab") as scratch:
        variables = {**os.environ, **cache_variables(scratch), "JUPYTER_CONFIG_PATH": paths}
        return subprocess.call(command, env=variables)


def _site(options: argparse.Namespace) -> int:
    need("site", "sphinx", "myst_nb", "latex2mathml", "pydata_sphinx_theme")
    _say(f"Open {make_site(find_root(options.folder))}")
    return 0


COMMANDS = {
    "run": _run,
    "check": _check,
    "figures": _figures,
    "inspect": _inspect,
    "new": _new,
    "lab": _lab,
    "site": _site,
    **publishing.COMMANDS,
    **corpora.COMMANDS,
}


@contextmanager
def _kernels(options: argparse.Namespace) -> Iterator[Kernels]:
    if not sys.stderr.isatty():
        yield Kernels(options.jobs, options.timeout, Lines())
        return
    with Display() as display:
        yield Kernels(options.jobs, options.timeout, display)


def _print_errors(lines: Iterable[object]) -> None:
    for line in lines:
        print(terminal(str(line)), file=sys.stderr)


def _say(line: str) -> None:
    print(terminal(line))
