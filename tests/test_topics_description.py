"""Topics described: top words, coherence, labels and passages, by hand and on the two long texts."""

import re
from collections import Counter
from functools import cache
from itertools import combinations
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from annotated import ROOT
from annotated import seeds as annotated_seeds
from scipy import sparse

from dhtools import fold_case, segment
from dhtools.annotation import find_names, read_gazetteer
from dhtools.errors import DhtoolsError
from dhtools.topics import TopicModel, document_term_matrix, fit_topics
from dhtools.topics.coherence import coherence
from dhtools.topics.description import exclusivity, frex, top_words, topic_passages, topic_shares_by_text
from dhtools.topics.document_term_matrix import DocumentTermMatrix
from dhtools.topics.topic_labels import label_topics

NAN = float("nan")


def weights() -> pd.DataFrame:
    """Three topics and four words, with zeros and ties."""
    rows = [[0.5, 0.3, 0.2, 0], [0, 0.3, 0.3, 0.4], [0.25, 0, 0.5, 0.25]]
    return pd.DataFrame(rows, index=pd.RangeIndex(1, 4, name="topic"), columns=pd.Index(list("abcd")))


def model_of(word_weights: pd.DataFrame, shares: pd.DataFrame, texts: list[str] | None = None) -> TopicModel:
    """A model with these tables; the words stand once in each segment, only the first in the last one too."""
    counts = np.ones((len(shares), word_weights.shape[1]), dtype=np.int32)
    counts[-1, 1:] = 0
    docs = DocumentTermMatrix(
        sparse.csr_array(counts),
        segments=shares.index,
        texts=pd.Index(texts or ["t"] * len(shares), dtype=object, name="text"),
        words=pd.Index(word_weights.columns, dtype=object, name="word"),
        rule="by hand",
    )
    topics = pd.RangeIndex(1, len(word_weights) + 1, name="topic")
    named = word_weights.set_axis(topics).set_axis(docs.words, axis="columns")
    return TopicModel(
        docs, "nmf", 0, named, shares.set_axis(topics, axis="columns"), 0.5, lambda counts: counts
    )


def by_hand() -> TopicModel:
    shares = pd.DataFrame(
        [[0.6, 0.3, 0.1], [0.2, 0.8, 0.0]], index=pd.Index(["t_01", "t_02"], name="segment")
    )
    return model_of(weights(), shares)


def tokens_of(**segments: str) -> pd.DataFrame:
    """Segments of one text as a token table: sentences end with a stop, words are cut as they stand."""
    rows, place, passage = [], 0, 0
    for name, raw in segments.items():
        for sentence in re.findall(r"[^.]+\.?", raw):
            passage += 1
            found = re.finditer(r"'s|[a-z]+", sentence)
            rows += [(name, f"t:{passage}.1", place + m.start(), place + m.end(), m.group()) for m in found]
            place += len(sentence)
    frame = pd.DataFrame(rows, columns=["segment", "passage", "start", "end", "word"])
    return frame.assign(text="t").astype(dict.fromkeys(("segment", "passage", "text", "word"), "category"))


@cache
def long_texts() -> tuple[pd.DataFrame, pd.DataFrame, TopicModel]:
    """The author's words of the two long texts, the names of persons, and four topics."""
    corpus = annotated_seeds().corpus
    tokens = fold_case(annotated_seeds().tokens).query("voice == 'author' and text in ['article', 'lecture']")
    names = find_names(corpus, read_gazetteer(ROOT / "seeds").query("type == 'person'"))
    tokens = segment(tokens, segment_words=100)
    return tokens, names, fit_topics(document_term_matrix(tokens, names=names), 4)


# top words


def test_frex_by_hand():
    # the ranks of the weights, then of the exclusivities .5/.75, .3/.6, .2/1 and so on, in quarters
    table = frex(weights())
    first = [1, 0.75, 0.5, NAN]
    second = [NAN, 1 / (0.5 / 0.75 + 0.5 / 0.625), 1 / (0.5 / 0.5 + 0.5 / 0.625), 1]
    third = [1 / (0.5 / 0.5 + 0.5 / 0.625), NAN, 1, 1 / (0.5 / 0.75 + 0.5 / 0.625)]
    np.testing.assert_allclose(table, [first, second, third], rtol=1e-12)
    assert table.index.equals(weights().index) and table.columns.equals(weights().columns)


def test_the_balance_of_frex_is_the_weight_of_exclusivity():
    second = frex(weights(), balance=0.8).loc[2]
    np.testing.assert_allclose(second["b"], 1 / (0.8 / 0.75 + 0.2 / 0.625), rtol=1e-12)
    assert frex(weights(), balance=0).loc[2, "b"] == 0.625  # rank of the weight alone: two share 2 and 3
    assert frex(weights(), balance=1).loc[2, "b"] == 0.75  # rank of the exclusivity alone


def test_a_word_that_no_topic_has_has_no_frex_and_disturbs_none():
    table = frex(weights().assign(e=0.0))
    assert table["e"].isna().all() and table.notna().sum().sum() == 9
    # it has the lowest ranks, with the other zeros: five words, of which two share 1 and 2
    np.testing.assert_allclose(table.loc[1, ["a", "b", "c"]].astype(float), [1, 0.8, 0.6])


def test_rounding_parts_no_words():
    table = pd.DataFrame([[0.1, 0.3], [0.2, 0.6]])
    assert 0.1 / (0.1 + 0.2) != 0.3 / (0.3 + 0.6)
    assert frex(table, balance=1).nunique(axis=1).tolist() == [1, 1]


def test_frex_does_not_depend_on_the_order_of_words_or_topics():
    turned = frex(weights().iloc[::-1, ::-1])
    pd.testing.assert_frame_equal(
        turned.loc[[1, 2, 3], list("abcd")], frex(weights()), check_index_type=False
    )


def test_top_words_by_hand():
    table = top_words(by_hand())
    assert table.columns.tolist() == ["topic", "rank", "word", "weight", "frex", "segments"]
    lists = table.groupby("topic")["word"].agg("".join)
    assert lists.to_dict() == {1: "abc", 2: "dbc", 3: "cad"}  # ties by the alphabet, nothing of weight 0
    assert table["rank"].tolist() == [1, 2, 3] * 3
    assert table["weight"].tolist() == [0.5, 0.3, 0.2, 0.4, 0.3, 0.3, 0.5, 0.25, 0.25]
    assert table["segments"].tolist() == [2, 1, 1, 1, 1, 1, 1, 2, 1]  # a stands in both segments
    assert top_words(by_hand(), sort_by="frex").groupby("topic")["word"].agg("".join)[3] == "cda"
    pd.testing.assert_frame_equal(top_words(by_hand(), 2), table[table["rank"] <= 2].reset_index(drop=True))


def test_words_may_be_called_as_the_columns_are():
    named = weights().set_axis(["frex", "topic", "weight", "word"], axis="columns")
    table = top_words(model_of(named, by_hand().shares))
    assert table.groupby("topic")["word"].agg(list)[2] == ["word", "topic", "weight"]


def test_exclusivity_by_hand():
    assert exclusivity(by_hand(), 2).round(12).to_dict() == {
        1: round((0.5 / 0.75 + 0.3 / 0.6) / 2, 12),
        2: round((0.4 / 0.65 + 0.3 / 0.6) / 2, 12),
        3: round((0.5 / 1 + 0.25 / 0.75) / 2, 12),
    }
    alike = model_of(pd.DataFrame([[0.5, 0.5]] * 3), by_hand().shares)
    np.testing.assert_allclose(exclusivity(alike), 1 / 3)
    alone = model_of(weights().iloc[:1], by_hand().shares[[1]])
    assert exclusivity(alone).to_dict() == {1: 1.0}
    empty = model_of(weights().mul([1, 0, 1], axis=0), by_hand().shares)
    assert exclusivity(empty).isna().tolist() == [False, True, False]


def test_shares_by_text():
    shares = pd.DataFrame({1: [0.0, 0.5, 1.0, NAN, 0.25], 2: [1.0, 0.5, 0.0, NAN, 0.75]}, index=list("pqrst"))
    model = model_of(weights().iloc[:2], shares, ["z", "z", "z", "a", "b"])
    table = topic_shares_by_text(model)
    assert table["text"].tolist() == ["z", "z", "a", "a", "b", "b"]  # in the order of the texts
    assert table["topic"].tolist() == [1, 2] * 3 and table["segments"].tolist() == [3, 3, 0, 0, 1, 1]
    assert table.loc[0, ["share", "low", "high"]].tolist() == pytest.approx([0.5, 0.05, 0.95])
    assert table.loc[2:3, ["share", "low", "high"]].isna().all(axis=None)
    assert table.loc[4, ["share", "low", "high"]].tolist() == [0.25] * 3


# coherence


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
    assert table[["topic", "pairs", "never", "absent"]].to_numpy().tolist() == [
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
    assert with_unknown["absent"].tolist() == [1, 1, 0] and with_unknown["pairs"].tolist() == [1, 0, 0]


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
    tokens, _, model = long_texts()
    found = coherence(model, tokens, n=5)
    lists = top_words(model, 5).groupby("topic")["word"].agg(list).to_dict()
    pd.testing.assert_frame_equal(found, coherence(lists, tokens))
    assert found["pairs"].eq(10).all() and found["npmi"].between(-1, 1).all()
    shuffled = pd.Series(model.documents.words).sample(40, random_state=0).to_numpy().reshape(8, 5)
    assert coherence(shuffled.tolist(), tokens)["npmi"].max() < found["npmi"].min()


# labels


def named_by_hand() -> tuple[TopicModel, pd.DataFrame]:
    tokens = tokens_of(
        s1="the civil war of the reds began. a civil war is war. red army, red army men.",
        s2="civil war and the red army. a red army of men, civil war. the red army.",
        s3="the printing press prints. printed 10 copies and printed 11 copies. a printing press.",
        s4="a printing press printed 9 copies. the printing press. printed 8 copies, printed 7 copies.",
    )
    columns = ["army", "civil", "copies", "press", "printing", "red", "war"]
    rows = [[0.2, 0.2, 0, 0, 0, 0.2, 0.4], [0, 0, 0.3, 0.4, 0.3, 0, 0]]
    shares = pd.DataFrame(
        [[0.9, 0.1], [1.0, 0.0], [0.1, 0.9], [0.0, 1.0]],
        index=pd.Index(["s1", "s2", "s3", "s4"], name="segment"),
    )
    return model_of(pd.DataFrame(rows, columns=columns), shares), tokens


def test_labels_by_hand():
    model, tokens = named_by_hand()
    table = label_topics(model, tokens)
    assert table["topic"].tolist() == [1, 2] and table["kind"].tolist() == ["n-gram", "n-gram"]
    # red army: 5 occurrences, 2 in a segment of .9 and 3 in one of 1; printing press: 2 and 2
    assert table["label"].tolist() == ["red army", "printing press"]
    assert table["occurrences"].tolist() == [5, 4] and table["segments"].tolist() == [2, 2]
    np.testing.assert_allclose(table["score"], [4.8 * log(4.8 / 2.5), 3.8 * log(3.8 / 2)])
    # shown where the topic takes up most: the second segment, the fourth
    first = tokens.query("segment == 's2' and word == 'red'")["start"].iloc[0]
    assert table["start"].tolist() == [first, tokens.query("segment == 's4'")["start"].iloc[1]]
    assert (table["end"] - table["start"]).tolist() == [len("red army"), len("printing press")]


def test_what_is_no_phrase():
    model, tokens = named_by_hand()
    # printed copies would occur five times, but for the numerals between
    close = tokens.assign(start=2 * np.arange(len(tokens)), end=2 * np.arange(len(tokens)) + 1)
    assert label_topics(model, close)["label"][1] == "printed copies"
    assert label_topics(model, tokens)["label"][1] == "printing press"
    # a word left out, another sentence
    assert label_topics(model, tokens[tokens["word"] != "army"])["label"][0] == "civil war"
    assert label_topics(model, tokens.assign(passage=range(len(tokens))))["kind"].tolist() == [
        "words",
        "words",
    ]


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("war of nerves", "war of nerves"),
        ("war and nerves", "war and nerves"),
        ("war in nerves", "nerves · war"),
        ("war, nerves", "war nerves"),
        ("war - nerves", "nerves · war"),
        ("of nerves", "nerves · war"),
        ("war u", "nerves · war"),
    ],
)
def test_which_words_make_a_phrase(phrase, label):
    twice = f"the {phrase}. the {phrase}. "
    tokens = tokens_of(s1=twice, s2=twice, s3="other. ", s4="other.")
    shares = pd.DataFrame([[1.0, 0.0]] * 2 + [[0.0, 1.0]] * 2, index=["s1", "s2", "s3", "s4"])
    words = pd.DataFrame([[0.5, 0.0, 0.5], [0.0, 1.0, 0.0]], columns=["nerves", "other", "war"])
    assert label_topics(model_of(words, shares), tokens)["label"].tolist() == [label, "other"]


def test_a_phrase_ends_with_its_segment_and_segments_without_shares_are_left_out():
    model, tokens = named_by_hand()
    second = tokens.index[tokens["word"] == "army"][-1]
    cut = tokens.assign(segment=tokens["segment"].where(tokens.index != second, "s1"))
    assert label_topics(model, cut)["occurrences"].tolist() == [4, 4]
    missing = model_of(model.word_weights, model.shares.drop("s1").reindex(model.shares.index))
    assert label_topics(missing, tokens)["kind"][0] == "words"  # in one segment only, of those that are left
    assert topic_passages(missing, tokens, min_words=3)["segment"].tolist() == ["s2", "s4", "s3"]


def test_a_phrase_names_the_topic_in_which_it_scores_highest():
    often = "the civil war. " * 4
    tokens = tokens_of(s1=often, s2=often, s3="peace. ", s4="peace.")
    shares = pd.DataFrame(
        [[0.45, 0.55, 0]] * 2 + [[0, 0, 1]] * 2, index=["s1", "s2", "s3", "s4"], dtype=float
    )
    words = pd.DataFrame([[0.5, 0, 0.5], [0.5, 0, 0.5], [0, 1, 0]], columns=["civil", "peace", "war"])
    table = label_topics(model_of(words, shares), tokens)
    assert 8 * 0.45 * log(2) > 2  # it would do for the first as well
    assert table["label"].tolist() == ["civil · war", "civil war", "peace"]


def test_names_set_aside_are_in_no_label():
    model, tokens = named_by_hand()
    reds = tokens[tokens["word"] == "red"][["text", "start", "end"]]
    assert label_topics(model, tokens, names=reds)["label"].tolist() == ["civil war", "printing press"]


def test_possessives_are_joined_and_of_two_phrases_alike_the_longer_is_the_label():
    one = "the party's left wing. " * 2
    tokens = tokens_of(s1=one, s2=one, s3="grain prices in spring. ", s4="grain prices rose.")
    rows = [[0, 0.6, 0, 0.4], [0.5, 0, 0.5, 0]]
    shares = pd.DataFrame([[1.0, 0], [1, 0], [0, 1], [0, 1]], index=["s1", "s2", "s3", "s4"])
    model = model_of(pd.DataFrame(rows, columns=["grain", "party", "prices", "wing"]), shares)
    assert label_topics(model, tokens, max_words=4)["label"].tolist() == [
        "party's left wing",
        "grain · prices",
    ]
    assert label_topics(model, tokens)["label"].tolist() == ["party's left", "grain · prices"]
    assert label_topics(model, tokens, max_words=2)["label"][0] == "left wing"


def test_words_in_place_of_a_label_differ_and_an_empty_topic_has_none():
    model, tokens = named_by_hand()
    rows = pd.DataFrame([model.word_weights.loc[2]] * 3 + [model.word_weights.loc[2] * 0])
    shares = pd.DataFrame(0.25, index=model.shares.index, columns=range(4))
    table = label_topics(model_of(rows, shares), tokens)
    words = "press · copies · printing"
    assert table["label"].tolist()[:3] == [words, f"{words} (2)", f"{words} (3)"]
    assert table["label"].isna().tolist() == [False] * 3 + [True]
    assert table[["occurrences", "score", "text", "start"]].isna().all(axis=None)


def test_labels_of_the_long_texts():
    tokens, names, model = long_texts()
    table = label_topics(model, tokens, names=names)
    assert table["label"].tolist() == [
        "workers state", "central committee", "trotskyist movement", "copies · published · printed",
    ]  # fmt: skip
    corpus = annotated_seeds().corpus
    for row in table[table["kind"] == "n-gram"].itertuples():
        assert corpus[row.text].raw[row.start : row.end].lower() == row.label
        assert len(re.findall(row.label, " ".join(tokens["word"]))) >= row.occurrences >= row.segments > 1


def test_labels_do_not_depend_on_the_order_of_topics():
    tokens, names, model = long_texts()
    turned = model_of(model.word_weights.iloc[::-1], model.shares.iloc[:, ::-1])
    expected = label_topics(model, tokens, names=names)["label"].tolist()
    assert label_topics(turned, tokens, names=names)["label"].tolist() == expected[::-1]


# passages


def test_passages_by_hand():
    model, tokens = named_by_hand()
    table = topic_passages(model, tokens, min_words=3)
    # of the second segment civil war and the red army, and of two as near the earlier
    assert table["passage"].tolist() == ["t:4.1", "t:2.1", "t:10.1", "t:7.1"]
    length = sqrt(3 * 0.2**2 + 0.4**2)
    # a civil war is war: civil once, war twice
    np.testing.assert_allclose(table["score"][1], (0.2 + 2 * 0.4) / (sqrt(1 + 4) * length), rtol=1e-9)
    np.testing.assert_allclose(table["score"][0], 1 / (2 * length), rtol=1e-9)
    assert table["segment"].tolist() == ["s2", "s1", "s4", "s3"] and table["share"].tolist() == [
        1,
        0.9,
        1,
        0.9,
    ]
    assert table["rank"].tolist() == [1, 2, 1, 2]
    nearest = tokens[tokens["passage"] == "t:4.1"]
    assert table.loc[0, ["start", "end"]].tolist() == [nearest["start"].min(), nearest["end"].max()]
    assert len(topic_passages(model, tokens, n=1, min_words=3)) == 2 and topic_passages(model, tokens).empty
    assert topic_passages(model, tokens, min_words=7)["passage"].tolist() == [
        "t:5.1",
        "t:1.1",
    ]  # seven words each


def test_a_sentence_belongs_to_the_segment_with_most_of_it_and_needs_a_word_of_the_topic():
    tokens = tokens_of(s1="war war", s2="began.").assign(passage="t:1.1")
    shares = pd.DataFrame([[0.5, 0.5], [0.5, 0.5]], index=["s1", "s2"])
    model = model_of(pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["war", "peace"]), shares)
    table = topic_passages(model, tokens, min_words=2)
    assert table[["topic", "segment", "score"]].to_numpy().tolist() == [[1, "s1", 1.0]]


def test_passages_of_the_long_texts():
    tokens, names, model = long_texts()
    table = topic_passages(model, tokens, names=names)
    assert table["topic"].tolist() == sorted([1, 2, 3, 4] * 3)
    assert not table.duplicated(["topic", "segment"]).any() and table["score"].between(0.3, 1).all()
    assert (table.groupby("topic")["score"].diff().dropna() <= 0).all()
    # of the sentence nearest to the topic of the movement, the cosine is counted one by one
    row = table[table["topic"] == 3].iloc[0]
    counts = Counter(tokens.loc[tokens["passage"] == row["passage"], "word"])
    weight = model.word_weights.loc[3]
    counted = {word: number for word, number in counts.items() if word in weight}
    product = sum(number * weight[word] for word, number in counted.items())
    length = sqrt(sum(number**2 for number in counted.values())) * sqrt((weight**2).sum())
    assert (
        row["score"] == pytest.approx(product / length)
        and row["share"] == model.shares.loc[row["segment"], 3]
    )
    shown = annotated_seeds().corpus[row["text"]].raw[row["start"] : row["end"]]
    assert shown.startswith("The political struggle for the continuity of Marxism")


def test_words_of_names_do_not_count_for_a_passage():
    model, tokens = named_by_hand()
    wars = tokens[tokens["word"] == "war"][["text", "start", "end"]]
    table = topic_passages(model, tokens, min_words=3, names=wars)
    # red army, red army men, in place of a civil war is war
    assert table["passage"].tolist() == ["t:4.1", "t:3.1", "t:10.1", "t:7.1"]
    assert table["end"].max() == topic_passages(model, tokens, min_words=3)["end"].max()


# all of them


def test_without_topics_all_tables_are_empty():
    tokens, names, model = long_texts()
    none = fit_topics(model.documents, 0)
    tables = [
        top_words(none), exclusivity(none), topic_shares_by_text(none), coherence(none, tokens),
        label_topics(none, tokens, names=names), topic_passages(none, tokens),
    ]  # fmt: skip
    assert [len(table) for table in tables] == [0] * 6 and frex(none.word_weights).empty
    for table, full in zip(tables[2:], [topic_shares_by_text(model), coherence(model, tokens)], strict=False):
        assert table.dtypes.drop("topic").equals(full.dtypes.drop("topic"))


def test_nothing_given_is_changed():
    model, tokens = named_by_hand()
    before = tokens.copy(), model.word_weights.copy(), model.shares.copy()
    for call in (label_topics, topic_passages, lambda model, tokens: coherence(model, tokens)):
        call(model, tokens)
    top_words(model), topic_shares_by_text(model), exclusivity(model)
    for now, then in zip((tokens, model.word_weights, model.shares), before, strict=True):
        pd.testing.assert_frame_equal(now, then)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda model, tokens: frex(weights(), balance=1.5), "balance=1.5: give the weight"),
        (lambda model, tokens: frex(weights() - 1), "a weight is missing or negative"),
        (lambda model, tokens: frex(weights() / NAN), "a weight is missing or negative"),
        (lambda model, tokens: top_words(model, 0), "n=0: give a whole number"),
        (lambda model, tokens: top_words(model, sort_by="lift"), "sort_by='lift' is not known"),
        (lambda model, tokens: exclusivity(model, 1.5), "n=1.5: give a whole number"),
        (lambda model, tokens: coherence(model, tokens, unit="chapter"), "no column 'chapter'"),
        (lambda model, tokens: coherence(model, tokens[:0]), "The token table has no rows"),
        (lambda model, tokens: coherence(model, tokens, window=1), "window=1: give a whole number"),
        (lambda model, tokens: coherence(model, tokens, n=1), "n=1: give a whole number"),
        (lambda model, tokens: coherence(["war", "peace"], tokens), "a topic is a string"),
        (lambda model, tokens: coherence([["War", "Civil"]], tokens), "Fold the case"),
        (lambda model, tokens: label_topics(model, tokens, max_words=1), "max_words=1: give a whole number"),
        (lambda model, tokens: label_topics(model, tokens, unit="chapter"), "no column 'chapter'"),
        (lambda model, tokens: label_topics(model, tokens.drop(columns="passage")), "no column 'passage'"),
        (
            lambda model, tokens: label_topics(model, tokens.query("segment != 's2'")),
            "segment 's2' of the model",
        ),
        (
            lambda model, tokens: topic_passages(model, tokens.query("segment != 's2'")),
            "segment 's2' of the model",
        ),
        (lambda model, tokens: topic_passages(model, tokens, n=0), "n=0: give a whole number"),
        (
            lambda model, tokens: topic_passages(model, tokens, min_words=True),
            "min_words=True: give a whole number",
        ),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(DhtoolsError, match=message):
        call(*named_by_hand())
