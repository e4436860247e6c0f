"""The classifier by distance: what scikit-learn asks, stylo's distances, hand-computed values, bad counts."""

import pickle

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from numpy.testing import assert_allclose
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, LeaveOneOut, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks
from stylometric import counts as stylo_counts
from stylometric import stylo

from dhtools import DhtoolsError
from dhtools.counts import relative_frequencies, z_scores
from dhtools.stylometry.classifiers import DeltaClassifier
from dhtools.stylometry.distances import DISTANCES, distances

EMPTY = "its table has units without a word, which have no frequencies"
NOT_FOR_COUNTS = {
    "check_estimators_dtypes": EMPTY,
    "check_estimator_sparse_tag": EMPTY,
    "check_estimator_sparse_array": EMPTY,
    "check_estimator_sparse_matrix": EMPTY,
}

#: Four units by two authors; each has 100 words, so that counts are per cent.
FOUR = pd.DataFrame(
    {"the": [10, 12, 18, 20], "of": [30, 30, 30, 30], "and": [60, 58, 52, 50]}, index=["a1", "a2", "b1", "b2"]
)
AB = ["A", "A", "B", "B"]
#: stylo's names.
STYLO = {name: name for name in DISTANCES} | {
    "burrows": "delta",
    "cosine_delta": "wurzburg",
    "quadratic": "argamon",
}


def drawn(seed=0, units=(8, 8, 8), words=40):
    """Units of three authors, who prefer different words."""
    random = np.random.default_rng(seed)
    base = random.dirichlet(np.linspace(5, 0.5, words))
    rates = [base * random.lognormal(0, 0.3, words) for _ in units]
    rows = [
        random.multinomial(800, rate / rate.sum())
        for rate, number in zip(rates, units, strict=True)
        for _ in range(number)
    ]
    counts = pd.DataFrame(rows, columns=[f"w{word:02d}" for word in range(words)])
    return counts, np.repeat(list("ABC")[: len(units)], units)


@pytest.fixture(scope="module")
def segments():
    """The 200 words of stylo's distances; every other word of a segment as one that occurs nowhere else."""
    words, totals = stylo_counts()
    assert words.shape == (25, 300) and totals.between(267, 305).all()
    words = words.iloc[:, :200]
    row = np.repeat(np.arange(25), totals - words.sum(axis=1))
    others = pd.DataFrame(np.eye(25, dtype=int)[:, row], index=words.index).add_prefix("other ")
    return pd.concat([words, others], axis=1)


@parametrize_with_checks(
    [
        DeltaClassifier(),
        DeltaClassifier(distance="burrows", weights="classes"),
        DeltaClassifier(distance="entropy", rule="neighbour", neighbours=3),
    ],
    expected_failed_checks=lambda estimator: NOT_FOR_COUNTS,
)
def test_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.filterwarnings("ignore:The number of unique classes")
@pytest.mark.parametrize("distance", DISTANCES)
def test_the_distance_to_single_units_is_stylos(segments, distance):
    model = DeltaClassifier(distance=distance, rule="neighbour", mfw=200).fit(segments, segments.index)
    apart = model.class_distances(segments)[segments.index]
    assert apart.shape == (25, 25) and set(model.words_) == set(segments.columns[:200])
    assert_allclose(apart, distances(model.frequencies_, distance=distance), atol=1e-9)
    if distance != "eder":  # it weights words by rank, and ranks those of equal counts in another order
        assert_allclose(apart, stylo(f"distance_{STYLO[distance]}_200mfw.csv"), atol=1e-9)


def test_segments_of_the_article_and_the_lecture_are_told_apart(segments):
    text = segments.index.str.rsplit("_", n=1).str[0]
    two = text.isin(["article", "lecture"])
    assert (text[two] == "article").sum() == 13 and two.sum() == 21
    model = DeltaClassifier(mfw=200, weights="classes")
    right = cross_val_score(model, segments[two].to_numpy(), text[two].to_numpy(object), cv=LeaveOneOut())
    assert right.mean() > 13 / 21  # what is right if all are said to be of the article


def test_hand_computed_delta_to_centroids():
    # mean 15 of “the” and 55 of “and”, sd sqrt(68 / 3) of both; “of” does not vary; centroids lie 4 off
    model = DeltaClassifier(distance="burrows").fit(FOUR, AB)
    apart = model.class_distances(pd.DataFrame({"the": [13], "of": [30], "and": [57]}, index=["x"]))
    sd = np.sqrt(68 / 3)
    assert model.words_ == ["and", "of", "the"] and model.classes_.tolist() == ["A", "B"]
    assert apart.index.tolist() == ["x"] and apart.columns.tolist() == ["A", "B"]
    assert_allclose(apart.loc["x"], [2 / sd, 6 / sd])


def test_hand_computed_weights_of_classes():
    # A has three units: the mean is that of the means 11 and 20, v is 1/6, 1/6, 1/6 and 1/2
    counts = pd.DataFrame({"the": [9, 11, 13, 20], "and": [91, 89, 87, 80]})
    spread = np.sqrt((6.5**2 + 4.5**2 + 2.5**2 + 3 * 4.5**2) / 6 / (1 - (3 / 36 + 1 / 4)))
    model = DeltaClassifier(distance="burrows", weights="classes").fit(counts, list("AAAB"))
    apart = model.class_distances(pd.DataFrame({"the": [12], "and": [88]}))
    assert_allclose(apart.loc[0], [1 / spread, 8 / spread])


@pytest.mark.parametrize("distance", ["burrows", "eder", "cosine_delta"])
def test_weights_make_no_difference_where_all_classes_have_as_many_units(distance):
    counts, authors = drawn()
    by_units, by_classes = (
        DeltaClassifier(distance=distance, weights=weights).fit(counts, authors).class_distances(counts)
        for weights in ("units", "classes")
    )
    assert_allclose(by_units, by_classes)


def test_an_author_with_twice_the_texts_has_no_more_say():
    counts, authors = drawn()
    twice = np.r_[np.arange(24), np.flatnonzero(authors == "A")]
    once, more = (
        DeltaClassifier(weights="classes").fit(counts.iloc[rows], authors[rows]).class_distances(counts)
        for rows in (np.arange(24), twice)
    )
    assert_allclose(once, more)
    by_units = DeltaClassifier().fit(counts.iloc[twice], authors[twice]).class_distances(counts)
    assert np.abs(once - by_units).to_numpy().max() > 0.05


def test_z_scores_are_of_the_training_units():
    counts, authors = drawn()
    trained = counts[:20]
    model = DeltaClassifier(distance="burrows", rule="neighbour", mfw=30).fit(trained, authors[:20])
    own = relative_frequencies(trained, mfw=30)
    held = relative_frequencies(counts[20:], vocabulary=list(own))
    apart = np.abs(z_scores(held, reference=own).to_numpy()[:, None] - z_scores(own).to_numpy()).mean(axis=2)
    expected = np.column_stack([apart[:, authors[:20] == author].min(axis=1) for author in "ABC"])
    assert_allclose(model.class_distances(counts[20:]), expected)


def test_nothing_is_learned_from_the_units_held_out():
    counts, authors = drawn()
    odd = counts.copy()
    odd["w39"] = 0
    odd.loc[0, "w39"] = 10_000
    model = DeltaClassifier(mfw=20).fit(odd[1:], authors[1:])
    assert "w39" not in model.words_ and "w39" in DeltaClassifier(mfw=20).fit(odd, authors).words_
    alone, together = (model.class_distances(rows).loc[1] for rows in (odd[1:2], odd))
    assert_allclose(alone, together)


@pytest.mark.parametrize("neighbours", [1, 3, 5])
def test_neighbours_vote_as_in_scikit_learn(neighbours):
    counts, authors = drawn(seed=3, units=(9, 9))
    freqs = relative_frequencies(counts)
    ours = DeltaClassifier(distance="manhattan", rule="neighbour", neighbours=neighbours)
    theirs = KNeighborsClassifier(neighbours, metric="manhattan")
    found, expected = (
        cross_val_predict(ours, counts, authors, cv=3),
        cross_val_predict(theirs, freqs, authors, cv=3),
    )
    assert found.tolist() == expected.tolist() and set(found) == {"A", "B"}


def test_equal_votes_go_to_the_nearest_and_equal_distances_to_the_first():
    counts = pd.DataFrame({"the": [10, 20, 30, 40], "of": [90, 80, 70, 60]})
    options = {"distance": "manhattan", "rule": "neighbour"}
    model = DeltaClassifier(**options, neighbours=4).fit(counts, list("BBAA"))
    assert model.predict(counts).tolist() == ["B", "B", "A", "A"]
    between = pd.DataFrame({"the": [25], "of": [75]})
    assert model.class_distances(between).loc[0].tolist() == [10, 10]
    for rule in ("centroid", "neighbour"):
        assert clone(model).set_params(rule=rule).fit(counts, list("BBAA")).predict(between).tolist() == ["A"]


@pytest.mark.parametrize("options", [{}, {"rule": "neighbour"}, {"rule": "neighbour", "neighbours": 5}])
@pytest.mark.parametrize("units", [(8, 8), (8, 8, 8)])
def test_decisions_agree_with_predictions(options, units):
    counts, authors = drawn(units=units)
    model = DeltaClassifier(**options).fit(counts, authors)
    decisions = model.decision_function(counts)
    if len(units) == 2:
        assert decisions.shape == (16,)
        assert (model.classes_[(decisions > 0).astype(int)] == model.predict(counts)).all()
    else:
        assert decisions.shape == (24, 3)
        assert (model.classes_[decisions.argmax(axis=1)] == model.predict(counts)).all()
    if not options and len(units) == 3:
        assert_allclose(decisions, -model.class_distances(counts))


def test_arrays_and_sparse_arrays_give_what_a_table_gives():
    counts, authors = drawn()
    table, array, sparse, small = (
        DeltaClassifier(mfw=25).fit(given, authors).decision_function(given)
        for given in (counts, counts.to_numpy(), csr_array(counts.to_numpy()), (counts * 10).astype("int16"))
    )
    assert (counts * 10).max(axis=None) > 327  # in int16 a hundred times as much is out of range
    for other in (array, sparse, small):
        assert_allclose(table, other)
    model = DeltaClassifier(mfw=25).fit(counts, authors)
    assert model.n_features_in_ == 40 and model.feature_names_in_.tolist() == counts.columns.tolist()
    assert not hasattr(DeltaClassifier().fit(counts.to_numpy(), authors), "feature_names_in_")


def test_a_function_of_two_rows_is_a_distance():
    counts, authors = drawn()
    ours, named = (
        DeltaClassifier(distance=distance).fit(counts, authors).class_distances(counts)
        for distance in (farthest_apart, "manhattan")
    )
    assert ours.shape == named.shape == (24, 3) and (ours.to_numpy() <= named.to_numpy()).all()


def farthest_apart(one, other):
    return np.abs(one - other).max()


def test_input_stays_as_it_is_and_a_copy_decides_alike():
    counts, authors = drawn()
    before = counts.copy()
    model = DeltaClassifier(distance="eder", rule="neighbour", mfw=10).fit(counts, authors)
    pd.testing.assert_frame_equal(counts, before)
    stored = pickle.loads(pickle.dumps(model))
    assert (stored.decision_function(counts) == model.decision_function(counts)).all()
    assert clone(model).get_params() == model.get_params()


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_a_grid_is_searched_alike_by_one_worker_and_two(backend):
    counts, authors = drawn(seed=1)
    grid = {"distance": ["burrows", "cosine_delta"], "mfw": [5, 30], "rule": ["centroid", "neighbour"]}
    with parallel_config(backend=backend):
        one, two = (
            GridSearchCV(DeltaClassifier(), grid, cv=3, n_jobs=jobs).fit(counts, authors) for jobs in (1, 2)
        )
    scores = one.cv_results_["mean_test_score"]
    assert len(scores) == 8 and scores.max() > 0.8 and len(set(scores)) > 1
    assert scores.tolist() == two.cv_results_["mean_test_score"].tolist()
    assert one.best_params_ == two.best_params_


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"distance": "delta"}, "distance='delta' is not known"),
        ({"rule": "nearest"}, "rule='nearest' is not known"),
        ({"weights": "words"}, "weights='words' is not known"),
        ({"mfw": 4}, "n=4: the table has 3 words"),
        ({"mfw": 0}, "whole number from 1"),
        ({"mfw": 2.5}, "whole number from 1"),
        ({"culling": 1.5}, "culling=1.5"),
        ({"culling": "half"}, "culling='half'"),
        ({"rule": "neighbour", "neighbours": 5}, "neighbours=5.*4 units"),
        ({"rule": "neighbour", "neighbours": 0}, "neighbours=0"),
        ({"rule": "neighbour", "neighbours": True}, "neighbours=True"),
    ],
)
def test_options_that_cannot_be(options, message):
    with pytest.raises(DhtoolsError, match=message):
        DeltaClassifier(**options).fit(FOUR, AB)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (FOUR.assign(the=[10, np.nan, 18, 20]), "unit 'a2': NaN"),
        (FOUR.assign(the=[10, 12, -1, 20]), "unit 'b1': Negative"),
        (FOUR.mul([1, 1, 1, 0], axis=0), "unit 'b2': it is empty"),
        (FOUR * 0 + 5, "same frequency in all units"),
        (FOUR.iloc[:1], "1 sample"),
        (FOUR[["the"]], "1 feature"),
        (FOUR.iloc[:3], "inconsistent numbers"),
        (FOUR.set_axis(["the", "of", "the"], axis=1), "the"),
    ],
)
def test_counts_that_are_none(changed, message):
    with pytest.raises(DhtoolsError, match=message):
        DeltaClassifier().fit(changed, AB[: len(changed)] if len(changed) == 1 else AB)


def test_frequencies_in_place_of_counts():
    with pytest.raises(DhtoolsError, match=r"fractions.*Give counts"):
        DeltaClassifier(mfw=2).fit(FOUR / 7, AB)


@pytest.mark.parametrize(
    ("classes", "message"), [(list("AAAA"), "one class, 'A'"), ([0.1, 2, 3, 4], "continuous")]
)
def test_classes_that_are_none(classes, message):
    with pytest.raises(DhtoolsError, match=message):
        DeltaClassifier().fit(FOUR, classes)


def test_units_that_have_no_distance():
    counts = pd.DataFrame({"the": [9, 8, 5], "of": [1, 2, 5], "rare": [0, 0, 1]})
    model = DeltaClassifier(distance="cosine", mfw=2).fit(counts, list("AAB"))
    without = pd.DataFrame({"the": [0], "of": [0], "rare": [7]}, index=["odd"])
    assert model.class_distances(without).isna().all(axis=None)
    for method in (model.predict, model.decision_function):
        with pytest.raises(DhtoolsError, match=r"unit 'odd' has no distance[^.]* 2 words"):
            method(without)
    with pytest.raises(DhtoolsError, match="unit 'odd': it is empty"):
        model.predict(without * 0)
    with pytest.raises(DhtoolsError, match="feature names"):
        model.predict(counts[["of", "the", "rare"]])
