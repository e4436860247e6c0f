"""Pronouns by person and voice."""

import pytest
from annotated import corpus_of, seeds

from dhtools import annotate
from dhtools.rhetoric import find_pronouns


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We told them in the US about us.", [("we", "We"), ("they", "them"), ("we", "us")]),
        ("I’m here, and so is my friend; i. e. he.", [("I", "I’m"), ("I", "my")]),
        ("YOU yourself said it.", [("you", "YOU"), ("you", "yourself")]),
        ("Theirs <b>is</b> the house.", [("they", "Theirs")]),
        ("The bus and the item.", []),
    ],
)
def test_forms_and_what_only_looks_like_one(text, found):
    table = find_pronouns(annotate(corpus_of(a=text)))
    assert list(zip(table["category"], table["cue"], strict=True)) == found


def test_whose_we_it_is_in_the_four_texts():
    found = find_pronouns(seeds())
    prose = found[found["voice"].isin(["author", "quoted", "mentioned"])]
    we = prose[prose["category"] == "we"].groupby(["text", "voice"], observed=True).size().to_dict()
    # counted by hand: of 20 in the lecture two are the author's, of 8 in the article none
    assert sum(number for (text, _), number in we.items() if text == "lecture") == 20
    assert we[("lecture", "author")] == 2
    assert sum(number for (text, _), number in we.items() if text == "article") == 8
    assert ("article", "author") not in we
