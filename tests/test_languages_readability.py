"""Readability of German, French and others by hand, and what is left out for other languages than English."""

import warnings
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools import annotate, read_corpus
from dhtools.readability import READABILITY_FORMULAS, readability
from dhtools.readability.formulas import formula_languages, formulas_of
from dhtools.readability.vowel_groups import count_vowel_groups
from dhtools.wordlists.languages import languages

GERMAN = "Die Arbeiter warten. Der alte Mann liest eine Zeitung."
FRENCH = "Les ouvriers parlaient. Le vieux livre est une belle chose."
ENGLISH = "The workers waited at the gate. Nobody knew whether it would be opened to them."


@pytest.fixture
def annotation_of(tmp_path):
    def read(**texts):
        rows = ["file,language"]
        for name, (raw, language) in texts.items():
            (tmp_path / f"{name}.txt").write_text(raw, encoding="utf-8")
            rows.append(f"{name}.txt,{language}")
        (tmp_path / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return annotate(read_corpus(tmp_path))

    return read


def scores(annotation):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return readability(annotation, draws=0).set_index(["text", "formula"])


@pytest.mark.parametrize(
    ("language", "word", "n"),
    [
        *(("de", "Straße", 2), ("de", "Nation", 3), ("de", "Revolution", 5), ("de", "Bauer", 2)),
        *(("de", "Feier", 2), ("de", "Quelle", 2), ("de", "Theater", 3), ("de", "neue", 2), ("de", "ich", 1)),
        *(("de", "Liebe", 2), ("de", "Häuser", 2), ("de", "Bayern", 2), ("de", "SPD", 1), ("de", "Donau", 2)),
        *(("es", "leía", 3), ("es", "aéreo", 4), ("es", "guerra", 2), ("es", "y", 1), ("es", "continuo", 3)),
        *(("es", "país", 2), ("es", "vergüenza", 3), ("ru", "окно", 2), ("ru", "в", 1), ("ru", "моё", 2)),
        *(("fr", "robe", 1), ("fr", "les", 1), ("fr", "qui", 1), ("fr", "longue", 1), ("fr", "que", 1)),
        *(
            ("fr", "ouvrier", 3),
            ("fr", "théâtre", 2),
            ("fr", "armée", 2),
            ("fr", "poète", 2),
            ("fr", "nation", 2),
        ),
        *(
            ("fr", "l’homme", 1),
            ("fr", "famille", 2),
            ("fr", "naïf", 2),
            ("fr", "nuage", 2),
            ("fr", "eaux", 1),
        ),
    ],
)
def test_syllables(language, word, n):
    assert count_vowel_groups([word], language).tolist() == [n]


def test_german_by_hand(annotation_of):
    found = scores(annotation_of(a=(GERMAN, "Deutsch")))
    # 9 words, 15 syllables: 1 word of three, 4 of one; 2 of seven letters or more
    row = found.loc[("a", "wiener_sachtext")]
    counts = row[["n_sentences", "n_words", "n_syllables", "n_polysyllables", "n_monosyllables", "n_long"]]
    assert counts.tolist() == [2, 9, 15, 1, 4, 2]
    by_hand = 0.1935 * 100 / 9 + 0.1672 * 9 / 2 + 0.1297 * 200 / 9 - 0.0327 * 400 / 9 - 0.875
    assert row["value"] == pytest.approx(by_hand) == pytest.approx(3.45629, abs=1e-5)
    assert found.loc[("a", "lix"), "value"] == pytest.approx(9 / 2 + 200 / 9)


def test_french_by_hand(annotation_of):
    found = scores(annotation_of(a=(FRENCH, "fr")))
    row = found.loc[("a", "kandel_moles")]  # 10 words, 13 syllables, 2 sentences
    assert row[["n_sentences", "n_words", "n_syllables"]].tolist() == [2, 10, 13]
    assert row["value"] == pytest.approx(207 - 1.015 * 5 - 73.6 * 1.3) == pytest.approx(106.245)
    assert found.loc[("a", "lix"), "value"] == pytest.approx(5 + 100 * 2 / 10)


@pytest.mark.parametrize(("raw", "language", "name"), [(GERMAN, "de", "German"), (FRENCH, "fr", "French")])
def test_formulas_of_english_are_left_out_with_a_reason(raw, language, name, annotation_of):
    found = scores(annotation_of(a=(raw, language))).loc["a"]
    others = [formula for formula in READABILITY_FORMULAS if formula != "lix"]
    assert found.loc[others, "value"].isna().all()
    assert set(found.loc[others, "note"]) == {f"made for English, not defined for {name}"}


def test_russian_spanish_and_italian_by_hand(annotation_of):
    texts = {
        "ru": ("Рабочие ждали. Никто не знал.", "Russian"),  # 5 words, 10 syllables
        "es": ("El niño leía. Había un país.", "Spanish"),  # 6 words, 12 syllables
        "it": ("La casa è vuota. Nessuno lo sa.", "Italian"),  # 7 words, 23 letters
    }
    found = scores(annotation_of(**texts))["value"]
    assert found["ru", "lix"] == pytest.approx(5 / 2 + 100 * 1 / 5)
    assert found["ru", "oborneva"] == pytest.approx(206.835 - 1.3 * 2.5 - 60.1 * 2)
    assert found["es", "szigriszt"] == pytest.approx(206.835 - 3 - 62.3 * 12 / 6)
    assert found["es", "fernandez_huerta"] == pytest.approx(206.84 - 1.02 * 3 - 60 * 12 / 6)
    assert found["it", "gulpease"] == pytest.approx(89 + (300 * 2 - 10 * 23) / 7)
    assert found.groupby("text").count().to_dict() == {"ru": 2, "es": 3, "it": 2}


#: How textstat counts, and what it counts here: 4 sentences, 50 words, 90 syllables, 270 letters and so on.
COUNTS = {"n_sentences": 4, "n_words": 50, "n_syllables": 90, "n_letters": 270}
COUNTS |= {"n_polysyllables": 9, "n_monosyllables": 21, "n_long": 13}
COUNTERS = {
    **{"count_words": 50, "count_sentences": 4, "count_syllables": 90, "count_polysyllable_words": 9},
    **{"count_monosyllable_words": 21, "count_long_words": 13, "words_per_sentence": 12.5},
    **{"syllables_per_word": 1.8, "sentences_per_word": 0.08, "chars_per_word": 5.4},
}


@pytest.mark.parametrize(
    ("language", "formula", "theirs", "options"),
    [
        *(
            ("de", f"wiener_sachtext{ours}", "wiener_sachtextformel", (variant, "de"))
            for variant, ours in enumerate(("", "_2", "_3", "_4"), start=1)
        ),
        ("de", "amstad", "flesch_reading_ease", ("de",)),
        ("es", "fernandez_huerta", "fernandez_huerta", ("es",)),
        ("fr", "kandel_moles", "flesch_reading_ease", ("fr",)),
        ("it", "gulpease", "gulpease_index", ()),
        ("ru", "oborneva", "flesch_reading_ease", ("ru",)),
    ],
)
def test_textstat_has_the_same_formulas(language, formula, theirs, options, monkeypatch):
    module = import_module(f"textstat.backend.metrics._{theirs}")
    for name, number in COUNTERS.items():
        monkeypatch.setattr(module, name, lambda *_, number=number, **__: number, raising=False)
    value = getattr(module, theirs)(f"{language} {formula}", *options)
    assert formulas_of(language)[formula](COUNTS) == pytest.approx(value, abs=1e-9)


def test_szigriszt_has_the_published_constant():
    assert formulas_of("es")["szigriszt"](COUNTS) == pytest.approx(206.835 - 62.3 * 1.8 - 12.5, abs=1e-9)


def test_one_table_says_what_is_defined_for_a_language():
    table = formula_languages()
    assert list(table.columns) == list(languages()) and table.loc["lix"].all()
    assert table.index[table["fr"]].tolist() == ["lix", "kandel_moles"]
    assert not table.loc[table["en"]].drop(index="lix", columns="en").to_numpy().any()
    page = (Path(__file__).parents[1] / "docs" / "adding-a-language.md").read_text(encoding="utf-8")
    assert all(f"*{name}*" in page for name in table.index[~table["en"]])


def test_a_language_without_lists_is_warned_of(annotation_of):
    annotation = annotation_of(a=("De arbejdere ventede. Ingen kom.", "Danish"), b=(GERMAN, "de"))
    with pytest.warns(UserWarning, match=r"^a: not English"):
        readability(annotation, draws=0)


def test_an_interval_needs_the_same_sentences(annotation_of):
    found = readability(annotation_of(a=((GERMAN + " ") * 15, "de")), draws=200).set_index("formula")
    row = found.loc["wiener_sachtext"]
    assert row["low"] < row["value"] < row["high"] and np.isnan(found.loc["flesch", "low"])


def test_english_beside_german_is_as_alone(annotation_of):
    alone = readability(annotation_of(a=(ENGLISH, "English")), draws=0)
    both = readability(annotation_of(a=(ENGLISH, "English"), b=(GERMAN, "de")), draws=0)
    of_a = both[both["text"] == "a"].drop(columns="n_monosyllables").reset_index(drop=True)
    pd.testing.assert_frame_equal(of_a, pd.DataFrame(alone), check_dtype=False)
    assert list(alone["formula"]) == list(READABILITY_FORMULAS) and "n_monosyllables" not in alone


def test_stated_english_has_the_tables_of_unstated(annotation_of):
    stated, unstated = annotation_of(a=(ENGLISH, "en-GB")), annotation_of(a=(ENGLISH, ""))
    for table in ("blocks", "quotations", "sentences", "tokens"):
        pd.testing.assert_frame_equal(getattr(stated, table), getattr(unstated, table))
    pd.testing.assert_frame_equal(readability(stated, draws=0), readability(unstated, draws=0))
