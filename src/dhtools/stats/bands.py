"""Groups of texts side by side: the rate of each, and the band that it has where texts are dealt out anew.

Source of the p of all features together, which takes the largest statistic of each arrangement: Westfall and
Young (1993), Resampling-Based Multiple Testing, Wiley, chapter 2; of the observed arrangement, which counts
with those drawn: Phipson and Smyth (2010), see `dhtools.stats.permutation`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..counts.tables import PER
from ..errors import DhtoolsError, check_whole
from .intervals import rate_interval
from .permutation import (
    MIN_ARRANGEMENTS,
    MIN_PERMUTATIONS,
    arrangements,
    between_groups,
    draw_arrangements,
    group_members,
)

#: The band holds so much of the arrangements drawn.
_QUANTILES = {"null_q025": 0.025, "null_median": 0.5, "null_q975": 0.975}
#: Two statistics that differ by less are the same.
_TIE = 1e-9
Array = npt.NDArray[np.float64]


def group_bands(
    counts: pd.DataFrame,
    totals: pd.Series,
    groups: pd.Series,
    *,
    feature: str = "feature",
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the rate of every feature in every group of texts, and its band where the texts are permuted.

    Null: the texts are exchangeable between the groups. A text goes to another group as a whole, with all its
    words, so the clustering of words in a text makes no band narrow.

    * counts: Units × features, 0 or more: occurrences, or sums of the shares of segments. The units are
      texts, or whatever is exchanged.
    * totals: By unit: what *counts* are a part of, such as all words, or the segments; above 0.
    * groups: The group by unit, such as from `dhtools.corpus.groups.text_groups`; of categories in their
      order. Units without one are left out.
    * feature: The name of the column of features.
    * permutations: Arrangements drawn, 99 or more.

    Returns: One row a feature and group: *feature*, *group*, *n_texts*, *n* and *total* (sums over its
    texts), ``rate`` (``n / total``); *null_q025*, *null_median*, *null_q975*, the middle 95 % of the rate of
    this group in the arrangements drawn, and its middle; *p* and *p_familywise*, equal in all rows of a
    feature; *note*, why these are missing.

    With X the chi-squared between groups (see `permutation_p`) and D arrangements drawn,
    ``p = (1 + #{d: X_d >= X}) / (1 + D)``. For all features together X is made comparable,
    ``z = (X - mean) / sd`` over the arrangements drawn and the observed one, and ``p_familywise = (1 +
    #{d: max over features of z_d >= z}) / (1 + D)``: the probability of any p so small by chance.

    Raises `DhtoolsError` if a total is not above 0, or there are fewer than two groups.

    >>> counts = pd.DataFrame({"war": [9, 8, 9, 7, 8, 9, 7, 1, 0, 2, 1, 0, 1, 2]})
    >>> groups = pd.Series(["old"] * 7 + ["new"] * 7)
    >>> table = group_bands(counts, pd.Series([100] * 14), groups)
    >>> table[["group", "rate", "p"]].round(3).to_numpy().tolist()
    [['new', 0.01, 0.001], ['old', 0.081, 0.001]]
    """
    check_whole("permutations", permutations, MIN_PERMUTATIONS)
    names = groups.reindex(counts.index).astype("category").cat.remove_unused_categories()
    known = names.notna().to_numpy()
    names, values, sizes = names[known], counts.to_numpy(np.float64)[known], totals[counts.index][known]
    if len(names.cat.categories) < 2 or not (sizes > 0).all():
        raise DhtoolsError("groups: give texts of two groups or more, each text with words of its own.")
    codes, tokens = names.cat.codes.to_numpy(), sizes.to_numpy(np.float64)
    observed = _rates(codes[None], values, tokens)[0]
    n_texts = np.bincount(codes)
    ways = arrangements(n_texts.tolist())
    note = "" if ways >= MIN_ARRANGEMENTS else f"no p: {ways:,} arrangements of the texts, too few"
    nulls, p, familywise = _permuted(codes, values, tokens, permutations, seed)
    sums = np.array([values[codes == group].sum(axis=0) for group in range(len(n_texts))])
    n_groups, n_features = observed.shape
    columns = {
        feature: np.repeat(counts.columns.to_numpy(), n_groups),
        "group": np.tile(names.cat.categories.astype(str).to_numpy(dtype=object), n_features),
        "n_texts": np.tile(n_texts, n_features),
        "n": sums.T.ravel(),
        "total": np.tile(np.bincount(codes, weights=tokens), n_features),
        "rate": observed.T.ravel(),
        **{name: np.where(note, np.nan, null.T.ravel()) for name, null in nulls.items()},
        "p": np.repeat(np.where(note, np.nan, p), n_groups),
        "p_familywise": np.repeat(np.where(note, np.nan, familywise), n_groups),
    }
    return pd.DataFrame(columns).assign(note=note)


def _rates(codes: npt.NDArray[np.integer], values: Array, tokens: Array) -> Array:
    """Return, arrangements × groups × features, the rate of each group."""
    members = group_members(codes, tokens)
    return np.stack([inside.T @ values / total[:, None] for inside, total in members], axis=1)


def _permuted(
    codes: npt.NDArray[np.integer], values: Array, tokens: Array, permutations: int, seed: int
) -> tuple[dict[str, Array], Array, Array]:
    """Return the quantiles of the rates, groups × features, p, and p of all features together."""
    drawn = np.concatenate(list(draw_arrangements(codes, permutations, seed)))
    limits = np.quantile(_rates(drawn, values, tokens), list(_QUANTILES.values()), axis=0)
    nulls = dict(zip(_QUANTILES, limits, strict=True))
    all_of_them = group_members(np.vstack([codes[None], drawn]), tokens)
    sums = values.sum(axis=0)
    statistic = between_groups(all_of_them, values.T, sums).T
    spread = statistic.std(axis=0)
    z = (statistic - statistic.mean(axis=0)) / np.where(spread > 0, spread, 1)
    reached = (z[1:] >= z[0] - _TIE).sum(axis=0)
    largest = (z[1:].max(axis=1)[:, None] >= z[0] - _TIE).sum(axis=0)
    occurs = sums > 0
    p, familywise = (np.where(occurs, (1 + n) / (1 + permutations), np.nan) for n in (reached, largest))
    return nulls, p, familywise


def rates_by_group(
    counts: pd.DataFrame,
    totals: pd.Series,
    groups: pd.Series,
    *,
    feature: str = "term",
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how often terms or findings occur in every group of texts, per 1,000 words.

    * counts, totals: Texts × terms, and all words of each text, from `dhtools.counts.count_found` with
      ``unit="text"``.
    * groups, feature, permutations, seed: As for `group_bands`.

    Returns: As from `group_bands`, with *per_1000* in place of ``rate``, the unit of the band too; *low*,
    *high*, its 95 % interval over the texts of the group (`dhtools.stats.intervals.rate_interval`), and in
    *note* why one is missing.
    """
    table = group_bands(counts, totals, groups, feature=feature, permutations=permutations, seed=seed)
    named = groups.reindex(counts.index).astype(str)
    limits = {
        group: rate_interval(counts[inside].to_numpy(), totals[counts.index][inside].to_numpy())
        for group in table["group"].unique()
        for inside in [(named == group).to_numpy()]
    }
    place = {name: n for n, name in enumerate(counts.columns)}
    cells = [
        [column[place[name]] for column in limits[group]]
        for name, group in zip(table[feature], table["group"], strict=True)
    ]
    low, high, notes = zip(*cells, strict=True) if cells else ((), (), ())
    table = table.assign(low=low, high=high).rename(columns={"rate": "per_1000", "total": "n_words"})
    scaled = ["per_1000", *_QUANTILES, "low", "high"]
    table[scaled] = PER * table[scaled].astype(float)
    both = zip((note.replace("segments", "texts") for note in notes), table["note"], strict=True)
    return table.assign(note=["; ".join(filter(None, one)) for one in both])
