"""Figures of the synthesis: claims, events told, profiles of the texts, correlations of measures.

Every function takes *width* as `figure` does, draws the first rows only where there are many (the tables have
them all), and raises `DhtoolsError` if its table lacks a column.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import offset_copy

from .labels import check_columns, fitted_label, omission_note, p_label, short_label, width_mm
from .primitives import (
    AIRY,
    band,
    dot,
    head_columns,
    interval,
    key,
    message_figure,
    name_rows,
    panel_room,
    panels,
    stack,
    write,
    write_inside,
    write_right,
)
from .spots import point, stand_for
from .style import (
    BAND,
    DOUBLE_MM,
    GRID,
    INK,
    MARKERS,
    PALETTE,
    RULE,
    VOICE_COLOURS,
    figure,
    ink_on,
    journal_style,
    mm,
    text_colours,
)

#: Mark and fill of each verdict.
_MARKS = {
    "secure": ("s", PALETTE[3]),
    "suggestive": ("o", VOICE_COLOURS["mentioned"]),
    "not decidable": ("X", "white"),
}
#: Mark, fill and size of what a text does with an event.
_COVERAGE = {
    "told": ("s", PALETTE[3], 5.0),
    "omitted": ("X", "white", 5.5),
    "deferred": (">", VOICE_COLOURS["mentioned"], 5.0),
    "outside": (".", RULE, 2.5),
    "silent": ("_", INK, 5.0),
}
_EDGE: dict[str, Any] = {"color": INK, "markersize": 5.5, "markeredgewidth": 0.6, "linestyle": ""}
_BAR: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.5}
#: Claims, texts, pairs of texts of one claim, cards and events drawn at most.
CLAIMS, TEXTS, PAIRS, CARDS, EVENTS = 40, 12, 6, 6, 48
_ROW_MM, _EVENT_MM = 4.4, 3.5
#: The widest measure that is written out, where two stand in a row.
_LONGEST_MEASURE = 60
#: The widest claim and the widest event that are written out, in letters.
_LONGEST_CLAIM, _LONGEST_EVENT = 38, 44
#: How far apart marks of one year stand, in points.
_BESIDE = 4.4
#: Where the scale of a card ends; the largest value of a row is 1.
_END = 1.3


@journal_style()
def claim_matrix(claims: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row a claim, its verdict for each text; an arrow leads to the text that has more.

    Claims of single texts that say the same share a row. A broken line joins texts between which no
    difference is shown. At the right: under how many of the choices tried a claim holds, and its p.

    Parameters
    ----------
    claims : DataFrame
        From `dhtools.synthesis.claims.claim_table`; `CLAIMS` rows and `PAIRS` pairs of a claim are drawn.
    texts : list of str
        The columns, in the order of the corpus; `TEXTS` are drawn.
    width : str or float
    """
    check_columns("claims", claims, "analysis name text compared_with n_holds n_choices p verdict")
    columns = texts[:TEXTS]
    known = claims[[set(_texts(row)) <= set(columns) for row in claims.to_dict("records")]]
    if known.empty:
        return message_figure("no claims: no measure says anything of these texts", width)
    rows = _claim_rows(known)
    drawn = rows[rows.groupby(["analysis", "name"]).cumcount() < PAIRS].head(CLAIMS)
    fig, ax = figure(width, 30 + _ROW_MM * len(drawn))
    for y, row in enumerate(drawn["row"]):
        _claim(ax, y, known[_row_keys(known) == row].to_dict("records"), columns)
    _name_analyses(ax, drawn["analysis"].tolist())
    names = [short_label(name, _LONGEST_CLAIM) for name in drawn["name"]]
    name_rows(ax, names)
    head_columns(fig, ax, columns, names, 44)
    if ax.get_xticklabels()[0].get_rotation():  # names upwards take no room from the rows
        fig.set_figheight(fig.get_figheight() + mm(max(width_mm(fig, short_label(one)) for one in columns)))
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(drawn) - 0.4, -0.7)
    _head_right(ax)
    omitted = omission_note(len(rows) - len(drawn), "claims")
    _verdict_key(ax, omitted + omission_note(len(texts) - len(columns), "texts"))
    return fig


@journal_style()
def claim_counts(claims: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw of many texts, a row a claim, how many claims of that name have each verdict.

    Parameters
    ----------
    claims : DataFrame
        From `dhtools.synthesis.claims.claim_table`; `CLAIMS` rows are drawn.
    width : str or float
    """
    check_columns("claims", claims, "analysis name verdict n_holds n_choices p")
    if claims.empty:
        return message_figure("no claims: no measure says anything of these texts", width)
    by_name = claims.groupby(["analysis", "name"], sort=False)
    drawn = (
        by_name["verdict"].value_counts().unstack(fill_value=0).reindex(columns=list(_MARKS), fill_value=0)
    )
    drawn = drawn.loc[list(by_name.groups)].head(CLAIMS)
    fig, ax = figure(width, 20 + _ROW_MM * len(drawn))
    shares = drawn.div(drawn.sum(axis=1), axis=0)
    styles = [{"facecolor": fill, "label": verdict, **_BAR} for verdict, (_, fill) in _MARKS.items()]
    middles = stack(ax, np.arange(len(drawn)), [shares[verdict].to_numpy() for verdict in _MARKS], styles)
    for verdict, places in zip(_MARKS, middles, strict=True):
        for y, (place, n) in enumerate(zip(places, drawn[verdict], strict=True)):
            if n:
                write_inside(ax, f"{n}", (place, y), color=ink_on(_MARKS[verdict][1]), fontsize=6)
    for y, key_of in enumerate(drawn.index):
        if len(of_name := by_name.get_group(key_of)) == 1:
            _numbers(ax, y, of_name.iloc[0].to_dict())
    _name_analyses(ax, drawn.index.get_level_values("analysis").tolist())
    name_rows(ax, [short_label(name, _LONGEST_CLAIM) for name in drawn.index.get_level_values("name")])
    ax.set_xlim(0, 1)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    _head_right(ax)
    omitted = omission_note(by_name.ngroups - len(drawn), "claims")
    fig.supxlabel(f"numbers: texts, or the one claim of all of them{omitted}", fontsize=7)
    key(ax, columns=3)
    return fig


def _texts(claim: Mapping[Hashable, Any]) -> list[str]:
    return [*claim["text"].split(), *claim["compared_with"].split()]


def _row_keys(claims: pd.DataFrame) -> pd.Series:
    """Return what claims of one row have in common: the name, and the texts where there are several."""
    several = [" ".join(_texts(row)) if len(_texts(row)) > 1 else "" for row in claims.to_dict("records")]
    return claims["analysis"] + " " + claims["name"] + " " + pd.Series(several, index=claims.index)


def _claim_rows(claims: pd.DataFrame) -> pd.DataFrame:
    rows = claims[["analysis", "name"]].assign(row=_row_keys(claims))
    return rows.drop_duplicates("row")


def _claim(ax: Axes, y: int, claims: list[dict[Hashable, Any]], columns: list[str]) -> None:
    ax.axhline(y, color=RULE, linewidth=0.3, zorder=0)
    for claim in claims:
        # what is said of all texts together, such as of groups, is marked at each
        xs = [columns.index(text) for text in _texts(claim) or columns]
        shown = claim["verdict"] != "not decidable"
        if len(xs) > 1:
            style = "-" if shown else (0, (2, 1.5))
            ax.hlines(y, min(xs), max(xs), color=INK, linewidth=1.1, linestyle=style, zorder=1)
        if claim["compared_with"] and shown:
            _arrow(ax, y, xs[-1], xs[0])
            xs = xs[:1]
        mark, fill = _MARKS[claim["verdict"]]
        ax.plot(xs, [y] * len(xs), mark, markerfacecolor=fill, zorder=3, **_EDGE)
    if len(claims) == 1:
        _numbers(ax, y, claims[0])


def _arrow(ax: Axes, y: int, less: int, more: int) -> None:
    """Draw a stroke at the text that has less, and a head before the one that has more."""
    step = 1 if more > less else -1
    ax.plot(less, y, "|", color=INK, markersize=6, markeredgewidth=1.1, zorder=2)
    ax.plot(more - 0.14 * step, y, ">" if step > 0 else "<", color=INK, markersize=4.5, zorder=2)


#: Where the columns at the right begin, in points.
_HOLDS_AT, _P_AT, _ANALYSIS_AT = 3, 36, 66


def _numbers(ax: Axes, y: int, claim: Mapping[Hashable, Any]) -> None:
    if pd.notna(claim["n_choices"]):
        write_right(ax, f"{claim['n_holds']} of {claim['n_choices']}", y, _HOLDS_AT, color=INK)
    if pd.notna(claim["p"]):
        written = p_label(claim["p"]).removeprefix("p ").removeprefix("= ")
        write_right(ax, written, y, _P_AT, color=INK)


def _head_right(ax: Axes) -> None:
    for words, gap in (("holds", _HOLDS_AT), ("p, q", _P_AT)):
        write_right(ax, words, -1.0, gap, color=INK, style="italic")


def _name_analyses(ax: Axes, analyses: list[str]) -> None:
    """Write each analysis once, at the right, and rule off where the next begins."""
    for y, analysis in enumerate(analyses):
        if y == 0 or analyses[y - 1] != analysis:
            write_right(ax, analysis, y, _ANALYSIS_AT, color=INK)
            if y:
                ax.axhline(y - 0.5, color=INK, linewidth=0.5)


def _verdict_key(ax: Axes, omitted: str) -> None:
    handles = [ax.plot([], [], mark, markerfacecolor=fill, **_EDGE)[0] for mark, fill in _MARKS.values()]
    handles += ax.plot([], [], ">-", color=INK, markersize=4.5, linewidth=1.1)
    handles += ax.plot([], [], color=INK, linewidth=1.1, linestyle=(0, (2, 1.5)))
    ax.legend(
        handles, [*_MARKS, "to the text that has more", "not shown"], loc="upper left",
        bbox_to_anchor=(0, 0), ncols=3, title=omitted or None, borderaxespad=0.2, handletextpad=0.3,
        columnspacing=1.0,
    )  # fmt: skip


@journal_style()
def event_timeline(events: pd.DataFrame, coverage: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw, a row an event, what each text does with it, and the years that each gives it.

    Parameters
    ----------
    events : DataFrame
        From `dhtools.study.read_events`; its texts are the columns. `EVENTS` events are drawn, in the order
        of their years.
    coverage : DataFrame
        From `dhtools.study.events.event_coverage`.
    width : str or float
    """
    check_columns("events", events, "text detail voice first last")
    check_columns("coverage", coverage, "event text coverage", unique="event text")
    if events.empty:
        return message_figure("no events: events.csv is missing or empty", width)
    texts = list(events["text"].cat.categories)[:TEXTS]
    order = events.groupby("detail", sort=False)["first"].min().sort_values(kind="stable").index.tolist()
    drawn = order[:EVENTS]
    names = [short_label(event, _LONGEST_EVENT) for event in drawn]
    # the key has two columns of more than four texts
    above = 3.8 * (len(texts) // 2) + 8 if len(texts) > 4 else 0
    fig, (told, years) = panels(
        width, 30 + above + _EVENT_MM * len(drawn), names, 2, half=AIRY,
        width_ratios=[len(texts), 2.6 * max(len(texts), 3)],
    )  # fmt: skip
    colours = text_colours(list(events["text"].cat.categories))
    looks = {text: (mark, colours[text]) for text, mark in zip(texts, cycle(MARKERS), strict=False)}
    for ax in (told, years):
        ax.hlines(range(len(drawn)), 0, 1, transform=ax.get_yaxis_transform(), color=GRID, linewidth=0.4)
    _coverage(told, coverage, drawn, texts)
    _years(fig, years, events[events["detail"].isin(drawn)], drawn, looks)
    words = omission_note(len(order) - len(drawn), "events")
    years.set_xlabel(f"year that the text tells{words}")
    return fig


def _coverage(ax: Axes, coverage: pd.DataFrame, drawn: list[str], texts: list[str]) -> None:
    for row in coverage[coverage["event"].isin(drawn) & coverage["text"].isin(texts)].to_dict("records"):
        mark, fill, size = _COVERAGE[row["coverage"]]
        place = texts.index(row["text"]), drawn.index(row["event"])
        ax.plot(*place, mark, **{**_EDGE, "markersize": size}, markerfacecolor=fill)
        stand_for(ax, [({"detail": row["event"], "text": row["text"]}, point(*place))])
    ax.set_xticks(range(len(texts)), [short_label(text, 16) for text in texts], rotation=90)
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, len(texts) - 0.4)
    present = [how for how in _COVERAGE if (coverage["coverage"] == how).any()]
    handles = [
        ax.plot([], [], mark, markerfacecolor=fill, label=how, **{**_EDGE, "markersize": size})[0]
        for how, (mark, fill, size) in _COVERAGE.items()
        if how in present
    ]
    ax.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, columnspacing=0.8)


def _years(
    fig: Figure, ax: Axes, events: pd.DataFrame, drawn: list[str], looks: Mapping[str, tuple[str, str]]
) -> None:
    """Mark the middle of the years told, with a line if they are several; marks of one year side by side."""
    dated = events[events["first"].notna() & events["text"].isin(list(looks))]
    dated = dated.assign(middle=(dated["first"] + dated["last"]) / 2)
    together = dated.groupby(["detail", "middle"])
    beside = together.cumcount() - (together["middle"].transform("size") - 1) / 2
    for label, row, step in zip(dated.index, dated.to_dict("records"), beside, strict=True):
        (mark, colour), y = looks[row["text"]], drawn.index(row["detail"])
        place = offset_copy(ax.transData, fig, x=step * _BESIDE, units="points")
        look: dict[str, Any] = {"mark": mark, "markersize": 3.6, "transform": place}
        if row["last"] > row["first"]:
            ax.hlines(y, row["first"], row["last"], color=colour, linewidth=1.0)
        dot(ax, row["middle"], y, colour, filled=row["voice"] == "author", **look)
        stand_for(ax, [({"row": label}, point(row["middle"], y))])
    handles = [
        ax.plot([], [], mark, color=colour, markersize=4, label=short_label(text, 20))[0]
        for text, (mark, colour) in looks.items()
    ]
    if (dated["voice"] != "author").any():
        handles += ax.plot([], [], "o", color=INK, markerfacecolor="white", label="not the author's words")
    key(ax, handles, columns=min(len(handles), 4 if len(looks) < 5 else 2))
    if len(dated):  # marks that are shifted widen no axis
        ax.set_xlim(dated["first"].min() - 1.5, dated["last"].max() + 1.5)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
    ax.grid(axis="x", color=GRID, linewidth=0.4)


@journal_style()
def text_profile_bars(profiles: pd.DataFrame, *, texts: list[str], width: str | float = DOUBLE_MM) -> Figure:
    """Draw the values of the texts side by side: a panel a text, a row a measure, one scale a row.

    Parameters
    ----------
    profiles : DataFrame
        From `dhtools.synthesis.text_profiles`; one row a text and measure.
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
            row["shown"] = _on_lines(fig, row["shown"], room)
            _value_bar(ax, measures.index(row["measure"]), row, scale, colours[text])
        ax.set_title(fitted_label(fig, text, room), color=colours[text])
        ax.set_xlim(0, _END)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.hlines([y + 0.55 for y in range(len(measures) - 1)], 0, _END, color=RULE, linewidth=0.4)
    fig.supxlabel(
        "bars: on one scale along a row; lines: interval or bounds; arrow: beyond the scale",
        fontsize=7,
    )
    return fig


def _value_bar(ax: Axes, y: int, row: dict, scale: float, colour: str) -> None:
    if pd.notna(row["value"]):
        ax.barh(y, row["value"] / scale, 0.34, color=colour, alpha=0.5)
    low, high = (row["low"], row["high"]) if pd.isna(row["min"]) else (row["min"], row["max"])
    interval(ax, y, low / scale, high / scale, color=INK, end=_END, linewidth=0.9)
    lines = row["shown"].count("\n")
    write(ax, row["shown"], (0, y), (0, -9 - 3 * lines), va="center", color=INK, fontsize=6)


def _on_lines(fig: Figure, shown: str, room: float) -> str:
    """Write the limits of a value on a line of their own, where both are wider than the room."""
    return shown if width_mm(fig, shown) * 6 / 7 <= room else shown.replace(" (", "\n(")


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
        write_right(ax, p_label(row["p"]), y, color=INK)
    pairs = zip(known["measure_a"], known["measure_b"], strict=True)
    shown = ([short_label(name, _LONGEST_MEASURE) for name in pair] for pair in pairs)
    name_rows(ax, [f"{a} – {b}" for a, b in shown], half=AIRY)
    ax.axvline(0, color=RULE, linewidth=0.6)
    fig.supxlabel(
        "correlation of distances (dot); grey: middle 95 % of segments permuted within their texts;\n"
        "diamond: upper end of segments permuted freely",
        fontsize=7,
    )
    return fig
