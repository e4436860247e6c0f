"""Groups of texts in figures: at most eight have a name and a look of their own, the rest are grey."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..corpus.texts import UNKNOWN
from .labels import short_label, width_mm
from .style import OTHER, PALETTE, looks, width_of

#: So many of the groups that are grey are named in a caption.
_NAMED = 5


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
    if groups.name == "text":
        return groups
    names = [str(name) for name in groups.cat.categories if name != UNKNOWN][: len(PALETTE)]
    values = groups.astype(str).where(groups.astype(str).isin(names), OTHER)
    rest = [OTHER] if (values == OTHER).any() else []
    return values.astype(pd.CategoricalDtype([*names, *rest]))


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
    if groups.name == "text":
        return ""
    rest = groups[(named_groups(groups) == OTHER).to_numpy()].astype(str).drop_duplicates().tolist()
    if not rest:
        return f" Colours and marks stand for the {groups.name}."
    listed = ", ".join(rest[:_NAMED]) + (f" and {len(rest) - _NAMED} more" if len(rest) > _NAMED else "")
    return f" Colours and marks stand for the {groups.name}; grey is the rest ({listed})."


def group_key(fig: Figure, groups: pd.Series, *, bars: bool = False) -> None:
    """Write above the figure what each colour, mark or hatch stands for, in as many columns as fit.

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
    fig.legend(handles=handles, loc="outside upper center", ncols=int(max(1, min(len(handles), room))))
