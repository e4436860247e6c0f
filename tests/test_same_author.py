"""Words flagged between texts of one author: counted right, and about the level where nothing differs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from stylometric import simulated

from dhtools import DhtoolsError
from dhtools.keyness import keyness, same_author_baseline
from dhtools.keyness.same_author import same_author_rate
from dhtools.reference import reference_table
from dhtools.stats.permutation import permutation_p


def test_pairs_and_counts_by_hand():
    table = simulated(authors=2, texts=2, apart=0.5, blocks=21)
    found = same_author_rate(table, (7, 7), segment_words=300)
    assert found[["text_a", "text_b", "author"]].to_numpy().tolist() == [
        ["0-0", "0-1", "author 0"],
        ["1-0", "1-1", "author 1"],
    ]
    blocks = [table.counts.loc[text].to_numpy()[:21].reshape(7, 3, -1).sum(axis=1) for text in ("0-0", "0-1")]
    counts = np.concatenate(blocks)
    assert (counts.sum(axis=1) == 300).all() and (counts.sum(axis=0) >= 5).all()
    p = permutation_p(counts, np.full(14, 300), np.repeat([0, 1], 7))
    assert found.loc[0, ["n_words", "n_flagged"]].tolist() == [30, (p < 0.05).sum()]
    assert found.loc[0, "share"] == (p < 0.05).mean()


def test_texts_of_one_habit_are_flagged_no_more_than_the_level_allows():
    table = simulated(authors=12, texts=2, apart=0.5, words=60, blocks=21)
    found = same_author_rate(table, (7, 7), permutations=499)
    assert found["n_words"].sum() > 600
    # segments of equal length tie in whole numbers, and a tie counts against the word: some 3 % of 5 %
    assert 0.01 < found["n_flagged"].sum() / found["n_words"].sum() < 0.06


def test_texts_of_one_author_differ_by_more_than_chance():
    found = same_author_rate(reference_table("federalist"), (7, 6), pairs=12, permutations=499)
    assert len(found) == 12 and found["share"].median() > 0.06


def test_the_longer_text_is_the_longer_side_and_short_texts_take_no_part():
    found = same_author_rate(reference_table("federalist"), (13, 7), pairs=5, permutations=99)
    blocks = reference_table("federalist").texts["n_blocks"]
    assert (blocks[found["text_a"]].to_numpy() >= 39).all() and (
        blocks[found["text_b"]].to_numpy() >= 21
    ).all()
    assert same_author_rate(simulated(authors=2, texts=2, apart=0.5), (13, 7)).empty


def test_draws_repeat_themselves():
    first, again = (
        same_author_rate(reference_table("federalist"), (7, 6), pairs=4, permutations=99) for _ in "ab"
    )
    assert first.equals(again)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"n_segments": (3, 1)}, "arranged in 4 ways"),
        ({"n_segments": (0, 9)}, "from 1 each"),
        ({"segment_words": 250}, "multiple of 100, the words of a block"),
        ({"level": 1}, "level=1"),
        ({"pairs": 0}, "pairs=0"),
        ({"permutations": 10}, "permutations=10"),
    ],
)
def test_bad_options(given, said):
    with pytest.raises(DhtoolsError, match=said):
        same_author_rate(reference_table("federalist"), **{"n_segments": (7, 6), **given})


def compared(segments, words=300, seed=0, permutations=199):
    """A target and a reference of so many segments whose words do not differ."""
    draws = np.random.default_rng(seed)
    share = np.full(20, 1 / 20)
    target, reference = (
        pd.DataFrame(draws.multinomial(words, share, size=number), columns=[f"w{i}" for i in range(20)])
        for number in segments
    )
    return keyness(target, reference, permutations=permutations)


def test_beside_a_list_stands_what_one_author_shows():
    found = compared((13, 7))
    told = same_author_baseline(found, reference_table("federalist"), pairs=6)
    rates = same_author_rate(reference_table("federalist"), (13, 7), pairs=6, permutations=199)["share"]
    assert told["share_mean"] == rates.mean() and told["share_q95"] == rates.quantile(0.95)
    assert told["n_pairs"] == 6
    assert told["n_flagged"] == (found.table["p"] < 0.05).sum() and told["n_words"] == 20
    assert told["verdict"].startswith("no finding")


def test_a_list_longer_than_one_authors_is_called_so():
    found = compared((13, 7))
    every = replace(found, table=found.table.assign(p=0.001, q=0.001))
    told = same_author_baseline(every, reference_table("federalist"), pairs=6)
    assert told["share_flagged"] == 1 and told["n_flagged_by_q"] == 20
    assert told["verdict"] == "longer than between texts of one author"


def test_where_there_is_no_p_or_no_such_text_the_verdict_says_why():
    short = same_author_baseline(compared((2, 1)), reference_table("federalist"))
    assert short["verdict"].startswith("no p: 3 arrangements") and np.isnan(short["share_mean"])
    long = same_author_baseline(compared((60, 50)), reference_table("federalist"))
    assert long["verdict"].startswith("not decidable") and np.isnan(long["share_q95"])
    found = compared((13, 7))
    empty = replace(found, table=found.table.iloc[:0])
    assert same_author_baseline(empty, reference_table("federalist"))["n_words"] == 0
