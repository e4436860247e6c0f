"""Numbers of topics and other choices: every value by hand, or from the calls it is made of."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from topics_by_hand import model_of, planted, shares_of, table

from dhtools import DhtoolsError
from dhtools.topics import (
    coherence,
    compare_topic_models,
    compare_topic_numbers,
    document_term_matrix,
    exclusivity,
    fit_topics,
    stability,
)
from dhtools.topics.model_selection import max_topics, search_topic_numbers, text_agreement
from dhtools.topics.stability import Stability, shrink_means


def test_largest_number():
    assert max_topics(planted(), 6) == 6
    assert max_topics(planted(), 99) == 24
    assert max_topics(document_term_matrix(table()), 6) == 3
    assert max_topics(document_term_matrix(table(), min_df=4), 6) == 0


NAN = float("nan")


#: Refits enough to see how the tables are made.
FEW = {"subsamples": 2, "nulls": 20, "per_null": 1}


def dominated(topics, texts):
    """A model whose segments are dominated by these topics, 0 for none."""
    number = max(topics)
    rows = [[float(topic == column + 1) if topic else NAN for column in range(number)] for topic in topics]
    return model_of(pd.DataFrame(np.eye(number, 3), columns=list("abc")), shares_of(*rows), list(texts))


# the whole model


def by_pairs(first, second):
    """The adjusted Rand index, from pairs of segments that are together in both, in one, in none."""
    pairs = list(combinations(range(len(first)), 2))
    one, other = (np.array([group[a] == group[b] for a, b in pairs]) for group in (list(first), list(second)))
    together, expected = (one & other).sum(), one.sum() * other.sum() / len(pairs)
    return (together - expected) / ((one.sum() + other.sum()) / 2 - expected)


def test_agreement_with_the_texts_by_hand():
    topics, texts = [1, 1, 1, 2, 2, 2, 3, 3], "ppqqqpqq"
    told = "pppqqqqq"  # most of topic 1 lies in p, most of 2 and 3 in q
    assert text_agreement(dominated(topics, texts)) == pytest.approx(by_pairs(told, texts))


def test_topics_that_are_texts_agree_wholly_however_many_and_however_numbered():
    assert text_agreement(dominated([1, 1, 2, 2], "ppqq")) == 1
    assert text_agreement(dominated([2, 2, 1, 1], "ppqq")) == 1
    assert text_agreement(dominated([1, 2, 3, 3], "ppqq")) == 1
    assert text_agreement(dominated([1, 2, 1, 2], "ppqq")) < 0.1
    assert text_agreement(dominated([1, 1, 1, 1], "ppqq")) == 0


def test_no_agreement_with_one_text_or_without_topics():
    assert np.isnan(text_agreement(dominated([1, 2, 1, 2], "pppp")))
    assert np.isnan(text_agreement(fit_topics(planted(texts=("p", "q")), 0)))


# how many


def long_table(counted):
    """A token table of documents, the words of a segment in alphabetical order."""
    rows = [np.repeat(counted.vocabulary, row) for row in counted.counts.toarray()]
    return table({f"{name}_": " ".join(row) for name, row in zip(counted.segments, rows, strict=True)})


def test_each_curve_is_what_its_own_call_gives():
    counted = planted(texts=("p", "q"), strength=0.3)
    tokens = long_table(counted)
    searched = search_topic_numbers(counted, [4, 2, 99, 2], **FEW, seed=3, starts=0, within_texts=False)
    curves = compare_topic_numbers(searched, tokens).set_index("k")
    assert curves.index.tolist() == [2, 4]
    own = stability(counted, 4, **FEW, starts=0, within_texts=False, seed=3)
    row = curves.loc[4]
    assert row["recurrence"] == pytest.approx(own.table["recurrence"].mean())
    assert row["n_stable"] == own.table["stable"].sum()
    assert row["coherence"] == pytest.approx(coherence(own.model, tokens)["npmi"].mean())
    assert row["exclusivity"] == pytest.approx(exclusivity(own.model).mean())
    assert row["explained"] == own.model.explained > curves.loc[2, "explained"]
    assert row["text_ari"] == text_agreement(own.model)
    agreement = own.agreement.set_index("refits")
    assert row["ari"] == agreement.loc["subsamples", "ari"]
    assert row["ari_null_q975"] == agreement.loc["shuffled", "q975"]
    # the band is that of the mean over topics, not of single topics
    null = own.draws[own.draws["refits"] == "shuffled"].groupby("draw")["jaccard"].mean()
    assert len(null) == 20
    np.testing.assert_allclose(row[["null_q025", "null_q975"]].astype(float), null.quantile([0.025, 0.975]))


def test_the_band_of_curves_is_narrowed_for_means_of_few_refits():
    counted = planted(strength=0.3)
    more = {**FEW, "per_null": 3, "subsamples": 6}
    searched = search_topic_numbers(counted, [3], **more, starts=0)
    row = compare_topic_numbers(searched, long_table(counted)).iloc[0]
    draws = searched[3].draws.query("refits == 'shuffled'")
    refits = draws.groupby(["draw", "refit"])["jaccard"].mean().reset_index()
    band = shrink_means(refits, ["draw"], "jaccard", 6).quantile([0.025, 0.975])
    np.testing.assert_allclose(row[["null_q025", "null_q975"]].astype(float), band)
    plain = refits.groupby("draw")["jaccard"].mean().quantile([0.025, 0.975])
    assert band.diff().iloc[-1] < plain.diff().iloc[-1]


def test_of_one_text_no_agreement_with_texts_is_told():
    counted = planted()
    curves = compare_topic_numbers(search_topic_numbers(counted, [2], **FEW), long_table(counted))
    assert curves["text_ari"].isna().tolist() == [True]


@pytest.mark.parametrize("ks", [[], [0], [99], [25, 0]])
def test_numbers_that_are_not_allowed_are_left_out(ks):
    searched = search_topic_numbers(planted(), ks, **FEW)
    curves = compare_topic_numbers(searched, table())
    assert list(searched) == [0] and searched[0].table.empty
    assert curves.empty and curves.columns[0] == "k" and "text_ari" in curves.columns


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ks": [2.5]}, "k=2.5: give a whole number"),
        ({"ks": [-2]}, "k=-2: give a whole number"),
        ({"nulls": 19}, "nulls=19: give a whole number from 20"),
        ({"model": "bert"}, "model='bert' is not known"),
        ({"tokens": table().drop(columns="segment")}, "no column 'segment'"),
        ({"tokens": table({"a_1": "quite other words"})}, "No word of the topics occurs in the tokens"),
    ],
)
def test_what_curves_refuse(given, said):
    options = {"documents": planted(), "ks": [2], **FEW, **given}
    tokens = options.pop("tokens", table())
    with pytest.raises(DhtoolsError, match=said):
        compare_topic_numbers(search_topic_numbers(**options), tokens)


@pytest.mark.parametrize("segments", [1, 2, 3, 7, 8, 12])
def test_the_largest_number_is_the_last_that_stability_takes(segments):
    counted = planted().take(range(segments))
    most = max_topics(counted, 99)
    assert 0 < most <= segments
    assert len(stability(counted, most, **FEW, starts=0).table) == most
    with pytest.raises(DhtoolsError, match="fewer than topics"):
        stability(counted, most + 1, **FEW, starts=0)


def test_the_largest_number_of_few_words_or_another_share():
    counted = planted()
    assert max_topics(counted, 5) == 5
    assert max_topics(counted, 99, share=0.5) == 15
    assert max_topics(document_term_matrix(table(), min_df=1, max_df=1.0), 99) == 3
    assert max_topics(counted.take([]), 5) == 0


# other choices


@pytest.fixture(scope="module")
def declared():
    return stability(planted(), 3, **FEW, starts=0)


def test_every_topic_is_found_again_in_the_same_model(declared):
    found = compare_topic_models(declared, {"same": declared, "model": declared.model})
    assert found["jaccard"].tolist() == [1] * 6 and found["matched_topic"].tolist() == [1, 2, 3] * 2
    assert found["choice"].tolist() == ["same"] * 3 + ["model"] * 3
    assert found["stable"][:3].tolist() == declared.table["stable"].tolist()
    assert found[["stable", "holds"]][3:].isna().all(axis=None)
    assert found["holds"][:3].tolist() == declared.table["stable"].tolist()
    assert found["recurrence"].tolist() == declared.table["recurrence"].tolist() * 2


def test_with_fewer_topics_some_have_no_counterpart(declared):
    other = stability(planted(), 1, **FEW, starts=0)
    found = compare_topic_models(declared, {"one": other, "none": stability(planted(), 0, **FEW)})
    one, none = found[:3], found[3:]
    assert sorted(one["matched_topic"]) == [0, 0, 1]
    left = one["matched_topic"] == 0
    assert one["jaccard"].isna().tolist() == one["stable"].isna().tolist() == left.tolist()
    assert none["matched_topic"].eq(0).all() and none[["jaccard", "stable"]].isna().all(axis=None)


def test_words_of_two_vocabularies_are_matched_by_name_and_those_of_one_alone_count():
    shares = shares_of([1.0, 0.0], [0.0, 1.0])
    first = model_of(pd.DataFrame([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], columns=list("abx")), shares)
    other = model_of(pd.DataFrame([[0.2, 0.0, 0.8], [0.0, 1.0, 0.0]], columns=list("xbc")), shares)
    cards = pd.DataFrame({"recurrence": [0.7, 0.6]}, index=first.topics)
    found = compare_topic_models(Stability(first, cards, pd.DataFrame(), pd.DataFrame()), {"other": other})
    # {a, b} and {x} against {x, c} and {b}
    assert found["matched_topic"].tolist() == [2, 1] and found["jaccard"].tolist() == [1 / 2, 1 / 2]
    assert found["recurrence"].tolist() == [0.7, 0.6]


def test_a_topic_holds_if_its_match_is_stable_and_shares_more_than_half_of_its_words():
    words = [f"w{number:02d}" for number in range(40)]
    place = {word: number for number, word in enumerate(words)}

    def model(*lists):
        weights = np.zeros((len(lists), len(words)))
        for row, one in enumerate(lists):
            weights[row, [place[word] for word in one]] = np.linspace(0.2, 0.1, len(one))
        return model_of(pd.DataFrame(weights, columns=words), shares_of(*np.eye(len(lists))))

    # six of ten words in common, five of ten, all ten
    first = model(words[:10], words[10:20], words[20:30])
    other = model(words[4:10] + words[30:34], words[15:20] + words[34:39], words[20:30])

    def tested(one, stable):
        cards = pd.DataFrame({"recurrence": 0.5, "stable": stable}, index=one.topics)
        return Stability(one, cards, pd.DataFrame(), pd.DataFrame())

    found = compare_topic_models(tested(first, True), {"other": tested(other, [True, True, False])})
    assert found["jaccard"].tolist() == [6 / 14, 5 / 15, 1.0]
    assert found["holds"].tolist() == [True, False, False]


def test_nothing_to_compare(declared):
    found = compare_topic_models(declared, {})
    assert (
        found.empty
        and found.columns.tolist() == compare_topic_models(declared, {"x": declared}).columns.tolist()
    )
