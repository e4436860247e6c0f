"""Pictures of rolling stylometry: the distance of a moving window to other texts."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .labels import short_label
from .style import DASHED, DOUBLE_MM, GREY, GRID, INK, figure, journal_style, text_colours

#: Height of a name.
_LABEL_MM = 3.4

End = tuple[float, str, str]


@journal_style()
def rolling_lines(
    table: pd.DataFrame, *, quoted: pd.DataFrame | None = None, width: str | float = DOUBLE_MM
) -> Figure:
    """Draw the distance of every window to each compared text as a line, with a band of one standard error.

    Below, the share of quoted words in the window, if any are quoted. The dashed grey line is the distance of
    the window to the rest of its own text.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.stylometry.rolling_distances`.
    quoted : DataFrame, optional
        Stretches to be shaded: *first*, *after* (word numbers from 0), such as the quoted rows of
        `dhtools.annotation.voice_assignment.voice_runs` for this text, from the same rows of the token table.
    width : str or float
        As for `figure`.
    """
    drawn = table[table["mean_distance"].notna()]
    lines = {str(text): rows for text, rows in drawn.groupby("compared", observed=True)}
    height = max(52.0, 10 + _LABEL_MM * (len(lines) + 1))
    with_share = bool((table["share_quoted"] > 0).any())
    fig, ax, lowest = _frame(width, height, with_share=with_share)
    if quoted is not None:
        _shade(ax, quoted)
    if with_share:
        _share(lowest, table)
    ends = _lines(ax, lines, _colours(table["compared"]))
    _name(ax, ends, table["centre"].max(), _LABEL_MM / height)
    lowest.set_xlim(table["first"].min(), table["after"].max())
    lowest.xaxis.set_major_formatter("{x:,.0f}")
    lowest.set_xlabel(f"position in {short_label(table['text'].iloc[0])} (words, centre of the window)")
    ax.set_ylabel("distance of the window\n(± one standard error)")
    fig.align_ylabels()
    return fig


def _frame(width: str | float, height: float, *, with_share: bool) -> tuple[Figure, Axes, Axes]:
    """Return a figure with axes for the lines, and the lowest axes, which may be the same."""
    if not with_share:
        fig, ax = figure(width, height + 14)
        return fig, ax, ax
    ratios = {"height_ratios": [height, 14]}
    fig, (ax, below) = figure(width, height + 32, nrows=2, sharex=True, gridspec_kw=ratios)
    return fig, ax, below


def _colours(compared: pd.Series) -> dict[str, str]:
    """Return the colours of the corpus, or of the texts compared where it has more than there are colours."""
    return text_colours(compared.cat.categories, shown=compared.unique())


def _shade(ax: Axes, runs: pd.DataFrame) -> None:
    for first, after in zip(runs["first"], runs["after"], strict=True):
        ax.axvspan(first, after, color=GRID, linewidth=0, zorder=0)


def _share(ax: Axes, table: pd.DataFrame) -> None:
    windows = table.drop_duplicates("window")
    ax.fill_between(windows["centre"], 100 * windows["share_quoted"], color=GREY, linewidth=0)
    ax.set_ylim(0, 100)
    ax.set_yticks([0, 50, 100])
    ax.set_ylabel("quoted\n(%)")


def _lines(ax: Axes, lines: dict[str, pd.DataFrame], colours: dict[str, str]) -> list[End]:
    """Draw the lines; return where they end, with their names and colours."""
    ends = []
    for text, rows in lines.items():
        colour, mark = colours[text], "o" if len(rows) == 1 else ""
        centre, mean = rows["centre"], rows["mean_distance"]
        lower, upper = mean - rows["se"], mean + rows["se"]
        ax.fill_between(centre, lower, upper, color=colour, alpha=0.16, linewidth=0)
        if mark:  # a single window has no line to see
            ax.vlines(centre, lower, upper, color=colour, linewidth=0.6)
        ax.plot(centre, mean, color=colour, marker=mark)
        own = text == str(rows["text"].iloc[0])
        ends.append(
            (float(mean.iloc[-1]), f"rest of {short_label(text)}" if own else short_label(text), colour)
        )
    if rows["baseline"].notna().any() and not own:
        ax.plot(centre, rows["baseline"], color=INK, linestyle=DASHED, marker=mark)
        ends.append((float(rows["baseline"].iloc[-1]), f"rest of {short_label(rows['text'].iloc[0])}", INK))
    return sorted(ends)


def _name(ax: Axes, ends: list[End], last: float, gap: float) -> None:
    """Write the name of each line right of the axes, as near to its end as the other names allow."""
    low, high = ax.get_ylim()
    ax.set_ylim(low, high)
    places = _spaced([(end - low) / (high - low) for end, _, _ in ends], gap)
    for (end, name, colour), place in zip(ends, places, strict=True):
        leader = {"arrowstyle": "-", "color": colour, "linewidth": 0.4, "relpos": (0, 0.5)}
        ax.annotate(
            name, (last, end), (1.025, place), xycoords="data", textcoords="axes fraction", va="center",
            color=colour, fontsize=7, arrowprops=leader,
        )  # fmt: skip


def _spaced(places: list[float], gap: float) -> list[float]:
    """Move sorted places as little as can be (least squares) until they are a gap apart, within 0 and 1."""
    groups: list[tuple[float, int]] = []  # names that touch: mean of their places less the gaps below, number
    for number, place in enumerate(places):
        mean, size = place - number * gap, 1
        while groups and groups[-1][0] > mean:
            other, more = groups.pop()
            mean, size = (mean * size + other * more) / (size + more), size + more
        groups.append((mean, size))
    lowest, highest = gap / 2, 1 - gap / 2 - (len(places) - 1) * gap
    bases = [min(max(mean, lowest), highest) for mean, size in groups for _ in range(size)]
    return [base + number * gap for number, base in enumerate(bases)]
