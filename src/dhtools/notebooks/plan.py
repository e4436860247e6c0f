"""A plan: what is asked for, checked before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..corpus.groups import MAX_GROUPS
from ..corpus.texts import read_corpus
from ..errors import DhtoolsError
from ..export.languages import left_out_tags
from .files import read_notebook
from .parameters import check_settings, parameters, parameters_cell
from .paths import check_corpus, check_out, list_notebooks, located, select_notebooks, texts_of
from .staging import recover

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: A cell with this tag tells how a figure of a few texts is read: one text, or many, have another figure.
FEW_TEXTS = "few-texts"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is going to be executed.

    Attributes
    ----------
    root, target
        The repository; where the results go: the same, or another folder.
    notebooks
        Names without `.ipynb`, and what the files hold.
    corpus
        Folder of the texts; None if the notebooks keep the one they name.
    settings
        Parameters and their values for this run.
    left_out
        Tags of cells that do not apply to the languages of the texts, or to their number.
    hashes
        For each text the SHA-256 of what it was read from when the plan was made.
    advice
        What is worth changing in the parameters, a sentence each that begins with the name of its notebook.
    """

    root: Path
    target: Path
    notebooks: Mapping[str, NotebookNode]
    corpus: Path | None
    settings: Mapping[str, object]
    left_out: frozenset[str] = frozenset()
    hashes: Mapping[str, str] = field(default_factory=dict)
    advice: tuple[str, ...] = ()

    @property
    def texts(self) -> Path:
        """The folder or file of the texts."""
        return self.corpus or texts_of(self.root)

    @property
    def in_place(self) -> bool:
        """Whether the repository's own notebooks are renewed."""
        return self.target == self.root

    @property
    def keeps_readings(self) -> bool:
        """Whether cells stay that interpret the repository's own texts, as its parameters show them."""
        # with other parameters (another keyword, say) what they tell may be untrue
        return self.corpus in (None, texts_of(self.root)) and not self.settings

    @property
    def is_full(self) -> bool:
        """Whether all notebooks of the repository are executed."""
        return {path.stem for path in list_notebooks(self.root)} == set(self.notebooks)


def plan_run(
    names: Sequence[str] = (),
    *,
    corpus: Path | None = None,
    out: Path | None = None,
    settings: Mapping[str, object] | None = None,
    start: Path | None = None,
) -> Plan:
    """Check what is asked for, before anything is done.

    Parameters
    ----------
    names
        Of notebooks; all if empty. The path of a project may be among them.
    corpus, out
        Another folder of .txt files, and a folder for the results; the first needs the second.
    settings
        Parameters and their values for this run; need `out`.
    start
        Where to look for the repository, upwards; the current folder if None.

    Raises
    ------
    DhtoolsError
        If a notebook, folder or parameter does not exist, or a folder must not be written to.
    """
    root, names = located(names, start)
    recover(root)
    texts = check_corpus(corpus or texts_of(root)) if out or corpus else None
    _check_needs_out(root, texts, out, settings or {})
    notebooks = {path.stem: read_notebook(path) for path in select_notebooks(root, names)}
    check_settings(settings or {}, notebooks)
    if out is None or texts is None:
        return _planned(Plan(root, root, notebooks, None, {}))
    _check_corpus_parameter(notebooks)
    target = check_out(out, root=root, corpus=texts)
    return _planned(Plan(root, target, notebooks, texts, settings or {}))


def _planned(plan: Plan) -> Plan:
    # what is wrong with a text is better said now than by a traceback
    corpus = read_corpus(plan.texts)
    hashes = {text.id: text.sha256 for text in corpus}
    few = 1 < len(corpus) <= MAX_GROUPS
    left_out = left_out_tags(corpus) | (frozenset() if few else {FEW_TEXTS})
    return replace(plan, left_out=left_out, hashes=hashes)


def _check_needs_out(
    root: Path, corpus: Path | None, out: Path | None, settings: Mapping[str, object]
) -> None:
    if out is None and corpus not in (None, texts_of(root)):
        raise DhtoolsError(
            f"--corpus {corpus} needs --out FOLDER: the repository's own results stay as they are."
        )
    if out is None and settings:
        raise DhtoolsError("--set needs --out FOLDER: the repository's notebooks keep their defaults.")
    if "CORPUS" in settings:
        raise DhtoolsError("--set CORPUS=…: name the folder by --corpus instead.")


def _check_corpus_parameter(notebooks: Mapping[str, NotebookNode]) -> None:
    for name, notebook in notebooks.items():
        if "CORPUS" not in parameters(parameters_cell(notebook, name).source, name):
            raise DhtoolsError(f"{name}: the parameters cell has no CORPUS, so no other folder can be read.")
