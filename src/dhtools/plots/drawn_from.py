"""What a figure was drawn from: its tables, and the places of its marks when it was finished.

A figure carries both, so that whoever exports it can tell whether the table beside it is the one it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from ..errors import DhtoolsError

#: Numbers are exported with 15 digits.
_RELATIVE = 1e-12


class DrawnFrom(NamedTuple):
    """The tables that a figure was drawn from, and its marks, each with what it showed then."""

    tables: tuple[pd.DataFrame, ...]
    marks: tuple[tuple[Artist, bytes], ...]


def drawn_from(fig: Figure, given: Iterable[object]) -> DrawnFrom:
    """Return what a figure was drawn from: the tables among what its function was given, and its marks."""
    tables = tuple(one for one in given if isinstance(one, pd.DataFrame))
    return DrawnFrom(tables, tuple((mark, shown) for mark in _marks(fig) if (shown := _shown(mark))))


def _marks(fig: Figure) -> Iterator[Artist]:
    """Yield what stands for data: all in the axes but the axes themselves, and their keys."""
    for ax in fig.axes:
        yield from (*ax.lines, *ax.collections, *ax.patches, *ax.images, *ax.texts)
        if key := ax.get_legend():
            yield from (*key.get_texts(), *(sample for sample in key.legend_handles if sample))


def _shown(mark: Artist) -> bytes:
    """Return the place, the colour and the words of a mark, as bytes to be compared."""
    parts: list[Any] = []
    if isinstance(mark, Line2D):
        parts = [np.asarray(mark.get_xydata()), mark.get_color(), mark.get_marker()]
    elif isinstance(mark, Collection):
        mapped = mark.get_array()  # colours that follow from values are set when it is drawn
        colours = [mark.get_facecolor(), mark.get_edgecolor()] if mapped is None else [np.asarray(mapped)]
        paths = [path.vertices for path in mark.get_paths()]
        parts = [np.ma.filled(mark.get_offsets(), np.nan), *paths, *colours]
    elif isinstance(mark, Patch):
        parts = [mark.get_path().vertices, mark.get_patch_transform().get_matrix(), mark.get_facecolor()]
    elif isinstance(mark, AxesImage):
        parts = [np.ma.filled(np.ma.asarray(mark.get_array(), dtype=float), np.nan)]
    elif isinstance(mark, Text) and any(map(str.isdigit, mark.get_text())):
        parts = [mark.get_text(), *map(str, mark.get_position())]
    return b"|".join(
        part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode() for part in parts
    )


def check_drawn_from(drawn: DrawnFrom, data: pd.DataFrame) -> None:
    """Refuse data that are not those a figure shows.

    Of several tables that a figure was drawn from, the data hold one; the others help to draw it.

    Raises
    ------
    DhtoolsError
        If a mark was changed after the figure was drawn, or each of its tables has a number that is not in
        the column of the same name.
    """
    for mark, shown in drawn.marks:
        if _shown(mark) != shown:
            raise DhtoolsError(
                f"fig: {mark} was changed after the figure was drawn from its table. Change the table."
            )
    lacking = [_first_absent(table, data) for table in drawn.tables if _in_common(table, data)]
    if lacking and all(lacking):
        raise DhtoolsError(
            f"data: the figure shows {lacking[0]}, which the data do not have. Give the table that is drawn, "
            "or one with all its rows."
        )


def _in_common(table: pd.DataFrame, data: pd.DataFrame) -> list[Any]:
    """Return the columns of numbers that two tables share; one name alone may be the same by chance."""
    kinds = pd.api.types.is_numeric_dtype
    names = [name for name in table if name in data]
    both = [name for name in names if kinds(table[name].dtype) and kinds(data[name].dtype)]
    return both if len(names) > 1 else []


def _first_absent(table: pd.DataFrame, data: pd.DataFrame) -> str:
    """Return a number of a table that data lack in the column of the same name; "" if they have all."""
    for name in _in_common(table, data):
        if absent := _absent(table[name], data[name]):
            return f"{name}={absent[0]:g}"
    return ""


def _absent(shown: pd.Series, data: pd.Series) -> list[float]:
    """Return the numbers of a column that another lacks."""
    wanted, known = (_numbers(column) for column in (shown, data))
    if not len(known):
        return wanted.tolist()
    place = np.clip(np.searchsorted(known, wanted), 1, max(len(known) - 1, 1))
    near = np.minimum(*(np.abs(known[np.minimum(at, len(known) - 1)] - wanted) for at in (place, place - 1)))
    return wanted[near > _RELATIVE * np.maximum(1, np.abs(wanted))].tolist()


def _numbers(column: pd.Series) -> npt.NDArray[np.float64]:
    values = column.to_numpy(dtype=float, na_value=np.nan)
    return np.unique(values[np.isfinite(values)])
