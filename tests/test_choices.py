"""Choices: every row is what a comparison by hand gives, and known pairs are compared once."""

import pandas as pd
import pytest
from annotated import seeds

from dhtools import DhtoolsError, fold_case
from dhtools.stylometry import (
    across_choices,
    bands,
    block_table,
    compare,
    known_pairs,
    place,
    reference_table,
    vocabularies,
)
from dhtools.stylometry.choices import LISTS

PAIR = ("article", "lecture")


@pytest.fixture(scope="module")
def author():
    return fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])


def test_a_row_is_what_a_comparison_by_hand_gives(author):
    table = across_choices(author, PAIR, words=["content words"], lengths=[1000], methods=["simple"], least=3)
    assert table["reference"].tolist() == ["federalist", "inaugural"]
    for row in table.to_dict("records"):
        reference = reference_table(row["reference"])
        options = {"length": 1000, "method": "simple", "words": vocabularies(reference)["content words"]}
        known = compare(reference, **options).query("excerpts_a >= 3 and excerpts_b >= 3")
        own = block_table(author, words=reference.vocabulary)
        placed = place(compare(own, reference=reference, **options), known).set_index(["text_a", "text_b"])
        assert row["excess"] == placed.loc[PAIR, "excess"]
        assert row["beyond_same_author"] == placed.loc[PAIR, "beyond_same_author"]
        same = bands(known).set_index("kind").loc["same author"]
        assert (row["same_pairs"], row["auc"]) == (same["pairs"], same["auc"])


def test_known_pairs_are_compared_once():
    options = {"length": 1000, "method": "simple"}
    made = known_pairs("federalist", **options)
    assert known_pairs("federalist", **options) is made
    table = reference_table("federalist")
    expected = compare(table, words=vocabularies(table)["function words"], **options)
    pd.testing.assert_frame_equal(made, expected)


def test_a_list_that_does_not_exist_is_refused(author):
    with pytest.raises(DhtoolsError, match="words='nouns'"):
        across_choices(author, PAIR, words=["nouns"])
    with pytest.raises(DhtoolsError, match="words='nouns'"):
        known_pairs("federalist", words="nouns", length=500, method="simple")
    assert set(vocabularies(reference_table("inaugural"))) == set(LISTS)
