"""Pictures of rhetoric: who acts, who says we, how surely, and how hard it is to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .labels import check_columns, shortened
from .primitives import (
    AIRY,
    dot,
    interval,
    name_rows,
    panels,
    rule,
    saying,
    stack,
    write,
    write_inside,
    write_right,
)
from .style import DOUBLE_MM, FILL, INK, PALETTE, VOICE_COLOURS, figure, ink_on, journal_style, text_colours

#: How the agent of an act is told: fill, hatch, name in the key; from named to left out.
_AGENCY = {
    "named": (PALETTE[3], "", "named"),
    "institution": ("#5B74B5", "", "an institution"),
    "hedged": (VOICE_COLOURS["mentioned"], "", "hedged"),
    "unclear": (FILL, "", "unclear"),
    "none": ("white", "////", "no agent"),
}
_EDGE: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.4}
#: Texts drawn at most; the tables have them all.
TEXTS = 12


@journal_style()
def agency_bars(table: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a text and voice, how the agents of acts are told: as shares, with their numbers.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.rhetoric.agency`; of more than `TEXTS` rows those with most acts are drawn.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns("table", table, "text voice acts named institution hedged unclear none")
    if table.empty:
        return saying("no acts of killing are told here", width)
    drawn = table.nlargest(TEXTS, "acts", keep="first").sort_index()
    fig, ax = figure(width, 20 + 7 * len(drawn))
    for place, row in enumerate(drawn.to_dict("records")):
        _agents(ax, place, row)
    said = {"headings": "headings, captions"}
    voices = zip(drawn["text"].astype(str), drawn["voice"].astype(str), strict=True)
    name_rows(ax, [f"{shortened(text)}: {said.get(voice, voice)}" for text, voice in voices], half=AIRY)
    ax.set_xlim(0, 100)
    ax.set_xlabel("share of the acts told (%); right: their number")
    _agency_key(ax, [name for name in _AGENCY if drawn[name].sum()])
    return fig


def _agents(ax: Axes, place: int, row: dict) -> None:
    told = [name for name in _AGENCY if row[name]]
    styles = [{"color": fill, "hatch": hatch, **_EDGE} for fill, hatch, _ in (_AGENCY[name] for name in told)]
    middles = stack(ax, place, [100 * row[name] / row["acts"] for name in told], styles, height=0.66)
    for name, middle in zip(told, middles, strict=True):
        fill, hatch, _ = _AGENCY[name]
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"} if hatch else None
        write_inside(ax, f"{row[name]}", (middle, place), color=ink_on(fill), bbox=box)
    write(ax, f"{row['acts']}", (100, place), (5, 0), va="center")


def _agency_key(ax: Axes, told: list[str]) -> None:
    """Write the key above the bars, in their order."""
    patches = [
        Patch(facecolor=fill, hatch=hatch, label=label, **_EDGE)
        for fill, hatch, label in (_AGENCY[name] for name in told)
    ]
    ax.legend(
        handles=patches, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(told), borderaxespad=0.2,
        handlelength=1.4, columnspacing=1.4,
    )  # fmt: skip


def _per_text(width: str | float, texts: list[str], number: int) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure of so many panels, a row a text."""
    return panels(width, 18 + 6 * len(texts), [shortened(text) for text in texts], number)


def _rows(table: pd.DataFrame, texts: list[str]) -> Iterator[tuple[dict, str]]:
    """Yield the rows of the texts that are drawn, with their text."""
    for row in table.to_dict("records"):
        if str(row["text"]) in texts:
            yield row, str(row["text"])


@journal_style()
def rate_intervals(rates: pd.DataFrame, *, categories: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw rates per 1,000 words with their intervals, a panel a category, a row a text.

    Parameters
    ----------
    rates : DataFrame
        From `dhtools.rhetoric.rates`: *text*, *category*, *count*, *rate*, *low*, *high*. A rate without
        interval is a hollow mark, a text without words has none. The numbers at the right are what was
        found. Of more than `TEXTS` texts those with most words are drawn.
    categories : list of str
        The panels, in this order.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns("rates", rates, "text category count words rate low high")
    known = rates[rates["category"].isin(categories) & rates["rate"].notna()]
    if known.empty:
        return saying("no rates: nothing was found, or the texts have no words of this voice", width)
    colours = text_colours(rates["text"].astype(str).unique())
    most = known.drop_duplicates("text").nlargest(TEXTS, "words")["text"]
    texts = [text for text in colours if text in set(most)]
    shown = [category for category in categories if (known["category"] == category).any()]
    fig, axes = _per_text(width, texts, len(shown))
    for ax, category in zip(axes, shown, strict=True):
        own = known[known["category"] == category]
        rule(ax)
        ax.set_title(category)
        ax.set_xlim(0, _limit(own))
        for row, text in _rows(own, texts):
            _rate(ax, row, texts.index(text), colours[text])
    fig.supxlabel("per 1,000 words, with a 95% interval; right: how many were found", fontsize=8)
    return fig


def _limit(own: pd.DataFrame) -> float:
    """Return where the axis ends: three times the highest rate, or where the longest interval does."""
    limit = float(np.nanmin([own["high"].max(), 3 * own["rate"].max()]))
    return 1.05 * limit if limit > 0 else 1.0


def _rate(ax: Axes, row: dict, place: int, colour: str) -> None:
    certain = interval(ax, place, row["low"], row["high"], color=colour, end=ax.get_xlim()[1])
    dot(ax, row["rate"], place, colour, filled=certain, clip_on=False)
    write_right(ax, f"{row['count']:.0f}", place, 7, color=INK, fontsize=6.5)


@journal_style()
def voice_count_bars(counts: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw counts by voice, a panel a category, a row a text: the author's filled, all others' hatched.

    Parameters
    ----------
    counts : DataFrame
        *text*, *category*, *author*, *others*, in the order to be drawn.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a text has two rows for a category.
    """
    check_columns("counts", counts, "text category author others", unique="text category")
    total = counts["author"] + counts["others"]
    if counts.empty or not total.sum():
        return saying("nothing of this kind was found", width)
    colours = text_colours(counts["text"].astype(str).unique())
    texts, shown = list(colours)[:TEXTS], list(counts["category"].unique())
    fig, axes = _per_text(width, texts, len(shown))
    for ax, category in zip(axes, shown, strict=True):
        own = counts["category"] == category
        for row, text in _rows(counts[own], texts):
            _two_voices(ax, row, texts.index(text), colours[text])
        ax.set_title(category)
        ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        ax.set_xlim(0, 1.22 * total[own].max() or 1)
    fig.supxlabel("occurrences: filled, first number: the author; hatched, second number: others", fontsize=8)
    return fig


def _two_voices(ax: Axes, row: dict, place: int, colour: str) -> None:
    author, others = row["author"], row["others"]
    hatched = {"color": "white", "edgecolor": colour, "hatch": "/////"}
    stack(ax, place, [author, others], [{"color": colour, "edgecolor": colour}, hatched])
    told = f"{author} · {others}" if others else f"{author}"
    write(ax, told, (author + others, place), (3, 0), va="center", color=INK, fontsize=6.5)


@journal_style()
def readability_intervals(
    scores: pd.DataFrame, *, formulas: dict[str, str], width: str | float = DOUBLE_MM
) -> Figure:
    """Draw readability by our counts with their interval, and by textstat's, of the sentences and the file.

    Parameters
    ----------
    scores : DataFrame
        From `dhtools.readability.formulas`: *text*, *formula*, *value*, *low*, *high*, *textstat*,
        *textstat_file*.
    formulas : dict of str to str
        The formulas drawn, a panel each, and what their axes say.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns("scores", scores, "text formula value low high textstat textstat_file")
    known = scores[scores["formula"].isin(formulas) & scores["value"].notna()]
    if known.empty:
        return saying("no sentences of the author's own to measure", width)
    colours = text_colours(scores["text"].astype(str).unique())
    texts = [text for text in colours if text in set(known["text"])][:TEXTS]
    fig, axes = _per_text(width, texts, len(formulas))
    for ax, (formula, says) in zip(axes, formulas.items(), strict=True):
        for row, text in _rows(known[known["formula"] == formula], texts):
            _score(ax, row, texts.index(text), colours[text])
        rule(ax)
        ax.set_xlabel(says)
    fig.suptitle(
        "● the author's sentences, 95% interval     ◇ the same by textstat     ▽ the whole file by textstat",
        fontsize=7,
    )
    return fig


def _score(ax: Axes, row: dict, place: int, colour: str) -> None:
    interval(ax, place, row["low"], row["high"], color=colour)
    dot(ax, row["value"], place, colour)
    for column, mark in (("textstat", "D"), ("textstat_file", "v")):
        dot(ax, row[column], place + 0.3, colour, filled=False, mark=mark, markersize=4.5)
