"""Count tables: n-grams, most frequent words, frequencies, z-scores."""

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from hypothesis import given
from hypothesis import strategies as st
from stylometric import counts, frequencies, stylo, tokens_of

from dhtools import fold_case
from dhtools.counts import count_characters, count_tokens, most_frequent, relative_frequencies, z_scores
from dhtools.counts.streamed import count_words
from dhtools.errors import DhtoolsError


def test_frequencies_are_stylo_s():
    table, total = counts()
    assert table.shape == (25, 300) and total.sum() == 7363
    expected = stylo("relative_frequencies_percent.csv")
    assert np.abs(relative_frequencies(table, totals=total) - expected).to_numpy().max() < 1e-12


def test_z_scores_are_stylo_s():
    # Burrows's Delta is the mean absolute difference of z-scores
    z = z_scores(frequencies()).to_numpy()
    delta = np.abs(z[:, None] - z).mean(axis=2)
    assert np.abs(delta - stylo("distance_delta_200mfw.csv").to_numpy()).max() < 1e-12


def test_counting_the_token_table_and_streaming_the_texts_agree():
    tokens = fold_case(seeds().tokens)
    assert len(tokens) == 9600
    pd.testing.assert_frame_equal(
        count_tokens(tokens),
        count_words(seeds().corpus),
        check_names=False,
        check_index_type=False,
        check_column_type=False,
    )


def test_ngrams_end_with_the_sentence_and_at_a_word_left_out():
    table = tokens_of(a="x y z x y", b="y")
    assert count_tokens(table, ngram=2).loc["a"].to_dict() == {"x y": 2, "y z": 1, "z x": 1}
    assert count_tokens(table, ngram=2).loc["b"].sum() == 0
    assert count_tokens(table[table["word"] != "z"], ngram=2).loc["a"].to_dict() == {"x y": 2}
    sentences = table.assign(passage=pd.Categorical(["a:1.1", "a:1.1", "a:1.2", "a:1.2", "a:1.2", "b:1.1"]))
    assert count_tokens(sentences, ngram=2).loc["a"].to_dict() == {"x y": 2, "z x": 1}
    assert count_tokens(table, ngram=9).shape == (2, 0)


def test_character_ngrams_span_words_and_add_up():
    table = count_characters(tokens_of(a="on no", b="no"), ngram=3)
    assert table.loc["a"].to_dict() == {"_no": 1, "n_n": 1, "on_": 1}
    assert table.loc["b"].sum() == 0
    whole = count_characters(tokens_of(a="on no"), ngram=2).to_numpy().sum()
    assert whole == len("on_no") - 1


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_frequencies_of_a_whole_table_add_up_to_a_hundred_or_are_missing(rows):
    freqs = relative_frequencies(pd.DataFrame(rows, columns=list("abc")))
    for row, total in zip(freqs.to_numpy(), map(sum, rows), strict=True):
        assert np.isnan(row).all() if total == 0 else abs(row.sum() - 100) < 1e-9


def test_small_integers_do_not_overflow_and_fractions_are_not_cut_off():
    table = pd.DataFrame({"a": [400], "b": [1]}, dtype="int16")
    assert relative_frequencies(table)["a"].iloc[0] == pytest.approx(40_000 / 401)
    assert most_frequent(pd.DataFrame({"a": [0.2], "b": [0.9]}), 1) == ["b"]


def test_most_frequent_words_and_culling():
    table = pd.DataFrame({"b": [1, 1, 1], "a": [1, 1, 1], "rare": [9, 0, 0]})
    assert most_frequent(table, 3) == ["rare", "a", "b"]
    assert most_frequent(table, 2, culling=1) == ["a", "b"]
    assert relative_frequencies(table, mfw=1).iloc[:, 0].round(1).tolist() == [81.8, 0, 0]
    assert relative_frequencies(table, vocabulary=["none", "a"])["none"].tolist() == [0, 0, 0]


def test_z_scores_have_mean_0_and_sd_1_on_their_basis_only():
    own = frequencies(50)
    z = z_scores(own)
    assert np.abs(z.mean()).max() < 1e-12 and np.abs(z.std(ddof=1) - 1).max() < 1e-12
    outside = z_scores(own.iloc[:2], reference=own.iloc[2:])
    assert outside.shape == (2, 50) and np.nanmax(np.abs(outside.to_numpy())) > 1


def test_a_constant_word_has_no_z_score_even_with_rounding():
    table = pd.DataFrame({"a": [0.1 + 0.2, 0.3], "b": [1.0, 2.0]})
    assert z_scores(table)["a"].isna().all() and z_scores(table)["b"].notna().all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: count_tokens(tokens_of(a="x"), unit="chapter"), "unit='chapter'"),
        (lambda: count_tokens(tokens_of(a="x"), ngram=0), "ngram=0"),
        (lambda: most_frequent(pd.DataFrame({"a": [1]}), 2), "has 1 words"),
        (lambda: most_frequent(pd.DataFrame({"a": [1, 0]}), 1, culling=1), "occur in 100% of the units"),
        (lambda: most_frequent(pd.DataFrame({"a": [1]}), 1, culling=20), "culling=20"),
        (lambda: relative_frequencies(pd.DataFrame({"a": [1]}), mfw=1, vocabulary=["a"]), "both given"),
        (lambda: relative_frequencies(pd.DataFrame({"a": [-1]}, index=["x"])), "'x'"),
        (lambda: relative_frequencies(pd.DataFrame({"a": [np.nan]}, index=["x"])), "'x'"),
        (lambda: relative_frequencies(pd.DataFrame({"a": [2]}), totals=pd.Series([1])), "totals"),
        (lambda: relative_frequencies(pd.DataFrame()), "0 units"),
        (lambda: relative_frequencies(pd.DataFrame({"a": ["x"]})), "numbers"),
        (lambda: z_scores(pd.DataFrame({"a": [1.0]})), "two or more"),
        (lambda: z_scores(pd.DataFrame({"a": [1.0]}), reference=pd.DataFrame({"b": [1.0, 2]})), "'a'"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call()
