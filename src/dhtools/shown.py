"""How a record shows itself: a headline and the top of its table at a prompt, an HTML table in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from textwrap import fill, shorten
from typing import ClassVar, ParamSpec

import pandas as pd

from .escaping import html, terminal, without_formulas

#: A line of a prompt, and the rows and the characters of a cell that are shown there.
WIDTH, ROWS, CELL = 80, 8, 30
#: Rows of a table in a notebook.
_NOTEBOOK_ROWS = 20
#: Rows of a table at a prompt.
_ANSWER_ROWS = 12

_Given = ParamSpec("_Given")


class Shown:
    """A record that is read by people: subclasses say what its headline and its table are.

    The dataclass of a subclass has ``repr=False``, so that it does not print all its fields.
    """

    __slots__ = ()

    def _headline(self) -> str:
        return type(self).__name__

    def _view(self) -> pd.DataFrame:
        raise NotImplementedError

    def __repr__(self) -> str:
        headline = shorten(self._headline(), 2 * WIDTH, placeholder=" …")
        return f"{terminal(fill(headline, WIDTH))}\n{in_a_terminal(self._view())}"

    def _repr_html_(self) -> str:
        table = without_formulas(self._view().to_html(max_rows=_NOTEBOOK_ROWS))
        return f"<p>{html(self._headline())}</p>\n{table}"


class Answer(pd.DataFrame):
    """A table that shows at a prompt the columns that answer; whatever is made of it is an ordinary table."""

    _metadata: ClassVar[list[str]] = ["_first"]
    _first: tuple[str, ...] = ()

    def __repr__(self) -> str:
        table = pd.DataFrame(self)
        first = [name for name in self._first if name in table]
        return in_a_terminal(table[[*first, *table.columns.drop(first)]], rows=_ANSWER_ROWS)


def answers_first(
    *columns: str,
) -> Callable[[Callable[_Given, pd.DataFrame]], Callable[_Given, pd.DataFrame]]:
    """Let a function return its table as one that shows these columns first, as far as it has them.

    >>> rate = answers_first("rate")(lambda: pd.DataFrame({"note": ["x" * 90], "b" * 45: "", "rate": 4}))
    >>> rate()
       rate                           note
    0     4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    further columns: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    """

    def decorated(function: Callable[_Given, pd.DataFrame]) -> Callable[_Given, pd.DataFrame]:
        @wraps(function)
        def shown(*given: _Given.args, **options: _Given.kwargs) -> pd.DataFrame:
            table = Answer(function(*given, **options))
            table._first = columns
            return table

        return shown

    return decorated


def in_a_terminal(table: pd.DataFrame, *, rows: int = ROWS) -> str:
    """Return the first rows of a table and as many columns, from the left, as fit into 80 characters.

    >>> print(in_a_terminal(pd.DataFrame({"word": ["we"] * 9, "n": 4, "note": "x" * 90, "b" * 45: ""})))
      word  n                           note
    0   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    1   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    2   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    3   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    4   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    5   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    6   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    7   we  4  xxxxxxxxxxxxxxxxxxxxxxxxxx...
    9 rows
    further columns: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    """
    if table.empty:
        return terminal(f"no rows; columns: {', '.join(map(str, table.columns))}")
    top, columns = table.head(rows), table.shape[1]
    while columns > 1 and _width(_text(top.iloc[:, :columns])) > WIDTH:
        columns -= 1
    lines = [terminal(_text(top.iloc[:, :columns]))]
    if len(table) > rows:
        lines.append(f"{len(table):,} rows")
    if columns < table.shape[1]:
        rest = terminal(f"further columns: {', '.join(map(str, table.columns[columns:]))}")
        lines.append(rest if len(rest) <= WIDTH else f"{rest[: WIDTH - 2].rpartition(',')[0]}, …")
    return "\n".join(lines)


def _text(table: pd.DataFrame) -> str:
    with pd.option_context("display.precision", 4):
        return table.to_string(max_colwidth=CELL)


def _width(text: str) -> int:
    return max(map(len, text.split("\n")))
