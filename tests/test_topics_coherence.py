"""Coherence: NPMI by hand and from windows cut one by one."""

from itertools import combinations
from math import log

import numpy as np
import pandas as pd
import pytest
from topics_by_hand import long_text_model, tokens_of

from dhtools.topics import coherence, top_words


def small_corpus() -> pd.DataFrame:
    # windows of two words: ab, bx, xc; a; ba
    return tokens_of(s1="a b x c", s2="a", s3="b a")


def test_npmi_by_hand():
    assert len(small_corpus()) == 7
    table = coherence([["a", "b", "c"], ["x", "c"], ["a", "b"]], small_corpus(), window=2)
    a_and_b = log((2 / 5) / (3 / 5 * 3 / 5)) / -log(2 / 5)
    x_and_c = log((1 / 5) / (2 / 5 * 1 / 5)) / -log(1 / 5)
    np.testing.assert_allclose(table["npmi"], [(a_and_b - 2) / 3, x_and_c, a_and_b], rtol=1e-12)
    # c and a are neighbours across the end of a segment, which is no window
    assert table[["topic", "n_pairs", "n_pairs_apart", "n_words_absent"]].to_numpy().tolist() == [
        [1, 3, 2, 0], [2, 1, 0, 0], [3, 1, 0, 0],
    ]  # fmt: skip


def test_npmi_at_its_ends():
    tokens = tokens_of(s1="a b c d", s2="a b", s3="a e")
    table = coherence({"apart": ["a", "b"], "same": ["c", "d"], "never": ["d", "e"]}, tokens)
    assert table["npmi"].tolist() == [0, 1, -1]  # a stands everywhere: it attracts nothing
    everywhere = coherence([["a", "b"]], tokens_of(s1="a b", s2="b a c"))
    assert everywhere["npmi"].tolist() == [1]  # 0 / 0, 1 by convention
    with_unknown = coherence([["c", "d", "zebra"], ["c", "zebra"], ["c", "c"]], tokens)
    assert with_unknown["npmi"].tolist() == pytest.approx([1, NAN, NAN], nan_ok=True)
    assert with_unknown["note"].ne("").tolist() == [False, True, True]
    assert with_unknown["n_words_absent"].tolist() == [1, 1, 0] and with_unknown["n_pairs"].tolist() == [
        1,
        0,
        0,
    ]


def counted_one_by_one(words: list[str], segments: list[list[str]], window: int) -> float:
    """Return the mean NPMI, from windows that are really cut."""
    windows = [set(s[i : i + window]) for s in segments for i in range(max(len(s) - window + 1, 1))]
    share = lambda *given: sum(w.issuperset(given) for w in windows) / len(windows)  # noqa: E731
    values = [
        log(share(a, b) / (share(a) * share(b))) / -log(share(a, b)) if share(a, b) else -1.0
        for a, b in combinations(words, 2)
    ]
    return sum(values) / len(values)


@pytest.mark.parametrize("window", [2, 5, 7, 50])
def test_npmi_is_that_of_windows_cut_one_by_one(window):
    random = np.random.default_rng(window)
    segments = [list(random.choice(list("abcdefghij"), size)) for size in (3, 40, 7, 1, 12)]
    tokens = tokens_of(**{f"s{number}": " ".join(words) for number, words in enumerate(segments)})
    found = coherence([list("abcd"), list("ghi")], tokens, window=window)["npmi"]
    expected = [counted_one_by_one(list(words), segments, window) for words in ("abcd", "ghi")]
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    apart = tokens.iloc[np.random.default_rng(1).permutation(len(tokens))].sort_values("start")
    pd.testing.assert_series_equal(
        coherence([list("abcd"), list("ghi")], apart, window=window)["npmi"], found
    )


def test_coherence_of_a_model_is_that_of_its_top_words():
    tokens, _, model = long_text_model()
    found = coherence(model, tokens, n=5)
    lists = top_words(model, n=5).groupby("topic")["word"].agg(list).to_dict()
    pd.testing.assert_frame_equal(found, coherence(lists, tokens))
    assert found["n_pairs"].eq(10).all() and found["npmi"].between(-1, 1).all()
    shuffled = pd.Series(model.documents.vocabulary).sample(40, random_state=0).to_numpy().reshape(8, 5)
    assert coherence(shuffled.tolist(), tokens)["npmi"].max() < found["npmi"].min()


NAN = float("nan")
