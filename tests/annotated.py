"""Readers of the hand annotation, and small corpora, for the tests of marks, voices, sentences and tokens."""

import csv
import json
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd

from dhtools import annotate, read_corpus
from dhtools.annotation.paragraphs import line_starts
from dhtools.annotation.record import Annotation
from dhtools.corpus import Corpus

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
LEAD = "It was a long day and nobody in the house had the least wish to get up and go out again.\n\n"


@cache
def seeds() -> Annotation:
    """Return the four texts as the package reads them."""
    return annotate(read_corpus(ROOT / "seeds"))


def corpus_of(**texts: str) -> Corpus:
    """Return a corpus of the texts given."""
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in texts.items():
            Path(folder, f"{name}.txt").write_text(raw, encoding="utf-8", newline="")
        return read_corpus(folder)


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a TSV file of the gold."""
    with (GOLD / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def records(name: str) -> list[dict]:
    """Return the records of a JSONL file of the gold."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@cache
def line_start(text: str, line: int) -> int:
    """Return where a line begins in the file."""
    return line_starts(seeds().corpus[text].raw)[line - 1]


def span(row: dict, text: str = "file", start: str = "start", end: str = "end") -> tuple[str, int, int]:
    """Return text and code points of a row of the gold."""
    begin = line_start(row[text], int(row["line"]))
    return row[text], begin + int(row[start]), begin + int(row[end])


def spans(frame: pd.DataFrame) -> set[tuple[str, int, int]]:
    """Return text and code points of every row of a table."""
    return set(zip(frame["text"], frame["start"].tolist(), frame["end"].tolist(), strict=True))


def f_score(found: set, gold: set) -> float:
    """Return F of exact spans."""
    return 2 * len(found & gold) / (len(found) + len(gold))
