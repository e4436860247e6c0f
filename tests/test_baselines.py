"""Baselines: weights of authors by hand, quantiles and ranks by weight, and the four texts beside theirs."""

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from stylometric import simulated

from dhtools import fold_case
from dhtools.errors import DhtoolsError
from dhtools.reference import block_table, reference_table
from dhtools.stylometry import baseline_quantiles, compare_texts, percentile_ranks
from dhtools.stylometry.baselines import pair_weights, ranks_by_weight
from dhtools.stylometry.sensitivity import known_pairs, word_lists

#: Three pairs by A, one by B; two of A and B, one of A and C.
KNOWN = pd.DataFrame(
    {
        "text_a": list("aaabaab"), "text_b": list("bccdefg"), "author_a": list("AAABAAC"),
        "author_b": list("AAABBBA"), "kind": ["same author"] * 4 + ["different authors"] * 3,
        "excerpt_words": 500, "excess": [0.0, 0.1, 0.2, 0.5, 0.3, 0.4, 0.6],
    }
)  # fmt: skip


def at(*values, **options):
    pairs = pd.DataFrame({"excess": values})
    return percentile_ranks(pairs, KNOWN, **options)


def test_every_author_has_the_same_weight_and_every_two():
    assert pair_weights(KNOWN).tolist() == pytest.approx([1 / 6] * 3 + [1 / 2] + [1 / 4] * 2 + [1 / 2])
    assert pair_weights(KNOWN, "pair").tolist() == pytest.approx([1 / 4] * 4 + [1 / 3] * 3)
    turned = KNOWN.assign(author_a=KNOWN["author_b"], author_b=KNOWN["author_a"])
    assert pair_weights(turned).equals(pair_weights(KNOWN))


def test_one_author_with_most_pairs_does_not_make_the_rank():
    ranks = at(0.25)
    assert ranks["percentile_same_author"].item() == pytest.approx(1 / 2)  # all of A's pairs, none of B's
    assert at(0.25, weight="pair")["percentile_same_author"].item() == 3 / 4
    assert at(0.35)["percentile_different_authors"].item() == pytest.approx(1 / 4)


def test_a_rank_counts_smaller_values_only():
    ranks = at(0.0, 0.1, np.nan, 9.0, weight="pair")["percentile_same_author"]
    assert ranks.tolist()[:2] == [0.0, 1 / 4] and np.isnan(ranks[2]) and ranks[3] == 1


def test_quantiles_and_auc_by_weight():
    by_author = baseline_quantiles(KNOWN).set_index("kind")
    by_pair = baseline_quantiles(KNOWN, weight="pair").set_index("kind")
    assert by_author.loc["same author", ["n_pairs", "n_texts", "largest_share"]].tolist() == [4, 4, 0.75]
    assert by_author.loc["same author", "median"] == 0.2 and by_pair.loc["same author", "median"] == 0.1
    # A's pairs are closer than all others; B's is closer than the one of A and C, which has half the weight
    assert by_author.loc["same author", "auc"] == pytest.approx((1 + 1 / 2) / 2)
    assert by_pair.loc["same author", "auc"] == pytest.approx((3 + 1 / 3) / 4)
    assert np.isnan(by_author.loc["different authors", "auc"])


def test_both_weights_stand_side_by_side():
    ranks = ranks_by_weight(pd.DataFrame({"excess": [0.25]}), KNOWN).set_index("weight")
    assert ranks["percentile_same_author"].tolist() == pytest.approx([1 / 2, 3 / 4])
    assert ranks["auc"].tolist() == pytest.approx([3 / 4, 5 / 6])
    assert set(ranks["n_pairs_same_author"]) == {4} and set(ranks["largest_share_same_author"]) == {3 / 4}


def test_a_tie_counts_half():
    tied = KNOWN.assign(excess=0.1)
    for weight in ("author", "pair"):
        assert baseline_quantiles(tied, weight=weight)["auc"].iloc[0] == pytest.approx(0.5)


def test_weights_do_not_matter_where_all_authors_give_as_many_pairs():
    known = compare_texts(
        simulated(authors=6, texts=3, apart=0.2), excerpt_words=500, distance="burrows", mfw=30
    )
    one, other = (baseline_quantiles(known, weight=weight) for weight in ("author", "pair"))
    pd.testing.assert_frame_equal(one, other)


def test_texts_of_unknown_authors_play_no_part():
    known = compare_texts(reference_table("federalist"), excerpt_words=1000, mfw=50)
    within = baseline_quantiles(known, measure="mean_distance").set_index("kind").loc["same text"]
    disputed = (known["kind"] == "same text") & known["author_a"].isna() & known["mean_distance"].notna()
    measured = (known["kind"] == "same text") & known["mean_distance"].notna()
    assert within["n_pairs"] == measured.sum() - disputed.sum() < measured.sum()


def test_without_known_pairs_there_is_no_rank():
    table = compare_texts(
        simulated(authors=4, texts=1, apart=0.2), excerpt_words=500, distance="burrows", mfw=30
    )
    baseline = baseline_quantiles(table)
    assert baseline["kind"].tolist() == ["same text", "different authors"][-len(baseline) :]
    assert baseline["n_pairs"].tolist()[-1] == 6
    assert percentile_ranks(table, table)["percentile_same_author"].isna().all()


def test_most_pairs_of_the_papers_are_hamiltons():
    known = known_pairs("federalist", excerpt_words=500, distance="burrows")
    same = known[(known["kind"] == "same author") & known["excess"].notna()]
    assert (same["author_a"] == "Hamilton").sum() == 1176 and len(same) == 1267
    by_pair = baseline_quantiles(known, weight="pair").set_index("kind").loc["same author"]
    by_author = baseline_quantiles(known).set_index("kind").loc["same author"]
    assert by_pair["largest_share"] == pytest.approx(1176 / 1267)
    each = [rows["excess"] for _, rows in same.groupby("author_a")]
    different = known.loc[known["kind"] == "different authors", "excess"].dropna()
    of_each = [np.mean([(different > value).mean() for value in values]) for values in each]
    assert by_author["auc"] == pytest.approx(np.mean(of_each))
    assert by_pair["auc"] == pytest.approx(np.average(of_each, weights=[len(values) for values in each]))


def test_the_four_texts_beside_their_baselines():
    """The figures of the notebook: article and lecture lie inside the pairs of one author and of two."""
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    expected = {"federalist": (0.036, 0.49, 0.54, 0.23), "inaugural": (0.040, 0.76, 0.78, 0.17)}
    for name, (excess, by_pair, by_author, different) in expected.items():
        table = reference_table(name)
        options = {"excerpt_words": 500, "distance": "burrows"}
        pairs = compare_texts(
            block_table(author, vocabulary=table.vocabulary),
            reference=table,
            vocabulary=word_lists(table)["function words"],
            **options,
        )
        known = known_pairs(name, **options)
        row, unweighted = (
            percentile_ranks(pairs, known, weight=weight)
            .set_index(["text_a", "text_b"])
            .loc[("article", "lecture")]
            for weight in ("author", "pair")
        )
        assert (row["n_excerpts_a"], row["n_excerpts_b"]) == (7, 4)
        assert row["excess"] == pytest.approx(excess, abs=5e-4)
        assert unweighted["percentile_same_author"] == pytest.approx(by_pair, abs=0.006)
        assert row["percentile_same_author"] == pytest.approx(by_author, abs=0.006)
        assert row["percentile_different_authors"] == pytest.approx(different, abs=0.006)


def compared(**options):
    return compare_texts(
        simulated(authors=3, texts=1, apart=0.2), **{"excerpt_words": 500, "mfw": 9, **options}
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: percentile_ranks(compared(), compared(excerpt_words=300)), "excerpt_words is 300"),
        (lambda: percentile_ranks(compared(), compared(distance="burrows")), "distance is 'burrows'"),
        (lambda: percentile_ranks(compared(), compared(mfw=8)), "n_vocabulary is 8"),
        (lambda: baseline_quantiles(compared(), measure="mean"), "measure='mean'"),
        (lambda: baseline_quantiles(compared(), weight="text"), "weight='text'"),
        (lambda: baseline_quantiles(compared().drop(columns="author_a")), "no columns author_a and author_b"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call()
