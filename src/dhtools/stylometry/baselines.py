"""Baselines: pairs of texts by known authors, and where other pairs stand among them.

A prolific author gives most of the pairs: n texts by one author make n (n - 1) / 2 of them. If each pair
counted the same, the baseline would be that author's habits. So each author has the same weight, and so have
each two authors.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from ..errors import DhtoolsError, check_choice
from ..shown import answers_first
from .comparison import PAIR_KINDS
from .distances import Array

#: Figures of a pair that can be read against those of known pairs.
PAIR_MEASURES = ("excess", "mean_distance", "accuracy")
#: What has the same weight in a baseline: each author (or pair of authors), or each pair of texts.
WEIGHTS = ("author", "pair")

#: Whether a tie counts as smaller: on the right it does.
Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")


def pair_weights(known: pd.DataFrame, weight: str = "author") -> pd.Series:
    """Return the weight of every known pair among those of its kind; they sum to 1.

    * known: From `compare_texts`: *kind*, *author_a*, *author_b*, all authors known.
    * weight ({"author", "pair"}): *author*: each author has the same weight, shared by the pairs of texts of
      that author; of *different authors* each two authors have it. *pair*: each pair of texts has the same.

    Raises `DhtoolsError` if the weight is unknown.

    >>> known = pd.DataFrame({"kind": "same author", "author_a": list("AAAB"), "author_b": list("AAAB")})
    >>> pair_weights(known).round(3).tolist(), pair_weights(known, "pair").tolist()
    ([0.167, 0.167, 0.167, 0.5], [0.25, 0.25, 0.25, 0.25])
    """
    check_choice("weight", weight, WEIGHTS)
    size = known.groupby("kind")["kind"].transform("size")
    if weight == "pair":
        return 1 / size
    authors = _authors(known)
    each = known.groupby([known["kind"], authors])["kind"].transform("size")
    return 1 / (each * authors.groupby(known["kind"]).transform("nunique"))


def _authors(known: pd.DataFrame) -> pd.Series:
    """Name the authors of every pair, in one order."""
    a, b = (known[f"author_{side}"].astype(str) for side in "ab")
    return a.where(a <= b, b) + "\n" + b.where(a <= b, a)


def baseline_quantiles(
    pairs: pd.DataFrame, *, measure: str = "excess", weight: str = "author"
) -> pd.DataFrame:
    """Summarise the pairs of known authors: the baseline to read other pairs against.

    Parameters
    ----------
    pairs : DataFrame
        From `compare_texts` or `identify_segments`, of a table of known authors.
    measure : {"excess", "mean_distance", "accuracy"}
    weight : {"author", "pair"}
        See `pair_weights`.

    Returns
    -------
    DataFrame
        One row a kind of pair that occurs: *kind*, *excerpt_words*, *n_pairs* (of texts), *n_texts*,
        *largest_share* (the part of the pairs that one author, or two authors, give); *q05*, *median*, *q95*
        (5th, 50th and 95th weighted percentile of the measure: the smallest value up to which the pairs have
        that weight); *auc* (on the row of the same author: how often a pair of one author has a smaller value
        than a pair of two, both drawn by weight, a tie counting half; 0.5 is chance, 1 perfect; Hanley and
        McNeil 1982, doi:10.1148/radiology.143.1.7063747).

    Raises
    ------
    DhtoolsError
        If the measure or the weight is unknown, or the table has no authors.

    Examples
    --------
    >>> pairs = pd.DataFrame({"text_a": list("aab"), "text_b": list("bcc"), "excerpt_words": 500})
    >>> pairs = pairs.assign(author_a=list("AAA"), author_b=list("ACC"), excess=[0.1, 0.2, 0.4])
    >>> pairs["kind"] = ["same author", "different authors", "different authors"]
    >>> baseline_quantiles(pairs)[["kind", "n_pairs", "auc"]].to_numpy().tolist()
    [['same author', 1, 1.0], ['different authors', 2, nan]]
    """
    found = _weighted(pairs, measure, weight)
    by_kind = {kind: found[found["kind"] == kind] for kind in PAIR_KINDS[:3]}
    rows = [_summary(kind, group, measure) for kind, group in by_kind.items() if len(group)]
    columns = ["kind", "excerpt_words", "n_pairs", "n_texts", "largest_share", "q05", "median", "q95"]
    table = pd.DataFrame(rows, columns=columns).assign(auc=np.nan)
    same, different = (by_kind[kind] for kind in PAIR_KINDS[1:3])
    if len(same) and len(different):
        table.loc[table["kind"] == "same author", "auc"] = _auc(same, different, measure)
    return table


def _weighted(pairs: pd.DataFrame, measure: str, weight: str) -> pd.DataFrame:
    """Return the pairs that have a value and known authors, with their weights."""
    check_choice("measure", measure, PAIR_MEASURES)
    if not {"author_a", "author_b"} <= set(pairs.columns):
        raise DhtoolsError("known: no columns author_a and author_b. Give a table of compare_texts.")
    found = pairs.dropna(subset=[measure, "author_a", "author_b"])
    return found.assign(weight=pair_weights(found, weight))


def _summary(kind: str, group: pd.DataFrame, measure: str) -> tuple[object, ...]:
    texts = len(set(group["text_a"]) | set(group["text_b"]))
    quantiles = np.quantile(group[measure], [0.05, 0.5, 0.95], weights=group["weight"], method="inverted_cdf")
    largest = _authors(group).value_counts(normalize=True).max()
    return (kind, group["excerpt_words"].iloc[0], len(group), texts, largest, *quantiles)


def _auc(same: pd.DataFrame, different: pd.DataFrame, measure: str) -> float:
    beaten = [_share_below(different, measure, same[measure].to_numpy(), side) for side in SIDES]
    return float(1 - (same["weight"].to_numpy() * np.mean(beaten, axis=0)).sum())


def _share_below(known: pd.DataFrame, measure: str, values: Array, side: Side = "left") -> Array:
    """Return the weight of the known pairs that have a smaller value (on the right: or an equal one)."""
    ordered = known.sort_values(measure)
    cumulated = np.append(0.0, ordered["weight"].cumsum().to_numpy())
    places = np.searchsorted(ordered[measure].to_numpy(np.float64), values, side=side)
    return np.asarray(cumulated[places] / cumulated[-1])


@answers_first("text_a", "text_b", "percentile_same_author", "percentile_different_authors")
def percentile_ranks(
    pairs: pd.DataFrame, known: pd.DataFrame, *, measure: str = "excess", weight: str = "author"
) -> pd.DataFrame:
    """Return the rank of pairs of texts among pairs of known authors.

    Parameters
    ----------
    pairs : DataFrame
        From `compare_texts` or `identify_segments`.
    known : DataFrame
        The same, of a table of known authors: same length, distance, words and reference.
    measure : {"excess", "mean_distance", "accuracy"}
    weight : {"author", "pair"}
        See `pair_weights`.

    Returns
    -------
    DataFrame
        *pairs* with *percentile_same_author* and *percentile_different_authors*: the share, 0 to 1, of the
        known pairs of that kind that have a *smaller* value than this one, by weight. Missing where there is
        no such pair or no value.

    Raises
    ------
    DhtoolsError
        If they differ in length, distance or number of words, or as for `baseline_quantiles`.

    Examples
    --------
    >>> pairs = pd.DataFrame({"text_a": list("aab"), "text_b": list("bcc"), "excerpt_words": 500})
    >>> pairs = pairs.assign(author_a=list("AAA"), author_b=list("ACC"), excess=[0.1, 0.2, 0.4])
    >>> pairs["kind"] = ["same author", "different authors", "different authors"]
    >>> percentile_ranks(pairs.iloc[[1]], pairs)["percentile_different_authors"].tolist()
    [0.0]
    """
    known = _weighted(known, measure, weight)
    _check_comparable(pairs, known)
    ranks = {}
    for kind in PAIR_KINDS[1:3]:
        of_kind = known[known["kind"] == kind]
        share = np.full(len(pairs), np.nan)
        if len(of_kind):
            share = _share_below(of_kind, measure, pairs[measure].to_numpy(np.float64))
        ranks[f"percentile_{kind.replace(' ', '_')}"] = pd.Series(share, pairs.index).where(
            pairs[measure].notna()
        )
    return pairs.assign(**ranks)


def ranks_by_weight(pairs: pd.DataFrame, known: pd.DataFrame, *, measure: str = "excess") -> pd.DataFrame:
    """Rank pairs of texts with each author weighted alike, and with each pair weighted alike.

    * pairs, known, measure: As for `percentile_ranks`.

    Returns: One row a pair and *weight*: the columns of `percentile_ranks`, and *n_pairs_same_author*,
    *largest_share_same_author* and *auc* of the known pairs, see `baseline_quantiles`.

    Raises `DhtoolsError` as for `percentile_ranks`.
    """
    tables = []
    for weight in WEIGHTS:
        baseline = baseline_quantiles(known, measure=measure, weight=weight).set_index("kind")
        same = baseline.reindex(["same author"]).iloc[0]
        tables.append(
            percentile_ranks(pairs, known, measure=measure, weight=weight).assign(
                weight=weight,
                n_pairs_same_author=same["n_pairs"],
                largest_share_same_author=same["largest_share"],
                auc=same["auc"],
            )
        )
    return pd.concat(tables, ignore_index=True)


def _check_comparable(pairs: pd.DataFrame, known: pd.DataFrame) -> None:
    for column in ("excerpt_words", "distance", "n_vocabulary"):
        if column in pairs and column in known:
            here, there = set(pairs[column]), set(known[column])
            if here and there and here != there:
                raise DhtoolsError(
                    f"known: its {column} is {sorted(there)[0]!r}, that of the pairs {sorted(here)[0]!r}. "
                    "Measure both in the same way."
                )
