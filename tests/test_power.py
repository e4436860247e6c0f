"""Power: chance where authors are alike, certain where they are not, and honest about what is too little."""

import numpy as np
import pytest
from stylometric import simulated, tokens_of

from dhtools.errors import DhtoolsError
from dhtools.reference import block_table, reference_table
from dhtools.stylometry import authorship_power
from dhtools.stylometry.power import NOT_DECIDABLE, _auc, _wins, power_verdict


def row(table, **options):
    return authorship_power(
        table, **{"excerpt_words": (500, 500), "mfw": 30, "distance": "burrows", **options}
    ).iloc[0]


def test_authors_who_do_not_differ_are_told_apart_by_chance_only():
    auc = np.mean([row(simulated(authors=12, texts=2, apart=0, seed=seed))["auc"] for seed in range(4)])
    assert abs(auc - 0.5) < 0.05


def test_authors_who_differ_are_told_apart_and_better_at_greater_length():
    table = simulated(authors=12, texts=3, apart=0.15)
    short, long = (row(table, excerpt_words=(length, length))["auc"] for length in (100, 1500))
    assert 0.55 < short < long and long > 0.9
    assert row(simulated(authors=12, texts=3, apart=1.0))["auc"] > 0.999


def test_the_auc_is_that_of_all_pairs():
    values = np.array([[0, 1, 5, 6], [1, 0, 7, 1], [5, 7, 0, 2], [6, 1, 2, 0]], dtype=float)
    author = np.array([0, 0, 1, 1])
    near, far = [1, 1, 2, 2], [5, 6, 7, 1, 5, 6, 7, 1]
    expected = np.mean([(a < b) + (a == b) / 2 for a in near for b in far])
    wins = _wins(values, author)
    assert _auc(wins, np.array([2, 2]), np.array([[1, 1]]))[0] == pytest.approx(expected)
    assert np.isnan(_auc(wins, np.array([2, 2]), np.array([[2, 0]]))[0])  # one author only: no other pair


def test_an_author_of_many_texts_has_the_weight_of_one_author():
    random = np.random.default_rng(2)
    author = np.repeat([0, 1, 2], [6, 2, 2])
    values = random.random((10, 10))
    first, second = np.nonzero(~np.eye(10, dtype=bool))
    value, a, b = values[first, second], author[first], author[second]
    far = [value[(a == one) & (b == other)] for one in range(3) for other in range(3) if one != other]
    expected = np.mean(
        [
            np.mean([(near[:, None] < one).mean() for one in far])
            for near in (value[(a == one) & (b == one)] for one in range(3))
        ]
    )
    found = _auc(_wins(values, author), np.array([6, 2, 2]), np.ones((1, 3), dtype=int))
    assert found[0] == pytest.approx(expected)


def test_weights_of_authors_are_as_if_they_came_twice():
    random = np.random.default_rng(1)
    values, author = random.random((6, 6)), np.array([0, 0, 1, 1, 2, 2])
    twice = np.array([0, 1, 0, 1, 2, 3, 4, 5])
    copied = values[np.ix_(twice, twice)]
    # author 0 and its copy: pairs between the copies are no pairs of two authors
    wins, both = _wins(values, author), _wins(copied, np.array([0, 0, 3, 3, 1, 1, 2, 2]))
    weighted = _auc(wins, np.array([2, 2, 2]), np.array([[2, 1, 1]]))[0]
    far = ~np.eye(4, dtype=bool)
    far[0, 3] = far[3, 0] = False
    share = (both * far).sum() / (8 * 4 * far.sum())
    assert weighted == pytest.approx(share)


def test_the_interval_over_authors_holds_the_truth_about_as_often_as_it_says():
    truth = row(simulated(authors=120, texts=2, apart=0.08, seed=99), draws=3)["auc"]
    found = [
        row(simulated(authors=15, texts=2, apart=0.08, seed=seed), draws=3, resamples=200)
        for seed in range(30)
    ]
    covered = np.mean([one["low"] <= truth <= one["high"] for one in found])
    assert covered >= 0.8


def test_same_seed_same_figures():
    table = simulated(authors=12, texts=2, apart=0.1)
    assert row(table).equals(row(table)) and row(table, seed=1)["auc"] != row(table)["auc"]


def test_lengths_are_cut_to_whole_blocks():
    found = row(simulated(authors=12, texts=2, apart=0.1), excerpt_words=(539, 1260))
    assert (found["excerpt_words_a"], found["excerpt_words_b"]) == (500, 1200)


def test_what_cannot_be_simulated_has_a_note_and_no_figure():
    few = row(simulated(authors=3, texts=2, apart=1))
    assert few["auc"] > 0.9 and np.isnan(few["low"]) and "3 authors are too few" in few["note"]
    long = row(simulated(authors=12, texts=2, apart=1), excerpt_words=(500, 9000))
    assert np.isnan(long["auc"]) and long["verdict"] == NOT_DECIDABLE and "9,000 words" in long["note"]
    single = row(simulated(authors=12, texts=1, apart=1))
    assert np.isnan(single["auc"]) and single["n_pairs_same_author"] == 0


def test_texts_of_unknown_authors_play_no_part():
    found = row(reference_table("federalist"), mfw=100, draws=2)
    assert found["n_authors"] == 2 and found["n_texts"] == 65
    assert found["verdict"] == NOT_DECIDABLE  # essays to one plan, by two men of one circle


def test_verdict_has_a_threshold():
    assert (
        power_verdict(0.8) == "decidable"
        and power_verdict(0.7999) == power_verdict(float("nan")) == NOT_DECIDABLE
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"excerpt_words": (50, 500)}, "100 or more"),
        ({"mfw": 31}, "31 are asked for"),
        ({"vocabulary": ["absent"]}, "'absent'"),
        ({"distance": "delta"}, "distance='delta'"),
    ],
)
def test_bad_input(options, message):
    with pytest.raises(DhtoolsError, match=message):
        row(simulated(authors=12, texts=2, apart=1), **options)


def test_a_table_of_one_text_has_no_power():
    table = block_table(tokens_of(a="x y " * 300), vocabulary=2)
    assert np.isnan(authorship_power(table, excerpt_words=(100, 100), mfw=2)["auc"].iloc[0])
