"""What the scripts here share: corpora and how to get them, rows that are measured, command line, report.

A script measures rows of ``results.csv``: a function that is marked by `measures` takes what is `Given`
and returns, for each of the rows that it names, the result in words. ``measure.py`` finds and calls them all.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dhtools import DhtoolsError
from dhtools.corpus.files import read_bytes, read_file

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"


class Source(NamedTuple):
    """A corpus: its files, how many there are, and where it comes from."""

    pattern: str
    n_files: int
    origin: str


#: The folders that a user gives, by name. None of them may be copied into this repository.
SOURCES = {
    "british_fiction": Source(
        "*.txt", 26, "the repository computationalstylistics/A_Small_Collection_of_British_Fiction"
    ),
    "federalist": Source(
        "*.txt", 85, "the Federalist Papers of Project Gutenberg, one Author_NN.txt a paper: see "
        "reference_tables.py",
    ),
    "inaugural": Source("*.txt", 59, 'NLTK: nltk.download("inaugural"), files like 1825-Adams.txt'),
    "english_novels": Source("*.txt", 75, "the folder English of the repository cophi-wue/refcor"),
    "litbank": Source("quotations/tsv/*.ann", 100, "the repository dbamman/litbank"),
    "gum": Source(
        "not-to-release/sources/GUM_*.conllu", 238, "the repository UniversalDependencies/UD_English-GUM"
    ),
    "ewt": Source("en_ewt-ud-[dt]e*.conllu", 2, "the repository UniversalDependencies/UD_English-EWT"),
    "onestop": Source(
        "Texts-SeparatedByReadingLevel/*/*.txt", 567, "the repository nishkalavallabhi/OneStopEnglishCorpus"
    ),
    "newsgroups": Source("*/*", 19_997, "20_newsgroups of the UCI repository, a folder a group"),
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """A folder with a folder for each corpus; *quick* asks for little work on few texts, for a trial."""

    corpora: Path
    quick: bool = False

    def folder(self, name: str) -> Path:
        """Return the folder of a corpus."""
        return self.corpora / name

    def size(self, full: int, quick: int) -> int:
        """Return how much to do."""
        return quick if self.quick else full

    def lacking(self, name: str) -> str:
        """Say what is not there of a corpus, and how to get it; nothing if all is there."""
        pattern, wanted, origin = SOURCES[name]
        found = sum(path.is_file() for path in self.folder(name).glob(pattern))
        if found == wanted or (found and self.quick):
            return ""
        return f"{self.folder(name)} has {found} of {wanted} files {pattern}. Get them from: {origin}."


class Measurement(NamedTuple):
    """Rows of the record that a function measures, and the corpora it needs."""

    rows: tuple[str, ...]
    needs: tuple[str, ...]
    script: str
    run: Callable[[Given], list[str]]


MEASUREMENTS: list[Measurement] = []


def measures(*rows: str, needs: str = "") -> Callable[[Callable], Callable]:
    """Register a function that returns the results of these rows, in words; *needs*: names of corpora."""

    def register(function: Callable[[Given], list[str]]) -> Callable[[Given], list[str]]:
        script = f"{function.__module__}.py"
        MEASUREMENTS.append(Measurement(rows, tuple(needs.split()), script, function))
        return function

    return register


def share(value: float, places: int = 3) -> str:
    """Write a share as the record does: .967."""
    return f"{value:.{places}f}".removeprefix("0")


def percent(value: float) -> str:
    """Write a share in per cent: 4.9%."""
    return f"{100 * value:.1f}%"


def read_text(path: Path) -> str:
    """Read a text; a stray control character, refused by the suite, is no letter and does no harm here."""
    data = read_bytes(path)
    if b"\0" not in data:
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
    return read_file(path).raw


def command_line(description: str | None) -> argparse.ArgumentParser:
    """Return a parser that shows the docstring of a script."""
    return argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def report(parser: argparse.ArgumentParser, make: Callable[[argparse.Namespace], Any]) -> None:
    """Make the report that the command line asks for, print it as JSON, and write it whole or not at all."""
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the report here too")
    given = parser.parse_args()
    try:
        if given.json and (given.json.is_dir() or not os.access(given.json.resolve().parent, os.W_OK)):
            raise DhtoolsError(f"{given.json}: cannot be written. Give a file in a folder that exists.")
        text = json.dumps(_with_nulls(make(given)), indent=2, allow_nan=False)
    except DhtoolsError as error:
        parser.exit(2, f"{error}\n")
    print(text)
    if given.json:
        part = given.json.with_name(f".{given.json.name}.part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(given.json)


def _with_nulls(value: Any) -> Any:
    """Return a report in which what is undefined (NaN) is null."""
    if isinstance(value, dict):
        return {name: _with_nulls(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_nulls(one) for one in value]
    return None if value != value else value
