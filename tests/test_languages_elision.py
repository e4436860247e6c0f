"""Elision: *l'homme* is two words in a French or Italian text, found as one phrase, with offsets kept."""

import pandas as pd
import pytest

from dhtools import annotate, fold_case, read_corpus
from dhtools.counts.streamed import count_words
from dhtools.readability.sentence_counts import plain_counts
from dhtools.search import concordance
from dhtools.terms import find_terms


@pytest.fixture
def annotation_of(tmp_path):
    def read(raw, language):
        (tmp_path / "a.txt").write_text(raw, encoding="utf-8")
        (tmp_path / "metadata.csv").write_text(f"file,language\na.txt,{language}\n", encoding="utf-8")
        return annotate(read_corpus(tmp_path))

    return read


@pytest.mark.parametrize(
    ("language", "raw", "words"),
    [
        ("French", "L’homme qu’il a vu.", ["L’", "homme", "qu’", "il", "a", "vu"]),
        ("French", "Ce qu'on n'a pas dit.", ["Ce", "qu'", "on", "n'", "a", "pas", "dit"]),
        ("French", "Jusqu’à l’an mil, d’Artagnan.", ["Jusqu’à", "l’", "an", "mil", "d’", "Artagnan"]),
        ("French", "Quelqu’un vient aujourd’hui.", ["Quelqu’un", "vient", "aujourd’hui"]),
        ("French", "Une presqu’île, des prud’hommes.", ["Une", "presqu’île", "des", "prud’hommes"]),
        ("Italian", "L’arte dell’uomo, un’altra.", ["L’", "arte", "dell’", "uomo", "un’", "altra"]),
        ("English", "O’Neill can’t read l’homme.", ["O’Neill", "can’t", "read", "l’homme"]),
        ("German", "Er hat’s und liest l’homme.", ["Er", "hat", "’s", "und", "liest", "l’homme"]),
    ],
)
def test_words_by_language(language, raw, words, annotation_of):
    annotation = annotation_of(raw, language)
    rows = annotation.tokens
    assert rows["word"].astype(str).tolist() == words
    assert [raw[start:end] for start, end in zip(rows["start"], rows["end"], strict=True)] == words
    counted = count_words(annotation.corpus, fold=False).loc["a"]
    assert counted.to_dict() == {word: words.count(word) for word in words}


def test_each_text_of_a_corpus_is_cut_by_its_own_language(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("On dit l’homme.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,language\na.txt,French\nb.txt,English\n", encoding="utf-8")
    tokens = annotate(read_corpus(tmp_path)).tokens
    words = tokens.groupby("text", observed=True)["word"].agg(lambda own: [str(word) for word in own])
    assert words.to_dict() == {"a": ["On", "dit", "l’", "homme"], "b": ["On", "dit", "l’homme"]}


@pytest.mark.parametrize(("query", "n"), [("l'homme", 2), ("homme", 2), ("l’Homme de", 1), ("qu’il", 1)])
def test_an_elided_phrase_is_found(query, n, annotation_of):
    annotation = annotation_of("L’homme de lettres. Il croit qu’il est l’homme.", "French")
    lines = concordance(annotation, query)
    assert len(lines) == n
    assert lines["match"].str.lower().str.replace("’", "'").eq(query.lower().replace("’", "'")).all()


def test_terms_may_be_written_with_their_article(annotation_of):
    tokens = fold_case(annotation_of("L’homme vit. Il aime l’homme.", "French").tokens)
    terms = pd.DataFrame({"group": ["g"], "term": ["man"], "form": ["l’homme"]})
    assert find_terms(tokens, terms)[["start", "end"]].to_numpy().tolist() == [[0, 7], [21, 28]]


def test_formulas_count_an_elided_word_with_the_next(annotation_of):
    tokens = annotation_of("L’ouvrier qu’il a vu.", "French").tokens
    counts = plain_counts(tokens, "fr").iloc[0]  # L’ouvrier, qu’il, a, vu
    assert counts[["n_words", "n_long", "n_syllables"]].to_list() == [4, 1, 6]
