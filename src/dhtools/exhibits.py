"""Exhibits: figures, tables and sentences with everything a paper needs to cite them.

An exhibit is a picture or a table together with its data (CSV), its caption, and a record (JSON) of the
settings, texts and package versions behind it. Its files are written whole or not at all, and left untouched
if they already say the same. Nothing else writes into ``figures/``.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import importlib.metadata
import io
import json
import math
import numbers
import os
import platform
import re
import shutil
import string
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

import dhtools
from dhtools.errors import DhtoolsError, check_choice

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXPORT_LOG = "DHTOOLS_EXPORTS"
PACKAGES = ("matplotlib", "numpy", "pandas", "scikit-learn", "scipy")
PRINT_DPI, FINE_DPI, SCREEN_DPI = 300, 600, 150
CSS_PIXELS_PER_MM = 96 / 25.4
NOT_DEFINED = "not defined"
MISSING = "–"


class HashedText(Protocol):
    """What an exhibit needs to know of a text."""

    @property
    def id(self) -> str:
        """Short name, unique in the corpus."""

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes."""


# ---------------------------------------------------------------------------------------------------- records


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A figure or table that has been exported; as the last value of a cell it shows itself.

    Attributes
    ----------
    notebook, name, kind : str
        Where it belongs, what it is called; kind is ``"figure"`` or ``"table"``.
    caption, alt : str
        As given, on one line. Tables have no alt text.
    files : tuple of str
        Paths relative to the project's root, with forward slashes.
    """

    notebook: str
    name: str
    kind: str
    caption: str
    alt: str
    files: tuple[str, ...]
    _data: Mapping[str, str] = field(repr=False, compare=False)
    _metadata: Mapping[str, Mapping[str, Any]] = field(repr=False, compare=False)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return dict(self._data), {mime: dict(values) for mime, values in self._metadata.items()}

    def _ipython_display_(self) -> None:
        # An output shows one MIME type, so the caption of a picture needs an output of its own.
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        if self.kind == "figure":
            display(_figure_caption(self), raw=True)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with values from the data: Markdown in a notebook, plain text elsewhere."""

    markdown: str
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/plain": self.text}


class Exhibits:
    """Exports the exhibits of one notebook.

    Parameters
    ----------
    notebook : str
        Name of the notebook, e.g. ``"00-corpus"``: the folder of its exhibits.
    corpus : iterable of records with ``id`` and ``sha256``
        The texts that the exhibits are about.
    settings : mapping of str to str, int, float, bool, None or lists of these
        The parameters of the notebook. Copied: later changes do not count.
    root : path, default ".."
        The project's folder, relative to the working directory (a notebook runs in its own folder).

    Raises
    ------
    DhtoolsError
        If a name, setting or text is unfit, or root is no folder that can be written to.
    """

    __slots__ = ("_corpus", "_kinds", "_root", "_settings", "notebook")

    def __init__(
        self,
        notebook: str,
        corpus: Iterable[HashedText],
        settings: Mapping[str, object],
        *,
        root: str | os.PathLike[str] = "..",
    ) -> None:
        self.notebook = _checked_name(notebook, "notebook")
        self._corpus = _hashes(corpus)
        self._settings = _plain_settings(settings)
        self._root = _checked_root(root)
        self._kinds: dict[str, str] = {}

    def figure(
        self,
        fig: Figure,
        name: str,
        *,
        data: pd.DataFrame,
        caption: str,
        alt: str,
        formats: Sequence[str] = (),
        widths: Sequence[int] = (),
    ) -> Exhibit:
        """Export a figure to ``figures/<notebook>/``: PDF, PNG (300 dpi), plotted data, record.

        Parameters
        ----------
        fig : Figure
            Closed afterwards if pyplot knows it, so that it is not shown twice.
        name : str
            Lower-case letters, digits and hyphens.
        data : DataFrame
            What is plotted. Its index is written if it is named.
        caption, alt : str
            Both required. The alt text says what a reader sees who cannot see it.
        formats : sequence of {"svg", "png600"}
            Further formats.
        widths : sequence of int
            Further widths in mm, at the same proportions; the size of the type stays. Files are called
            ``<name>-84mm.pdf`` and so on.

        Returns
        -------
        Exhibit

        Raises
        ------
        DhtoolsError
            If anything given is unfit. Nothing has been changed then, nor after any other error.
        """
        _check_figure(fig)
        caption, alt = _sentence(caption, "caption"), _sentence(alt, "alt")
        csv_bytes = _csv(_flat(data))
        self._check_free(name, "figure")
        labels = {"Title": f"{self.notebook}/{name}", "Description": alt}
        pictures = _pictures(fig, name, _checked_formats(formats), _checked_widths(widths), labels)
        screen, size = _picture(fig, "png", SCREEN_DPI, labels), _size_mm(fig)
        record = self._record(name, "figure", caption) | {"alt": alt, "size_mm": size}
        files = self._export("figures", record, {**pictures, f"{name}.csv": csv_bytes})
        _close(fig)
        shown = {"image/png": base64.b64encode(screen).decode("ascii"), "text/plain": alt}
        metadata = {"image/png": {"alt": alt, "width": round(size[0] * CSS_PIXELS_PER_MM)}}
        return Exhibit(self.notebook, name, "figure", caption, alt, files, shown, metadata)

    def table(
        self,
        frame: pd.DataFrame,
        name: str,
        *,
        caption: str,
        formats: Mapping[str, str] | None = None,
        rows: int = 20,
    ) -> Exhibit:
        """Export a table to ``data/<notebook>/``: CSV in full precision, LaTeX (booktabs), record.

        Parameters
        ----------
        frame : DataFrame
            Its index is written if it is named.
        name, caption : str
            As for `figure`.
        formats : mapping of column to format, optional
            E.g. ``{"share": "{:.1%}"}``, for display and LaTeX only.
        rows : int, default 20
            Rows shown in the notebook; the files hold all.

        Returns
        -------
        Exhibit

        Raises
        ------
        DhtoolsError
            If anything given is unfit. Nothing has been changed then, nor after any other error.
        """
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            raise DhtoolsError(f"rows={rows!r}: give the number of rows to show, 1 or more.")
        caption, flat = _sentence(caption, "caption"), _flat(frame)
        self._check_free(name, "table")
        cells = _cells(flat, formats or {})
        title, rest = f"{self.notebook}/{name}", _rest(cells, rows, f"data/{self.notebook}/{name}.csv")
        latex = _latex_table(cells, caption, f"tab:{self.notebook}-{name}")
        contents = {f"{name}.csv": _csv(flat), f"{name}.tex": _encoded(latex, "table")}
        files = self._export("data", self._record(name, "table", caption), contents)
        shown = {
            "text/html": _html_table(cells, rows, title, caption, rest),
            "text/plain": _plain_table(cells, rows, title, caption, rest),
        }
        return Exhibit(self.notebook, name, "table", caption, "", files, shown, {})

    def _record(self, name: str, kind: str, caption: str) -> dict[str, Any]:
        return {
            "notebook": self.notebook,
            "name": name,
            "kind": kind,
            "caption": caption,
            "settings": self._settings,
            "corpus": self._corpus,
            "packages": _versions(),
            "python": platform.python_version(),
        }

    def _check_free(self, name: str, kind: str) -> None:
        taken = self._kinds.get(_checked_name(name, "exhibit"), kind)
        if taken != kind:
            raise DhtoolsError(
                f"{name!r} is already the name of a {taken} of {self.notebook}. Rename one of them."
            )

    def _export(self, place: str, record: dict[str, Any], contents: Mapping[str, bytes]) -> tuple[str, ...]:
        folder, name = self._root / place / self.notebook, record["name"]
        record["files"] = {file: _sha256(content) for file, content in sorted(contents.items())}
        stale = _files_of(folder, name) - {*contents, f"{name}.json"}
        if stale or not _says_the_same(folder, record, contents):
            _write_whole(folder, {**contents, f"{name}.json": _json(record)}, stale)
        self._kinds[name] = record["kind"]
        paths = [folder / file for file in (*contents, f"{name}.json")]
        return _logged(self._root, paths)


# ----------------------------------------------------------------------------------------------------- checks


def _checked_name(name: object, what: str) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise DhtoolsError(
            f"{what} name {name!r}: use lower-case letters, digits and hyphens only, e.g. 'words-by-voice'."
        )
    if re.search(r"-\d+(mm|dpi)$", name):
        raise DhtoolsError(
            f"{what} name {name!r}: endings like '-84mm' and '-600dpi' are kept for further versions."
        )
    return name


def _checked_root(root: str | os.PathLike[str]) -> Path:
    path = Path(root).resolve()
    if not path.is_dir():
        raise DhtoolsError(f"root: there is no folder {path}. Give the project's folder, root=….")
    if not os.access(path, os.W_OK):
        raise DhtoolsError(
            f"root: {path} cannot be written to. Change its permissions or give another folder."
        )
    return path


def _hashes(corpus: Iterable[HashedText]) -> dict[str, str]:
    try:
        found = {text.id: text.sha256 for text in corpus}
    except (TypeError, AttributeError) as error:
        raise DhtoolsError(
            f"corpus: expected texts with 'id' and 'sha256' ({error}). Pass read_corpus(…)."
        ) from error
    for key, value in found.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise DhtoolsError(f"corpus: text {key!r} has the hash {value!r}. Both have to be strings.")
    return found


def _plain_settings(settings: Mapping[str, object]) -> dict[str, Any]:
    if not isinstance(settings, Mapping):
        raise DhtoolsError(f"settings: expected a mapping of names to values, got {type(settings).__name__}.")
    return {_setting_name(name): _plain(name, value) for name, value in settings.items()}


def _setting_name(name: object) -> str:
    if not isinstance(name, str):
        raise DhtoolsError(f"settings: the name {name!r} is not a string.")
    return name


def _plain(name: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return [_plain_value(name, item) for item in value]
    return _plain_value(name, value)


def _plain_value(name: str, value: object) -> object:
    if value is not None and not isinstance(value, str | int | float | bool):
        raise DhtoolsError(
            f"settings: {name} holds {value!r} ({type(value).__name__}), which a record cannot keep. "
            "Give str, int, float, bool, None or a list of these."
        )
    if isinstance(value, float) and not math.isfinite(value):
        raise DhtoolsError(f"settings: {name} is {value}, which JSON cannot hold. Use None.")
    return value


def _sentence(text: object, what: str) -> str:
    """One line of text; line breaks come from the notebook's source, no-break spaces are meant."""
    if not isinstance(text, str) or not text.strip():
        raise DhtoolsError(f"{what}={text!r}: every exhibit needs one. Write a sentence or two.")
    return _one_line(text)


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+", " ", text).strip(" ")


def _checked_formats(formats: Sequence[str]) -> list[str]:
    if isinstance(formats, str):
        raise DhtoolsError(f"formats={formats!r}: give a sequence, e.g. formats=({formats!r},).")
    return ["pdf", "png", *(check_choice("formats", given, ["svg", "png600"]) for given in formats)]


def _checked_widths(widths: Sequence[int]) -> list[int]:
    if not isinstance(widths, Sequence) or isinstance(widths, str):
        raise DhtoolsError(f"widths={widths!r}: give a sequence of millimetres, e.g. widths=(84, 174).")
    for width in widths:
        if isinstance(width, bool) or not isinstance(width, int) or not 20 <= width <= 1000:
            raise DhtoolsError(f"widths: {width!r} is no width. Give whole millimetres from 20 to 1000.")
    return list(widths)


def _check_figure(fig: object) -> None:
    from matplotlib.figure import Figure

    if not isinstance(fig, Figure):
        raise DhtoolsError(
            f"fig is a {type(fig).__name__}, not a matplotlib Figure. From axes take ax.figure."
        )


def _flat(frame: object) -> pd.DataFrame:
    """Return the frame, checked, with a named index as its first columns."""
    if not isinstance(frame, pd.DataFrame):
        raise DhtoolsError(
            f"data: expected a DataFrame, got {type(frame).__name__}. From a Series take .to_frame()."
        )
    if frame.empty:
        raise DhtoolsError(
            f"data: the table has {frame.shape[0]} rows and {frame.shape[1]} columns, nothing to show."
        )
    if frame.columns.nlevels > 1:
        raise DhtoolsError(
            "data: the columns have several levels. Flatten them: a CSV has one line of names."
        )
    named = any(name is not None for name in frame.index.names)
    names = [str(name) for name in (*(frame.index.names if named else ()), *frame.columns)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DhtoolsError(
            f"data: columns with the same name: {', '.join(twice)}. Rename them (or the index)."
        )
    return frame.reset_index() if named else frame


# ------------------------------------------------------------------------------------------------------ files


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _encoded(text: str, what: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DhtoolsError(
            f"{what}: {error.object[error.start]!r} is half a character. Decode the text anew."
        ) from error


def _csv(flat: pd.DataFrame) -> bytes:
    """UTF-8, LF, floats as their shortest exact decimals."""
    text = flat.to_csv(index=False, lineterminator="\n")
    if "\r" in text:
        # Some versions of Python leave a lone carriage return unquoted; readers then end the row there.
        text = flat.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return _encoded(text, "data")


def _json(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return _encoded(text + "\n", "record")


def _versions() -> dict[str, str]:
    found = {"dhtools": dhtools.__version__}
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


def _files_of(folder: Path, name: str) -> set[str]:
    """Names of the files that belong to an exhibit, also of formats that are no longer asked for."""
    own = re.compile(re.escape(name) + r"(-\d+mm)?(-600dpi)?\.(pdf|png|svg|csv|tex|json)")
    return {path.name for path in folder.iterdir() if own.fullmatch(path.name)} if folder.is_dir() else set()


def _says_the_same(folder: Path, record: Mapping[str, Any], contents: Mapping[str, bytes]) -> bool:
    """Whether the files on disk are complete, as recorded, and show the same numbers and pictures.

    PDF and SVG are not compared with the new ones: their compressed bytes change with zlib, while the PNG and
    the CSV tell whether anything visible did. They must only be as recorded.
    """
    path = folder / f"{record['name']}.json"
    if not path.is_file():
        return False
    try:
        old = _read_record(path)
    except DhtoolsError:
        return False
    if _lasting(old) != _lasting(record):
        return False
    return all(_kept(folder / file, old["files"][file], content) for file, content in contents.items())


def _lasting(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a record what may differ although nothing visible does."""
    return {**record, "python": None, "files": sorted(record["files"])}


def _kept(path: Path, recorded: str, content: bytes) -> bool:
    there = path.read_bytes() if path.is_file() else b""
    if _sha256(there) != recorded:
        return False
    if path.suffix in {".pdf", ".svg"} or there == content:
        return True
    return path.suffix == ".png" and _same_pixels(there, content)


def _same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two PNG files hold the same picture and texts, however they are compressed."""
    from PIL import Image

    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        same_size = (first.size, first.mode) == (second.size, second.mode)
        return same_size and first.tobytes() == second.tobytes() and first.info == second.info


def _write_whole(folder: Path, contents: Mapping[str, bytes], stale: Iterable[str]) -> None:
    """Write all files and remove the stale ones, or change nothing."""
    with ExitStack() as undo:
        _make_folder(folder, undo)
        with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as staging:
            new, old = Path(staging, "new"), Path(staging, "old")
            new.mkdir()
            old.mkdir()
            for file, content in contents.items():
                (new / file).write_bytes(content)
            _exchange(folder, new, old, stale)
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    for path in (*reversed(folder.parents), folder):
        if not path.exists():
            path.mkdir(exist_ok=True)
            undo.callback(_remove_if_empty, path)


def _remove_if_empty(folder: Path) -> None:
    # Another notebook, running at the same time, may already use it.
    with suppress(OSError):
        folder.rmdir()


def _exchange(folder: Path, new: Path, old: Path, stale: Iterable[str]) -> None:
    """Move the new files in; if that fails half-way, bring the old ones back."""
    files = sorted(path.name for path in new.iterdir())
    for file in (*files, *stale):
        if (folder / file).exists():
            shutil.copy2(folder / file, old / file)
    with ExitStack() as undo:
        for file in files:
            undo.callback(_bring_back, old / file, folder / file)
            os.replace(new / file, folder / file)
        for file in stale:
            undo.callback(_bring_back, old / file, folder / file)
            (folder / file).unlink()
        undo.pop_all()


def _bring_back(backup: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    if backup.exists():
        os.rename(backup, path)


def _logged(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """Paths relative to the root; the suite learns from the log which files a notebook vouches for."""
    relative = tuple(path.relative_to(root).as_posix() for path in paths)
    if log := os.environ.get(EXPORT_LOG):
        with open(log, "a", encoding="utf-8", newline="\n") as lines:
            lines.write("".join(f"{path}\n" for path in relative))
    return relative


# --------------------------------------------------------------------------------------------------- pictures


def _pictures(
    fig: Figure, name: str, formats: Iterable[str], widths: Iterable[int], labels: Mapping[str, str]
) -> dict[str, bytes]:
    formats = list(formats)
    made = _versions_of(fig, name, formats, labels)
    for width in widths:
        with _resized(fig, width):
            made |= _versions_of(fig, f"{name}-{width}mm", formats, labels)
    return made


def _versions_of(
    fig: Figure, stem: str, formats: Iterable[str], labels: Mapping[str, str]
) -> dict[str, bytes]:
    files = {"png600": (f"{stem}-{FINE_DPI}dpi.png", "png", FINE_DPI)}
    wanted = [files.get(given, (f"{stem}.{given}", given, PRINT_DPI)) for given in formats]
    return {file: _picture(fig, kind, dpi, labels) for file, kind, dpi in wanted}


def _picture(fig: Figure, kind: str, dpi: int, labels: Mapping[str, str]) -> bytes:
    """One rendering, the same bytes each time; the alt text travels with the file."""
    from dhtools.plots.style import journal_style

    about: dict[str, Any] = {"Title": labels["Title"]}
    about |= {"Subject" if kind == "pdf" else "Description": labels["Description"]}
    about |= {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(kind, {})
    buffer = io.BytesIO()
    with journal_style(), _room_for_axes(fig):
        _settle(fig)
        fig.savefig(buffer, format=kind, dpi=dpi, metadata=about)
    return buffer.getvalue()


@contextmanager
def _room_for_axes(fig: Figure) -> Iterator[None]:
    """Refuse what matplotlib only warns of: a figure too small for its labels, drawn without a layout."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="constrained_layout not applied", category=UserWarning)
        try:
            yield
        except UserWarning as error:
            size = " x ".join(f"{length:g}" for length in _size_mm(fig))
            raise DhtoolsError(
                f"fig: at {size} mm its labels leave no room for the axes. "
                "Make it larger or the labels shorter."
            ) from error


def _settle(fig: Figure) -> None:
    """Put the axes back, since constrained layout starts from where the last drawing left them."""
    cells = [(axes, axes.get_subplotspec()) for axes in fig.axes]
    for axes, cell in cells:
        if cell is not None:
            axes.set_subplotspec(cell)
    if any(cell is None for _, cell in cells):
        # A colour bar has no cell to return to; its place follows from a first drawing of the others.
        fig.draw_without_rendering()


@contextmanager
def _resized(fig: Figure, width: int) -> Iterator[None]:
    from dhtools.plots.style import mm

    before, height = map(float, fig.get_size_inches())
    fig.set_size_inches(mm(width), height * mm(width) / before, forward=False)
    try:
        yield
    finally:
        fig.set_size_inches(before, height, forward=False)


def _size_mm(fig: Figure) -> list[float]:
    return [round(float(inches) * 25.4, 1) for inches in fig.get_size_inches()]


def _close(fig: Figure) -> None:
    # Only where a notebook has imported pyplot itself can the figure be registered there.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(fig)


def _figure_caption(exhibit: Exhibit) -> dict[str, str]:
    # JupyterLab does not give an image its alt text, so the description can also be unfolded.
    title = f"Figure {exhibit.notebook}/{exhibit.name}."
    return {
        "text/html": (
            f'<div class="dhtools-caption" style="max-width: 44em"><strong>{html.escape(title)}</strong> '
            f"{html.escape(exhibit.caption)}\n<details><summary>Description</summary>"
            f"{html.escape(exhibit.alt)}</details></div>"
        ),
        "text/plain": f"{title} {exhibit.caption}",
    }


# ----------------------------------------------------------------------------------------------------- tables


@dataclass(frozen=True, slots=True)
class _Cells:
    """A table as it is shown: strings, not yet escaped."""

    header: list[str]
    rows: list[list[str]]
    numeric: list[bool]


def _cells(flat: pd.DataFrame, formats: Mapping[str, str]) -> _Cells:
    header = [str(column) for column in flat.columns]
    unknown = sorted(set(map(str, formats)) - set(header))
    if unknown:
        raise DhtoolsError(f"formats: there is no column {', '.join(unknown)}. Columns: {', '.join(header)}.")
    templates = {str(column): template for column, template in formats.items()}
    columns = [
        [_cell(value, name, templates.get(name)) for value in flat.iloc[:, position]]
        for position, name in enumerate(header)
    ]
    numeric = [
        pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind) for kind in flat.dtypes
    ]
    return _Cells(header, [list(row) for row in zip(*columns, strict=True)], numeric)


def _cell(value: object, column: str, template: str | None) -> str:
    if _undefined(value):
        return MISSING
    if template is None:
        return _general(value)
    try:
        return template.format(value)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise DhtoolsError(
            f"formats: {template!r} does not fit {value!r} in column {column} ({error}). "
            "Give a format like '{:.1%}' or '{:,}'."
        ) from error


def _undefined(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _general(value: object) -> str:
    """Four significant digits for a fraction, but never an exponent for a large one."""
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        number = float(value)
        return f"{number:,.0f}" if abs(number) >= 10_000 else f"{number:.4g}"
    return str(value)


def _rest(cells: _Cells, rows: int, path: str) -> str:
    more = len(cells.rows) - rows
    return f"… and {more:,} more {'row' if more == 1 else 'rows'} in {path}" if more > 0 else ""


def _html_table(cells: _Cells, rows: int, title: str, caption: str, rest: str) -> str:
    """No colours: JupyterLab's theme, light or dark, gives them."""
    head = "".join(_html_cell("th", *cell) for cell in zip(cells.header, cells.numeric, strict=True))
    body = [
        "".join(_html_cell("td", *cell) for cell in zip(row, cells.numeric, strict=True))
        for row in cells.rows[:rows]
    ]
    foot = f'<td colspan="{len(cells.header)}" style="text-align: left"><em>{html.escape(rest)}</em></td>'
    lines = [
        '<table class="dhtools-table">',
        '<caption style="caption-side: top; text-align: left">'
        f"<strong>Table {html.escape(title)}.</strong> {html.escape(caption)}</caption>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *(f"<tr>{row}</tr>" for row in body),
        "</tbody>",
        *([f"<tfoot><tr>{foot}</tr></tfoot>"] if rest else []),
        "</table>",
    ]
    return "\n".join(lines)


def _html_cell(tag: str, text: str, numeric: bool) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="text-align: {"right" if numeric else "left"}">{html.escape(text)}</{tag}>'


def _plain_table(cells: _Cells, rows: int, title: str, caption: str, rest: str) -> str:
    shown = [[_one_line(cell) for cell in row] for row in (cells.header, *cells.rows[:rows])]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, cells.numeric, strict=True)
        ).rstrip()
        for row in shown
    ]
    return "\n".join([f"Table {title}. {caption}", "", *lines, *([rest] if rest else [])])


_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        # After the end of a row LaTeX would read these as an option of the line break.
        "[": "{[}",
        "]": "{]}",
        "*": "{*}",
        **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    }
)


def _latex(text: str) -> str:
    """Escape a text for LaTeX; an empty line in it would end a paragraph, so it becomes one line."""
    return _one_line(text).translate(_LATEX)


def _latex_table(cells: _Cells, caption: str, label: str) -> str:
    lines = [" & ".join(_latex(cell) for cell in row) + r" \\" for row in (cells.header, *cells.rows)]
    return "\n".join(
        [
            "% Needs \\usepackage{booktabs}.",
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{_latex(caption)}}}",
            rf"\label{{{label}}}",
            rf"\begin{{tabular}}{{{''.join('r' if numeric else 'l' for numeric in cells.numeric)}}}",
            r"\toprule",
            lines[0],
            r"\midrule",
            *lines[1:],
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


# -------------------------------------------------------------------------------------------------- sentences

# As character references, marks are never Markdown or HTML, in any dialect; `\*` is math to some of them.
_MARKDOWN = str.maketrans({mark: f"&#{ord(mark)};" for mark in set(string.punctuation) - set(",;'\"?%/")})


def _markdown_plain(text: str) -> str:
    return _one_line(text).translate(_MARKDOWN)


def _markdown(text: str) -> str:
    """Escape a text for Markdown; MathJax reads the finished page, so its marks get elements of their own."""
    return re.sub("&#(36|92);", r"<span>&#\1;</span>", _markdown_plain(text))


class _PlainNames(string.Formatter):
    """Formats plain names only: no positions, attributes, items or conversions."""

    def __init__(self, *, markdown: bool) -> None:
        self._escape = _markdown if markdown else str

    def parse(self, format_string: Any) -> Iterator[Any]:
        try:
            yield from super().parse(format_string)
        except ValueError as error:
            raise DhtoolsError(
                f"{format_string!r} is no template: {error}. Write a brace as '{{{{'."
            ) from error

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if not field_name.isidentifier():
            raise DhtoolsError(
                f"{{{field_name}}}: only plain names can stand in a template, e.g. {{share:.1%}}."
            )
        if field_name not in kwargs:
            raise DhtoolsError(
                f"{{{field_name}}} has no value. Given: {', '.join(sorted(kwargs)) or 'nothing'}."
            )
        return kwargs[field_name], field_name

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is not None:
            raise DhtoolsError(f"!{conversion} cannot be used in a template. Convert the value before.")
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None or _undefined(value):
            return NOT_DEFINED
        try:
            shown = format(value, format_spec)
        except (ValueError, TypeError) as error:
            raise DhtoolsError(f"{value!r} cannot be written as {format_spec!r}: {error}.") from error
        return shown if isinstance(value, numbers.Number) else self._escape(shown)

    def check_unused_args(self, used_args: Any, args: Any, kwargs: Any) -> None:
        unused = sorted(set(kwargs) - set(used_args))
        if unused:
            raise DhtoolsError(
                f"Values that the template does not use: {', '.join(unused)}. Check their spelling."
            )


def say(template: str, /, **values: object) -> Said:
    """Write a sentence with values from the data, so that no number is typed into prose.

    Parameters
    ----------
    template : str
        Markdown with plain names in braces and Python's format specifications, ``{share:.1%}``.
    **values
        One a name. Texts are escaped: whatever they contain, it is shown, never acted upon. None and NaN are
        "not defined".

    Returns
    -------
    Said
        Markdown in a notebook; `str` gives the plain text.

    Raises
    ------
    DhtoolsError
        If a name has no value, a value no name, or a value does not fit its specification.

    Examples
    --------
    >>> print(say("The article quotes {share:.1%} of its {n:,} words.", share=0.149, n=4512))
    The article quotes 14.9% of its 4,512 words.
    >>> print(say("The median is {median:.2f}.", median=float("nan")))
    The median is not defined.
    """
    markdown, text = (_PlainNames(markdown=wanted).vformat(template, (), values) for wanted in (True, False))
    return Said(markdown, text)


# ---------------------------------------------------------------------------------------------------- gallery

_RECORDED = {
    "notebook": str,
    "name": str,
    "kind": str,
    "caption": str,
    "settings": dict,
    "corpus": dict,
    "packages": dict,
    "files": dict,
}


def write_gallery(root: str | os.PathLike[str]) -> Path:
    """Write ``figures/README.md`` from the records of all figures; leave it untouched if nothing is new.

    Parameters
    ----------
    root : path
        The project's folder.

    Returns
    -------
    Path
        The gallery.

    Raises
    ------
    DhtoolsError
        If root is no folder that can be written to, or a record cannot be read; the message names it.
    """
    folder = _checked_root(root)
    figures = folder / "figures"
    records = [_read_figure(path) for path in sorted(figures.glob("[!.]*/*.json"))]
    content = _encoded("\n".join([_GALLERY, *map(_gallery_entry, records)]), "gallery")
    gallery = figures / "README.md"
    if not gallery.is_file() or gallery.read_bytes() != content:
        _write_whole(figures, {gallery.name: content}, ())
    _logged(folder, [gallery])
    return gallery


_GALLERY = """# Figures

Written from the records beside the figures: do not edit. Each record (JSON) names the settings, texts and
package versions behind its figure.
"""


def _gallery_entry(record: Mapping[str, Any]) -> str:
    folder, name = record["notebook"], record["name"]
    links = [f"[{file.removeprefix(name).lstrip('.-')}]({folder}/{file})" for file in sorted(record["files"])]
    return f"""## {folder}: {name}

![{_markdown_plain(record["alt"])}]({folder}/{name}.png)

{_markdown(record["caption"])}

Files: {", ".join(links)}, [record]({folder}/{name}.json). Notebook: [{folder}](../notebooks/{folder}.ipynb).
"""


def _read_figure(path: Path) -> dict[str, Any]:
    record = _read_record(path)
    if record["kind"] != "figure" or not isinstance(record.get("alt"), str):
        raise DhtoolsError(f"{path} is not the record of a figure. Remove it, or export the figure again.")
    return record


def _read_record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_bytes())
    except ValueError as error:
        raise DhtoolsError(
            f"{path} cannot be read ({error}). Remove it and run its notebook again."
        ) from error
    fields = record if isinstance(record, dict) else {}
    wrong = [name for name, kind in _RECORDED.items() if not isinstance(fields.get(name), kind)]
    if wrong or (fields["notebook"], fields["name"]) != (path.parent.name, path.stem):
        raise DhtoolsError(
            f"{path} is not the record of an exhibit (check {', '.join(wrong) or 'notebook and name'}). "
            "Remove it and run its notebook again."
        )
    return fields
