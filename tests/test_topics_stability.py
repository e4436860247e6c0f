"""Stability: planted topics recur, shuffled words do not; alignment by hand."""

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from topics_by_hand import planted

from dhtools import DhtoolsError
from dhtools.topics import fit_topics, stability
from dhtools.topics.stability import align_topics, shrink_means, shuffle_words

#: A few refits: enough to tell planted topics from none.
FEW = {"subsamples": 15, "nulls": 20, "starts": 3}


def test_fixture():
    documents = planted()
    assert documents.counts.sum(axis=1).min() > 15 and not len(documents.empty)
    assert sum(word.startswith("own") for word in documents.vocabulary) == 30


def test_alignment_against_values_by_hand():
    # top two words: {a, b}, {c, d} against {c, d}, {a, c}: pairs share 1/3 + 1 at most
    first = np.array([[4, 3, 0, 0], [0, 0, 2, 1]], dtype=float)
    second = np.array([[0, 0, 5, 4], [3, 0, 2, 0]], dtype=float)
    place, shared = align_topics(first, second, n=2)
    assert place.tolist() == [1, 0]
    np.testing.assert_allclose(shared, [1 / 3, 1])


def test_alignment_maximises_the_sum_and_not_each_topic():
    # a greedy match would give topic 1 its best (2/2) and leave topic 2 with nothing
    first = np.array([[2, 1, 0, 0], [3, 2, 0, 0]], dtype=float)
    second = np.array([[2, 1, 0, 0], [0, 1, 2, 0]], dtype=float)
    _, shared = align_topics(first, second, n=2)
    np.testing.assert_allclose(sorted(shared), [1 / 3, 1])


def test_words_of_weight_zero_are_no_top_words():
    _, shared = align_topics(np.array([[1.0, 0, 0]]), np.array([[1.0, 0, 1]]), n=3)
    np.testing.assert_allclose(shared, 1 / 2)


def test_alignment_with_fewer_topics_leaves_some_without_a_match():
    place, shared = align_topics(np.eye(3), np.eye(3)[1:2], n=1)
    assert place.tolist() == [-1, 0, -1] and shared.tolist() == [0, 1, 0]


def test_alignment_is_symmetric():
    random = np.random.default_rng(5)
    first, second = random.random((4, 50)), random.random((4, 50))
    assert align_topics(first, second)[1].sum() == pytest.approx(align_topics(second, first)[1].sum())


@pytest.mark.parametrize("within", [False, True])
def test_shuffling_keeps_lengths_and_frequencies(within):
    documents = planted(texts=("one", "two"))
    other = shuffle_words(documents, np.random.default_rng(1), within_texts=within)
    assert (other.counts != documents.counts).nnz > 100
    np.testing.assert_array_equal(other.counts.sum(axis=1), documents.counts.sum(axis=1))
    np.testing.assert_array_equal(other.counts.sum(axis=0), documents.counts.sum(axis=0))
    of_one = [table.counts[documents.texts == "one"].sum(axis=0) for table in (documents, other)]
    assert np.array_equal(*of_one) == within


def test_planted_topics_are_recovered_and_called_stable():
    documents = planted()
    found = stability(documents, 3, **FEW)
    assert found.table["stable"].all()
    assert (found.table["starts_recurrence"] > found.table["null_q975"]).all()
    for _, weights in found.model.word_weights.iterrows():
        own = weights.nlargest(10).index.str[:4].value_counts()
        assert own.index[0].startswith("own") and own.iloc[0] >= 9
    ari = found.agreement.set_index("refits")["ari"]
    assert ari["subsamples"] > 0.9 > 0.6 > ari["shuffled"]


def test_shuffled_words_are_called_unstable():
    called = []
    for seed in range(6):
        documents = shuffle_words(planted(seed=seed), np.random.default_rng(seed))
        called += stability(documents, 3, subsamples=10, nulls=20, starts=0).table["stable"].tolist()
    assert len(called) == 18
    # one in forty, as intended: two or more of 18 would have a probability of .07
    assert sum(called) <= 1


def test_topics_that_are_texts_lie_within_what_texts_give():
    # two texts with words of their own, and nothing else
    documents = planted(topics=2, texts=("one", "two"))
    table = stability(documents, 2, **FEW).table
    assert table["stable"].all() and not table["stable_within_texts"].any()


def test_one_text_has_no_band_within_texts():
    found = stability(planted(), 3, **FEW)
    assert found.table["within_texts_q975"].isna().all() and not found.table["stable_within_texts"].any()
    assert set(found.draws["refits"]) == {"subsamples", "starts", "shuffled"}


def test_the_table_is_made_from_the_draws():
    found = stability(planted(strength=0.2), 3, **FEW)
    draws = found.draws
    own = draws[(draws["refits"] == "subsamples") & (draws["topic"] == 2)]["jaccard"]
    assert len(own) == 15
    assert found.table.loc[2, "recurrence"] == pytest.approx(own.mean())
    assert found.table.loc[2, "q025"] <= own.median() <= found.table.loc[2, "q975"]
    null = draws[draws["refits"] == "shuffled"]
    assert len(null) == 20 * 5 * 3
    means = shrink_means(null, ["draw", "topic"], "jaccard", 15)
    assert len(means) == 60 and found.table.loc[1, "null_q975"] == pytest.approx(means.quantile(0.975))
    assert (found.table["stable"] == (found.table["recurrence"] > found.table["null_q975"])).all()


def test_means_of_few_refits_are_shrunk_by_hand():
    # means 1, 3, 8 of two refits each; M = 4, B = 13, W = (2 + 0 + 8) / 3, f² = (13 - 5/3 + 1/3) / 13
    draws = pd.DataFrame({"draw": [0, 0, 1, 1, 2, 2], "ari": [0.0, 2, 3, 3, 6, 10]})
    factor = np.sqrt((13 - 5 / 3 + 1 / 3) / 13)
    np.testing.assert_allclose(shrink_means(draws, ["draw"], "ari", 10), 4 + factor * np.array([-3, -1, 4]))
    # as many refits as are to be matched, or one, are left alone
    assert shrink_means(draws, ["draw"], "ari", 2).tolist() == pytest.approx([1, 3, 8])
    assert shrink_means(draws[::2], ["draw"], "ari", 10).tolist() == [0, 3, 6]


def test_shrunk_means_vary_as_means_of_many_refits_do():
    random = np.random.default_rng(0)
    unit = np.repeat(random.normal(0, 1, 3000), 3)
    draws = pd.DataFrame({"draw": np.repeat(np.arange(3000), 3), "ari": unit + random.normal(0, 2, 9000)})
    assert draws.groupby("draw")["ari"].mean().var() == pytest.approx(1 + 4 / 3, rel=0.1)
    assert shrink_means(draws, ["draw"], "ari", 50).var() == pytest.approx(1 + 4 / 50, rel=0.1)


def test_more_refits_begin_with_the_same_draws():
    documents = planted()
    few = stability(documents, 3, subsamples=3, nulls=20, starts=1).draws
    more = stability(documents, 3, subsamples=5, nulls=21, starts=2).draws
    same = more.merge(few[["refits", "draw", "refit", "topic"]])
    pd.testing.assert_frame_equal(same, few)


def test_the_result_does_not_depend_on_the_backend():
    documents = planted()
    options = {"subsamples": 4, "nulls": 20, "starts": 2}
    alone = stability(documents, 3, **options)
    with parallel_config(backend="threading", n_jobs=2):
        together = stability(documents, 3, **options)
    pd.testing.assert_frame_equal(together.draws, alone.draws, rtol=1e-9)


def test_seeds_change_what_is_drawn():
    first, second = (stability(planted(strength=0.2), 3, seed=seed, **FEW).draws for seed in (0, 1))
    assert not first["jaccard"].equals(second["jaccard"])
    assert fit_topics(planted(), 3, seed=0).shares.equals(fit_topics(planted(), 3, seed=1).shares)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"subsamples": 1}, "subsamples=1: give a whole number from 2"),
        ({"nulls": 19}, "nulls=19: give a whole number from 20"),
        ({"starts": -1}, "starts=-1: give a whole number from 0"),
        ({"share": 1.0}, "share=1.0: give the share"),
        ({"k": 25}, "k=25: a subsample of 80% of 30 segments has 24"),
        ({"model": "bert"}, "model='bert' is not known"),
    ],
)
def test_bad_options(given, said):
    with pytest.raises(DhtoolsError, match=said):
        stability(planted(), **{"k": 3, **given})
