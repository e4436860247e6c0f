"""Trees: merges, heights and order of R's hclust, Newick for others, and what many trees agree on."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.stylometry.consensus import consensus
from dhtools.stylometry.distances import DISTANCES, distances
from dhtools.stylometry.trees import LINKAGES, cluster

STYLO = Path(__file__).parent / "reference" / "stylo"


def reference(name):
    return pd.read_csv(STYLO / name, index_col=0)


@pytest.fixture(scope="module")
def freqs():
    return reference("relative_frequencies_percent.csv")


def square(values, labels="abcdefgh"):
    units = list(labels[: len(values)])
    return pd.DataFrame(values, index=units, columns=units, dtype=float)


FOUR = square([[0, 1, 6, 8], [1, 0, 4, 7], [6, 4, 0, 2], [8, 7, 2, 0]])


def test_fixture(freqs):
    assert freqs.shape == (25, 300) and freqs.index[0] == "blog_01" and freqs.columns[0] == "the"
    for name in ("delta", "wurzburg"):
        table = reference(f"distance_{name}_200mfw.csv")
        assert table.shape == (25, 25) and table.index.equals(freqs.index)
        assert len(pd.read_csv(STYLO / f"hclust_ward.D_{name}.csv")) == 24


@pytest.mark.parametrize("name", ["delta", "wurzburg"])
@pytest.mark.parametrize("method", LINKAGES)
def test_merges_and_heights_are_those_of_r(method, name):
    table = reference(f"distance_{name}_200mfw.csv")
    before = table.copy()
    expected = pd.read_csv(STYLO / f"hclust_{method}_{name}.csv")
    tree = cluster(table, linkage=method)
    assert tree.table[["first", "second"]].to_numpy().tolist() == expected[["X1", "X2"]].to_numpy().tolist()
    assert tree.table["height"].to_numpy() == pytest.approx(expected["height"].to_numpy(), abs=1e-9, rel=0)
    assert tree.table.index.tolist() == list(range(1, 25)) and tree.linkage == method
    pd.testing.assert_frame_equal(table, before)


def test_the_order_of_leaves_is_that_of_r():
    tree = cluster(reference("distance_delta_200mfw.csv"), linkage="ward.D")
    assert list(tree.order) == (STYLO / "hclust_order_ward.D_delta.txt").read_text("utf-8").split()


def test_a_tree_by_hand():
    tree = cluster(FOUR, linkage="average")
    assert tree.table.to_numpy().tolist() == [[-1, -2, 1, 2], [-3, -4, 2, 2], [1, 2, 6.25, 4]]
    assert tree.clades() == (frozenset("ab"), frozenset("cd"), frozenset("abcd"))
    assert tree.newick() == "((a:0.5,b:0.5):2.625,(c:1,d:1):2.125);"
    assert cluster(FOUR, linkage="complete").table["height"].tolist() == [1, 2, 8]
    # Lance and Williams for Ward on squares 64, 49, 36, 16 of two pairs: sqrt((165 - 1 - 4) / 2)
    assert cluster(FOUR).table["height"].iloc[-1] == pytest.approx(
        np.sqrt((64 + 49 + 36 + 16) / 2 - 1 / 2 - 2)
    )
    assert cluster(FOUR, linkage="ward.D").table["height"].iloc[-1] == pytest.approx(25 / 2 - 1 / 2 - 2 / 2)


@pytest.mark.parametrize("method", LINKAGES)
def test_heights_rise_grow_with_the_distances_and_do_not_depend_on_the_order_of_units(method):
    table = reference("distance_delta_200mfw.csv")
    tree, tenfold = cluster(table, linkage=method), cluster(table * 10, linkage=method)
    turned = cluster(table.iloc[::-1, ::-1], linkage=method)
    assert tree.table["height"].is_monotonic_increasing and sorted(tree.order) == sorted(table.index)
    assert tenfold.table["height"].to_numpy() == pytest.approx(10 * tree.table["height"].to_numpy())
    assert tenfold.order == tree.order and set(turned.clades()) == set(tree.clades())
    assert [len(clade) for clade in tree.clades()] == tree.table["n_units"].tolist()


def test_every_clade_stands_together_in_the_order():
    tree = cluster(reference("distance_wurzburg_200mfw.csv"))
    for clade in tree.clades():
        places = [tree.order.index(unit) for unit in clade]
        assert max(places) - min(places) == len(clade) - 1


def ways(newick):
    """How far it is from each unit to each along the branches, read from a Newick string of quoted labels."""
    found, waiting = {}, []
    for part in re.findall(r"'[^']+'|[(]|[)]|:[0-9.e+-]+", newick):
        if part.startswith(":"):
            waiting[-1] = {unit: way + float(part[1:]) for unit, way in waiting[-1].items()}
        elif part == ")":
            second, first, _ = waiting.pop(), waiting.pop(), waiting.pop()
            found |= {frozenset((a, b)): first[a] + second[b] for a in first for b in second}
            waiting.append({**first, **second})
        else:
            waiting.append({} if part == "(" else {part.strip("'"): 0.0})
    return found


def test_the_way_along_the_branches_is_the_height_of_the_merge():
    tree = cluster(reference("distance_delta_200mfw.csv"))
    found = ways(tree.newick())
    heights = dict(zip(tree.clades()[::-1], tree.table["height"][::-1], strict=True))
    assert len(found) == 25 * 24 / 2
    for pair, way in found.items():
        lowest = [height for clade, height in heights.items() if pair <= clade][-1]
        assert way == pytest.approx(lowest, abs=1e-8)


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("article-1.2", "article-1.2"),
        ("article_01", "'article_01'"),
        ("it's (a):b,c;[d]", "'it''s (a):b,c;[d]'"),
        ("two words", "'two words'"),
        ("", "''"),
        ("café", "'café'"),
        (7, "7"),
    ],
)
def test_labels_are_quoted_where_newick_asks_for_it(label, written):
    units = [label, "z"]
    table = pd.DataFrame([[0, 2], [2, 0]], index=units, columns=units)
    assert cluster(table).newick() == f"({written}:1,z:1);"
    assert cluster(table).labels == (str(label), "z")


def test_a_chain_of_many_units_is_written():
    place = 1.5 ** np.arange(400.0)
    units = [f"u{number}" for number in range(400)]
    table = pd.DataFrame(np.abs(place[:, None] - place), index=units, columns=units)
    assert cluster(table, linkage="complete").newick().count(",") == 399


def test_equal_units_are_united_at_height_0():
    tree = cluster(square([[0, 0, 1], [0, 0, 1], [1, 1, 0]]))
    assert tree.table["height"].iloc[0] == 0 and tree.clades()[0] == frozenset("ab")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (FOUR.iloc[:, :3], r"shape \(4, 3\)"),
        (FOUR.to_numpy(), "square DataFrame"),
        (FOUR.iloc[:1, :1], "1 unit"),
        (FOUR.rename(columns={"a": "x"}), "same labels"),
        (FOUR.iloc[:, ::-1], "same labels"),
        (square(FOUR.to_numpy(), "aacd"), "same labels"),
        (square(FOUR.to_numpy(), [None, "b", "c", "d"]), "same labels"),
        (FOUR.replace(6, np.nan), "'a' to 'c' is missing"),
        (FOUR.replace(6, np.inf), "'a' to 'c' is missing"),
        (-FOUR, "'a' to 'b' is negative"),
        (FOUR + np.diag([0, 1, 0, 0]), "'b' to 'b' is not 0"),
        (FOUR + np.triu(FOUR) * 1e-6, "'a' to 'b' is not the same in both directions"),
    ],
)
def test_what_is_no_table_of_distances_is_refused(table, message):
    with pytest.raises(DhtoolsError, match=message):
        cluster(table)


def test_an_unknown_method_is_refused():
    with pytest.raises(DhtoolsError, match="linkage='ward' is not known"):
        cluster(FOUR, linkage="ward")


def test_a_consensus_by_hand():
    # the first word parts a, b from c, d; the first two, three and four words part a, c from b, d
    freqs = pd.DataFrame(
        {"the": [1.0, 2, 11, 12], "of": [100.0, 200, 105, 206], "in": [0.0] * 4, "a": [0.0] * 4},
        index=list("abcd"),
    )
    result = consensus(freqs, mfw=(1, 2, 3, 4), distance="manhattan", linkage="average")
    assert result.table.drop(columns="in_consensus").to_numpy().tolist() == [
        [("a", "c"), 2, 3, 0.75], [("b", "d"), 2, 3, 0.75],
        [("a", "b"), 2, 1, 0.25], [("c", "d"), 2, 1, 0.25],
    ]  # fmt: skip
    assert result.table["in_consensus"].tolist() == [True, True, False, False] and result.n_trees == 4
    assert result.newick() == "((a,c)0.75,(b,d)0.75);" and result.order == ("a", "c", "b", "d")
    for clade, share in zip(result.table["clade"], result.table["support"], strict=True):
        assert result.support(reversed(clade)) == share
    assert result.support(["a", "d"]) == 0
    strict = consensus(freqs, mfw=(1, 2, 3, 4), distance="manhattan", linkage="average", threshold=1)
    assert not strict.table["in_consensus"].any() and strict.newick() == "(a,b,c,d);"


def test_half_of_the_trees_is_not_the_majority():
    freqs = pd.DataFrame({"the": [1.0, 2, 11, 12], "of": [100.0, 200, 105, 206]}, index=list("abcd"))
    result = consensus(freqs, mfw=(1, 2), distance="manhattan")
    assert result.table["support"].tolist() == [0.5] * 4 and not result.table["in_consensus"].any()
    assert result.newick() == "(a,b,c,d);"


def brute_force(freqs, mfw, resamples, seed, **options):
    """Every tree made by the public functions, one at a time."""
    random, found = np.random.default_rng(seed), Counter()
    for number in mfw:
        drawn = [np.arange(number), *np.sort(random.integers(number, size=(resamples, number)), axis=1)]
        for columns in drawn:
            part = freqs.iloc[:, columns].set_axis(range(number), axis=1)
            found.update(
                cluster(distances(part, distance=options["distance"]), linkage=options["linkage"]).clades()[
                    :-1
                ]
            )
    return found


@pytest.mark.parametrize("distance", DISTANCES)
def test_clades_are_those_of_trees_made_one_at_a_time(freqs, distance):
    options = {"distance": distance, "linkage": "ward.D"}
    result = consensus(freqs, mfw=(20, 60), resamples=2, seed=5, **options)
    expected = brute_force(freqs, (20, 60), 2, 5, **options)
    found = {
        frozenset(clade): count
        for clade, count in zip(result.table["clade"], result.table["n_trees"], strict=True)
    }
    assert found == expected and result.n_trees == 6
    assert (result.table["support"] == result.table["n_trees"] / 6).all()
    assert (result.table["n_units"] == result.table["clade"].map(len)).all()


def test_one_setting_gives_its_tree(freqs):
    single = consensus(freqs, mfw=[200], linkage="ward.D2")
    tree = cluster(distances(freqs.iloc[:, :200]))
    assert set(map(frozenset, single.table["clade"])) == set(tree.clades()[:-1])
    assert single.table["in_consensus"].all() and single.newick().count("(") == 24


def test_units_of_the_consensus_stand_together_and_clades_do_not_cross(freqs):
    result = consensus(freqs, mfw=range(50, 301, 50), resamples=5, distance="burrows")
    kept = [set(clade) for clade in result.table.loc[result.table["in_consensus"], "clade"]]
    assert kept and sorted(result.order) == sorted(freqs.index)
    assert all(one <= other or other <= one or not one & other for one in kept for other in kept)
    for clade in kept:
        places = [result.order.index(unit) for unit in clade]
        assert max(places) - min(places) == len(clade) - 1


def test_draws_have_a_seed_and_nothing_is_changed(freqs):
    before = freqs.copy()
    one, same, other = (consensus(freqs, mfw=[100], resamples=20, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.table, same.table)
    assert not one.table.equals(other.table)
    pd.testing.assert_frame_equal(freqs, before)


def test_a_reference_is_what_frequencies_are_standardised_on(freqs):
    outside = freqs.iloc[:12]
    result = consensus(freqs, mfw=[100], distance="burrows", reference=outside)
    tree = cluster(distances(freqs.iloc[:, :100], distance="burrows", reference=outside))
    assert set(map(frozenset, result.table["clade"])) == set(tree.clades()[:-1])


def test_a_function_may_be_the_distance(freqs):
    own = consensus(freqs, mfw=[30], resamples=2, distance=lambda x, y: float(np.abs(x - y).sum()))
    pd.testing.assert_frame_equal(
        own.table, consensus(freqs, mfw=[30], resamples=2, distance="manhattan").table
    )


def test_words_of_constant_frequency_are_passed_over(freqs):
    constant = pd.concat([pd.Series(1.0, freqs.index, name="always"), freqs], axis=1)
    pd.testing.assert_frame_equal(consensus(constant, mfw=[101]).table, consensus(freqs, mfw=[100]).table)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mfw": [100, 301]}, "301 words are asked for, and the table has 300"),
        ({}, "1000 words are asked for"),
        ({"mfw": []}, "whole numbers of words"),
        ({"mfw": [0]}, "whole numbers of words"),
        ({"mfw": [1.5]}, "whole numbers of words"),
        ({"mfw": [True]}, "whole numbers of words"),
        ({"mfw": [100, 100]}, "each once"),
        ({"mfw": 100}, "whole numbers of words"),
        ({"mfw": "100"}, "whole numbers of words"),
        ({"mfw": [9], "distance": "delta"}, "distance='delta' is not known"),
        ({"mfw": [9], "linkage": "single"}, "linkage='single' is not known"),
        ({"mfw": [9], "threshold": 0.49}, "threshold=0.49"),
        ({"mfw": [9], "threshold": 1.01}, "threshold=1.01"),
        ({"mfw": [9], "threshold": float("nan")}, "threshold=nan"),
        ({"mfw": [9], "resamples": -1}, "resamples=-1"),
        ({"mfw": [9], "resamples": 1.0}, "resamples=1.0"),
    ],
)
def test_settings_out_of_range_are_refused(freqs, options, message):
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        consensus(freqs, **options)


def test_units_that_cannot_be_compared_are_refused(freqs):
    with pytest.raises(DhtoolsError, match="2 units"):
        consensus(freqs.iloc[:2], mfw=[9])
    with pytest.raises(DhtoolsError, match="2 of them different"):
        consensus(freqs.iloc[[0, 0, 1]], mfw=[9])
    with pytest.raises(DhtoolsError, match="is missing"):
        consensus(freqs.T.assign(note_01=np.nan).T, mfw=[9])
    with pytest.raises(
        DhtoolsError, match="by the first 1 words, or a draw of them, a distance is undefined"
    ):
        consensus(freqs.assign(the=1.0), mfw=[1, 9])
    with pytest.raises(DhtoolsError, match="a unit has no such word"):
        consensus(freqs.assign(the=[0.0] + [1.0] * 24), mfw=[1, 9], distance="cosine")
