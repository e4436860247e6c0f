"""Statements that the notebook on topics prints, computed again with pandas and regular expressions alone.

Nothing of the package is imported: words are counted in the texts and the exported words; shares, runs and
choices come from the exported shares of segments and matches of topics.
"""

import json
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
RAW = {name: (ROOT / "seeds" / f"{name}.txt").read_text(encoding="utf-8") for name in ("article", "lecture")}
COMMITTEE, MOVEMENT, PRINTS, DEATHS, POLICE = (
    "Central Committee",
    "Trotskyist movement",
    "copies · published · printed",
    "died · death · doctors",
    "GPU agent",
)


@pytest.fixture(scope="module")
def printed():
    """All sentences of the notebook, as plain text."""
    cells = json.loads((ROOT / "notebooks" / "02-topics.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [out.get("data", {}) for cell in cells for out in cell.get("outputs", [])]
    return " ".join("".join(data["text/plain"]) for data in outputs if "text/markdown" in data)


@pytest.fixture(scope="module")
def cards():
    return pd.read_csv(ROOT / "figures" / "02-topics" / "cards.csv").set_index("label")


@pytest.fixture(scope="module")
def choices():
    return pd.read_csv(ROOT / "figures" / "02-topics" / "choices.csv")


@pytest.fixture(scope="module")
def strips():
    """Segments × labels: the shares, in the order of the texts; and the text of each segment."""
    table = pd.read_csv(ROOT / "figures" / "02-topics" / "strips.csv")
    labels = pd.read_csv(ROOT / "data" / "02-topics" / "words.csv")["label"]
    shares = table.filter(like="topic_").set_axis(labels, axis=1).set_axis(table["segment"])
    return shares, table.set_index("segment")["text"]


def test_three_of_six_topics_are_above_the_band(cards, printed):
    above = cards.index[cards["recurrence"] > cards["null_q975"]]
    assert list(above) == [COMMITTEE, MOVEMENT, PRINTS] and len(cards) == 6
    assert "3 of 6 topics are stable" in printed


def test_with_the_search_one_topic_is_beyond_chance(cards, printed):
    p = cards["p_familywise"]
    assert p.index[p < 0.05].tolist() == [PRINTS]
    tables = round(p[PRINTS] * (cards["n_draws"].iloc[0] + 1)) - 1
    assert (
        f"only “{PRINTS}” is beyond chance (p = {p[PRINTS]:.2f}; one-sided, 99 shuffled tables + 1)"
        in printed
    )
    assert f"but only {tables} of the shuffled tables decide this p" in printed and 0 < tables < 5


def test_within_texts_no_topic_is_beyond_chance(cards, printed):
    p = cards["p_familywise_within_texts"]
    assert p.min() > 0.05 and f"no topic is beyond chance (smallest p = {p.min():.2f}; one-sided" in printed


def test_no_topic_holds_under_every_choice(cards, choices, printed):
    # six of ten words in common are 6 / 14, five are 5 / 15
    again = choices["jaccard"] > 1 / 3
    held = (again & choices["stable"].eq(True)).groupby(choices["topic"]).sum()
    assert held.tolist() == cards["n_holds"].tolist() == [4, 0, 0, 3, 0, 6]
    assert choices["choice"].nunique() == 7 and "No topic holds under all 7 other choices" in printed
    assert f"“{PRINTS}” holds under 6, “{COMMITTEE}” under 4, and “{MOVEMENT}” under 3" in printed


def test_what_longer_segments_one_topic_more_and_lda_leave(choices, printed):
    held = choices[choices["stable"].eq(True) & (choices["jaccard"] > 1 / 3)]
    topics = held.groupby("choice")["topic"].agg(list)
    assert topics["200 words"] == [6] and topics["one more"] == [4, 6]
    assert f"with one topic more “{MOVEMENT}” beside it" in printed
    assert "LDA" not in set(held["choice"]) and "with LDA no topic holds" in printed


def test_central_committee_is_in_both_texts(cards, strips, printed):
    shares, texts = strips
    means = shares.groupby(texts).mean()
    assert f"({means.loc['article', COMMITTEE]:.0%} of the article" in printed
    assert f"{means.loc['lecture', COMMITTEE]:.0%} of the lecture)" in printed
    both = means.loc[["article", "lecture"]]
    belongs = both.ge(both.max() / 2).apply(lambda column: " ".join(column.index[column]))
    assert belongs.tolist() == cards["main_texts"].tolist()
    assert belongs[[COMMITTEE, MOVEMENT, PRINTS]].tolist() == ["article lecture", "lecture", "lecture"]
    assert cards.loc[COMMITTEE, "recurrence"] < cards.loc[COMMITTEE, "within_texts_q975"]


def test_print_runs_fill_one_passage_of_the_lecture(strips, printed):
    shares, texts = strips
    fitted = texts.isin(["article", "lecture"])
    place = np.flatnonzero(shares.loc[fitted.to_numpy(), PRINTS] > 0.5)
    assert np.ptp(place) + 1 == len(place) and set(texts.to_numpy()[place]) == {"lecture"}
    assert f"more than half of {len(place)} segments in a row, and of no other" in printed


def test_the_police_of_the_article(strips, printed):
    shares, texts = strips
    means = shares[POLICE].groupby(texts).mean()
    share = f"makes up {means['article']:.0%} of the article and {means['lecture']:.0%} of the lecture"
    assert share in printed


def test_the_names_of_the_police(printed):
    table = pd.read_csv(ROOT / "data" / "corpus" / "tokens.csv", keep_default_na=False)
    own = table[(table["voice"] == "author") & table["word"].str.fullmatch(r"O?GPU", case=False)]
    counts = pd.crosstab(own["text"], own["word"].str.upper())
    assert counts.loc["article", "OGPU"] == 0 < counts.loc["article", "GPU"]
    lecture = counts.loc["lecture"]
    assert f"the lecture mostly does ({lecture['OGPU']} times, and GPU {lecture['GPU']} times)" in printed
    assert not re.search("spain|spanish", RAW["lecture"], re.IGNORECASE)


def test_the_words_that_the_sentences_quote_stand_in_the_texts(printed):
    near = pd.read_csv(ROOT / "data" / "02-topics" / "passages.csv")
    committee = near[near["topic"].str.endswith(COMMITTEE)].drop_duplicates(
        "passage"
    )  # the nearest of each text comes first
    first = committee.groupby(committee["passage"].str.split(":").str[0])["sentence"].first()
    assert "17th Party Congress" in first["article"] and "15th Party Congress" in first["lecture"]
    assert "nearest sentence in the article is about the 17th Party Congress" in printed
    assert re.search(r"rehabilitated after Stalin’s death", RAW["article"])
    assert re.search(r"Saul Krasnyi, .*? died from tuberculosis", RAW["lecture"])
    assert len(re.findall(r"Doctors’ Plot", RAW["article"])) == 3
    assert f"“{DEATHS}” mixes Stalin's death, tuberculosis and the Doctors' Plot." in printed


def test_the_four_criteria_disagree(printed):
    curves = pd.read_csv(ROOT / "figures" / "02-topics" / "numbers.csv").set_index("k")
    best = curves[["exclusivity", "coherence", "explained"]].idxmax()
    assert best.tolist() == [2, 8, 8] and curves.loc[6, "n_stable"] == curves["n_stable"].max() == 3
    assert "Exclusivity is highest at 2 topics, coherence and the share explained at 8" in printed
    assert "No shuffled table has 3 stable topics at any of these numbers" in printed


def test_groups_agree_no_more_than_vocabularies_give(printed):
    table = pd.read_csv(ROOT / "data" / "02-topics" / "agreement.csv").set_index(["model", "refits"])
    own, within = table.loc[("NMF", "subsamples"), "ari"], table.loc[("NMF", "shuffled within texts"), "q975"]
    assert (
        own < within and f"agrees with itself ({own:.2f})" in printed and f"(up to {within:.2f})" in printed
    )
    assert table.loc[("LDA", "subsamples"), "ari"] < table.loc[("LDA", "shuffled"), "ari"]


def test_the_toy_by_hand(printed):
    # one word of five, two of four, and four whole lists
    mean = (Fraction(1, 5) + Fraction(2, 4) + 4) / 6
    assert f"divided by six: {float(mean):.2f}" in printed
    congress, press = np.repeat([1, 0], 3) / np.sqrt(3), np.repeat([0, 1], 3) / np.sqrt(3)
    both = np.ones(6) / np.sqrt(6)
    assert np.allclose(both, (congress + press) / np.sqrt(2))  # one half of each topic
    toy = pd.read_csv(ROOT / "data" / "02-topics" / "toy.csv")
    assert toy["share_topic_1"].round(3).tolist() == [1, 1, 0.5, 0.5, 0, 0]
