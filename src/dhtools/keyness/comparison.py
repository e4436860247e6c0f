"""Keyness: which words one text or group of texts uses more than another, and how sure that is.

One table has every measure in use, the dispersion of each word on each side, an interval, and a p that knows
that words come in clusters: G² takes words as independent and calls far too many of them significant
(`benchmarks/validate_terms.py` counts them).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..annotation.segments import segment
from ..counts.tables import count_tokens
from ..errors import DhtoolsError, check_choice, check_whole, is_whole
from ..stats.intervals import log_ratio_interval
from ..stats.permutation import (
    MIN_ARRANGEMENTS,
    MIN_PERMUTATIONS,
    arrangements,
    benjamini_hochberg,
    permutation_p,
)
from .dispersion import spread
from .measures import KEYNESS_MEASURES, measure_words
from .target_reference import NAMES, TargetReference, check_apart, target_reference

#: What a p is a p of, after the plural of the unit.
NULL = "of these documents are exchangeable; rejecting it says nothing about authors, genres or decades"
#: Rates are per so many tokens.
PER = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Keyness:
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
        In how many ways the units can be dealt out to two sides of these sizes.
    permutations : int
        So many of them were drawn.
    least : int
        Occurrences of a word of the table on both sides together.
    rule : str
        How words were cut and counted.
    reason : str
        Why there is no p; otherwise empty.
    """

    table: pd.DataFrame = field(repr=False)
    unit: str
    units: tuple[int, int]
    tokens: tuple[int, int]
    arrangements: int
    permutations: int
    least: int
    rule: str
    reason: str

    @property
    def null(self) -> str:
        """The null hypothesis, in words."""
        return null_hypothesis(self.unit)

    @property
    def about(self) -> pd.Series:
        """What has to stand beside the table, as text."""
        number = len(self.table)
        told = {
            "unit of exchange": f"{self.unit}, {sum(self.tokens) / sum(self.units):,.0f} tokens on average",
            **{f"units of the {name}": f"{one:,}" for name, one in zip(NAMES, self.units, strict=True)},
            **{f"tokens of the {name}": f"{one:,}" for name, one in zip(NAMES, self.tokens, strict=True)},
            "words": f"{number:,}, with {self.least} occurrences or more on both sides together",
            "tokenisation": self.rule,
            "possible arrangements": f"{self.arrangements:,}",
            "permutations": self.reason or f"{self.permutations:,}, at random",
            "null": self.null,
        }
        return pd.Series(told, name="value", dtype=object)


def null_hypothesis(unit: str, which: str = "") -> str:
    """Return the null hypothesis of a permutation test of such units, in words; *which* of them follows."""
    return f"{unit}s{which} {NULL}"


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    measure: str = "g2",
    min_count: int = 5,
    permutations: int = 999,
    seed: int = 0,
    totals: tuple[pd.Series, pd.Series] | None = None,
    unit: str = "segment",
    rule: str = "as counted",
) -> Keyness:
    """Compare the words of two count tables.

    Parameters
    ----------
    target, reference : DataFrame
        Units × words, from `dhtools.count_tokens`; the units may be segments, texts, or any other parts that
        could be exchanged. A word that one table lacks counts 0 there.
    measure : str
        One of `KEYNESS_MEASURES`, by which the table is ordered; it has them all.
    min_count : int
        Leave out words that occur fewer times on both sides together. Their tokens stay counted.
    permutations : int
        Arrangements drawn for the p, 99 or more; 0: no p.
    seed : int
    totals : two Series, optional
        All tokens of each unit of target and reference, where the tables hold part of the vocabulary only
        (named sets, patterns). Otherwise they are the sums of the rows.
    unit, rule : str
        What a row of the tables is, in the singular, and how words were counted: for `Keyness.about`.

    Returns
    -------
    Keyness
        Its table has one row a word, the highest *measure* first:

        * *word*; *count_target*, *count_reference*; *rate_target*, *rate_reference*, per 10,000 tokens;
        * the eight `KEYNESS_MEASURES`, positive where the target uses the word more (but *odds_ratio*: above 1, and
          *bic*, which has no direction);
        * *low*, *high*: 95% interval of *log_ratio* (`intervals`), and *no_interval*, why it is missing;
        * *zeta*: share of the target's units with the word minus share of the reference's (Craig);
        * for each side *range*, *juilland_d*, *dp*, *dp_norm*, as in `dispersion`;
        * *p* of `permutation_p`; *q* of Benjamini and Hochberg over the words of the table. Missing where
          the units have fewer than 1,000 arrangements.

    Raises
    ------
    DhtoolsError
        If a side is empty, both are one, or a count or an option is not what it should be. Where no word is
        frequent enough the table is empty.

    Examples
    --------
    >>> ours, theirs = pd.DataFrame({"we": [4, 3], "it": [6, 7]}), pd.DataFrame({"we": [0], "it": [10]})
    >>> found = keyness(ours, theirs)
    >>> found.table[["word", "count_target", "count_reference", "zeta"]].to_numpy().tolist()
    [['we', 7, 0, 1.0], ['it', 13, 10, 0.0]]
    >>> found.reason
    'no p: 3 arrangements of 2 and 1 segments, fewer than 1,000'
    """
    check_choice("measure", measure, KEYNESS_MEASURES)
    check_options(min_count, permutations)
    both = target_reference(target, reference, totals).at_least(min_count)
    ways = arrangements(both.units)
    reason = reason_without_p(both.units, permutations, unit)
    p = np.full(len(both.words), np.nan) if reason else _p(both, permutations, seed)
    table = _described(both).assign(p=p, q=benjamini_hochberg(p))
    order = np.lexsort((table["word"], -np.add(*both.occurrences), -table[measure].round(9)))
    table = table.iloc[order].reset_index(drop=True)
    drawn = 0 if reason else permutations
    return Keyness(table, unit, both.units, both.tokens, ways, drawn, min_count, rule, reason)


def check_options(min_count: int, permutations: int) -> None:
    """Refuse what is no number of occurrences, or no number of permutations.

    Raises
    ------
    DhtoolsError
    """
    check_whole("min_count", min_count, 1, "occurrences")
    if permutations != 0 and not is_whole(permutations, MIN_PERMUTATIONS):
        raise DhtoolsError(
            f"permutations={permutations!r}: give a whole number from {MIN_PERMUTATIONS}, or 0 for none."
        )


def reason_without_p(units: tuple[int, ...], permutations: int, unit: str, which: str = "") -> str:
    """Return why there is no p; empty if there is one. *which* of the units follows their name."""
    if permutations == 0:
        return "no p: none asked for"
    ways = arrangements(units)
    if ways < MIN_ARRANGEMENTS:
        dealt = " and ".join(f"{number:,}" for number in units)
        return f"no p: {ways:,} arrangements of {dealt} {unit}s{which}, fewer than {MIN_ARRANGEMENTS:,}"
    return ""


def _p(both: TargetReference, permutations: int, seed: int) -> np.ndarray:
    groups = np.repeat([0, 1], both.units)
    counts, totals = np.concatenate(both.counts), np.concatenate(both.totals)
    return permutation_p(counts, totals, groups, permutations=permutations, seed=seed)


def _described(both: TargetReference) -> pd.DataFrame:
    """Return all that is known of each word without drawing anything."""
    (a, b), (n_a, n_b) = both.occurrences, both.tokens
    low, high, reason = log_ratio_interval(*both.counts, *both.totals)
    dispersed = [spread(counts, totals) for counts, totals in zip(both.counts, both.totals, strict=True)]
    shares = [one["range"] / number for one, number in zip(dispersed, both.units, strict=True)]
    measured = measure_words(a, b, n_a, n_b)
    columns = {
        "word": both.words,
        **{"count_target": a, "count_reference": b},
        **{"rate_target": PER * a / n_a, "rate_reference": PER * b / n_b},
        **{name: measured[name] for name in KEYNESS_MEASURES},
        **{"low": low, "high": high, "no_interval": reason, "zeta": shares[0] - shares[1]},
    }
    for name, one in zip(NAMES, dispersed, strict=True):
        columns |= {f"{figure}_{name}": values for figure, values in one.items()}
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
        Rows of `dhtools.token_table` or of a view of it, without overlap: a text against another, one
        against the rest, an author's words against those quoted.
    segment_words : int
        Length of a segment; the last words of a text are shared out among its segments.
    ngram : int
        Words in a row, see `dhtools.count_tokens`. Rates are per 10,000 such rows then.
    measure, min_count, permutations, seed
        As for `keyness`.

    Returns
    -------
    Keyness

    Raises
    ------
    DhtoolsError
        As `keyness`, or if the two share words.

    Examples
    --------
    >>> table = pd.DataFrame({"text": pd.Categorical(["a", "b"]), "start": [0, 0]})
    >>> table["word"] = pd.Categorical(["we", "they"])
    >>> compare_terms(table[table["text"] == "a"], table[table["text"] == "b"], min_count=1).units
    (1, 1)
    """
    check_apart(target, reference)
    one, other = (_counted(tokens, segment_words, ngram) for tokens in (target, reference))
    rule = tokenisation(pd.concat([target["word"].drop_duplicates(), reference["word"].drop_duplicates()]))
    return keyness(
        one, other, measure=measure, min_count=min_count, permutations=permutations, seed=seed, rule=rule
    )


def _counted(tokens: pd.DataFrame, segment_words: int, ngram: int) -> pd.DataFrame:
    return count_tokens(segment(tokens, segment_words=segment_words), unit="segment", ngram=ngram)


def tokenisation(forms: pd.Series) -> str:
    """Say how words are cut and folded, from their forms.

    Examples
    --------
    >>> tokenisation(pd.Series(["stalin", "'s", "plan"]))
    "lower case; possessive 's a word of its own"
    >>> tokenisation(pd.Series(["Stalin", "can't"]))
    "case kept; no possessive 's"
    """
    words = pd.Series(forms.astype(str).unique())
    case = "case kept" if (words != words.str.lower()).any() else "lower case"
    endings = words[words.str.lower().str.endswith(("'s", "’s"))]
    if endings.empty:
        return f"{case}; no possessive 's"
    apart = (endings.str.len() == 2).all()
    return f"{case}; possessive 's {'a word of its own' if apart else 'part of the word'}"
