"""Measure how often a distance is right about the author, by length of the two texts: the grid that ships.

    python benchmarks/power_grid.py FOLDER [--out FILE.csv]

FOLDER holds long texts of known authors, three or so by each, as ``author_title.txt``. The grid in
``src/dhtools/reference/tables/power.csv`` was measured on the 75 English novels, 25 authors with three each,
of the reference corpora that Evert et al. (2017, doi:10.1093/llc/fqx023) use, in the repository
cophi-wue/refcor. It runs for some minutes.
"""

from __future__ import annotations

import argparse
from itertools import combinations_with_replacement, product
from pathlib import Path

import pandas as pd
from rich.progress import track

from dhtools import fold_case, read_corpus
from dhtools.annotation import token_table
from dhtools.reference import block_table
from dhtools.stylometry import authorship_power
from dhtools.stylometry.sensitivity import word_lists

OUT = Path(__file__).resolve().parents[1] / "src" / "dhtools" / "reference" / "tables" / "power.csv"
EXCERPT_WORDS = (300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000, 10000)
DISTANCES = ("burrows", "cosine_delta")
MFW = (100, 200, 500)
#: Function words are sought among so many.
VOCABULARY = 1000
COLUMNS = [
    "excerpt_words_a", "excerpt_words_b", "distance", "word_list", "mfw", "n_authors", "n_texts",
    "auc", "low", "high",
]  # fmt: skip


def grid(folder: Path) -> pd.DataFrame:
    """Return one row a pair of lengths, distance and list of words."""
    tokens = fold_case(token_table(read_corpus(folder)))
    names = tokens["text"].cat.categories
    authors = {name: name.partition("_")[0] for name in names}
    table = block_table(tokens, authors=authors, vocabulary=VOCABULARY)
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


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
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
