"""Tables are read back with types, in one place."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.typed_tables import TEXT_COLUMNS, read_table

ROOT = Path(__file__).parents[1]
NAMES = ["1", "007", "NA", "nan", "None", "True", "1e5", "-", " x ", 'a "b", c', "x\ny", "📚", "inf", "0x1F"]


@pytest.mark.parametrize("column", ["text", "text_a", "word", "passage", "group"])
def test_names_stay_text(column):
    file = io.BytesIO()
    pd.DataFrame({column: NAMES, "n": range(len(NAMES))}).to_csv(file, index=False)
    file.seek(0)
    table = read_table(file)
    assert table[column].tolist() == NAMES and table["n"].tolist() == list(range(len(NAMES)))


@given(
    st.lists(
        # a line of blanks alone is no row of a table
        st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1).filter(str.strip),
        min_size=1,
        max_size=5,
    )
)
def test_any_name_comes_back(names):
    file = io.BytesIO(pd.DataFrame({"text": names}).to_csv(index=False).encode())
    assert read_table(file)["text"].tolist() == names


def test_an_empty_cell_is_missing_or_empty():
    data = b"text,note,p\na,,\nb,few,0.5\n"
    table = read_table(io.BytesIO(data))
    assert table.isna().to_numpy().tolist() == [[False, True, True], [False, False, False]]
    assert read_table(io.BytesIO(data), missing=False)["note"].tolist() == ["", "few"]


def test_nobody_else_reads_tables_without_types():
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("benchmarks/*.py"), *ROOT.glob("notebooks/*.ipynb")]
    calls = {
        f"{path.name}: {call}"
        for path in files
        for call in re.findall(r"(?:pd|pandas)\.read_(?:csv|table)\([^\n]*", path.read_text(encoding="utf-8"))
        if "dtype=" not in call
    }
    assert calls == set()


def test_every_column_that_names_a_text_in_an_exported_table_is_text():
    ids = {"article", "blog", "lecture", "note"}
    for path in [*ROOT.glob("data/**/*.csv"), *ROOT.glob("figures/**/*.csv")]:
        table = read_table(path)
        for name in table.columns.difference(TEXT_COLUMNS):
            assert not ids & set(table[name].dropna()), f"{path}: {name}"
