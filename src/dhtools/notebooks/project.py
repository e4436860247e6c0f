"""A project of one's own: the notebooks, a folder for the texts, and what to do first."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..errors import DhtoolsError, writing
from ..export.bibliography import BIBLIOGRAPHY
from .files import copied, dump, read_notebook, tags
from .normalise import normalise
from .own_folders import folders_made, scratch_folder
from .own_notebook import NAME as OWN_NOTEBOOK
from .own_notebook import own_notebook
from .parameters import with_parameters

_PACKAGE = Path(__file__).parents[1]
#: Where the notebooks are: in an installed package, and in the repository.
_SOURCES = (_PACKAGE / "project" / "notebooks", _PACKAGE.parents[1] / "notebooks")

#: Two invented texts with every sheet that may lie beside texts, to be copied; the guides show their cells.
EXAMPLES = Path(__file__).parent / "examples"

_README = """# A project with dhtools

1. Put your texts into `corpus/`, one file a text: plain text, TEI, HTML, Word, EPUB, Markdown, RTF or PDF.
2. `dhtools inspect corpus` says what was read, and what each notebook can say at these lengths.
3. `dhtools run` runs every notebook over the texts and writes `figures/` and `data/`.
4. `dhtools lab` opens the notebooks in JupyterLab. Change the cell tagged `parameters` and run again.
5. `dhtools site` makes a site of the executed notebooks in `build/site`.
6. `dhtools check` runs all of them once more and says what differs. After `dhtools check --declare` it also
   says which text, table or cell has changed since.

`notebooks/06-my-question.ipynb` is yours: a table, a figure and a sentence, to be changed.

What you know of the texts (title, author, date, a group such as genre or party) goes into
`corpus/metadata.csv`, one row a text: `file,author,title,date,genre`. Or into `corpus/corpus.toml`;
then the texts come in its order.

Each `.example` in `corpus/` is a table that you may put beside the texts, filled in for two invented ones.
Copy it, remove `.example` from its name, and put your own rows in place. What you do not need can be deleted.
The guide *Your own terms* explains the columns.
"""


def make_project(folder: Path) -> list[str]:
    """Make a project in a new or empty folder: whole or not at all.

    Parameters
    ----------
    folder : path

    Returns
    -------
    list of str
        The files made, relative to the folder.

    Raises
    ------
    DhtoolsError
        If the folder holds something, cannot be written to, or the package came without its notebooks.
    """
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DhtoolsError(f"{folder}: there is something already. Give a new folder.")
    source = next((place for place in _SOURCES if place.is_dir()), None)
    if source is None:
        raise DhtoolsError("The package came without its notebooks. Install it anew from its wheel.")
    with writing(folder), folders_made(target.parent), scratch_folder("new", target.parent) as scratch:
        made = scratch / "project"
        _fill(made, source)
        if target.exists():
            target.rmdir()
        made.rename(target)
    return sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())


def _fill(project: Path, source: Path) -> None:
    for name in ("notebooks", "corpus", "figures", "data"):
        (project / name).mkdir(parents=True)
    for path in sorted(source.glob("*.ipynb")):
        (project / "notebooks" / path.name).write_bytes(_for_any_texts(path))
    own = own_notebook()
    (project / "notebooks" / f"{OWN_NOTEBOOK}.ipynb").write_bytes(dump(normalise(own)))
    if (source / BIBLIOGRAPHY).is_file():
        shutil.copyfile(source / BIBLIOGRAPHY, project / "notebooks" / BIBLIOGRAPHY)
    (project / "README.md").write_text(_README, encoding="utf-8", newline="\n")
    for path in sorted(EXAMPLES.iterdir()):
        shutil.copyfile(path, project / "corpus" / f"{path.name}.example")


def _for_any_texts(path: Path) -> bytes:
    """Return a notebook without outputs and without what interprets the texts of this repository."""
    notebook = with_parameters(read_notebook(path), {"CORPUS": "../corpus"}, path.stem)
    kept = [cell for cell in notebook.cells if "reading" not in tags(cell)]
    for cell in kept:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return dump(normalise(copied({**notebook, "cells": kept})))
