"""Words of figures: names and how wide they are, what is left out; what a table has to have."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import pandas as pd
import regex
from matplotlib.figure import Figure

from ..errors import DhtoolsError

#: So many topics are drawn at most; the tables have them all.
TOPICS = 20
#: The widest name that is written out, in letters; where two names stand in a row.
LONGEST, LONGEST_OF_TWO = 34, 20
#: The least to which a name is cut.
SHORTEST = 8
#: What stands in place of a figure without topics.
NO_TOPICS = "these texts are too short for topics"


def check_columns(name: str, table: pd.DataFrame, columns: str, *, unique: str = "") -> None:
    """Reject a table that lacks a column, or has two rows where one is allowed."""
    missing = [column for column in columns.split() if column not in table]
    if missing:
        raise DhtoolsError(f"{name}: the table has no column {missing[0]!r}. Give the table as it was made.")
    repeated = table[table.duplicated(unique.split())] if unique else table.iloc[:0]
    if len(repeated):
        row = ", ".join(f"{column} {repeated[column].iloc[0]!s}" for column in unique.split())
        raise DhtoolsError(f"{name}: two rows for {row}. Give one each.")


def names_of(topics: Iterable[Any], labels: pd.Series) -> dict[Any, str]:
    """Return number and label of every topic."""
    wanted = list(topics)
    lacking = [topic for topic in wanted if topic not in labels.index]
    if lacking:
        raise DhtoolsError(f"labels: topic {lacking[0]} has no label. Give one for every topic.")
    if not labels.index.is_unique:
        raise DhtoolsError(f"labels: topic {labels.index[labels.index.duplicated()][0]} has two. Give one.")
    return {topic: short_label(f"{topic} {labels[topic]}") for topic in wanted}


def short_label(name: object, longest: int = LONGEST) -> str:
    """Return a name on one line, cut in the middle where it is wider than so many letters.

    Both ends stay, since names often differ in a number or a year there. An East Asian character is as wide
    as two letters; a letter is not parted from its accents. Marks of direction and the like are left out.

    Examples
    --------
    >>> short_label("The Communist, no. 3")
    'The Communist, no. 3'
    >>> short_label("The Personal History of David Copperfield, chapter 12")
    'The Personal History…d, chapter 12'
    """
    shown = "".join(
        sign for sign in str(name) if unicodedata.category(sign) not in _INVISIBLE or sign.isspace()
    )
    signs = regex.findall(r"\X", " ".join(shown.split()))
    if sum(map(_letters_wide, signs)) <= longest:
        return "".join(signs)
    end = _as_many_as_fit(signs[::-1], longest * 2 // 5)[::-1]
    return "".join([*_as_many_as_fit(signs, longest - 1 - longest * 2 // 5), "…", *end])


def short_pair(pair: str) -> str:
    """Return a pair of names, ``a – b``, each of them cut as by `short_label`."""
    names = pair.split(" – ")
    return " – ".join(short_label(name, LONGEST if len(names) == 1 else LONGEST_OF_TWO) for name in names)


#: Categories of characters that are not drawn.
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")


def _letters_wide(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign[0]) in "WF" else 1


def _as_many_as_fit(signs: list[str], room: int) -> list[str]:
    widths = accumulate(map(_letters_wide, signs))
    return [sign for sign, width in zip(signs, widths, strict=True) if width <= room]


def is_stable(value: Any) -> bool:
    """Tell whether a topic is known to be stable; what is missing is not known."""
    return bool(pd.notna(value) and value)


def largest_rows(sizes: pd.Series, n: int) -> pd.Series:
    """Return the *n* largest, in the order in which all stand."""
    return sizes[sizes.index.isin(sizes.nlargest(n).index)]


def omission_note(n: int, what: str) -> str:
    r"""Say how many are not drawn, on a line of its own; nothing if all are.

    Examples
    --------
    >>> omission_note(3, "topics"), omission_note(0, "topics")
    ('\n3 topics left out', '')
    """
    return f"\n{n:,} {what} left out" if n > 0 else ""


def width_mm(fig: Figure, text: str) -> float:
    """Return how wide a text of 7 pt is."""
    written = fig.text(0, 0, text, fontsize=7)
    width = written.get_window_extent().width
    written.remove()
    return float(width / fig.dpi * 25.4)


def fitted_label(fig: Figure, name: object, room: float) -> str:
    """Return the longest `short_label` that takes no more than *room* mm at 7 pt, or the shortest."""
    labels = [short_label(name, longest) for longest in range(LONGEST, SHORTEST - 1, -1)]
    return next((label for label in labels if width_mm(fig, label) <= room), labels[-1])


def wrapped(fig: Figure, name: str, room: float) -> str:
    """Return the name on as few lines as fit into the room; nothing if a word is wider."""
    longest = max((len(word) for word in name.split()), default=1)
    for letters in range(len(name), longest - 1, -1):
        lines = textwrap.wrap(name, letters, break_long_words=False, break_on_hyphens=False)
        if width_mm(fig, "\n".join(lines)) <= room:
            return "\n".join(lines)
    return ""


def p_label(p: float) -> str:
    """Return a p as it is written: never 0, which no permutation can show.

    Examples
    --------
    >>> p_label(0.0001), p_label(0.25), p_label(float("nan"))
    ('p < 0.001', 'p = 0.250', 'no p')
    """
    if pd.isna(p):
        return "no p"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
