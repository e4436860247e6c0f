"""Warnings: every value by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from topics_by_hand import model_of, planted, shares_of, table

from dhtools.topics import diagnose_topics, fit_topics, top_words
from dhtools.topics.diagnostics import DIAGNOSTIC_THRESHOLDS
from dhtools.topics.model_selection import text_agreement

NAMES = pd.DataFrame({"text": ["a"], "start": [0], "end": [4]})


def in_texts(documents, groups):
    """The same segments, in texts by group."""
    texts = pd.Index([f"text {group}" for group in groups], name="text")
    return fit_topics(replace(documents, texts=texts), 3)


def test_topics_that_are_texts_raise_warnings():
    clear = planted(strength=0.9)
    found = diagnose_topics(in_texts(clear, np.arange(30) % 3), table(), names=NAMES)
    values = found.set_index(["topic", "warning"])
    assert values.loc[("all", "follows_texts"), "value"] == 1
    assert values.loc[[(topic, "one_text") for topic in (1, 2, 3)], "raised"].all()
    spread = in_texts(clear, np.arange(30) // 3 % 2)
    assert abs(text_agreement(spread)) < 0.1
    assert not diagnose_topics(spread, table(), names=NAMES)["raised"].any()


def test_one_text_has_no_such_warnings():
    model = fit_topics(planted(), 3)
    found = diagnose_topics(model, table(), names=NAMES)
    of_texts = found[found["warning"].isin(["one_text", "follows_texts"])]
    assert of_texts["value"].isna().all() and of_texts["note"].str.startswith("there is one text only").all()
    assert np.isnan(text_agreement(model))


def test_warnings_of_names_and_notes_by_hand():
    # of the topic's words own0… two are names, three stand in the notes only
    model = fit_topics(planted(topics=1), 1)
    top = top_words(model)
    words = top["word"].tolist()
    tokens = table({"a_1": " ".join(words), "a_2": " ".join(words[:3])})
    tokens["voice"] = np.where(tokens["segment"] == "a_2", "other", "author")
    names = pd.DataFrame({"text": "a", "start": [0, 10, 100, 110], "end": [5, 15, 105, 115]})
    value = diagnose_topics(model, tokens, names=names).set_index("warning")["value"]
    weight = top["weight"].to_numpy() / top["weight"].sum()
    assert value["names"] == pytest.approx(weight[:2].sum())
    # in the prose each of ten words has a tenth, in the notes each of three a third
    assert value["notes_and_furniture"] == pytest.approx(weight[:3].sum() * (1 / 3) / (1 / 3 + 1 / 10))


NAN = float("nan")


NO_NAMES = pd.DataFrame({"text": ["z"], "start": [0], "end": [0]})


def one_topic(**weights):
    """A model of one topic with these words, in two texts."""
    return model_of(pd.DataFrame([weights]), shares_of([1.0], [1.0]), ["p", "q"])


def value(model, tokens, names=NO_NAMES):
    return diagnose_topics(model, tokens, names=names).set_index("warning")["value"]


def spoken(words, voices):
    """One segment of these words, in these voices."""
    return table({"a_1": words}).assign(voice=voices)


# one text


def test_the_largest_part_of_a_text_if_all_texts_counted_alike_by_hand():
    shares = shares_of([0.8, 0.2], [0.8, 0.2], [0.8, 0.2], [0.4, 0.6], [0.0, 1.0])
    model = model_of(pd.DataFrame(np.eye(2), columns=list("ab")), shares, list("pppqr"))
    found = diagnose_topics(model, table(), names=NO_NAMES).query("warning == 'one_text'")
    assert found["topic"].tolist() == [1, 2]
    np.testing.assert_allclose(found["value"], [0.8 / (0.8 + 0.4), 1 / (0.2 + 0.6 + 1)])


def test_segments_without_shares_do_not_count_for_their_text():
    shares = shares_of([0.75, 0.25], [NAN, NAN], [0.25, 0.75])
    model = model_of(pd.DataFrame(np.eye(2), columns=list("ab")), shares, list("ppq"))
    found = diagnose_topics(model, table(), names=NO_NAMES).query("warning == 'one_text'")
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
    assert value(model, tokens)["notes_and_furniture"] == pytest.approx(0.2 * 1 + 0.3 * 0 + 0.5 * war)


def test_words_as_frequent_in_notes_as_in_the_prose_have_a_half():
    tokens = spoken("war party war party war party", ["other"] * 2 + ["author"] * 4)
    assert value(one_topic(party=0.5, war=0.5), tokens)["notes_and_furniture"] == 1 / 2


def test_rates_and_not_numbers_are_compared():
    once = spoken("war party war camp", ["other", "other", "author", "author"])
    prose = once[once["voice"] == "author"]
    model = one_topic(camp=0.25, party=0.25, war=0.5)
    first = value(model, once)["notes_and_furniture"]
    assert first == pytest.approx(0.25 * 0 + 0.25 * 1 + 0.5 * 0.5)
    assert value(model, pd.concat([once, prose, prose]))["notes_and_furniture"] == pytest.approx(first)


@pytest.mark.parametrize("voice", ["author", "other"])
def test_without_notes_or_without_prose_there_is_nothing_to_compare(voice):
    tokens = table().assign(voice=voice)
    found = diagnose_topics(fit_topics(planted(), 2), tokens, names=NO_NAMES).query(
        "warning == 'notes_and_furniture'"
    )
    assert len(found) == 2 and found["value"].isna().all() and not found["raised"].any()


# the whole model


def test_only_warnings_of_the_whole_speak_of_all_topics():
    found = diagnose_topics(fit_topics(planted(texts=("p", "q")), 2), table(), names=NO_NAMES)
    assert found["topic"].tolist() == [1, 2, 1, 2, 1, 2, "all"]
    assert found["warning"].tolist()[::2] == list(DIAGNOSTIC_THRESHOLDS)


def test_warnings_are_raised_at_their_threshold_and_where_nothing_is_known_not():
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
