"""The commands that take work elsewhere: paper, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ..atomic_write import atomic_write_all
from ..errors import DhtoolsError
from ..escaping import terminal
from ..notebooks.paths import find_root, located, select_notebooks
from ..wording import counted


def paper(options: argparse.Namespace) -> int:
    """Make a paper of a notebook."""
    from ..publishing.papers import make_paper

    notebook = _notebook(options.notebook)
    out = options.out or find_root(notebook.parent) / "build" / "paper" / f"{notebook.stem}.{options.to}"
    if out.suffix != f".{options.to}":
        raise DhtoolsError(
            f"--out {out}: a paper for {options.to} needs a name that ends with .{options.to}."
        )
    made = make_paper(notebook, to=options.to, style=options.style, code=options.code, name=out.stem)
    atomic_write_all(out.absolute().parent, made.files)
    for note in made.notes:
        print(terminal(note), file=sys.stderr)
    print(terminal(f"{out}: {made.holds}."))
    return 0


def _notebook(given: str) -> Path:
    """Return the notebook of a name or path; a path needs no project."""
    if given.endswith(".ipynb") and Path(given).is_file():
        return Path(given)
    root, names = located([given])
    (notebook,) = select_notebooks(root, names)
    return notebook


def export(options: argparse.Namespace) -> int:
    """Annotate a corpus, and write it in the format of other tools."""
    from ..corpus.texts import read_corpus
    from ..publishing.interchange import annotated_texts, export_texts

    corpus = read_corpus(options.path, text_column=options.text_column)
    written = export_texts(annotated_texts(corpus), options.out, options.to)
    print(f"{options.out}: {counted(written, 'text')}.")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"paper": paper, "export": export}
