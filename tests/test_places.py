"""Places in texts: every one is in the span that a search of the whole table finds."""

import numpy as np
import pandas as pd
import pytest

from dhtools.annotation.places import Spans, TextColumns, rows_by_text

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
