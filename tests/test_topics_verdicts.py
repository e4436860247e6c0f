"""Verdicts on topics: the error of looking at several numbers of topics, every value by hand."""

import numpy as np
import pandas as pd
import pytest
from test_topics_model_selection import dominated
from topics_by_hand import model_of, planted, shares_of

from dhtools import DhtoolsError
from dhtools.topics import compare_topic_models
from dhtools.topics.model_selection import search_topic_numbers
from dhtools.topics.stability import Stability, shuffle_words
from dhtools.topics.verdicts import familywise_count, familywise_p, texts_of_topics, topic_verdicts

FEW = {"subsamples": 3, "nulls": 20, "per_null": 1, "starts": 0}


def found(recurrence, shuffled, refits="shuffled"):
    """Topics of one number, and the recurrence of the same number of topics in each shuffled table."""
    topics = range(1, len(recurrence) + 1)
    rows = [
        {"topic": topic, "jaccard": value, "refits": refits, "draw": draw, "refit": 0}
        for draw, values in enumerate(shuffled)
        for topic, value in zip(topics, values, strict=True)
    ]
    own = [
        {"topic": t, "jaccard": r, "refits": "subsamples", "draw": 0, "refit": 0}
        for t, r in zip(topics, recurrence, strict=True)
    ]
    cards = pd.DataFrame({"recurrence": recurrence}, index=pd.Index(topics, name="topic"))
    return Stability(
        dominated(list(topics), "p" * len(recurrence)), cards, pd.DataFrame(), pd.DataFrame(rows + own)
    )


def test_p_over_two_numbers_by_hand():
    # of one topic: mean 2, sd 1 (ddof=1); of two: mean 5, sd 2
    one = found([4.0], [[1.0], [2.0], [3.0]])
    two = found([5.0, 11.0], [[3.0, 3.0], [5.0, 5.0], [7.0, 7.0]])
    sd = np.std([3, 3, 5, 5, 7, 7], ddof=1)
    largest = np.maximum([-1, 0, 1], (np.array([3, 5, 7]) - 5) / sd)
    searched = {1: one, 2: two}
    assert familywise_p(searched, 1).tolist() == [(1 + np.sum(largest >= 2)) / 4] == [0.25]
    # a topic that recurs as shuffled topics do on average is reached by two of three tables
    assert familywise_p(searched, 2).tolist() == [0.75, 0.25]


def test_the_more_numbers_are_looked_at_the_larger_the_p():
    documents = planted(strength=0.2)
    few, many = (search_topic_numbers(documents, ks, **FEW) for ks in ([3], [2, 3, 4]))
    one, other = familywise_p(few, 3), familywise_p(many, 3)
    assert (other >= one).all() and other.between(1 / 21, 1).all()
    assert familywise_p(many, 3, within_texts=True).isna().all()


def test_planted_topics_are_beyond_every_shuffled_table_and_shuffled_words_are_not():
    options = {"subsamples": 10, "nulls": 20, "per_null": 2, "starts": 0}
    strong = search_topic_numbers(planted(), [2, 3], **options)
    assert familywise_p(strong, 3).tolist() == [1 / 21] * 3
    chance = shuffle_words(planted(), np.random.default_rng(3))
    assert familywise_p(search_topic_numbers(chance, [2, 3], **options), 3).min() > 0.1


def test_the_shuffled_tables_are_the_same_at_every_number():
    documents = planted()
    searched = search_topic_numbers(documents, [2, 4], **FEW)
    draws = {k: one.draws.query("refits == 'shuffled'") for k, one in searched.items()}
    assert draws[2]["draw"].unique().tolist() == draws[4]["draw"].unique().tolist() == list(range(20))


def test_counts_of_stable_topics_by_hand():
    band = [[0.0]] * 39 + [[9.0]]
    table = found([5.0], band)
    table.table["stable"] = True
    observed, shuffled = familywise_count({1: table})
    assert observed == 1 and shuffled.tolist() == [0] * 39 + [1]
    assert familywise_count({})[0] == 0


def test_texts_of_topics_by_hand():
    shares = shares_of([0.6, 0.4, 0.0], [0.4, 0.6, 0.0], [0.2, 0.8, 0.0], [0.2, 0.8, 0.0])
    model = model_of(pd.DataFrame(np.eye(3), columns=list("abc")), shares, ["q", "q", "p", "p"])
    # topic 1: .5 and .2; topic 2: .5 and .8; topic 3 nowhere
    assert texts_of_topics(model).tolist() == [["q"], ["q", "p"], []]


def test_a_verdict_has_what_every_table_says():
    documents = planted(texts=("p", "q"), strength=0.3)
    searched = search_topic_numbers(documents, [2, 3], **FEW)
    others = {"one fewer": searched[2], "same": searched[3]}
    matched = compare_topic_models(searched[3], others)
    table = topic_verdicts(searched, 3, matched)
    pd.testing.assert_frame_equal(table[searched[3].table.columns], searched[3].table)
    assert table["n_choices"].tolist() == [2] * 3 and table["n_draws"].tolist() == [20] * 3
    assert table["n_holds"].tolist() == [
        int(matched.query("topic == @topic")["holds"].sum()) for topic in (1, 2, 3)
    ]
    named = table["holds_under"].str.split("; ").str.len().where(table["n_holds"] > 0, 0)
    assert named.tolist() == table["n_holds"].tolist() and table["n_holds"].max() > 0
    assert table["p_familywise"].equals(familywise_p(searched, 3))
    assert table["p_familywise_within_texts"].between(1 / 21, 1).all()
    assert set(" ".join(table["main_texts"]).split()) <= {"p", "q"} and table["main_texts"].ne("").all()


def test_without_topics_there_is_an_empty_verdict():
    searched = search_topic_numbers(planted(), [], **FEW)
    table = topic_verdicts(searched, 0, compare_topic_models(searched[0], {}))
    assert table.empty and {"p_familywise", "n_holds", "main_texts"} <= set(table.columns)


def test_a_number_that_was_not_looked_at():
    with pytest.raises(DhtoolsError, match=r"k=5 was not looked at\. Numbers of topics looked at: 2, 3"):
        familywise_p(search_topic_numbers(planted(), [2, 3], **FEW), 5)
