"""Sparse counts: equal to a slow count of the words, part by part and as a whole."""

import tracemalloc
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.special import stdtrit
from stylometric import tokens_of

from dhtools.counts import count_characters, count_tokens, most_frequent, relative_frequencies
from dhtools.counts.sparse import Counts, as_counts, counts_of, sparse_counts
from dhtools.errors import DhtoolsError
from dhtools.keyness import dispersion, keyness, keyness_by_group
from dhtools.stats.intervals import rate_interval

UNITS = ["a", "b", "never"]
#: Rows of a token table: unit, passage, word, and whether the row was left out.
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 2), st.sampled_from(["x", "é", "Z", "yy"]), st.booleans())
)


def table_of(rows):
    unit, passage, word, left_out = zip(*rows, strict=True) if rows else ((), (), (), ())
    whole = pd.DataFrame({
        "text": pd.Categorical(unit, UNITS),
        "passage": pd.Categorical([f"{one}:{number}" for one, number in zip(unit, passage, strict=True)]),
        "word": pd.Categorical(word, ["é", "x", "yy", "Z", "unused"]),  # in no order
    })  # fmt: skip
    return whole[~np.array(left_out, dtype=bool)]


def slow_count(table, ngram):
    """Count n-grams row by row, as their definition says."""
    found = {unit: Counter() for unit in UNITS}
    rows = list(zip(table.index, table["text"], table["passage"], table["word"], strict=True))
    for first in range(len(rows) - ngram + 1):
        run = rows[first : first + ngram]
        in_a_row = run[-1][0] - run[0][0] == ngram - 1
        if in_a_row and run[0][1] == run[-1][1] and run[0][2] == run[-1][2]:
            found[run[0][1]][" ".join(row[3] for row in run)] += 1
    return found


def as_counters(counts):
    """The counts of a table by unit, those that are not 0."""
    return {
        unit: Counter({name: n for name, n in row.items() if n})
        for unit, row in counts.frame().to_dict("index").items()
    }


@given(ROWS, st.integers(1, 3))
def test_words_and_ngrams_are_those_of_a_slow_count(rows, ngram):
    table = table_of(rows)
    counts = sparse_counts(table, ngram=ngram)
    assert as_counters(counts) == slow_count(table, ngram)
    assert counts.features.tolist() == sorted(counts.features) and "unused" not in counts.features
    assert counts.units.tolist() == UNITS and counts.matrix.dtype == np.int32
    pd.testing.assert_frame_equal(count_tokens(table, ngram=ngram), counts.frame())


@given(ROWS, st.integers(0, 20))
def test_parts_merged_are_the_whole(rows, where):
    table = table_of(rows)
    whole = sparse_counts(table)
    parts = [sparse_counts(part) for part in (table.iloc[:where], table.iloc[where:])]
    pd.testing.assert_frame_equal(Counts.merged(iter(parts)).frame(), whole.frame())
    assert (sum(part.totals for part in parts) == whole.totals).all()


def test_units_of_several_parts_stand_in_the_order_in_which_they_come():
    later, first = (as_counts(pd.DataFrame({"w": [2], name: [1]}, index=[name])) for name in "ba")
    merged = Counts.merged([later, first, later])
    assert merged.frame().to_dict("index") == {"b": {"a": 0, "b": 2, "w": 4}, "a": {"a": 1, "b": 0, "w": 2}}
    assert list(merged.units) == ["b", "a"]


def test_counts_too_large_for_32_bits_are_added_up():
    half = as_counts(pd.DataFrame({"the": [1 << 30]}, index=["a"]))
    assert Counts.merged([half, half]).totals["a"] == 1 << 31


def test_a_word_with_a_blank_is_no_other_ngram():
    assert sparse_counts(tokens_of(a="x y x y"), ngram=2).features.tolist() == ["x y", "y x"]
    table = tokens_of(a="x y z")
    table["word"] = pd.Categorical(["x y", "z", "x"])
    both = pd.concat([table, tokens_of(a="x y")]).reset_index(drop=True).astype({"word": "category"})
    assert sparse_counts(both, ngram=2).features.is_unique


def test_what_is_selected_stands_in_the_order_asked_for():
    counts = sparse_counts(tokens_of(a="x y x", b="y z"))
    chosen = counts.select(units=["b", "a"], features=["z", "absent", "y"])
    assert chosen.frame().to_dict("list") == {"z": [1, 0], "absent": [0, 0], "y": [1, 1]}
    assert list(chosen.units) == ["b", "a"] and chosen.features.name == counts.features.name
    assert counts.select(features=[]).frame().shape == (2, 0)


@given(st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.sampled_from("vwxyz"), st.integers(1, 9))))
def test_counters_that_come_one_after_the_other_are_one_table(counted):
    counts = counts_of(iter(counted.items()), unit="text", feature="word")
    assert as_counters(counts) == {name: Counter(found) for name, found in counted.items()}
    assert counts.features.tolist() == sorted({word for found in counted.values() for word in found})


def test_a_table_of_numbers_becomes_sparse_and_keeps_its_labels():
    table = pd.DataFrame({"b": [0, 2], "a": [1, 0]}, index=pd.Index(["u", "v"], name="part"))
    pd.testing.assert_frame_equal(as_counts(table).frame(), table)
    assert as_counts(as_counts(table)).matrix.nnz == 2
    assert as_counts(pd.DataFrame()).matrix.shape == (0, 0)


def test_character_ngrams_are_those_of_a_slow_count():
    table = tokens_of(a="on no one", b="no")
    expected = Counter("on_no_one"[start : start + 3] for start in range(7))
    assert Counter(count_characters(table, ngram=3).loc["a"].to_dict()) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Counts.merged([]), "no table to merge"),
        (lambda: as_counts(pd.DataFrame({"a": ["x"]})), "something else than numbers"),
        (lambda: sparse_counts(tokens_of(a="x")).select(units=["a", "z"]), "no 'z'"),
        (lambda: sparse_counts(tokens_of(a="x"), unit="chapter"), "unit='chapter'"),
        (lambda: sparse_counts(tokens_of(a="x"), ngram=0), "ngram=0"),
    ],
)
def test_what_cannot_be_counted_is_refused(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call()


def clustered(units=14, words=40, seed=0):
    """A count table with many zeros, one word that all units have, one that none has."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame(random.poisson(random.gamma(0.3, 2, (units, words))))
    table = table.set_axis([f"w{number:02d}" for number in range(words)], axis=1)
    return table.assign(everywhere=3, nowhere=0).rename_axis("unit")


@pytest.mark.parametrize(
    "measure",
    [
        lambda table: pd.DataFrame({"word": most_frequent(table, 5)}),
        lambda table: pd.DataFrame({"word": most_frequent(table, 5, culling=0.2)}),
        lambda table: relative_frequencies(table),
        lambda table: relative_frequencies(table, mfw=7),
        lambda table: relative_frequencies(table, vocabulary=["w03", "absent", "w01"]),
        lambda table: dispersion(table),
        lambda table: keyness(part(table, 0, 8), part(table, 8, 14), permutations=99).table,
        lambda table: keyness_by_group(table, list("aaaaabbbbbcccc"), permutations=99).overall,
        lambda table: keyness_by_group(table, list("aaaaabbbbbcccc"), permutations=99).table,
    ],
)
def test_what_takes_a_table_takes_it_sparse_with_equal_results(measure):
    table = clustered()
    pd.testing.assert_frame_equal(measure(as_counts(table)), measure(table), check_names=False)


def part(table, first, last):
    return table.take(np.arange(first, last)) if isinstance(table, Counts) else table.iloc[first:last]


def test_sums_over_what_occurs_are_those_over_the_whole_table():
    table = clustered().assign(once=[1] + 13 * [0])
    counts, totals = table.to_numpy(), table.sum(axis=1).to_numpy() + np.arange(14)
    shares, n = (totals / totals.sum())[:, None], counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        rates = counts / totals[:, None]
        juilland = 1 - rates.std(axis=0) / rates.mean(axis=0) / np.sqrt(13)
        uneven = np.abs(counts / n - shares).sum(axis=0) / 2
    found = dispersion(as_counts(table), totals=pd.Series(totals))
    np.testing.assert_allclose(found["juilland_d"], juilland, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found["dp"], uneven, rtol=1e-12, atol=1e-12)
    assert (found["range"] == (counts > 0).sum(axis=0)).all()

    pearson = ((counts - shares * n) ** 2 / (shares * (n + 0.5))).sum(axis=0)
    factor = np.exp(stdtrit(13, 0.975) * np.sqrt(pearson / 13 / (n + 0.5)))
    low, high, note = rate_interval(as_counts(table).matrix, totals)
    assert (note == "").sum() > 30
    np.testing.assert_allclose(low[note == ""], ((n + 0.5) / totals.sum() / factor)[note == ""], rtol=1e-12)
    np.testing.assert_allclose(high[note == ""], ((n + 0.5) / totals.sum() * factor)[note == ""], rtol=1e-12)


def test_words_of_one_side_only_are_found_in_sparse_counts_too():
    ours, theirs = pd.DataFrame({"b": [5, 1], "we": [9, 8]}), pd.DataFrame({"a": [7], "b": [2]})
    found = keyness(as_counts(ours), as_counts(theirs), min_count=1).table
    pd.testing.assert_frame_equal(found, keyness(ours, theirs, min_count=1).table)
    assert set(found["word"]) == {"a", "b", "we"}


def test_no_table_of_zeros_is_made():
    """Keyness of 2,000 units over 200,000 words, which would be 3 GB with their zeros."""
    units, words = 2000, 200_000
    random = np.random.default_rng(1)
    rows, columns = random.integers(0, units, 60_000), random.integers(0, words, 60_000) // 7 * 7
    matrix = sparse.csr_array((np.ones(60_000, dtype=np.int32), (rows, columns)), shape=(units, words))
    matrix.sum_duplicates()
    features = pd.Index([f"w{number:06d}" for number in range(words)], dtype=object)
    table = Counts(matrix, pd.RangeIndex(units), features)
    tracemalloc.start()
    found = keyness(part(table, 0, 900), part(table, 900, units), permutations=99)
    spread, chosen = dispersion(table), relative_frequencies(table, mfw=3)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.table) > 100 and len(spread) == words and chosen.shape == (units, 3)
    assert most < 200e6
