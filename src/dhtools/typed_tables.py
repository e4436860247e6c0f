"""CSV tables written, and read back with types: what names something is text, whatever it looks like.

A text may be called ``1``, ``007``, ``NA`` or ``nan``. So the columns that hold names and words are text, and
only an empty cell is a missing value. A text that a spreadsheet would take for a formula has an apostrophe
before it in the file, and none when it is read back (`dhtools.escaping.csv_cell`).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pandas as pd

from .atomic_write import encoded
from .escaping import csv_cell, csv_text

#: Columns that hold names or words (see the glossary of names in ``docs/glossary.md``).
TEXT_COLUMNS = frozenset(
    str.split(
        "text text_a text_b passage segment quotation sentence title author genre translator publication"
        " date source speaker name variant remark reason word form term node collocate cluster cue label"
        " top_words frex_words begins group target reference compared_with side pair analysis claim"
        " candidate choice event main_texts named_in compared left match right context content note detail"
        " category coders agent victim class subclass rule person uses lemma evidence grounds exhibit"
    )
)


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Return a table as CSV: UTF-8, LF, floats as their shortest exact decimals, no formulas.

    Its index is left out.

    >>> csv_bytes(pd.DataFrame({"cue": ["-ity", "we"], "n": [-1, 2]}))
    b"cue,n\n'-ity,-1\nwe,2\n"
    """
    cells = _of_texts(table, csv_cell)
    text = cells.to_csv(index=False, lineterminator="\n")
    if "\r" in text:
        # Some versions of Python leave a lone carriage return unquoted; readers then end the row there.
        text = cells.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return encoded(text, "data")


def read_table(source: str | Path | IO[bytes], *, missing: bool = True, **options: Any) -> pd.DataFrame:
    r"""Read a CSV table.

    Parameters
    ----------
    source : path or binary file
    missing : bool
        Whether an empty cell is a missing value; otherwise it is an empty text.
    **options
        For `pandas.read_csv`.

    Returns
    -------
    DataFrame
        `TEXT_COLUMNS` as text, as it stands; other columns as pandas reads them.

    Examples
    --------
    >>> import io
    >>> table = read_table(io.BytesIO(b"text,note,n\n007,NA,3\n1,,4\n"))
    >>> table["text"].tolist(), table["note"].tolist(), table["n"].tolist()
    (['007', '1'], ['NA', nan], [3, 4])
    """
    types = dict.fromkeys(TEXT_COLUMNS, "str")
    empty = [""] if missing else []
    table = pd.read_csv(source, dtype=types, keep_default_na=False, na_values=empty, **options)
    return _of_texts(table, csv_text)


def _of_texts(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """Return a table with all its texts changed, the names of its columns too."""
    changed = table.rename(columns=lambda name: _changed(name, change))
    for place, dtype in enumerate(table.dtypes):
        was = [] if pd.api.types.is_numeric_dtype(dtype) else list(table.iloc[:, place])
        now = [_changed(cell, change) for cell in was]
        if any(one is not other for one, other in zip(was, now, strict=True)):
            kind = dtype if pd.api.types.is_string_dtype(dtype) else object
            changed.isetitem(place, pd.Series(now, table.index, dtype=kind).array)
    return changed


def _changed(cell: Any, change: Callable[[str], str]) -> Any:
    return change(cell) if isinstance(cell, str) else cell
