"""What JupyterLab saves for somebody else is, byte for byte, what it would save without this package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dhtools.notebooks.files import dump
from dhtools.notebooks.normalise import OURS, normalise
from dhtools.notebooks.own_notebook import own_notebook
from dhtools.notebooks.project import make_project
from dhtools.notebooks.saving import normalise_on_save

manager_of = pytest.importorskip("jupyter_server.services.contents.filemanager").FileContentsManager


@pytest.fixture(autouse=True)
def signatures_apart(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what Jupyter notes of trusted notebooks out of the user's own folder."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))


WIDGET = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider()"}
RESULT = {
    "output_type": "execute_result",
    "execution_count": 9,
    "data": {"text/plain": f"<object at 0x7f0123456789> {Path.home()}/x  \r\n"},
    "metadata": {},
}


def cell(source: str = "1 + 1  \r\n", **more: Any) -> dict[str, Any]:
    """Return a code cell full of what a run would take out."""
    outputs = [RESULT, {"output_type": "display_data", "data": WIDGET, "metadata": {}}]
    return {
        "cell_type": "code",
        "execution_count": 9,
        "metadata": {"execution": {"iopub.execute_input": "2025"}, "tags": ["reading"]},
        "outputs": outputs,
        "source": source,
        **more,
    }


def notebook(*cells: dict[str, Any], minor: int = 5, **metadata: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}


def kernel(name: str, language: str) -> dict[str, Any]:
    return {"name": name, "display_name": name.title(), "language": language}


FOREIGN = {
    "another kernel": notebook(cell(id="a"), kernelspec=kernel("thesis-env", "python")),
    "R": notebook(cell("x <- c(1, 2)", id="a"), kernelspec=kernel("ir", "R"), language_info={"name": "R"}),
    "Julia without a kernel": notebook(cell("f(x) = x^2", id="a"), language_info={"name": "julia"}),
    "widgets": notebook(cell(id="a"), widgets={"application/vnd.jupyter.widget-state+json": {"state": {}}}),
    "format 4.0": notebook(cell(), minor=0, kernelspec=kernel("python3", "python")),
    "format 4.4": notebook(cell(), minor=4, celltoolbar="Tags", toc={"base_numbering": 1}),
    "a count of cells": notebook(cell(id="a"), cells=7, kernelspec=kernel("python3", "python")),
    "papermill": notebook(cell(id="a"), papermill={"duration": 1.5}, dhtools="a word", title="My  thesis "),
    "nothing": notebook(),
}


def written(content: dict[str, Any], style: str) -> bytes:
    """Return the bytes of a file as other programs write them."""
    indent = {"indent": None, "four": 4}.get(style, 1)
    text = json.dumps(content, indent=indent, ensure_ascii=style == "escapes") + "\n" * (style != "indent")
    return text.replace("\n", "\r\n" if style == "CRLF" else "\n").encode()


def saved(folder: Path, content: bytes, hook: Any) -> bytes:
    """Open and save a notebook as JupyterLab does, and return what is in its file then."""
    folder.mkdir()
    path = folder / "x.ipynb"
    path.write_bytes(content)
    manager = manager_of(root_dir=str(folder), **({"pre_save_hook": hook} if hook else {}))
    manager.save(manager.get("x.ipynb"), "x.ipynb")
    return path.read_bytes()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("style", ["one", "four", "indent", "CRLF", "escapes"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_notebook_keeps_every_byte(tmp_path: Path, kind: str, style: str) -> None:
    content = written(FOREIGN[kind], style)
    assert saved(tmp_path / "with", content, normalise_on_save) == saved(tmp_path / "without", content, None)


@pytest.mark.parametrize("name", ["a.py", "a.md", "a.csv", "a.r"])
def test_a_file_keeps_every_byte(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x  \r\ny \n")
    manager = manager_of(root_dir=str(tmp_path), pre_save_hook=normalise_on_save)
    manager.save(manager.get(name), name)
    assert (tmp_path / name).read_bytes() == b"x  \r\ny \n"


def test_a_notebook_of_ours_is_saved_without_noise(tmp_path: Path) -> None:
    ours = notebook(cell("1 + 1", id="a"), dhtools={"normalised": True}, kernelspec=kernel("mine", "python"))
    content = json.loads(saved(tmp_path / "x", written(ours, "one"), normalise_on_save))
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    assert "0x7f" not in json.dumps(content) and "execution" not in content["cells"][0]["metadata"]


def test_one_that_was_turned_to_another_language_is_left(tmp_path: Path) -> None:
    turned = notebook(cell("x <- 1", id="a"), dhtools={"normalised": True}, kernelspec=kernel("ir", "R"))
    content = written(turned, "one")
    assert saved(tmp_path / "with", content, normalise_on_save) == saved(tmp_path / "without", content, None)


def test_every_notebook_of_this_package_has_the_mark(root: Path, tmp_path: Path) -> None:
    make_project(tmp_path / "project")
    places = [*(root / "notebooks").glob("*.ipynb"), *(tmp_path / "project/notebooks").glob("*.ipynb")]
    assert len(places) == 13
    for path in places:
        assert json.loads(path.read_bytes())["metadata"][OURS] == {"normalised": True}, path
    assert dump(normalise(normalise(own_notebook()))) == dump(normalise(own_notebook()))
