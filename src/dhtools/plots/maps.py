"""Maps of units: points coloured and marked by text, named where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ..errors import DhtoolsError
from .groups import group_key, is_grouped
from .labels import LONGEST_OF_TWO, omission_note, short_label
from .spots import point, stand_for, stand_for_words
from .style import DOUBLE_MM, FAINT, GREY, INK, PALETTE, figure, journal_style, looks, mm
from .trees import texts_of

Points = npt.NDArray[np.float64]

#: So far from its point, in pixels, a name may stand.
_NEAR = 50
#: The loadings of so many words are drawn.
MAX_WORDS = 10


@journal_style()
def scatter_map(
    scores: pd.DataFrame,
    texts: pd.Series | Mapping[str, str],
    *,
    explained: pd.Series | None = None,
    loadings: pd.DataFrame | None = None,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw units as points on two axes, marked by text, with the words that weigh most on them.

    Up to eight texts are named once each. Units of more texts, or of groups, are named one by one in small
    type; groups have a key. Names that find no free place are counted below the map.

    Both axes have the same scale: distances on paper are those of the table.

    Parameters
    ----------
    scores : DataFrame
        Units × axes, of which the first two are drawn: *scores* of `dhtools.stylometry.principal_components`
        or `dhtools.stylometry.multidimensional_scaling`.
    texts : Series or mapping
        The id of the text or the group by unit, see `dhtools.plots.trees.texts_of`.
    explained : Series, optional
        Share that each axis explains; its name is written on the axis.
    loadings : DataFrame, optional
        Words × axes. The ten words with the strongest loadings on the two axes are written in grey, in their
        direction from the origin, all scaled alike to fit the map; one that finds no free place is left out.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If there are fewer than two axes, a score is missing, a unit has no text, or the loadings or
        shares lack an axis.
    """
    _check(scores, explained, loadings)
    ids, colours = texts_of(scores.index, texts)
    fig, ax = figure(width, 110)
    fig.set_figheight(max(0.63 * fig.get_figwidth(), mm(80)))
    points = scores.iloc[:, :2].to_numpy(np.float64)
    members = {text: points[[one == text for one in ids]] for text in dict.fromkeys(ids)}
    drawn = looks(colours)
    groups = texts if isinstance(texts, pd.Series) and is_grouped(texts) else None
    one_by_one = groups is not None or len(colours) > len(PALETTE)
    for text, places in members.items():
        mark = "o" if colours[text] == GREY and groups is None else drawn[text].mark
        ax.plot(*places.T, mark, color=colours[text], markersize=5, markeredgecolor="white", mew=0.4)
    stand_for(ax, (({"unit": unit}, point(*place)) for unit, place in zip(scores.index, points, strict=True)))
    _axes(ax, scores, explained)
    if groups is not None:
        group_key(fig, groups)
    label = ax.get_xlabel()
    if one_by_one:
        ax.set_xlabel(label + omission_note(len(points), "names"))  # has its line before places are sought
    fig.draw_without_rendering()  # settles the layout, before free places are looked for
    taken = [Bbox.from_bounds(x - 4, y - 4, 8, 8) for x, y in ax.transData.transform(points)]
    if one_by_one:
        ax.autoscale(enable=False)  # lines to names would move the points
        ax.set_aspect("equal", adjustable="box")  # the limits are settled now
        inks = [INK if colours[text] == GREY else colours[text] for text in ids]
        left_out = _name_points(ax, taken, zip(map(str, scores.index), points, inks, strict=True))
        ax.set_xlabel(label + (omission_note(left_out, "names") or "\n "))
    else:
        for text, places in members.items():
            look = {"color": colours[text], "weight": "bold"}
            write_free(ax, taken, short_label(text), _middle(places), reach=300, **look)
    if loadings is not None:
        for word, place in _words(ax, loadings[list(scores.columns[:2])]):
            box = write_free(ax, taken, word, place, reach=20, color=INK, fontsize=7)
            if box is not None:
                stand_for_words(ax, {"word": word}, box)
    return fig


def _name_points(ax: Axes, taken: list[Bbox], named: Iterable[tuple[str, Points, str]]) -> int:
    """Write the name of each point where there is a free place near it; return how many found none."""
    left_out = 0
    for name, place, ink in named:
        words = short_label(name, LONGEST_OF_TWO)
        box = write_free(ax, taken, words, place, reach=_NEAR, color=ink, fontsize=6)
        if box is None:
            left_out += 1
        else:
            lead(ax, ax.transData.transform(place), 4, box)
    return left_out


def _check(scores: pd.DataFrame, explained: pd.Series | None, loadings: pd.DataFrame | None) -> None:
    axes = list(scores.columns[:2])
    if len(axes) < 2 or scores.empty or not np.isfinite(scores[axes].to_numpy(np.float64)).all():
        raise DhtoolsError(
            f"scores: {len(scores)} units on {len(axes)} axes. No score may be missing, and a map needs two "
            "axes: components=2 or dimensions=2."
        )
    for name, named in (("explained", explained), ("loadings", loadings)):
        there = axes if named is None else named.index if isinstance(named, pd.Series) else named.columns
        lacking = [axis for axis in axes if axis not in there]
        if lacking:
            raise DhtoolsError(f"{name}: it lacks {lacking[0]!r}. Give what was returned with the scores.")


def _axes(ax: Axes, scores: pd.DataFrame, explained: pd.Series | None) -> None:
    """Name the axes, and scale both alike."""
    axes = list(scores.columns[:2])
    names = list(map(str, axes))
    if explained is not None:
        names = [f"{axis} ({explained.name or 'share'}: {explained[axis]:.1%})" for axis in axes]
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    ax.axhline(0, color=FAINT, linewidth=0.4, zorder=0)
    ax.axvline(0, color=FAINT, linewidth=0.4, zorder=0)
    ax.margins(0.08)
    ax.set_aspect("equal", adjustable="datalim")


def _middle(points: Points) -> Points:
    """Return the point nearest to the centre of a group: a name beside it is next to one of its points."""
    return points[((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin()]


def _words(ax: Axes, loadings: pd.DataFrame) -> Iterator[tuple[str, Points]]:
    """Yield the words that weigh most on the two axes, and their places: as far out as the map allows."""
    strongest = loadings.loc[(loadings**2).sum(axis=1).nlargest(MAX_WORDS).index]
    values = strongest.to_numpy(np.float64)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    room = np.where(values > 0, [right, high], [-left, -low])
    with np.errstate(divide="ignore"):  # a loading of 0 has all the room it may want
        scale = 0.9 * (room / np.abs(values)).min(initial=np.finfo(np.float64).max)
    yield from zip(map(str, strongest.index), scale * values, strict=True)


def write_free(
    ax: Axes, taken: list[Bbox], words: str, place: Points, *, reach: float, **style: Any
) -> Bbox | None:
    """Write words at the free place nearest to *place*, *reach* pixels from it at most, or not at all.

    Returns the box that they take, which is *taken* from now on.
    """
    written = ax.text(place[0], place[1], words, ha="center", va="center", in_layout=False, **style)
    box = written.get_window_extent().padded(1)
    start = _inwards(box, ax.bbox)
    for step in _spiral(reach):
        moved = box.translated(*(start + step))
        if not moved.count_overlaps(taken) and not _inwards(moved, ax.bbox).any():
            taken.append(moved)
            pixels = ax.transData.transform(place) + start + step
            written.set_position(tuple(ax.transData.inverted().transform(pixels)))
            return moved
    written.remove()
    return None


def lead(ax: Axes, mark: Points, half: float, box: Bbox) -> None:
    """Draw a thin line from a mark to a name that does not touch it."""
    nearest = np.clip(mark, box.min, box.max)
    if np.linalg.norm(nearest - mark) > half + 5:
        ends = ax.transData.inverted().transform([mark, nearest])
        ax.plot(*ends.T, color=INK, linewidth=0.3, linestyle=":", zorder=0.5, in_layout=False)


def _inwards(box: Bbox, frame: Bbox) -> Points:
    """Return the step that brings a box into a frame."""
    low, high = frame.get_points() - box.get_points()
    return np.maximum(low, 0) + np.minimum(high, 0)


def _spiral(reach: float) -> Iterator[Points]:
    """Yield steps in pixels, ever farther from where one stands."""
    yield np.zeros(2)
    for distance in np.arange(2, reach, 2):
        for angle in np.arange(0, 2 * np.pi, np.pi / 8):
            yield distance * np.array([np.cos(angle), np.sin(angle)])
