"""Killing: the grammar of a mention, the coding of a reader, and how far the one tells the other."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from annotated import corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.rhetoric.grammar.agency import AGENTLESS, find_killings, killing_spans
from dhtools.study import agency_table, killing_codings
from dhtools.study.agency_coding import AGENCY_KINDS, agency_by_grammar, event_agency, read_killings
from dhtools.study.coders import align_codings, coding_files

ROOT = Path(__file__).parents[1]
HEADER = "passage,start,end,cue,act,victim,agent,agency,grammar,event,coder,reason\n"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("He was shot by the guards.", "passive with by"),
        ("He was shot by 1940.", "passive without by"),
        ("The men shot there were old.", "passive without by"),
        ("They had him arrested, tried and shot.", "passive without by"),
        ("They shot him.", "active"),
        ("She wanted to murder them.", "active"),
        ("The guards executed several hundred prisoners.", "active"),
        ("Reiss fell, one of the heroes.", "intransitive"),
        ("Millions perished in the camps.", "intransitive"),
        ("The murder of the son was planned.", "noun without agent"),
        ("His assassination by the police was planned.", "noun with agent"),
        ("Stalin’s murder of his rivals went on.", "noun with agent"),
        ("The Kirov murder was told.", "noun without agent"),
    ],
)
def test_the_grammar_of_a_mention(sentence, told):
    assert [found.detail for found in killing_spans(sentence)] == [told]


def test_falling_and_other_words_are_no_killing():
    assert not list(
        killing_spans("The price fell to four marks, the leaves have fallen from the tree, and a wall fell.")
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "He passed the butcher's cart.",
        "The ladies were hanging over muslins.",
        "He valued taste much more than execution.",
        "The panda eats, shoots & leaves.",
        "Eats, Shoots & Leaves is a book on commas.",
        "The plan was executed with skill.",
        "The mayor executed the contract in June.",
        "He shot a glance at her.",
        "They went out shooting.",
        "She killed time until the train came.",
        "A cheer drowned her voice.",
        "The council put the law into execution.",
        "The company went into liquidation.",
        "A shooting star fell.",
        "The guns were silent.",
        "Curtains were hanging from the window.",
        "The farmer slaughtered the cattle.",
        "Prices shot up in May.",
        "She hated him like poison.",
        "Her coat hung on a nail, and her hat would hang there too.",
    ],
)
def test_words_for_killing_that_kill_nobody(sentence):
    assert not list(killing_spans(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "They butchered the prisoners.",
        "The guards butcher the men.",
        "He was hanged at dawn.",
        "The execution of the king was public.",
        "His execution was ordered.",
        "The police shot three men.",
        "He was shot through the head.",
        "Two men were shot dead on the bridge.",
        "The shooting of the students began at noon.",
        "They drowned him in the river.",
        "He was stabbed to death.",
        "The gang gunned him down.",
        "She poisoned her husband.",
        "A man was hanged from a tree.",
        "The rebels executed the mayor.",
        "He told them to shoot Brown.",
    ],
)
def test_words_for_killing_that_kill_somebody(sentence):
    assert list(killing_spans(sentence))


def test_every_coded_mention_is_read_with_its_voice(root):
    coded = read_killings(seeds(), root / "seeds")
    assert len(coded) == 117
    acts = coded[coded["category"] == "killing"]
    assert acts["detail"].value_counts().to_dict() == {"none": 33, "named": 7, "institution": 6, "hedged": 5}
    assert (acts["victim"] != "").sum() > 45
    assert set(coded["text"].cat.categories) == {"blog", "article", "note", "lecture"}


def test_every_coding_marks_the_same_mentions_and_groups_them_by_event(root):
    files = coding_files(root / "seeds", "killings.csv")
    tables = {coding: read_killings(seeds(), root / "seeds", file=file) for coding, file in files.items()}
    assert list(tables) == ["a", "b", "reconciled"]
    aligned = align_codings(tables, key=["passage", "start", "end"], columns=["category", "detail", "event"])
    assert len(aligned) == 117
    for coding in ("b", "reconciled"):
        killed = aligned[aligned[f"category_{coding}"] == "killing"]
        assert (killed["event_b"] != "").all() and (killed["event_reconciled"] == killed["event_b"]).all()


def killings():
    return killing_codings(seeds(), ROOT / "seeds")


def test_agency_counts_mentions_and_events_by_text_and_voice():
    table = agency_table(killings()["a"]).set_index(["text", "voice"])
    assert table["n_mentions"].sum() == 51
    article = table.loc[("article", "author")]
    assert article[["named", "institution", "hedged", "none"]].tolist() == [7, 5, 4, 17]
    assert table.loc[("note", "author"), "share_without_agent"] == 1
    assert (table[list(AGENCY_KINDS)].sum(axis=1) == table["n_mentions"]).all()
    decided = agency_table(killings()["reconciled"]).set_index(["text", "voice"])
    counted = ["n_mentions", "n_events", "n_events_without_agent"]
    assert decided.loc[("article", "author"), counted].tolist() == [25, 17, 7]
    assert decided.loc[("lecture", "author"), counted].tolist() == [7, 6, 6]


def test_an_event_has_the_clearest_agent_of_its_mentions():
    events = event_agency(killings()["a"]).set_index(["text", "voice", "event"])
    kirov = events.loc[("article", "author", "Kirov 1934")]
    assert kirov["n_mentions"] == 5 and kirov["agency"] == "named"
    assert kirov["agents"] == "Joseph Stalin; Zinoviev and Kamenev"


@pytest.mark.parametrize(
    ("coding", "article", "lecture"), [("a", 11, 6), ("b", 13, 7), ("reconciled", 11, 6)]
)
def test_no_killing_told_in_the_passive_has_a_by_phrase(coding, article, lecture):
    """Like with like: this holds under either coder, and the rule of passives sees no *by* either."""
    acts = killings()[coding]
    own = acts[(acts["category"] == "killing") & (acts["voice"] == "author")]
    passive = own[own["grammar"].str.startswith("passive")].groupby(["text", "grammar"], observed=True).size()
    assert passive.drop("blog").to_dict() == {
        ("article", "passive without by"): article,
        ("lecture", "passive without by"): lecture,
    }


def test_agents_are_counted_by_grammar_under_every_coding():
    counts = agency_by_grammar(killings())
    assert counts.groupby("coding", sort=False)["n"].sum().to_dict() == {"a": 46, "b": 44, "reconciled": 38}
    decided = counts[(counts["coding"] == "reconciled") & (counts["text"] == "article")]
    assert decided.iloc[:2][["grammar", "agency", "n"]].to_numpy().tolist() == [
        ["passive without by", "unclear", 1],
        ["passive without by", "none", 10],
    ]


def test_without_coding_grammar_tells_what_it_can(tmp_path):
    annotation = annotate(corpus_of(a="He was shot there. They shot him. The murder of the son was told."))
    codings = killing_codings(annotation, tmp_path)
    assert list(codings) == ["rule"]
    assert codings["rule"][["detail", "grammar"]].to_numpy().tolist() == [
        ["none", "passive without by"],
        ["unclear", "active"],
        ["none", "noun"],
    ]


def test_one_coding_without_grammar_takes_that_of_the_rule(tmp_path):
    text = "He was shot there, and his end came."
    annotation = annotate(corpus_of(a=text))
    rows = "a:1.1,7,11,shot,killing,,,none,,,me,x\na:1.1,27,30,end,killing,,,none,,,me,x"
    codings = killing_codings(annotation, folder_with(tmp_path, rows))
    assert list(codings) == ["a"]
    assert codings["a"]["grammar"].tolist() == ["passive without by", "other"]
    assert agency_table(codings["a"])["n_events"].tolist() == [2]


def test_how_many_coded_acts_the_rule_finds_and_what_its_grammar_tells(root):
    """Reported, not wished for: whoever is meant often stands outside the clause that the rule sees."""
    coded = read_killings(seeds(), root / "seeds")
    acts = coded[coded["category"] == "killing"]
    found = find_killings(seeds())
    both = acts.merge(found[["text", "start", "end", "detail"]], on="text", suffixes=("", "_rule"))
    both = both[(both["start"] < both["end_rule"]) & (both["start_rule"] < both["end"])]
    assert len(both) == 44  # of 51; the others are told as a death, by an ice-axe, or misspelt
    agentless = both["detail_rule"].isin(AGENTLESS)
    none = both["detail"] == "none"
    assert (agentless & none).sum() == none.sum() == 28
    assert (~agentless & ~none).sum() == 8 and (agentless & ~none).sum() == 8


def folder_with(tmp_path, row):
    (tmp_path / "killings.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "b:1.1,3,7,shot,killing,,,none,,,me,x",
            r"killings\.csv, line 2: No text has the id 'b'\.",
        ),
        ("a:1.1,x,7,shot,killing,,,none,,,me,x", "line 2: start='x': give a whole number"),
        ("a:1.1,8,12,short,killing,,,none,,,me,x", "line 2: cue='short' is coded, and the text has 'shot'"),
        ("a:1.1,12,8,shot,killing,,,none,,,me,x", "start=12, end=8: the end must be after"),
        ("a:1.1,8,12,shot,deed,,,none,,,me,x", "line 2: act='deed' is not known. Choose one of: 'killing'"),
        (
            "a:1.1,8,12,shot,killing,,,some,,,me,x",
            "line 2: agency='some' is not known. Choose one of: 'named'",
        ),
        ("a:1.1,8,12,shot,killing,,,,,,me,x", "a killing without agency"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path, row, message):
    annotation = annotate(corpus_of(a="He was, shot there."))
    with pytest.raises(DhtoolsError, match=message):
        read_killings(annotation, folder_with(tmp_path, row))


def test_a_folder_without_coding_gives_empty_tables(tmp_path):
    coded = read_killings(annotate(corpus_of(a="He was shot there.")), tmp_path)
    assert coded.empty and "victim" in coded and agency_table(coded).empty
    with pytest.raises(DhtoolsError, match="acts: no column voice"):
        agency_table(pd.DataFrame({"text": []}))


@pytest.fixture(scope="module")
def other_texts(root):
    with (root / "tests" / "gold" / "killings_other_texts.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["told"] != "unclear"]
    return [(row["source"], row["told"] == "act", any(killing_spans(row["sentence"]))) for row in rows]


def test_acts_of_killing_in_other_texts(other_texts):
    told = sum(act for _, act, _ in other_texts)
    found = sum(rule for _, _, rule in other_texts)
    right = sum(act and rule for _, act, rule in other_texts)
    assert (len(other_texts), told) == (288, 146)
    assert (right, found) == (144, 188)  # as benchmarks/results.csv says


@pytest.mark.parametrize(
    "sentence",
    [
        "He lives above George's Shooting Gallery.",
        "Hang the business!",
        "He may go hang for me.",
        "It was a killing pace.",
        "An avalanche killed four skiers.",
        "Nine people were killed when a bus left the road.",
        "She saw to the salting, the pig-killing and the linen.",
        "His clothes were hanging in rags.",
    ],
)
def test_where_nobody_kills(sentence):
    assert not list(killing_spans(sentence))


def test_a_compound_may_name_the_killing_of_persons():
    assert [found.detail for found in killing_spans("This was a custom of child-murder.")] == [
        "noun without agent"
    ]
