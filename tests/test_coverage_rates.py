"""benchmarks/coverage_rates.py: planted rates are covered, by the package better than by a bootstrap."""

import runpy

import numpy as np
import pytest


@pytest.fixture(scope="module")
def script(root):
    return runpy.run_path(str(root / "benchmarks" / "coverage_rates.py"))


def test_counts_are_drawn_with_the_mean_and_spread_that_are_planted(script):
    random = np.random.default_rng(0)
    even = script["draw_counts"](6, 12, 0.0, 20000, random)
    bursty = script["draw_counts"](6, 12, 1.5, 20000, random)
    assert even.shape == (6, 20000)
    assert even.sum(axis=0).mean() == pytest.approx(12, rel=0.02) == bursty.sum(axis=0).mean()
    assert even.var() == pytest.approx(2, rel=0.05) and bursty.var() == pytest.approx(2 + 1.5 * 4, rel=0.05)


def test_the_interval_of_the_package_covers_what_it_claims(script):
    table = script["coverage"](400, 0)
    told = table.groupby("interval")["coverage"].agg(["mean", "min"])
    assert told.loc["t", "mean"] == pytest.approx(0.95, abs=0.01) and told.loc["t", "min"] > 0.88
    assert told.loc["bootstrap", "min"] < 0.85
