"""Dispersion: whether a word runs through a text, or stands in a few places of it.

Sources: Gries (2008), Dispersions and adjusted frequencies in corpora, International Journal of Corpus
Linguistics 13(4), 403-437 (DP, and Juilland's D with it); Lijffijt and Gries (2012), Correction to
"Dispersions and adjusted frequencies in corpora", International Journal of Corpus Linguistics 17(1), 147-149
(DP normalised by the smallest part).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError

Array = npt.NDArray[np.float64]

#: Columns of the table of `dispersion`, after the word and its occurrences.
DISPERSIONS = ("range", "juilland_d", "dp", "dp_norm")


def dispersion(counts: pd.DataFrame, *, totals: pd.Series | None = None) -> pd.DataFrame:
    """Say how evenly each word is spread over the parts of a text or corpus.

    Parameters
    ----------
    counts : DataFrame
        Parts × words, from `dhtools.count_tokens`; the parts of a text are its segments.
    totals : Series, optional
        All tokens of each part, where the table holds part of the vocabulary only. Otherwise they are the
        sums of the rows.

    Returns
    -------
    DataFrame
        One row a word, in the order of the table: *word*, *occurrences*, *parts* (so many), and, with the
        share s of the tokens and the share v of the word's occurrences in each part:

        * *range*: parts with the word;
        * *juilland_d*: ``1 − V / sqrt(parts − 1)``, V the coefficient of variation (population, ddof 0) of
          the *rates* in the parts, which may be unequal: 1 is even, 0 all in one part;
        * *dp*: ``Σ |v − s| / 2``: 0 is even, nearly 1 all in one small part;
        * *dp_norm*: ``dp / (1 − min s)``, which reaches 1.

        All but the range are missing where there is one part only, or the word does not occur.

    Raises
    ------
    DhtoolsError
        If a part has no tokens, or a count is missing, negative or larger than its part.

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
    return pd.DataFrame(
        {
            "word": counts.columns,
            "occurrences": values.sum(axis=0),
            "parts": len(counts),
            **spread(values, tokens),
        }
    )


def spread(counts: npt.NDArray[np.number], totals: npt.NDArray[np.number]) -> dict[str, npt.NDArray]:
    """Return the four dispersions of each column of *counts* (parts × words), by name.

    As `dispersion`, for what has been checked already.
    """
    parts, share = len(counts), (totals / totals.sum())[:, None]
    occurrences = counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):  # a word without occurrences, a single part
        rates = counts / totals[:, None]
        juilland = 1 - rates.std(axis=0) / rates.mean(axis=0) / np.sqrt(parts - 1)
        uneven = np.abs(counts / occurrences - share).sum(axis=0) / 2
    known = (occurrences > 0) & (parts > 1)
    figures = (juilland, uneven, uneven / (1 - share.min()) if parts > 1 else uneven)
    missing = [np.where(known, figure, np.nan) for figure in figures]
    return dict(zip(DISPERSIONS, [np.count_nonzero(counts, axis=0), *missing], strict=True))
