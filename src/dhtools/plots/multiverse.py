"""Pictures of a multiverse: what became of one statement under every setting."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..stylometry.multiverse import Multiverse
from .style import DOUBLE_MM, figure, journal_style

#: Settings under which the statement holds (filled), and under which it does not (hollow).
HOLDS, FAILS = "#0E2A4A", "#E8741D"
_NAMES = {
    "case": "case",
    "words": "words in a segment",
    "culling": "culling",
    "mfw": "most frequent words",
    "method": "distance",
}
_ROW_MM = 3.8


@journal_style()
def multiverse_strip(multiverse: Multiverse, *, width: float = DOUBLE_MM) -> Figure:
    """Draw the value of a statement under every setting, in order of size, and below which setting it is.

    Settings that could not be computed are not drawn; their number is stated.

    Parameters
    ----------
    multiverse : Multiverse
        From `dhtools.stylometry.multiverse`.
    width : float
        Millimetres.
    """
    told = multiverse.settings
    drawn = told[told["agrees"].notna()].sort_values("value", kind="stable").reset_index(drop=True)
    options = multiverse.by_option
    height = _ROW_MM * (len(options) + options["option"].nunique())
    fig, (ax, below) = figure(
        width, 56 + height, nrows=2, sharex=True, gridspec_kw={"height_ratios": [36, height]}
    )
    _values(ax, drawn)
    _choices(below, drawn, options)
    left_out = len(told) - len(drawn)
    computed = f"holds in {drawn['agrees'].sum()} of {len(drawn)} settings"
    ax.set_title(
        f"“{multiverse.statement}” {computed}" + (f"; {left_out} could not be computed" if left_out else ""),
        loc="left", wrap=True,
    )  # fmt: skip
    return fig


def _values(ax: Axes, drawn: pd.DataFrame) -> None:
    ax.axhline(0, color="#8A8A8A", linewidth=0.5, zorder=0)
    for own, colour, inside in _by_outcome(drawn):
        ax.vlines(own.index, 0, own["value"], color=colour, linewidth=0.6)
        ax.plot(own.index, own["value"], "o", color=colour, markerfacecolor=inside, markersize=3.2, mew=0.8)
    ax.set_ylabel("value (positive: it holds)")
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", bottom=False)


def _by_outcome(drawn: pd.DataFrame) -> list[tuple[pd.DataFrame, str, str]]:
    """Return the settings in which the statement holds and those in which it does not, and their colours."""
    holds = drawn["agrees"].astype(bool)
    return [(drawn[holds], HOLDS, HOLDS), (drawn[~holds], FAILS, "white")]


def _choices(ax: Axes, drawn: pd.DataFrame, options: pd.DataFrame) -> None:
    """Mark below every value the choice of each option, and write beside each choice how often it agrees."""
    labels: dict[int, str] = {}
    for option, choices in options.groupby("option", sort=False):
        labels[len(labels)] = _NAMES.get(str(option), str(option))
        agreeing, computed = choices["agreeing"], choices["computed"]
        for value, agree, of in zip(choices["value"], agreeing, computed, strict=True):
            _marks(ax, len(labels), drawn[drawn[option] == value])
            _outcome(ax, len(labels), agree, of)
            labels[len(labels)] = f"{value:.0%}" if option == "culling" else f"{value}"
    ax.set_yticks(list(labels), list(labels.values()))
    for label in ax.get_yticklabels():
        label.set_fontweight("bold" if label.get_text() in _NAMES.values() else "normal")
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(-1, len(drawn))
    ax.set_xticks([])
    ax.set_xlabel("settings, in order of their value; at the right, in how many it holds")
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)


def _marks(ax: Axes, row: int, drawn: pd.DataFrame) -> None:
    ax.axhline(row, color="#E6E6E6", linewidth=0.5, zorder=0)
    for own, colour, inside in _by_outcome(drawn):
        ax.plot(
            own.index, [row] * len(own), "o", color=colour, markerfacecolor=inside, markersize=3.2, mew=0.8
        )


def _outcome(ax: Axes, row: int, agreeing: int, computed: int) -> None:
    text = f"{agreeing} of {computed}" if computed else "not computed"
    ax.annotate(
        text, (1, row), xycoords=("axes fraction", "data"), xytext=(4, 0), textcoords="offset points",
        va="center", fontsize=7,
    )  # fmt: skip
