"""Decidability: what the lengths of two texts allow, read off the power table measured on novels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from ..errors import DhtoolsError
from ..reference.known_authors import power_table
from .distances import Array
from .power import power_verdict

_FIGURES = ["auc", "low", "high"]


def expected_auc(n_words: pd.Series, *, distance: str = "burrows", mfw: int = 200) -> pd.DataFrame:
    """Return for every pair of texts whether their lengths allow a verdict on one author or two.

    Parameters
    ----------
    n_words : Series
        Words of every text, by its id.
    distance : {"burrows", "cosine_delta"}
    mfw : {100, 200, 500}

    Returns
    -------
    DataFrame
        One row a pair of texts: *text_a*, *text_b*, *n_words_a*, *n_words_b*; *auc*, *low*, *high* as from
        `authorship_power`, interpolated linearly in the logarithm of the two lengths between those of
        `dhtools.reference.known_authors.power_table`; *verdict*; *note* (why a figure is missing, or which
        length stands for a longer one).

    Raises
    ------
    DhtoolsError
        If the table was not measured for this distance and number of words.

    Notes
    -----
    The table holds for novels by one author against novels by another, of one century, with twenty-five
    authors. Essays of two centuries differ for more reasons than that: read the AUC as an upper bound.

    Examples
    --------
    >>> expected_auc(pd.Series({"a": 500, "b": 2000}), distance="cosine_delta")["auc"].round(2).tolist()
    [0.71]
    """
    grid = _grid(distance, mfw)
    lengths = np.unique(grid["excerpt_words_a"])
    squares = [_square(grid, name) for name in _FIGURES]
    rows = [
        (a, b, int(n_words[a]), int(n_words[b]), *_read(squares, lengths, *sorted((n_words[a], n_words[b]))))
        for a, b in combinations(n_words.index, 2)
    ]
    counts = ["n_words_a", "n_words_b"]
    table = pd.DataFrame(rows, columns=["text_a", "text_b", *counts, *_FIGURES, "note"])
    table = table.astype(dict.fromkeys(counts, "int64") | dict.fromkeys(_FIGURES, "float64"))
    table.insert(7, "verdict", [power_verdict(auc) for auc in table["auc"]])
    return table


def _grid(distance: str, mfw: int) -> pd.DataFrame:
    grid = power_table()
    found = grid[(grid["distance"] == distance) & (grid["mfw"] == mfw)]
    if found.empty:
        settings = grid[["distance", "mfw"]].drop_duplicates()
        known = ", ".join(f"{row.distance} with {row.mfw}" for row in settings.itertuples())
        raise DhtoolsError(f"The power table has no {distance!r} with mfw={mfw}. It has: {known}.")
    return found


def _square(grid: pd.DataFrame, name: str) -> Array:
    """Return a figure by both lengths, in either order."""
    square = grid.pivot(index="excerpt_words_a", columns="excerpt_words_b", values=name).to_numpy()
    return np.where(np.isnan(square), square.T, square)


def _read(
    squares: list[Array], lengths: np.ndarray, short: float, long: float
) -> tuple[float, float, float, str]:
    """Interpolate bilinearly in log length; beyond its longest texts the table gives its last value."""
    if short < lengths[0]:
        return np.nan, np.nan, np.nan, f"shorter than {lengths[0]:,} words, the least that was measured"
    place = np.interp(
        np.log([min(short, lengths[-1]), min(long, lengths[-1])]), np.log(lengths), range(len(lengths))
    )
    auc, low, high = (_bilinear(square, *place) for square in squares)
    note = f"as for {lengths[-1]:,} words, the most that was measured" if long > lengths[-1] else ""
    return auc, low, high, note


def _bilinear(square: Array, row: float, column: float) -> float:
    rows = [np.interp(column, np.arange(square.shape[1]), line) for line in square]
    return float(np.interp(row, np.arange(len(rows)), rows))
