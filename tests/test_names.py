"""Names: columns of every exported table and arguments of every public function follow one set of rules.

A name has one meaning in the whole package. *low* and *high* are a 95% interval, *n* is a count of findings,
*per_1000* a rate per 1,000 words, *note* says why a value is missing. docs/glossary.md explains the terms.
"""

import csv
import functools
import importlib
import inspect
import json
import pkgutil
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import dhtools

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted([*(ROOT / "figures").glob("*/*.csv"), *(ROOT / "data").rglob("*.csv")])
ROOMS = sorted(found.name for found in pkgutil.iter_modules(dhtools.__path__) if found.ispkg)
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

#: What another name is kept for, with that name.
OTHER_COLUMNS = {
    "by": "unit, group or sort_by",
    "count": "n",
    "excerpts": "n_excerpts",
    "least": "min, or a name that says of what",
    "method": "distance, measure, model or analysis",
    "most": "max, or a name that says of what",
    "no_interval": "note",
    "number": "n",
    "rate": "per_1000",
    "reason": "note",
    "segments": "n_segments",
    "sentences": "n_sentences",
    "set": "group",
    "texts": "n_texts",
    "why": "note",
    "words": "n_words, or vocabulary",
}
OTHER_PREFIXES = {"count_": "n_", "rate_": "per_1000_"}
OTHER_ARGUMENTS = {
    "by": "unit, group or sort_by",
    "count": "n",
    "least": "min_count, min_df, min_words or min_share",
    "method": "distance, linkage, measure, model or analysis",
    "most": "max_rows, max_df or max_texts",
    "number": "n",
    "rate": "per_1000",
    "reason": "note",
    "set": "group",
}
#: Columns that a docstring does not name; other names of `OTHER_COLUMNS` are also words of English.
NO_COLUMNS = {"count", "method", "no_interval", "rate", "reason", "segments", "sentences", "texts"}
#: Columns that may be empty without a note: a finding without a score, years that are open at an end, the
#: number of a work that is no note.
MAY_BE_EMPTY = {"score", "first", "last", "entry"}

#: Data of a figure that shows two tables, one below the other: a column of one is empty in the other.
TWO_TABLES = {"01-stylometry/baselines", "01-stylometry/identification", "01-stylometry/power"}
#: Functions that read or write sheets coded by hand, or show them: *reason* there is the coder's.
SHEETS = re.compile(r"read_\w+|\w+_sheet|code_\w+|contradiction_table|event_coverage")
#: Tables that show such a sheet.
CODED = {
    *("03-terms/lexicon-lines", "03-terms/meanings", "05-synthesis/contradictions", "05-synthesis/scopes"),
    "05-synthesis/events",
}

#: Notebooks and packages whose names do not follow the rules yet. An entry that is not needed fails.
PENDING_TABLES: set[str] = set()
PENDING_ROOMS: set[str] = set()


def owner(path):
    """The notebook that makes a table, or the folder that it lies in."""
    return Path(path).parent.name


def owner_and_name(path):
    return f"{owner(path)}/{path.stem}"


def complaints_about_table(path):
    """What is wrong with the columns of a table."""
    with path.open(encoding="utf-8", newline="") as handle:
        columns, *rows = list(csv.reader(handle))
    found = [f"{name!r} has a blank or a capital" for name in columns if not SNAKE_CASE.fullmatch(name)]
    kept = {"reason"} if owner_and_name(path) in CODED else set()
    found += [
        f"{name!r}: say {OTHER_COLUMNS[name]}" for name in columns if name in OTHER_COLUMNS.keys() - kept
    ]
    found += [
        f"{name!r}: begin with {other!r}"
        for name in columns
        for prefix, other in OTHER_PREFIXES.items()
        if name.startswith(prefix)
    ]
    if ("low" in columns) != ("high" in columns):
        found.append("'low' and 'high' stand together")
    elif "low" in columns and not re.search(r"95\s?(?:%|per cent)", caption_of(path)):
        found.append("the caption does not say that 'low' and 'high' are a 95% interval")
    return found + ([] if owner_and_name(path) in TWO_TABLES else empty_without_note(columns, rows))


def caption_of(path):
    record = path.with_suffix(".json")
    return json.loads(record.read_bytes()).get("caption", "") if record.is_file() else ""


def empty_without_note(columns, rows):
    """Columns of numbers that lack a value, in a table that does not say why."""
    if "note" in columns:
        return []
    cells = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    lacking = [name for name, values in cells.items() if "" in values and is_numeric(values)]
    return [
        f"{name!r} lacks values, so a column 'note' says why" for name in lacking if name not in MAY_BE_EMPTY
    ]


def is_numeric(values):
    """Whether what is not empty are numbers or truth values, one at least."""
    given = [value for value in values if value != ""]
    return bool(given) and all(re.fullmatch(r"-?\d[\d.]*(?:e-?\d+)?|True|False", value) for value in given)


@functools.cache
def tables_with_complaints():
    found = {str(path.relative_to(ROOT)): complaints_about_table(path) for path in TABLES}
    return {path: told for path, told in found.items() if told}


def modules_of(room):
    """The modules of a room, without its first page."""
    package = importlib.import_module(f"dhtools.{room}")
    for found in pkgutil.walk_packages(package.__path__, f"dhtools.{room}."):
        yield importlib.import_module(found.name)


def public_functions(module):
    """Functions, classes and public methods that a module defines, by name."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        if callable(thing):
            yield name, thing
        if inspect.isclass(thing):
            own = {k: v for k, v in vars(thing).items() if inspect.isfunction(v) and not k.startswith("_")}
            yield from ((f"{name}.{key}", value) for key, value in own.items())


def names_in(thing):
    """The names of the arguments of a function, or of the fields of a record."""
    if is_dataclass(thing):
        return [field.name for field in fields(thing) if not field.name.startswith("_")]
    try:
        return list(inspect.signature(thing).parameters)
    except (TypeError, ValueError):
        return []


def complaints_about_room(room):
    """What is wrong with the arguments of a room's functions, and with the columns that docstrings name."""
    return [
        f"{module.__name__}.{name}: {told}"
        for module in modules_of(room)
        for name, thing in public_functions(module)
        for told in [*complaints_about_arguments(thing), *complaints_about_docstring(name, thing)]
    ]


def complaints_about_arguments(thing):
    return [
        f"argument {given!r}: say {OTHER_ARGUMENTS[given]}"
        for given in names_in(thing)
        if given in OTHER_ARGUMENTS
    ]


def complaints_about_docstring(name, thing):
    named = re.findall(r"(?<![*\w])\*(\w+)\*(?![*\w])", inspect.getdoc(thing) or "")
    kept = {"reason"} if SHEETS.fullmatch(name) else set()
    wrong = [one for one in named if one in NO_COLUMNS - kept or one.startswith(tuple(OTHER_PREFIXES))]
    return [f"column *{one}* in the docstring" for one in wrong]


def complaints_by_folder():
    found = {}
    for path, told in tables_with_complaints().items():
        found.setdefault(owner(path), {})[path] = told
    return found


@pytest.mark.parametrize("folder", sorted({owner(path) for path in TABLES}))
def test_columns_have_the_names_of_the_project(folder):
    found = complaints_by_folder().get(folder, {})
    assert bool(found) == (folder in PENDING_TABLES), (
        found or f"{folder} is done: take it out of PENDING_TABLES"
    )


@pytest.mark.parametrize("room", ROOMS)
def test_arguments_and_docstrings_have_the_names_of_the_project(room):
    found = complaints_about_room(room)
    assert bool(found) == (room in PENDING_ROOMS), found or f"{room} is done: take it out of PENDING_ROOMS"


def test_a_wrong_name_is_seen(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("text,words,rate_a,in all,low,share\na,1,2,3,4,\nb,1,2,3,4,5\n")
    assert complaints_about_table(path) == [
        "'in all' has a blank or a capital",
        "'words': say n_words, or vocabulary",
        "'rate_a': begin with 'per_1000_'",
        "'low' and 'high' stand together",
        "'share' lacks values, so a column 'note' says why",
    ]
    path.write_text("text,share,note\na,,too short\n")
    assert complaints_about_table(path) == []


def test_what_the_glossary_says_of_the_code_is_there():
    """A term between backticks is a public function, an argument, or a column of an exported table."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([^`]+)`", glossary) if SNAKE_CASE.fullmatch(name.lower())}
    public = [
        *dhtools.__all__,
        *(name for room in ROOMS for module in modules_of(room) for name, _ in public_functions(module)),
    ]
    rooms = (importlib.import_module(f"dhtools.{room}") for room in ROOMS)
    exported = {*public, *(name for room in rooms for name in room.__all__)}
    arguments = {
        given
        for room in ROOMS
        for module in modules_of(room)
        for _, thing in public_functions(module)
        for given in names_in(thing)
    }
    columns = {name for path in TABLES for name in path.open(encoding="utf-8").readline().strip().split(",")}
    assert len(named) > 50 and named - exported - arguments - columns == set()
