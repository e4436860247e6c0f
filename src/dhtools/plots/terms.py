"""Figures of terms: where they stand, what they mean there, how a list depends on choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ..study.meanings import NOT_CODED
from ..wording import counted
from .labels import (
    SHORTEST,
    check_columns,
    fitted_label,
    largest_rows,
    omission_note,
    short_label,
    width_mm,
)
from .primitives import (
    AIRY,
    Style,
    cell,
    key,
    message_figure,
    name_rows,
    outline,
    panel_room,
    panels,
    stack,
    write_right,
)
from .spots import stand_for
from .style import DARK, DOUBLE_MM, GRID, INK, figure, journal_style, text_colours

#: So many terms and texts are drawn at most; the tables have them all.
MAX_TERMS, MAX_TEXTS = 24, 8
#: What stands in place of a figure without terms.
NO_TERMS = "no term is named for these texts, or no term occurs"
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
        From `dhtools.terms.term_groups.term_positions`: *text*, *term*, *voice*, *position*. Terms come in
        the order of their categories; of more than `MAX_TERMS` those with most occurrences are drawn, of more
        than `MAX_TEXTS` texts likewise.
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
        labels = _counts(ax, drawn, terms)
        beside = max((width_mm(fig, label) for label in labels), default=0) / room
        _lines(ax, int(lengths[text]), len(terms), min(beside, 0.5))
        words = counted(int(lengths[text]), "word")
        words = words if width_mm(fig, words) <= room else words.replace(" ", "\n")
        title = f"{fitted_label(fig, text, room)}\n{words}"
        ax.set_title(title, color=colours[text], fontsize=7, linespacing=1.3)
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
        ends = zip(x.index, x.tolist(), y.tolist(), strict=True)
        stand_for(ax, (({"row": row}, (at, level - half, at, level + half)) for row, at, level in ends))


def _lines(ax: Axes, length: int, rows: int, beside: float) -> None:
    """Draw the lines of a text; numbers take a share of *beside* of the panel at their right."""
    ax.set_xlim(-0.02 * length, 1.02 * length / (1 - beside))
    ax.set_xticks([0, length], ["", ""])
    ax.hlines(np.arange(rows), 0, length, color=GRID, linewidth=0.5, zorder=0)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def _counts(ax: Axes, drawn: pd.DataFrame, terms: list[str]) -> list[str]:
    """Write the occurrences of each term at the right of its row; return what is written."""
    labels = []
    for row, term in enumerate(terms):
        voice = drawn["voice"][drawn["term"] == term]
        author, others = int((voice == "author").sum()), int((voice != "author").sum())
        label = f"{author} · {others}" if others else f"{author}" if author else ""
        write_right(ax, label, row, 0, ha="right", color=INK, fontsize=6)
        labels.append(label)
    return labels


#: Squares across a figure, at least: fewer would be wider than high.
_LEAST_SQUARES = 30
#: Fills of meanings in their order; the last is of all that are further, and of what is not coded.
_FILLS: tuple[Style, ...] = (
    {"facecolor": DARK},
    {"facecolor": "#C0762B"},
    {"facecolor": "#A9C9EA"},
    {"facecolor": "white"},
    {"facecolor": "white", "hatch": "xxxxxx"},
)


@journal_style()
def meaning_squares(
    coded: pd.DataFrame,
    texts: Iterable[str],
    *,
    meanings: Sequence[str] = (),
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw every occurrence of coded words as a square, filled by its meaning, a row a word, a panel a text.

    Squares of full height are the author's words, flat ones those of others.

    Parameters
    ----------
    coded : DataFrame
        From `dhtools.study.meanings.code_meanings`: *text*, *term*, *voice*, *meaning*.
    texts : iterable of str
        Ids of the corpus, in its order. Texts without an occurrence have no panel; of more than `MAX_TEXTS`
        those with most are drawn, of more than `MAX_TERMS` terms likewise.
    meanings : sequence of str
        Their order; those that are not named come after them.
    width : str or float
    """
    check_columns("coded", coded, "text term voice meaning")
    if coded.empty:
        return message_figure(NO_TERMS, width)
    found = coded.astype(dict.fromkeys(("text", "term", "meaning"), "object"))
    known = set(found["meaning"])
    order = [one for one in dict.fromkeys([*meanings, *found["meaning"]]) if one in known]
    styles = {meaning: _FILLS[min(place, len(_FILLS) - 1)] for place, meaning in enumerate(order)}
    styles |= {NOT_CODED: _FILLS[-1]} if NOT_CODED in known else {}
    terms = largest_rows(
        coded["term"].value_counts(sort=False).loc[lambda n: n > 0], MAX_TERMS
    ).index.tolist()
    by_text = found["text"].value_counts().reindex(list(texts), fill_value=0)
    shown = largest_rows(by_text[by_text > 0], MAX_TEXTS).index.tolist()
    longest = found[found["term"].isin(terms)].groupby(["text", "term"]).size()
    needed = [max(int(longest[text].max()), 4) + 0.5 for text in shown]
    room = [one * max(_LEAST_SQUARES / sum(needed), 1) for one in needed]
    rows = [short_label(term) for term in terms]
    height = 22 + _ROW_MM * len(terms)
    fig, axes = panels(width, height, rows, len(shown), half=0.5, wspace=0, width_ratios=room)
    whole = panel_room(fig, rows, 1)
    for ax, text, wide in zip(axes, shown, room, strict=True):
        _squares(ax, found[found["text"] == text], terms, styles)
        ax.set_xlim(-0.25, wide)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        name = fitted_label(fig, short_label(text, 2 * SHORTEST), 0.85 * whole * wide / sum(room))
        ax.set_title(name, color=text_colours(texts)[text], fontsize=7, loc="left")
    handles = [Patch(**style, edgecolor=INK, linewidth=0.5, label=one) for one, style in styles.items()]
    fig.legend(handles=handles, loc="outside upper center", ncols=min(len(handles), 5))
    fig.supxlabel("high: the author's words; flat: anybody else's", fontsize=7)
    return fig


def _squares(ax: Axes, found: pd.DataFrame, terms: list[str], styles: Mapping[str, Style]) -> None:
    """Draw the squares of a text, those of one meaning side by side."""
    ranks = {meaning: place for place, meaning in enumerate(styles)}
    for row, term in enumerate(terms):
        own = found[found["term"] == term]
        own = own.iloc[own["meaning"].map(ranks).argsort(kind="stable")]
        for place, (voice, meaning) in enumerate(own[["voice", "meaning"]].to_numpy().tolist()):
            size = (0.8, 0.8 if voice == "author" else 0.35)
            cell(ax, (place + 0.4, row), size, edgecolor=INK, linewidth=0.5, **styles[meaning])


@journal_style()
def list_sensitivity(
    lists: pd.DataFrame,
    *,
    names: tuple[str, str],
    texts: Iterable[str] = (),
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw how many of the first words of two lists are still among the first under other choices.

    Parameters
    ----------
    lists : DataFrame
        From `dhtools.keyness.compare_lists`: *choice*, *side*, *word*, *rank*, *listed*. The first choice is
        the one declared; all others have a row, the declared one is the length of the frame.
    names : tuple of str
        Target and reference.
    texts : iterable of str
        Ids of the corpus, in its order: a side that is a text has its colour.
    width : str or float
    """
    check_columns("lists", lists, "choice side word rank listed", unique="choice side word")
    kept = lists.pivot_table(index="choice", columns="side", values="listed", aggfunc="sum", sort=False)
    if len(kept) < 2:
        return message_figure("no words, or no other choices", width)
    kept = kept.reindex(columns=["target", "reference"], fill_value=0)
    declared, others = int(kept.iloc[0].sum()), kept.iloc[1:].astype(int)
    if not declared:
        return message_figure("no words, or no other choices", width)
    fig, ax = figure(width, 20 + _ROW_MM * len(others))
    colours = text_colours([*texts, *names], shown=names)
    fills: list[Style] = [{"facecolor": colours[names[0]]}, {"facecolor": colours[names[1]], "hatch": "////"}]
    styles = [
        {"edgecolor": "white", "label": f"more in {short_label(name)}", **fill}
        for name, fill in zip(names, fills, strict=True)
    ]
    stack(ax, np.arange(len(others)), [others["target"], others["reference"]], styles)
    for row, n in enumerate(others.sum(axis=1)):
        outline(ax, row, declared)
        write_right(ax, f"{n} of {declared}", row)
    name_rows(ax, [short_label(choice) for choice in others.index], half=AIRY)
    ax.set_xlim(0, declared)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(f"of the {declared} words of the declared list, so many are still listed")
    key(ax, columns=2)
    return fig
