"""Groups of texts side by side: the rate of each, and the band that it has where texts are dealt out anew.

Source of the p of all features together, which takes the largest statistic of each arrangement: Westfall and
Young (1993), Resampling-Based Multiple Testing, Wiley, chapter 2; of the observed arrangement, which counts
with those drawn: Phipson and Smyth (2010), see `dhtools.stats.permutation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from ..counts.tables import PER
from ..errors import DhtoolsError, check_whole
from ..wording import counted
from .intervals import MIN_SEGMENTS, rate_interval
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
    note = "" if ways >= MIN_ARRANGEMENTS else f"no p: {counted(ways, 'arrangement')} of the texts, too few"
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


#: Other counts and totals of the same units and features, by the choice that they are made under.
Choices = Mapping[str, tuple[pd.DataFrame, pd.Series]]
#: A difference between groups with a larger p is not shown.
ALPHA = 0.05


def rates_by_group(
    counts: pd.DataFrame,
    totals: pd.Series,
    groups: pd.Series,
    *,
    feature: str = "term",
    permutations: int = 999,
    seed: int = 0,
    choices: Choices | None = None,
) -> pd.DataFrame:
    """Return how often terms or findings occur in every group of texts, per 1,000 words.

    * counts, totals: Texts × terms, and all words of each text, from `dhtools.counts.count_found` with
      ``unit="text"``.
    * groups, feature, permutations, seed: As for `group_bands`.
    * choices: Besides those that are always tried: all texts weighed alike, the longest left out.

    Returns: As from `group_bands`, with *per_1000* in place of ``rate``, the unit of the band too; *low*,
    *high*, its 95 % interval over the texts of the group (`dhtools.stats.intervals.rate_interval`), and in
    *note* why one is missing; *n_holds*, *n_choices*, *holds_under*: under which choices, the declared one
    among them, the difference holds. It does if its ``p_familywise`` there is one in twenty or less, and the
    group that has most is the declared one.
    """
    drawn = {"permutations": permutations, "seed": seed}
    table = group_bands(counts, totals, groups, feature=feature, **drawn)
    weights = pd.Series(1.0, index=counts.index)
    alike = {"texts weighed alike": (counts.div(totals[counts.index], axis=0), weights)}
    every = {**alike, **_without_longest(counts, totals, totals), **(choices or {})}
    table = _count_choices(table, every, groups, feature, drawn)
    table = _with_limits(table, counts, totals, groups, feature, rate_interval)
    table = table.rename(columns={"rate": "per_1000", "total": "n_words"})
    scaled = ["per_1000", *_QUANTILES, "low", "high"]
    table[scaled] = PER * table[scaled].astype(float)
    return table


def shares_by_group(
    shares: pd.DataFrame,
    sizes: pd.Series,
    groups: pd.Series,
    *,
    feature: str = "topic",
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the mean share of topics in the texts of every group, each text weighed alike.

    * shares: Texts × topics, 0 to 1.
    * sizes: The words or segments of each text.
    * groups, feature, permutations, seed: As for `group_bands`.

    Returns: As from `group_bands`; *low*, *high*, the 95 % interval of the mean over the texts of the group
    (mean ± t · sd / √n, from five texts on), and *n_holds*, *n_choices*, *holds_under* as from
    `rates_by_group`, for these choices: texts weighed by length, the longest left out.
    """
    drawn = {"permutations": permutations, "seed": seed}
    alike = pd.Series(1.0, index=shares.index)
    weights = sizes.reindex(shares.index).astype(float)
    table = group_bands(shares, alike, groups, feature=feature, **drawn)
    by_length = {"texts weighed by length": (shares.mul(weights, axis=0), weights)}
    every = {**by_length, **_without_longest(shares, alike, weights)}
    table = _count_choices(table, every, groups, feature, drawn)
    return _with_limits(table, shares, alike, groups, feature, _mean_interval)


def _without_longest(counts: pd.DataFrame, totals: pd.Series, sizes: pd.Series) -> Choices:
    rest = counts.index.drop([sizes.reindex(counts.index).idxmax()])
    return {"without the longest text": (counts.loc[rest], totals[rest])}


def _mean_interval(shares: Array, totals: Array) -> tuple[Array, Array, npt.NDArray[np.object_]]:
    n = len(shares)
    few = f"no interval below {MIN_SEGMENTS} texts ({n})" if n < MIN_SEGMENTS else ""
    half = stdtrit(max(n - 1, 1), 0.975) * shares.std(axis=0, ddof=min(n - 1, 1)) / np.sqrt(n)
    low, high = (np.where(few, np.nan, np.clip(shares.mean(axis=0) + side, 0, 1)) for side in (-half, half))
    return low, high, np.full(shares.shape[1], few, dtype=object)


def _with_limits(
    table: pd.DataFrame,
    counts: pd.DataFrame,
    totals: pd.Series,
    groups: pd.Series,
    feature: str,
    interval: Callable[[Array, Array], tuple[Array, Array, npt.NDArray[np.object_]]],
) -> pd.DataFrame:
    """Add the interval of each group over its texts, and in the note why one is missing."""
    named = groups.reindex(counts.index).astype(str)
    limits = {
        group: interval(counts[inside].to_numpy(), totals[counts.index][inside].to_numpy())
        for group in table["group"].unique()
        for inside in [(named == group).to_numpy()]
    }
    place = {name: n for n, name in enumerate(counts.columns)}
    cells = [
        [column[place[name]] for column in limits[group]]
        for name, group in zip(table[feature], table["group"], strict=True)
    ]
    low, high, notes = zip(*cells, strict=True) if cells else ((), (), ())
    both = zip((note.replace("segments", "texts") for note in notes), table["note"], strict=True)
    return table.assign(low=low, high=high, note=["; ".join(filter(None, one)) for one in both])


def _count_choices(
    table: pd.DataFrame, choices: Choices, groups: pd.Series, feature: str, drawn: Mapping[str, int]
) -> pd.DataFrame:
    """Add under which choices a feature differs between the groups; one group alone is no choice."""
    tried = {"declared": table} | {
        choice: group_bands(counts, totals, groups, feature=feature, **drawn)
        for choice, (counts, totals) in choices.items()
        if groups.reindex(counts.index).nunique() > 1
    }
    first = _leading(table, feature, 1)
    leads = {choice: _leading(one, feature, ALPHA) for choice, one in tried.items()}
    held = {
        name: [choice for choice, lead in leads.items() if lead.get(name) == first.get(name, "")]
        for name in table[feature].unique()
    }
    return table.assign(
        n_holds=table[feature].map({name: len(one) for name, one in held.items()}),
        n_choices=len(tried),
        holds_under=table[feature].map({name: ", ".join(one) for name, one in held.items()}),
    )


def _leading(table: pd.DataFrame, feature: str, alpha: float) -> dict[object, str]:
    """Return, by feature that differs between the groups, the group that has most."""
    differ = table[table["p_familywise"] <= alpha].sort_values("rate", ascending=False, kind="stable")
    return dict(differ.drop_duplicates(feature)[[feature, "group"]].itertuples(index=False, name=None))
