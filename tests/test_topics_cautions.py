"""Cautions and the choice of a number: every value by hand, or from the calls it is made of."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from test_topics_description import model_of
from test_topics_models import table
from test_topics_stability import planted

from dhtools import DhtoolsError
from dhtools.topics import (
    DIAGNOSTIC_THRESHOLDS,
    Stability,
    coherence,
    compare_topic_models,
    compare_topic_numbers,
    diagnose_topics,
    document_term_matrix,
    exclusivity,
    fit_topics,
    max_topics,
    stability,
    text_agreement,
)
from dhtools.topics.stability import comparable

NAN = float("nan")
NO_NAMES = pd.DataFrame({"text": ["z"], "start": [0], "end": [0]})
#: Refits enough to see how the tables are made.
FEW = {"subsamples": 2, "nulls": 20, "per_null": 1}


def shares_of(*rows):
    return pd.DataFrame(list(rows), index=pd.Index([f"s{row}" for row in range(len(rows))], name="segment"))


def one_topic(**weights):
    """A model of one topic with these words, in two texts."""
    return model_of(pd.DataFrame([weights]), shares_of([1.0], [1.0]), ["p", "q"])


def dominated(topics, texts):
    """A model whose segments are dominated by these topics, 0 for none."""
    number = max(topics)
    rows = [[float(topic == column + 1) if topic else NAN for column in range(number)] for topic in topics]
    return model_of(pd.DataFrame(np.eye(number, 3), columns=list("abc")), shares_of(*rows), list(texts))


def value(model, tokens, names=NO_NAMES):
    return diagnose_topics(model, tokens, names=names).set_index("caution")["value"]


def spoken(words, voices):
    """One segment of these words, in these voices."""
    return table({"a_1": words}).assign(voice=voices)


# one text


def test_the_largest_part_of_a_text_if_all_texts_counted_alike_by_hand():
    shares = shares_of([0.8, 0.2], [0.8, 0.2], [0.8, 0.2], [0.4, 0.6], [0.0, 1.0])
    model = model_of(pd.DataFrame(np.eye(2), columns=list("ab")), shares, list("pppqr"))
    found = diagnose_topics(model, table(), names=NO_NAMES).query("caution == 'one text'")
    assert found["topic"].tolist() == [1, 2]
    np.testing.assert_allclose(found["value"], [0.8 / (0.8 + 0.4), 1 / (0.2 + 0.6 + 1)])


def test_segments_without_shares_do_not_count_for_their_text():
    shares = shares_of([0.75, 0.25], [NAN, NAN], [0.25, 0.75])
    model = model_of(pd.DataFrame(np.eye(2), columns=list("ab")), shares, list("ppq"))
    found = diagnose_topics(model, table(), names=NO_NAMES).query("caution == 'one text'")
    assert found["value"].tolist() == [0.75, 0.75]


# names


def test_a_word_is_a_name_from_half_of_its_occurrences_on():
    tokens = table({"a_1": "serge reiss party serge", "a_2": "party reiss reiss"})
    model = one_topic(party=0.5, reiss=0.2, serge=0.3)
    # serge twice of two; reiss once of three; party once of two
    names = tokens.iloc[[0, 1, 2, 3]][["text", "start", "end"]].reset_index(drop=True)
    assert value(model, tokens, names)["names"] == pytest.approx(0.5 + 0.3)
    assert value(model, tokens, names.iloc[[0, 3]])["names"] == pytest.approx(0.3)
    assert value(model, tokens)["names"] == 0


def test_words_that_the_tokens_lack_take_no_part():
    tokens = table({"a_1": "serge party"})
    names = tokens.iloc[[0]][["text", "start", "end"]]
    model = one_topic(absent=0.6, party=0.1, serge=0.3)
    assert value(model, tokens, names)["names"] == pytest.approx(0.3 / 0.4)
    assert np.isnan(value(one_topic(absent=1.0), tokens, names)["names"])


def test_only_the_top_ten_words_are_looked_at():
    words = [f"word{number:02d}" for number in range(12)]
    weights = dict(zip(words, np.arange(12, 0, -1) / 78, strict=True))
    tokens = table({"a_1": " ".join(words)})
    last = tokens.iloc[9:][["text", "start", "end"]]
    assert value(one_topic(**weights), tokens, last)["names"] == pytest.approx(3 / sum(range(3, 13)))


# notes


def test_notes_and_furniture_by_hand():
    # war: 2 of 4 outside, 1 of 6 in the prose; party: 0 and 3; note: 2 and 0
    tokens = spoken(
        "war war note note war party party party x y", ["other"] * 4 + ["author"] * 3 + ["quoted"] * 3
    )
    model = one_topic(note=0.2, party=0.3, war=0.5)
    war = (2 / 4) / (2 / 4 + 1 / 6)
    assert value(model, tokens)["notes and furniture"] == pytest.approx(0.2 * 1 + 0.3 * 0 + 0.5 * war)


def test_words_as_frequent_in_notes_as_in_the_prose_have_a_half():
    tokens = spoken("war party war party war party", ["other"] * 2 + ["author"] * 4)
    assert value(one_topic(party=0.5, war=0.5), tokens)["notes and furniture"] == 1 / 2


def test_rates_and_not_numbers_are_compared():
    once = spoken("war party war camp", ["other", "other", "author", "author"])
    prose = once[once["voice"] == "author"]
    model = one_topic(camp=0.25, party=0.25, war=0.5)
    first = value(model, once)["notes and furniture"]
    assert first == pytest.approx(0.25 * 0 + 0.25 * 1 + 0.5 * 0.5)
    assert value(model, pd.concat([once, prose, prose]))["notes and furniture"] == pytest.approx(first)


@pytest.mark.parametrize("voice", ["author", "other"])
def test_without_notes_or_without_prose_there_is_nothing_to_compare(voice):
    tokens = table().assign(voice=voice)
    found = diagnose_topics(fit_topics(planted(), 2), tokens, names=NO_NAMES).query(
        "caution == 'notes and furniture'"
    )
    assert len(found) == 2 and found["value"].isna().all() and not found["raised"].any()


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


def test_only_cautions_of_the_whole_speak_of_all_topics():
    found = diagnose_topics(fit_topics(planted(texts=("p", "q")), 2), table(), names=NO_NAMES)
    assert found["topic"].tolist() == [1, 2, 1, 2, 1, 2, "all"]
    assert found["caution"].tolist()[::2] == list(DIAGNOSTIC_THRESHOLDS)


def test_cautions_are_raised_at_their_threshold_and_where_nothing_is_known_not():
    shares = shares_of([0.9, 0.1], [0.1, 0.9])
    model = model_of(pd.DataFrame([[0.5, 0.5], [0.1, 0.9]], columns=["party", "serge"]), shares, ["p", "q"])
    tokens = table({"a_1": "party serge"}).assign(voice="author")
    found = diagnose_topics(model, tokens, names=tokens.iloc[[1]][["text", "start", "end"]])
    assert found["threshold"].tolist() == [0.9, 0.9, 0.5, 0.5, 2 / 3, 2 / 3, 0.5]
    assert found["value"].round(12).tolist()[:4] == [0.9, 0.9, 0.5, 0.9]
    assert found["raised"].tolist() == [True] * 4 + [False, False, True]
    with pytest.raises(TypeError):
        DIAGNOSTIC_THRESHOLDS["names"] = 0.1


def test_neither_order_nor_rows_of_the_tokens_matter_and_nothing_is_changed():
    model, tokens = one_topic(party=0.5, war=0.5), spoken("war party war camp", ["other", "author"] * 2)
    names, before = tokens.iloc[[1]][["text", "start", "end"]], tokens.copy()
    first = diagnose_topics(model, tokens, names=names)
    assert first["value"].notna().all()
    turned = tokens.iloc[::-1].set_axis([7] * len(tokens))
    pd.testing.assert_frame_equal(diagnose_topics(model, turned, names=names), first)
    pd.testing.assert_frame_equal(tokens, before)


# how many


def long_table(counted):
    """A token table of documents, the words of a segment in alphabetical order."""
    rows = [np.repeat(counted.words, row) for row in counted.counts.toarray()]
    return table({f"{name}_": " ".join(row) for name, row in zip(counted.segments, rows, strict=True)})


def test_each_curve_is_what_its_own_call_gives():
    counted = planted(texts=("p", "q"), strength=0.3)
    tokens = long_table(counted)
    curves = compare_topic_numbers(counted, tokens, [4, 2, 99, 2], **FEW, seed=3).set_index("k")
    assert curves.index.tolist() == [2, 4]
    own = stability(counted, 4, **FEW, starts=0, within=False, seed=3)
    row = curves.loc[4]
    assert row["stability"] == pytest.approx(own.cards["recurrence"].mean())
    assert row["stable"] == own.cards["stable"].sum()
    assert row["coherence"] == pytest.approx(coherence(own.model, tokens)["npmi"].mean())
    assert row["exclusivity"] == pytest.approx(exclusivity(own.model).mean())
    assert row["explained"] == own.model.explained > curves.loc[2, "explained"]
    assert row["text_ari"] == text_agreement(own.model)
    agreement = own.agreement.set_index("kind")
    assert row["ari"] == agreement.loc["subsamples", "ari"]
    assert row["ari_null_high"] == agreement.loc["shuffled", "high"]
    # the band is that of the mean over topics, not of single topics
    null = own.draws[own.draws["kind"] == "shuffled"].groupby("draw")["jaccard"].mean()
    assert len(null) == 20
    np.testing.assert_allclose(row[["null_low", "null_high"]].astype(float), null.quantile([0.025, 0.975]))


def test_the_band_of_curves_is_narrowed_for_means_of_few_refits():
    counted = planted(strength=0.3)
    more = {**FEW, "per_null": 3, "subsamples": 6}
    row = compare_topic_numbers(counted, long_table(counted), [3], **more).iloc[0]
    draws = stability(counted, 3, **more, starts=0, within=False).draws.query("kind == 'shuffled'")
    refits = draws.groupby(["draw", "refit"])["jaccard"].mean().reset_index()
    band = comparable(refits, ["draw"], "jaccard", 6).quantile([0.025, 0.975])
    np.testing.assert_allclose(row[["null_low", "null_high"]].astype(float), band)
    plain = refits.groupby("draw")["jaccard"].mean().quantile([0.025, 0.975])
    assert band.diff().iloc[-1] < plain.diff().iloc[-1]


def test_of_one_text_no_agreement_with_texts_is_told():
    counted = planted()
    assert compare_topic_numbers(counted, long_table(counted), [2], **FEW)["text_ari"].isna().all()


@pytest.mark.parametrize("ks", [[], [0], [99], [25, 0]])
def test_numbers_that_are_not_allowed_are_left_out(ks):
    curves = compare_topic_numbers(planted(), table(), ks, **FEW)
    assert curves.empty and curves.columns[0] == "k" and "text_ari" in curves.columns


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ks": [2.5]}, "k=2.5: give a whole number"),
        ({"ks": [-2]}, "k=-2: give a whole number"),
        ({"nulls": 19}, "nulls=19: give a whole number from 20"),
        ({"model": "bert"}, "model='bert' is not known"),
        ({"tokens": table().drop(columns="segment")}, "no column 'segment'"),
        ({"tokens": table({"a_1": "quite other words"})}, "No word of the topics stands in the tokens"),
    ],
)
def test_what_curves_refuse(given, said):
    options = {"documents": planted(), "tokens": table(), "ks": [2], **FEW, **given}
    with pytest.raises(DhtoolsError, match=said):
        compare_topic_numbers(**options)


@pytest.mark.parametrize("segments", [1, 2, 3, 7, 8, 12])
def test_the_largest_number_is_the_last_that_stability_takes(segments):
    counted = planted().take(range(segments))
    most = max_topics(counted, 99)
    assert 0 < most <= segments
    assert len(stability(counted, most, **FEW, starts=0).cards) == most
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
    assert found["jaccard"].tolist() == [1] * 6 and found["match"].tolist() == [1, 2, 3] * 2
    assert found["choice"].tolist() == ["same"] * 3 + ["model"] * 3
    assert found["stable"][:3].tolist() == declared.cards["stable"].tolist()
    assert found["stable"][3:].isna().all()
    assert found["recurrence"].tolist() == declared.cards["recurrence"].tolist() * 2


def test_with_fewer_topics_some_have_no_counterpart(declared):
    other = stability(planted(), 1, **FEW, starts=0)
    found = compare_topic_models(declared, {"one": other, "none": stability(planted(), 0, **FEW)})
    one, none = found[:3], found[3:]
    assert sorted(one["match"]) == [0, 0, 1]
    left = one["match"] == 0
    assert one["jaccard"].isna().tolist() == one["stable"].isna().tolist() == left.tolist()
    assert none["match"].eq(0).all() and none[["jaccard", "stable"]].isna().all(axis=None)


def test_words_of_two_vocabularies_are_matched_by_name_and_those_of_one_alone_count():
    shares = shares_of([1.0, 0.0], [0.0, 1.0])
    first = model_of(pd.DataFrame([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], columns=list("abx")), shares)
    other = model_of(pd.DataFrame([[0.2, 0.0, 0.8], [0.0, 1.0, 0.0]], columns=list("xbc")), shares)
    cards = pd.DataFrame({"recurrence": [0.7, 0.6]}, index=first.topics)
    found = compare_topic_models(Stability(first, cards, pd.DataFrame(), pd.DataFrame()), {"other": other})
    # {a, b} and {x} against {x, c} and {b}
    assert found["match"].tolist() == [2, 1] and found["jaccard"].tolist() == [1 / 2, 1 / 2]
    assert found["recurrence"].tolist() == [0.7, 0.6]


def test_nothing_to_compare(declared):
    found = compare_topic_models(declared, {})
    assert (
        found.empty
        and found.columns.tolist() == compare_topic_models(declared, {"x": declared}).columns.tolist()
    )
