"""The exporter: every figure, table and data set of a notebook goes through it."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..atomic_write import encoded
from ..errors import DhtoolsError, check_whole
from ..typed_tables import csv_bytes
from .bibliography import BIBLIOGRAPHY, References, cited_works, notebook_texts, read_references
from .checks import (
    HashedText,
    check_figure,
    check_shown,
    checked_formats,
    checked_name,
    checked_path,
    checked_root,
    checked_sentence,
    checked_widths,
    corpus_hashes,
    flat_frame,
    plain_settings,
)
from .decoded_texts import ORIGINS, decoded_texts
from .digits import ROUNDINGS
from .exhibit import Dataset, Exhibit
from .pictures import close, for_screen, render_all, size_mm, undrawn_note
from .placing import export_folder
from .presets import current_preset
from .records import make_record
from .sentences import PREDICATES, Sentence, instead, say, stated_roundings
from .store import logged, store_exhibit, store_file
from .tables import Cells, html_table, latex_table, plain_table, rest_line, table_cells

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..annotation.record import Annotation

CSS_PIXELS_PER_MM = 96 / 25.4


class Exhibits:
    """Exports the exhibits and the data of one notebook: whole, or not at all.

    Every method raises a `DhtoolsError` if anything given is unfit. After any error the files are as they
    were.

    Parameters
    ----------
    notebook : str
        Name of the notebook, e.g. ``"00-corpus"``: the folder of its exhibits.
    corpus : iterable of records with ``id`` and ``sha256``
        The texts that the exhibits are about.
    settings : mapping of str to str, int, float, bool, None or lists of these
        The parameters of the notebook. Copied: later changes do not count.
    root : path, default ".."
        The project's folder, relative to the working directory (a notebook runs in its own folder). Where the
        notebook's parameters are not those that git has, exports go to its ``build/``, with a warning.

    Raises
    ------
    DhtoolsError
        If a name, setting or text is unfit, or root is no folder that can be written to.
    """

    __slots__ = ("_corpus", "_home", "_kinds", "_root", "_settings", "notebook")

    def __init__(
        self,
        notebook: str,
        corpus: Iterable[HashedText],
        settings: Mapping[str, object],
        *,
        root: str | os.PathLike[str] = "..",
    ) -> None:
        self.notebook = checked_name(notebook, "notebook")
        self._corpus = corpus_hashes(corpus)
        self._settings = plain_settings(settings)
        self._home = checked_root(root)
        self._root = export_folder(self._home, self.notebook, sys._getframe(1).f_globals)
        self._kinds: dict[str, str] = {}

    def figure(
        self,
        fig: Figure,
        name: str,
        *,
        data: pd.DataFrame,
        caption: str | Sentence,
        alt: str | Sentence,
        formats: Sequence[str] = (),
        widths: Sequence[int] = (),
    ) -> Exhibit | Sentence:
        """Export a figure to ``figures/<notebook>/``: PDF, PNG (300 dpi), plotted data, record.

        A figure that says only why it shows nothing is not exported: a sentence takes its place.

        Parameters
        ----------
        fig : Figure
            Closed afterwards if pyplot knows it, so that it is not shown twice.
        name : str
            Lower-case letters, digits and hyphens.
        data : DataFrame
            What is plotted. Its index is written if it is named. It may have no rows.
        caption, alt : str or Sentence
            From `say` where they assert something. The alt text says what the figure shows to those who do
            not see it.
        formats : sequence of {"svg", "png600"}
            Further formats.
        widths : sequence of int
            Further widths in mm, at the same proportions; the size of the type stays. Files are called
            ``<name>-84mm.pdf`` and so on.

        """
        from ..plots.primitives import message_of

        check_figure(fig)
        held = _predicates(caption, alt) | _roundings(caption, alt)
        caption, alt = checked_sentence(caption, "caption"), checked_sentence(alt, "alt")
        plotted = csv_bytes(flat_frame(data))
        check_shown(fig, flat_frame(data))
        caption += undrawn_note(fig)
        self._check_free(name, "figure")
        if words := message_of(fig):
            return instead(say("Figure *{name}* is not drawn: {words}.", name=name, words=words), words)
        labels = {"Title": f"{self.notebook}/{name}", "Description": alt}
        pictures = self._pictures(fig, name, formats, widths, labels)
        screen, size = for_screen(pictures[f"{name}.png"], labels), size_mm(fig)
        record = self._record(name, "figure", caption, held) | {"alt": alt, "size_mm": size}
        files = self._export("figures", record, {**pictures, f"{name}.csv": plotted})
        close(fig)
        shown = {"image/png": base64.b64encode(screen).decode("ascii"), "text/plain": alt}
        metadata = {"image/png": {"alt": alt, "width": round(size[0] * CSS_PIXELS_PER_MM)}, **held}
        return Exhibit(self.notebook, name, "figure", caption, alt, files, shown, metadata)

    def _pictures(
        self, fig: Figure, name: str, formats: Sequence[str], widths: Sequence[int], labels: Mapping[str, str]
    ) -> dict[str, bytes]:
        """Render what the notebook asks for, and what the run does where the figure has room for it."""
        preset = current_preset()
        own = checked_formats(formats)
        every = [*own, *(one for one in checked_formats(preset.formats) if one not in own)]
        pictures = render_all(fig, name, every, checked_widths(widths), labels)
        for width in preset.widths:
            with suppress(DhtoolsError):
                pictures |= render_all(fig, name, every, [width], labels)
        return pictures

    def table(
        self,
        frame: pd.DataFrame,
        name: str,
        *,
        caption: str | Sentence,
        formats: Mapping[str, str] | None = None,
        right: Sequence[str] = (),
        rows: int = 20,
    ) -> Exhibit | Sentence:
        """Export a table to ``data/<notebook>/``: CSV in full precision, LaTeX (booktabs), record.

        A table without rows is not exported: a sentence takes its place.

        Parameters
        ----------
        frame : DataFrame
            Its index is written if it is named.
        name, caption : str, str or Sentence
            As for `figure`.
        formats : mapping of column to format, optional
            E.g. ``{"share": "{:.1%}"}``, for display and LaTeX only.
        right : sequence of str, optional
            Columns of words set flush right, as the left side of a concordance; numbers are anyway.
        rows : int
            Rows shown in the notebook; the files hold all.

        """
        check_whole("rows", rows, 1, "rows to show")
        given, caption, flat = caption, checked_sentence(caption, "caption"), flat_frame(frame)
        self._check_free(name, "table")
        cells = table_cells(flat, formats or {}, right)
        held = _predicates(given) | _roundings(given, cells)
        if not len(flat):
            left_out = say("Table *{name}* is left out: it has no rows.", name=name, holds=[len(flat) == 0])
            return instead(left_out)
        title, rest = f"{self.notebook}/{name}", rest_line(cells, rows, f"data/{self.notebook}/{name}.csv")
        latex = latex_table(cells, caption, f"tab:{self.notebook}-{name}")
        contents = {f"{name}.csv": csv_bytes(flat), f"{name}.tex": encoded(latex, "table")}
        files = self._export("data", self._record(name, "table", caption, held), contents)
        shown = {
            "text/html": html_table(cells, rows, title, caption, rest),
            "text/plain": plain_table(cells, rows, title, caption, rest),
        }
        return Exhibit(self.notebook, name, "table", caption, "", files, shown, held)

    def dataset(self, frame: pd.DataFrame, path: str) -> Dataset:
        """Export data that belong to no single exhibit to ``data/<path>.csv``: CSV in full precision.

        Parameters
        ----------
        frame : DataFrame
            Its index is written if it is named. It may have no rows.
        path : str
            One or two names of lower-case letters, digits and hyphens, e.g. ``"corpus/tokens"``. Names like
            ``00-corpus`` are refused: they belong to notebooks and their tables.

        """
        file = self._root / f"data/{checked_path(path, self.notebook)}.csv"
        flat = flat_frame(frame)
        store_file(file, csv_bytes(flat))
        (written,) = logged(self._root, [file])
        return Dataset(written, len(flat))

    def texts(self, annotation: Annotation) -> Dataset | None:
        """Export to ``data/corpus/texts/`` the texts that were read from other formats than plain UTF-8 text.

        Returns
        -------
        Dataset or None
            ``origins.csv`` beside them: where each block comes from. None where every text is its own file;
            what an earlier run has put there is removed.
        """
        folder, contents = self._root / "data/corpus/texts", decoded_texts(annotation)
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in contents:
                path.unlink()
        for name, content in contents.items():
            store_file(folder / name, content)
        logged(self._root, [folder / name for name in contents])
        if not contents:
            return None
        return Dataset(f"data/corpus/texts/{ORIGINS}", contents[ORIGINS].count(b"\n") - 1)

    def references(self) -> References:
        """List the works that this notebook cites, from ``references.bib`` beside it.

        A citation stands in round brackets: (Burrows 2002), (Lee and Seung 1999; Evert et al. 2017, p. 5).
        The notebook is read as it was last saved.

        Raises
        ------
        DhtoolsError
            If a work is cited that the bibliography does not have.
        """
        folder = self._home / "notebooks"
        texts = notebook_texts(folder / f"{self.notebook}.ipynb")
        return cited_works(texts, read_references(folder / BIBLIOGRAPHY))

    def _record(self, name: str, kind: str, caption: str, held: Mapping[str, Any]) -> dict[str, Any]:
        record = make_record(self.notebook, name, kind, caption, self._settings, self._corpus)
        return record | {key: held[key] for key in (ROUNDINGS,) if key in held}

    def _check_free(self, name: str, kind: str) -> None:
        taken = self._kinds.get(checked_name(name, "exhibit"), kind)
        if taken != kind:
            raise DhtoolsError(
                f"{name!r} is already the name of a {taken} of {self.notebook}. Rename one of them."
            )

    def _export(self, place: str, record: dict[str, Any], contents: Mapping[str, bytes]) -> tuple[str, ...]:
        paths = store_exhibit(self._root / place / self.notebook, record, contents)
        self._kinds[record["name"]] = record["kind"]
        return logged(self._root, paths)


def _predicates(*texts: str | Sentence) -> dict[str, list[list[str]]]:
    """Return what has to hold for the sentences among captions, as metadata of an output."""
    held = [list(one) for text in texts if isinstance(text, Sentence) for one in text.predicates]
    return {PREDICATES: held} if held else {}


def _roundings(*shown: str | Sentence | Cells) -> dict[str, list[list[str]]]:
    """Return which of the numbers shown noise would print otherwise, as metadata of an output."""
    return stated_roundings(
        [pair for one in shown if isinstance(one, Sentence | Cells) for pair in one.roundings]
    )
