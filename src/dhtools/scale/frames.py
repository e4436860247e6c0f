"""Tables of a part as Arrow tables, and back: joined, they are those of all texts in memory.

Of the token table and of counts only numbers are kept. What they stand for follows from the other tables, and
from the words, which are kept once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ..annotation.record import Annotation
from ..annotation.tokens import fold_case
from ..corpus.texts import Corpus, Part
from ..counts.sparse import Counts
from ..schema import BLOCK_KINDS, SENTENCE_VOICES, VOICES
from .store import Store, arrow

Ints = npt.NDArray[np.integer]

#: The stages of a part: its words counted, and its whole annotation.
COUNTS, TABLES = "counts", "tables"
_CODED = ("text", "passage", "kind", "voice", "quotation", "word")
_COLUMNS = ("text", "passage", "block", "kind", "voice", "quotation", "start", "end", "word")
_OBJECTS = {"blocks": (), "quotations": ("speaker", "source", "cited_through"), "sentences": ("passage",)}
#: What other tables number, with the table.
_OF_SPANS = {"passage": "sentences", "quotation": "quotations"}
#: The voice of what was counted without asking for voices.
_ANY = -1


class Kept(NamedTuple):
    """A part of which tables are kept, and the ids of its texts in order."""

    part: Part
    texts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name under which it is kept."""
        return self.part.file


def annotation_tables(annotation: Annotation) -> dict[str, Any]:
    """Return the four tables, and the counts of words in lower case by text and voice."""
    tokens = annotation.tokens
    numbers = {
        name: tokens[name].cat.codes.to_numpy(np.int32) if name in _CODED else tokens[name].to_numpy()
        for name in _COLUMNS
    }
    return {
        **{name: _plain(getattr(annotation, name)) for name in _OBJECTS},
        "tokens": arrow().table(numbers),
        "words": arrow().table({"word": _strings(tokens["word"].cat.categories)}),
        **_by_voice(fold_case(tokens)),
    }


def _plain(frame: pd.DataFrame) -> Any:
    columns = {
        name: column.to_numpy() if column.dtype.kind in "iu" else _strings(column)
        for name, column in frame.items()
    }
    return arrow().table(columns)


def _strings(values: pd.Series | pd.Index) -> Any:
    return arrow().array(values.to_numpy(dtype=object), arrow().string(), from_pandas=True)


def _by_voice(tokens: pd.DataFrame) -> dict[str, Any]:
    forms = tokens["word"].cat.categories
    text, voice, word = (tokens[name].cat.codes.to_numpy(np.int64) for name in ("text", "voice", "word"))
    cells, n = np.unique((text * len(VOICES) + voice) * len(forms) + word, return_counts=True)
    unit, word = np.divmod(cells, max(len(forms), 1))
    text, voice = np.divmod(unit, len(VOICES))
    return _cells(text, voice, word, n, forms)


def counted_tables(counts: Counts) -> dict[str, Any]:
    """Return counts of the words of a part, all voices together, as they are kept."""
    cells = counts.matrix.tocoo()
    text, word = cells.coords
    return _cells(text, np.full(len(text), _ANY), word, cells.data, counts.features)


def _cells(text: Ints, voice: Ints, word: Ints, n: Ints, forms: pd.Index) -> dict[str, Any]:
    numbers = {"text": text, "voice": voice, "word": word, "n": n}
    return {
        "counts": arrow().table({name: values.astype(np.int32) for name, values in numbers.items()}),
        "forms": arrow().table({"word": _strings(forms)}),
    }


def kept_counts(store: Store, stage: str, part: Kept, voices: Sequence[str] | None = None) -> Counts:
    """Return the counts of a part: its texts × the words that these voices use."""
    text, word, n = _kept_cells(store, stage, part, voices)
    forms = np.array(store.table(stage, part.name, "forms")["word"].to_pylist(), dtype=object)
    used, word = np.unique(word, return_inverse=True)
    shape = (len(part.texts), len(used))
    matrix = sparse.csr_array(sparse.coo_array((n, (text, word)), shape=shape))
    units = pd.Index(part.texts, dtype=object, name="text")
    return Counts(matrix, units, pd.Index(forms[used], dtype=object, name="feature"))


def _kept_cells(
    store: Store, stage: str, part: Kept, voices: Sequence[str] | None
) -> tuple[Ints, Ints, Ints]:
    """Return text, word and number of each cell of the counts of a part that is of these voices."""
    cells = store.table(stage, part.name, "counts")
    text, voice, word, n = (cells[name].to_numpy() for name in ("text", "voice", "word", "n"))
    if voices is None:
        return text, word, n
    chosen = np.isin(voice, [VOICES.index(one) for one in voices])
    return text[chosen], word[chosen], n[chosen]


def kept_totals(store: Store, stage: str, part: Kept, voices: Sequence[str] | None = None) -> Any:
    """Return how often each word of a part occurs in these voices, and in how many texts, as Arrow table."""
    text, word, n = _kept_cells(store, stage, part, voices)
    forms = store.table(stage, part.name, "forms")["word"]
    sums = np.bincount(word, n, minlength=len(forms)).astype(np.int64)
    cells = np.unique(text * np.int64(len(forms)) + word)
    return _totals(forms, sums, np.bincount(cells % max(len(forms), 1), minlength=len(forms)))


def totals_of(counts: Counts) -> Any:
    """Return how often each feature occurs, and in how many texts, as Arrow table."""
    ranges = np.bincount(counts.matrix.indices, minlength=len(counts.features))
    return _totals(_strings(counts.features), counts.matrix.sum(axis=0, dtype=np.int64), ranges)


def _totals(labels: Any, n: Ints, n_texts: Ints) -> Any:
    used = np.flatnonzero(n)
    return arrow().table({"label": labels.take(used), "n": n[used], "n_texts": n_texts[used]})


def kept_tokens(store: Store, part: Kept) -> pd.DataFrame:
    """Return the token table of a part."""
    numbers = store.table(TABLES, part.name, "tokens")
    codes = {name: numbers[name].to_numpy() for name in _COLUMNS}
    words = store.table(TABLES, part.name, "words")["word"].to_pylist()
    labels: dict[str, Any] = {"text": part.texts, "kind": BLOCK_KINDS, "voice": VOICES, "word": words}
    for name, table in _OF_SPANS.items():
        labels[name] = store.table(TABLES, part.name, table, [name])[name].to_pylist()
    return _token_table(codes, labels)


def _token_table(codes: dict[str, Ints], labels: dict[str, Any]) -> pd.DataFrame:
    columns: dict[str, Any] = {name: codes[name] for name in _COLUMNS}
    for name, own in labels.items():
        categories = pd.Index(own, dtype=object, name=name if name in _OF_SPANS else None)
        columns[name] = pd.Categorical.from_codes(codes[name], categories)
    return pd.DataFrame(columns, copy=False)


def kept_spans(store: Store, name: str, parts: Sequence[Kept], texts: Sequence[str]) -> pd.DataFrame:
    """Return blocks, quotations or sentences of texts of these parts, as in memory."""
    tables = [store.table(TABLES, part.name, name) for part in parts]
    frame = arrow().concat_tables(tables).to_pandas()
    frame = frame[frame["text"].isin(texts)].reset_index(drop=True)
    for column in _OBJECTS[name]:
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    if name == "blocks":
        frame["kind"] = pd.Categorical(frame["kind"], categories=list(BLOCK_KINDS))
        frame["rule"], frame["speaker"] = pd.Categorical(frame["rule"]), _speakers(frame["speaker"])
    if name == "sentences":
        frame["voice"] = pd.Categorical(frame["voice"], categories=list(SENTENCE_VOICES))
    if name != "quotations":
        frame["text"] = pd.Categorical(frame["text"], categories=list(texts))
    return frame


def _speakers(names: pd.Series) -> pd.Categorical:
    """Return the speakers of a play; where there is no play, a category that is empty."""
    return pd.Categorical(names if names.notna().any() else names.astype(object))


def kept_annotation(store: Store, parts: Sequence[Kept], corpus: Corpus) -> Annotation:
    """Return the annotation of a corpus, all or some of the texts of these parts: equal to that in memory."""
    blocks, quotations, sentences = (kept_spans(store, name, parts, corpus.ids) for name in _OBJECTS)
    tokens = (_of_texts(kept_tokens(store, part), corpus.ids) for part in parts)
    return Annotation(corpus, blocks, quotations, sentences, _joined(list(tokens)))


def _of_texts(tokens: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """Return the words of some texts, with the passages and quotations of these alone."""
    if tokens["text"].cat.categories.isin(texts).all():
        return tokens
    tokens = tokens[tokens["text"].isin(texts)]
    for name in ("text", "word"):
        tokens[name] = tokens[name].cat.remove_unused_categories()
    for name in ("passage", "quotation"):
        labels = tokens[name].cat.categories
        own = labels[labels.str.rpartition(":").get_level_values(0).isin(texts)]
        tokens[name] = tokens[name].cat.set_categories(own)
    return tokens


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return token tables one after the other; the words are merged, in alphabetical order."""
    labels: dict[str, Any] = {"kind": BLOCK_KINDS, "voice": VOICES}
    codes: dict[str, Any] = {
        name: np.concatenate([table[name].to_numpy() for table in tables])
        for name in ("block", "start", "end")
    }
    for name in _CODED:
        own = [table[name].cat.categories.to_numpy(dtype=object) for table in tables]
        parts = [table[name].cat.codes.to_numpy(np.int32) for table in tables]
        if name == "word":
            merged, labels[name] = pd.factorize(np.concatenate(own), sort=True)
            places = np.split(merged, np.cumsum([len(one) for one in own])[:-1])
            parts = [place[part] for place, part in zip(places, parts, strict=True)]
        elif name not in labels:
            labels[name] = np.concatenate(own)
            offsets = np.cumsum([0, *(len(one) for one in own[:-1])])
            parts = [np.where(part < 0, -1, part + at) for at, part in zip(offsets, parts, strict=True)]
        codes[name] = np.concatenate(parts)
    return _token_table(codes, labels)
