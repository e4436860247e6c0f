"""Title pages, tables of contents and lists of headings are no prose, whether prose follows them or not."""

import pytest
from annotated import corpus_of

from dhtools import annotate

PROSE = (
    "The bridge was built by a company of merchants, and nobody in the town was asked what he thought of it, "
    "then or now."
)
CONTENTS = ["I. The Bridge", "II. The Flood", "III. The Minister and His Boots", "IV. The End"]


def kinds(*lines, between="\n\n"):
    return annotate(corpus_of(a=between.join(lines) + "\n")).blocks["kind"].astype(str).tolist()


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("The Bridge|By Anna Hale", "tb"),
        ("THE BRIDGE|A Novel|by|ANNA HALE|London: Low and Sons, 1890", "tubbs"),
        ("Die Brücke|Roman|von Anna Weber|Berlin 1924", "tubs"),
        ("Le pont|par Jeanne Morel|12 mars 1901", "tbd"),
        ("The Bridge|An Address to the Council|March 3, 1921", "tud"),
        ("The Bridge|CHAPTER I|CHAPTER II|CHAPTER III", "thhh"),
        ("CHAPTER I|The Bridge|CHAPTER II|The Flood", "hhhh"),
        ("# The Bridge|## The Flood|## The End", "hhh"),
        ("The Bridge|Contents|I. The Bridge|II. The Flood|III. The End", "xhnnn"),
        ("The Bridge|Contents|The Bridge ..... 3|The Flood ..... 17|The End ..... 40", "xhnnn"),
        ("Inhaltsverzeichnis|1. Die Brücke|2. Das Wasser|3. Das Ende", "hnnn"),
    ],
)
def test_a_file_without_prose(page, expected, between):
    names = {
        "t": "title",
        "b": "byline",
        "u": "subtitle",
        "s": "source",
        "d": "dateline",
        "h": "heading",
        "n": "nav",
    }
    found = kinds(*page.split("|"), between=between)
    assert len(found) == len(expected)
    assert all(letter == "x" or kind == names[letter] for kind, letter in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        "Just one line",
        "milk|bread and butter|eggs",
        "1. milk|2. bread and butter|3. eggs",
        "The Bridge|It stood for many a year|And nobody was drowned",
        "By the rude bridge that arched the flood|Their flag to April’s breeze unfurled",
        "anna: hi|bert: hello there",
        "12 March: rain.|13 March: sun.|14 March: nothing.",
    ],
)
def test_other_texts_without_prose_are_texts(lines):
    assert set(kinds(*lines.split("|"))) == {"body"}


@pytest.mark.parametrize("head", [("CHAPTER I",), ("CHAPTER I", "The Bridge"), ("I.",), ()])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_contents_before_a_text(head, between):
    lines = ["A History of the Bridge", "Contents", *CONTENTS, *head, PROSE, PROSE]
    found = kinds(*lines, between=between)
    assert found[:6] == ["title", "heading", *["nav"] * 4]
    assert "nav" not in found[6:] and found[-2:] == ["body", "body"]


def test_numbers_that_begin_anew_in_each_part():
    parts = ["BOOK I", *CONTENTS, "BOOK II", *CONTENTS]
    found = kinds("A History", "Contents", *parts, "CHAPTER I", PROSE)
    assert found == ["title", "heading", *["nav"] * 10, "heading", "body"]


def test_a_long_table_of_contents_does_not_hide_the_title():
    chapters = [f"Chapter {n}. The Bridge Again" for n in range(1, 60)]
    found = kinds("A History of the Bridge", "by Anna Hale", "Contents", *chapters, "Chapter 1", PROSE)
    assert found == ["title", "byline", "heading", *["nav"] * 59, "heading", "body"]


def test_nobody_s_words_are_the_author_s_in_a_file_without_prose():
    tokens = annotate(corpus_of(a="The Bridge\n\nBy Anna Hale\n\nLondon, 1890\n")).tokens
    assert set(tokens["voice"]) == {"other"}
