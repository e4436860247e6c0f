"""Refits of many tables are the fits of each; groupings are compared as scikit-learn compares them."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from topics_by_hand import planted

from dhtools.topics import fit_topics
from dhtools.topics.batched_nmf import Sample, Table
from dhtools.topics.refits import adjusted_rand, of_model, refit_from_random_starts, refit_topics
from dhtools.topics.stability import shuffle_words


@pytest.mark.parametrize("k", [2, 3])
def test_refits_are_the_single_fits(k):
    documents = planted(strength=0.2)
    tables = [documents, *(shuffle_words(documents, np.random.default_rng(seed)) for seed in range(3))]
    rows = np.arange(0, len(documents) - 3)
    samples = [Sample(Table.of(table.counts), rows) for table in tables]
    for table, found in zip(tables, refit_topics(samples, [2, 3])[k], strict=True):
        expected = of_model(fit_topics(table.take(rows), k))
        np.testing.assert_allclose(found.weights, expected.weights, rtol=1e-6, atol=1e-9)
        np.testing.assert_array_equal(found.dominant, expected.dominant)


def test_refits_from_random_starts_are_the_single_fits():
    documents = planted(strength=0.2)
    found = refit_from_random_starts(Sample(Table.of(documents.counts)), 3, [1, 2])
    for seed, one in zip([1, 2], found, strict=True):
        expected = of_model(fit_topics(documents, 3, model="nmf_random", seed=seed))
        np.testing.assert_allclose(one.weights, expected.weights, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("groups", [(1, 1), (1, 4), (3, 3), (4, 2), (30, 30)])
def test_groupings_are_compared_as_by_scikit_learn(groups):
    random = np.random.default_rng(0)
    for _ in range(20):
        first, second = (random.integers(0, number, 30) for number in groups)
        assert adjusted_rand(first, second) == adjusted_rand_score(first, second)
        assert adjusted_rand(first, first) == 1


def test_two_pairs_of_groups_by_hand():
    # {0 1} {2 3} and {0} {1} {2 3}: 1 of 6 pairs together in both; expected 2 * 1 / 6; at most (2 + 1) / 2
    found = adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 1, 2, 2]))
    assert found == pytest.approx((1 - 1 / 3) / (3 / 2 - 1 / 3))
