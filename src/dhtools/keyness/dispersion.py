"""Dispersion: whether a word runs through a text, or stands in a few places of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError

Array = npt.NDArray[np.float64]

#: Measures of dispersion, as columns of tables.
DISPERSIONS = ("range", "juilland_d", "dp", "dp_norm")


def dispersion(counts: pd.DataFrame, *, totals: pd.Series | None = None) -> pd.DataFrame:
    """Return how evenly each word is spread over the parts of a text or corpus.

    Parameters
    ----------
    counts : DataFrame
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
    values = counts.to_numpy()
    tokens = (counts.sum(axis=1) if totals is None else totals.reindex(counts.index)).to_numpy()
    if not ((tokens > 0).all() and (values >= 0).all() and (values <= tokens[:, None]).all()):
        raise DhtoolsError(
            "counts: a part has no tokens, or a count is missing, negative or larger than its part. Leave "
            "empty parts out, and give as totals all tokens of each part."
        )
    n, measured = values.sum(axis=0), measure_dispersion(values, tokens)
    few = "one part only" if len(counts) == 1 else ""
    columns = {"word": counts.columns, "n": n, "n_parts": len(counts), **measured}
    return pd.DataFrame(columns).assign(note=np.where(n > 0, few, "no occurrence"))


def measure_dispersion(
    counts: npt.NDArray[np.number], totals: npt.NDArray[np.number]
) -> dict[str, npt.NDArray]:
    """Return the measures of `dispersion` for checked counts, parts × words, by name."""
    parts, share = len(counts), (totals / totals.sum())[:, None]
    occurrences = counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):  # a word without occurrences, a single part
        rates = counts / totals[:, None]
        juilland = 1 - rates.std(axis=0) / rates.mean(axis=0) / np.sqrt(parts - 1)
        uneven = np.abs(counts / occurrences - share).sum(axis=0) / 2
    known = (occurrences > 0) & (parts > 1)
    measured = (juilland, uneven, uneven / (1 - share.min()) if parts > 1 else uneven)
    values = [np.where(known, value, np.nan) for value in measured]
    return dict(zip(DISPERSIONS, [np.count_nonzero(counts, axis=0), *values], strict=True))
