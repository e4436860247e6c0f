"""Target and reference: which two texts are compared, and their counts over the same words, checked."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ..annotation.tokens import longest_first
from ..counts.sparse import Counts, as_counts
from ..errors import DhtoolsError, check_choice

Numbers = npt.NDArray[np.number]
SIDES = ("target", "reference")


@dataclass(frozen=True, slots=True, eq=False)
class TargetReference:
    """Counts of two sides over the same words: units × words, sparse, and all tokens of each unit."""

    words: pd.Index
    counts: tuple[sparse.csc_array, sparse.csc_array] = field(repr=False)
    totals: tuple[Numbers, Numbers] = field(repr=False)

    @property
    def units(self) -> tuple[int, int]:
        """How many units each side has."""
        return len(self.totals[0]), len(self.totals[1])

    @property
    def tokens(self) -> tuple[int, int]:
        """How many tokens each side has."""
        return int(self.totals[0].sum()), int(self.totals[1].sum())

    @property
    def occurrences(self) -> tuple[Numbers, Numbers]:
        """How often each word occurs on each side."""
        return self.counts[0].sum(axis=0), self.counts[1].sum(axis=0)

    def frequent(self, min_count: int) -> TargetReference:
        """Return the words with so many occurrences on both sides together; all tokens stay counted."""
        kept = np.add(*self.occurrences) >= min_count
        return TargetReference(
            self.words[kept], (self.counts[0][:, kept], self.counts[1][:, kept]), self.totals
        )


def target_reference(
    target: Counts | pd.DataFrame,
    reference: Counts | pd.DataFrame,
    totals: tuple[pd.Series, pd.Series] | None = None,
) -> TargetReference:
    """Return two checked count tables over the words of both; what one lacks counts 0 there."""
    tables = one, other = as_counts(target), as_counts(reference)
    given = totals or (one.totals, other.totals)
    tokens = [_checked(*side) for side in zip(SIDES, tables, given, strict=True)]
    if target is reference:  # equal counts may be those of other words: a text that repeats itself
        raise DhtoolsError("target and reference are the same table, so that nothing differs. Give two.")
    words = one.features
    if not words.equals(other.features):
        words = words.union(other.features)
        one, other = (table.over(words) for table in tables)
    return TargetReference(words, (one.matrix.tocsc(), other.matrix.tocsc()), (tokens[0], tokens[1]))


def _checked(name: str, counts: Counts, totals: pd.Series) -> Numbers:
    """Return the tokens of each unit of a side, checked."""
    values = counts.matrix
    if not all(values.shape):
        raise DhtoolsError(
            f"{name}: it has {values.shape[0]} units and {values.shape[1]} words. Is it empty?"
        )
    for labels in (counts.units, counts.features):
        if labels.has_duplicates:
            raise DhtoolsError(f"{name}: {labels[labels.duplicated()][0]!r} stands twice among its labels.")
    tokens = totals.reindex(counts.units).to_numpy()
    if not ((values.data >= 0) & (values.data % 1 == 0)).all():
        raise DhtoolsError(f"{name}: a count is missing, negative or not a whole number. Give counts.")
    if not (tokens > 0).all():
        raise DhtoolsError(f"{name}: {counts.units[~(tokens > 0)][0]!r} has no words. Leave it out.")
    if not (values.data <= np.repeat(tokens, np.diff(values.indptr))).all():
        raise DhtoolsError(f"{name}: totals are smaller than a count. Give all tokens of each unit.")
    return tokens


def check_disjoint(target: pd.DataFrame, reference: pd.DataFrame) -> None:
    """Refuse two parts of a token table that are empty, lack a column, or share a word."""
    for name, tokens in zip(SIDES, (target, reference), strict=True):
        if missing := {"text", "start", "word"} - set(tokens.columns):
            raise DhtoolsError(f"{name}: no column {', '.join(sorted(missing))}. Give rows of token_table.")
        if tokens.empty:
            raise DhtoolsError(f"{name}: it has no words. Is its text or voice spelled as in the table?")
    shared = set(target["text"].unique()) & set(reference["text"].unique())
    if not shared:
        return
    positions = [_positions(tokens[tokens["text"].isin(shared)]) for tokens in (target, reference)]
    both = positions[0].intersection(positions[1])
    if len(both):
        same = " They are the same words." if len(both) == len(target) == len(reference) else ""
        raise DhtoolsError(
            f"target and reference share {len(both):,} words, of {both[0][0]!r} to begin with.{same} Choose "
            "parts of the token table that do not overlap."
        )


def _positions(tokens: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([tokens["text"].astype(str), tokens["start"]])


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts that are compared, or the halves of one: their names in tables and figures, their ids."""

    target: str
    reference: str
    texts: tuple[str, ...]

    def parts(self, tokens: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the rows of each side, of a token table or any view of it."""
        first, *second = (tokens[(tokens["text"] == text).to_numpy()] for text in self.texts)
        if second:
            return first, second[0]
        half = (len(first) + 1) // 2
        return first.iloc[:half], first.iloc[half:]


def choose_text_pair(
    tokens: pd.DataFrame, target: str | None = None, reference: str | None = None
) -> TextPair:
    """Choose two texts: those named, otherwise the longest and the next; of one text its halves.

    * tokens: The words by which texts are long.

    Returns: Its `parts` are the rows of each side of a token table.

    Raises `DhtoolsError` if a text is unknown or has no words here, both are one, or there are no words.

    >>> pair = choose_text_pair(pd.DataFrame({"text": ["a", "b", "b", "c"]}))
    >>> pair.target, pair.reference
    ('b', 'a')
    """
    texts = longest_first(tokens)
    for name in filter(None, (target, reference)):
        check_choice("text", name, texts)
    if target and target == reference:
        raise DhtoolsError(f"target and reference are both {target!r}. Name two texts.")
    if not texts:
        raise DhtoolsError("tokens: there are no words, so that nothing can be compared.")
    rest = [name for name in texts if name not in (target, reference)]
    first = target or rest.pop(0)
    if not reference and not rest:
        return TextPair(f"{first}, first half", f"{first}, second half", (first,))
    second = reference or rest.pop(0)
    return TextPair(first, second, (first, second))
