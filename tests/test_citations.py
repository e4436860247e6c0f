"""The citation apparatus: entries found by rule, notes matched with marks, second-hand words by coding."""

import pytest
from annotated import LEAD, ROOT, corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.study.citations import cited_works, find_note_marks, match_notes, read_notes, words_by_coding
from dhtools.study.coders import CODING_NAMES, coding_files, read_source_coding

SEEDS = ROOT / "seeds"
HEADER = "text,mark,entry,coder,reason\n"
NOTED = f"""{LEAD}He said so at the meeting of the union in the autumn of that year.[1] In [19]21 it was not.

Nobody believed it then, and nobody believes it now, whatever the papers of the time may say.[2]

Notes

[1] Smith, A History, p. 5.

[2] Ibid., p. 7.

[3] Jones, Letters.
"""


@pytest.fixture(scope="module")
def noted():
    return annotate(corpus_of(a=NOTED))


def test_entries_have_their_numbers_and_ibid_goes_back(noted):
    works = cited_works(noted)
    assert works["entry"].tolist() == ["1", "2", "3"]
    assert works["work"].tolist() == ["Smith, A History, p. 5.", "Ibid., p. 7.", "Jones, Letters."]
    assert works["same_as"].tolist() == ["", f"line {works['line'][0]}", ""]


def test_a_year_that_an_editor_added_is_no_mark(noted):
    assert find_note_marks(noted)["mark"].tolist() == ["1", "2"]


def test_without_a_coding_the_number_decides_and_notes_without_mark_stand_last(noted, tmp_path):
    table = match_notes(noted, read_notes(noted, tmp_path))
    assert table["answer"].tolist() == ["own number", "own number", "no mark"]
    assert table["work"].tolist()[-1] == "Jones, Letters."


def test_a_reader_overrules_the_number(noted, tmp_path):
    (tmp_path / "notes.csv").write_text(HEADER + "a,1,2 3,me,either\na,2,,me,none fits\n")
    table = match_notes(noted, read_notes(noted, tmp_path))
    assert table["answer"].tolist() == ["unclear", "no entry", "no mark"]
    assert table["work"].tolist() == ["Ibid., p. 7.; Jones, Letters.", "", "Smith, A History, p. 5."]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,9,1,me,x", r"notes\.csv, line 2: 'a' has no mark 9"),
        ("a,1,7,me,x", r"notes\.csv, line 2: 'a' has no entry 7"),
        ("b,1,1,me,x", "'b' has no mark 1"),
        ("a,1,1,me,", "reason is empty"),
    ],
)
def test_bad_codings_are_refused(noted, tmp_path, row, message):
    (tmp_path / "notes.csv").write_text(f"{HEADER}{row}\n")
    with pytest.raises(DhtoolsError, match=message):
        read_notes(noted, tmp_path)


def test_a_text_without_an_apparatus():
    bare = annotate(corpus_of(a=LEAD))
    assert cited_works(bare).empty and find_note_marks(bare).empty
    assert match_notes(bare, read_notes(bare, ROOT / "tests")).empty
    assert words_by_coding(bare, {"A": bare.corpus.sources}).empty


def test_the_notes_of_the_lecture_are_out_of_step():
    """Marks 3 to 5 answer entries 4 to 6, and mark 6 has none; by number nothing is amiss."""
    coded = match_notes(seeds(), read_notes(seeds(), SEEDS)).set_index("mark")
    assert coded.loc[["3", "4", "5"], "entry"].tolist() == ["4", "5", "6"]
    assert coded.loc["6", "answer"] == "no entry"
    assert set(match_notes(seeds(), read_notes(seeds(), ROOT / "tests"))["answer"]) == {"own number"}


def test_second_hand_words_of_the_article_are_the_same_under_every_coding():
    corpus = seeds().corpus
    codings = {"a": corpus.sources} | {
        name: read_source_coding(corpus, SEEDS, file)
        for name, file in coding_files(SEEDS, "sources.csv").items()
        if name != "a"
    }
    assert set(codings) == set(CODING_NAMES)
    table = words_by_coding(seeds(), codings).set_index(["coding", "text", "source"])
    assert table.loc[("a", "article", "book"), ["n_words", "n_second_hand"]].tolist() == [456, 144]
    assert table.loc[("b", "article", "book"), ["n_words", "n_second_hand"]].tolist() == [312, 0]
    assert set(table.groupby("coding")["n_second_hand"].sum()) == {144}
    assert table.groupby(["coding", "text"])["share"].sum().to_numpy() == pytest.approx(1)
