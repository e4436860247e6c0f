"""What is the same although its bytes are not, and what is not."""

from dhtools.diff import compare_records, compare_tables, compare_texts


def test_tables_are_compared_by_number():
    assert not list(compare_tables("a\n1e-17\n5\n", "a\n0.0\n5\n"))  # nothing beside the 5 of its column
    assert not list(compare_tables("a\n0.1\n5\n", "a\n0.10000000005\n5\n"))
    assert [change.was for change in compare_tables("a\n1.00000001\n", "a\n1\n")] == ["1.00000001"]
    assert list(compare_tables("n\n10000000000\n", "n\n10000000001\n"))  # counts are exact
    assert list(compare_tables("n\n10000000000\n", "n\n10000000001.0\n"))  # however it is written
    assert next(compare_tables("a\n1\n", "b\n1\n")).where == "header"
    assert next(compare_tables("a\n1\n", "a\n1\n2\n")) == ("rows", "1", "2")
    assert [change.now for change in compare_tables('a,b\n"x",1\n', 'a,b\n"",1\n')] == ["nothing"]


def test_a_rounding_may_go_the_other_way_only_where_it_is_stated():
    stated = [("0.13", "0.12"), ("4.6", "4.5"), ("10", "9.9")]
    assert not list(compare_texts("p = 0.12, 4.5%", "p = 0.13, 4.6%", stated))
    assert not list(compare_texts("p = 9.9", "p = 10", stated))
    assert not list(compare_texts("d = -0.00", "d = 0.00"))
    for was, now in (("p = 0.13", "p = 0.12"), ("p = 0.12", "p = 0.14"), ("d = -0.01", "d = 0.01")):
        assert list(compare_texts(was, now, stated))
    assert list(compare_texts("p = 0.12", "q = 0.12", stated))
    assert list(compare_texts("1,204 words", "1,205 words", stated))
    assert next(compare_texts("one\ntwo", "one")).where == "line 2"


def test_a_line_break_of_another_kind_is_told():
    assert list(compare_texts("one\r\ntwo", "one\ntwo")) == [("line 1", r"'one\r'", "'one'")]
    assert list(compare_texts("one\n", "one")) == [("line 2", "an empty line", "nothing")]


def test_records_are_compared_by_key():
    assert not list(compare_records({"a": 1.0, "b": [0.5]}, {"a": 1.0 + 1e-12, "b": [0.5 - 1e-12]}))
    (change,) = compare_records({"corpus": {"note": "aa"}}, {"corpus": {"note": "ab"}})
    assert change == ("corpus.note", "aa", "ab")
    assert list(compare_records({"b": [1, 2]}, {"b": [1]}))


def test_a_version_is_no_number_and_a_caption_may_be_rounded_the_other_way():
    stated = [("0.13", "0.12"), ("1.2", "1.20")]
    assert list(compare_records({"numpy": "0.12"}, {"numpy": "0.13"}, stated))
    assert list(compare_records({"numpy": "1.20"}, {"numpy": "1.2"}, stated))
    assert not list(compare_records({"caption": "AUC 0.12."}, {"caption": "AUC 0.13."}, stated))
    assert list(compare_records({"caption": "AUC 0.12."}, {"caption": "AUC 0.14."}, stated))
