"""benchmarks/validate_topics.py: tables are read as they are, scores are right, planted labels are found."""

import json
import subprocess
import sys

import numpy as np
import pytest

from dhtools import DhtoolsError


@pytest.fixture(scope="module")
def script(root):
    sys.path.insert(0, str(root / "benchmarks"))
    try:
        import validate_topics
    finally:
        sys.path.pop(0)
    return validate_topics


@pytest.fixture(scope="module")
def planted():
    """Sixty documents of three labels, each label with words of its own."""
    random = np.random.default_rng(0)
    letters = "abcdefghij"
    rows = []
    for number in range(60):
        label = ("press", "police", "party")[number % 3]
        own = [f"{label}{letters[word]}" for word in random.integers(0, 10, 25)]
        common = [f"common{letters[word]}" for word in random.integers(0, 10, 15)]
        rows.append((" ".join(random.permutation(own + common)), label))
    return rows


def tsv(path, rows, *, header=("text", "label"), mark="", end="\n"):
    path.write_text(
        mark + "".join("\t".join(row) + end for row in (header, *rows)), encoding="utf-8", newline=""
    )
    return path


def test_purity_by_hand(script):
    groups = np.array([1, 1, 1, 2, 2, 0])
    # two of three, two of two, and the document without a topic never
    assert script.purity(["a", "a", "b", "c", "c", "a"], groups) == pytest.approx(4 / 6)


def test_diversity_by_hand(script):
    assert script.diversity([("a", "b"), ("b", "c")]) == 3 / 4


def test_dominant_is_the_first_of_equals_and_none_is_zero(script):
    strength = np.array([[0.2, 0.8], [0.5, 0.5], [0, 0], [np.nan, np.nan]])
    assert script.dominant(strength).tolist() == [2, 1, 0, 0]


def test_quotation_marks_belong_to_the_text(script, tmp_path):
    path = tsv(tmp_path / "docs.tsv", [('He said "no.', "a"), ('"Yes', "b")], mark="\ufeff", end="\r\n")
    assert script.read_documents(path) == (['He said "no.', '"Yes'], ["a", "b"], 0)


def test_cells_as_csv_writes_them(script, tmp_path):
    path = tsv(tmp_path / "docs.tsv", [('"one ""two""\nthree"', "a"), ("four", "b")])
    assert script.read_documents(path)[0] == ['one "two"\nthree', "four"]


def test_rows_without_a_text_are_counted(script, tmp_path):
    path = tsv(tmp_path / "docs.tsv", [("one", "a"), ("  ", "b"), ("two", "")])
    assert script.read_documents(path) == (["one"], ["a"], 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("text\tkind\nx\ty\n", "line 1: the columns text and label"),
        ("text\tlabel\nx\ty\tz\n", "line 2: 3 cells where the header has 2"),
        ("text\tlabel\n \t \n", "none of its 1 rows"),
    ],
)
def test_unfit_tables_are_refused(script, tmp_path, content, said):
    path = tmp_path / "docs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DhtoolsError, match=said):
        script.read_documents(path)


def test_planted_labels_are_found(root, planted, tmp_path):
    path, out = tsv(tmp_path / "docs.tsv", planted), tmp_path / "out.json"
    command = [sys.executable, root / "benchmarks" / "validate_topics.py", path, "--k", "3", "--seeds", "2"]
    done = subprocess.run([*command, "--json", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(out.read_text(encoding="utf-8"))
    # the common words stand in most documents, and are left out by the rule
    assert report["documents"] == 60 and report["words"] == 30
    rows = {row["model"]: row for row in report["rows"]}
    assert {"dhtools", "sklearn_nmf", "sklearn_lda", "tomotopy_lda"} == set(rows)
    wanted = [
        "model",
        "k",
        "nmi",
        "ari",
        "purity",
        "npmi",
        "diversity",
        "seed_jaccard",
        "fit_seconds",
        "peak_mib",
    ]
    assert all(set(wanted) <= set(row) for row in rows.values())
    ours = rows["dhtools"]
    assert ours["nmi"] > 0.95 and ours["purity"] > 0.98 and ours["seed_jaccard"] == 1
    assert ours["npmi"] > 0 and ours["diversity"] > 0.9


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([("a b c", "x"), ("a b c", "x")], ["--k", "2"], "labels are"),
        (
            [("press party", "x"), ("press war", "y"), ("war party", "x"), ("mine", "y"), ("mine", "x")],
            ["--k", "50"],
            "50 topics are more than",
        ),
        ([("one two", "x"), ("one two", "y")], ["--k", "1"], "whole numbers from 2"),
    ],
)
def test_refused_in_one_line_and_nothing_written(root, tmp_path, rows, options, said):
    path, out = tsv(tmp_path / "docs.tsv", rows), tmp_path / "out.json"
    command = [sys.executable, root / "benchmarks" / "validate_topics.py", path, *options, "--json", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert not out.exists()
