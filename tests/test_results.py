"""The record of what was measured: a published figure is either current or marked stale."""

import ast
import importlib
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def record(root):
    """The script that keeps the record."""
    sys.path.insert(0, str(root / "benchmarks"))
    yield importlib.import_module("results")
    sys.path.remove(str(root / "benchmarks"))


@pytest.fixture
def copy(root, tmp_path):
    """A repository with one module, and a record of one row that measured it."""
    (tmp_path / "src/dhtools/room").mkdir(parents=True)
    (tmp_path / "benchmarks").mkdir()
    shutil.copy(root / "benchmarks/results.py", tmp_path / "benchmarks")
    (tmp_path / "src/dhtools/room/one.py").write_text('"""One."""\n\n\ndef f(x):\n    return x + 1\n')
    (tmp_path / "benchmarks/results.csv").write_text(
        "what,on,result,modules,made_by,code,measured,restated\nspeed,novels,2 ×,room.one,by hand: x,,,\n"
        "fit,novels,3 ×,room.one,fit.py,0,2020-01-01,\n"
    )
    return tmp_path


def call(copy, *arguments):
    command = [sys.executable, copy / "benchmarks/results.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rewrite(copy, old, new):
    path = copy / "src/dhtools/room/one.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_every_row_names_modules_that_there_are(record):
    for row in record.read_rows():
        assert row["modules"], row["what"]
        assert all(record.files_of(name) for name in row["modules"].split()), row


def test_no_stale_row_is_quoted_in_the_readme(record, root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    for row in record.read_rows():
        assert not (record.is_stale(row) and row["result"] in readme), row["what"]


def test_pages_mark_what_is_stale(record, root):
    page = (root / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert page.count(record.STALE) == sum(map(record.is_stale, record.read_rows()))


def test_a_row_that_a_test_keeps_true_is_never_stale(record):
    row = {"result": "equal (a test keeps it so)", "modules": "topics.models", "code": ""}
    assert not record.is_stale(row) and record.is_stale(row | {"result": "equal"})


def test_code_changes_make_stale_and_words_do_not(copy):
    assert "2 of 2 rows are stale" in call(copy)
    assert "1 of 2 rows are stale.\n  fit" in call(copy, "read", "speed", "2.5 ×")
    assert "speed,novels,2.5 ×,room.one,by hand: x," in (copy / "benchmarks/results.csv").read_text()
    rewrite(copy, '"""One."""', '# a comment\n"""Another docstring."""')
    rewrite(copy, "return x + 1", "return (\n        x\n        + 1\n    )")
    assert "1 of 2" in call(copy)
    rewrite(copy, "+ 1", "+ 2")
    assert "2 of 2" in call(copy)


def test_a_module_moves_with_its_room_and_stays_measured(copy):
    call(copy, "read", "speed", "2 ×")
    (copy / "src/dhtools/room").rename(copy / "src/dhtools/house")
    assert "2 of 2" in call(copy)
    assert "1 of 2" in call(copy, "moved", "room=house")
    (copy / "src/dhtools/house/one.py").rename(copy / "src/dhtools/two.py")
    assert "1 of 2" in call(copy, "moved", "house.one=two")


def test_only_what_was_current_is_restated(copy):
    call(copy, "read", "speed", "2 ×")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        name = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *name, *command], cwd=copy, check=True)
    rewrite(copy, "def f(x)", "def g(x)")
    assert "2 of 2" in call(copy)
    assert "1 of 2 rows are stale.\n  fit" in call(
        copy, "restate", "--since", "HEAD", "--reason", "only names changed"
    )
    rows = (copy / "benchmarks/results.csv").read_text()
    assert rows.count(",only names changed\n") == 1


def test_the_hash_knows_constants_and_order(record):
    trees = [
        ast.parse(text) for text in ("x = 0", "x = False", "x = None", "x = ''", "y = 0", "y = 0; x = 0")
    ]
    assert len({repr(record._essence(tree)) for tree in trees}) == len(trees)
