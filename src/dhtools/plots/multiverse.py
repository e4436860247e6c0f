"""Pictures of a multiverse: what became of one statement under every setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .primitives import dot, name_rows, write_right
from .style import DOUBLE_MM, GRID, PALETTE, RULE, SOURCE_COLOURS, figure, journal_style

if TYPE_CHECKING:  # for the name only: drawing needs nothing that analyses need
    from ..stylometry.multiverse import Multiverse

#: Settings under which the statement holds (filled), and under which it does not (hollow).
HOLDS, FAILS = SOURCE_COLOURS["archive"], PALETTE[0]
_NAMES = {
    "case": "case",
    "segment_words": "words in a segment",
    "culling": "culling",
    "mfw": "most frequent words",
    "distance": "distance",
}
_ROW_MM = 3.8
_MARK: dict[str, Any] = {"markersize": 3.2, "mew": 0.8}


@journal_style()
def multiverse_strip(multiverse: Multiverse, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw the value of a statement under every setting, in order of size, and below which setting it is.

    Settings that could not be computed are not drawn; their number is stated.

    Parameters
    ----------
    multiverse : Multiverse
        From `dhtools.stylometry.multiverse`.
    width : str or float
        As for `figure`.
    """
    table = multiverse.table
    drawn = table[table["holds"].notna()].sort_values("value", kind="stable").reset_index(drop=True)
    options = multiverse.by_option
    height = _ROW_MM * (len(options) + options["option"].nunique())
    fig, (ax, below) = figure(
        width, 56 + height, nrows=2, sharex=True, gridspec_kw={"height_ratios": [36, height]}
    )
    _values(ax, drawn)
    _choices(below, drawn, options)
    left_out = len(table) - len(drawn)
    computed = f"holds in {drawn['holds'].sum()} of {len(drawn)} settings"
    ax.set_title(
        f"“{multiverse.statement}” {computed}" + (f"; {left_out} could not be computed" if left_out else ""),
        loc="left", wrap=True,
    )  # fmt: skip
    return fig


def _values(ax: Axes, drawn: pd.DataFrame) -> None:
    ax.axhline(0, color=RULE, linewidth=0.5, zorder=0)
    for rows, colour, holds in _by_outcome(drawn):
        ax.vlines(rows.index, 0, rows["value"], color=colour, linewidth=0.6)
        dot(ax, rows.index, rows["value"], colour, filled=holds, **_MARK)
    ax.set_ylabel("value (positive: it holds)")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", bottom=False)


def _by_outcome(drawn: pd.DataFrame) -> list[tuple[pd.DataFrame, str, bool]]:
    """Return the settings in which the statement holds and those in which it does not, and their colours."""
    holds = drawn["holds"].astype(bool)
    return [(drawn[holds], HOLDS, True), (drawn[~holds], FAILS, False)]


def _choices(ax: Axes, drawn: pd.DataFrame, options: pd.DataFrame) -> None:
    """Mark below every value the choice of each option, and write beside each how often it holds."""
    labels: list[str] = []
    for option, choices in options.groupby("option", sort=False):
        labels.append(_NAMES.get(str(option), str(option)))
        columns = (choices[name] for name in ("value", "n_holds", "n_computed"))
        for value, n_holds, n_computed in zip(*columns, strict=True):
            _marks(ax, len(labels), drawn[drawn[option] == value])
            write_right(ax, f"{n_holds} of {n_computed}" if n_computed else "not computed", len(labels))
            labels.append(f"{value:.0%}" if option == "culling" else f"{value}")
    name_rows(ax, labels)
    for label in ax.get_yticklabels():
        label.set_fontweight("bold" if label.get_text() in _NAMES.values() else "normal")
    ax.set_xlim(-1, len(drawn))
    ax.set_xticks([])
    ax.set_xlabel("settings, in order of their value; at the right, in how many it holds")
    ax.spines["bottom"].set_visible(False)


def _marks(ax: Axes, row: int, drawn: pd.DataFrame) -> None:
    ax.axhline(row, color=GRID, linewidth=0.5, zorder=0)
    for rows, colour, holds in _by_outcome(drawn):
        dot(ax, rows.index, [row] * len(rows), colour, filled=holds, **_MARK)
