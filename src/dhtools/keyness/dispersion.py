"""Dispersion: whether a word runs through a text, or stands in a few places of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ..counts.sparse import Counts, as_counts, share_without, sums_by_column
from ..errors import DhtoolsError

Array = npt.NDArray[np.float64]

#: Measures of dispersion, as columns of tables.
DISPERSIONS = ("range", "juilland_d", "dp", "dp_norm")


def dispersion(counts: Counts | pd.DataFrame, *, totals: pd.Series | None = None) -> pd.DataFrame:
    """Return how evenly each word is spread over the parts of a text or corpus.

    Parameters
    ----------
    counts : DataFrame or Counts
        Parts × words, from `dhtools.counts.count_tokens`; the parts of a text are its segments.
    totals : Series, optional
        All tokens of each part, where the table holds some words only; otherwise the sums of the rows.

    Returns
    -------
    DataFrame
        One row a word, in the order of the table: *word*, *n* (occurrences), *n_parts*, and, with the share s
        of the tokens and the share v of the word's occurrences in each part:

        * *range*: parts with the word;
        * *juilland_d*: ``1 − V / sqrt(parts − 1)``, V the coefficient of variation (population, ddof 0) of
          the *rates* in the parts, which may be unequal: 1 is even, 0 all in one part;
        * *dp* (deviation of proportions): ``Σ |v − s| / 2``: 0 is even, nearly 1 all in one small part;
        * *dp_norm*: ``dp / (1 − min s)``, 0 to 1;
        * *note*: why all but the range are missing, in one part or for a word that does not occur.

    Raises
    ------
    DhtoolsError
        If a part has no tokens, or a count is missing, negative or larger than its part.

    Notes
    -----
    Gries (2008), Dispersions and adjusted frequencies in corpora, International Journal of Corpus Linguistics
    13(4), 403-437, has DP and Juilland's D; Lijffijt and Gries (2012), Correction to "Dispersions and
    adjusted frequencies in corpora", the same journal 17(1), 147-149, has the norm by the smallest part.

    Examples
    --------
    >>> counts = pd.DataFrame({"here": [2, 0], "there": [1, 1], "everywhere": [7, 9]})
    >>> dispersion(counts)[["word", "range", "dp"]].to_numpy().tolist()
    [['here', 1, 0.5], ['there', 2, 0.0], ['everywhere', 2, 0.0625]]
    """
    table = as_counts(counts)
    values = table.matrix.tocsc()
    tokens = (table.totals if totals is None else totals.reindex(table.units)).to_numpy()
    if not (
        (tokens > 0).all() and (values.data >= 0).all() and (values.data <= tokens[values.indices]).all()
    ):
        raise DhtoolsError(
            "counts: a part has no tokens, or a count is missing, negative or larger than its part. Leave "
            "empty parts out, and give as totals all tokens of each part."
        )
    n, measured = values.sum(axis=0), measure_dispersion(values, tokens)
    few = "one part only" if len(table) == 1 else ""
    columns = {"word": table.features, "n": n, "n_parts": len(table), **measured}
    return pd.DataFrame(columns).assign(note=np.where(n > 0, few, "no occurrence"))


def measure_dispersion(
    counts: sparse.csc_array, totals: npt.NDArray[np.number]
) -> dict[str, npt.NDArray[np.number]]:
    """Return the measures of `dispersion` for checked counts, parts × words, by name."""
    parts, shares, n = counts.shape[0], totals / totals.sum(), counts.sum(axis=0)
    each, share = np.diff(counts.indptr).astype(np.int64), shares[counts.indices]
    rates = counts.data / totals[counts.indices]
    mean = sums_by_column(counts, rates) / parts
    # a part without the word has the rate 0, and its own share of unevenness
    squares = sums_by_column(counts, (rates - np.repeat(mean, each)) ** 2) + (parts - each) * mean**2
    off = sums_by_column(counts, np.abs(counts.data / np.repeat(n, each) - share))
    uneven = (off + share_without(counts, shares)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):  # a word without occurrences, a single part
        juilland = 1 - np.sqrt(squares / parts) / mean / np.sqrt(parts - 1)
    known = (n > 0) & (parts > 1)
    measured = (juilland, uneven, uneven / (1 - shares.min()) if parts > 1 else uneven)
    values = [np.where(known, value, np.nan) for value in measured]
    return dict(zip(DISPERSIONS, [each, *values], strict=True))
