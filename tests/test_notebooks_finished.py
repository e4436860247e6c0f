"""What a run finishes is kept: moved into place, taken up by a second run, or waiting for what reads it."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from repositories import EXPORT, PARAMETERS, code, command, contents, environment, make_repository, write

from dhtools.catalogue.written import CATALOGUE
from dhtools.notebooks import Kernels, plan_run, run
from dhtools.notebooks.execution import Watcher
from dhtools.notebooks.finished import finished_in, inputs_of
from dhtools.notebooks.running import Report

READER = 'export("data/09-reader/sum.txt", Path("../figures/01-beta/b.txt").read_text())\n'


class Names(Watcher):
    """A watcher that remembers what was executed."""

    def __init__(self) -> None:
        self.executed: list[str] = []

    def started(self, notebook: str, cells: int) -> None:
        self.executed.append(notebook)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository: *00-alpha* fails while `broken` is there, *09-reader* reads what others export."""
    root = make_repository(tmp_path / "repository")
    parameters = code(PARAMETERS, "parameters", name="parameters")
    alpha = EXPORT + f"BROKEN = {str(tmp_path / 'broken')!r}\nassert not Path(BROKEN).exists()\n"
    alpha += 'export("figures/00-alpha/a.txt", "a")'
    write(root / "notebooks/00-alpha.ipynb", parameters, code(alpha, name="alpha"))
    reader = code(PARAMETERS, "parameters", "last", name="parameters")
    write(root / "notebooks/09-reader.ipynb", reader, code(EXPORT + READER, name="reader"))
    return root


def run_here(root: Path, *names: str, broken: bool = False, **options: bool) -> tuple[Report, list[str]]:
    """Run notebooks, and return what was done and which were executed."""
    switch = root.parent / "broken"
    switch.touch() if broken else switch.unlink(missing_ok=True)
    names_of = Names()
    return run(plan_run(names, start=root), Kernels(1, watcher=names_of), **options), names_of.executed


def beta_prints(root: Path, text: str) -> None:
    """Let *01-beta* export another text."""
    parameters = code(PARAMETERS, "parameters", name="parameters")
    beta = code(f'{EXPORT}export("figures/01-beta/b.txt", {text!r})', name="beta")
    write(root / "notebooks/01-beta.ipynb", parameters, beta)


def in_place(root: Path) -> set[str]:
    """Return the exports of notebooks that are in place."""
    made = contents(root).keys() - set(CATALOGUE)
    return {name for name in made if name.startswith(("data/", "figures/0"))}


def test_what_succeeds_is_moved_into_place_and_the_rest_is_taken_up(root: Path) -> None:
    report, executed = run_here(root, broken=True)
    assert executed == ["00-alpha", "01-beta"]
    assert report.missing == ("00-alpha", "09-reader") and report.not_begun == ("09-reader",)
    assert not report.waiting and in_place(root) == {"figures/01-beta/b.txt"}
    report, executed = run_here(root, resume=True)
    assert executed == ["00-alpha", "09-reader"] and report.taken_up == ("01-beta",)
    assert in_place(root) == {"figures/00-alpha/a.txt", "figures/01-beta/b.txt", "data/09-reader/sum.txt"}
    assert not (root / ".finished").exists()


def test_without_resume_everything_is_executed(root: Path) -> None:
    run_here(root, broken=True)
    report, executed = run_here(root)
    assert executed == ["00-alpha", "01-beta", "09-reader"] and not report.taken_up
    assert not (root / ".finished").exists()


@pytest.mark.parametrize("change", ["texts", "code", "parameters", "beside"])
def test_what_was_made_from_others_is_made_anew(root: Path, change: str) -> None:
    run_here(root, broken=True)
    if change == "texts":
        (root / "seeds/c.txt").write_text("c")
    elif change == "code":
        beta_prints(root, "B")
    elif change == "parameters":
        path = root / "notebooks/01-beta.ipynb"
        path.write_text(path.read_text().replace("300", "301"))
    else:
        (root / "notebooks/helper.py").write_text("A = 1")
    report, executed = run_here(root, resume=True)
    assert executed == ["00-alpha", "01-beta", "09-reader"] and not report.missing


def test_results_wait_while_what_was_told_of_their_tables_cannot_be_renewed(root: Path) -> None:
    run_here(root)
    beta_prints(root, "B")
    before = contents(root)
    report, _ = run_here(root, broken=True)
    assert report.waiting and report.missing == ("00-alpha", "09-reader")
    after = contents(root)
    assert {name: after[name] for name in before} == before
    report, executed = run_here(root, resume=True)
    assert executed == ["00-alpha", "09-reader"] and not report.waiting
    assert (root / "figures/01-beta/b.txt").read_text() == "B"
    assert (root / "data/09-reader/sum.txt").read_text() == "B"


def test_a_reader_that_fails_lets_nothing_wait_that_stayed_the_same(root: Path) -> None:
    run_here(root)
    parameters = code(PARAMETERS, "parameters", "last", name="parameters")
    write(root / "notebooks/09-reader.ipynb", parameters, code("oh", name="oh"))
    report, _ = run_here(root)
    assert [failure.notebook for failure in report.failures] == ["09-reader"]
    assert not report.waiting and not report.changes
    assert (root / "data/09-reader/sum.txt").read_text() == "b"


def test_a_reader_is_made_anew_where_the_tables_it_reads_are_others(root: Path, tmp_path: Path) -> None:
    plan, (table, own) = (
        plan_run(start=root),
        (tmp_path / "s/data/01-beta/t.csv", tmp_path / "s/data/09-reader/t.csv"),
    )
    for path in (table, own):
        path.parent.mkdir(parents=True)
        path.write_text("a")
    was = inputs_of(plan, tmp_path / "s", "09-reader"), inputs_of(plan, tmp_path / "s", "01-beta")
    own.write_text("b")
    assert inputs_of(plan, tmp_path / "s", "09-reader") == was[0]
    table.write_text("b")
    assert inputs_of(plan, tmp_path / "s", "09-reader") != was[0]
    assert inputs_of(plan, tmp_path / "s", "01-beta") == was[1]


def test_the_gallery_shows_no_figure_of_a_notebook_that_failed(root: Path) -> None:
    parameters = code(PARAMETERS, "parameters", name="parameters")
    half = EXPORT + 'export("figures/00-alpha/half.json", "{}")\noh'
    write(root / "notebooks/00-alpha.ipynb", parameters, code(half, name="half"))
    report, _ = run_here(root)
    assert not report.waiting and "half" not in (root / "figures/README.md").read_text()
    assert in_place(root) == {"figures/01-beta/b.txt"}


def draws(root: Path, name: str, figure: str) -> None:
    """Let a notebook export a figure with its record."""
    source = (
        "from pathlib import Path\nimport matplotlib.pyplot as plt, pandas as pd\n"
        "from dhtools import read_corpus\nfrom dhtools.export import Exhibits\n"
        f"exhibits = Exhibits({name!r}, read_corpus(CORPUS), {{}})\n"
        "fig, ax = plt.subplots()\n_ = ax.plot([1, 2])\n"
        f"exhibits.figure(fig, {figure!r}, data=pd.DataFrame({{'x': [1]}}), caption='c', alt='a line')"
    )
    parameters = code(PARAMETERS, "parameters", name="parameters")
    write(root / f"notebooks/{name}.ipynb", parameters, code(source, name="figure"))


def shown(folder: Path) -> list[str]:
    """Return the figures in the gallery of a folder."""
    gallery = (folder / "figures/README.md").read_text(encoding="utf-8")
    return [line.removeprefix("## ") for line in gallery.splitlines() if line.startswith("## ")]


def test_the_gallery_of_a_run_of_one_notebook_shows_what_is_there(root: Path) -> None:
    draws(root, "00-alpha", "tree")
    draws(root, "01-beta", "map")
    run_here(root, "00-alpha", "01-beta")
    assert shown(root) == ["00-alpha: tree", "01-beta: map"]
    draws(root, "01-beta", "strips")
    run_here(root, "01-beta")
    assert shown(root) == ["00-alpha: tree", "01-beta: strips"]
    run(plan_run(["01-beta"], start=root, out=root.parent / "out"), Kernels(1))
    assert shown(root.parent / "out") == ["01-beta: strips"]


def test_a_run_of_one_notebook_leaves_what_others_have_finished(root: Path) -> None:
    run_here(root, broken=True)
    _, executed = run_here(root, "00-alpha")
    assert executed == ["00-alpha"] and finished_in(root).names() == ("00-alpha", "01-beta")
    _, executed = run_here(root, resume=True)
    assert executed == ["09-reader"] and not (root / ".finished").exists()


def test_a_run_that_is_stopped_keeps_what_it_has_finished(root: Path) -> None:
    parameters = code(PARAMETERS, "parameters", name="parameters")
    write(root / "notebooks/01-beta.ipynb", parameters, code("import time\ntime.sleep(60)", name="wait"))
    process = subprocess.Popen(
        command(root, "--jobs", "1"), cwd=root, env=environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        for line in process.stderr:
            if line.startswith("01-beta: started"):
                break
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=90)
    finally:
        process.kill()
    assert process.returncode == 130 and "nothing was changed in place" in err
    assert "Finished and kept: 00-alpha. Go on: dhtools run --jobs 1 --resume" in err
    assert not (root / "figures").exists() and finished_in(root).names() == ("00-alpha",)


def test_a_damaged_entry_is_no_entry(root: Path) -> None:
    run_here(root, broken=True)
    (root / ".finished/01-beta/entry.json").write_text("{")
    report, executed = run_here(root, resume=True)
    assert executed == ["00-alpha", "01-beta", "09-reader"] and not report.missing
