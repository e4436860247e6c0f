"""Proportions: which of several terms a text prefers where it uses one of them.

Whether *Stalin* or *the bureaucracy* is named does not depend on how often either is, so the share of one
term among all is compared here, not its rate among all words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..annotation.segments import segment
from ..counts.found import count_found
from ..counts.tables import unit_texts
from ..errors import DhtoolsError
from ..keyness.comparison import check_test_options, missing_p_note, null_hypothesis
from ..keyness.measures import HALF
from ..stats.permutation import arrangements, p_origin, permutation_p

_MENTIONING = " with a mention"


def term_proportions(
    counts: pd.DataFrame, groups: Sequence[str], *, of: str, among: Sequence[str]
) -> pd.DataFrame:
    """Return the share of one term among several in every group of units.

    Parameters
    ----------
    counts : DataFrame
        Units × terms, from `dhtools.counts.count_found`. A term that it lacks counts 0.
    groups : sequence of str
        The group of each unit: its text.
    of : str
        The term whose share it is.
    among : sequence of str
        The other terms.

    Returns
    -------
    DataFrame
        One row a group, in the order in which they come: *group*, *n* (mentions of the term), *n_other* (of
        the others), *total*, *share* (``n / total``, 0 to 1), *units*, *units_with_mention*, *note* (why the
        share is missing). The share has no interval, because no interval was tested for its coverage at such
        counts.

    Raises
    ------
    DhtoolsError
        If there is not one group a unit, no other term, or the term is among the others.

    Examples
    --------
    >>> counts = pd.DataFrame({"man": [3, 1], "office": [1, 0]})
    >>> term_proportions(counts, ["a", "b"], of="man", among=["office"])["share"].tolist()
    [0.75, 1.0]
    """
    n, n_other = _columns(counts, groups, of, among)
    units = pd.DataFrame({"group": list(groups), "n": n, "n_other": n_other})
    units = units.assign(total=n + n_other, units=1, units_with_mention=n + n_other > 0)
    table = units.groupby("group", sort=False).sum().reset_index()
    mentioned = table["total"] > 0
    table.insert(4, "share", (table["n"] / table["total"]).where(mentioned))
    return table.assign(note=np.where(mentioned, "", "no mention of any of the terms"))


def compare_proportions(
    found: pd.DataFrame,
    tokens: pd.DataFrame,
    *,
    of: str,
    among: Sequence[str],
    target: str,
    reference: str,
    group: str = "term",
    segment_words: int = 300,
    permutations: int = 999,
    seed: int = 0,
) -> pd.Series:
    """Compare the share of a term between two texts, by permuting the segments that mention any of them.

    Parameters
    ----------
    found : DataFrame
        Occurrences from `find_terms`, or findings.
    tokens : DataFrame
        The words that count.
    of, among
        As for `term_proportions`.
    target, reference : str
        Two texts.
    group : str
        The column of *found* that holds the terms.
    segment_words : int
        Length of a segment.
    permutations : int
        99 or more; 0: p is missing. All arrangements are gone through if there are no more than that.

    Returns
    -------
    Series
        *share_target*, *share_reference*, 0 to 1; *odds_ratio*, ``(a + ½)(d + ½) / ((b + ½)(c + ½))`` of a, b
        mentions of the term and the others in the target, c, d in the reference; *units_target*,
        *units_reference*, segments with a mention; *arrangements*; *p* of the chi-squared statistic
        (`dhtools.stats.permutation_p`), missing below 1,000 arrangements; *p_from*, its sidedness and
        arrangements; *note*, why it is missing; *null*.

    Raises
    ------
    DhtoolsError
        As `term_proportions`, or if target and reference are the same.
    """
    segments = segment(tokens, segment_words=segment_words)
    counts, _ = count_found(found, segments, group)
    return proportion_test(
        counts,
        unit_texts(segments, counts),
        of=of,
        among=among,
        target=target,
        reference=reference,
        permutations=permutations,
        seed=seed,
    )


def proportion_test(
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
    """Compare the share of a term between two groups of units of any kind, as `compare_proportions`.

    *counts* and *groups* are as for `term_proportions`; *unit* is what a unit is, in the singular.

    >>> counts = pd.DataFrame({"man": [3, 1], "office": [1, 0]})
    >>> test = proportion_test(counts, ["a", "b"], of="man", among=["office"], target="a", reference="b")
    >>> test["note"]
    'no p: 2 arrangements of 1 and 1 segments with a mention, fewer than 1,000'
    """
    check_test_options(1, permutations)
    if target == reference:
        raise DhtoolsError(f"target and reference are both {target!r}. Name two groups.")
    n, n_other = _columns(counts, groups, of, among)
    total, names = n + n_other, np.asarray(groups, dtype=object)
    sides = [(names == name) & (total > 0) for name in (target, reference)]
    units = (int(sides[0].sum()), int(sides[1].sum()))
    note = missing_p_note(units, permutations, unit, _MENTIONING)
    used = sides[0] | sides[1]
    labels = np.where(sides[0][used], 0, 1)
    p = np.nan
    if not note:
        p = permutation_p(n[used, None], total[used], labels, permutations=permutations, seed=seed)[0]
    cells = [(n[side].sum(), n_other[side].sum()) for side in sides]
    shares = [a / (a + b) if a + b else np.nan for a, b in cells]
    odds = [(a + HALF) / (b + HALF) for a, b in cells]
    return pd.Series(
        {
            "share_target": shares[0],
            "share_reference": shares[1],
            "odds_ratio": odds[0] / odds[1] if all(units) else np.nan,
            "units_target": units[0],
            "units_reference": units[1],
            "arrangements": arrangements(units),
            "p": p,
            "p_from": "" if note else p_origin(units, permutations),
            "note": note,
            "null": null_hypothesis(unit, _MENTIONING),
        },
        name="value",
        dtype=object,
    )


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
