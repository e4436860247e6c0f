"""Names are found by their variants, the longest first, and counted by text."""

from pathlib import Path

import pandas as pd
import pytest

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.annotation import count_names, find_names, read_gazetteer
from dhtools.annotation.gazetteer import find_capitalised_words, written_forms

SEEDS = Path(__file__).parents[1] / "seeds"
HEADER = "name,type,group,variant,remark\n"


def gazetteer_of(folder, rows):
    (folder / "gazetteer.csv").write_bytes(rows if isinstance(rows, bytes) else (HEADER + rows).encode())
    return read_gazetteer(folder)


def corpus_of(folder, raw):
    (folder / "a.txt").write_bytes(raw.encode())
    return read_corpus(folder)


def test_a_longer_variant_hides_those_inside_it_and_words_are_whole(tmp_path):
    gazetteer = gazetteer_of(tmp_path, "Stalin,person,,Stalin,\nBook,work,,Stalin School,\n")
    corpus = corpus_of(tmp_path, "Stalin and the Stalin\u00a0School, not Stalinism; the Stalin\r\nSchool.")
    found = find_names(corpus, gazetteer)
    assert found["variant"].tolist() == ["Stalin", "Stalin School", "Stalin School"]
    assert [corpus["a"].raw[row.start : row.end] for row in found.itertuples()] == [
        "Stalin",
        "Stalin\u00a0School",
        "Stalin\r\nSchool",
    ]


def test_a_shared_variant_is_found_once_and_marked(tmp_path):
    gazetteer = gazetteer_of(tmp_path, "B. Eltsin,person,,Eltsin,\nV. Eltsin,person,,Eltsin,\nC,person,,C,\n")
    before = gazetteer.copy()
    table = count_names(corpus_of(tmp_path, "Eltsin met Eltsin."), gazetteer)
    assert table["n_a"].tolist() == [2, 2, 0]
    assert table["shared"].tolist() == [True, True, False]
    pd.testing.assert_frame_equal(gazetteer, before)


def test_without_names_nothing_is_found(tmp_path):
    gazetteer = read_gazetteer(tmp_path)
    corpus = corpus_of(tmp_path, "Nobody is named.")
    assert len(gazetteer) == len(find_names(corpus, gazetteer)) == len(count_names(corpus, gazetteer)) == 0


def test_the_gazetteer_of_the_corpus_finds_every_variant():
    table = count_names(read_corpus(SEEDS), read_gazetteer(SEEDS))
    assert len(table) > 300
    assert (table.filter(like="n_").sum(axis=1) > 0).mean() > 0.9


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (b"name;type;group;variant;remark\n", "line 1: the columns are"),
        (",person,,Stalin,\n", "line 2: name is empty. Fill"),
        ("Stalin,person,, \u00a0,\n", "line 2: variant is empty"),
        (
            "A,person,,B,\nA,person,, B ,x\n",
            "line 3: name='A', variant='B' stands there twice",
        ),
        ("A,person,,B\n", "line 2: 4 cells instead of 5"),
        ("A,person,,B,C,D\n", "line 2: 6 cells instead of 5"),
        (HEADER.encode() + b"\xe9,person,,B,\n", "line 2, byte 31: .*utf-8"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path, rows, words):
    with pytest.raises(DhtoolsError, match=rf"gazetteer.csv, {words}"):
        gazetteer_of(tmp_path, rows)


def test_words_with_a_capital_inside_sentences_are_taken_for_names(tmp_path):
    raw = "Party men met Serge. I saw Serge and the Party, but no party of Ann. Then Ann left. Here I stay."
    corpus = corpus_of(tmp_path, raw)
    tokens = annotate(corpus).tokens
    # Party is written both ways; I is a pronoun; Then and Here stand only where all words have a capital
    found = find_capitalised_words(tokens)
    assert found["variant"].tolist() == ["Serge", "Serge", "Ann", "Ann"]
    assert [raw[row.start : row.end] for row in found.itertuples()] == found["variant"].tolist()
    assert "Party" in set(find_capitalised_words(tokens, min_share=0.5)["variant"])
    assert find_capitalised_words(tokens.iloc[:0]).empty
    with pytest.raises(DhtoolsError, match="min_share=0"):
        find_capitalised_words(tokens, min_share=0)


def capitalised(tmp_path, raw, **options):
    """The words taken for names, where they stand in the file."""
    found = find_capitalised_words(annotate(corpus_of(tmp_path, raw)).tokens, **options)
    assert [raw[row.start : row.end] for row in found.itertuples()] == found["variant"].tolist()
    return list(zip(found["start"].tolist(), found["variant"], strict=True))


def test_a_name_is_found_at_the_beginning_of_a_sentence_too(tmp_path):
    raw = "We met Serge there. Serge left. Nobody met him again."
    assert capitalised(tmp_path, raw) == [(7, "Serge"), (20, "Serge")]


def test_the_share_counts_occurrences_inside_sentences_only(tmp_path):
    # inside: Party 3 of 4; at the beginning, where its capital says nothing, twice more
    raw = "Party men came. Party men left. The Party met the Party and no other party but the Party."
    assert capitalised(tmp_path, raw) == []
    assert capitalised(tmp_path, raw, min_share=0.76) == []
    found = [start for start, _ in capitalised(tmp_path, raw, min_share=0.75)]
    assert found == [0, 16, 36, 50, 83] and {raw[start : start + 5] for start in found} == {"Party"}
    assert capitalised(tmp_path, raw, min_share=1) == []


def test_function_words_with_a_capital_are_no_names(tmp_path):
    assert capitalised(tmp_path, "Then he said that I and The and Of are words of Ann.") == [(48, "Ann")]


def test_capitals_of_any_alphabet_and_none_of_numbers(tmp_path):
    raw = "We saw Élise and Чернов in 1937 with our own eyes."
    assert [name for _, name in capitalised(tmp_path, raw)] == ["Élise", "Чернов"]


def test_neither_row_names_nor_types_matter_to_capitals_and_nothing_is_changed(tmp_path):
    tokens = annotate(corpus_of(tmp_path, "We met Serge there. Serge left Ann.")).tokens
    before, first = tokens.copy(), find_capitalised_words(tokens)
    assert first["variant"].tolist() == ["Serge", "Serge", "Ann"]
    same = find_capitalised_words(
        tokens.set_axis([0] * len(tokens)).astype({"word": object, "passage": object})
    )
    pd.testing.assert_frame_equal(same, first)
    pd.testing.assert_frame_equal(tokens, before)
    assert first.columns.tolist() == ["text", "start", "end", "variant"]


@pytest.mark.parametrize("share", [0, -0.5, 1.01, float("nan")])
def test_the_share_of_capitals_is_checked(tmp_path, share):
    with pytest.raises(DhtoolsError, match=f"min_share={share}: give a share, more than 0 to 1"):
        capitalised(tmp_path, "We met Serge.", min_share=share)


@pytest.mark.parametrize(
    ("variant", "raw", "stands"),
    [
        (
            "O'Neill",
            "Mr. O’Neill met O'Neill, O`Neill and O\u02bcNeill.",
            ["O’Neill", "O'Neill", "O`Neill", "O\u02bcNeill"],
        ),
        ("Jean-Paul", "Jean\u2011Paul, Jean-\nPaul, JeanPaul", ["Jean\u2011Paul", "Jean-\nPaul"]),
        ("Trotsky", "Trot\u00adsky, Trot-\nsky, Trotskyism", ["Trot\u00adsky", "Trot-\nsky"]),
        ("Jose\u0301", "José, Jose\u0301, Jose", ["José", "Jose\u0301"]),
        ("राम", "राम रामा", ["राम"]),
    ],
)
def test_a_name_is_found_in_every_form_of_its_characters(tmp_path, variant, raw, stands):
    found = find_names(corpus_of(tmp_path, raw), gazetteer_of(tmp_path, f"X,person,,{variant},\n"))
    assert [raw[row.start : row.end] for row in found.itertuples()] == stands
    assert found["variant"].tolist() == [variant] * len(stands)


def test_of_two_spellings_that_are_compared_as_one_the_one_that_stands_there_counts(tmp_path):
    gazetteer = gazetteer_of(tmp_path, "X,person,,O'Neill,\nX,person,,O’Neill,\n")
    table = count_names(corpus_of(tmp_path, "O'Neill, O’Neill, O’Neill, O`Neill"), gazetteer)
    assert table["n_a"].tolist() == [2, 2]


def test_capitals_tell_no_names_in_german_and_words_are_shown_as_they_are_written(tmp_path):
    sentence = "Der Hund sah das Haus. Das Haus sah Anna im Winter. Winter ist es."
    (tmp_path / "a.txt").write_text(sentence, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file,language\na.txt,de\n", encoding="utf-8")
    tokens = annotate(read_corpus(tmp_path)).tokens
    assert find_capitalised_words(tokens, language="de").empty
    assert "Anna" in set(find_capitalised_words(tokens)["variant"])
    forms = written_forms(tokens, "de")
    assert [forms[word] for word in ("haus", "winter", "im", "das")] == ["Haus", "Winter", "im", "das"]
    assert written_forms(tokens, "en") == {}
