"""The catalogue: a valid data package, a whole crate, exhibits to be cited, and all of it up to date."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from bibtexparser import parse_string
from frictionless import Package, validate

from dhtools.catalogue.citation_file import read_citation
from dhtools.catalogue.written import CATALOGUE, catalogue_files, stale_files, write_catalogue
from dhtools.catalogue.zenodo import zenodo
from dhtools.errors import DhtoolsError
from dhtools.export import Exhibits
from dhtools.notebooks.checking import _catalogue

ROOT = Path(__file__).resolve().parents[1]
CITATION = """
cff-version: 1.2.0
title: "Odd: “names” & signs"
abstract: What <b>texts</b> say.
authors:
  - given-names: Ludwig
    name-particle: van
    family-names: Beethoven
    orcid: https://orcid.org/0000-0001-2345-6789
    affiliation: Bonn
  - name: The others
version: 1.0.0
date-released: 2026-02-01
license: CC-BY-4.0
keywords: [words, signs]
"""
ODD = pd.DataFrame(
    {
        "text": ["007", "NA", "nan"],
        "n": [1, None, 3],
        "n_emma": [1, 2, 3],
        "holds": [True, False, True],
        "share": [0.5, float("inf"), 1e-20],
        "note": [None, None, None],
        "own column": ["=1+1", 'a "quoted"\nline', "שלום 🙂"],
    }
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with one table of odd values, a data set and CITATION.cff."""
    root = tmp_path_factory.mktemp("project")
    for name in ("notebooks", "corpus"):
        (root / name).mkdir()
    (root / "corpus" / "emma.txt").write_text("Emma Woodhouse, handsome, clever, and rich.")
    (root / "notebooks" / "01-own.ipynb").write_text("{}")
    (root / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    texts = [type("Named", (), {"id": "emma", "sha256": "0" * 64})()]
    exhibits = Exhibits("01-own", texts, {}, root=root)
    exhibits.table(ODD, "odd", caption="Odd values: 100 % of a_b & {c}.")
    exhibits.dataset(ODD[["text", "n_emma"]], "own/pairs")
    write_catalogue(root)
    return root


def test_the_catalogue_of_the_repository_is_up_to_date():
    assert stale_files(ROOT) == [], "make it anew: dhtools run"


def test_the_data_package_of_the_repository_is_valid():
    report = validate(str(ROOT / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    assert report.stats["tasks"] == len(list((ROOT / "data").rglob("*.csv"))) > 60


def test_every_table_and_column_of_the_repository_is_described():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    bare = [
        (table["path"], field["name"])
        for table in package["resources"]
        for field in table["schema"]["fields"]
        if not field.get("description")
    ]
    assert not bare, "say what they mean in src/dhtools/catalogue/columns.csv"
    assert all(table["description"] for table in package["resources"])


def test_odd_values_have_types_under_which_they_are_valid(project):
    assert validate(str(project / "data" / "datapackage.json")).valid
    resource = Package(str(project / "data" / "datapackage.json")).get_resource("01-own-odd")
    types = {field.name: field.type for field in resource.schema.fields}
    assert types == {
        "text": "string", "n": "number", "n_emma": "integer", "holds": "boolean", "share": "number",
        "note": "string", "own column": "string",
    }  # fmt: skip
    rows = resource.read_rows()
    assert [row["text"] for row in rows] == ["007", "NA", "nan"] and rows[1]["n"] is None
    described = {field.name: field.description for field in resource.schema.fields}
    assert described["n_emma"] == "How often in the text emma." and not described["own column"]


def test_a_value_that_is_not_of_its_type_makes_the_package_invalid(project, tmp_path):
    (tmp_path / "01-own").mkdir()
    package = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    content = json.loads(package)
    content["resources"] = content["resources"][:1]
    (tmp_path / "datapackage.json").write_text(json.dumps(content))
    table = (project / "data" / "01-own" / "odd.csv").read_text(encoding="utf-8")
    (tmp_path / "01-own" / "odd.csv").write_text(table.replace("True", "perhaps"), encoding="utf-8")
    assert not validate(str(tmp_path / "datapackage.json")).valid


def graph(root: Path) -> dict[str, dict]:
    found = json.loads((root / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert found["@context"] == "https://w3id.org/ro/crate/1.1/context"
    counts = Counter(entity["@id"] for entity in found["@graph"])
    assert max(counts.values()) == 1
    return {entity["@id"]: entity for entity in found["@graph"]}


def references(content) -> set[str]:
    """Every entity that another one refers to."""
    if isinstance(content, list):
        return set().union(*map(references, content))
    if not isinstance(content, dict):
        return set()
    return {content["@id"]} if set(content) == {"@id"} else references(list(content.values()))


@pytest.mark.parametrize("own", [True, False])
def test_a_crate_is_whole_and_its_files_exist(project, own):
    root = project if own else ROOT
    entities = graph(root)
    descriptor, about = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {"name", "description", "datePublished", "license", "author"} <= set(about)
    assert references(list(entities.values())) <= {*entities, "https://w3id.org/ro/crate/1.1"}
    files = [name for name, entity in entities.items() if "File" in entity["@type"]]
    assert {"data/datapackage.json", "CITATION.cff"} <= set(files)
    assert [name for name in files if not (root / name).is_file()] == []


def test_a_crate_says_what_an_exhibit_shows_and_is_made_from(project):
    entity = graph(project)["data/01-own/odd.csv"]
    assert entity["name"] == "Table 01-own/odd (csv)" and entity["description"].startswith("Odd values")
    assert entity["isBasedOn"] == {"@id": "notebooks/01-own.ipynb"}
    assert graph(project)["https://orcid.org/0000-0001-2345-6789"]["name"] == "Ludwig van Beethoven"


def test_every_exhibit_can_be_cited(project):
    library = parse_string((project / "data" / "exhibits.bib").read_text(encoding="utf-8"))
    (entry,) = library.entries
    assert not library.failed_blocks and entry.key == "01-own-odd-table"
    assert entry["author"] == "{Ludwig van Beethoven} and {The others}" and entry["year"] == "2026"
    assert entry["note"] == r"Odd values: 100 \% of a\_b \& \{c\}."
    (item,) = json.loads((project / "data" / "exhibits.csl.json").read_text(encoding="utf-8"))
    assert item["author"] == [
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"literal": "The others"},
    ]
    assert item["issued"] == {"date-parts": [[2026, 2, 1]]} and item["title"] == "Table 01-own/odd"


def test_all_exhibits_of_the_repository_can_be_cited():
    items = json.loads((ROOT / "data" / "exhibits.csl.json").read_text(encoding="utf-8"))
    library = parse_string((ROOT / "data" / "exhibits.bib").read_text(encoding="utf-8"))
    records = [path for place in ("data", "figures") for path in (ROOT / place).glob("*/*.json")]
    assert len(records) == len(items) == len({item["id"] for item in items}) == len(library.entries) > 80


def test_zenodo_gets_creators_by_family_name_and_an_escaped_description(project):
    deposit = zenodo(read_citation(project))
    assert deposit["creators"] == [
        {"name": "van Beethoven, Ludwig", "orcid": "0000-0001-2345-6789", "affiliation": "Bonn"},
        {"name": "The others"},
    ]
    assert (
        deposit["description"] == "What &lt;b&gt;texts&lt;/b&gt; say." and deposit["license"] == "CC-BY-4.0"
    )


def test_a_changed_project_has_a_catalogue_out_of_date(project):
    assert stale_files(project) == [] and catalogue_files(project) == catalogue_files(project)
    (project / "corpus" / "new.txt").write_text("New.")
    assert stale_files(project) == ["ro-crate-metadata.json"]
    (found,) = _catalogue(project)
    assert str(found) == "ro-crate-metadata.json: was committed, is out of date: dhtools run renews it"
    (project / "corpus" / "new.txt").unlink()


def test_without_citation_there_is_a_data_package_only(tmp_path):
    (tmp_path / "data").mkdir()
    assert list(catalogue_files(tmp_path)) == [CATALOGUE[0]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title: [", r"CITATION.cff cannot be read: .*Correct it"),
        ("title: A study", r"CITATION.cff: authors missing. Add what is missing"),
        ("- a list", r"CITATION.cff: title and authors missing"),
    ],
)
def test_a_citation_that_cannot_be_read_is_named(tmp_path, content, message):
    (tmp_path / "CITATION.cff").write_text(content)
    with pytest.raises(DhtoolsError, match=message):
        read_citation(tmp_path)
