"""Topics described: top words, shares of texts and passages, by hand and on the two long texts."""

from collections import Counter
from math import sqrt

import numpy as np
import pandas as pd
import pytest
from annotated import seeds as annotated_seeds
from topics_by_hand import by_hand, long_text_model, model_of, named_by_hand, tokens_of, weights

from dhtools import DhtoolsError
from dhtools.topics import (
    coherence,
    exclusivity,
    fit_topics,
    label_topics,
    top_words,
    topic_passages,
    topic_shares_by_text,
)
from dhtools.topics.description import frex

NAN = float("nan")


# top words


def test_frex_by_hand():
    # the ranks of the weights, then of the exclusivities .5/.75, .3/.6, .2/1 and so on, in quarters
    table = frex(weights())
    first = [1, 0.75, 0.5, NAN]
    second = [NAN, 1 / (0.5 / 0.75 + 0.5 / 0.625), 1 / (0.5 / 0.5 + 0.5 / 0.625), 1]
    third = [1 / (0.5 / 0.5 + 0.5 / 0.625), NAN, 1, 1 / (0.5 / 0.75 + 0.5 / 0.625)]
    np.testing.assert_allclose(table, [first, second, third], rtol=1e-12)
    assert table.index.equals(weights().index) and table.columns.equals(weights().columns)


def test_the_balance_of_frex_is_the_weight_of_exclusivity():
    second = frex(weights(), balance=0.8).loc[2]
    np.testing.assert_allclose(second["b"], 1 / (0.8 / 0.75 + 0.2 / 0.625), rtol=1e-12)
    assert frex(weights(), balance=0).loc[2, "b"] == 0.625  # rank of the weight alone: two share 2 and 3
    assert frex(weights(), balance=1).loc[2, "b"] == 0.75  # rank of the exclusivity alone


def test_a_word_that_no_topic_has_has_no_frex_and_disturbs_none():
    table = frex(weights().assign(e=0.0))
    assert table["e"].isna().all() and table.notna().sum().sum() == 9
    # it has the lowest ranks, with the other zeros: five words, of which two share 1 and 2
    np.testing.assert_allclose(table.loc[1, ["a", "b", "c"]].astype(float), [1, 0.8, 0.6])


def test_rounding_parts_no_words():
    table = pd.DataFrame([[0.1, 0.3], [0.2, 0.6]])
    assert 0.1 / (0.1 + 0.2) != 0.3 / (0.3 + 0.6)
    assert frex(table, balance=1).nunique(axis=1).tolist() == [1, 1]


def test_frex_does_not_depend_on_the_order_of_words_or_topics():
    turned = frex(weights().iloc[::-1, ::-1])
    pd.testing.assert_frame_equal(
        turned.loc[[1, 2, 3], list("abcd")], frex(weights()), check_index_type=False
    )


def test_top_words_by_hand():
    table = top_words(by_hand())
    assert table.columns.tolist() == ["topic", "rank", "word", "weight", "frex", "n_segments"]
    lists = table.groupby("topic")["word"].agg("".join)
    assert lists.to_dict() == {1: "abc", 2: "dbc", 3: "cad"}  # ties by the alphabet, nothing of weight 0
    assert table["rank"].tolist() == [1, 2, 3] * 3
    assert table["weight"].tolist() == [0.5, 0.3, 0.2, 0.4, 0.3, 0.3, 0.5, 0.25, 0.25]
    assert table["n_segments"].tolist() == [2, 1, 1, 1, 1, 1, 1, 2, 1]  # a stands in both segments
    assert top_words(by_hand(), sort_by="frex").groupby("topic")["word"].agg("".join)[3] == "cda"
    pd.testing.assert_frame_equal(top_words(by_hand(), n=2), table[table["rank"] <= 2].reset_index(drop=True))


def test_words_may_be_called_as_the_columns_are():
    named = weights().set_axis(["frex", "topic", "weight", "word"], axis="columns")
    table = top_words(model_of(named, by_hand().shares))
    assert table.groupby("topic")["word"].agg(list)[2] == ["word", "topic", "weight"]


def test_exclusivity_by_hand():
    assert exclusivity(by_hand(), n=2).round(12).to_dict() == {
        1: round((0.5 / 0.75 + 0.3 / 0.6) / 2, 12),
        2: round((0.4 / 0.65 + 0.3 / 0.6) / 2, 12),
        3: round((0.5 / 1 + 0.25 / 0.75) / 2, 12),
    }
    alike = model_of(pd.DataFrame([[0.5, 0.5]] * 3), by_hand().shares)
    np.testing.assert_allclose(exclusivity(alike), 1 / 3)
    alone = model_of(weights().iloc[:1], by_hand().shares[[1]])
    assert exclusivity(alone).to_dict() == {1: 1.0}
    empty = model_of(weights().mul([1, 0, 1], axis=0), by_hand().shares)
    assert exclusivity(empty).isna().tolist() == [False, True, False]


def test_shares_by_text():
    shares = pd.DataFrame({1: [0.0, 0.5, 1.0, NAN, 0.25], 2: [1.0, 0.5, 0.0, NAN, 0.75]}, index=list("pqrst"))
    model = model_of(weights().iloc[:2], shares, ["z", "z", "z", "a", "b"])
    table = topic_shares_by_text(model)
    assert table["text"].tolist() == ["z", "z", "a", "a", "b", "b"]  # in the order of the texts
    assert table["topic"].tolist() == [1, 2] * 3 and table["n_segments"].tolist() == [3, 3, 0, 0, 1, 1]
    assert table.loc[0, ["share", "q05", "q95"]].tolist() == pytest.approx([0.5, 0.05, 0.95])
    assert table.loc[2:3, ["share", "q05", "q95"]].isna().all(axis=None)
    assert table["note"].ne("").tolist() == [False, False, True, True, False, False]
    assert table.loc[4, ["share", "q05", "q95"]].tolist() == [0.25] * 3


# passages


def test_passages_by_hand():
    model, tokens = named_by_hand()
    table = topic_passages(model, tokens, min_words=3)
    # of the second segment civil war and the red army, and of two as near the earlier
    assert table["passage"].tolist() == ["t:4.1", "t:2.1", "t:10.1", "t:7.1"]
    length = sqrt(3 * 0.2**2 + 0.4**2)
    # a civil war is war: civil once, war twice
    np.testing.assert_allclose(table["score"][1], (0.2 + 2 * 0.4) / (sqrt(1 + 4) * length), rtol=1e-9)
    np.testing.assert_allclose(table["score"][0], 1 / (2 * length), rtol=1e-9)
    assert table["segment"].tolist() == ["s2", "s1", "s4", "s3"] and table["share"].tolist() == [
        1,
        0.9,
        1,
        0.9,
    ]
    assert table["rank"].tolist() == [1, 2, 1, 2]
    nearest = tokens[tokens["passage"] == "t:4.1"]
    assert table.loc[0, ["start", "end"]].tolist() == [nearest["start"].min(), nearest["end"].max()]
    assert len(topic_passages(model, tokens, n=1, min_words=3)) == 2 and topic_passages(model, tokens).empty
    assert topic_passages(model, tokens, min_words=7)["passage"].tolist() == [
        "t:5.1",
        "t:1.1",
    ]  # seven words each


def test_a_sentence_belongs_to_the_segment_with_most_of_it_and_needs_a_word_of_the_topic():
    tokens = tokens_of(s1="war war", s2="began.").assign(passage="t:1.1")
    shares = pd.DataFrame([[0.5, 0.5], [0.5, 0.5]], index=["s1", "s2"])
    model = model_of(pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["war", "peace"]), shares)
    table = topic_passages(model, tokens, min_words=2)
    assert table[["topic", "segment", "score"]].to_numpy().tolist() == [[1, "s1", 1.0]]


def test_passages_of_the_long_text_model():
    tokens, names, model = long_text_model()
    table = topic_passages(model, tokens, names=names)
    assert table["topic"].tolist() == sorted([1, 2, 3, 4] * 3)
    assert not table.duplicated(["topic", "segment"]).any() and table["score"].between(0.3, 1).all()
    assert (table.groupby("topic")["score"].diff().dropna() <= 0).all()
    # of the sentence nearest to the topic of the movement, the cosine is counted one by one
    row = table[table["topic"] == 3].iloc[0]
    counts = Counter(tokens.loc[tokens["passage"] == row["passage"], "word"])
    weight = model.word_weights.loc[3]
    counted = {word: number for word, number in counts.items() if word in weight}
    product = sum(number * weight[word] for word, number in counted.items())
    length = sqrt(sum(number**2 for number in counted.values())) * sqrt((weight**2).sum())
    assert (
        row["score"] == pytest.approx(product / length)
        and row["share"] == model.shares.loc[row["segment"], 3]
    )
    shown = annotated_seeds().corpus[row["text"]].raw[row["start"] : row["end"]]
    assert shown.startswith("The political struggle for the continuity of Marxism")


def test_words_of_names_do_not_count_for_a_passage():
    model, tokens = named_by_hand()
    wars = tokens[tokens["word"] == "war"][["text", "start", "end"]]
    table = topic_passages(model, tokens, min_words=3, names=wars)
    # red army, red army men, in place of a civil war is war
    assert table["passage"].tolist() == ["t:4.1", "t:3.1", "t:10.1", "t:7.1"]
    assert table["end"].max() == topic_passages(model, tokens, min_words=3)["end"].max()


# all of them


def test_without_topics_all_tables_are_empty():
    tokens, names, model = long_text_model()
    none = fit_topics(model.documents, 0)
    tables = [
        top_words(none), exclusivity(none), topic_shares_by_text(none), coherence(none, tokens),
        label_topics(none, tokens, names=names), topic_passages(none, tokens),
    ]  # fmt: skip
    assert [len(table) for table in tables] == [0] * 6 and frex(none.word_weights).empty
    for table, full in zip(tables[2:], [topic_shares_by_text(model), coherence(model, tokens)], strict=False):
        assert table.dtypes.drop("topic").equals(full.dtypes.drop("topic"))


def test_nothing_given_is_changed():
    model, tokens = named_by_hand()
    before = tokens.copy(), model.word_weights.copy(), model.shares.copy()
    for call in (label_topics, topic_passages, lambda model, tokens: coherence(model, tokens)):
        call(model, tokens)
    top_words(model), topic_shares_by_text(model), exclusivity(model)
    for now, then in zip((tokens, model.word_weights, model.shares), before, strict=True):
        pd.testing.assert_frame_equal(now, then)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda model, tokens: frex(weights(), balance=1.5), "balance=1.5: give the weight"),
        (lambda model, tokens: frex(weights() - 1), "a weight is missing or negative"),
        (lambda model, tokens: frex(weights() / NAN), "a weight is missing or negative"),
        (lambda model, tokens: top_words(model, n=0), "n=0: give a whole number"),
        (lambda model, tokens: top_words(model, sort_by="lift"), "sort_by='lift' is not known"),
        (lambda model, tokens: exclusivity(model, n=1.5), "n=1.5: give a whole number"),
        (lambda model, tokens: coherence(model, tokens, unit="chapter"), "no column 'chapter'"),
        (lambda model, tokens: coherence(model, tokens[:0]), "The token table has no rows"),
        (lambda model, tokens: coherence(model, tokens, window=1), "window=1: give a whole number"),
        (lambda model, tokens: coherence(model, tokens, n=1), "n=1: give a whole number"),
        (lambda model, tokens: coherence(["war", "peace"], tokens), "a topic is a string"),
        (lambda model, tokens: coherence([["War", "Civil"]], tokens), "Fold the case"),
        (lambda model, tokens: label_topics(model, tokens, max_words=1), "max_words=1: give a whole number"),
        (lambda model, tokens: label_topics(model, tokens.drop(columns="segment")), "no column 'segment'"),
        (lambda model, tokens: label_topics(model, tokens.drop(columns="passage")), "no column 'passage'"),
        (
            lambda model, tokens: label_topics(model, tokens.query("segment != 's2'")),
            "segment 's2' of the model",
        ),
        (
            lambda model, tokens: topic_passages(model, tokens.query("segment != 's2'")),
            "segment 's2' of the model",
        ),
        (lambda model, tokens: topic_passages(model, tokens, n=0), "n=0: give a whole number"),
        (
            lambda model, tokens: topic_passages(model, tokens, min_words=True),
            "min_words=True: give a whole number",
        ),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call(*named_by_hand())


NAN = float("nan")
