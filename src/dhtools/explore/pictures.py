"""From a mark of a picture to its lines: where the marks lie, what they stand for, and the call for it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ..annotation.record import Annotation
from ..annotation.tokens import fold_word
from ..counts.found import first_words
from ..errors import DhtoolsError
from ..plots.spots import Spot, spots_of
from ..plots.style import SCREEN_DPI
from ..search.concordance import concordance, kwic

#: Places that can be clicked: marks that stand nearer to each other than a finger's breadth are one.
SPOTS = 600
#: The least width and height of a place, as a share of the picture's width.
_LEAST = 0.009

_IMPORTS = {
    "spans_of": "from dhtools.explore.pictures import spans_of",
    "concordance": "from dhtools.search import concordance",
    "kwic": "from dhtools.search import kwic",
}

Of = Mapping[str, Any]
Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """A place of a picture: left, top, width and height as shares of it, and what its marks stand for."""

    box: Box
    of: tuple[Of, ...]


class Picture:
    """A figure whose marks lead to lines.

    Parameters
    ----------
    annotation : Annotation
    figure : Figure
        From `dhtools.plots`: barcode, topic strips, map of units, network, timeline, rates of words.
    places : DataFrame, optional
        Where in the texts the marks stand: *text*, *start*, *end* (code points of the file), and the columns
        by which the figure names its marks. A barcode, a timeline and events take the table that they are
        drawn from; topic strips one with *segment* and *topic* (see `topic_places`); a network the mentions
        with *person*; a map the segments. Words need none.
    alt : str
        What the picture shows, for those who do not see it.

    Raises
    ------
    DhtoolsError
        If no mark of the figure stands for anything, or the table lacks a column.
    """

    def __init__(
        self, annotation: Annotation, figure: Figure, places: pd.DataFrame | None = None, *, alt: str = ""
    ) -> None:
        spots = spots_of(figure)
        if not spots:
            raise DhtoolsError(
                "figure: none of its marks stands for lines. Give a barcode, topic strips, a map, a network, "
                "a timeline or rates of words from dhtools.plots."
            )
        self.annotation, self.table = annotation, places
        self.alt = alt or f"A figure with {len(spots)} marks that lead to lines"
        self._check(spots)
        self.png = _png(figure)
        self.places = _places(figure, spots)

    def __repr__(self) -> str:
        return self.alt

    def _check(self, spots: Iterable[Spot]) -> None:
        for name in {name for spot in spots for name in spot.of} - {"word"}:
            table = self.table if self.table is not None else pd.DataFrame()
            known = {"row": "text", "unit": _unit_column(table), "persons": "person"}.get(name, name)
            missing = [one for one in (known, "text", "start", "end") if one not in table]
            if missing:
                raise DhtoolsError(
                    f"places: no column {', '.join(dict.fromkeys(missing))}, by which the marks of this "
                    "figure find their lines. Give the table that it was drawn from, with its places."
                )

    def label(self, place: int) -> str:
        """Return what a place stands for, in words."""
        found = list(dict.fromkeys(self._told(one) for one in self.places[place].of))
        return found[0] if len(found) == 1 else f"{found[0]} and {len(found) - 1} more"

    def _told(self, of: Of) -> str:
        if "row" in of:
            row = self._known().loc[[of["row"]]].iloc[0]
            return ", ".join(
                str(row[name]) for name in ("term", "detail", "category", "text") if row.get(name)
            )
        return ", ".join(" and ".join(one) if isinstance(one, tuple) else str(one) for one in of.values())

    def lines(self, place: int) -> pd.DataFrame:
        """Return the lines of a place.

        Raises
        ------
        DhtoolsError
            If there is no such place.
        """
        parts = [self._lines(one) for one in _merged(self._place(place).of)]
        lines = pd.concat(parts, ignore_index=True)
        return lines.drop_duplicates(["text", "start", "end"], ignore_index=True)

    def code(self, place: int) -> str:
        """Return the calls that list the lines of a place; the table is called *places*."""
        calls = [_call(one) for one in _merged(self._place(place).of)]
        imports = [line for name, line in _IMPORTS.items() if any(f"{name}(" in call for call in calls)]
        return "\n".join([*imports, "", *calls])

    def _place(self, place: object) -> Place:
        if not isinstance(place, int) or not 0 <= place < len(self.places):
            raise DhtoolsError(f"place={place!r}: the picture has places 0 to {len(self.places) - 1}.")
        return self.places[place]

    def _lines(self, of: Of) -> pd.DataFrame:
        if "word" in of:
            return concordance(self.annotation, str(of["word"]))
        return kwic(self.annotation, spans_of(self.annotation, self._known(), of))

    def _known(self) -> pd.DataFrame:
        return pd.DataFrame() if self.table is None else self.table


def spans_of(annotation: Annotation, places: pd.DataFrame, of: Of) -> pd.DataFrame:
    """Return the places in the texts that a mark stands for.

    * of: *row* or *rows* (labels of rows), *unit* (the sentences of a unit), *persons* (where all of them are
      named in one sentence), or columns with a value each.

    Returns: Rows of *places*, or of the sentences; with *text*, *passage*, *kind*, *voice*, *start*, *end*.
    """
    spans = _sentences(annotation, places, of["unit"]) if "unit" in of else _rows(places, of)
    if {"passage", "kind", "voice"} <= set(spans.columns):
        return spans
    words = annotation.tokens.iloc[first_words(annotation.tokens, spans)]
    return spans.assign(**{name: words[name].to_numpy() for name in ("passage", "kind", "voice")})


def _rows(places: pd.DataFrame, of: Of) -> pd.DataFrame:
    if "rows" in of:
        return places[places.index.isin(list(of["rows"]))]
    if "persons" in of:
        named = places[places["person"].isin(list(of["persons"]))]
        together = named.groupby("passage", observed=True)["person"].transform("nunique")
        return named[together == len(of["persons"])]
    same = np.ones(len(places), dtype=bool)
    for column, value in of.items():
        same &= (places[column].astype(str) == str(value)).to_numpy()
    return places[same]


def _unit_column(places: pd.DataFrame) -> str:
    return next((name for name in ("unit", "segment") if name in places), "text")


def _sentences(annotation: Annotation, places: pd.DataFrame, unit: object) -> pd.DataFrame:
    """Return the sentences in which the words of a unit stand."""
    own = places[(places[_unit_column(places)].astype(str) == str(unit)).to_numpy()]
    sentences, kinds = annotation.sentences, annotation.blocks[["text", "block", "kind"]]
    chosen = sentences[sentences["passage"].isin(own["passage"].unique())]
    return chosen.merge(kinds.astype({"text": chosen["text"].dtype}), on=["text", "block"])


def _merged(of: Sequence[Of]) -> list[Of]:
    """Put the rows of several marks into one question."""
    rows = [one["row"] for one in of if "row" in one]
    return [*([{"rows": rows}] if rows else []), *(one for one in of if "row" not in one)]


def _call(of: Of) -> str:
    if "word" in of:
        return f"concordance(annotation, {str(of['word'])!r})"
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in of.items()}
    return f"kwic(annotation, spans_of(annotation, places, {plain!r}))"


def _png(figure: Figure) -> str:
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=SCREEN_DPI)
    return base64.b64encode(picture.getvalue()).decode("ascii")


def _places(figure: Figure, spots: Sequence[Spot]) -> list[Place]:
    """Return where the marks lie in the picture; those in one place are one. It has been drawn before."""
    inside = figure.transFigure.inverted()
    ratio = figure.get_figwidth() / figure.get_figheight()
    found: dict[tuple[int, ...], list[tuple[Box, Of]]] = {}
    for spot in spots:
        left, lower, right, upper = spot.box
        corners = inside.transform(spot.ax.transData.transform([(left, lower), (right, upper)]))
        (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        box = _at_least(x0, 1 - y1, x1 - x0, y1 - y0, ratio)
        # marks that stand nearer than the least width share a place
        cell = id(spot.ax), round(box[0] / _LEAST), round((box[1] + box[3] / 2) / _LEAST / ratio)
        found.setdefault(cell, []).append((box, spot.of))
    return [
        Place(_around(box for box, _ in marks), tuple(of for _, of in marks)) for marks in found.values()
    ][:SPOTS]


def _at_least(left: float, top: float, width: float, height: float, ratio: float) -> Box:
    wide, high = max(width, _LEAST), max(height, _LEAST * ratio)
    return left - (wide - width) / 2, top - (high - height) / 2, wide, high


def _around(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes."""
    left, top, wide, high = np.array(list(boxes)).T
    begins, ends = (left.min(), top.min()), ((left + wide).max(), (top + high).max())
    return float(begins[0]), float(begins[1]), float(ends[0] - begins[0]), float(ends[1] - begins[1])


def topic_places(segments: pd.DataFrame, words: Mapping[Any, Iterable[str]]) -> pd.DataFrame:
    """Return where the words of topics stand: the places of the bars of `dhtools.plots.topic_strips`.

    Parameters
    ----------
    segments : DataFrame
        From `dhtools.segment`.
    words : mapping of topic to iterable of str
        Words of each topic, such as its first ten.

    Returns
    -------
    DataFrame
        Rows of the segments, with *topic*, in the order of the topics.

    Examples
    --------
    >>> table = pd.DataFrame({"word": ["A", "bridge", "fell"], "segment": "a_1"})
    >>> topic_places(table, {0: ["bridge"], 1: ["fell"]})[["word", "topic"]].to_numpy().tolist()
    [['bridge', 0], ['fell', 1]]
    """
    folded = segments["word"].astype(str).map(fold_word)
    parts = [
        segments[folded.isin({fold_word(word) for word in own})].assign(topic=topic)
        for topic, own in words.items()
    ]
    return pd.concat(parts) if parts else segments.head(0).assign(topic=pd.Series(dtype=object))
