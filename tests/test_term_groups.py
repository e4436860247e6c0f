"""Groups of terms: where they stand, how often, and how far into a text."""

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError, annotate, fold_case, read_corpus, segment
from dhtools.counts import count_found
from dhtools.keyness import compare_terms, keyness
from dhtools.search import concordance, kwic, search_pattern
from dhtools.terms import find_terms, read_term_groups
from dhtools.terms.term_groups import term_positions, usual_keyword

HEADER = "group,term,form,remark\n"


@pytest.fixture
def found_in(tmp_path):
    def read(text, rows):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / "terms.csv").write_text(HEADER + rows, encoding="utf-8")
        annotation = annotate(read_corpus(tmp_path))
        return annotation, find_terms(annotation.tokens, read_term_groups(tmp_path))

    return read


def test_forms_are_found_whatever_their_case_with_possessives_and_places(found_in):
    text = "The GPU\u2019s men came. The gpu <b>left</b>. No OGPU here."
    annotation, found = found_in(text, "police,GPU,GPU,\npolice,OGPU,ogpu,\n")
    assert found["start"].tolist() == [4, 24, 44] and found["end"].tolist() == [7, 27, 48]
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == [
        "GPU",
        "gpu",
        "OGPU",
    ]
    assert found["term"].tolist() == ["GPU", "GPU", "OGPU"] and set(found["group"]) == {"police"}
    assert found["passage"].tolist() == ["a:1.1", "a:1.2", "a:1.3"]
    lines = kwic(annotation, found)
    assert lines["match"].tolist() == ["GPU", "gpu", "OGPU"]
    assert lines.loc[1, "right"].startswith(" <b>left</b>")
    hits = concordance(annotation, "GPU")
    pd.testing.assert_frame_equal(lines.loc[:1, list(hits)], hits)


def test_the_longest_form_of_a_group_wins_and_groups_do_not_exclude_each_other(found_in):
    rows = "m,Opposition,Opposition,\nm,Left Opposition,Left Opposition,\nside,left,left,\n"
    _, found = found_in("The Left Opposition left. Opposition.", rows)
    assert found[["start", "group", "term"]].to_numpy().tolist() == [
        [4, "m", "Left Opposition"],
        [4, "side", "left"],
        [20, "side", "left"],
        [26, "m", "Opposition"],
    ]


def test_a_phrase_ends_with_its_sentence_and_bridges_no_word_that_is_left_out(found_in):
    annotation, found = found_in("Left. Opposition won. Left of Opposition.", "m,x,Left Opposition,\n")
    assert found.empty and list(found["term"].cat.categories) == ["x"]
    without_of = annotation.tokens[annotation.tokens["word"] != "of"]
    terms = pd.DataFrame({"group": ["m"], "term": ["x"], "form": ["left opposition"]})
    assert find_terms(without_of, terms).empty
    joined = without_of.reset_index(drop=True)  # such a table no longer knows what it lacks
    assert len(find_terms(joined, terms)) == 1


def test_counts_have_every_unit_and_every_term(found_in):
    annotation, found = found_in("GPU a b. c GPU d. e f g.", "p,GPU,GPU,\np,NKVD,NKVD,\n")
    units = annotation.tokens.assign(segment=pd.Categorical(list("111222333")))
    counts, totals = count_found(found, units, "term")
    assert counts.to_dict("list") == {"GPU": [1, 1, 0], "NKVD": [0, 0, 0]}
    assert totals.tolist() == [3, 3, 3] and counts.index.tolist() == ["1", "2", "3"]
    assert count_found(found, units, "group")[0]["p"].tolist() == [1, 1, 0]
    part, rest = count_found(found, units[units["segment"] != "1"], "term")
    assert part["GPU"].tolist() == [1, 0] and rest.tolist() == [3, 3]
    none, _ = count_found(found.iloc[:0], units, "term")
    assert none.shape == (3, 2) and not none.to_numpy().any()


def test_patterns_are_counted_as_terms_are(found_in):
    annotation, found = found_in("GPU a b. c OGPU d. e f NKVD.", "p,GPU,GPU,\n")
    assert len(found) == 1
    lines = search_pattern(annotation, r"\bO?GPU\b").assign(term="GPU or OGPU")
    counts, totals = count_found(lines, annotation.tokens, "term", unit="text")
    assert counts.loc["a", "GPU or OGPU"] == 2 and totals["a"] == 9


def test_terms_of_single_words_have_the_keyness_of_these_words(seeds):
    tokens = fold_case(annotate(read_corpus(seeds)).tokens.query("voice == 'author'"))
    found = find_terms(tokens, read_term_groups(seeds))
    sides = [tokens[tokens["text"] == text] for text in ("article", "lecture")]
    counted = [count_found(found, segment(side, segment_words=300), "term") for side in sides]
    terms = keyness(counted[0][0], counted[1][0], totals=(counted[0][1], counted[1][1]), min_count=5)
    words = compare_terms(*sides).table.set_index("word")
    of_terms = terms.table.set_index("word")
    assert of_terms.loc["Stalin", ["n_target", "n_reference"]].tolist() == [47, 7]
    columns = ["g2", "log_ratio", "low", "high", "p", "dp_target"]
    for term, word in (("Stalin", "stalin"), ("GPU", "gpu"), ("bureaucracy", "bureaucracy")):
        one, other = of_terms.loc[term, columns], words.loc[word, columns]
        np.testing.assert_allclose(one.astype(float), other.astype(float), rtol=1e-9)


def test_places_count_the_words_before(found_in):
    annotation, found = found_in("a b GPU. GPU c.", "p,GPU,GPU,\n")
    places = term_positions(found, annotation.tokens)
    assert places[["position", "n_words"]].to_numpy().tolist() == [[2, 5], [3, 5]]
    assert term_positions(found.iloc[:0], annotation.tokens).empty


def test_the_scholars_table_finds_what_a_reader_counts(seeds):
    tokens = annotate(read_corpus(seeds)).tokens
    found = find_terms(tokens, read_term_groups(seeds))
    author = found[found["voice"] == "author"]
    counts = author.groupby(["text", "term"], observed=True).size()
    pairs = [
        (counts.get((text, "Stalin"), 0), counts.get((text, "bureaucracy"), 0))
        for text in ("blog", "article", "note", "lecture")
    ]
    assert pairs == [(3, 0), (47, 8), (6, 9), (7, 6)]
    trotskyite = found[found["term"] == "Trotskyite"]
    assert trotskyite["text"].tolist() == ["article"] * 3 and "author" not in set(trotskyite["voice"])


def test_a_folder_without_a_table_has_no_terms(tmp_path):
    (tmp_path / "a.txt").write_text("Only words.", encoding="utf-8")
    tokens = annotate(read_corpus(tmp_path)).tokens
    found = find_terms(tokens, read_term_groups(tmp_path))
    assert found.empty and {"text", "start", "group", "term", "form"} <= set(found)
    counts, totals = count_found(found, tokens, "term", unit="text")
    assert counts.shape == (1, 0) and totals.tolist() == [2]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("p,,GPU,\n", "terms.csv, line 2: term is empty"),
        ("p,GPU,1937,\n", "line 2: form='1937' holds no word"),
        ("p,GPU,GPU,\np,OGPU,gpu,\n", "line 3: group='p', form='gpu' stands there twice, first in line 2"),
        ("p,GPU\n", "line 2: 2 cells"),
    ],
)
def test_bad_tables_are_refused_with_file_and_line(tmp_path, rows, said):
    (tmp_path / "terms.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DhtoolsError, match=said):
        read_term_groups(tmp_path)


def test_missing_columns_are_named(found_in):
    annotation, found = found_in("GPU.", "p,GPU,GPU,\n")
    with pytest.raises(DhtoolsError, match="no column form"):
        find_terms(annotation.tokens, pd.DataFrame({"group": [], "term": []}))
    with pytest.raises(DhtoolsError, match="unit='segment'"):
        count_found(found, annotation.tokens, "term")
    with pytest.raises(DhtoolsError, match="no column end, start"):
        kwic(annotation, found.drop(columns=["start", "end"]))


def test_places_need_the_words_that_were_searched(found_in):
    annotation, found = found_in("GPU a.", "p,GPU,GPU,\n")
    with pytest.raises(DhtoolsError, match="'a' has occurrences, and no words in tokens"):
        term_positions(found, annotation.tokens.iloc[:0])


@pytest.mark.parametrize("start", [1.5, None, "x"])
def test_offsets_are_whole_numbers(found_in, start):
    annotation, found = found_in("GPU a.", "p,GPU,GPU,\n")
    with pytest.raises(DhtoolsError, match="start has a value that is not a whole number"):
        kwic(annotation, found.assign(start=[start]))


def test_a_phrase_is_none_where_words_have_no_sentence(found_in):
    annotation, _ = found_in("Left Opposition.", "m,x,Left Opposition,\n")
    loose = annotation.tokens.assign(passage=annotation.tokens["passage"].where([False, False]))
    terms = pd.DataFrame({"group": ["m", "m"], "term": ["x", "y"], "form": ["left opposition", "left"]})
    assert find_terms(annotation.tokens, terms)["term"].tolist() == ["x"]
    assert find_terms(loose, terms)["term"].tolist() == ["y"]
    assert concordance(annotation, "left opposition", tokens=loose).empty


def test_no_lines_have_the_types_of_lines(found_in):
    annotation, found = found_in("GPU a.", "p,GPU,GPU,\n")
    some, none = (kwic(annotation, rows) for rows in (found, found.iloc[:0]))
    numbers = ["line", "start", "end"]
    assert none[numbers].dtypes.equals(some[numbers].dtypes)


def test_the_usual_keyword_is_of_the_gazetteer_or_the_word_most_used(tmp_path):
    text = "OSLO Ann said it. The Bridge is old, and the bridge was a bridge, Ann said, he said. She said so."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tokens = annotate(read_corpus(tmp_path)).tokens
    names = pd.DataFrame({"name": ["Ann Lee", "Ann Lee", "Bo"], "variant": ["Ann Lee", "Ann", "it"]})
    assert usual_keyword(tokens, names) == "Ann"
    assert usual_keyword(tokens, names[:0]) == "bridge"
    assert usual_keyword(tokens[:0], names[:0]) == ""
