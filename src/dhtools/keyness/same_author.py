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
from .comparison import Keyness, check_options

_COLUMNS = ["text_a", "text_b", "author", "words", "flagged", "share"]


def same_author_rate(
    table: BlockTable,
    segments: tuple[int, int],
    *,
    segment_words: int = 300,
    min_count: int = 5,
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
    segment_words : int
        Words of a segment: a multiple of the blocks of the table.
    min_count : int
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
    _check(table, segments, segment_words, level, pairs)
    check_options(min_count, permutations)
    found = _pairs(table, max(segments), min(segments), segment_words // table.block_words)
    drawn = np.random.default_rng(seed).permutation(len(found))[:pairs]
    rows = []
    for longer, shorter, author in (found[place] for place in sorted(drawn.tolist())):
        sides = [
            _segments(table, longer, max(segments), segment_words),
            _segments(table, shorter, min(segments), segment_words),
        ]
        counts = np.concatenate(sides)
        tested = counts[:, counts.sum(axis=0) >= min_count]
        groups = np.repeat([0, 1], [len(side) for side in sides])
        p = permutation_p(
            tested, np.full(len(tested), segment_words), groups, permutations=permutations, seed=seed
        )
        flagged = int((p < level).sum())
        rows.append((longer, shorter, author, len(p), flagged, flagged / len(p) if len(p) else np.nan))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _check(
    table: BlockTable, segments: tuple[int, int], segment_words: int, level: float, pairs: int
) -> None:
    if len(segments) != 2 or not all(is_whole(number, 1) for number in segments):
        raise DhtoolsError(f"segments={segments!r}: give the segments of the two sides, from 1 each.")
    if not is_whole(segment_words, 1) or segment_words % table.block_words:
        raise DhtoolsError(
            f"segment_words={segment_words!r}: give a multiple of {table.block_words}, the words of a block."
        )
    check_share("level", level, "a level", one=False)
    check_whole("pairs", pairs, 1)
    ways = arrangements(segments)
    if ways < MIN_ARRANGEMENTS:
        raise DhtoolsError(
            f"segments={segments!r}: they can be arranged in {ways:,} ways, too few for a p (from "
            f"{MIN_ARRANGEMENTS:,}). Take shorter segments, or longer texts."
        )


def _pairs(table: BlockTable, max_pairs: int, min_count: int, blocks: int) -> list[tuple[str, str, str]]:
    """Return all pairs of one author's texts that are long enough, the longer one first."""
    long = (table.texts["n_blocks"] // blocks).sort_values(ascending=False, kind="stable")
    found = []
    for author, own in long.groupby(table.authors, sort=True):
        found += [
            (str(a), str(b), str(author))
            for a, b in combinations(own.index, 2)
            if own[a] >= max_pairs and own[b] >= min_count
        ]
    return found


def _segments(table: BlockTable, text: str, number: int, segment_words: int) -> npt.NDArray[np.int64]:
    """Return the counts of the first segments of a text: segments × words."""
    blocks = segment_words // table.block_words
    own = table.counts.loc[text].to_numpy(dtype=np.int64)[: number * blocks]
    return own.reshape(number, blocks, -1).sum(axis=1)


def same_author_baseline(
    found: Keyness, table: BlockTable, *, level: float = 0.05, pairs: int = 40
) -> pd.Series:
    """Say how long a list of words is, and how long it is between texts of one author under the same call.

    Parameters
    ----------
    found : Keyness
        From `compare_terms`: its segments, permutations and least occurrences are taken over.
    table : BlockTable
        As for `same_author_rate`.
    level : float
        A word is flagged if its p lies below.
    pairs : int
        As for `same_author_rate`.

    Returns
    -------
    Series
        *words*, *flagged* (p below the level), *share flagged*, *flagged by q*; of the same share between
        texts of one author *mean*, *lowest* and *highest* (5th and 95th percentile of the pairs), *pairs*;
        and *verdict*. A list whose share lies at or below the highest is "no finding": a pair of texts by one
        author may well have one as long. Where there is no p, or the table has no texts that long, shares are
        missing and the verdict says why.

    Raises
    ------
    DhtoolsError
        If an option is out of its range.
    """
    p, q = found.table["p"], found.table["q"]
    if found.reason or p.empty:
        return _told(len(p), verdict=found.reason or "no words to compare")
    rates = _rates_as(found, table, level, pairs)
    share, low, high = float((p < level).mean()), rates.quantile(0.05), rates.quantile(0.95)
    if rates.empty:
        verdict = "not decidable: no author of the reference table has two texts that long"
    elif share > high:
        verdict = "longer than between texts of one author"
    else:
        verdict = "no finding: no longer than between texts of one author"
    flagged = {
        "flagged": int((p < level).sum()),
        "share flagged": share,
        "flagged by q": int((q < level).sum()),
    }
    others = {"mean": rates.mean(), "lowest": low, "highest": high, "pairs": len(rates)}
    return _told(len(p), **flagged, **others, verdict=verdict)


_TOLD = ("flagged", "share flagged", "flagged by q", "mean", "lowest", "highest", "pairs", "verdict")


def _told(segment_words: int, **known: object) -> pd.Series:
    told = {"words": segment_words, **dict.fromkeys(_TOLD, np.nan), **known}
    return pd.Series(told, name="value", dtype=object)


def _rates_as(found: Keyness, table: BlockTable, level: float, pairs: int) -> pd.Series:
    """Return the shares flagged between texts of one author, with the segments and options of a list."""
    blocks = max(round(sum(found.tokens) / sum(found.units) / table.block_words), 1)
    rates = same_author_rate(
        table,
        found.units,
        segment_words=blocks * table.block_words,
        min_count=found.least,
        level=level,
        permutations=found.permutations,
        pairs=pairs,
    )
    return rates["share"].dropna()
