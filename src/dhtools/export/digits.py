"""Digits: no number is exported or printed with more of them than a float holds on every processor."""

from __future__ import annotations

from typing import Any

import pandas as pd

#: A decimal of so many significant digits is the same after it was a float; one of 17 need not be.
DIGITS = 15


def round_digits(value: float) -> float:
    """Return a float rounded to 15 significant digits: what is exported, recorded and printed.

    >>> round_digits(0.1 + 0.2), round_digits(2 / 3)
    (0.3, 0.666666666666667)
    """
    return float(f"{value:.{DIGITS}g}")


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
