"""CSV tables read back with types: what names something is text, whatever it looks like.

A text may be called ``1``, ``007``, ``NA`` or ``nan``. So the columns that hold names and words are text, and
only an empty cell is a missing value.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import pandas as pd

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
    return pd.read_csv(source, dtype=types, keep_default_na=False, na_values=empty, **options)
