"""Tables whose lines are longer than a page is wide: their columns get widths, so that cells wrap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .nodes import Node, from_units, in_lines, node, plain_text, units

#: So many characters fit on a line of a page.
LINE = 96
_NUMBER = re.compile(r"[-−+]?[\d,.]*%?")
#: Between two columns.
_GAP = 2


def with_widths(blocks: list[Node]) -> list[Node]:
    """Return blocks in which wide tables have widths of columns."""
    return [_fitted(block) if block["t"] == "Table" else _inside(block) for block in blocks]


def _inside(block: Node) -> Node:
    return node("Div", block["c"][0], with_widths(block["c"][1])) if block["t"] == "Div" else block


def _fitted(table: Node) -> Node:
    about, caption, columns, head, *body = table["c"]
    rest = [in_lines(head, _in_words), *body]
    rows = [[plain_text(cell[4]) for cell in row] for row in _rows(rest) if len(row) == len(columns)]
    columns = _aligned(columns, rows[len(head[1]) :])
    widths = widths_of(rows)
    if widths:
        columns = [
            [align, {"t": "ColWidth", "c": width}] for (align, _), width in zip(columns, widths, strict=True)
        ]
    return node("Table", about, caption, columns, *rest)


def _aligned(columns: list[Any], rows: Sequence[Sequence[str]]) -> list[Any]:
    """Return columns set as stated, or else numbers flush right and words flush left."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    numeric = ["AlignRight" if all(map(_NUMBER.fullmatch, column)) else "AlignLeft" for column in cells]
    return [
        [{"t": found if align["t"] == "AlignDefault" else align["t"]}, width]
        for (align, width), found in zip(columns, numeric, strict=True)
    ]


def _in_words(parts: list[Node]) -> list[Node]:
    """Return a heading whose underscores are spaces, so that it can wrap: share_target, share target."""
    line = units(parts)
    return from_units(" " if unit == "_" else unit for unit in line)


def widths_of(rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of a line that each column of cells gets; nothing where all fit on one line.

    A column has room for its longest word; what is left goes to columns by the length of their cells.

    Examples
    --------
    >>> widths_of([["a", "b"], ["1", "2"]])
    []
    >>> [round(width, 2) for width in widths_of([["n", "line"], ["1", "word " * 40]])]
    [0.03, 0.97]
    """
    columns = list(zip(*rows, strict=True))
    longest = [max(map(len, column)) for column in columns]
    if sum(longest) + _GAP * (len(columns) - 1) <= LINE:
        return []
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    least = [min(word, LINE) + _GAP for word in words]
    wanted = [min(full, LINE) + _GAP - few for full, few in zip(longest, least, strict=True)]
    spare = max(LINE - sum(least), 0) / (sum(wanted) or 1)
    given = [few + spare * more for few, more in zip(least, wanted, strict=True)]
    return [width / sum(given) for width in given]


def _rows(parts: list[Any]) -> Iterator[list[Any]]:
    """Yield the cells of each row of a table: head, bodies, foot."""
    head, bodies, foot = parts
    yield from (row[1] for row in head[1])
    for _, _, first, body in bodies:
        yield from (row[1] for row in (*first, *body))
    yield from (row[1] for row in foot[1])
