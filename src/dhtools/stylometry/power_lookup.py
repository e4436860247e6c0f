"""Decidability: what the lengths of two texts allow, read off the grid measured on novels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import DhtoolsError
from ..reference.known_authors import power_table
from .power import power_verdict


def expected_auc(n_words: pd.Series, *, distance: str = "burrows", mfw: int = 200) -> pd.DataFrame:
    """Say of every pair of texts whether their lengths allow a verdict on one author or two.

    Parameters
    ----------
    n_words : Series
        Words of every text, by its id.
    distance : {"burrows", "cosine_delta"}
    mfw : {100, 200, 500}

    Returns
    -------
    DataFrame
        One row a pair of texts: *text_a*, *text_b*, *words_a*, *words_b*, *auc*, *low*, *high* (interpolated
        in the logarithm of the lengths), *verdict*, *reason* (why there is no figure, or whose it is).

    Raises
    ------
    DhtoolsError
        If the grid was not measured for this distance and number of words.

    Notes
    -----
    The grid holds for novels by one author against novels by another, of one century, with twenty-five
    authors. Essays of two centuries differ for more reasons than that: read a figure as the most that can be
    hoped for.
    """
    grid = _grid(distance, mfw)
    ids = list(n_words.index)
    pairs = [(one, two) for place, one in enumerate(ids) for two in ids[place + 1 :]]
    rows = [
        (one, two, int(n_words[one]), int(n_words[two]), *_at(grid, n_words[one], n_words[two]))
        for one, two in pairs
    ]
    columns = ["text_a", "text_b", "words_a", "words_b", "auc", "low", "high", "reason"]
    figures = dict.fromkeys(("words_a", "words_b"), "int64") | dict.fromkeys(
        ("auc", "low", "high"), "float64"
    )
    table = pd.DataFrame(rows, columns=columns).astype(figures)
    table.insert(7, "verdict", [power_verdict(auc) for auc in table["auc"]])
    return table


def _grid(distance: str, mfw: int) -> pd.DataFrame:
    grid = power_table()
    own = grid[(grid["method"] == distance) & (grid["mfw"] == mfw)]
    if own.empty:
        settings = grid[["method", "mfw"]].drop_duplicates()
        known = ", ".join(f"{row.method} with {row.mfw}" for row in settings.itertuples())
        raise DhtoolsError(f"The grid has no {distance!r} with mfw={mfw}. It has: {known}.")
    return own


def _at(grid: pd.DataFrame, one: float, two: float) -> tuple[float, float, float, str]:
    """Interpolate bilinearly in log length; beyond its longest texts the grid gives its last value."""
    lengths = np.unique(grid["length_a"])
    short, long = sorted((one, two))
    if short < lengths[0]:
        return np.nan, np.nan, np.nan, f"shorter than {lengths[0]:,} words, the least that was measured"
    place = [np.interp(np.log(min(words, lengths[-1])), np.log(lengths), np.arange(len(lengths)))
             for words in (short, long)]  # fmt: skip
    figures = []
    for name in ("auc", "low", "high"):
        square = grid.pivot(index="length_a", columns="length_b", values=name).to_numpy()
        figures.append(_bilinear(np.where(np.isnan(square), square.T, square), *place))
    capped = f"as for {lengths[-1]:,} words, the most that was measured" if long > lengths[-1] else ""
    return figures[0], figures[1], figures[2], capped


def _bilinear(square: np.ndarray, row: float, column: float) -> float:
    rows = [np.interp(column, np.arange(square.shape[1]), line) for line in square]
    return float(np.interp(row, np.arange(len(rows)), rows))
