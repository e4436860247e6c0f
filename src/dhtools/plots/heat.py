"""Many texts in one figure: a row a text, a column a topic or class, the darker the more."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from .labels import omission_note, short_label, width_mm
from .primitives import head_columns, message_figure, name_rows, write_inside, write_right
from .style import DARK, DOUBLE_MM, FAINT, INK, figure, ink_on, journal_style, mm

#: Columns drawn at most; the tables have them all.
COLUMNS = 20
#: The height of a row in mm, and of all rows: of more texts each row is lower.
_ROW_MM, _ALL_MM = 3.2, 215.0
#: Rows have names and numbers from this height on.
_WRITTEN_MM = 2.3
#: The widest name of a text and of a group, in letters.
_LONGEST, _LONGEST_GROUP = 24, 20
_SHADES = LinearSegmentedColormap.from_list("shades", ["white", DARK])


@journal_style()
def text_heat_map(
    values: pd.DataFrame,
    groups: pd.Series | None = None,
    *,
    label: str,
    one_scale: bool = False,
    width: str | float = DOUBLE_MM,
) -> Figure:
    """Draw a value of every text in every column as a shade, with its number where there is room.

    Parameters
    ----------
    values : DataFrame
        Texts × columns, 0 or more, in the order to be drawn (`dhtools.corpus.groups.text_order`); missing
        values have a stroke. The first `COLUMNS` are drawn. Of more than about ninety texts the names are
        left out.
    groups : Series, optional
        The group by text: texts of one group that follow each other are named at the right.
    label : str
        What the values are, with their unit.
    one_scale : bool
        The darkest cell is the highest value of all; otherwise of its column.
    width : str or float
    """
    if values.empty:
        return message_figure("nothing of this kind was found", width)
    drawn = values.iloc[:, :COLUMNS]
    high = min(_ROW_MM, _ALL_MM / len(drawn))
    written = high >= _WRITTEN_MM
    names = [short_label(text, _LONGEST) if written else "" for text in drawn.index]
    fig, ax = figure(width, 12 + high * len(drawn))
    name_rows(ax, names)
    ax.tick_params(axis="y", labelsize=6)
    _cells(ax, drawn, one_scale, written=written)
    beside = _name_groups(fig, ax, drawn.index, groups)
    columns = [short_label(column) for column in drawn.columns]
    head_columns(fig, ax, columns, names, beside + 6)
    upwards = ax.get_xticklabels()[0].get_rotation() > 0
    lines = max(tick.get_text().count("\n") + 1 for tick in ax.get_xticklabels())
    above = max(width_mm(fig, name) for name in columns) if upwards else 3.0 * lines
    fig.set_figheight(mm(14 + above + high * len(drawn)))
    scale = "darkest: the highest of all" if one_scale else "darkest: the highest of its column"
    unnamed = "" if written else "; names of the texts are in the data"
    omitted = omission_note(values.shape[1] - drawn.shape[1], "columns")
    fig.supxlabel(f"{label} ({scale}){unnamed}{omitted}", fontsize=7)
    return fig


def _form(highest: float) -> str:
    """Return how the numbers of a column are written: three figures of its highest value, about."""
    return "{:,.0f}" if highest >= 100 else "{:.1f}" if highest >= 1 else "{:.2f}"


def _cells(ax: Axes, values: pd.DataFrame, one_scale: bool, *, written: bool) -> None:
    """Shade every cell by its share of the highest value, and write the number into it."""
    numbers = values.to_numpy(np.float64)
    highest = np.nanmax(np.vstack([numbers, np.zeros_like(numbers[:1])]), axis=0)
    highest = np.full_like(highest, highest.max()) if one_scale else highest
    shades = numbers / np.where(highest > 0, highest, 1)
    ax.imshow(np.nan_to_num(shades), cmap=_SHADES, vmin=0, vmax=1, aspect="auto", interpolation="none")
    for (row, column), number in np.ndenumerate(numbers):
        if np.isnan(number):
            write_inside(ax, "–", (column, row), color=FAINT, fontsize=5.5)
        elif written:
            ink = ink_on(to_hex(_SHADES(float(shades[row, column]))))
            shown = _form(highest[column]).format(number)
            write_inside(ax, shown, (column, row), color=ink, fontsize=5.5)


def _name_groups(fig: Figure, ax: Axes, texts: pd.Index, groups: pd.Series | None) -> float:
    """Rule off the groups and name them at the right; return how wide their names are, in mm."""
    if groups is None or groups.empty:
        return 0.0
    of_text = groups.astype(str).reindex(texts).fillna("unknown").tolist()
    starts = [n for n, group in enumerate(of_text) if n == 0 or group != of_text[n - 1]]
    high = min(_ROW_MM, _ALL_MM / len(of_text))
    names, last = [""], -np.inf
    for start, end in zip(starts, [*starts[1:], len(of_text)], strict=True):
        middle = (start + end - 1) / 2
        if start:
            ax.axhline(start - 0.5, color=INK, linewidth=0.6)
        if (middle - last) * high >= _WRITTEN_MM:  # a name on a name is not read
            names.append(short_label(of_text[start], _LONGEST_GROUP))
            write_right(ax, names[-1], middle, color=INK, fontsize=6)
            last = middle
    return max(width_mm(fig, name) for name in names)
