"""Measures of keyness: ways to put a difference between two frequencies into one number.

Each takes the occurrences of a word in target and reference, a and b, and all tokens of the two, n_a and n_b:
a number or an array each. N = n_a + n_b. The counts expected at equal rates are ``E_a = n_a (a + b) / N`` and
``E_b = n_b (a + b) / N``. *Signed* means: positive where the target uses the word more.
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
    """Return the signed log-likelihood ratio of four cells (G²).

    ``2 Σ O ln O/E`` over {word, rest} × {target, reference}: O are a, b, n_a − a and n_b − b, E the counts at
    equal rates. No unit; 0 at equal rates; its size has no upper limit.

    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    19(1), 61-74.

    Examples
    --------
    >>> float(g2(2, 1, 3475, 6087).round(3))
    1.133
    """
    cells = np.array([a, b, n_a - a, n_b - b])
    return _sign(a, b, n_a, n_b) * _log_likelihood(cells, _expected(a + b, n_a, n_b))


def g2_two_cell(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the signed log-likelihood ratio of the word's own two cells, as most tools of the field do.

    ``2 (a ln a/E_a + b ln b/E_b)``. No unit; 0 at equal rates; its size has no upper limit.

    Rayson and Garside (2000), Comparing corpora using frequency profiling, Workshop on Comparing Corpora
    (ACL), 1-6.

    Examples
    --------
    >>> float(g2_two_cell(2, 1, 3475, 6087).round(3))
    1.133
    """
    return _sign(a, b, n_a, n_b) * _log_likelihood(np.array([a, b]), _expected(a + b, n_a, n_b)[:2])


def chi_squared(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return Pearson's chi-squared of four cells, signed, without Yates's correction.

    ``Σ (O − E)² / E``, O and E as for `g2`. No unit; 0 at equal rates; its size is N at most.

    Pearson (1900), On the criterion that a given system of deviations…, Philosophical Magazine 50, 157-175.

    Examples
    --------
    >>> float(chi_squared(2, 1, 3475, 6087).round(3))
    1.193
    """
    cells, expected = np.array([a, b, n_a - a, n_b - b]), _expected(a + b, n_a, n_b)
    with np.errstate(invalid="ignore"):  # a word that is all of both texts
        return _sign(a, b, n_a, n_b) * ((cells - expected) ** 2 / expected).sum(axis=0)


def log_ratio(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return how many times the rate doubles from reference to target.

    ``log2((a / n_a) / (b / n_b))``; a count of zero is taken as 0.5. In doublings: 0 at equal rates, 1 at
    twice the rate, -1 at half of it.

    Hardie (2014), Log Ratio: an informal introduction, blog of the ESRC Centre for Corpus Approaches to
    Social Science.

    Examples
    --------
    >>> float(log_ratio(2, 1, 3475, 6087).round(3))
    1.809
    """
    return np.log2(_above_zero(a) / n_a) - np.log2(_above_zero(b) / n_b)


def pct_diff(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return by how many per cent the target's rate exceeds the reference's (%DIFF).

    ``100 (a / n_a − b / n_b) / (b / n_b)``; a count of zero is taken as 0.5. In per cent, above -100: 0 at
    equal rates, 100 at twice the rate.

    Gabrielatos and Marchi (2012), Keyness: appropriate metrics and practical issues, CADS conference,
    Bologna.

    Examples
    --------
    >>> float(pct_diff(2, 1, 3475, 6087).round(1))
    250.3
    """
    return 100 * (_above_zero(a) * n_b / (_above_zero(b) * n_a) - 1)


def odds_ratio(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the ratio of the odds of the word, with 0.5 added to each of the four cells.

    ``(a + ½) (n_b − b + ½) / ((b + ½) (n_a − a + ½))``. Above 0; 1 at equal odds. The half is added to every
    word: added in zero cells alone, it would put the words that one side lacks on another scale.

    Haldane (1956), The estimation and significance of the logarithm of a ratio of frequencies, Annals of
    Human Genetics 20(4), 309-311.

    Examples
    --------
    >>> round(odds_ratio(2, 1, 3475, 6087), 3)
    2.92
    """
    return (a + HALF) * (n_b - b + HALF) / ((b + HALF) * (n_a - a + HALF))


def log_odds(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the z-score of the weighted log-odds-ratio with an informative Dirichlet prior, signed.

    The prior of a word is its count in both texts, α = a + b, α₀ = N. With a' = a + α and b' = b + α::

        δ = ln a' / (n_a + α₀ − a')  −  ln b' / (n_b + α₀ − b')
        z = δ / sqrt(1/a' + 1/b')

    In standard deviations; 0 at equal odds. The variance has the two terms of the paper's equation 20, not
    the four of some implementations.

    Monroe, Colaresi and Quinn (2008), Fightin' words, Political Analysis 16(4), 372-403,
    doi:10.1093/pan/mpn018.

    Examples
    --------
    >>> float(log_odds(2, 1, 3475, 6087).round(3))
    0.605
    """
    prior, whole = a + b, n_a + n_b
    a, b, n_a, n_b = a + prior, b + prior, n_a + whole, n_b + whole
    with np.errstate(divide="ignore", invalid="ignore"):  # a word that neither text has, or nothing but it
        return (np.log(a / (n_a - a)) - np.log(b / (n_b - b))) / np.sqrt(1 / a + 1 / b)


def bic(a: Array, b: Array, n_a: float, n_b: float) -> Array:
    """Return the Bayesian information criterion of a difference, without a direction.

    ``|G²| − ln N``, G² as in `g2`. No unit, from -ln N on: above 2 is positive evidence of a difference,
    below 0 speaks for equal rates.

    Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics.

    Examples
    --------
    >>> float(bic(2, 1, 3475, 6087).round(3))
    -8.032
    """
    return np.abs(g2(a, b, n_a, n_b)) - np.log(n_a + n_b)


#: The measures by name, the default first.
KEYNESS_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        function.__name__: function
        for function in (g2, g2_two_cell, chi_squared, log_ratio, pct_diff, odds_ratio, log_odds, bic)
    }
)
#: Those that are positive where the target uses a word more, and negative where the reference does.
SIGNED_MEASURES = tuple(name for name in KEYNESS_MEASURES if name not in ("odds_ratio", "bic"))


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
        Words × the measures of `dhtools.keyness.measures`. Words that neither side has are missing.

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
    """Return the log-likelihood ratio (G²) of each word over any number of groups, unsigned.

    ``2 Σ O ln O/E`` over groups × {word, rest}. No unit, from 0; with two groups it is the size of `g2`, and
    has the same source.

    Parameters
    ----------
    counts : array, groups × words
    totals : array
        All tokens of each group.

    Examples
    --------
    >>> g2_of_groups(np.array([[2], [1]]), np.array([3475, 6087])).round(3).tolist()
    [1.133]
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
