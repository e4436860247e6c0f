"""benchmarks/validate_terms.py: halves, pairs of one author, and folders that are refused."""

import json
import subprocess
import sys

import numpy as np
import pytest
import validate_terms as script
from scripts import run

KEYS = {"texts", "words", "splits", "arrangements", "p05", "p01", "q05", "g2_p05", "g2_p01", "same_author"}


def written(words, own, random):
    """Words of everyone, and of this text alone: what is one text's own comes in clusters."""
    common = [f"common{letter}" for letter in "abcdefghijklmnop"]
    shares = np.append(random.dirichlet(np.full(len(common), 30)) * 0.95, 0.05)
    return " ".join(random.choice([*common, own], words, p=shares))


@pytest.fixture
def folder(tmp_path):
    """Fourteen texts, two of each author."""
    random = np.random.default_rng(0)
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(14):
        name = f"{'ABCDEFG'[number // 2]}_{number}"
        (texts / f"{name}.txt").write_text(written(2400, f"own{'xy'[number % 2]}", random), encoding="utf-8")
    return texts


def test_the_report_on_a_folder(folder, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out.json"
    status, report, complaint = run(script, monkeypatch, capsys, folder, "--json", out)
    assert status == 0 and complaint == "" and json.loads(out.read_text(encoding="utf-8")) == report
    assert set(report) == KEYS and report["splits"] == 200
    assert report["texts"] == 14 and report["words"] == 18 and report["arrangements"] == 3432
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "texts"]
    # texts that differ from each other: G² flags what a permutation of the texts does not
    assert 0.02 < report["p05"] < 0.08 and report["p01"] < 0.02 and report["q05"] < 0.05
    assert report["g2_p05"] > 0.2 > report["p05"]
    # the two texts of an author differ in their own words, whatever the segments
    assert report["same_author"]["pairs"] == 7 and report["same_author"]["segment_words"] == 300
    assert report["same_author"]["p05"] > 0.1


def test_shares_are_counted_by_hand():
    # eight texts a side; one word that only one side has, one that all have alike
    counts = np.column_stack([np.repeat([30, 0], 8), np.full(16, 10)])
    found = script.flagged(counts, np.full(16, 1000), np.repeat([0, 1], 8), 0)
    assert found == {"p05": 0.5, "p01": 0.5, "q05": 0.5, "g2_p05": 0.5, "g2_p01": 0.5}


def test_the_author_is_read_from_the_name(folder):
    raws = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}
    pairs = script.pairs
    found = list(pairs(raws, script.AUTHOR, 0))
    assert len(found) == 7
    counts, totals, groups = found[0]
    assert totals.tolist() == [300] * 16 and groups.tolist() == [0] * 8 + [1] * 8
    assert (counts.sum(axis=0) >= 20).all() and counts.sum() == 4800
    assert len(list(pairs(raws, r"([AB])_", 0))) == 2
    assert len(list(pairs(raws, r"(\w)_1?[02468]", 0))) == 0


def test_no_author_with_two_texts_is_null(folder):
    raws = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert script.same_author(raws, r"(\w+)\.txt", 0) is None


def test_so_many_pairs_and_no_more(folder, monkeypatch):
    raws = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    monkeypatch.setattr(script, "MAX_PAIRS", 3)
    assert len(list(script.pairs(raws, script.AUTHOR, 0))) == 3


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"Z_1.txt": "1 2 3"}, (), "Z_1.txt: it has no words"),
        ({}, ("--splits", "199"), "--splits 199: give 200 or more"),
        ({}, ("--author", "("), "not a regular expression"),
        ({}, ("--author", "x"), "put the author into parentheses"),
        ({}, ("--json", "nowhere/out.json"), "cannot be written"),
    ],
)
def test_what_is_refused(folder, monkeypatch, capsys, changes, options, message):
    for name, content in changes.items():
        (folder / name).write_text(content, encoding="utf-8")
    status, report, complaint = run(script, monkeypatch, capsys, folder, *options)
    assert status == 2 and report is None and message in complaint


def test_too_few_or_too_short_texts_are_refused(folder, tmp_path, monkeypatch, capsys):
    for path in sorted(folder.iterdir())[12:]:
        path.unlink()
    status, _, complaint = run(script, monkeypatch, capsys, folder)
    assert status == 2 and "12 texts: their halves have 924 arrangements" in complaint
    short = tmp_path / "short"
    short.mkdir()
    for number in range(14):
        (short / f"{number}.txt").write_text("a word", encoding="utf-8")
    status, _, complaint = run(script, monkeypatch, capsys, short)
    assert status == 2 and "No word occurs 20 times" in complaint


def test_a_missing_folder_is_named_and_nothing_is_written(root, tmp_path):
    out = tmp_path / "out.json"
    command = [sys.executable, root / "benchmarks" / "validate_terms.py", tmp_path / "nothing", "--json", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "no such folder" in done.stderr and "Traceback" not in done.stderr
    assert not out.exists()


def test_an_empty_folder_is_named(tmp_path, monkeypatch, capsys):
    status, report, complaint = run(script, monkeypatch, capsys, tmp_path)
    assert status == 2 and report is None and "no text lies in this folder" in complaint
