"""Distances: R stylo's values, then what every distance must be, then bad input."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist, chebyshev
from stylometric import frequencies, stylo

from dhtools.errors import DhtoolsError
from dhtools.stylometry.distances import DISTANCES, distance_blocks, distances

STYLO = {
    "burrows": "delta",
    "quadratic": "argamon",
    "eder": "eder",
    "cosine_delta": "wurzburg",
    "simple": "simple",
    "cosine": "cosine",
    "canberra": "canberra",
    "minmax": "minmax",
    "euclidean": "euclidean",
    "manhattan": "manhattan",
    "entropy": "entropy",
}


def test_every_distance_has_its_reference():
    assert STYLO.keys() == DISTANCES.keys()


@pytest.mark.parametrize("method", STYLO)
def test_values_are_stylo_s(method):
    expected = stylo(f"distance_{STYLO[method]}_200mfw.csv")
    assert expected.shape == (25, 25) and expected.to_numpy().max() > 0
    measured = distances(frequencies(), distance=method)
    assert measured.index.tolist() == expected.index.tolist()
    assert np.abs(measured.to_numpy() - expected.to_numpy()).max() < 1e-9


@pytest.mark.parametrize("method", STYLO)
def test_symmetric_zero_to_itself_and_blind_to_the_order_of_units(method):
    freqs = frequencies(60)
    table = distances(freqs, distance=method)
    assert np.allclose(table, table.T) and (np.diagonal(table) == 0).all()
    turned = distances(freqs.iloc[::-1], distance=method)
    assert np.allclose(turned.loc[table.index, table.columns], table)


@pytest.mark.parametrize("method", STYLO)
def test_distances_to_others_are_a_part_of_the_whole(method):
    freqs = frequencies(60)
    whole = distances(freqs, distance=method)
    part = distances(freqs.iloc[:5], freqs.iloc[5:], distance=method)
    assert np.allclose(part, whole.iloc[:5, 5:])


def test_z_scored_distances_do_not_depend_on_the_unit_of_frequency():
    for method in ("burrows", "quadratic", "eder", "cosine_delta"):
        percent, per_mille = (distances(frequencies(60) * scale, distance=method) for scale in (1, 10))
        assert np.allclose(percent, per_mille)


def test_a_reference_moves_z_scored_distances_and_no_others():
    own, outside = frequencies(60).iloc[:6], frequencies(60).iloc[6:]
    for method, distance in DISTANCES.items():
        alone, referred = (distances(own, distance=method, reference=basis) for basis in (None, outside))
        assert np.allclose(alone, referred) != distance.standardised


def test_any_function_of_two_rows():
    freqs = frequencies(20)
    table = distances(freqs, distance=chebyshev)
    assert table.iloc[0, 1] == np.abs(freqs.iloc[0] - freqs.iloc[1]).max()


def test_constant_words_are_left_out():
    freqs = frequencies(20)
    for method in ("burrows", "quadratic", "cosine_delta"):
        assert np.allclose(
            distances(freqs.assign(same=1.0), distance=method), distances(freqs, distance=method)
        )


def test_a_unit_without_words_has_no_distance():
    freqs = frequencies(20)
    freqs.loc["empty"] = np.nan
    table = distances(freqs, distance="burrows")
    assert table["empty"].isna().all() and table.drop(index="empty", columns="empty").notna().all(axis=None)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: distances(f, distance="delta"), "distance='delta'"),
        (lambda f: distances(f.iloc[:1]), "two units"),
        (lambda f: distances(f.iloc[:, :0]), "0 words"),
        (lambda f: distances(f, f.iloc[:, ::-1]), "same order"),
        (lambda f: distances(-f), "negative"),
        (lambda f: distances(pd.concat([f.iloc[:1], f.iloc[:1]])), "identical texts"),
        (lambda f: distances(f, reference=f.iloc[:1]), "standard deviation"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call(frequencies(20))


def test_cosine_of_many_words_of_which_most_are_absent_is_the_same():
    counts = np.random.default_rng(0).poisson(0.05, (30, 400)).astype(float) + np.eye(30, 400)
    found = distances(pd.DataFrame(counts), distance="cosine").to_numpy()
    np.testing.assert_allclose(found, cdist(counts, counts, "cosine"), atol=1e-12)


@pytest.mark.parametrize("distance", [*DISTANCES, chebyshev])
def test_distances_by_stretches_of_rows_are_those_of_all_rows(distance):
    freqs, edges = frequencies(), [0, 3, 3, 10, 25]
    whole = distances(freqs, freqs, distance=distance).to_numpy()
    blocks = list(distance_blocks(freqs, edges, distance=distance))
    assert [len(block) for block in blocks] == [3, 0, 7, 15]
    for first, block in zip(edges, blocks, strict=False):
        np.testing.assert_allclose(block, whole[first : first + len(block), first:], rtol=1e-9, atol=1e-12)
