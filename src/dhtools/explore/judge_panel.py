"""What the page of a judgement sheet is told: a message asks, plain records answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ..errors import DhtoolsError
from .judging import Judging
from .panel import Record


class JudgePanel:
    """A coder's way through a sheet as records: what is asked, and what is answered."""

    def __init__(self, judging: Judging) -> None:
        self.judging = judging

    def answers(self, message: Mapping[str, Any]) -> Iterator[Record]:
        """Yield what answers a message; what is wrong with it is an answer, too."""
        try:
            yield {"is": "told", "words": self._done(message)}
        except DhtoolsError as error:
            yield {"is": "error", "words": str(error)}
        yield self._finding()
        if self.judging.is_complete:
            yield from self._end()

    def _done(self, message: Mapping[str, Any]) -> str:
        """Do what is asked, and return what is said of it."""
        judging, asked = self.judging, message.get("do")
        if asked == "judge":
            verdict = str(message.get("verdict", ""))
            is_changed = judging.judge(verdict, str(message.get("reason", "")))
            others = " Somebody else has changed the sheet meanwhile; both are kept." if is_changed else ""
            return f"Saved: {verdict}.{others}"
        if asked == "undo":
            return "The last verdict is undone." if judging.undo() else "There is nothing to undo."
        if asked == "go":
            judging.go(message.get("place", 0))
        elif asked == "next":
            judging.to_next()
        elif asked != "start":
            raise DhtoolsError(f"do={asked!r}: the sheet knows start, judge, undo, go and next.")
        return ""

    def _finding(self) -> Record:
        judging, row = self.judging, self.judging.finding
        names = ("category", "cue", "passage", "verdict", "reason")
        return {
            "is": "finding",
            **{name: str(row[name]) for name in names},
            **judging.context(),
            "place": judging.place,
            "n": len(judging),
            "judged": judging.n_judged,
            "coder": judging.coder,
            "sheet": judging.sheet.path.name,
        }

    def _end(self) -> Iterator[Record]:
        results, other = _rows(self.judging.results()), self.judging.other
        try:
            agreement = self.judging.agreement()
        except DhtoolsError as error:
            yield {"is": "error", "words": str(error)}
            agreement = None
        yield {
            "is": "end",
            "results": results,
            "agreement": None if agreement is None else _rows(agreement),
            "other": "" if other is None else other.name,
            "open": self.judging.n_open_of_other() if other is not None and other.is_file() else 0,
        }


def _rows(table: pd.DataFrame) -> list[Record]:
    """Return the rows of a table as JSON has them: what is missing is null, numbers have four digits."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(f"{float(value):.4g}")
