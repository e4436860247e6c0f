"""How the lines of a concordance show themselves: the match in the middle, then its passage."""

from __future__ import annotations

import pandas as pd

from ..escaping import without_formulas
from ..shown import in_a_terminal

#: What is read first; the other columns follow.
_READ = ["left", "match", "right", "passage", "voice"]
#: Characters of context on each side at a prompt, and rows.
_SIDE, _ROWS = 19, 20


class Lines(pd.DataFrame):
    """A table of lines. It is an ordinary DataFrame but for the order in which it shows its columns."""

    @property
    def _constructor(self) -> type[Lines]:
        return Lines

    def _in_reading_order(self) -> pd.DataFrame:
        read = [name for name in _READ if name in self]
        return pd.DataFrame(self)[[*read, *self.columns.drop(read)]]

    def __repr__(self) -> str:
        table = self._in_reading_order()
        if {"left", "right"} <= set(table):
            table = table.assign(left=table["left"].map(_end), right=table["right"].map(_start))
        return in_a_terminal(table, rows=_ROWS)

    def _repr_html_(self) -> str:
        return without_formulas(self._in_reading_order().to_html(max_rows=60, notebook=True))


def _start(words: str) -> str:
    return f"{words:{_SIDE}}" if len(words) <= _SIDE else f"{words[: _SIDE - 1]}…"


def _end(words: str) -> str:
    return words if len(words) <= _SIDE else f"…{words[1 - _SIDE :]}"
