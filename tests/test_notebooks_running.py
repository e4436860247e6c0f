"""The suite: a notebook whole or not at all, no noise, and clear words for bad input.

A kernel takes one to three seconds to start, so tests that look at the same run share it.
"""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import nbformat
import pytest
from repositories import (
    EXPORT,
    PARAMETERS,
    Done,
    code,
    command,
    contents,
    environment,
    execute,
    make_repository,
    write,
)

from dhtools.cli import main
from dhtools.errors import DhtoolsError
from dhtools.notebooks import plan_run, run
from dhtools.notebooks.files import dump, read_notebook
from dhtools.notebooks.normalise import normalise
from dhtools.notebooks.parameters import with_parameters
from dhtools.notebooks.paths import find_root, path_between, select_notebooks
from dhtools.notebooks.running import Report
from dhtools.notebooks.saving import normalise_on_save
from dhtools.notebooks.swapping import Changes, swap_in

CONFIG = Path(sys.modules["dhtools"].__path__[0]) / "jupyter_server_config.json"


def outputs(root: Path, name: str = "00-alpha") -> dict[str, Any]:
    """Return the outputs of a notebook by cell id."""
    notebook = read_notebook(root / "notebooks" / f"{name}.ipynb")
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository that may be changed."""
    return make_repository(tmp_path / "repository")


@pytest.fixture
def here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository that is the current folder."""
    monkeypatch.chdir(repository)
    return repository


class Twice(NamedTuple):
    """A repository after a first and a second run."""

    root: Path
    first: Done
    second: Report
    after_first: dict[str, tuple[bytes, int]]
    after_second: dict[str, tuple[bytes, int]]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    """Run the notebooks two times, over leftovers of earlier ones."""
    root = make_repository(tmp_path_factory.mktemp("twice"))
    for name in (
        "figures/00-alpha/old.txt",
        "figures/01-beta/b.txt",
        "figures/02-other/kept.txt",
        "data/kept.csv",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("b")
    # A kernel of the name python3 that is not this interpreter, as users have it after years of installing.
    foreign = tmp_path_factory.mktemp("jupyter") / "kernels" / "python3"
    foreign.mkdir(parents=True)
    kernel = {"argv": ["/bin/false"], "display_name": "Foreign", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(kernel))
    first = execute(root, JUPYTER_PATH=str(foreign.parent.parent))
    after_first = contents(root)
    second = run(plan_run(start=root))
    return Twice(root, first, second, after_first, contents(root))


class TestRun:
    """A run that succeeds."""

    def test_succeeds(self, twice: Twice) -> None:
        assert twice.first.status == 0, twice.first.err
        assert not twice.second.failures

    def test_second_run_touches_nothing(self, twice: Twice) -> None:
        assert twice.after_first == twice.after_second
        assert twice.second.changes == Changes((), ())

    def test_exports_are_in_place(self, twice: Twice) -> None:
        assert (twice.root / "figures/00-alpha/names.txt").read_text() == "['a.txt', 'b.txt'] 300"
        assert (twice.root / "data/corpus/names.csv").read_text() == "a.txt,b.txt"

    def test_undeclared_file_is_in_place(self, twice: Twice) -> None:
        assert (twice.root / "data/undeclared.csv").read_text() == "1"

    def test_only_stale_exports_of_executed_notebooks_vanish(self, twice: Twice) -> None:
        assert not (twice.root / "figures/00-alpha/old.txt").exists()
        for name in ("figures/01-beta/b.txt", "figures/02-other/kept.txt", "data/kept.csv"):
            assert (twice.root / name).read_text() == "b"

    def test_no_staging_is_left(self, twice: Twice) -> None:
        assert not list(twice.root.glob(".staging-*"))

    def test_says_when_a_notebook_starts_and_ends(self, twice: Twice) -> None:
        assert "00-alpha: started, 5 cells" in twice.first.err
        assert re.search(r"01-beta: done, [\d.]+ s", twice.first.err)
        assert sum(line.startswith(("00-", "01-")) for line in twice.first.err.splitlines()) == 4

    def test_outputs_hold_nothing_of_this_machine(self, twice: Twice) -> None:
        text = json.dumps(outputs(twice.root))
        assert str(twice.root) not in text
        assert str(Path.home()) not in text
        assert "0x7" not in text
        assert ".staging" not in text
        assert "ipykernel_" not in text

    def test_outputs_say_what_is_left_of_the_machine(self, twice: Twice) -> None:
        streams = outputs(twice.root)["noise"][:-1]
        text = "".join(output.text for output in streams)
        assert "<object object at 0x0> ../notebooks ~/x …\n" in text
        assert "1 0 True\n" in text

    def test_is_what_jupyterlab_would_write(self, twice: Twice) -> None:
        path = twice.root / "notebooks/00-alpha.ipynb"
        assert path.read_bytes() == dump(nbformat.read(path, as_version=4))

    def test_keeps_cells_and_ids(self, twice: Twice) -> None:
        cells = read_notebook(twice.root / "notebooks/00-alpha.ipynb").cells
        own = ["parameters", "reading", "export", "alpha", "noise", "needs-terms", "needs-sources"]
        assert [cell.id for cell in cells] == own
        assert cells[0].source == PARAMETERS


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done, bool]:
    """Run notebooks of which one fails, one dies, one hangs and one is fine."""
    root = make_repository(tmp_path_factory.mktemp("failed"))
    parameters = code(PARAMETERS, "parameters", name="parameters")
    bad = code('\nexport("figures/00-alpha/x.txt", "x")\n1 / 0  # oh', name="bad")
    text = nbformat.v4.new_markdown_cell("text", id="text")
    write(root / "notebooks/00-alpha.ipynb", text, parameters, code(EXPORT, name="export"), bad)
    dies = "import os, sys\nsys.__stderr__.flush()\nos.write(2, b'last words'); os._exit(3)"
    write(root / "notebooks/02-dies.ipynb", parameters, code(dies, name="dies"))
    slow = code('CORPUS = ""\nROUNDS = 9  # of waiting; fewer are quicker\nK = 1', "parameters", name="p")
    write(root / "notebooks/03-hangs.ipynb", slow, code("import time\n\ntime.sleep(60)", name="hangs"))
    before = contents(root)
    done = execute(root, "--timeout", "3", "--jobs", "4")
    after = contents(root)
    return root, done, all(after[name] == state for name, state in before.items() if "01-beta" not in name)


def ordered(told: str) -> str:
    """Name the notebooks that failed in one order: they end in any."""
    return re.sub(r"(?<=failed: )[^.;]+", lambda found: ", ".join(sorted(found[0].split(", "))[::-1]), told)


class TestFailure:
    """A run in which notebooks fail."""

    def test_what_failed_changes_nothing(self, failed: tuple[Path, Done, bool]) -> None:
        root, done, as_before = failed
        assert as_before
        assert done.status == 1
        assert "3 of 4 notebooks failed: 03-hangs, 02-dies, 00-alpha." in ordered(done.out)
        assert [path.name for path in (root / "figures").iterdir() if path.is_dir()] == ["01-beta"]

    def test_what_succeeded_is_in_place_and_kept(self, failed: tuple[Path, Done, bool]) -> None:
        root, done, _ = failed
        assert (root / "figures/01-beta/b.txt").read_text() == "b"
        assert outputs(root, "01-beta")["beta"]
        assert "1 notebook executed" in done.out and "--timeout 3 --jobs 4 --resume" in done.out
        assert [path.name for path in (root / ".finished").iterdir()] == ["01-beta"]

    def test_others_are_executed(self, failed: tuple[Path, Done, bool]) -> None:
        assert "01-beta: done" in failed[1].err

    def test_says_where_and_why(self, failed: tuple[Path, Done, bool]) -> None:
        assert (
            "00-alpha, cell 4 (bad), line 3: 1 / 0  # oh\n  ZeroDivisionError: division by zero\n"
            in failed[1].err
        )
        assert "\x1b" not in failed[1].err

    def test_dead_kernel_is_a_failure_of_its_cell(self, failed: tuple[Path, Done, bool]) -> None:
        assert "02-dies, cell 2 (dies), line 1: import os, sys" in failed[1].err
        assert "DeadKernel" in failed[1].err and "last words" in failed[1].err and "--jobs 1" in failed[1].err

    def test_hanging_cell_is_a_failure(self, failed: tuple[Path, Done, bool]) -> None:
        assert "03-hangs, cell 2 (hangs), line 3: time.sleep(60)" in failed[1].err
        assert "Timeout: The cell took more than 3 s.\n" in failed[1].err
        assert "Give each cell more time: --timeout 12\n" in failed[1].err
        assert "Or give it less to do: ROUNDS=9 (of waiting; fewer are quicker)\n" in failed[1].err


@contextmanager
def running(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a run that waits in a cell, and yield when it has come there."""
    wait = 'import time\nfrom pathlib import Path\nPath("../data/here.txt").write_text("1")\ntime.sleep(60)'
    write(root / "notebooks/00-alpha.ipynb", code("", "parameters", name="p"), code(wait, name="wait"))
    process = subprocess.Popen(
        command(root, "00-alpha"), cwd=root, env=environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(lambda: any(root.glob(".staging-*/data/here.txt")))
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class TestInterrupt:
    """A run that is stopped in the middle of a cell."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_changes_nothing(self, repository: Path, number: signal.Signals) -> None:
        with running(repository) as process:
            before = contents(repository / "notebooks") | contents(repository / "seeds")
            process.send_signal(number)
            _, err = process.communicate(timeout=90)
        assert process.returncode == 130
        assert "nothing was changed in place" in err
        assert "Traceback" not in err
        assert contents(repository / "notebooks") | contents(repository / "seeds") == before
        assert sorted(path.name for path in repository.iterdir()) == [".staging.lock", "notebooks", "seeds"]

    def test_second_run_refuses_and_killed_run_is_cleared(self, repository: Path) -> None:
        with running(repository) as process:
            plan = plan_run(["01-beta"], start=repository)
            with pytest.raises(DhtoolsError, match=rf"Another run \(process {process.pid} on"):
                run(plan)
        assert list(repository.glob(".staging-*"))  # killed: nobody could remove it
        assert not run(plan).failures
        assert not list(repository.glob(".staging-*"))
        assert not (repository / "data/here.txt").exists()


class Other(NamedTuple):
    """A run over another corpus."""

    root: Path
    out: Path
    done: Done
    untouched: bool


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Other:
    """Run the notebooks over another folder, with another parameter."""
    base = tmp_path_factory.mktemp("other")
    root = make_repository(base / "repository")
    (base / "novels").mkdir()
    (base / "novels" / "emma.txt").write_text("Emma")
    (base / "novels" / "terms.csv").write_text("group,term,form\n")
    before = contents(root)
    out = base / "results"
    arguments = ("--corpus", str(base / "novels"), "--out", str(out), "--set", "WORDS=500")
    return Other(root, out, execute(root, *arguments), contents(root) == before)


class TestOtherCorpus:
    """A run over another folder of texts."""

    def test_leaves_the_repository_untouched(self, other: Other) -> None:
        assert other.done.status == 0, other.done.err
        assert other.untouched

    def test_makes_notebooks_figures_and_data(self, other: Other) -> None:
        assert sorted(path.name for path in other.out.iterdir()) == [
            ".staging.lock",
            "data",
            "dhtools-run.json",
            "figures",
            "notebooks",
        ]
        assert (other.out / "figures/00-alpha/names.txt").read_text() == "['emma.txt'] 500"

    def test_leaves_out_readings_and_what_needs_a_sheet_that_is_not_there(self, other: Other) -> None:
        cells = read_notebook(other.out / "notebooks/00-alpha.ipynb").cells
        assert [cell.id for cell in cells] == ["parameters", "export", "alpha", "noise", "needs-terms"]

    def test_rewrites_only_the_literals(self, other: Other) -> None:
        cell = read_notebook(other.out / "notebooks/00-alpha.ipynb").cells[0]
        assert cell.source == PARAMETERS.replace('"../seeds"', '"../../novels"').replace("300", "500")

    def test_outputs_show_the_final_folder(self, other: Other) -> None:
        assert outputs(other.out)["noise"][-1].data["text/plain"] == "PosixPath('../../novels')"

    def test_marker_says_what_was_executed(self, other: Other) -> None:
        marker = json.loads((other.out / "dhtools-run.json").read_text())
        assert marker == {
            "corpus": "../novels",
            "notebooks": ["00-alpha", "01-beta"],
            "settings": {"WORDS": 500},
        }

    def test_result_can_be_executed_where_it_is(self, other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
        from nbclient import NotebookClient

        for name, value in (("OMP_NUM_THREADS", "1"), ("PYTHONHASHSEED", "0")):
            monkeypatch.setenv(name, value)
        path = other.out / "notebooks/00-alpha.ipynb"
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
        assert normalise(notebook, places={str(other.out): ".."}) == read_notebook(path)

    def test_may_be_repeated_and_keeps_readings_for_the_seeds(self, other: Other) -> None:
        plan = plan_run(["00-alpha"], corpus=other.root / "seeds", out=other.out, start=other.root)
        assert not run(plan).failures
        cells = read_notebook(other.out / "notebooks/00-alpha.ipynb").cells
        assert [cell.id for cell in cells][:2] == ["parameters", "reading"]
        assert 'CORPUS = "../../repository/seeds"  #' in cells[0].source

    def test_failed_run_leaves_no_folder(self, repository: Path) -> None:
        parameters = code(PARAMETERS, "parameters", name="p")
        write(repository / "notebooks/00-alpha.ipynb", parameters, code("oh", name="oh"))
        out = repository.parent / "out"
        report = run(plan_run(["00-alpha"], out=out, start=repository))
        assert [failure.error for failure in report.failures] == ["NameError"]
        assert not out.exists()


class TestBadInput:
    """Each error says what is wrong, and nothing is done."""

    def refused(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
        assert main(["run", *arguments]) == 2
        return capsys.readouterr().err

    def test_no_repository(self, tmp_path: Path) -> None:
        with pytest.raises(DhtoolsError, match=r"notebooks/ and seeds/"):
            find_root(tmp_path)

    def test_root_is_found_from_below(self, here: Path) -> None:
        assert find_root(here / "notebooks") == here

    def test_no_notebooks(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for path in (here / "notebooks").iterdir():
            path.unlink()
        assert "holds no notebook" in self.refused(capsys)

    def test_unknown_notebook(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "No notebook '09-x'. There are: 00-alpha, 01-beta." in self.refused(capsys, "09-x")

    @pytest.mark.parametrize("name", ["01-beta", "01-beta.ipynb", "notebooks/01-beta.ipynb"])
    def test_known_notebook(self, here: Path, name: str) -> None:
        assert [path.stem for path in select_notebooks(here, [name])] == ["01-beta"]

    @pytest.mark.parametrize("content", ["{", "[]", "{}", '{"nbformat": 3}', "\ufeff"])
    def test_no_notebook_in_the_file(
        self, here: Path, capsys: pytest.CaptureFixture[str], content: str
    ) -> None:
        (here / "notebooks/01-beta.ipynb").write_text(content)
        assert "01-beta.ipynb is not a" in self.refused(capsys)

    def test_shared_cell_id(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = here / "notebooks/01-beta.ipynb"
        path.write_text(path.read_text().replace('"id": "beta"', '"id": "parameters"'))
        assert "an id of its own for each cell" in self.refused(capsys)

    def test_notebook_saved_during_the_run(self, here: Path) -> None:
        plan = plan_run(["01-beta"])
        write(here / "notebooks/01-beta.ipynb", code("A = 1", "parameters", name="p"))
        before = contents(here)
        with pytest.raises(DhtoolsError, match="changed while it was executed"):
            run(plan)
        after = contents(here)
        assert {
            name: after[name] for name in after if not name.startswith((".finished", ".staging"))
        } == before

    @pytest.mark.parametrize("number", [0, 2])
    def test_not_one_parameters_cell(
        self, here: Path, capsys: pytest.CaptureFixture[str], number: int
    ) -> None:
        cells = [code("A = 1", "parameters", name=f"p{place}") for place in range(number)]
        write(here / "notebooks/01-beta.ipynb", *cells)
        error = self.refused(capsys)
        assert "01-beta" in error
        assert f"{number} code cells are tagged 'parameters'" in error

    def test_parameters_not_python(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(here / "notebooks/01-beta.ipynb", code("%matplotlib inline", "parameters", name="p"))
        assert "01-beta: the parameters cell is not Python" in self.refused(capsys)

    def test_corpus_without_out(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here.parent / "texts").mkdir()
        (here.parent / "texts" / "a.txt").touch()
        assert "needs --out" in self.refused(capsys, "--corpus", "../texts")

    def test_corpus_missing_or_empty(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "no such folder" in self.refused(capsys, "--corpus", "nowhere", "--out", "../out")
        (here.parent / "empty").mkdir()
        assert "no text lies in this folder" in self.refused(
            capsys, "--corpus", "../empty", "--out", "../out"
        )

    def test_corpus_unknown_to_a_notebook(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(here / "notebooks/01-beta.ipynb", code("A = 1", "parameters", name="p"))
        assert "01-beta: the parameters cell has no CORPUS" in self.refused(capsys, "--out", "../out")

    @pytest.mark.parametrize("out", [".", "notebooks/x", "seeds", "figures", "data/x"])
    def test_out_in_the_repository(self, here: Path, capsys: pytest.CaptureFixture[str], out: str) -> None:
        assert "outside the repository's own folders" in self.refused(capsys, "--out", out)

    def test_out_holds_other_things(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here.parent / "out").mkdir()
        (here.parent / "out" / "thesis.docx").touch()
        assert "not empty" in self.refused(capsys, "--out", "../out")
        assert "this is a file" in self.refused(capsys, "--out", "../out/thesis.docx")

    def test_out_holds_the_corpus(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here.parent / "texts").mkdir()
        (here.parent / "texts" / "a.txt").touch()
        assert "lies in it" in self.refused(capsys, "--corpus", "../texts", "--out", "../texts")

    def test_setting_without_out(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert "--set needs --out" in self.refused(capsys, "--set", "WORDS=1")

    @pytest.mark.parametrize(
        ("setting", "words"),
        [
            ("K=1", "There are: CORPUS, DEEP, WORDS."),
            ("WORDS", "NAME=VALUE"),
            ("1=2", "NAME=VALUE"),
            ("CORPUS=x", "--corpus instead"),
        ],
    )
    def test_setting(self, here: Path, capsys: pytest.CaptureFixture[str], setting: str, words: str) -> None:
        assert words in self.refused(capsys, "--set", setting, "--out", "../out")

    def test_setting_known_to_one_notebook_is_enough(self, here: Path) -> None:
        write(here / "notebooks/01-beta.ipynb", code('CORPUS = ""\nK = 1', "parameters", name="p"))
        plan = plan_run(out=here.parent / "out", settings={"K": 2})
        assert plan.settings == {"K": 2}

    @pytest.mark.parametrize("option", ["--jobs", "--timeout"])
    def test_numbers(self, option: str) -> None:
        with pytest.raises(SystemExit, match="2"):
            main(["run", option, "0"])

    def test_help_shows_examples(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="0"):
            main(["run", "--help"])
        assert "dhtools run 03-terms" in capsys.readouterr().out


class TestParameters:
    """Literals are replaced at their place."""

    @pytest.mark.parametrize(
        ("source", "values", "expected"),
        [
            ("A = 1  # one", {"A": 2}, "A = 2  # one"),
            ("é = 'ü'; A = 'x'  # ä", {"A": 'y"'}, 'é = \'ü\'; A = "y\\""  # ä'),
            ("A = [\n  1,\n  2,\n]  # list\nB = -3", {"A": None, "B": 0.5}, "A = None  # list\nB = 0.5"),
            ("A = 1\nA = 2", {"A": 3}, "A = 3\nA = 3"),
            ("A = B = 1\nC = f()\nD: int", {"A": 2, "C": 2, "D": 2}, "A = B = 1\nC = f()\nD: int"),
        ],
    )
    def test_rewrite(self, source: str, values: dict[str, object], expected: str) -> None:
        notebook = nbformat.v4.new_notebook(cells=[code(source, "parameters", name="p")])
        assert with_parameters(notebook, values, "x").cells[0].source == expected
        assert notebook.cells[0].source == source

    def test_path_between(self) -> None:
        assert path_between(Path("/home/a/novels"), Path("/home/a/out/notebooks")) == "../../novels"
        assert path_between(Path("/mnt/novels"), Path("/home/a/out/notebooks")) == "/mnt/novels"


def noisy() -> nbformat.NotebookNode:
    """Return a notebook as JupyterLab holds it after a second *Run All*, with everything that is noise."""
    new = nbformat.v4
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    styled = new.new_output(
        "display_data", data={"text/html": '<style>#T_0a1b2_row0 {}</style><p id="T_0a1b2">'}
    )
    cells = [
        new.new_code_cell(
            "a", id="a", execution_count=8, metadata={"execution": {"iopub.execute_input": "2025"}}
        ),
        new.new_code_cell("b", id="b", execution_count=9),
        new.new_code_cell("", id="c"),
    ]
    cells[0].outputs = [
        new.new_output("stream", name="stdout", text="<x at 0x7f0123456789>\n"),
        new.new_output(
            "stream", name="stdout", text=f"{Path.home()}/x {sys.prefix}/y /somewhere/a/seeds, /somewhere/ab"
        ),
        new.new_output("stream", name="stderr", text="/tmp/ipykernel_12/345.py:1: UserWarning"),
        new.new_output("display_data", data=widget),
    ]
    result = new.new_output("execute_result", data={"text/plain": "'0x7f0123456789'"}, execution_count=9)
    cells[1].outputs = [result, styled]
    metadata = {
        "kernelspec": {"name": "other", "display_name": "Other", "language": "python"},
        "language_info": {"name": "python", "version": "3.11.7"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
    }
    return new.new_notebook(cells=cells, metadata=metadata)


class TestNormalise:
    """Notebooks without noise."""

    def normal(self) -> nbformat.NotebookNode:
        return normalise(noisy(), places={"/somewhere/a": ".."})

    def test_is_idempotent(self) -> None:
        once = dump(self.normal())
        assert dump(normalise(json.loads(once), places={"/somewhere/a": ".."})) == once

    def test_does_not_change_what_it_is_given(self) -> None:
        notebook = noisy()
        normalise(notebook)
        assert notebook == noisy()

    def test_is_valid(self) -> None:
        nbformat.validate(self.normal())

    def test_metadata(self) -> None:
        normal = self.normal()
        assert normal.metadata == {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "cells": 3,
            "dhtools": {"normalised": True},
        }
        assert normal.cells[0].metadata == {}

    def test_texts(self) -> None:
        stdout, stderr = self.normal().cells[0].outputs
        assert stdout.text == "<x at 0x0>\n~/x …/y ../seeds, /somewhere/ab"
        assert stderr.text == "…/cell.py:1: UserWarning"

    def test_counts(self) -> None:
        cells = self.normal().cells
        assert [cell.execution_count for cell in cells] == [1, 2, None]
        assert cells[1].outputs[0].execution_count == 2

    def test_counts_out_of_order_stay(self) -> None:
        notebook = noisy()
        notebook.cells[0].execution_count = 11
        assert [cell.execution_count for cell in normalise(notebook).cells] == [11, 9, None]

    def test_address_without_object_stays(self) -> None:
        assert self.normal().cells[1].outputs[0].data["text/plain"] == "'0x7f0123456789'"

    def test_random_ids_of_styled_tables(self) -> None:
        html = self.normal().cells[1].outputs[1].data["text/html"]
        assert html == '<style>#T_00001_row0 {}</style><p id="T_00001">'

    def test_ids_stay(self) -> None:
        assert [cell.id for cell in self.normal().cells] == ["a", "b", "c"]


def ours() -> dict[str, Any]:
    """Return a notebook of this package, with noise."""
    notebook = noisy()
    notebook.metadata["dhtools"] = {"normalised": True}
    return dict(notebook)


class TestHook:
    """Saving in JupyterLab."""

    manager = SimpleNamespace(root_dir="/somewhere/a")

    def test_normalises(self) -> None:
        model = {"type": "notebook", "content": ours(), "format": "json"}
        normalise_on_save(model, "notebooks/x.ipynb", self.manager)
        assert model["content"] == normalise(noisy(), places={"/somewhere/a": ".."})

    @pytest.mark.parametrize(
        "model",
        [
            {"type": "file", "content": "x", "format": "text"},
            {"type": "directory"},
            {"type": "notebook"},
            {"type": "notebook", "content": None},
            {"type": "notebook", "content": {"cells": 1}},
            {"type": "notebook", "content": dict(noisy())},
            {"type": "notebook", "content": {**ours(), "nbformat": 3}},
            {"type": "notebook", "content": {**ours(), "cells": [{"cell_type": "code"}]}},
            {
                "type": "notebook",
                "content": {
                    **ours(),
                    "metadata": {"dhtools": {}, "kernelspec": {"name": "ir", "language": "R"}},
                },
            },
        ],
    )
    def test_leaves_everything_else(self, model: dict[str, Any]) -> None:
        before = json.dumps(model)
        normalise_on_save(model, "notebooks/x.ipynb", self.manager)
        assert json.dumps(model) == before

    def test_server_writes_what_the_suite_writes(self, twice: Twice, tmp_path: Path) -> None:
        pytest.importorskip("jupyter_server")
        path = twice.root / "notebooks/00-alpha.ipynb"
        before = path.read_bytes()
        with server(twice.root, tmp_path) as url:
            model = ask(f"{url}/api/contents/notebooks/00-alpha.ipynb")
            ask(
                f"{url}/api/contents/notebooks/00-alpha.ipynb",
                {**model, "content": as_in_lab(model["content"])},
            )
            assert path.read_bytes() == before
            work = code("my work", name="work") | {"execution_count": "no number", "outputs": []}
            content = {**model["content"], "cells": [work]}
            ask(
                f"{url}/api/contents/broken.ipynb", {"type": "notebook", "format": "json", "content": content}
            )
            assert "my work" in (twice.root / "broken.ipynb").read_text()


def as_in_lab(content: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as JupyterLab would send it after *Run All* in a kernel that had run before."""
    noise = json.loads(json.dumps(content))
    noise["metadata"]["language_info"] = {"name": "python", "version": "3.11.7", "mimetype": "text/x-python"}
    noise["metadata"]["kernelspec"]["display_name"] = "Python 3"
    for cell in noise["cells"]:
        cell["metadata"] |= {"trusted": True, "execution": {"iopub.status.busy": "2025-01-01T00:00:00Z"}}
        if cell.get("execution_count"):  # a cell that is left out has none
            cell["execution_count"] += 7
    return noise


@contextmanager
def server(root: Path, runtime: Path) -> Iterator[str]:
    """Start a Jupyter Server with the package's configuration."""
    options = ["--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token="]
    options += ["--ServerApp.disable_check_xsrf=True"]
    # a folder of Jupyter's configuration path, under the name that the Makefile gives the file in the venv
    configured = runtime / "etc"
    configured.mkdir()
    shutil.copy(CONFIG, configured / "jupyter_server_config.json")
    folders = {
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTER_CONFIG_DIR": str(runtime),
        "JUPYTER_CONFIG_PATH": str(configured),
    }
    start = [sys.executable, "-m", "jupyter_server", f"--ServerApp.root_dir={root}"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*start, *options], env=environment() | folders, **silent)
    try:
        wait_for(lambda: any(runtime.glob("jpserver-*.json")))
        url = json.loads(next(runtime.glob("jpserver-*.json")).read_text())["url"].rstrip("/")
        wait_for(lambda: answers(url))
        yield url
    finally:
        process.terminate()
        process.wait()


def answers(url: str) -> bool:
    """Whether the server listens already: it writes its file first."""
    try:
        return bool(ask(f"{url}/api"))
    except OSError:
        return False


def ask(url: str, model: dict[str, Any] | None = None) -> Any:
    """Get a file from the server, or save it."""
    data = None if model is None else json.dumps(model).encode()
    request = urllib.request.Request(url, data=data, method="PUT" if data else "GET")
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)


class TestSwap:
    """The end of a run, when something goes wrong."""

    def prepared(self, tmp_path: Path) -> tuple[Path, Path, Changes]:
        target, staging = tmp_path / "target", tmp_path / "target" / ".staging-x"
        for path, text in ((target / "b/old", "old"), (target / "gone", "gone"), (staging / "b/old", "new")):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (staging / "a/new").parent.mkdir()
        (staging / "a/new").write_text("new")
        return staging, target, Changes(("a/new", "b/old"), ("gone",))

    def test_writes_and_deletes(self, tmp_path: Path) -> None:
        staging, target, changes = self.prepared(tmp_path)
        swap_in(staging, target, changes)
        assert (target / "a/new").read_text() == (target / "b/old").read_text() == "new"
        assert not (target / "gone").exists()

    def test_undoes_what_it_did(self, tmp_path: Path) -> None:
        staging, target, changes = self.prepared(tmp_path)
        before = {name: state for name, state in contents(target).items() if ".staging" not in name}
        (target / "z").mkdir()  # a folder where a file is to be written
        (staging / "z").write_text("z")
        with pytest.raises(OSError, match="z"):
            swap_in(staging, target, Changes((*changes.written, "z"), changes.deleted))
        assert {name: state for name, state in contents(target).items() if ".staging" not in name} == before
        assert not (target / "a").exists()
