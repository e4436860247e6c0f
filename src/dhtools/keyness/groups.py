"""Groups: keyness of more than two, one against the rest and all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from ..counts.sparse import Counts, as_counts, sparse_counts
from ..errors import DhtoolsError, check_choice
from ..shown import Shown
from ..stats.permutation import MIN_ARRANGEMENTS, arrangements, benjamini_hochberg, permutation_p
from ..wording import counted
from .comparison import (
    Keyness,
    check_test_options,
    compare_terms,
    describe_tokenisation,
    keyness,
    missing_p_note,
    null_hypothesis,
)
from .measures import g2_of_groups
from .target_reference import TargetReference, target_reference


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class GroupKeyness(Shown):
    """The words of some groups against each other.

    Attributes
    ----------
    overall : DataFrame
        One row a word, the highest G² first: *word*; *n* (occurrences); *highest_group*, the one with the
        highest rate; *g2* of `g2_of_groups`; *p* of `permutation_p`; *q* of Benjamini and Hochberg; *note*.
    against_rest : mapping of str to Keyness
        Each group as target, all others as reference.
    units : mapping of str to int
        Units of each group.
    arrangements : int
        Ways to deal the units out to all groups.
    null : str
        The null hypothesis of *overall*, in words.
    note : str
        Why p is missing in *overall*; otherwise empty.
    """

    overall: pd.DataFrame
    against_rest: Mapping[str, Keyness]
    units: Mapping[str, int]
    arrangements: int
    null: str
    note: str

    def _headline(self) -> str:
        return f"Keyness of {counted(len(self.units), 'group')}; null: {self.null}"

    def _view(self) -> pd.DataFrame:
        return self.overall

    @property
    def table(self) -> pd.DataFrame:
        """All tables of one against the rest in one, with a column *group* first; a q holds within one."""
        named = [one.table.assign(group=name) for name, one in self.against_rest.items()]
        table = pd.concat(named, ignore_index=True)
        return table[["group", *table.columns.drop("group")]]


def keyness_by_group(
    counts: Counts | pd.DataFrame,
    groups: Sequence[str] | pd.Series,
    *,
    measure: str = "g2",
    min_count: int = 5,
    permutations: int = 999,
    seed: int = 0,
    unit: str = "segment",
    tokenisation: str = "as counted",
) -> GroupKeyness:
    """Compare each group with the rest, and all groups at once.

    Parameters
    ----------
    counts : DataFrame or Counts
        Units × words, from `dhtools.count_tokens`.
    groups : sequence of str
        The group of each row: its text, author, voice, or decade. A Series is matched by its index.
    measure, min_count, permutations, seed, unit, tokenisation
        As for `keyness`.

    Returns
    -------
    GroupKeyness
        *table*, each group against the rest (as from `keyness`, with *group*); *overall*, all at once.

    Raises
    ------
    DhtoolsError
        As `keyness`, or if a unit has no group, or there are fewer than two groups.

    Examples
    --------
    >>> counts = pd.DataFrame({"we": [9, 0, 1], "it": [1, 9, 8]}, index=["a_1", "b_1", "c_1"])
    >>> found = keyness_by_group(counts, ["a", "b", "c"])
    >>> found.overall[["word", "highest_group"]].to_numpy().tolist(), found.note
    ([['it', 'b'], ['we', 'a']], 'no p: 6 arrangements of 1, 1 and 1 segments, fewer than 1,000')
    """
    check_test_options(min_count, permutations)
    table = as_counts(counts)
    names = _groups(table.units, groups)
    inside = {name: (names == name).to_numpy() for name in names.cat.categories}
    against_rest = {
        str(name): keyness(
            table.take(own), table.take(~own), measure=measure, min_count=min_count,
            permutations=permutations, seed=seed, unit=unit, tokenisation=tokenisation,
        )
        for name, own in inside.items()
    }  # fmt: skip
    first = inside[names.cat.categories[0]]
    order = pd.concat([names[first], names[~first]])
    both = target_reference(table.take(first), table.take(~first)).frequent(min_count)
    sizes = {str(name): int(size) for name, size in names.value_counts(sort=False).items()}
    note = missing_p_note(tuple(sizes.values()), permutations, unit)
    overall = _overall(both, order, 0 if note else permutations, seed).assign(note=note)
    return GroupKeyness(
        overall, against_rest, sizes, arrangements(sizes.values()), null_hypothesis(unit), note
    )


def _groups(units: pd.Index, groups: Sequence[str] | pd.Series) -> pd.Series:
    if not isinstance(groups, pd.Series):
        if len(groups) != len(units):
            raise DhtoolsError(f"groups: {len(groups)} for {len(units)} units. Name one for each unit.")
        groups = pd.Series(list(groups), index=units)
    names = groups.reindex(units).astype("category").cat.remove_unused_categories()
    if names.isna().any():
        raise DhtoolsError(f"groups: unit {units[names.isna()][0]!r} lacks one. Name one for each unit.")
    if len(names.cat.categories) < 2:
        raise DhtoolsError("groups: all units are in one. Keyness compares two or more.")
    return names


def _overall(both: TargetReference, groups: pd.Series, permutations: int, seed: int) -> pd.DataFrame:
    """Compare all groups; *groups* are in the order of the units of both sides."""
    counts, totals = sparse.vstack(both.counts, format="csc"), np.concatenate(both.totals)
    codes = groups.cat.codes.to_numpy()
    within = np.equal.outer(np.arange(codes.max() + 1), codes).astype(np.float64)
    sums, tokens = within @ counts, within @ totals
    p = np.full(len(both.words), np.nan)
    if permutations:
        p = permutation_p(counts, totals, codes, permutations=permutations, seed=seed)
    table = pd.DataFrame({"word": both.words, "n": counts.sum(axis=0)})
    table["highest_group"] = groups.cat.categories.to_numpy()[(sums / tokens[:, None]).argmax(axis=0)]
    table = table.assign(g2=g2_of_groups(sums, tokens), p=p, q=benjamini_hochberg(p))
    order = np.lexsort((table["word"], -table["n"], -table["g2"].round(9)))
    return table.iloc[order].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class GroupAgainstRest:
    """A group of texts as target, the texts of all other groups as reference.

    Attributes
    ----------
    target, reference : str
        Names of the sides in tables and figures.
    texts, others : frozenset of str
        The texts of each side.
    unit : str
        What a permutation exchanges: ``text`` where the texts have 1,000 arrangements or more, otherwise
        ``segment``. Segments of one text are alike, so a p of segments is about these texts only.
    """

    target: str
    reference: str
    texts: frozenset[str]
    others: frozenset[str]
    unit: str

    def parts(self, tokens: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the rows of each side, of a token table or any view of it."""
        return tokens[tokens["text"].isin(self.texts)], tokens[tokens["text"].isin(self.others)]


def group_against_rest(
    tokens: pd.DataFrame, groups: pd.Series, target: str | None = None
) -> GroupAgainstRest:
    """Set a group of texts against all others: the one named, otherwise the one with most words.

    Parameters
    ----------
    tokens : DataFrame
        The words that count; texts without words are left out.
    groups : Series
        The group by text, such as from `dhtools.corpus.groups.compared_groups`.
    target : str, optional

    Raises
    ------
    DhtoolsError
        If there is no such group, or fewer than two groups have words.
    """
    words = tokens["text"].value_counts(sort=False)
    written = groups[groups.index.isin(words.index[words > 0])].astype(str)
    n_words = words.rename(index=str).reindex(written.index).groupby(written, sort=False).sum()
    if len(n_words) < 2:
        raise DhtoolsError("groups: the texts with words are not in two groups. Compare two texts instead.")
    first = target or str(n_words.idxmax())
    check_choice("target", first, sorted(n_words.index))
    texts, others = (frozenset(written.index[(written == first) == inside]) for inside in (True, False))
    ways = arrangements([len(texts), len(others)])
    unit = "text" if ways >= MIN_ARRANGEMENTS else "segment"
    return GroupAgainstRest(first, "all others", texts, others, unit)


def compare_groups(
    tokens: pd.DataFrame,
    groups: pd.Series,
    *,
    n: int = 50,
    segment_words: int = 300,
    min_count: int = 5,
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the words of each group of texts with those of all other groups.

    Parameters
    ----------
    tokens, groups
        As for `group_against_rest`.
    n : int
        Words listed of each group: those with the highest G² that it uses more than the others.
    segment_words, min_count, permutations, seed
        As for `dhtools.keyness.compare_terms`.

    Returns
    -------
    DataFrame
        The first words of each group as from `dhtools.keyness.keyness`, with *group*, *unit* (what is
        exchanged, see `GroupAgainstRest`), *units_target* and *units_reference*. Each q is over all words of
        its group that are frequent enough, not over those listed.

    Raises
    ------
    DhtoolsError
        As `group_against_rest`.
    """
    options = {"min_count": min_count, "permutations": permutations, "seed": seed}
    tables = []
    for name in groups.astype("category").cat.categories:
        if not tokens["text"].isin(groups.index[(groups == name).to_numpy()]).any():
            continue
        pair = group_against_rest(tokens, groups, str(name))
        found = compare_pair(tokens, pair, segment_words=segment_words, **options)
        more = found.table[found.table["log_ratio"] > 0].head(n)
        units = dict(zip(("units_target", "units_reference"), found.units, strict=True))
        tables.append(more.assign(group=str(name), unit=pair.unit, **units))
    table = pd.concat(tables, ignore_index=True)
    first = ["group", "unit", "units_target", "units_reference"]
    return table[[*first, *table.columns.drop(first)]]


def compare_pair(
    tokens: pd.DataFrame, pair: GroupAgainstRest, *, segment_words: int = 300, **options: Any
) -> Keyness:
    """Compare the words of a group with those of all others, by texts or by segments, as *pair* says."""
    sides = pair.parts(tokens)
    if pair.unit == "segment":
        return compare_terms(*sides, segment_words=segment_words, **options)
    counts = (_by_text(side) for side in sides)
    return keyness(*counts, unit="text", tokenisation=describe_tokenisation(tokens["word"]), **options)


def _by_text(tokens: pd.DataFrame) -> Counts:
    """Count the words of the texts that have some, in alphabetical order."""
    counts = sparse_counts(tokens)
    return counts.select(units=sorted(counts.units[counts.totals > 0]))
