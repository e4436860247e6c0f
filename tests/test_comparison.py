"""Comparison at a stated length: against hand-made distances, planted authors, and the baselines."""

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from stylometric import simulated, tokens_of

from dhtools import fold_case
from dhtools.errors import DhtoolsError
from dhtools.reference import block_table, reference_table
from dhtools.reference.block_tables import excerpts
from dhtools.stylometry import compare_texts, distances
from dhtools.stylometry.comparison import identify_segments
from dhtools.stylometry.voice_split import distance_shift, split_by_voice


def known(**options):
    return compare_texts(
        simulated(authors=10, texts=3, apart=0.2, **options), excerpt_words=500, distance="burrows", mfw=30
    )


def pair(table, one, two):
    return table[(table["text_a"] == one) & (table["text_b"] == two)].iloc[0]


def test_the_mean_over_excerpts_by_hand():
    table = block_table(tokens_of(a="x x x y", b="y y", c="y x"), block_words=2, vocabulary=["x", "y"])
    assert table.texts["n_blocks"].tolist() == [2, 1, 1]
    made = compare_texts(table, excerpt_words=2, distance="manhattan", mfw=2)
    row = pair(made, "a", "b")  # excerpts: xx, xy against yy: 200 and 100 per cent apart
    assert (row["mean_distance"], row["min"], row["max"]) == (150, 100, 200)
    assert pair(made, "a", "a")["mean_distance"] == 100
    assert np.isnan(row["excess"]) and "one excerpt only" in row["note"]


def test_excess_is_the_distance_percentile_that_of_each_text_to_itself():
    made = known()
    row = pair(made, "0-0", "1-0")
    own = [pair(made, text, text)["mean_distance"] for text in ("0-0", "1-0")]
    assert row["excess"] == pytest.approx(row["mean_distance"] - np.mean(own))
    assert made.loc[made["kind"] == "same text", "excess"].isna().all()


def test_one_author_has_no_excess_and_two_have():
    found = known().groupby("kind")["excess"].describe()
    same, different = (found.loc[kind] for kind in ("same author", "different authors"))
    assert same["count"] == 30 and different["count"] == 405
    assert abs(same["mean"]) < 3 * same["std"] / np.sqrt(10) and different["mean"] > 4 * same["std"]


def test_distance_does_not_depend_on_length_of_the_text_once_excerpts_are_equal():
    random = np.random.default_rng(0)
    words = [f"w{n}" for n in random.integers(0, 40, 24_000)]
    table = block_table(
        tokens_of(
            long=" ".join(words[:18_000]),
            short=" ".join(words[18_000:20_000]),
            other=" ".join(words[20_000:]),
        )
    )
    made = compare_texts(table, excerpt_words=500, distance="burrows", mfw=40)
    assert pair(made, "long", "short")["mean_distance"] == pytest.approx(
        pair(made, "long", "other")["mean_distance"], rel=0.08
    )
    whole = distances(table.counts.groupby(level="text", sort=False).mean() * 1.0, distance="manhattan")
    assert whole.loc["long", "short"] > 1.3 * whole.loc["long", "other"]  # as whole texts: the short is far


def test_a_percentile_bootstrap_would_be_biased():
    """Why there is none: texts drawn anew from their own words are nearly always further apart."""
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    table = block_table(author, vocabulary=200, block_words=20)
    random, sums = np.random.default_rng(0), {}
    for text in ("article", "lecture"):
        sums[text] = table.counts.loc[text].to_numpy()
    observed = np.abs(sums["article"].mean(axis=0) - sums["lecture"].mean(axis=0)).sum()
    resampled = []
    for _ in range(200):
        one, two = (rows[random.integers(0, len(rows), len(rows))].mean(axis=0) for rows in sums.values())
        resampled.append(np.abs(one - two).sum())
    assert np.mean(np.array(resampled) > observed) > 0.95


def test_authors_nobody_knows_are_neither_same_nor_different():
    papers = reference_table("federalist").choose(["federalist-10", "federalist-49", "federalist-50"])
    kinds = compare_texts(papers, excerpt_words=500, mfw=50)["kind"]
    assert (kinds == "author unknown").sum() == 3 and (kinds == "same text").sum() == 3


def test_excerpts_are_assigned_to_their_text_also_where_one_hand_wrote_both():
    told = identify_segments(reference_table("federalist")).groupby("kind")["accuracy"].median()
    assert told["same author"] > 0.8 and told["different authors"] >= told["same author"]
    alike = identify_segments(simulated(authors=1, texts=6, apart=0.2), excerpt_words=500, mfw=30)
    assert abs(alike["accuracy"].mean() - 0.5) < 0.1 and (alike["kind"] == "same author").all()


def test_each_excerpt_counts_with_the_nearest_other_excerpt_of_both_texts():
    table, options = simulated(authors=2, texts=2, apart=0.3), {"excerpt_words": 500, "mfw": 30}
    freqs, owner = excerpts(table, excerpt_words=500, vocabulary=table.vocabulary[:30])
    apart = distances(freqs).to_numpy(copy=True)
    np.fill_diagonal(apart, np.inf)
    for row in identify_segments(table, **options).itertuples():
        both = np.flatnonzero(owner.isin([row.text_a, row.text_b]))
        nearest = owner.to_numpy()[both[apart[np.ix_(both, both)].argmin(axis=1)]]
        right = pd.Series(nearest == owner.to_numpy()[both]).groupby(owner.to_numpy()[both]).mean()
        assert row.accuracy == pytest.approx(right.mean()) and row.n_excerpts == len(both)


def test_voices_are_texts_of_their_own():
    by_voice = split_by_voice(seeds(), min_words=250)
    assert by_voice["speakers"]["text"].value_counts().to_dict() == {"lecture: Leon Trotsky": 297}
    assert len(by_voice["author"]) == 7294 and len(by_voice["all"]) == 8688
    assert split_by_voice(seeds())["speakers"].empty
    tables = {
        name: compare_texts(
            block_table(by_voice[name], vocabulary=200), excerpt_words=500, mfw=100, distance="burrows"
        )
        for name in ("author", "all")
    }
    shift = distance_shift(tables["author"], tables["all"])
    row = pair(shift, "article", "lecture")
    change = row["mean_distance_all"] - row["mean_distance_author"]
    assert row["change"] == pytest.approx(change) and row["change"] != 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: compare_texts(t, excerpt_words=50, mfw=9), "100 or more"),
        (lambda t: compare_texts(t, excerpt_words=2100, mfw=9), "0 excerpts"),
        (lambda t: compare_texts(t, excerpt_words=500, mfw=500), "500 are asked for"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call(simulated(authors=3, texts=1, apart=0.2))
