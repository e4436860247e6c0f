"""Groups of texts in figures: at most eight have a name and a look of their own, the rest are grey."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..corpus.texts import UNKNOWN
from .labels import short_label, width_mm
from .primitives import name_rows
from .style import OTHER, PALETTE, looks, mm, width_of

#: So many of the groups that are grey are named in a caption.
_NAMED = 5


#: Height of a line of the key, and of the air below it, in mm.
_LINE_MM, _AIR_MM = 3.8, 3.0


def is_grouped(groups: pd.Series | None) -> bool:
    """Tell whether texts, or units of texts, are grouped: not where each text is by itself."""
    return groups is not None and groups.name not in (None, "text")


def named_groups(groups: pd.Series) -> pd.Series:
    """Return the groups that a figure names: the first eight; all others, and what is not known, are "other".

    Parameters
    ----------
    groups : Series of category
        From `dhtools.corpus.groups.text_groups`. Texts that are each by themselves stay so.

    Examples
    --------
    >>> letters = pd.Series(list("abcdefghi"), dtype="category", name="author")
    >>> named_groups(letters).tolist()
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'other']
    """
    if not is_grouped(groups):
        return groups
    names = [str(name) for name in groups.cat.categories if name != UNKNOWN][: len(PALETTE)]
    values = groups.astype(str).where(groups.astype(str).isin(names), OTHER)
    rest = [OTHER] if (values == OTHER).any() else []
    return values.astype(pd.CategoricalDtype([*names, *rest]))


def unit_groups(texts: pd.Series, groups: pd.Series) -> pd.Series:
    """Return the group of each unit of text, as figures name it, or its text where each text is by itself.

    Parameters
    ----------
    texts : Series of category
        The text by unit.
    groups : Series of category
        The group by text, see `named_groups`.

    Examples
    --------
    >>> excerpts = pd.Series(["a", "a", "b"], index=["a_1", "a_2", "b_1"], dtype="category")
    >>> authors = pd.Series(["Ann", "Bob"], index=["a", "b"], dtype="category", name="author")
    >>> unit_groups(excerpts, authors).to_dict()
    {'a_1': 'Ann', 'a_2': 'Ann', 'b_1': 'Bob'}
    """
    if not is_grouped(groups):
        return texts
    shown = named_groups(groups)
    return texts.astype(object).map(shown.astype(object)).astype(shown.dtype).rename(str(groups.name))


def group_note(groups: pd.Series) -> str:
    r"""Return the sentences of a caption that say what colours, marks and hatches stand for.

    *groups* is as for `named_groups`; where each text is by itself, nothing is said.

    Examples
    --------
    >>> group_note(pd.Series(list("aab"), dtype="category", name="author"))
    ' Colours and marks stand for the author.'
    >>> group_note(pd.Series(list("abcdefghi"), dtype="category", name="author"))
    ' Colours and marks stand for the author; grey is the rest (i).'
    """
    if not is_grouped(groups):
        return ""
    rest = groups[(named_groups(groups) == OTHER).to_numpy()].astype(str).drop_duplicates().tolist()
    if not rest:
        return f" Colours and marks stand for the {groups.name}."
    listed = ", ".join(rest[:_NAMED]) + (f" and {len(rest) - _NAMED} more" if len(rest) > _NAMED else "")
    return f" Colours and marks stand for the {groups.name}; grey is the rest ({listed})."


def order_note(groups: pd.Series) -> str:
    """Return the sentence of a caption that says how the rows of `group_rows` are ordered, or nothing."""
    return f" Texts stand by {groups.name}." if is_grouped(groups) else ""


def group_key(fig: Figure, groups: pd.Series, *, bars: bool = False) -> None:
    """Write above the figure what each colour, mark or hatch stands for; the figure grows by the height.

    *groups* is from `named_groups`; *bars* shows fills with hatches in place of marks.
    """
    drawn = looks(map(str, groups.cat.categories))
    names = {name: short_label(name) for name in drawn}
    handles = [
        Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", linewidth=0, label=names[name])
        if bars
        else Line2D([], [], color=look.colour, marker=look.mark, linestyle="", label=names[name])
        for name, look in drawn.items()
    ]
    room = (width_of(fig) - 4) // (max(width_mm(fig, name) for name in names.values()) + 9)
    lines = math.ceil(len(handles) / max(1, room))
    fig.set_figheight(fig.get_figheight() + mm(_AIR_MM + _LINE_MM * lines))
    fig.legend(handles=handles, loc="outside upper center", ncols=math.ceil(len(handles) / lines))


def group_rows(texts: Iterable[object], groups: pd.Series | None) -> list[tuple[str, bool]]:
    """Return the rows of texts, each group under a heading: the name, and whether it is a heading.

    *groups* is from `dhtools.corpus.groups.text_groups`; without it, or where each text is by itself, the
    rows are the texts in their order.

    Examples
    --------
    >>> authors = pd.Series(["A", "B", "A"], index=["a1", "b1", "a2"], dtype="category", name="author")
    >>> [name for name, _ in group_rows(["a1", "b1", "a2"], authors)]
    ['A', 'a1', 'a2', 'B', 'b1']
    """
    names = [str(text) for text in texts]
    if groups is None or not is_grouped(groups):
        return [(name, False) for name in names]
    shown = named_groups(groups)
    members = {group: [name for name in names if shown[name] == group] for group in shown.cat.categories}
    return [
        row
        for group, own in members.items()
        if own
        for row in [(group, True), *((name, False) for name in own)]
    ]


def name_group_rows(ax: Axes, rows: list[tuple[str, bool]], *, line: bool = False) -> None:
    """Write the names of `group_rows` beside the rows, headings bold and in the colour of their group."""
    name_rows(ax, [short_label(name) for name, _ in rows], line=line)
    colours = looks(name for name, heading in rows if heading)
    for label, (name, heading) in zip(ax.get_yticklabels(), rows, strict=True):
        if heading:
            label.set(weight="bold", color=colours[name].colour)
