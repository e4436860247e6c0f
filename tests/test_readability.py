"""Readability: formulas against textstat at equal counts, counts by hand, intervals, what is undefined."""

import warnings

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of
from textstat import textstat

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.annotation import token_table
from dhtools.readability import READABILITY_FORMULAS, count_syllables, readability, readability_scores
from dhtools.readability.formulas import COUNTED_FEATURES, MIN_SENTENCES, bootstrap_interval, sentence_counts

TEXT = (
    "The revolutionary committee deliberated interminably about industrialization. It was late. "
    "Nobody could remember afterwards who had spoken first, or who had answered him. The GPU came at night, "
    "and the political prisoners were transported to Siberia. They walked for eleven days through the snow."
)
THEIRS = {
    "flesch": "flesch_reading_ease",
    "flesch_kincaid": "flesch_kincaid_grade",
    "fog": "gunning_fog",
    "smog": "smog_index",
    "coleman_liau": "coleman_liau_index",
    "lix": "lix",
    "dale_chall": "dale_chall_readability_score",
}


def counts_of_textstat(text):
    return {
        "sentences": textstat.sentence_count(text),
        "words": textstat.lexicon_count(text),
        "syllables": textstat.syllable_count(text),
        "letters": textstat.letter_count(text),
        "polysyllables": textstat.polysyllabcount(text),
        "complex": textstat.difficult_words(text, 3, unique=False),
        "long": textstat.long_word_count(text),
        "unfamiliar": textstat.difficult_words(text, 0, unique=False),
    }


@pytest.mark.parametrize(
    "text", [TEXT, TEXT[:170] + ".", "A cat sat on the mat with a dog. The dog ran off."]
)
def test_at_equal_counts_the_formulas_are_those_of_textstat(text):
    counts = counts_of_textstat(text)
    assert counts["words"] > 10 and counts["sentences"] >= 2
    ours = readability_scores(counts)
    for name, theirs in THEIRS.items():
        assert ours[name] == pytest.approx(getattr(textstat, theirs)(text), rel=1e-9), name
    # its ARI counts punctuation as well
    characters = readability_scores(counts | {"letters": textstat.char_count(text)})
    assert characters["ari"] == pytest.approx(textstat.automated_readability_index(text), rel=1e-9)


def test_formulas_by_hand():
    counts = {
        "sentences": 4,
        "words": 80,
        "syllables": 120,
        "letters": 400,
        "polysyllables": 9,
        "complex": 8,
        "long": 20,
        "unfamiliar": 4,
    }
    found = readability_scores(counts)
    by_hand = {
        "flesch": 206.835 - 1.015 * 20 - 84.6 * 1.5,
        "flesch_kincaid": 0.39 * 20 + 11.8 * 1.5 - 15.59,
        "fog": 0.4 * (20 + 10),
        "smog": 1.043 * (30 * 9 / 4) ** 0.5 + 3.1291,
        "coleman_liau": 0.0588 * 500 * 0.058 / 0.0588 - 0.296 * 5 - 15.8,
        "ari": 4.71 * 5 + 0.5 * 20 - 21.43,
        "lix": 20 + 25,
        "dale_chall": 0.1579 * 5 + 0.0496 * 20,  # 5 % unfamiliar: no addition yet
    }
    assert found.keys() == by_hand.keys() == READABILITY_FORMULAS.keys()
    for name, value in by_hand.items():
        assert found[name] == pytest.approx(value, abs=1e-9), name
    harder = readability_scores(counts | {"unfamiliar": 5})
    assert harder["dale_chall"] == pytest.approx(0.1579 * 6.25 + 0.0496 * 20 + 3.6365)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("revolution", 4),
        ("state", 1),
        ("GPU", 3),
        ("OGPU", 2),  # a vowel, four letters: read as a word
        ("NKVD", 4),
        ("US", 2),
        ("us", 1),
        ("WSWS", 8),
        ("POWs", 5),
        ("Stalin’s", 2),
        ("class's", 2),
        ("I", 1),
        ("don’t", 1),
        ("Xqzt", 1),
    ],
)
def test_syllables(word, number):
    assert count_syllables([word]).tolist() == [number]


def test_sentences_are_counted_by_hand():
    tokens = token_table(corpus_of(a="The GPU’s men deported Zinoviev. Interesting ideas in 1937!"))
    counts = sentence_counts(tokens)
    assert counts.index.tolist() == ["a:1.1", "a:1.2"]
    assert counts["words"].tolist() == [5, 3]  # GPU's is one word, 1937 none
    assert counts["letters"].tolist() == [3 + 4 + 3 + 8 + 8, 11 + 5 + 2]
    assert counts["long"].tolist() == [2, 1]
    first = count_syllables(["The", "GPU’s", "men", "deported", "Zinoviev"])
    assert counts["syllables"].iloc[0] == first.sum()
    assert counts["polysyllables"].iloc[0] == (first >= 3).sum() == 2
    # of these Gunning leaves out names (an initialism is one), and deported, whose third syllable is -ed
    assert counts["complex"].tolist() == [0, 1]


def test_values_of_the_four_texts_are_those_of_their_counts(seeds):
    found = readability(annotate(read_corpus(seeds)), draws=200)
    assert (
        len(found) == 4 * len(READABILITY_FORMULAS) and found["reason"].ne("").sum() == 1
    )  # SMOG of the blog post
    for _, row in found.iterrows():
        assert (
            row["value"]
            == readability_scores(row[["sentences", *COUNTED_FEATURES]].to_dict())[row["formula"]]
        )
        assert row["low"] < row["value"] < row["high"]
    flesch = found[found["formula"] == "flesch"].set_index("text")
    assert flesch["value"].idxmin() == "blog" and flesch["value"].idxmax() == "note"
    assert flesch.loc["article", "mixed"] > 0


def test_intervals_repeat_themselves_narrow_with_length_and_know_their_limit():
    draws = np.random.default_rng(0)
    words = draws.integers(5, 30, 400)
    counts = pd.DataFrame({name: words for name in COUNTED_FEATURES}).assign(
        syllables=words * 2,
        letters=words * 5,
        unfamiliar=words // 4,
        complex=words // 9,
        polysyllables=words // 7,
    )
    low, high = bootstrap_interval(counts.head(40), 500, 0)
    assert (low, high) == bootstrap_interval(counts.head(40), 500, 0)
    narrow_low, narrow_high = bootstrap_interval(counts, 500, 0)
    assert narrow_high["flesch"] - narrow_low["flesch"] < (high["flesch"] - low["flesch"]) / 2
    none, _ = bootstrap_interval(counts.head(MIN_SENTENCES - 1), 500, 0)
    assert np.isnan(none["flesch"]) and np.isnan(bootstrap_interval(counts, 0, 0)[0]["lix"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("“All of it is quoted,” he said.", "no sentence"), ("One short sentence.", "no interval")],
)
def test_what_is_undefined_is_missing_with_a_reason(text, reason):
    found = readability(annotate(corpus_of(a=text)), voice="quoted" if "All" in text else "author")
    others = found[found["formula"] != "smog"]
    assert others["low"].isna().all() and others["reason"].str.startswith(reason).all()
    if reason == "no sentence":
        assert found[["value", "textstat"]].isna().all(axis=None)
        assert found["words"].eq(0).all()
    else:
        assert others["value"].notna().all()


def test_nothing_counted_gives_no_number():
    found = readability_scores(dict.fromkeys(("sentences", *COUNTED_FEATURES), 0))
    assert all(np.isnan(value) for value in found.values())


def test_another_language_is_warned_of_by_name():
    german = (
        "Der Zug kam nachts an. Niemand wusste, warum er so lange stehen blieb, und keiner fragte danach."
    )
    with pytest.warns(UserWarning, match=r"a: not English, it seems\. .*: flesch, flesch_kincaid"):
        readability(annotate(corpus_of(a=german)), draws=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        readability(annotate(corpus_of(a=TEXT)), draws=0)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"voice": "other"}, "voice='other'"), ({"draws": -1}, "draws=-1"), ({"seed": "x"}, "seed")],
)
def test_bad_options(options, said):
    with pytest.raises(DhtoolsError, match=said):
        readability(annotate(corpus_of(a=TEXT)), **options)
    with pytest.raises(DhtoolsError, match="sentences, syllables missing"):
        readability_scores(dict.fromkeys(set(COUNTED_FEATURES) - {"syllables"}, 1))
