"""Measures of keyness: eight ways to put a difference between two frequencies into one number.

All take arrays: a, b, the occurrences of each word in target and reference, and n_a, n_b, all tokens of
each. N = n_a + n_b; the expected counts are ``E_a = n_a (a + b) / N`` and ``E_b`` accordingly.

Sources: G²: Dunning (1993), Computational Linguistics 19(1), 61-74 (four cells); Rayson and Garside (2000),
Comparing corpora using frequency profiling, Workshop on Comparing Corpora (ACL), 1-6 (two cells). Log ratio:
Hardie (2014), CASS blog, *Log Ratio: an informal introduction*. %DIFF: Gabrielatos and Marchi (2012),
Keyness: appropriate metrics and practical issues, CADS conference, Bologna. Weighted log-odds: Monroe,
Colaresi and Quinn (2008), Political Analysis 16(4), 372-403, doi:10.1093/pan/mpn018. BIC: Wilson (2013),
Embracing Bayes factors for key item analysis in corpus linguistics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError

Array = npt.NDArray[np.float64]
Measure = Callable[[Array, Array, float, float], Array]

#: Added to a count of zero where a logarithm or a quotient needs one; to every cell of the odds ratio.
HALF = 0.5


def g2(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the log-likelihood ratio of all four cells, negative where the reference uses the word more.

    ``2 Σ O ln O/E`` over {word, rest} × {target, reference}.
    """
    cells = np.array([a, b, n_a - a, n_b - b])
    return _sign(a, b, n_a, n_b) * _log_likelihood(cells, _expected(a + b, n_a, n_b))


def g2_two_cell(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the log-likelihood ratio of the word's own two cells, as most tools of the field do.

    ``2 (a ln a/E_a + b ln b/E_b)``, signed.
    """
    return _sign(a, b, n_a, n_b) * _log_likelihood(np.array([a, b]), _expected(a + b, n_a, n_b)[:2])


def chi_squared(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return Pearson's chi-squared, ``Σ (O − E)² / E`` of four cells, signed, without Yates's correction."""
    cells, expected = np.array([a, b, n_a - a, n_b - b]), _expected(a + b, n_a, n_b)
    with np.errstate(invalid="ignore"):  # a word that is all of both texts
        return _sign(a, b, n_a, n_b) * ((cells - expected) ** 2 / expected).sum(axis=0)


def log_ratio(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return how often the rate doubles: ``log2 (a / n_a) / (b / n_b)``; a count of zero is taken as 0.5."""
    return np.log2(_above_zero(a) / n_a) - np.log2(_above_zero(b) / n_b)


def pct_diff(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return by how many per cent the target's rate exceeds the reference's; zero is taken as 0.5.

    ``100 (a / n_a − b / n_b) / (b / n_b)``.
    """
    return 100 * (_above_zero(a) * n_b / (_above_zero(b) * n_a) - 1)


def odds_ratio(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the ratio of the odds, with 0.5 added to each of the four cells, always (Haldane).

    ``(a + ½) (n_b − b + ½) / ((b + ½) (n_a − a + ½))``.
    Adding it in zero cells alone would put words that one side lacks on another scale than the others.
    """
    return (a + HALF) * (n_b - b + HALF) / ((b + HALF) * (n_a - a + HALF))


def log_odds(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the z-score of the weighted log-odds-ratio with an informative Dirichlet prior.

    The prior of a word is its count in both texts, α = a + b, α₀ = N. With a' = a + α and b' = b + α::

        δ = ln a' / (n_a + α₀ − a')  −  ln b' / (n_b + α₀ − b')
        z = δ / sqrt(1/a' + 1/b')

    The variance has the two terms of the paper (its equation 20), not the four of some implementations.
    """
    prior, whole = a + b, n_a + n_b
    a, b, n_a, n_b = a + prior, b + prior, n_a + whole, n_b + whole
    with np.errstate(divide="ignore", invalid="ignore"):  # a word that neither text has, or nothing but it
        return (np.log(a / (n_a - a)) - np.log(b / (n_b - b))) / np.sqrt(1 / a + 1 / b)


def bic(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return ``|G²| − ln N``: above 2 is called positive evidence, below 0 speaks for no difference."""
    return np.abs(g2(a, b, n_a, n_b)) - np.log(n_a + n_b)


#: The measures by name, the default first.
KEYNESS_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        function.__name__: function
        for function in (g2, g2_two_cell, chi_squared, log_ratio, pct_diff, odds_ratio, log_odds, bic)
    }
)


def measure_words(a: npt.ArrayLike, b: npt.ArrayLike, n_a: float, n_b: float) -> pd.DataFrame:
    """Return all measures of each word.

    Parameters
    ----------
    a, b : array-like
        Occurrences of each word in target and reference.
    n_a, n_b : float
        All tokens of target and reference.

    Returns
    -------
    DataFrame
        Words × `KEYNESS_MEASURES`. Words that neither side has are missing.

    Raises
    ------
    DhtoolsError
        If a side has no tokens, or a count is negative or larger than its side.

    Examples
    --------
    >>> measure_words([2], [1], 3475, 6087)[["g2", "log_ratio"]].round(3).to_numpy().tolist()
    [[1.133, 1.809]]
    """
    one, other = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    for name, counts, total in (("target", one, n_a), ("reference", other, n_b)):
        if not (total > 0 and (counts >= 0).all() and (counts <= total).all()):
            raise DhtoolsError(f"{name}: no tokens ({total}), or a count is negative or larger than that.")
    table = pd.DataFrame({name: measure(one, other, n_a, n_b) for name, measure in KEYNESS_MEASURES.items()})
    table.loc[one + other == 0] = np.nan
    return table


def g2_of_groups(counts: npt.NDArray[np.number], totals: npt.NDArray[np.number]) -> Array:
    """Return the log-likelihood ratio over any number of groups.

    Parameters
    ----------
    counts : array, groups × words
    totals : array
        All tokens of each group.

    Returns
    -------
    array
        ``2 Σ O ln O/E`` over groups × {word, rest}, for each word; with two groups, the size of `g2`.
    """
    sums, share = counts.sum(axis=0), (totals / totals.sum())[:, None]
    expected = np.vstack([share * sums, share * (totals.sum() - sums)])
    return _log_likelihood(np.vstack([counts, totals[:, None] - counts]), expected)


def _expected(both: Array, n_a: float, n_b: float) -> Array:
    whole = n_a + n_b
    rest = whole - both
    return np.array([n_a * both / whole, n_b * both / whole, n_a * rest / whole, n_b * rest / whole])


def _log_likelihood(cells: npt.NDArray[np.number], expected: Array) -> Array:
    # an empty cell adds nothing: x ln x goes to 0
    ratio = np.divide(cells, expected, out=np.ones(cells.shape), where=cells > 0)
    return 2 * (cells * np.log(ratio)).sum(axis=0)


def _sign(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    return np.sign(a * n_b - b * n_a)


def _above_zero(counts: Array) -> Array:
    return np.where(counts > 0, counts, HALF)
