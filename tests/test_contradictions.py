"""Contradictions: both wordings stand in the texts; a sheet that contradicts itself is refused."""

import pytest
from annotated import ROOT, corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.study.contradictions import contradiction_table, read_contradictions

HEADER = "passage,start,end,cue,id,kind,both_stand,question,says,coder,reason\n"
TEXTS = {"a": "He fell in May.", "b": "He fell in June."}


@pytest.fixture(scope="module")
def coded():
    return read_contradictions(seeds(), ROOT / "seeds")


def test_every_contradiction_has_its_wordings_where_the_sheet_says(coded):
    assert coded["detail"].nunique() == 29 and coded.groupby("detail").size().min() >= 2
    assert coded["category"].groupby(coded["detail"]).first().value_counts().to_dict() == {
        **{"between": 9, "tension": 11, "within": 9}
    }


def test_who_headed_the_ogpu_in_1928(coded):
    (row,) = contradiction_table(coded).query("id == '01'").to_dict("records")
    assert row["both_stand"] == "no"
    assert "“Genrikh Yagoda, the head of the OGPU, reported to Stalin” (lecture:26.3)" in row["wordings"]
    assert "Menzhinsky died under mysterious circumstances in 1934” (article:24.11)" in row["wordings"]


def read(tmp_path, *rows):
    (tmp_path / "contradictions.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return read_contradictions(annotate(corpus_of(**TEXTS)), tmp_path)


MAY = "a:1.1,8,14,in May,1,between,no,When?,May,me,one day"
JUNE = "b:1.1,8,15,in June,1,between,no,When?,June,me,one day"


def test_both_wordings_stand_in_one_row_of_the_table(tmp_path):
    table = contradiction_table(read(tmp_path, JUNE, MAY))
    assert table["wordings"].tolist() == ["“in May” (a:1.1): May / “in June” (b:1.1): June"]


def test_no_sheet_is_an_empty_table(tmp_path):
    found = read_contradictions(annotate(corpus_of(**TEXTS)), tmp_path)
    assert found.empty and contradiction_table(found).empty


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([MAY], "id='1' has one wording"),
        ([MAY, JUNE.replace(",no,", ",yes,")], "both_stand differs between its rows"),
        ([MAY, JUNE.replace("between", "tension")], "kind differs between its rows"),
        ([MAY.replace("between", "within"), JUNE.replace("between", "within")], r"is 'within'.* of 2 text"),
        ([MAY, MAY.replace("8,14,in May", "3,14,fell in May")], r"is 'between'.* of 1 text"),
        ([MAY, JUNE.replace("in June", "in July")], r"line 3: cue='in July' is coded"),
        ([MAY, JUNE.replace("one day", "")], "line 3: reason is empty"),
        ([MAY, JUNE.replace(",no,", ",never,")], "line 3: both_stand='never'"),
        ([MAY, JUNE.replace("b:1.1", "b:9.9")], r"b:9\.9 is coded, and the words stand in b:1\.1"),
    ],
)
def test_a_wrong_sheet_is_refused(tmp_path, rows, message):
    with pytest.raises(DhtoolsError, match=message):
        read(tmp_path, *rows)
