"""Decidability: what the lengths of two texts allow, read off the power table measured on novels."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.interpolate import RegularGridInterpolator

from ..errors import DhtoolsError, check_choice
from ..reference.known_authors import power_table
from ..shown import answers_first
from .distances import Array
from .power import power_verdict

_FIGURES = ["auc", "low", "high"]
_LISTS = ("most frequent", "function words")


@answers_first("text_a", "text_b", "auc", "verdict")
def expected_auc(
    n_words: pd.Series, *, distance: str = "burrows", word_list: str = "most frequent", mfw: int = 200
) -> pd.DataFrame:
    """Return for every pair of texts whether their lengths allow a verdict on one author or two.

    Parameters
    ----------
    n_words : Series
        Words of every text, by its id.
    distance : {"burrows", "cosine_delta"}
    word_list : {"most frequent", "function words"}
        What the distance is of, see `word_lists`.
    mfw : {100, 200, 500}
        So many of the most frequent; of function words all are taken.

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
    lengths, figures = _grid(distance, word_list, mfw)
    pairs = list(combinations(n_words.index, 2))
    words = np.array([(n_words[a], n_words[b]) for a, b in pairs]).reshape(-1, 2)
    # beyond the longest texts measured the last value stands, below the shortest a value is missing
    place = np.log(np.sort(np.minimum(words, lengths[-1])))
    found = RegularGridInterpolator((np.log(lengths),) * 2, figures, bounds_error=False)(place)
    table = pd.DataFrame(pairs, columns=["text_a", "text_b"])
    table[["n_words_a", "n_words_b"]] = words.astype("int64")
    table[_FIGURES] = found
    table["verdict"] = [power_verdict(auc) for auc in table["auc"]]
    short = f"shorter than {lengths[0]:,} words, the least that was measured"
    long = f"as for {lengths[-1]:,} words, the most that was measured"
    too_short, too_long = words.min(axis=1) < lengths[0], words.max(axis=1) > lengths[-1]
    return table.assign(note=np.select([too_short, too_long], [short, long], ""))


def _grid(distance: str, word_list: str, mfw: int) -> tuple[Array, Array]:
    """Return the lengths measured, and the figures by both lengths, in either order."""
    measured = power_table()
    of_list = measured[measured["word_list"] == check_choice("word_list", word_list, _LISTS)]
    grid = of_list if word_list == "function words" else of_list[of_list["mfw"] == mfw]
    found = grid[grid["distance"] == distance]
    if found.empty:
        settings = of_list[["distance", "mfw"]].drop_duplicates()
        known = ", ".join(f"{row.distance} with {row.mfw}" for row in settings.itertuples())
        raise DhtoolsError(f"The power table has no {distance!r} with mfw={mfw}. It has: {known}.")
    lengths = np.unique(found["excerpt_words_a"])
    squares = np.full((len(lengths), len(lengths), len(_FIGURES)), np.nan)
    a, b = (np.searchsorted(lengths, found[f"excerpt_words_{side}"]) for side in "ab")
    squares[a, b] = squares[b, a] = found[_FIGURES].to_numpy()
    return lengths, squares
