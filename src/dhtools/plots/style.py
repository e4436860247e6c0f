"""The journal style: sizes, type, and the colours that mean the same in every figure.

Nothing is set on import: the style is a context (`journal_style`), and figures are built without pyplot
(`figure`), so a notebook shows them once, where they are exported, and a headless run needs no display.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from itertools import cycle
from types import MappingProxyType
from typing import Any, NamedTuple, ParamSpec, TypeVar

import matplotlib.style
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ..errors import DhtoolsError
from .drawn_from import DrawnFrom, drawn_from

Given = ParamSpec("Given")
Drawn = TypeVar("Drawn")

#: Dots per inch of a figure that a notebook shows.
SCREEN_DPI = 144
SINGLE_MM = 84
DOUBLE_MM = 174
WIDTHS: Mapping[str, float] = MappingProxyType({"single": SINGLE_MM, "double": DOUBLE_MM})

JOURNAL: Mapping[str, Any] = MappingProxyType(
    {
        # DejaVu Sans comes with matplotlib, so text has the same width on every machine.
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 8,
        "axes.titlesize": 8,
        "axes.labelsize": 8,
        "figure.titlesize": 8,
        "legend.fontsize": 7,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "axes.linewidth": 0.5,
        "xtick.major.width": 0.5,
        "ytick.major.width": 0.5,
        "xtick.minor.width": 0.4,
        "ytick.minor.width": 0.4,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "lines.linewidth": 1.0,
        "lines.markersize": 4,
        "patch.linewidth": 0.5,
        "hatch.linewidth": 0.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "legend.frameon": False,
        "figure.constrained_layout.use": True,
        "figure.facecolor": "white",
        "axes.facecolor": "white",
        "savefig.facecolor": "white",
        # A trimmed box would change the width that was asked for.
        "savefig.bbox": None,
        # Journals refuse Type 3 fonts; Type 42 also keeps the text searchable.
        "pdf.fonttype": 42,
        # Labels come from texts: a dollar sign in a name begins no formula.
        "text.parse_math": False,
        # Text as outlines: a reader without DejaVu Sans would see labels of another width.
        "svg.fonttype": "path",
        # Without a fixed salt the identifiers in an SVG differ from run to run.
        "svg.hashsalt": "dhtools",
    }
)

# In corpus order, found by random search. Greyscale keeps them apart, be it made from CIE L* (the first
# four differ by 13.5 of 100, all eight by 6.5) or from luma, as by most software (30 and 11 of 255); each has
# a contrast of 3:1 or more on white (WCAG 1.4.11). Measured in test_plots_style.py.
PALETTE = ("#E8741D", "#4471AA", "#863330", "#29124F", "#738673", "#785907", "#392E91", "#472337")
GREY = "#8C8C8C"
#: Shapes of marks, in the order of the texts: a second cue where print has no colour.
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*")
#: Hatches of bars, in the same order.
HATCHES = ("", "/////", ".....", "xxxxx", "\\\\\\\\\\", "+++++", "-----", "|||||")
#: The group of all that a figure does not name (`dhtools.plots.groups`): grey, a small mark, no hatch.
OTHER = "other"

#: What is neither text nor voice: words and lines of their own, rules, rules between groups, lines of a
#: grid, bands of what is expected.
INK, RULE, FAINT, GRID, BAND = "#5A5A5A", "#8A8A8A", "#B0B0B0", "#E6E6E6", "#D6D6D6"
#: Marks that belong to no single text.
DARK = "#1F3350"
#: Fills of what is expected, and edges of what is not flagged.
FILL, PALE = "#D9D9D9", "#C8C8C8"
#: A line at a threshold.
DASHED = (0, (4, 3))

# Fills of words by voice. In CIE L* all fills are at least 7 apart: see test_plots_style.py.
VOICE_COLOURS: Mapping[str, str] = MappingProxyType(
    {"mentioned": "#A9C9EA", "author": "#D3E3F2", "other": "#F7F7F7"}
)
# Quoted words have the colour of their kind of source, from dark to light.
SOURCE_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "archive": "#0E2A4A",
        "periodical": "#6A2C8C",
        "book": "#B5401F",
        "unstated": "#838383",
        "edition": "#57B893",
    }
)

# A second cue where neighbouring greys are close.
SOURCE_HATCHES: Mapping[str, str] = MappingProxyType({"edition": "\\\\\\\\\\\\", "unstated": "......"})
#: Fills of the groups of kinds of block, in their order.
KIND_COLOURS = (
    VOICE_COLOURS["author"],
    SOURCE_COLOURS["archive"],
    SOURCE_COLOURS["unstated"],
    SOURCE_COLOURS["edition"],
    "#E0A64B",
    SOURCE_COLOURS["book"],
    "#3A3A3A",
)


def mm(value: float) -> float:
    """Convert millimetres to inches, matplotlib's unit of length.

    Examples
    --------
    >>> mm(25.4)
    1.0
    """
    return value / 25.4


def ink_on(fill: str) -> str:
    """Return black or white, whichever can be read on a fill.

    Examples
    --------
    >>> ink_on("#1F3350"), ink_on("#D6D6D6")
    ('white', 'black')
    """
    return "white" if np.dot(to_rgb(fill), [0.299, 0.587, 0.114]) < 0.46 else "black"


class journal_style:
    """Apply the journal style, and nothing of the user's own settings, inside a ``with`` block.

    Also a decorator: ``@journal_style()`` above a plotting function styles all that it draws, and the figure
    then carries the tables it was drawn from (`dhtools.plots.drawn_from`). Outside the block matplotlib's
    settings are as they were. Characters that the font lacks are dealt with when a figure is exported
    (`dhtools.plots.fonts.make_drawable`), so matplotlib's warnings of them are silent here.
    """

    def __enter__(self) -> None:
        self._settings = _journal_settings()
        self._settings.__enter__()

    def __exit__(self, *error: Any) -> bool | None:
        return self._settings.__exit__(*error)

    def __call__(self, draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
        """Return a plotting function in this style."""

        @wraps(draw)
        def styled(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
            with journal_style():
                drawn = draw(*args, **kwargs)
            if isinstance(drawn, ShownFigure):
                drawn.drawn_from = drawn_from(drawn, (*args, *kwargs.values()))
            return drawn

        return styled


@contextmanager
def _journal_settings() -> Iterator[None]:
    with matplotlib.style.context(dict(JOURNAL), after_reset=True), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font", category=UserWarning)
        yield


class ShownFigure(Figure):
    """A figure that a notebook shows, with no ``%matplotlib inline``, and a prompt describes."""

    drawn_from: DrawnFrom | None = None

    def __repr__(self) -> str:
        wide, high = (25.4 * self.get_size_inches()).round().astype(int)
        return f"<figure of {wide} × {high} mm; .savefig('name.png') writes it>"

    def savefig(self, *args: Any, **options: Any) -> None:
        """Write the figure in the style that it was drawn in: labels made now begin no formula either."""
        with journal_style():
            super().savefig(*args, **options)

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png", dpi=SCREEN_DPI)
        return picture.getvalue()


def figure(width: str | float = "double", height: float = 80, **subplots: Any) -> tuple[Figure, Any]:
    """Return an empty figure of a journal's width, with its axes.

    Built without pyplot: no window, no automatic display in a notebook, nothing to close. Draw inside
    `journal_style` as well, since artists take their sizes when they are made.

    Parameters
    ----------
    width : {"single", "double"} or float
        84 mm, 174 mm, or a number of millimetres.
    height : float
        Millimetres.
    **subplots
        Passed to `matplotlib.figure.Figure.subplots`, e.g. ``nrows=2, sharex=True``.

    Returns
    -------
    tuple of Figure and Axes
        An array of Axes if several were asked for.

    Raises
    ------
    DhtoolsError
        If a width is unknown or a length is not positive.

    Examples
    --------
    >>> fig, ax = figure(width="single", height=50)
    >>> [round(inches * 25.4, 6) for inches in fig.get_size_inches().tolist()]
    [84.0, 50.0]
    """
    size = (mm(_millimetres("width", width)), mm(_millimetres("height", height)))
    with journal_style():
        canvas = ShownFigure(figsize=size, layout="constrained")
        return canvas, canvas.subplots(**subplots)


def width_of(fig: Figure) -> float:
    """Return the width of a figure in millimetres."""
    return fig.get_figwidth() * 25.4


def text_colours(ids: Iterable[str], *, shown: Iterable[str] | None = None) -> dict[str, str]:
    """Give every text of a corpus its colour, by its place in the corpus.

    Give the ids of the whole corpus, also where a figure shows a part of it: a text then has one colour in
    all figures.

    Parameters
    ----------
    ids : iterable of str
        Ids of the texts, in corpus order.
    shown : iterable of str, optional
        What the figure shows. Colours go to these alone, in their order, if the corpus has more texts than
        `PALETTE` has colours (eight).

    Returns
    -------
    dict of str to str
        ``#RRGGBB`` by id, in the order given. Where colours do not suffice all are grey: label the texts
        directly.

    Examples
    --------
    >>> text_colours(["letter", "reply"])
    {'letter': '#E8741D', 'reply': '#4471AA'}
    """
    ordered = list(dict.fromkeys(ids))
    named = [name for name in ordered if name != OTHER]
    if len(named) > len(PALETTE):
        return dict.fromkeys(ordered, GREY) if shown is None else text_colours(shown)
    colours = dict(zip(named, PALETTE, strict=False))
    return {name: colours.get(name, GREY) for name in ordered}


class Look(NamedTuple):
    """How a text or a group of texts is drawn: the mark and the hatch tell it where print has no colour."""

    colour: str
    mark: str
    hatch: str


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Give every text of a corpus, or every group of texts, its colour, mark and hatch, by its place.

    *names* are as for `text_colours`; of groups, those that `dhtools.plots.groups.named_groups` returns.

    Examples
    --------
    >>> looks(["Austen", "other"])["other"]
    Look(colour='#8C8C8C', mark='.', hatch='')
    """
    cues = cycle(zip(MARKERS, HATCHES, strict=True))
    return {
        name: Look(colour, ".", "") if name == OTHER else Look(colour, *next(cues))
        for name, colour in text_colours(names).items()
    }


def _millimetres(name: str, given: str | float) -> float:
    length = WIDTHS.get(given) if isinstance(given, str) else given
    if length is None or not 0 < length < 2000:
        raise DhtoolsError(
            f"{name}={given!r} is not a length. Give 'single' (84), 'double' (174) or a number of mm."
        )
    return length
