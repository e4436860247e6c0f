"""Make the tables of two guides from the code: the columns of all sheets, the parameters of all notebooks.

    python docs/guide_tables.py

writes them into own-terms.md and parameters.md, between two marks. A test fails if a page says anything else.
"""

import csv
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

import dhtools
from dhtools.corpus.sheets import Column, Sheet
from dhtools.notebooks.files import read_notebook
from dhtools.notebooks.parameters import literal, parameters_of
from dhtools.notebooks.project import EXAMPLES

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- table:begin -->", "<!-- table:end -->"
#: Further files with the columns of a sheet.
ALSO = {
    "terms.csv": ("lexicon.csv",),
    "dates.csv": ("dates_second.csv", "dates_reconciled.csv"),
    "killings.csv": ("killings_second.csv", "killings_reconciled.csv"),
    "sources_second.csv": ("sources_reconciled.csv",),
}
#: A column of so many sheets is explained once.
SHARED = 3
#: Characters of an example.
LONGEST = 26
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: The examples as the guides link to them.
PLACE = "../src/dhtools/notebooks/examples"

Row = tuple[str, ...]


def sheets() -> list[Sheet]:
    """Return every sheet that the package reads, by name."""
    names = [found.name for found in pkgutil.walk_packages(dhtools.__path__, "dhtools.")]
    values = [value for name in names for value in vars(import_module(name)).values()]
    by_file = {value.file: value for value in values if isinstance(value, Sheet)}
    return [by_file[file] for file in sorted(by_file)]


def columns_table() -> str:
    """Return the columns of all sheets; those that several share come first."""
    owners: dict[tuple[str, str], list[Sheet]] = defaultdict(list)
    for sheet in sheets():
        for column in sheet.columns:
            owners[column.name, column.meaning].append(sheet)
    shared = {key: several for key, several in owners.items() if len(several) >= SHARED}
    rows = [("**several sheets**", "", "", "")]
    rows += [_row(name, several) for (name, _), several in shared.items()]
    for sheet in sheets():
        rows.append((f"**{_linked(sheet)}**", _codes(sheet.names), "", ""))
        own = [column.name for column in sheet.columns if (column.name, column.meaning) not in shared]
        rows += [_row(name, [sheet]) for name in own]
    return _markdown(("column", "its cells hold", "filled", "example"), rows)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _row(name: str, owners: list[Sheet]) -> Row:
    columns = {sheet.file: _column(sheet, name) for sheet in owners}
    column = columns[owners[0].file]
    example = next(filter(None, (_example(sheet, name) for sheet in owners)), "")
    holds = column.meaning if column.kind.holds == "text" else f"{column.meaning} ({column.kind.holds})"
    return f"`{name}`", holds, _filled(columns), example


def _column(sheet: Sheet, name: str) -> Column:
    return next(column for column in sheet.columns if column.name == name)


def _filled(columns: Mapping[str, Column]) -> str:
    """Say whether the cells of a column must hold something; where only some sheets ask for it, in which."""
    asking = [file for file, column in columns.items() if column.required]
    if len(asking) in (0, len(columns)):
        return "always" if asking else ""
    return f"in {', '.join(file.removesuffix('.csv') for file in asking)}"


def _example(sheet: Sheet, name: str) -> str:
    """Return the first cell of a column of the example sheet that holds something, cut if it is long."""
    with (EXAMPLES / sheet.file).open(encoding="utf-8", newline="") as file:
        cell = next(filter(None, (row[name] for row in csv.DictReader(file))), "")
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1].rstrip()}…"


def _linked(sheet: Sheet) -> str:
    files = [sheet.file, *ALSO.get(sheet.file, ())]
    return ", ".join(f"[{file}]({PLACE}/{file})" if (EXAMPLES / file).is_file() else file for file in files)


def parameters_table() -> str:
    """Return the parameters of all notebooks; what is the same in several stands once."""
    owners: dict[Row, list[str]] = defaultdict(list)
    for path in NOTEBOOKS:
        for parameter in parameters_of(read_notebook(path), path.stem).values():
            owners[parameter.name, _default(parameter.value), parameter.meaning].append(path.stem)
    rows = [
        (f"`{name}`", "all" if len(stems) == len(NOTEBOOKS) else ", ".join(stems), default, meaning)
        for (name, default, meaning), stems in owners.items()
    ]
    return _markdown(("parameter", "notebook", "default", "what it does"), rows)


def _default(value: object) -> str:
    return f"a list: {_codes(map(literal, value))}" if isinstance(value, list) else _codes([literal(value)])


def _markdown(head: Row, rows: Iterable[Row]) -> str:
    table = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


#: The guides with a table, and what makes it.
PAGES = {"own-terms.md": columns_table, "parameters.md": parameters_table}


def updated(name: str) -> str:
    """Return a guide with its table put between the two marks."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    table = f"{BEGIN}\n{PAGES[name]()}\n{END}"
    return re.sub(f"{BEGIN}.*{END}", lambda _: table, page, flags=re.DOTALL)


def main() -> None:
    """Write the tables."""
    for name in PAGES:
        (ROOT / "docs" / name).write_text(updated(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
