"""Counts of a corpus that is kept part by part: what the same functions give of all texts in memory.

A task reads the counts of many parts and returns them merged, so that the client merges few tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..annotation.tokens import fold_case
from ..corpus.texts import Corpus, Text
from ..counts.by_voice import words_by_voice
from ..counts.sparse import Counts, sparse_counts
from ..errors import DhtoolsError, check_choice, check_whole
from ..keyness.comparison import Keyness, keyness
from ..schema import VOICES
from .building import Built
from .cluster import in_turn
from .frames import TABLES, Kept, kept_counts, kept_tokens
from .making import uncoded
from .store import Store

_KNOWN = {one.name for one in fields(Text)} - {"id", "raw", "sha256", "groups"}
#: Cells of a table that the client holds, eight bytes each.
MAX_CELLS = 50_000_000
#: Rows that wait until they are added up, at least.
_ADDED = 500_000
#: Parts of a task: few enough for the memory of a process, many enough that the client merges few tables.
_FEWEST, _MOST = 4, 512


class _Wanted(NamedTuple):
    """What is counted: of which stage, in which voices (None: all), words in a row."""

    stage: str
    voices: tuple[str, ...] | None
    ngram: int


def chunks(built: Built) -> list[tuple[Kept, ...]]:
    """Return the parts in runs: about as many runs as parts in each."""
    length = min(max(math.isqrt(len(built.kept)), _FEWEST), _MOST)
    return [built.kept[first : first + length] for first in range(0, len(built.kept), length)]


def gathered(built: Built, function: Callable[..., Any], *shared: Any) -> Iterator[tuple[int, Any]]:
    """Yield the place of each run of parts and what the function returns of it, as it comes.

    Raises `DhtoolsError` if it fails for one: a table is gone, say.
    """
    runs = enumerate(chunks(built))
    for (place, parts), result, failure in in_turn(
        built.client, _of_run, runs, function, built.store, *shared
    ):
        if failure:
            raise DhtoolsError(f"{parts[0].name} to {parts[-1].name}: {failure}")
        yield place, result


def _of_run(run: tuple[int, Sequence[Kept]], function: Callable[..., Any], *shared: Any) -> Any:
    return function(run[1], *shared)


def word_totals(built: Built, *, voice: str | Iterable[str] | None = None, ngram: int = 1) -> pd.DataFrame:
    """Return how often each word, or n-gram, occurs in the whole corpus.

    * voice: One or several of `dhtools.schema.VOICES`; None: all words. Needs the stage ``tables``.
    * ngram: Words in a row; from 2 on the stage ``tables`` is needed.

    Returns: One row a word, in lower case, the most frequent first, then alphabetically: *word*, *n*,
    *n_texts* (its range) and *per_1000*, of all words counted.
    """
    total = added(found for _, found in gathered(built, _totals_of, _wanted(built, voice, ngram)))
    table = total.rename_axis("word").reset_index()
    table["per_1000"] = 1000 * table["n"] / table["n"].sum()
    return table.sort_values(["n", "word"], ascending=[False, True], ignore_index=True)


def added(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the sum of tables by their labels; what has come is added up as often as it has doubled."""
    found: list[pd.DataFrame] = []
    for table in tables:
        found.append(table)
        if sum(map(len, found[1:])) > max(len(found[0]), _ADDED):
            found = [_sum(found)]
    return _sum(found)


def _sum(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables).groupby(level=0, sort=False).sum()


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
        totals = word_totals(built, voice=voice, ngram=ngram)
        vocabulary = sorted(totals["word"][totals["n"] >= min_count])
    chosen = None if texts is None else frozenset(texts)
    found: dict[int, Counts] = {}
    for place, counts in gathered(built, _counts_of, wanted, chosen, vocabulary):
        found[place] = counts
        _check_cells(found.values())
    merged = Counts.merged(found[place] for place in sorted(found))
    return merged.select(units=texts, features=vocabulary)


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


def compare_texts(
    built: Built,
    target: Sequence[str],
    reference: Sequence[str],
    *,
    voice: str | Iterable[str] | None = None,
    ngram: int = 1,
    min_count: int = 5,
    **options: Any,
) -> Keyness:
    """Compare the words of two groups of texts; the texts are what is permuted.

    * target, reference: Ids of texts; those without any such word are left out.
    * voice, ngram: As for `word_totals`.
    * min_count, options: As for `dhtools.keyness.keyness`.

    Returns: What `dhtools.keyness.keyness` returns of the counts of these texts in memory.
    """
    sides = [list(target), list(reference)]
    totals = text_totals(built, voice=voice, ngram=ngram)
    filled = [[text for text in side if totals.get(text, 1) > 0] for side in sides]
    both = list(dict.fromkeys(filled[0] + filled[1]))
    # what is rare in the corpus is rare on both sides together, and is left out here as it is there
    counts = text_counts(built, voice=voice, ngram=ngram, texts=both, min_count=min_count)
    tables = (counts.select(units=side) for side in filled)
    given = totals[filled[0]], totals[filled[1]]
    return keyness(*tables, totals=given, min_count=min_count, unit="text", **options)


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
            tokens = fold_case(of_voices(kept_tokens(store, part), wanted.voices))
            yield sparse_counts(tokens, ngram=wanted.ngram)


def of_voices(tokens: pd.DataFrame, voices: tuple[str, ...] | None) -> pd.DataFrame:
    """Return the words of some voices; of all if none is named."""
    return tokens if voices is None else tokens[tokens["voice"].isin(voices)]


def _totals_of(parts: Sequence[Kept], store: Store, wanted: _Wanted) -> pd.DataFrame:
    """Return occurrences and range of each word in some parts."""
    n: dict[str, int] = {}
    ranges: dict[str, int] = {}
    for counts in _each(parts, store, wanted):
        words = counts.features.tolist()
        for word, occurs, wide in zip(
            words, counts.matrix.sum(axis=0).tolist(), _ranges(counts), strict=True
        ):
            n[word] = n.get(word, 0) + occurs
            ranges[word] = ranges.get(word, 0) + wide
    index = pd.Index(list(n), dtype=object)
    return pd.DataFrame({"n": list(n.values()), "n_texts": list(ranges.values())}, index=index)


def _ranges(counts: Counts) -> list[int]:
    return np.bincount(counts.matrix.indices, minlength=len(counts.features)).tolist()


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
