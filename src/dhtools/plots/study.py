"""Figures of the synthesis: claims and their verdicts, profiles of the texts, correlations of measures.

Every function takes *width* as `figure` does, draws the first rows only where there are many (the tables have
them all), and raises `DhtoolsError` if its table lacks a column.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .labels import check_columns, fitted_label, omission_note, short_label
from .primitives import (
    AIRY,
    band,
    dot,
    head_columns,
    interval,
    message_figure,
    name_rows,
    panel_room,
    panels,
    write,
    write_right,
)
from .style import BAND, DOUBLE_MM, INK, PALETTE, RULE, VOICE_COLOURS, figure, journal_style, text_colours

#: Mark and fill of each verdict.
_MARKS = {
    "secure": ("s", PALETTE[3]),
    "suggestive": ("o", VOICE_COLOURS["mentioned"]),
    "not decidable": ("X", "white"),
}
_EDGE: dict[str, Any] = {"color": INK, "markersize": 5.5, "markeredgewidth": 0.6, "linestyle": ""}
#: Claims, texts, pairs of texts of one claim, and cards drawn at most.
CLAIMS, TEXTS, PAIRS, CARDS = 40, 12, 6, 6
_ROW_MM = 4.4
#: The widest claim that is written out, in letters.
_LONGEST_CLAIM = 44
#: Where the scale of a card ends; the largest value of a row is 1.
_END = 1.3
_ROW = ["analysis", "claim", "pair"]


@journal_style()
def claim_matrix(claims: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a claim, its verdict for each text; a line joins texts that are compared.

    Parameters
    ----------
    claims : DataFrame
        From `dhtools.study.gather_claims`; `CLAIMS` rows and `PAIRS` pairs of a claim are drawn.
    texts : list of str
        The columns, in the order of the corpus; `TEXTS` are drawn.
    width : str or float
    """
    check_columns("claims", claims, "analysis claim text compared_with verdict exhibit")
    columns = texts[:TEXTS]
    claims = claims.assign(compared_with=claims["compared_with"].fillna(""))
    known = claims[claims["text"].isin(columns) & claims["compared_with"].isin([*columns, ""])]
    if known.empty:
        return message_figure("no claims: no measure says anything of these texts", width)
    known = known.assign(pair=known.apply(_pair, axis=1))
    rows = known[_ROW].drop_duplicates()
    drawn = rows[rows.groupby(["analysis", "claim"]).cumcount() < PAIRS].head(CLAIMS)
    fig, ax = figure(width, 26 + _ROW_MM * len(drawn))
    groups = known.groupby(_ROW)
    for y, row in enumerate(drawn.itertuples(index=False)):
        _claim(ax, y, groups.get_group(tuple(row)), columns)
    _name_analyses(ax, drawn["analysis"].tolist())
    names = [short_label(claim, _LONGEST_CLAIM) for claim in drawn["claim"]]
    name_rows(ax, names)
    head_columns(fig, ax, columns, names, 20)
    ax.set_xlim(-0.5, len(columns) - 0.3)
    ax.set_ylim(len(drawn) - 0.4, -0.7)
    omitted = omission_note(len(rows) - len(drawn), "claims")
    _verdict_key(ax, omitted + omission_note(len(texts) - len(columns), "texts"))
    return fig


def _pair(row: pd.Series) -> str:
    """Return the texts that a claim compares, the same for both of its rows; "" if it is about one text."""
    return " ".join(sorted({row["text"], *row["compared_with"].split()})) if row["compared_with"] else ""


def _claim(ax: Axes, y: int, rows: pd.DataFrame, columns: list[str]) -> None:
    ax.axhline(y, color=RULE, linewidth=0.4, zorder=0)
    xs = [columns.index(text) for text in rows["text"]]
    if len(xs) > 1 and rows["compared_with"].ne("").any():
        ax.hlines(y, min(xs), max(xs), color=INK, linewidth=1.2, zorder=1)
    for x, verdict in zip(xs, rows["verdict"], strict=True):
        mark, fill = _MARKS[verdict]
        ax.plot(x, y, mark, markerfacecolor=fill, zorder=2, **_EDGE)


def _name_analyses(ax: Axes, analyses: list[str]) -> None:
    """Write each analysis once, at the right, and rule off where the next begins."""
    for y, analysis in enumerate(analyses):
        if y == 0 or analyses[y - 1] != analysis:
            write_right(ax, analysis, y, color=INK)
            if y:
                ax.axhline(y - 0.5, color=INK, linewidth=0.5)


def _verdict_key(ax: Axes, omitted: str) -> None:
    handles = [ax.plot([], [], mark, markerfacecolor=fill, **_EDGE)[0] for mark, fill in _MARKS.values()]
    ax.legend(
        handles, list(_MARKS), loc="upper left", bbox_to_anchor=(0, 0), ncols=3, title=omitted or None,
        borderaxespad=0.2, handletextpad=0.2,
    )  # fmt: skip


@journal_style()
def text_profile_bars(profiles: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw the values of the texts side by side: a panel a text, a row a measure, one scale a row.

    Parameters
    ----------
    profiles : DataFrame
        From `dhtools.study.text_profiles`; one row a text and measure.
    texts : list of str
        The panels, in the order of the corpus; `CARDS` are drawn.
    width : str or float
    """
    check_columns("profiles", profiles, "text measure value low high min max shown", unique="text measure")
    cards, measures = texts[:CARDS], list(profiles["measure"].unique())
    if not measures or not cards:
        return message_figure("no values of these texts", width)
    colours = text_colours(texts)
    scales = profiles.groupby("measure", sort=False)["value"].max()
    fig, axes = panels(width, 18 + 8 * len(measures), measures, len(cards))
    room = panel_room(fig, measures, len(cards)) * 7 / 8  # measured at 7 pt, written at 8
    for ax, text in zip(axes, cards, strict=True):
        for row in profiles[(profiles["text"] == text).to_numpy()].to_dict("records"):
            scale = float(scales[row["measure"]]) or 1.0
            _value_bar(ax, measures.index(row["measure"]), row, scale, colours[text])
        ax.set_title(fitted_label(fig, text, room), color=colours[text])
        ax.set_xlim(0, _END)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.hlines([y + 0.55 for y in range(len(measures) - 1)], 0, _END, color=RULE, linewidth=0.4)
    fig.supxlabel(
        "bars: on one scale along a row; lines: interval or bounds, as in the table; arrow: beyond the scale",
        fontsize=7,
    )
    return fig


def _value_bar(ax: Axes, y: int, row: dict, scale: float, colour: str) -> None:
    if pd.notna(row["value"]):
        ax.barh(y, row["value"] / scale, 0.34, color=colour, alpha=0.85)
    low, high = (row["low"], row["high"]) if pd.isna(row["min"]) else (row["min"], row["max"])
    interval(ax, y, low / scale, high / scale, color=INK, end=_END, linewidth=0.9)
    write(ax, row["shown"], (0, y), (0, -9), va="center", color=INK, fontsize=6)


@journal_style()
def correlation_intervals(relations: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a pair of measures, their correlation beside what permuted segments give.

    Parameters
    ----------
    relations : DataFrame
        From `dhtools.study.correlate_distances`.
    width : str or float
    """
    null = {"null_q025": "low", "null_median": "median", "null_q975": "high"}
    check_columns("relations", relations, f"measure_a measure_b r p {' '.join(null)} free_q975")
    known = relations[relations["r"].notna()]
    if known.empty:
        return message_figure("no relations: too few segments of each text", width)
    fig, ax = figure(width, 22 + 9 * len(known))
    for y, row in enumerate(known.rename(columns=null).to_dict("records")):
        band(ax, y, row, fill=BAND, ink=INK, linewidth=0.8)
        dot(ax, row["free_q975"], y, INK, filled=False, mark="D")
        dot(ax, row["r"], y, INK)
        write_right(ax, f"p = {row['p']:.3f}", y, color=INK)
    pairs = zip(known["measure_a"], known["measure_b"], strict=True)
    name_rows(ax, [f"{a} – {b}" for a, b in pairs], half=AIRY)
    ax.axvline(0, color=RULE, linewidth=0.6)
    fig.supxlabel(
        "correlation of distances (dot); grey: middle 95 % of segments permuted within their texts;\n"
        "diamond: upper end of segments permuted freely",
        fontsize=7,
    )
    return fig
