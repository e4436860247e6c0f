"""Distances between texts at a stated length, beside those of one text and of one author.

What is estimated is the distance to be expected between *excerpts of a stated length*: a distance between
whole texts depends on how long they are, and short texts are far from everything. A distance alone says
nothing. It is read against the distances between excerpts of the same text, of different texts by one
author, and of different authors, all of the same length.

No percentile bootstrap is offered: words or sentences drawn anew are further apart than the text itself was,
so that nearly all resampled distances exceed the one observed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, combinations_with_replacement

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import mannwhitneyu

from ..errors import DhtoolsError, check_choice
from ..reference.block_tables import BlockTable, checked_blocks, chosen_words, excerpts
from .distances import distances

#: How two excerpts are related.
PAIR_KINDS = ("same text", "same author", "different authors", "author unknown")

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
_COLUMNS = [
    "text_a", "text_b", "kind", "length", "method", "words", "excerpts_a", "excerpts_b", "distance",
    "nearest", "farthest", "excess", "reason",
]  # fmt: skip
PAIR_MEASURES = ("excess", "distance", "accuracy")


def compare_texts(
    table: BlockTable,
    *,
    length: int,
    distance: str = "cosine_delta",
    mfw: int = 200,
    vocabulary: Sequence[str] | None = None,
    reference: BlockTable | None = None,
) -> pd.DataFrame:
    """Return the mean distance between excerpts of every pair of texts, and of every text with itself.

    Parameters
    ----------
    table : BlockTable
    length : int
        Words of an excerpt, a multiple of the block.
    distance : str
        A distance, see `distances`.
    mfw : int
        So many of the most frequent words of the reference.
    vocabulary : sequence of str, optional
        These words in place of the most frequent.
    reference : BlockTable, optional
        Where words are chosen and frequencies standardised: on all its excerpts of the same length. Otherwise
        the table itself.

    Returns
    -------
    DataFrame
        One row a pair of texts: *text_a*, *text_b*, *kind* (see `PAIR_KINDS`), *length*, *method*, *words*
        (their number), *excerpts_a* and *excerpts_b* (consecutive, without overlap), *distance* (mean over
        all pairs of excerpts), *nearest* and *farthest* of them (a spread and no interval, since pairs share
        excerpts), *excess* (the distance less the mean of the two texts' distances to themselves: about 0
        where two texts differ no more than each does in itself), *reason* (why a figure is missing).

    Raises
    ------
    DhtoolsError
        If the length is no multiple of the block, no text of the reference is that long, or a word is
        missing.
    """
    apart, rows = _measured(table, length, distance, mfw, vocabulary, reference)
    number = mfw if vocabulary is None else len(vocabulary)
    pairs = [
        _pair(table, one, two, (length, distance, number), rows, apart)
        for one, two in combinations_with_replacement(table.texts.index, 2)
    ]
    return _with_excess(pd.DataFrame(pairs, columns=_COLUMNS))


def _measured(
    table: BlockTable,
    length: int,
    distance: str,
    mfw: int | None,
    vocabulary: Sequence[str] | None,
    reference: BlockTable | None,
) -> tuple[Array, dict[str, Rows]]:
    """Return the distances between all excerpts, and the excerpts of every text."""
    basis = table if reference is None else reference
    vocabulary = chosen_words(basis, mfw, vocabulary)
    known, _ = excerpts(basis, length=length, vocabulary=vocabulary)
    if len(known) < 2:
        raise DhtoolsError(
            f"length={length}: the reference has {len(known)} excerpts of that length, too few to "
            "standardise on. Take shorter excerpts."
        )
    counts = table.counts.reindex(columns=vocabulary, fill_value=0)
    freqs, owner = excerpts(BlockTable(counts, table.texts, table.size), length=length)
    rows = {text: np.flatnonzero(owner.to_numpy() == text) for text in table.texts.index}
    if freqs.empty:
        return np.empty((0, 0)), rows
    return distances(freqs, freqs, distance=distance, reference=known).to_numpy(copy=True), rows


def _pair(
    table: BlockTable,
    one: str,
    two: str,
    setting: tuple[int, str, int],
    rows: dict[str, Rows],
    apart: Array,
) -> tuple[object, ...]:
    values = apart[np.ix_(rows[one], rows[two])]
    values = values[np.triu_indices(len(values), 1)] if one == two else values.ravel()
    length = setting[0]
    head = (one, two, _kind(table.authors, one, two), *setting, len(rows[one]), len(rows[two]))
    if len(values):
        return (*head, values.mean(), values.min(), values.max(), np.nan, "")
    short = [text for text in dict.fromkeys((one, two)) if not len(rows[text])]
    reason = "; ".join(f"{text} is shorter than {length:,} words" for text in short)
    return (*head, *np.full(4, np.nan), reason or f"{one} holds one excerpt of {length:,} words only")


def _with_excess(pairs: pd.DataFrame) -> pd.DataFrame:
    same = pairs["kind"] == "same text"
    own = pairs[same].set_index("text_a")["distance"]
    baseline = (pairs["text_a"].map(own) + pairs["text_b"].map(own)) / 2
    excess = (pairs["distance"] - baseline).mask(same)
    lacking = excess.isna() & pairs["distance"].notna() & ~same
    reason = pairs["reason"].mask(lacking, "no excess: a text holds one excerpt only")
    return pairs.assign(excess=excess, reason=reason)


def _kind(authors: pd.Series, one: str, two: str) -> str:
    if one == two:
        return "same text"
    if pd.isna(authors[one]) or pd.isna(authors[two]):
        return "author unknown"
    return "same author" if authors[one] == authors[two] else "different authors"


def baseline_quantiles(pairs: pd.DataFrame, *, measure: str = "excess") -> pd.DataFrame:
    """Summarise the pairs of known authors: the baseline to read other pairs against.

    Parameters
    ----------
    pairs : DataFrame
        From `compare_texts` or `identify_segments`, of a table of known authors.
    measure : {"excess", "distance", "accuracy"}

    Returns
    -------
    DataFrame
        One row a kind of pair that occurs: *kind*, *length*, *pairs* (of texts), *texts*, *low*, *median*,
        *high* (5th, 50th and 95th percentile), *auc* (on the row of the same author: how often a pair of one
        author has a smaller figure than a pair of two).
    """
    found = pairs.dropna(subset=check_choice("measure", measure, PAIR_MEASURES))
    figures = {kind: found.loc[found["kind"] == kind] for kind in PAIR_KINDS[:3]}
    rows = []
    for kind, own in figures.items():
        if len(own):
            texts = len(set(own["text_a"]) | set(own["text_b"]))
            percentiles = np.percentile(own[measure], [5, 50, 95])
            rows.append((kind, own["length"].iloc[0], len(own), texts, *percentiles, np.nan))
    table = pd.DataFrame(rows, columns=["kind", "length", "pairs", "texts", "low", "median", "high", "auc"])
    near, far = (figures[kind][measure] for kind in PAIR_KINDS[1:3])
    if len(near) and len(far):
        farther = mannwhitneyu(near, far, method="asymptotic").statistic / (len(near) * len(far))
        table.loc[table["kind"] == "same author", "auc"] = 1 - farther
    return table


def percentile_ranks(pairs: pd.DataFrame, known: pd.DataFrame, *, measure: str = "excess") -> pd.DataFrame:
    """Say where pairs of texts lie among pairs of known authors.

    Parameters
    ----------
    pairs : DataFrame
        From `compare_texts` or `identify_segments`.
    known : DataFrame
        The same, of a table of known authors: same length, method, words and reference.
    measure : {"excess", "distance", "accuracy"}

    Returns
    -------
    DataFrame
        *pairs* with *beyond_same_author* and *beyond_different_authors*: the share of the known pairs of that
        kind that are *closer* than this one. Missing where there is no such pair or no figure.

    Raises
    ------
    DhtoolsError
        If they differ in length, distance or number of words.
    """
    check_choice("measure", measure, PAIR_MEASURES)
    for column in [name for name in ("length", "method", "words") if name in pairs and name in known]:
        here, there = set(pairs[column]), set(known[column])
        if here and there and here != there:
            raise DhtoolsError(
                f"known: its {column} is {sorted(there)[0]!r}, that of the pairs {sorted(here)[0]!r}. "
                "Measure both in the same way."
            )
    shares = {}
    for kind in PAIR_KINDS[1:3]:
        own = np.sort(known.loc[known["kind"] == kind, measure].dropna().to_numpy())
        closer = np.searchsorted(own, pairs[measure].to_numpy()) / max(len(own), 1)
        shares[f"beyond_{kind.replace(' ', '_')}"] = pd.Series(closer, index=pairs.index).where(
            pairs[measure].notna() & (len(own) > 0)
        )
    return pairs.assign(**shares)


def named_pairs(
    tables: Mapping[str, pd.DataFrame], *, measure: str = "excess", texts: Sequence[str] | None = None
) -> pd.DataFrame:
    """Name the pairs of texts in some tables, for a figure.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables with *text_a* and *text_b*, by the group whose scale they are on.
    measure : str
        The column that is drawn.
    texts : sequence of str, optional
        Only pairs of these.

    Returns
    -------
    DataFrame
        *group*, *pair* (``article – lecture``, or ``article, itself``), *value* (of the measure), and the
        columns of the tables.
    """
    together = pd.concat([table.assign(group=group) for group, table in tables.items()], ignore_index=True)
    kept = together if texts is None else together[together[["text_a", "text_b"]].isin(texts).all(axis=1)]
    one, two = kept["text_a"].astype(str), kept["text_b"].astype(str)
    pair = (one + " – " + two).mask(one == two, one + ", itself")
    named = kept.assign(pair=pair, value=kept[measure].astype(float))
    front = ["group", "pair", "value"]
    return named[[*front, *named.columns.drop(front)]]


def word_differences(
    table: BlockTable, one: str, two: str, *, vocabulary: Sequence[str], reference: BlockTable, length: int
) -> pd.DataFrame:
    """List in which words two texts differ most, in units of what is usual.

    Parameters
    ----------
    table : BlockTable
    one, two : str
        Texts of the table.
    vocabulary : sequence of str
        Words of the reference.
    reference : BlockTable
        Its excerpts of the same length say how much a word varies between texts.
    length : int
        Words of an excerpt.

    Returns
    -------
    DataFrame
        One row a word, the largest difference first: *word*, *count_a*, *count_b* (in the whole blocks of
        each text), *rate_a*, *rate_b* (in 1,000 words), *difference* (of the rates, in standard deviations
        of the reference's excerpts; the words that vary in none of them are left out). Missing where a text
        fills no block.

    Raises
    ------
    DhtoolsError
        If a text or a word is not in its table.
    """
    chosen = table.choose([one, two])
    known, _ = excerpts(reference, length=length, vocabulary=chosen_words(reference, 1, vocabulary))
    counts = chosen.counts.reindex(columns=list(vocabulary), fill_value=0).groupby(level="text").sum()
    total = (chosen.texts["blocks"] * table.size).where(lambda given: given > 0)
    rates = counts.reindex(total.index).div(total, axis=0) * 1000
    spread = 10 * known.std(ddof=1)
    difference = (rates.loc[one] - rates.loc[two]) / spread.where(spread > 0)
    made = pd.DataFrame(
        {
            "word": list(vocabulary),
            "count_a": counts.reindex([one]).iloc[0].to_numpy(),
            "count_b": counts.reindex([two]).iloc[0].to_numpy(),
            "rate_a": rates.loc[one].to_numpy(),
            "rate_b": rates.loc[two].to_numpy(),
            "difference": difference.to_numpy(),
        }
    )
    return made[(spread > 0).to_numpy()].sort_values(
        "difference", key=lambda sizes: -sizes.abs(), ignore_index=True, kind="stable"
    )


def identify_segments(
    table: BlockTable,
    *,
    length: int = 300,
    distance: str = "cosine_delta",
    mfw: int | None = 200,
    reference: BlockTable | None = None,
) -> pd.DataFrame:
    """Ask of every pair of texts how well their excerpts are assigned to the right one of the two.

    Each excerpt goes to the text of its nearest neighbour among the other excerpts of the two. High figures
    are no evidence of two authors: two essays by one hand are told apart too, since an essay has a subject.

    Parameters
    ----------
    table, length, distance, mfw, reference
        As for `compare_texts`.

    Returns
    -------
    DataFrame
        One row a pair of texts that have two excerpts each: *text_a*, *text_b*, *kind*, *length*, *excerpts*,
        *accuracy* (mean of the shares assigned rightly in each of the two texts: 0.5 is chance).

    Raises
    ------
    DhtoolsError
        As for `compare_texts`.
    """
    number = table.texts["blocks"] // checked_blocks(table, length)
    several = list(table.texts.index[number > 1])
    if len(several) < 2:
        return pd.DataFrame(columns=["text_a", "text_b", "kind", "length", "excerpts", "accuracy"])
    apart, rows = _measured(table, length, distance, mfw, None, reference)
    np.fill_diagonal(apart, np.inf)
    told = [
        (
            one,
            two,
            _kind(table.authors, one, two),
            length,
            len(rows[one]) + len(rows[two]),
            _accuracy(apart, rows[one], rows[two]),
        )
        for one, two in combinations(several, 2)
    ]
    return pd.DataFrame(told, columns=["text_a", "text_b", "kind", "length", "excerpts", "accuracy"])


def _accuracy(apart: Array, one: Rows, two: Rows) -> float:
    both = np.concatenate([one, two])
    nearest = both[apart[np.ix_(both, both)].argmin(axis=1)]
    right = np.isin(nearest, one) == np.isin(both, one)
    return float((right[: len(one)].mean() + right[len(one) :].mean()) / 2)
