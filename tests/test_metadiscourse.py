"""Hedges, boosters and vague quantifiers: in context, by class, and how many of those found are right."""

import csv
import json
import runpy

import pytest
from annotated import corpus_of, seeds, table

from dhtools import DhtoolsError, annotate
from dhtools.rhetoric import find_cues, find_metadiscourse
from dhtools.rhetoric.metadiscourse import RULES
from dhtools.wordlists import metadiscourse


def cues(text, *classes):
    return [text[cue.start : cue.end] for cue in find_cues(text) if not classes or cue.category in classes]


def test_the_list_is_in_order():
    words = metadiscourse()
    assert list(words) == ["class", "subclass", "form", "rule", "source"]
    assert set(words["class"]) == {"hedge", "booster", "vague"} and words["source"].ne("").all()
    assert set(words["rule"]) - {""} == set(RULES)
    assert (
        not words.duplicated(["class", "form"]).any() and (words["form"] == words["form"].str.strip()).all()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He may come.", ["may"]),
        ("In May 1940 he came.", []),
        ("It happened in May.", []),
        ("May he come?", ["May"]),
        ("She might know.", ["might"]),
        ("All the might of the state.", []),
        ("About 300 men came.", ["About"]),
        ("He spoke about the war.", []),
        ("It took some two dozen men.", ["some"]),
        ("Rather late, he came.", ["Rather"]),
        ("He came rather than wait.", []),
        ("He was probably ill.", ["probably"]),
        ("Some say that he left.", ["Some say"]),
    ],
)
def test_hedges_in_context(text, found):
    assert cues(text, "hedge") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They are very poor.", ["very"]),
        ("A series of show trials.", []),
        ("He did it as a matter of course.", []),
        ("Of course he did it.", ["Of course"]),
        ("He never completely trusted him.", ["never"]),
        ("He completely trusted him.", ["completely"]),
        ("They weren’t fully admirable.", []),
    ],
)
def test_boosters_in_context(text, found):
    assert cues(text, "booster") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Most people left, and some stayed.", ["Most", "some"]),
        ("The most radical of them left.", []),
        ("Stalin’s most loyal men.", []),
        ("One of the most famous men.", ["One of the most"]),
        ("Many and various reasons.", ["Many", "various"]),
        ("Some 300 men.", []),
    ],
)
def test_vague_quantifiers_in_context(text, found):
    assert cues(text, "vague") == found


def test_findings_know_their_passage_and_voice_and_keep_to_sentences():
    text = "It was <b>probably</b> so. “Perhaps,” he said,\r\n“it may be.”"
    annotation = annotate(corpus_of(a=text))
    found = find_metadiscourse(annotation)
    raw = annotation.corpus["a"].raw
    places = zip(found["start"], found["end"], strict=True)
    assert (
        [raw[start:end] for start, end in places] == found["cue"].tolist() == ["probably", "Perhaps", "may"]
    )
    assert found["voice"].tolist() == ["author", "quoted", "quoted"]
    assert found["passage"].tolist()[0] == "a:1.1" and set(found["category"]) == {"hedge"}
    assert find_metadiscourse(annotation, category="booster").empty
    with pytest.raises(DhtoolsError, match="category='irony'"):
        find_metadiscourse(annotation, category="irony")


def test_no_hard_negative_of_the_hand_annotation_is_found():
    rows = [row for row in table("figures.tsv") if row["figure"] in ("hedge", "booster")]
    assert len(rows) == 3 and {row["label"] for row in rows} == {"0"}
    for row in rows:
        assert not [cue for cue in find_cues(row["snippet"]) if cue.category == row["figure"]], row["snippet"]


def test_what_is_found_in_the_four_texts_was_judged_and_is_mostly_right(root):
    with (root / "seeds" / "judgements.csv").open(encoding="utf-8", newline="") as lines:
        judged = list(csv.DictReader(lines))
    found = find_metadiscourse(seeds())
    found = found[found["voice"].isin(["author", "quoted", "mentioned"]) & found["category"].ne("vague")]
    keys = [(row["text"], int(row["start"]), int(row["end"]), row["category"], row["cue"]) for row in judged]
    columns = ["text", "start", "end", "category", "cue"]
    assert keys == list(found[columns].itertuples(index=False, name=None))
    right = sum(row["verdict"] == "yes" for row in judged)
    assert len(judged) > 60 and right / len(judged) > 0.9
    assert all(row["reason"] for row in judged if row["verdict"] != "yes")


@pytest.fixture(scope="module")
def script(root):
    return runpy.run_path(str(root / "benchmarks" / "validate_rhetoric.py"))


def run(script, monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["validate_rhetoric.py", *map(str, arguments)])
    script["main"]()


def test_precision_recall_and_f1_by_hand(script, tmp_path, monkeypatch, capsys):
    rows = "text,label\nHe may come.,1\nMany came.,1\nHe came.,1\nIt was often so.,0\nIt was so.,0\n"
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    run(script, monkeypatch, "hedges", tmp_path / "in.csv", "--json", tmp_path / "out.json")
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report == json.loads(capsys.readouterr().out)
    assert report == {"sentences": 5, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}


EASY = "The cat sat. It was hot. The dog ran to the cat. They had fun in the sun."
HARD = (
    "The animals, notwithstanding extraordinary temperatures, demonstrated considerable companionship. "
    "Subsequently the investigation established unanticipated behavioural similarities."
)


@pytest.mark.parametrize("levels", [("1", "2"), ("ele", "adv"), ("Elementary", "Advanced")])
def test_pairs_are_put_in_order(script, tmp_path, monkeypatch, capsys, levels):
    low, high = levels
    rows = f'id,level,text\na,{high},"{HARD}"\na,{low},"{EASY}"\nb,{low},"{EASY}"\n'
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    run(script, monkeypatch, "order", tmp_path / "in.csv")
    report = json.loads(capsys.readouterr().out)
    assert report["pairs"] == 1 and report["flesch_kincaid"] == report["flesch"] == report["lix"] == 1
    (tmp_path / "in.csv").write_text(rows.replace(HARD, "x").replace(EASY, HARD), encoding="utf-8")
    run(script, monkeypatch, "order", tmp_path / "in.csv")
    assert json.loads(capsys.readouterr().out)["flesch_kincaid"] == 0


@pytest.mark.parametrize(
    ("task", "rows", "said"),
    [
        ("hedges", "text\nx\n", "no column 'label'"),
        ("hedges", "text,label\nx,maybe\n", "label 'maybe' is neither 0 nor 1"),
        ("order", "id,level,text\na,north,x\na,south,y\n", "no scale that is known"),
        ("order", None, "no such file"),
    ],
)
def test_files_that_cannot_be_used(script, tmp_path, monkeypatch, capsys, task, rows, said):
    if rows is not None:
        (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        run(script, monkeypatch, task, tmp_path / "in.csv")
    assert stopped.value.code == 2 and said in capsys.readouterr().err
