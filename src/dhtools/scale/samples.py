"""Chosen texts of a corpus as an annotation in memory, and topics whose refits are shared by a cluster."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import parallel_config

from ..annotation.record import Annotation
from ..annotation.segments import segment
from ..annotation.tokens import fold_case
from ..corpus.languages import with_languages
from ..corpus.texts import Text, read_part
from ..errors import DhtoolsError, check_whole
from .building import Built
from .counting import chosen_voices, of_voices, text_totals
from .frames import TABLES, Kept, kept_annotation, kept_tokens
from .making import digest, with_sheets
from .runs import gathered
from .store import Store

_SEGMENT_COLUMNS = ["text", "passage", "voice", "start", "end", "word", "segment"]
_AS_OBJECTS = dict.fromkeys(("text", "passage", "word", "segment"), object)


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


def drawn_segments(
    built: Built,
    n: int,
    *,
    segment_words: int = 300,
    voice: str | Iterable[str] | None = "author",
    seed: int = 0,
) -> pd.DataFrame:
    """Return the words of *n* segments drawn at random from the whole corpus, for topics.

    * segment_words: Length of a segment, as for `dhtools.segment`.
    * voice: Whose words are cut into segments; None: all.

    Returns: One row a word, in lower case: *text*, *passage*, *voice*, *start*, *end*, *word*, *segment*, as
    `dhtools.segment` would give them of all texts in memory; of all segments if there are no more.
    """
    lengths = text_totals(built, voice=voice).to_numpy()
    pieces = np.where(lengths > 0, np.maximum(1, np.round(lengths / segment_words)), 0).astype(np.int64)
    ends = np.cumsum(pieces)
    if check_whole("n", n, 1, "segments") >= ends[-1]:
        drawn = np.arange(ends[-1])
    else:
        drawn = np.sort(np.random.default_rng(seed).choice(ends[-1], n, replace=False))
    texts = np.searchsorted(ends, drawn, side="right")
    wanted: dict[str, set[int]] = {}
    for text, number in zip(texts.tolist(), (drawn - (ends - pieces)[texts]).tolist(), strict=True):
        wanted.setdefault(built.texts[text], set()).add(number + 1)
    given = wanted, chosen_voices(voice), segment_words, max(2, len(str(int(pieces.max()))))
    found = dict(gathered(built, _segments_of, *given))
    rows = pd.concat([found[place] for place in sorted(found) if len(found[place])], ignore_index=True)
    labels = {name: pd.Index(rows[name].unique(), dtype=object) for name in ("text", "passage", "segment")}
    labels["word"] = pd.Index(sorted(rows["word"].unique()), dtype=object)
    return rows.assign(**{name: pd.Categorical(rows[name], own) for name, own in labels.items()})


def _segments_of(
    parts: Sequence[Kept],
    store: Store,
    wanted: Mapping[str, set[int]],
    voices: tuple[str, ...] | None,
    segment_words: int,
    width: int,
) -> pd.DataFrame:
    """Return the words of the segments wanted of some parts."""
    chosen = [part for part in parts if not wanted.keys().isdisjoint(part.texts)]
    tables = [_segmented(kept_tokens(store, part), wanted, voices, segment_words, width) for part in chosen]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _segmented(
    tokens: pd.DataFrame,
    wanted: Mapping[str, set[int]],
    voices: tuple[str, ...] | None,
    segment_words: int,
    width: int,
) -> pd.DataFrame:
    own = fold_case(of_voices(tokens, voices))
    segments = segment(own[own["text"].isin(wanted.keys())], segment_words=segment_words)
    named = {label: label.rpartition("_") for label in segments["segment"].cat.categories}
    kept = [label for label, (text, _, number) in named.items() if int(number) in wanted[text]]
    rows = segments[segments["segment"].isin(kept)][_SEGMENT_COLUMNS].astype(_AS_OBJECTS)
    labels = {label: f"{named[label][0]}_{int(named[label][2]):0{width}d}" for label in kept}
    return rows.assign(segment=rows["segment"].map(labels).astype(object))


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
