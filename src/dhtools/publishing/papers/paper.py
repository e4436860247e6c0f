"""An executed notebook as a paper: one document, and the medium that it is written for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...catalogue.citation_file import author_names, read_citation
from ...errors import check_choice
from ...export.bibliography import BIBLIOGRAPHY, read_references
from ...wording import counted
from .assembly import assembled, flattened
from .citations import Citing
from .frame import framed, meta_inlines, with_references
from .manuscript import Manuscript, read_manuscript
from .media import MEDIA, with_code
from .nodes import inlines, node
from .numbering import Numbering
from .tables import with_widths
from .writing import check_installed, checked_style, written

CODES = ("drop", "fold")


@dataclass(frozen=True, slots=True)
class Paper:
    """The files of a paper.

    Attributes
    ----------
    files : mapping of str to bytes
        By name, the paper first; a paper in LaTeX has its figures beside it.
    holds : str
        How many figures, tables and works it has.
    notes : tuple of str
        What an author may want to mend.
    """

    files: Mapping[str, bytes]
    holds: str
    notes: tuple[str, ...]


def make_paper(
    notebook: str | os.PathLike[str],
    *,
    to: str,
    style: str | os.PathLike[str] | None = None,
    code: str = "drop",
    name: str | None = None,
) -> Paper:
    """Make a paper of an executed notebook; nothing is written.

    Figures and tables with a caption get numbers in their order, and are named by them: *the table names* is
    Table 3. Citations such as (Burrows 2002, p. 5) are set in a citation style, and the works listed at the
    end, from ``references.bib`` beside the notebook.

    Parameters
    ----------
    notebook : path
    to : {"docx", "pdf", "html", "tex"}
    style : path, optional
        A citation style (CSL file); without one, Chicago's by author and year.
    code : {"drop", "fold"}
        Folded code is unfolded by a click in HTML; in other media it stands at the end.
    name : str, optional
        Of the paper's file, without its ending; default: that of the notebook.

    Raises
    ------
    DhtoolsError
        If the notebook was not executed, a picture is missing, the style is not a citation style, or the
        extra *paper* is not installed.
    """
    medium = MEDIA[check_choice("to", to, MEDIA)]
    check_choice("code", code, CODES)
    check_installed(to)
    style_file = checked_style(style)
    manuscript = read_manuscript(Path(notebook))
    document = assembled(manuscript, medium.pictures)
    citing = Citing(_keys(manuscript))
    numbering = Numbering(medium.before, medium.shown)
    blocks = numbering.number_all(list(flattened(citing.in_blocks(document.blocks))))
    blocks = numbering.name_all(with_widths(blocks), manuscript.path.stem)
    blocks, meta = framed(blocks, manuscript.path.stem)
    blocks = with_code(with_references(blocks) if citing.cited else blocks, to, code)
    files = written(
        blocks,
        meta | _about(manuscript),
        document.files,
        to=to,
        name=name or manuscript.path.stem,
        bibliography=_bibliography(manuscript) if citing.cited else None,
        style=style_file,
    )
    return Paper(files, _holds(numbering, citing), _notes(document.undescribed, citing.unknown))


def _keys(manuscript: Manuscript) -> dict[str, str]:
    """Return for each label of the bibliography, such as ``Burrows 2002``, its key."""
    file = _bibliography(manuscript)
    return {label: work.key for label, work in read_references(file).items()} if file.is_file() else {}


def _bibliography(manuscript: Manuscript) -> Path:
    return manuscript.path.resolve().with_name(BIBLIOGRAPHY)


def _about(manuscript: Manuscript) -> dict[str, Any]:
    authors = [meta_inlines(inlines(name)) for name in _authors(manuscript)]
    return {
        "lang": meta_inlines(inlines(str(manuscript.about.get("lang", "en")))),
        "link-citations": node("MetaBool", True),
        **({"author": node("MetaList", authors)} if authors else {}),
    }


def _authors(manuscript: Manuscript) -> list[str]:
    """Return the authors that the notebook names in its metadata, or else those of the project."""
    named = [one["name"] for one in manuscript.about.get("authors", ()) if one.get("name")]
    return named or author_names(read_citation(manuscript.path.resolve().parents[1]))


def _holds(numbering: Numbering, citing: Citing) -> str:
    figures, tables = (numbering.counts[kind] for kind in ("Figure", "Table"))
    works = counted(len(citing.cited), "work")
    return f"{counted(figures, 'figure')}, {counted(tables, 'table')}, {works} cited"


def _notes(undescribed: int, unknown: list[str]) -> tuple[str, ...]:
    notes = []
    if undescribed:
        notes.append(f"{counted(undescribed, 'picture')} without a description (alt text).")
    if unknown:
        named = "; ".join(dict.fromkeys(unknown))
        notes.append(f"Not in {BIBLIOGRAPHY}, so left as written: {named}.")
    return tuple(notes)
