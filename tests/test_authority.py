"""Names are found by their variants, the longest first, and counted by text."""

from pathlib import Path

import pandas as pd
import pytest

from dhtools import (
    DhtoolsError,
    annotate,
    find_capitalised,
    find_names,
    name_counts,
    read_authority,
    read_corpus,
)

SEEDS = Path(__file__).parents[1] / "seeds"
HEADER = "name,type,group,variant,remark\n"


def authority_of(folder, rows):
    (folder / "authority.csv").write_bytes(rows if isinstance(rows, bytes) else (HEADER + rows).encode())
    return read_authority(folder)


def corpus_of(folder, raw):
    (folder / "a.txt").write_bytes(raw.encode())
    return read_corpus(folder)


def test_a_longer_variant_hides_those_inside_it_and_words_are_whole(tmp_path):
    authority = authority_of(tmp_path, "Stalin,person,,Stalin,\nBook,work,,Stalin School,\n")
    corpus = corpus_of(tmp_path, "Stalin and the Stalin\u00a0School, not Stalinism; the Stalin\r\nSchool.")
    found = find_names(corpus, authority)
    assert found["variant"].tolist() == ["Stalin", "Stalin School", "Stalin School"]
    assert [corpus["a"].raw[row.start : row.end] for row in found.itertuples()] == [
        "Stalin",
        "Stalin\u00a0School",
        "Stalin\r\nSchool",
    ]


def test_a_shared_variant_is_found_once_and_marked(tmp_path):
    authority = authority_of(tmp_path, "B. Eltsin,person,,Eltsin,\nV. Eltsin,person,,Eltsin,\nC,person,,C,\n")
    before = authority.copy()
    table = name_counts(corpus_of(tmp_path, "Eltsin met Eltsin."), authority)
    assert table["n_a"].tolist() == [2, 2, 0]
    assert table["shared"].tolist() == [True, True, False]
    pd.testing.assert_frame_equal(authority, before)


def test_without_names_nothing_is_found(tmp_path):
    authority = read_authority(tmp_path)
    corpus = corpus_of(tmp_path, "Nobody is named.")
    assert len(authority) == len(find_names(corpus, authority)) == len(name_counts(corpus, authority)) == 0


def test_the_authority_file_of_the_corpus_finds_every_variant():
    table = name_counts(read_corpus(SEEDS), read_authority(SEEDS))
    assert len(table) > 300
    assert (table.filter(like="n_").sum(axis=1) > 0).mean() > 0.9


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (b"name;type;group;variant;remark\n", "line 1: the columns are"),
        (",person,,Stalin,\n", "line 2: name or variant is empty. Fill"),
        ("Stalin,person,, \u00a0,\n", "line 2: name or variant is empty"),
        ("A,person,,B,\nA,person,, B ,x\n", "line 3: 'B' stands twice under 'A', first in line 2. Remove"),
        ("A,person,,B\n", "line 2: 4 cells instead of 5"),
        ("A,person,,B,C,D\n", "line 2: 6 cells instead of 5"),
        (HEADER.encode() + b"\xe9,person,,B,\n", "line 2, byte 31: .*utf-8"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path, rows, words):
    with pytest.raises(DhtoolsError, match=rf"authority.csv, {words}"):
        authority_of(tmp_path, rows)


def test_words_with_a_capital_inside_sentences_are_taken_for_names(tmp_path):
    raw = "Party men met Serge. I saw Serge and the Party, but no party of Ann. Then Ann left. Here I stay."
    corpus = corpus_of(tmp_path, raw)
    tokens = annotate(corpus).tokens
    # Party is written both ways; I is a pronoun; Then and Here stand only where all words have a capital
    found = find_capitalised(tokens)
    assert found["variant"].tolist() == ["Serge", "Serge", "Ann", "Ann"]
    assert [raw[row.start : row.end] for row in found.itertuples()] == found["variant"].tolist()
    assert "Party" in set(find_capitalised(tokens, least=0.5)["variant"])
    assert find_capitalised(tokens.iloc[:0]).empty
    with pytest.raises(DhtoolsError, match="least=0"):
        find_capitalised(tokens, least=0)
