"""Rates: counts over words of a voice, intervals over segments, nothing where there is nothing."""

import numpy as np
import pandas as pd
import pytest
from annotated import seeds
from scipy.stats import t

from dhtools import DhtoolsError, segment
from dhtools.counts import count_found
from dhtools.rhetoric import (
    compare_rates,
    find_metadiscourse,
    find_pronouns,
    finding_rates,
    findings_by_voice,
)
from dhtools.stats.intervals import rate_interval


def words(**lengths):
    """A token table of texts with so many words, each of one character."""
    parts = [
        pd.DataFrame({"text": name, "start": 2 * np.arange(n), "end": 2 * np.arange(n) + 1})
        for name, n in lengths.items()
    ]
    table = pd.concat(parts, ignore_index=True).assign(word="x")
    return table.astype({"text": pd.CategoricalDtype(list(lengths))})


def found(text, *places, category="hedge"):
    return pd.DataFrame(
        {"text": text, "start": [2 * at for at in places], "end": [2 * at + 1 for at in places]}
    ).assign(category=category)


def test_a_rate_and_its_interval_by_hand():
    table = finding_rates(found("a", 0, 1, 12, 45), words(a=50), segment_words=10)
    (row,) = table.to_dict("records")
    assert (row["n"], row["n_words"], row["per_1000"], row["n_segments"]) == (4, 50, 80.0, 5)
    # counts 2, 1, 0, 0, 1 in five segments of ten words: e = .8, e' = .9
    phi = (1.2**2 + 0.2**2 + 0.8**2 + 0.8**2 + 0.2**2) / 0.9 / 4
    factor = np.exp(t.ppf(0.975, 4) * np.sqrt(phi / 4.5))
    assert (row["low"], row["high"]) == pytest.approx((90 / factor, 90 * factor))


def test_a_finding_counts_where_its_first_word_is_among_the_words():
    own = words(a=50)
    author = own[(own["start"] // 2 % 2 == 0).to_numpy()]  # every second word
    counts, totals = count_found(found("a", 0, 1, 2), segment(author, segment_words=100), "category")
    assert counts["hedge"].tolist() == [2] and totals.tolist() == [25]
    # a mark before the word belongs to the finding, and another text is another text
    marked = found("a", 2).assign(start=3)
    assert count_found(marked, segment(author, segment_words=100), "category")[0]["hedge"].tolist() == [1]
    assert count_found(found("b", 2), segment(author, segment_words=100), "category")[0][
        "hedge"
    ].tolist() == [0]


def test_undefined_is_missing_with_a_reason():
    table = finding_rates(found("a", 0, 1), words(a=50, b=20).iloc[:50], segment_words=10)
    one, other = table.to_dict("records")
    assert one["note"] == "" and other["note"] == "no words of this voice"
    assert np.isnan(other["per_1000"]) and other["n_words"] == 0
    few = finding_rates(found("a", 0), words(a=20), segment_words=10)
    assert few["note"].tolist() == ["no interval below 5 segments (2)"] and few["low"].isna().all()
    none = finding_rates(found("a", 0), words(a=50, b=50), segment_words=10).query("text == 'b'")
    assert none["per_1000"].tolist() == [0.0] and none["note"].tolist() == ["none found"]
    assert finding_rates(found("a"), words(a=50)).empty


def test_scaling_and_order():
    counts = np.array([[1, 2], [0, 2], [2, 0], [1, 4], [1, 0]])
    low, high, _ = rate_interval(counts, np.full(5, 100))
    longer = rate_interval(counts, np.full(5, 200))
    assert 2 * longer[0] == pytest.approx(low) and 2 * longer[1] == pytest.approx(high)
    again = rate_interval(counts[::-1], np.full(5, 100))
    assert again[0] == pytest.approx(low)
    assert high[1] / low[1] > high[0] / low[0]  # the clustered one is less certain


def test_texts_are_compared_by_permuting_segments_where_there_are_enough():
    author = seeds().tokens.query("voice == 'author'")
    hedges = find_metadiscourse(seeds(), classes=["hedge", "booster"])
    sides = {str(text): own for text, own in author.groupby("text", observed=True)}
    big = compare_rates(hedges, sides["article"], sides["lecture"])
    table = big.table.set_index("word")
    assert table.loc["hedge", ["n_target", "n_reference"]].tolist() == [7, 3]
    assert table["p"].notna().all() and big.note == ""
    short = compare_rates(hedges, sides["blog"], sides["note"])
    assert short.table["p"].isna().all() and short.note.startswith("no p: 462 arrangements")


def test_counts_by_voice_know_the_author_from_all_others():
    pronouns = find_pronouns(seeds())
    table = findings_by_voice(pronouns).set_index(["text", "category"])
    assert len(table) == 4 * 4
    assert table.loc[("lecture", "we")].tolist() == [2, 18] and table.loc[("article", "we")].tolist() == [
        0,
        8,
    ]
    assert findings_by_voice(pronouns.iloc[:0]).empty


def test_bad_input():
    with pytest.raises(DhtoolsError, match="group='klass'"):
        finding_rates(found("a", 0), words(a=5), group="klass")
    with pytest.raises(DhtoolsError, match="words=0"):
        finding_rates(found("a", 0), words(a=5), segment_words=0)
    with pytest.raises(DhtoolsError, match="reference: it has no words"):
        compare_rates(found("a", 0), words(a=5), words(a=5).iloc[:0])
