"""Outputs of notebooks: what says the same stays as committed, byte by byte; what does not is written."""

import base64
import io
import json
from types import SimpleNamespace

import nbformat
import pytest
from PIL import Image

from dhtools.notebooks.files import dump, read_notebook
from dhtools.notebooks.normalise import OURS, normalise
from dhtools.notebooks.outputs import keep_outputs
from dhtools.notebooks.saving import normalise_on_save

#: A number that noise of another processor would print as 0.12, as who prints it states.
NOISY = "0.13"


def picture(level):
    content = io.BytesIO()
    Image.new("RGB", (30, 20), (level, 90, 90)).save(content, "png")
    return base64.b64encode(content.getvalue()).decode("ascii")


def notebook(printed="0.12", level=90, source="show()"):
    """A notebook with an output of every kind, in two cells."""
    kinds = ("text/plain", "text/html", "text/markdown", "text/latex")
    data = {**{kind: f"AUC <b>{printed}</b>" for kind in kinds}, "image/png": picture(level)}
    every = nbformat.v4.new_code_cell(source, id="every", execution_count=1)
    metadata = {"image/png": {"alt": f"{printed} wide"}}
    if printed == NOISY:
        metadata["roundings"] = [[NOISY, "0.12"]]
    every.outputs = [nbformat.v4.new_output("display_data", data, metadata=metadata)]
    other = nbformat.v4.new_code_cell("5", id="other", execution_count=2)
    other.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "5"}, execution_count=2)]
    made = nbformat.v4.new_notebook(metadata={OURS: {"normalised": True}})
    made.cells = [every, other]
    return made


@pytest.fixture
def committed(tmp_path):
    path = tmp_path / "committed.ipynb"
    path.write_bytes(dump(notebook()))
    return path


def kept(committed, made):
    """The bytes of a notebook made again, after what says the same was kept."""
    keep_outputs(made, committed)
    return dump(made)


def test_noise_of_another_processor_changes_no_byte(committed):
    assert kept(committed, notebook(printed="0.13", level=91)) == committed.read_bytes()


def test_an_output_that_says_something_else_is_written_and_others_are_kept(committed):
    for made in (notebook(printed="0.14"), notebook(level=120)):
        made.cells[1].outputs[0].data["text/plain"] = "5"
        assert kept(committed, made) == dump(made) != committed.read_bytes()
    made = notebook(printed="0.13")
    made.cells[1].outputs[0].data["text/plain"] = "6"
    path = committed.with_name("made.ipynb")
    path.write_bytes(kept(committed, made))
    cells = read_notebook(path).cells
    assert cells[0] == notebook().cells[0] and cells[1].outputs[0].data["text/plain"] == "6"


def test_source_and_metadata_are_those_of_the_notebook_made_again(committed):
    cell = nbformat.reads(kept(committed, notebook("0.13", source="other()")).decode(), 4).cells[0]
    assert cell.source == "other()" and "0.12" in cell.outputs[0].data["text/plain"]


def test_another_order_of_cells_is_written(committed):
    made = notebook("0.13")
    made.cells[0].execution_count, made.cells[1].execution_count = 2, 1
    made.cells[1].outputs[0].execution_count = 1
    assert kept(committed, made) == dump(made)


@pytest.mark.parametrize("content", [None, b"no notebook"])
def test_without_a_committed_notebook_nothing_is_kept(committed, content):
    committed.unlink() if content is None else committed.write_bytes(content)
    assert kept(committed, notebook("0.13")) == dump(notebook("0.13"))


@pytest.fixture
def project(tmp_path):
    """A folder with an executed notebook."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/00-a.ipynb").write_bytes(dump(normalise(notebook())))
    return tmp_path


def saved(project, made):
    """The bytes that JupyterLab writes when it saves a notebook."""
    model = {"type": "notebook", "content": json.loads(dump(made))}
    normalise_on_save(model, "notebooks/00-a.ipynb", SimpleNamespace(root_dir=str(project)))
    return dump(model["content"])


def test_jupyterlab_saves_no_noise_of_another_processor(project):
    committed = (project / "notebooks/00-a.ipynb").read_bytes()
    assert saved(project, notebook(printed="0.13", level=91)) == committed
    assert saved(project, notebook(printed="0.14")) == dump(normalise(notebook(printed="0.14")))


def test_what_cannot_be_read_costs_nobody_work(project):
    (project / "notebooks/00-a.ipynb").write_bytes(b"\xff\xfe")
    made = notebook(printed="0.14")
    assert saved(project, made) == dump(normalise(made))
