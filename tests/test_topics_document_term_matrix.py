"""Documents of topics: what is counted and what is set aside; order and types of a table do not matter."""

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of
from topics_by_hand import table

from dhtools import DhtoolsError, annotate, fold_case, segment
from dhtools.annotation import find_names
from dhtools.topics import document_term_matrix
from dhtools.topics.document_term_matrix import evenly, inside_spans, long_texts, segment_length
from dhtools.wordlists import function_words

#: Every word of two letters or more, wherever it stands.
ALL = {"min_df": 1, "max_df": 1.0, "stop_words": ()}


AUTHORITY = pd.DataFrame({"name": ["x", "y"], "variant": ["Reiss", "White Army"]})


def of_words(*segments):
    """A token table of one text with these segments."""
    return table({f"a_{number:02d}": words for number, words in enumerate(segments)})


def held(counted):
    """The words that each segment holds, with their counts, in the order of the columns."""
    return [{word: n for word, n in row.items() if n} for row in counted.to_frame().to_dict("records")]


def test_counts_by_hand():
    counted = document_term_matrix(table(), min_df=1, max_df=1.0)
    assert counted.to_frame().to_dict("index") == {
        "a_1": {"party": 2, "press": 1, "war": 0},
        "a_2": {"party": 0, "press": 1, "war": 1},
        "b_1": {"party": 1, "press": 0, "war": 1},
        "b_2": {"party": 0, "press": 0, "war": 0},
    }
    assert counted.texts.tolist() == ["a", "a", "b", "b"] and counted.empty.tolist() == ["b_2"]
    assert counted.rule.startswith("3 words of two letters or more that stand in at least 1 and at most 100%")


def test_tf_idf_by_hand():
    weights = document_term_matrix(table(), min_df=1, max_df=1.0).tf_idf()
    # party stands twice in the first segment, and each of its two words in two of four segments
    party, press = (1 + np.log(2)) * (1 + np.log(5 / 3)), 1 + np.log(5 / 3)
    np.testing.assert_allclose(
        weights.loc["a_1", ["party", "press"]], np.array([party, press]) / np.hypot(party, press)
    )
    assert weights.loc["b_2"].tolist() == [0, 0, 0]


def test_words_of_few_or_most_segments_are_left_out():
    rare = table({"a_1": "party press", "a_2": "party war", "a_3": "party war", "a_4": "party police"})
    assert document_term_matrix(rare, min_df=2, max_df=1.0).vocabulary.tolist() == ["party", "war"]
    assert document_term_matrix(rare, min_df=2).vocabulary.tolist() == ["war"]
    assert document_term_matrix(rare, min_df=1, max_df=0.25).vocabulary.tolist() == ["police", "press"]


def test_stop_words_are_stated_and_can_be_ones_own():
    assert "286 function words" in document_term_matrix(table()).rule
    assert document_term_matrix(table(), stop_words=["party"], min_df=1, max_df=1.0).vocabulary.tolist() == [
        "and", "in", "of", "press", "the", "war",
    ]  # fmt: skip


def test_a_word_inside_a_name_is_not_counted_and_elsewhere_it_is():
    tokens = table()
    first = tokens.index[tokens["word"] == "party"][0]
    names = pd.DataFrame({"text": ["a"], "start": [first * 10 - 2], "end": [first * 10 + 9]})
    counted = document_term_matrix(tokens, names=names, min_df=1, max_df=1.0).to_frame()
    assert counted["party"].tolist() == [1, 0, 1, 0]


def test_words_of_another_table_keep_their_order():
    counted = document_term_matrix(table(), vocabulary=["war", "camp", "party"])
    assert counted.vocabulary.tolist() == ["war", "camp", "party"]
    assert counted.counts.toarray().tolist() == [[0, 0, 2], [1, 0, 0], [1, 0, 1], [0, 0, 0]]


def test_without_empty_and_take():
    counted = document_term_matrix(table(), min_df=1, max_df=1.0)
    assert counted.without_empty().segments.tolist() == ["a_1", "a_2", "b_1"]
    assert counted.take([2, 0]).texts.tolist() == ["b", "a"] and len(counted.take([])) == 0


def test_long_texts():
    assert long_texts(table(), min_words=9) == ["a"]
    assert long_texts(table(), min_words=100) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unit": "block"}, "no column 'block'"),
        ({"min_df": 0}, "min_df=0"),
        ({"max_df": 0}, "max_df=0: give a share"),
        ({"max_df": 1.5}, "max_df=1.5"),
    ],
)
def test_bad_options_of_documents(given, said):
    with pytest.raises(DhtoolsError, match=said):
        document_term_matrix(table(), **given)


def test_no_words_at_all():
    with pytest.raises(DhtoolsError, match="no rows"):
        document_term_matrix(table().iloc[:0])


def test_from_a_file_to_counts():
    corpus = corpus_of(
        one="The Reds beat the White Army. An army of Reds met the White Army.",
        two="Reiss saw the Reds. Reiss's army is no army of Whites.",
    )
    tokens = segment(fold_case(annotate(corpus).tokens), segment_words=6)
    assert tokens.groupby("segment", observed=True).size().tolist() == [7, 7, 6, 6]
    every = document_term_matrix(tokens, min_df=1, max_df=1.0)
    assert held(every) == [
        {"army": 1, "beat": 1, "reds": 1, "white": 1},
        {"army": 2, "met": 1, "reds": 1, "white": 1},
        {"reds": 1, "reiss": 2, "saw": 1},
        {"army": 2, "whites": 1},
    ]
    assert every.segments.tolist() == ["one_01", "one_02", "two_01", "two_02"]
    assert every.texts.tolist() == ["one", "one", "two", "two"]
    # the army of a name is set aside, the others are not
    aside = document_term_matrix(tokens, names=find_names(corpus, AUTHORITY), min_df=1, max_df=1.0)
    assert held(aside) == [
        {"beat": 1, "reds": 1},
        {"army": 1, "met": 1, "reds": 1},
        {"reds": 1, "saw": 1},
        {"army": 2, "whites": 1},
    ]
    assert aside.rule.endswith("and without the names set aside") and "names" not in every.rule


@pytest.mark.parametrize(
    "change",
    [
        lambda tokens: tokens.sample(frac=1, random_state=3),
        lambda tokens: tokens.set_axis([0] * len(tokens)),
        lambda tokens: tokens.astype(object),
        lambda tokens: tokens.astype({"text": "str", "segment": "str", "word": "str"}),
        lambda tokens: tokens[["word", "segment", "text"]],
    ],
    ids=["shuffled", "one row name for all", "objects", "strings", "no other columns"],
)
def test_neither_order_nor_types_of_the_table_matter(change):
    tokens = table()
    first = document_term_matrix(tokens, **ALL)
    other = document_term_matrix(change(tokens), **ALL)
    pd.testing.assert_frame_equal(
        other.to_frame(), first.to_frame(), check_index_type=False, check_column_type=False
    )
    assert other.texts.tolist() == first.texts.tolist() and other.rule == first.rule


def test_nothing_given_is_changed():
    tokens, names = table(), pd.DataFrame({"text": ["a"], "start": [0], "end": [8]})
    before = tokens.copy(), names.copy()
    counted = document_term_matrix(tokens, names=names, **ALL)
    counted.take([1]), counted.without_empty()
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(names, before[1])
    assert counted.segments.tolist() == ["a_1", "a_2", "b_1", "b_2"]


# which words


def test_segments_are_counted_for_least_and_not_occurrences():
    tokens = of_words("war war war", "press", "press")
    assert document_term_matrix(tokens, min_df=2, max_df=1.0).vocabulary.tolist() == ["press"]
    assert document_term_matrix(tokens, min_df=4, max_df=1.0).vocabulary.empty
    assert document_term_matrix(tokens, min_df=np.int64(1), max_df=1.0).vocabulary.tolist() == [
        "press",
        "war",
    ]


def test_a_word_in_just_the_largest_share_of_segments_is_kept():
    # 0.58 * 50 is a little less than 29
    assert 0.58 * 50 < 29
    tokens = of_words(*["war press"] * 29, "press", *["camp"] * 20)
    assert document_term_matrix(tokens, max_df=0.58).vocabulary.tolist() == ["camp", "war"]
    assert document_term_matrix(tokens, max_df=0.57).vocabulary.tolist() == ["camp"]
    assert document_term_matrix(tokens, max_df=0.6).vocabulary.tolist() == ["camp", "press", "war"]


def test_shares_are_of_the_segments_also_of_those_without_a_word():
    tokens = of_words("war", "war", "the", "the")
    assert document_term_matrix(tokens, max_df=0.5).vocabulary.tolist() == ["war"]
    assert document_term_matrix(tokens, max_df=0.5).empty.tolist() == ["a_02", "a_03"]


def test_function_words_are_left_out_unless_others_are_given():
    assert {"the", "of", "was"} <= set(function_words()) and "party" not in function_words()
    tokens = of_words("the party was of the party", "a press")
    assert document_term_matrix(tokens, min_df=1, max_df=1.0).vocabulary.tolist() == ["party", "press"]
    assert document_term_matrix(tokens, **ALL).vocabulary.tolist() == ["of", "party", "press", "the", "was"]
    once = (word for word in ["party", "the"])
    own = document_term_matrix(tokens, stop_words=once, min_df=1, max_df=1.0)
    assert own.vocabulary.tolist() == ["of", "press", "was"]
    assert own.rule.endswith("at least 1 and at most 100% of the segments, without 2 stop words given")


def test_the_rule_says_how_many_words_and_which_limits():
    tokens = of_words(*["war press"] * 3, *["camp war"] * 9)
    counted = document_term_matrix(tokens, min_df=3, max_df=0.25)
    assert counted.vocabulary.tolist() == ["press"]
    assert counted.rule == (
        "1 words of two letters or more that stand in at least 3 and at most 25% of the segments, without "
        f"{len(function_words())} function words of the closed classes (dhtools.wordlists.lists)"
    )


def test_words_are_data_and_no_markup():
    strange = ["<b>x</b>", "$x^2$", "*emph*", "a\\b", "%s", "{0}"]
    assert document_term_matrix(of_words(*strange), **ALL).vocabulary.tolist() == sorted(strange)


def test_categories_without_rows_are_no_segments_and_no_words():
    tokens = table().query("text == 'b'")
    assert len(tokens["segment"].cat.categories) == 4
    counted = document_term_matrix(tokens, **ALL)
    assert counted.segments.tolist() == ["b_1", "b_2"] and "press" not in counted.vocabulary


def test_any_column_can_name_the_segments():
    counted = document_term_matrix(table(), unit="text", min_df=1, max_df=1.0)
    assert counted.to_frame().to_dict("index") == {
        "a": {"party": 2, "press": 2, "war": 1},
        "b": {"party": 1, "press": 0, "war": 1},
    }
    assert counted.segments.name == "text" and counted.texts.tolist() == ["a", "b"]


# names


def places(*rows):
    return pd.DataFrame(rows, columns=["text", "start", "end"])


def test_a_place_holds_its_first_code_point_and_not_its_last():
    tokens = of_words("red army war")  # at 0, 10 and 20
    assert tokens["start"].tolist() == [0, 10, 20]
    assert held(document_term_matrix(tokens, names=places(("a", 10, 20)), **ALL)) == [{"red": 1, "war": 1}]
    assert held(document_term_matrix(tokens, names=places(("a", 11, 20)), **ALL)) == [
        {"army": 1, "red": 1, "war": 1}
    ]
    assert held(document_term_matrix(tokens, names=places(("a", 10, 21)), **ALL)) == [{"red": 1}]
    assert held(document_term_matrix(tokens, names=places(("b", 0, 99)), **ALL)) == [
        {"army": 1, "red": 1, "war": 1}
    ]


def test_a_place_inside_a_longer_one_does_not_end_it():
    tokens = of_words("red army war camp")
    assert held(document_term_matrix(tokens, names=places(("a", 0, 25), ("a", 10, 15)), **ALL)) == [
        {"camp": 1}
    ]


def test_places_in_any_number_and_order_hold_what_each_of_them_holds():
    random = np.random.default_rng(4)
    tokens = table({f"{text}_{n}": "word " * 20 for text in "abc" for n in range(2)})
    start = random.integers(0, 1200, 40)
    found = places(
        *zip(random.choice(list("abz"), 40), start, start + random.integers(1, 90, 40), strict=True)
    )
    one_by_one = np.zeros(len(tokens), dtype=bool)
    for place in found.itertuples():
        within = tokens["start"].between(place.start, place.end, inclusive="left")
        one_by_one |= (within & (tokens["text"] == place.text)).to_numpy()
    assert 10 < one_by_one.sum() < len(tokens) - 10
    np.testing.assert_array_equal(inside_spans(tokens, found), one_by_one)
    back = tokens.iloc[::-1]
    np.testing.assert_array_equal(inside_spans(back, found), one_by_one[::-1])


def test_without_places_nothing_is_set_aside():
    none = places().astype({"start": int, "end": int})
    assert not inside_spans(table(), none).any()
    first, second = document_term_matrix(table(), **ALL), document_term_matrix(table(), names=none, **ALL)
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())


def test_a_segment_of_names_alone_is_kept_and_empty():
    tokens = of_words("red army", "war camp")
    counted = document_term_matrix(tokens, names=places(("a", 0, 15)), **ALL)
    assert counted.empty.tolist() == ["a_00"] and counted.vocabulary.tolist() == ["camp", "war"]


# words of another table


def test_words_of_another_table_are_counted_whatever_the_rules_say():
    tokens = of_words("the war x", "war war")
    counted = document_term_matrix(
        tokens, vocabulary=["x", "camp", "the", "war", "camp"], min_df=99, max_df=0.01
    )
    assert counted.vocabulary.tolist() == ["x", "camp", "the", "war"]
    assert counted.counts.toarray().tolist() == [[1, 0, 1, 1], [0, 0, 0, 2]]
    assert counted.rule == "4 words of another table"


def test_a_table_counted_with_its_own_words_is_the_same():
    first = document_term_matrix(table(), **ALL)
    again = document_term_matrix(table(), vocabulary=first.vocabulary)
    assert again.vocabulary.equals(first.vocabulary)
    pd.testing.assert_frame_equal(again.to_frame(), first.to_frame())


def test_segments_that_lack_all_words_are_empty():
    counted = document_term_matrix(of_words("war", "peace"), vocabulary=(word for word in ["camp", "peace"]))
    assert counted.empty.tolist() == ["a_00"] and counted.without_empty().segments.tolist() == ["a_01"]
    unknown = document_term_matrix(of_words("war"), vocabulary=["camp"])
    assert unknown.counts.shape == (1, 1) and len(unknown.without_empty()) == 0
    assert document_term_matrix(of_words("war"), vocabulary=[]).counts.shape == (1, 0)


def test_names_are_set_aside_among_words_of_another_table_too():
    counted = document_term_matrix(
        of_words("war camp"), vocabulary=["camp", "war"], names=places(("a", 0, 5))
    )
    assert counted.counts.toarray().tolist() == [[1, 0]]


# parts


@pytest.mark.parametrize("rows", [[3, 0], np.array([3, 0]), [], np.array([True, False, False, True])])
def test_a_part_keeps_rows_texts_and_vocabulary_together(rows):
    counted = document_term_matrix(table(), **ALL)
    part = counted.take(rows)
    pd.testing.assert_frame_equal(part.to_frame(), counted.to_frame().iloc[rows])
    assert part.texts.tolist() == [name[0] for name in part.segments] and len(part) == len(part.texts)
    assert part.vocabulary.equals(counted.vocabulary) and part.rule == counted.rule


# bad input


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"min_df": 2.0}, r"min_df=2\.0: give a whole number of segments from 1"),
        ({"min_df": True}, "min_df=True"),
        ({"min_df": "2"}, "min_df='2'"),
        ({"min_df": None}, "min_df=None"),
        ({"max_df": -0.1}, r"max_df=-0\.1: give a share of the segments, more than 0 to 1"),
        ({"max_df": float("nan")}, "max_df=nan"),
        ({"max_df": 50}, "max_df=50"),
        ({"unit": None}, "the table has no column None"),
    ],
)
def test_options_out_of_range(given, said):
    with pytest.raises(DhtoolsError, match=said):
        document_term_matrix(table(), **given)


@pytest.mark.parametrize("column", ["word", "text", "segment"])
def test_a_missing_column_is_named(column):
    with pytest.raises(DhtoolsError, match=f"no column '{column}'. Cut it with dhtools.segment first"):
        document_term_matrix(table().drop(columns=column))


@pytest.mark.parametrize("column", ["segment", "word", "text"])
def test_rows_without_a_value_are_counted_and_refused(column):
    tokens = table()
    tokens[column] = tokens[column].where(np.arange(len(tokens)) != 3)
    with pytest.raises(DhtoolsError, match=f"1 of {len(tokens)} rows have no '{column}'"):
        document_term_matrix(tokens)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stop_words": "the"}, "stop_words='the': that is a single string"),
        ({"vocabulary": "the"}, "vocabulary='the': that is a single string"),
        ({"max_df": "half"}, "max_df='half'"),
        ({"max_df": None}, "max_df=None"),
        ({"min_df": "2"}, "min_df='2'"),
        ({"names": pd.DataFrame({"text": ["a"]})}, "names: the table has no column 'start'"),
    ],
)
def test_more_options_that_are_refused(change, said):
    with pytest.raises(DhtoolsError, match=said):
        document_term_matrix(table(), **change)


def test_a_unit_that_stands_in_several_texts_is_refused():
    with pytest.raises(DhtoolsError, match="unit='block': 1 stands in several texts"):
        document_term_matrix(table().assign(block=1), unit="block")


@pytest.mark.parametrize(
    ("words", "expected"), [(0, 100), (50_000, 100), (50_001, 200), (136_000, 300), (10**7, 500)]
)
def test_segments_are_longer_where_there_would_be_too_many(words, expected):
    assert segment_length(pd.DataFrame(index=range(words)), 500) == expected


def test_many_segments_are_taken_evenly():
    tokens = pd.DataFrame({"segment": np.repeat([f"a_{n}" for n in range(11)], 2), "word": "w"})
    assert evenly(tokens, 3)["segment"].tolist() == ["a_0"] * 2 + ["a_5"] * 2 + ["a_10"] * 2
    assert evenly(tokens, 11) is tokens
