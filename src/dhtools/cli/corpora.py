"""The commands on corpora larger than memory: count, keyness, kwic, topics. They need the extra *scale*."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..atomic_write import atomic_write
from ..errors import DhtoolsError, did_you_mean
from ..escaping import terminal
from ..typed_tables import csv_bytes
from ..wording import counted

if TYPE_CHECKING:
    from ..scale.building import Built

#: Rows that are shown where no file is asked for; files set aside that are named.
_ROWS, _LISTED = 20, 20
#: What is read of a keyness table first.
_READ = ("word", "n_target", "n_reference", "per_1000_target", "per_1000_reference", "g2", "log_ratio", "p")


def count(options: argparse.Namespace) -> int:
    """Count the words, or n-grams, of a corpus."""
    from ..scale.counting import word_totals, write_counts, write_totals

    stage = "tables" if options.voice or options.ngram > 1 else "counts"
    wanted = {"voice": options.voice, "ngram": options.ngram}
    with _built(options, stage) as built:
        if options.by_text:
            _say(f"{write_counts(built, options.out, **wanted):,} rows in {options.out}")
        elif options.out:
            n = write_totals(built, options.out, **wanted, min_count=options.min_count)
            _say(f"{n:,} rows in {options.out}")
        else:
            table = word_totals(built, **wanted, min_count=options.min_count, n=_ROWS)
            print(terminal(table.to_string(index=False)))
            _say("--out FILE writes all of them")
    return 0


def keyness(options: argparse.Namespace) -> int:
    """Compare the words of one group of texts with another, or with all the rest."""
    from ..scale.comparing import compare_texts
    from ..scale.counting import catalogue

    with _built(options, "tables" if options.voice else "counts") as built:
        table = catalogue(built).table()
        target = _of_group(table, options.group, options.target)
        reference = (
            table.index.difference(target, sort=False).tolist()
            if options.reference is None
            else _of_group(table, options.group, options.reference)
        )
        found = compare_texts(built, target, reference, voice=options.voice, min_count=options.min_count)
        for name, value in found.about.items():
            _say(f"{name}: {value}")
        _give(found.table, options, _READ)
    return 0


def _of_group(table: pd.DataFrame, group: str, value: str) -> list[str]:
    """Return the texts that have a value in a column of the metadata."""
    if group not in table:
        raise DhtoolsError(
            f"--group {group}: the texts have no such column. There are: {', '.join(map(str, table))}."
        )
    values = table[group].astype(str)
    if not (values == value).any():
        near = did_you_mean(value, values.unique())
        raise DhtoolsError(f"{value!r}: no text has this in the column {group}.{near}")
    return table.index[values == value].tolist()


def kwic(options: argparse.Namespace) -> int:
    """List the lines of a word or phrase."""
    from ..scale.lines import corpus_lines, write_lines

    with _built(options, "tables") as built:
        if options.all:
            n = write_lines(built, options.query, options.out, voice=options.voice)
            _say(f"{n:,} lines in {options.out}")
            return 0
        found = corpus_lines(
            built, options.query, voice=options.voice, sort_by=options.sort or (), cap=options.cap
        )
        print(f"{len(found.lines):,} of {found.n:,} lines", file=sys.stderr)
        if options.out:
            _give(found.lines, options)
        else:
            shown = found.lines[["passage", "left", "match", "right"]].to_numpy()
            print(terminal("\n".join(_line(*row) for row in shown)))
    return 0


def _line(passage: str, left: str, match: str, right: str) -> str:
    return f"{left[-30:]:>30}{match}{right[:30]:30}  {passage}"


def topics(options: argparse.Namespace) -> int:
    """Find topics in segments drawn from a corpus, and how stable they are."""
    from ..corpus.languages import corpus_languages
    from ..scale.counting import catalogue
    from ..scale.samples import drawn_segments, on_cluster
    from ..topics import document_term_matrix, stability, top_words

    with _built(options, "tables") as built:
        segments = drawn_segments(built, options.segments, voice=options.voice or "author", seed=options.seed)
        languages = corpus_languages(catalogue(built))
        documents = document_term_matrix(segments, languages=languages).without_empty()
        with on_cluster(built.client, documents):
            found = stability(documents, options.topics, seed=options.seed)
        words = top_words(found.model).groupby("topic")["word"].agg(" ".join)
        _give(found.table.assign(words=words).rename_axis("topic").reset_index(), options)
    return 0


@contextmanager
def _built(options: argparse.Namespace, stage: str) -> Iterator[Built]:
    """Yield the corpus, built as far as the command needs it; say what was made and what was set aside."""
    from ..scale.building import build, open_corpus
    from ..scale.cluster import connect

    _check_out(options.out, vars(options).get("by_text") or vars(options).get("all"))
    corpus = open_corpus(options.path, options.folder, text_column=options.text_column)
    with connect(options.scheduler, workers=options.workers, memory=options.memory) as client:
        built = build(corpus, client, stage=stage)
        texts, parts = counted(len(built.texts), "text"), counted(len(built.kept), "part")
        _say(f"{texts} in {parts}, {built.made:,} of them made now; kept in {corpus.store.folder}")
        for file in built.vanished[:_LISTED]:
            _say(f"gone since the last time: {file}")
        yield built
    for file, note in built.set_aside.head(_LISTED).itertuples(index=False):
        _say(f"set aside: {note}" if note.startswith(file) else f"set aside: {file}: {note}")
    if len(built.set_aside) > _LISTED:
        _say(f"set aside: {len(built.set_aside) - _LISTED:,} more")


def _check_out(out: Path | None, is_folder: bool | None) -> None:
    """Refuse what cannot be written before the work begins, not after it."""
    if is_folder and (out is None or out.exists()):
        raise DhtoolsError(f"{out or '--out'}: give the name of a new folder, for Parquet files.")
    if out and not out.absolute().parent.is_dir():
        raise DhtoolsError(f"{out}: the folder that it is to lie in does not exist. Make it first.")
    if out and out.is_dir():
        raise DhtoolsError(f"{out}: this is a folder. Give the name of a file.")


def _say(line: str) -> None:
    print(terminal(line), file=sys.stderr, flush=True)


def _give(table: pd.DataFrame, options: argparse.Namespace, read: Sequence[str] = ()) -> None:
    """Write a table to the file that is asked for, or show its first rows, in the columns that are read."""
    from ..scale.store import told

    if options.out:
        with told(options.out):
            atomic_write(options.out, csv_bytes(pd.DataFrame(table)))
        _say(f"{len(table):,} rows in {options.out}")
        return
    print(terminal(table.head(_ROWS)[list(read or table)].to_string(index=False)))
    if len(table) > _ROWS:
        _say(f"{len(table) - _ROWS:,} more rows: --out FILE writes all")


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "count": count,
    "keyness": keyness,
    "kwic": kwic,
    "topics": topics,
}
