"""Fits of many samples at once: as near to the optimum as scikit-learn's solver, whatever stands beside."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import NMF

from dhtools.topics import batched_nmf
from dhtools.topics.batched_nmf import PASSES, Sample, Table, factorise
from dhtools.topics.document_term_matrix import tfidf_transformer


def drawn(number, shape=(14, 30), k=3, seed=0):
    """Return samples of two tables of one shape, and a start for each."""
    random = np.random.default_rng(seed)
    counts = [sparse.csr_array(random.poisson(0.8, shape)) for _ in range(2)]
    tables = [Table.of(table) for table in counts]
    samples = [
        Sample(tables[place >= number // 2], np.sort(random.permutation(shape[0])[:11]))
        for place in range(number)
    ]
    starts = [(random.random((11, k)), random.random((k, shape[1]))) for _ in range(number)]
    return samples, starts


def error(weights, factors):
    return np.linalg.norm(weights.toarray() - factors[0] @ factors[1])


def single(sample, start, tolerance, passes):
    """Return what scikit-learn finds."""
    nmf = NMF(len(start[1]), init="custom", tol=tolerance, max_iter=passes)
    return nmf.fit_transform(sample.weights.toarray(), W=start[0].copy(), H=start[1].copy()), nmf.components_


def test_weights_are_the_tf_idf_of_the_sample():
    one = drawn(2)[0][0]
    expected = tfidf_transformer().fit_transform(one.table.counts[one.rows])
    np.testing.assert_allclose(one.weights.toarray(), expected.toarray())
    scaled = one.segments[:, None] * one.table.logs.toarray() * one.words
    np.testing.assert_allclose(scaled[one.rows], expected.toarray(), atol=1e-14)
    assert not scaled[np.setdiff1d(np.arange(14), one.rows)].any()


@pytest.mark.parametrize("seed", range(3))
def test_where_both_converge_they_find_the_same(seed, monkeypatch):
    # one fit of twelve ends in another optimum than scikit-learn's: paths differ
    monkeypatch.setattr(batched_nmf, "TOLERANCE", 1e-9)
    monkeypatch.setattr(batched_nmf, "PASSES", 5000)
    samples, starts = drawn(4, seed=seed)
    same = []
    for sample, start, found in zip(samples, starts, factorise(samples, starts), strict=True):
        expected = single(sample, start, 1e-9, 20_000)
        same.append(np.allclose(found[0] @ found[1], expected[0] @ expected[1], atol=1e-4))
    assert np.mean(same) >= 0.75


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_errors_are_no_larger_than_scikit_learns():
    samples, starts = drawn(24)
    ours, theirs = [], []
    for sample, start, found in zip(samples, starts, factorise(samples, starts), strict=True):
        ours.append(error(sample.weights, found))
        theirs.append(error(sample.weights, single(sample, start, 1e-4, PASSES)))
    assert np.median(np.subtract(ours, theirs)) < 1e-6
    assert np.mean(ours) < np.mean(theirs) + 1e-3


def test_nothing_improves_what_is_found(monkeypatch):
    # the conditions of Karush, Kuhn and Tucker: no gradient at a number above zero, none below zero at a zero
    monkeypatch.setattr(batched_nmf, "TOLERANCE", 1e-10)
    monkeypatch.setattr(batched_nmf, "PASSES", 5000)
    samples, starts = drawn(3)
    for sample, (segments, words) in zip(samples, factorise(samples, starts), strict=True):
        rest = segments @ words - sample.weights.toarray()
        for factor, gradient in ((segments, rest @ words.T), (words, segments.T @ rest)):
            assert np.abs(gradient[factor > 0]).max() < 1e-4
            assert gradient[factor == 0].min(initial=0.0) > -1e-4


@pytest.mark.parametrize("cells", [1, 400, 10**6])
def test_fits_do_not_depend_on_what_stands_beside_them(monkeypatch, cells):
    # one at a time, three of nine while six wait, all at once
    samples, starts = drawn(9)
    alone = [factorise([sample], [start])[0] for sample, start in zip(samples, starts, strict=True)]
    monkeypatch.setattr(batched_nmf, "CELLS", cells)
    for found, expected in zip(factorise(samples, starts), alone, strict=True):
        np.testing.assert_allclose(found[0], expected[0], rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(found[1], expected[1], rtol=1e-7, atol=1e-9)


def test_fits_end_at_different_passes(monkeypatch):
    ended, keep = [], batched_nmf._Stack._keep

    def noted(stack, slots):
        ended.append(len(slots))
        keep(stack, slots)

    monkeypatch.setattr(batched_nmf._Stack, "_keep", noted)
    factorise(*drawn(12))
    assert len(ended) > 2


def test_starts_are_left_as_they_are():
    samples, starts = drawn(2)
    before = [tuple(factor.copy() for factor in start) for start in starts]
    factorise(samples, starts)
    for start, copied in zip(starts, before, strict=True):
        np.testing.assert_array_equal(start[0], copied[0])
        np.testing.assert_array_equal(start[1], copied[1])


def test_an_empty_topic_stays_empty():
    # scikit-learn leaves a topic alone that the other factor lacks
    samples, starts = drawn(2)
    starts[0][0][:, 1], starts[0][1][1] = 0.0, 0.0
    (segments, words), _ = factorise(samples, starts)
    assert not segments[:, 1].any() and not words[1].any()
    assert segments[:, [0, 2]].any(axis=0).all()


def test_no_samples():
    assert factorise([], []) == []
