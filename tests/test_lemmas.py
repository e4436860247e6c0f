"""Lemmas by the tables of simplemma, against words that were given theirs by hand."""

from pathlib import Path

import pytest

from dhtools import read_corpus
from dhtools.annotation import token_table
from dhtools.annotation.lemmas import add_lemmas, lemmas_as_words
from dhtools.counts import count_tokens
from dhtools.errors import DhtoolsError

#: Percent right, as the docstring of `add_lemmas` says.
RIGHT = {"en": 100, "de": 94, "ru": 93, "fr": 92, "es": 92, "it": 91}


@pytest.fixture
def lemmas_of(tmp_path):
    def read(**texts):
        rows = ["file,language"]
        for language, raw in texts.items():
            (tmp_path / f"{language}.txt").write_text(raw, encoding="utf-8")
            rows.append(f"{language}.txt,{language}")
        (tmp_path / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        corpus = read_corpus(tmp_path)
        return add_lemmas(token_table(corpus), corpus)

    return read


def by_hand(language):
    pairs = (Path(__file__).parent / "lemmas" / f"{language}.txt").read_text(encoding="utf-8").split()
    return [(word, lemma or word) for word, _, lemma in (pair.partition("=") for pair in pairs)]


@pytest.mark.parametrize("language", RIGHT)
def test_share_of_right_lemmas(language, lemmas_of):
    pairs = by_hand(language)
    found = lemmas_of(**{language: " ".join(word for word, _ in pairs).replace("’ ", "’")})
    assert len(pairs) >= 100 and found["word"].tolist() == [word for word, _ in pairs]
    right = [got == lemma for got, (_, lemma) in zip(found["lemma"], pairs, strict=True)]
    assert round(100 * sum(right) / len(right)) == RIGHT[language]
    assert str(RIGHT[language]) in add_lemmas.__doc__


def test_each_text_in_its_language(lemmas_of):
    found = lemmas_of(en="They die here.", de="Die Hunde liefen.", da="Hundene.")
    by_text = found.groupby("text", observed=True)["lemma"].agg(list)
    assert by_text["en"] == ["they", "die", "here"] and by_text["de"] == ["der", "Hund", "laufen"]
    assert by_text["da"] == ["hund"]


def test_lemmas_are_counted_as_words(lemmas_of):
    table = lemmas_of(de="Der Hund sah die Hunde. Den Hund sah er.")
    counts = count_tokens(lemmas_as_words(table)).loc["de"]
    assert counts["Hund"] == 3 and counts["sehen"] == 2 and list(table["word"][:2]) == ["Der", "Hund"]


def test_a_language_without_a_table_has_no_lemmas(lemmas_of):
    found = lemmas_of(de="Die Hunde.", qu="Wasi hatun.")
    assert found["lemma"].isna().tolist() == [False, False, True, True]
    assert lemmas_as_words(found)["word"].tolist() == ["der", "Hund", "Wasi", "hatun"]


def test_no_table_at_all_is_an_error(lemmas_of):
    with pytest.raises(DhtoolsError, match="no table"):
        lemmas_of(qu="Wasi hatun.")


def test_without_lemmas_the_message_says_how_to_add_them(tmp_path):
    (tmp_path / "a.txt").write_text("A dog.", encoding="utf-8")
    with pytest.raises(DhtoolsError, match="add_lemmas"):
        lemmas_as_words(token_table(read_corpus(tmp_path)))
