"""The scripts in benchmarks/: they run, they count right, and docs/accuracy.md says what they derive."""

import csv
import gzip
import json
import re
import subprocess
import sys

import pytest

TEXTS = {
    "one.txt": "“Come in,” said Ann. He saw the ‘so-called’ light.\r\n\r\n“No!” It was Dr. Serge.\n",
    "two.txt": "\ufeffThey wrote: “We agree on this. We do.” That was all.\n",
}


def spans(file, *passages):
    raw = TEXTS[file].removeprefix("\ufeff")
    return [(file, raw.index(passage), raw.index(passage) + len(passage)) for passage in passages]


QUOTATIONS = spans("one.txt", "Come in,", "No!") + spans("two.txt", "We agree on this. We do.")
SENTENCES = spans("one.txt", "“Come in,” said Ann.", "He saw the ‘so-called’ light.", "It was Dr. Serge.")

LAST = "f1_last_mark_aside"


@pytest.fixture
def folder(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, content in TEXTS.items():
        (texts / name).write_bytes(content.encode())
    return texts


def validate(root, what, folder, gold, tmp_path):
    path, out = tmp_path / "spans.csv", tmp_path / "out.json"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("file", "start", "end"), *gold])
    command = [
        sys.executable,
        root / "benchmarks" / "validate_cleaning.py",
        what,
        folder,
        path,
        "--json",
        out,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done, json.loads(out.read_text()) if out.exists() else None


def test_quotations_are_scored_by_exact_span(root, folder, tmp_path):
    assert len(QUOTATIONS) == 3
    _, scores = validate(root, "quotations", folder, QUOTATIONS, tmp_path)
    assert scores == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 3, "found": 3} | {LAST: 1.0}
    _, scores = validate(root, "quotations", folder, [("one.txt", 1, 9), ("one.txt", 20, 28)], tmp_path)
    assert scores == {"precision": 1 / 3, "recall": 0.5, "f1": 0.4, "gold": 2, "found": 3, LAST: 0.4}


def test_the_last_mark_counts_for_one_score_alone(root, folder, tmp_path):
    _, scores = validate(root, "quotations", folder, [("one.txt", 1, 8), *QUOTATIONS[1:]], tmp_path)
    assert (scores["f1"], scores[LAST]) == (2 / 3, 1.0)


def test_a_quotation_that_is_all_of_another_counts_once_without_both_marks(root, folder, tmp_path):
    raw = TEXTS["one.txt"] + "\n“‘It is as cold as death,’” he read.\n"
    (folder / "one.txt").write_text(raw, encoding="utf-8", newline="")
    inner = raw.index("It is as"), raw.index("’” he read")
    _, scores = validate(root, "quotations", folder, [*QUOTATIONS, ("one.txt", *inner)], tmp_path)
    assert scores["f1"] == 1.0 and scores["found"] == 4


def test_sentences_are_scored_by_exact_span(root, folder, tmp_path):
    _, scores = validate(root, "sentences", folder, SENTENCES, tmp_path)
    assert (scores["recall"], scores["gold"], scores["found"]) == (1.0, 3, 7)
    assert scores["precision"] == 3 / 7 and scores["f1"] == 0.6


@pytest.mark.parametrize(
    ("gold", "message"), [([("three.txt", 0, 1)], "three.txt"), ([("one.txt", "x", 1)], "line 2")]
)
def test_bad_spans_are_refused_with_their_place(root, folder, tmp_path, gold, message):
    done, scores = validate(root, "quotations", folder, gold, tmp_path)
    assert (
        done.returncode == 2 and message in done.stderr and "Traceback" not in done.stderr and scores is None
    )


def test_the_page_of_scores_says_what_is_measured(root):
    command = [sys.executable, root / "benchmarks" / "accuracy.py"]
    derived = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()
    assert derived.count("|") > 50
    page = (root / "docs" / "accuracy.md").read_text(encoding="utf-8")
    (told,) = re.findall("<!-- accuracy:begin -->\n(.*?)\n<!-- accuracy:end -->", page, re.DOTALL)
    assert told == derived


def test_speed_without_texts_says_so(root, tmp_path):
    command = [sys.executable, root / "benchmarks" / "speed.py", tmp_path / "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "nothing measured" in done.stderr


@pytest.mark.parametrize(
    ("script", "folders"),
    [
        ("speed_stylometry", 1), ("power_grid", 1), ("coverage_rolling", 1), ("reference_tables", 2),
        ("validate_stylometry", 1), ("speed_topics", 1),
    ],
)  # fmt: skip
def test_scripts_without_texts_say_so(root, tmp_path, script, folders):
    command = [sys.executable, root / "benchmarks" / f"{script}.py", *[tmp_path / "nothing"] * folders]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "nothing" in done.stderr and "Traceback" not in done.stderr


def test_reference_tables_cut_what_names_the_author_and_are_the_same_at_every_making(root, tmp_path):
    federalist, inaugural = tmp_path / "federalist", tmp_path / "inaugural"
    federalist.mkdir()
    inaugural.mkdir()
    paper = (
        "MADISON\n\nTo the People of the State of New York:\n\n" + "upon the whole " * 50 + "\n\nPUBLIUS\n"
    )
    for name in ("Hamilton_01", "Madison_10", "Disputed_49", "Jay_02"):
        (federalist / f"{name}.txt").write_text(paper, encoding="utf-8")
    (inaugural / "1825-Adams.txt").write_text("My fellow citizens, " * 60, encoding="utf-8")
    made = []
    for out in (tmp_path / "one", tmp_path / "two"):
        out.mkdir()
        command = [
            sys.executable,
            root / "benchmarks" / "reference_tables.py",
            federalist,
            inaugural,
            "--out",
            out,
        ]
        subprocess.run(command, check=True)
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1] and len(made[0]) == 4
    counts = gzip.decompress(made[0]["federalist.csv.gz"]).decode().splitlines()
    assert counts[0] == "text,block,upon,the,whole" and len(counts) == 1 + 3
    about = json.loads(made[0]["federalist.json"])["texts"]
    assert {text["text"]: text["author"] for text in about} == {
        "federalist-01": "Hamilton", "federalist-10": "Madison", "federalist-49": None
    }  # fmt: skip
    (address,) = json.loads(made[0]["inaugural.json"])["texts"]
    assert (address["author"], address["year"]) == ("John Quincy Adams", 1825)


def test_speed_measures_every_ratio(root, folder):
    command = [sys.executable, root / "benchmarks" / "speed.py", folder, "--repeat", "1"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(report["seconds"]) == 6 and min(report["seconds"].values()) > 0
    assert report["import pulls in (wanted: nothing)"] == []


def test_what_a_measurement_imports_is_there(root):
    """The code that is timed stands in strings, which no other check reads."""
    lines = {
        line.strip()
        for path in (root / "benchmarks").glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*from dhtools[\w.]* import [\w, ]+$", line)
    }
    assert len(lines) > 20
    for line in sorted(lines):
        exec(line, {})
