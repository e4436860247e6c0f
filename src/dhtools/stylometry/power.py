"""Power: how often a distance tells one author from two, at the lengths at hand.

Before two texts are compared, the same comparison is made between texts of known authors, cut to the same
lengths. If it does not separate pairs of one author from pairs of two there, it cannot do so here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..reference.block_tables import BlockTable, checked_blocks, chosen_words, cumulated, excerpts, stretch
from .distances import distances

#: A simulated area under the curve (AUC) below this is no basis for a verdict.
MIN_AUC = 0.8
NOT_DECIDABLE = "not decidable at this length"

#: An interval by resampling authors needs so many of them.
MIN_AUTHORS = 10

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def authorship_power(
    table: BlockTable,
    *,
    lengths: tuple[int, int],
    distance: str = "cosine_delta",
    mfw: int = 200,
    vocabulary: Sequence[str] | None = None,
    draws: int = 20,
    resamples: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Simulate how well a distance separates pairs of one author from pairs of two authors.

    Parameters
    ----------
    table : BlockTable
        Texts of known authors, from `reference_table` or `block_table`.
    lengths : tuple of int
        Words of the two texts to be compared; cut down to whole blocks.
    distance : str
        A distance, see `distances`.
    mfw : int
        So many of the most frequent words of the table.
    vocabulary : sequence of str, optional
        These words in place of the most frequent.
    draws : int
        Each draw takes one consecutive excerpt of each length, at a random place, from every text that is
        long enough, and compares all pairs of different texts.
    resamples : int
        Of authors, for the interval.
    seed : int

    Returns
    -------
    DataFrame
        One row: *length_a*, *length_b* (words, in whole blocks), *method*, *mfw*, *authors*, *texts*,
        *same_pairs* (ordered pairs of texts of one author), *auc* (how often a pair of one author is closer
        than a pair of two: 0.5 is chance, 1 perfect), *low*, *high* (95% interval, percentiles over authors
        drawn with replacement, since the pairs of one author are not independent), *verdict*, *reason* (why a
        figure is missing).

    Raises
    ------
    DhtoolsError
        If a length is shorter than a block, or a word is not in the table.

    Notes
    -----
    The figure holds for texts like those of the table. Pairs there share genre and decade; where the texts
    to be compared do not, they lie further apart for reasons that are not their authors.
    """
    blocks = [checked_blocks(table, length // table.size * table.size) for length in lengths]
    vocabulary = chosen_words(table, mfw, vocabulary)
    long_enough = table.authors.notna() & (table.texts["blocks"] >= max(blocks))
    kept = table.choose(list(table.texts.index[long_enough]))
    authors = int(kept.authors.nunique())
    row = {
        "length_a": blocks[0] * table.size,
        "length_b": blocks[1] * table.size,
        "method": distance,
        "mfw": len(vocabulary),
        "authors": authors,
        "texts": len(kept.texts),
    }
    author = kept.authors.to_numpy()
    same = int((author[:, None] == author).sum() - len(author))
    if same == 0 or len(set(author)) < 2:
        reason = f"no author with two texts of {max(blocks) * table.size:,} words, or no other author"
        return _row(row, same, np.full(3, np.nan), reason)
    codes = pd.factorize(author)[0]
    random = np.random.default_rng(seed)
    wins = _simulated(table, kept, blocks, vocabulary, distance, codes, draws, random)
    texts, one_each = np.bincount(codes), np.ones((1, authors), dtype=np.int64)
    auc = _auc(wins, texts, one_each)
    if authors < MIN_AUTHORS:
        reason = f"no interval: {authors} authors are too few to resample"
        return _row(row, same, np.append(auc, [np.nan, np.nan]), reason)
    weights = random.multinomial(len(texts), np.full(len(texts), 1 / len(texts)), size=resamples)
    return _row(row, same, np.append(auc, np.nanpercentile(_auc(wins, texts, weights), [2.5, 97.5])), "")


def _simulated(
    table: BlockTable,
    kept: BlockTable,
    blocks: list[int],
    vocabulary: list[str],
    distance: str,
    codes: Ints,
    draws: int,
    random: np.random.Generator,
) -> Array:
    """Return the mean of `_wins` over draws of excerpts."""
    basis, _ = excerpts(table, length=min(blocks) * table.size, vocabulary=vocabulary)
    sums, wins = cumulated(kept, vocabulary), []
    for _ in range(draws):
        one, two = (
            pd.DataFrame(_random_excerpts(kept, sums, number, random), columns=vocabulary)
            for number in blocks
        )
        wins.append(_wins(distances(one, two, distance=distance, reference=basis).to_numpy(), codes))
    return np.mean(wins, axis=0)


def _row(row: dict[str, object], same: int, figures: Array, reason: str) -> pd.DataFrame:
    auc, low, high = figures.tolist()
    told = {"same_pairs": same, "auc": auc, "low": low, "high": high}
    return pd.DataFrame([{**row, **told, "verdict": power_verdict(auc), "reason": reason}])


def power_verdict(auc: float) -> str:
    """Say whether anything can be decided where a simulation has reached this AUC.

    Examples
    --------
    >>> power_verdict(0.67), power_verdict(0.9)
    ('not decidable at this length', 'decidable')
    """
    return "decidable" if auc >= MIN_AUC else NOT_DECIDABLE


def _random_excerpts(table: BlockTable, sums: Ints, blocks: int, random: np.random.Generator) -> Array:
    """Return the frequencies of one consecutive excerpt of every text, at a random place."""
    spare = table.texts["blocks"].to_numpy() - blocks
    return stretch(sums, table.first_rows + random.integers(0, spare + 1), blocks, table.size)


def _wins(values: Array, author: Ints) -> Array:
    """Return, for authors a, b, c, how often a pair by a is closer than a pair by b and c; a tie is half."""
    number = int(author.max()) + 1
    first, second = np.nonzero(~np.eye(len(author), dtype=bool))
    by_one, apart = author[first] == author[second], values[first, second]
    wins = np.zeros((number, number, number))
    for one in range(number):
        near = np.sort(apart[by_one & (author[first] == one)])
        closer = sum(np.searchsorted(near, apart[~by_one], side) for side in ("left", "right")) / 2
        np.add.at(wins[one], (author[first][~by_one], author[second][~by_one]), closer)
    return wins


def _auc(wins: Array, texts: Ints, weights: Ints) -> Array:
    """Return the AUC of every row of *weights*, the times that each author is drawn; *texts* of each."""
    near, far = texts * (texts - 1), np.outer(texts, texts) * ~np.eye(len(texts), dtype=bool)
    pairs = (weights @ near) * np.einsum("rb,rc,bc->r", weights, weights, far)
    with np.errstate(invalid="ignore"):  # a draw of authors without two texts has no AUC
        # not optimised into matrix products: their last digits depend on the number of threads
        return np.einsum("ra,rb,rc,abc->r", weights, weights, weights, wins) / pairs
