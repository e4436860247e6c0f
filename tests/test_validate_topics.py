"""benchmarks/validate_topics.py: tables are read as they are, scores are right, planted labels are found."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import validate_topics as script
from scipy import sparse
from scripts import run

from dhtools import DhtoolsError

#: What every model is scored by.
SCORES = {
    "model", "k", "nmi", "ari", "purity", "npmi", "diversity", "seed_jaccard", "fit_seconds", "peak_mib"
}  # fmt: skip


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


def test_purity_by_hand():
    groups = np.array([1, 1, 1, 2, 2, 0])
    # two of three, two of two, and the document without a topic never
    assert script.purity(["a", "a", "b", "c", "c", "a"], groups) == pytest.approx(4 / 6)


def test_diversity_by_hand():
    assert script.diversity([("a", "b"), ("b", "c")]) == 3 / 4


def test_first_words_by_hand():
    weights = np.array([[0.2, 0.2, 0.6, 0.0], [0.0, 0.0, 0.0, 1.0]])
    # the heaviest first, equals in the order of the columns, and no word of weight 0
    assert script.top_words(weights, pd.Index(list("abcd"))) == [("c", "a", "b"), ("d",)]


def test_agreement_by_hand():
    # topics of two words; in the second fit they have changed places, and one word of four is another
    one = np.array([[2.0, 1.0, 0, 0, 0], [0, 0, 2.0, 1.0, 0]])
    other = np.array([[0, 0, 2.0, 0, 1.0], [1.0, 2.0, 0, 0, 0]])
    fits = [script.Fit(weights, np.array([1, 2]), 0.0) for weights in (one, other)]
    assert script.agreement(fits) == pytest.approx((1 + 1 / 3) / 2)
    assert script.agreement([*fits, fits[0]]) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_words_are_cut_and_folded_as_everywhere():
    table = script.word_table(["Stalin’s 12 plans", "_Plans_", "7"])
    assert table["word"].tolist() == ["stalin", "'s", "plans", "plans"]
    assert table["segment"].tolist() == [0, 0, 0, 1]


def test_dominant_is_the_first_of_equals_and_none_is_zero():
    strength = np.array([[0.2, 0.8], [0.5, 0.5], [0, 0], [np.nan, np.nan]])
    assert script.dominant(strength).tolist() == [2, 1, 0, 0]


def test_quotation_marks_belong_to_the_text(tmp_path):
    path = tsv(tmp_path / "docs.tsv", [('He said "no.', "a"), ('"Yes', "b")], mark="\ufeff", end="\r\n")
    assert script.read_documents(path) == (['He said "no.', '"Yes'], ["a", "b"], 0)


def test_cells_as_csv_writes_them(tmp_path):
    path = tsv(tmp_path / "docs.tsv", [('"one ""two""\nthree"', "a"), ("four", "b")])
    assert script.read_documents(path)[0] == ['one "two"\nthree', "four"]


def test_no_stray_mark_swallows_a_line(tmp_path):
    # from the first mark to the last, csv would read one cell
    path = tsv(tmp_path / "docs.tsv", [('"one', "a"), ('two "inches', "b"), ('three"', "a")])
    assert script.read_documents(path)[0] == ['"one', 'two "inches', 'three"']


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_pandas_writes_is_read_again(tmp_path, quoting, end):
    texts = ['He said "hi"\tand left', '"All of it"', "two\nlines", "a stray\rreturn", "plain"]
    table = pd.DataFrame({"number": range(5), "text": texts, "label": list("ababa")})
    path = tmp_path / "docs.tsv"
    table.to_csv(path, sep="\t", quoting=quoting, lineterminator=end, encoding="utf-8-sig")
    read = [*texts[:3], "a stray return", "plain"]
    assert script.read_documents(path) == (read, list("ababa"), 0)


def test_rows_without_a_text_are_counted(tmp_path):
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
def test_unfit_tables_are_refused(tmp_path, content, said):
    path = tmp_path / "docs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DhtoolsError, match=said):
        script.read_documents(path)


def test_planted_labels_are_found(planted, tmp_path, monkeypatch, capsys):
    pytest.importorskip("tomotopy")
    monkeypatch.setattr(script, "peak_mib", lambda name, docs, k: float("nan"))
    path, out = tsv(tmp_path / "docs.tsv", [*planted, ("", "press"), ("12", "party")]), tmp_path / "out.json"
    status, printed, _ = run(script, monkeypatch, capsys, path, "--k", 3, "--seeds", 2, "--json", out)
    report = json.loads(out.read_text(encoding="utf-8"))
    # the common words stand in most documents, and are left out by the rule
    assert status == 0 and report["words"] == 30
    assert (report["documents"], report["left_out"], report["without_words"]) == (60, 1, 1)
    rows = {row["model"]: row for row in report["rows"]}
    assert list(rows) == ["dhtools", "sklearn_nmf", "sklearn_lda", "tomotopy_lda"]
    assert printed == report and all(set(row) >= SCORES for row in rows.values())
    ours = rows["dhtools"]
    assert ours["nmi"] > 0.95 and ours["purity"] > 0.98 and ours["seed_jaccard"] == 1
    assert ours["npmi"] > 0 and ours["diversity"] > 0.9
    assert ours["fit_ratio"] == ours["fit_seconds"] / rows["sklearn_nmf"]["fit_seconds"]
    # three subjects of ten words each are found from any start; what is undefined is null
    assert ours["start_jaccard"] > 0.9 and ours["peak_mib"] is None
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["docs.tsv", "out.json"]


def test_labels_at_random_are_not_found(planted):
    labels = np.random.default_rng(1).permutation([label for _, label in planted]).tolist()
    tokens = script.word_table([text for text, _ in planted])
    docs = script.document_term_matrix(tokens)
    found = script.scores([script.fitted(script.MODELS["dhtools"], docs, 3, seed) for seed in (0, 1)],
                          labels, docs, tokens)  # fmt: skip
    assert found["nmi"] < 0.2 and abs(found["ari"]) < 0.2 and found["purity"] < 0.6


def test_documents_have_the_topic_that_the_model_says(planted):
    docs = script.document_term_matrix(script.word_table([text for text, _ in planted]))
    fit = script.fitted(script.MODELS["dhtools"], docs, 3, 0)
    assert fit.groups.tolist() == script.fit_topics(docs, 3).dominant.tolist()


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read from /proc")
def test_the_peak_is_that_of_the_fit():
    # 20,000 words, 8 bytes each, are 0.15 MiB a topic; importing what fits takes a hundred times as much
    counts = sparse.csr_array(np.random.default_rng(0).poisson(0.01, (40, 20_000)).astype(np.int32))
    names = pd.Index([f"w{column:05}" for column in range(20_000)], dtype=object)
    docs = script.DocumentTermMatrix(
        counts, pd.RangeIndex(40), pd.RangeIndex(40).astype(str), names, "made up"
    )
    assert 0.15 * 20 < script.peak_mib("dhtools", docs, 20) < 100


def test_without_tomotopy_the_others_are_compared(monkeypatch, capsys):
    monkeypatch.setattr(script.importlib.util, "find_spec", lambda name: None)
    assert script.installed() == ["dhtools", "sklearn_nmf", "sklearn_lda"]
    assert 'pip install "dhtools[lda]"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([("a b c", "x"), ("a b c", "x")], ["--k", "2"], "labels are"),
        ([("war party", "x"), ("war party", "x"), ("press", "x")], ["--k", "2"], "labels are"),
        ([("the of", "x"), ("of the", "y")], ["--k", "2"], "0 documents can be used"),
        ([("12", "x"), ("13", "y")], ["--k", "2"], "None of the 2 texts holds a word"),
        (
            [("press party", "x"), ("press war", "y"), ("war party", "x"), ("mine", "y"), ("mine", "x")],
            ["--k", "50"],
            "50 topics are more than",
        ),
        ([("one two", "x"), ("one two", "y")], ["--k", "1"], "whole numbers from 2"),
        ([("one two", "x"), ("one two", "y")], ["--seeds", "1"], "whole numbers from 2"),
    ],
)
def test_refused_in_one_line_and_nothing_written(tmp_path, monkeypatch, capsys, rows, options, said):
    path, out = tsv(tmp_path / "docs.tsv", rows), tmp_path / "out.json"
    status, printed, complaint = run(script, monkeypatch, capsys, path, *options, "--json", out)
    assert status == 2 and said in complaint and complaint.count("\n") == 1
    assert not printed and not out.exists()


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path, monkeypatch, capsys):
    path, out = tsv(tmp_path / "docs.tsv", [("one", "a")]), tmp_path / "nowhere" / "out.json"
    status, _, complaint = run(script, monkeypatch, capsys, path, "--json", out)
    assert status == 2 and "cannot be written" in complaint


def test_a_missing_file_is_named(root, tmp_path):
    command = [sys.executable, root / "benchmarks" / "validate_topics.py", tmp_path / "nothing.tsv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "nothing.tsv: cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
