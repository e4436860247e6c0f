"""Distances beside their baselines: power by length, pairs among known pairs, what voice moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .primitives import Place, band, dot, key, letter, name_rows, write
from .style import DASHED, DOUBLE_MM, FAINT, INK, PALETTE, RULE, figure, journal_style

#: So many pairs are drawn by name, those with the longest shorter text.
NAMED = 12
#: What stands in place of a value.
_SHORT = "too short to be measured"
_BAND, _DARK, _OWN = "#BFCBD8", "#3A4A5C", PALETTE[2]


@journal_style()
def power_curve(
    grid: pd.DataFrame, pairs: pd.DataFrame, *, threshold: float = 0.8, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw how often a distance is right about the author: by length, and for the pairs of texts at hand.

    Parameters
    ----------
    grid : DataFrame
        One method and number of words of `dhtools.stylometry.power_grid`.
    pairs : DataFrame
        From `dhtools.stylometry.power_lookup`; of many, the `NAMED` whose shorter text is longest are drawn.
    threshold : float
        Below it nothing is decided.
    width : str or float
        As for `figure`.
    """
    fig, (curve, named) = figure(width, 78, ncols=2, width_ratios=[1, 1.1])
    _curve(curve, grid[grid["length_a"] == grid["length_b"]].sort_values("length_a"))
    curve.axhline(threshold, color=RULE, linestyle=DASHED, linewidth=0.7)
    _write(curve, "decidable above", (0.02, threshold), (0, 4))
    named.axvline(threshold, color=RULE, linestyle=DASHED, linewidth=0.7)
    shorter = pairs[["words_a", "words_b"]].min(axis=1)
    longest = pairs.loc[shorter.nlargest(NAMED).index]
    _forest(named, longest.sort_values("auc", ascending=False, kind="stable"))
    named.set_xlim(0.5, 1.0)
    named.set_xlabel("AUC at the lengths of the two texts")
    letter((curve, named))
    return fig


def _curve(ax: Axes, equal: pd.DataFrame) -> None:
    ax.fill_between(equal["length_a"], equal["low"], equal["high"], color=_BAND, alpha=0.6, linewidth=0)
    ax.plot(equal["length_a"], equal["auc"], color=_DARK)
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(equal["length_a"].tolist()[::3]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_ylim(0.5, 1.0)
    ax.set_xlabel("words of each of two texts")
    ax.set_ylabel("AUC")


def _forest(ax: Axes, pairs: pd.DataFrame) -> None:
    rows = range(len(pairs))
    ax.hlines(rows, pairs["low"], pairs["high"], color=_OWN, linewidth=1.2)
    dot(ax, pairs["auc"], rows, _OWN)
    for row in np.flatnonzero(pairs["auc"].isna()).tolist():
        _write(ax, _SHORT, (0.5, row), (0, -3), ha="center")
    columns = (pairs[name] for name in ("text_a", "text_b", "words_a", "words_b"))
    pairs_told = [f"{a} – {b}\n{m:,} and {n:,}" for a, b, m, n in zip(*columns, strict=True)]
    name_rows(ax, pairs_told, line=True)


def _write(ax: Axes, text: str, place: Place, shift: Place, **style: Any) -> None:
    """Write at a share of the width and a row, as far as *style* does not say otherwise."""
    style = {"xycoords": ("axes fraction", "data"), "va": "baseline", "color": INK, **style}
    write(ax, text, place, shift, **style)


@journal_style()
def pairs_with_baseline(
    known: pd.DataFrame, own: pd.DataFrame, *, label: str, mark: float = 0.0, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw pairs of texts on the scale that pairs of known authors give.

    Parameters
    ----------
    known : DataFrame
        One row a kind of known pair: *group* (a reference table), *kind*, *pairs*, *low*, *median*, *high*.
    own : DataFrame
        One row a pair of the texts at hand on the scale of one group: *group*, *pair*, *value*. A value that
        is missing is not drawn.
    label : str
        What the scale measures.
    mark : float
        A value to be seen against: no excess, or chance.
    width : str or float
        As for `figure`.
    """
    groups = {group: rows.reset_index(drop=True) for group, rows in known.groupby("group", sort=False)}
    fig, ax = figure(width, 22 + 6.5 * (len(known) + len(groups)))
    labels: list[str] = []
    for group, bands in groups.items():
        if labels:
            ax.axhline(len(labels) - 0.5, color=FAINT, linewidth=0.4)
        _bands(ax, len(labels), bands)
        labels += [_told(str(group), *row) for row in zip(bands["kind"], bands["pairs"], strict=True)]
        _own_points(ax, len(labels), own[own["group"] == group])
        labels.append("these texts")
    ax.axvline(mark, color=RULE, linewidth=0.5, zorder=0)
    ax.use_sticky_edges = False  # else a bar would touch the frame
    ax.margins(x=0.04)
    name_rows(ax, labels)
    ax.set_xlabel(label)
    return fig


def _told(group: str, kind: str, pairs: int) -> str:
    return f"{group}: {kind} ({pairs:,} {'pair' if pairs == 1 else 'pairs'})"


def _bands(ax: Axes, first: int, bands: pd.DataFrame) -> None:
    place = bands.index.to_numpy() + first
    band(ax, place, bands, fill=_BAND, ink=_DARK, linewidth=1.5)


def _own_points(ax: Axes, place: int, own: pd.DataFrame) -> None:
    shown = own.dropna(subset="value").sort_values("value")
    dot(ax, shown["value"], [place] * len(shown), _OWN, mark="D", markersize=4.5)
    if shown.empty:
        _write(ax, _SHORT, (0.5, place), (0, -3), ha="center")
    if len(shown) <= 2:
        for pair, value in zip(shown["pair"], shown["value"].tolist(), strict=True):
            _write(ax, pair, (value, place), (6, -3), xycoords="data")


@journal_style()
def distance_shifts(
    table: pd.DataFrame, *, label: str, max_rows: int = 24, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw how far a figure moves when quoted words are counted with the author's.

    Parameters
    ----------
    table : DataFrame
        One row a pair of texts: *pair*, *author*, *all* (the figure by the author's words and by all words).
    label : str
        What the scale measures.
    max_rows : int
        So many rows are drawn, those that move farthest; the table beside the picture has them all.
    width : str or float
        As for `figure`.
    """
    measured = table.dropna(subset=["author", "all"])
    farthest = (measured["all"] - measured["author"]).abs().nlargest(max_rows).index
    shown = measured.loc[farthest.sort_values()].reset_index(drop=True)
    fig, ax = figure(width, 26 + 6 * max(1, len(shown)))
    ax.hlines(shown.index, shown["author"], shown["all"], color=RULE, linewidth=1.2, zorder=1)
    dot(ax, shown["author"], shown.index, _DARK, label="author's words")
    dot(ax, shown["all"], shown.index, _OWN, filled=False, label="all words, quoted too")
    if shown.empty:
        _write(ax, _SHORT, (0.5, 0), (0, 0), ha="center")
    name_rows(ax, shown["pair"], line=True)
    ax.set_xlabel(label)
    key(ax, columns=2)
    return fig
