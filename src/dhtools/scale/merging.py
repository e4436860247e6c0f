"""Sums over a whole corpus that may be larger than memory: added up on the disk, by the processes.

Each run of parts writes rows, a label and its numbers, in the order of a hash of the label. Then one task for
each range of hashes adds up the rows of all runs in this range. No process and not the client holds more than
some hundred thousand rows at a time, however large the corpus is.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import numpy as np
import pandas as pd

from .building import Built
from .frames import Kept
from .runs import gathered, results
from .store import Store, arrow, parquet, told

#: The column of labels.
LABEL = "label"
_HASH = "hash"
#: Rows that a process holds before it writes them, and that a range of hashes has, about.
_HELD = 500_000
#: Numbers to which labels are hashed; ranges at most, each a file that is open while the rows are read.
_HASHES, _RANGES = 4096, 512
#: Rows that are in memory while the rows of all files are read, about.
_READ = 200_000
#: Rows of a group of a file, which is read whole.
_GROUP = 5_000
#: Rows of a table that is given out.
_ROWS = 50_000

Row = tuple[Any, ...]


class Selection(NamedTuple):
    """Which rows are kept: those whose first number is *min_count* or more. Whether the highest come first.

    Otherwise, and among equals, labels are in alphabetical order.
    """

    min_count: int = 1
    highest_first: bool = True


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows of a whole corpus, each label once, in files of which each is in order.

    Attributes
    ----------
    files : tuple of Path
    n : int
        How many rows there are.
    total : int
        The sum of the first number, of rows that were left out, too.
    selection : Selection
    """

    files: tuple[Path, ...]
    n: int
    total: int
    selection: Selection

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order; of each file few are in memory."""
        size = max(1, _READ // len(self.files))
        return heapq.merge(*(_rows_of(path, size) for path in self.files), key=self._place)

    def table(self, n: int | None = None) -> pd.DataFrame:
        """Return the first rows, or all."""
        return pd.concat(self.tables(n), ignore_index=True)

    def tables(self, n: int | None = None) -> Iterator[pd.DataFrame]:
        """Yield the first rows, or all, some thousand at a time; at least one table, which may be empty."""
        names, rows = parquet().read_schema(self.files[0]).names, islice(self.rows(), n)
        kinds = dict.fromkeys(names, np.int64) | {LABEL: object}
        full = True
        while full:
            table = pd.DataFrame(islice(rows, _ROWS), columns=names).astype(kinds)
            full = len(table) == _ROWS
            yield table

    def _place(self, row: Row) -> Any:
        return (-row[1], row[0]) if self.selection.highest_first else row[0]


def _rows_of(path: Path, size: int) -> Iterator[Row]:
    with parquet().ParquetFile(path) as file:
        for batch in file.iter_batches(size, use_threads=False):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextmanager
def merged(
    built: Built, function: Callable[..., Iterator[Any]], *shared: Any, selection: Selection
) -> Iterator[Merged]:
    """Add up the rows of all parts, and keep them on the disk for as long as they are read.

    * function: Yields tables of Arrow for ``(parts, store, *shared)``, each with `LABEL` and numbers.

    Raises `DhtoolsError` if it fails for a run of parts, or the disk is full.
    """
    with built.store.scratch() as folder:
        spilled = gathered(built, _spilled, folder, function, *shared)
        files = sorted(chain.from_iterable(found for _, found in spilled))
        ranges = _ranges(sum(rows for _, rows in files))
        paths = [path for path, _ in files]
        found = [one for _, one in results(built.client, _added_range, ranges, folder, paths, selection)]
        yield Merged(
            tuple(one.file for one in found),
            n=sum(one.n for one in found),
            total=sum(one.total for one in found),
            selection=selection,
        )


def _ranges(n_rows: int) -> list[tuple[int, int]]:
    """Return ranges of hashes, so many that none has many more rows than a process holds."""
    number = min(max(1, math.ceil(n_rows / _HELD)), _RANGES)
    ends = np.linspace(0, _HASHES, number + 1).astype(int).tolist()
    return list(pairwise(ends))


# --- what is done in the processes


class _Range(NamedTuple):
    """The file of a range of hashes, its rows, and the sum of their first number."""

    file: Path
    n: int
    total: int


def _spilled(
    parts: Sequence[Kept], store: Store, folder: Path, function: Callable[..., Iterator[Any]], *shared: Any
) -> list[tuple[Path, int]]:
    """Write the rows of some parts, added up as far as they fit into memory; return files and their rows."""
    files, held = [], []
    for table in function(parts, store, *shared):
        held.append(table)
        if _n_rows(held) > _HELD:
            held = [_added(held)]
        if _n_rows(held) > _HELD / 2 and len(held) == 1:
            files.append(_written(folder, held.pop()))
    return [*files, _written(folder, _added(held))] if held else files


def _n_rows(tables: Sequence[Any]) -> int:
    return sum(table.num_rows for table in tables)


def _added(tables: Sequence[Any]) -> Any:
    """Return the sum of tables by their labels."""
    table = arrow().concat_tables(tables).combine_chunks()
    numbers = [name for name in table.column_names if name not in (LABEL, _HASH)]
    sums = table.group_by(LABEL, use_threads=False).aggregate([(name, "sum") for name in numbers])
    return sums.select([LABEL, *(f"{name}_sum" for name in numbers)]).rename_columns([LABEL, *numbers])


def _written(folder: Path, table: Any) -> tuple[Path, int]:
    """Write rows in the order of their hashes."""
    labels = table[LABEL].to_numpy(zero_copy_only=False)
    hashes = (pd.util.hash_array(labels, categorize=False) % _HASHES).astype(np.int16)
    order = np.argsort(hashes, kind="stable")
    ordered = table.take(order).append_column(_HASH, arrow().array(hashes[order]))
    return _saved(folder, ordered, write_statistics=[_HASH]), table.num_rows


def _saved(folder: Path, table: Any, **options: Any) -> Path:
    path = folder / f"{uuid4().hex}.parquet"
    with told(path):
        parquet().write_table(table, path, compression="zstd", row_group_size=_GROUP, **options)
    return path


def _added_range(span: tuple[int, int], folder: Path, files: Sequence[Path], selection: Selection) -> _Range:
    """Add up the rows of a range of hashes, and write those that are kept, in order."""
    first, end = span
    inside = [(_HASH, ">=", first), (_HASH, "<", end)]
    table = _added([parquet().read_table(path, filters=inside, use_threads=False) for path in files])
    number = table.column_names[1]
    total = arrow().compute.sum(table[number]).as_py() or 0
    table = table.filter(arrow().compute.greater_equal(table[number], selection.min_count))
    order = [(number, "descending")] if selection.highest_first else []
    return _Range(_saved(folder, table.sort_by([*order, (LABEL, "ascending")])), table.num_rows, total)
