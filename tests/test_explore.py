"""The explorer without its face: the lines of every step are those of the calls that it writes."""

import json

import numpy as np
import pandas as pd
import pytest
from annotated import LEAD, ROOT, corpus_of, seeds
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from dhtools import DhtoolsError, annotate, fold_case, read_corpus
from dhtools.explore.citations import cite
from dhtools.explore.exploration import Exploration
from dhtools.explore.filters import group_columns, keep_lines, lines_near
from dhtools.export import ExportedTables
from dhtools.rhetoric import find_metadiscourse
from dhtools.search import concordance, search_pattern, sort_lines
from dhtools.search.concordance import Hits
from dhtools.terms import collocate_lines, collocates

RAW = (
    "The old dog barked at the new dog in 1917. A cat saw the dog; it ran.\n\n"
    "“The dog is old,” she said. Nobody saw the cat, for the dogs had left in 1937\n"
)
NO_HITS = Hits(*[np.array([], dtype=np.int64)] * 4)
HTML = "<script>alert(1)</script> & <b onclick=x>dog</b>"


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """Three texts of two parties and three years."""
    folder = tmp_path_factory.mktemp("dated")
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(LEAD + RAW + name, encoding="utf-8")
    rows = ["file,party,date,author", "a.txt,Whig,1861,Ann", "b.txt,Tory,1865,Bob", "c.txt,Whig,1901,Ann"]
    (folder / "metadata.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder, annotate(read_corpus(folder))


def run(code, annotation):
    """What the code of a step makes."""
    names = {"annotation": annotation}
    exec(code, names)
    return names


def test_the_start_has_no_lines():
    here = Exploration(seeds())
    assert len(here) == 0 and here.lines.empty and here.page().empty
    assert here.counts()["n"].sum() == 0 and here.strips() == {} and here.collocates().empty


def test_a_path_of_steps_is_written_as_code(dated):
    folder, annotation = dated
    here = Exploration(annotation, corpus=folder)
    here.search("dog")
    here.keep(voice=["author"], groups={"party": ["Whig"]}, years=(1861, 1900))
    here.narrow("saw")
    here.sort("R1", "L1")
    wanted = keep_lines(
        annotation,
        concordance(annotation, "dog"),
        voice=["author"],
        groups={"party": ["Whig"]},
        years=(1861, 1900),
    )
    wanted = sort_lines(lines_near(annotation, wanted, "saw"), ["R1", "L1"])
    assert len(wanted) == 1 and wanted["text"].tolist() == ["a"]
    assert_frame_equal(here.lines, wanted)
    assert_frame_equal(run(here.code(), None)["lines"], wanted)  # it reads the texts itself


WORDS = st.sampled_from(["the", "of the", "state", "police", "Stalin’s", "xyzzy", "we"])
PATTERNS = st.sampled_from([r"\b19\d\d\b", r"\bpolic\w+", "e", r"the\s+\w+", r'["“]', r"\w\.\s+\w"])
STEPS = st.one_of(
    st.tuples(st.just("search"), WORDS),
    st.tuples(st.just("pattern"), PATTERNS),
    st.tuples(st.just("voice"), st.sets(st.sampled_from(["author", "quoted", "other"]))),
    st.tuples(st.just("kind"), st.sets(st.sampled_from(["body", "heading", "comments"]))),
    st.tuples(st.just("text"), st.sets(st.sampled_from(["article", "note", "blog"]))),
    st.tuples(st.just("years"), st.sampled_from([(), (1900, 1995), (1990, 2030)])),
    st.tuples(st.just("near"), st.sampled_from(["the", "Soviet", "and"])),
    st.tuples(st.just("sort"), st.lists(st.sampled_from(["L1", "R1", "R3", "text", "match"]), max_size=2)),
    st.tuples(st.just("go"), st.integers(0, 3)),
)


def take(here, step, value):
    if step in ("search", "pattern"):
        here.search(value, "words" if step == "search" else "pattern")
    elif step == "near":
        here.narrow(value)
    elif step == "sort":
        here.sort(*value)
    elif step == "go":
        here.go(min(value, len(here.steps.taken) - 1))
    else:
        here.keep(**{step: sorted(value) if isinstance(value, set) else value})


@settings(max_examples=25)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_whatever_is_done_pages_lines_and_code_agree(steps):
    annotation = seeds()
    here = Exploration(annotation)
    for step, value in steps:
        take(here, step, value)
    size = max(len(here) // 3, 50)
    pages = [here.page(number, size=size) for number in range(len(here) // size + 1)]
    if not here.view.query:
        assert len(here) == 0
        return
    made = run(here.code(), annotation)["lines"]
    assert_frame_equal(here.lines, made)
    assert_frame_equal(pd.concat(pages), made, check_index_type=False)
    assert here.counts()["n"].sum() == len(made)
    by_voice = {voice: int(here.counts()[f"n_{voice}"].sum()) for voice in ("author", "quoted", "other")}
    assert by_voice == {voice: int((made["voice"] == voice).sum()) for voice in by_voice}
    assert sum(n for parts in here.strips().values() for _, n in parts) == len(made)
    assert len(here.steps.leaves()) == here.code_of_tree().count("# step ") >= 1


def test_going_back_makes_a_branch_and_loses_nothing():
    here = Exploration(seeds())
    here.search("state")
    here.keep(voice=["author"])
    here.sort("R1")
    here.go(1)
    here.keep(text=["article"])
    assert [(step.n, step.parent) for step in here.steps.taken] == [
        (0, None), (1, 0), (2, 1), (3, 2), (4, 1)
    ]  # fmt: skip
    assert [step.n for step in here.steps.in_order()] == [0, 1, 2, 3, 4]
    assert [here.steps.depth(step) for step in here.steps.taken] == [0, 1, 2, 3, 2]
    made = run(here.code_of_tree(), seeds())
    assert_frame_equal(made["lines_4"], here.lines)
    here.go(3)
    assert_frame_equal(made["lines_3"], here.lines)


def test_a_step_taken_twice_is_one_step():
    here = Exploration(seeds())
    for _ in range(2):
        here.search("state")
        here.sort("R1")
        here.sort("R1")
    assert len(here.steps.taken) == 3


def test_what_is_being_typed_is_one_step():
    here = Exploration(seeds())
    for typed in ("s", "st", "sta", "stat", "state"):
        here.search(typed, draft=True)
    assert [step.label for step in here.steps.taken] == ["start", "search “state”"]
    here.sort("R1")
    here.search("police", draft=True)
    assert [step.label for step in here.steps.taken] == [
        "start", "search “state”", "sort by R1", "search “police”"
    ]  # fmt: skip
    assert here.view.sort_by == ("R1",)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda here: here.search("1917"), "holds no word"),
        (lambda here: here.search("(", "pattern"), "not a valid regular expression"),
        (lambda here: here.search("dog", "sound"), "way='sound'"),
        (lambda here: here.keep(voice=["narrator"]), "voice='narrator'"),
        (lambda here: here.keep(kind=["poem"]), "kind='poem'"),
        (lambda here: here.keep(text=["nowhere"]), "No text has the id"),
        (lambda here: here.keep(groups={"colour": ["red"]}), "groups='colour'"),
        (lambda here: here.keep(groups={"author": ["Homer"]}), "author='Homer'"),
        (lambda here: here.keep(years=(1990, 1900)), "after the last"),
        (lambda here: here.keep(years=(1990,)), "first and the last"),
        (lambda here: here.sort("Q1"), "by='Q1'"),
        (lambda here: here.narrow("two words"), "a single word"),
        (lambda here: here.narrow("word", 0), "window=0"),
        (lambda here: here.go(99), "step=99"),
        (lambda here: here.line(1_000_000), "lines, counted from 0"),
        (lambda here: here.page(-1), "page=-1"),
    ],
)
def test_what_is_wrong_is_refused_and_no_step_is_taken(wrong, message):
    here = Exploration(seeds())
    here.search("state")
    before = here.lines
    with pytest.raises(DhtoolsError, match=message):
        wrong(here)
    assert len(here.steps.taken) == 2
    assert_frame_equal(here.lines, before)


def test_a_pattern_that_is_being_typed_has_less_time(monkeypatch):
    given = []
    monkeypatch.setattr(
        "dhtools.explore.exploration.find_pattern", lambda *_, seconds, **__: given.append(seconds) or NO_HITS
    )
    here = Exploration(seeds())
    here.search("a+", "pattern", draft=True)
    here.search("a+b", "pattern")
    assert given == [1.0, 5.0]


def test_an_explosive_pattern_ends():
    here = Exploration(annotate(corpus_of(a="a" * 5000)), seconds=0.05)
    with pytest.raises(DhtoolsError, match="did not end"):
        here.search("(a+)+b", "pattern")


@pytest.mark.parametrize("query", ["state", "of the", "Stalin", "the"])
def test_collocates_are_those_of_the_package(query):
    here = Exploration(seeds())
    here.search(query)
    wanted = collocates(fold_case(seeds().tokens), query, measures="g2")
    assert_frame_equal(here.collocates(), wanted.head(40))


@pytest.mark.parametrize(("query", "word"), [("state", "workers"), ("of the", "history"), ("Stalin", "and")])
def test_a_collocate_leads_to_its_lines(query, word):
    here = Exploration(seeds())
    here.search(query)
    here.narrow(word)
    wanted = collocate_lines(seeds(), query, word)
    assert len(wanted) and here.lines["start"].tolist() == wanted["start"].tolist()
    here.widen(word)
    assert_frame_equal(here.lines, concordance(seeds(), query))


def test_words_near_a_year_stand_on_both_sides_of_it(dated):
    _, annotation = dated
    lines = keep_lines(annotation, search_pattern(annotation, r"19\d7"), text=["a"])
    assert lines["match"].tolist() == ["1917", "1937"]
    near = {word: len(lines_near(annotation, lines, word, window=2)) for word in ("dog", "in", "left", "cat")}
    assert near == {"dog": 1, "in": 2, "left": 1, "cat": 0}


def test_counts_have_an_interval_where_there_are_segments_enough():
    here = Exploration(seeds())
    here.search("state")
    here.keep(voice=["author"])
    counts = here.counts().set_index("text")
    author = seeds().tokens["voice"] == "author"
    words = seeds().tokens[author]["text"].astype(str).value_counts()
    assert counts["n_words"].to_dict() == {text: words[text] for text in counts.index}
    article = counts.loc["article"]
    assert article["low"] < article["per_1000"] < article["high"]
    assert article["per_1000"] == pytest.approx(1000 * article["n"] / article["n_words"])
    assert (counts.loc[counts["n"] == 0, "note"] == "none found").all()


def test_strips_say_where_lines_stand():
    words = " ".join(["filler"] * 99 + ["dog"]) * 2
    here = Exploration(annotate(corpus_of(a=words.replace("dogf", "dog f"))))
    here.search("dog")
    assert here.strips() == {"a": [(49, 1), (99, 1)]}


def test_a_passage_is_plain_text_with_voices_and_findings():
    raw = f"{LEAD}{HTML} perhaps. “She may be right,” they said.\n"
    annotation = annotate(corpus_of(a=raw))
    here = Exploration(annotation, findings=find_metadiscourse(annotation))
    here.search("dog")
    opened = here.passage(0)
    pieces = [piece for block in opened["blocks"] for piece in block["pieces"]]
    assert HTML in "".join(piece["words"] for piece in pieces)
    assert [piece["words"] for piece in pieces if piece["hit"]] == ["dog"]
    found = {piece["words"]: piece["found"][0][:2] for piece in pieces if piece["found"]}
    assert found["perhaps"] == ("findings", "hedge") and found["may"] == ("findings", "hedge")
    assert "She may be right," in "".join(p["words"] for p in pieces if p["voice"] == "quoted")
    json.dumps(opened)


def test_a_passage_does_not_reprint_comments_and_is_bounded():
    annotation = seeds()
    here = Exploration(annotation, findings={"findings": find_metadiscourse(annotation)})
    here.search("e", "pattern")
    kinds = here.lines["kind"]
    for number in (0, len(here) // 2, int(kinds[kinds == "comments"].index[0])):
        opened = here.passage(number)
        shown = {block["kind"]: block["pieces"] for block in opened["blocks"]}
        assert shown.get("comments", []) == []
        assert sum(len(p["words"]) for block in opened["blocks"] for p in block["pieces"]) <= 12_500


def test_layers_have_their_names():
    annotation = annotate(corpus_of(a=LEAD + RAW))
    start = (LEAD + RAW).index("old dog")
    place = pd.DataFrame({"text": ["a"], "start": [start], "end": [start + 7], "category": ["animals"]})
    here = Exploration(annotation, findings={"topics": place, "entities": place.assign(category="DOG")})
    here.search("barked")
    opened = here.passage(0)
    (both,) = [piece for block in opened["blocks"] for piece in block["pieces"] if piece["found"]]
    assert both["words"] == "old dog" and opened["layers"] == ["entities", "topics"]
    assert [layer for layer, *_ in both["found"]] == ["topics", "entities"]


def test_the_filters_offer_what_there_is(dated):
    _, annotation = dated
    offered = Exploration(annotation).choices()
    assert offered["groups"] == {
        "author": ["Ann", "Bob"], "date": ["1861", "1865", "1901"], "party": ["Whig", "Tory"]
    } or offered["groups"] == {"author": ["Ann", "Bob"], "party": ["Whig", "Tory"]}  # fmt: skip
    assert offered["years"] == [1861, 1901] and offered["voice"] == ["author", "quoted"]
    assert group_columns(seeds().corpus) == {}


def test_citations_of_a_passage(dated):
    _, annotation = dated
    here = Exploration(annotation)
    here.search("barked")
    assert here.citation(1) == "b:2.1" and annotation.passage("b:2.1").startswith("The old dog barked")
    assert "author = {{Bob}}" in here.citation(1, "bibtex") and "b:2.1" in here.citation(1, "bibtex")
    (item,) = json.loads(here.citation(1, "csl"))
    assert item["author"] == [{"literal": "Bob"}] and item["issued"] == {"date-parts": [[1865]]}
    with pytest.raises(DhtoolsError, match="form='mla'"):
        here.citation(1, "mla")


def test_an_entry_of_bibtex_is_read_by_a_reader_of_bibtex():
    from bibtexparser.entrypoint import parse_string

    text = annotate(corpus_of(a=LEAD)).corpus["a"]
    entry = cite(text, "a:1.1", "bibtex")
    library = parse_string(entry)
    assert not library.failed_blocks and library.entries[0].key == "a"
    assert "author" not in library.entries[0].fields_dict


def test_what_is_saved_is_made_again_without_the_explorer(dated, tmp_path):
    folder, annotation = dated
    here = Exploration(annotation, corpus=folder, root=tmp_path, notebook="05-own")
    here.search(r"\bdogs?\b", "pattern")
    here.keep(voice=["author"])
    here.sort("L1")
    exhibit = here.save_as_exhibit("dogs")
    assert exhibit.files[0] == "data/05-own/dogs.csv"
    record = json.loads((tmp_path / "data/05-own/dogs.json").read_text(encoding="utf-8"))
    assert record["caption"] == r"Concordance: /\bdogs?\b/; voice author; sorted by L1."
    made = run("\n".join(record["settings"]["code"]), None)["lines"]
    saved = ExportedTables(annotation.corpus, root=tmp_path).table("05-own/dogs")
    assert len(saved) == 12
    for column in ("text", "passage", "left", "match", "right", "start", "end"):
        assert saved[column].astype(str).tolist() == made[column].astype(str).tolist()
    with pytest.raises(DhtoolsError, match="name"):
        here.save_as_exhibit("Two Words")


def test_lines_that_are_nowhere_are_said_not_to_be_saved(tmp_path):
    here = Exploration(seeds(), root=tmp_path)
    here.search("xyzzy")
    assert "left out" in str(here.save_as_exhibit("nothing"))


@pytest.mark.parametrize("query", ['say "no"', "back\\slash", "'", "a\tb", "naïve"])
def test_any_query_is_written_as_code(query):
    here = Exploration(annotate(corpus_of(a=LEAD)))
    here.search(query + " x")
    assert_frame_equal(run(here.code(), here.annotation)["lines"], here.lines)


def test_a_width_is_part_of_the_code():
    here = Exploration(seeds(), width=20)
    here.search("state")
    here.narrow("workers")
    assert "width=20" in here.code() and here.lines["left"].str.len().max() <= 20
    assert_frame_equal(run(here.code(), seeds())["lines"], here.lines)


def test_the_example_of_the_repository_is_read_by_its_code(monkeypatch):
    monkeypatch.chdir(ROOT)
    here = Exploration(seeds(), corpus="seeds")
    here.search("bureaucracy")
    assert_frame_equal(run(here.code(), None)["lines"], here.lines)
