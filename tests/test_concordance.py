"""Concordance: what is found, what stands around it, and what is refused."""

import pytest
from annotated import LEAD, corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.terms.concordance import concordance

RAW = (
    "Tom’s dog “barked loudly” at the dog’s house, in 1937 the DOG’S House. Dog left. House stood.\n\n"
    "A new <b>paragraph</b> names the *dog* and an _house_ now.\n"
)


def small():
    annotation = annotate(corpus_of(a=LEAD + RAW))
    return annotation.corpus, annotation.tokens


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
    found = concordance(*small(), query)
    assert found["match"].tolist() == matches
    assert found.columns.tolist() == ["text", "passage", "line", "kind", "voice", "left", "match", "right"]


def test_context_ends_with_the_paragraph_and_stays_plain():
    found = concordance(*small(), "dog", width=500)
    assert found["left"].iloc[-1] == "A new <b>paragraph</b> names the *"
    assert found["right"].iloc[3] == " left. House stood." and found["left"].iloc[0] == "Tom’s "
    assert "&lt;b&gt;" in found.to_html() and "<b>" not in found.to_html()
    assert found["line"].tolist() == [3, 3, 3, 3, 5] and found["passage"].tolist()[-1] == "a:3.1"


@pytest.mark.parametrize("width", [0, 1, 7])
def test_width(width):
    found = concordance(*small(), "dog", width=width)
    assert max(found["left"].str.len().max(), found["right"].str.len().max()) <= width


def test_a_phrase_in_one_voice_stands_so_in_the_text():
    corpus, tokens = small()
    author = tokens[tokens["voice"] == "author"]
    assert concordance(corpus, author, "dog at").empty
    assert concordance(corpus, author, "at the dog")["match"].tolist() == ["at the dog"]
    assert concordance(corpus, tokens[tokens["voice"] != "author"], "barked loudly")["match"].tolist() == [
        "barked loudly"
    ]


def test_rows_of_the_table_may_have_any_index():
    corpus, tokens = small()
    assert concordance(corpus, tokens.set_index(tokens.index[::-1]), "dog’s house")["passage"].nunique() == 1


def test_the_four_texts():
    annotation = seeds()
    found = concordance(annotation.corpus, annotation.tokens, "left opposition")
    assert len(found) and (found["match"].str.lower().str.replace("-", " ") == "left opposition").all()
    folded = annotation.tokens["word"].str.lower()
    assert len(concordance(annotation.corpus, annotation.tokens, "Reiss")) == (folded == "reiss").sum()


@pytest.mark.parametrize("query", ["", " ", "1937", "…", "’", None, 3])
def test_a_query_without_a_word_is_refused(query):
    with pytest.raises(DhtoolsError, match="holds no word"):
        concordance(*small(), query)


@pytest.mark.parametrize("width", [-1, 2.5, "9", None, True])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(DhtoolsError, match=r"width=.*whole number"):
        concordance(*small(), "dog", width=width)
