"""benchmarks/validate_stylometry.py: headers are cut, texts attributed and clustered, and folders refused."""

import itertools
import json
import subprocess
import sys

import numpy as np
import pytest
import validate_stylometry as script
from scripts import run
from sklearn.metrics import adjusted_rand_score

SALUTATION = "To the People of the State of New York:"
#: Which words an author uses how often.
HABITS = {"Ann": {"the": 30, "upon": 12, "while": 2}, "Bob": {"the": 20, "upon": 2, "while": 12}}
#: Headers full of words that only the headers of one author have.
HEADERS = {name: " ".join(f"{name}{ending}" for ending in "abcdefghijkl") * 5 for name in HABITS}


def written(habit, number, *, header="", signed=True):
    """A text by one of the two: header, salutation, words that vary a little, signature, a title."""
    words = [word for word, times in HABITS[habit].items() for _ in range(times + number % 3)]
    words += [f"topic{habit}{'abcdef'[number]}"] * 5 + ["and", "of", "in"] * (10 + number % 2)
    end = "\r\n\r\nPUBLIUS.\r\n\r\nTHE FEDERALIST" if signed else ""
    return f"{header}\r\n\r\n{SALUTATION}\r\n\r\n{' '.join(words)}.{end}\r\n"


@pytest.fixture
def folder(tmp_path):
    """Four texts by each of the two, two by nobody knows whom, and one to be left out."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for author in HABITS:
        for number in range(4):
            raw = written(author, number, header=HEADERS[author])
            (texts / f"{author}_{number}.txt").write_bytes(raw.encode())
    # the headers of the disputed texts accuse the wrong one
    for name, habit, header in (("Nobody_1", "Ann", "Bob"), ("Nobody_2", "Bob", "Ann")):
        (texts / f"{name}.txt").write_bytes(written(habit, 5, header=HEADERS[header]).encode())
    (texts / "Both_1.txt").write_bytes(b"while upon while upon")
    return texts


def test_header_salutation_and_what_follows_the_signature_are_cut():
    cut = script.body
    raw = written("Ann", 0, header="By ANN\r\nTo the people")
    left = cut(raw, SALUTATION[:-1], "PUBLIUS")
    assert left.split()[:2] == ["the", "the"] and left.split()[-1] == "in."
    spaced = raw.replace("People of", "PEOPLE  of\r\n")
    assert cut(spaced, SALUTATION[:-1], "PUBLIUS").split() == left.split()
    assert cut(raw, SALUTATION[:-1], "").split()[-1] == "FEDERALIST"
    assert cut(raw, "", "PUBLIUS") == raw == cut(raw, "Dear Sir", "PUBLIUS")
    named = f"{SALUTATION}\nPUBLIUS says so.\nPUBLIUS\nhas said it.\nPUBLIUS.\nA note.\n"
    left = " ".join(cut(named, SALUTATION[:-1], "PUBLIUS").split())
    assert left == "PUBLIUS says so. PUBLIUS has said it."


def test_words_are_runs_of_letters_with_their_case():
    counts = script.count_runs({"a": "Don’t don't stop_it 3rd, Élan", "b": "it"})
    assert counts.columns.tolist() == ["Don", "don", "it", "rd", "stop", "t", "Élan"]
    assert counts.loc["a"].tolist() == [1, 1, 1, 1, 1, 2, 1] and counts.loc["b"].sum() == 1


def test_a_stray_control_character_does_no_harm(tmp_path):
    path = tmp_path / "a_b.txt"
    for raw, encoding in (("\x1fun mot", "utf-8"), ("un mot", "utf-16"), ("naïf mot", "cp1252")):
        path.write_bytes(raw.encode(encoding))
        assert script.read_text(path) == raw


def test_the_groups_of_medoids():
    pytest.importorskip("kmedoids")
    places = np.array([0, 1, 2, 10, 11, 12, 30])
    groups = script.medoid_groups(np.abs(places[:, None] - places).astype(float), 3)
    assert len(set(groups)) == 3 and len(set(groups[:3])) == len(set(groups[3:6])) == 1


def pam(distances, number):
    """PAM as R has it, slow: BUILD takes the last of equally good medoids, then the best swap, again."""
    nearest, medoids = np.full(len(distances), 2 * distances.max()), []
    while len(medoids) < number:
        gain = np.maximum(nearest - distances, 0).sum(axis=1)
        gain[medoids] = -1
        medoids.append(np.flatnonzero(np.isclose(gain, gain.max(), rtol=1e-12))[-1])
        nearest = np.minimum(nearest, distances[medoids[-1]])
    while True:
        swaps = [
            [*medoids[:place], other, *medoids[place + 1 :]]
            for place in range(number)
            for other in range(len(distances))
        ]
        costs = [distances[swap].min(axis=0).sum() for swap in swaps]
        if min(costs) >= distances[medoids].min(axis=0).sum() - 1e-9:
            return distances[medoids].argmin(axis=0)
        medoids = swaps[int(np.argmin(costs))]


def test_of_equally_good_medoids_the_last_is_taken_as_in_r():
    pytest.importorskip("kmedoids")
    for seed in range(40):
        points = np.random.default_rng(seed).normal(size=(14, 3))
        between = np.linalg.norm(points[:, None] - points[None], axis=2)
        assert adjusted_rand_score(script.medoid_groups(between, 8), pam(between, 8)) == 1, seed


def test_without_kmedoids_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "kmedoids", None)
    with pytest.raises(ValueError, match="pip install kmedoids"):
        script.medoid_groups(np.zeros((3, 3)), 2)


def three():
    """Counts of two texts by Ann and one by Bob."""
    authors = np.array(["Ann", "Ann", "Bob"])
    texts = {
        f"{author}_{row}": script.body(written(author, row), SALUTATION[:-1], "PUBLIUS")
        for row, author in enumerate(authors)
    }
    return script.count_runs(texts), authors


def test_the_nearest_text_is_another_one():
    pytest.importorskip("kmedoids")
    # Bob's only text is nearest to one by Ann
    for row in script.matrix_rows(*three()):
        assert row["accuracy_1nn"] < 1 and row["n_vocabulary"] == 9


def test_a_text_left_out_is_attributed_without_itself():
    counts, authors = three()
    model = script.DeltaClassifier(distance="burrows", rule="neighbour")
    # without Bob's only text there is nobody but Ann to choose
    assert script.left_out(model, counts, authors) == ["Ann", "Ann", None]


def test_the_report_on_a_folder(folder, tmp_path, monkeypatch, capsys):
    pytest.importorskip("kmedoids")
    out = tmp_path / "out.json"
    options = ("--unknown", "Nobody", "--exclude", "Both")
    status, report, complaint = run(script, monkeypatch, capsys, folder, *options, "--json", out)
    assert status == 0 and complaint == "" and json.loads(out.read_text(encoding="utf-8")) == report
    assert report["texts_by_author"] == {"Ann": 4, "Bob": 4}
    assert report["n_texts"] == 8 and report["n_authors"] == 2
    assert report["n_headers_cut"] == 10
    assert report["disputed"] == {"Nobody_1.txt": "Ann", "Nobody_2.txt": "Bob"}
    near = report["disputed_distances"]["Nobody_1.txt"]
    assert near["Ann"] < near["Bob"]
    assert report["leave_one_out"] == 1 and report["leave_one_out_right"] == 8
    assert report["leave_one_out_interval_95"][0] < 0.7 and report["largest_author"] == 0.5
    # six words are in two texts or more, and eight topics in one
    assert report["setting"]["mfw"] == 6 and report["setting"]["distance"] == "cosine_delta"
    rows = report["results"]
    assert [(row["distance"], row["mfw"]) for row in rows] == [
        (distance, mfw) for distance in ("burrows", "quadratic", "cosine_delta") for mfw in (100, 1000, 5000)
    ]
    assert all(row["n_vocabulary"] == 14 and "14 words" in row["note"] for row in rows)
    assert all(0 <= row["accuracy_1nn"] <= 1 and -1 <= row["ari"] <= 1 for row in rows)


#: Function words that two authors use unequally, and their nouns; 25 authors are made by shifting both.
NOVELS = {
    "de": (
        "der die das und nicht aber sie er in mit von zu auf wie noch nur als wenn",
        "Haus Weg Licht Stimme",
    ),
    "fr": ("le la les et ne mais elle il dans avec de à sur comme encore que si par", "maison chemin voix"),
}


def written_novel(language, author, number):
    """A novel of an author, who has habits of his own; in the frame of Project Gutenberg."""
    words, nouns = (own.split() for own in NOVELS[language])
    habits = [6 + (place * (author + 2)) % 7 for place in range(len(words))]
    text = [word for word, n in zip(words, habits, strict=True) for _ in range(5 * n + number)]
    text += nouns * (20 + number) + [f"{nouns[0]}{'abc'[number]}"] * 3
    frame = "*** {} OF THE PROJECT GUTENBERG EBOOK OF AUTHOR{} ***"
    return "\n\n".join(
        [frame.format("START", "AB"[number % 2]), " ".join(text) + ".", frame.format("END", "")]
    )


@pytest.mark.parametrize("language", NOVELS)
def test_novels_of_a_language(language, tmp_path, monkeypatch, capsys):
    pytest.importorskip("kmedoids")
    for author in range(5):
        for number in range(3):
            raw = written_novel(language, author, number)
            (tmp_path / f"Author{'abcde'[author]}_{number}.txt").write_text(raw, encoding="utf-8")
    status, report, complaint = run(script, monkeypatch, capsys, "--language", language, tmp_path)
    assert (status, complaint) == (0, "")
    assert (report["language"], report["n_texts"], report["n_authors"]) == (language, 15, 5)
    assert not report["shape_of_published_corpora"] and report["n_headers_cut"] == 15
    cells = {(row["distance"], row["mfw"]): row for row in report["results"]}
    assert set(cells) == set(itertools.product(script.DELTAS, script.MFW))
    assert all(row["published"] is None and "not known" in row["note"] for row in cells.values())
    assert cells["cosine_delta", 100]["accuracy_1nn"] == 1 and cells["cosine_delta", 100]["ari"] == 1


def test_a_novel_in_another_language_is_refused(tmp_path, monkeypatch, capsys):
    for name, language in (("A_1", "de"), ("A_2", "de"), ("B_1", "de"), ("B_2", "fr")):
        (tmp_path / f"{name}.txt").write_text(written_novel(language, 1, 0), encoding="utf-8")
    status, _, complaint = run(script, monkeypatch, capsys, "--language", "de", tmp_path)
    assert status == 2 and "B_2.txt: seems to be in French, not in German" in complaint


def test_published_values_stand_beside_the_cells_that_we_know():
    row = {"distance": "burrows", "mfw": 1000, "accuracy_1nn": 0.9, "ari": 0.8}
    known = script.beside_published(row, "en")
    assert known["published"] == {"accuracy_1nn": 0.9467, "ari": 0.8220} and "note" not in known
    assert script.beside_published(row, "de")["published"] is None


def test_a_header_that_is_not_cut_misleads(folder, monkeypatch, capsys):
    pytest.importorskip("kmedoids")
    options = ("--unknown", "Nobody", "--exclude", "Both", "--salutation", "")
    status, report, _ = run(script, monkeypatch, capsys, folder, *options)
    assert status == 0 and report["n_headers_cut"] == 0
    assert report["disputed"] == {"Nobody_1.txt": "Bob", "Nobody_2.txt": "Ann"}


def test_other_settings_are_tried_when_asked_for(folder, monkeypatch):
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("[AB]*_?.txt"))}
    texts.pop("Both_1.txt")
    counts = script.count_runs(
        {file: script.body(raw, SALUTATION[:-1], "PUBLIUS") for file, raw in texts.items()}
    )
    authors = script.authors_of(list(texts))
    monkeypatch.setattr(script, "NEIGHBOURHOOD", (3, 500))
    rows = list(script.sensitivity(counts, authors, counts[:3]))
    assert len(rows) == 9 and {row["mfw"] for row in rows} == {3}  # there are no 500 words
    assert all(row["right"] <= 8 and row["to Ann"] + row["to Bob"] == 3 for row in rows)


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"Preface.txt": b"a"}, (), "Preface.txt: 1 of 12 files name no author"),
        ({"_x.txt": b"a"}, (), "_x.txt: 1 of 12"),
        ({}, ("--unknown", "Nobdy"), "Nobdy: no file is by this name. There are: Ann, Bob, Both, Nobody"),
        ({}, ("--exclude", "Bob,Both,Nobody"), "4 texts by 1 known authors"),
        ({"Ann_4.txt": b"1 2 3"}, (), "Ann_4.txt: no word is left"),
    ],
)
def test_folders_that_say_nothing(folder, monkeypatch, capsys, changes, options, message):
    for name, content in changes.items():
        (folder / name).write_bytes(content)
    status, report, complaint = run(script, monkeypatch, capsys, folder, *options)
    assert status == 2 and report is None and message in complaint


def test_a_missing_folder_is_named(root, tmp_path):
    command = [sys.executable, root / "benchmarks" / "validate_stylometry.py", tmp_path / "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (
        done.returncode == 2 and "there is no such folder" in done.stderr and "Traceback" not in done.stderr
    )
