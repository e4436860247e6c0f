"""Pictures of choices: by the number of topics, and by what else could have been chosen."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .labels import (
    NO_TOPICS,
    TOPICS,
    check_columns,
    is_stable,
    names_of,
    omission_note,
    short_label,
    width_mm,
)
from .primitives import (
    Place,
    describe,
    key,
    letter,
    message_figure,
    name_columns,
    name_rows,
    write,
    write_right,
)
from .style import BAND, DARK, DOUBLE_MM, FAINT, GRID, INK, RULE, figure, journal_style, mm, width_of

#: So many choices are drawn at most; the tables have them all.
CHOICES = 10
#: Height of a row in mm.
_ROW_MM = 6.0
#: A table has room for so many columns, so that a single one is not as wide as a page.
_MIN_COLUMNS = 4
#: How a topic under another choice is drawn.
_MATCHES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "holds": {"marker": "o", "color": DARK, "markerfacecolor": DARK, "markersize": 6},
        "found": {"marker": "o", "color": DARK, "markerfacecolor": "white", "markersize": 6},
        "untested": {"marker": "o", "color": RULE, "markerfacecolor": FAINT, "markersize": 6},
        "absent": {"marker": "x", "color": RULE, "markerfacecolor": RULE, "markersize": 3.5},
    }
)


@journal_style()
def topic_number_curves(numbers: pd.DataFrame, *, width: str | float = DOUBLE_MM) -> Figure:
    """Draw four criteria by number of topics: recurrence, coherence, exclusivity, share explained.

    No number is marked as the best.

    Parameters
    ----------
    numbers : DataFrame
        From `dhtools.topics.compare_topic_numbers`.
    width : str or float
        As for `figure`; one column is too narrow.

    Raises
    ------
    DhtoolsError
        If a column is missing, or there are two rows for one *k*.
    """
    columns = "k recurrence null_q025 null_q975 n_stable coherence exclusivity explained"
    check_columns("numbers", numbers, columns, unique="k")
    if numbers.empty:
        return message_figure(NO_TOPICS, width)
    ordered = numbers.sort_values("k")
    fig, axes = figure(width, 56, ncols=4, width_ratios=[1.6, 1, 1, 1])
    _panel(axes[0], ordered["k"], ordered["recurrence"], "mean recurrence", 10)
    _null_band(axes[0], ordered.dropna(subset=["null_q025", "null_q975"]))
    _write_stable(axes[0], ordered)
    _panel(axes[1], ordered["k"], ordered["coherence"], "coherence", 5)
    _panel(axes[2], ordered["k"], ordered["exclusivity"], "exclusivity", 5)
    _panel(axes[3], ordered["k"], 100 * ordered["explained"], "share explained (%)", 5)
    letter(axes, pad=17)
    fig.supxlabel("number of topics", fontsize=8)
    return fig


def _panel(ax: Axes, k: pd.Series, values: pd.Series, name: str, max_ticks: int) -> None:
    ax.plot(k, values, "o-", color=DARK, markersize=3.5)
    ax.set_ylabel(name)
    ax.set_xticks(k.iloc[:: ceil(len(k) / max_ticks)])
    margin = max(0.5, 0.06 * (k.max() - k.min()))
    ax.set_xlim(k.min() - margin, k.max() + margin)
    ax.margins(y=0.12)
    if values.isna().all():
        ax.set_yticks([])
        ax.text(0.5, 0.5, "not measured", transform=ax.transAxes, ha="center", fontsize=7, color=INK)


def _null_band(ax: Axes, band: pd.DataFrame) -> None:
    """Draw the band of shuffled words, named at its end."""
    ax.fill_between(band["k"], band["null_q025"], band["null_q975"], color=BAND, linewidth=0, zorder=0)
    ax.vlines(band["k"], band["null_q025"], band["null_q975"], color=BAND, linewidth=2, zorder=0)
    ax.set_ylim(0, 1)
    if len(band):
        write_right(ax, "shuffled\nwords", band[["null_q025", "null_q975"]].iloc[-1].mean(), 3, color=INK)


def _write_stable(ax: Axes, numbers: pd.DataFrame) -> None:
    """Write above every number of topics how many are stable; of many, above every second or third."""
    counted = numbers.iloc[:: ceil(len(numbers) / 12)].dropna(subset="n_stable")
    for k, stable in zip(counted["k"], counted["n_stable"], strict=True):
        write(ax, f"{stable:.0f}", (k, 1), (0, 8), ha="center", xycoords=("data", "axes fraction"))
    write(ax, "stable:", (0, 1), (-3, 8), ha="right", xycoords="axes fraction")


@journal_style()
def topic_choice_matrix(
    choices: pd.DataFrame, labels: pd.Series, *, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw under which other choices every topic is found again, and whether it is stable there.

    Parameters
    ----------
    choices : DataFrame
        From `dhtools.topics.compare_topic_models`. The first `TOPICS` topics and `CHOICES` choices are drawn;
        the number at the right of a row counts all choices.
    labels : Series
        By topic.
    width : str or float
        As for `figure`.

    Raises
    ------
    DhtoolsError
        If a column is missing, there are two rows for a choice and topic, or a topic has no label.
    """
    check_columns("choices", choices, "choice topic jaccard stable holds found", unique="choice topic")
    if choices.empty:
        return message_figure(NO_TOPICS, width)
    topics, columns = choices["topic"].unique(), choices["choice"].unique()
    names = names_of(topics[:TOPICS], labels)
    places = {choice: place for place, choice in enumerate(columns[:CHOICES])}
    fig, ax = figure(width)
    _table(fig, ax, list(names.values()), list(map(short_label, places)))
    drawn = choices[choices["choice"].isin(places) & choices["topic"].isin(names)]
    for match in drawn.to_dict("records"):
        _write_match(ax, (places[match["choice"]], list(names).index(match["topic"])), match)
    for row, topic in enumerate(names):
        held = choices.loc[choices["topic"] == topic, "holds"].eq(True).sum()
        write_right(ax, f"{held} of {len(columns)}", row)
    _name_matches(ax)
    describe(
        fig,
        ax,
        "at the right: under how many choices the topic is found again and stable"
        + omission_note(len(columns) - len(places), "choices")
        + omission_note(len(topics) - len(names), "topics"),
    )
    return fig


def _table(fig: Figure, ax: Axes, rows: list[str], columns: list[str]) -> None:
    """Name the rows and columns of a table, and make the figure as high as it needs."""
    n = max(_MIN_COLUMNS, len(columns))
    ax.set_xlim(-0.5, n - 0.5)
    name_rows(ax, rows)
    room = (width_of(fig) - max(width_mm(fig, name) for name in rows) - 14) / n - 1
    fig.set_figheight(
        mm(24 + name_columns(fig, ax, columns, range(len(columns)), room) + _ROW_MM * len(rows))
    )
    ax.hlines(range(len(rows)), -0.4, len(columns) - 0.6, color=GRID, linewidth=0.5, zorder=0)


def _write_match(ax: Axes, centre: Place, match: Mapping[Any, Any]) -> None:
    """Draw whether the topic holds, is found again only, or is not found."""
    mark = "absent" if not is_stable(match["found"]) else "untested" if pd.isna(match["holds"]) else None
    ax.plot(*centre, **_MATCHES[mark or ("holds" if match["holds"] else "found")])


def _name_matches(ax: Axes) -> None:
    names = {
        "holds": "found again, stable", "found": "found again, not stable",
        "untested": "found again, not tested", "absent": "not found again",
    }  # fmt: skip
    drawn = [line for line in ax.lines if line.get_marker() != "None"]
    seen = {
        mark: name
        for mark, name in names.items()
        if any(line.get_markerfacecolor() == _MATCHES[mark]["markerfacecolor"] for line in drawn)
    }
    key(
        ax,
        [Line2D([], [], linewidth=0, **_MATCHES[mark], label=name) for mark, name in seen.items()],
        columns=4,
    )
