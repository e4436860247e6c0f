"""Draws of words and units, and the distances of a test to the units in many draws at once.

A distance that is made of sums over words, each a term of two frequencies times a weight of the draw, is one
matrix product for a batch of draws. The formulas are those of `distances`, and tests hold the two together.
Any other distance is taken of one draw after another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import check_choice
from .distances import DISTANCES, Array, RowDistance, distances


@dataclass(frozen=True, eq=False)
class ResampledTexts:
    """A test (words), the other units (units × words), and terms that many draws have in common."""

    test: Array
    units: Array
    by_candidate: npt.NDArray[np.bool_]  # which units are the candidate's

    @cached_property
    def differences(self) -> Array:
        """Frequencies less those of the test."""
        return self.units - self.test

    @cached_property
    def absolute(self) -> Array:
        """The size of these differences."""
        return np.abs(self.differences)

    @cached_property
    def squares(self) -> Array:
        """Their squares."""
        return self.differences**2


@dataclass(frozen=True, slots=True)
class Resample:
    """A batch of iterations: which words and which units take part (1, or 0)."""

    texts: ResampledTexts
    words: Array  # iterations × words
    drawn: Array  # iterations × units


Measure = Callable[[Resample], Array]  # iterations × units: how far each unit is from the test


def batched_distance(distance: str | RowDistance) -> Measure:
    """Return how the distance of that name, or that function, is taken of a batch."""
    if callable(distance):
        return partial(_by_function, distance)
    name = check_choice("distance", distance, DISTANCES)
    return _MEASURES.get(name, partial(_one_by_one, name))


def _by_function(function: RowDistance, draw: Resample) -> Array:
    values = np.full(draw.drawn.shape, np.nan)
    for iteration, unit in np.argwhere(draw.drawn):
        words = draw.words[iteration] > 0
        values[iteration, unit] = function(draw.texts.test[words], draw.texts.units[unit, words])
    return values


def _one_by_one(distance: str, draw: Resample) -> Array:
    values = np.full(draw.drawn.shape, np.nan)
    for row, words, drawn in zip(values, draw.words > 0, draw.drawn > 0, strict=True):
        test_twice = pd.DataFrame([draw.texts.test[words]] * 2)
        units = pd.DataFrame(draw.texts.units[drawn][:, words])
        row[drawn] = distances(test_twice, units, distance=distance).iloc[0]
    return values


def _scaled(draw: Resample) -> tuple[Array, Array]:
    """Return 1/sd of the words drawn, 0 of those that do not vary, and means as differences to the test."""
    # Distance and spread stay the same when the test is made the origin: its two rows are zeros then and
    # add to the number of rows only.
    texts, rows = draw.texts, draw.drawn.sum(axis=1, keepdims=True) + 2
    mean = draw.drawn @ texts.differences / rows
    variance = (draw.drawn @ texts.squares - rows * mean**2) / (rows - 1)
    rounding = 1e-12 * np.maximum(texts.units.max(axis=0), texts.test)
    varies = (draw.words > 0) & (variance > rounding**2)
    return varies / np.sqrt(np.where(varies, variance, 1)), mean


def _number(weights: Array) -> Array:
    return (weights > 0).sum(axis=1, keepdims=True)


def _burrows(draw: Resample) -> Array:
    weights, _ = _scaled(draw)
    return weights @ draw.texts.absolute.T / _number(weights)


def _quadratic(draw: Resample) -> Array:
    weights, _ = _scaled(draw)
    return np.sqrt(weights**2 @ draw.texts.squares.T) / _number(weights)


def _eder(draw: Resample) -> Array:
    weights, _ = _scaled(draw)
    number, rank = _number(weights), np.cumsum(weights > 0, axis=1)
    return weights * (number - rank + 2) / number @ draw.texts.absolute.T


def _cosine_delta(draw: Resample) -> Array:
    weights, mean = _scaled(draw)
    # the test is the origin: its z-scores are -mean / sd, those of a unit (difference - mean) / sd
    test = ((weights * mean) ** 2).sum(axis=1, keepdims=True)
    across = (weights**2 * mean) @ draw.texts.differences.T
    return _angle(test - across, test, weights**2 @ draw.texts.squares.T - 2 * across + test)


def _cosine(draw: Resample) -> Array:
    test, units = draw.texts.test, draw.texts.units
    return _angle(draw.words @ (units * test).T, (draw.words @ test**2)[:, None], draw.words @ (units**2).T)


def _angle(product: Array, square: Array, other: Array) -> Array:
    both = square * other
    return np.clip(1 - product / np.sqrt(np.where(both > 0, both, np.nan)), 0, 2)


def _simple(draw: Resample) -> Array:
    return draw.words @ np.abs(np.sqrt(draw.texts.units) - np.sqrt(draw.texts.test)).T


def _canberra(draw: Resample) -> Array:
    total = draw.texts.units + draw.texts.test
    terms = np.divide(draw.texts.absolute, total, out=np.zeros_like(total), where=total > 0)
    return _number(draw.words) * (draw.words @ terms.T) / (draw.words @ (total > 0).T)


def _minmax(draw: Resample) -> Array:
    difference, total = _manhattan(draw), draw.words @ (draw.texts.units + draw.texts.test).T
    return 1 - (total - difference) / (total + difference)


def _euclidean(draw: Resample) -> Array:
    return np.sqrt(draw.words @ draw.texts.squares.T)


def _manhattan(draw: Resample) -> Array:
    return draw.words @ draw.texts.absolute.T


def _entropy(draw: Resample) -> Array:
    """Weight the words by their entropy over the units drawn and twice the test."""
    units, test = draw.texts.units + 1, draw.texts.test + 1
    total = draw.drawn @ units + 2 * test
    spread = draw.drawn @ (units * np.log(units)) + 2 * test * np.log(test)
    weights = draw.words / (np.log(total) - spread / total)
    return weights @ np.abs(np.log(units + 1) - np.log(test + 1)).T


_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "burrows": _burrows,
        "quadratic": _quadratic,
        "eder": _eder,
        "cosine_delta": _cosine_delta,
        "simple": _simple,
        "cosine": _cosine,
        "canberra": _canberra,
        "minmax": _minmax,
        "euclidean": _euclidean,
        "manhattan": _manhattan,
        "entropy": _entropy,
    }
)
