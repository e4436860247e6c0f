"""Rolling stylometry: a window moves through one text, and its distance to other texts is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..counts.sparse import Counts, as_counts, sparse_counts
from ..counts.tables import most_frequent, z_scores
from ..errors import DhtoolsError, check_choice, check_whole
from ..progress import watched
from ..shown import answers_first
from .distances import DISTANCES, Array, Metric

#: Distances that two units can have by themselves: *entropy* weighs each word by all units there are.
ROLLING_DISTANCES = tuple(name for name in DISTANCES if name != "entropy")
#: A text is compared in so many samples at most.
MAX_SAMPLES = 10

_LAST = ("sample_words", "baseline", "note")
_COLUMNS = ("text", "passage", "voice", "start", "end", "word")
Ints = npt.NDArray[np.integer[Any]]
Numbers = npt.NDArray[np.float32]


@answers_first("text", "compared", "window", "mean_distance", "baseline")
def rolling_distances(
    tokens: pd.DataFrame,
    target: str,
    *,
    window: int = 500,
    step: int = 50,
    mfw: int = 100,
    vocabulary: Sequence[str] | None = None,
    distance: str = "cosine_delta",
    reference: pd.DataFrame | None = None,
    against: str | Sequence[str] | None = None,
    sample_words: int | None = None,
    block_words: int = 50,
) -> pd.DataFrame:
    """Measure how far every window of one text is from other texts, and from the rest of its own.

    All are compared at the same length, since a distance depends on it: a text is represented by samples of
    *sample_words* words, in blocks spread evenly over it. A text that is long enough for several samples
    without a block in common (ten at most) has its mean distance to them. The same is done with the rest of
    the target, the window left out: that distance is the *baseline*.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`: running prose, the case folded if it is not to count. Choose the rows
        before; positions are those among the rows of a text that are left.
    target : str
        Id of the text that the window moves through.
    window, step : int
        Words in a window, and from one window to the next. Words at the end that fill no step are in no
        window.
    mfw : int
        So many of the most frequent words of the texts compared, among those that the reference has.
    vocabulary : sequence of str, optional
        These words in place of the most frequent, in order of frequency.
    distance : str
        A distance, see `distances`; any but *entropy*.
    reference : DataFrame, optional
        Frequencies to standardise on, see `dhtools.z_scores`. Otherwise the consecutive stretches of *window*
        words of all texts compared.
    against : str or sequence of str, optional
        Ids of the texts to compare with; otherwise all others that have as many words as a window. With none
        (``[]``) the window is compared with the rest of its own text.
    sample_words : int, optional
        Words in a sample; cut down to whole blocks. Otherwise as many as the shortest text compared has, or
        the rest of the target if that is shorter, but not shorter than a window.
    block_words : int
        Words in a block, of samples and for the standard error; there the blocks of a window are made
        equally long, to a word.

    Returns
    -------
    DataFrame
        One row a window and compared text:

        * *text* (the target), *window* (number from 1); *first*, *after* (word numbers from 0; *after* is the
          first word behind the window), *centre*; *start*, *end* (code points in the file); *passage_first*,
          *passage_last* (of its first and last word); *share_quoted* (of its words);
        * *compared* (the other text), *mean_distance* (over its samples, on the scale of the distance), *se*
          (standard error, see Notes);
        * *sample_words*, *baseline* (mean distance to the rest of the target), *note* (why it is missing: the
          rest is shorter than a sample).

    Raises
    ------
    DhtoolsError
        If the target is unknown or shorter than a window, there is no text to compare with, a length is
        impossible, a column or a word is missing, or no word varies.

    Notes
    -----
    Each of the m blocks of a window is left out in turn (jackknife):
    ``se² = (m - 1) / m * sum (d_i - mean d)²``. A percentile bootstrap is not offered: words drawn with
    replacement are further from everything than the words that stand there, so the percentiles of a distance
    lie above it.

    One standard error on either side is a band, **not a confidence interval**. It says how much the distance
    would vary if the window were put together from blocks drawn at random from all over the text. The blocks
    of a window share a topic. Measured on 26 novels (``benchmarks/coverage_rolling.py``; windows of
    500 and 1,000 words, 100 and 300 MFW, Burrows's and Cosine Delta), the band held the mean distance of
    windows put together at random for 62 to 76% of such windows (68% would be right), but only for 40 to 49%
    of the windows as they stand; a 95% interval made of the same error would have held it for 92 to 98%, and
    for 75 to 86%. Longer windows fare worse, and no one factor mends all distances. Windows that overlap
    have words in common: a run of them is one finding.

    Sources: Eder (2016), Rolling stylometry, Digital Scholarship in the Humanities 31(3), 457-469,
    doi:10.1093/llc/fqv010; for the jackknife over blocks Künsch (1989), The Annals of Statistics 17(3),
    1217-1241, doi:10.1214/aos/1176347265.

    Examples
    --------
    >>> text = pd.Categorical(["a"] * 8 + ["b"] * 4)
    >>> table = pd.DataFrame({"text": text, "word": pd.Categorical(list("xxxyxyyyyyyx"))})
    >>> table = table.assign(passage="1.1", voice="author", start=0, end=1)
    >>> rolled = rolling_distances(table, "a", window=4, step=4, mfw=2, block_words=2, distance="manhattan")
    >>> rolled[["window", "first", "after", "compared", "mean_distance", "baseline"]].to_numpy().tolist()
    [[1, 0, 4, 'b', 100.0, 100.0], [2, 4, 8, 'b', 0.0, 100.0]]
    """
    check_choice("distance", distance, ROLLING_DISTANCES)
    _check_lengths(window, step, block_words)
    others = _compared(tokens, target, against, window)
    rows = {text: tokens[(tokens["text"] == text).to_numpy()] for text in (target, *others)}
    if vocabulary is None:
        vocabulary = frequent_words(sparse_counts(pd.concat(rows.values())), mfw, reference=reference)
    space = _space(rows.values(), vocabulary, distance, window, reference)
    first = np.arange(0, len(rows[target]) - window + 1, step)
    target_grid, *grids = (
        space.between(text, np.arange(0, len(text) + 1, block_words)) for text in rows.values()
    )
    rests = [_outside(start, start + window, block_words, len(target_grid)) for start in first.tolist()]
    shortest = min(map(len, grids or rests)), min(map(len, rests))
    size = _sample_size(sample_words, *shortest, window, block_words)
    n_words = size * block_words
    samples = [space.points(_samples(grid, np.arange(len(grid)), size), n_words) for grid in grids]
    parts = window * np.arange(window // block_words + 1) // (window // block_words)
    found = []
    windows = zip(rests, space.stretches(rows[target], first, parts), strict=True)
    for rest, counts in watched(windows, "rolling"):
        rest_samples = space.points(_samples(target_grid, rest, size), n_words)
        measured = _measured(space, counts, np.diff(parts), samples or [rest_samples])
        baseline = _mean(space.metric(space.points(counts.sum(axis=0), window), rest_samples))
        found.append((*measured, baseline))
    means, errors, baselines = (np.array(part) for part in zip(*found, strict=True))
    table = _windows(rows[target], first, window).assign(
        sample_words=np.int32(n_words),
        baseline=baselines,
        note=np.where(np.isnan(baselines), f"the rest of {target} is shorter than a sample", ""),
    )
    return _joined(table, pd.Categorical(others or [target], tokens["text"].cat.categories), means, errors)


def _check_lengths(window: int, step: int, block_words: int) -> None:
    for name, words in {"window": window, "step": step, "block_words": block_words}.items():
        check_whole(name, words, 1, "words")
    if step > window:
        raise DhtoolsError(
            f"step={step}: windows of {window} words would pass words over. Give a shorter step."
        )
    if window < 2 * block_words:
        raise DhtoolsError(
            f"window={window}: a standard error needs two blocks, of {block_words} words each. Give a "
            "longer window or a shorter block."
        )


def _compared(
    tokens: pd.DataFrame, target: str, against: str | Sequence[str] | None, window: int
) -> list[str]:
    """Return the texts to compare with, after a look at the table."""
    if lacking := [name for name in _COLUMNS if name not in tokens]:
        raise DhtoolsError(f"tokens: no column {lacking[0]!r}. Give a token table, or some of its rows.")
    if tokens[["text", "word"]].isna().any(axis=None):
        raise DhtoolsError("tokens: a row has no text or no word. Leave it out.")
    has = tokens["text"].value_counts(sort=False)
    present = list(has.index[has > 0])
    check_choice("target", target, present)
    rest = [text for text in present if text != target]
    named = [against] if isinstance(against, str) else against
    others = [text for text in rest if has[text] >= window] if named is None else list(named)
    for text in others:
        check_choice("against", text, rest)
    if not others and named is not None and has[target] < 2 * window:
        raise DhtoolsError(
            f"{target!r} has {has[target]:,} words: without other texts it needs two windows of {window}."
        )
    if short := [text for text in (target, *others) if has[text] < window]:
        raise DhtoolsError(
            f"{short[0]!r} has {has[short[0]]:,} words, fewer than window={window}. Give a shorter window."
        )
    if (named is None and not others) or len(set(others)) < len(others):
        raise DhtoolsError(
            f"against={against!r}: {target!r} is to be compared with one other text or more, of {window} "
            "words, each named once."
        )
    return others


def frequent_words(
    counts: Counts | pd.DataFrame,
    n: int,
    *,
    culling: float = 0.0,
    reference: pd.DataFrame | None = None,
) -> list[str]:
    """Return the most frequent words, of those only that a reference has, where one is given.

    * counts, n, culling: As for `dhtools.most_frequent`.
    * reference: Frequencies to standardise on.

    Raises `DhtoolsError` if there are not so many, or the reference has its case folded and the texts have
    not: *the* would be compared with *The* and *the* together.
    """
    if reference is None:
        return most_frequent(counts, n, culling=culling)
    table = as_counts(counts)
    if _has_capitals(table.features) and not _has_capitals(reference.columns):
        raise DhtoolsError(
            "reference: its words are in lower case, those of the texts are not: fold their case."
        )
    shared = table.features[table.features.isin(reference.columns)]
    return most_frequent(table.select(features=shared), n, culling=culling)


def _has_capitals(words: pd.Index) -> bool:
    return any(str(word) != str(word).lower() for word in words)


@dataclass(frozen=True, slots=True)
class _Space:
    """Counts of some words as points (of z-scores or frequencies), and the distance between points."""

    words: pd.Index
    origin: Array  # the point of a text without any of the words
    scale: Array  # how far one per cent of a word moves it
    metric: Metric

    def points(self, counts: Numbers, totals: npt.ArrayLike) -> Array:
        """Return units × words, or one row."""
        return self.origin + counts * (100 / np.reshape(totals, (-1, 1))) * self.scale

    def before(self, rows: pd.DataFrame, edges: Ints) -> Numbers:
        """Return how often each word stands before each edge (a word number): edges × words."""
        # looked up among all words of the table: pandas keeps that index for the texts that follow
        place = rows["word"].cat.categories.get_indexer(self.words)
        code_of = np.full(len(rows["word"].cat.categories), -1, dtype=np.int64)
        code_of[place[place >= 0]] = np.flatnonzero(place >= 0)
        codes = code_of[rows["word"].cat.codes.to_numpy()]
        bounds = np.minimum(np.append(edges, len(rows)), len(rows))
        stretch = np.repeat(np.arange(len(bounds)), np.diff(bounds, prepend=0))
        kept = (codes >= 0) & (stretch < len(edges))
        shape = (len(edges), len(self.words))
        counted = np.bincount(stretch[kept] * shape[1] + codes[kept], minlength=shape[0] * shape[1])
        return counted.reshape(shape).cumsum(axis=0).astype(np.float32)  # exact up to 2**24

    def between(self, rows: pd.DataFrame, edges: Ints) -> Numbers:
        """Return the counts from each edge to the next."""
        return np.diff(self.before(rows, edges), axis=0)

    def stretches(self, rows: pd.DataFrame, first: Ints, parts: Ints) -> Iterator[Numbers]:
        """Yield the counts of the parts of every window: parts × words."""
        edges, place = np.unique(first[:, None] + parts, return_inverse=True)
        before = self.before(rows, edges)
        for places in place:
            yield np.diff(before[places], axis=0)


def _space(
    texts: Iterable[pd.DataFrame],
    vocabulary: Sequence[str],
    distance: str,
    window: int,
    reference: pd.DataFrame | None,
) -> _Space:
    chosen, listed = DISTANCES[distance], pd.Index(list(vocabulary))
    if listed.has_duplicates or not len(listed):
        raise DhtoolsError(
            f"vocabulary: {len(listed)} are given, {listed.nunique()} of them different. Give each once."
        )
    plain = _Space(listed, np.zeros(len(listed)), np.ones(len(listed)), chosen.metric)
    if not chosen.standardised:
        return plain
    if reference is None:
        counts = [plain.between(rows, np.arange(0, len(rows) + 1, window)) for rows in texts]
        reference = pd.DataFrame(plain.points(np.vstack(counts), window), columns=listed)
    # a z-score is a linear function of the frequency: those of 0 and of 1 give all others
    two = pd.DataFrame(np.outer([0.0, 1.0], np.ones(len(listed))), columns=listed)
    scores = z_scores(two, reference=reference).dropna(axis=1)
    if scores.empty:
        raise DhtoolsError(
            "vocabulary: no word varies where frequencies are standardised. Give others, or a reference."
        )
    origin, one = scores.to_numpy()
    return _Space(scores.columns, origin, one - origin, chosen.metric)


def _outside(first: int, after: int, block_words: int, blocks: int) -> Ints:
    """Return which blocks of a text have no word in a window."""
    return np.concatenate([np.arange(first // block_words), np.arange(-(-after // block_words), blocks)])


def _sample_size(sample_words: int | None, shortest: int, rest: int, window: int, block_words: int) -> int:
    """Return how many blocks a sample has, if the shortest text and the rest of the target have so many."""
    if sample_words is None:
        return min(rest, shortest) if rest * block_words >= window else shortest
    check_whole("sample_words", sample_words, 1, "words")
    if not 1 <= sample_words // block_words <= shortest:
        raise DhtoolsError(
            f"sample_words={sample_words}: a sample has one block ({block_words} words) or more, and no more "
            f"than the shortest text compared ({shortest * block_words} words in whole blocks)."
        )
    return int(sample_words) // block_words


def _samples(blocks: Numbers, among: Ints, size: int) -> Numbers:
    """Return the counts of samples that have no block in common, each spread evenly: samples × words."""
    number = min(len(among) // size, MAX_SAMPLES)
    spread = (2 * np.arange(number * size) + 1) * len(among) // max(2 * number * size, 1)
    taken = np.zeros((number, len(blocks)), dtype=np.float32)
    taken[np.tile(np.arange(number), size), among[spread]] = 1
    return taken @ blocks  # several times as fast as adding up rows


def _measured(space: _Space, blocks: Numbers, sizes: Ints, samples: Sequence[Array]) -> tuple[Array, Array]:
    """Return the distances of a window to the samples of each text, and their standard errors."""
    whole, total, number = blocks.sum(axis=0), sizes.sum(), len(blocks)
    points = space.points(np.vstack([whole, whole - blocks]), np.append(total, total - sizes))
    starts = np.cumsum([0, *map(len, samples)])
    found = space.metric(points, np.vstack(samples))
    found = np.add.reduceat(found, starts[:-1], axis=1) / np.diff(starts)
    left_out = found[1:] - found[1:].mean(axis=0)
    return found[0], np.sqrt((number - 1) / number * (left_out**2).sum(axis=0))


def _mean(values: Array) -> float:
    return float(values.mean()) if values.size else np.nan


def _windows(rows: pd.DataFrame, first: Ints, window: int) -> pd.DataFrame:
    """Return where every window lies, and how much of it is quoted."""
    after = first + window
    quoted = np.append(0, np.cumsum(rows["voice"].to_numpy() == "quoted"))
    passage = rows["passage"].astype(object).to_numpy()
    return pd.DataFrame(
        {
            "text": rows["text"].iloc[first].to_numpy(),
            "window": np.arange(1, len(first) + 1, dtype=np.int32),
            "first": first.astype(np.int32),
            "after": after.astype(np.int32),
            "centre": (first + after) / 2,
            "start": rows["start"].to_numpy()[first],
            "end": rows["end"].to_numpy()[after - 1],
            "passage_first": passage[first],
            "passage_last": passage[after - 1],
            "share_quoted": (quoted[after] - quoted[first]) / window,
        }
    )


def _joined(windows: pd.DataFrame, compared: pd.Categorical, means: Array, errors: Array) -> pd.DataFrame:
    """Return one row a window and compared text."""
    table = windows.loc[windows.index.repeat(len(compared))].reset_index(drop=True)
    codes = np.tile(compared.codes, len(windows))
    table = table.assign(
        compared=pd.Categorical.from_codes(codes, compared.categories),
        mean_distance=means.ravel(),
        se=errors.ravel(),
    )
    return table[[*(name for name in table if name not in _LAST), *_LAST]]
