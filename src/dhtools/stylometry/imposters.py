"""Imposters: how often a text is nearest to a candidate when words and imposters are drawn at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_choice, check_share, check_whole
from ..progress import watched
from .batched_distances import Measure, Resample, ResampledTexts, batched_distance
from .distances import Array, RowDistance

IMPOSTER_VARIANTS = ("GI", "BDI")
#: Multiplications in one matrix product of a batch: too few to be spread over threads, which on a busy
#: machine cost more than they gain, and all of it stays in the cache.
WORK = 2**19


def imposters(
    reference: pd.DataFrame,
    authors: pd.Series | Sequence[str],
    test: pd.DataFrame,
    *,
    candidates: Sequence[str] | None = None,
    variant: str = "GI",
    distance: str | RowDistance = "burrows",
    iterations: int = 100,
    features: float = 0.5,
    imposters: float = 0.5,
    seed: int = 0,
) -> pd.DataFrame:
    """Test candidates for the authorship of a text against imposters, who cannot have written it.

    In every iteration some words and some imposters are drawn, without replacement, and the distances of the
    test to the candidate's units and to those of the imposters are compared. Imposters are all units of the
    reference that are not by the candidate.

    Parameters
    ----------
    reference : DataFrame
        Units × words, per cent, from `dhtools.relative_frequencies`.
    authors : Series or sequence of str
        Who wrote each unit of the reference: a Series labelled like its rows, or one name a row.
    test : DataFrame
        One or more units to be tested, the same words. One that is also a row of the reference is left out
        there while it is tested: ``imposters(freqs, authors, freqs)`` leaves out one unit at a time.
    candidates : sequence of str, optional
        Authors to be tested, one at a time. Otherwise all of the reference.
    variant : {"GI", "BDI"}
        * ``GI`` (General Imposters): all of the candidate's units against a share of the imposters' units.
          The candidate scores where one of these units is the nearest of all, and in a tie.
        * ``BDI`` (Bootstrap Distance Imposters), as stylo has it: one unit of the candidate against one of
          the imposters. The result is the distance to the imposter less that to the candidate.
    distance : str or callable
        As for `distances`. Z-scores are made in every iteration anew, of the units drawn and twice
        the test (stylo's way with a single text). Words keep their order, which plays a part in ``eder``
        only: stylo shuffles it.
    iterations : int
        Draws for each test and candidate.
    features : float
        Share of the words drawn, more than 0 to 1: rounded as in R (half to even), at least one.
    imposters : float
        Share of the imposters drawn, likewise; ``BDI`` draws one.
    seed : int

    Returns
    -------
    DataFrame
        One row for each *test* and *candidate*, with *n_iterations*, in which there was a distance.

        * ``GI``: *score*, the share of iterations won, 0 to 1, and its *standard_error*,
          ``sqrt(score (1 - score) / iterations)``. This is the error of the simulation, which more iterations
          make as small as you like, not that of the attribution. At scores of 0 and 1 it is 0, and the share
          in endless iterations may still differ by some 3 / iterations.
        * ``BDI``: *mean* and *sd* of the differences, *q025* and *q975* (2.5th and 97.5th percentile), and
          *share_positive*, the share above 0.
        * *note*: why the figures are missing.

    Raises
    ------
    DhtoolsError
        If a label, an author, a distance or a variant is unknown or stands twice, words differ, a frequency
        is missing or negative, a unit has no words, a candidate has no units or no imposters, or an option
        is out of its range.

    Notes
    -----
    A score is no probability of authorship. Somebody is always nearest, and where one text an author is all
    there is, a candidate's other segments share its subject, genre and date.

    Sources: Koppel and Winter (2014), Journal of the Association for Information Science and Technology
    65(1), 178-187, doi:10.1002/asi.22954; Kestemont et al. (2016), Expert Systems with Applications 63,
    86-96, doi:10.1016/j.eswa.2016.06.029 (General Imposters); Nagy (2024), Bootstrap Distance Imposters,
    Proceedings of the Computational Humanities Research Conference 2024, CEUR-WS 3834, 482-493; the source of
    stylo 0.7.7, functions ``imposters`` and ``perform.delta``.

    Examples
    --------
    >>> the, of = [6.0, 5.8, 3.1, 3.0], [1.0, 1.2, 4.0, 4.1]
    >>> freqs = pd.DataFrame({"the": the, "of": of}, index=["a1", "a2", "b1", "b2"])
    >>> scores = imposters(freqs, ["a", "a", "b", "b"], freqs.loc[["a1"]])
    >>> scores[["candidate", "score"]].to_numpy().tolist()
    [['a', 1.0], ['b', 0.0]]
    """
    check_choice("variant", variant, IMPOSTER_VARIANTS)
    measure = batched_distance(distance)
    _check_options(iterations, features, imposters)
    _check_tables(reference, test)
    labels = _labels(reference, authors)
    share = imposters if variant == "GI" else None
    random = np.random.default_rng(seed)
    units, tests = reference.to_numpy(np.float64), test.to_numpy(np.float64)
    rows = []
    for number, candidate in watched(_pairs(reference, labels, test, candidates), "imposters"):
        others = reference.index != test.index[number]
        texts = ResampledTexts(tests[number], units[others], labels[others] == candidate)
        draws = _draws(texts, iterations, features, share, random)
        nearest = np.concatenate([_nearest(measure, draw) for draw in draws])
        summary = _score(nearest) if variant == "GI" else _differences(nearest)
        rows.append({"test": test.index[number], "candidate": candidate, **summary, "note": _note(summary)})
    return pd.DataFrame(rows)


def _note(summary: dict[str, float]) -> str:
    return "" if summary["n_iterations"] else "no iteration has a distance"


def _check_options(iterations: int, features: float, imposters: float) -> None:
    check_whole("iterations", iterations, 1)
    check_share("features", features, "the share to be drawn")
    check_share("imposters", imposters, "the share to be drawn")


def _check_tables(reference: pd.DataFrame, test: pd.DataFrame) -> None:
    if not reference.columns.equals(test.columns):
        raise DhtoolsError(
            "test: its words are not those of the reference, in the same order. Make both with the same "
            "vocabulary=…."
        )
    for name, table in (("reference", reference), ("test", test)):
        if table.empty:
            raise DhtoolsError(f"{name}: {len(table)} units and {table.shape[1]} words. There must be some.")
        for what, labels in (("unit", table.index), ("word", table.columns)):
            if labels.has_duplicates:
                twice = labels[labels.duplicated()][0]
                raise DhtoolsError(f"{name}: {what} {twice!r} stands twice. Labels must be unique.")
        _check_frequencies(name, table)


def _check_frequencies(name: str, table: pd.DataFrame) -> None:
    values = table.to_numpy()
    if not np.issubdtype(values.dtype, np.number):
        raise DhtoolsError(f"{name}: the table holds something else than numbers. Give frequencies only.")
    faults = {
        "a frequency that is missing. Leave out units without words": ~np.isfinite(values).all(axis=1),
        "a negative frequency. Give frequencies, not z-scores": (values < 0).any(axis=1),
        "no occurrence of the words. Leave it out, or take more words": (values == 0).all(axis=1),
    }
    for fault, units in faults.items():
        if units.any():
            raise DhtoolsError(f"{name}: unit {table.index[units][0]!r} has {fault}.")


def _labels(reference: pd.DataFrame, authors: pd.Series | Sequence[str]) -> npt.NDArray[np.object_]:
    """Return the author of each row of the reference."""
    if isinstance(authors, pd.Series):
        lacking = reference.index.difference(authors.index)
        if len(lacking) or authors.index.has_duplicates:
            fault = f"it lacks unit {lacking[0]!r}" if len(lacking) else "a unit stands twice in it"
            raise DhtoolsError(f"authors: {fault}. Give one author for each row of the reference.")
        authors = authors.reindex(reference.index)
    names = np.array(list(authors), dtype=object)
    if len(names) != len(reference):
        raise DhtoolsError(f"authors: {len(names)} for {len(reference)} units. Give one for each row.")
    if pd.isna(names).any():
        raise DhtoolsError(f"authors: unit {reference.index[pd.isna(names)][0]!r} has no author.")
    return names


def _pairs(
    reference: pd.DataFrame,
    labels: npt.NDArray[np.object_],
    test: pd.DataFrame,
    candidates: Sequence[str] | None,
) -> list[tuple[int, str]]:
    """Return rows of the test with their candidates, once it is sure that both sides have units."""
    wanted = [candidates] if isinstance(candidates, str) else candidates
    units, tests = reference.to_numpy(), test.to_numpy()
    pairs = []
    for number, label in enumerate(test.index):
        same = reference.index == label
        if not (units[same] == tests[number]).all():
            raise DhtoolsError(f"test: {label!r} names another unit in the reference. Rename one of them.")
        for candidate in dict.fromkeys(labels[~same] if wanted is None else wanted):
            _check_candidate(label, candidate, labels[~same])
            pairs.append((number, candidate))
    if not pairs:
        raise DhtoolsError("candidates: the list is empty. Name one or more, or add texts to the reference.")
    return pairs


def _check_candidate(label: str, candidate: str, labels: npt.NDArray[np.object_]) -> None:
    units = int((labels == candidate).sum())
    if units in (0, len(labels)):
        lacking = f"candidate {candidate!r} has no unit" if units == 0 else "there is no imposter"
        raise DhtoolsError(
            f"test {label!r}: {lacking} in the reference besides the test. It has units of: "
            f"{', '.join(map(repr, dict.fromkeys(labels)))}. Add texts or choose other candidates."
        )


def _draws(
    texts: ResampledTexts,
    iterations: int,
    features: float,
    imposters: float | None,
    random: np.random.Generator,
) -> Iterator[Resample]:
    """Draw words and units in batches; without a share of imposters, one unit on either side."""
    by_candidate = texts.by_candidate
    candidates, others = int(by_candidate.sum()), int((~by_candidate).sum())
    length, step = len(texts.test), max(1, WORK // texts.units.size)
    for begin in range(0, iterations, step):
        rows = min(step, iterations - begin)
        words = _some(_share(features, length), length, rows, random)
        n_candidate, n_others = (1, 1) if imposters is None else (candidates, _share(imposters, others))
        drawn = np.empty((rows, len(by_candidate)))
        drawn[:, by_candidate] = _some(n_candidate, candidates, rows, random)
        drawn[:, ~by_candidate] = _some(n_others, others, rows, random)
        yield Resample(texts, words, drawn)


def _share(share: float, number: int) -> int:
    return max(1, round(share * number))


def _some(drawn: int, number: int, rows: int, random: np.random.Generator) -> Array:
    """Return rows of so many ones, at random places among so many."""
    places = np.zeros((rows, number), dtype=np.uint8)
    places[:, :drawn] = 1
    return random.permuted(places, axis=1).astype(np.float64)


def _nearest(measure: Measure, draw: Resample) -> Array:
    """Return the least distance to the candidate and to the imposters, in every iteration."""
    with np.errstate(divide="ignore", invalid="ignore"):  # an undefined distance: NaN
        values = measure(draw)
    values[(draw.drawn == 0) | np.isnan(values)] = np.inf
    by_candidate = draw.texts.by_candidate
    return np.column_stack([values[:, side].min(axis=1) for side in (by_candidate, ~by_candidate)])


def _score(nearest: Array) -> dict[str, float]:
    candidate, imposter = nearest[np.isfinite(nearest).any(axis=1)].T
    won = pd.Series((candidate < imposter) | np.isclose(candidate, imposter, rtol=1e-9, atol=1e-12))
    score = float(won.mean())
    error = np.sqrt(score * (1 - score) / max(len(won), 1))
    return {"score": score, "standard_error": float(error), "n_iterations": len(won)}


def _differences(nearest: Array) -> dict[str, float]:
    candidate, imposter = nearest[np.isfinite(nearest).all(axis=1)].T
    difference = pd.Series(imposter - candidate)
    return {
        "mean": difference.mean(),
        "sd": difference.std(),
        "q025": float(difference.quantile(0.025)),
        "q975": float(difference.quantile(0.975)),
        "share_positive": (difference > 0).astype(float).mean(),
        "n_iterations": len(difference),
    }
