"""Readability: formulas against textstat at equal counts, counts by hand, intervals, what is undefined."""

import warnings

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of
from hypothesis import given
from hypothesis import strategies as st
from textstat import textstat

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.annotation import token_table
from dhtools.readability import READABILITY_FORMULAS, readability
from dhtools.readability.familiar_words import is_familiar
from dhtools.readability.formulas import (
    MIN_SENTENCES,
    _textstat_values,
    bootstrap_interval,
    readability_scores,
)
from dhtools.readability.sentence_counts import COUNTED_FEATURES, sentence_counts
from dhtools.readability.syllables import count_syllables

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
    "lix": "lix",
    "dale_chall": "dale_chall_readability_score",
}


def counts_of_textstat(text):
    return {
        "n_sentences": textstat.sentence_count(text),
        "n_words": textstat.lexicon_count(text),
        "n_syllables": textstat.syllable_count(text),
        "n_letters": textstat.letter_count(text),
        "n_polysyllables": textstat.polysyllabcount(text),
        "n_complex": textstat.difficult_words(text, 3, unique=False),
        "n_long": textstat.long_word_count(text),
        "n_unfamiliar": textstat.difficult_words(text, 0, unique=False),
    }


@pytest.mark.parametrize(
    "text", [TEXT, TEXT[:170] + ".", "A cat sat on the mat with a dog. The dog ran off."]
)
def test_at_equal_counts_the_formulas_are_those_of_textstat(text):
    counts = counts_of_textstat(text)
    assert counts["n_words"] > 10 and counts["n_sentences"] >= 2
    ours = readability_scores(counts)
    for name, theirs in THEIRS.items():
        assert ours[name] == pytest.approx(getattr(textstat, theirs)(text), rel=1e-9), name
    # it has .058 for Coleman and Liau's .0588
    difference = 0.08 * counts["n_letters"] / counts["n_words"]
    assert ours["coleman_liau"] - difference == pytest.approx(textstat.coleman_liau_index(text), rel=1e-9)
    # its ARI counts punctuation as well
    characters = readability_scores(counts | {"n_letters": textstat.char_count(text)})
    assert characters["ari"] == pytest.approx(textstat.automated_readability_index(text), rel=1e-9)


ODD_WORDS = "Don't! It’s the ’s of O'Neill-Smith's 'cause (1927) … We'RE; x_y ''s."


def test_the_values_of_textstat_are_what_it_gives_for_the_text(seeds):
    more = {"coleman_liau": "coleman_liau_index", "ari": "automated_readability_index"}
    for text in (TEXT, ODD_WORDS, "One", next(seeds.glob("*.txt")).read_text(encoding="utf-8")):
        values = _textstat_values(text)
        for name, theirs in (THEIRS | more).items():
            assert values[name] == pytest.approx(getattr(textstat, theirs)(text), rel=1e-12), (name, text[:9])


def test_formulas_by_hand():
    counts = {
        "n_sentences": 4,
        "n_words": 80,
        "n_syllables": 120,
        "n_letters": 400,
        "n_polysyllables": 9,
        "n_complex": 8,
        "n_long": 20,
        "n_unfamiliar": 4,
    }
    found = readability_scores(counts)
    by_hand = {
        "flesch": 206.835 - 1.015 * 20 - 84.6 * 1.5,
        "flesch_kincaid": 0.39 * 20 + 11.8 * 1.5 - 15.59,
        "fog": 0.4 * (20 + 10),
        "smog": 1.043 * (30 * 9 / 4) ** 0.5 + 3.1291,
        "coleman_liau": 0.0588 * 500 - 0.296 * 5 - 15.8,
        "ari": 4.71 * 5 + 0.5 * 20 - 21.43,
        "lix": 20 + 25,
        "dale_chall": 0.1579 * 5 + 0.0496 * 20,  # 5 % unfamiliar: no addition yet
    }
    assert found.keys() == by_hand.keys() == READABILITY_FORMULAS.keys()
    for name, value in by_hand.items():
        assert found[name] == pytest.approx(value, abs=1e-9), name
    harder = readability_scores(counts | {"n_unfamiliar": 5})
    assert harder["dale_chall"] == pytest.approx(0.1579 * 6.25 + 0.0496 * 20 + 3.6365)


def test_a_formula_that_textstat_lacks_has_its_value_alone(monkeypatch):
    only_lix = {"lix": READABILITY_FORMULAS["lix"]}
    monkeypatch.setattr("dhtools.readability.formulas._TEXTSTAT", only_lix)
    found = readability(annotate(corpus_of(a=TEXT)), draws=0).set_index("formula")
    assert found["value"].notna().all()
    assert found.index[found["textstat"].notna()].tolist() == ["lix"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("state us I don’t Xqzt The NOT WAR THEY'RE lov'd crème", 1),
        ("US UN Stalin’s class's James's George's NATO GULAG café naïve faeries touché", 2),
        ("O'Neill's it'd needn't blessèd well-known Brontë", 2),
        ("GPU GPUs GPU's résumé fiancée Alice's W retweeted well-being", 3),
        ("revolution OGPU NKVD CBS's Bukharinites coöperate", 4),
        ("POWs revolution-house", 5),
        ("WSWS", 8),
    ],
)
def test_syllables(words, number):
    assert [(word, count) for word in words.split() for count in count_syllables([word])] == [
        (word, number) for word in words.split()
    ]


def test_syllables_do_not_depend_on_how_letters_are_coded():
    forms = [
        "café",
        "cafe\u0301",
        "o\ufb03ce",
        "office",
        "re\u00advolution",
        "revolution",
        "didnʼt",
        "didn't",
    ]
    counts = count_syllables(forms).tolist()
    assert counts[::2] == counts[1::2] == [2, 2, 4, 2]


def test_an_unknown_word_in_capitals_is_a_word_if_the_text_has_it_in_small_letters():
    assert count_syllables(["UDBA"]).tolist() == [4]
    assert (
        count_syllables(["UDBA", "Udba"]).tolist()
        == count_syllables(["UDBA"], vocabulary=["udba"]).tolist() * 2
    )


@given(st.text(max_size=20))
def test_every_word_has_a_syllable_and_parts_add_up(word):
    one, two = count_syllables([word, f"{word}-house"]).tolist()
    assert one >= 1 and two in (one + 1, 1)  # 1: nothing is before the hyphen


@pytest.mark.parametrize(
    ("words", "familiar"),
    [
        (
            "dog dogs churches ladies goes stopped tried loved walking dying older prettier biggest soundly",
            True,
        ),
        ("spoken drawn beaten houses", True),
        ("burner clippings treatment easily revolution bureaucrats haven", False),
    ],
)
def test_familiar_words(words, familiar):
    assert [word for word in words.split() if is_familiar(word) != familiar] == []


def counted(text, feature):
    return sentence_counts(token_table(corpus_of(a=text)))[feature].tolist()


def test_names_are_familiar_and_not_complex():
    text = "Then Anna met Rostov. Rostov smiled. Afterwards Anna’s Revolution began. The revolution ended."
    assert counted(text, "n_unfamiliar") == [0, 0, 0, 1]  # revolution
    assert counted(text, "n_complex") == [0, 0, 1, 1]


def test_a_sentence_in_capitals_is_read_in_small_letters():
    plain = "Tell us why the revolution failed. The GPU came for us."
    loud = "TELL US WHY THE REVOLUTION FAILED. The GPU came for us."
    for feature in COUNTED_FEATURES:
        assert counted(loud, feature) == counted(plain, feature), feature
    assert counted("THE GPU CAME.\n\nHe fled the GPU.\n", "n_syllables") == [5, 6]


def test_sentences_are_counted_by_hand():
    tokens = token_table(corpus_of(a="The GPU’s men deported Zinoviev. Interesting ideas in 1937!"))
    counts = sentence_counts(tokens)
    assert counts.index.tolist() == ["a:1.1", "a:1.2"]
    assert counts["n_words"].tolist() == [5, 3]  # GPU's is one word, 1937 none
    assert counts["n_letters"].tolist() == [3 + 4 + 3 + 8 + 8, 11 + 5 + 2]
    assert counts["n_long"].tolist() == [2, 1]
    first = count_syllables(["The", "GPU’s", "men", "deported", "Zinoviev"])
    assert counts["n_syllables"].iloc[0] == first.sum()
    assert counts["n_polysyllables"].iloc[0] == (first >= 3).sum() == 3
    # of these Gunning leaves out names (an initialism is one), and deported, whose third syllable is -ed
    assert counts["n_complex"].tolist() == [0, 1]


def test_values_of_the_four_texts_are_those_of_their_counts(seeds):
    found = readability(annotate(read_corpus(seeds)), draws=200)
    assert (
        len(found) == 4 * len(READABILITY_FORMULAS) and found["note"].ne("").sum() == 1
    )  # SMOG of the blog post
    for _, row in found.iterrows():
        assert (
            row["value"]
            == readability_scores(row[["n_sentences", *COUNTED_FEATURES]].to_dict())[row["formula"]]
        )
        assert row["low"] < row["value"] < row["high"]
    flesch = found[found["formula"] == "flesch"].set_index("text")
    assert flesch["value"].idxmin() == "blog" and flesch["value"].idxmax() == "note"
    assert flesch.loc["article", "n_mixed"] > 0


def test_intervals_repeat_themselves_narrow_with_length_and_know_their_limit():
    draws = np.random.default_rng(0)
    words = draws.integers(5, 30, 400)
    counts = pd.DataFrame({name: words for name in COUNTED_FEATURES}).assign(
        n_syllables=words * 2,
        n_letters=words * 5,
        n_unfamiliar=words // 4,
        n_complex=words // 9,
        n_polysyllables=words // 7,
    )
    low, high = bootstrap_interval(counts.head(40), 500, 0)
    assert (low, high) == bootstrap_interval(counts.head(40), 500, 0)
    narrow_low, narrow_high = bootstrap_interval(counts, 500, 0)
    assert narrow_high["flesch"] - narrow_low["flesch"] < (high["flesch"] - low["flesch"]) / 2
    none, _ = bootstrap_interval(counts.head(MIN_SENTENCES - 1), 500, 0)
    assert np.isnan(none["flesch"]) and np.isnan(bootstrap_interval(counts, 0, 0)[0]["lix"])


@pytest.mark.parametrize(
    ("text", "note"),
    [("“All of it is quoted,” he said.", "no sentence"), ("One short sentence.", "no interval")],
)
def test_what_is_undefined_is_missing_with_a_note(text, note):
    found = readability(annotate(corpus_of(a=text)), voice="quoted" if "All" in text else "author")
    others = found[found["formula"] != "smog"]
    assert others["low"].isna().all() and others["note"].str.startswith(note).all()
    if note == "no sentence":
        assert found[["value", "textstat"]].isna().all(axis=None)
        assert found["n_words"].eq(0).all()
    else:
        assert others["value"].notna().all()


def test_nothing_counted_gives_no_number():
    found = readability_scores(dict.fromkeys(("n_sentences", *COUNTED_FEATURES), 0))
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
    with pytest.raises(DhtoolsError, match="n_sentences, n_syllables missing"):
        readability_scores(dict.fromkeys(set(COUNTED_FEATURES) - {"n_syllables"}, 1))
