"""Consensus: what many trees of the same units agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial.distance import cdist

from ..counts.tables import z_scores
from ..errors import DhtoolsError, check_choice, check_whole, is_whole
from ..shown import Shown
from ..wording import counted
from .distances import DISTANCES, Array, Metric, RowDistance, distances, entropy_weighted
from .trees import LINKAGES, linked, quoted, square_distances

#: Numbers of most frequent words for which a consensus makes a tree, unless others are asked for.
SETTINGS = tuple(range(100, 1001, 100))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Consensus(Shown):
    """What many trees of the same units agree on.

    Attributes
    ----------
    table : DataFrame
        One row a clade (units that some tree unites in one branch; neither single units nor all of them),
        those of most trees first. *clade*: its units, a tuple; *n_units*: their number; *n_trees*: trees that
        have it; *support*: their share of all trees, 0 to 1; *in_consensus*: whether the consensus has it.
    n_trees : int
        Number of trees.
    labels : tuple of str
        The units in the order of the frequencies.
    threshold : float
        Least support of the clades in the consensus.
    """

    table: pd.DataFrame
    n_trees: int
    labels: tuple[str, ...]
    threshold: float

    def _headline(self) -> str:
        trees, units = counted(self.n_trees, "tree"), counted(len(self.labels), "unit")
        return f"Consensus of {trees} of {units}, from a support of {self.threshold:.0%}"

    def _view(self) -> pd.DataFrame:
        return self.table

    @property
    def order(self) -> tuple[str, ...]:
        """The units as they stand beside each other in the consensus."""
        return self._nested()[0]

    def support(self, units: Iterable[str]) -> float:
        """Return the share of all trees that unite these units, and no others, in one branch."""
        wanted = frozenset(units)
        found = [set(clade) == wanted for clade in self.table["clade"]]
        return float(self.table.loc[found, "support"].sum())

    def newick(self) -> str:
        """Return the consensus in Newick format: inner nodes are named by their support, 0 to 1."""
        return self._nested()[1] + ";"

    def _nested(self) -> tuple[tuple[str, ...], str]:
        kept = self.table[self.table["in_consensus"]].sort_values("n_units", kind="stable")
        named = [
            (set(clade), f"{share:.4g}") for clade, share in zip(kept["clade"], kept["support"], strict=True)
        ]
        parts: list[tuple[tuple[str, ...], str]] = [((label,), quoted(label)) for label in self.labels]
        # clades of more than half of the trees lie within or outside each other: the smaller are closed first
        for clade, name in [*named, (set(self.labels), "")]:
            inside = [part for part in parts if clade.issuperset(part[0])]
            place = parts.index(inside[0])
            units = tuple(unit for part in inside for unit in part[0])
            rest = [part for part in parts if not clade.issuperset(part[0])]
            parts = [*rest[:place], (units, f"({','.join(text for _, text in inside)}){name}"), *rest[place:]]
        return parts[0]


def consensus(
    freqs: pd.DataFrame,
    *,
    mfw: Iterable[int] = SETTINGS,
    distance: str | RowDistance = "cosine_delta",
    linkage: str = "ward.D2",
    threshold: float = 0.5,
    resamples: int = 0,
    seed: int = 0,
    reference: pd.DataFrame | None = None,
) -> Consensus:
    """Make a tree for every number of most frequent words, and return the clades that most trees have.

    Trees are those of `cluster`, rooted at their last merge; a clade is all that one merge unites. This is
    the majority-rule consensus of rooted trees by hierarchical clustering. stylo's *bootstrap consensus tree*
    varies the number of words in the same way, but joins neighbours, and its trees have no root: the two need
    not show the same groups.

    Support, ``trees with the clade / trees``, is a share of settings and not a probability. The settings are
    chosen, not sampled, and each has most of its words in common with the next: support near 1 says that the
    choice of words does not matter for these units, not that other texts would be grouped so. It has no
    interval for this reason.

    Parameters
    ----------
    freqs : DataFrame
        Units × words, per cent, the most frequent word first: `dhtools.relative_frequencies`.
    mfw : iterable of int
        Numbers of words: one tree for the first n columns, for each n.
    distance : str or callable
        As for `dhtools.stylometry.distances`.
    linkage : str
        As for `cluster`.
    threshold : float
        Least support of a clade in the consensus, .5 to 1. At .5 it must be in *more* than half of the
        trees (two clades that exclude each other could each be in one half); 1 is the strict consensus.
    resamples : int
        So many further trees for each n, of n words drawn from the first n with replacement. They count like
        the others. Frequencies are not drawn anew, so this varies the weight of the words, not the texts.
    seed : int
        Of the draws.
    reference : DataFrame, optional
        As for `dhtools.stylometry.distances`.

    Returns
    -------
    Consensus
        Of ``len(mfw) * (1 + resamples)`` trees.

    Raises
    ------
    DhtoolsError
        If there are fewer than three units or more words asked for than the table has, a setting is out of
        range, no word varies, or a distance is undefined.

    Notes
    -----
    Sources: Margush and McMorris (1981), Bulletin of Mathematical Biology 43(2), 239-244,
    doi:10.1007/BF02459446 (majority rule); Eder (2017), Digital Scholarship in the Humanities 32(1), 50-64,
    doi:10.1093/llc/fqv061 (why not to trust a single tree).

    Examples
    --------
    >>> freqs = pd.DataFrame({"the": [6.0, 5.9, 4.0], "of": [2.0, 2.1, 3.0]}, index=["a", "b", "c"])
    >>> consensus(freqs, mfw=[1, 2], distance="manhattan").newick()
    '((a,b)1,c);'
    """
    numbers = _numbers(mfw, freqs)
    _check_settings(freqs, linkage, threshold, resamples)
    words, metric = _prepared(freqs.iloc[:, : max(numbers)], distance, reference)
    found: Counter[int] = Counter()
    for chosen in _choices(numbers, resamples, np.random.default_rng(seed)):
        found.update(_masks(_measured(words, chosen, metric), linkage))
    labels = tuple(map(str, freqs.index))
    trees = len(numbers) * (1 + resamples)
    return Consensus(_table(found, labels, trees, threshold), trees, labels, float(threshold))


def _numbers(mfw: Iterable[int], freqs: pd.DataFrame) -> tuple[int, ...]:
    numbers = tuple(mfw) if isinstance(mfw, Iterable) else ()
    if not numbers or not all(is_whole(number, 1) for number in numbers) or len(set(numbers)) < len(numbers):
        raise DhtoolsError(
            f"mfw={mfw!r}: give whole numbers of words from 1, each once, as in (100, 200, 300)."
        )
    if max(numbers) > freqs.shape[1]:
        raise DhtoolsError(
            f"mfw: {max(numbers)} words are asked for, and the table has {freqs.shape[1]}. Ask for fewer, or "
            "make the frequencies with more."
        )
    return numbers


def _check_settings(freqs: pd.DataFrame, linkage: str, threshold: float, resamples: int) -> None:
    check_choice("linkage", linkage, LINKAGES)
    if not 0.5 <= threshold <= 1:
        raise DhtoolsError(f"threshold={threshold!r}: give a share of the trees, .5 to 1.")
    check_whole("resamples", resamples, 0, "draws")
    if len(freqs) < 3 or not freqs.index.map(str).is_unique:
        raise DhtoolsError(
            f"freqs: {len(freqs)} units, {freqs.index.nunique()} of them different. A consensus needs three "
            "units or more, with a name each."
        )


def _prepared(
    freqs: pd.DataFrame, distance: str | RowDistance, reference: pd.DataFrame | None
) -> tuple[Array, Metric]:
    """Return what the distance compares, units × words that vary or NaN, and the comparison."""
    square_distances(
        distances(freqs, distance=distance, reference=reference)
    )  # rejects what cannot be compared
    if callable(distance):
        return freqs.to_numpy(np.float64), lambda x, y: cdist(x, y, distance)
    # neither the z-score nor the entropy of a word depends on other words: they are taken once for all trees
    if DISTANCES[distance].standardised:
        freqs = z_scores(freqs, reference=reference)
    elif distance == "entropy":
        freqs = entropy_weighted(freqs, freqs)
    return freqs.to_numpy(np.float64), DISTANCES[distance].metric


def _choices(
    numbers: Sequence[int], resamples: int, random: np.random.Generator
) -> Iterator[npt.NDArray[np.int64]]:
    """Yield columns: the first n, then n drawn of them, in order of frequency as Eder's Delta wants them."""
    for number in numbers:
        yield np.arange(number)
        yield from np.sort(random.integers(number, size=(resamples, number)), axis=1)


def _measured(words: Array, chosen: npt.NDArray[np.int64], metric: Metric) -> Array:
    """Return the distances of all pairs of units by the words chosen."""
    # a word of constant frequency has no z-score in any unit, the first among them
    varying = words[:, chosen[np.isfinite(words[0, chosen])]]
    pairs = np.triu_indices(len(words), 1)
    condensed = metric(varying, varying)[pairs] if varying.shape[1] else np.array([np.nan])
    if not np.isfinite(condensed).all():
        raise DhtoolsError(
            f"mfw: by the first {len(chosen)} words, or a draw of them, a distance is undefined: a unit has "
            "no such word, or all have the same frequency. Ask for more words or give longer units."
        )
    return condensed


def _masks(condensed: Array, linkage: str) -> list[int]:
    """Return the clades of a tree but the last, as numbers with a bit a unit: quick to unite and to count."""
    members = linked(condensed, linkage)[:, :2].astype(np.int64).tolist()
    under = [1 << unit for unit in range(len(members) + 1)]
    for first, second in members:
        under.append(under[first] | under[second])
    return under[len(members) + 1 : -1]


def _table(found: Counter[int], labels: tuple[str, ...], trees: int, threshold: float) -> pd.DataFrame:
    places = {mask: tuple(place for place in range(len(labels)) if mask >> place & 1) for mask in found}
    ordered = sorted(found, key=lambda mask: (-found[mask], len(places[mask]), places[mask]))
    counts = np.array([found[mask] for mask in ordered], dtype=np.int64)
    clades = [tuple(labels[place] for place in places[mask]) for mask in ordered]
    return pd.DataFrame(
        {
            "clade": pd.Series(clades, dtype=object),
            "n_units": [len(clade) for clade in clades],
            "n_trees": counts,
            "support": counts / trees,
            "in_consensus": (2 * counts > trees) & (counts >= threshold * trees - 1e-9),
        }
    )
