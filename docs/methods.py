"""The methods page: every measure with its formula, its source and what was measured of it, from the code.

A *measure* is an entry of a public mapping of measures, such as ``DISTANCES``, or a public function whose
docstring holds a formula. Formulas are what its docstring says with mathematics in it, otherwise its code;
sources are the works that it or its module names; figures are rows of ``benchmarks/results.csv``. To mend
the page, mend a docstring.

    python docs/methods.py

prints the page.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from docstrings import formulas, has_formula, sources, summary_of, works
from reference import exported, write

import dhtools

ROOT = Path(__file__).resolve().parents[1]
# The record of what was measured is kept by a script, which no package holds.
sys.path.insert(0, str(ROOT / "benchmarks"))
record = importlib.import_module("results")

#: The rooms that measure, in the order of docs/architecture.md, and what they are called here.
ROOMS = {
    "annotation": "Annotation",
    "counts": "Counts",
    "stats": "Tests and intervals",
    "reference": "Texts of known authors",
    "keyness": "Keyness",
    "stylometry": "Stylometry",
    "topics": "Topics",
    "terms": "Terms",
    "rhetoric": "Rhetoric",
    "readability": "Readability",
    "study": "What is coded by hand",
}
#: Mappings of functions without a formula: contexts of cues, models that are fitted, what finds passages.
NOT_MEASURES = {"CONTEXT_RULES", "FIGURES", "FINDERS", "TOPIC_MODELS"}

INTRODUCTION = """\
Methods
=======

Every measure of the suite: what it measures, its formula, its source, and how well it was found to work.
This page is made from the docstrings and from ``benchmarks/results.csv`` whenever the site is built; no
figure on it is typed by hand. Names lead to the :doc:`reference <api>`. Where a docstring has no formula,
the code is shown. A measure without a source is defined by this suite.

"""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: name, where the reference has it ("" if it has not), summary, formulas, source."""

    name: str
    target: str
    summary: str
    formulas: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the results, written out: no *the same*; marked if the code has changed since."""

    what: str
    on: str
    result: str
    modules: tuple[str, ...]


def modules(room: str) -> dict[str, ModuleType]:
    """Return the modules of a room by their name below `dhtools`."""
    whole = importlib.import_module(f"dhtools.{room}")
    found = pkgutil.walk_packages(whole.__path__, f"dhtools.{room}.")
    inner = [module.name.removeprefix("dhtools.") for module in found if not module.ispkg]
    return {name: importlib.import_module(f"dhtools.{name}") for name in inner}


def target(room: str, name: str, thing: object) -> str:
    """Return the name under which the reference documents something of a room, "" if it does not."""
    if vars(dhtools).get(name) is thing and name in dhtools.__all__:
        return f"dhtools.{name}"
    whole = importlib.import_module(f"dhtools.{room}")
    return f"dhtools.{room}.{name}" if name in exported(whole) and vars(whole)[name] is thing else ""


def public(module: ModuleType) -> dict[str, object]:
    """Return the functions and classes that a module defines, without its private ones."""
    return {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and callable(thing)
        and getattr(thing, "__module__", "") == module.__name__
    }


def registries(module: ModuleType) -> dict[str, Mapping[str, object]]:
    """Return the mappings of measures that a module defines."""
    tree = ast.parse(inspect.getsource(module))
    defined = {node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)} - NOT_MEASURES
    return {
        name: thing
        for name, thing in vars(module).items()
        if name in defined
        and not name.startswith("_")
        and isinstance(thing, Mapping)
        and all(callable(entry) or hasattr(entry, "metric") for entry in thing.values())
    }


def registered(room: str, module: ModuleType) -> list[Measure]:
    """Return the entries of the mappings of measures of a module."""
    return [
        _entry(room, module, name, thing)
        for registry in registries(module).values()
        for name, thing in registry.items()
    ]


def _entry(room: str, module: ModuleType, name: str, thing: object) -> Measure:
    function = getattr(thing, "metric", thing)
    own = "" if function.__name__.startswith(("_", "<")) else inspect.getdoc(function) or ""
    found = formulas(own) or _listed(module, name) or [f"As code: ``{code(module, name, function)}``"]
    return Measure(name, "", summary_of(own), _without_summary(found, own), works(own))


def _without_summary(found: list[str], docstring: str) -> tuple[str, ...]:
    """Leave out the formula that the summary shows already."""
    return tuple(formula.rstrip(";") for formula in found if summary_of(formula) != summary_of(docstring))


def _listed(module: ModuleType, name: str) -> list[str]:
    """Return the bullet of a docstring of the module that begins with the name of a measure."""
    docstrings = [inspect.getdoc(thing) or "" for thing in public(module).values()]
    found = [formula for docstring in docstrings for formula in formulas(docstring)]
    return [formula for formula in found if f"``{name}``" in formula.partition(":")[0]]


def code(module: ModuleType, name: str, function: object) -> str:
    """Return the expression that a function returns or yields, or the lambda of this name in the module."""
    home = sys.modules[function.__module__]
    for node in ast.walk(ast.parse(inspect.getsource(module if function.__name__ == "<lambda>" else home))):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            given = [n for n in ast.walk(node) if isinstance(n, ast.Return | ast.Yield | ast.YieldFrom)]
            return max((ast.unparse(n.value) for n in given if n.value), key=len)  # not that for no words
        if isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            if isinstance(found := dict(zip(keys, node.values, strict=True)).get(name), ast.Lambda):
                return re.sub(r"n\['(\w+)'\]", r"\1", ast.unparse(found.body))
    raise LookupError(f"{module.__name__}: no code of {name!r} was found")


def documented(room: str, module: ModuleType) -> list[Measure]:
    """Return the public functions of a module, those without a formula too, if the reference has them."""
    listed = {entry.name for entry in registered(room, module)}
    taken = {id(entry) for registry in registries(module).values() for entry in registry.values()}
    found = []
    for name, thing in public(module).items():
        doc = inspect.getdoc(thing) or ""
        said = [f for f in formulas(doc) if not listed & set(re.findall(r"``(\w+)``", f.partition(":")[0]))]
        if id(thing) not in taken and (said or target(room, name, thing)):
            kept = _without_summary(said, doc)
            found.append(Measure(name, target(room, name, thing), summary_of(doc), kept, works(doc)))
    return found


def results(path: Path) -> list[Result]:
    """Return the rows of the results, with *the same* written out."""
    found: list[Result] = []
    for row in record.read_rows(path):
        before = found[-1] if found else Result("", "", "", ())
        what = before.what if row["what"] == "the same" else row["what"]
        # what was found before is not what is found now
        there = re.sub(r", [\d,]+ found", "", before.on)
        same, comma, more = re.match(r"(the same(?: four)?(?=,|$))?(,?)(.*)", row["on"]).groups()
        on = f"{there if same else ''}{comma}{more}"
        found.append(Result(what, on, record.shown_result(row), tuple(row["modules"].split())))
    return found


def belonging(name: str, rows: list[Result]) -> list[Result]:
    """Return the results of a module."""
    return [row for row in rows if name in row.modules]


def page(path: Path) -> str:
    """Return the page, as reStructuredText: a section a room and, in it, a module."""
    rows = results(path)
    parts = [INTRODUCTION]
    for room, title in ROOMS.items():
        told = [_module(room, name, module, rows) for name, module in modules(room).items()]
        parts += [_heading(title, "-"), *told] if any(told) else []
    placed = [row for room in ROOMS for name in modules(room) for row in belonging(name, rows)]
    rest = [row for row in rows if row not in placed]
    return "\n".join(parts + ([_heading("Further results", "-"), _table(rest)] if rest else []))


def _module(room: str, name: str, module: ModuleType, rows: list[Result]) -> str:
    measures, figures = [*registered(room, module), *documented(room, module)], belonging(name, rows)
    if not measures and not figures:
        return ""
    about = summary_of(inspect.getdoc(module) or "")
    with_formula = [m for m in measures if m.formulas or has_formula(m.summary) or not m.target]
    others = [m for m in measures if m not in with_formula]
    return "\n".join(
        [
            _heading(name, "~"),
            about,
            "",
            sources(inspect.getdoc(module) or ""),
            "",
            *map(_measure, with_formula),
            _others(others),
            _table(figures),
        ]
    )


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}\n"


def _measure(measure: Measure) -> str:
    name = f"`{measure.name} <{measure.target}>`" if measure.target else f"``{measure.name}``"
    said = [measure.summary, *measure.formulas, measure.source and f"Source: {measure.source}"]
    return f"{name}\n" + "".join(f"    {line}\n\n" for line in said if line)


def _others(measures: list[Measure]) -> str:
    """List what has no formula: what finds, cuts, compares or shows."""
    return "".join(f"* `{m.name} <{m.target}>`: {m.summary}\n" for m in measures) + "\n"


def _table(rows: list[Result]) -> str:
    """Return the results as a table."""
    if not rows:
        return ""
    cells = [("what was measured", "on", "result"), *((row.what, row.on, row.result) for row in rows)]
    lines = [f"   * - {a}\n     - {b}\n     - {c}\n" for a, b, c in cells]
    return ".. list-table::\n   :header-rows: 1\n   :widths: 3 4 4\n\n" + "".join(lines) + "\n"


def write_page(folder: Path, path: Path) -> None:
    """Write the page into *folder*, from the results at *path*."""
    write(folder / "methods.rst", page(path))


if __name__ == "__main__":
    print(page(ROOT / "benchmarks" / "results.csv"))
