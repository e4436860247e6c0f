"""Counts of a corpus that is kept part by part: what the same functions give of all texts in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..annotation.tokens import fold_case
from ..atomic_write import replaced
from ..corpus.texts import Corpus, Text
from ..counts.by_voice import words_by_voice
from ..counts.sparse import Counts, sparse_counts
from ..counts.tables import PER
from ..errors import DhtoolsError, check_choice, check_whole
from ..schema import VOICES
from ..typed_tables import csv_bytes
from .building import Built
from .frames import TABLES, Kept, kept_counts, kept_tokens, kept_totals, totals_of
from .making import uncoded
from .merging import LABEL, Merged, Selection, merged
from .runs import gathered, sharded
from .store import Store, arrow, told

_KNOWN = {one.name for one in fields(Text)} - {"id", "raw", "sha256", "groups"}
#: Cells of a table that the client holds, eight bytes each.
MAX_CELLS = 50_000_000
#: Rows of a table of words that the client holds, some hundred bytes each.
MAX_ROWS = 5_000_000


class _Wanted(NamedTuple):
    """What is counted: of which stage, in which voices (None: all), words in a row."""

    stage: str
    voices: tuple[str, ...] | None
    ngram: int


def word_totals(
    built: Built,
    *,
    voice: str | Iterable[str] | None = None,
    ngram: int = 1,
    min_count: int = 1,
    n: int | None = None,
) -> pd.DataFrame:
    """Return how often each word, or n-gram, occurs in the whole corpus.

    * voice: One or several of `dhtools.schema.VOICES`; None: all words. Needs the stage ``tables``.
    * ngram: Words in a row; from 2 on the stage ``tables`` is needed.
    * min_count: Leave out what occurs more rarely.
    * n: So many rows, the first.

    Returns: One row a word, in lower case, the most frequent first, then alphabetically: *word*, *n*,
    *n_texts* (its range) and *per_1000*, of all words counted.

    Raises `DhtoolsError` if there are more than `MAX_ROWS` rows: `write_totals` writes them to a file.
    """
    with _merged_totals(built, voice, ngram, min_count) as found:
        rows = found.n if n is None else min(check_whole("n", n, 1, "rows"), found.n)
        if rows > MAX_ROWS:
            raise DhtoolsError(
                f"There are {found.n:,} different words or n-grams; a table in memory has {MAX_ROWS:,} rows "
                "at most. Give a higher min_count, or n; write_totals writes all of them to a file."
            )
        return _rates(found.table(n), found.total)


def write_totals(
    built: Built,
    path: Path,
    *,
    voice: str | Iterable[str] | None = None,
    ngram: int = 1,
    min_count: int = 1,
) -> int:
    """Write the table of `word_totals` to a CSV file, however long it is; return the number of rows.

    * path: The file is there whole, or not at all.
    * voice, ngram, min_count: As for `word_totals`.

    Raises `DhtoolsError` if the disk is full.
    """
    with _merged_totals(built, voice, ngram, min_count) as found, told(path), replaced(path) as draft:
        with draft.open("wb") as file:
            for number, table in enumerate(found.tables()):
                header, end, rows = csv_bytes(_rates(table, found.total)).partition(b"\n")
                file.write(rows if number else header + end + rows)
        return found.n


def _merged_totals(
    built: Built, voice: str | Iterable[str] | None, ngram: int, min_count: int
) -> AbstractContextManager[Merged]:
    least = check_whole("min_count", min_count, 1, "occurrences")
    return merged(built, _totals_of, _wanted(built, voice, ngram), selection=Selection(least))


def _rates(table: pd.DataFrame, total: int) -> pd.DataFrame:
    return table.rename(columns={LABEL: "word"}).assign(per_1000=PER * table["n"] / total)


def text_counts(
    built: Built,
    *,
    voice: str | Iterable[str] | None = None,
    ngram: int = 1,
    texts: Sequence[str] | None = None,
    vocabulary: Sequence[str] | None = None,
    min_count: int = 1,
) -> Counts:
    """Return how often each word, or n-gram, occurs in each text, as `dhtools.counts.count_tokens` does.

    * voice, ngram: As for `word_totals`.
    * texts: Some texts, in this order; otherwise all.
    * vocabulary: Count these words; otherwise all that occur.
    * min_count: Leave out what occurs more rarely in the whole corpus. Then the sums of the rows are no
      longer all words of a text: see `text_totals`.

    Raises `DhtoolsError` if the table would have more than `MAX_CELLS` cells that are not zero.
    """
    wanted = _wanted(built, voice, ngram)
    if check_whole("min_count", min_count, 1, "occurrences") > 1 and vocabulary is None:
        totals = word_totals(built, voice=voice, ngram=ngram, min_count=min_count)
        vocabulary = sorted(totals["word"])
    chosen = None if texts is None else frozenset(texts)
    found: dict[int, Counts] = {}
    for place, counts in gathered(built, _counts_of, wanted, chosen, vocabulary):
        found[place] = counts
        _check_cells(found.values())
    merged = Counts.merged(found[place] for place in sorted(found))
    return merged.select(units=texts, features=vocabulary)


def write_counts(
    built: Built, folder: Path, *, voice: str | Iterable[str] | None = None, ngram: int = 1
) -> int:
    """Write how often each word, or n-gram, occurs in each text, however large the table is.

    * folder: A new folder, which gets Parquet files in the order of the corpus: a row a text and word that
      occurs in it, *text*, *word*, *n*. The processes write it, and the client holds nothing of it.
    * voice, ngram: As for `word_totals`.

    Returns: The number of rows.

    Raises `DhtoolsError` if the folder exists, or the disk is full.
    """
    return sharded(built, folder, _cells_of, _wanted(built, voice, ngram))


def _check_cells(tables: Iterable[Counts]) -> None:
    cells = sum(table.matrix.nnz for table in tables)
    if cells > MAX_CELLS:
        raise DhtoolsError(
            f"The table of texts and words has more than {MAX_CELLS:,} cells. Give a vocabulary, fewer texts "
            "or a higher min_count; word_totals needs no such table."
        )


def text_totals(built: Built, *, voice: str | Iterable[str] | None = None, ngram: int = 1) -> pd.Series:
    """Return how many words, or n-grams, each text has in these voices."""
    found = dict(gathered(built, _lengths_of, _wanted(built, voice, ngram)))
    lengths = np.concatenate([found[place] for place in sorted(found)])
    return pd.Series(lengths, index=pd.Index(built.texts, dtype=object, name="text"), name="total")


def voices_by_text(built: Built) -> pd.DataFrame:
    """Return the words of every text by voice, and the share that is quoted.

    Returns: As `dhtools.counts.words_by_voice`.
    """
    built.need(TABLES)
    found = dict(gathered(built, _voices_of))
    table = pd.concat([found[place] for place in sorted(found)])
    texts = pd.Index(built.texts, dtype=object)
    return table.set_axis(pd.CategoricalIndex(texts, categories=texts, name="text"))


def catalogue(built: Built) -> Corpus:
    """Return the texts without their words, with what is known of them: for groups, dates and orders.

    `dhtools.corpus.groups.text_groups`, `compared_groups` and `text_years` take it.
    """
    rows = (row for part in built.kept for row in built.store.marker(built.stage, part.name)["texts"])
    return Corpus(tuple(map(_text_of, rows)), *uncoded(built.corpus.parts.path))


def _text_of(row: Mapping[str, Any]) -> Text:
    known = {name: row[name] for name in _KNOWN & row.keys()}
    groups = {name: row[name] for name in row.keys() - _KNOWN - {"text", "characters"}}
    return Text(row["text"], raw="", sha256="", groups=groups, **known)


def chosen_voices(voice: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the voices asked for, checked; None for all words."""
    voices = None if voice is None else (voice,) if isinstance(voice, str) else tuple(voice)
    for one in voices or ():
        check_choice("voice", one, VOICES)
    return voices


def _wanted(built: Built, voice: str | Iterable[str] | None, ngram: int) -> _Wanted:
    voices = chosen_voices(voice)
    if voices is not None or check_whole("ngram", ngram, 1) > 1:
        built.need(TABLES)
    return _Wanted(built.stage, voices, ngram)


# --- what is done in the processes


def _each(parts: Sequence[Kept], store: Store, wanted: _Wanted) -> Iterator[Counts]:
    for part in parts:
        if wanted.ngram == 1:
            yield kept_counts(store, wanted.stage, part, wanted.voices)
        else:
            yield _ngrams(store, part, wanted)


def _ngrams(store: Store, part: Kept, wanted: _Wanted) -> Counts:
    tokens = fold_case(of_voices(kept_tokens(store, part), wanted.voices))
    return sparse_counts(tokens, ngram=wanted.ngram)


def of_voices(tokens: pd.DataFrame, voices: tuple[str, ...] | None) -> pd.DataFrame:
    """Return the words of some voices; of all if none is named."""
    return tokens if voices is None else tokens[tokens["voice"].isin(voices)]


def _totals_of(parts: Sequence[Kept], store: Store, wanted: _Wanted) -> Iterator[Any]:
    """Yield occurrences and range of each word, part by part."""
    for part in parts:
        if wanted.ngram == 1:
            yield kept_totals(store, wanted.stage, part, wanted.voices)
        else:
            yield totals_of(_ngrams(store, part, wanted))


def _cells_of(parts: Sequence[Kept], store: Store, wanted: _Wanted) -> Iterator[Any]:
    """Yield the cells of the tables of some parts."""
    for counts in _each(parts, store, wanted):
        cells = counts.matrix.tocoo()
        text, word = cells.coords
        names = arrow().array(counts.units), arrow().array(counts.features)
        yield arrow().table({"text": names[0].take(text), "word": names[1].take(word), "n": cells.data})


def _counts_of(
    parts: Sequence[Kept],
    store: Store,
    wanted: _Wanted,
    texts: frozenset[str] | None,
    vocabulary: Sequence[str] | None,
) -> Counts:
    tables = list(_each(parts, store, wanted))
    merged = Counts.merged(tables)
    if texts is not None:
        merged = merged.select(units=[text for text in merged.units if text in texts])
    if vocabulary is None:
        return merged
    wanted_words = pd.Index(np.array(vocabulary, dtype=object))
    return merged.select(features=merged.features[merged.features.isin(wanted_words)])


def _lengths_of(parts: Sequence[Kept], store: Store, wanted: _Wanted) -> np.ndarray:
    return np.concatenate([counts.totals.to_numpy() for counts in _each(parts, store, wanted)])


def _voices_of(parts: Sequence[Kept], store: Store) -> pd.DataFrame:
    return pd.concat([words_by_voice(kept_tokens(store, part)) for part in parts])
