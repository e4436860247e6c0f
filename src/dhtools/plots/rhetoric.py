"""Figures of rhetoric: agents of acts, rates, counts by voice, readability.

Every function takes *width* as `figure` does, draws `TEXTS` texts at most (the tables have them all), and
raises `DhtoolsError` if its table lacks a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .labels import check_columns, omission_note, short_label
from .primitives import (
    AIRY,
    dot,
    interval,
    key,
    message_figure,
    panels,
    rule,
    stack,
    write,
    write_inside,
    write_right,
)
from .style import (
    DARK,
    DASHED,
    DOUBLE_MM,
    FILL,
    GREY,
    INK,
    MARKERS,
    SINGLE_MM,
    figure,
    ink_on,
    journal_style,
    text_colours,
)

#: How the agent of a killing is told: fill, hatch, letter, name in the key; from named to left out.
_AGENCY = {
    "named": (DARK, "", "N", "named"),
    "person": ("#5B74B5", "", "P", "unnamed person"),
    "institution": ("#8FA6DC", "", "I", "institution"),
    "hedged": ("#C6D6F2", "", "H", "hedged"),
    "unclear": (FILL, "", "?", "unclear"),
    "none": ("white", "////", "", "no agent"),
}
#: The grammar of a mention, from top to bottom.
_GRAMMAR = ("passive without by", "passive with by", "noun", "active", "intransitive", "other")
_EDGE: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.4}
#: Lines that belong to no text.
_LINES = (DARK, GREY, "black")
TEXTS = 12
#: On low rows so many.
MANY_TEXTS, _LOW_MM = 85, 2.6
#: Longer rows are drawn as bars: their squares would be too small for letters.
_SQUARES = 30


@journal_style()
def agency_squares(
    table: pd.DataFrame, *, names: Mapping[str, str], width: str | float = DOUBLE_MM
) -> Figure:
    """Draw every mention of killing as a square, by grammar and by how its agent is told, a panel a coding.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.study.agency_coding.agency_by_grammar`, in the order to be drawn. The texts with most
        mentions are drawn.
    names : mapping of str to str
        What each coding is called above its panel.
    width : str or float
    """
    check_columns("table", table, "coding text grammar agency n", unique="coding text grammar agency")
    if table.empty:
        return message_figure("no killing is told here", width)
    rows = _agency_rows(table)
    codings = list(dict.fromkeys(table["coding"]))
    labels = [grammar or short_label(text) for text, grammar in rows]
    fig, axes = panels(width, 16 + 4.3 * len(rows), labels, len(codings), half=AIRY)
    longest = int(table.groupby(["coding", "text", "grammar"])["n"].sum().max())
    for ax, coding in zip(axes, codings, strict=True):
        ax.set_title(names.get(coding, coding))
        ax.set_xlim(0, 1.15 * longest + 0.3)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        for place, told in table[table["coding"] == coding].groupby(["text", "grammar"], observed=True):
            if place in rows:
                _mentions(ax, rows.index(place), told, squares=longest <= _SQUARES)
    for label, (_, grammar) in zip(axes[0].get_yticklabels(), rows, strict=True):
        label.set_fontweight("normal" if grammar else "bold")
    _agency_key(fig, [kind for kind in _AGENCY if (table["agency"] == kind).any()])
    return fig


def _agency_rows(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return text and grammar of every row; a text's name stands on a row of its own, without grammar."""
    size = table.groupby("text", observed=True)["n"].sum()
    most = set(size.nlargest(TEXTS).index)
    rows: list[tuple[str, str]] = []
    for text, told in table.groupby("text", observed=True, sort=False):
        if text in most:
            found = set(told["grammar"])
            rows += [(str(text), ""), *((str(text), kind) for kind in _GRAMMAR if kind in found)]
    return rows


def _mentions(ax: Axes, y: int, told: pd.DataFrame, *, squares: bool) -> None:
    n_by_kind = told.set_index("agency")["n"]
    kinds = [kind for kind in _AGENCY if kind in n_by_kind]
    sizes = [int(n) for kind in kinds for n in ([1] * n_by_kind[kind] if squares else [n_by_kind[kind]])]
    drawn = [kind for kind in kinds for _ in range(n_by_kind[kind] if squares else 1)]
    styles = [{"color": _AGENCY[kind][0], "hatch": _AGENCY[kind][1], **_EDGE} for kind in drawn]
    for kind, middle in zip(drawn, stack(ax, y, sizes, styles, height=0.78), strict=True):
        fill, _, letter, _ = _AGENCY[kind]
        write_inside(ax, letter, (middle, y), color=ink_on(fill), fontsize=5.5)
    write(ax, f"{sum(sizes)}", (sum(sizes), y), (3, 0), va="center", color=INK, fontsize=6.5)


def _agency_key(fig: Figure, kinds: list[str]) -> None:
    """Write below the panels what each square is."""
    patches = [
        Patch(facecolor=fill, hatch=hatch, label=f"{letter}  {label}" if letter else label, **_EDGE)
        for fill, hatch, letter, label in map(_AGENCY.__getitem__, kinds)
    ]
    fig.legend(
        handles=patches, loc="outside lower center", ncols=len(kinds), handlelength=1.4, columnspacing=1.4
    )


@journal_style()
def p_by_length(
    table: pd.DataFrame, *, names: Mapping[str, str], alpha: float, width: str | float = SINGLE_MM
) -> Figure:
    """Draw how the p of a test depends on the length of a segment: a line a coding.

    Parameters
    ----------
    table : DataFrame
        *coding*, *segment_words*, *p*; rows without *p* are left out.
    names : mapping of str to str
        What each coding is called.
    alpha : float
        Where the dashed line is.
    width : str or float
    """
    check_columns("table", table, "coding segment_words p", unique="coding segment_words")
    known = table.dropna(subset="p")
    if known.empty:
        return message_figure("no p: too few arrangements for a test", width)
    fig, ax = figure(width, 58)
    codings = list(dict.fromkeys(table["coding"]))
    for coding, line in known.groupby("coding", sort=False):
        look = codings.index(coding)
        colour, mark = _LINES[look % len(_LINES)], MARKERS[look % len(MARKERS)]
        ax.plot(
            line["segment_words"],
            line["p"],
            marker=mark,
            color=colour,
            label=names.get(str(coding), str(coding)),
        )
    ax.axhline(alpha, color=INK, linestyle=DASHED, linewidth=0.8)
    ax.set_yscale("log")
    ax.set_ylim(min(known["p"].min() / 2, alpha / 5), 1)
    ax.yaxis.set_major_formatter("{x:g}")
    ax.set_xticks(sorted(known["segment_words"].unique()))
    ax.set_xlabel("words a segment")
    ax.set_ylabel("p, two-sided")
    key(ax, columns=len(codings))
    return fig


def _text_panels(
    width: str | float, texts: list[str], number: int, row_mm: float = 6
) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure of so many panels, a row a text."""
    return panels(width, 18 + row_mm * len(texts), [short_label(text) for text in texts], number)


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
    if known["low"].isna().all():
        return message_figure("too little of this kind was found for a rate with an interval", width)
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
    scores: pd.DataFrame,
    *,
    formulas: dict[str, str],
    order: Sequence[str] = (),
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw readability on the counts of this package with its interval, and textstat's values.

    Parameters
    ----------
    scores : DataFrame
        From `dhtools.readability.readability`. Scores without an interval, those of few sentences, are not
        drawn.
    formulas : dict of str to str
        The formulas drawn, a panel each, and the labels of their axes.
    order : sequence of str, optional
        The texts in the order to be drawn, where they are many: up to `MANY_TEXTS` on low rows, without the
        values of textstat.
    width : str or float
    """
    check_columns("scores", scores, "text formula value low high textstat textstat_file")
    known = scores[scores["formula"].isin(formulas) & scores["low"].notna()]
    if known.empty:
        return message_figure("no text has sentences enough for a score with an interval", width)
    colours = text_colours(scores["text"].astype(str).unique())
    scored = set(known["text"])
    texts = [text for text in order or colours if text in scored][: MANY_TEXTS if order else TEXTS]
    fig, axes = _text_panels(width, texts, len(formulas), row_mm=_LOW_MM if order else 6)
    for ax, (formula, label) in zip(axes, formulas.items(), strict=True):
        for y, row in _text_rows(known[known["formula"] == formula], texts):
            (_score_only if order else _score)(ax, y, row, colours[texts[y]])
        rule(ax)
        ax.set_xlabel(label.replace(" (", "\n(") if len(formulas) > 2 else label)
        ax.tick_params(axis="y", labelsize=6 if order else 7)
    theirs = "     ◇ the same by textstat     ▽ the whole file by textstat"
    has_theirs = known["textstat"].notna().any() and not order
    omitted = omission_note(len(scored) - len(texts), "texts") if order else ""
    fig.suptitle("● the author's sentences, 95% interval" + theirs * bool(has_theirs) + omitted, fontsize=7)
    return fig


def _score_only(ax: Axes, y: int, row: dict, colour: str) -> None:
    interval(ax, y, row["low"], row["high"], color=colour, linewidth=0.8)
    dot(ax, row["value"], y, DARK, markersize=2.6)


def _score(ax: Axes, y: int, row: dict, colour: str) -> None:
    interval(ax, y, row["low"], row["high"], color=colour)
    dot(ax, row["value"], y, colour)
    for column, mark in (("textstat", "D"), ("textstat_file", "v")):
        dot(ax, row[column], y + 0.3, colour, filled=False, mark=mark, markersize=4.5)
