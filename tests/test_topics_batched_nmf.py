"""Fits of many tables at once: the factors of scikit-learn's solver, whatever stands beside a table."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning

from dhtools.topics import batched_nmf
from dhtools.topics.batched_nmf import factorise

TOLERANCE = 4e-4


def drawn(number, shape=(12, 30), k=3, seed=0):
    """Return sparse tables of one shape, and a start for each."""
    random = np.random.default_rng(seed)
    tables = [sparse.random_array(shape, density=0.3, format="csr", rng=random) for _ in range(number)]
    starts = [(random.random((shape[0], k)), random.random((k, shape[1]))) for _ in range(number)]
    return tables, starts


def single(table, start):
    """Return what scikit-learn finds."""
    nmf = NMF(len(start[1]), init="custom", tol=TOLERANCE)
    segments = nmf.fit_transform(table.toarray(), W=start[0].copy(), H=start[1].copy())
    return segments, nmf.components_, nmf.n_iter_


@pytest.mark.filterwarnings(f"ignore::{ConvergenceWarning.__module__}.ConvergenceWarning")
@pytest.mark.parametrize(("number", "cells"), [(1, 1), (9, 1), (9, 400), (9, 10**6)])
def test_many_fits_are_the_single_fits(monkeypatch, number, cells):
    # one at a time, three of nine while six wait, all at once
    monkeypatch.setattr(batched_nmf, "CELLS", cells)
    tables, starts = drawn(number)
    found = factorise(tables, starts, tolerance=TOLERANCE)
    passes = set()
    for table, start, (segments, words) in zip(tables, starts, found, strict=True):
        expected_segments, expected_words, n = single(table, start)
        passes.add(n)
        np.testing.assert_allclose(segments, expected_segments, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(words, expected_words, rtol=1e-9, atol=1e-12)
    # the fits end at different passes, one of them at the limit
    assert number == 1 or (len(passes) > 3 and min(passes) < 150)


def test_starts_are_left_as_they_are():
    tables, starts = drawn(2)
    before = [tuple(factor.copy() for factor in start) for start in starts]
    factorise(tables, starts, tolerance=TOLERANCE)
    for start, copied in zip(starts, before, strict=True):
        np.testing.assert_array_equal(start[0], copied[0])
        np.testing.assert_array_equal(start[1], copied[1])


def test_an_empty_topic_stays_empty_in_one_factor():
    # scikit-learn leaves a topic alone that the other factor lacks
    tables, starts = drawn(2)
    starts[0][0][:, 1], starts[0][1][1] = 0.0, 0.0
    starts[1][1][2] = 0.0
    for table, start, found in zip(
        tables, starts, factorise(tables, starts, tolerance=TOLERANCE), strict=True
    ):
        expected = single(table, start)
        np.testing.assert_allclose(found[0], expected[0], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found[1], expected[1], rtol=1e-9, atol=1e-12)
    assert not factorise(tables[:1], starts[:1], tolerance=TOLERANCE)[0][0][:, 1].any()


def test_an_empty_table_has_empty_topics():
    starts = [(np.zeros((4, 2)), np.zeros((2, 5)))]
    ((segments, words),) = factorise([sparse.csr_array((4, 5))], starts, tolerance=TOLERANCE)
    assert not segments.any() and not words.any()


def test_no_tables():
    assert factorise([], [], tolerance=TOLERANCE) == []
