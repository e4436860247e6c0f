"""A progress bar on a terminal; nowhere else, so that no notebook or log keeps its traces."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def watched(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Go through *items*, with a bar on the terminal for as long as it takes.

    Parameters
    ----------
    items : iterable
        What is gone through; a sequence tells how much is left.
    what : str
        What is being done, beside the bar.
    total : int, optional
        How many there are, where *items* does not tell.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    if isinstance(items, Sequence):
        total = len(items)
    yield from track(items, what, total=total, console=Console(stderr=True), transient=True)
