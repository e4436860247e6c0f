"""Digits: no number is exported or printed with more of them than a float holds on every processor."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from ..diff import RELATIVE, Roundings, pairs_of_numbers

#: A decimal of so many significant digits is the same after it was a float; one of 17 need not be.
DIGITS = 15
#: A number of no more digits is printed from so many: what arithmetic does to later ones never decides how a
#: half is rounded.
PRINTED = 9
#: Key in the metadata of an output, and in a record: numbers that noise would print otherwise, and how.
ROUNDINGS = "roundings"


def round_digits(value: float) -> float:
    """Return a float rounded to 15 significant digits: what is exported, recorded and printed.

    >>> round_digits(0.1 + 0.2), round_digits(2 / 3)
    (0.3, 0.666666666666667)
    """
    return float(f"{value:.{DIGITS}g}")


def write_float(value: float, write: Callable[[float], str]) -> str:
    """Return a float as it is printed, alike on every processor: 1/8 with two decimals is 0.12.

    Noise below a relative 1e-10 changes nothing of a value that lies on the boundary of two roundings.

    >>> noisy = 0.125 + 1e-12
    >>> "{:.2f}".format(noisy), write_float(noisy, "{:.2f}".format), write_float(noisy, "{:.12f}".format)
    ('0.13', '0.12', '0.125000000001')
    """
    shown = write(round_digits(value))
    return write(_shortened(value)) if sum(map(str.isdigit, shown)) <= PRINTED else shown


def other_roundings(value: object, write: Callable[[float], str]) -> Roundings:
    """Return the numbers that a float would be printed as, were it different by a relative 1e-9.

    Each comes as a pair: the number as it is printed, and the other one. There is none for whole numbers, nor
    for a value that lies on the boundary exactly, since that is printed alike on every processor.

    >>> [other_roundings(value, "{:.2f}".format) for value in (0.1250000005, 0.125, 0.1251, 3)]
    [(('0.13', '0.12'),), (), (), ()]
    """
    if not isinstance(value, float) or not math.isfinite(value) or round_digits(value) == _shortened(value):
        return ()
    own = write_float(value, write)
    others = (write_float(value * (1 + noise), write) for noise in (-RELATIVE, RELATIVE))
    return tuple(pair for other in others for pair in pairs_of_numbers(own, other))


def _shortened(value: float) -> float:
    return float(f"{value:.{PRINTED}g}")


def round_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose floats are rounded so (`round_digits`), alone in their column or among others.

    >>> round_frame(pd.DataFrame({"share": [0.1 + 0.2], "n": [3]})).to_dict("list")
    {'share': [0.3], 'n': [3]}
    """
    found = frame.copy()
    for name, kind in frame.dtypes.items():
        if kind in (float, object):
            found[name] = pd.Series([_round_cell(cell) for cell in frame[name]], frame.index, kind)
    return found


def _round_cell(cell: object) -> object:
    return round_digits(cell) if isinstance(cell, float) else cell


def is_undefined(value: Any) -> bool:
    """Tell whether a value is None, NaN or another mark of a missing one."""
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
