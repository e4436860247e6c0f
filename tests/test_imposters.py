"""Imposters: the scores of stylo, the draws, the distances of every name, and what is refused."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.stylometry.distances import DISTANCES, distances
from dhtools.stylometry.imposters import imposters

STYLO = Path(__file__).parent / "reference" / "stylo"
AUTHORS = ["blog", "article", "note", "lecture"]
TESTED = ["article_05", "blog_02", "lecture_03", "note_01"]
NAMES = {"delta": "burrows", "wurzburg": "cosine_delta", "minmax": "minmax"}


@cache
def segments():
    """25 segments × the 200 most frequent words, per cent."""
    return pd.read_csv(STYLO / "relative_frequencies_percent.csv", index_col=0).iloc[:, :200].copy()


def authors(freqs):
    return pd.Series(freqs.index.str.split("_").str[0], index=freqs.index)


@cache
def stylo_scores():
    return pd.read_csv(STYLO / "imposters_leave_one_segment_out.csv")


def test_the_scores_of_stylo_are_20_runs_of_100_iterations():
    table = stylo_scores()
    assert (table.groupby(["test", "distance"]).size() == 20).all() and len(table) == 4 * 3 * 20
    assert sorted(table["test"].unique()) == TESTED and set(table["distance"]) == set(NAMES)
    hundredths = table[AUTHORS].to_numpy() * 100
    np.testing.assert_allclose(hundredths, hundredths.round(), atol=1e-9)
    assert segments().shape == (25, 200) and set(authors(segments())) == set(AUTHORS)


@pytest.mark.parametrize("theirs", NAMES)
def test_scores_differ_from_those_of_stylo_by_no_more_than_the_simulation(theirs):
    runs = stylo_scores().query("distance == @theirs").groupby("test")[AUTHORS]
    mean, error = runs.mean().stack(), (runs.std() / np.sqrt(20)).stack()
    own = imposters(
        segments(), authors(segments()), segments().loc[TESTED], distance=NAMES[theirs], iterations=2000
    ).set_index(["test", "candidate"])
    assert len(own) == 16 == len(mean) and (own["n_iterations"] == 2000).all()
    allowed = 4 * np.sqrt(own["standard_error"] ** 2 + error.reindex(own.index) ** 2) + 0.002
    assert allowed.max() < 0.07  # tight enough to fail
    assert ((own["score"] - mean.reindex(own.index)).abs() <= allowed).all()


@pytest.mark.parametrize("method", DISTANCES)
def test_every_distance_is_that_of_distances_with_the_test_counted_twice(method):
    for label, one, other in (("blog_02", "blog_01", "note_01"), ("note_02", "lecture_08", "article_01")):
        test, pair = segments().loc[[label]], segments().loc[[one, other]]
        found = imposters(
            pair, ["one", "other"], test, candidates=["one"], distance=method, variant="BDI", features=1
        ).loc[0]
        twice = pd.concat([test, test.rename({label: "again"})])
        near, far = distances(twice, pair, distance=method).loc[label]
        assert found["mean"] == pytest.approx(far - near, abs=1e-12) and abs(far - near) > 1e-3
        assert found["sd"] < 1e-12 and found["n_iterations"] == 100


@pytest.mark.parametrize("method", ["burrows", "eder", "minmax", "entropy"])
def test_a_distance_without_a_batched_form_gives_the_same_scores(monkeypatch, method):
    freqs = segments().iloc[::3]
    options = {"distance": method, "iterations": 5, "variant": "BDI"}
    batched = imposters(freqs, authors(freqs), freqs.iloc[:2], **options)
    monkeypatch.setattr("dhtools.stylometry.batched_distances._MEASURES", {})
    pd.testing.assert_frame_equal(imposters(freqs, authors(freqs), freqs.iloc[:2], **options), batched)


@pytest.mark.parametrize("method", DISTANCES)
def test_with_all_words_and_all_imposters_the_nearest_author_has_1(method):
    freqs = segments()
    found = imposters(freqs, authors(freqs), freqs, distance=method, features=1, imposters=1, iterations=2)
    scores = found.pivot(index="test", columns="candidate", values="score")
    for label in freqs.index:
        twice = pd.concat([freqs.loc[[label]], freqs.loc[[label]].rename({label: "again"})])
        nearest = distances(twice, freqs.drop(label), distance=method).loc[label].idxmin()
        assert scores.loc[label].to_dict() == {name: float(nearest.startswith(name)) for name in AUTHORS}


def test_a_test_that_is_in_the_reference_is_left_out_there():
    freqs, one = segments(), segments().loc[["note_01"]]
    rest = freqs.drop(index="note_01")
    pd.testing.assert_frame_equal(
        imposters(freqs, authors(freqs), one), imposters(rest, authors(rest).tolist(), one)
    )


def small():
    values = {"u": [5, 4, 1, 2, 1], "v": [1, 2, 3, 1, 4], "w": [1, 1, 2, 3, 2], "x": [2, 1, 3, 2, 1]}
    return pd.DataFrame(values, index=["a1", "a2", "b1", "b2", "c1"], dtype=float)


BY = ["a", "a", "b", "b", "c"]
TEST = pd.DataFrame({"u": [4.5], "v": [1.5], "w": [1], "x": [1.25]}, index=["t"])


def seen(words=4, **options):
    """What a distance is asked: the pairs of rows of every call."""
    calls = []

    def distance(x, y):
        calls.append((x.tolist(), y.tolist()))
        return float(np.abs(x - y).sum())

    imposters(small().iloc[:, :words], BY, TEST.iloc[:, :words], distance=distance, **options)
    return calls


@pytest.mark.parametrize(("features", "words"), [(0.5, 2), (0.1, 1), (1, 4), (0.625, 2), (0.875, 4)])
def test_words_are_drawn_without_replacement_and_their_number_is_rounded_to_even(features, words):
    calls = seen(features=features, candidates=["a"])
    assert {len(x) for x, _ in calls} == {words}
    columns = TEST.to_numpy()[0].tolist()
    for x, y in calls:
        chosen = [place for place, value in enumerate(columns) if value in x]  # in their order, each once
        assert x == [columns[place] for place in chosen]
        assert y in small().to_numpy()[:, chosen].tolist()


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ({"candidates": ["a"]}, 2 + 2),  # half of three imposters: 1.5, rounded to 2
        ({"candidates": ["c"]}, 1 + 2),
        ({"candidates": ["a"], "imposters": 0.1}, 2 + 1),
        ({"candidates": ["a"], "imposters": 1}, 2 + 3),
        ({"candidates": ["a"], "variant": "BDI"}, 1 + 1),
    ],
)
def test_all_units_of_the_candidate_stand_against_a_share_of_the_others(options, units):
    assert len(seen(iterations=30, **options)) == 30 * units


def test_every_word_and_every_unit_is_drawn_about_equally_often():
    calls = seen(iterations=3000, features=0.25, imposters=1 / 3, candidates=["a"])
    drawn = pd.Series([y[0] for x, y in calls if x == [4.5]]).value_counts()  # column u, about 750 times
    assert drawn[5] == drawn[4] == pytest.approx(750, abs=100)
    assert drawn[1] == pytest.approx(500, abs=90) and drawn[2] == pytest.approx(250, abs=65)


def test_bootstrap_distances_by_hand():
    reference = pd.DataFrame({"w": [1.0, 2.0, 5.0]}, index=["a1", "a2", "b1"])
    options = {"variant": "BDI", "distance": "manhattan", "iterations": 1000}
    test = pd.DataFrame({"w": [0.5]}, index=["t"])
    own, other = imposters(reference, ["a", "a", "b"], test, **options).to_dict("records")
    assert own["mean"] == pytest.approx(3.5, abs=0.08) and own["sd"] == pytest.approx(0.5, abs=0.01)
    assert (own["q025"], own["q975"], own["share_positive"], own["n_iterations"]) == (3, 4, 1, 1000)
    assert (other["q025"], other["q975"], other["share_positive"]) == (-4, -3, 0)


def test_the_standard_error_is_the_spread_of_scores_over_seeds():
    freqs, one = segments(), segments().loc[["blog_02"]]
    runs = pd.concat(imposters(freqs, authors(freqs), one, seed=seed, iterations=50) for seed in range(60))
    spread = runs.groupby("candidate")[["score"]].std()["score"]
    stated = runs.groupby("candidate")["standard_error"].mean()
    assert (spread / stated).between(0.75, 1.3).all()


def test_a_tie_is_the_candidates():
    reference = small().loc[["a1", "a1", "b1"]].set_axis(["a1", "c1", "b1"])
    test = (small().loc[["a1"]] * [1.1, 1, 1, 0.9]).set_axis(["t"])
    for method in DISTANCES:
        scores = imposters(reference, ["a", "c", "b"], test, distance=method, imposters=1, features=0.75)
        assert scores["score"].tolist() == [1, 1, 0], method


def test_iterations_without_a_distance_are_not_counted():
    test = pd.DataFrame({"u": [1.0], "v": [0.0]}, index=["t"])  # without u, cosine has no direction
    options = {"distance": "cosine", "iterations": 400}
    table = imposters(small()[["u", "v"]], BY, test, **options)
    assert table["n_iterations"].between(150, 250).all() and table["score"].notna().all()


@pytest.mark.parametrize("method", ["GI", "BDI"])
def test_where_no_distance_is_defined_the_result_is_missing(method):
    table = imposters(small(), BY, TEST, distance=lambda x, y: float("nan"), variant=method)
    assert (table.pop("n_iterations") == 0).all()
    assert table.drop(columns=["test", "candidate", "note"]).isna().to_numpy().all()


def test_words_of_constant_frequency_are_left_out():
    constant, pair = {"same": 1 / 3, "none": 0.0}, small().loc[["a1", "b1"]]
    for method in ("burrows", "quadratic", "eder", "cosine_delta"):
        options = {"distance": method, "features": 1, "variant": "BDI"}
        with_constant = imposters(pair.assign(**constant), ["a", "b"], TEST.assign(**constant), **options)
        pd.testing.assert_frame_equal(with_constant, imposters(pair, ["a", "b"], TEST, **options))


def test_the_unit_of_frequency_plays_no_part():
    freqs, one = segments(), segments().loc[["blog_02"]]
    for method in ("burrows", "eder", "cosine_delta", "minmax", "canberra"):
        table = imposters(freqs, authors(freqs), one, distance=method)
        pd.testing.assert_frame_equal(imposters(freqs * 8, authors(freqs), one * 8, distance=method), table)


def test_a_function_draws_as_a_name_does():
    freqs, one = segments(), segments().loc[["blog_02"]]
    by_function = imposters(freqs, authors(freqs), one, distance=lambda x, y: abs(x - y).sum(), iterations=30)
    by_name = imposters(freqs, authors(freqs), one, distance="manhattan", iterations=30)
    pd.testing.assert_frame_equal(by_function, by_name)


def test_the_seed_decides_and_nothing_is_changed_or_printed(capfd):
    freqs, before = segments(), segments().copy()
    tables = [imposters(freqs, authors(freqs), freqs.loc[["blog_02"]], seed=seed) for seed in (0, 0, 1)]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    assert not tables[0].equals(tables[2])
    pd.testing.assert_frame_equal(freqs, before)
    assert capfd.readouterr() == ("", "")


def test_candidates_are_tested_in_their_order():
    table = imposters(small(), BY, TEST, candidates=["c", "a"])
    assert table[["test", "candidate"]].to_numpy().tolist() == [["t", "c"], ["t", "a"]]
    assert imposters(small(), BY, TEST)["candidate"].tolist() == ["a", "b", "c"]
    # an author whose only unit is the test is no candidate for it
    assert imposters(small(), BY, small().loc[["c1"]])["candidate"].tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"variant": "gi"}, "variant='gi' is not known"),
        ({"distance": "delta"}, "distance='delta' is not known"),
        ({"iterations": 0}, "iterations=0: give a whole number"),
        ({"iterations": 2.0}, "iterations=2.0: give a whole number"),
        ({"iterations": True}, "iterations=True: give a whole number"),
        ({"features": 0}, "features=0: give the share"),
        ({"features": 1.01}, "features=1.01: give the share"),
        ({"features": float("nan")}, "features=nan: give the share"),
        ({"imposters": -0.5}, "imposters=-0.5: give the share"),
        ({"authors": ["a"] * 5}, "test 't': there is no imposter"),
        ({"authors": BY[:4]}, "authors: 4 for 5 units"),
        ({"authors": [*BY[:4], None]}, "authors: unit 'c1' has no author"),
        ({"authors": pd.Series(BY)}, "authors: it lacks unit 'a1'"),
        ({"authors": pd.Series([*BY, "a"], index=[*small().index, "a1"])}, "a unit stands twice in it"),
        ({"candidates": ["a", "z"]}, "test 't': candidate 'z' has no unit.*'a', 'b', 'c'"),
        ({"candidates": "c", "test": small().loc[["c1"]]}, "test 'c1': candidate 'c' has no unit"),
        ({"test": TEST[["v", "u", "w", "x"]]}, "test: its words are not those of the reference"),
        ({"candidates": []}, "candidates: the list is empty"),
        ({"reference": TEST, "authors": ["a"]}, "candidates: the list is empty"),
        ({"test": TEST[["u"]]}, "test: its words are not those of the reference"),
        ({"test": TEST.rename({"t": "a1"})}, "test: 'a1' names another unit"),
        ({"test": TEST.iloc[:0]}, "test: 0 units and 4 words"),
        ({"test": TEST.iloc[[0, 0]]}, "test: unit 't' stands twice"),
        ({"test": TEST * np.nan}, "test: unit 't' has a frequency that is missing"),
        ({"test": TEST * 0}, "test: unit 't' has no occurrence of the words"),
        ({"reference": small().assign(u="5")}, "reference: the table holds something else than numbers"),
        ({"test": -TEST}, "test: unit 't' has a negative frequency"),
        ({"reference": small().replace(5, np.inf)}, "reference: unit 'a1' has a frequency that is missing"),
        (
            {"reference": small().mul([1, 1, 0, 1, 1], axis=0)},
            "reference: unit 'b1' has no occurrence of the words",
        ),
        ({"reference": small().set_axis(list("abccd"))}, "reference: unit 'c' stands twice"),
        (
            {
                "reference": small().set_axis(list("uvwu"), axis=1),
                "test": TEST.set_axis(list("uvwu"), axis=1),
            },
            "reference: word 'u' stands twice",
        ),
    ],
)
def test_what_is_refused(options, message):
    given = {"reference": small(), "authors": BY, "test": TEST, **options}
    with pytest.raises(DhtoolsError, match=message):
        imposters(given.pop("reference"), given.pop("authors"), given.pop("test"), **given)
