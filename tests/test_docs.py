"""README.md and the pages of docs/: code, links, names and numbers in them hold."""

import ast
import contextlib
import csv
import importlib
import inspect
import io
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "seeds" / "README.md"]
GLOSSARY = re.findall(
    r"^\* \*\*(.+?)\*\*: (.+)$", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
)


def blocks(text, language):
    """The code blocks of a page in a language; they may be indented, in a list."""
    found = re.findall(r"^( *)```(.*?)\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [
        re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, of, code in found if of == language
    ]


def targets(text):
    """The files that a page links to or shows, without the places in them."""
    return {link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link}


def imports(code):
    """Every name that a block imports from the package, with the module it is imported from."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)]
    return [(node.module, alias.name) for node in nodes for alias in node.names]


def test_readme_is_read_in_a_minute():
    assert len(README.splitlines()) <= 90


def test_the_lines_of_readme_print_what_it_shows(monkeypatch):
    monkeypatch.chdir(ROOT)
    (code,) = blocks(README, "python")
    shown = blocks(README, "")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue().count("\n") > 5 and printed.getvalue() in shown


def test_readme_leads_to_every_page():
    own = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} - {"docs/index.md", "docs/guides.md"}
    assert own <= targets(README)


@pytest.fixture(scope="module")
def guide_tables():
    """The script that makes the tables of two guides."""
    sys.path.insert(0, str(ROOT / "docs"))
    yield importlib.import_module("guide_tables")
    sys.path.remove(str(ROOT / "docs"))


@pytest.mark.parametrize("name", ["own-terms.md", "parameters.md"])
def test_tables_of_guides_are_those_of_the_code(guide_tables, name):
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert guide_tables.BEGIN in page and guide_tables.END in page
    assert guide_tables.updated(name) == page, "make the tables anew: python docs/guide_tables.py"


def test_every_column_and_every_parameter_is_explained(guide_tables):
    columns = {
        (sheet.file, column.name): column.meaning
        for sheet in guide_tables.sheets()
        for column in sheet.columns
    }
    assert len(columns) > 80 and [column for column, meaning in columns.items() if not meaning] == []
    parameters = rows_of(guide_tables.parameters_table())
    assert len(parameters) > 30 and [row[0] for row in parameters if not row[-1]] == []


def rows_of(table):
    """The rows of a table in Markdown below its head."""
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_every_command_of_make_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert named and named <= known


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "index.md"], ids=lambda page: page.stem
)
def test_every_link_leads_to_a_file(page):
    found = targets(page.read_text(encoding="utf-8"))
    assert sorted(link for link in found if not (page.parent / link).exists()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_everything_that_is_imported_exists(page):
    for code in blocks(page.read_text(encoding="utf-8"), "python"):
        for module, name in imports(code):
            assert hasattr(importlib.import_module(module), name), f"{module} has no {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_option_that_is_named_in_a_call_exists(page):
    for code in blocks(page.read_text(encoding="utf-8"), "python"):
        known = {name: getattr(importlib.import_module(module), name) for module, name in imports(code)}
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
                options = inspect.signature(known[node.func.id]).parameters
                if any(option.kind is option.VAR_KEYWORD for option in options.values()):
                    continue
                assert {keyword.arg for keyword in node.keywords} <= set(options), ast.unparse(node)


def python_blocks():
    """Every block of Python with its page and number, but those that need what is not installed."""
    for page in PAGES:
        for number, code in enumerate(blocks(page.read_text(encoding="utf-8"), "python")):
            if "en_core_web_sm" not in code:
                lacking = "dhtools.scale" in code and find_spec("distributed") is None
                marks = pytest.mark.skipif(lacking, reason="the extra scale brings it")
                yield pytest.param(code, id=f"{page.stem}-{number}", marks=marks)


@cache
def judged_sheets():
    """Return the sheets, by name, that students have judged between the blocks of the class exercise."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "seeds").symlink_to(ROOT / "seeds", target_is_directory=True)
        judge_the_sheets(Path(folder))
        return {path.name: path.read_bytes() for path in Path(folder).glob("hedges-*.csv")}


def judge_the_sheets(folder):
    """Do what students do between the two blocks of the class exercise."""
    page = (ROOT / "docs" / "class-exercise.md").read_text(encoding="utf-8")
    for code in blocks(page, "python"):
        if "import judge\n" in code:
            run_alone(code, folder)
    for path in folder.glob("hedges-*.csv"):
        sheet = pd.read_csv(path, dtype=str, keep_default_na=False)
        sheet.assign(verdict="yes").to_csv(path, index=False)


def run_alone(code, folder):
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("code", list(python_blocks()))
def test_every_block_runs_alone_in_a_fresh_interpreter(code, tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds", target_is_directory=True)
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks", target_is_directory=True)
    for name, content in judged_sheets().items() if "hedges-Ada.csv" in code else ():
        (tmp_path / name).write_bytes(content)
    run_alone(code, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_name_has_one_meaning_on_a_page(page):
    meanings = {}
    for code in blocks(page.read_text(encoding="utf-8"), "python"):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                meanings.setdefault(node.targets[0].id, set()).add(ast.unparse(node.value))
    assert {name: values for name, values in meanings.items() if len(values) > 1} == {}


def test_the_blocks_are_found():
    """A page that lost its code would pass the test above."""
    with_code = [page.stem for page in PAGES if blocks(page.read_text(encoding="utf-8"), "python")]
    assert set(with_code) >= {"README", "python", "citing-a-passage", "class-exercise"}


def test_the_glossary_is_alphabetical():
    terms = [term.lower() for term, _ in GLOSSARY]
    assert len(terms) > 60 and terms == sorted(set(terms))


def test_every_term_of_the_glossary_has_its_source():
    without = [
        term for term, about in GLOSSARY if not re.search(r"\((?:19|20)\d\d\), \*|This project", about)
    ]
    assert without == []


def test_the_limits_are_those_that_were_measured():
    limits = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    with (ROOT / "benchmarks" / "results.csv").open(encoding="utf-8", newline="") as handle:
        (row,) = [
            row for row in csv.DictReader(handle) if row["what"].startswith("one author or two (AUC), Cosine")
        ]
    short, long = (re.search(rf"{words} (?:words )?\.(\d+)", row["result"])[1] for words in ("500", "5,000"))
    assert re.findall(r"(\d+) %", limits)[:3] == [short, long, "50"]
