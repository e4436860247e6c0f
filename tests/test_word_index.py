"""The index of a token table finds what a plain search finds, and is made anew when the table changes."""

import gc

import numpy as np
import pandas as pd
import pytest

from dhtools.annotation.tokens import fold_word
from dhtools.search import word_index as module
from dhtools.search.word_index import word_index

WORDS = ["The", "the", "THE", "dog’s", "dog's", "dog", "a", "very", "Very"]


def random_table(seed, *, gaps=False):
    """A table of 400 words in sentences, in some of which words have no sentence."""
    rng = np.random.default_rng(seed)
    passage = np.repeat(np.arange(80), 5)[:400]
    codes = rng.integers(0, len(WORDS), 400)
    table = pd.DataFrame(
        {
            "passage": pd.Categorical.from_codes(
                np.where(rng.random(400) < 0.1, -1, passage), [f"a:1.{n}" for n in range(80)]
            ),
            "word": pd.Categorical.from_codes(np.where(rng.random(400) < 0.03, -1, codes), sorted(WORDS)),
        }
    )
    return table[rng.random(400) < 0.7] if gaps else table


def plainly(table, words):
    """Return the first rows of a phrase, one row after the other."""
    forms = [fold_word(word) if isinstance(word, str) else "" for word in table["word"].astype(object)]
    passages = table["passage"].cat.codes.tolist()
    return [
        row
        for row in range(len(table) - len(words) + 1)
        if forms[row : row + len(words)] == words
        and len(set(passages[row : row + len(words)])) == 1
        and (len(words) == 1 or passages[row] >= 0)
    ]


@pytest.mark.parametrize("gaps", [True, False])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "words",
    [["the"], ["dog's"], ["the", "dog"], ["very", "very"], ["a", "the", "the"], ["cat"], ["the", "cat"]],
)
def test_the_index_finds_what_a_plain_search_finds(words, seed, gaps):
    table = random_table(seed, gaps=gaps)
    assert word_index(table).occurrences(words).tolist() == plainly(table, words)


def test_an_index_is_made_once_and_goes_with_its_table():
    table = random_table(1)
    index, number = word_index(table), id(table)
    assert word_index(table) is index and number in module._KEPT
    assert word_index(table[table["word"] == "the"]) is not index
    del table
    gc.collect()
    assert number not in module._KEPT


@pytest.mark.parametrize("change", ["a word", "the words", "the passages", "the numbers of rows"])
def test_a_table_that_is_changed_is_read_again(change):
    table = random_table(1)
    before = word_index(table).occurrences(["a"]).tolist()
    if change == "a word":
        table.loc[before[0], "word"] = "dog"
    elif change == "the words":
        table["word"] = table["word"].cat.rename_categories({"a": "o"})
    elif change == "the passages":
        table["passage"] = table["passage"].cat.rename_categories(lambda name: f"{name}0")
    else:
        table.index = table.index + 1
    assert word_index(table).occurrences(["a"]).tolist() == plainly(table, ["a"])
    assert (word_index(table).occurrences(["a"]).tolist() == before) == (
        change not in ("a word", "the words")
    )


def test_a_word_is_cut_as_the_table_has_it():
    table = pd.DataFrame(
        {"passage": pd.Categorical(["a:1.1"] * 3), "word": pd.Categorical(["homme", "l'", "o'neill"])}
    )
    assert word_index(table).as_cut(["l'homme", "o'neill", "d'or"]) == ["l'", "homme", "o'neill", "d'or"]
