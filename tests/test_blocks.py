"""Every line has its kind: as two annotators saw it, for texts of any layout, and without losing prose."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools import Corpus, Text, read_corpus
from dhtools.annotation import find_blocks
from dhtools.corpus.corrections import read_corrections, read_sources
from dhtools.schema import BLOCK_KINDS, PROSE

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
GOLD = [
    json.loads(line) for line in (HERE / "gold" / "blocks.jsonl").read_text(encoding="utf-8").splitlines()
]

PLAIN = (
    "This is a plain sentence of prose, and it goes on for long enough that nobody can take it for a title."
)
LONG = " ".join([PLAIN] * 3)


def corpus_of(raw):
    return Corpus((Text("t", "t.txt", raw, ""),), read_corrections(HERE, {}), read_sources(HERE, {}))


def kinds(*lines, between="\n\n"):
    """Return the kind of each line of a text."""
    raw = between.join(lines)
    blocks = find_blocks(corpus_of(raw))
    assert [raw[b.start : b.end] for b in blocks.itertuples()] == [line.strip() for line in lines]
    return blocks["kind"].tolist()


def assert_covered(corpus, blocks):
    """Assert that the blocks of each text are in order, trimmed, and hold everything but white space."""
    for text in corpus:
        end = 0
        for block in blocks[blocks["text"] == text.id].itertuples():
            content = text.raw[block.start : block.end]
            assert content and content == content.strip()
            assert text.raw[end : block.start].strip() == ""
            end = block.end
        assert text.raw[end:].strip() == ""
    assert blocks["kind"].notna().all()


@pytest.mark.parametrize(("corrected", "agree"), [(False, 191), (True, 192)])
def test_the_four_texts_as_annotated_by_hand(corrected, agree):
    assert len(GOLD) == 192
    found = find_blocks(read_corpus(SEEDS), corrected=corrected).set_index(["text", "line"])["kind"]
    assert len(found) == 192
    accepted = [found[line["file"], line["line"]] in {line["type"], *line.get("alt", [])} for line in GOLD]
    assert sum(accepted) == agree


def test_no_rule_knows_a_text_of_the_corpus():
    sources = sorted((HERE.parent / "src" / "dhtools" / "annotation").glob("*.py"))
    assert {"block_rules.py", "blocks.py", "line_patterns.py", "paragraphs.py"} <= {
        path.name for path in sources
    }
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert ".line ==" not in code and "text.id ==" not in code
    rules = find_blocks(read_corpus(SEEDS), corrected=False)["rule"]
    assert "hint" not in set(rules) and "correction" not in set(rules)


def test_the_four_texts_are_covered():
    corpus = read_corpus(SEEDS)
    assert_covered(corpus, find_blocks(corpus))


SHAPES = """\
|  |Home|CHAPTER I|[1]|[1] A note.|Said.[1]|By Anna|References|“Open|closed.”|He said:|Anna: yes|May 3, 1921
|2 responses to “T”|\u00a0x\u00a0|\x0c""".replace("\n", "").split("|")
LINES = st.one_of(st.sampled_from([*SHAPES, PLAIN, LONG]), st.text(max_size=12))


@settings(deadline=None)  # a busy machine is no mistake of ours
@given(st.lists(LINES), st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\r\n"]))
def test_blocks_cover_any_text_in_order(lines, newline):
    corpus = corpus_of(newline.join(lines))
    blocks = find_blocks(corpus)
    assert_covered(corpus, blocks)
    pd.testing.assert_frame_equal(blocks, find_blocks(corpus))


def test_the_table_is_small_and_its_arguments_stay_as_they_are():
    corpus = read_corpus(SEEDS)
    before = corpus.corrections.copy()
    blocks = find_blocks(corpus)
    pd.testing.assert_frame_equal(corpus.corrections, before)
    assert blocks.dtypes.astype(str).tolist() == ["category"] + ["int32"] * 4 + ["category"] * 3
    assert tuple(blocks["kind"].cat.categories) == BLOCK_KINDS
    assert set(PROSE) < set(BLOCK_KINDS)


WRAPPED = """\
It was a bright cold day in April, and the clocks were
striking as the man went out to see whether the boat
had come in at last, as he did on every evening.
The harbour was empty, and nobody had lit the lamp on
the pier, so that he stumbled over the ropes there."""


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN,
        "Just one line",
        "\n".join([LONG] * 9),
        "\n\n".join([LONG] * 9),
        "\n".join([WRAPPED] * 3),
        "\n\n".join([WRAPPED] * 3),
        "\r\n\r\n".join(["   " + WRAPPED.replace("\n", "\r\n")] * 3),
        "\r".join([LONG] * 9),
        "milk\nHome\nbread\nNext\nbutter\nSearch\n12\n[3]",
        "1. milk\n2. bread and butter\n3. eggs",
        f"anna: hi\nbert: hello there\nanna: {PLAIN}\nbert: ok\nanna: Share this with nobody",
        f"[12:03] Anna: hi\n[12:04] Bert: hello there\n[12:05] Anna: {PLAIN}\n[12:06] Bert: ok",
        f"“Where to?”\n\n“Home.”\n\n{PLAIN}\n\nWhere are you going?\n\n{PLAIN}",
        f"Dear Sir:\n\n{LONG}\n\n{LONG} It was so.[1]\n\nYours truly",
        f"This letter was written in prison and first printed by my son. {LONG}\n\n{LONG}\n\n{LONG}",
    ],
)
def test_plain_prose_comes_through_as_body(raw):
    assert set(find_blocks(corpus_of(raw))["kind"]) == {"body"}


LOOKALIKES = """\
[Illustration]
[In answer to the preceding.]
[At this point, in 2021, a moment of silence was observed.]
[12]
And what of the poor?
No comment
No comment.
One response to all of this would be silence.
Home
Home!
Back.
STOP!
Part with me, she said.
Letter and spirit
Book I gave you,
Act first, think later.
VI. I know, sir, by woful experience, that I am in your power:
L. De Romigny.
PUBLIUS,
Read more books.
Posted in the doorway he waited.
Share this bread with me
Table 2 shows that the values rise.
In London, in 1848, he wrote it down.
x > y > z
- an item
> a quoted line
* * *
12 men came in 1917 and one of them said: come with us, for the source: of all evil is here.
"""


@pytest.mark.parametrize("line", LOOKALIKES.splitlines())
def test_what_only_looks_like_furniture_stays_text(line):
    found = kinds("A Title", LONG, line, LONG, LONG)
    # a few words alone between long paragraphs, without a stop, are a heading if they are anything but text
    may_be_heading = line[0].isupper() and line[-1].isalpha()
    assert found[2] == ("heading" if may_be_heading else "body")
    assert found[3:] == ["body", "body"]


@pytest.mark.parametrize("line", ["Comments", "Literature", "References", "Notes", "CONTENTS", "Conclusion"])
def test_a_heading_does_not_swallow_the_prose_below(line):
    assert kinds("A Title", LONG, line, LONG + " It was in 1848.", LONG)[2:] == ["heading", "body", "body"]


# one line a block: its kind, and its words; … are three sentences of prose
LAYOUTS = {
    "novel": """\
title|Vanity Fair
byline|by
byline|William Makepeace Thackeray
heading|CHAPTER I
body|…
heading|Chapter the Second
body|…
heading|BOOK THE THIRD - REAPING
body|…
heading|XIV
body|…
heading|CHAPTER 4.LI.
body|…""",
    "Federalist paper": """\
title|The Same Subject Continued
subtitle|(The Union as a Safeguard)
source|From the New York Packet.
dateline|Friday, November 23, 1787.
byline|MADISON
body|To the People of the State of New York:
body|… So it is.[1]
body|…
body|PUBLIUS.
footnote|[1] See No. V.""",
    "newspaper article": """\
title|Ministers Resign Over Budget
byline|By Jane Doe
dateline|LONDON, May 3, 1921
body|…
boilerplate|Advertisement
body|…
boilerplate|Read more: The budget in ten charts
body|…
boilerplate|Share this:
nav|Home
comments|3 Comments
comments|Anna says:
comments|…""",
    "academic paper": """\
title|A Study of Style
subtitle|J. Smith
heading|1. Introduction
body|… So it is.[1]
caption|Figure 1. Growth of words
heading|2.1 Methods and data
body|…
heading|References
bibliography|Burrows, J. (2002). Delta. LLC 17, 267.
bibliography|Eder, M. Does size matter? DSH 30, 2015.
heading|Notes
footnote|[1] See Burrows.
footnote|2. Ibid.""",
    "play": """\
title|THE BEAR
subtitle|A Farce in One Act
heading|ACT I
heading|SCENE I. A drawing room.
body|POPOVA. …
body|SMIRNOV: No comment.
body|SMIRNOV: I want my money
body|Home!
body|…""",
    "markdown": """\
title|# A Title
body|…
heading|## A heading
body|- an item
body|- another
body|…""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_kinds_in_texts_of_many_layouts(layout):
    expected, lines = zip(*(line.split("|") for line in LAYOUTS[layout].splitlines()), strict=True)
    assert kinds(*(line.replace("…", LONG) for line in lines)) == list(expected)


def test_numbered_headings_without_empty_lines():
    found = kinds("A Title", LONG, "1. The first machine", LONG, "2 Pepper spray", LONG, LONG, between="\n")
    assert found[2:] == ["heading", "body", "heading", "body", "body"]
    # neither a list nor a line that ends as a sentence is a heading
    assert "heading" not in kinds("A Title", LONG, "1 Eggs", "2 Milk", "3 men came.", LONG, between="\n")


def test_a_novel_without_empty_lines():
    expected, lines = zip(*(line.split("|") for line in LAYOUTS["novel"].splitlines()), strict=True)
    assert kinds(*(line.replace("…", LONG) for line in lines), between="\n") == list(expected)


def test_verse():
    stanza = (
        "By the rude bridge that arched the flood\nTheir flag to April’s breeze unfurled\nHere they stood\n"
    )
    blocks = find_blocks(corpus_of("\n".join([stanza] * 4)))
    assert blocks["kind"].tolist() == ["body"] * 4
    assert blocks["line"].tolist() == [1, 5, 9, 13]


def test_displayed_quotations_and_their_sources():
    marked = "“Whatever happens, the end must be achieved, and it must be achieved in this very year.”"
    assert kinds("A Title", LONG, "She wrote to him:", marked, "— a letter", LONG) == [
        "title", "body", "body", "blockquote", "attribution", "body"]  # fmt: skip
    unmarked = marked.strip("“”") + "[1]"
    assert kinds("A Title", LONG, LONG + " He then said that", unmarked, LONG)[3] == "blockquote"
    assert kinds("A Title", "To the People of New York:", unmarked, LONG)[2] == "body"
    # without empty lines every line stands close: a short one is no source for that
    assert kinds(LONG, "She wrote to him:", marked, "He did not reply.", LONG, between="\n")[3] == "body"


MILLION = ["a", "1", "“", '"', "[", "-", " ", "\r", "\n", "a ", "A ", "> ", "[1]", "[Photo: "]
MANY = ["What is it Now?\n\n", "Anna: yes\n\n", "[7]\n\n", "A" * 60 + "b\n", "From " + "A" * 180 + "b c\n\n"]


@pytest.mark.parametrize(("unit", "size"), [(u, 10**6) for u in MILLION] + [(u, 10**5) for u in MANY])
def test_no_text_takes_long(unit, size):
    def seconds(length):
        raw = unit * (length // len(unit))
        corpus = corpus_of(f"A Title\n\n{raw}x\n\n{PLAIN}\n\n{raw}x\n\n{LONG}\n")
        began = time.process_time()
        find_blocks(corpus)
        return time.process_time() - began

    # ten times the text may take sixty times as long on a busy machine; with backtracking it takes hours
    assert seconds(size) < 60 * max(0.05, *(seconds(size // 10) for _ in range(2)))
