"""A sheet is described once and read by one function; every kind of mistake is named with its line."""

import pandas as pd
import pytest

from dhtools import DhtoolsError
from dhtools.corpus.sheets import DAY, LINE, SPAN, YEAR, Column, Sheet, check_span, one_of, read_sheet


def check_reason(row):
    if row["label"] == "b" and not row["remark"]:
        raise DhtoolsError("b without a remark. Write one.")


SHEET = Sheet(
    "sheet.csv",
    (
        Column("name", LINE, required=True),
        *SPAN,
        Column("label", one_of(["a", "b"])),
        Column("year", YEAR),
        Column("day", DAY),
        Column("remark"),
    ),
    key=("name", "start"),
    checks=(check_span, check_reason),
)
HEADER = "name,start,end,label,year,day,remark\n"
GOOD = "x,0,5,a,1937,1937-07-17,why\n"


def read(folder, rows, *checks):
    (folder / "sheet.csv").write_bytes((HEADER + rows).encode())
    return read_sheet(folder, SHEET, *checks)


def test_cells_become_values_of_their_kinds(tmp_path):
    table = read(tmp_path, " x \u00a0 y ,0, 5,a,1937,1937-07-17, a  b \nz,1,2,,,,\n")
    assert table.drop(columns="where").to_dict("list") == {
        "name": ["x y", "z"],
        "start": [0, 1],
        "end": [5, 2],
        "label": ["a", ""],
        "year": [1937, pytest.approx(float("nan"), nan_ok=True)],
        "day": ["1937-07-17", ""],
        "remark": ["a  b", ""],
        "row": [2, 3],
    }
    assert table["where"].tolist() == [f"{tmp_path / 'sheet.csv'}, line {line}" for line in (2, 3)]


@pytest.mark.parametrize("rows", [None, ""])
def test_an_empty_table_has_the_same_columns_and_types(tmp_path, rows):
    empty = read_sheet(tmp_path, SHEET) if rows is None else read(tmp_path, rows)
    assert len(empty) == 0
    pd.testing.assert_series_equal(empty.dtypes, read(tmp_path, GOOD).dtypes)


def test_a_row_is_named_by_the_line_where_it_begins(tmp_path):
    table = read(tmp_path, 'x,0,5,,,,"two\r\nlines"\n\n\ny,0,5,,,,"one\rmore"\nz,0,5,,,,\n')
    assert table["row"].tolist() == [2, 6, 8]
    assert table["remark"].tolist() == ["two\r\nlines", "one\rmore", ""]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",0,5,,,,", "name is empty. Fill it, or remove the row."),
        (" \u00a0 ,0,5,,,,", "name is empty."),
        ("x,,5,,,,", "start is empty."),
        ("x,-1,5,,,,", "start='-1': give a whole number. Code points are counted from 0."),
        ("x,0,5.0,,,,", "end='5.0': give a whole number."),
        ("x,0,²,,,,", "end='²': give a whole number."),
        ("x,0,1234567890,,,,", "end='1234567890': give a whole number."),
        ("x,5,5,,,,", "start=5, end=5: the end must be after the start. Correct one of them."),
        ("x,0,5,c,,,", "label='c' is not known. Choose one of: 'a', 'b'."),
        ("x,0,5,,37,,", "year='37': give a year of four digits."),
        ("x,0,5,,,1937-02-29,", "day='1937-02-29': give a day as year-month-day, such as 1917-12-20."),
        ("x,0,5,,,1937,", "day='1937': give a day"),
        ("x,0,5,b,,,", "b without a remark. Write one."),
        ("x,0,5,,,", "6 cells instead of 7, too many or too few. Put quotes around"),
        ("x,0,5,,,,,", "8 cells instead of 7"),
        ("g,0,7,,,,", "name='g', start=0 stands there twice, first in line 2. Remove one of the two rows."),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(tmp_path, row, message):
    with pytest.raises(DhtoolsError) as error:
        read(tmp_path, f'g,0,5,,,,"of two\nlines"\n\n{row}\nlast,0,5,,,,\n')
    assert str(error.value).startswith(f"{tmp_path / 'sheet.csv'}, line 5: {message}")


@pytest.mark.parametrize("row", ['x,0,5,,,,"open\n' + GOOD, 'x,0,5,,,,"a"b\n', f"x,0,5,,,,{'w' * 200_000}\n"])
def test_broken_quotes_are_named_where_the_row_begins(tmp_path, row):
    with pytest.raises(DhtoolsError, match=r"sheet\.csv, line 3: .*Check commas and quotes"):
        read(tmp_path, GOOD + row)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "the columns are missing. They must be, with commas between: name, start"),
        (HEADER.replace(",", ";"), "the columns are name;start"),
        (HEADER.replace("day", "date"), "the columns are name, .*date"),
        (HEADER.replace(",remark", ""), "the columns are"),
    ],
)
def test_another_header_is_refused(tmp_path, header, message):
    (tmp_path / "sheet.csv").write_text(header)
    with pytest.raises(DhtoolsError, match=rf"sheet\.csv, line 1: {message}"):
        read_sheet(tmp_path, SHEET)


def test_further_checks_are_named_with_the_line_too(tmp_path):
    def known(row):
        if row["name"] != "x":
            raise DhtoolsError("not x.")

    assert len(read(tmp_path, GOOD, known)) == 1
    with pytest.raises(DhtoolsError, match=r"sheet\.csv, line 3: not x\."):
        read(tmp_path, GOOD + "y,0,5,,,,\n", known)


def test_rows_may_be_equal_where_there_is_no_key(tmp_path):
    (tmp_path / "a.csv").write_text("n\nx\nx\n")
    assert read_sheet(tmp_path, Sheet("a.csv", (Column("n"),)))["n"].tolist() == ["x", "x"]
