"""Keyness: every measure against independent tools, the one call, and what it refuses."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError, segment
from dhtools.counts import count_tokens
from dhtools.keyness.comparison import MIN_ON_EACH_SIDE, compare_terms, describe_tokenisation, keyness
from dhtools.keyness.dispersion import DISPERSIONS, dispersion
from dhtools.keyness.groups import compare_groups, group_against_rest, keyness_by_group
from dhtools.keyness.measures import KEYNESS_MEASURES, g2_of_groups, measure_words
from dhtools.keyness.target_reference import choose_text_pair
from dhtools.stats.intervals import MIN_SEGMENTS, log_ratio_interval
from dhtools.stylometry.zeta import zeta

REFERENCE = Path(__file__).parent / "reference" / "keyness"
#: Tokens of the lecture and of the other three texts, and their different words.
N_TARGET, N_REFERENCE, TYPES = 3475, 6087, 2524

#: Columns that have to be what a measure is.
SAME = {
    "g2": ["g2_dunning4", "scattertext_G2", "pycorpdiff_g2_dunning"],
    "g2_two_cell": ["g2_rayson2", "keyflux_ll", "pycorpdiff_g2_rayson"],
    "chi_squared": ["chi2", "keyflux_chi2", "pycorpdiff_chi2"],
    "log_ratio": ["log_ratio_half", "keyflux_log_ratio"],
    "pct_diff": ["pct_diff_half", "keyflux_pct_diff"],
    "odds_ratio": ["odds_ratio_haldane"],
    "log_odds": ["fw_z_pooledprior_var2"],
    "bic": ["bic_dunning4"],
}
#: Columns without a sign: nltk and scipy test, and do not say which side has more.
UNSIGNED = {"g2": ["nltk_likelihood_ratio", "scipy_G_4cell"]}
EXACT = {"rtol": 0, "atol": 1e-9}


@pytest.fixture(scope="module")
def tools():
    """One row for each pair of counts, columns of all tools."""
    tables = [
        pd.read_csv(REFERENCE / f"{name}.csv", keep_default_na=False, na_values=["nan"])
        for name in ("definitions_check", "independent_tools")
    ]
    assert tables[0][["term", "a", "b", "words"]].equals(tables[1][["term", "a", "b", "words"]])
    return tables[0].join(tables[1].drop(columns=["term", "a", "b", "words"]))


@pytest.fixture(scope="module")
def measured(tools):
    return measure_words(tools["a"], tools["b"], N_TARGET, N_REFERENCE)


def pairs(expected):
    return [(measure, column) for measure, columns in expected.items() for column in columns]


def test_the_reference_is_that_of_all_words(tools):
    assert tools["words"].sum() == TYPES and not tools[["a", "b"]].duplicated().any()
    assert (tools["a"] * tools["words"]).sum() == N_TARGET
    assert (tools["b"] * tools["words"]).sum() == N_REFERENCE
    assert set(SAME) == set(KEYNESS_MEASURES)


@pytest.mark.parametrize(("measure", "column"), pairs(SAME))
def test_measures_are_those_of_the_tools(tools, measured, measure, column):
    np.testing.assert_allclose(measured[measure], tools[column], **EXACT)


@pytest.mark.parametrize(("measure", "column"), pairs(UNSIGNED))
def test_measures_are_those_of_the_tools_but_for_the_sign(tools, measured, measure, column):
    assert (tools[column] >= 0).all()
    np.testing.assert_allclose(measured[measure].abs(), tools[column], **EXACT)


def test_pycorpdiff_adds_half_to_every_count_in_its_log_ratio(tools, measured):
    # Hardie adds it where a count is zero and nothing else gives a logarithm
    raised = np.log2((tools["a"] + 0.5) / N_TARGET) - np.log2((tools["b"] + 0.5) / N_REFERENCE)
    np.testing.assert_allclose(tools["pycorpdiff_log_ratio"], raised, **EXACT)
    assert np.abs(tools["pycorpdiff_log_ratio"] - measured["log_ratio"]).max() > 0.5


def test_pycorpdiff_has_an_infinite_difference_where_the_reference_lacks_a_word(tools, measured):
    absent = (tools["a"] == 0) | (tools["b"] == 0)
    assert not np.isfinite(tools["pycorpdiff_pct_diff"][tools["b"] == 0]).any()
    assert np.isfinite(measured["pct_diff"]).all()
    np.testing.assert_allclose(tools["pycorpdiff_pct_diff"][~absent], measured["pct_diff"][~absent], **EXACT)


def test_the_bayes_factor_of_pycorpdiff_is_no_bic_but_made_of_one(tools):
    # exp(BIC / 2), BIC of the two-cell G²
    np.testing.assert_allclose(2 * np.log(tools["pycorpdiff_bayes_factor"]), tools["bic_rayson2"], **EXACT)


def test_scattertext_adds_two_terms_to_the_variance_of_the_paper(tools, measured):
    np.testing.assert_allclose(tools["scattertext_lorIDP_none"], tools["fw_z_pooledprior_var4"], **EXACT)
    off = np.abs(measured["log_odds"]) - np.abs(tools["scattertext_lorIDP_none"])
    assert off.min() >= 0 and 0.05 < off.max() < 0.06


def test_measures_by_hand():
    # 20 of 1,000 against 10 of 1,000: 15 are expected on each side
    found = measure_words([20], [10], 1000, 1000).iloc[0]
    two = 2 * (20 * np.log(20 / 15) + 10 * np.log(10 / 15))
    four = two + 2 * (980 * np.log(980 / 985) + 990 * np.log(990 / 985))
    assert found["g2_two_cell"] == pytest.approx(two) and found["g2"] == pytest.approx(four)
    assert found["chi_squared"] == pytest.approx(25 / 15 * 2 + 25 / 985 * 2)
    assert found["log_ratio"] == pytest.approx(1) and found["pct_diff"] == pytest.approx(100)
    assert found["odds_ratio"] == pytest.approx(20.5 * 990.5 / (10.5 * 980.5))
    assert found["bic"] == pytest.approx(four - np.log(2000))
    delta = np.log(50 / 2950) - np.log(40 / 2960)  # 30 of 2,000 as prior
    assert found["log_odds"] == pytest.approx(delta / np.sqrt(1 / 50 + 1 / 40))


@pytest.mark.parametrize("measure", ["g2", "g2_two_cell", "chi_squared", "log_ratio", "log_odds"])
def test_exchanging_the_sides_turns_the_sign(tools, measured, measure):
    turned = measure_words(tools["b"], tools["a"], N_REFERENCE, N_TARGET)
    np.testing.assert_allclose(turned[measure], -measured[measure], **EXACT)


def test_a_word_of_neither_side_has_no_measure():
    found = measure_words([0, 1], [0, 1], 10, 10)
    assert found.loc[0].isna().all() and found.loc[1].notna().all()


@pytest.mark.parametrize(
    ("a", "n_a", "message"), [(-1, 10, "negative"), (11, 10, "larger"), (0, 0, "no tokens")]
)
def test_counts_that_are_none(a, n_a, message):
    with pytest.raises(DhtoolsError, match=f"target.*{message}"):
        measure_words([a], [1], n_a, 10)


def test_the_global_g2_is_the_g2_of_two_groups(tools):
    counts = tools[["a", "b"]].to_numpy().T
    both = g2_of_groups(counts, np.array([N_TARGET, N_REFERENCE]))
    np.testing.assert_allclose(both, tools["nltk_likelihood_ratio"], **EXACT)
    # a third group that is like both together adds nothing
    third = np.vstack([counts, counts.sum(axis=0)])
    np.testing.assert_allclose(
        g2_of_groups(third, np.array([N_TARGET, N_REFERENCE, N_TARGET + N_REFERENCE])), both, **EXACT
    )


# --- the call on count tables ---


def drawn(units, rates, *, words=300, seed=0):
    """Segments of so many words, Poisson."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame({word: random.poisson(words * rate, units) for word, rate in rates.items()})
    return table.assign(rest=words - table.sum(axis=1)).set_axis([f"s{unit}" for unit in range(units)])


RATES = {"both": 0.05, "we": 0.01, "they": 0.001, "rare": 0.0002}


@pytest.fixture(scope="module")
def target():
    return drawn(13, RATES | {"we": 0.03, "ours": 0.01})


@pytest.fixture(scope="module")
def reference():
    return drawn(7, RATES | {"theirs": 0.01}, seed=1)


@pytest.fixture(scope="module")
def found(target, reference):
    return keyness(target, reference, min_count=3)


def test_the_table_has_every_figure_of_each_word(target, reference, found):
    table = found.table.set_index("word")
    assert target["ours"].sum() > 20 and "ours" not in reference and "theirs" not in target
    assert table.loc["ours", ["n_target", "n_reference"]].tolist() == [target["ours"].sum(), 0]
    assert table.loc["theirs", "per_1000_reference"] == pytest.approx(reference["theirs"].sum() / 2100 * 1000)
    measured = measure_words(table["n_target"], table["n_reference"], target.to_numpy().sum(), 7 * 300)
    np.testing.assert_array_equal(table[list(KEYNESS_MEASURES)], measured)
    for side, counts in (("target", target), ("reference", reference)):
        spread = dispersion(counts).set_index("word").reindex(table.index)
        for name in DISPERSIONS:
            has = spread["n"] > 0
            np.testing.assert_array_equal(table.loc[has, f"{name}_{side}"], spread.loc[has, name])
    assert table.loc["theirs", "range_target"] == 0 and np.isnan(table.loc["theirs", "dp_target"])


def test_zeta_is_that_of_stylometry(target, reference, found):
    both = pd.concat([target.add_prefix("t", axis=0), reference.add_prefix("r", axis=0)]).fillna(0)
    other = zeta(both, both.index[:13], min_count=3).set_index("word")["zeta"]
    own = found.table.set_index("word")["zeta"]
    assert len(other) > 4
    np.testing.assert_allclose(own[other.index], other, **EXACT)


def test_the_order_is_that_of_the_measure(target, reference):
    for measure in ("g2", "log_ratio"):
        table = keyness(target, reference, measure=measure, permutations=0).table
        assert table[measure].is_monotonic_decreasing and table["word"].is_unique
    assert table["word"].iloc[0] == "ours" and table["word"].iloc[-1] == "theirs"


def test_a_planted_difference_is_found_and_others_are_not(found):
    table = found.table.set_index("word")
    assert set(table.index[table["q"] < 0.05]) >= {"we", "ours", "theirs"}
    assert table.loc[["both", "they"], "p"].min() > 0.05
    assert (table["q"] >= table["p"]).all()


def test_what_stands_beside_the_table(found):
    about = found.about
    assert about["arrangements"] == "77,520" and found.arrangements == 77_520
    assert about["units_target"] == "13" and about["tokens_reference"] == "2,100"
    assert about["unit"] == "segment, 300 tokens on average"
    assert about["null"] == (
        "segments of these documents are exchangeable; "
        "rejecting it says nothing about authors, genres or decades"
    )
    assert "999" in about["permutations"] and found.note == ""


def test_nothing_given_is_changed_and_all_is_drawn_again(target, reference, found):
    before = target.copy(), reference.copy()
    again = keyness(target, reference, min_count=3)
    pd.testing.assert_frame_equal(again.table, found.table)
    pd.testing.assert_frame_equal(target, before[0])
    pd.testing.assert_frame_equal(reference, before[1])
    other = keyness(target, reference, min_count=3, seed=1)
    assert not other.table["p"].equals(found.table["p"])
    pd.testing.assert_frame_equal(other.table.drop(columns=["p", "q"]), found.table.drop(columns=["p", "q"]))


def test_no_p_below_a_thousand_arrangements(target, reference):
    for units, ways in ((2, 45), (3, 165)):
        few = keyness(target.iloc[:8], reference.iloc[:units])
        assert few.arrangements == ways and few.table[["p", "q"]].isna().all(axis=None)
        assert few.note == f"no p: {ways} arrangements of 8 and {units} segments, fewer than 1,000"
        assert few.about["permutations"] == few.note and few.permutations == 0
    assert keyness(target.iloc[:8], reference.iloc[:6]).table["p"].notna().all()
    assert keyness(target, reference, permutations=0).note == "no p: none asked for"


def test_words_of_part_of_the_vocabulary_need_the_totals(target, reference, found):
    part = [counts[["we", "both"]] for counts in (target, reference)]
    totals = (target.sum(axis=1), reference.sum(axis=1))
    table = keyness(*part, totals=totals).table.set_index("word")
    whole = found.table.set_index("word").loc[table.index]
    same = whole.columns.drop("q")
    pd.testing.assert_frame_equal(table[same], whole[same])


def test_a_longer_target_of_the_same_rates_has_the_same_ratio(target):
    double = pd.concat([target.add_prefix("a", axis=0), target.add_prefix("b", axis=0)])
    table = keyness(double, target, permutations=0).table
    for measure in ("g2", "chi_squared", "log_ratio", "pct_diff", "zeta"):
        np.testing.assert_allclose(table[measure], 0, atol=1e-9)


def test_halves_of_a_text_that_repeats_itself_are_compared():
    rows = pd.DataFrame({"text": "a", "start": range(1200), "word": ["the", "old", "girl", "wrote"] * 300})
    rows = rows.astype({"text": "category", "word": "category"})
    table = compare_terms(rows[:600], rows[600:], permutations=0).table
    assert len(table) == 4 and (table["log_ratio"] == 0).all() and not (table["low"] > 0).any()


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda t, r: (t.iloc[:0], r), {}, "target: it has 0 units"),
        (lambda t, r: (t, r.iloc[:0]), {}, "reference: it has 0 units"),
        (lambda t, r: (t, t), {}, "same table"),
        (lambda t, r: (t, r - 1), {}, "reference: a count is missing, negative or not a whole number"),
        (lambda t, r: (t / 2, r), {}, "target: a count .* not a whole number"),
        (lambda t, r: (t.assign(we=np.nan), r), {}, "target: a count is missing"),
        (lambda t, r: (t * 0, r), {}, "target: 's0' has no words"),
        (lambda t, r: (t.rename({"s1": "s0"}), r), {}, "'s0' stands twice"),
        (lambda t, r: (t, r.rename(columns={"we": "both"})), {}, "'both' stands twice"),
        (lambda t, r: (t, r), {"measure": "g3"}, "measure='g3' is not known. Choose one of: 'g2'"),
        (lambda t, r: (t, r), {"permutations": 98}, "permutations=98: .* from 99, or 0"),
        (lambda t, r: (t, r), {"permutations": 99.5}, "permutations=99.5"),
        (lambda t, r: (t, r), {"min_count": 0}, "min_count=0"),
        (
            lambda t, r: (t, r),
            {"totals": (pd.Series(10, index=[f"s{n}" for n in range(13)]), pd.Series(dtype=int))},
            "target: totals are smaller",
        ),
    ],
)
def test_tables_and_options_that_are_refused(target, reference, change, options, message):
    with pytest.raises(DhtoolsError, match=message):
        keyness(*change(target, reference), **options)


# --- intervals ---


def test_the_interval_by_hand():
    # five segments of ten words a side; 6 and 3 occurrences
    one, other = np.array([[2, 1, 1, 1, 1], [1, 0, 1, 0, 1]])
    low, high, reason = log_ratio_interval(one[:, None], other[:, None], np.full(5, 10), np.full(5, 10))
    # expected 1.2 (1.3 with the half) and 0.6 (0.7) a segment
    phi = ((0.8**2 + 4 * 0.2**2) / 1.3 + (3 * 0.4**2 + 2 * 0.6**2) / 0.7) / 8
    half = 2.306004135 * np.sqrt(phi * (1 / 6.5 + 1 / 3.5)) / np.log(2)
    centre = np.log2(6.5 / 3.5)
    assert reason[0] == "" and [low[0], high[0]] == pytest.approx([centre - half, centre + half])


def test_exchanging_the_sides_turns_the_interval(target, reference):
    words = ["both", "we", "they"]
    sides = [(counts[words].to_numpy(), counts.sum(axis=1).to_numpy()) for counts in (target, reference)]
    (one, n_one), (other, n_other) = sides
    low, high, _ = log_ratio_interval(one, other, n_one, n_other)
    turned_low, turned_high, _ = log_ratio_interval(other, one, n_other, n_one)
    np.testing.assert_allclose([turned_low, turned_high], [-high, -low], **EXACT)


def test_a_word_in_clusters_has_a_wider_interval():
    even, clustered = np.full(10, 2), np.repeat([0, 10], [8, 2])
    tokens = np.full(10, 300)
    counts = np.column_stack([even, clustered])
    low, high, _ = log_ratio_interval(counts, np.column_stack([even, even]), tokens, tokens)
    assert even.sum() == clustered.sum() and (high - low)[1] > 2 * (high - low)[0]


def test_a_note_says_why_an_interval_is_missing(target, reference):
    table = keyness(target, reference, min_count=1, permutations=0).table.set_index("word")
    few = np.minimum(table["n_target"], table["n_reference"]) < MIN_ON_EACH_SIDE
    assert few.any() and not few.all()
    assert (table["low"].isna() == few).all() and (table["high"].isna() == few).all()
    without_p = "no p: none asked for"
    assert ((table["note"] != without_p) == few).all()
    reason = f"no useful interval below {MIN_ON_EACH_SIDE} occurrences on a side"
    assert table.loc["rare", "note"] == f"{reason}; {without_p}"
    assert table.loc["ours", "n_target"] > 20 and np.isnan(table.loc["ours", "low"])
    one = keyness(target, reference.iloc[: MIN_SEGMENTS - 1], permutations=0).table
    assert one["low"].isna().all() and one["note"].str.contains("segments on each side").all()
    enough = keyness(target, reference.iloc[:MIN_SEGMENTS], permutations=0).table
    frequent = enough[["n_target", "n_reference"]].min(axis=1) >= MIN_ON_EACH_SIDE
    assert frequent.any() and (enough["low"].notna() == frequent).all()


@pytest.mark.parametrize(("doublings", "total"), [(0, 20), (1, 20), (-1, 40)])
def test_intervals_cover_a_planted_difference(doublings, total):
    """13 and 7 segments, over-dispersed: 93 to 97 per cent, as in benchmarks/coverage_intervals.py."""
    random = np.random.default_rng(0)
    rate = total / (13 * 2.0**doublings + 7)
    one, other = (
        random.poisson(random.gamma(1, mean, (units, 4000)))
        for units, mean in ((13, rate * 2.0**doublings), (7, rate))
    )
    low, high, reason = log_ratio_interval(one, other, np.full(13, 300), np.full(7, 300))
    shown = reason == ""
    assert shown.mean() > 0.95
    assert 0.93 <= ((low <= doublings) & (doublings <= high))[shown].mean() <= 0.97


# --- the call on tokens ---


def tokens_of(**texts):
    rows = [(text, start, word) for text, words in texts.items() for start, word in enumerate(words)]
    table = pd.DataFrame(rows, columns=["text", "start", "word"])
    return table.astype({"text": "category", "word": "category"}).assign(
        passage=lambda frame: frame["text"], voice="author"
    )


@pytest.fixture(scope="module")
def tokens():
    random = np.random.default_rng(0)
    words = ["we", "'s", "of", "the", "state"]
    return tokens_of(
        one=random.choice(words, 900, p=[0.2, 0.1, 0.3, 0.3, 0.1]),
        two=random.choice(words, 800, p=[0.1, 0.1, 0.3, 0.3, 0.2]),
        three=random.choice(words, 700, p=[0.1, 0.1, 0.3, 0.4, 0.1]),
    )


def test_parts_of_a_token_table_are_cut_and_compared(tokens):
    here = tokens["text"] == "one"
    found = compare_terms(tokens[here], tokens[~here], segment_words=100, permutations=99)
    assert found.units == (9, 15) and found.tokens == (900, 1500) and found.permutations == 99
    cut = [
        count_tokens(segment(part, segment_words=100), unit="segment")
        for part in (tokens[here], tokens[~here])
    ]
    pd.testing.assert_frame_equal(found.table, keyness(*cut, permutations=99).table)
    assert found.tokenisation == "lower case; possessive 's a word of its own"
    assert found.table["word"].iloc[0] == "we"


def test_two_voices_of_one_text_are_compared(tokens):
    one = tokens[tokens["text"] == "one"]
    quoted = one.index % 3 == 0
    found = compare_terms(one[~quoted], one[quoted], segment_words=100, permutations=0)
    assert found.units == (6, 3) and found.tokens == (600, 300)


def test_words_in_a_row_are_compared_too(tokens):
    here = tokens["text"] == "one"
    found = compare_terms(tokens[here], tokens[~here], ngram=2, permutations=0)
    assert found.table["word"].str.contains(" ").all()
    assert found.tokens[0] == 900 - 3  # each of three segments ends one row of words


def test_parts_that_overlap_are_refused(tokens):
    here = tokens["text"] == "one"
    with pytest.raises(DhtoolsError, match="share 900 words, of 'one'"):
        compare_terms(tokens[here], tokens)
    with pytest.raises(DhtoolsError, match="They are the same words"):
        compare_terms(tokens[here], tokens[here].sample(frac=1, random_state=0))
    for parts, side in (((tokens[:0], tokens), "target"), ((tokens, tokens[:0]), "reference")):
        with pytest.raises(DhtoolsError, match=f"{side}: it has no words"):
            compare_terms(*parts)
    with pytest.raises(DhtoolsError, match="reference: no column start, word"):
        compare_terms(tokens[here], tokens[["text"]])


@pytest.mark.parametrize(
    ("forms", "rule"),
    [
        (["Stalin’s", "the"], "case kept; possessive 's part of the word"),
        (["stalin", "’s"], "lower case; possessive 's a word of its own"),
        (["stalin", "can't"], "lower case; no possessive 's"),
    ],
)
def test_the_rule_of_the_words_is_read_from_them(forms, rule):
    assert describe_tokenisation(pd.Series(forms)) == rule


# --- groups ---


@pytest.fixture(scope="module")
def counts(tokens):
    return count_tokens(segment(tokens, segment_words=100), unit="segment")


def test_groups_against_the_rest_and_all_at_once(counts):
    groups = counts.index.str.rpartition("_").get_level_values(0)
    found = keyness_by_group(counts, list(groups), permutations=199)
    assert found.units == {"one": 9, "three": 7, "two": 8}
    assert found.arrangements == 8_413_788_240  # 24! / (9! 7! 8!)
    one = keyness(counts[groups == "one"], counts[groups != "one"], permutations=199)
    pd.testing.assert_frame_equal(found.against_rest["one"].table, one.table)
    assert list(found.table["group"].unique()) == ["one", "three", "two"]
    overall = found.overall.set_index("word")
    assert overall.loc[["we", "state", "the"], "highest_group"].tolist() == ["one", "two", "three"]
    sums = counts.groupby(groups).sum()
    np.testing.assert_allclose(
        overall["g2"],
        g2_of_groups(sums[overall.index].to_numpy(), sums.sum(axis=1).to_numpy()),
        **EXACT,
    )
    assert overall["p"].between(0, 1).all() and overall.loc["we", "p"] < 0.05 < overall.loc["of", "p"]


def test_two_groups_are_a_target_and_a_reference(counts):
    groups = ["one" if unit.startswith("one") else "others" for unit in counts.index]
    found = keyness_by_group(counts, groups, permutations=199)
    one, other = (found.against_rest[name].table.set_index("word") for name in ("one", "others"))
    overall = found.overall.set_index("word")
    np.testing.assert_allclose(overall["g2"], one["g2"].abs()[overall.index], **EXACT)
    np.testing.assert_allclose(other["g2"][one.index], -one["g2"], **EXACT)
    pd.testing.assert_series_equal(overall["p"], one["p"][overall.index])


def test_a_series_of_groups_is_matched_by_its_index(counts):
    groups = pd.Series(counts.index.str.rpartition("_").get_level_values(0), index=counts.index)
    one = keyness_by_group(counts, groups.iloc[::-1], permutations=0)
    pd.testing.assert_frame_equal(one.overall, keyness_by_group(counts, list(groups), permutations=0).overall)


def test_the_order_of_the_rows_does_not_matter(counts):
    turned = counts.iloc[::-1]
    found, again = (
        keyness_by_group(rows, list(rows.index.str.rpartition("_").get_level_values(0)), permutations=0)
        for rows in (counts, turned)
    )
    assert turned.index[0].startswith("two")  # the first group in the alphabet is not the first row
    pd.testing.assert_frame_equal(again.overall, found.overall)
    pd.testing.assert_frame_equal(again.table, found.table)


def test_groups_that_are_refused(counts):
    with pytest.raises(DhtoolsError, match="groups: 2 for 24 units"):
        keyness_by_group(counts, ["a", "b"])
    with pytest.raises(DhtoolsError, match="all units are in one"):
        keyness_by_group(counts, ["a"] * 24)
    with pytest.raises(DhtoolsError, match="unit 'one_01' lacks one"):
        keyness_by_group(counts, [None] + ["a"] * 23)


def test_where_no_word_is_frequent_enough_the_table_is_empty_and_typed():
    ours, theirs = pd.DataFrame({"we": [4, 3]}), pd.DataFrame({"we": [5, 1]})
    found = keyness(ours, theirs, min_count=100)
    full = keyness(ours, theirs, min_count=1)
    assert found.table.empty and found.table.columns.equals(full.table.columns)
    assert found.about["words"].startswith("0, with 100 occurrences")
    many = [pd.concat([side] * 6, ignore_index=True) for side in (ours, theirs)]
    enough = keyness(*many, min_count=10**6)
    assert enough.table.empty and not enough.note


def test_a_pair_is_what_is_named_or_the_longest_texts_or_two_halves():
    tokens = pd.DataFrame({"text": pd.Categorical(list("abbbccd")), "word": range(7)})
    assert choose_text_pair(tokens).texts == ("b", "c") and choose_text_pair(tokens, "c").texts == ("c", "b")
    assert choose_text_pair(tokens, None, "b").texts == ("c", "b")
    first, second = choose_text_pair(tokens, "d", "a").parts(tokens)
    assert first["word"].tolist() == [6] and second["word"].tolist() == [0]
    alone = choose_text_pair(tokens[tokens["text"] == "b"])
    assert (alone.target, alone.reference) == ("b, first half", "b, second half")
    assert [part["word"].tolist() for part in alone.parts(tokens)] == [[1, 2], [3]]


@pytest.mark.parametrize(
    ("names", "said"), [(("x",), "text='x'"), (("a", "a"), "both 'a'"), (("a", "z"), "text='z'")]
)
def test_a_pair_that_cannot_be(names, said):
    with pytest.raises(DhtoolsError, match=said):
        choose_text_pair(pd.DataFrame({"text": ["a", "b"]}), *names)
    with pytest.raises(DhtoolsError, match="no words"):
        choose_text_pair(pd.DataFrame({"text": []}))


def grouped(sizes, words=60):
    """Texts of groups, each with the same words, but *peace* in the first group only."""
    rows = [
        (f"{group}{n}", word)
        for group, size in sizes.items()
        for n in range(size)
        for word in [*(["we", "of", "it"] * (words // 3)), *(["peace"] * 6 if group == "a" else [])]
    ]
    tokens = pd.DataFrame(rows, columns=["text", "word"]).astype("category")
    tokens["start"] = range(len(tokens))
    tokens["end"] = tokens["start"] + 1
    groups = {text: text[0] for text in tokens["text"].cat.categories}
    return tokens, pd.Series(groups, dtype="category")


def test_groups_are_compared_by_texts_where_there_are_enough_and_by_segments_otherwise():
    tokens, groups = grouped({"a": 8, "b": 8, "c": 1})
    table = compare_groups(tokens, groups, segment_words=20, permutations=199)
    unit = table.drop_duplicates("group").set_index("group")["unit"].to_dict()
    assert unit == {"a": "text", "b": "text", "c": "segment"}
    first = table[table["group"] == "a"].iloc[0]
    assert (first["word"], first["units_target"], first["units_reference"]) == ("peace", 8, 9)
    assert first["p"] < 0.05 and (table["log_ratio"] > 0).all()


def test_a_word_that_one_long_text_repeats_is_no_word_of_its_group():
    tokens, groups = grouped({"b": 8, "c": 8})
    more = pd.DataFrame({"text": "b0", "word": ["war"] * 40, "start": range(10**6, 10**6 + 40)})
    every = pd.concat([tokens.astype({"text": str, "word": str}), more.assign(end=0)], ignore_index=True)
    every = every.astype({"text": "category", "word": "category"})
    table = compare_groups(every, groups, permutations=199).set_index(["group", "word"])
    assert table.loc[("b", "war"), "p"] > 0.5


def test_a_group_is_set_against_all_others():
    tokens, groups = grouped({"a": 8, "b": 3})
    pair = group_against_rest(tokens, groups)
    assert (pair.target, pair.reference, pair.unit) == ("a", "all others", "segment")
    assert group_against_rest(tokens, groups, "b").texts == {"b0", "b1", "b2"}
    with pytest.raises(DhtoolsError, match="target='x'"):
        group_against_rest(tokens, groups, "x")
    with pytest.raises(DhtoolsError, match="two groups"):
        group_against_rest(tokens[tokens["text"].str.startswith("a")], groups)
