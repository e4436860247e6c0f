"""Pronouns by person and voice."""

import pytest
from annotated import corpus_of, seeds

from dhtools import annotate
from dhtools.annotation.pronouns import is_pronoun_i, is_pronoun_mine, persons_of_words
from dhtools.rhetoric import find_metadiscourse, find_pronouns
from dhtools.stylometry import pronoun_rates

#: The place of an *I* is a #.
NUMERALS_AND_INITIALS = (
    "The socialist #. Z. Steinberg wrote it.",
    "Victor Serge and #.Z. Steinberg wrote it.",
    "V. #. Lenin wrote it.",
    "V.#. Lenin wrote it.",
    "#.e., he wrote it.",
    "Under Nicholas # the court grew.",
    "They served Nicholas #.",
    "Nicholas # was shot.",
    "John Paul # died.",
    "Catherine #’s court grew.",
    "The rocket Apollo #, the first of them, rose.",
    "The minister #. Steinberg wrote it.",
    "Part # deals with it.",
    "See part # of the law.",
    "(Act #)",
    "CHAPTER #",
    "World War # began.",
    "Since World War # he had lived there.",
    "The parts (#) and (II) differ.",
    "#. The origins of the party",
    "#) The origins of the party",
    "The parts are: #, II and III.",
    "Sections # and II differ.",
    "Sections #–IV differ.",
    "Volumes # and V differ.",
    "The A.#. replied.",
    "Take the #-95 road.",
)
PRONOUNS = (
    "# saw him.",
    "In Paris # met her.",
    "In Moscow # had a friend.",
    "Trotsky and # agreed.",
    "As Leopold # am known.",
    "Then #, too, went.",
    "He asked, “Shall #, sir?”",
    "So do #.",
    "They are taller than #.",
    "He and # (both old) went.",
    "#... no, he went.",
    "#-# do not know.",
    "After the War # went home.",
    "In this part # argue so.",
    "The article # wrote is short.",
    "George, # say, came.",
)


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


@pytest.mark.parametrize("sentence", NUMERALS_AND_INITIALS)
def test_a_numeral_or_an_initial_is_no_pronoun(sentence):
    assert not is_pronoun_i(*sentence.split("#"))
    assert "I" not in set(persons_of_words(annotate(corpus_of(a=sentence.replace("#", "I")))))


@pytest.mark.parametrize("sentence", PRONOUNS)
def test_a_pronoun_beside_a_name_or_a_mark_is_one(sentence):
    assert is_pronoun_i(*sentence.replace("-#", "-I").split("#"))
    assert "I" in set(persons_of_words(annotate(corpus_of(a=sentence.replace("#", "I")))))


def test_a_pit_is_no_pronoun():
    annotation = annotate(corpus_of(a="The mine was old. Mine was older. That coal mine is mine."))
    words = annotation.tokens["word"].astype(str)
    assert persons_of_words(annotation)[words.str.lower() == "mine"].tolist() == ["", "I", "", "I"]
    assert is_pronoun_mine("of") and not is_pronoun_mine("his")


def test_every_form_has_its_person():
    annotation = annotate(corpus_of(a="We’ll see them; it’s hers, he said to YOU and us in the US."))
    assert [person for person in persons_of_words(annotation) if person] == [
        "we", "they", "it", "she", "he", "you", "we"
    ]  # fmt: skip


def test_all_counts_of_the_four_texts_agree():
    author = find_pronouns(seeds()).query("voice == 'author'")
    rates = pronoun_rates(seeds()).set_index(["person", "text"])["n"]
    for person in ("I", "we", "you"):
        for text in seeds().corpus.ids:
            assert rates[person, text] == ((author["category"] == person) & (author["text"] == text)).sum()
    assert rates["I", "article"] == 0  # I.Z. Steinberg, and i.e.
    assert rates["I"].loc[list(seeds().corpus.ids)].to_dict() == {
        "blog": 3, "article": 0, "note": 0, "lecture": 5
    }  # fmt: skip
    cues = find_metadiscourse(seeds(), classes=["self-mention"]).query("voice == 'author'")
    singular = cues[cues["detail"] == "singular"].groupby("text", observed=False).size()
    assert singular.reindex(list(seeds().corpus.ids)).tolist() == [3, 0, 0, 5]


def test_whose_we_it_is_in_the_four_texts():
    found = find_pronouns(seeds())
    prose = found[found["voice"].isin(["author", "quoted", "mentioned"])]
    we = prose[prose["category"] == "we"].groupby(["text", "voice"], observed=True).size().to_dict()
    # counted by hand: of 20 in the lecture two are the author's, of 8 in the article none
    assert sum(number for (text, _), number in we.items() if text == "lecture") == 20
    assert we[("lecture", "author")] == 2
    assert sum(number for (text, _), number in we.items() if text == "article") == 8
    assert ("article", "author") not in we
