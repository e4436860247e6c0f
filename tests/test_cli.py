"""The command line: help on one screen, near spellings of mistyped words, and what it says of failures."""

import subprocess
import sys

import nbformat
import pytest
from repositories import PARAMETERS, code, make_repository, write

from dhtools.cli import main
from dhtools.cli.commands import COMMANDS
from dhtools.cli.progress import Lines
from dhtools.cli.report import summary
from dhtools.errors import DhtoolsError, did_you_mean
from dhtools.notebooks import Kernels, execution, plan_run, run
from dhtools.notebooks.extras import need
from dhtools.notebooks.failures import failure_of
from dhtools.notebooks.forecast import forecast
from dhtools.notebooks.parameters import parameters_of
from dhtools.notebooks.running import Report
from dhtools.notebooks.swapping import Changes


@pytest.fixture
def here(tmp_path, monkeypatch):
    root = make_repository(tmp_path / "repository")
    monkeypatch.chdir(root)
    return root


def refused(capsys, *arguments):
    """What the command line says to wrong input."""
    try:
        status = main(list(arguments))
    except SystemExit as error:
        status = error.code
    assert status == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen_and_shows_two_examples(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"] if command else ["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    examples = [line for line in lines if line.startswith(f"  dhtools {command}")]
    assert len(examples) == 2 or not command


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["rnu"], "run"),
        (["insepct", "x"], "inspect"),
        (["run", "--tiemout", "3"], "--timeout"),
        (["run", "--resmue"], "--resume"),
        (["check", "--jbos=3"], "--jobs"),
        (["figures", "--format", "svgg"], "svg"),
        (["figures", "--width", "singel"], "single"),
        (["run", "00-aplha"], "00-alpha"),
        (["run", "00-Alpha"], "00-alpha"),
        (["run", "--out", "../out", "--set", "WORD=3"], "WORDS=300"),
        (["run", "--out", "../out", "--set", "words=3"], "WORDS=300"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_nearest(here, capsys, arguments, near):
    told = refused(capsys, *arguments)
    assert f"Did you mean {near}?" in told and len(told.splitlines()) == 1


def test_a_word_that_is_near_to_nothing_is_not_guessed_at(here, capsys):
    assert "Did you mean" not in refused(capsys, "run", "--zzz")
    assert did_you_mean("qqq", ["run", "check"]) == ""


SETTINGS = """\
N = 300  # words of a segment
SHARE = 0.5  # of all
NAME = "a"  # of a text
LIST = [
    "a",  # the first
    "b",  # the other
]
ANY = None  # the texts; None: all
DEEP = True
"""


@pytest.mark.parametrize(
    "given", ["N=1", "SHARE=1", "SHARE=.2", "NAME=b", "LIST=['c']", "ANY=['c']", "ANY=3"]
)
def test_a_value_of_the_kind_of_the_default_is_taken(here, given):
    write(here / "notebooks/01-beta.ipynb", code('CORPUS = ""\n' + SETTINGS, "parameters", name="p"))
    name, value = given.split("=")
    plan_run(out=here.parent / "out", settings={name: eval(value) if name != "NAME" else value})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("N=many", "N takes a whole number, as N=300 (words of a segment) in 01-beta"),
        ("N=3.5", "N takes a whole number"),
        ("N=True", "N takes a whole number"),
        ("SHARE=half", "SHARE takes a number, as SHARE=0.5 (of all)"),
        ("NAME=3", 'NAME takes a text, as NAME="a" (of a text)'),
        ("LIST=c", "LIST takes a list, as LIST=['a', 'b'] (the first; the other)"),
        ("DEEP=1", "DEEP takes True or False, as DEEP=True in"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_what_it_means(here, capsys, given, told):
    write(here / "notebooks/01-beta.ipynb", code('CORPUS = ""\n' + SETTINGS, "parameters", name="p"))
    assert told in refused(capsys, "run", "--out", "../out", "--set", given)


def test_parameters_have_the_comments_beside_them():
    notebook = nbformat.v4.new_notebook(cells=[code(PARAMETERS, "parameters", name="p")])
    found = parameters_of(notebook, "x")
    assert {one.name: one.meaning for one in found.values()} == {
        "CORPUS": "“seeds”, a folder",
        "WORDS": "",
        "DEEP": "",
    }


@pytest.mark.parametrize(
    "where", ["repository", "repository/notebooks/00-alpha.ipynb", "repository/seeds/.."]
)
def test_a_project_is_named_from_anywhere(here, monkeypatch, where):
    monkeypatch.chdir(here.parent)
    plan = plan_run([where])
    assert plan.root == here
    assert set(plan.notebooks) == ({"00-alpha"} if where.endswith("ipynb") else {"00-alpha", "01-beta"})
    assert set(plan_run([str(here), "01-beta"]).notebooks) == {"01-beta"}


def test_a_folder_that_is_called_as_a_notebook_is_no_project(here, monkeypatch):
    (here / "data/01-beta").mkdir(parents=True)
    monkeypatch.chdir(here / "data")
    assert set(plan_run(["01-beta"]).notebooks) == {"01-beta"}


def test_two_projects_are_too_many(here):
    make_repository(here.parent / "other")
    with pytest.raises(DhtoolsError, match="Several projects"):
        plan_run([str(here), "../other"])


def test_inspect_reads_the_texts_of_a_project(here, capsys):
    for arguments in (["inspect"], ["inspect", str(here)]):
        assert main(arguments) == 0
        assert capsys.readouterr().out.startswith("2 texts")


def test_what_an_extra_needs_is_said_in_one_line(here, monkeypatch, capsys):
    with pytest.raises(
        DhtoolsError, match=r'^no_such_library not installed\. Install: pip install "dhtools\[lab\]"$'
    ):
        need("lab", "sys", "no_such_library")
    monkeypatch.setattr("dhtools.notebooks.extras.find_spec", lambda name: None)
    for command in ("run", "check", "figures", "lab", "site"):
        told = refused(capsys, command)
        assert 'pip install "dhtools[' in told and len(told.splitlines()) == 1


def report(*written, failures=(), not_begun=(), waiting=False):
    return Report("here", ("a", "b", "c"), failures, not_begun, (), Changes(written, ("old",)), waiting)


def test_files_that_were_written_are_named_ten_at_most():
    told = summary(report("x", "y")).splitlines()
    assert told == [
        "3 notebooks executed, in here; 2 files written, 1 deleted:",
        "  x",
        "  y",
        "  old (deleted)",
    ]
    told = summary(report(*map(str, range(12)))).splitlines()
    assert told[1:11] == [f"  {number}" for number in range(10)] and told[11:] == ["  and 3 more files"]


def test_a_run_says_what_it_takes_and_can_say_before_it_starts(here):
    write(here / "notebooks/02-topics.ipynb", code(PARAMETERS, "parameters", name="p"))
    (here / "seeds/a.txt").write_text("The bridge was old. " * 100, encoding="utf-8")
    (head, *rest), _ = forecast(plan_run(), 2)
    assert head == "2 texts, 402 words: some 1 minute to 3 minutes, with 2 at a time; longest 02-topics."
    assert [line.partition(":")[0] for line in rest] == ["02-topics"]
    (here / "seeds/b.txt").write_text("The bridge was old. " * 25_000, encoding="utf-8")
    assert "some 5 minutes to 18 minutes" in forecast(plan_run(["02-topics"]), 2)[0][0]


LIBRARY = """\
\x1b[31mKeyError\x1b[0m                                  Traceback (most recent call last)
Cell In[3], line 2
      1 x = 1
----> 2 f(x)

File ~/work/library.py:12, in f(x)
     11 def f(x):
---> 12     return {}[x]

File /usr/lib/deeper.py:7, in g(x)

KeyError: 1"""


def test_the_failing_line_is_that_of_the_cell_and_no_traceback_goes_through_libraries():
    cell = code("\n\nx = 1\nf(x)\n", name="c")
    failure = failure_of("a", cell, 4, "KeyError", "1", LIBRARY)
    assert (failure.line_number, failure.line) == (4, "f(x)")
    assert failure.details == ("raised in /usr/lib/deeper.py, line 7, in g",)
    assert failure_of("a", cell, 4, "DhtoolsError", "1", LIBRARY).details == ()
    assert failure_of("a", cell, 4, "Timeout", "long").line == "x = 1"


def test_a_log_says_from_time_to_time_that_a_long_cell_is_at_work(here, monkeypatch, capsys):
    monkeypatch.setattr(execution, "BEAT", 0.01)
    wait = code("import time\ntime.sleep(0.5)", name="wait")
    write(here / "notebooks/01-beta.ipynb", code(PARAMETERS, "parameters", name="p"), wait)
    assert not run(plan_run(["01-beta"]), Kernels(1, watcher=Lines())).failures
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "01-beta: started, 2 cells" and lines[-1].startswith("01-beta: done, ")
    assert any(line.startswith("01-beta: cell 2 of 2 since ") for line in lines)


def test_the_command_line_needs_no_library_of_the_notebooks():
    others = "nbformat", "nbclient", "IPython", "sphinx", "dask", "distributed"
    script = f"""
import atexit, sys, dhtools.cli
atexit.register(lambda: print({set(others)} & sys.modules.keys()))
dhtools.cli.main(["count", "--help"])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: dhtools count") and done.stdout.endswith("\nset()\n")
