"""Measure how often a distance is right about the author, by length of the two texts: the grid that ships.

    python benchmarks/power_grid.py FOLDER [--out FILE.csv]

FOLDER holds long texts of known authors, three or so by each, as ``author_title.txt``. The grid in
``src/dhtools/reference/tables/power.csv`` was measured on the 75 English novels, 25 authors with three each,
of the reference corpora that Evert et al. (2017, doi:10.1093/llc/fqx023) use, in the repository
cophi-wue/refcor. It runs for some minutes.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from pathlib import Path

import pandas as pd
from common import ROOT, Given, command_line, measures, share
from rich.progress import track

from dhtools import fold_case, read_corpus
from dhtools.annotation import token_table
from dhtools.reference import BlockTable, block_table
from dhtools.stylometry import authorship_power
from dhtools.stylometry.sensitivity import word_lists

OUT = ROOT / "src" / "dhtools" / "reference" / "tables" / "power.csv"
#: Lengths that the record names.
MEASURED = (500, 1000, 2000, 5000)
EXCERPT_WORDS = (300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000, 10000)
DISTANCES = ("burrows", "cosine_delta")
MFW = (100, 200, 500)
#: Function words are sought among so many.
VOCABULARY = 1000
COLUMNS = [
    "excerpt_words_a", "excerpt_words_b", "distance", "word_list", "mfw", "n_authors", "n_texts",
    "auc", "low", "high",
]  # fmt: skip


def known_texts(folder: Path) -> BlockTable:
    """Count the texts of a folder, with the authors that their names begin with."""
    tokens = fold_case(token_table(read_corpus(folder)))
    authors = {name: name.partition("_")[0] for name in tokens["text"].cat.categories}
    return block_table(tokens, authors=authors, vocabulary=VOCABULARY)


def grid(folder: Path) -> pd.DataFrame:
    """Return one row a pair of lengths, distance and list of words."""
    table = known_texts(folder)
    lists = [("most frequent", table.vocabulary[:number]) for number in MFW]
    lists.append(("function words", word_lists(table)["function words"]))
    settings = list(product(DISTANCES, lists, combinations_with_replacement(EXCERPT_WORDS, 2)))
    rows = [
        authorship_power(table, excerpt_words=lengths, distance=distance, vocabulary=words).assign(
            word_list=name, mfw=len(words)
        )
        for distance, (name, words), lengths in track(settings, description="measuring")
    ]
    return pd.concat(rows, ignore_index=True)[COLUMNS]


@measures(
    "one author or two (AUC), Cosine Delta, 200 words",
    "one author or two (AUC), Burrows's Delta, function words",
    needs="english_novels",
)
def power(given: Given) -> list[str]:
    table, lengths = known_texts(given.folder("english_novels")), MEASURED[: given.size(4, 1)]
    lists = (("cosine_delta", table.vocabulary[:200]), ("burrows", word_lists(table)["function words"]))
    told = []
    for distance, words in lists:
        found = {
            length: authorship_power(
                table, excerpt_words=(length, length), distance=distance, vocabulary=words
            )["auc"].iloc[0]
            for length in lengths
        }
        first, *others = (f"{length:,}{{}} {share(auc, 2)}" for length, auc in found.items())
        told.append(", ".join([first.format(" words"), *(one.format("") for one in others)]))
    return told


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE.csv")
    given = parser.parse_args()
    if not any(given.folder.glob("*.txt")):
        parser.exit(
            2, f"{given.folder}: no texts there; nothing measured. The docstring says which to get.\n"
        )
    grid(given.folder).round(4).to_csv(given.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
