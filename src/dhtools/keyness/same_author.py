"""How many words does the same test flag between two texts of one author?

A permutation test of segments asks whether two *documents* differ, and two documents by one hand do: they are
about different things. So a list of words that is no longer than what this table shows is no finding.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_share, check_whole, is_whole
from ..reference.block_tables import BlockTable
from ..stats.permutation import MIN_ARRANGEMENTS, arrangements, permutation_p
from .comparison import Keyness, check_test_options

_COLUMNS = ["text_a", "text_b", "author", "n_words", "n_flagged", "share", "note"]
#: Keys of a baseline whose values may be missing.
_MEASURED = (
    "n_flagged",
    "share_flagged",
    "n_flagged_by_q",
    "share_mean",
    "share_q05",
    "share_q95",
    "n_pairs",
)


def same_author_rate(
    table: BlockTable,
    n_segments: tuple[int, int],
    *,
    segment_words: int = 300,
    min_count: int = 5,
    level: float = 0.05,
    permutations: int = 999,
    pairs: int = 40,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare pairs of texts by one author as `compare_terms` compares two sides.

    * table: Texts of known authors, from `dhtools.reference`.
    * n_segments: Segments of the two sides; those of a text are its first ones. Of each pair the longer text
      takes the larger number.
    * segment_words: Length of a segment: a multiple of the blocks of the table.
    * min_count: Least occurrences of a word in both texts together, as in `keyness`.
    * level: A word is flagged if its p lies below.
    * pairs: Of more pairs so many are drawn at random.

    Returns: One row a pair: *text_a*, *text_b*, *author*, *n_words* (tested), *n_flagged*, *share* of the
    words that is flagged, *note* (why it is missing). The table is empty if no author has two texts that
    long.

    Raises `DhtoolsError` if a segment is not a whole number of blocks, the segments can be arranged in fewer
    than 1,000 ways, or an option is out of its range.

    Where segments are equally long, rates of different arrangements are often equal, and a tie counts against
    the word: of words that do not differ, about 3 % are flagged at a level of 5 %, not 5 %.

    Only the words of the table are tested, its most frequent. Where every word is tested, rarer ones are
    among them, of which fewer are flagged.
    """
    _check(table, n_segments, segment_words, level, pairs)
    check_test_options(min_count, permutations)
    sizes = (max(n_segments), min(n_segments))
    found = _pairs(table, *sizes, segment_words // table.block_words)
    drawn = np.random.default_rng(seed).permutation(len(found))[:pairs]
    rows = []
    for longer, shorter, author in (found[row] for row in sorted(drawn.tolist())):
        counts = np.concatenate(
            [
                _segments(table, text, size, segment_words)
                for text, size in zip((longer, shorter), sizes, strict=True)
            ]
        )
        tested = counts[:, counts.sum(axis=0) >= min_count]
        totals, groups = np.full(len(tested), segment_words), np.repeat([0, 1], sizes)
        p = permutation_p(tested, totals, groups, permutations=permutations, seed=seed)
        flagged = p < level
        share, note = (flagged.mean(), "") if len(p) else (np.nan, "no word is frequent enough")
        rows.append((longer, shorter, author, len(p), int(flagged.sum()), share, note))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _check(
    table: BlockTable, n_segments: tuple[int, int], segment_words: int, level: float, pairs: int
) -> None:
    if len(n_segments) != 2 or not all(is_whole(n, 1) for n in n_segments):
        raise DhtoolsError(f"n_segments={n_segments!r}: give the segments of the two sides, from 1 each.")
    if not is_whole(segment_words, 1) or segment_words % table.block_words:
        raise DhtoolsError(
            f"segment_words={segment_words!r}: give a multiple of {table.block_words}, the words of a block."
        )
    check_share("level", level, "a level", one=False)
    check_whole("pairs", pairs, 1)
    ways = arrangements(n_segments)
    if ways < MIN_ARRANGEMENTS:
        raise DhtoolsError(
            f"n_segments={n_segments!r}: they can be arranged in {ways:,} ways, too few for a p (from "
            f"{MIN_ARRANGEMENTS:,}). Take shorter segments, or longer texts."
        )


def _pairs(table: BlockTable, longer: int, shorter: int, blocks: int) -> list[tuple[str, str, str]]:
    """Return all pairs of one author's texts with so many segments, the longer text first."""
    lengths = (table.texts["n_blocks"] // blocks).sort_values(ascending=False, kind="stable")
    return [
        (str(a), str(b), str(author))
        for author, by_one in lengths.groupby(table.authors, sort=True)
        for a, b in combinations(by_one.index, 2)
        if by_one[a] >= longer and by_one[b] >= shorter
    ]


def _segments(table: BlockTable, text: str, n_segments: int, segment_words: int) -> npt.NDArray[np.int64]:
    """Return the counts of the first segments of a text: segments × words."""
    blocks = segment_words // table.block_words
    counts = table.counts.loc[text].to_numpy(dtype=np.int64)[: n_segments * blocks]
    return counts.reshape(n_segments, blocks, -1).sum(axis=1)


def same_author_baseline(
    found: Keyness, table: BlockTable, *, level: float = 0.05, pairs: int = 40
) -> pd.Series:
    """Compare the length of a list of words with its length between texts of one author under the same call.

    Parameters
    ----------
    found : Keyness
        From `compare_terms`: its segments, permutations and least occurrences are taken over.
    table, level, pairs
        As for `same_author_rate`.

    Returns
    -------
    Series
        *n_words*, *n_flagged* (p below the level), *share_flagged* of the words, *n_flagged_by_q*; of
        the same share between texts of one author *share_mean*, *share_q05* and *share_q95* (percentiles of
        the pairs), *n_pairs*; and *verdict*. A list whose share lies at or below *share_q95* is "no finding":
        a pair of texts by one author may well have one as long. Where p is missing, or the table has no texts
        that long, shares are missing and the verdict says why.

    Raises
    ------
    DhtoolsError
        If an option is out of its range.
    """
    p, q = found.table["p"], found.table["q"]
    if found.note or p.empty:
        return _baseline(len(p), verdict=found.note or "no words to compare")
    rates = _rates_as(found, table, level, pairs)
    share, high = float((p < level).mean()), rates.quantile(0.95)
    if rates.empty:
        verdict = "not decidable: no author of the reference table has two texts that long"
    elif share > high:
        verdict = "longer than between texts of one author"
    else:
        verdict = "no finding: no longer than between texts of one author"
    return _baseline(
        len(p),
        n_flagged=int((p < level).sum()),
        share_flagged=share,
        n_flagged_by_q=int((q < level).sum()),
        share_mean=rates.mean(),
        share_q05=rates.quantile(0.05),
        share_q95=high,
        n_pairs=len(rates),
        verdict=verdict,
    )


def _baseline(n_words: int, **known: object) -> pd.Series:
    values = {"n_words": n_words, **dict.fromkeys(_MEASURED, np.nan), **known}
    return pd.Series(values, name="value", dtype=object)


def _rates_as(found: Keyness, table: BlockTable, level: float, pairs: int) -> pd.Series:
    """Return the shares flagged between texts of one author, with the segments and options of a list."""
    blocks = max(round(sum(found.tokens) / sum(found.units) / table.block_words), 1)
    rates = same_author_rate(
        table,
        found.units,
        segment_words=blocks * table.block_words,
        min_count=found.min_count,
        level=level,
        permutations=found.permutations,
        pairs=pairs,
    )
    return rates["share"].dropna()
