"""Sensitivity: what becomes of a list of words under other choices than those declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.tokens import fold_word, longest_first
from ..errors import check_choice, check_whole
from .comparison import Keyness, compare_terms
from .measures import SIGNED_MEASURES

DECLARED = "declared"

_COLUMNS = ["choice", "side", "word", "rank", "listed", "log_ratio", "p", "q", "note"]
_NO_RANK = "not in the table, or on the other side"


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
        The measure that orders all lists; the target's words have its highest values, the reference's its
        lowest.
    measures : mapping of str to str, optional
        Further choices: the declared comparison ordered by another measure, by name.
    n : int
        Words listed of each side.

    Returns
    -------
    DataFrame
        One row a choice (the first is called *declared*) and word of the declared lists: *choice*, *side*
        ("target" or "reference"), *word*, *rank* on that side under that choice, *listed* (whether it is
        among the first *n*), *log_ratio*, *p*, *q*, and *note* (why the rank is missing). Words are the same
        if they are so in lower case; of equal values the more frequent word comes first, then the alphabet
        decides.

    Raises
    ------
    DhtoolsError
        If a measure is unknown or not signed, or *n* is not a whole number from 1.
    """
    check_whole("n", n, 1, "words")
    choices = {DECLARED: (declared, measure)}
    choices |= {name: (found, measure) for name, found in others.items()}
    choices |= {name: (declared, other) for name, other in (measures or {}).items()}
    ranked = {name: _ranked(found.table, order) for name, (found, order) in choices.items()}
    first = ranked[DECLARED].query("rank <= @n")[["side", "word"]]
    table = pd.concat(
        [
            first.merge(ranks, on=["side", "word"], how="left").assign(choice=name)
            for name, ranks in ranked.items()
        ],
        ignore_index=True,
    )
    note = np.where(table["rank"].isna(), _NO_RANK, "")
    return table.assign(listed=table["rank"] <= n, note=note)[_COLUMNS]


def _ranked(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the words of a table with their side and their rank there."""
    check_choice("measure", measure, SIGNED_MEASURES)
    value = table[measure].round(9)
    ranked = table.assign(
        word=table["word"].astype(str).map(fold_word),
        side=np.where(value > 0, "target", "reference"),
        size=value.abs(),
        n=table["n_target"] + table["n_reference"],
    )[value != 0]
    ranked = ranked.sort_values(["size", "n", "word"], ascending=[False, False, True], kind="stable")
    ranked = ranked.drop_duplicates(["side", "word"])
    ranked = ranked.assign(rank=ranked.groupby("side").cumcount() + 1)
    columns = ["side", "word", "rank", "log_ratio", "p", "q"]
    return ranked[columns].sort_values(["side", "rank"], ascending=[False, True])


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
        *all others*, *others without X*; empty where no other text would be left.

    Raises
    ------
    DhtoolsError
        As `compare_terms`.
    """
    inside = (tokens["text"] == target).to_numpy()
    ours, rest = tokens[inside], tokens[~inside]
    longest = longest_first(rest)
    if len(longest) < 2 or not inside.any():
        return {}
    found = {"all others": compare_terms(ours, rest, **options)}
    for text in longest[:max_texts]:
        left = rest[(rest["text"] != text).to_numpy()]
        found[f"others without {text}"] = compare_terms(ours, left, **options)
    return found


def list_overlap(lists: pd.DataFrame) -> pd.Series:
    """Return how many of the declared words are still listed under each choice, in their order.

    * lists: From `compare_lists`.
    """
    return lists.groupby("choice", sort=False)["listed"].sum()
