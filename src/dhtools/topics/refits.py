"""Refits: fits of many tables, of which only what is compared is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .document_term_matrix import DocumentTermMatrix
from .factorisation import Array, nmf_of_many
from .models import TopicModel, dominant, fit_topics, largest_first, one_thread, shares, weights


class Refit(NamedTuple):
    """Topics × words, and by segment the number of its largest topic, 0 where it has none."""

    weights: Array
    dominant: npt.NDArray[np.intp]


def refit_topics(
    documents: Sequence[DocumentTermMatrix], k: int, *, model: str = "nmf", seed: int = 0
) -> list[Refit]:
    """Fit tables of one shape as `fit_topics` does; those of ``nmf`` together, which takes less time."""
    if model != "nmf" or not k:
        return [of_model(fit_topics(table, k, model=model, seed=seed)) for table in documents]
    with one_thread():
        fits = nmf_of_many([table.counts for table in documents], k)
    return [_in_order(strength, words) for strength, words in fits]


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
