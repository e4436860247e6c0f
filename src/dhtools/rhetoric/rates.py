"""Rates: how often something is found per 1,000 words of a voice, with an interval.

Findings cluster in a text. So intervals and tests take segments as their units, not words.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.segments import segment
from ..counts.found import count_found
from ..counts.tables import PER, unit_texts
from ..errors import check_choice
from ..keyness.comparison import Keyness, keyness
from ..keyness.target_reference import check_disjoint
from ..shown import answers_first
from ..stats.intervals import rate_interval
from .findings import check_columns

#: Short segments, since an interval needs five of them and texts may have 500 words.
SEGMENT_WORDS = 100

_OTHERS = ("quoted", "mentioned")
#: Counts, segments × categories, and the words of each segment.
_SegmentCounts = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
_COLUMNS = ["text", "category", "n", "n_words", "per_1000", "low", "high", "n_segments", "note"]


@answers_first("text", "category", "per_1000", "low", "high", "n")
def finding_rates(
    findings: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    group: str = "category",
    segment_words: int = SEGMENT_WORDS,
) -> pd.DataFrame:
    """Return the rate of each category in every text, per 1,000 words, with an interval.

    Parameters
    ----------
    findings : DataFrame
        From any finder. Those whose first word is not among *tokens* do not count.
    tokens : DataFrame
        The words of one voice: rows of a token table.
    group : str
        Column of *findings* that is counted: ``category`` or ``detail``.
    segment_words : int
        Words of a segment; segments are the units of the interval.

    Returns
    -------
    DataFrame
        One row a text and category: *text*, *category*, *n* (findings), *n_words* (of the text in *tokens*),
        *per_1000* (``1000 · n / n_words``, 0 or more; missing without words), *low*, *high* (95 % interval,
        `dhtools.stats.intervals.rate_interval`), *n_segments*, *note* (why a value is missing).

    Raises
    ------
    DhtoolsError
        If a column is missing or *segment_words* is below 1.

    Notes
    -----
    The interval is quasi-Poisson: McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., chapter 6.

    Examples
    --------
    >>> words = pd.DataFrame({"text": pd.Categorical(["a"] * 4), "start": range(4), "end": range(1, 5)})
    >>> found = pd.DataFrame({"text": ["a"], "start": [2], "end": [3], "category": ["hedge"]})
    >>> finding_rates(found, words)[["n", "n_words", "per_1000", "note"]].to_numpy().tolist()
    [[1, 4, 250.0, 'no interval below 5 segments (1)']]
    """
    findings = findings.assign(**{group: _as_category(findings, group)})
    categories = list(findings[group].cat.categories)
    segments = segment(tokens, segment_words=segment_words) if len(tokens) else None
    counts = {} if segments is None else _counts_by_text(findings, segments, group)
    rows = [row for text in _texts(tokens) for row in _rows(text, counts.get(text), categories)]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    integers = table[["n", "n_words", "n_segments"]].astype(int)
    return table.assign(**integers, **table[["per_1000", "low", "high"]].astype(float))


def _counts_by_text(findings: pd.DataFrame, segments: pd.DataFrame, group: str) -> dict[str, _SegmentCounts]:
    counts, totals = count_found(findings, segments, group)
    texts = np.array(unit_texts(segments, counts), dtype=object)
    return {
        text: (counts.to_numpy()[texts == text], totals.to_numpy()[texts == text])
        for text in dict.fromkeys(texts)
    }


def _rows(text: str, counted: _SegmentCounts | None, categories: list[str]) -> Iterator[tuple[object, ...]]:
    if counted is None:
        for category in categories:
            yield text, category, 0, 0, np.nan, np.nan, np.nan, 0, "no words of this voice"
        return
    counts, totals = counted
    n_words, limits = int(totals.sum()), rate_interval(counts, totals)
    for category, n, low, high, note in zip(categories, counts.sum(axis=0), *limits, strict=True):
        yield text, category, n, n_words, PER * n / n_words, PER * low, PER * high, len(totals), note


def compare_rates(
    findings: pd.DataFrame,
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    group: str = "category",
    segment_words: int = SEGMENT_WORDS,
    permutations: int = 999,
    seed: int = 0,
) -> Keyness:
    """Compare the rates of two parts of a token table, by permuting their segments.

    Parameters
    ----------
    findings, group, segment_words
        As for `finding_rates`.
    target, reference : DataFrame
        The words of each side, of the voice that counts; without overlap.
    permutations, seed : int
        As for `dhtools.keyness.keyness`.

    Returns
    -------
    Keyness
        One row a category that is found at all, as for words; p is missing below 1,000 arrangements. Two
        texts of one author differ as well: of pairs of texts by Hamilton or by Madison, of 4,000 and 2,200
        words, 5 % (transitions) to 29 % (distance) have p < .05 (``benchmarks/same_author_rates.py``).

    Raises
    ------
    DhtoolsError
        If a side has no words, or as `dhtools.keyness.keyness`.
    """
    check_disjoint(target, reference)
    category = _as_category(findings, group)
    if category.empty:
        category = category.cat.add_categories(["none"])  # a column of zeros, of which no row is made
    findings = findings.assign(**{group: category})
    (counts_a, totals_a), (counts_b, totals_b) = (
        count_found(findings, segment(side, segment_words=segment_words), group)
        for side in (target, reference)
    )
    return keyness(
        counts_a.rename(index="target {}".format),  # halves of one text have segments of the same name
        counts_b.rename(index="reference {}".format),
        measure="log_ratio",
        min_count=1,
        totals=(totals_a.rename("target {}".format), totals_b.rename("reference {}".format)),
        tokenisation="findings per words of the voice",
        permutations=permutations,
        seed=seed,
    )


def findings_by_voice(findings: pd.DataFrame, *, group: str = "category") -> pd.DataFrame:
    """Count findings of the running prose by whose words they are.

    Parameters
    ----------
    findings, group
        As for `finding_rates`.

    Returns
    -------
    DataFrame
        One row a text of the corpus and category, categories in alphabetical order: *text*, *category*,
        *n_author*, *n_others* (quoted or mentioned). Headings, captions and the like do not count.

    Raises
    ------
    DhtoolsError
        If a column is missing.

    Examples
    --------
    >>> found = pd.DataFrame({"text": ["a", "a"], "voice": ["author", "quoted"], "category": ["we", "we"]})
    >>> findings_by_voice(found).to_numpy().tolist()
    [['a', 'we', 1, 1]]
    """
    check_columns(findings, ["text", "voice", group])
    prose = findings[findings["voice"].isin(["author", *_OTHERS]).to_numpy()]
    columns = ["n_author", "n_others"]
    voices = pd.Categorical(np.where(prose["voice"] == "author", *columns), columns)
    keys = [prose["text"], _as_category(prose, group).rename("category")]
    table = pd.crosstab(keys, voices, dropna=False)
    table = table.reindex(columns=columns, fill_value=0).rename_axis(columns=None)
    return table.reset_index()


def _texts(tokens: pd.DataFrame) -> list[str]:
    texts = tokens["text"]
    return list(texts.cat.categories if hasattr(texts, "cat") else texts.unique())


def _as_category(findings: pd.DataFrame, group: str) -> pd.Series:
    check_choice("group", group, list(findings.columns))
    return findings[group].astype(str).astype("category")
