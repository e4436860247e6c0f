"""The order of modules in docs/architecture.md: no module imports from one that stands below it."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "dhtools"
DRAWN = re.findall(
    r"^\| `(\w+)` \|", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE
)
#: So many names may be imported from the package and its rooms.
MOST_NAMES = 151
#: `__main__` only calls `cli`.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")


def room(path: Path) -> str:
    """The room of a file: its module, or the package below dhtools that it lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a file imports from, wherever in it the import stands."""
    found = set()
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dhtools.")}
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            found |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
        elif (
            isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("dhtools")
        ):
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found & set(DRAWN)


def test_every_room_is_drawn_and_every_drawn_room_exists():
    built = {room(path) for path in MODULES} - {"__init__"}
    assert len(DRAWN) == len(set(DRAWN)) > 15
    assert set(DRAWN) == built


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) != "__init__"], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_nothing_is_imported_from_below(path):
    own = DRAWN.index(room(path))
    below = {other for other in imported(path) if DRAWN.index(other) > own}
    assert not below, (
        f"{room(path)} imports {', '.join(sorted(below))}, which stands below it in docs/architecture.md"
    )


def test_the_reader_of_imports_sees_them():
    assert imported(PACKAGE / "search" / "concordance.py") >= {"annotation", "corpus", "errors"}
    assert imported(PACKAGE / "rhetoric" / "figures" / "clauses.py") >= {"annotation", "wordlists"}


def libraries(path: Path) -> set[str]:
    """The names that a file imports from elsewhere than the package, up to the first dot."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    whole = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in (*plain, *whole)}


def test_analyses_do_not_draw_and_plots_do_not_compute():
    drawing = DRAWN.index("plots")
    assert "matplotlib" in libraries(PACKAGE / "plots" / "style.py")
    for path in MODULES:
        if room(path) in DRAWN[:drawing]:
            assert "matplotlib" not in libraries(path), path
        if room(path) == "plots":
            assert not libraries(path) & {"scipy", "sklearn"}, path


PACKAGES = ["dhtools", *(f"dhtools.{found.name}" for found in pkgutil.iter_modules([PACKAGE]) if found.ispkg)]


def test_a_reader_can_take_in_what_is_exported():
    names = [name for package in PACKAGES for name in importlib.import_module(package).__all__]
    assert len(names) > 100 and len(set(names)) <= MOST_NAMES


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=lambda p: p.parent.name)
def test_the_first_page_of_a_package_is_its_table_of_contents(path):
    """It has a docstring, imports and assignments of constants such as ``__all__``."""
    first, *rest = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(first, ast.Expr) and ast.get_docstring(ast.Module([first], []))
    for node in rest:
        assigned = [ast.unparse(target) for target in getattr(node, "targets", [])]
        assert isinstance(node, ast.ImportFrom) or (
            assigned in (["__all__"], ["__version__"]) and ast.literal_eval(node.value) is not None
        ), ast.unparse(node)


#: What looks at the characters of a text, beside reading and annotation: marks between words, lines around a
#: match, what is shown or written out, textstat (which reads whole files), and sentences that a scholar
#: quotes in a sheet.
READS_CHARACTERS = {
    "counts/streamed.py",
    "export/decoded_texts.py",
    "export/highlight.py",
    "export/text_view.py",
    "inspection.py",
    "publishing/interchange/annotations.py",
    "publishing/interchange/conllu.py",
    "publishing/interchange/records.py",
    "publishing/interchange/tabular.py",
    "publishing/interchange/tei.py",
    "readability/formulas.py",
    "rhetoric/figures/registry.py",
    "rhetoric/findings.py",
    "rhetoric/metadiscourse/cues.py",
    "rhetoric/metadiscourse/token_context.py",
    "search/concordance.py",
    "study/span_coding.py",
}


def test_what_annotation_knows_is_not_searched_for_in_the_text_again():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if room(path) not in ("corpus", "annotation")
        and re.search(r"\.raw\b", path.read_text(encoding="utf-8"))
    }
    assert found == READS_CHARACTERS
