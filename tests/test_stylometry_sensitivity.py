"""Sensitivity: every row is what a comparison by hand gives, and known pairs are compared once."""

import pandas as pd
import pytest
from annotated import seeds

from dhtools import DhtoolsError, fold_case
from dhtools.reference import block_table, reference_table
from dhtools.stylometry import baseline_quantiles, compare_texts, percentile_ranks
from dhtools.stylometry.sensitivity import WORD_LISTS, known_pairs, rank_across_settings, word_lists

PAIR = ("article", "lecture")


@pytest.fixture(scope="module")
def author():
    return fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])


def test_a_row_is_what_a_comparison_by_hand_gives(author):
    table = rank_across_settings(
        author, PAIR, lists=["content words"], excerpt_words=[1000], distances=["simple"], min_excerpts=3
    )
    assert table["reference"].tolist() == ["federalist", "inaugural"]
    for row in table.to_dict("records"):
        reference = reference_table(row["reference"])
        options = {
            "excerpt_words": 1000,
            "distance": "simple",
            "vocabulary": word_lists(reference)["content words"],
        }
        known = compare_texts(reference, **options).query("n_excerpts_a >= 3 and n_excerpts_b >= 3")
        own = block_table(author, vocabulary=reference.vocabulary)
        ranks = percentile_ranks(compare_texts(own, reference=reference, **options), known).set_index(
            ["text_a", "text_b"]
        )
        assert row["excess"] == ranks.loc[PAIR, "excess"]
        assert row["percentile_same_author"] == ranks.loc[PAIR, "percentile_same_author"]
        same = baseline_quantiles(known).set_index("kind").loc["same author"]
        assert (row["n_pairs_same_author"], row["auc"]) == (same["n_pairs"], same["auc"])


def test_known_pairs_are_compared_once():
    options = {"excerpt_words": 1000, "distance": "simple"}
    made = known_pairs("federalist", **options)
    assert known_pairs("federalist", **options) is made
    table = reference_table("federalist")
    expected = compare_texts(table, vocabulary=word_lists(table)["function words"], **options)
    pd.testing.assert_frame_equal(made, expected)


def test_a_list_that_does_not_exist_is_refused(author):
    with pytest.raises(DhtoolsError, match="lists='nouns'"):
        rank_across_settings(author, PAIR, lists=["nouns"])
    with pytest.raises(DhtoolsError, match="word_list='nouns'"):
        known_pairs("federalist", word_list="nouns", excerpt_words=500, distance="simple")
    assert set(word_lists(reference_table("inaugural"))) == set(WORD_LISTS)
