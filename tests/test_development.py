"""One text by itself: its parts, the growth of its vocabulary, and the picture of it."""

import numpy as np
import pandas as pd
import pytest

from dhtools.errors import DhtoolsError
from dhtools.plots.growth import growth_curves
from dhtools.stylometry.development import text_parts, vocabulary_growth


def words(text):
    return pd.DataFrame({"text": pd.Categorical(["novel"] * len(text)), "word": pd.Categorical(list(text))})


@pytest.mark.parametrize(("n", "parts"), [(100, 8), (39, 3), (20, 2), (19, 1), (3, 1)])
def test_parts_are_even_in_order_and_not_too_short(n, parts):
    cut = text_parts(words("x" * n), min_words=10)["text"]
    sizes = cut.value_counts(sort=False)
    assert len(sizes) == parts and sizes.max() - sizes.min() <= 1 and cut.cat.codes.is_monotonic_increasing
    assert list(sizes.index) == ([f"part {k}" for k in range(1, parts + 1)] if parts > 1 else ["novel"])


def test_what_is_expected_is_the_mean_over_all_orders():
    growth = vocabulary_growth(words("aaabbcd"))
    random = np.random.default_rng(1)
    drawn = [
        [len(set(order[:n])) for n in range(1, 8)]
        for order in (random.permutation(list("aaabbcd")) for _ in range(4000))
    ]
    assert growth["expected"].to_numpy() == pytest.approx(np.mean(drawn, axis=0), abs=0.05)
    assert growth["n_types"].tolist() == [1, 1, 1, 2, 2, 3, 4]


def test_a_long_text_has_a_hundred_places_and_ends_where_chance_does():
    text = "".join(np.random.default_rng(2).choice(list("abcdefghijkl"), 5000))
    growth = vocabulary_growth(words(text))
    assert len(growth) == 100 and growth["n_words"].iloc[-1] == 5000
    assert growth["n_types"].iloc[-1] == growth["expected"].iloc[-1] == 12
    assert growth["new_per_1000"].sum() * 50 / 1000 == pytest.approx(12)


def test_no_words_are_refused():
    with pytest.raises(DhtoolsError, match="no words"):
        vocabulary_growth(words(""))


@pytest.mark.parametrize("n", [1, 7, 5000])
def test_growth_is_drawn_within_the_page(n):
    fig = growth_curves(vocabulary_growth(words(("abcdefg" * n)[:n])))
    fig.draw_without_rendering()
    for ax in fig.axes:
        box = ax.get_tightbbox()
        assert fig.bbox.x0 <= box.x0 and box.x1 <= fig.bbox.x1 and box.y1 <= fig.bbox.y1
