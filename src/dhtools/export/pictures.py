"""Pictures: a figure in every format and width asked for, the same bytes each time."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import DhtoolsError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PRINT_DPI, FINE_DPI = 300, 600
#: On a screen a picture has so many times fewer pixels a side than in print.
_SCREEN = 2
#: So many characters that cannot be drawn are named.
_NAMED = 60


def render_all(
    fig: Figure, name: str, formats: Iterable[str], widths: Iterable[int], labels: Mapping[str, str]
) -> dict[str, bytes]:
    """Render a figure in all formats and widths; the names of its files tell them apart."""
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
    return {file: render(fig, kind, dpi, labels) for file, kind, dpi in wanted}


def render(fig: Figure, kind: str, dpi: int, labels: Mapping[str, str]) -> bytes:
    """Render a figure once; the alt text travels with the file."""
    from ..plots.style import journal_style

    about: dict[str, Any] = {"Title": labels["Title"]}
    about |= {"Subject" if kind == "pdf" else "Description": labels["Description"]}
    about |= {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(kind, {})
    buffer = io.BytesIO()
    with journal_style(), _rejecting_small_figures(fig):
        _reset_axes(fig)
        fig.savefig(buffer, format=kind, dpi=dpi, metadata=about)
    return buffer.getvalue()


def undrawn_note(fig: Figure) -> str:
    """Give the labels fonts that have their characters; say which characters no installed font has."""
    from ..plots.fonts import PLACEHOLDER, make_drawable
    from ..plots.style import journal_style

    with journal_style():
        absent = make_drawable(fig)
    if not absent:
        return ""
    more = f" and {len(absent) - _NAMED} more" if len(absent) > _NAMED else ""
    named = f"{''.join(absent[:_NAMED])}{more}"
    return f" No installed font has {named}: what cannot be drawn is replaced by {PLACEHOLDER}."


def for_screen(printed: bytes, labels: Mapping[str, str]) -> bytes:
    """Return a PNG for print in half its size, which is quicker than to draw the figure again."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    for key, text in labels.items():
        about.add_itxt(key, text)
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(printed)) as picture:
        picture.convert("RGB").reduce(_SCREEN).save(buffer, "png", pnginfo=about)
    return buffer.getvalue()


@contextmanager
def _rejecting_small_figures(fig: Figure) -> Iterator[None]:
    """Reject what matplotlib only warns of: a figure too small for its labels, drawn without a layout."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="constrained_layout not applied", category=UserWarning)
        try:
            yield
        except UserWarning as error:
            size = " x ".join(f"{length:g}" for length in size_mm(fig))
            raise DhtoolsError(
                f"fig: at {size} mm its labels leave no room for the axes. "
                "Make it larger or the labels shorter."
            ) from error


def _reset_axes(fig: Figure) -> None:
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
    from ..plots.style import mm

    before, height = map(float, fig.get_size_inches())
    fig.set_size_inches(mm(width), height * mm(width) / before, forward=False)
    try:
        yield
    finally:
        fig.set_size_inches(before, height, forward=False)


def size_mm(fig: Figure) -> list[float]:
    """Return width and height in mm."""
    return [round(float(inches) * 25.4, 1) for inches in fig.get_size_inches()]


def close(fig: Figure) -> None:
    """Close a figure that pyplot knows, or it would be shown twice."""
    # Only where a notebook has imported pyplot itself can the figure be registered there.
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(fig)
