"""The scripts in benchmarks/: each row of the record is measured by the script it names, and each runs."""

import contextlib
import csv
import gzip
import io
import json
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import common
import measure
import numpy as np
import public_corpora
import pytest
import results
import speed
import speed_suite
import validate_speakers
import validate_topics

MEASUREMENTS = measure.measurements()
TEXTS = {
    "one.txt": "“Come in,” said Ann. He saw the ‘so-called’ light.\r\n\r\n“No!” It was Dr. Serge.\n",
    "two.txt": "\ufeffThey wrote: “We agree on this. We do.” That was all.\n",
}


# Wiring: rows, scripts, corpora.


def test_each_row_names_what_makes_it(root):
    declared = {what: one.script for one in MEASUREMENTS for what in one.rows}
    rows = {row["what"]: row["made_by"] for row in results.read_rows()}
    assert len(rows) == len(results.read_rows())  # a name belongs to one row
    assert {what: made for what, made in rows.items() if what in declared} == declared
    for what, made in rows.items():
        assert what in declared or made.startswith("by hand: ") or (root / made).is_file(), what


def test_what_a_test_keeps_true_says_so():
    kept = {row["what"] for row in results.read_rows() if results.KEPT in row["result"]}
    assert kept >= {row["what"] for row in results.read_rows() if row["made_by"].startswith("tests/")}


def test_every_corpus_is_needed_and_known():
    assert {name for one in MEASUREMENTS for name in one.needs} == set(common.SOURCES)


def call(*arguments):
    command = [sys.executable, Path(measure.__file__), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_is_absent_is_skipped_and_said_where_to_get(tmp_path):
    before = results.read_rows()
    (tmp_path / "federalist").mkdir()
    (tmp_path / "federalist" / "Jay_02.txt").write_text("one of 85")
    told = call(tmp_path, "authorship").stdout
    assert "skipped: authorship: leave one out; authorship: disputed" in told
    assert "has 1 of 85 files *.txt. Get them from: the Federalist Papers of Project Gutenberg" in told
    assert results.read_rows() == before


def test_rows_of_a_reader_and_unknown_rows_are_said(tmp_path):
    told = call(tmp_path, "epithets found on other texts").stdout
    assert told.startswith("not measured: epithets found on other texts (by hand: write_judgement_sheet")
    unknown = call(tmp_path, "no such row")
    assert unknown.returncode == 2 and "no row that a script measures" in unknown.stderr


# Every script, from end to end, on little.

SALUTATION = "To the People of the State of New York"


def words_of(n_words, own, random):
    """Sentences of common words, and of words that belong to one author or subject."""
    common_words = ["the", "of", "may", "was", "house", "perhaps", "they", "said", "whatever", "necessary"]
    rare = [own + "".join(letters) for letters in product("abcdefghijklmn", repeat=3)]
    vocabulary = [*common_words, *rare]
    shares = np.concatenate([np.full(10, 0.07), 0.1 / np.arange(1, len(rare) + 1)])
    drawn = random.choice(vocabulary, n_words, p=shares / shares.sum()).tolist()
    return "\n\n".join(
        " ".join(" ".join(drawn[at : at + 10]).capitalize() + "." for at in range(start, start + 60, 10))
        for start in range(0, n_words, 60)
    )


def conllu(name):
    row = "{}\t{}\t{}\tX\t{}\t_\t{}\t{}\t_\t_".format
    rows = [row(1, "It", "it", "PRP", 3, "nsubj:pass"), row(2, "was", "be", "VBD", 3, "aux:pass")]
    rows += [row(3, "taken", "take", "VBN", 0, "root"), row(4, "by", "by", "IN", 5, "case")]
    rows += [row(5, "Ann", "Ann", "NNP", 3, "obl:agent"), row(6, ".", ".", ".", 3, "punct")]
    return f"# newdoc id = {name}\n# newpar\n# text = It was taken by Ann.\n" + "\n".join(rows) + "\n\n"


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """A folder with a little of every corpus, made up."""
    place, random = tmp_path_factory.mktemp("corpora"), np.random.default_rng(0)

    def write(name, text):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    for author in "AB":
        for number in range(2):
            text = words_of(15_600, author.lower(), random)
            write(f"british_fiction/{author}_{number}.txt", text)
            write(f"english_novels/{author}_{number}.txt", text)
        novel = author if author == "A" else "4300_ulysses"
        write(f"litbank/original/{novel}.txt", "“Come in,” said Ann. “No!” he said.")
        write(f"litbank/quotations/tsv/{novel}_brat.txt", "“ Come in , ” said Ann .\n“ No ! ” he said .")
        spoken = "QUOTE\tQ1\t0\t0\t0\t4\t“ Come in , ”\nATTRIB\tQ1\tAnn-0"
        write(f"litbank/quotations/tsv/{novel}_brat.ann", spoken)
        mentioned = "MENTION\tT1\t0\t6\t0\t6\tAnn\tPER\tPROP\nCOREF\tT1\tAnn-0"
        write(f"litbank/coref/tsv/{novel}_brat.ann", mentioned)
        write(f"gum/not-to-release/sources/GUM_news_{author}.conllu", conllu(author))
        write(f"ewt/en_ewt-ud-{'dev' if author == 'A' else 'test'}.conllu", conllu(f"email-{author}"))
        for post in range(12):
            text = f"From: x\n\n> quoted\n{words_of(60, author.lower(), random)}"
            write(f"newsgroups/{author}/{post}", text)
    for number in range(40):
        author = ("Hamilton", "Madison", "Disputed", "HamiltonAndMadison", "Jay")[min(number // 9, 4)]
        own = words_of(360, author[0].lower(), random)
        write(f"federalist/{author}_{number:02}.txt", f"{author}\n\n{SALUTATION}:\n\n{own}\n\nPUBLIUS")
        address = words_of(2400 if number < 2 else 240, "x", random)
        write(f"inaugural/{1789 + number}-{author[:3]}.txt", address)
    write("onestop/Texts-SeparatedByReadingLevel/Ele-Txt/X-ele.txt", "He came. He saw it. It was good.")
    hard = "Intermediate\nNotwithstanding considerable difficulties, the administration persevered."
    write("onestop/Texts-SeparatedByReadingLevel/Adv-Txt/X-adv.txt", hard)
    return place


def in_this_process(name, folder):
    """What `speed.run` does in a process of its own."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["-c", str(folder)])
        exec(speed.CODE.format(**speed.TASKS[name]._asdict()), {})
    seconds, peak = printed.getvalue().split()
    return max(float(seconds), 1e-9), int(peak)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("one", MEASUREMENTS, ids=lambda one: f"{one.script}:{one.run.__name__}")
def test_a_script_measures_its_rows_on_little(one, corpora, monkeypatch):
    if one.script == "validate_stylometry.py":
        pytest.importorskip("kmedoids")  # in the lock of benchmarks only: it is under the GPL
    if one.script == "speed_search.py":
        for library in ("conc", "spacy"):  # in the lock of benchmarks only
            pytest.importorskip(library)
    if one.script == "scale.py":
        for library in ("distributed", "polars", "duckdb"):
            pytest.importorskip(library)
    monkeypatch.setattr(speed, "run", in_this_process)
    monkeypatch.setattr(speed_suite, "seconds", lambda command, folder: 2.0)
    monkeypatch.setattr(validate_topics, "peak_mib", lambda name, docs, k: None)
    told = measure.measure(one, common.Given(corpora, quick=True))
    assert list(told) == list(one.rows)
    for result in told.values():
        assert re.search(r"\d", result) and "nan" not in result and "None" not in result


def test_a_task_is_timed_in_a_process_of_its_own(corpora):
    seconds, peak = speed.run("import pandas", corpora)
    assert seconds > 0 and peak > 0
    assert speed.times(1.234, "counting") == "1.2 × the time of counting"


# The floor of the notebooks.


def test_the_floor_has_the_imports_of_every_notebook(root, tmp_path):
    import nbformat

    folder = speed_suite.importing_only(tmp_path / "bare")
    made = sorted((folder / "notebooks").glob("*.ipynb"))
    assert [path.name for path in made] == sorted(path.name for path in (root / "notebooks").glob("*.ipynb"))
    for path in made:
        parameters, imports = nbformat.read(path, as_version=4).cells
        assert parameters.metadata["tags"] == ["parameters"]
        assert "from dhtools" in imports.source and "exhibits.figure(" not in imports.source
        assert all(line.startswith(("import ", "from ")) for line in imports.source.splitlines())


# Gold spans of anybody's.


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


@pytest.mark.parametrize(
    ("told", "right"),
    [("Weston", True), ("Mr. Weston", True), ("Mrs. Weston", False), ("Mr.", False), ("The mother", True)],
)
def test_a_name_is_right_where_it_is_part_of_one_of_the_speaker(told, right):
    names = frozenset({"Mr. Weston"}), frozenset({"mother"})
    speech = public_corpora.Speech("a", 0, 1, "W-1", *names, named_beside=True)
    assert validate_speakers.is_name(told, speech) == right
