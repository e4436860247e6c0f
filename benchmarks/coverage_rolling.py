"""Measure how often the band of `rolling_distances` holds the distance it is an estimate of.

The figures in the docstring of `dhtools.stylometry.rolling_distances` are for 26 British novels. Every text
of 10,000 words or more in turn is compared with a fixed stretch of another. The truth is its mean distance
over very many windows put together from blocks of 50 words, drawn without replacement from all over the text.
Coverage is the share of other windows whose band holds that mean: *random* windows, put together in the same
way, and *consecutive* windows as they stand in the text. Bands are one standard error wide on either side, or
as wide as a 95% interval would be if the distance followed a t distribution.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from common import Given, measures
from scipy import stats

from dhtools import DhtoolsError, fold_case, read_corpus, segment
from dhtools.annotation import token_table
from dhtools.counts import count_tokens, most_frequent, relative_frequencies
from dhtools.stylometry.rolling import rolling_distances

BLOCK = 50
WINDOWS, MFW, DISTANCES = (500, 1000), (100, 300), ("burrows", "cosine_delta")
#: Windows of each kind, draws of windows behind the truth, and words of the other text.
N_WINDOWS, DRAWS, OTHER = 40, 25, 20_000
MIN_WORDS = 10_000


def prose(folder: Path) -> pd.DataFrame:
    """Return the running prose of all texts that are long enough."""
    tokens = fold_case(token_table(read_corpus(folder)))
    tokens = tokens[tokens["voice"] != "other"]
    n_words = tokens["text"].value_counts()
    tokens = tokens[tokens["text"].isin(n_words.index[n_words >= MIN_WORDS])]
    if tokens["text"].nunique() < 2:
        raise DhtoolsError(f"{folder}: fewer than two texts of {MIN_WORDS:,} words; nothing measured.")
    return without_leftovers(tokens)


def without_leftovers(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the categories they use and no others."""
    used = {name: tokens[name].cat.remove_unused_categories() for name in ("text", "passage", "word")}
    return tokens.assign(**used)


def pairs(tokens: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Yield every text with a stretch of another one, about a quarter of the list away from it."""
    names = list(tokens["text"].cat.categories)
    for place, name in enumerate(names):
        other = names[(place + max(1, len(names) // 4)) % len(names)]
        both = without_leftovers(tokens[tokens["text"].isin([name, other])])
        yield both[both["text"] == name], both[both["text"] == other].iloc[:OTHER]


def reference_of(tokens: pd.DataFrame, window: int, words: list[str]) -> pd.DataFrame:
    """Return the frequencies of the words in all consecutive stretches of a window's length."""
    cut = segment(tokens, segment_words=window, remainder="drop")
    counts = count_tokens(cut[cut["word"].isin(words)], unit="segment")
    return relative_frequencies(counts, vocabulary=words, totals=pd.Series(window, index=counts.index))


def drawn(length: int, window: int, windows: int, random: np.random.Generator) -> np.ndarray:
    """Return row numbers of windows put together from blocks of a text."""
    blocks = random.permutation(length // BLOCK)[: windows * window // BLOCK]
    return (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()


def standing(length: int, window: int, windows: int) -> np.ndarray:
    """Return row numbers of windows as they stand, spread evenly over a text."""
    starts = np.arange(windows) * (length // window) // windows * window
    return (starts[:, None] + np.arange(window)).ravel()


def covered(found: pd.DataFrame, truth: float, window: int) -> dict[str, float]:
    """Return the shares of windows whose band holds the truth."""
    off = ((found["mean_distance"] - truth) / found["se"]).abs()
    return {"one_se": (off <= 1).mean(), "t_95": (off <= stats.t.ppf(0.975, window // BLOCK - 1)).mean()}


def measure(
    tokens: pd.DataFrame, window: int, mfw: int, distance: str, windows: int, seed: int
) -> dict[str, object]:
    """Return the coverage of one setting, over all texts."""
    random = np.random.default_rng(seed)
    reference = reference_of(tokens, window, most_frequent(count_tokens(tokens), mfw))
    kinds: dict[str, list[dict[str, float]]] = {"random": [], "consecutive": []}
    n_windows = 0
    for own, other in pairs(tokens):
        shown = min(windows, len(own) // window)

        def rolled(rows: np.ndarray, own: pd.DataFrame = own, other: pd.DataFrame = other) -> pd.DataFrame:
            return rolling_distances(
                pd.concat([own.iloc[rows], other]), str(own["text"].iloc[0]), window=window, step=window,
                vocabulary=list(reference), distance=distance, reference=reference, sample_words=len(other),
                block_words=BLOCK,
            )  # fmt: skip

        draws = [rolled(drawn(len(own), window, shown, random)) for _ in range(DRAWS + 1)]
        truth = pd.concat(draws[1:])["mean_distance"].mean()
        kinds["random"].append(covered(draws[0], truth, window))
        kinds["consecutive"].append(covered(rolled(standing(len(own), window, shown)), truth, window))
        n_windows += shown
    setting = {"window": window, "mfw": mfw, "distance": distance, "n_texts": len(kinds["random"])}
    return {**setting, "n_windows": n_windows, **{kind: summed(values) for kind, values in kinds.items()}}


def summed(values: list[dict[str, float]]) -> dict[str, float]:
    """Return means over texts, and the text with the least coverage."""
    table = pd.DataFrame(values)
    least = {f"{name}_worst_text": table[name].min() for name in table}
    return {name: round(float(value), 3) for name, value in {**table.mean(), **least}.items()}


@measures("coverage of a 95% jackknife interval of a distance", needs="british_fiction")
def rolling(given: Given) -> list[str]:
    tokens = prose(given.folder("british_fiction"))
    settings = list(product(WINDOWS, MFW, DISTANCES))[: given.size(8, 1)]
    found = [measure(tokens, *setting, given.size(N_WINDOWS, 2), 0)["consecutive"] for setting in settings]
    covered = [one["t_95"] for one in found]
    return [f"{min(covered):.0%} to {max(covered):.0%}, so no such interval is printed"]
