"""Sensitivity: what becomes of a list of words under other choices than those declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.tokens import fold_word, longest_first
from ..errors import check_choice, check_whole
from .comparison import Keyness, compare_terms
from .measures import KEYNESS_MEASURES

DECLARED = "declared"

_COLUMNS = ["choice", "side", "word", "rank", "listed", "log_ratio", "p", "q"]


def compare_lists(
    declared: Keyness,
    others: Mapping[str, Keyness],
    *,
    measure: str = "g2",
    measures: Mapping[str, str] | None = None,
    n: int = 10,
) -> pd.DataFrame:
    """Follow the first words of each side of a list through other choices.

    Parameters
    ----------
    declared : Keyness
    others : mapping of str to Keyness
        The same comparison under other choices, by name: possessives joined, case kept, quotations counted,
        a text left out.
    measure : str
        By which all are ordered; the target's words have its highest values, the reference's its lowest.
    measures : mapping of str to str, optional
        Further choices: the declared comparison ordered by another measure, by name.
    n : int
        So many words of each side are listed.

    Returns
    -------
    DataFrame
        One row a choice (the first is called *declared*) and word of the declared lists: *choice*, *side*
        ("target" or "reference"), *word*, *rank* on that side under that choice (missing if the word is not
        in its table, or on the other side), *listed* (whether it is among the first *n*), *log_ratio*,
        *p*, *q*. Words are the same if they are so in lower case; of equal values the more frequent word
        comes first, then the alphabet decides.

    Raises
    ------
    DhtoolsError
        If a measure has no direction or does not exist, or the number is none.
    """
    check_whole("n", n, 1, "words")
    choices = {DECLARED: (declared, measure)}
    choices |= {name: (found, measure) for name, found in others.items()}
    choices |= {name: (declared, other) for name, other in (measures or {}).items()}
    ranked = {name: _ranked(found.table, by) for name, (found, by) in choices.items()}
    first = ranked[DECLARED].query("rank <= @n")[["side", "word"]]
    parts = [
        first.merge(table, on=["side", "word"], how="left").assign(choice=name)
        for name, table in ranked.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(listed=table["rank"] <= n)[_COLUMNS]


def _ranked(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the words of a table with their side and their rank there."""
    check_choice("measure", measure, [name for name in KEYNESS_MEASURES if name not in ("bic", "odds_ratio")])
    value = table[measure].round(9)
    side = np.where(value > 0, "target", "reference")
    folded = table["word"].astype(str).map(fold_word)
    frame = table.assign(word=folded, side=side, size=value.abs())
    frame = frame.assign(times=frame["count_target"] + frame["count_reference"])[value != 0]
    frame = frame.sort_values(["size", "times", "word"], ascending=[False, False, True], kind="stable")
    frame = frame.drop_duplicates(["side", "word"])
    return frame.assign(rank=frame.groupby("side").cumcount() + 1)[
        ["side", "word", "rank", "log_ratio", "p", "q"]
    ].sort_values(["side", "rank"], ascending=[False, True])


def leave_one_out(
    tokens: pd.DataFrame, target: str, *, max_texts: int = 4, **options: Any
) -> dict[str, Keyness]:
    """Compare a text with all others, and with all others but one, each of them left out in turn.

    Parameters
    ----------
    tokens : DataFrame
        Rows of a token table: the words that count, of all texts.
    target : str
        A text.
    max_texts : int
        Of more other texts the longest so many are left out.
    **options
        Of `compare_terms`.

    Returns
    -------
    dict of str to Keyness
        *all others*, *others without X*; none where no other text would be left.

    Raises
    ------
    DhtoolsError
        As `compare_terms`.
    """
    own = (tokens["text"] == target).to_numpy()
    ours, rest = tokens[own], tokens[~own]
    longest = longest_first(rest)
    if len(longest) < 2 or not own.any():
        return {}
    found = {"all others": compare_terms(ours, rest, **options)}
    for text in longest[:max_texts]:
        left = rest[(rest["text"] != text).to_numpy()]
        found[f"others without {text}"] = compare_terms(ours, left, **options)
    return found


def list_overlap(lists: pd.DataFrame) -> pd.Series:
    """Return how many of the declared words are still listed under each choice, in their order."""
    return lists.groupby("choice", sort=False)["listed"].sum()
