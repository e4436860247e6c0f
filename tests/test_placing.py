"""Run All with other parameters than committed: committed files stay, a warning says where exports go."""

import subprocess
import warnings

import nbformat
import pytest

from dhtools.export.placing import export_folder
from dhtools.notebooks.files import dump


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("DHTOOLS_EXPORTS", raising=False)
    cell = nbformat.v4.new_code_cell("WORDS = 300  # words", id="p", metadata={"tags": ["parameters"]})
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00-a.ipynb").write_bytes(dump(nbformat.v4.new_notebook(cells=[cell])))
    return tmp_path


def commit(folder):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Notebooks."]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


def test_other_parameters_write_to_build(project):
    commit(project)
    with pytest.warns(UserWarning, match="WORDS: not as committed. Figures and tables go to build/figures"):
        assert export_folder(project, "00-a", {"WORDS": 200}) == project / "build"


def test_the_committed_parameters_write_in_place(project, monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert export_folder(project, "00-a", {"WORDS": 200}) == project, "nothing is committed"
        commit(project)
        assert export_folder(project, "00-a", {"WORDS": 300, "other": 1}) == project
        assert export_folder(project, "01-b", {"WORDS": 200}) == project, "a new notebook"
        monkeypatch.setenv("DHTOOLS_EXPORTS", "log")
        assert export_folder(project, "00-a", {"WORDS": 200}) == project, "a run writes where it is told"
