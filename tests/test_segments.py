"""Segments: every word once, lengths as promised."""

import pandas as pd
import pytest
from annotated import seeds
from hypothesis import given
from hypothesis import strategies as st

from dhtools import segment
from dhtools.errors import DhtoolsError


def table(**lengths):
    text = [name for name, length in lengths.items() for _ in range(length)]
    return pd.DataFrame({"text": pd.Categorical(text, categories=list(lengths))})


def test_the_four_texts_are_cut_as_stylo_s_input_was():
    author = seeds().tokens[seeds().tokens["voice"] == "author"]
    assert len(author) == 7294
    lengths = segment(author, segment_words=300)["segment"].value_counts(sort=False)
    assert lengths.filter(like="blog").tolist() == [268, 267]
    assert len(lengths.filter(like="article")) == 13 and set(lengths.filter(like="article")) == {301, 302}


@given(st.integers(1, 200), st.integers(1, 60))
def test_even_segments_hold_every_word_once_and_differ_by_one_at_most(length, words):
    cut = segment(table(a=length), segment_words=words)
    sizes = cut["segment"].value_counts()
    assert sizes.sum() == length and sizes.max() - sizes.min() <= 1
    assert cut["segment"].is_monotonic_increasing


@given(st.integers(5, 200), st.integers(1, 5))
def test_the_rest_is_dropped_or_kept(length, words):
    dropped, kept = (
        segment(table(a=length), segment_words=words, remainder=rule) for rule in ("drop", "keep")
    )
    assert set(dropped["segment"].value_counts()) == {words}
    assert len(dropped) == length - length % words and len(kept) == length
    assert kept["segment"].value_counts().min() == (length % words or words)


def test_a_hundred_segments_and_more_stay_in_order():
    labels = segment(table(a=120), segment_words=1)["segment"]
    assert labels.is_monotonic_increasing and labels.iloc[[0, -1]].tolist() == ["a_001", "a_120"]
    assert labels.astype(str).is_monotonic_increasing


def test_the_table_given_is_unchanged():
    given_table = table(a=5)
    segment(given_table, segment_words=2)
    assert list(given_table.columns) == ["text"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: segment(table(a=5), segment_words=0), "words=0"),
        (lambda: segment(table(a=5), segment_words=True), "words=True"),
        (lambda: segment(table(a=5), remainder="cut"), "'even', 'drop', 'keep'"),
        (lambda: segment(table(a=0)), "no rows"),
        (lambda: segment(table(a=5), segment_words=6, remainder="drop"), "no text has 6 words"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call()
