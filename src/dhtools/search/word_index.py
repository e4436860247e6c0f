"""Where each word stands in a token table: found at the first look-up, and kept as long as the table is."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from scipy import sparse

from ..annotation.places import Ints, Rows, codes_of
from ..annotation.tokens import fold_word

Made = TypeVar("Made")


class WordIndex:
    """The rows of every word of a token table, by its folded form."""

    def __init__(self, tokens: pd.DataFrame) -> None:
        self._codes, self._passages = codes_of(tokens["word"]), codes_of(tokens["passage"])
        self.folded = np.array([fold_word(word) for word in tokens["word"].cat.categories], dtype=object)
        self._by_form: defaultdict[str, list[int]] = defaultdict(list)
        for code, form in enumerate(self.folded):
            self._by_form[form].append(code)

    def as_cut(self, words: list[str]) -> list[str]:
        """Return the words of a query as the table has them: *l'* and *homme* where it has no *l'homme*."""
        return [part for word in words for part in self._parts(word)]

    def _parts(self, word: str) -> list[str]:
        head, mark, rest = word.partition("'")
        if word in self._by_form or not rest or head + mark not in self._by_form:
            return [word]
        return [head + mark, *self._parts(rest)]

    def codes(self, form: str) -> list[int]:
        """Return the codes of all words with a folded form."""
        return self._by_form.get(form, [])

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Return all rows ordered by their word, and where those of each word begin: a sort by counting."""
        n = len(self._codes)
        # what is no word has the code -1, and comes first
        entries = np.ones(n, dtype=np.int8), (self._codes.astype(np.int32) + 1, np.arange(n, dtype=np.int32))
        by_word = sparse.csr_array(entries, shape=(len(self.folded) + 1, n))
        return by_word.indices, by_word.indptr[1:]

    def rows(self, form: str) -> Rows:
        """Return the rows of the words with a folded form, in their order."""
        order, edges = self._rows
        found = [order[edges[code] : edges[code + 1]] for code in self.codes(form)]
        return np.sort(np.concatenate([*found, order[:0]])).astype(np.intp)

    def occurrences(self, words: list[str]) -> Rows:
        """Return the row of the first word of every occurrence; a phrase stays within one sentence.

        The rarest word is looked up; its neighbours are compared.
        """
        rows = [self.rows(word) for word in words]
        rarest = min(range(len(words)), key=lambda step: len(rows[step]))
        first = rows[rarest] - rarest
        first = first[(first >= 0) & (first + len(words) <= len(self._codes))]
        for step, word in enumerate(words):
            if step != rarest:
                first = first[np.isin(self._codes[first + step], self.codes(word))]
            if step:  # words without a sentence have none in common
                passage = self._passages[first]
                first = first[(passage >= 0) & (self._passages[first + step] == passage)]
        return first


def word_index(tokens: pd.DataFrame) -> WordIndex:
    """Return where each word of a table stands."""
    return kept(tokens, "words", WordIndex)


class _Kept:
    """What was made of a table, as long as the table is what it was.

    The columns share their memory with the table. Whoever writes into the table has pandas copy it first.
    """

    def __init__(self, tokens: pd.DataFrame) -> None:
        self.word, self.passage, self.index = tokens["word"], tokens["passage"], tokens.index
        self.made: dict[Hashable, Any] = {}

    def is_of(self, tokens: pd.DataFrame) -> bool:
        same = (tokens[name].array is column.array for name, column in self._columns())
        return tokens.index is self.index and all(same)

    def _columns(self) -> tuple[tuple[str, pd.Series], ...]:
        return ("word", self.word), ("passage", self.passage)


_KEPT: dict[int, _Kept] = {}


def kept(tokens: pd.DataFrame, name: Hashable, make: Callable[[pd.DataFrame], Made]) -> Made:
    """Return what *make* makes of a token table; made once for a table that does not change."""
    known = _KEPT.get(id(tokens))
    if known is None or not known.is_of(tokens):
        known = _KEPT[id(tokens)] = _Kept(tokens)
        weakref.finalize(tokens, _KEPT.pop, id(tokens), None)
    if name not in known.made:
        known.made[name] = make(tokens)
    made: Made = known.made[name]
    return made
