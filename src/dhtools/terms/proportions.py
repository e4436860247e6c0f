"""Shares: which of several terms a text prefers where it uses one of them.

Whether *Stalin* or *the bureaucracy* is named does not depend on how often either is, so the share of one
term among all is compared here, not its rate among all words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.segments import segment
from ..counts.found import count_found
from ..counts.tables import unit_texts
from ..errors import DhtoolsError
from ..keyness.comparison import check_options, null_hypothesis, reason_without_p
from ..stats.permutation import arrangements, permutation_p

#: Added to each of the four counts of an odds ratio, so that it is finite (Haldane 1956, Anscombe 1956).
_HALF = 0.5
_MENTIONING = " with a mention"


def term_proportions(
    counts: pd.DataFrame, groups: Sequence[str], *, of: str, among: Sequence[str]
) -> pd.DataFrame:
    """Return the share of one term among several in every group of units.

    Parameters
    ----------
    counts : DataFrame
        Units × terms, from `dhtools.count_found`. A term that it lacks counts 0.
    groups : sequence of str
        The group of each unit: its text.
    of : str
        The term whose share it is.
    among : sequence of str
        The other terms.

    Returns
    -------
    DataFrame
        One row a group, in the order in which they come: *group*, *count* (of the term), *other* (of the
        others), *total*, *share* (missing without a mention of either), *units*, *mentioning* (units with a
        mention). It has no interval: none was tested for its coverage at such counts.

    Raises
    ------
    DhtoolsError
        If there is not one group a unit, nothing else to compare with, or the term is among the others.

    Examples
    --------
    >>> counts = pd.DataFrame({"man": [3, 1], "office": [1, 0]})
    >>> term_proportions(counts, ["a", "b"], of="man", among=["office"])["share"].tolist()
    [0.75, 1.0]
    """
    mine, others = _columns(counts, groups, of, among)
    units = pd.DataFrame({"group": list(groups), "count": mine, "other": others})
    units = units.assign(units=1, mentioning=mine + others > 0)
    table = units.groupby("group", sort=False).sum().reset_index()
    total = table["count"] + table["other"]
    share = (table["count"] / total).where(total > 0)
    return table.assign(total=total, share=share)[
        ["group", "count", "other", "total", "share", "units", "mentioning"]
    ]


def compare_proportions(
    counts: pd.DataFrame,
    groups: Sequence[str],
    *,
    of: str,
    among: Sequence[str],
    target: str,
    reference: str,
    unit: str = "segment",
    permutations: int = 999,
    seed: int = 0,
) -> pd.Series:
    """Compare the share of a term between two groups, by permuting the units that mention any of them.

    Parameters
    ----------
    counts, groups, of, among
        As for `term_proportions`.
    target, reference : str
        Two of the groups.
    unit : str
        What a unit is, in the singular.
    permutations : int
        99 or more; 0: no p.
    seed : int

    Returns
    -------
    Series
        *share of the target*, *share of the reference*; *odds ratio*, ½ added to all four counts; *units of
        the target*, *units of the reference*, those with a mention; *possible arrangements*; *p*, of the
        chi-squared statistic (`permutation_p`), missing below 1,000 arrangements; *why no p*; *null*.

    Raises
    ------
    DhtoolsError
        As `term_proportions`, or if the two groups are one.

    Examples
    --------
    >>> counts = pd.DataFrame({"man": [3, 1], "office": [1, 0]})
    >>> told = compare_proportions(counts, ["a", "b"], of="man", among=["office"], target="a", reference="b")
    >>> told["why no p"]
    'no p: 2 arrangements of 1 and 1 segments with a mention, fewer than 1,000'
    """
    check_options(1, permutations)
    if target == reference:
        raise DhtoolsError(f"target and reference are both {target!r}. Name two groups.")
    mine, others = _columns(counts, groups, of, among)
    group, total = np.asarray(groups, dtype=object), mine + others
    sides = [(group == name) & (total > 0) for name in (target, reference)]
    units = (int(sides[0].sum()), int(sides[1].sum()))
    reason = reason_without_p(units, permutations, unit, _MENTIONING)
    used = sides[0] | sides[1]
    labels = np.where(sides[0][used], 0, 1)
    p = (
        np.nan
        if reason
        else permutation_p(mine[used, None], total[used], labels, permutations=permutations, seed=seed)[0]
    )
    told = [(mine[side].sum(), others[side].sum()) for side in sides]
    odds = [(a + _HALF) / (b + _HALF) for a, b in told]
    shares = [a / (a + b) if a + b else np.nan for a, b in told]
    return pd.Series(
        {
            "share of the target": shares[0],
            "share of the reference": shares[1],
            "odds ratio": odds[0] / odds[1] if all(units) else np.nan,
            "units of the target": units[0],
            "units of the reference": units[1],
            "possible arrangements": arrangements(units),
            "p": p,
            "why no p": reason,
            "null": null_hypothesis(unit, _MENTIONING),
        },
        name="value",
        dtype=object,
    )


def proportion_contrast(
    found: pd.DataFrame, tokens: pd.DataFrame, *, segment_words: int, **options: Any
) -> pd.Series:
    """Compare the share of a term between two texts of a token table, cut into segments: `compare_proportions`.

    Parameters
    ----------
    found : DataFrame
        From `find_terms`.
    tokens : DataFrame
        The words that count.
    segment_words : int
        Length of a segment.
    **options
        Of `compare_proportions`: *of*, *among*, *target*, *reference*, *permutations*, *seed*.

    Returns
    -------
    Series
        As from `compare_proportions`.

    Raises
    ------
    DhtoolsError
        As `compare_proportions`.
    """
    segments = segment(tokens, segment_words=segment_words)
    counts, _ = count_found(found, segments, "term")
    return compare_proportions(counts, unit_texts(segments, counts), **options)


def _columns(
    counts: pd.DataFrame, groups: Sequence[str], of: str, among: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the counts of the term and of the others, a unit each."""
    if len(groups) != len(counts):
        raise DhtoolsError(f"{len(groups)} groups for {len(counts)} units: give one each.")
    if isinstance(among, str) or not among or of in among:
        raise DhtoolsError(f"among={among!r}: give a list of other terms than {of!r}.")
    full = counts.reindex(columns=[of, *among], fill_value=0).to_numpy()
    return full[:, 0], full[:, 1:].sum(axis=1)
