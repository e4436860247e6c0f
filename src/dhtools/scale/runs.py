"""Work on all parts of a corpus that is built: a task takes a run of parts, so that few results come back."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..atomic_write import replaced
from ..errors import DhtoolsError
from .building import Built
from .cluster import in_turn
from .frames import Kept
from .store import parquet, told

#: Parts of a task: few enough for the memory of a process, many enough that the client gets few results.
_FEWEST, _MOST = 4, 512


def chunks(built: Built) -> list[tuple[Kept, ...]]:
    """Return the parts in runs: about as many runs as parts in each."""
    length = min(max(math.isqrt(len(built.kept)), _FEWEST), _MOST)
    return [built.kept[first : first + length] for first in range(0, len(built.kept), length)]


def gathered(built: Built, function: Callable[..., Any], *shared: Any) -> Iterator[tuple[int, Any]]:
    """Yield the place of each run of parts and what ``function(parts, store, *shared)`` returns, as it comes.

    Raises `DhtoolsError` if it fails for one: a table is gone, say.
    """
    runs = list(enumerate(chunks(built)))
    yield from (
        (place, result)
        for (place, _), result in results(built.client, _of_run, runs, function, built.store, *shared)
    )


def results(
    client: Any, function: Callable[..., Any], items: Iterable[Any], *shared: Any
) -> Iterator[tuple[Any, Any]]:
    """Yield each item and what ``function(item, *shared)`` returns, as it comes.

    Raises `DhtoolsError` if it fails for one.
    """
    for item, result, failure in in_turn(client, function, items, *shared):
        if failure:
            raise DhtoolsError(failure.removeprefix("DhtoolsError: "))
        yield item, result


def sharded(built: Built, folder: Path, function: Callable[..., Iterator[Any]], *shared: Any) -> int:
    """Let the processes write a table of any size: a Parquet file for each run of parts; return its rows.

    * folder: It must not exist, and is there whole or not at all. It lies where every machine sees it.
    * function: Yields tables of Arrow, of the same columns, for ``(parts, store, *shared)``.

    Raises `DhtoolsError` if the folder exists, the function fails, or the disk is full.
    """
    folder = folder.absolute()
    if folder.exists():
        raise DhtoolsError(f"{folder}: it exists. Give a folder that does not, or remove it.")
    draft = folder.with_name(f".{folder.name}-{uuid4().hex}")
    with told(folder):
        draft.mkdir()
    try:
        runs = enumerate(chunks(built))
        found = results(built.client, _shard, runs, draft, function, built.store, *shared)
        n = sum(rows for _, rows in found)
        with told(folder):
            for left in draft.glob(".*"):  # by a process that was ended while it wrote
                left.unlink()
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return n


def _shard(
    run: tuple[int, Sequence[Kept]], draft: Path, function: Callable[..., Iterator[Any]], *shared: Any
) -> int:
    """Write the rows of some parts; another process may have done so before it ended."""
    place, parts = run
    tables = function(parts, *shared)
    first = next(tables)
    rows = first.num_rows
    with (
        told(draft),
        replaced(draft / f"part-{place:05}.parquet") as path,
        parquet().ParquetWriter(path, first.schema, compression="zstd") as file,
    ):
        file.write_table(first)
        for table in tables:
            file.write_table(table)
            rows += table.num_rows
    return rows


def _of_run(run: tuple[int, Sequence[Kept]], function: Callable[..., Any], *shared: Any) -> Any:
    return function(run[1], *shared)
