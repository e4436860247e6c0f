"""Distances between texts at a stated length, and those within a text.

What is estimated is the expected distance between *excerpts of a stated length*: a distance between whole
texts depends on how long they are, and short texts are far from everything. A distance is read against the
distances between excerpts of the same text, of different texts by one author, and of different authors, all
of the same length (`baselines`).

No percentile bootstrap is offered: words or sentences drawn anew are further apart than the text itself was,
so that nearly all resampled distances exceed the one observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

import numpy as np
import pandas as pd

from ..errors import DhtoolsError
from ..reference.block_tables import BlockTable, blocks_in, chosen_words, excerpts
from ..shown import answers_first
from .distances import Array, distance_blocks

#: How two excerpts are related.
PAIR_KINDS = ("same text", "same author", "different authors", "author unknown")

_COLUMNS = [
    "text_a", "text_b", "author_a", "author_b", "kind", "excerpt_words", "distance", "n_vocabulary",
    "n_excerpts_a", "n_excerpts_b", "mean_distance", "min", "max", "excess", "note",
]  # fmt: skip
_IDENTIFIED = [
    "text_a", "text_b", "author_a", "author_b", "kind", "excerpt_words", "n_excerpts", "accuracy",
]  # fmt: skip


@answers_first("text_a", "text_b", "excess", "mean_distance")
def compare_texts(
    table: BlockTable,
    *,
    excerpt_words: int,
    distance: str = "cosine_delta",
    mfw: int = 200,
    vocabulary: Sequence[str] | None = None,
    reference: BlockTable | None = None,
) -> pd.DataFrame:
    """Return the mean distance between excerpts of every pair of texts, and of every text with itself.

    Parameters
    ----------
    table : BlockTable
    excerpt_words : int
        Words of an excerpt, a multiple of the block. Excerpts are consecutive and do not overlap.
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
        One row a pair of texts:

        * *text_a*, *text_b*, *author_a*, *author_b*, *kind* (see `PAIR_KINDS`), *excerpt_words*, *distance*
          (its name);
        * *n_vocabulary*: number of words; *n_excerpts_a*, *n_excerpts_b*;
        * *mean_distance*: mean over all pairs of excerpts, on the scale of the distance; *min* and *max* of
          them, a spread and not an interval, since pairs share excerpts;
        * *excess*: ``d(a, b) - (d(a, a) + d(b, b)) / 2``, the mean distance less that of the two texts to
          themselves. It is about 0 where two texts differ no more than each does in itself, and can be
          negative; missing for a text with itself;
        * *note*: why a figure is missing.

    Raises
    ------
    DhtoolsError
        If the length is no multiple of the block, no text of the reference is that long, or a word is
        missing.

    Notes
    -----
    The excess is a measure of this project.

    Examples
    --------
    >>> counts = pd.DataFrame({"the": [9, 8, 2, 3], "of": [1, 2, 8, 7]})
    >>> counts.index = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["text", "block"])
    >>> texts = pd.DataFrame({"author": ["A", "B"], "n_blocks": 2}, index=["a", "b"])
    >>> pairs = compare_texts(BlockTable(counts, texts, 10), excerpt_words=10, distance="manhattan", mfw=2)
    >>> pairs[["text_a", "text_b", "mean_distance", "excess"]].to_numpy().tolist()
    [['a', 'a', 20.0, nan], ['a', 'b', 120.0, 100.0], ['b', 'b', 20.0, nan]]
    """
    measured = _distances_by_text(table, excerpt_words, distance, mfw, vocabulary, reference)
    setting = (excerpt_words, distance, mfw if vocabulary is None else len(vocabulary))
    pairs = [_pair(table, a, b, setting, values) for a, others in measured for b, values in others.items()]
    return _with_excess(pd.DataFrame(pairs, columns=_COLUMNS))


def _distances_by_text(
    table: BlockTable,
    excerpt_words: int,
    distance: str,
    mfw: int,
    vocabulary: Sequence[str] | None,
    reference: BlockTable | None,
) -> Iterator[tuple[str, dict[str, Array]]]:
    """Yield each text, and the distances of its excerpts to those of the same text and of each later one."""
    basis = table if reference is None else reference
    vocabulary = chosen_words(basis, mfw, vocabulary)
    known, _ = excerpts(basis, excerpt_words=excerpt_words, vocabulary=vocabulary)
    if len(known) < 2:
        raise DhtoolsError(
            f"excerpt_words={excerpt_words}: the reference has {len(known)} excerpts of that length, too few "
            "to standardise on. Take shorter excerpts."
        )
    counts = table.counts.reindex(columns=vocabulary, fill_value=0)
    same_words = BlockTable(counts, table.texts, table.block_words)
    freqs, owner = excerpts(same_words, excerpt_words=excerpt_words)
    texts = list(table.texts.index)
    edges = np.searchsorted(pd.Categorical(owner, categories=texts).codes, np.arange(len(texts) + 1))
    blocks: Iterable[Array] = repeat(np.empty((0, 0)))
    if len(freqs):
        blocks = distance_blocks(freqs, edges, distance=distance, reference=known)
    for place, (text, block) in enumerate(zip(texts, blocks, strict=False)):
        later = edges[place + 1 : -1] - edges[place]
        yield text, dict(zip(texts[place:], np.split(block, later, axis=1), strict=True))


def _pair(
    table: BlockTable, a: str, b: str, setting: tuple[int, str, int], distances: Array
) -> tuple[object, ...]:
    values = distances[np.triu_indices(len(distances), 1)] if a == b else distances.ravel()
    head = (a, b, *_relation(table.authors, a, b), *setting, *distances.shape)
    if len(values):
        return (*head, values.mean(), values.min(), values.max(), np.nan, "")
    length = f"{setting[0]:,} words"
    number = dict(zip((a, b), distances.shape, strict=True))
    note = "; ".join(f"{text} is shorter than {length}" for text, n in number.items() if not n)
    return (*head, *np.full(4, np.nan), note or f"{a} holds one excerpt of {length} only")


def _with_excess(pairs: pd.DataFrame) -> pd.DataFrame:
    same = pairs["kind"] == "same text"
    within = pairs[same].set_index("text_a")["mean_distance"]
    baseline = (pairs["text_a"].map(within) + pairs["text_b"].map(within)) / 2
    excess = (pairs["mean_distance"] - baseline).mask(same)
    lacking = excess.isna() & pairs["mean_distance"].notna() & ~same
    note = pairs["note"].mask(lacking, "no excess: a text holds one excerpt only")
    return pairs.assign(excess=excess, note=note)


def _relation(authors: pd.Series, a: str, b: str) -> tuple[object, object, str]:
    """Return the authors of two texts, and the kind of pair."""
    one, other = authors[a], authors[b]
    if a == b:
        return one, other, "same text"
    if pd.isna(one) or pd.isna(other):
        return one, other, "author unknown"
    return one, other, "same author" if one == other else "different authors"


def named_pairs(
    tables: Mapping[str, pd.DataFrame], *, measure: str = "excess", texts: Sequence[str] | None = None
) -> pd.DataFrame:
    """Name the pairs of texts in some tables, for a figure.

    * tables: Tables with *text_a* and *text_b*, by the group whose scale they are on.
    * measure: The column that is drawn.
    * texts: Only pairs of these.

    Returns: *group*, *pair* (``article – lecture``, or ``article, itself``), *value* (of the measure), and
    the columns of the tables.
    """
    together = pd.concat([table.assign(group=group) for group, table in tables.items()], ignore_index=True)
    kept = together if texts is None else together[together[["text_a", "text_b"]].isin(texts).all(axis=1)]
    a, b = kept["text_a"].astype(str), kept["text_b"].astype(str)
    named = kept.assign(pair=(a + " – " + b).mask(a == b, a + ", itself"), value=kept[measure].astype(float))
    front = ["group", "pair", "value"]
    return named[[*front, *named.columns.drop(front)]]


def word_differences(
    table: BlockTable,
    text_a: str,
    text_b: str,
    *,
    vocabulary: Sequence[str],
    reference: BlockTable,
    excerpt_words: int,
) -> pd.DataFrame:
    """List in which words two texts differ most, in standard deviations of a reference.

    Parameters
    ----------
    table : BlockTable
    text_a, text_b : str
        Texts of the table.
    vocabulary : sequence of str
        Words of the reference.
    reference : BlockTable
        Its excerpts of the same length say how much a word varies between texts.
    excerpt_words : int
        Words of an excerpt.

    Returns
    -------
    DataFrame
        One row a word, the largest difference first: *word*, *n_a*, *n_b* (occurrences in the whole blocks of
        each text), *per_1000_a*, *per_1000_b* (per 1,000 words), *difference* (``(rate a - rate b) / sd``, sd
        the standard deviation of the rate over the reference's excerpts; words that do not vary there are
        left out), *note* (why a rate is missing: a text fills no block).

    Raises
    ------
    DhtoolsError
        If a text or a word is not in its table.

    Examples
    --------
    >>> counts = pd.DataFrame({"the": [6, 3], "of": [3, 3]})
    >>> counts.index = pd.MultiIndex.from_product([["a", "b"], [1]], names=["text", "block"])
    >>> texts = pd.DataFrame({"author": ["A", "B"], "n_blocks": 1}, index=["a", "b"])
    >>> table = BlockTable(counts, texts, block_words=100)
    >>> words = {"vocabulary": ["the", "of"], "reference": table, "excerpt_words": 100}
    >>> word_differences(table, "a", "b", **words)[["word", "per_1000_a", "difference"]].round(3)
      word  per_1000_a  difference
    0  the        60.0       1.414
    """
    chosen = table.choose([text_a, text_b])
    words = chosen_words(reference, 1, vocabulary)
    known, _ = excerpts(reference, excerpt_words=excerpt_words, vocabulary=words)
    spread = 10 * known.std(ddof=1)  # per cent to per 1,000
    counts = chosen.counts.reindex(columns=words, fill_value=0).groupby(level="text").sum()
    total = chosen.texts["n_blocks"] * table.block_words
    rates = counts.reindex(total.index).div(total.where(total > 0), axis=0) * 1000
    difference = (rates.loc[text_a] - rates.loc[text_b]) / spread.where(spread > 0)
    short = ", ".join(str(text) for text in total.index[total == 0])
    columns = {
        "n_a": counts.reindex([text_a]).iloc[0],
        "n_b": counts.reindex([text_b]).iloc[0],
        "per_1000_a": rates.loc[text_a],
        "per_1000_b": rates.loc[text_b],
        "difference": difference,
    }
    found = pd.DataFrame(columns, index=pd.Index(words, name="word"))[spread > 0].reset_index()
    found["note"] = f"{short} is shorter than a block" if short else ""
    return found.sort_values("difference", key=lambda sizes: -sizes.abs(), ignore_index=True, kind="stable")


def identify_segments(
    table: BlockTable,
    *,
    excerpt_words: int = 300,
    distance: str = "cosine_delta",
    mfw: int = 200,
    reference: BlockTable | None = None,
) -> pd.DataFrame:
    """Return for every pair of texts how many of their excerpts are assigned to the right one of the two.

    Each excerpt goes to the text of its nearest neighbour among the other excerpts of the two. A high
    accuracy is not evidence of two authors: two essays by one author are told apart too, since an essay has a
    subject.

    * table, excerpt_words, distance, mfw, reference: As for `compare_texts`.

    Returns: One row a pair of texts that have two excerpts each: *text_a*, *text_b*, *author_a*, *author_b*,
    *kind*, *excerpt_words*, *n_excerpts* (of both), *accuracy* (``(share right in a + share right in b) /
    2``, 0 to 1; 0.5 is chance).

    Raises `DhtoolsError` as for `compare_texts`.

    >>> counts = pd.DataFrame({"the": [9, 8, 2, 3], "of": [1, 2, 8, 7]})
    >>> counts.index = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["text", "block"])
    >>> texts = pd.DataFrame({"author": ["A", "B"], "n_blocks": 2}, index=["a", "b"])
    >>> identify_segments(BlockTable(counts, texts, 10), excerpt_words=10, mfw=2)["accuracy"].tolist()
    [1.0]
    """
    excerpts_each = table.texts["n_blocks"] // blocks_in(table, excerpt_words)
    several = set(table.texts.index[excerpts_each > 1])
    own: dict[str, Array] = {}
    nearest: dict[tuple[str, str], tuple[Array, Array]] = {}
    for a, others in _distances_by_text(table, excerpt_words, distance, mfw, None, reference):
        for b, values in others.items():
            if a == b:
                own[a] = np.where(np.eye(len(values), dtype=bool), np.inf, values).min(axis=1, initial=np.inf)
            elif {a, b} <= several:
                nearest[a, b] = values.min(axis=1), values.min(axis=0)
    found = [
        (
            *(a, b, *_relation(table.authors, a, b), excerpt_words, len(own[a]) + len(own[b])),
            # of two that are as near, the one of the first text counts
            float(((own[a] <= to_b).mean() + (own[b] < to_a).mean()) / 2),
        )
        for (a, b), (to_b, to_a) in nearest.items()
    ]
    return pd.DataFrame(found, columns=_IDENTIFIED)
