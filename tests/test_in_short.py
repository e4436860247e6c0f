"""The sentences at the top of a notebook: true of one text and of many, of none and of all."""

import numpy as np
import pandas as pd
import pytest

from dhtools.synthesis.in_short import (
    claims_in_short,
    corpus_in_short,
    rhetoric_in_short,
    style_in_short,
    topics_in_short,
    words_in_short,
)


def voices(quoted, prose=(100, 300)):
    table = pd.DataFrame({"prose": prose, "quoted": quoted}, index=list("ab"))
    return table.assign(quoted_share=table["quoted"] / table["prose"])


SPEAKERS = pd.DataFrame({"speaker": ["not named", "Ann"], "n_words": [15, 5]})


def test_the_corpus():
    assert str(corpus_in_short(voices([20, 0]), SPEAKERS)) == (
        "2 texts with 400 words of running prose, 5% of them quoted. a quotes most (20% of its prose), "
        "b least (0%). Beside 75% of the quoted words the text names no speaker."
    )
    assert str(corpus_in_short(voices([0, 0]).head(1), SPEAKERS)) == (
        "1 text with 100 words of running prose, none of them quoted."
    )


@pytest.mark.parametrize(
    ("same", "two", "how"),
    [
        (0.5, 0.3, ", which fits either."),
        (0.97, 0.6, ": farther than one author's texts mostly do."),
        (0.2, 0.02, ": closer than two authors' texts mostly do."),
    ],
)
def test_style(same, two, how):
    ranked = {"text_a": ["a"], "text_b": ["b"], "excess": [0.1]}
    ranked = pd.DataFrame(ranked | {"percentile_same_author": [same], "percentile_different_authors": [two]})
    told = str(style_in_short(pd.DataFrame({"auc": [0.9, 0.7, np.nan]}), ranked, ["a", "b"], parts=0))
    assert told.startswith("1 of 3 pairs of texts is long enough") and told.endswith(how)
    parts = str(style_in_short(pd.DataFrame({"auc": [0.9]}), ranked, ["a", "b"], parts=8))
    assert parts.startswith("Excerpts of a and b lie farther")


def test_topics():
    cards = {"stable": [True, False], "label": ["war", "peace"], "n_holds": [4, 0], "n_choices": 7}
    cards = pd.DataFrame(cards)
    assert str(topics_in_short(cards)) == (
        "1 of 2 topics is stable: “war”. Of these 1 holds under more than half of the other choices."
    )
    assert "0 of 1 topic are stable, so no subject" in str(topics_in_short(cards.tail(1)))
    assert str(topics_in_short(cards.head(0))).startswith("These texts are too short")


def test_words():
    words = pd.DataFrame({"group": list("aab"), "word": list("xyz"), "log_ratio": [1, -1, 2], "q": np.nan})
    assert str(words_in_short(words, "text")) == (
        "The largest differences in words, by text: a: x; b: z. No test was possible: there is too little "
        "text."
    )
    assert "bears out 1 word (q" in str(words_in_short(words.assign(q=[0.01, 0.01, 0.2]), "text"))
    assert "shows none of them" in str(words_in_short(words.assign(q=0.3), "text"))
    assert "No word" in str(words_in_short(words.head(0), "text"))


def test_rhetoric():
    scores = pd.DataFrame({"text": list("ab"), "formula": "lix", "value": [30.0, 50.0], "low": [28.0, 45.0]})
    rates = pd.DataFrame({"text": list("ab"), "category": "hedge", "n": [2, 3], "per_1000": [2.0, 3.0]})
    passives = pd.DataFrame({"with_by": [1, 0], "without_by": [2, 4]})
    assert str(rhetoric_in_short(scores, rates, passives)) == (
        "Of 7 passives 6 name no agent with *by*. b hedges most (3 times, 3.0 in 1,000 words), "
        "a least (2, 2.0). "
        "By LIX (higher: harder), sentences score highest in b (50) and lowest in a (30)."
    )
    assert str(rhetoric_in_short(scores.assign(low=np.nan))) == ""


def test_claims():
    claims = pd.DataFrame({"verdict": ["secure", "suggestive"], "claim": ["A.", "B."], "p": [np.nan, 0.01]})
    assert str(claims_in_short(claims)) == ("Of 2 claims 1 is secure, 1 suggestive, and 0 not decidable. B.")
    assert str(claims_in_short(claims.head(0))) == "No measure says anything of these texts."
