"""The texts and what is stated of them."""

import csv
import hashlib
import json
import re

import pytest

from dhtools import annotate, read_corpus
from dhtools.annotation import count_names, read_gazetteer
from dhtools.schema import UNSTATED
from dhtools.study.coders import align_codings, coding_differences, read_source_coding

IDS = ("blog", "article", "note", "lecture")
HASHES = {
    "blog": "d12d1a196ab03c1622123eb9f464e8d8abc16d14011bdff41dc8683e556f01cf",
    "article": "ba8728b9bf4b9956ccab33cdd419ce3269e175fefe631c157016669835a91cec",
    "note": "93b4a0138e7e0820849c3e09d98076f37f734402b0bea35e5d424b381a3bad16",
    "lecture": "60bddf14d76a26c206fc6f09ba0fa59a6db367bc590c3b06bfc2dea4a8e7f08c",
}


def test_the_four_files_are_unchanged(seeds):
    assert {name: hashlib.sha256((seeds / f"{name}.txt").read_bytes()).hexdigest() for name in IDS} == HASHES
    assert {text.id: text.sha256 for text in read_corpus(seeds)} == HASHES


def test_nobody_is_guessed_as_an_author(seeds):
    corpus = read_corpus(seeds)
    assert [corpus[name].author for name in IDS] == ["unnamed", "unsigned", "Leon Trotsky", "Clara Weiss"]
    assert corpus["note"].translator == "unnamed" and corpus["note"].original_language == "unknown"
    assert {text.source for text in corpus} == {text.accessed for text in corpus} == {"unknown"}


def test_every_quotation_of_speech_has_its_source_coded_and_every_code_a_reason(seeds):
    corpus = read_corpus(seeds)
    quotations = annotate(corpus).quotations
    spoken = quotations[(quotations["kind"] == "direct") & (quotations["level"] == 1)]
    prose = spoken[spoken["block"].notna()]
    assert len(prose) == len(corpus.sources) == 39
    assert prose["source"].notna().all() and prose["speaker"].notna().all()
    assert set(prose["source"]) == {"archive", "book", "edition", "periodical", UNSTATED}
    assert corpus.sources["reason"].str.len().min() > 10 and corpus.corrections["reason"].str.len().min() > 10


def test_gazetteer_counts_are_those_of_the_hand_annotation(root, seeds):
    with (root / "tests" / "gold" / "entities.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    gold: dict[str, list[int]] = {}
    for row in rows:
        variant = row["variant"].replace("[NBSP]", " ")
        counts = gold.setdefault(variant, [0, 0, 0, 0])
        gold[variant] = [old + int(row[f"c00{number}"]) for number, old in enumerate(counts)]
    table = count_names(read_corpus(seeds), read_gazetteer(seeds)).drop_duplicates("variant")
    assert len(table) > 330
    measured = {row["variant"]: [row[f"n_{name}"] for name in IDS] for _, row in table.iterrows()}
    assert measured == {variant: gold[variant] for variant in measured}


CODINGS = ("", "_second", "_reconciled")


@pytest.mark.parametrize("coding", CODINGS)
def test_every_mention_of_killing_that_is_coded_stands_where_it_says_and_has_a_reason(seeds, coding):
    annotation = annotate(read_corpus(seeds))
    with (seeds / f"killings{coding}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 117 and len({(row["passage"], row["start"]) for row in rows}) == 117
    places = annotation.sentences.set_index("passage")
    for row in rows:
        place, start, end = places.loc[row["passage"]], int(row["start"]), int(row["end"])
        assert place["start"] <= start < end <= place["end"], row
        assert annotation.corpus[place["text"]].raw[start:end].split() == row["cue"].split(), row
    assert {row["act"] for row in rows} >= {"killing", "threat", "general", "metaphor", "other"}
    acts = [row for row in rows if row["act"] == "killing"]
    told = {"named", "institution", "hedged", "none"}
    assert {row["agency"] for row in acts} - {"person", "unclear"} == told
    assert all(len(row["reason"]) > 9 for row in rows)


@pytest.mark.parametrize(
    ("file", "key"), [("killings", ("passage", "start")), ("dates", ("passage", "term"))]
)
def test_a_decision_takes_a_side_or_says_why_it_takes_none(seeds, file, key):
    """Where the coders differ, the reason names the side taken; where they agree, it says so."""
    coded = ["act", "agency"] if file == "killings" else ["first", "last"]
    a, b, decided = (rows_by(seeds / f"{file}{coding}.csv", key) for coding in CODINGS)
    assert a.keys() == b.keys() == decided.keys()
    for place, row in decided.items():
        sides = {name: [side[place][column] for column in coded] for name, side in (("A", a), ("B", b))}
        taken = re.match(r"decided for ([AB]):|both alike|neither|the same reading", row["reason"])
        assert taken, row
        if taken[1]:
            assert row[coded[0]] == sides[taken[1]][0], row
            assert sides["A"] != sides["B"], row


def rows_by(path, key):
    with path.open(encoding="utf-8", newline="") as handle:
        return {tuple(row[name] for name in key): row for row in csv.DictReader(handle)}


def test_the_sources_of_quotations_are_decided_with_a_reason(seeds):
    corpus = read_corpus(seeds)
    b, decided = (read_source_coding(corpus, seeds, f"sources{coding}.csv") for coding in CODINGS[1:])
    codings = {"a": corpus.sources, "b": b, "reconciled": decided}
    aligned = align_codings(codings, key=["text", "start", "end"], columns=["source", "reason"])
    apart = coding_differences(aligned, "source")
    assert len(aligned) == 39 and len(apart) == 7
    assert apart["reason_reconciled"].str.startswith("decided for").all()
    assert (
        decided.set_index("speaker").loc["Fyodor Fomin", "cited_through"].startswith("KGB: The Inside Story")
    )


def test_the_data_statement_names_every_text_and_slip(seeds):
    statement = (seeds / "README.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", statement, flags=re.MULTILINE)[1:]
    assert [section.split("\n", 1)[0] for section in sections] == list(IDS)
    for section in sections:
        assert 90 < len(section.split()) < 330 and "*sic*" in section
    for name, slip in (
        ("blog", "fore-bearers"),
        ("article", "Assasination"),
        ("article", "targetted"),
        ("lecture", "Preobrayhensky"),
    ):
        assert slip in statement and slip in read_corpus(seeds)[name].raw


def test_the_annotation_is_the_one_described(root):
    blocks = (root / "tests" / "gold" / "blocks.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(blocks) == 192 and {json.loads(line)["file"] for line in blocks} == set(IDS)
