"""How often intervals of rates and of log ratios hold what was planted.

Counts of segments are drawn as Poisson's law has it, or more (negative binomial).

**Rates.** Findings are drawn for a text of 5 to 39 equally long segments, 2 to 40 expected in the whole text,
the variance of a segment's mean 0, 0.5 or 1.5 times its square. Texts without any finding are left out, since
they have no interval. Coverage in per cent over 90 settings of 4,000 texts:

=========  ====  ====  ====  ============================================================
interval   mean  min   max
=========  ====  ====  ====  ============================================================
t          94.9  91.7  97.9  `dhtools.stats.intervals.rate_interval`
floor      96.6  92.0  99.6  the same, the over-dispersion never below 1
bootstrap  92.1  74.3  99.8  percentiles of a cluster bootstrap, segments drawn again
=========  ====  ====  ====  ============================================================

**Log ratios.** Words are drawn for two sides of equally long segments, 13 and 7 of 300 words, 39 and 22 of
100. A word has a known log ratio, -2 to 2, and a total frequency that is expected, 5 to 60; the dispersion
*size* per 300 words is 0.5 where it is most clustered. Words of fewer occurrences than an interval needs
(`MIN_OCCURRENCES`) are left out. Over 336 settings of 4,000 words (*within*: settings with 93 to 97 %):

==========  ====  =====  ====  ======  =======================================================
interval    mean    min   max  within
==========  ====  =====  ====  ======  =======================================================
t           95.6   91.5  97.5      95  `dhtools.stats.intervals.log_ratio_interval`
t_no_half   96.6   92.3  98.8      55  the same variance without ½ added, 0.5 in place of 0
welch       92.1   76.0  99.4      51  each side with its own variance (delta method), degrees
                                       of freedom of Welch and Satterthwaite
percentile  89.8   76.9  97.8      12  cluster bootstrap, segments drawn again on each side
basic       88.1   60.2  99.2      29  the same, turned about the estimate
==========  ====  =====  ====  ======  =======================================================

The settings in which ``t`` is outside have a word of 5 or 8 occurrences, most of them on one side (log ratio
-2), or one of 40 or more.

**Log ratios in texts.** 13 and 7 segments of 300 words are drawn from all over a text (of 50 segments or
more), and each occurrence on one side is kept with the probability that makes the log ratio; words of 60
occurrences at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from common import Given, measures, percent, read_text
from scipy import stats
from validate_terms import cut_text

from dhtools.corpus.files import text_files
from dhtools.stats.intervals import MIN_OCCURRENCES, log_ratio_interval, rate_interval

#: Of rates: segments, findings expected, and how much the mean of a segment varies.
SEGMENTS, EXPECTED, SPREADS = (5, 6, 12, 22, 39), (2, 3, 5, 10, 20, 40), (0.0, 0.5, 1.5)
#: Of log ratios: segments of either side and words of a segment, frequencies, log ratios, dispersions.
DESIGNS = ((13, 7, 300), (39, 22, 100))
FREQUENCIES, DOUBLINGS = (5, 8, 12, 20, 40, 60), (-2, -1, -0.5, 0, 0.5, 1, 2)
SIZES = (np.inf, 2.0, 1.0, 0.5)
RESAMPLES, BOOTSTRAPPED = 400, 400
#: Segments of a text from which some are drawn.
MIN_POOL = 50

Array = np.ndarray
Limits = tuple[Array, Array]
Random = np.random.Generator


def drawn(mean: float, size: float, shape: tuple[int, int], random: Random) -> Array:
    """Return counts, segments × texts or words; a segment's mean varies by its square over *size*."""
    return random.poisson(mean if np.isinf(size) else random.gamma(size, mean / size, shape), shape)


def resampled(counts: Array, random: Random) -> Array:
    """Return sums over segments drawn with replacement: samples × texts or words."""
    n_segments = len(counts)
    return random.multinomial(n_segments, np.full(n_segments, 1 / n_segments), RESAMPLES) @ counts


def holds(limits: Limits, truth: float) -> Array:
    low, high = limits
    return (low <= truth) & (truth <= high)


def rate_intervals(counts: Array) -> dict[str, Limits]:
    """Return low and high of every interval of the findings of a whole text."""
    total, n_segments = counts.sum(axis=0), len(counts)
    low, high, _ = rate_interval(counts, np.ones(n_segments))
    pearson = ((counts - total / n_segments) ** 2).sum(axis=0) / ((total + 0.5) / n_segments)
    spread = np.sqrt(np.maximum(pearson / (n_segments - 1), 1) / (total + 0.5))
    factor = np.exp(stats.t.ppf(0.975, n_segments - 1) * spread)
    return {
        "t": (n_segments * low, n_segments * high),
        "floor": ((total + 0.5) / factor, (total + 0.5) * factor),
        "bootstrap": tuple(np.quantile(resampled(counts, np.random.default_rng(0)), [0.025, 0.975], axis=0)),
    }


def rate_coverage(draws: int, seed: int = 0) -> pd.DataFrame:
    """Return the share of texts whose interval holds what was planted, a row a setting and interval."""
    random, rows = np.random.default_rng(seed), []
    for segments, expected, spread in product(SEGMENTS, EXPECTED, SPREADS):
        size = 1 / spread if spread else np.inf
        counts = drawn(expected / segments, size, (segments, draws), random)
        counts = counts[:, counts.sum(axis=0) > 0]
        for name, limits in rate_intervals(counts).items():
            rows.append((segments, expected, spread, name, holds(limits, expected).mean()))
    return pd.DataFrame(rows, columns=["n_segments", "expected", "spread", "interval", "coverage"])


def centre(one: Array, other: Array) -> Array:
    """Return the log ratio (natural) of segments of equal length, 0.5 in place of 0."""
    return np.subtract(*(np.log(np.maximum(side.sum(axis=0), 0.5) / len(side)) for side in (one, other)))


def welch(one: Array, other: Array) -> Limits:
    """Return a t interval from the variance of each side."""
    parts = [
        side.var(axis=0, ddof=1) * len(side) / np.maximum(side.sum(axis=0), 1) ** 2 for side in (one, other)
    ]
    variance = parts[0] + parts[1]
    weights = parts[0] ** 2 / (len(one) - 1) + parts[1] ** 2 / (len(other) - 1)
    freedom = variance**2 / np.where(weights > 0, weights, np.inf)
    half = stats.t.ppf(0.975, np.maximum(freedom, 1)) * np.sqrt(variance)
    return centre(one, other) - half, centre(one, other) + half


def without_half(one: Array, other: Array) -> Limits:
    """Return the interval of the package without ½."""
    sums = [np.maximum(side.sum(axis=0), 0.5) for side in (one, other)]
    freedom = len(one) + len(other) - 2
    pearson = sum(
        ((side - side.mean(axis=0)) ** 2).sum(axis=0) * len(side) / total
        for side, total in zip((one, other), sums, strict=True)
    )
    half = stats.t.ppf(0.975, freedom) * np.sqrt(pearson / freedom * (1 / sums[0] + 1 / sums[1]))
    return centre(one, other) - half, centre(one, other) + half


def bootstraps(one: Array, other: Array, random: Random) -> dict[str, Limits]:
    """Return two intervals of a cluster bootstrap, of the first words only."""
    sides = [side[:, :BOOTSTRAPPED] for side in (one, other)]
    ratios = np.subtract(*(np.log(np.maximum(resampled(side, random), 0.5) / len(side)) for side in sides))
    low, high = np.percentile(ratios, [2.5, 97.5], axis=0)
    middle = 2 * centre(*sides)
    return {"percentile": (low, high), "basic": (middle - high, middle - low)}


def ratio_intervals(one: Array, other: Array, random: Random) -> dict[str, Limits]:
    """Return low and high of every interval, natural logarithms."""
    low, high, _ = log_ratio_interval(one, other, np.ones(len(one)), np.ones(len(other)))
    return {
        "t": (low * np.log(2), high * np.log(2)),
        "t_no_half": without_half(one, other),
        "welch": welch(one, other),
        **bootstraps(one, other, random),
    }


def ratio_coverage(draws: int, seed: int = 0) -> Iterator[dict[str, object]]:
    """Yield the coverage of every interval in every setting."""
    random = np.random.default_rng(seed)
    for (target, reference, words), total, doublings, size in product(DESIGNS, FREQUENCIES, DOUBLINGS, SIZES):
        mean = total / (target * 2.0**doublings + reference)
        one, other = (
            drawn(rate, size * words / 300, (segments, draws), random)
            for segments, rate in ((target, mean * 2.0**doublings), (reference, mean))
        )
        shown = one.sum(axis=0) + other.sum(axis=0) >= MIN_OCCURRENCES
        setting = {"segments": f"{target}, {reference}", "total": total, "log_ratio": doublings, "size": size}
        for name, limits in ratio_intervals(one, other, random).items():
            held = holds(limits, doublings * np.log(2))[shown[: len(limits[0])]]
            yield {**setting, "interval": name, "coverage": held.mean()}


def coverage_in_texts(folder: Path, draws: int, seed: int = 0) -> pd.DataFrame:
    """Return the coverage of our interval for differences planted in texts: text × log ratio."""
    random, rows = np.random.default_rng(seed), {}
    for path in text_files(folder):
        counts = cut_text(read_text(path)).to_numpy()
        if len(counts) >= MIN_POOL:
            rows[path.name] = {
                doublings: np.concatenate([planted(counts, doublings, random) for _ in range(draws)]).mean()
                for doublings in (-1, 0, 1)
            }
    return pd.DataFrame.from_dict(rows, orient="index")


def planted(counts: Array, doublings: int, random: Random) -> Array:
    """Return whether each interval holds the log ratio, in one draw of segments."""
    target, reference, _ = DESIGNS[0]
    rows = random.permutation(len(counts))[: target + reference]
    sides = [counts[rows[:target]], counts[rows[target:]]]
    tokens = [side.sum(axis=1) for side in sides]
    thinned = 1 if doublings > 0 else 0
    sides[thinned] = random.binomial(sides[thinned], 2.0 ** -abs(doublings))
    low, high, note = log_ratio_interval(*sides, *tokens)
    shown = (note == "") & (sum(side.sum(axis=0) for side in sides) <= max(FREQUENCIES))
    return holds((low, high), doublings)[shown]


def span(values: pd.Series) -> str:
    """Say mean, smallest and largest."""
    return f"mean {percent(values.mean())}, {percent(values.min())} to {percent(values.max())}"


@measures("coverage of the 95% interval of a rate")
def rates(given: Given) -> list[str]:
    found = rate_coverage(given.size(4000, 40)).groupby("interval")["coverage"]
    drawn_again = found.get_group("bootstrap")
    return [
        f"{span(found.get_group('t'))}; a cluster bootstrap {drawn_again.min():.0%} to "
        f"{percent(drawn_again.max())}, so none is printed"
    ]


@measures("coverage of the 95% interval of a log ratio")
def log_ratios(given: Given) -> list[str]:
    found = pd.DataFrame(ratio_coverage(given.size(4000, 40))).groupby("interval")["coverage"]
    ours, drawn_again = found.get_group("t"), found.get_group("percentile")
    return [
        f"{span(ours)}; {ours.between(0.93, 0.97).mean():.0%} of the settings within 93% to 97%. A cluster "
        f"bootstrap: {drawn_again.min():.0%} to {drawn_again.max():.0%}, so none is printed"
    ]


@measures("coverage of the 95% interval of a log ratio, planted in texts", needs="british_fiction")
def log_ratios_in_texts(given: Given) -> list[str]:
    found = coverage_in_texts(given.folder("british_fiction"), given.size(100, 2))
    means = ", ".join(percent(found[doublings].mean()) for doublings in (-1, 0, 1))
    lowest, highest = found.min().min(), found.max().max()
    return [f"{means} for log ratios of -1, 0 and 1; by novel {percent(lowest)} to {percent(highest)}"]
