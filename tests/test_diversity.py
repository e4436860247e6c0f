"""Lexical diversity: by hand, by brute force, and over excerpts of equal length."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from annotated import seeds

from dhtools import DhtoolsError, fold_case
from dhtools.readability.diversity import (
    DIVERSITY_MEASURES,
    hdd,
    lexical_diversity,
    mattr,
    mtld,
    type_token_ratio,
    word_excerpts,
)


def test_by_hand():
    words = ["a", "b", "a", "b", "a", "b", "c", "c"]
    assert type_token_ratio(words) == 3 / 8
    assert mattr(words, window=4) == pytest.approx(np.mean([2 / 4, 2 / 4, 2 / 4, 3 / 4, 3 / 4]))
    # forwards: a b a (2/3 <= .72) | b a b (2/3) | c c (1/2): three factors; backwards: c c | b a b | a b a
    assert mtld(words) == pytest.approx(8 / 3)
    # a b c a: 3/4 above .72, so a part of a factor: .25 / .28
    assert mtld(["a", "b", "c", "a"]) == pytest.approx(4 / (0.25 / 0.28))


def test_hdd_is_the_mean_over_all_samples():
    words = ["a", "a", "a", "b", "b", "c", "d"]
    ratios = [len(set(sample)) / 3 for sample in combinations(words, 3)]
    assert hdd(words, sample=3) == pytest.approx(np.mean(ratios), abs=1e-12)


def test_what_is_undefined_is_missing():
    assert np.isnan([type_token_ratio([]), mattr(["a"]), hdd(["a"] * 41), mtld(["a", "b"]), mtld([])]).all()


def test_bounds_and_direction():
    random = np.random.default_rng(0)
    rich, poor = ([f"w{i}" for i in random.integers(0, top, 400)] for top in (300, 40))
    for measure in (type_token_ratio, mattr, hdd, mtld):
        assert measure(rich) > measure(poor) > 0
    assert max(mattr(rich), hdd(rich), type_token_ratio(rich)) <= 1
    assert mtld(poor) == pytest.approx(mtld(poor[::-1]))


def test_excerpts_have_one_length_and_do_not_overlap():
    parts = word_excerpts([str(n) for n in range(25)], 8)
    assert [len(part) for part in parts] == [8, 8, 8]
    flat = [int(word) for part in parts for word in part]
    assert flat == sorted(set(flat)) and flat[0] == 0 and flat[-1] >= 23
    assert word_excerpts(["a"], 2) == []


def test_the_four_texts_over_excerpts_of_the_shortest():
    tokens = fold_case(seeds().tokens.query("voice == 'author'"))
    found = lexical_diversity(tokens)
    assert found["measure"].unique().tolist() == list(DIVERSITY_MEASURES) and set(found["n_words"]) == {535}
    assert found.groupby("text")["n_excerpts"].first().to_dict() == {
        "blog": 1,
        "note": 1,
        "lecture": 4,
        "article": 7,
    }
    several = found[found["n_excerpts"] > 1]
    assert (several["min"] <= several["value"]).all() and (several["value"] <= several["max"]).all()
    assert found.loc[found["n_excerpts"] == 1, "min"].isna().all() and found["note"].eq("").all()


def test_texts_too_short_have_a_note():
    tokens = pd.DataFrame({"text": list("aab"), "word": list("xyx")})
    found = lexical_diversity(tokens, excerpt_words=2).set_index(["text", "measure"])
    assert found.loc[("b", "ttr"), "note"] == "shorter than 2 words"
    assert found.loc[("a", "mattr"), "note"] == "not defined for 2 words"
    assert found.loc[("a", "ttr"), "value"] == 1


@pytest.mark.parametrize(("words", "said"), [(0, "excerpt_words=0"), ("ten", "excerpt_words='ten'")])
def test_bad_options(words, said):
    tokens = pd.DataFrame({"text": list("aab"), "word": list("xyx")})
    with pytest.raises(DhtoolsError, match=said):
        lexical_diversity(tokens, excerpt_words=words)
    with pytest.raises(DhtoolsError, match="no words"):
        lexical_diversity(tokens.iloc[:0])
