"""A progress bar on a terminal; nowhere else, so that no notebook or log keeps its traces."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from .escaping import terminal

Item = TypeVar("Item")


def watched(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Go through *items*, with a bar and what is being done on the terminal for as long as it takes.

    *total* is how many items there are, where they are not a sequence.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import track

    if isinstance(items, Sequence):
        total = len(items)
    yield from track(items, escape(terminal(what)), total=total, console=Console(stderr=True), transient=True)
