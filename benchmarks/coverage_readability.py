"""Measure how often the interval of a readability formula holds the value of the whole text.

From each of 26 British novels (texts of 1,000 sentences or more) 60 samples of 23, 35, 109 and 163 sentences
(as many as the four texts of this project have) are drawn: sentences from all over the text (*scattered*),
and runs of consecutive ones (*passages*). Counted is how often the 95% interval of
`dhtools.readability.formulas` holds the value of the whole text.

An interval over sentences takes them as independent. Sentences of a passage are alike, so that one passage
says less of a whole text than the interval claims; what it describes is sentences such as these.

Smallest and largest of the eight formulas, in per cent: scattered sentences 92 to 93 (23),
92 to 93 (35), 93 to 94 (109), 94 to 95 (163); passages 61 to 63, 57 to 61, 54 to 58, 49 to 53. (Plain
percentiles, which are not widened for few sentences, cover 90 to 92 at 23.)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from common import Given, measures

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


def coverage(folder: Path, draws: int, seed: int = 0) -> pd.DataFrame:
    """Return the share of samples whose interval holds the value: sample and sentences × formula."""
    random = np.random.default_rng(seed)
    rows = [row for counts in counted(folder) for row in covered(counts, draws, random)]
    if not rows:
        raise DhtoolsError(f"{folder}: no text of {LEAST:,} sentences; nothing measured.")
    return pd.DataFrame(rows).pivot_table(
        index=["sample", "sentences"], columns="formula", values="held", sort=False
    )


@measures("readability: coverage of a 95% interval over sentences", needs="british_fiction")
def readability(given: Given) -> list[str]:
    table = coverage(given.folder("british_fiction"), given.size(60, 1))
    scattered, passages = (
        f"{table.loc[way].min().min():.0%} to {table.loc[way].max().max():.0%}"
        for way in ("scattered", "passages")
    )
    return [
        f"sentences from all over a novel {scattered}; one passage {passages}: the interval is of such "
        "sentences, not of a longer text"
    ]
