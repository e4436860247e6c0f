"""Places in texts: every one is in the span that a search of the whole table finds."""

import numpy as np
import pandas as pd
import pytest

from dhtools.annotation.places import Spans, TextColumns, rows_by_text, typed_table

RNG = np.random.default_rng(11)


def spans():
    """Spans of three texts that do not overlap, the texts mixed, with gaps."""
    rows = []
    for text in "abc":
        edges = np.sort(RNG.choice(400, 60, replace=False))
        rows += [(text, start, end, RNG.random() < 0.5) for start, end in edges.reshape(-1, 2).tolist()]
    table = pd.DataFrame(rows, columns=["text", "start", "end", "chosen"])
    return table.sample(frac=1, random_state=3, ignore_index=True)


@pytest.mark.parametrize("as_categories", [True, False])
@pytest.mark.parametrize("some", [True, False])
def test_the_span_of_every_place(as_categories, some):
    table = spans().astype({"text": "category"} if as_categories else {})
    found = Spans(table, table["chosen"].to_numpy() if some else None)
    places = np.arange(420, dtype=np.int32)
    for text in "abcd":
        own = table[(table["text"] == text) & (table["chosen"] | (not some))]
        inside, begun = (np.full(420, -1) for _ in range(2))
        for row, start, end in own.sort_values("start")[["start", "end"]].itertuples():
            inside[start:end], begun[start:] = row, row
        assert found.at(text, places).tolist() == inside.tolist()
        assert found.begun(text, places).tolist() == begun.tolist()


def test_the_rows_and_columns_of_each_text():
    table = spans()
    rows, columns = rows_by_text(table), TextColumns(table, "start", "chosen")
    for text in "abc":
        own = table[table["text"] == text]
        assert rows[text].tolist() == own.index.tolist()
        assert columns[text] == [own["start"].tolist(), own["chosen"].tolist()]
    assert columns["a text without rows"] == [[], []]


def test_the_span_in_which_each_row_starts():
    table, other = spans(), spans()
    places = zip(other["text"], other["start"], Spans(table).of(other).tolist(), strict=True)
    for text, start, row in places:
        own = table[(table["text"] == text) & (table["start"] <= start) & (start < table["end"])]
        assert own.index.tolist() == ([row] if row >= 0 else [])


def test_a_table_of_rows_as_they_come():
    types = {"text": "str", "start": "int32", "speaker": object}
    table = typed_table(iter([("a", 1, None), ("b", 2, "Anna")]), types)
    assert table.dtypes.astype(str).tolist() == ["str", "int32", "object"]
    assert table.to_numpy().tolist() == [["a", 1, None], ["b", 2, "Anna"]]
    assert typed_table(iter([]), types).dtypes.equals(table.dtypes)
