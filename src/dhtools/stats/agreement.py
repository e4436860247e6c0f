"""Agreement of two coders beyond chance, with its interval.

Sources: kappa: Cohen (1960), Educational and Psychological Measurement 20(1), 37-46; its variance: Fleiss,
Cohen and Everitt (1969), Psychological Bulletin 72(5), 323-327.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from .intervals import LEVEL


class Kappa(NamedTuple):
    """Kappa, −1 to 1, and its 95 % interval; all missing where both coders use one code only."""

    value: float
    low: float
    high: float


def cohen_kappa(first: pd.Series, second: pd.Series) -> Kappa:
    """Return Cohen's kappa of two codings of the same units, with a large-sample interval.

    * first, second: The codes, unit by unit.

    Returns: ``(o − e) / (1 − e)``: *o* is the share of units coded alike, *e* the share that would be alike
    by chance, the sum over codes of the product of both coders' shares. The interval is ``kappa ± 1.96 se``,
    cut at −1 and 1. It takes units as independent: where several units are of one event, it is too narrow.

    >>> first, second = pd.Series(list("xxxxxxyyyy")), pd.Series(list("xxxxxyyyyy"))
    >>> round(cohen_kappa(first, second).value, 2)
    0.8
    """
    table = pd.crosstab(first.to_numpy(), second.to_numpy())
    codes = table.index.union(table.columns)
    if len(codes) < 2:
        return Kappa(np.nan, np.nan, np.nan)
    counts = table.reindex(index=codes, columns=codes, fill_value=0).to_numpy(dtype=float)
    return _kappa(counts / counts.sum(), counts.sum())


def _kappa(shares: npt.NDArray[np.float64], n: float) -> Kappa:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = rows @ columns
    kappa = (np.trace(shares) - expected) / (1 - expected)
    alike = np.diag(shares) @ (1 - (rows + columns) * (1 - kappa)) ** 2
    sums = (columns[:, None] + rows[None, :]) ** 2
    np.fill_diagonal(sums, 0)
    apart = (1 - kappa) ** 2 * (shares * sums).sum()
    variance = (alike + apart - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    reach = stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt(max(variance, 0))
    return Kappa(float(kappa), float(max(kappa - reach, -1)), float(min(kappa + reach, 1)))
