"""Rates: how often something is found per 1,000 words of the voice that is asked for, with an interval.

Findings cluster, so what varies is not the single word but the stretch of text: intervals and tests take
segments as their units.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.segments import segment
from ..counts.found import count_found
from ..counts.tables import unit_texts
from ..errors import check_choice
from ..keyness.comparison import Keyness, keyness
from ..keyness.target_reference import check_apart
from ..stats.intervals import rate_interval
from .findings import check_columns

#: Rates are given for so many words.
PER = 1000
#: Words of a segment: short, since short texts need five of them for an interval.
SEGMENT_WORDS = 100

#: Voices of the running prose that are not the author's.
_OTHERS = ("quoted", "mentioned")
#: Segments × categories, and the words of the segments.
_Counted = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
_COLUMNS = ["text", "category", "count", "words", "rate", "low", "high", "segments", "reason"]


def finding_rates(
    findings: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    group: str = "category",
    segment_words: int = SEGMENT_WORDS,
) -> pd.DataFrame:
    """Return how often each category is found in every text, per 1,000 words, with an interval.

    Parameters
    ----------
    findings : DataFrame
        From any ``find_…`` of this package. Those whose first word is not among *tokens* are left out: give
        the author's words, and the author's findings are counted.
    tokens : DataFrame
        The words of the voice: rows of `dhtools.token_table`. They are what is divided by.
    group : str
        The column of *findings* that is counted: ``category`` or ``detail``.
    segment_words : int
        Length of the segments that the interval is made from.

    Returns
    -------
    DataFrame
        One row a text of the corpus and category: *text*, *category*, *count*, *words* (of the text in
        *tokens*), *rate* (per 1,000; missing without words), *low*, *high* (95% interval, see
        `dhtools.stats.intervals.rate_interval`), *segments*, *reason* (why something is missing).

    Raises
    ------
    DhtoolsError
        If a column is missing or the length is none.

    Examples
    --------
    >>> words = pd.DataFrame({"text": pd.Categorical(["a"] * 4), "start": range(4), "end": range(1, 5)})
    >>> found = pd.DataFrame({"text": ["a"], "start": [2], "end": [3], "category": ["hedge"]})
    >>> finding_rates(found, words)[["count", "words", "rate", "reason"]].to_numpy().tolist()
    [[1, 4, 250.0, 'no interval below 5 segments (1)']]
    """
    findings = findings.assign(**{group: _as_category(findings, group)})
    categories = list(findings[group].cat.categories)
    counted = _by_text(findings, segment(tokens, segment_words=segment_words), group) if len(tokens) else {}
    rows = [row for text in _texts(tokens) for row in _of_text(text, counted.get(text), categories)]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    whole = table[["count", "words", "segments"]].astype(int)
    return table.assign(**whole, **table[["rate", "low", "high"]].astype(float))


def _by_text(findings: pd.DataFrame, segments: pd.DataFrame, group: str) -> dict[str, _Counted]:
    """Return the counts of the segments of each text, and their words."""
    counts, totals = count_found(findings, segments, group)
    owners = np.array(unit_texts(segments, counts), dtype=object)
    return {
        text: (counts.to_numpy()[owners == text], totals.to_numpy()[owners == text])
        for text in dict.fromkeys(owners)
    }


def _of_text(text: str, counted: _Counted | None, categories: list[str]) -> Iterator[tuple[object, ...]]:
    if counted is None:
        for category in categories:
            yield text, category, 0, 0, np.nan, np.nan, np.nan, 0, "no words of this voice"
        return
    counts, totals = counted
    found, all_words = counts.sum(axis=0), int(totals.sum())
    limits = rate_interval(counts, totals)
    for category, count, low, high, reason in zip(categories, found, *limits, strict=True):
        rate = PER * count / all_words
        yield text, category, count, all_words, rate, PER * low, PER * high, len(totals), reason


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
        As for `dhtools.keyness.comparison`.

    Returns
    -------
    Keyness
        One row a category that is found at all, as for words; no p below 1,000 arrangements. Two texts of one
        author differ as well: of pairs of texts by Hamilton or by Madison, as long as article and lecture
        here, 5 % (transitions) to 28 % (modality) are told apart (``benchmarks/same_author_rates.py``).

    Raises
    ------
    DhtoolsError
        If a side has no words, or as `dhtools.keyness.comparison`.
    """
    check_apart(target, reference)
    category = _as_category(findings, group)
    if category.empty:
        category = category.cat.add_categories(["none"])  # a column of zeros, of which no row is made
    findings = findings.assign(**{group: category})
    (a, n_a), (b, n_b) = (
        count_found(findings, segment(side, segment_words=segment_words), group)
        for side in (target, reference)
    )
    return keyness(
        a.rename(index="target {}".format),  # halves of one text have segments of the same name
        b.rename(index="reference {}".format),
        measure="log_ratio",
        min_count=1,
        totals=(n_a.set_axis("target " + n_a.index), n_b.set_axis("reference " + n_b.index)),
        rule="findings per words of the voice",
        permutations=permutations,
        seed=seed,
    )


def findings_by_voice(findings: pd.DataFrame, *, group: str = "category") -> pd.DataFrame:
    """Count findings of the running prose by whose words they are.

    Parameters
    ----------
    findings : DataFrame
        From any ``find_…`` of this package.
    group : str
        What is counted: ``category`` or ``detail``.

    Returns
    -------
    DataFrame
        One row a text of the corpus and category, in alphabetical order of these: *text*, *category*,
        *author*, *others* (quoted or mentioned). Headings, captions and the like are left out.

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    check_columns(findings, ["text", "voice", group])
    prose = findings[findings["voice"].isin(["author", *_OTHERS]).to_numpy()]
    said = pd.Categorical(np.where(prose["voice"] == "author", "author", "others"), ["author", "others"])
    table = pd.crosstab([prose["text"], _as_category(prose, group).rename("category")], said, dropna=False)
    table = table.reindex(columns=["author", "others"], fill_value=0).rename_axis(columns=None)
    return table.reset_index()


def _texts(tokens: pd.DataFrame) -> list[str]:
    texts = tokens["text"]
    return list(texts.cat.categories if hasattr(texts, "cat") else texts.unique())


def _as_category(findings: pd.DataFrame, by: str) -> pd.Series:
    """Return a column as categories in alphabetical order."""
    check_choice("by", by, list(findings.columns))
    return findings[by].astype(str).astype("category")
