"""Topic models: planted topics are found, and the same fit in one thread or two."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.decomposition import NMF
from sklearn.decomposition._nmf import _initialize_nmf
from sklearn.feature_extraction.text import TfidfTransformer
from threadpoolctl import threadpool_info, threadpool_limits
from topics_by_hand import planted, table

from dhtools import DhtoolsError
from dhtools.topics import (
    coherence,
    diagnose_topics,
    document_term_matrix,
    factorisation,
    fit_topics,
    label_topics,
    stability,
    top_words,
    topic_passages,
    topic_shares_by_text,
)
from dhtools.topics.factorisation import TOPIC_MODELS, singular_starts
from dhtools.topics.models import _shares
from dhtools.wordlists import function_words


@pytest.fixture(scope="module")
def model():
    return fit_topics(planted(), 3)


def test_weights_and_shares_sum_to_one_and_the_largest_topic_comes_first(model):
    np.testing.assert_allclose(model.word_weights.sum(axis=1), 1)
    np.testing.assert_allclose(model.shares.sum(axis=1), 1)
    assert (model.word_weights >= 0).all(axis=None) and model.topics.tolist() == [1, 2, 3]
    assert (model.dominant == model.shares.idxmax(axis=1)).all()
    groups = pd.crosstab(np.arange(30) % 3, model.dominant)
    assert (groups.max(axis=1) == 10).all() and (groups.max(axis=0) == 10).all()


def test_explained_against_dense_matrices(model):
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(model.documents.counts)
    start, matrix = singular_starts(weights, [3])[3], weights.toarray()
    nmf = NMF(3, init="custom", tol=1e-6, max_iter=1000)
    shares = nmf.fit_transform(matrix, W=start[0], H=start[1])
    rest = np.linalg.norm(matrix - shares @ nmf.components_) ** 2
    assert model.explained == pytest.approx(1 - rest / np.linalg.norm(matrix) ** 2, rel=1e-6)


def test_start_is_that_of_scikit_learn_up_to_its_random_decomposition():
    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(planted().counts)
    starts, theirs = (
        singular_starts(matrix, [2, 3]),
        _initialize_nmf(matrix, 3, init="nndsvd", random_state=0),
    )
    for found, expected in zip(starts[3], theirs, strict=True):
        np.testing.assert_allclose(found, expected, atol=2e-3)
    np.testing.assert_array_equal(starts[2][0], starts[3][0][:, :2])


@pytest.mark.parametrize("tied", [False, True])
def test_the_start_of_a_large_table_is_that_of_a_dense_decomposition(monkeypatch, tied):
    blocks = sparse.csr_array(sparse.kron(sparse.eye_array(4), np.ones((10, 11))))
    random = sparse.random_array((40, 50), density=0.2, format="csr", rng=np.random.default_rng(0))
    matrix = blocks if tied else random
    dense = singular_starts(matrix, [4])[4]
    monkeypatch.setattr(factorisation, "LARGEST_DENSE", 10)
    for found, expected in zip(singular_starts(matrix, [4])[4], dense, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_as_good_a_fit_as_scikit_learn_alone():
    documents = planted(strength=0.2)
    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(documents.counts)
    bare = NMF(4, init="nndsvd", random_state=0).fit(matrix)
    rest = 1 - bare.reconstruction_err_**2 / (matrix.data**2).sum()
    assert fit_topics(documents, 4).explained >= 0.999 * rest


def test_one_thread_or_two():
    code = (
        "from test_topics_stability import planted; from dhtools.topics import fit_topics;"
        "print(*fit_topics(planted(strength=0.2), 4).shares.to_numpy().ravel().tolist())"
    )
    shares = []
    for threads in "12":
        env = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=Path(__file__).parent, env=env, capture_output=True, check=True
        )
        shares.append(np.array(done.stdout.split(), dtype=float))
    np.testing.assert_allclose(*shares, rtol=0, atol=1e-9)


def test_projecting_what_was_fitted_gives_its_shares_back(model):
    before = model.word_weights.copy()
    np.testing.assert_allclose(model.project(model.documents), model.shares, atol=0.02)
    pd.testing.assert_frame_equal(model.word_weights, before)


def test_new_segments_of_a_planted_topic_are_described_by_it(model):
    topic = model.dominant.iloc[0]
    own = [word for word in model.word_weights.loc[topic].nlargest(5).index]
    new = document_term_matrix(table({"c_1": " ".join(own)}), vocabulary=model.documents.vocabulary)
    assert model.project(new).idxmax(axis=1).tolist() == [topic]
    unknown = document_term_matrix(table({"c_1": "quite other words"}), vocabulary=model.documents.vocabulary)
    assert model.project(unknown).isna().all(axis=None)


@pytest.mark.parametrize("name", ["lda", "lda_gibbs", "nmf_random"])
def test_other_models_find_planted_topics_and_repeat_themselves(name):
    clear = planted(strength=0.8)
    found, again = fit_topics(clear, 3, model=name, seed=2), fit_topics(clear, 3, model=name, seed=2)
    assert found.shares.equals(again.shares) and found.word_weights.equals(again.word_weights)
    groups = pd.crosstab(np.arange(30) % 3, found.dominant)
    assert (groups.max(axis=1) >= 9).all() and groups.to_numpy().argmax(axis=1).tolist() != [0, 0, 0]
    assert 0 < found.explained < 1
    assert found.project(clear).idxmax(axis=1).eq(found.dominant).mean() > 0.9


def test_tomotopy_is_asked_for_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with pytest.raises(DhtoolsError, match=r"pip install \"dhtools\[lda\]\""):
        fit_topics(planted(), 2, model="lda_gibbs")
    assert set(TOPIC_MODELS) == {"nmf", "nmf_random", "lda", "lda_gibbs"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"k": 31}, r"k=31: more topics than there are segments \(30\)"),
        ({"k": 2.5}, "k=2.5: give a whole number"),
        ({"k": True}, "k=True"),
        ({"k": -1}, "k=-1"),
        ({"seed": -1}, "seed=-1"),
        ({"model": "bert"}, "model='bert' is not known"),
    ],
)
def test_bad_options_of_a_fit(given, said):
    with pytest.raises(DhtoolsError, match=said):
        fit_topics(planted(), **{"k": 3, **given})


def test_an_empty_segment_is_named():
    with pytest.raises(DhtoolsError, match="1 of 4 segments, 'b_2' first"):
        fit_topics(document_term_matrix(table(), min_df=1, max_df=1.0), 2)


def test_a_vocabulary_emptied_by_stop_words():
    emptied = document_term_matrix(table(), stop_words=["party", "press", "war", *function_words()])
    with pytest.raises(DhtoolsError, match="No word is left to tell subjects by: 0 words"):
        fit_topics(emptied, 2)


def test_another_vocabulary_cannot_be_projected(model):
    with pytest.raises(DhtoolsError, match="another vocabulary"):
        model.project(document_term_matrix(table(), min_df=1, max_df=1.0))


def test_without_topics_every_table_is_empty():
    none = fit_topics(document_term_matrix(table()), 0)
    tokens, names = table(), pd.DataFrame({"text": [], "start": [], "end": []})
    assert none.dominant.tolist() == [0, 0, 0, 0]
    for frame in (
        top_words(none), topic_passages(none, tokens), label_topics(none, tokens), coherence(none, tokens),
        topic_shares_by_text(none),
        diagnose_topics(none, tokens, names=names), stability(document_term_matrix(tokens), 0).table,
    ):  # fmt: skip
        assert frame.empty and len(frame.columns) > 2


# what a fit depends on, and what it leaves alone

BLOCKS = {
    "a_1": "party press union", "a_2": "party press", "a_3": "press union", "a_4": "party press strike",
    "a_5": "strike union press", "b_1": "war peace", "b_2": "war peace treaty", "b_3": "peace treaty",
}  # fmt: skip


def test_the_topic_of_most_segments_comes_first():
    rows = [*range(2, 30, 3), *range(0, 15, 3), *range(1, 7, 3)]  # ten, five and two of a planted topic
    uneven = fit_topics(planted(strength=0.8).take(rows), 3)
    assert uneven.dominant.tolist() == [1] * 10 + [2] * 5 + [3] * 2
    assert top_words(uneven, n=5)["word"].str[:4].tolist() == ["own2"] * 5 + ["own0"] * 5 + ["own1"] * 5


def test_neither_seeds_nor_the_order_of_segments_move_nmf(model):
    for seed in (0, 1, 2026):
        same = fit_topics(planted(), 3, seed=seed)
        pd.testing.assert_frame_equal(same.word_weights, model.word_weights, check_exact=True)
        pd.testing.assert_frame_equal(same.shares, model.shares, check_exact=True)
    rows = np.random.default_rng(1).permutation(30)
    turned = fit_topics(planted().take(rows), 3)
    np.testing.assert_allclose(turned.shares, model.shares.iloc[rows], rtol=0, atol=1e-9)
    np.testing.assert_allclose(turned.word_weights, model.word_weights, rtol=0, atol=1e-9)


def test_a_random_start_depends_on_its_seed():
    first, second = (fit_topics(planted(strength=0.2), 4, model="nmf_random", seed=seed) for seed in (0, 1))
    assert not first.shares.equals(second.shares)


def test_the_global_generator_is_left_alone():
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    for name in TOPIC_MODELS:
        fit_topics(planted(), 2, model=name).project(planted())
    assert np.random.random() == expected


def test_a_fit_takes_one_thread_and_gives_the_others_back(monkeypatch):
    def blas():
        return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]

    during = []

    def spying(counts, k, seed):
        during.append(blas())
        fitted = TOPIC_MODELS["nmf"](counts, k, seed)
        return replace(fitted, project=lambda other: during.append(blas()) or fitted.project(other))

    monkeypatch.setattr("dhtools.topics.models.TOPIC_MODELS", {"nmf": TOPIC_MODELS["nmf"], "spying": spying})
    with threadpool_limits(2, user_api="blas"):
        before = blas()
        fit_topics(planted(), 2, model="spying").project(planted())
        assert blas() == before and before
    assert [set(threads) for threads in during] == [{1}, {1}]


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_around_a_fit_do_not_matter(model, threads):
    with threadpool_limits(threads, user_api="blas"):
        again = fit_topics(planted(), 3)
    np.testing.assert_allclose(again.shares, model.shares, rtol=0, atol=1e-9)
    np.testing.assert_allclose(again.word_weights, model.word_weights, rtol=0, atol=1e-9)


def test_what_was_given_is_not_changed():
    counted = planted()
    before = counted.to_frame()
    for name in TOPIC_MODELS:
        fit_topics(counted, 2, model=name).project(counted)
    pd.testing.assert_frame_equal(counted.to_frame(), before)


# edges


@pytest.mark.parametrize("name", ["nmf", "nmf_random", "lda", "lda_gibbs"])
def test_one_topic_has_all_of_every_segment(name):
    one = fit_topics(planted(), 1, model=name)
    assert one.dominant.tolist() == [1] * 30
    np.testing.assert_allclose(one.shares, 1)
    np.testing.assert_allclose(one.word_weights.sum(axis=1), 1, rtol=1e-6)


def test_as_many_topics_as_there_are_segments_explain_everything():
    counted = document_term_matrix(table(BLOCKS), min_df=1, max_df=1.0).take([0, 1, 5])
    every = fit_topics(counted, 3)
    assert every.explained == pytest.approx(1, abs=1e-3)
    assert fit_topics(counted, 1).explained < 0.7


def test_shares_are_missing_where_no_word_of_a_topic_stands():
    counted = document_term_matrix(table(BLOCKS), min_df=1, max_df=1.0)
    of_party = fit_topics(counted, 1)
    assert set(top_words(of_party, n=4)["word"]) == {"party", "press", "strike", "union"}
    assert of_party.shares[1].tolist()[:5] == [1] * 5 and of_party.shares[1][5:].isna().all()
    assert of_party.dominant.tolist() == [1] * 5 + [0] * 3
    assert topic_shares_by_text(of_party).set_index("text")["n_segments"].to_dict() == {"a": 5, "b": 0}
    assert of_party.project(counted).isna().equals(of_party.shares.isna())


def test_what_rounding_leaves_of_a_topic_is_no_share():
    strength = np.array([[3.0, 1.0], [2e-66, 0.0], [0.0, 0.0]])
    shares = _shares(strength, pd.Index(list("abc")), pd.Index([1, 2]))
    assert shares.loc["a"].tolist() == [0.75, 0.25] and shares.loc[["b", "c"]].isna().all(axis=None)


def test_a_segment_is_projected_alike_alone_and_among_others(model):
    together = model.project(planted())
    for row in (0, 17):
        np.testing.assert_allclose(model.project(planted().take([row])), together.iloc[[row]], atol=1e-12)


def test_without_topics_nothing_is_projected():
    none = fit_topics(planted(), 0)
    projected = none.project(planted())
    assert projected.shape == (30, 0) and projected.index.equals(planted().segments)
    assert none.word_weights.shape == (0, len(planted().vocabulary)) and not len(none.topics)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"k": "3"}, "k='3': give a whole number from 0"),
        ({"k": None}, "k=None"),
        ({"seed": 1.5}, r"seed=1\.5: give a whole number from 0"),
        ({"seed": True}, "seed=True"),
        (
            {"model": "NMF"},
            "model='NMF' is not known. Choose one of: 'nmf', 'nmf_random', 'lda', 'lda_gibbs'",
        ),
    ],
)
def test_more_bad_options_of_a_fit(given, said):
    with pytest.raises(DhtoolsError, match=said):
        fit_topics(planted(), **{"k": 3, **given})


def test_more_topics_than_words_or_than_segments_left():
    counted = document_term_matrix(table(BLOCKS), vocabulary=["party", "press", "war", "peace"])
    with pytest.raises(DhtoolsError, match=r"k=5: .* segments \(8\) or words \(4\). Take fewer topics"):
        fit_topics(counted, 5)
    with pytest.raises(DhtoolsError, match=r"k=1: more topics than there are segments \(0\)"):
        fit_topics(counted.take([]), 1)


def test_the_same_words_in_another_order_are_another_vocabulary(model):
    other = document_term_matrix(table(BLOCKS), vocabulary=model.documents.vocabulary[::-1])
    with pytest.raises(DhtoolsError, match="Count them with document_term_matrix"):
        model.project(other)


@pytest.mark.parametrize("name", ["nmf", "lda", "lda_gibbs"])
def test_segments_without_words_and_no_segments_are_projected(name):
    found = fit_topics(planted(strength=0.8), 3, model=name)
    own = found.word_weights.columns[0]
    new = document_term_matrix(
        table({"c_1": f"{own} {own}", "c_2": "quite other words"}), vocabulary=found.documents.vocabulary
    )
    shares = found.project(new)
    assert shares.loc["c_1"].sum() == pytest.approx(1) and shares.loc["c_2"].isna().all()
    assert found.project(new.take([])).shape == (0, 3)


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_ties_and_too_few_dimensions_give_the_same_topics_every_time(k):
    words = {"a": "party press", "b": "war peace", "c": "red army"}
    pairs = {f"{text}_{number}": own for text, own in words.items() for number in (1, 2)}
    for counted in (document_term_matrix(table(pairs), min_df=1, max_df=1.0), planted().take([0] * 30)):
        first, *others = (fit_topics(counted, k) for _ in range(3))
        for other in others:
            assert first.word_weights.equals(other.word_weights) and first.shares.equals(other.shares)


def test_a_seed_beyond_the_generators_is_refused():
    with pytest.raises(DhtoolsError, match="seed=4294967296: give a whole number from 0 to 4294967295"):
        fit_topics(planted(), 2, seed=2**32)
