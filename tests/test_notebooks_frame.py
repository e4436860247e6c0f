"""The frame of the notebooks: the order of their parts, two layers, exhibits named by tags, works listed."""

import json
import re
from pathlib import Path

import pytest

from dhtools.export.bibliography import BIBLIOGRAPHY, cited_works, notebook_texts, read_references

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
IDS = [path.stem for path in NOTEBOOKS]

#: Notebooks that do not have the frame yet.
PENDING: set[str] = set()
#: The headings of the parts, in this order; those of the results stand between the first and the last five.
BEFORE = ["Abstract", "The question", "In one paragraph for a historian", "A toy example", "The formula"]
AFTER = ["Your turn", "Limits", "What next", "References"]
#: A synthesis has no method of its own.
MAY_LACK = {"05-synthesis": {"A toy example", "The formula"}}
LAYERS = {"narrative", "hermeneutics"}
MOST_FIGURES = 5
_EXPORTED = re.compile(r"(Figure|Table) [\w-]+/([\w-]+)\.")

framed = pytest.mark.parametrize(
    "path", [p for p in NOTEBOOKS if p.stem not in PENDING], ids=lambda p: p.stem
)
every = pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def tags(cell):
    return cell["metadata"].get("tags", [])


def headings(path):
    """The headings of the second level, in order."""
    sources = ["".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "markdown"]
    return [found for source in sources for found in re.findall(r"^## (.+)$", source, re.MULTILINE)]


def exported(cell):
    """The tags that name what the outputs of a cell show."""
    plain = ["".join(out.get("data", {}).get("text/plain", "")) for out in cell.get("outputs", [])]
    return {f"{kind.lower()}-{name}" for text in plain for kind, name in _EXPORTED.findall(text[:200])}


def test_only_notebooks_that_exist_are_pending():
    assert set(IDS) >= PENDING


@framed
def test_the_parts_stand_in_order(path):
    may_lack = MAY_LACK.get(path.stem, set())
    wanted = [name for name in BEFORE if name not in may_lack]
    found = headings(path)
    assert found[: len(wanted)] == wanted
    assert found[-len(AFTER) :] == AFTER
    assert len(found) > len(wanted) + len(AFTER), "no results"


@framed
def test_the_title_is_a_question_and_the_abstract_is_a_reading(path):
    first, *rest = cells(path)
    assert re.match(r"# .+\?$", "".join(first["source"]).splitlines()[0])
    (place,) = [i for i, cell in enumerate(rest) if "".join(cell["source"]).startswith("## Abstract")]
    assert "reading" in tags(rest[place]), "other corpora drop the heading with the abstract"
    assert "reading" in tags(rest[place + 1]) and rest[place + 1]["cell_type"] == "code"
    assert any("parameters" in tags(cell) for cell in rest[:place])


@framed
def test_every_cell_belongs_to_one_layer(path):
    for cell in cells(path):
        assert len(LAYERS & set(tags(cell))) == 1, "".join(cell["source"])[:200]


@framed
def test_tags_name_the_exhibits_of_a_cell(path):
    for cell in cells(path):
        named = {tag for tag in tags(cell) if tag.startswith(("figure-", "table-"))}
        assert named == exported(cell), "".join(cell["source"])[:200]


@framed
def test_figures_are_few(path):
    shown = [tag for cell in cells(path) for tag in exported(cell) if tag.startswith("figure-")]
    assert len(shown) == len(set(shown)) <= MOST_FIGURES


@every
def test_the_list_of_references_is_what_the_notebook_cites(path):
    works = cited_works(notebook_texts(path), read_references(ROOT / "notebooks" / BIBLIOGRAPHY))
    if path.stem in PENDING and not works.works:
        return
    (output,) = cells(path)[-1]["outputs"]
    assert "".join(output["data"]["text/plain"]) == str(works)


@framed
def test_templates_of_sentences_are_folded_and_nothing_that_is_not_code(path):
    for cell in cells(path):
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        assert folded == ("hide-input" in tags(cell))
        if "reading" in tags(cell):
            assert folded == (cell["cell_type"] == "code")
