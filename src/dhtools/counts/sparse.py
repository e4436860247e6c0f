"""Count tables that hold what occurs and nothing else: units × features as a sparse array, with their labels.

Of all pairs of a unit and a word about one in a hundred occurs. A DataFrame of them is for looking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ..errors import DhtoolsError, check_whole

#: Separates the words of an n-gram.
SPACE = " "
Ints = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often each feature occurs in each unit.

    Attributes
    ----------
    matrix : sparse array
        Units × features, whole numbers.
    units, features : Index
        The names of rows and columns; features in alphabetical order, if they were counted here.
    """

    matrix: sparse.csr_array
    units: pd.Index
    features: pd.Index

    def __repr__(self) -> str:
        return f"{len(self):,} units × {len(self.features):,} features, {self.matrix.nnz:,} counts above zero"

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.units)

    @property
    def totals(self) -> pd.Series:
        """The sum of each unit."""
        return pd.Series(self.matrix.sum(axis=1), index=self.units, name="total")

    def frame(self) -> pd.DataFrame:
        """Return the whole table, zeros too: where a person looks, or few features are left."""
        return pd.DataFrame(self.matrix.toarray(), index=self.units, columns=self.features)

    def select(
        self, *, units: Sequence[object] | None = None, features: Sequence[str] | pd.Index | None = None
    ) -> Counts:
        """Return these units and features, in this order; a feature that the table lacks counts 0.

        Raises `DhtoolsError` if a unit is unknown.
        """
        chosen = self if units is None else self._of_units(pd.Index(units, name=self.units.name))
        return chosen if features is None else chosen._of_features(features)

    def _of_units(self, units: pd.Index) -> Counts:
        rows = self.units.get_indexer(units)
        if (rows < 0).any():
            raise DhtoolsError(f"units: the table has no {units[rows < 0][0]!r}. Choose among its units.")
        return self.take(rows)

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> Counts:
        """Return some units, by position or by a mask."""
        return Counts(self.matrix[rows], self.units[rows], self.features)

    def _of_features(self, features: Sequence[str] | pd.Index) -> Counts:
        names = pd.Index(list(features), dtype=self.features.dtype, name=self.features.name)
        columns = self.features.get_indexer(names)
        known = np.flatnonzero(columns >= 0)
        shape = (len(self.features), len(names))
        ones = np.ones(len(known), dtype=self.matrix.dtype)
        chooser = sparse.csr_array((ones, (columns[known], known)), shape=shape)
        matrix = self.matrix @ chooser
        matrix.sort_indices()
        return Counts(matrix, self.units, names)

    @staticmethod
    def merged(parts: Iterable[Counts]) -> Counts:
        """Return several tables as one over the features of all; counts of a unit in several are added up.

        Units stand in the order in which they come. Raises `DhtoolsError` if there is no table.
        """
        tables = list(parts)
        if not tables:
            raise DhtoolsError("parts: there is no table to merge. Give one or more.")
        units = _union([table.units for table in tables])
        features = _union([table.features for table in tables]).sort_values()
        stacked = sparse.vstack([table.over(features).matrix for table in tables], format="csr")
        rows = np.concatenate([units.get_indexer(table.units) for table in tables])
        if len(rows) > len(units):
            adder = sparse.csr_array((np.ones(len(rows), dtype=np.int64), (rows, np.arange(len(rows)))))
            stacked = _narrow(adder @ stacked)
        stacked.sort_indices()
        return Counts(stacked, units, features)

    def over(self, features: pd.Index) -> Counts:
        """Return the counts over features of which its own are some: as `select`, with less memory."""
        place = features.get_indexer(self.features).astype(np.int32)
        parts = self.matrix.data, place[self.matrix.indices], self.matrix.indptr
        matrix = sparse.csr_array(parts, shape=(len(self), len(features)))
        return Counts(matrix, self.units, features)


def _union(indexes: Sequence[pd.Index]) -> pd.Index:
    """Return all labels once, in the order in which they come, as the first index has them."""
    labels = pd.unique(np.concatenate([one.to_numpy(dtype=object) for one in indexes]))
    return pd.Index(labels, dtype=indexes[0].dtype, name=indexes[0].name)


def as_counts(table: Counts | pd.DataFrame) -> Counts:
    """Return a count table as sparse counts: a DataFrame of numbers, units × features, or what is sparse.

    Raises `DhtoolsError` if the table holds something else than numbers.

    >>> as_counts(pd.DataFrame({"a": [1, 0], "b": [0, 0]})).matrix.nnz
    1
    """
    if isinstance(table, Counts):
        return table
    values = table.to_numpy()
    if values.size and values.dtype.kind not in "biuf":
        raise DhtoolsError("counts: the table holds something else than numbers.")
    numbers = values if values.size else np.zeros(table.shape, dtype=np.int32)
    return Counts(sparse.csr_array(numbers), table.index, table.columns)


def sparse_counts(tokens: pd.DataFrame, *, unit: str = "text", ngram: int = 1) -> Counts:
    """Count words or word n-grams in every unit of a token table, as `dhtools.counts.count_tokens` does.

    * tokens, unit, ngram: As there.

    Returns: Units × features (alphabetical), int32; a unit without words has a row of zeros.

    Raises `DhtoolsError` if there is no such column, or *ngram* is no whole number from 1.

    >>> text, word = pd.Categorical(["a", "a", "b"]), pd.Categorical(["x", "y", "x"])
    >>> sparse_counts(pd.DataFrame({"text": text, "word": word})).matrix.toarray().tolist()
    [[1, 1], [1, 0]]
    """
    units = units_of(tokens, unit)
    words = _alphabetical(tokens["word"])
    if check_whole("ngram", ngram, 1) == 1:
        return _counted(units, words.codes, words.categories)
    starts = np.flatnonzero(_unbroken(tokens, units, ngram))
    codes, grams = _ngrams(words, starts, ngram)
    return _counted(units.iloc[starts], codes, grams)


def units_of(tokens: pd.DataFrame, unit: str) -> pd.Series:
    """Return the unit of each row, categorical."""
    if unit not in tokens:
        raise DhtoolsError(
            f"unit={unit!r}: the table has no such column. It has: {', '.join(map(str, tokens.columns))}."
        )
    return tokens[unit].astype("category")


def _alphabetical(words: pd.Series) -> pd.Categorical:
    used = words.astype("category").cat.remove_unused_categories()
    if not used.cat.categories.is_monotonic_increasing:
        used = used.cat.reorder_categories(sorted(used.cat.categories))
    return used.array


def _unbroken(tokens: pd.DataFrame, unit: pd.Series, length: int) -> npt.NDArray[np.bool_]:
    """Return at which rows a run of *length* words of one sentence and one unit begins."""
    passage, unit_code = tokens["passage"].cat.codes.to_numpy(), unit.cat.codes.to_numpy()
    row = tokens.index.to_numpy()
    run = np.zeros(len(tokens), dtype=bool)
    last = max(len(tokens) - length + 1, 0)
    first, final = slice(0, last), slice(length - 1, length - 1 + last)
    # the rows of a table keep their numbers when part of it is chosen: a gap is a word left out
    run[:last] = (
        (passage[first] == passage[final])
        & (unit_code[first] == unit_code[final])
        & (row[final] - row[first] == length - 1)
    )
    return run


def _ngrams(words: pd.Categorical, starts: Ints, length: int) -> tuple[Ints, pd.Index]:
    """Return the code of the n-gram that begins at each row, and the n-grams in alphabetical order."""
    word = words.codes.astype(np.int64)
    gram = word[starts]
    for offset in range(1, length):  # numbered anew each time, so that no number grows too large
        gram, _ = pd.factorize(gram * len(words.categories) + word[starts + offset])
    _, first = np.unique(gram, return_index=True)
    forms = words.categories.to_numpy(dtype=object)
    written = [SPACE.join(forms[word[start : start + length]]) for start in starts[first].tolist()]
    codes, grams = pd.factorize(np.array(written, dtype=object), sort=True)
    return codes[gram], pd.Index(grams, dtype=object)


def _counted(unit: pd.Series, codes: Ints, features: pd.Index) -> Counts:
    rows = unit.cat.codes.to_numpy()
    inside = rows >= 0
    units = pd.Index(unit.cat.categories, name=unit.name)
    ones = np.ones(np.count_nonzero(inside), dtype=np.int32)
    names = pd.Index(features.to_numpy(), dtype=object, name="feature")
    return _labelled(ones, rows[inside], codes[inside], units, names)


def counts_of(counted: Iterable[tuple[str, Mapping[str, int]]], *, unit: str, feature: str) -> Counts:
    """Return sparse counts of units that come one after the other, each with its features and their numbers.

    * unit, feature: Names of the indexes.
    """
    places: defaultdict[str, int] = defaultdict(count().__next__)
    names, ends, columns, numbers = [], [0], [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for name, found in counted:
        columns.append(np.fromiter(map(places.__getitem__, found), dtype=np.int32, count=len(found)))
        numbers.append(np.fromiter(found.values(), dtype=np.int32, count=len(found)))
        names.append(name)
        ends.append(ends[-1] + len(found))
    features = sorted(places)
    rank = np.empty(len(places), dtype=np.int32)
    rank[[places[one] for one in features]] = np.arange(len(places), dtype=np.int32)
    rows = np.repeat(np.arange(len(names)), np.diff(ends))
    index = pd.Index(names, dtype=object, name=unit), pd.Index(features, dtype=object, name=feature)
    return _labelled(np.concatenate(numbers), rows, rank[np.concatenate(columns)], *index)


def _labelled(numbers: Ints, rows: Ints, columns: Ints, units: pd.Index, features: pd.Index) -> Counts:
    """Return counts of cells, of which several may be one."""
    cells = sparse.coo_array((numbers, (rows, columns)), shape=(len(units), len(features)))
    # by columns first: turned round, the rows are in order and without duplicates, and no long row is sorted
    return Counts(_narrow(sparse.csc_array(cells).tocsr()), units, features)


def _narrow(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return whole numbers as int32, where that is large enough."""
    small = matrix.nnz == 0 or matrix.data.max() <= np.iinfo(np.int32).max
    return matrix.astype(np.int32) if small else matrix


def sums_by_column(table: sparse.csc_array, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the sum of each column of a table that has these values in place of those it stores."""
    columns = np.repeat(np.arange(table.shape[1]), np.diff(table.indptr))
    return np.asarray(np.bincount(columns, values, minlength=table.shape[1]), dtype=np.float64)


def share_without(table: sparse.csc_array, shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the share of all tokens that lies in units without the feature, from the shares of the units."""
    everywhere = np.diff(table.indptr) == table.shape[0]
    return np.where(everywhere, 0, 1 - sums_by_column(table, shares[table.indices]))
