"""Block tables and the reference tables that ship."""

import gzip

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from stylometric import tokens_of

from dhtools import fold_case
from dhtools.errors import DhtoolsError
from dhtools.reference import block_table, reference_table
from dhtools.reference.block_tables import excerpts, shared_texts, spread
from dhtools.wordlists import function_words
from dhtools.wordlists.lists import pronouns

SMALL = {"a": "x y x y x", "b": "y y z"}


def test_blocks_are_consecutive_and_the_rest_is_left_out():
    table = block_table(tokens_of(**SMALL), block_words=2)
    assert table.vocabulary == ["y", "x"]
    assert table.counts.loc["a"].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert table.texts["n_blocks"].to_dict() == {"a": 2, "b": 1} and table.authors.to_dict() == {
        "a": "a",
        "b": "b",
    }


def test_excerpts_are_sums_of_blocks_relative_to_all_words():
    table = block_table(tokens_of(a="x y x z x x", b="y y"), block_words=2, vocabulary=["x"])
    freqs, owner = excerpts(table, excerpt_words=4)
    assert freqs["x"].to_dict() == {"a_01": 50.0} and owner.to_dict() == {"a_01": "a"}
    assert excerpts(table, excerpt_words=2)[0]["x"].tolist() == [50, 50, 100, 0]


def test_a_text_that_is_too_short_is_listed_without_blocks():
    table = block_table(tokens_of(a="x y", b="y"), block_words=2)
    assert table.texts["n_blocks"].to_dict() == {"a": 2 // 2, "b": 0}
    assert excerpts(table, excerpt_words=2)[1].tolist() == ["a"]


def test_a_corpus_without_a_single_block_is_an_empty_table():
    table = block_table(tokens_of(a="x", b="y z"), block_words=9, vocabulary=["x"])
    assert table.texts["n_blocks"].tolist() == [0, 0] and table.counts.shape == (0, 1)
    assert excerpts(table, excerpt_words=9)[0].shape == (0, 1)


def test_the_four_texts_agree_with_their_words():
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    table = block_table(author, vocabulary=["the"])
    assert table.texts["n_blocks"].to_dict() == {"blog": 5, "article": 39, "note": 6, "lecture": 22}
    first = author[author["text"] == "article"].iloc[:3900]
    assert table.counts.loc["article"]["the"].sum() == (first["word"] == "the").sum() > 100


@pytest.mark.parametrize(("name", "texts", "authors"), [("federalist", 77, 2), ("inaugural", 59, 40)])
def test_reference_tables(name, texts, authors):
    table = reference_table(name)
    assert len(table.texts) == texts and table.authors.nunique() == authors
    assert table.counts.shape[1] == 1000 and table.vocabulary[:2] == ["the", "of"]
    assert len(table.counts) == table.texts["n_blocks"].sum()
    assert (table.counts.sum(axis=1) <= table.block_words).all() and "public domain" in table.source
    order = table.counts.sum()
    assert order.is_monotonic_decreasing


def test_known_facts_of_the_federalist_papers():
    table = reference_table("federalist")
    assert table.authors.value_counts().to_dict() == {"Hamilton": 51, "Madison": 14}
    assert table.authors.isna().sum() == 12
    # Mosteller and Wallace (1963, JASA 58, 275-309): Hamilton writes "upon" about 3 times in 1,000 words,
    # Madison hardly ever
    upon = table.counts["upon"].groupby(level="text").sum()
    words = table.texts["n_blocks"] * table.block_words
    rates = {
        author: 1000 * upon[own].sum() / words[own].sum()
        for author, own in table.authors.groupby(table.authors).groups.items()
    }
    assert 2.5 < rates["Hamilton"] < 4 and rates["Madison"] < 0.5


def test_presidents_of_one_name_are_kept_apart():
    authors = reference_table("inaugural").authors
    assert authors[["1797-adams", "1825-adams"]].nunique() == 2
    assert (
        authors[["1933-roosevelt", "1945-roosevelt"]].nunique() == 1
        and authors["1905-roosevelt"] == "Theodore Roosevelt"
    )


def test_tables_are_figures_that_say_when_nothing_changed(root):
    for path in sorted((root / "src/dhtools/reference/tables").glob("*.gz")):
        raw = path.read_bytes()
        assert raw[4:8] == b"\0\0\0\0", "a time in the file would change it at every making"
        header = gzip.decompress(raw).split(b"\n", 1)[0]
        assert header.startswith(b"text,block,the,")


def test_function_words_are_closed_classes():
    words = function_words()
    assert len(words) == len(set(words)) > 250 and set(pronouns()) < set(words)
    assert {"the", "'s", "would", "because"} <= set(words)
    assert not {"government", "people", "war", "said", "first"} & set(words)


def test_choosing_texts_keeps_the_order_of_the_table():
    table = block_table(tokens_of(a="x x", b="y y", c="x y"), block_words=1)
    chosen = table.choose(["c", "a"])
    assert chosen.texts.index.tolist() == ["a", "c"] and chosen.first_rows.tolist() == [0, 2]
    assert excerpts(chosen, excerpt_words=2)[0].loc["c_01", ["x", "y"]].tolist() == [50, 50]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: block_table(tokens_of(a="x y"), block_words=1, authors={"b": "B"}), "'a'"),
        (lambda t: excerpts(t, excerpt_words=3), "multiple, such as 4"),
        (lambda t: excerpts(t, excerpt_words=1), "2 or more"),
        (lambda t: t.choose(["d"]), "'d'"),
        (lambda t: reference_table("novels"), "'federalist', 'inaugural'"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call(block_table(tokens_of(**SMALL), block_words=2))


def test_frequencies_never_exceed_a_hundred():
    freqs, _ = excerpts(reference_table("inaugural"), excerpt_words=500)
    assert freqs.sum(axis=1).between(50, 100).all() and np.isfinite(freqs.to_numpy()).all()
    assert isinstance(freqs, pd.DataFrame)


def test_excerpts_are_spread_evenly_over_each_text():
    text = pd.Series(list("a" * 40 + "b" * 3 + "c" * 20), index=[f"{n:02d}" for n in range(63)])
    chosen = spread(text, 15)
    assert chosen.groupby(chosen).size().to_dict() == {"a": 5, "b": 3, "c": 5}
    assert chosen[chosen == "a"].index.tolist() == ["00", "08", "16", "24", "32"]
    assert spread(text, 63).equals(text) and len(spread(text, 2)) == 2


def test_texts_that_stand_in_a_reference_too_are_found_by_a_block():
    reference = block_table(tokens_of(a="x y y x", b="z z"), block_words=2)
    here = block_table(tokens_of(c="x y", d="z x z"), vocabulary=reference.vocabulary, block_words=2)
    assert shared_texts(here, reference) == ["c"]
