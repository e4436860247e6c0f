"""Where things are: the repository, its notebooks, another corpus, an output folder.

What is not as it has to be is a `DhtoolsError`, which says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import DhtoolsError, did_you_mean

#: The file by which an output folder is recognised as one that may be written again.
MARKER = "dhtools-run.json"
#: How the names of the staging folder and of its lock begin.
STAGING = ".staging"
#: The folder beside the results that keeps finished notebooks while others are missing.
FINISHED = ".finished"

#: The folder of the texts: of this repository, and of a project made from it.
_TEXTS = ("seeds", "corpus")
_REPOSITORY = ("notebooks", *_TEXTS, "figures", "data")


def find_root(start: Path | None = None) -> Path:
    """Return the nearest folder, from `start` upwards, that holds notebooks/ and texts (seeds/, corpus/)."""
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if is_project(folder):
            return folder
        _check_no_results(folder)
    raise DhtoolsError(
        f"Neither {begin} nor a folder above it holds notebooks/ and {' or '.join(f'{n}/' for n in _TEXTS)}. "
        "Change into the project first, or make one: dhtools new FOLDER."
    )


def _check_no_results(folder: Path) -> None:
    """Refuse a folder into which another corpus was run: its notebooks are results, without their texts."""
    if (folder / MARKER).is_file():
        raise DhtoolsError(
            f"{folder} holds the results of a run with --out, and no project. Make them again by dhtools run "
            f"--corpus FOLDER --out {folder}; for results that can be checked keep texts and notebooks in a "
            "project: dhtools new FOLDER."
        )


def is_project(folder: Path) -> bool:
    """Whether a folder holds notebooks/ and texts (seeds/, corpus/)."""
    return (folder / "notebooks").is_dir() and any((folder / name).is_dir() for name in _TEXTS)


def located(names: Sequence[str], start: Path | None = None) -> tuple[Path, list[str]]:
    """Return a project and the notebooks asked for; among *names* may be the project, as a path.

    A notebook given by its path names its project too, from any folder.
    """
    projects = [name for name in names if is_project(Path(name))]
    notebooks = [name for name in names if name not in projects]
    for name in notebooks:
        _check_no_results(Path(name))
    files = [Path(name) for name in notebooks if name.endswith(".ipynb") and Path(name).is_file()]
    if len(projects) > 1:
        raise DhtoolsError(f"Several projects are named: {', '.join(projects)}. Name one.")
    return find_root(Path(projects[0]) if projects else files[0].parent if files else start), notebooks


def texts_of(root: Path) -> Path:
    """Return the folder of the texts of a project."""
    return next(root / name for name in _TEXTS if (root / name).is_dir())


def list_notebooks(root: Path) -> tuple[Path, ...]:
    """Return the notebooks of the repository, sorted by name; at least one is needed."""
    found = tuple(sorted((root / "notebooks").glob("*.ipynb")))
    if not found:
        raise DhtoolsError(f"{root / 'notebooks'} holds no notebook (*.ipynb).")
    return found


def select_notebooks(root: Path, names: Sequence[str] = ()) -> tuple[Path, ...]:
    """Return the notebooks called `names` (`00-corpus`, `00-corpus.ipynb` or a path), or all of them."""
    known = list_notebooks(root)
    wanted = {_named(name, known) for name in names} or set(known)
    return tuple(path for path in known if path in wanted)


def _named(name: str, known: Iterable[Path]) -> Path:
    path = Path(name).resolve()
    for notebook in known:
        if path == notebook.resolve() or name in (notebook.stem, notebook.name):
            return notebook
    listed = ", ".join(notebook.stem for notebook in known)
    near = did_you_mean(name, [notebook.stem for notebook in known])
    raise DhtoolsError(f"No notebook {name!r}.{near} There are: {listed}.")


def check_corpus(path: Path) -> Path:
    """Return the resolved path of a folder or file of texts, if there is one."""
    if not path.exists():
        raise DhtoolsError(f"--corpus {path}: there is no such folder or file.")
    return path.resolve()


def check_out(folder: Path, *, root: Path, corpus: Path) -> Path:
    """Return the resolved `folder` if a run over `corpus` may write into it.

    It must not be the repository or one of its folders, nor hold the corpus, nor hold anything that no
    earlier run has written.
    """
    out = folder.resolve()
    if out == root or any(out.is_relative_to(root / name) for name in _REPOSITORY):
        raise DhtoolsError(f"--out {folder}: choose a folder outside the repository's own folders.")
    if corpus.is_relative_to(out):
        raise DhtoolsError(f"--out {folder}: the corpus {corpus} lies in it. Choose another folder.")
    _check_contents(out)
    return out


def _check_contents(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise DhtoolsError(f"--out {out}: this is a file. Choose a folder.")
    names = [entry.name for entry in out.iterdir()] if out.is_dir() else []
    foreign = [name for name in names if not name.startswith((STAGING, FINISHED))]
    if foreign and MARKER not in foreign:
        raise DhtoolsError(
            f"--out {out}: the folder is not empty, and {MARKER} is missing, so no earlier run wrote it. "
            "Choose a new folder."
        )


def path_between(target: Path, folder: Path) -> str:
    """Return how a notebook in `folder` should name `target`.

    Relative if the two have more in common than the root of the drive (so both can be moved together), else
    absolute; with forward slashes.
    """
    if target.anchor != folder.anchor or os.path.commonpath([target, folder]) == target.anchor:
        return target.as_posix()
    return Path(os.path.relpath(target, folder)).as_posix()
