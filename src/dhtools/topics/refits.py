"""Refits: fits of many tables, of which only what is compared is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .batched_nmf import Factors, Sample, factorise
from .factorisation import Array, random_start, singular_starts
from .models import TopicModel, dominant, largest_first, one_thread, shares, weights


class Refit(NamedTuple):
    """Topics × words, and by segment the number of its largest topic, 0 where it has none."""

    weights: Array
    dominant: npt.NDArray[np.intp]


def refit_topics(samples: Sequence[Sample], ks: Iterable[int]) -> dict[int, list[Refit]]:
    """Fit samples of tables of one shape by model ``nmf``, by number of topics."""
    ks = list(ks)
    with one_thread():
        starts = [singular_starts(sample.weights, ks) for sample in samples]
        return {k: _refits(samples, [start[k] for start in starts]) for k in ks}


def refit_from_random_starts(sample: Sample, k: int, seeds: Iterable[int]) -> list[Refit]:
    """Fit one sample by model ``nmf_random`` with several seeds."""
    starts = [random_start(sample.weights, k, seed) for seed in seeds]
    with one_thread():
        return _refits([sample] * len(starts), starts)


def _refits(samples: Sequence[Sample], starts: Sequence[Factors]) -> list[Refit]:
    fits = factorise(samples, starts)
    return [_in_order(segments * np.linalg.norm(words, axis=1), words) for segments, words in fits]


def of_model(model: TopicModel) -> Refit:
    """Return what is compared of a model."""
    return Refit(model.word_weights.to_numpy(), dominant(model.shares.to_numpy()))


def _in_order(strength: Array, words: Array) -> Refit:
    order = largest_first(strength)
    return Refit(weights(words[order]), dominant(shares(strength[:, order])))


def adjusted_rand(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> float:
    """Return the adjusted Rand index of two groupings by numbers from 0, as scikit-learn does, but faster.

    Source: Hubert and Arabie (1985), Journal of Classification 2, 193-218, doi:10.1007/BF01908075.
    """
    size = int(second.max(initial=0)) + 1
    table = np.bincount(first * size + second, minlength=(int(first.max(initial=0)) + 1) * size)
    table = table.reshape(-1, size)
    same = int((table**2).sum())
    of_first, of_second = (int((table.sum(axis=axis) ** 2).sum()) for axis in (1, 0))
    # ordered pairs that are together in both groupings, in one alone, and in neither
    both, first_only, second_only = same - len(first), of_first - same, of_second - same
    neither = len(first) ** 2 - of_first - of_second + same
    if not first_only and not second_only:
        return 1.0
    expected = (both + second_only) * (second_only + neither) + (both + first_only) * (first_only + neither)
    return 2.0 * (both * neither - first_only * second_only) / expected
