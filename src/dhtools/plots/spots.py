"""Which mark of a figure stands for what, so that a picture can lead to its lines: `dhtools.explore.picture`.

A figure knows nothing of lines or texts. It remembers, for each mark, the row of its table or the values by
which its places are found: *row* (label of the row), *word*, *unit*, *persons* (named together), or columns
of the table with a value each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """A mark: its axes, what it stands for, and its box in data coordinates: left, lower, right, upper."""

    ax: Axes
    of: Mapping[str, Any]
    box: Box


_SPOTS: WeakKeyDictionary[Figure, list[Spot]] = WeakKeyDictionary()


def stand_for(ax: Axes, marks: Iterable[tuple[Mapping[str, Any], Box]]) -> None:
    """Remember what marks stand for."""
    fig = ax.get_figure(root=True)
    if fig is not None:
        _SPOTS.setdefault(fig, []).extend(Spot(ax, of, box) for of, box in marks)


def point(x: Any, y: Any) -> Box:
    """Return the box of a mark without extent."""
    return float(x), float(y), float(x), float(y)


def stand_for_words(ax: Axes, of: Mapping[str, Any], box: Bbox) -> None:
    """Remember what written words stand for; *box* is in pixels."""
    (left, lower), (right, upper) = ax.transData.inverted().transform(box.get_points())
    stand_for(ax, [(of, (float(left), float(lower), float(right), float(upper)))])


def spots_of(fig: Figure) -> list[Spot]:
    """Return the marks of a figure that stand for something, in the order in which they were drawn."""
    return list(_SPOTS.get(fig, []))
