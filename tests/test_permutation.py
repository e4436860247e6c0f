"""Permutation tests: arrangements, the p against all arrangements and under the null, and q."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from dhtools import DhtoolsError
from dhtools.stats import permutation as module
from dhtools.stats.intervals import proportion_interval
from dhtools.stats.permutation import (
    MIN_ARRANGEMENTS,
    arrangements,
    benjamini_hochberg,
    is_enumerated,
    p_origin,
    permutation_p,
)


@pytest.mark.parametrize(
    ("sizes", "ways"),
    [
        ((1, 2), 3),
        ((13, 7), 77_520),
        ((5, 0), 1),
        ((2, 2, 2), 90),
        ((60, 60), 96614908840363322603893139521372656),
    ],
)
def test_arrangements_are_counted_exactly(sizes, ways):
    assert arrangements(sizes) == ways


def unequal(units, features, seed=0):
    """Units of unequal length, and words that come in clusters."""
    random = np.random.default_rng(seed)
    totals = random.integers(200, 900, units)
    rates = random.uniform(0.005, 0.04, features)
    return random.poisson(random.gamma(1, np.outer(totals, rates))).clip(max=200), totals


def exact_p(counts, totals, size):
    """The p over all arrangements, of the statistic by its definition."""
    observed, values = None, []
    for chosen in combinations(range(len(counts)), size):
        inside = np.isin(np.arange(len(counts)), chosen)
        values.append(pearson(counts, totals, inside))
        if chosen == tuple(range(size)):
            observed = values[-1]
    return (np.array(values) >= observed - 1e-9).mean(axis=0)


def pearson(counts, totals, inside):
    cells = np.array([counts[inside].sum(axis=0), counts[~inside].sum(axis=0)])
    tokens = np.array([totals[inside].sum(), totals[~inside].sum()])[:, None]
    expected = tokens * cells.sum(axis=0) / tokens.sum()
    rest = tokens - expected
    return ((cells - expected) ** 2 / expected + (cells - expected) ** 2 / rest).sum(axis=0)


def test_the_p_is_that_of_all_arrangements():
    counts, totals = unequal(12, 30)
    groups = np.repeat([0, 1], [5, 7])
    found = permutation_p(counts, totals, groups, permutations=9999)
    exact = exact_p(counts, totals, 5)
    assert exact.min() < 0.1 and arrangements([5, 7]) == 792
    np.testing.assert_allclose(found, exact, rtol=1e-12)
    drawn = permutation_p(counts, totals, groups, permutations=791)
    np.testing.assert_allclose(drawn, exact, atol=0.05)
    assert (drawn != exact).any()  # one draw fewer than arrangements: nothing is enumerated


def test_eight_segments_are_enumerated_by_hand():
    """Four of one text have the word, none of the other: two of the 70 arrangements are as far apart."""
    counts = np.array([[1]] * 4 + [[0]] * 4)
    assert permutation_p(counts, np.full(8, 10), np.repeat([0, 1], 4), permutations=99) == 2 / 70
    assert permutation_p(counts, np.full(8, 10), np.repeat([1, 0], 4), permutations=99) == 2 / 70
    mixed = np.array([[1], [1], [1], [0], [1], [0], [0], [0]])
    # 4 · 4 arrangements of three and one each way, and the two of four
    assert permutation_p(mixed, np.full(8, 10), np.repeat([0, 1], 4), permutations=99) == 34 / 70


def test_where_a_p_comes_from_is_said():
    assert is_enumerated([11, 5], 4368) and not is_enumerated([11, 5], 4367)
    assert not is_enumerated([2, 2, 2], 999)  # of three groups arrangements are drawn
    assert p_origin([11, 5], 9999) == "two-sided, all 4,368 arrangements"
    assert p_origin([11, 5], 999).startswith("two-sided, 999 of 4,368 arrangements drawn")


def test_the_p_of_three_groups_is_that_of_chi_squared():
    counts, totals = unequal(9, 5)
    groups = np.repeat([0, 1, 2], 3)
    random = np.random.default_rng(7)

    def statistic(labels):
        cells = np.array([counts[labels == group].sum(axis=0) for group in range(3)])
        tokens = np.array([totals[labels == group].sum() for group in range(3)])[:, None]
        expected = tokens * cells.sum(axis=0) / tokens.sum()
        return ((cells - expected) ** 2 / expected / (1 - cells.sum(axis=0) / tokens.sum())).sum(axis=0)

    drawn = np.array([statistic(random.permutation(groups)) for _ in range(4000)])
    expected = (drawn >= statistic(groups) - 1e-9).mean(axis=0)
    found = permutation_p(counts, totals, groups, permutations=4000)
    np.testing.assert_allclose(found, expected, atol=0.035)


def test_the_observed_arrangement_counts_among_the_drawn():
    counts = np.repeat([[100], [0]], 20, axis=0)
    p = permutation_p(counts, np.full(40, 1000), np.repeat([0, 1], 20), permutations=199)
    assert p[0] == 1 / 200  # none of 199 reaches it, and it is not 0


def test_under_the_null_p_is_uniform():
    flagged = {0.05: [], 0.01: []}
    for seed in range(60):
        counts, totals = unequal(20, 40, seed)
        p = permutation_p(counts, totals, np.repeat([0, 1], [13, 7]), permutations=499, seed=seed)
        for level, shares in flagged.items():
            shares.append((p <= level).mean())
    assert 0.04 < np.mean(flagged[0.05]) < 0.06 and 0.006 < np.mean(flagged[0.01]) < 0.014


def test_neither_the_unit_of_counting_nor_the_name_of_a_group_matters():
    counts, totals = unequal(20, 10)
    groups = np.repeat([0, 1], 10)
    p = permutation_p(counts, totals, groups)
    assert len(set(p)) == 10 and p.max() < 1
    np.testing.assert_array_equal(permutation_p(counts, totals, 1 - groups), p)
    np.testing.assert_array_equal(permutation_p(counts * 7, totals * 7, groups), p)


def test_a_feature_is_tested_alike_in_any_company():
    counts, totals = unequal(20, 300)
    groups = np.repeat([0, 1], 10)
    p = permutation_p(counts, totals, groups, permutations=99)
    chosen = [0, 127, 128, 299]  # on both sides of where one matrix product ends
    alone = [permutation_p(counts[:, [one]], totals, groups, permutations=99)[0] for one in chosen]
    np.testing.assert_array_equal(alone, p[chosen])


@pytest.mark.parametrize("sizes", [[30, 50], [20, 25, 35], [2, 78]])
def test_sparse_counts_have_the_same_p_block_by_block(sizes, monkeypatch):
    """A table of which some words are in few units, whatever is held at once."""
    random = np.random.default_rng(3)
    counts = random.poisson(np.outer(random.gamma(1, 1, 80), random.gamma(0.1, 1, 300)))
    totals, groups = counts.sum(axis=1) + 5, np.repeat(np.arange(len(sizes)), sizes)
    p = permutation_p(counts, totals, groups, permutations=199)
    found = permutation_p(sparse.csr_array(counts), totals, groups, permutations=199)
    np.testing.assert_array_equal(found, p)
    for name, value in (("_CELLS", 1000), ("_BLOCK", 7), ("_FULL", 0.01), ("_FULL", 1), ("_EXACT", 1)):
        monkeypatch.setattr(module, name, value)
        np.testing.assert_array_equal(permutation_p(counts, totals, groups, permutations=199), p)


def test_what_never_or_always_occurs():
    totals, groups = np.full(12, 50), np.repeat([0, 1], 6)
    counts = np.column_stack([np.zeros(12, dtype=int), totals, np.full(12, 3)])
    never, always, constant = permutation_p(counts, totals, groups, permutations=99)
    assert np.isnan(never) and always == constant == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"permutations": 98}, "permutations=98: give a whole number from 99"),
        ({"permutations": True}, "permutations=True"),
        ({"totals": np.full(3, 10)}, "4 rows of counts, 3 totals, 4 groups"),
        ({"groups": np.zeros(4, dtype=int)}, "two groups or more"),
        ({"groups": np.array([0, 0, 2, 2])}, "number two groups or more from 0"),
        ({"groups": np.array([-1, -1, 0, 1])}, "number two groups or more from 0"),
        ({"totals": np.array([10, 10, 10, 0])}, "a unit is empty"),
        ({"counts": np.full((4, 1), -1)}, "negative"),
        ({"counts": np.full((4, 1), 11)}, "larger than the total"),
    ],
)
def test_what_cannot_be_tested_is_refused(change, message):
    sound = {"counts": np.ones((4, 1), dtype=int), "totals": np.full(4, 10), "groups": np.array([0, 0, 1, 1])}
    assert permutation_p(**sound)[0] == 1
    with pytest.raises(DhtoolsError, match=message):
        permutation_p(**(sound | change))


def test_the_example_of_benjamini_and_hochberg():
    # their table of 15 p-values: with q at .05 the first four are rejected
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
         0.6528, 0.7590, 1.0]  # fmt: skip
    q = benjamini_hochberg(p)
    assert (q <= 0.05).sum() == 4 and q[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_by_its_definition(p):
    values = np.array(p)
    ranks = [(values <= one).sum() for one in p]
    expected = [min(np.divide(values * len(p), ranks)[values >= one]) for one in p]
    np.testing.assert_allclose(benjamini_hochberg(p), expected, rtol=1e-12)


def test_missing_values_are_no_tests():
    p = [0.04, np.nan, 0.01, np.nan]
    assert benjamini_hochberg(p).tolist() == pytest.approx([0.04, np.nan, 0.02, np.nan], nan_ok=True)
    assert np.isnan(benjamini_hochberg([np.nan, np.nan])).all()
    assert MIN_ARRANGEMENTS == 1000


@pytest.mark.parametrize("p", [[-0.1], [0.5, 1.1]])
def test_what_is_no_probability_is_refused(p):
    with pytest.raises(DhtoolsError, match="not a probability"):
        benjamini_hochberg(p)


@pytest.mark.parametrize(("right", "number"), [(0, 5), (5, 5), (61, 64), (1, 1)])
def test_the_interval_of_a_share_is_where_the_score_test_reaches_its_bound(right, number):
    for limit in proportion_interval(right, number):
        deviation = abs(right / number - limit)
        assert deviation == pytest.approx(1.959964 * np.sqrt(limit * (1 - limit) / number), rel=1e-6)
