"""Power: how often a distance tells one author from two, at the lengths of two texts.

Before two texts are compared, the same comparison is made between texts of known authors, cut to the same
lengths. If it does not separate pairs of one author from pairs of two there, it cannot do so here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..reference.block_tables import BlockTable, blocks_in, chosen_words, cumulated, excerpts, stretch
from .distances import Array, distances

#: A simulated area under the curve (AUC) below this gives no verdict.
MIN_AUC = 0.8
NOT_DECIDABLE = "not decidable at this length"

#: An interval by resampling authors needs so many of them.
MIN_AUTHORS = 10

Ints = npt.NDArray[np.int64]


def authorship_power(
    table: BlockTable,
    *,
    excerpt_words: tuple[int, int],
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
        Texts of known authors, from `dhtools.reference`.
    excerpt_words : tuple of int
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
        One row:

        * *excerpt_words_a*, *excerpt_words_b*, *distance*, *n_vocabulary*, *n_authors*, *n_texts*;
        * *n_pairs_same_author*: ordered pairs of texts of one author;
        * *auc*: how often a pair of one author is closer than a pair of two, a tie counting half: 0.5 is
          chance, 1 perfect. Each author has the same weight, and each two authors, however many their texts;
        * *low*, *high*: 95% interval, percentiles over authors drawn with replacement, since the pairs of one
          author are not independent;
        * *verdict* (see `power_verdict`), *note* (why a figure is missing).

    Raises
    ------
    DhtoolsError
        If a length is shorter than a block, or a word is not in the table.

    Notes
    -----
    The AUC holds for texts like those of the table. Pairs there share genre and decade; where the texts to be
    compared do not, they lie further apart for reasons that are not their authors.

    Source of the AUC: Hanley and McNeil (1982), Radiology 143(1), 29-36, doi:10.1148/radiology.143.1.7063747.

    Examples
    --------
    >>> counts = pd.DataFrame({"the": [9, 8, 2, 3], "of": [1, 2, 8, 7]})
    >>> counts.index = pd.MultiIndex.from_product([list("abcd"), [1]], names=["text", "block"])
    >>> texts = pd.DataFrame({"author": list("AABB"), "n_blocks": 1}, index=list("abcd"))
    >>> known = BlockTable(counts, texts, block_words=10)
    >>> authorship_power(known, excerpt_words=(10, 10), mfw=2)[["auc", "note"]].to_numpy().tolist()
    [[1.0, 'no interval: 2 authors are too few to resample']]
    """
    size = table.block_words
    blocks = [blocks_in(table, words // size * size) for words in excerpt_words]
    vocabulary = chosen_words(table, mfw, vocabulary)
    long_enough = table.authors.notna() & (table.texts["n_blocks"] >= max(blocks))
    kept = table.choose(list(table.texts.index[long_enough]))
    codes = pd.factorize(kept.authors)[0]
    texts_each = np.bincount(codes)
    row: dict[str, object] = {
        "excerpt_words_a": blocks[0] * size,
        "excerpt_words_b": blocks[1] * size,
        "distance": distance,
        "n_vocabulary": len(vocabulary),
        "n_authors": len(texts_each),
        "n_texts": len(codes),
        "n_pairs_same_author": int((texts_each * (texts_each - 1)).sum()),
    }
    if row["n_pairs_same_author"] == 0 or len(texts_each) < 2:
        note = f"no author with two texts of {max(blocks) * size:,} words, or no other author"
        return _row(row, np.full(3, np.nan), note)
    random = np.random.default_rng(seed)
    basis, _ = excerpts(table, excerpt_words=min(blocks) * size, vocabulary=vocabulary)
    wins = _simulated(kept, blocks, basis, distance, codes, draws, random)
    auc = _auc(wins, texts_each, np.ones((1, len(texts_each)), dtype=np.int64))
    if len(texts_each) < MIN_AUTHORS:
        note = f"no interval: {len(texts_each)} authors are too few to resample"
        return _row(row, np.append(auc, [np.nan, np.nan]), note)
    equal = np.full(len(texts_each), 1 / len(texts_each))
    drawn = random.multinomial(len(texts_each), equal, size=resamples)
    return _row(row, np.append(auc, np.nanpercentile(_auc(wins, texts_each, drawn), [2.5, 97.5])), "")


def _simulated(
    table: BlockTable,
    blocks: list[int],
    basis: pd.DataFrame,
    distance: str,
    codes: Ints,
    draws: int,
    random: np.random.Generator,
) -> Array:
    """Return the mean of `_wins` over draws of excerpts; *basis* is what frequencies are standardised on."""
    sums, wins = cumulated(table, list(basis.columns)), []
    for _ in range(draws):
        a, b = (
            pd.DataFrame(_random_excerpts(table, sums, number, random), columns=basis.columns)
            for number in blocks
        )
        wins.append(_wins(distances(a, b, distance=distance, reference=basis).to_numpy(), codes))
    return np.mean(wins, axis=0)


def _row(row: dict[str, object], figures: Array, note: str) -> pd.DataFrame:
    auc, low, high = figures.tolist()
    found = {"auc": auc, "low": low, "high": high, "verdict": power_verdict(auc), "note": note}
    return pd.DataFrame([{**row, **found}])


def power_verdict(auc: float) -> str:
    """Say whether authorship is decidable where a simulation has reached this AUC.

    >>> power_verdict(0.67), power_verdict(0.9)
    ('not decidable at this length', 'decidable')
    """
    return "decidable" if auc >= MIN_AUC else NOT_DECIDABLE


def _random_excerpts(table: BlockTable, sums: Ints, blocks: int, random: np.random.Generator) -> Array:
    """Return the frequencies of one consecutive excerpt of every text, at a random place."""
    spare = table.texts["n_blocks"].to_numpy() - blocks
    return stretch(sums, table.first_rows + random.integers(0, spare + 1), blocks, table.block_words)


def _wins(values: Array, author: Ints) -> Array:
    """Return, for authors a, b, c, how often a pair by a is closer than a pair by b and c; a tie is half."""
    number = int(author.max()) + 1
    first, second = np.nonzero(~np.eye(len(author), dtype=bool))
    same, pair_values = author[first] == author[second], values[first, second]
    wins = np.zeros((number, number, number))
    for one in range(number):
        near = np.sort(pair_values[same & (author[first] == one)])
        closer = sum(np.searchsorted(near, pair_values[~same], side) for side in ("left", "right")) / 2
        np.add.at(wins[one], (author[first][~same], author[second][~same]), closer)
    return wins


def _auc(wins: Array, texts: Ints, weights: Ints) -> Array:
    """Return the AUC of every row of *weights*, the times that each author is drawn; *texts* of each.

    Each author has the same share of the pairs of one author, each two authors of the pairs of two.
    """
    same, different = texts * (texts - 1), np.outer(texts, texts) * ~np.eye(len(texts), dtype=bool)
    pairs = same[:, None, None] * different
    shares = np.divide(wins, pairs, out=np.zeros_like(wins), where=pairs > 0)
    several = weights * (same > 0)
    number = several.sum(axis=1) * np.einsum("rb,rc,bc->r", weights, weights, different > 0)
    with np.errstate(invalid="ignore"):  # a draw of authors without two texts has no AUC
        # not optimised into matrix products: their last digits depend on the number of threads
        return np.einsum("ra,rb,rc,abc->r", several, weights, weights, shares) / number
