"""Keyness: which words one text or group of texts uses more than another, and how sure that is.

One table has all measures, the dispersion of each word on each side, an interval, and a p that knows that
words come in clusters: G² takes words as independent and calls far too many of them significant
(`benchmarks/validate_terms.py` counts them).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from ..annotation.segments import segment
from ..counts.sparse import Counts, sparse_counts
from ..counts.tables import PER
from ..errors import DhtoolsError, check_choice, check_whole, is_whole
from ..shown import Shown
from ..stats.intervals import MIN_SEGMENTS, log_ratio_interval
from ..stats.permutation import (
    MIN_ARRANGEMENTS,
    MIN_PERMUTATIONS,
    arrangements,
    benjamini_hochberg,
    permutation_p,
)
from ..wording import counted, joined, plural, readable
from .dispersion import measure_dispersion
from .measures import KEYNESS_MEASURES, measure_words
from .target_reference import SIDES, TargetReference, check_disjoint, target_reference

#: A log ratio has an interval from so many occurrences on each side. With fewer it is often wider than four
#: doublings, a factor of sixteen, and says less than the two counts.
MIN_ON_EACH_SIDE = 5


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Keyness(Shown):
    """The words of a target against those of a reference.

    Attributes
    ----------
    table : DataFrame
        One row a word, see `keyness`.
    unit : str
        What is exchanged between the sides, and varies within them.
    units, tokens : tuple of int
        Of target and reference.
    arrangements : int
        Ways to deal the units out to two sides of these sizes.
    permutations : int
        Arrangements drawn.
    min_count : int
        Least occurrences of a word of the table, both sides together.
    tokenisation : str
        How words were cut and counted.
    note : str
        Why p is missing; otherwise empty.
    """

    table: pd.DataFrame
    unit: str
    units: tuple[int, int]
    tokens: tuple[int, int]
    arrangements: int
    permutations: int
    min_count: int
    tokenisation: str
    note: str

    def _headline(self) -> str:
        words, (a, b), (m, n) = counted(len(self.table), "word"), self.tokens, self.units
        return f"{words} of {a:,} against {b:,} tokens, {m:,} and {n:,} {self.unit}s"

    def _view(self) -> pd.DataFrame:
        first = [name for name in ("word", "log_ratio", "p", "q") if name in self.table]
        return self.table[[*first, *self.table.columns.drop(first)]]

    @property
    def null(self) -> str:
        """The null hypothesis, in words."""
        return null_hypothesis(self.unit)

    @property
    def about(self) -> pd.Series:
        """What has to stand beside the table, as text."""
        length = sum(self.tokens) / sum(self.units)
        least = f"{self.min_count} occurrences or more on both sides together"
        described = {
            "unit": f"{self.unit}, {length:,.0f} tokens on average",
            **{f"units_{side}": f"{n:,}" for side, n in zip(SIDES, self.units, strict=True)},
            **{f"tokens_{side}": f"{n:,}" for side, n in zip(SIDES, self.tokens, strict=True)},
            "words": f"{len(self.table):,}, with {least}",
            "tokenisation": self.tokenisation,
            "arrangements": readable(self.arrangements),
            "permutations": self.note or f"{self.permutations:,}, at random",
            "null": self.null,
        }
        return pd.Series(described, name="value", dtype=object)


def null_hypothesis(unit: str, which: str = "") -> str:
    """Return the null hypothesis of a permutation test of such units, in words; *which* of them follows."""
    return (
        f"{unit}s{which} of these documents are exchangeable; "
        "rejecting it says nothing about authors, genres or decades"
    )


def keyness(
    target: Counts | pd.DataFrame,
    reference: Counts | pd.DataFrame,
    *,
    measure: str = "g2",
    min_count: int = 5,
    permutations: int = 999,
    seed: int = 0,
    totals: tuple[pd.Series, pd.Series] | None = None,
    unit: str = "segment",
    tokenisation: str = "as counted",
) -> Keyness:
    """Compare the words of two count tables.

    Parameters
    ----------
    target, reference : DataFrame or Counts
        Units × words, from `dhtools.counts.count_tokens`; the units may be segments, texts, or any other
        parts that could be exchanged. A word that one table lacks counts 0 there.
    measure : str
        The measure by which the table is ordered: ``g2``, ``g2_two_cell``, ``chi_squared``, ``log_ratio``,
        ``pct_diff``, ``odds_ratio``, ``log_odds`` or ``bic``; the table has them all.
    min_count : int
        Leave out words with fewer occurrences on both sides together. Their tokens stay counted.
    permutations : int
        Arrangements drawn for p, 99 or more; 0: p is missing.
    totals : two Series, optional
        All tokens of each unit of target and reference, where the tables hold some words only; otherwise the
        sums of the rows.
    unit, tokenisation : str
        What a row of the tables is, in the singular, and how words were counted: for `Keyness.about`.

    Returns
    -------
    Keyness
        Its table has one row a word, the highest *measure* first:

        * *word*; *n_target*, *n_reference*; *per_1000_target*, *per_1000_reference*, per 1,000 tokens;
        * the measures of `dhtools.keyness.measures`, positive where the target uses the word more (but
          *odds_ratio*: above 1, and *bic*, which has no direction);
        * *low*, *high*: 95% interval of *log_ratio* (`dhtools.stats.intervals`); missing below five
          occurrences on a side, where it would be too wide to be of use;
        * *note*: why interval or p is missing;
        * *zeta*: share of the target's units with the word minus share of the reference's (Craig);
        * for each side *range*, *juilland_d*, *dp*, *dp_norm*, as in `dispersion`;
        * *p* of `dhtools.stats.permutation_p`; *q* of Benjamini and Hochberg over the words of the table.
          Missing where the units have fewer than 1,000 arrangements.

        Where no word is frequent enough the table is empty.

    Raises
    ------
    DhtoolsError
        If a side is empty, both are one, or a count or an option is not what it should be.

    Examples
    --------
    >>> ours, theirs = pd.DataFrame({"we": [4, 3], "it": [6, 7]}), pd.DataFrame({"we": [0], "it": [10]})
    >>> found = keyness(ours, theirs)
    >>> found.table[["word", "n_target", "n_reference", "zeta"]].to_numpy().tolist()
    [['we', 7, 0, 1.0], ['it', 13, 10, 0.0]]
    >>> found.note
    'no p: 3 arrangements of 2 and 1 segments, fewer than 1,000'
    """
    check_choice("measure", measure, KEYNESS_MEASURES)
    check_test_options(min_count, permutations)
    both = target_reference(target, reference, totals).frequent(min_count)
    note = missing_p_note(both.units, permutations, unit)
    p = np.full(len(both.words), np.nan) if note else _p(both, permutations, seed)
    table = _measured(both, note).assign(p=p, q=benjamini_hochberg(p))
    order = np.lexsort((table["word"], -np.add(*both.occurrences), -table[measure].round(9)))
    return Keyness(
        table=table.iloc[order].reset_index(drop=True),
        unit=unit,
        units=both.units,
        tokens=both.tokens,
        arrangements=arrangements(both.units),
        permutations=0 if note else permutations,
        min_count=min_count,
        tokenisation=tokenisation,
        note=note,
    )


def check_test_options(min_count: int, permutations: int) -> None:
    """Refuse a number of occurrences below 1, and a number of permutations that allows no p."""
    check_whole("min_count", min_count, 1, "occurrences")
    if permutations != 0 and not is_whole(permutations, MIN_PERMUTATIONS):
        raise DhtoolsError(
            f"permutations={permutations!r}: give a whole number from {MIN_PERMUTATIONS}, or 0 for none."
        )


def missing_p_note(units: tuple[int, ...], permutations: int, unit: str, which: str = "") -> str:
    """Return why p is missing; empty if there is one. *which* of the units follows their name."""
    if permutations == 0:
        return "no p: none asked for"
    ways = arrangements(units)
    if ways < MIN_ARRANGEMENTS:
        sizes = joined([f"{n:,}" for n in units])
        things = f"{sizes} {plural(unit)}{which}"
        return f"no p: {counted(ways, 'arrangement')} of {things}, fewer than {MIN_ARRANGEMENTS:,}"
    return ""


def _p(both: TargetReference, permutations: int, seed: int) -> np.ndarray:
    groups = np.repeat([0, 1], both.units)
    counts, totals = sparse.vstack(both.counts, format="csc"), np.concatenate(both.totals)
    return permutation_p(counts, totals, groups, permutations=permutations, seed=seed)


def _measured(both: TargetReference, note: str) -> pd.DataFrame:
    """Return all columns that need no permutation; *note* says why p is missing."""
    (a, b), (n_a, n_b) = both.occurrences, both.tokens
    low, high, without_interval = log_ratio_interval(*both.counts, *both.totals)
    few = np.minimum(a, b) < MIN_ON_EACH_SIDE
    low, high = (np.where(few, np.nan, limit) for limit in (low, high))
    if min(both.units) >= MIN_SEGMENTS:  # otherwise no word has an interval, and the note says so
        without_interval[few] = f"no useful interval below {MIN_ON_EACH_SIDE} occurrences on a side"
    dispersed = [measure_dispersion(*side) for side in zip(both.counts, both.totals, strict=True)]
    shares = [side["range"] / units for side, units in zip(dispersed, both.units, strict=True)]
    measured = measure_words(a, b, n_a, n_b)
    notes = ["; ".join(filter(None, (one, note))) for one in without_interval]
    columns = {
        "word": both.words,
        **{"n_target": a, "n_reference": b},
        **{"per_1000_target": PER * a / n_a, "per_1000_reference": PER * b / n_b},
        **{name: measured[name] for name in KEYNESS_MEASURES},
        **{"low": low, "high": high, "note": notes},
        "zeta": shares[0] - shares[1],
    }
    for side, values in zip(SIDES, dispersed, strict=True):
        columns |= {f"{name}_{side}": value for name, value in values.items()}
    return pd.DataFrame(columns)


def compare_terms(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    segment_words: int = 300,
    ngram: int = 1,
    measure: str = "g2",
    min_count: int = 5,
    permutations: int = 999,
    seed: int = 0,
) -> Keyness:
    """Compare the words of two parts of a token table, cut into segments.

    Parameters
    ----------
    target, reference : DataFrame
        Rows of a token table or of a view of it, without overlap: a text against another, one against the
        rest, an author's words against those quoted.
    segment_words : int
        Length of a segment; the last words of a text are shared out among its segments.
    ngram : int
        Words in a row, see `dhtools.counts.count_tokens`. Rates are per 1,000 such rows then.
    measure, min_count, permutations, seed
        As for `keyness`.

    Returns
    -------
    Keyness
        As from `keyness`.

    Raises
    ------
    DhtoolsError
        As `keyness`, or if the two parts share words.

    Examples
    --------
    >>> table = pd.DataFrame({"text": pd.Categorical(["a", "b"]), "start": [0, 0]})
    >>> table["word"] = pd.Categorical(["we", "they"])
    >>> compare_terms(table[table["text"] == "a"], table[table["text"] == "b"], min_count=1).units
    (1, 1)
    """
    check_disjoint(target, reference)
    sides = (
        sparse_counts(segment(tokens, segment_words=segment_words), unit="segment", ngram=ngram)
        for tokens in (target, reference)
    )
    forms = pd.concat([target["word"].drop_duplicates(), reference["word"].drop_duplicates()])
    return keyness(
        *sides,
        measure=measure,
        min_count=min_count,
        permutations=permutations,
        seed=seed,
        tokenisation=describe_tokenisation(forms),
    )


def describe_tokenisation(forms: pd.Series) -> str:
    """Say how words are cut and folded, from their forms.

    >>> describe_tokenisation(pd.Series(["stalin", "'s", "plan"]))
    "lower case; possessive 's a word of its own"
    >>> describe_tokenisation(pd.Series(["Stalin", "can't"]))
    "case kept; no possessive 's"
    """
    words = pd.Series(forms.unique()).astype(str)
    case = "case kept" if (words != words.str.lower()).any() else "lower case"
    endings = words[words.str.lower().str.endswith(("'s", "’s"))]
    if endings.empty:
        return f"{case}; no possessive 's"
    separate = (endings.str.len() == 2).all()
    return f"{case}; possessive 's {'a word of its own' if separate else 'part of the word'}"
