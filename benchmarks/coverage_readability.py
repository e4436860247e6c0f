"""Measure how often the interval of a readability formula holds the value of the whole text.

    python benchmarks/coverage_readability.py FOLDER [--draws 200] [--seed 0] [--json OUT]

FOLDER holds long ``.txt`` files (the figures below are for 26 British novels, from the repository
computationalstylistics/A_Small_Collection_of_British_Fiction). From each text of 1,000 sentences or more,
samples of 23, 35, 109 and 163 sentences (as many as the four texts of this project have) are drawn: sentences
from all over the text (*scattered*), and runs of consecutive ones (*passages*). Counted is how often the 95%
interval of `dhtools.readability.formulas` holds the value of the whole text.

An interval over sentences takes them as independent. Sentences of a passage are alike, so that one passage
says less of a whole text than the interval claims; what it describes is sentences such as these.

With --draws 60, smallest and largest of the eight formulas, in per cent: scattered sentences 92 to 93 (23),
92 to 93 (35), 93 to 94 (109), 94 to 95 (163); passages 61 to 63, 57 to 61, 54 to 58, 49 to 53. (Plain
percentiles, which are not widened for few sentences, cover 90 to 92 at 23.)
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from dhtools import DhtoolsError, read_corpus
from dhtools.annotation import token_table
from dhtools.readability.formulas import READABILITY_FORMULAS, bootstrap_interval, readability_scores
from dhtools.readability.sentence_counts import sentence_counts
from dhtools.schema import PROSE

#: Sentences of the samples.
SIZES = (23, 35, 109, 163)
LEAST = 1000


def counted(folder: Path) -> Iterator[pd.DataFrame]:
    """Yield the counts of all sentences in the running prose of every text that is long enough."""
    tokens = token_table(read_corpus(folder))
    prose = tokens[tokens["kind"].isin(PROSE).to_numpy()]
    for _, own in prose.groupby("text", observed=True):
        counts = sentence_counts(own)
        if len(counts) >= LEAST:
            yield counts


def covered(counts: pd.DataFrame, draws: int, random: np.random.Generator) -> Iterator[dict[str, object]]:
    """Yield for every sample and formula whether the interval holds the value of the whole text."""
    whole = readability_scores({"n_sentences": len(counts), **counts.sum().to_dict()})
    for size in SIZES:
        for _ in range(draws):
            start = int(random.integers(len(counts) - size))
            scattered = random.choice(len(counts), size, replace=False)
            for way, rows in (("scattered", scattered), ("passages", np.arange(start, start + size))):
                low, high = bootstrap_interval(counts.iloc[rows], 400, int(random.integers(2**31)))
                for name in READABILITY_FORMULAS:
                    yield {
                        "sentences": size,
                        "sample": way,
                        "formula": name,
                        "held": bool(low[name] <= whole[name] <= high[name]),
                    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--draws", type=int, default=200, help="samples of each size and text")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="OUT")
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    try:
        rows = [row for counts in counted(given.folder) for row in covered(counts, given.draws, random)]
    except DhtoolsError as error:
        parser.exit(2, f"{error}\n")
    if not rows:
        parser.exit(2, f"{given.folder}: no text of {LEAST:,} sentences; nothing measured.\n")
    table = pd.DataFrame(rows).pivot_table(
        index=["sample", "sentences"], columns="formula", values="held", sort=False
    )
    print(table.round(3).to_string())
    if given.json:
        given.json.write_text(
            table.reset_index().to_json(orient="records", indent=2) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
