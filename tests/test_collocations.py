"""Collocations and clusters: the table of four cells worked by hand, the formulas, what they have to obey."""

from collections import Counter
from math import log, log2, sqrt

import numpy as np
import pandas as pd
import pytest
from annotated import seeds

from dhtools import DhtoolsError
from dhtools.annotation.tokens import fold_case
from dhtools.terms.associations import ASSOCIATIONS, Cells
from dhtools.terms.collocations import clusters, collocate_lines, collocates


def table(*sentences: str, texts: str = "") -> pd.DataFrame:
    """Return a token table of sentences given as words; *texts* has one letter a sentence."""
    rows = [
        (text, f"{text}:1.{number}", word)
        for number, (sentence, text) in enumerate(zip(sentences, texts or "a" * len(sentences), strict=True))
        for word in sentence.split()
    ]
    return pd.DataFrame(rows, columns=["text", "passage", "word"]).astype("category")


def row(found: pd.DataFrame, collocate: str) -> pd.Series:
    (index,) = np.flatnonzero(found["collocate"] == collocate)
    return found.iloc[index]


# Pairs at most one word apart, from either word. "x n y n": (x n) (n y) (y n), six with both directions.
# "n y z": (n y) (y z), four. "x": none. N = 10, of which with n first: 1 + 2 + 1 and 1, so R1 = 4;
# with y second: 2 and 2, C1 = 4; n and y: 2 and 1, O11 = 3. E = 4 · 4 / 10.
SMALL = ("x n y n", "n y z", "x")


def test_a_window_worked_by_hand():
    found = collocates(table(*SMALL), "n", window=1, min_count=1)
    assert found["collocate"].tolist() == ["y", "x"]
    y = row(found, "y")
    assert (y["n"], y["n_total"], y["expected"]) == (3, 2, pytest.approx(1.6))
    cells = [(3, 1.6), (1, 2.4), (1, 2.4), (5, 3.6)]
    assert y["g2"] == pytest.approx(2 * sum(o * log(o / e) for o, e in cells), rel=1e-12)
    assert y["mi"] == pytest.approx(log2(3 / 1.6)) and y["mi3"] == pytest.approx(log2(27 / 1.6))
    assert y["t"] == pytest.approx((3 - 1.6) / sqrt(3))
    assert y["log_dice"] == pytest.approx(14 + log2(6 / 8))
    assert y["delta_p_node_to_collocate"] == pytest.approx(3 / 4 - 1 / 6)
    assert y["delta_p_collocate_to_node"] == pytest.approx(3 / 4 - 1 / 6)


def test_the_two_directions_of_delta_p_differ():
    # n first: 4 of 10 pairs; x second: 1, and that with n
    x = row(collocates(table(*SMALL), "n", window=1, min_count=1), "x")
    assert (x["n"], x["n_total"], x["expected"]) == (1, 2, pytest.approx(0.4))
    assert x["delta_p_node_to_collocate"] == pytest.approx(1 / 4 - 0 / 6)
    assert x["delta_p_collocate_to_node"] == pytest.approx(1 / 1 - 3 / 9)


def test_sentences_worked_by_hand():
    # n in two of three sentences, x in two, both in one: E = 2 · 2 / 3, fewer than expected
    x = row(collocates(table(*SMALL), "n", window="sentence", min_count=1), "x")
    assert (x["n"], x["n_total"], x["expected"]) == (1, 2, pytest.approx(4 / 3))
    cells = [(1, 4 / 3), (1, 2 / 3), (1, 2 / 3)]
    assert x["g2"] == pytest.approx(-2 * sum(o * log(o / e) for o, e in cells), rel=1e-12)
    assert x["delta_p_node_to_collocate"] == pytest.approx(1 / 2 - 1 / 1) and x["mi"] < 0


def test_what_is_everywhere_has_no_delta_p_and_no_g2():
    found = collocates(table("n a b", "n a", "n c"), "n", window="sentence", min_count=1)
    assert found["n"].tolist() == [2, 1, 1] and found["expected"].tolist() == [2, 1, 1]
    assert found[["g2", "delta_p_node_to_collocate"]].isna().all(axis=None)
    one_way = found["delta_p_collocate_to_node"]
    assert one_way.tolist() == [0, 0, 0]


def test_expected_counts_are_those_of_the_usual_formula_where_no_sentence_is_cut():
    words = ["n" if number % 10 == 0 else f"w{number % 7}" for number in range(7000)]
    found = collocates(table(" ".join(words)), "n", window=2)
    usual = 700 * found["n_total"] * 4 / 7000
    assert len(found) == 7 and np.allclose(found["expected"], usual, rtol=2e-3)


@pytest.mark.parametrize(
    ("node", "counts"),
    [
        ("left opposition", {"a": 1, "left": 1}),
        (["left opposition", "left"], {"a": 1, "of": 1}),
        (["of", "a"], {"left": 1, "opposition": 1}),
        ("LEFT", {"of": 1, "opposition": 1}),
    ],
)
def test_words_phrases_and_sets(node, counts):
    found = collocates(table("of left left opposition a"), node, window=1, min_count=1)
    assert found.set_index("collocate")["n"].to_dict() == counts


def test_a_phrase_takes_up_one_place_and_a_word_left_out_its_own():
    tokens = table("a b left opposition c d")
    assert set(collocates(tokens, "left opposition", window=1, min_count=1)["collocate"]) == {"b", "c"}
    without = tokens[tokens["word"] != "c"]
    assert set(collocates(without, "opposition", window=2, min_count=1)["collocate"]) == {"b", "left", "d"}
    assert set(collocates(without, "opposition", window=1, min_count=1)["collocate"]) == {"left"}
    broken = table("left the opposition c")
    assert collocates(broken[broken["word"] != "the"], "left opposition", min_count=1).empty


def test_a_window_of_any_size_ends_with_the_sentence():
    tokens = table("a b", "n c d", "e")
    assert set(collocates(tokens, "n", window=10**9, min_count=1)["collocate"]) == {"c", "d"}


def counted_one_by_one(tokens: pd.DataFrame, node: str, window: int) -> tuple[Counter, Counter]:
    """Return pairs that begin with the node by their collocate, and all pairs by the word they end with."""
    both, each = Counter(), Counter()
    for words in tokens.groupby("passage", observed=True)["word"].agg(list):
        for place, word in enumerate(words):
            others = words[max(place - window, 0) : place] + words[place + 1 : place + 1 + window]
            each.update(others)
            both.update(others if word == node else [])
    return both, each


def test_pairs_of_the_four_texts_counted_one_by_one():
    tokens = fold_case(seeds().tokens)
    both, each = counted_one_by_one(tokens, "bureaucracy", 4)
    found = collocates(tokens, "bureaucracy", window=4, min_count=1).set_index("collocate")
    assert found["n"].to_dict() == {word: both[word] for word in both if word != "bureaucracy"}
    expected = [each["bureaucracy"] * each[word] / each.total() for word in found.index]
    assert len(found) > 50 and np.allclose(found["expected"], expected, rtol=1e-12)


def test_words_without_a_sentence_take_no_part():
    tokens = table("n a", "n b")
    tokens["passage"] = tokens["passage"].cat.remove_categories(["a:1.1"])
    assert collocates(tokens, "n", min_count=1)["collocate"].tolist() == ["a"]


def test_association_has_no_direction_but_for_delta_p():
    tokens = fold_case(seeds().tokens)
    one = row(collocates(tokens, "stalin", min_count=1), "faction")
    other = row(collocates(tokens, "faction", min_count=1), "stalin")
    assert one["n"] == other["n"] > 3
    for name in ("expected", "g2", "mi", "mi3", "t", "log_dice"):
        assert one[name] == pytest.approx(other[name], rel=1e-12)
    there, back = "delta_p_node_to_collocate", "delta_p_collocate_to_node"
    assert one[there] == pytest.approx(other[back], rel=1e-12) != one[back]


@pytest.mark.parametrize("window", [1, 5, "sentence"])
def test_bounds_and_signs(window):
    found = collocates(fold_case(seeds().tokens), "the", window=window, min_count=1)
    assert len(found) > 500 and (found["log_dice"] <= 14).all()
    for name in ("delta_p_node_to_collocate", "delta_p_collocate_to_node"):
        assert found[name].between(-1, 1).all()
        assert (np.sign(found[name].round(12)) == np.sign((found["n"] - found["expected"]).round(9))).all()
    assert (found["g2"].round(9) * found["mi"].round(9) >= 0).all() and (found["g2"] < 0).any()


def test_scaling():
    # twice the corpus: G² doubles, t grows by √2, MI and logDice and ΔP stay
    one = collocates(table(*SMALL), "n", window=1, min_count=1)
    two = collocates(table(*SMALL, *SMALL), "n", window=1, min_count=1)
    assert one["collocate"].tolist() == two["collocate"].tolist()
    for name, factor in {
        "g2": 2,
        "t": sqrt(2),
        "mi": 1,
        "log_dice": 1,
        "delta_p_node_to_collocate": 1,
    }.items():
        assert np.allclose(two[name], one[name] * factor, rtol=1e-12)


def test_log_dice_of_words_never_apart_is_14():
    cells = Cells(np.array([8.0]), 8.0, np.array([8.0]), 1000.0)
    assert ASSOCIATIONS["log_dice"](cells).tolist() == [14]
    assert ASSOCIATIONS["delta_p_node_to_collocate"](cells).tolist() == [1]


def test_min_count_measures_and_order():
    found = collocates(table("n a", "n a", "n b", "n b", "n b", "c"), "n", window=1, measures=["t"])
    assert found.columns.tolist() == ["collocate", "n", "n_total", "expected", "t", "note"]
    assert found["collocate"].tolist() == ["b", "a"]
    assert collocates(table("n b", "n a"), "n", min_count=1, measures=[])["collocate"].tolist() == ["a", "b"]
    assert collocates(table("n a"), "n").empty and collocates(table("n a"), "absent", min_count=1).empty


def test_clusters_worked_by_hand():
    tokens = table("the n of the n", "the n of", "of the n", texts="aab")
    found = clusters(tokens, "n", ngram=2, min_count=1)
    assert found.to_numpy().tolist() == [["the n", 4, 2], ["n of", 2, 1]]
    three = clusters(tokens, "n", ngram=3, min_count=2)
    assert three.to_numpy().tolist() == [["of the n", 2, 2], ["the n of", 2, 1]]


def test_a_cluster_with_the_node_twice_counts_once():
    assert clusters(table("n a n"), "n", min_count=1).to_numpy().tolist() == [["n a n", 1, 1]]


def test_clusters_of_phrases_and_sets_do_not_bridge_what_is_left_out():
    tokens = table("a left opposition b", "the gpu b")
    assert set(clusters(tokens, "left opposition", min_count=1)["cluster"]) == {
        "a left opposition",
        "left opposition b",
    }
    assert set(clusters(tokens, ["gpu", "left"], ngram=2, min_count=1)["cluster"]) == {
        "a left",
        "left opposition",
        "the gpu",
        "gpu b",
    }
    assert clusters(tokens[tokens["word"] != "opposition"], "left", min_count=1).empty
    assert clusters(tokens, "absent", min_count=1).columns.tolist() == ["cluster", "n", "n_texts"]


@pytest.mark.parametrize("call", [collocates, clusters])
@pytest.mark.parametrize(
    ("node", "message"),
    [("", "holds no word"), ([], "names nothing"), (["n", "7"], "holds no word"), (None, "word")],
)
def test_a_node_without_a_word_is_refused(call, node, message):
    with pytest.raises(DhtoolsError, match=message):
        call(table(*SMALL), node)


@pytest.mark.parametrize("call", [collocates, clusters])
@pytest.mark.parametrize("order", [[3, 2, 1, 0], [0, 0, 1, 1], list("abcd")])
def test_rows_that_are_not_in_order_are_refused(call, order):
    with pytest.raises(DhtoolsError, match="keep their index"):
        call(table("x n y n").set_index(pd.Index(order)), "n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": 0}, "window=0"),
        ({"window": "paragraph"}, "or 'sentence'"),
        ({"window": 2.5}, "window=2.5"),
        ({"min_count": 0}, "min_count=0"),
        ({"measures": ["pmi"]}, "measures='pmi' is not known"),
    ],
)
def test_options_of_collocates_that_are_refused(options, message):
    with pytest.raises(DhtoolsError, match=message):
        collocates(table(*SMALL), "n", **options)


@pytest.mark.parametrize(
    ("node", "options", "message"),
    [
        ("n", {"ngram": 1}, "ngram=1"),
        ("n", {"min_count": True}, "min_count=True"),
        ("x n y", {"ngram": 2}, "has 3 words. Take longer"),
    ],
)
def test_options_of_clusters_that_are_refused(node, options, message):
    with pytest.raises(DhtoolsError, match=message):
        clusters(table(*SMALL), node, **options)


def test_the_lines_of_a_collocate_are_what_its_row_counts():
    annotation = seeds()
    tokens = fold_case(annotation.tokens)
    for node, window in (("Stalin", 5), ("left opposition", 3), (["GPU", "OGPU"], 2), ("the", 1)):
        table = collocates(tokens, node, window=window, min_count=1)
        for collocate, count in table[["collocate", "n"]].itertuples(index=False):
            lines = collocate_lines(annotation, node, collocate, window=window, tokens=tokens)
            assert lines["n"].sum() == count, (node, collocate)
    table = collocates(tokens, "bureaucracy", window="sentence")
    for collocate, count in table[["collocate", "n"]].head(6).itertuples(index=False):
        lines = collocate_lines(annotation, "bureaucracy", collocate, window="sentence", tokens=tokens)
        assert lines["passage"].nunique() == count
        assert set(lines["match"].str.lower()) == {"bureaucracy"}


def test_a_phrase_is_shown_whole_and_what_is_never_near_has_no_lines():
    annotation = seeds()
    tokens = fold_case(annotation.tokens)
    lines = collocate_lines(annotation, "Left Opposition", "the", window=4, tokens=tokens)
    assert len(lines) and set(lines["match"]) == {"Left Opposition"}
    assert collocate_lines(annotation, "Stalin", "xyzzy", tokens=tokens).empty
    assert collocate_lines(annotation, "xyzzy", "the", tokens=tokens).empty
    with pytest.raises(DhtoolsError, match="single word"):
        collocate_lines(annotation, "Stalin", "two words", tokens=tokens)


def test_the_possessive_has_lines_as_any_collocate():
    annotation = seeds()
    tokens = fold_case(annotation.tokens)
    for window, figure in (
        (5, lambda lines: lines["n"].sum()),
        ("sentence", lambda lines: lines["passage"].nunique()),
    ):
        count = row(collocates(tokens, "Stalin", window=window), "'s")["n"]
        assert count > 20
        assert figure(collocate_lines(annotation, "Stalin", "'s", window=window, tokens=tokens)) == count
    with pytest.raises(DhtoolsError, match="single word"):
        collocate_lines(annotation, "Stalin", " ", tokens=tokens)


def plain_cells(tokens, node, window):
    """Count the four cells pair by pair, in the order of the table; the node is one word or two."""
    units, row = [], 0
    numbers, words, sentences = tokens.index.tolist(), tokens["word"].tolist(), tokens["passage"].tolist()
    shift = 0
    while row < len(words):
        size = len(node)
        run = words[row : row + size] == node and numbers[row + size - 1] - numbers[row] == size - 1
        size = size if run and len({*sentences[row : row + size]}) == 1 else 1
        whole = words[row : row + size] == node
        units.append(("*" if whole else words[row], sentences[row], numbers[row] - shift))
        shift, row = shift + size - 1, row + size
    n = Counter(word for word, _, _ in units)
    if window == "sentence":
        pairs = {(sentence, word) for word, sentence, _ in units}
        having = {sentence for sentence, word in pairs if word == "*"}
        paired = Counter(word for _, word in pairs)
        both = Counter(word for sentence, word in pairs if sentence in having)
        return n, both, paired, len({sentence for sentence, _ in pairs})
    near = [
        (one[0], other[0])
        for one in units
        for other in units
        if one is not other and one[1] == other[1] and abs(one[2] - other[2]) <= window
    ]
    paired = Counter(word for word, _ in near)
    return n, Counter(other for word, other in near if word == "*"), paired, len(near)


@pytest.mark.parametrize("node", [["n"], ["n", "m"], ["m", "m"]])
@pytest.mark.parametrize("window", [1, 3, "sentence"])
@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_of_a_count_pair_by_pair(node, window, seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 12, 30)
    tokens = table(*(" ".join(rng.choice(list("nmabc"), length)) for length in lengths))
    tokens["passage"] = pd.Categorical(tokens["passage"], categories=tokens["passage"].unique())
    tokens = tokens[rng.random(len(tokens)) < 0.9] if seed % 2 else tokens
    n, both, paired, total = plain_cells(tokens, node, window)
    found = collocates(tokens, " ".join(node), window=window, min_count=1)
    assert found["collocate"].tolist() and set(found["collocate"]) == set(both) - {"*"}
    for one in found.itertuples():
        assert (one.n, one.n_total) == (both[one.collocate], n[one.collocate])
        assert one.expected == pytest.approx(paired["*"] * paired[one.collocate] / total)
