"""The tables of cases: read, and what a call gives compared with what is right."""

import json
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import calls
import pytest

TABLES = Path(__file__).parent / "cases"
Row = dict[str, Any]


class Outcome(NamedTuple):
    """What came of a call: a value, or the words of an error; and the words of all warnings."""

    value: Any
    error: str
    warned: str


def parameters(only: str = "*", without: str = "") -> list[Any]:
    """Return the rows of the tables, as pytest takes them: what fails today is expected to."""
    paths = [path for path in sorted(TABLES.glob(f"{only}.jsonl")) if path.stem != without]
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["id"], marks=_marks(row)) for row in rows]


def _marks(row: Row) -> list[pytest.MarkDecorator]:
    """Mark what fails today; a call that does not work at all is a failure all the same."""
    if "fails" not in row:
        return []
    return [pytest.mark.xfail(reason=row["fails"], raises=AssertionError, strict=True)]


def outcome(call: Callable[[], Any]) -> Outcome:
    """Call, and keep what the package says about bad input."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value, error = call(), ""
        except calls.Refusal as refusal:
            value, error = None, str(refusal)
    return Outcome(value, error, "\n".join(str(warning.message) for warning in caught))


def agrees(expected: Any, came: Outcome) -> bool:
    """Tell whether an outcome is what a table says is right.

    Beside values there are ``{"error": words}`` and ``{"warning": words}``, which the message has to hold,
    ``{"quiet": value}``, with which no warning may come, and ``{"any of": [...]}``.
    """
    if isinstance(expected, dict) and len(expected) == 1:
        ((how, what),) = expected.items()
        if how == "any of":
            return any(agrees(one, came) for one in what)
        if how == "error":
            return bool(came.error) and what in came.error
        if how == "warning":
            return what in came.warned
        if how == "quiet":
            return not came.warned and agrees(what, came)
    return not came.error and _equal(expected, came.value)


def _equal(expected: Any, value: Any) -> bool:
    """Compare values; a number with a point is right to half a unit of its fourth digit after the point."""
    if isinstance(expected, float):
        return isinstance(value, float) and math.isclose(expected, value, rel_tol=0, abs_tol=5e-5)
    return type(expected) is type(value) and expected == value
