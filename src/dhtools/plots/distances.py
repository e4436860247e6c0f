"""Figures of distances: power by length, pairs beside known pairs, the change by quoted words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .labels import short_label, short_pair
from .primitives import Place, band, dot, letter, name_rows, write
from .style import DASHED, DOUBLE_MM, FAINT, INK, PALETTE, RULE, figure, journal_style

#: So many pairs are drawn by name, those with the longest shorter text.
MAX_PAIRS = 12
#: Written in place of a missing value.
_SHORT = "too short to be measured"
_BAND, _DARK, _POINT = "#BFCBD8", "#3A4A5C", PALETTE[2]


@journal_style()
def power_curve(
    grid: pd.DataFrame, pairs: pd.DataFrame, *, threshold: float = 0.8, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw how often a distance is right about the author: by length, and for the pairs of a corpus.

    Parameters
    ----------
    grid : DataFrame
        One distance and number of words of `dhtools.reference.known_authors.power_table`.
    pairs : DataFrame
        From `dhtools.stylometry.expected_auc`; of many, the `MAX_PAIRS` whose shorter text is longest are
        drawn.
    threshold : float
        An AUC below it gives no verdict.
    width : str or float
        As for `figure`.
    """
    shorter = pairs[["n_words_a", "n_words_b"]].min(axis=1)
    longest = pairs.loc[shorter.nlargest(MAX_PAIRS).index]
    fig, (curve, named) = figure(width, max(78, 18 + 8 * len(longest)), ncols=2, width_ratios=[1, 1.1])
    _curve(curve, grid[grid["excerpt_words_a"] == grid["excerpt_words_b"]].sort_values("excerpt_words_a"))
    curve.axhline(threshold, color=RULE, linestyle=DASHED, linewidth=0.7)
    _write(curve, "decidable above", (0.02, threshold), (0, 4))
    named.axvline(threshold, color=RULE, linestyle=DASHED, linewidth=0.7)
    _forest(named, longest.sort_values("auc", ascending=False, kind="stable"))
    named.set_xlim(0.5, 1.0)
    named.set_xlabel("AUC at the lengths of the two texts")
    letter((curve, named))
    return fig


def _curve(ax: Axes, equal: pd.DataFrame) -> None:
    length = equal["excerpt_words_a"]
    ax.fill_between(length, equal["low"], equal["high"], color=_BAND, alpha=0.6, linewidth=0)
    ax.plot(length, equal["auc"], color=_DARK)
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(length.tolist()[::3]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_ylim(0.5, 1.0)
    ax.set_xlabel("words of each of two texts")
    ax.set_ylabel("AUC")


def _forest(ax: Axes, pairs: pd.DataFrame) -> None:
    rows = range(len(pairs))
    ax.hlines(rows, pairs["low"], pairs["high"], color=_POINT, linewidth=1.2)
    dot(ax, pairs["auc"], rows, _POINT)
    for row in np.flatnonzero(pairs["auc"].isna()).tolist():
        _write(ax, _SHORT, (0.5, row), (0, -3), ha="center")
    columns = (pairs[name] for name in ("text_a", "text_b", "n_words_a", "n_words_b"))
    names = [f"{short_pair(f'{a} – {b}')}\n{m:,} and {n:,}" for a, b, m, n in zip(*columns, strict=True)]
    name_rows(ax, names, line=True)


def _write(ax: Axes, text: str, place: Place, shift: Place, **style: Any) -> None:
    """Write at a share of the width and a row, unless *style* has other coordinates."""
    style = {"xycoords": ("axes fraction", "data"), "va": "baseline", "color": INK, **style}
    write(ax, text, place, shift, **style)


@journal_style()
def pairs_with_baseline(
    known: pd.DataFrame, pairs: pd.DataFrame, *, label: str, mark: float = 0.0, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw pairs of texts on the scale that pairs of known authors give.

    Parameters
    ----------
    known : DataFrame
        One row a kind of known pair: *group* (a reference table), *kind*, *n_pairs*, *q05*, *median*,
        *q95*, as from `dhtools.stylometry.baseline_quantiles`.
    pairs : DataFrame
        One row a pair of texts on the scale of one group: *group*, *pair*, *value*. A missing value is not
        drawn.
    label : str
        Name of the scale.
    mark : float
        A value marked by a line: no excess, or chance.
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
        labels += [_label(str(group), *row) for row in zip(bands["kind"], bands["n_pairs"], strict=True)]
        _points(ax, len(labels), pairs[pairs["group"] == group])
        labels.append("these texts")
    ax.axvline(mark, color=RULE, linewidth=0.5, zorder=0)
    ax.use_sticky_edges = False  # else a bar would touch the frame
    ax.margins(x=0.04)
    name_rows(ax, labels)
    ax.set_xlabel(label)
    return fig


def _label(group: str, kind: str, n_pairs: int) -> str:
    return f"{short_label(group)}: {kind} ({n_pairs:,} {'pair' if n_pairs == 1 else 'pairs'})"


def _bands(ax: Axes, first: int, bands: pd.DataFrame) -> None:
    place = bands.index.to_numpy() + first
    band(ax, place, bands.rename(columns={"q05": "low", "q95": "high"}), fill=_BAND, ink=_DARK, linewidth=1.5)


def _points(ax: Axes, place: int, pairs: pd.DataFrame) -> None:
    shown = pairs.dropna(subset="value").sort_values("value")
    dot(ax, shown["value"], [place] * len(shown), _POINT, mark="D", markersize=4.5)
    if shown.empty:
        _write(ax, _SHORT, (0.5, place), (0, -3), ha="center")
    if len(shown) <= 2:
        for pair, value in zip(shown["pair"], shown["value"].tolist(), strict=True):
            _write(ax, short_pair(pair), (value, place), (6, -3), xycoords="data")
