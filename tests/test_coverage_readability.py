"""benchmarks/coverage_readability.py: what it covers, that it repeats itself, and what it cannot measure."""

import json
import runpy

import numpy as np
import pytest

from dhtools.readability import READABILITY_FORMULAS


@pytest.fixture(scope="module")
def script(root):
    return runpy.run_path(str(root / "benchmarks" / "coverage_readability.py"))


@pytest.fixture
def folder(tmp_path):
    """A text of short, then of long sentences: a passage of it is unlike the whole."""
    random = np.random.default_rng(0)
    words = ["house", "revolution", "to", "the", "committee", "man", "was", "necessary"]
    lengths = np.concatenate([random.integers(4, 8, 600), random.integers(20, 30, 600)])
    sentences = [" ".join(random.choice(words, length)).capitalize() + "." for length in lengths]
    (tmp_path / "long.txt").write_text(" ".join(sentences), encoding="utf-8")
    return tmp_path


def run(script, monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["coverage_readability.py", *map(str, arguments)])
    script["main"]()


def test_scattered_sentences_are_covered_and_passages_unlike_the_whole_are_not(
    script, folder, tmp_path, monkeypatch, capsys
):
    reports = []
    for number in range(2):
        out = tmp_path / f"{number}.json"
        run(script, monkeypatch, folder, "--draws", 15, "--json", out)
        reports.append(json.loads(out.read_text(encoding="utf-8")))
    assert reports[0] == reports[1] and "scattered" in capsys.readouterr().out
    assert [(row["sample"], row["sentences"]) for row in reports[0]] == [
        (way, size) for way in ("scattered", "passages") for size in script["SIZES"]
    ]
    means = {
        way: np.mean(
            [row[name] for row in reports[0] if row["sample"] == way for name in READABILITY_FORMULAS]
        )
        for way in ("scattered", "passages")
    }
    assert means["scattered"] > 0.8 > 0.3 > means["passages"]


def test_without_a_long_text_it_says_so(script, tmp_path, monkeypatch, capsys):
    (tmp_path / "short.txt").write_text("One sentence. Another.", encoding="utf-8")
    for given, said in ((tmp_path, "no text of 1,000 sentences"), (tmp_path / "nowhere", "nowhere")):
        with pytest.raises(SystemExit) as stopped:
            run(script, monkeypatch, given)
        assert stopped.value.code == 2 and said in capsys.readouterr().err
