"""Words of figures: names and how wide they are, what is left out; what a table has to have."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from ..errors import DhtoolsError

#: So many topics are drawn at most; the tables have them all.
TOPICS = 20
#: The longest name that is written out, in letters.
LONGEST = 34
#: What stands in place of a figure of topics where there is none.
NO_TOPICS = "no topics: these texts are too short for any"


def check_columns(name: str, table: pd.DataFrame, columns: str, *, unique: str = "") -> None:
    """Refuse a table that lacks a column, or has two rows where there is to be one."""
    missing = [column for column in columns.split() if column not in table]
    if missing:
        raise DhtoolsError(f"{name}: the table has no column {missing[0]!r}. Give the table as it was made.")
    again = table[table.duplicated(unique.split())] if unique else table.iloc[:0]
    if len(again):
        told = ", ".join(f"{column} {again[column].iloc[0]!s}" for column in unique.split())
        raise DhtoolsError(f"{name}: two rows for {told}. Give one each.")


def names_of(topics: Iterable[Any], labels: pd.Series) -> dict[Any, str]:
    """Return number and label of every topic."""
    wanted = list(topics)
    lacking = [topic for topic in wanted if topic not in labels.index]
    if lacking:
        raise DhtoolsError(f"labels: topic {lacking[0]} has no label. Give one for every topic.")
    if not labels.index.is_unique:
        raise DhtoolsError(f"labels: topic {labels.index[labels.index.duplicated()][0]} has two. Give one.")
    return {topic: shortened(f"{topic} {labels[topic]}") for topic in wanted}


def shortened(name: object) -> str:
    """Return a name on one line, cut where it is too long for a figure.

    Examples
    --------
    >>> shortened("The Communist, no. 3")
    'The Communist, no. 3'
    """
    words = " ".join(str(name).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def is_stable(value: Any) -> bool:
    """Tell whether a topic is known to be stable; what is missing is not known."""
    return bool(pd.notna(value) and value)


def largest_rows(sizes: pd.Series, n: int) -> pd.Series:
    """Return the *most* largest, in the order in which all stand."""
    return sizes[sizes.index.isin(sizes.nlargest(n).index)]


def omission_note(number: int, what: str) -> str:
    r"""Say how many are not drawn, on a line of its own; nothing if all are.

    Examples
    --------
    >>> omission_note(3, "topics"), omission_note(0, "topics")
    ('\n3 topics left out', '')
    """
    return f"\n{number:,} {what} left out" if number > 0 else ""


def width_mm(fig: Figure, text: str) -> float:
    """Return how wide a text of 7 pt is."""
    written = fig.text(0, 0, text, fontsize=7)
    width = written.get_window_extent().width
    written.remove()
    return float(width / fig.dpi * 25.4)


def wrapped(fig: Figure, name: str, room: float) -> str:
    """Return the name on as few lines as fit into the room; nothing if a word is wider."""
    least = max((len(word) for word in name.split()), default=0)
    for letters in range(len(name), max(1, least) - 1, -1):
        lines = textwrap.wrap(name, letters, break_long_words=False, break_on_hyphens=False)
        if width_mm(fig, "\n".join(lines)) <= room:
            return "\n".join(lines)
    return ""
