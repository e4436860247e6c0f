"""Maps: scores of R's prcomp and cmdscale, signs that do not depend on the machine, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.stylometry.distances import distances
from dhtools.stylometry.maps import multidimensional_scaling, principal_components

STYLO = Path(__file__).parent / "reference" / "stylo"


def reference(name):
    return pd.read_csv(STYLO / name, index_col=0)


@pytest.fixture(scope="module")
def freqs():
    return reference("relative_frequencies_percent.csv").iloc[:, :200]


def same_but_for_signs(found, expected):
    signs = np.sign((found.to_numpy() * expected.to_numpy()).sum(axis=0))
    return found.to_numpy() == pytest.approx(expected.to_numpy() * signs, abs=1e-9, rel=0)


def test_fixture(freqs):
    assert freqs.shape == (25, 200) and freqs.index[-1] == "lecture_08"
    for name in ("pca_correlation_scores.csv", "pca_covariance_scores.csv"):
        assert reference(name).shape == (25, 5) and reference(name).index.equals(freqs.index)
    assert reference("mds_delta.csv").shape == (25, 2)


@pytest.mark.parametrize(("scaled", "name"), [(True, "correlation"), (False, "covariance")])
def test_scores_are_those_of_r(freqs, scaled, name):
    before = freqs.copy()
    result = principal_components(freqs, components=5, scaled=scaled)
    assert same_but_for_signs(result.scores, reference(f"pca_{name}_scores.csv"))
    assert result.scores.columns.tolist() == ["PC1", "PC2", "PC3", "PC4", "PC5"]
    pd.testing.assert_frame_equal(freqs, before)


def test_shares_are_those_of_r(freqs):
    result = principal_components(freqs, components=10)
    expected = reference("pca_correlation_explained.csv")["explained"]
    assert result.explained.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9, rel=0)
    assert (
        result.explained.index.tolist() == result.loadings.columns.tolist() == result.scores.columns.tolist()
    )


@pytest.mark.parametrize("scaled", [True, False])
def test_loadings_turn_deviations_into_scores(freqs, scaled):
    result = principal_components(freqs, components=24, scaled=scaled)
    deviations = freqs - freqs.mean()
    deviations = deviations / freqs.std() if scaled else deviations
    assert (deviations @ result.loadings).to_numpy() == pytest.approx(result.scores.to_numpy(), abs=1e-9)
    assert (result.loadings.T @ result.loadings).to_numpy() == pytest.approx(np.eye(24), abs=1e-9)
    assert result.explained.sum() == pytest.approx(1) and result.explained.is_monotonic_decreasing
    assert result.scores.var().to_numpy() / result.explained.to_numpy() == pytest.approx(
        deviations.var().sum()
    )


def test_the_strongest_loading_is_positive_whatever_the_order_of_units(freqs):
    result, turned = (principal_components(table, components=5) for table in (freqs, freqs.iloc[::-1]))
    strongest = result.loadings.abs().idxmax()
    assert (np.diag(result.loadings.loc[strongest]) > 0).all()
    assert turned.scores.loc[freqs.index].to_numpy() == pytest.approx(result.scores.to_numpy(), abs=1e-9)


def test_of_equal_loadings_the_first_is_positive():
    result = principal_components(pd.DataFrame({"a": [3.0, 1.0], "b": [1.0, 3.0]}), components=1)
    assert result.loadings["PC1"].to_numpy() == pytest.approx([np.sqrt(0.5), -np.sqrt(0.5)])
    assert result.scores["PC1"].to_numpy() == pytest.approx([1, -1])


def test_words_of_constant_frequency_are_left_out_when_scaled(freqs):
    constant = pd.concat([freqs, pd.Series(0.3, freqs.index, name="always")], axis=1)
    scaled, plain = (principal_components(constant, scaled=scaled) for scaled in (True, False))
    assert "always" not in scaled.loadings.index and len(scaled.loadings) == 200
    assert scaled.scores.to_numpy() == pytest.approx(principal_components(freqs).scores.to_numpy(), abs=1e-9)
    assert plain.loadings.loc["always"].to_numpy() == pytest.approx([0, 0], abs=1e-12)


def test_scaling_is_that_of_r():
    result = multidimensional_scaling(reference("distance_delta_200mfw.csv"))
    assert same_but_for_signs(result.scores, reference("mds_delta.csv"))
    assert result.scores.columns.tolist() == result.explained.index.tolist() == ["D1", "D2"]
    assert (np.diag(result.scores.loc[result.scores.abs().idxmax()]) > 0).all()


def test_scaling_of_euclidean_distances_is_that_of_components_of_the_covariance(freqs):
    result = multidimensional_scaling(distances(freqs, distance="euclidean"), dimensions=24)
    expected = principal_components(freqs, components=24, scaled=False)
    assert same_but_for_signs(result.scores, expected.scores)
    assert result.explained.to_numpy() == pytest.approx(expected.explained.to_numpy())
    again = distances(result.scores - result.scores.min().min(), distance="euclidean")
    assert again.to_numpy() == pytest.approx(distances(freqs, distance="euclidean").to_numpy(), abs=1e-9)


def test_shares_leave_negative_eigenvalues_out():
    # of these distances, which no Euclidean points have, -½ J D² J has the eigenvalues 8, 0 and -4/3
    units = list("abc")
    table = pd.DataFrame([[0, 4, 1], [4, 0, 1], [1, 1, 0]], index=units, columns=units, dtype=float)
    result = multidimensional_scaling(table, dimensions=1)
    assert result.explained.tolist() == [pytest.approx(1)] and result.explained.name
    assert result.scores["D1"].to_numpy() == pytest.approx([2, -2, 0], abs=1e-9)
    with pytest.raises(DhtoolsError, match="dimensions=2: the units differ in 1 directions"):
        multidimensional_scaling(table)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda table: table, {"components": 25}, "components=25: the units differ in 24 directions"),
        (lambda table: table, {"components": 0}, "components=0: give a whole number"),
        (lambda table: table, {"components": 2.0}, "components=2.0: give a whole number"),
        (lambda table: table, {"components": True}, "components=True"),
        (lambda table: table.iloc[:1], {}, "1 unit"),
        (lambda table: table.T.assign(note_01=np.nan).T, {}, "'note_01' has a frequency that is missing"),
        (lambda table: table * 0 + 0.1, {"scaled": True}, "differ in 0 directions"),
        (lambda table: table * 0 + 0.1, {"scaled": False}, "differ in 0 directions"),
        (lambda table: table.iloc[:, :0], {}, "differ in 0 directions"),
    ],
)
def test_frequencies_without_such_components_are_refused(freqs, change, options, message):
    with pytest.raises(DhtoolsError, match=message):
        principal_components(change(freqs), **options)


def test_what_is_no_table_of_distances_is_refused():
    table = reference("distance_delta_200mfw.csv")
    with pytest.raises(DhtoolsError, match="shape"):
        multidimensional_scaling(table.iloc[:, :3])
    with pytest.raises(DhtoolsError, match="dimensions=0"):
        multidimensional_scaling(table, dimensions=0)
    with pytest.raises(DhtoolsError, match="differ in 0 directions"):
        multidimensional_scaling(table * 0)
