"""Concordance: what is found, what stands around it, and what is refused."""

import re

import pandas as pd
import pytest
from annotated import LEAD, corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.search.concordance import concordance, kwic, search_pattern, sort_lines

RAW = (
    "Tom’s dog “barked loudly” at the dog’s house, in 1937 the DOG’S House. Dog left. House stood.\n\n"
    "A new <b>paragraph</b> names the *dog* and an _house_ now.\n"
)

COLUMNS = ["text", "passage", "line", "kind", "voice", "left", "match", "right", "start", "end"]


def small():
    return annotate(corpus_of(a=LEAD + RAW))


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("dog", ["dog", "dog", "DOG", "Dog", "dog"]),
        ("DOG'S", ["dog’s", "DOG’S"]),
        ("Dog’s house", ["dog’s house", "DOG’S House"]),
        ("the dog", ["the dog", "the DOG", "the *dog"]),
        ("house in the", ["house, in 1937 the"]),
        ("dog left house", []),
        ("xyzzy", []),
        ("paragraph, b names", ["paragraph</b> names"]),
    ],
)
def test_what_is_found(query, matches):
    found = concordance(small(), query)
    assert found["match"].tolist() == matches
    assert found.columns.tolist() == COLUMNS


def test_context_ends_with_the_paragraph_and_stays_plain():
    found = concordance(small(), "dog", width=500)
    assert found["left"].iloc[-1] == "A new <b>paragraph</b> names the *"
    assert found["right"].iloc[3] == " left. House stood." and found["left"].iloc[0] == "Tom’s "
    assert "&lt;b&gt;" in found.to_html() and "<b>" not in found.to_html()
    assert found["line"].tolist() == [3, 3, 3, 3, 5] and found["passage"].tolist()[-1] == "a:3.1"


@pytest.mark.parametrize("width", [0, 1, 7])
def test_width(width):
    found = concordance(small(), "dog", width=width)
    assert max(found["left"].str.len().max(), found["right"].str.len().max()) <= width


def test_a_phrase_in_one_voice_stands_so_in_the_text():
    annotation = small()
    tokens = annotation.tokens
    author = tokens[tokens["voice"] == "author"]
    assert concordance(annotation, "dog at", tokens=author).empty
    assert concordance(annotation, "at the dog", tokens=author)["match"].tolist() == ["at the dog"]
    others = concordance(annotation, "barked loudly", tokens=tokens[tokens["voice"] != "author"])
    assert others["match"].tolist() == ["barked loudly"]


def test_rows_of_the_table_may_have_any_index():
    annotation = small()
    turned = annotation.tokens.set_index(annotation.tokens.index[::-1])
    assert concordance(annotation, "dog’s house", tokens=turned)["passage"].nunique() == 1


def test_the_four_texts():
    annotation = seeds()
    found = concordance(annotation, "left opposition")
    assert len(found) and (found["match"].str.lower().str.replace("-", " ") == "left opposition").all()
    folded = annotation.tokens["word"].str.lower()
    assert len(concordance(annotation, "Reiss")) == (folded == "reiss").sum()


@pytest.mark.parametrize("query", ["", " ", "1937", "…", "’", None, 3])
def test_a_query_without_a_word_is_refused(query):
    with pytest.raises(DhtoolsError, match="holds no word"):
        concordance(small(), query)


@pytest.mark.parametrize("width", [-1, 2.5, "9", None, True])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(DhtoolsError, match=r"width=.*whole number"):
        concordance(small(), "dog", width=width)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        (r"dog", ["dog", "dog", "DOG", "Dog", "dog"]),
        (r"(?-i:dog)\b(?!['’])", ["dog", "dog"]),
        (r"\b19\d\d\b", ["1937"]),
        (r"“\w+", ["“barked"]),
        (r"the\s+\S+\s+and", ["the *dog* and"]),
        (r"</?b>", ["<b>", "</b>"]),
        (r"xyzzy", []),
    ],
)
def test_what_a_pattern_finds(pattern, matches):
    found = search_pattern(small(), pattern)
    assert found["match"].tolist() == matches
    assert found.columns.tolist() == COLUMNS


def test_case_of_a_pattern():
    assert search_pattern(small(), "dog", ignore_case=False)["match"].tolist() == ["dog"] * 3


@pytest.mark.parametrize("word", ["dog", "paragraph", "barked"])
def test_a_pattern_gives_the_lines_of_the_word(word):
    by_word, by_pattern = concordance(small(), word), search_pattern(small(), rf"\b{word}\b")
    assert len(by_word)
    pd.testing.assert_frame_equal(by_word, by_pattern)


def test_a_pattern_gives_the_lines_of_the_word_in_the_four_texts():
    annotation = seeds()
    by_pattern = search_pattern(annotation, r"\bbureaucracy\b")
    pd.testing.assert_frame_equal(concordance(annotation, "bureaucracy"), by_pattern)


def test_voice_and_passage_of_a_match_are_those_of_the_word_at_its_start():
    annotation = small()
    tokens = annotation.tokens
    found = search_pattern(annotation, r"“barked loudly” at|dog “barked|loudly” at|” at")
    assert found["match"].tolist() == ["dog “barked", "loudly” at"]
    assert found["voice"].tolist() == ["author", tokens.loc[tokens["word"] == "loudly", "voice"].iloc[0]]
    author = tokens[tokens["voice"] == "author"]
    assert search_pattern(annotation, r"loudly” at|arked", tokens=author).empty
    assert search_pattern(annotation, r"” at", tokens=author)["voice"].tolist() == ["author"]


def test_a_match_within_a_word_belongs_to_that_word():
    assert search_pattern(small(), "rked")["match"].tolist() == ["rked"]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("It ended in 1937. Then came more.", ["a:2.1"]),
        ("It ended then. 1937 was the year.", ["a:2.2"]),
        ("It ended in (1937) at last.\n\nMore.", ["a:2.1"]),
    ],
)
def test_a_year_belongs_to_the_word_nearest_to_it(text, passages):
    annotation = annotate(corpus_of(a=LEAD + text + "\n"))
    found = search_pattern(annotation, r"\d+")
    assert found["match"].tolist() == ["1937"] and found["passage"].tolist() == passages
    away = annotation.tokens[annotation.tokens["passage"] != passages[0]]
    assert search_pattern(annotation, r"\d+", tokens=away).empty


def test_a_match_over_paragraphs_ends_with_the_first():
    (found,) = search_pattern(small(), r"(?s)left\. .* new").to_dict("records")
    assert found["match"] == "left. House stood." and found["right"] == "" and found["left"].endswith("Dog ")
    (found,) = search_pattern(small(), r"\n\nA").to_dict("records")
    assert (found["match"], found["left"], found["line"], found["passage"]) == ("A", "", 5, "a:3.1")


def test_markup_is_text():
    annotation = annotate(corpus_of(a=LEAD + "He wrote <script>alert(1)</script> into the page, he said.\n"))
    found = search_pattern(annotation, r"<script>[^<]*")
    assert found["match"].tolist() == ["<script>alert(1)"] and "<script" not in found.to_html()


@pytest.mark.parametrize("search", [concordance, search_pattern])
def test_comments_are_not_reprinted(search):
    annotation = seeds()
    comments = annotation.tokens[annotation.tokens["kind"] == "comments"]
    assert len(comments)
    found = search(annotation, "the", tokens=comments)
    assert len(found) and (found["left"] + found["right"] == "").all()


def test_a_pattern_does_not_reprint_comments_either():
    annotation = seeds()
    comments = annotation.tokens[annotation.tokens["kind"] == "comments"]
    found = search_pattern(annotation, r"\bthe\b.{0,200}", tokens=comments)
    assert len(found) and (found["match"].str.lower() == "the").all()


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "not a valid regular expression: missing"),
        ("[z-a]", "bad character range"),
        ("(" * 5000 + "a" + ")" * 5000, "not a valid regular expression"),
        (r"(?a)(?u)x", "mutually incompatible"),
        ("", "matches the empty string"),
        (r"\w*", "matches the empty string"),
        (r"\b", "matches the empty string"),
        (r"(?=dog)", "matches the empty string"),
        (r"dog\K", "matches the empty string"),
        (r"(?:a{9999}){9999}", "repeats more than 200,000"),
        (r"(?:x|(?R))+", "exhausts the memory"),
        (None, "no regular expression"),
        (b"dog", "no regular expression"),
    ],
)
def test_patterns_that_are_refused(pattern, message):
    with pytest.raises(DhtoolsError, match=message):
        search_pattern(small(), pattern)


def test_an_explosive_pattern_ends():
    annotation = annotate(corpus_of(a=LEAD + "a" * 60 + "b and more.\n", b=LEAD))
    with pytest.raises(
        DhtoolsError, match=re.escape("within 0.2 seconds, or exhausts the memory (text 'a')")
    ):
        search_pattern(annotation, r"(a|aa)+$", seconds=0.2)


def test_a_pattern_that_matches_nearly_everywhere_is_refused(monkeypatch):
    monkeypatch.setattr("dhtools.search.patterns._MOST_MATCHES", 100)
    with pytest.raises(DhtoolsError, match="matches more than 100 times"):
        search_pattern(small(), ".")


@pytest.mark.parametrize("seconds", [0, -1, "5", None, float("inf"), float("nan"), True])
def test_a_time_that_is_none_is_refused(seconds):
    with pytest.raises(DhtoolsError, match=r"seconds=.*above 0"):
        search_pattern(small(), "dog", seconds=seconds)


def lines(*contexts: tuple[str, str]) -> pd.DataFrame:
    """Return lines with the contexts given, left and right, numbered by *line*."""
    frame = pd.DataFrame(contexts, columns=["left", "right"])
    return frame.assign(line=range(len(frame)), text=pd.Categorical(["b", "a"] * 9, ["b", "a"])[: len(frame)])


FIVE = lines(
    ("the old ", " barks"), ("", ""), ("The Young ", ", Barks loud"), ("an Old ", " 7 a"), ("x", " barks a b")
)


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("L1", [0, 3, 4, 2, 1]),
        ("L2", [3, 0, 2, 1, 4]),
        (["R1"], [3, 0, 2, 4, 1]),
        (["R1", "R2"], [3, 4, 2, 0, 1]),
        (["R1", "L1"], [3, 0, 4, 2, 1]),
        ("R3", [4, 0, 1, 2, 3]),
        (["text"], [0, 2, 4, 1, 3]),
        (["text", "L1"], [0, 4, 2, 3, 1]),
        (["left", "right"], [3, 0, 2, 4, 1]),
    ],
)
def test_order_of_lines(by, order):
    before = FIVE.copy()
    found = sort_lines(FIVE, by)
    assert found["line"].tolist() == order and found.index.tolist() == list(range(5))
    pd.testing.assert_frame_equal(FIVE, before)


def test_sorting_keeps_every_line_and_takes_none():
    annotation = seeds()
    found = concordance(annotation, "stalin")
    ordered = sort_lines(found, ["R1", "L1", "text"])
    pd.testing.assert_frame_equal(sort_lines(ordered, ["text", "passage", "line"])[["text"]], found[["text"]])
    assert (
        sorted(ordered["left"]) == sorted(found["left"])
        and ordered["left"].tolist() != found["left"].tolist()
    )
    assert sort_lines(found.iloc[:0], "R1").empty


@pytest.mark.parametrize(
    ("by", "message"), [([], "nothing to sort by"), (None, "nothing"), ("L4", "by='L4' is not known")]
)
def test_an_order_that_is_none_is_refused(by, message):
    with pytest.raises(DhtoolsError, match=message):
        sort_lines(FIVE, by)


def test_any_table_of_spans_is_shown_with_its_own_columns():
    annotation = small()
    lines = concordance(annotation, "dog", width=12)
    shown = kwic(annotation, lines.assign(category="animal", start=lines["start"]), width=12)
    assert shown.columns.tolist() == [*COLUMNS, "category", "context"]
    pd.testing.assert_frame_equal(shown[COLUMNS], lines)
    assert shown["context"][0] == f"…{lines['left'][0]}[[dog]]{lines['right'][0]}…"
    wider = kwic(annotation, shown.iloc[[2]], width=60)
    assert wider["left"][0].endswith(shown["left"][2]) and len(wider["left"][0]) > len(shown["left"][2])


def test_a_span_keeps_its_offsets_and_is_shown_up_to_its_paragraph():
    annotation = small()
    span = concordance(annotation, "stood").assign(end=lambda lines: lines["end"] + 30)
    shown = kwic(annotation, span)
    assert shown["match"].tolist() == ["stood."] and shown["end"].tolist() == span["end"].tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_are_numbered_as_in_the_file_whatever_ends_them(end):
    raw = (LEAD + "A dog barks\nat the dog\nof a dog.\n\nNo dog barks here, dog.\n").replace("\n", end)
    annotation = annotate(corpus_of(a=raw))
    for found in (concordance(annotation, "dog"), search_pattern(annotation, r"dog|\s(?=at)")):
        ends = [match.end() for match in re.finditer(r"\r{0,2}\n|\r", raw)]
        assert found["line"].tolist() == [sum(one <= start for one in ends) + 1 for start in found["start"]]
    backwards = concordance(annotation, "dog").iloc[::-1]
    assert kwic(annotation, backwards)["line"].tolist() == backwards["line"].tolist()
