"""Count tables: units × features, and the frequencies and z-scores made of them.

A unit is a text, a segment, or any other group of rows of the token table; a feature is a word, a word n-gram
or a character n-gram. Frequencies are relative to *all* tokens of a unit, not to those of the features
chosen: that is how R stylo counts, and it moves results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_share, check_whole
from .sparse import Counts, as_counts, counts_of, sparse_counts, units_of

#: Rates are occurrences per so many words.
PER = 1000
#: Stands for the space between words in character n-grams.
BLANK = "_"


def count_tokens(tokens: pd.DataFrame, *, unit: str = "text", ngram: int = 1) -> pd.DataFrame:
    """Count words or word n-grams in every unit of a token table.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, or a part or view of it (one voice, case folded).
    unit : str
        The column that names the unit: ``text``, or ``segment`` (see `dhtools.segment`).
    ngram : int
        Words in a row. An n-gram ends with its sentence and does not bridge a word that is left out of the
        table.

    Returns
    -------
    DataFrame
        Units × features (alphabetical), int32; a unit without words has a row of zeros.

    Raises
    ------
    DhtoolsError
        If there is no such column, or *ngram* is no whole number from 1.

    Examples
    --------
    >>> text, word = pd.Categorical(["a", "a", "b"]), pd.Categorical(["x", "y", "x"])
    >>> count_tokens(pd.DataFrame({"text": text, "word": word})).to_numpy().tolist()
    [[1, 1], [1, 0]]
    """
    return sparse_counts(tokens, unit=unit, ngram=ngram).frame()


def count_characters(tokens: pd.DataFrame, *, unit: str = "text", ngram: int = 4) -> pd.DataFrame:
    """Count character n-grams in every unit of a token table.

    The words of a unit are put in a row with one blank between them (written ``_``), so that punctuation and
    line ends play no part.

    Parameters
    ----------
    tokens, unit
        As for `count_tokens`.
    ngram : int
        Characters in a row.

    Returns
    -------
    DataFrame
        Units × features (alphabetical), int32.

    Examples
    --------
    >>> table = pd.DataFrame({"text": pd.Categorical(["a", "a"]), "word": pd.Categorical(["on", "no"])})
    >>> count_characters(table, ngram=2).columns.tolist()
    ['_n', 'n_', 'no', 'on']
    """
    units, length = units_of(tokens, unit), check_whole("ngram", ngram, 1)
    forms = tokens["word"].astype(str).to_numpy(dtype=object)
    rows = units.groupby(units, observed=True, sort=False).indices
    strings = ((name, BLANK.join(forms[rows.get(name, [])])) for name in units.cat.categories)
    counted = (
        (name, Counter(string[start : start + length] for start in range(len(string) - length + 1)))
        for name, string in strings
    )
    return counts_of(counted, unit=unit, feature="feature").frame()


def most_frequent(counts: Counts | pd.DataFrame, n: int, *, culling: float = 0.0) -> list[str]:
    """Return the most frequent words (MFW) of a count table, the most frequent first.

    Parameters
    ----------
    counts : DataFrame or Counts
        Units × features.
    n : int
        So many. Frequency is the sum over all units; words of equal frequency come in alphabetical order.
    culling : float
        Least share of the units, 0 to 1, in which a word has to occur: 1 keeps what all units have.

    Raises
    ------
    DhtoolsError
        If the table has fewer words than asked for, or the share is not one.

    Examples
    --------
    >>> most_frequent(pd.DataFrame({"a": [1, 0], "the": [3, 2], "b": [1, 0]}), 2)
    ['the', 'a']
    """
    check_whole("n", n, 1)
    check_share("culling", culling, "the least share of the units", zero=True)
    features, total, spread = _by_feature(counts)
    kept = (spread > 0) & (spread >= culling * len(counts) - 1e-9)
    if kept.sum() < n:
        culled = f" that occur in {culling:.0%} of the units" if culling else ""
        raise DhtoolsError(
            f"n={n}: the table has {kept.sum():,} words{culled}. Ask for fewer, cull less, or take "
            "longer texts."
        )
    total = np.where(kept, total, -1)
    # only what can be among them is sorted: a vocabulary is long, and comparing words is slow
    among = np.flatnonzero(total >= np.partition(total, -n)[-n])
    names = [str(name) for name in features[among]]
    order = np.lexsort((np.array(names, dtype=object), -total[among]))
    return [names[place] for place in order[:n]]


def _by_feature(counts: Counts | pd.DataFrame) -> tuple[pd.Index, npt.NDArray[Any], npt.NDArray[Any]]:
    """Return the features, the sum of each, and the number of units that have it."""
    if isinstance(counts, Counts):
        found = counts.matrix.data > 0
        spread = np.bincount(counts.matrix.indices[found], minlength=len(counts.features))
        return counts.features, counts.matrix.sum(axis=0, dtype=np.float64), spread
    values = counts.to_numpy()
    return counts.columns, values.sum(axis=0, dtype=np.float64), (values > 0).sum(axis=0)


def relative_frequencies(
    counts: Counts | pd.DataFrame,
    *,
    mfw: int | None = None,
    culling: float = 0.0,
    vocabulary: Sequence[str] | None = None,
    totals: pd.Series | None = None,
) -> pd.DataFrame:
    """Return frequencies in per cent of all tokens of each unit.

    Parameters
    ----------
    counts : DataFrame or Counts
        Units × features.
    mfw : int, optional
        Keep so many of the most frequent words (`most_frequent`), in that order.
    culling : float
        As for `most_frequent`.
    vocabulary : sequence of str, optional
        In place of *mfw*: keep these words, in this order; one that the table lacks has frequency 0.
    totals : Series, optional
        All tokens of each unit, where the table holds part of the vocabulary only. Otherwise they are the
        sums of the rows.

    Returns
    -------
    DataFrame
        Units × features, per cent: ``100 * count / total``. A unit without tokens has NaN.

    Raises
    ------
    DhtoolsError
        If both *mfw* and *vocabulary* are given, a count is missing or negative, or a total is smaller than
        the counts of its row.

    Examples
    --------
    >>> relative_frequencies(pd.DataFrame({"a": [1], "the": [3]}), mfw=1).to_numpy().tolist()
    [[75.0]]
    """
    if mfw is not None and vocabulary is not None:
        raise DhtoolsError("mfw and vocabulary are both given. Give one of them.")
    _check_counts(counts)
    counted = counts.totals if isinstance(counts, Counts) else counts.sum(axis=1)
    total = counted if totals is None else totals.reindex(counted.index)
    if not (total.to_numpy() >= counted.to_numpy()).all():
        raise DhtoolsError("totals: a unit has none, or fewer tokens than are counted in its row.")
    if mfw is not None:
        vocabulary = most_frequent(counts, mfw, culling=culling)
    return _chosen(counts, vocabulary).mul(100.0).div(total.where(total > 0), axis=0)


def _chosen(counts: Counts | pd.DataFrame, vocabulary: Sequence[str] | None) -> pd.DataFrame:
    if isinstance(counts, Counts):
        return counts.select(features=vocabulary).frame()
    return counts if vocabulary is None else counts.reindex(columns=list(vocabulary), fill_value=0)


def _check_counts(counts: Counts | pd.DataFrame) -> None:
    table = counts.matrix if isinstance(counts, Counts) else counts
    if not all(table.shape):
        raise DhtoolsError(f"counts: the table has {table.shape[0]} units and {table.shape[1]} words.")
    values = counts.matrix.data if isinstance(counts, Counts) else counts.to_numpy()
    if not np.issubdtype(values.dtype, np.number):
        raise DhtoolsError("counts: the table holds something else than numbers.")
    if not np.isfinite(values).all() or (values < 0).any():
        stored = as_counts(counts)
        wrong = np.flatnonzero(~np.isfinite(stored.matrix.data) | (stored.matrix.data < 0))[0]
        where = stored.units[np.searchsorted(stored.matrix.indptr, wrong, side="right") - 1]
        raise DhtoolsError(f"counts: unit {where!r} has a count that is missing or negative.")


def z_scores(freqs: pd.DataFrame, *, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return z-scores: by how many standard deviations a frequency differs from the mean.

    Parameters
    ----------
    freqs : DataFrame
        Units × features, from `relative_frequencies`.
    reference : DataFrame, optional
        Frequencies of other units, from which mean and standard deviation are taken; it must have every
        word of *freqs*. Otherwise they are those of *freqs* itself. A few texts standardised on themselves
        are at nearly the same distance from each other, whatever they are: give a reference then.

    Returns
    -------
    DataFrame
        Units × features: ``(f - mean) / sd``, with ddof=1, as R's ``scale``. A word of constant frequency
        has no z-score: NaN. Rounding does not make a constant word vary.

    Raises
    ------
    DhtoolsError
        If there are fewer than two units to standardise on, or the reference lacks a word.

    Examples
    --------
    >>> z_scores(pd.DataFrame({"the": [4.0, 6.0], "a": [1.0, 1.0]})).round(3).to_numpy().tolist()
    [[-0.707, nan], [0.707, nan]]
    """
    basis = freqs if reference is None else reference
    missing = freqs.columns.difference(basis.columns)
    if len(missing):
        raise DhtoolsError(
            f"reference: it lacks {len(missing)} of {freqs.shape[1]} words, {missing[0]!r} among them. "
            "Choose the words from the reference: relative_frequencies(counts, vocabulary=list(reference))."
        )
    basis = basis[freqs.columns].dropna()
    if len(basis) < 2:
        raise DhtoolsError(
            f"{len(basis)} unit with words to standardise on: a standard deviation needs two or more. Give "
            "more texts, shorter segments, or a reference."
        )
    spread = basis.std(ddof=1)
    varies = spread > 1e-12 * basis.abs().max()
    return (freqs - basis.mean()) / spread.where(varies)


def unit_texts(segments: pd.DataFrame, counts: pd.DataFrame) -> list[str]:
    """Return the text of every segment of a count table."""
    owner = segments.drop_duplicates("segment").set_index("segment")["text"].astype(str)
    return owner.reindex(counts.index).tolist()
