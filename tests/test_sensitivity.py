"""Lists under other choices: ranks by hand, words matched, ties in a stated order."""

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.keyness import compare_lists, compare_terms, keyness, leave_one_out
from dhtools.keyness.sensitivity import list_overlap


def compared(target, reference):
    tables = (pd.DataFrame({word: [n] for word, n in side.items()}) for side in (target, reference))
    return keyness(*tables, min_count=1, permutations=0)


OURS = {"we": 40, "state": 20, "the": 50, "it": 5, "he": 1}
THEIRS = {"we": 1, "state": 2, "the": 50, "it": 30, "he": 25}


def test_the_first_words_of_each_side_by_hand():
    found = compared(OURS, THEIRS)
    lists = compare_lists(found, {}, n=2)
    assert lists[["choice", "side", "word", "rank"]].to_numpy().tolist() == [
        ["declared", "target", "we", 1],
        ["declared", "target", "state", 2],
        ["declared", "reference", "he", 1],
        ["declared", "reference", "it", 2],
    ]
    assert lists["listed"].all() and lists["log_ratio"].gt(0).tolist() == [True, True, False, False]
    assert list_overlap(lists).to_dict() == {"declared": 4}


def test_a_word_that_leaves_changes_sides_or_is_written_otherwise():
    turned = {**OURS, "we": 0, "State": 20, "state": 0}
    lists = compare_lists(compared(OURS, THEIRS), {"turned": compared(turned, THEIRS)}, n=2)
    other = lists[lists["choice"] == "turned"].set_index("word")
    assert other.loc["state", "rank"] == 1  # "State" is the same word
    assert np.isnan(other.loc["we", "rank"]) and not other.loc["we", "listed"]
    assert list_overlap(lists)["turned"] == 3


def test_other_measures_reorder_the_declared_comparison():
    found = compared(OURS, THEIRS)
    lists = compare_lists(found, {}, measures={"by log ratio": "log_ratio"}, n=1)
    order = found.table.sort_values("log_ratio")["word"]
    best = lists[(lists["choice"] == "by log ratio") & (lists["side"] == "target")]
    assert (best["word"].iloc[0] == order.iloc[-1]) == (best["rank"].iloc[0] == 1)
    assert list_overlap(lists).index.tolist() == ["declared", "by log ratio"]


def test_ties_come_in_the_order_of_frequency_then_alphabet():
    found = compared({"b": 5, "a": 5, "z": 90}, {"z": 90, "y": 10})
    lists = compare_lists(found, {}, n=3)
    assert lists[lists["side"] == "target"]["word"].tolist()[:2] == ["a", "b"]


def test_nothing_compared_gives_an_empty_table():
    found = compared({"a": 1}, {"a": 2})
    lists = compare_lists(found, {"again": found})
    assert lists.empty and list(lists)[:4] == ["choice", "side", "word", "rank"]


@pytest.mark.parametrize(
    ("options", "said"),
    [({"n": 0}, "n=0"), ({"measure": "bic"}, "measure='bic'"), ({"measures": {"x": "y"}}, "'y'")],
)
def test_bad_options(options, said):
    with pytest.raises(DhtoolsError, match=said):
        compare_lists(compared(OURS, THEIRS), {}, **options)


def tokens_of(**texts):
    rows = [(text, start, word) for text, words in texts.items() for start, word in enumerate(words.split())]
    table = pd.DataFrame(rows, columns=["text", "start", "word"])
    passage = pd.Categorical(table["text"] + ":1.1")
    return table.astype({"text": "category", "word": "category"}).assign(passage=passage)


def test_each_other_text_is_left_out_once_the_longest_first():
    tokens = tokens_of(a="we we it", b="it he", c="he he he it", d="we")
    found = leave_one_out(tokens, "a", min_count=1, permutations=0)
    assert list(found) == ["all others", "others without c", "others without b", "others without d"]
    assert [one.tokens for one in found.values()] == [(3, 7), (3, 3), (3, 5), (3, 6)]
    rest = tokens[tokens["text"].isin(["b", "d"])]
    direct = compare_terms(tokens[tokens["text"] == "a"], rest, min_count=1, permutations=0)
    pd.testing.assert_frame_equal(found["others without c"].table, direct.table)
    assert list(leave_one_out(tokens, "a", max_texts=1, min_count=1, permutations=0)) == [
        "all others",
        "others without c",
    ]


def test_where_nothing_else_is_left_nothing_is_left_out():
    two = tokens_of(a="we it", b="it he")
    assert leave_one_out(two, "a") == {} and leave_one_out(two, "z") == {}
