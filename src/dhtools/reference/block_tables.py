"""Block tables: texts of known authors as counts of consecutive blocks, and excerpts put together from them.

A block is a hundred words in a row. Counts of blocks are enough to measure what happens to excerpts of any
length (a multiple of the block), they are small, and nobody can read a text from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.segments import segment
from ..counts.tables import count_tokens, most_frequent
from ..errors import DhtoolsError, is_whole

BLOCK = 100
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BlockTable:
    """Counts of the blocks of some texts, and what is known of the texts.

    Attributes
    ----------
    counts : DataFrame
        Blocks × words, the most frequent word first; the index is (text, block), blocks in the order of the
        text. Every block has *size* words; those that are not among the columns count in its length.
    texts : DataFrame
        One row a text: *author* (missing if unknown), *blocks*, and whatever else is known.
    size : int
        Words in a block.
    source : str
        Where the texts come from.
    """

    counts: pd.DataFrame = field(repr=False)
    texts: pd.DataFrame = field(repr=False)
    size: int = BLOCK
    source: str = ""

    @property
    def authors(self) -> pd.Series:
        """The author of every text."""
        return self.texts["author"]

    @property
    def vocabulary(self) -> list[str]:
        """All words of the table, the most frequent first."""
        return list(self.counts.columns)

    @property
    def first_rows(self) -> Ints:
        """The row of *counts* at which every text begins."""
        blocks = self.texts["blocks"].to_numpy(dtype=np.int64)
        return np.cumsum(blocks) - blocks

    def choose(self, texts: Sequence[str]) -> BlockTable:
        """Return the table with these texts only, in the order of the table."""
        unknown = [text for text in texts if text not in self.texts.index]
        if unknown:
            raise DhtoolsError(f"No text of the table is called {unknown[0]!r}.")
        counts = self.counts[self.counts.index.get_level_values("text").isin(texts)]
        return BlockTable(counts, self.texts[self.texts.index.isin(texts)], self.size, self.source)


def block_table(
    tokens: pd.DataFrame,
    *,
    authors: Mapping[str, str | None] | None = None,
    unit: str = "text",
    size: int = BLOCK,
    vocabulary: int | Sequence[str] = 1000,
    source: str = "",
) -> BlockTable:
    """Count the consecutive blocks of every text of a token table.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`: fold its case, and choose the voice, before.
    authors : mapping of text to author, optional
        None where nobody knows. Otherwise every text is taken to have an author of its own.
    unit : str
        The column that names the texts.
    size : int
        Words in a block; the words at the end of a text that fill no block are left out.
    vocabulary : int or sequence of str
        So many of the most frequent words are counted, or these.
    source : str
        Where the texts come from.

    Returns
    -------
    BlockTable
        Texts shorter than a block are listed with no blocks; what needs longer ones says so.

    Raises
    ------
    DhtoolsError
        If an author is missing.
    """
    names = [str(name) for name in tokens[unit].astype("category").cat.categories]
    known: dict[str, str | None] = dict(authors or zip(names, names, strict=True))
    if missing := [name for name in names if name not in known]:
        raise DhtoolsError(f"authors: none is given for {missing[0]!r}. Name one for every text.")
    # a table without any block is still a table: what compares its texts says that they are too short
    enough = tokens[unit].map(tokens[unit].value_counts()).astype("int64") >= size
    cut = (
        segment(tokens, segment_words=size, remainder="drop", unit=unit)
        if enough.any()
        else tokens.iloc[:0].assign(segment=pd.Categorical([]))
    )
    kept = _most_frequent(cut["word"], vocabulary) if isinstance(vocabulary, int) else list(vocabulary)
    # only the words kept: all words of many blocks would not fit into memory
    counts = count_tokens(cut[cut["word"].isin(kept)], unit="segment")
    owner = cut.drop_duplicates("segment")[unit].astype(str).set_axis(counts.index)
    number = owner.groupby(owner, sort=False).cumcount() + 1
    index = pd.MultiIndex.from_arrays([owner, number], names=["text", "block"])
    table = counts.reindex(columns=kept, fill_value=0).set_axis(index)
    texts = pd.DataFrame(
        {
            "author": [known[name] for name in names],
            "blocks": owner.value_counts().reindex(names, fill_value=0).to_numpy(),
        },
        index=pd.Index(names, name="text"),
    )
    return BlockTable(table, texts, size, source)


def _most_frequent(word: pd.Series, number: int) -> list[str]:
    total = word.value_counts().rename_axis("feature").to_frame().T
    return most_frequent(total, min(number, int((total > 0).to_numpy().sum())))


def chosen_words(table: BlockTable, mfw: int | None, vocabulary: Sequence[str] | None = None) -> list[str]:
    """Return the words asked for: the most frequent of the table (None: all), or those given.

    Raises
    ------
    DhtoolsError
        If the table lacks one, or has fewer than asked for.
    """
    chosen = table.vocabulary[:mfw] if vocabulary is None else list(vocabulary)
    unknown = [word for word in chosen if word not in table.counts.columns]
    if unknown or not chosen or (vocabulary is None and len(chosen) < (mfw or 1)):
        lacking = f"{unknown[0]!r} is not among them" if unknown else f"{mfw} are asked for"
        raise DhtoolsError(
            f"words: the table has {len(table.vocabulary)}, and {lacking}. Choose from its vocabulary."
        )
    return chosen


def checked_blocks(table: BlockTable, length: int) -> int:
    """Return how many blocks an excerpt of so many words has."""
    if not is_whole(length, table.size):
        raise DhtoolsError(f"length={length!r}: give the words of an excerpt, {table.size} or more.")
    if length % table.size:
        raise DhtoolsError(
            f"length={length}: excerpts are made of blocks of {table.size} words. Give a multiple, such as "
            f"{max(1, round(length / table.size)) * table.size}."
        )
    return int(length) // table.size


def cumulated(table: BlockTable, vocabulary: Sequence[str]) -> Ints:
    """Return the counts of these words in all blocks before each block, a last row after all of them."""
    counts = table.counts[list(vocabulary)].to_numpy()
    sums = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts, axis=0, out=sums[1:])
    return sums


def stretch(sums: Ints, first: Ints, blocks: int, size: int) -> npt.NDArray[np.float64]:
    """Return the frequencies (per cent) in so many blocks from each of the rows *first* on."""
    return np.asarray(100 * (sums[first + blocks] - sums[first]) / (blocks * size), dtype=np.float64)


def excerpts(
    table: BlockTable, *, length: int, vocabulary: Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.Series]:
    """Cut every text into excerpts of the same length.

    Parameters
    ----------
    table : BlockTable
    length : int
        Words of an excerpt, a multiple of the block. Excerpts are consecutive and do not overlap; what is
        left at the end of a text is not used.
    vocabulary : sequence of str, optional
        Words of the table to keep, in this order; otherwise all.

    Returns
    -------
    freqs : DataFrame
        Excerpts × words, per cent of all words of the excerpt.
    text : Series
        The text of every excerpt. Texts that are too short have none.

    Raises
    ------
    DhtoolsError
        If the length is no multiple of the block.
    """
    blocks = checked_blocks(table, length)
    kept = table.vocabulary if vocabulary is None else list(vocabulary)
    number = (table.texts["blocks"] // blocks).to_numpy()
    part = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    first = np.repeat(table.first_rows, number) + part * blocks
    text = np.repeat(table.texts.index.to_numpy(dtype=object), number)
    names = pd.Index([f"{name}_{one + 1:02d}" for name, one in zip(text, part, strict=True)], dtype=object)
    freqs = stretch(cumulated(table, kept), first, blocks, table.size)
    return pd.DataFrame(freqs, index=names, columns=kept), pd.Series(text, index=names, name="text")
