"""Labels: phrases by hand and on the two long texts."""

import re
from math import log

import numpy as np
import pandas as pd
import pytest
from annotated import seeds as annotated_seeds
from topics_by_hand import long_text_model, model_of, named_by_hand, tokens_of

from dhtools.topics import label_topics, topic_passages


def test_labels_by_hand():
    model, tokens = named_by_hand()
    table = label_topics(model, tokens)
    assert table["topic"].tolist() == [1, 2] and table["note"].eq("").all()
    # red army: 5 occurrences, 2 in a segment of .9 and 3 in one of 1; printing press: 2 and 2
    assert table["label"].tolist() == ["red army", "printing press"]
    assert table["n"].tolist() == [5, 4] and table["n_segments"].tolist() == [2, 2]
    np.testing.assert_allclose(table["score"], [4.8 * log(4.8 / 2.5), 3.8 * log(3.8 / 2)])
    # shown where the topic takes up most: the second segment, the fourth
    first = tokens.query("segment == 's2' and word == 'red'")["start"].iloc[0]
    assert table["start"].tolist() == [first, tokens.query("segment == 's4'")["start"].iloc[1]]
    assert (table["end"] - table["start"]).tolist() == [len("red army"), len("printing press")]


def test_what_is_no_phrase():
    model, tokens = named_by_hand()
    # printed copies would occur five times, but for the numerals between
    close = tokens.assign(start=2 * np.arange(len(tokens)), end=2 * np.arange(len(tokens)) + 1)
    assert label_topics(model, close)["label"][1] == "printed copies"
    assert label_topics(model, tokens)["label"][1] == "printing press"
    # a word left out, another sentence
    assert label_topics(model, tokens[tokens["word"] != "army"])["label"][0] == "civil war"
    scattered = label_topics(model, tokens.assign(passage=range(len(tokens))))
    assert scattered["start"].isna().all() and scattered["note"].str.startswith("no phrase").all()


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("war of nerves", "war of nerves"),
        ("war and nerves", "war and nerves"),
        ("war in nerves", "nerves · war"),
        ("war, nerves", "war nerves"),
        ("war - nerves", "nerves · war"),
        ("of nerves", "nerves · war"),
        ("war u", "nerves · war"),
    ],
)
def test_which_words_make_a_phrase(phrase, label):
    twice = f"the {phrase}. the {phrase}. "
    tokens = tokens_of(s1=twice, s2=twice, s3="other. ", s4="other.")
    shares = pd.DataFrame([[1.0, 0.0]] * 2 + [[0.0, 1.0]] * 2, index=["s1", "s2", "s3", "s4"])
    words = pd.DataFrame([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]], columns=["nerves", "other", "war"])
    assert label_topics(model_of(words, shares), tokens)["label"].tolist() == [label, "other"]


def test_a_phrase_ends_with_its_segment_and_segments_without_shares_are_left_out():
    model, tokens = named_by_hand()
    second = tokens.index[tokens["word"] == "army"][-1]
    cut = tokens.assign(segment=tokens["segment"].where(tokens.index != second, "s1"))
    assert label_topics(model, cut)["n"].tolist() == [4, 4]
    missing = model_of(model.word_weights, model.shares.drop("s1").reindex(model.shares.index))
    assert label_topics(missing, tokens)["start"].isna()[0]  # in one segment only, of those that are left
    assert topic_passages(missing, tokens, min_words=3)["segment"].tolist() == ["s2", "s4", "s3"]


def test_a_phrase_names_the_topic_in_which_it_scores_highest():
    often = "the civil war. " * 4
    tokens = tokens_of(s1=often, s2=often, s3="peace. ", s4="peace.")
    shares = pd.DataFrame(
        [[0.45, 0.55, 0]] * 2 + [[0, 0, 1]] * 2, index=["s1", "s2", "s3", "s4"], dtype=float
    )
    words = pd.DataFrame([[0.5, 0, 0.5], [0.5, 0, 0.5], [0, 1, 0]], columns=["civil", "peace", "war"])
    table = label_topics(model_of(words, shares), tokens)
    assert 8 * 0.45 * log(2) > 2  # it would do for the first as well
    assert table["label"].tolist() == ["civil · war", "civil war", "peace"]


def test_names_set_aside_are_in_no_label():
    model, tokens = named_by_hand()
    reds = tokens[tokens["word"] == "red"][["text", "start", "end"]]
    assert label_topics(model, tokens, names=reds)["label"].tolist() == ["civil war", "printing press"]


def test_possessives_are_joined_and_of_two_phrases_alike_the_longer_is_the_label():
    one = "the party's left wing. " * 2
    tokens = tokens_of(s1=one, s2=one, s3="grain prices in spring. ", s4="grain prices rose.")
    rows = [[0, 0.6, 0, 0.4], [0.5, 0, 0.5, 0]]
    shares = pd.DataFrame([[1.0, 0], [1, 0], [0, 1], [0, 1]], index=["s1", "s2", "s3", "s4"])
    model = model_of(pd.DataFrame(rows, columns=["grain", "party", "prices", "wing"]), shares)
    assert label_topics(model, tokens, max_words=4)["label"].tolist() == [
        "party's left wing",
        "grain · prices",
    ]
    assert label_topics(model, tokens)["label"].tolist() == ["party's left", "grain · prices"]
    assert label_topics(model, tokens, max_words=2)["label"][0] == "left wing"


def test_words_in_place_of_a_label_differ_and_an_empty_topic_has_none():
    model, tokens = named_by_hand()
    rows = pd.DataFrame([model.word_weights.loc[2]] * 3 + [model.word_weights.loc[2] * 0])
    shares = pd.DataFrame(0.25, index=model.shares.index, columns=range(4))
    table = label_topics(model_of(rows, shares), tokens)
    words = "press · copies · printing"
    assert table["label"].tolist()[:3] == [words, f"{words} (2)", f"{words} (3)"]
    assert table["label"].isna().tolist() == [False] * 3 + [True]
    assert table[["n", "score", "text", "start"]].isna().all(axis=None)


def test_labels_of_the_long_text_model():
    tokens, names, model = long_text_model()
    table = label_topics(model, tokens, names=names)
    assert table["label"].tolist() == [
        "workers state", "central committee", "trotskyist movement", "copies · published · printed",
    ]  # fmt: skip
    corpus = annotated_seeds().corpus
    for row in table[table["start"].notna()].itertuples():
        assert corpus[row.text].raw[row.start : row.end].lower() == row.label
        assert len(re.findall(row.label, " ".join(tokens["word"]))) >= row.n >= row.n_segments > 1


def test_labels_do_not_depend_on_the_order_of_topics():
    tokens, names, model = long_text_model()
    turned = model_of(model.word_weights.iloc[::-1], model.shares.iloc[:, ::-1])
    expected = label_topics(model, tokens, names=names)["label"].tolist()
    assert label_topics(turned, tokens, names=names)["label"].tolist() == expected[::-1]
