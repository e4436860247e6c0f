"""Pictures of the synthesis: what may be said and how firmly, the texts side by side, measures related."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .labels import check_columns, omission_note, shortened
from .primitives import AIRY, band, dot, head_columns, interval, name_rows, panels, saying, write, write_right
from .style import BAND, DOUBLE_MM, INK, PALETTE, RULE, VOICE_COLOURS, figure, journal_style, text_colours

#: How firmly a claim stands: mark, fill.
_MARKS = {
    "secure": ("s", PALETTE[3]),
    "suggestive": ("o", VOICE_COLOURS["mentioned"]),
    "not decidable": ("X", "white"),
}
_EDGE: dict[str, Any] = {"color": INK, "markersize": 5.5, "markeredgewidth": 0.6, "linestyle": ""}
#: Claims, texts, pairs of texts of one claim, and cards drawn at most; the tables have them all.
CLAIMS, TEXTS, PAIRS, CARDS = 40, 12, 6, 6
_ROW_MM = 4.4
#: Where the scale of a card ends; the largest value of a row is 1.
_END = 1.3


@journal_style()
def claim_matrix(claims: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a claim, how firmly it may be said of each text; a line joins texts that are compared.

    Parameters
    ----------
    claims : DataFrame
        From `dhtools.synthesis.gather_claims`: *method*, *claim*, *text*, *beside*, *verdict*, *exhibit*. Of
        more than `CLAIMS` rows, and of more than `PAIRS` pairs for one claim, the first are drawn.
    texts : list of str
        The columns, in the order of the corpus; of more than `TEXTS` the first.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns("claims", claims, "method claim text beside verdict exhibit")
    columns = texts[:TEXTS]
    both = [*columns, ""]
    known = claims[claims["text"].isin(columns) & claims["beside"].fillna("").isin(both)]
    if known.empty:
        return saying("no claims: no measure says anything of these texts", width)
    beside = known["beside"].fillna("")
    pair = [
        " ".join(sorted({text, *other.split()})) for text, other in zip(known["text"], beside, strict=True)
    ]
    known = known.assign(pair=np.where(beside == "", "", pair))
    every = list(dict.fromkeys(zip(known["method"], known["claim"], known["pair"], strict=True)))
    nth = pd.DataFrame(every, columns=["method", "claim", "pair"]).groupby(["method", "claim"]).cumcount()
    rows = [row for row, place in zip(every, nth, strict=True) if place < PAIRS][:CLAIMS]
    fig, ax = figure(width, 26 + _ROW_MM * len(rows))
    for place, (method, claim, of) in enumerate(rows):
        own = known[(known["method"] == method) & (known["claim"] == claim) & (known["pair"] == of)]
        _claim(ax, place, own, columns)
    _methods(ax, [method for method, _, _ in rows])
    names = [shortened(claim) for _, claim, _ in rows]
    name_rows(ax, names)
    head_columns(fig, ax, columns, names, 20)
    ax.set_xlim(-0.5, len(columns) - 0.3)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    _key(
        ax,
        omission_note(len(every) - len(rows), "claims") + omission_note(len(texts) - len(columns), "texts"),
    )
    return fig


def _claim(ax: Axes, place: int, own: pd.DataFrame, columns: list[str]) -> None:
    ax.axhline(place, color=RULE, linewidth=0.4, zorder=0)
    at = [columns.index(text) for text in own["text"]]
    if len(at) > 1 and own["beside"].fillna("").ne("").any():
        ax.hlines(place, min(at), max(at), color=INK, linewidth=1.2, zorder=1)
    for x, verdict in zip(at, own["verdict"], strict=True):
        mark, fill = _MARKS[verdict]
        ax.plot(x, place, mark, markerfacecolor=fill, zorder=2, **_EDGE)


def _methods(ax: Axes, methods: list[str]) -> None:
    """Write each method once, at the right, and rule off where the next begins."""
    for place, method in enumerate(methods):
        if place == 0 or methods[place - 1] != method:
            write_right(ax, method, place, color=INK)
            if place:
                ax.axhline(place - 0.5, color=INK, linewidth=0.5)


def _key(ax: Axes, more: str) -> None:
    handles = [ax.plot([], [], mark, markerfacecolor=fill, **_EDGE)[0] for mark, fill in _MARKS.values()]
    ax.legend(
        handles,
        list(_MARKS),
        loc="upper left",
        bbox_to_anchor=(0, 0),
        ncols=3,
        title=more or None,
        borderaxespad=0.2,
        handletextpad=0.2,
    )


@journal_style()
def text_profile_bars(figures: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw the figures of the texts side by side: a panel a text, a row a measure, one scale a row.

    Parameters
    ----------
    figures : DataFrame
        From `dhtools.study.profiles`: *text*, *measure*, *value*, *low*, *high*, *shown*.
    texts : list of str
        The panels, in the order of the corpus; of more than `CARDS` the first.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a text has two rows for a measure.
    """
    check_columns("figures", figures, "text measure value low high shown", unique="text measure")
    cards, measures = texts[:CARDS], list(figures["measure"].unique())
    if not measures or not cards:
        return saying("no figures of these texts", width)
    colours = text_colours(texts)
    most = figures.groupby("measure", sort=False)["value"].max()
    fig, axes = panels(width, 18 + 8 * len(measures), measures, len(cards))
    for ax, text in zip(axes, cards, strict=True):
        for row in figures[(figures["text"] == text).to_numpy()].to_dict("records"):
            scale = float(most[row["measure"]]) or 1.0
            _measure(ax, row, measures.index(row["measure"]), scale, colours[text])
        ax.set_title(shortened(text), color=colours[text])
        ax.set_xlim(0, _END)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.hlines([row + 0.55 for row in range(len(measures) - 1)], 0, _END, color=RULE, linewidth=0.4)
    fig.supxlabel(
        "bars: on one scale along a row; lines: interval or bounds, as in the table; arrow: beyond the scale",
        fontsize=7,
    )
    return fig


def _measure(ax: Axes, row: dict, place: int, most: float, colour: str) -> None:
    if pd.notna(row["value"]):
        ax.barh(place, row["value"] / most, 0.34, color=colour, alpha=0.85)
    interval(ax, place, row["low"] / most, row["high"] / most, color=INK, end=_END, linewidth=0.9)
    write(ax, row["shown"], (0, place), (0, -9), va="center", color=INK, fontsize=6)


@journal_style()
def correlation_intervals(relations: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a pair of measures, their correlation beside what permuted segments give.

    Parameters
    ----------
    relations : DataFrame
        From `dhtools.synthesis.relate_distances`: *one*, *other*, *r*, *p*, *low*, *median*, *high*, *free*.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns("relations", relations, "one other r p low median high free")
    known = relations[relations["r"].notna()]
    if known.empty:
        return saying("no relations: too few segments of each text", width)
    fig, ax = figure(width, 22 + 9 * len(known))
    for place, row in enumerate(known.to_dict("records")):
        band(ax, place, row, fill=BAND, ink=INK, linewidth=0.8)
        dot(ax, row["free"], place, INK, filled=False, mark="D")
        dot(ax, row["r"], place, INK)
        write_right(ax, f"p = {row['p']:.3f}", place, color=INK)
    pairs = zip(known["one"], known["other"], strict=True)
    name_rows(ax, [f"{one} – {other}" for one, other in pairs], half=AIRY)
    ax.axvline(0, color=RULE, linewidth=0.6)
    fig.supxlabel(
        "correlation of distances (dot); grey: middle 95 % of segments permuted within their texts;\n"
        "diamond: upper end of segments permuted freely",
        fontsize=7,
    )
    return fig
