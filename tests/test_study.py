"""Synthesis: stale results refused, profiles of the texts, relations within texts, figures."""

import shutil

import numpy as np
import pandas as pd
import pytest
from annotated import ROOT, corpus_of, seeds

from dhtools import DhtoolsError, annotate, fold_case
from dhtools.export import ExportedTables
from dhtools.plots import claim_matrix, correlation_intervals, text_profile_bars
from dhtools.plots.study import event_timeline
from dhtools.study import correlate_distances, measure_distances, read_events, relations
from dhtools.study.events import event_coverage, read_scopes
from dhtools.study.relations import _permuted, in_spans
from dhtools.synthesis import gather_claims, text_profiles
from dhtools.synthesis.claims import claim_table


@pytest.fixture(scope="module")
def table():
    return ExportedTables(seeds().corpus, root=ROOT).optional


def test_stale_and_changed_results_are_refused(tmp_path):
    shutil.copytree(ROOT / "data" / "03-terms", tmp_path / "data" / "03-terms")
    other = annotate(corpus_of(a="Another text."))
    with pytest.raises(DhtoolsError, match=r"contrast\.json is stale.*Run 03-terms again"):
        ExportedTables(other.corpus, root=tmp_path).table("03-terms/contrast")
    path = tmp_path / "data" / "03-terms" / "contrast.csv"
    path.write_text(path.read_text().replace("0.016", "0.015"))
    with pytest.raises(DhtoolsError, match=r"contrast\.csv is not what its record states"):
        ExportedTables(seeds().corpus, root=tmp_path).table("03-terms/contrast")
    with pytest.raises(DhtoolsError, match=r"no exhibit .04-rhetoric/agency.\. Run 04-rhetoric first"):
        ExportedTables(seeds().corpus, root=tmp_path).table("04-rhetoric/agency")


def test_a_card_shows_what_the_tables_hold(table):
    cards = text_profiles(table).set_index(["text", "measure"])
    assert cards.loc[("article", "quoted"), "shown"] == "15% (11% to 16%)"
    assert cards.loc[("note", "hedges per 1,000"), "shown"].startswith("5.0 (")
    assert cards.loc[("lecture", "killings without agent"), "shown"] == "7 of 7"
    rates = table("04-rhetoric/rates").set_index(["text", "category"])
    assert cards.loc[("lecture", "hedges per 1,000"), "value"] == rates.loc[("lecture", "hedge"), "per_1000"]


def test_low_and_high_are_intervals_and_other_bounds_are_min_and_max(table):
    def without_one(exhibit):
        """The tables as they are, and one rate without an interval."""
        rows = table(exhibit)
        if exhibit == "04-rhetoric/rates":
            rows.loc[rows["category"] == "hedge", ["low", "high", "note"]] = [np.nan, np.nan, "none found"]
        return rows

    cards = text_profiles(without_one)
    interval = cards["bounds"] == "interval"
    assert interval.any() and cards.loc[interval, ["min", "max"]].isna().all(axis=None)
    assert cards.loc[~interval, ["low", "high"]].isna().all(axis=None)
    without_interval = cards[interval & cards["low"].isna()]
    assert len(without_interval) and without_interval["note"].ne("").all()


def segments_of_texts(random, apart):
    """Distances of 20 segments of two texts: the texts lie apart, the segments are noise."""
    texts = ["a"] * 10 + ["b"] * 10
    points = random.normal(size=(20, 3)) + apart * np.array([[name == "b"] for name in texts])
    frame = pd.DataFrame(np.linalg.norm(points[:, None] - points[None], axis=2))
    return frame, texts


def test_free_permutation_takes_the_texts_for_a_relation_and_permutation_within_them_does_not():
    random, rejected = np.random.default_rng(0), {"within": 0, "free": 0}
    for seed in range(30):
        (one, texts), (other, _) = (segments_of_texts(random, 3) for _ in range(2))
        (row,) = correlate_distances({"x": one, "y": other}, texts, permutations=99, seed=seed).to_dict(
            "records"
        )
        rejected["within"] += row["p"] < 0.05
        rejected["free"] += row["r"] > row["free_q975"]
    assert rejected["free"] == 30 and rejected["within"] <= 5


def test_a_measure_is_related_to_itself_and_order_does_not_matter():
    one, texts = segments_of_texts(np.random.default_rng(1), 0)
    (same,) = correlate_distances({"x": one, "y": one}, texts, permutations=199).to_dict("records")
    assert same["r"] == pytest.approx(1) and same["p"] == 1 / 200
    other, _ = segments_of_texts(np.random.default_rng(2), 0)
    forth = correlate_distances({"x": one, "y": other}, texts)["r"][0]
    assert correlate_distances({"y": other, "x": one}, texts)["r"][0] == pytest.approx(forth)


def test_relations_are_those_of_pearson_with_each_permuted_matrix():
    random = np.random.default_rng(3)
    (one, texts), (other, _) = (segments_of_texts(random, 1) for _ in range(2))
    (row,) = correlate_distances({"x": one, "y": other}, texts, permutations=99, seed=5).to_dict("records")
    above, again = np.triu_indices(len(texts), 1), np.random.default_rng(5)
    within, free = (
        [
            np.corrcoef(one.to_numpy()[above], other.to_numpy()[np.ix_(order, order)][above])[0, 1]
            for order in [_permuted(texts, again, is_free) for _ in range(99)]
        ]
        for is_free in (False, True)
    )
    r = np.corrcoef(one.to_numpy()[above], other.to_numpy()[above])[0, 1]
    assert row["r"] == pytest.approx(r) and row["free_q975"] == pytest.approx(np.quantile(free, 0.975))
    assert row["p"] == (1 + (np.array(within) >= r).sum()) / 100
    nulls = [row[f"null_{name}"] for name in ("q025", "median", "q975")]
    assert nulls == pytest.approx(np.quantile(within, [0.025, 0.5, 0.975]))


def test_of_many_segments_some_are_related_spread_over_the_texts(monkeypatch):
    monkeypatch.setattr(relations, "MAX_SEGMENTS", 20)
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    measured, texts = measure_distances(seeds(), author, segment_words=50, mfw=50)
    assert {len(matrix) for matrix in measured.values()} == {len(texts)}
    assert 15 <= len(texts) <= 20 and set(texts) == {"blog", "article", "lecture", "note"}
    assert max(texts.count(text) for text in set(texts)) == 5
    many = pd.DataFrame({"text": pd.Categorical([f"t{n:02}" for n in range(30) for _ in range(6)])})
    kept = relations._sampled(many.assign(segment=pd.Categorical([f"s{n:03}" for n in range(180)])))
    assert kept["text"].value_counts().loc[lambda n: n > 0].to_list() == [5] * 4


def test_bad_relations():
    one, texts = segments_of_texts(np.random.default_rng(1), 0)
    with pytest.raises(DhtoolsError, match="permutations=9"):
        correlate_distances({"x": one}, texts, permutations=9)
    with pytest.raises(DhtoolsError, match=r"x: 20 × 20 distances of 3 segments"):
        correlate_distances({"x": one}, ["a"] * 3)
    with pytest.raises(DhtoolsError, match="other segments"):
        correlate_distances({"x": one, "y": one.rename(index={0: 99})}, texts)
    few = correlate_distances({"x": one, "y": one}, [str(number) for number in range(20)])
    assert few["p"].isna().all() and few["note"][0] == "1 arrangement within texts, fewer than 1,000"
    flat = correlate_distances({"x": one, "y": one * 0}, texts)
    assert flat["r"].isna().all() and flat["note"][0].startswith("too few segments")


def test_measures_are_of_the_same_segments():
    author = seeds().tokens.query("voice == 'author' and text in ['note', 'lecture']")
    measured, texts = measure_distances(seeds(), author, segment_words=300, mfw=50)
    assert len(measured) == 3 and set(texts) == {"note", "lecture"}
    assert {matrix.shape for matrix in measured.values()} == {(len(texts), len(texts))}


def test_words_of_cues_count_for_stance_only():
    """*But* in two segments: with the cue left in style, the segments differ in both measures."""
    tokens = pd.DataFrame({"text": ["a", "a", "b"], "start": [0, 4, 0], "end": [3, 8, 3]})
    spans = pd.DataFrame({"text": ["a", "a"], "start": [0, 0], "end": [3, 3]})
    assert in_spans(tokens, spans).tolist() == [True, False, False]
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    size = {"segment_words": 300, "mfw": 200}
    apart, sharing = (measure_distances(seeds(), author, share_cues=s, **size)[0] for s in (False, True))
    stance = "stance (metadiscourse)"
    pd.testing.assert_frame_equal(apart[stance], sharing[stance])
    assert not np.allclose(apart["style (function words)"], sharing["style (function words)"])


def test_style_and_stance_are_less_related_where_no_word_counts_twice():
    author = fold_case(seeds().tokens[seeds().tokens["voice"] == "author"])
    r = {}
    for sharing in (False, True):
        measured, owners = measure_distances(seeds(), author, segment_words=300, mfw=200, share_cues=sharing)
        found = correlate_distances(measured, owners, permutations=99).set_index(["measure_a", "measure_b"])
        r[sharing] = found.loc[("style (function words)", "stance (metadiscourse)"), "r"]
    assert r[False] < r[True]


def test_pictures(table):
    texts = list(seeds().corpus.ids)
    claims = claim_table(gather_claims(table))
    ax = claim_matrix(claims, texts=texts).axes[0]
    assert [label.get_text() for label in ax.get_xticklabels()] == texts
    assert {text.get_text() for text in ax.texts} >= {"voices", "style", "readability"}
    (small,) = claim_matrix(claims.assign(p=1e-5), texts=texts).axes
    assert "< 0.001" in {text.get_text() for text in small.texts}
    assert len(text_profile_bars(text_profiles(table), texts=texts).axes) == 4
    coded = read_events(seeds(), ROOT / "seeds")
    coverage = event_coverage(coded, read_scopes(seeds(), ROOT / "seeds"), ROOT / "seeds")
    told, years = event_timeline(coded, coverage).axes
    assert len(told.get_yticks()) == coded["detail"].nunique()
    assert years.get_xlim()[0] < coded["first"].min() and years.get_xlim()[1] > coded["last"].max()
    assert len(event_timeline(coded.iloc[:0], coverage.iloc[:0]).axes[0].texts) == 1
    null = {"null_q025": 0, "null_median": 0.1, "null_q975": 0.4, "free_q975": 0.2}
    row = {"measure_a": "x", "measure_b": "y", "r": 0.3, "p": 0.2, **null}
    (ax,) = correlation_intervals(pd.DataFrame([row])).axes
    assert ax.texts[0].get_text() == "p = 0.200"
    for empty in (
        claim_matrix(claims.iloc[:0], texts=texts),
        correlation_intervals(pd.DataFrame([row]).iloc[:0]),
    ):
        assert len(empty.axes[0].texts) == 1
