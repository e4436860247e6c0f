"""Block tables: texts of known authors as counts of consecutive blocks, and excerpts put together from them.

A block is a hundred words in a row. Counts of blocks are enough for excerpts of any length that is a multiple
of the block. They are small, and the text cannot be read from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.segments import segment
from ..counts.sparse import sparse_counts
from ..counts.tables import most_frequent
from ..errors import DhtoolsError, is_whole
from ..shown import Shown
from ..wording import counted

BLOCK_WORDS = 100
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class BlockTable(Shown):
    """Counts of the blocks of some texts, and what is known of the texts.

    Attributes
    ----------
    counts : DataFrame
        Blocks × words, the most frequent word first; the index is (text, block), blocks in the order of the
        text. Every block has *block_words* words, those outside the columns included.
    texts : DataFrame
        One row a text: *author* (missing if unknown), *n_blocks*, and whatever else is known.
    block_words : int
        Words in a block.
    source : str
        Where the texts come from.
    """

    counts: pd.DataFrame
    texts: pd.DataFrame
    block_words: int = BLOCK_WORDS
    source: str = ""

    def _headline(self) -> str:
        texts, words = counted(len(self.texts), "text"), counted(self.block_words, "word")
        return f"{texts} in blocks of {words}; {self.source.split('. ')[0]}".rstrip("; ")

    def _view(self) -> pd.DataFrame:
        return self.texts

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
        blocks = self.texts["n_blocks"].to_numpy(dtype=np.int64)
        return np.cumsum(blocks) - blocks

    def choose(self, texts: Sequence[str]) -> BlockTable:
        """Return the table with these texts only, in the order of the table."""
        unknown = [text for text in texts if text not in self.texts.index]
        if unknown:
            raise DhtoolsError(f"No text of the table is called {unknown[0]!r}.")
        counts = self.counts[self.counts.index.get_level_values("text").isin(texts)]
        return BlockTable(counts, self.texts[self.texts.index.isin(texts)], self.block_words, self.source)


def block_table(
    tokens: pd.DataFrame,
    *,
    authors: Mapping[str, str | None] | None = None,
    block_words: int = BLOCK_WORDS,
    vocabulary: int | Sequence[str] = 1000,
    source: str = "",
) -> BlockTable:
    """Count the consecutive blocks of every text of a token table.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`: fold its case, and choose the voice, before.
    authors : mapping of text to author, optional
        None where the author is unknown. Without this argument every text has an author of its own.
    block_words : int
        Words in a block; the words at the end of a text that fill no block are left out.
    vocabulary : int or sequence of str
        So many of the most frequent words are counted, or these.
    source : str
        Where the texts come from.

    Returns
    -------
    BlockTable
        Texts shorter than a block are listed with 0 blocks.

    Raises
    ------
    DhtoolsError
        If an author is missing.

    Examples
    --------
    >>> tokens = pd.DataFrame({"text": list("aaaab"), "word": list("xyxxy")}, dtype="category")
    >>> block_table(tokens, block_words=2).counts.to_numpy().tolist()
    [[1, 1], [2, 0]]
    """
    names = [str(name) for name in tokens["text"].astype("category").cat.categories]
    known: dict[str, str | None] = dict(authors or zip(names, names, strict=True))
    if missing := [name for name in names if name not in known]:
        raise DhtoolsError(f"authors: {missing[0]!r} has no author. Name one for every text.")
    cut = _blocks(tokens, block_words)
    kept = _most_frequent(cut["word"], vocabulary) if isinstance(vocabulary, int) else list(vocabulary)
    counts = sparse_counts(cut[["segment", "word"]], unit="segment").select(features=kept).frame()
    owner = cut.drop_duplicates("segment")["text"].astype(str).set_axis(counts.index)
    number = owner.groupby(owner, sort=False).cumcount() + 1
    index = pd.MultiIndex.from_arrays([owner, number], names=["text", "block"])
    table = counts.set_axis(index)
    blocks = owner.value_counts().reindex(names, fill_value=0).to_numpy()
    texts = pd.DataFrame(
        {"author": [known[name] for name in names], "n_blocks": blocks}, index=pd.Index(names, name="text")
    )
    return BlockTable(table, texts, block_words, source)


def _blocks(tokens: pd.DataFrame, block_words: int) -> pd.DataFrame:
    """Return the words of whole blocks: without rows where every text is too short."""
    long_enough = tokens["text"].map(tokens["text"].value_counts()).astype("int64") >= block_words
    if not long_enough.any():
        return tokens.iloc[:0].assign(segment=pd.Categorical([]))
    return segment(tokens, segment_words=block_words, remainder="drop")


def _most_frequent(word: pd.Series, n: int) -> list[str]:
    total = word.value_counts().rename_axis("feature").to_frame().T
    return most_frequent(total, min(n, int((total > 0).to_numpy().sum())))


def chosen_words(table: BlockTable, mfw: int, vocabulary: Sequence[str] | None = None) -> list[str]:
    """Return the words asked for: the most frequent of the table, or those given.

    Raises `DhtoolsError` if the table lacks one, or has fewer than asked for.
    """
    chosen = table.vocabulary[:mfw] if vocabulary is None else list(vocabulary)
    unknown = [word for word in chosen if word not in table.counts.columns]
    if unknown or not chosen or (vocabulary is None and len(chosen) < mfw):
        lacking = f"{unknown[0]!r} is not among them" if unknown else f"{mfw} are asked for"
        raise DhtoolsError(
            f"mfw, vocabulary: the table has {len(table.vocabulary)} words, and {lacking}. Choose from its "
            "vocabulary."
        )
    return chosen


def blocks_in(table: BlockTable, excerpt_words: int) -> int:
    """Return how many blocks an excerpt of so many words has, if it has whole blocks."""
    size = table.block_words
    if not is_whole(excerpt_words, size):
        raise DhtoolsError(f"excerpt_words={excerpt_words!r}: give a whole number, {size} or more.")
    if excerpt_words % size:
        raise DhtoolsError(
            f"excerpt_words={excerpt_words}: excerpts are made of blocks of {size} words. Give a multiple, "
            f"such as {max(1, round(excerpt_words / size)) * size}."
        )
    return int(excerpt_words) // size


def cumulated(table: BlockTable, vocabulary: Sequence[str]) -> Ints:
    """Return the counts of these words in all blocks before each block, a last row after all of them."""
    counts = table.counts[list(vocabulary)].to_numpy()
    sums = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts, axis=0, out=sums[1:])
    return sums


def stretch(sums: Ints, first: Ints, blocks: int, block_words: int) -> npt.NDArray[np.float64]:
    """Return the frequencies (per cent) in so many blocks from each of the rows *first* on."""
    return np.asarray(100 * (sums[first + blocks] - sums[first]) / (blocks * block_words), dtype=np.float64)


def excerpts(
    table: BlockTable, *, excerpt_words: int, vocabulary: Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.Series]:
    """Cut every text into consecutive excerpts of the same length, without overlap.

    * excerpt_words: Words of an excerpt, a multiple of the block. What is left at the end of a text is not
      used.
    * vocabulary: Words of the table to keep, in this order; otherwise all.

    Returned are:

    * freqs: Excerpts × words, per cent of all words of the excerpt.
    * text: The text of every excerpt. A text that is too short has no excerpt.

    Raises `DhtoolsError` if the length is no multiple of the block.
    """
    blocks = blocks_in(table, excerpt_words)
    kept = table.vocabulary if vocabulary is None else list(vocabulary)
    number = (table.texts["n_blocks"] // blocks).to_numpy()
    part = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    first = np.repeat(table.first_rows, number) + part * blocks
    text = np.repeat(table.texts.index.to_numpy(dtype=object), number)
    names = pd.Index([f"{name}_{one + 1:02d}" for name, one in zip(text, part, strict=True)], dtype=object)
    freqs = stretch(cumulated(table, kept), first, blocks, table.block_words)
    return pd.DataFrame(freqs, index=names, columns=kept), pd.Series(text, index=names, name="text")


def shared_texts(table: BlockTable, reference: BlockTable) -> list[str]:
    """Return the texts of a table that stand in a reference too: with a block of the same counts.

    * table: With the words of the reference.
    """
    known = {row.tobytes() for row in reference.counts.to_numpy(dtype=np.int64)}
    counts = table.counts[reference.vocabulary].to_numpy(dtype=np.int64)
    texts = table.counts.index.get_level_values("text").astype(str)
    return list(dict.fromkeys(texts[[row.tobytes() in known for row in counts]]))


def spread(text: pd.Series, max_excerpts: int) -> pd.Series:
    """Choose at most so many excerpts, spread evenly over each text: a picture has no room for more.

    * text: The text of every excerpt, as from `excerpts`.
    * max_excerpts: So many at most. Each text has as many as the others, if it is long enough.

    Returns: Rows of *text*, in their order. Of more texts than *max_excerpts*, the first.

    >>> spread(pd.Series(list("aaaabb"), index=list("123456")), 4).to_dict()
    {'1': 'a', '3': 'a', '5': 'b', '6': 'b'}
    """
    if len(text) <= max_excerpts:
        return text
    each = max(1, max_excerpts // text.nunique())
    grouped = text.groupby(text, sort=False, observed=True)
    size, place = grouped.transform("size"), grouped.cumcount()
    chosen = (place == 0) | (place * each // size > (place - 1) * each // size)
    return text[chosen].iloc[:max_excerpts]
