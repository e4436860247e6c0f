"""Essays as students hand them in: writer, course and title, quotations set in, notes, bibliography."""

import pytest
from annotated import corpus_of

from dhtools import annotate
from dhtools.annotation.essays import essay_head

PROSE = (
    "The bridge was built by a company of merchants, and nobody in the town was asked what he thought of it."
)


def kinds(*paragraphs):
    blocks = annotate(corpus_of(a="\n\n".join(paragraphs) + "\n")).blocks
    return blocks["kind"].astype(str).tolist()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Maria Okonkwo|HIST 214: Cities|Professor Lindqvist|12 March 2024|Who Owned the Bridge?", "bssdt"),
        ("Li Wen|Introduction to the Novel|Essay 2|The Creature as Reader", "bsst"),
        ("Why School Should Start Later|By Daniel Reyes|English 101, Section 4", "tbs"),
        ("The Hidden Bridge|Maria Okonkwo|HIST 214", "tbs"),
        ("Silent Spring|Rachel Ames|ENG 101", "tbs"),
        ("Rachel Ames|ENG 101|Silent Spring", "bst"),
        ("SOC-1102|Jean-Luc O’Brien|Instructor: Dr. Patel|5 May 2023|Cities Without Cars", "sbsdt"),
        ("Student ID: 4471820|Word count: 812|Is Privacy a Right?", "sst"),
        ("Tom Baker|Mrs. Abara|Period 3|October 4, 2022|My Grandfather’s Farm|A Memoir", "bssdtu"),
        ("PHIL 301 – Ethics|Paper 1|Kant on Lying", "sst"),
        # no essays: the first line is the title
        ("A History of the Town|In Two Parts", "tu"),
        ("Doctor Faustus|Christopher Marlowe", "tu"),
        ("Mrs Dalloway|Virginia Woolf", "tu"),
        ("Class and Power|Ann Lee|3 May 2020", "tud"),
        ("Introduction to Logic|Ann Lee", "tu"),
    ],
)
def test_the_head_of_an_essay(head, expected):
    names = {"b": "byline", "s": "series", "d": "dateline", "t": "title", "u": "subtitle"}
    lines = head.split("|")
    assert kinds(*lines, PROSE)[: len(lines)] == [names[letter] for letter in expected]
    assert kinds("\n".join(lines), PROSE, PROSE)[-1] == "body"


LEAD = "A petition of 1796 describes what the farmers felt about it in these words:"
QUOTED = "We that live within sight of the market are made to pay for the sight of it. We pray for relief."


@pytest.mark.parametrize(
    ("paragraphs", "kind"),
    [
        ((LEAD, "    " + QUOTED), "blockquote"),
        ((LEAD, "\t" + QUOTED), "blockquote"),
        ((LEAD, "    " + QUOTED, "    " + QUOTED), "blockquote"),
        ((LEAD, QUOTED), "body"),  # nothing shows that it is quoted
        ((PROSE, "    " + PROSE), "body"),
        (("    " + LEAD, "    " + PROSE), "body"),  # every paragraph is set in
        ((LEAD, "    1. " + QUOTED), "body"),
        ((LEAD, "    - " + QUOTED), "body"),
        (("Anna:", "    " + QUOTED), "body"),
    ],
)
def test_a_quotation_that_is_set_in_after_a_lead_in(paragraphs, kind):
    found = kinds("The Bridge", PROSE, *paragraphs, PROSE)
    assert found[3 : 2 + len(paragraphs)] == [kind] * (len(paragraphs) - 1) and found[-1] == "body"


def test_a_first_line_that_is_not_set_in_leads_nothing_in():
    address = ["Fellow citizens, on this day of our law and of all that we share:", *["   " + PROSE] * 8]
    assert set(kinds("The Bridge", PROSE, *address)[2:]) == {"body"}


def test_words_that_are_set_in_are_quoted():
    annotation = annotate(corpus_of(a="\n\n".join(["The Bridge", PROSE, LEAD, "    " + QUOTED, PROSE])))
    quoted = annotation.tokens[annotation.tokens["voice"] == "quoted"]
    assert len(quoted) == len(QUOTED.split())


def test_entries_of_several_shapes_are_one_bibliography():
    entries = [
        "Brandt, Anna. The Price of Crossing. Aldgate Press, 1998.",
        "Halden Mercury. Weekly newspaper. 1790–1830.",
        "Moore, Peter. “Bridges.” Journal of Local History 12 (2004): 201–219.",
        "“Tolls.” Encyclopedia of Roads. https://example.org/tolls",
    ]
    assert kinds("The Bridge", PROSE, "Bibliography", *entries)[-4:] == ["bibliography"] * 4


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Erik Lindqvist|The Green Light: Hope and Illusion", ["byline", "title"]),
        ("The Green Light|Erik Lindqvist", ["title", "byline"]),
        ("Erik Lindqvist|Economics 1, Section 4|Does It Pay?", ["byline", "series", "title"]),
        ("Jane Eyre|An Autobiography", ["title", "subtitle"]),
    ],
)
def test_the_known_author_is_no_title(head, expected):
    lines = head.split("|")
    assert essay_head([*lines, PROSE], "Lindqvist") == (expected if "Jane" not in head else [])
