"""A project of one's own, made from the notebooks and run where it stands."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dhtools import annotate, read_corpus
from dhtools.annotation import read_gazetteer
from dhtools.cli import main
from dhtools.errors import DhtoolsError
from dhtools.notebooks.paths import find_root, texts_of
from dhtools.notebooks.project import EXAMPLES, make_project
from dhtools.rhetoric.evaluation import read_judgements
from dhtools.rhetoric.recall import read_recall
from dhtools.study.agency_coding import read_killings
from dhtools.study.chronology import read_dates, read_official
from dhtools.study.citations import read_notes
from dhtools.study.coders import read_source_coding
from dhtools.study.contradictions import read_contradictions
from dhtools.study.events import event_coverage, read_events, read_scopes
from dhtools.study.meanings import code_meanings, read_meanings
from dhtools.terms.term_groups import find_terms, read_term_groups


def test_a_project_has_the_notebooks_without_what_is_said_of_other_texts(tmp_path, root):
    made = make_project(tmp_path / "study")
    names = [path.name for path in sorted((root / "notebooks").glob("*.ipynb"))]
    own = "06-my-question.ipynb"
    assert [name for name in made if name.endswith(".ipynb")] == [
        f"notebooks/{name}" for name in [*names, own]
    ]
    for name in names:
        cells = json.loads((tmp_path / "study/notebooks" / name).read_text(encoding="utf-8"))["cells"]
        source = "".join("".join(cell["source"]) for cell in cells)
        assert 'CORPUS = "../corpus"' in source and "../seeds" not in source
        assert not any("reading" in cell["metadata"].get("tags", ()) for cell in cells)
        assert not any(cell.get("outputs") for cell in cells)
    assert {"README.md", "corpus/corpus.toml.example"} <= set(made)
    assert find_root(tmp_path / "study/corpus") == tmp_path / "study"
    assert texts_of(tmp_path / "study").name == "corpus"


#: What reads each sheet of a folder, given the annotation of its texts.
READERS = {
    "contradictions.csv": read_contradictions,
    "corrections.csv": lambda annotation, folder: annotation.corpus.corrections,
    "dates.csv": lambda annotation, folder: read_dates(folder),
    "events.csv": read_events,
    "gazetteer.csv": lambda annotation, folder: read_gazetteer(folder),
    "judgements.csv": lambda annotation, folder: read_judgements(folder),
    "killings.csv": read_killings,
    "lexicon.csv": lambda annotation, folder: read_term_groups(folder, file="lexicon.csv"),
    "meanings.csv": read_meanings,
    "metadata.csv": lambda annotation, folder: annotation.corpus.table().query("title != 'unknown'"),
    "notes.csv": read_notes,
    "official.csv": lambda annotation, folder: read_official(folder),
    "recall.csv": lambda annotation, folder: read_recall(folder),
    "scopes.csv": read_scopes,
    "silences.csv": lambda annotation, folder: event_coverage(
        read_events(annotation, folder), read_scopes(annotation, folder), folder
    ).query("coverage == 'outside'"),
    "sources.csv": lambda annotation, folder: annotation.corpus.sources,
    "sources_second.csv": lambda annotation, folder: read_source_coding(
        annotation.corpus, folder, "sources_second.csv"
    ),
    "terms.csv": lambda annotation, folder: read_term_groups(folder),
}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The corpus of a new project, each example under its own name: the annotation and the folder."""
    project = tmp_path_factory.mktemp("made") / "study"
    make_project(project)
    with pytest.raises(DhtoolsError, match="no text lies in this folder"):
        read_corpus(project / "corpus")
    for path in (project / "corpus").glob("*.example"):
        path.rename(path.with_suffix(""))
    (project / "corpus/corpus.toml").unlink()
    return annotate(read_corpus(project / "corpus")), project / "corpus"


def test_every_sheet_has_an_example_that_is_read(example):
    annotation, folder = example
    assert {path.name for path in folder.glob("*.csv")} == set(READERS)
    empty = [name for name, read in READERS.items() if not len(read(annotation, folder))]
    assert empty == []
    meant = code_meanings(
        find_terms(annotation.tokens, read_term_groups(folder, file="lexicon.csv")),
        read_meanings(annotation, folder),
    )
    assert set(meant["meaning"]) == {"made good again", "built anew"}


def test_the_example_of_a_manifest_says_what_that_of_the_metadata_says(example, tmp_path):
    annotation, folder = example
    for name in ("first.txt", "second.txt"):
        shutil.copyfile(folder / name, tmp_path / name)
    shutil.copyfile(EXAMPLES / "corpus.toml", tmp_path / "corpus.toml")
    columns = ["author", "title", "date", "genre"]
    assert read_corpus(tmp_path).table()[columns].equals(annotation.corpus.table()[columns])


def test_nothing_is_written_over(tmp_path, capsys):
    (tmp_path / "study").mkdir()
    (tmp_path / "study/letter.txt").write_text("Dear all", encoding="utf-8")
    assert main(["new", str(tmp_path / "study")]) == 2
    assert "there is something already" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["letter.txt"]
    (tmp_path / "empty").mkdir()
    assert main(["new", str(tmp_path / "empty")]) == 0
    assert "Read README.md there first" in capsys.readouterr().out
    assert not list(tmp_path.glob(".dhtools-new-*"))


def test_a_notebook_runs_in_a_project_where_it_stands(tmp_path, monkeypatch, capsys):
    make_project(tmp_path / "study")
    words = "The bridge was old. It was mended in spring, and people said that it would hold.\n\n"
    for name in ("one", "two"):
        (tmp_path / f"study/corpus/{name}.txt").write_text(words * 30, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "study/corpus")
    assert main(["run", "00-corpus", "--jobs", "1"]) == 0
    assert "1 notebook executed" in capsys.readouterr().out
    assert (tmp_path / "study/data/00-corpus/texts.csv").is_file()


@pytest.mark.parametrize("language", ["German", "Japanese"])
def test_a_question_of_ones_own_is_run_and_checked(tmp_path, monkeypatch, capsys, language):
    make_project(tmp_path / "study")
    (tmp_path / "study/corpus/metadata.csv").write_text(
        f"file,language\none.txt,{language}\ntwo.txt,{language}\n", encoding="utf-8"
    )
    for name, words in {"one": "The old bridge was mended. ", "two": "The bridge held for a year. "}.items():
        (tmp_path / f"study/corpus/{name}.txt").write_text(f"{words * 9}\n\n" * 40, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "study")
    assert main(["run", "06-my-question", "--jobs", "1"]) == 0
    assert main(["check", "06-my-question", "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "data/06-my-question/lines.csv" in said and "figures/06-my-question/rates.png" in said
    assert "1 of 1 sentence stated 2 predicates" in said


@pytest.mark.parametrize("names", [[], ["RESULTS"], ["RESULTS/notebooks/00-corpus.ipynb"]])
def test_results_of_another_corpus_are_no_project(tmp_path, monkeypatch, capsys, names):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00-corpus.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "dhtools-run.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path if not names else tmp_path.parent)
    assert main(["check", *(name.replace("RESULTS", str(tmp_path)) for name in names)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{tmp_path} holds the results of a run with --out, and no project." in said


def test_options_of_lab_go_to_jupyterlab(tmp_path, monkeypatch, capsys):
    make_project(tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study/corpus")
    called = []
    monkeypatch.setattr(subprocess, "call", lambda command, env: called.append((command, env)) or 0)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    options = ["--no-browser", "--port", "9999"]
    assert main(["lab", *options]) == 0
    monkeypatch.chdir(tmp_path)
    assert main(["lab", "study", *options]) == 0
    for command, env in called:
        assert command[1:3] == ["-m", "jupyterlab"] and command[-3:] == options
        assert f"--ServerApp.root_dir={tmp_path / 'study'}" in command
        folder = Path(env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
        assert (folder / "jupyter_server_config.json").is_file()
    with pytest.raises(SystemExit, match="2"):
        main(["check", "--no-browser"])
    assert "--no-browser is not known" in capsys.readouterr().err


def test_root_is_told_how_jupyterlab_starts(tmp_path, monkeypatch, capsys):
    make_project(tmp_path / "study")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert main(["lab", str(tmp_path / "study")]) == 2
    assert "dhtools lab --allow-root" in capsys.readouterr().err


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, root):
    """The wheel as `make dist` builds it."""
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (path,) = out.glob("*.whl")
    return path


def test_the_wheel_holds_notebooks_lists_and_reference_tables(wheel, root):
    names = set(zipfile.ZipFile(wheel).namelist())
    notebooks = {f"dhtools/project/notebooks/{path.name}" for path in (root / "notebooks").glob("*.ipynb")}
    package = root / "src" / "dhtools"
    tables = {f"dhtools/{path.relative_to(package).as_posix()}" for path in package.rglob("*.csv")}
    assert notebooks | tables <= names and len(tables) > 5
    assert {"dhtools/py.typed", "dhtools/project/notebooks/references.bib"} <= names
    assert not any(Path(name).parts[0] not in ("dhtools",) for name in names if "dist-info" not in name)


def test_a_project_is_made_from_the_wheel_alone(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    command = [sys.executable, "-m", "dhtools", "new", str(tmp_path / "study")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path / "installed", env={"PATH": ""}
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "study/notebooks").glob("*.ipynb"))) == 7
