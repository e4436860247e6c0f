"""Whether a corpus can be annotated in the memory of this machine; if not, what to do is said at once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..corpus.texts import Corpus
from ..errors import DhtoolsError

#: Bytes of memory that a character takes while it is annotated, at most: measured on novels, about 20.
BYTES_A_CHARACTER = 20
#: Where Linux states the limit of a container.
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_GB = 1e9


def check_memory(corpus: Corpus) -> None:
    """Refuse a corpus that needs more memory than this machine has, or this container may take.

    Raises
    ------
    DhtoolsError
        The message says how much, and how larger corpora are worked on.
    """
    needed, there = BYTES_A_CHARACTER * sum(len(text.raw) for text in corpus), memory()
    if there and needed > there:
        raise DhtoolsError(
            f"The texts would need some {needed / _GB:.1f} GB of memory, and there are {there / _GB:.1f} GB. "
            "Put them into files of 5 to 20 MB, and use dhtools count, keyness, kwic or topics, which read "
            "file by file: see the guide to larger corpora. Or take fewer texts."
        )


def memory() -> int:
    """Return the memory of this machine, or the limit of its container, in bytes; 0 if it is not known."""
    found = []
    with suppress(AttributeError, OSError, ValueError):
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for place in map(Path, _LIMITS):
        with suppress(OSError, ValueError):  # "max", if there is none
            found.append(int(place.read_text(encoding="ascii")))
    return min((size for size in found if size > 0), default=0)
