"""What an export returns; as the last value of a cell it shows itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..escaping import html, markdown
from .digits import ROUNDINGS


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
    _metadata: Mapping[str, Any] = field(repr=False, compare=False)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        return dict(self._data), dict(self._metadata)

    def _ipython_display_(self) -> None:
        # An output shows one MIME type, so the caption of a picture needs an output of its own.
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        if self.kind == "figure":
            own = {key: metadata[key] for key in (ROUNDINGS,) if key in metadata}
            display(_figure_caption(self), metadata=own, raw=True)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set that has been exported; shows itself as one line.

    Attributes
    ----------
    path : str
        Relative to the project's root, with forward slashes.
    rows : int
        Without the header.
    """

    path: str
    rows: int

    def __str__(self) -> str:
        return f"{self.path}: {self.rows:,} {'row' if self.rows == 1 else 'rows'}."

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/markdown": markdown(str(self)), "text/plain": str(self)}


def _figure_caption(exhibit: Exhibit) -> dict[str, str]:
    # JupyterLab does not give an image its alt text, so the description can also be unfolded.
    title = f"Figure {exhibit.notebook}/{exhibit.name}."
    return {
        "text/html": (
            f'<div class="dhtools-caption" style="max-width: 44em"><strong>{html(title)}</strong> '
            f"{html(exhibit.caption)}\n<details><summary>Description</summary>"
            f"{html(exhibit.alt)}</details></div>"
        ),
        "text/plain": f"{title} {exhibit.caption}",
    }
