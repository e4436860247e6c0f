"""Lines and collocates of a corpus that is kept part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..annotation.record import Annotation
from ..annotation.tokens import fold_case
from ..errors import check_choice, check_whole
from ..search.concordance import LINE_COLUMNS, concordance, query_words, sort_lines
from ..search.lines import Lines
from ..terms.associations import ASSOCIATIONS, Cells
from ..terms.collocations import Near, count_near, measured_near
from .building import Built
from .counting import chosen_voices, of_voices
from .frames import TABLES, Kept, kept_tokens
from .merging import LABEL, Selection, merged
from .runs import gathered, sharded
from .samples import annotation_in
from .store import Store, arrow

#: What lines may be sorted by.
SORTS = ("L1", "L2", "L3", "R1", "R2", "R3", "text", "kind", "voice", "match")
#: The label, which no word has, of the row with the pairs of the node, and all pairs.
_NODE = ""
#: Lines that are held beside those asked for.
_MORE = 10_000
#: Where a line stands in the corpus: its run of parts, and its place in it.
_PLACE = ["run", "row"]


class Found(NamedTuple):
    """Lines of a concordance, as many as were asked for, and how many there are in all."""

    lines: Lines
    n: int


class _Query(NamedTuple):
    query: str
    voices: tuple[str, ...] | None
    sort_by: tuple[str, ...]
    cap: int
    width: int


def corpus_lines(
    built: Built,
    query: str,
    *,
    voice: str | Iterable[str] | None = None,
    sort_by: str | Sequence[str] = (),
    cap: int = 1000,
    width: int = 60,
) -> Found:
    """List occurrences of a word or phrase, in the order of the corpus or sorted by the words around them.

    * query, width: As for `dhtools.concordance`.
    * voice: One or several of `dhtools.schema.VOICES`; None: all words.
    * sort_by: As for `dhtools.search.sort_lines`: words around the match, or the columns *text*, *kind*,
      *voice*, *match*.
    * cap: So many lines, the first in that order. No process and not the client holds many more.

    Returns: The lines that the concordance of the whole corpus in memory, sorted, would begin with, and the
    number of all. A query with an apostrophe is cut as the words of each part are.

    Raises `DhtoolsError` as `dhtools.concordance`, or if a file has changed since the corpus was built.
    """
    built.need(TABLES)
    query_words(query)
    sorts = (sort_by,) if isinstance(sort_by, str) else tuple(sort_by)
    for name in sorts:
        check_choice("sort_by", name, SORTS)
    wanted = _Query(query, chosen_voices(voice), sorts, check_whole("cap", cap, 1, "lines"), width)
    n, tables = 0, [_no_lines()]
    for run, (lines, number) in gathered(built, _lines_of, built.corpus.parts.path, wanted):
        n += number
        tables.append(lines.assign(run=run, row=range(len(lines))))
        if sum(map(len, tables)) > cap + _MORE:
            tables = [_first(tables, built.texts, wanted)]
    return Found(Lines(_first(tables, built.texts, wanted).drop(columns=_PLACE)), n)


def write_lines(
    built: Built,
    query: str,
    folder: Path,
    *,
    voice: str | Iterable[str] | None = None,
    width: int = 60,
) -> int:
    """Write all lines of a word or phrase, in the order of the corpus, however many they are.

    * folder: A new folder, which gets Parquet files with the columns of `dhtools.concordance`, and *page*.
      The processes write it, and the client holds nothing of it.
    * query, voice, width: As for `corpus_lines`.

    Returns: The number of lines.

    Raises `DhtoolsError` as `corpus_lines`, and if the folder exists or the disk is full.
    """
    built.need(TABLES)
    query_words(query)
    wanted = _Query(query, chosen_voices(voice), (), 1, width)
    return sharded(built, folder, _all_lines, built.corpus.parts.path, wanted)


def _no_lines() -> pd.DataFrame:
    return pd.DataFrame(columns=[*LINE_COLUMNS, *_PLACE])


def _first(tables: Sequence[pd.DataFrame], texts: Sequence[str], wanted: _Query) -> pd.DataFrame:
    """Return the first of the lines in the order asked for."""
    filled = [table for table in tables if len(table)] or [tables[0]]
    lines = pd.concat([table.astype({"text": object, "passage": object}) for table in filled])
    if "page" in lines:
        columns = [*LINE_COLUMNS[:2], "page", *LINE_COLUMNS[2:], *_PLACE]
        lines = lines[columns].fillna({"page": ""})
    lines["text"] = pd.Categorical(lines["text"], categories=pd.Index(list(texts), dtype=object))
    lines = lines.sort_values(_PLACE, ignore_index=True)
    return _sorted(lines, wanted).head(wanted.cap)


def _sorted(lines: pd.DataFrame, wanted: _Query) -> pd.DataFrame:
    return sort_lines(lines, wanted.sort_by) if wanted.sort_by and len(lines) else lines


def corpus_collocates(
    built: Built,
    node: str | Sequence[str],
    *,
    voice: str | Iterable[str] | None = None,
    window: int | str = 5,
    min_count: int = 2,
    measures: Iterable[str] = tuple(ASSOCIATIONS),
) -> pd.DataFrame:
    """List the words that stand near a word in the whole corpus, with measures of association.

    * voice: As for `corpus_lines`.
    * node, window, min_count, measures: As for `dhtools.terms.collocates`.

    Returns: What `dhtools.terms.collocates` returns of all words in memory, in lower case.

    Raises `DhtoolsError` as `dhtools.terms.collocates`.
    """
    built.need(TABLES)
    listed = Selection(check_whole("min_count", min_count, 1), highest_first=False)
    with merged(built, _near, node, chosen_voices(voice), window, selection=listed) as found:
        rows = found.table()
    of_node = rows[LABEL] == _NODE
    pairs, words = rows[of_node].sum(numeric_only=True), rows[~of_node]
    both, collocate = (words[name].to_numpy(np.float64) for name in ("both", "collocate"))
    cells = Cells(both, float(pairs["both"]), collocate, float(pairs["n_total"]))
    near = Near(words[LABEL].to_numpy(), words["n_total"].to_numpy(), cells)
    return measured_near(near, min_count, measures)


# --- what is done in the processes


def _near(
    parts: Sequence[Kept],
    store: Store,
    node: str | Sequence[str],
    voices: tuple[str, ...] | None,
    window: int | str,
) -> Iterator[Any]:
    """Yield the counts of the words of each part, and those of the node and of all pairs."""
    for part in parts:
        near = count_near(fold_case(of_voices(kept_tokens(store, part), voices)), node, window)
        cells = near.cells
        columns = {
            LABEL: [*near.forms, _NODE],
            "both": np.append(cells.both, cells.node).astype(np.int64),
            "n_total": np.append(near.n_total, cells.total).astype(np.int64),
            "collocate": np.append(cells.collocate, 0).astype(np.int64),
        }
        yield arrow().table(columns)


def _all_lines(parts: Sequence[Kept], store: Store, folder: Path, wanted: _Query) -> Iterator[Any]:
    """Yield the lines of each part, and first a table without a line."""
    columns = [*LINE_COLUMNS[:2], "page", *LINE_COLUMNS[2:]]
    numbers = ("start", "end")
    schema = arrow().schema([(name, "int64" if name in numbers else "string") for name in columns])
    yield schema.empty_table()
    for annotation in _with_words(parts, store, folder, wanted.query):
        tokens = of_voices(annotation.tokens, wanted.voices)
        lines = pd.DataFrame(concordance(annotation, wanted.query, tokens=tokens, width=wanted.width))
        if len(lines):
            strings = lines.assign(page=lines.get("page", "")).astype(
                dict.fromkeys(set(columns) - set(numbers), str)
            )
            yield arrow().Table.from_pandas(strings[columns], schema=schema, preserve_index=False)


def _lines_of(parts: Sequence[Kept], store: Store, folder: Path, wanted: _Query) -> tuple[pd.DataFrame, int]:
    """Return the first lines of some parts, and the number of all."""
    tables = [_no_lines().drop(columns=_PLACE)]
    n = 0
    for annotation in _with_words(parts, store, folder, wanted.query):
        tokens = of_voices(annotation.tokens, wanted.voices)
        lines = pd.DataFrame(concordance(annotation, wanted.query, tokens=tokens, width=wanted.width))
        n += len(lines)
        tables.append(_sorted(lines, wanted).head(wanted.cap).astype({"text": object, "passage": object}))
        if sum(map(len, tables)) > wanted.cap + _MORE:
            tables = [_first_of(tables, parts, wanted)]
    return _first_of(tables, parts, wanted), n


def _first_of(tables: Sequence[pd.DataFrame], parts: Sequence[Kept], wanted: _Query) -> pd.DataFrame:
    """Return the first of the lines of some parts, which come in the order of the corpus."""
    lines = pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
    if len(lines):
        texts = [text for part in parts for text in part.texts]
        lines["text"] = pd.Categorical(lines["text"], categories=pd.Index(texts, dtype=object))
    return _sorted(lines, wanted).head(wanted.cap)


def _with_words(parts: Sequence[Kept], store: Store, folder: Path, query: str) -> Iterator[Annotation]:
    """Yield the annotation of the parts that have all words of a query."""
    # of *l'homme* a part may have *l'* and *homme*: then only the annotation can tell
    words = set() if "'" in "".join(query_words(query)) else set(query_words(query))
    for part in parts:
        if words <= set(store.table(TABLES, part.name, "forms")["word"].to_pylist()):
            yield annotation_in(store, folder, [part])
