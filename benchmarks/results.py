"""The record of what was measured, ``results.csv``: a figure is either current or marked stale.

    python benchmarks/results.py                       # which rows are stale
    python benchmarks/results.py read WHAT RESULT      # a row made by hand: a reader found RESULT now
    python benchmarks/results.py moved OLD=NEW ...      # modules have other names
    python benchmarks/results.py restate --since COMMIT --reason "only names changed"

A row names the modules of dhtools that it measures (*modules*, blanks between them: a module such as
``topics.models``, or a room such as ``voices``), what makes it (*made_by*: a script of this folder, a test,
or a reader, and how), the hash of their code when it was measured (*code*), and the date (*measured*). If the
code of these modules has changed since, the row is stale, and every page that shows it says so. Comments,
docstrings and line breaks are not code. A row that a test keeps true is never stale. After any change of this
record, `accuracy.py --write` renews the page.

A change of code may leave what was measured as it was, such as another name of a function. *restate* then
gives new hashes to the rows that were current at COMMIT, and keeps the reason (*restated*). Rows that were
stale at COMMIT stay stale.
"""

from __future__ import annotations

import argparse
import ast
import csv
import datetime
import hashlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = Path("src", "dhtools")
RESULTS = Path("benchmarks", "results.csv")
COLUMNS = ("what", "on", "result", "modules", "made_by", "code", "measured", "restated")
STALE = " (stale: code changed since)"
#: In the result of a row: what it says is measured whenever the tests are run.
KEPT = "a test keeps it so"

Row = dict[str, str]


def read_rows(path: Path = ROOT / RESULTS) -> list[Row]:
    """Return the rows of the record."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_rows(rows: Iterable[Row], path: Path = ROOT / RESULTS) -> None:
    """Write the record."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def is_stale(row: Row, root: Path = ROOT) -> bool:
    """Whether the code that a row measured has changed since, or is not known."""
    return KEPT not in row["result"] and row["code"] != code_of(row["modules"].split(), root)


def shown_result(row: Row, root: Path = ROOT) -> str:
    """Return the result of a row as pages show it: marked if it is stale."""
    return row["result"] + (STALE if is_stale(row, root) else "")


def code_of(modules: Iterable[str], root: Path = ROOT) -> str:
    """Return a short hash of the code and tables of modules and rooms, whatever they are called."""
    found = sorted(_content(path) for name in modules for path in files_of(name, root))
    return hashlib.sha256(repr(found).encode()).hexdigest()[:12]


def files_of(name: str, root: Path = ROOT) -> list[Path]:
    """Return the files of a module or room, none if there is no such module."""
    place = root / SOURCES / name.replace(".", "/")
    if place.is_dir():
        return sorted(path for path in place.rglob("*") if path.suffix in (".py", ".csv"))
    return [path for path in [place.with_suffix(".py")] if path.is_file()]


def _content(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return repr(_essence(ast.parse(text))) if path.suffix == ".py" else text


def _essence(node: object) -> object:
    """Return a syntax tree without docstrings, the same for every version of Python."""
    if isinstance(node, list):
        return [_essence(one) for one in node]
    if not isinstance(node, ast.AST):
        return node
    fields = {name: value for name, value in ast.iter_fields(node) if value not in (None, [])}
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
        fields["body"] = node.body[1:]
    return type(node).__name__, [(name, _essence(value)) for name, value in fields.items()]


def recorded(rows: Iterable[Row], results: dict[str, str]) -> list[Row]:
    """Return the rows, those that were measured now with their results, the present code and date."""
    now = {"measured": datetime.date.today().isoformat(), "restated": ""}
    return [
        row | now | {"result": results[row["what"]], "code": code_of(row["modules"].split())}
        if row["what"] in results
        else row
        for row in rows
    ]


def moved(rows: Iterable[Row], names: dict[str, str]) -> list[Row]:
    """Return the rows with other names of modules; what lies in a room moves with it."""
    return [
        row | {"modules": " ".join(_moved(name, names) for name in row["modules"].split())} for row in rows
    ]


def _moved(name: str, names: dict[str, str]) -> str:
    room, dot, module = name.partition(".")
    return names.get(name) or names.get(room, room) + dot + module


def restated(rows: Iterable[Row], before: Path, reason: str) -> list[Row]:
    """Return the rows, with the present code where a row was current in the repository at *before*."""
    current = {(row["what"], row["on"]) for row in read_rows(before / RESULTS) if not is_stale(row, before)}
    return [
        row | {"code": code_of(row["modules"].split()), "restated": reason}
        if (row["what"], row["on"]) in current and is_stale(row)
        else row
        for row in rows
    ]


def at_commit(commit: str, folder: Path) -> None:
    """Put package and record, as they were at a commit, into a folder."""
    command = ["git", "archive", commit, "--", SOURCES.as_posix(), RESULTS.as_posix()]
    packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _since(commit: str, rows: list[Row], reason: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        at_commit(commit, Path(folder))
        return restated(rows, Path(folder), reason)


def _report(rows: list[Row]) -> str:
    stale = [row for row in rows if is_stale(row)]
    return "\n".join([f"{len(stale)} of {len(rows)} rows are stale.", *(f"  {row['what']}" for row in stale)])


def main() -> None:
    """Change the record as the command line says, and say which rows are stale."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers()
    _add(commands, "read", lambda rows, given: recorded(rows, {given.what: given.result}), "what", "result")
    names = _add(
        commands, "moved", lambda rows, given: moved(rows, dict(one.split("=", 1) for one in given.names))
    )
    names.add_argument("names", nargs="+", metavar="OLD=NEW")
    restate = _add(commands, "restate", lambda rows, given: _since(given.since, rows, given.reason))
    restate.add_argument("--since", required=True, metavar="COMMIT")
    restate.add_argument("--reason", required=True)
    given = parser.parse_args()
    if "change" in given:
        write_rows(given.change(read_rows(), given))
    print(_report(read_rows()))


def _add(commands, name: str, change: Callable, *arguments: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name)
    parser.set_defaults(change=change)
    for argument in arguments:
        parser.add_argument(argument)
    return parser


if __name__ == "__main__":
    main()
