"""Figures of rhetoric: agents of acts, rates, counts by voice, readability.

Every function takes *width* as `figure` does, draws `TEXTS` texts at most (the tables have them all), and
raises `DhtoolsError` if its table lacks a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .labels import check_columns, short_label
from .primitives import (
    AIRY,
    dot,
    interval,
    message_figure,
    name_rows,
    panels,
    rule,
    stack,
    write,
    write_inside,
    write_right,
)
from .style import DOUBLE_MM, FILL, INK, PALETTE, VOICE_COLOURS, figure, ink_on, journal_style, text_colours

#: How the agent of an act is told: fill, hatch, name in the key; from named to left out.
_AGENCY = {
    "named": (PALETTE[3], "", "named"),
    "person": ("#8E9BD0", "", "unnamed persons"),
    "institution": ("#5B74B5", "", "an institution"),
    "hedged": (VOICE_COLOURS["mentioned"], "", "hedged"),
    "unclear": (FILL, "", "unclear"),
    "none": ("white", "////", "no agent"),
}
_EDGE: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.4}
_VOICE_NAMES = {"headings": "headings, captions"}
TEXTS = 12


@journal_style()
def agency_bars(table: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a text and voice, how the agents of acts are told: as shares, with their counts.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.study.agency_table`; the rows with most acts are drawn.
    width : str or float
    """
    check_columns("table", table, "text voice n_acts named person institution hedged unclear none")
    if table.empty:
        return message_figure("no acts of killing are told here", width)
    rows = table.nlargest(TEXTS, "n_acts", keep="first").sort_index()
    fig, ax = figure(width, 20 + 7 * len(rows))
    for y, row in enumerate(rows.to_dict("records")):
        _agent_bar(ax, y, row)
    voices = rows["voice"].astype(str).replace(_VOICE_NAMES)
    names = zip(rows["text"].astype(str), voices, strict=True)
    name_rows(ax, [f"{short_label(text)}: {voice}" for text, voice in names], half=AIRY)
    ax.set_xlim(0, 100)
    ax.set_xlabel("share of the acts told (%); right: their number")
    _agency_key(ax, [kind for kind in _AGENCY if rows[kind].sum()])
    return fig


def _agent_bar(ax: Axes, y: int, row: dict) -> None:
    kinds = [kind for kind in _AGENCY if row[kind]]
    styles = [{"color": fill, "hatch": hatch, **_EDGE} for fill, hatch, _ in map(_AGENCY.__getitem__, kinds)]
    middles = stack(ax, y, [100 * row[kind] / row["n_acts"] for kind in kinds], styles, height=0.66)
    for kind, middle in zip(kinds, middles, strict=True):
        fill, hatch, _ = _AGENCY[kind]
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"} if hatch else None
        write_inside(ax, f"{row[kind]}", (middle, y), color=ink_on(fill), bbox=box)
    write(ax, f"{row['n_acts']}", (100, y), (5, 0), va="center")


def _agency_key(ax: Axes, kinds: list[str]) -> None:
    """Write the key above the bars, in their order."""
    patches = [
        Patch(facecolor=fill, hatch=hatch, label=label, **_EDGE)
        for fill, hatch, label in map(_AGENCY.__getitem__, kinds)
    ]
    ax.legend(
        handles=patches, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(kinds), borderaxespad=0.2,
        handlelength=1.4, columnspacing=1.4,
    )  # fmt: skip


def _text_panels(width: str | float, texts: list[str], number: int) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure of so many panels, a row a text."""
    return panels(width, 18 + 6 * len(texts), [short_label(text) for text in texts], number)


def _text_rows(table: pd.DataFrame, texts: list[str]) -> Iterator[tuple[int, dict]]:
    """Yield the rows of the texts that are drawn, each with its place on the axis."""
    for row in table.to_dict("records"):
        if str(row["text"]) in texts:
            yield texts.index(str(row["text"])), row


@journal_style()
def rate_intervals(rates: pd.DataFrame, *, categories: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw rates per 1,000 words with their intervals, a panel a category, a row a text.

    Parameters
    ----------
    rates : DataFrame
        From `dhtools.rhetoric.finding_rates`. A rate without interval is a hollow mark, a text without words
        has no mark. The numbers at the right are counts. The texts with most words are drawn.
    categories : list of str
        The panels, in this order.
    width : str or float
    """
    check_columns("rates", rates, "text category n n_words per_1000 low high")
    known = rates[rates["category"].isin(categories) & rates["per_1000"].notna()]
    if known.empty:
        return message_figure("no rates: nothing was found, or the texts have no words of this voice", width)
    colours = text_colours(rates["text"].astype(str).unique())
    longest = set(known.drop_duplicates("text").nlargest(TEXTS, "n_words")["text"])
    texts = [text for text in colours if text in longest]
    drawn = [category for category in categories if (known["category"] == category).any()]
    fig, axes = _text_panels(width, texts, len(drawn))
    for ax, category in zip(axes, drawn, strict=True):
        rows = known[known["category"] == category]
        rule(ax)
        ax.set_title(category)
        ax.set_xlim(0, _limit(rows))
        for y, row in _text_rows(rows, texts):
            _rate(ax, y, row, colours[texts[y]])
    fig.supxlabel("per 1,000 words, with a 95% interval; right: how many were found", fontsize=8)
    return fig


def _limit(rows: pd.DataFrame) -> float:
    """Return where the axis ends: three times the highest rate, or where the longest interval does."""
    limit = float(np.nanmin([rows["high"].max(), 3 * rows["per_1000"].max()]))
    return 1.05 * limit if limit > 0 else 1.0


def _rate(ax: Axes, y: int, row: dict, colour: str) -> None:
    has_interval = interval(ax, y, row["low"], row["high"], color=colour, end=ax.get_xlim()[1])
    dot(ax, row["per_1000"], y, colour, filled=has_interval, clip_on=False)
    write_right(ax, f"{row['n']:.0f}", y, 7, color=INK, fontsize=6.5)


@journal_style()
def voice_count_bars(counts: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw counts by voice, a panel a category, a row a text: the author's filled, all others' hatched.

    Parameters
    ----------
    counts : DataFrame
        From `dhtools.rhetoric.findings_by_voice`, in the order to be drawn; one row a text and category.
    width : str or float
    """
    check_columns("counts", counts, "text category n_author n_others", unique="text category")
    total = counts["n_author"] + counts["n_others"]
    if counts.empty or not total.sum():
        return message_figure("nothing of this kind was found", width)
    colours = text_colours(counts["text"].astype(str).unique())
    texts, categories = list(colours)[:TEXTS], list(counts["category"].unique())
    fig, axes = _text_panels(width, texts, len(categories))
    for ax, category in zip(axes, categories, strict=True):
        rows = counts["category"] == category
        for y, row in _text_rows(counts[rows], texts):
            _two_voices(ax, y, row, colours[texts[y]])
        ax.set_title(category)
        ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        ax.set_xlim(0, 1.22 * total[rows].max() or 1)
    fig.supxlabel("occurrences: filled, first number: the author; hatched, second number: others", fontsize=8)
    return fig


def _two_voices(ax: Axes, y: int, row: dict, colour: str) -> None:
    author, others = row["n_author"], row["n_others"]
    hatched = {"color": "white", "edgecolor": colour, "hatch": "/////"}
    stack(ax, y, [author, others], [{"color": colour, "edgecolor": colour}, hatched])
    label = f"{author} · {others}" if others else f"{author}"
    write(ax, label, (author + others, y), (3, 0), va="center", color=INK, fontsize=6.5)


@journal_style()
def readability_intervals(
    scores: pd.DataFrame, *, formulas: dict[str, str], width: str | float = DOUBLE_MM
) -> Figure:
    """Draw readability on the counts of this package with its interval, and textstat's values.

    Parameters
    ----------
    scores : DataFrame
        From `dhtools.readability.readability`.
    formulas : dict of str to str
        The formulas drawn, a panel each, and the labels of their axes.
    width : str or float
    """
    check_columns("scores", scores, "text formula value low high textstat textstat_file")
    known = scores[scores["formula"].isin(formulas) & scores["value"].notna()]
    if known.empty:
        return message_figure("no sentences of the author's own to measure", width)
    colours = text_colours(scores["text"].astype(str).unique())
    texts = [text for text in colours if text in set(known["text"])][:TEXTS]
    fig, axes = _text_panels(width, texts, len(formulas))
    for ax, (formula, label) in zip(axes, formulas.items(), strict=True):
        for y, row in _text_rows(known[known["formula"] == formula], texts):
            _score(ax, y, row, colours[texts[y]])
        rule(ax)
        ax.set_xlabel(label)
    fig.suptitle(
        "● the author's sentences, 95% interval     ◇ the same by textstat     ▽ the whole file by textstat",
        fontsize=7,
    )
    return fig


def _score(ax: Axes, y: int, row: dict, colour: str) -> None:
    interval(ax, y, row["low"], row["high"], color=colour)
    dot(ax, row["value"], y, colour)
    for column, mark in (("textstat", "D"), ("textstat_file", "v")):
        dot(ax, row[column], y + 0.3, colour, filled=False, mark=mark, markersize=4.5)
