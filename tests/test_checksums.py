"""Checksums: what no computation makes again is as it was declared, here and in any project that has them."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from dhtools.cli import main
from dhtools.errors import DhtoolsError
from dhtools.notebooks.checksums import CHECKSUMS, checksums, undeclared, write_checksums
from dhtools.notebooks.files import dump, read_notebook

ROOT = Path(__file__).parents[1]


def test_everything_here_is_as_it_was_declared():
    """A change of prose, a text, a sheet or a cell is meant: ``make checksums``, and commit the file."""
    assert (ROOT / CHECKSUMS).is_file()
    found = [f"{one.where}: {one.was}, {one.now}" for one in undeclared(ROOT)]
    assert not found, "Declare what is meant by `make checksums`:\n" + "\n".join(found)


def test_code_and_what_is_made_again_are_not_declared():
    names = checksums(ROOT)
    assert not [name for name in names if name.endswith(".py") or name.startswith("build/")]
    made = [name for name in names if name.startswith(("data/", "figures/"))]
    assert made and all(name.endswith("#versions") for name in made)
    for name in ("README.md", "CITATION.cff", "docs/limits.md", "seeds/README.md", "seeds/note.txt"):
        assert name in names
    assert "notebooks/04-rhetoric.ipynb#limits" in names and "seeds/killings.csv" in names


@pytest.fixture
def project(tmp_path):
    """A project, declared, with a notebook of two cells, prose, a text and what does not count."""
    files = {"corpus/a.txt": "It is late.", "README.md": "Of ten.", "run.py": "1", ".hidden": "1"}
    files |= {"data/00-a/t.csv": "a\n1\n", "build/x.txt": "1", "results/dhtools-run.json": "{}"}
    files |= {"data/00-a/t.json": '{"python": "3.11", "packages": {"numpy": "2.0"}}', "results/a.csv": "1"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    cells = [
        nbformat.v4.new_markdown_cell("Of ten, six.", id="prose"),
        nbformat.v4.new_code_cell("1", id="code", metadata={"tags": ["reading"]}),
    ]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/00-a.ipynb").write_bytes(dump(nbformat.v4.new_notebook(cells=cells)))
    write_checksums(tmp_path)
    return tmp_path


def told(project):
    return {one.where: (one.was, one.now.partition(".")[0]) for one in undeclared(project)}


def test_a_project_declares_what_somebody_has_written(project):
    lines = (project / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    assert [line.split("  ", 1)[1] for line in lines] == [
        *("README.md", "corpus/a.txt", "data/00-a#versions", "notebooks/00-a.ipynb"),
        *("notebooks/00-a.ipynb#code", "notebooks/00-a.ipynb#prose"),
    ]
    assert told(project) == {} and write_checksums(project) == []


def test_files_changed_added_and_removed_are_told(project):
    (project / "README.md").write_text("Of eleven.", encoding="utf-8")
    (project / "corpus/b.txt").write_text("It is early.", encoding="utf-8")
    (project / "corpus/a.txt").unlink()
    assert told(project) == {
        "README.md": ("declared", "changed"),
        "corpus/a.txt": ("declared", "nothing"),
        "corpus/b.txt": ("not declared", "there"),
    }
    assert len(write_checksums(project)) == 3 and told(project) == {}


def changed_notebook(project, change):
    path = project / "notebooks/00-a.ipynb"
    notebook = read_notebook(path)
    change(notebook)
    path.write_bytes(dump(notebook))
    return told(project)


def test_a_change_of_a_notebook_names_its_cell(project):
    def tag(notebook):
        notebook.cells[1].metadata.tags = []

    assert list(changed_notebook(project, tag)) == ["notebooks/00-a.ipynb#code"]
    write_checksums(project)
    assert changed_notebook(project, lambda notebook: notebook.cells.pop()) == {
        "notebooks/00-a.ipynb": ("declared", "changed"),
        "notebooks/00-a.ipynb#code": ("declared", "nothing"),
    }


def test_outputs_and_exports_are_left_to_the_comparison(project):
    def executed(notebook):
        notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="1\n")]

    assert changed_notebook(project, executed) == {}
    (project / "data/00-a/t.csv").write_text("a\n2\n", encoding="utf-8")
    assert told(project) == {}
    record = project / "data/00-a/t.json"
    record.write_text(record.read_text().replace("2.0", "9.9"), encoding="utf-8")
    assert list(told(project)) == ["data/00-a#versions"]


def test_a_link_is_not_the_file_that_it_leads_to(project):
    outside = project / ".elsewhere"
    (project / "corpus/a.txt").rename(outside)
    (project / "corpus/a.txt").symlink_to(outside)
    assert told(project) == {"corpus/a.txt": ("declared", "changed")}


def test_two_branches_that_change_a_file_are_told_and_declared_by_the_command(project, monkeypatch, capsys):
    path = project / CHECKSUMS
    first = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{'0' * 64}{first[64:]}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert told(project) == {"README.md": ("declared twice", "changed")}
    monkeypatch.chdir(project)
    assert main(["check", "--declare"]) == 0
    assert capsys.readouterr().out == "checksums.txt: 1 change declared:\n  README.md\n"
    assert main(["check", "--declare", str(project)]) == 0
    assert capsys.readouterr().out == "checksums.txt: everything is as it was declared.\n"


def test_a_line_that_is_none_is_refused_with_its_number(project):
    (project / CHECKSUMS).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(DhtoolsError, match=r"checksums\.txt, line 1: .*dhtools check --declare"):
        told(project)


def test_a_project_without_the_file_declares_nothing(project):
    (project / CHECKSUMS).unlink()
    assert told(project) == {}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_of_a_repository_only_what_git_tracks_is_declared(project):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a", "-C", os.fspath(project)]
    (project / "scratch.txt").write_text("not yet", encoding="utf-8")
    assert list(told(project)) == ["scratch.txt"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "README.md", "corpus", "notebooks"], check=True)
    assert told(project) == {}
