"""Pictures of the synthesis: what may be said and how firmly, the texts side by side, measures related."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .names import check, left_out, name_columns, saying, short, width_mm, write
from .style import DOUBLE_MM, figure, journal_style, text_colours
from .topics import BAND, INK, RULE

#: How firmly a claim stands: mark, fill.
_MARKS = {"secure": ("s", "#29124F"), "suggestive": ("o", "#A9C9EA"), "not decidable": ("X", "white")}
_EDGE: dict[str, Any] = {"color": INK, "markersize": 5.5, "markeredgewidth": 0.6, "linestyle": ""}
#: Claims, texts, and pairs of texts of one claim drawn at most; the tables have them all.
CLAIMS, TEXTS, PAIRS = 40, 12, 6
_ROW_MM = 4.4


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
    check("claims", claims, "method claim text beside verdict exhibit")
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
    ax.set_yticks(range(len(rows)), [short(claim) for _, claim, _ in rows])
    beside_it = max(width_mm(fig, short(claim)) for _, claim, _ in rows)
    room = (fig.get_figwidth() * 25.4 - beside_it - 20) / len(columns)
    name_columns(fig, ax, [short(text) for text in columns], range(len(columns)), room)
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(columns) - 0.3)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    _key(ax, left_out(len(every) - len(rows), "claims") + left_out(len(texts) - len(columns), "texts"))
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
            write(
                ax,
                method,
                (1, place),
                (4, 0),
                va="center",
                color=INK,
                fontsize=7,
                xycoords=("axes fraction", "data"),
            )
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
def profile_cards(figures: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw the figures of the texts side by side: a panel a text, a row a measure, one scale a row.

    Parameters
    ----------
    figures : DataFrame
        From `dhtools.synthesis.profiles`: *text*, *measure*, *value*, *low*, *high*, *shown*.
    texts : list of str
        The panels, in the order of the corpus; of more than six the first.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a text has two rows for a measure.
    """
    check("figures", figures, "text measure value low high shown", unique="text measure")
    panels, measures = texts[:6], list(figures["measure"].unique())
    if not measures or not panels:
        return saying("no figures of these texts", width)
    colours = text_colours(texts)
    most = figures.groupby("measure", sort=False)["value"].max()
    fig, axes = figure(width, 18 + 8 * len(measures), ncols=len(panels), sharey=True, squeeze=False)
    for ax, text in zip(axes[0], panels, strict=True):
        for row in figures[(figures["text"] == text).to_numpy()].to_dict("records"):
            scale = float(most[row["measure"]]) or 1.0
            _measure(ax, row, measures.index(row["measure"]), scale, colours[text])
        ax.set_title(short(text), color=colours[text])
        ax.set_xlim(0, 1.3)
        ax.set_xticks([])
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.hlines([row + 0.55 for row in range(len(measures) - 1)], 0, 1.3, color=RULE, linewidth=0.4)
    axes[0, 0].set_yticks(range(len(measures)), measures)
    axes[0, 0].set_ylim(len(measures) - 0.4, -0.6)
    fig.supxlabel("bars: on one scale along a row; lines: interval or bounds, as in the table", fontsize=7)
    return fig


def _measure(ax: Axes, row: dict, place: int, most: float, colour: str) -> None:
    if pd.notna(row["value"]):
        ax.barh(place, row["value"] / most, 0.34, color=colour, alpha=0.85)
    if pd.notna(row["low"]):
        ax.hlines(place, row["low"] / most, min(row["high"] / most, 1.3), color=INK, linewidth=0.9)
    write(ax, row["shown"], (0, place), (0, -9), va="center", color=INK, fontsize=6)


@journal_style()
def related_measures(relations: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
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
    check("relations", relations, "one other r p low median high free")
    known = relations[relations["r"].notna()]
    if known.empty:
        return saying("no relations: too few segments of each text", width)
    fig, ax = figure(width, 22 + 9 * len(known))
    for place, row in enumerate(known.to_dict("records")):
        ax.barh(place, row["high"] - row["low"], 0.5, left=row["low"], color=BAND)
        ax.vlines(row["median"], place - 0.25, place + 0.25, color=INK, linewidth=0.8)
        ax.plot(row["free"], place, "D", color=INK, markerfacecolor="white")
        ax.plot(row["r"], place, "o", color=INK)
        write(
            ax,
            f"p = {row['p']:.3f}",
            (1, place),
            (4, 0),
            va="center",
            color=INK,
            fontsize=7,
            xycoords=("axes fraction", "data"),
        )
    names = [f"{one} – {other}" for one, other in zip(known["one"], known["other"], strict=True)]
    ax.set_yticks(range(len(known)), names)
    ax.set_ylim(len(known) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=RULE, linewidth=0.6)
    fig.supxlabel(
        "correlation of distances (dot); grey: middle 95 % of segments permuted within their texts;\n"
        "diamond: upper end of segments permuted freely",
        fontsize=7,
    )
    return fig
