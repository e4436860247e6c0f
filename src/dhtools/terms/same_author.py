"""How many words does the same test flag between two texts of one author?

A permutation test of segments asks whether two *documents* differ, and two documents by one hand do: they are
about different things. So a list of words that is no longer than what this table shows is no finding.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, is_whole
from ..resampling import LEAST_ARRANGEMENTS, arrangements, permutation_p
from ..stylometry import BlockTable
from .keyness import check_options

_COLUMNS = ["text_a", "text_b", "author", "words", "flagged", "share"]


def same_author_rate(
    table: BlockTable,
    segments: tuple[int, int],
    *,
    words: int = 300,
    least: int = 5,
    level: float = 0.05,
    permutations: int = 999,
    pairs: int = 40,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare pairs of texts by one author as `compare_terms` compares two sides.

    Parameters
    ----------
    table : BlockTable
        Texts of known authors, from `dhtools.stylometry.reference_table` or `block_table`.
    segments : tuple of int
        Segments of the two sides; those of a text are its first ones. Of each pair the longer text takes the
        larger number.
    words : int
        Words of a segment: a multiple of the blocks of the table.
    least : int
        Occurrences of a word in both texts together, as in `keyness`.
    level : float
        A word is flagged if its p lies below.
    permutations : int
    pairs : int
        Of more pairs so many are drawn at random.
    seed : int

    Returns
    -------
    DataFrame
        One row a pair: *text_a*, *text_b*, *author*, *words* (tested), *flagged*, and *share* of the words
        that is flagged. It has no rows if no author has two texts that long.

    Raises
    ------
    DhtoolsError
        If a segment is no whole number of blocks, the segments can be arranged in fewer than 1,000 ways, or
        an option is out of its range.

    Notes
    -----
    Where segments are equally long, rates of different arrangements are often equal, and a tie counts against
    the word: of words that do not differ, about 3 % are flagged at a level of 5 %, not 5 %.

    Only the words of the table are tested, its most frequent. Where every word is tested, rarer ones are
    among them, of which fewer are flagged.
    """
    _check(table, segments, words, level, pairs)
    check_options(least, permutations)
    found = _pairs(table, max(segments), min(segments), words // table.size)
    drawn = np.random.default_rng(seed).permutation(len(found))[:pairs]
    rows = []
    for longer, shorter, author in (found[place] for place in sorted(drawn.tolist())):
        sides = [
            _segments(table, longer, max(segments), words),
            _segments(table, shorter, min(segments), words),
        ]
        counts = np.concatenate(sides)
        tested = counts[:, counts.sum(axis=0) >= least]
        groups = np.repeat([0, 1], [len(side) for side in sides])
        p = permutation_p(tested, np.full(len(tested), words), groups, permutations=permutations, seed=seed)
        flagged = int((p < level).sum())
        rows.append((longer, shorter, author, len(p), flagged, flagged / len(p) if len(p) else np.nan))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _check(table: BlockTable, segments: tuple[int, int], words: int, level: float, pairs: int) -> None:
    if len(segments) != 2 or not all(is_whole(number, 1) for number in segments):
        raise DhtoolsError(f"segments={segments!r}: give the segments of the two sides, from 1 each.")
    if not is_whole(words, 1) or words % table.size:
        raise DhtoolsError(f"words={words!r}: give a multiple of the table's blocks of {table.size} words.")
    if not 0 < level < 1 or not is_whole(pairs, 1):
        raise DhtoolsError(
            f"level={level!r}, pairs={pairs!r}: give a level between 0 and 1, and pairs from 1."
        )
    ways = arrangements(segments)
    if ways < LEAST_ARRANGEMENTS:
        raise DhtoolsError(
            f"segments={segments!r}: they can be arranged in {ways:,} ways, too few for a p (from "
            f"{LEAST_ARRANGEMENTS:,}). Take shorter segments, or longer texts."
        )


def _pairs(table: BlockTable, most: int, least: int, blocks: int) -> list[tuple[str, str, str]]:
    """Return all pairs of one author's texts that are long enough, the longer one first."""
    long = (table.texts["blocks"] // blocks).sort_values(ascending=False, kind="stable")
    found = []
    for author, own in long.groupby(table.authors, sort=True):
        found += [
            (str(a), str(b), str(author))
            for a, b in combinations(own.index, 2)
            if own[a] >= most and own[b] >= least
        ]
    return found


def _segments(table: BlockTable, text: str, number: int, words: int) -> npt.NDArray[np.int64]:
    """Return the counts of the first segments of a text: segments × words."""
    blocks = words // table.size
    own = table.counts.loc[text].to_numpy(dtype=np.int64)[: number * blocks]
    return own.reshape(number, blocks, -1).sum(axis=1)
