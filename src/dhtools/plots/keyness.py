"""Figures of keyness: the words of two sides, how often each uses them, and the intervals of their ratios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .labels import LONGEST_OF_TWO, check_columns, omission_note, short_label, width_mm
from .primitives import AIRY, BAR, dot, interval, key, message_figure, name_rows, rule, write, write_right
from .spots import stand_for
from .style import DARK, DOUBLE_MM, FAINT, INK, MARKERS, RULE, figure, journal_style, text_colours, width_of

#: So many groups have a panel each; more have a row each, of which so many are drawn.
PANELS, ROWS = 8, 75
_IN_A_ROW = 2
_ROW_MM = 3.1
_NO_WORDS = "no words are frequent enough to be compared"


@journal_style()
def keyness_rates(
    table: pd.DataFrame,
    *,
    target: str,
    reference: str,
    texts: Iterable[str] = (),
    n: int = 10,
    level: float = 0.05,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw how often both sides use the first words of each, a row a word, a mark a side.

    Parameters
    ----------
    table : DataFrame
        Of a `Keyness`, in its order: *word*, *n_target*, *n_reference*, *per_1000_target*,
        *per_1000_reference*, *log_ratio*, *p*.
    target, reference : str
        Names of the sides.
    texts : iterable of str
        Ids of the corpus, in its order: a side that is a text has its colour (`text_colours`).
    n : int
        Words of each side: the first and the last of the table.
    level : float
        Words with a p below have filled marks.
    width : str or float
    """
    columns = "word n_target n_reference per_1000_target per_1000_reference log_ratio p"
    check_columns("table", table, columns, unique="word")
    sides = {"target": target, "reference": reference}
    ends = [table[table["log_ratio"] > 0].head(n), table[table["log_ratio"] < 0].tail(n)[::-1]]
    rows = pd.concat(ends)
    if rows.empty:
        return message_figure(_NO_WORDS, width)
    names = list(dict.fromkeys([*texts, target, reference]))
    colours = text_colours(names, shown=(target, reference))
    looks = {side: (colours[name], MARKERS[names.index(name) % len(MARKERS)]) for side, name in sides.items()}
    fig, ax = figure(width, 20 + 4.4 * len(rows))
    for place, row in enumerate(rows.to_dict("records")):
        ax.hlines(place, *(row[f"per_1000_{side}"] for side in sides), color=RULE, linewidth=0.8, zorder=1)
        for side, (colour, mark) in looks.items():
            filled, rate = row["p"] < level, row[f"per_1000_{side}"]
            dot(ax, rate, place, colour, filled=filled, mark=mark, markersize=4, zorder=2)
        low, high = sorted(row[f"per_1000_{side}"] for side in sides)
        stand_for(ax, [({"word": row["word"]}, (low, place - BAR / 2, high, place + BAR / 2))])
        write_right(ax, f"{row['n_target']:.0f} : {row['n_reference']:.0f}", place, fontsize=6.5)
    if all(len(end) for end in ends):
        ax.axhline(len(ends[0]) - 0.5, color=RULE, linewidth=0.6)
    name_rows(ax, [short_label(word) for word in rows["word"]], half=AIRY)
    ax.set_xlim(left=-0.3)
    ax.set_xlabel("occurrences per 1,000 words (right: occurrences)")
    rule(ax)
    handles = [
        ax.plot([], [], mark, color=colour, label=short_label(sides[side]))[0]
        for side, (colour, mark) in looks.items()
    ]
    handles += ax.plot(
        [], [], "o", color=INK, markerfacecolor="white", label=f"hollow: p not below {level:g}"
    )
    key(ax, handles, columns=3)
    return fig


def _ratios(ax: Axes, target: str, reference: str) -> None:
    """Name an axis of log ratios on which the target, which is named first, lies at the left."""
    ax.axvline(0, color=RULE, linewidth=0.6, zorder=0)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    names = [short_label(side, LONGEST_OF_TWO) for side in (target, reference)]
    ax.set_xlabel(f"← more in {names[0]}     log ratio (doublings)     more in {names[1]} →")


@journal_style()
def keyness_intervals(
    table: pd.DataFrame,
    *,
    target: str,
    reference: str,
    texts: Iterable[str] = (),
    n: int = 10,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw the log ratio of the first words of each side with its interval, a row a word.

    Parameters
    ----------
    table : DataFrame
        Of a `Keyness`, in its order: *word*, *n_target*, *n_reference*, *log_ratio*, *low*, *high*.
        A hollow dot has no interval.
    target, reference : str
        Names of the sides.
    texts : iterable of str
        As for `keyness_rates`.
    n : int
        Words of each side.
    width : str or float
    """
    check_columns("table", table, "word n_target n_reference log_ratio low high", unique="word")
    rows = pd.concat(
        [table[table["log_ratio"] > 0].head(n), table[table["log_ratio"] < 0].tail(n)]
    ).drop_duplicates("word")
    if rows.empty:
        return message_figure(_NO_WORDS, width)
    colours = text_colours([*texts, target, reference], shown=(target, reference))
    fig, ax = figure(width, 18 + 4.4 * len(rows))
    for place, row in enumerate(rows.to_dict("records")):
        colour = colours[target if row["log_ratio"] > 0 else reference]
        known = interval(ax, place, row["low"], row["high"], color=colour, linewidth=1)
        dot(ax, row["log_ratio"], place, colour, filled=known)
        write_right(ax, f"{row['n_target']:.0f} : {row['n_reference']:.0f}", place, fontsize=6.5)
    name_rows(ax, [short_label(word) for word in rows["word"]], half=AIRY, line=True)
    ax.tick_params(axis="y", length=0)
    ax.invert_xaxis()
    _ratios(ax, target, reference)
    return fig


@journal_style()
def group_keywords(table: pd.DataFrame, *, level: float = 0.05, width: str | float = DOUBLE_MM) -> Figure:
    """Draw the words that each group uses more than all others: a panel a group, of many groups a row.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.keyness.groups.compare_groups`, in its order: eight words of a group are drawn, of more
        than `PANELS` groups as many as fit into a row; of more than `ROWS` groups the first.
        A panel says where segments were permuted, for lack of texts.
    level : float
        Words with a p below have filled marks, or are dark.
    width : str or float
    """
    check_columns("table", table, "group unit word per_1000_target per_1000_reference p", unique="group word")
    if table.empty:
        return message_figure(_NO_WORDS, width)
    groups = table["group"].drop_duplicates().tolist()
    return (_group_panels if len(groups) <= PANELS else _group_rows)(table, groups, level, width)


def _group_panels(table: pd.DataFrame, groups: Sequence[str], level: float, width: str | float) -> Figure:
    rows, n = -(-len(groups) // _IN_A_ROW), 8
    fig, axes = figure(width, 14 + 39 * rows, ncols=min(_IN_A_ROW, len(groups)), nrows=rows, squeeze=False)
    for ax, group in zip(axes.flat, groups, strict=False):
        words = table[table["group"] == group].head(n)
        for place, row in enumerate(words.to_dict("records")):
            target, reference = row["per_1000_target"], row["per_1000_reference"]
            ax.hlines(place, reference, target, color=RULE, linewidth=0.8, zorder=1)
            dot(ax, reference, place, FAINT, markersize=3, zorder=2)
            dot(ax, target, place, DARK, filled=row["p"] < level, markersize=4, zorder=3)
        name_rows(ax, [short_label(word, LONGEST_OF_TWO) for word in words["word"]], half=AIRY)
        exchanged = " (segments permuted)" if (words["unit"] == "segment").any() else ""
        ax.set_title(short_label(group) + exchanged, loc="left", fontsize=7)
        ax.set_xlim(left=0)
        rule(ax)
    for ax in axes.flat[len(groups) :]:
        ax.set_axis_off()
    fig.supxlabel("occurrences per 1,000 words", fontsize=7)
    looks: Mapping[str, Mapping[str, Any]] = {
        "the group": {"color": DARK},
        f"p not below {level:g}": {"color": DARK, "markerfacecolor": "white"},
        "all others": {"color": FAINT, "markersize": 3},
    }
    handles = [axes.flat[0].plot([], [], "o", label=label, **look)[0] for label, look in looks.items()]
    fig.legend(handles=handles, loc="outside upper center", ncols=len(handles))
    return fig


def _group_rows(table: pd.DataFrame, groups: Sequence[str], level: float, width: str | float) -> Figure:
    """Write the words of each group in a row, one after another, as long as there is room."""
    drawn = groups[:ROWS]
    fig, ax = figure(width, 12 + _ROW_MM * len(drawn))
    names = [short_label(group, LONGEST_OF_TWO) for group in drawn]
    name_rows(ax, names)
    ax.tick_params(axis="y", labelsize=6)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    room = width_of(fig) - max(width_mm(fig, name) for name in names) - 6
    ax.set_xlim(0, room)
    for place, group in enumerate(drawn):
        left = 0.0
        for row in table[table["group"] == group].to_dict("records"):
            word = short_label(row["word"], LONGEST_OF_TWO)
            wide = width_mm(fig, word)
            if left + wide > room:
                break
            write(ax, word, (left, place), va="center", color=DARK if row["p"] < level else FAINT, fontsize=6)
            left += wide + 2
    omitted = omission_note(len(groups) - len(drawn), "groups")
    fig.supxlabel(f"dark: p below {level:g}; pale: not{omitted}", fontsize=7)
    return fig
