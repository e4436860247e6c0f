"""Chosen texts of a corpus as an annotation in memory, and topics whose refits are shared by a cluster."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from joblib import parallel_config

from ..annotation.record import Annotation
from ..corpus.languages import with_languages
from ..corpus.texts import Text, read_part
from ..errors import DhtoolsError, check_whole
from .building import Built, digest, with_sheets
from .frames import TABLES, Kept, kept_annotation
from .store import Store


def draw_texts(built: Built, n: int, *, seed: int = 0) -> list[str]:
    """Return *n* texts drawn at random, in the order of the corpus; all if there are no more."""
    texts = built.texts
    if check_whole("n", n, 1, "texts") >= len(texts):
        return list(texts)
    drawn = np.random.default_rng(seed).choice(len(texts), n, replace=False)
    return [texts[place] for place in np.sort(drawn)]


def annotation_of(built: Built, texts: Sequence[str]) -> Annotation:
    """Return the annotation of some texts, as `dhtools.annotate` makes it: for topics, Delta, a closer look.

    * texts: Their ids. They come in the order of the corpus.

    Raises `DhtoolsError` if a text is unknown, or its file has changed since the corpus was built.
    """
    built.need(TABLES)
    if unknown := set(texts) - set(built.texts):
        raise DhtoolsError(f"texts: {sorted(unknown)[0]!r} is no text of this corpus. See built.texts.")
    chosen = frozenset(texts)
    parts = [part for part in built.kept if not chosen.isdisjoint(part.texts)]
    return annotation_in(built.store, built.corpus.parts.path, parts, chosen)


def annotation_in(
    store: Store, folder: Path, parts: Sequence[Kept], chosen: frozenset[str] | None = None
) -> Annotation:
    """Return the annotation of parts, or of some of their texts, which are read again."""
    texts = [text for part in parts for text in _texts_of(store, part)]
    kept = texts if chosen is None else [text for text in texts if text.id in chosen]
    return kept_annotation(store, parts, with_sheets(folder, kept))


def _texts_of(store: Store, part: Kept) -> list[Text]:
    """Return the texts of a part; refuse it if it has changed since it was built."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were given when the part was built
        texts = with_languages(read_part(part.part, {})[0])
    if digest(part.part, texts) != store.marker(TABLES, part.name)["sha256"]:
        raise DhtoolsError(f"{part.part.called}: it has changed since the corpus was built. Build it again.")
    return [text for text in texts if text.id in part.texts]


@contextmanager
def on_cluster(client: Any, *scattered: object) -> Iterator[None]:
    """Share the refits of topics among the processes of a client, one task a run of draws.

    * scattered: What all tasks need, such as the documents: it is sent to each process once.

    Within it `dhtools.topics.stability` gives what it gives on one machine.

        with on_cluster(client, documents):
            found = stability(documents, 20)
    """
    with parallel_config(backend="dask", client=client, scatter=list(scattered)):
        yield
