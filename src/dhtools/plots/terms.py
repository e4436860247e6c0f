"""Figures of terms: where they stand, which of several a text prefers, how a list depends on choices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..keyness.sensitivity import list_overlap
from .labels import check_columns, fitted_label, largest_rows, omission_note, short_label
from .primitives import (
    AIRY,
    cell,
    describe,
    head_columns,
    message_figure,
    name_rows,
    panel_room,
    panels,
    stack,
    write,
    write_inside,
    write_right,
)
from .style import BAND, DARK, DASHED, DOUBLE_MM, GRID, INK, RULE, figure, journal_style, text_colours

#: So many terms and texts are drawn at most; the tables have them all.
MAX_TERMS, MAX_TEXTS = 24, 12
#: What stands in place of a figure without terms.
NO_TERMS = "no terms: none are named for these texts, or none occur"
_ROW_MM = 4.6
#: Strokes of the author's words and of all others': is it the author, half the height, colour.
_STROKES = ((True, 0.38, "#1A1A1A"), (False, 0.2, "#D0661A"))


@journal_style()
def barcode(positions: pd.DataFrame, lengths: pd.Series, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw every occurrence of several terms as a stroke, along each text (a dispersion plot).

    Strokes of full height are the author's words, short pale ones those of others. Each text has a panel of
    the same width, whatever its length, which is written above it; the numbers at the right of a row count
    the author's and the other occurrences.

    Parameters
    ----------
    positions : DataFrame
        From `dhtools.terms.term_positions`: *text*, *term*, *voice*, *position*. Terms come in the order of
        their categories; of more than `MAX_TERMS` those with most occurrences are drawn, of more than
        `MAX_TEXTS` texts likewise.
    lengths : Series
        Words by text, in the order of the corpus.
    width : str or float
    """
    check_columns("positions", positions, "text term voice position")
    if positions.empty:
        return message_figure(NO_TERMS, width)
    counts = positions["term"].value_counts(sort=False)
    counts = counts[counts > 0]
    terms = largest_rows(counts, MAX_TERMS).index.tolist()
    by_text = positions["text"].astype(str).value_counts().reindex(lengths.index.astype(str), fill_value=0)
    texts = largest_rows(by_text, MAX_TEXTS).index.tolist()
    height = 24 + _ROW_MM * len(terms)
    rows = [short_label(term) for term in terms]
    fig, axes = panels(width, height, rows, len(texts), half=0.5, wspace=0)
    room = panel_room(fig, rows, len(texts))
    colours = text_colours(lengths.index.astype(str))  # of all texts, so that each keeps its own
    for ax, text in zip(axes, texts, strict=True):
        drawn = positions[(positions["text"].astype(str) == text) & positions["term"].isin(terms)]
        _strokes(ax, drawn, terms)
        _lines(ax, int(lengths[text]), len(terms))
        title = f"{fitted_label(fig, text, room)}\n{lengths[text]:,} words"
        ax.set_title(title, color=colours[text], fontsize=7, linespacing=1.3)
        _counts(ax, drawn, terms)
    fig.supxlabel(
        "long strokes, first number: the author's words; short strokes, second number: anybody else's"
        + omission_note(len(counts) - len(terms), "terms")
        + omission_note(len(lengths) - len(texts), "texts"),
        fontsize=7,
    )
    return fig


def _strokes(ax: Axes, drawn: pd.DataFrame, terms: list[str]) -> None:
    row = drawn["term"].map({term: number for number, term in enumerate(terms)}).astype(float)
    author = drawn["voice"] == "author"
    for is_author, half, colour in _STROKES:
        chosen = author == is_author
        x, y = drawn["position"][chosen], row[chosen]
        ax.vlines(x, y - half, y + half, color=colour, linewidth=0.8)


def _lines(ax: Axes, length: int, rows: int) -> None:
    ax.set_xlim(-0.02 * length, 1.26 * length)
    ax.set_xticks([0, length], ["", ""])
    ax.hlines(np.arange(rows), 0, length, color=GRID, linewidth=0.5, zorder=0)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _counts(ax: Axes, drawn: pd.DataFrame, terms: list[str]) -> None:
    for row, term in enumerate(terms):
        voice = drawn["voice"][drawn["term"] == term]
        author, others = int((voice == "author").sum()), int((voice != "author").sum())
        label = f"{author} · {others}" if others else f"{author}" if author else ""
        write_right(ax, label, row, 0, ha="right", color=INK, fontsize=6)


@journal_style()
def proportion_bars(
    proportions: pd.DataFrame, *, of: str, other: str, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw the share of one term among several, a row a group, with the counts it comes from.

    Parameters
    ----------
    proportions : DataFrame
        From `dhtools.terms.term_proportions`: *group* (a text), *n*, *n_other*, *share*. A group without a
        mention is left out.
    of, other : str
        The term, and the others.
    width : str or float
    """
    check_columns("proportions", proportions, "group n n_other share")
    drawn = proportions[proportions["n"] + proportions["n_other"] > 0]
    if drawn.empty:
        return message_figure(NO_TERMS, width)
    colours = text_colours(proportions["group"].astype(str))
    fig, ax = figure(width, 18 + 6.5 * len(drawn))
    for place, row in enumerate(drawn.to_dict("records")):
        colour = colours[str(row["group"])]
        hatched = {"facecolor": "white", "edgecolor": colour, "hatch": "////"}
        stack(ax, place, [100 * row["share"], 100 - 100 * row["share"]], [{"color": colour}, hatched])
        write(ax, f"{row['n']:.0f}", (0, place), (-4, 0), ha="right", va="center")
        write(ax, f"{row['n_other']:.0f}", (100, place), (4, 0), va="center")
    ax.axvline(50, color="white", linewidth=1.5)
    ax.axvline(50, color=INK, linewidth=0.6, linestyle=DASHED)
    name_rows(ax, [short_label(text) for text in drawn["group"]], half=AIRY)
    ax.tick_params(axis="y", pad=18)
    ax.set_xlim(0, 100)
    ax.set_xlabel("share of mentions (%)")
    for x, name, side in ((0, of, "left"), (100, other, "right")):
        write(ax, name, (x, 1), (0, 5), ha=side, va="bottom", xycoords=("data", "axes fraction"))
    return fig


@journal_style()
def list_sensitivity(
    lists: pd.DataFrame, *, names: tuple[str, str], width: str | float = DOUBLE_MM
) -> Figure:
    """Draw what becomes of the first words of two lists under other choices, a column each.

    Parameters
    ----------
    lists : DataFrame
        From `dhtools.keyness.compare_lists`: *choice*, *side*, *word*, *rank*, *listed*. The first choice is
        the one declared.
    names : tuple of str
        Target and reference.
    width : str or float
    """
    check_columns("lists", lists, "choice side word rank listed", unique="choice side word")
    if lists.empty:
        return message_figure("no words: the two sides have none in common that differ", width)
    choices = list(lists["choice"].unique())
    keys = list(lists[["side", "word"]].drop_duplicates().itertuples(index=False, name=None))
    first = sum(side == "target" for side, _ in keys)
    place = {key: number + (1.5 if key[0] == "reference" and first else 0) for number, key in enumerate(keys)}
    fig, ax = figure(width, 30 + 4.4 * len(keys))
    for row in lists.to_dict("records"):
        _word(ax, (choices.index(row["choice"]), place[row["side"], row["word"]]), row)
    for side, name in zip(("target", "reference"), names, strict=True):
        rows = [row for key, row in place.items() if key[0] == side]
        if rows:
            write(ax, f"more in {name}", (-0.45, min(rows) - 0.5), (0, 3), va="bottom", color=INK)
    kept, below = list_overlap(lists), max(place.values()) + 1.1
    for number, choice in enumerate(choices):
        write_inside(ax, f"{kept[choice]} of {len(keys)}", (number, below), color=INK)
    words = [short_label(word) for _, word in keys]
    head_columns(fig, ax, choices, words, 4)
    ax.set_yticks([*place.values(), below], [*words, "still listed"])
    ax.set_ylim(below + 0.6, -1.3)
    ax.set_xlim(-0.5, len(choices) - 0.5)
    describe(
        fig, ax, "dark: listed; pale: not listed; number: rank; –: not in the table, or on the other side"
    )
    return fig


def _word(ax: Axes, centre: tuple[float, float], row: dict[Any, Any]) -> None:
    known = not pd.isna(row["rank"])
    fill, ink = (DARK, "white") if row["listed"] else (BAND, "black") if known else ("white", INK)
    cell(ax, centre, (0.9, 0.86), facecolor=fill, edgecolor=RULE, linewidth=0.3)
    write_inside(ax, f"{row['rank']:.0f}" if known else "–", centre, color=ink, fontsize=6.5)
