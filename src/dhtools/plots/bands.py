"""Groups of texts side by side: small multiples, one a topic, term or class, over groups or over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .labels import check_columns, fitted_label, omission_note, p_label, short_label, width_mm
from .primitives import message_figure, name_rows
from .style import BAND, DARK, DOUBLE_MM, FAINT, figure, journal_style, width_of

#: Panels and groups drawn at most; the tables have them all.
PANELS, GROUPS = 12, 8
_IN_A_ROW, _PANEL_MM, _GROUP_MM = 3, 36, 5.0
#: Widths of the line of a group inside its band and outside.
_INSIDE, _OUTSIDE = 0.9, 2.0
#: Half the room of a group, as a share of the distance between two.
_HALF = 0.36
_P = "p_familywise"


@journal_style()
def group_band_panels(
    table: pd.DataFrame,
    units: pd.DataFrame,
    groups: pd.Series,
    *,
    feature: str,
    value: str = "rate",
    years: Mapping[str, float] | None = None,
    names: Mapping[object, str] | None = None,
    label: str = "",
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw every feature in every group of texts, a panel a feature: dots texts, lines groups, grey bands.

    Parameters
    ----------
    table : DataFrame
        From `dhtools.stats.bands.group_bands` or `rates_by_group`. The first `PANELS` features are drawn, and
        the `GROUPS` groups with most texts. Where there are *low* and *high*, the interval is drawn.
    units : DataFrame
        Texts × features, in the unit of *value*: the dots.
    groups : Series
        The group by text.
    feature, value : str
        The columns of the features, and of what is drawn.
    years : mapping of str to float, optional
        The year of every text. The groups are periods then, and the panels have an axis of years.
    names : mapping, optional
        What the features are called.
    label : str
        The axis of values, with its unit.
    width : str or float
    """
    check_columns("table", table, f"{feature} group n_texts {value} {' '.join(_NULL)} p {_P}")
    if table.empty:
        return message_figure("nothing of this kind was found", width)
    features = table[feature].drop_duplicates().tolist()
    sizes = table.drop_duplicates("group").set_index("group")["n_texts"]
    shown = sizes.index[sizes.index.isin(sizes.nlargest(GROUPS).index)].tolist()
    of_text = groups.astype(str)
    places = _places(of_text[of_text.isin(shown)], shown, years)
    drawn = features[:PANELS]
    fig, axes = _axes(width, len(drawn), shown, years is not None)
    room = (width_of(fig) - (0 if years is not None else max(width_mm(fig, one) for one in shown))) / min(
        _IN_A_ROW, len(drawn)
    ) - 10
    for ax, name in zip(axes, drawn, strict=True):
        own = table[(table[feature] == name) & table["group"].isin(shown)].set_index("group")
        _panel(ax, own, units[name].reindex(places.index), places, value, years is not None)
        p = own[_P].iloc[0]
        title = fitted_label(fig, (names or {}).get(name, name), room)
        ax.set_title(f"{title}\n{p_label(p)}", fontsize=7, loc="left")
    omitted = omission_note(len(features) - len(drawn), f"{feature}s")
    omitted += omission_note(len(sizes) - len(shown), "groups")
    if years is None:
        fig.supxlabel(label + omitted, fontsize=7)
    else:
        fig.supylabel(label, fontsize=7)
        fig.supxlabel("year" + omitted, fontsize=7)
    _key(fig, "low" in table)
    return fig


_NULL = ("null_q025", "null_median", "null_q975")


def _places(of_text: pd.Series, shown: Sequence[str], years: Mapping[str, float] | None) -> pd.DataFrame:
    """Return where every text stands (*x*) and where its group begins and ends (*left*, *right*)."""
    place = of_text.map({group: n for n, group in enumerate(shown)}).astype(float)
    table = pd.DataFrame({"group": of_text, "left": place - _HALF, "right": place + _HALF})
    nth = table.groupby("group").cumcount()
    size = table["group"].map(table["group"].value_counts())
    table["x"] = table["left"] + (nth + 0.5) / size * 2 * _HALF
    if years is not None:
        table["x"] = [years[text] for text in table.index]
        spans = table.groupby("group")["x"]
        table["left"], table["right"] = spans.transform("min"), spans.transform("max")
        point = table["left"] == table["right"]
        table.loc[point, ["left", "right"]] += [-1.0, 1.0]
    return table


def _panel(
    ax: Axes, own: pd.DataFrame, values: pd.Series, places: pd.DataFrame, value: str, dated: bool
) -> None:
    """Draw a feature: over years upwards, else a row a group, from left to right."""

    def line(along: Any, across: Any, **look: Any) -> None:
        ax.plot(*(along, across)[:: 1 if dated else -1], **look)

    line(places["x"], values, color=FAINT, marker=".", markersize=3, linewidth=0, zorder=1, clip_on=False)
    spans = places.drop_duplicates("group").set_index("group")
    lefts, rights = spans["left"].to_dict(), spans["right"].to_dict()
    for group, row in own.iterrows():
        left, right = float(lefts[group]), float(rights[group])
        low, high = row[_NULL[0]], row[_NULL[-1]]
        if pd.notna(low):
            corners = [left, right, right, left], [low, low, high, high]
            ax.fill(*corners[:: 1 if dated else -1], color=BAND, linewidth=0, zorder=0)
        wide = _INSIDE if low <= row[value] <= high else _OUTSIDE
        line([left, right], [row[value]] * 2, color=DARK, linewidth=wide, zorder=3, clip_on=False)
        if pd.notna(row.get("low")):
            line([(left + right) / 2] * 2, [row["low"], row["high"]], color=DARK, linewidth=0.8, zorder=2)
    highest = np.nanmax([values.max(), own[value].max(), own[_NULL[-1]].max(), 1e-9])
    longest = own["high"].max() if "high" in own else np.nan
    end = 1.05 * np.nanmax([highest, min(longest, 2 * highest)])
    (ax.set_ylim if dated else ax.set_xlim)(0, end)
    (ax.yaxis if dated else ax.xaxis).set_major_locator(MaxNLocator(4))


def _axes(width: str | float, n: int, shown: Sequence[str], dated: bool) -> tuple[Figure, list[Axes]]:
    """Return a figure of so many panels, which share their years, or the names of their rows."""
    columns = min(_IN_A_ROW, n)
    rows = -(-n // columns)
    panel = _PANEL_MM if dated else 14 + _GROUP_MM * len(shown)
    fig, axes = figure(
        width, 18 + panel * rows, ncols=columns, nrows=rows, squeeze=False, sharex=dated, sharey=not dated
    )
    for ax in axes.flat[n:]:
        ax.set_axis_off()
    if not dated:
        for ax in axes.flat:
            name_rows(ax, map(short_label, shown))
        return fig, list(axes.flat[:n])
    for column in range(columns):
        lowest = axes[(n - 1 - column) // columns, column]
        lowest.tick_params(axis="x", labelbottom=True)
        lowest.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    return fig, list(axes.flat[:n])


def _key(fig: Figure, intervals: bool) -> None:
    marks = [
        Line2D([], [], color=FAINT, marker=".", linestyle="", label="a text"),
        Line2D([], [], color=DARK, linewidth=_OUTSIDE, label="a group outside its band"),
        Line2D([], [], color=DARK, linewidth=_INSIDE, label="inside it"),
        Patch(color=BAND, label="texts permuted: middle 95 %"),
    ]
    if intervals:
        marks.append(Line2D([], [], color=DARK, marker="|", linestyle="", label="95% interval"))
    fig.legend(handles=marks, loc="outside upper center", ncols=len(marks))
