"""Tables: as cells shown in HTML, plain text and LaTeX."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from ..diff import Roundings
from ..errors import DhtoolsError
from ..escaping import html, latex, one_line, visible
from .digits import is_undefined, other_roundings, write_float

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as it is shown: strings, not yet escaped; for each column, whether it is set flush right.

    *roundings* are the numbers among them that noise would print otherwise, and how.
    """

    header: list[str]
    rows: list[list[str]]
    flush_right: list[bool]
    roundings: Roundings = ()


def table_cells(flat: pd.DataFrame, formats: Mapping[str, str], right: Sequence[str] = ()) -> Cells:
    """Return a table as it is shown; numbers and the columns *right* are set flush right."""
    header = [str(column) for column in flat.columns]
    unknown = sorted({*map(str, formats), *right} - set(header))
    if unknown:
        raise DhtoolsError(
            f"formats, right: there is no column {', '.join(unknown)}. Columns: {', '.join(header)}."
        )
    templates = {str(column): template for column, template in formats.items()}
    columns = [
        [_cell(value, name, templates.get(name)) for value in flat.iloc[:, position]]
        for position, name in enumerate(header)
    ]
    flush_right = [
        name in right or (pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind))
        for name, kind in zip(header, flat.dtypes, strict=True)
    ]
    others = [
        pair
        for position, name in enumerate(header)
        for value in flat.iloc[:, position]
        for pair in other_roundings(value, partial(_written, name, templates.get(name)))
    ]
    return Cells(header, [list(row) for row in zip(*columns, strict=True)], flush_right, tuple(others))


def _cell(value: object, column: str, template: str | None) -> str:
    if is_undefined(value):
        return MISSING
    write = partial(_written, column, template)
    return write_float(value, write) if isinstance(value, float) else write(value)


def _written(column: str, template: str | None, value: object) -> str:
    if template is None:
        return _general(value)
    try:
        return template.format(value)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise DhtoolsError(
            f"formats: {template!r} does not fit {value!r} in column {column} ({error}). "
            "Give a format like '{:.1%}' or '{:,}'."
        ) from error


def _general(value: object) -> str:
    """Four significant digits for a fraction, but never an exponent for a large one."""
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        number = float(value)
        return f"{number:,.0f}" if abs(number) >= 10_000 else f"{number:.4g}"
    return str(value)


def rest_line(cells: Cells, rows: int, path: str) -> str:
    """Say how many rows are not shown, and where they are; or that there are none."""
    if not cells.rows:
        return "no rows"
    more = len(cells.rows) - rows
    return f"… and {more:,} more {'row' if more == 1 else 'rows'} in {path}" if more > 0 else ""


def html_table(cells: Cells, rows: int, title: str, caption: str, rest: str) -> str:
    """Return a table as HTML, without colours: JupyterLab's theme, light or dark, gives them."""
    head = "".join(_html_cell("th", *cell) for cell in zip(cells.header, cells.flush_right, strict=True))
    body = [
        "".join(_html_cell("td", *cell) for cell in zip(row, cells.flush_right, strict=True))
        for row in cells.rows[:rows]
    ]
    foot = f'<td colspan="{len(cells.header)}" style="text-align: left"><em>{html(rest)}</em></td>'
    lines = [
        '<table class="dhtools-table">',
        '<caption style="caption-side: top; text-align: left">'
        f"<strong>Table {html(title)}.</strong> {html(caption)}</caption>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *(f"<tr>{row}</tr>" for row in body),
        "</tbody>",
        *([f"<tfoot><tr>{foot}</tr></tfoot>"] if rest else []),
        "</table>",
    ]
    return "\n".join(lines)


def _html_cell(tag: str, text: str, flush_right: bool) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="text-align: {"right" if flush_right else "left"}">{html(text)}</{tag}>'


def plain_table(cells: Cells, rows: int, title: str, caption: str, rest: str) -> str:
    """Return a table as plain text, its columns aligned."""
    shown = [[visible(one_line(cell)) for cell in row] for row in (cells.header, *cells.rows[:rows])]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, cells.flush_right, strict=True)
        ).rstrip()
        for row in shown
    ]
    return "\n".join([f"Table {title}. {caption}", "", *lines, *([rest] if rest else [])])


def latex_table(cells: Cells, caption: str, label: str) -> str:
    """Return a table as LaTeX, all of its rows."""
    escaped = pd.DataFrame(cells.rows, columns=cells.header).map(latex).rename(columns=latex)
    table = escaped.style.hide(axis="index").to_latex(
        column_format="".join("r" if right else "l" for right in cells.flush_right),
        caption=latex(caption),
        label=label,
        position_float="centering",
        hrules=True,
    )
    return f"% Needs \\usepackage{{booktabs}}.\n{table}"
