"""The growth of a vocabulary along one text."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .primitives import key, letter
from .style import DASHED, DOUBLE_MM, INK, PALETTE, figure, journal_style


@journal_style()
def growth_curves(growth: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw how many different words a text has up to each place, and where the new ones come.

    *growth* is from `dhtools.stylometry.development.vocabulary_growth`; dashed is what the words of the text
    would give in random order.
    """
    fig, axes = figure(width, 70, ncols=2)
    _curve(axes[0], growth, "n_types", "expected", "different words up to here")
    _curve(axes[1], growth, "new_per_1000", "expected_per_1000", "new words in a thousand")
    key(axes[0], columns=2)
    letter(axes)
    return fig


def _curve(ax: Axes, growth: pd.DataFrame, found: str, expected: str, label: str) -> None:
    ax.plot(growth["n_words"], growth[found], color=PALETTE[1], label="the text")
    ax.plot(growth["n_words"], growth[expected], color=INK, linestyle=DASHED, label="in random order")
    ax.set_ylim(0)
    ax.set_xlim(0, growth["n_words"].max())
    ax.xaxis.set_major_locator(MaxNLocator(5))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel("position in the text (words)")
    ax.set_ylabel(label)
