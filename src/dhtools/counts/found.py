"""What was found in the texts, terms or findings, counted by the unit that holds it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import check_choice


def count_found(
    found: pd.DataFrame, tokens: pd.DataFrame, group: str, *, unit: str = "segment"
) -> tuple[pd.DataFrame, pd.Series]:
    """Count occurrences in every unit of a token table, as `dhtools.keyness.keyness` takes them.

    Parameters
    ----------
    found : DataFrame
        Occurrences with *text*, *start*, *end* and the column *group*: from `dhtools.terms.find_terms`, any
        ``find_…`` of `dhtools.rhetoric`, or lines of a concordance to which such a column was added.
    tokens : DataFrame
        The words of the units: those that were searched, or a part of them. An occurrence belongs to the unit
        of its first word; one whose first word is not among them is left out.
    group : str
        The column of *found* whose values are counted: ``term``, ``group``, ``category`` or ``detail``.
    unit : str
        The column of *tokens* that names the unit: ``segment`` or ``text``.

    Returns
    -------
    counts : DataFrame
        Units × what is counted, int; a unit without any occurrence has a row of zeros, a category that does
        not occur a column of zeros.
    totals : Series
        All tokens of each unit.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"text": "a", "start": [0, 4], "end": [3, 7], "segment": ["a_1", "a_2"]})
    >>> counts, totals = count_found(table.iloc[:1].assign(term="GPU"), table, "term")
    >>> counts.to_dict(), totals.tolist()
    ({'GPU': {'a_1': 1, 'a_2': 0}}, [1, 1])
    """
    check_choice("unit", unit, list(tokens.columns))
    check_choice("group", group, list(found.columns))
    units = tokens[unit].astype("category").cat.remove_unused_categories()
    counted = found[group].astype("category")
    rows = _first_word_inside(found, tokens)
    index, names = units.cat.categories.rename(unit), pd.Index(counted.cat.categories, dtype=object)
    counts = np.zeros((len(index), len(names)), dtype=int)
    cells = (units.cat.codes.to_numpy()[rows[rows >= 0]], counted.cat.codes.to_numpy()[rows >= 0])
    np.add.at(counts, cells, 1)
    totals = units.value_counts(sort=False).reindex(index).rename("tokens")
    return pd.DataFrame(counts, index=index, columns=names), totals.astype(int)


def _first_word_inside(found: pd.DataFrame, tokens: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the row of the first word of each occurrence, -1 where it is not among the words."""
    rows = first_words(tokens, found)
    there = np.flatnonzero(rows >= 0)
    outside = tokens["start"].to_numpy()[rows[there]] >= found["end"].to_numpy()[there]
    rows[there[outside]] = -1
    return rows


def first_words(tokens: pd.DataFrame, spans: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the row of the first word that ends after each span begins, -1 if its text has none."""
    by_text = {str(text): rows for text, rows in tokens.groupby("text", observed=True).indices.items()}
    ends, found = tokens["end"].to_numpy(), np.full(len(spans), -1, dtype=np.intp)
    for text, places in spans.groupby("text", observed=True).indices.items():
        rows = by_text.get(str(text), np.array([], dtype=np.intp))
        after = np.searchsorted(ends[rows], spans["start"].to_numpy()[places], side="right")
        there = after < len(rows)
        found[places[there]] = rows[after[there]]
    return found
