"""benchmarks/coverage_*.py and the like: what is planted is covered as it should be; each repeats itself."""

import coverage_intervals as intervals
import coverage_readability as readability
import numpy as np
import pandas as pd
import pytest
import same_author_rates
import validate_syllables

from dhtools import DhtoolsError
from dhtools.readability.syllables import count_syllables


def test_counts_are_drawn_with_the_mean_and_spread_that_are_planted():
    random = np.random.default_rng(0)
    even = intervals.drawn(2, np.inf, (6, 20000), random)
    bursty = intervals.drawn(2, 1 / 1.5, (6, 20000), random)
    assert even.shape == (6, 20000)
    assert even.sum(axis=0).mean() == pytest.approx(12, rel=0.02) == bursty.sum(axis=0).mean()
    assert even.var() == pytest.approx(2, rel=0.05) and bursty.var() == pytest.approx(2 + 1.5 * 4, rel=0.05)


def test_the_interval_of_a_rate_covers_what_it_claims():
    told = intervals.rate_coverage(400).groupby("interval")["coverage"].agg(["mean", "min"])
    assert told.loc["t", "mean"] == pytest.approx(0.95, abs=0.01) and told.loc["t", "min"] > 0.88
    assert told.loc["bootstrap", "min"] < 0.85


def test_the_interval_of_a_log_ratio_covers_what_it_claims_and_repeats_itself(monkeypatch):
    for name, value in (("DESIGNS", intervals.DESIGNS[:1]), ("FREQUENCIES", (20,)), ("DOUBLINGS", (0, 1))):
        monkeypatch.setattr(intervals, name, value)
    monkeypatch.setattr(intervals, "BOOTSTRAPPED", 100)
    one, other = (pd.DataFrame(intervals.ratio_coverage(400)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    mean = one.groupby("interval")["coverage"].mean()
    assert set(mean.index) == {"t", "t_no_half", "welch", "percentile", "basic"}
    assert 0.92 < mean["t"] < 0.985 and mean["percentile"] < mean["t"]


@pytest.fixture
def folder(tmp_path):
    """A text of short, then of long sentences: a passage of it is unlike the whole."""
    random = np.random.default_rng(0)
    words = ["house", "revolution", "to", "the", "committee", "man", "was", "necessary"]
    lengths = np.concatenate([random.integers(4, 8, 600), random.integers(20, 30, 600)])
    sentences = [" ".join(random.choice(words, length)).capitalize() + "." for length in lengths]
    (tmp_path / "long.txt").write_text(" ".join(sentences), encoding="utf-8")
    return tmp_path


def test_scattered_sentences_are_covered_and_passages_unlike_the_whole_are_not(folder, tmp_path):
    one, other = (readability.coverage(folder, 15) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    assert one.index.tolist() == [
        (way, size) for way in ("scattered", "passages") for size in readability.SIZES
    ]
    scattered, passages = (one.loc[way].to_numpy().mean() for way in ("scattered", "passages"))
    assert scattered > 0.8 > 0.3 > passages
    (tmp_path / "long.txt").write_text("One sentence. Another.", encoding="utf-8")
    with pytest.raises(DhtoolsError, match="no text of 1,000 sentences"):
        readability.coverage(tmp_path, 15)


def test_pairs_of_one_author_are_compared_and_repeat_themselves(root, tmp_path):
    for number in range(10):
        text = f"He may perhaps go to the house {number}. It is certain that they were there. " * 25
        (tmp_path / f"Ann_{number}.txt").write_text(text, encoding="utf-8")
    one, other = (same_author_rates.told_apart(tmp_path, 3, [800, 400]) for _ in range(2))
    assert one.equals(other) and "hedge" in one.index
    with pytest.raises(DhtoolsError, match="nine texts"):
        same_author_rates.told_apart(root / "seeds", 3, [800, 400])


def test_rules_of_syllables_are_better_than_hyphenation_and_all_words_are_back():
    found = validate_syllables.measure(1500, seed=1)
    assert found["rules"]["first"] <= found["rules"]["any"] <= 1
    assert found["rules"]["any"] > 0.92 > 0.7 > found["hyphenation"]["any"]
    assert count_syllables(["colonel", "Worcester"]).tolist() == [2, 2]
