"""Meanings of the words of a lexicon: the scholar's sheets, and how they meet the texts."""

import pytest
from annotated import corpus_of

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.study.meanings import NOT_CODED, code_meanings, meaning_table, read_meanings
from dhtools.terms import find_terms, read_term_groups

LEXICON = "group,term,form,remark\n"
MEANINGS = "passage,start,end,cue,term,meaning,coder,reason\n"
TEXT = "They purged him. He said: “We purge all.” They liquidated it."


@pytest.fixture
def annotation():
    return annotate(corpus_of(a=TEXT))


@pytest.fixture
def found(annotation, tmp_path):
    rows = "euphemism,purge,purged,\neuphemism,purge,purge,\neuphemism,liquidate,liquidated,\n"
    (tmp_path / "lexicon.csv").write_text(LEXICON + rows, encoding="utf-8")
    return find_terms(annotation.tokens, read_term_groups(tmp_path, file="lexicon.csv"))


def write(folder, rows):
    (folder / "meanings.csv").write_text(MEANINGS + rows, encoding="utf-8")
    return folder


def test_every_occurrence_has_its_meaning_or_is_not_coded(annotation, found, tmp_path):
    rows = "a:1.1,5,11,purged,purge,killed,me,why\na:1.3,47,57,liquidated,liquidate,arrested,me,since\n"
    coded = code_meanings(found, read_meanings(annotation, write(tmp_path, rows)))
    assert coded["meaning"].tolist() == ["killed", NOT_CODED, "arrested"]
    assert coded["reason"].tolist() == ["why", "", "since"]
    assert coded["meaning"].cat.categories.tolist() == ["killed", "arrested", NOT_CODED]


def test_a_folder_without_meanings_has_words_only(annotation, found, tmp_path):
    coded = code_meanings(found, read_meanings(annotation, tmp_path / "elsewhere"))
    assert coded["meaning"].tolist() == [NOT_CODED] * 3 and coded["reason"].tolist() == [""] * 3
    nothing = code_meanings(found.iloc[:0], read_meanings(annotation, tmp_path / "elsewhere"))
    assert nothing.empty and meaning_table(nothing).empty


def test_meanings_are_counted_by_text_and_voice(annotation, found, tmp_path):
    rows = "a:1.1,5,11,purged,purge,killed,me,why\na:1.2,30,35,purge,purge,killed,me,why\n"
    coded = code_meanings(found, read_meanings(annotation, write(tmp_path, rows)))
    table = meaning_table(coded).set_index(["term", "meaning"])
    assert table.loc[("purge", "killed"), ["n_author", "n_others", "passages"]].tolist() == [
        *(1, 1),
        "a:1.1 a:1.2",
    ]
    assert table.loc[("liquidate", NOT_CODED), ["n_author", "n_others"]].tolist() == [1, 0]
    assert table[["n_author", "n_others"]].to_numpy().sum() == len(found)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a:1.1,5,11,purged,purge,,me,why", "line 2: meaning is empty"),
        ("a:1.1,5,11,purged,purge,killed,me,", "line 2: reason is empty"),
        ("a:1.1,5,11,purges,purge,killed,me,why", "'purges' is coded, and the text has 'purged'"),
        ("a:1.1,5,11,purged,purge,x,me,y\na:1.1,5,11,purged,purge,z,me,y", "line 3: .*stands there twice"),
        ("a:1.1,0,4,They,purge,killed,me,why", r"a, start=0: 'purge' is not found there"),
        ("a:1.1,5,11,purged,liquidate,killed,me,why", r"'liquidate' is not found there"),
    ],
)
def test_bad_meanings_are_refused(annotation, found, tmp_path, row, message):
    with pytest.raises(DhtoolsError, match=message):
        code_meanings(found, read_meanings(annotation, write(tmp_path, row + "\n")))


@pytest.fixture(scope="module")
def lexicon(seeds):
    annotation = annotate(read_corpus(seeds))
    tokens = annotation.tokens[annotation.tokens["kind"] != "comments"]
    found = find_terms(tokens, read_term_groups(seeds, file="lexicon.csv"))
    return code_meanings(found, read_meanings(annotation, seeds))


def test_every_word_of_the_four_texts_is_coded_with_a_reason(lexicon):
    assert len(lexicon) == 136
    assert (lexicon["meaning"] != NOT_CODED).all() and lexicon["reason"].str.len().min() > 5


def test_liquidated_is_killed_in_the_article_and_arrested_in_the_lecture(lexicon):
    table = meaning_table(lexicon).query("term == 'liquidate'").set_index("text")
    assert table[["meaning", "n_author", "n_others"]].to_numpy().tolist() == [
        ["killed", 5, 0],
        ["arrested or broken up", 0, 7],
    ]


def test_trotskyite_is_never_an_authors_own_word(lexicon):
    ites = lexicon[lexicon["term"] == "Trotskyite"]
    assert ites["text"].tolist() == ["article"] * 3
    assert ites["voice"].tolist() == ["mentioned", "mentioned", "quoted"]
    own = lexicon[(lexicon["term"] == "Trotskyist") & (lexicon["voice"] == "author")]
    assert own["text"].value_counts().reindex(["lecture", "article", "blog", "note"]).tolist() == [
        13,
        3,
        1,
        0,
    ]


def test_counter_revolution_changes_sides(lexicon):
    rows = meaning_table(lexicon).query("term == 'counter-revolution'")
    counts = rows.assign(n=rows["n_author"] + rows["n_others"]).set_index(["text", "meaning"])["n"]
    assert counts[("article", "enemies of the young Soviet state")] == 6
    assert counts[("article", "Stalin’s rule")] == 1 and counts[("lecture", "Stalin’s rule")] == 2
