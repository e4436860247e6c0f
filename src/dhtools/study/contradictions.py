"""Contradictions: what texts say differently of one thing, as a reader has coded it, with the words of each.

Nothing here decides who is right: a coder says only whether the words can stand together as they are written.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import SIGNED, Column, Sheet, one_of
from ..errors import DhtoolsError
from .span_coding import SPAN_COLUMNS, read_coded

CONTRADICTIONS = "contradictions.csv"
#: *between* texts: other facts; *tension* between texts: another emphasis or name; *within* one text.
CONTRADICTION_KINDS = ("between", "tension", "within")
#: Whether all the wordings can be true: not as they are written; if they are read so; without more ado.
BOTH_STAND = ("no", "perhaps", "yes")
#: What all rows of a contradiction have in common.
_SHARED = ("category", "both_stand", "question", "reason")
_SHEET = Sheet(
    CONTRADICTIONS,
    (
        *SPAN_COLUMNS,
        Column("id", required=True, meaning="what all rows of one contradiction share"),
        Column("kind", one_of(CONTRADICTION_KINDS), required=True, meaning="between texts or within one"),
        Column("both_stand", one_of(BOTH_STAND), required=True, meaning="whether all wordings can be true"),
        Column("question", required=True, meaning="what the wordings answer"),
        Column("says", required=True, meaning="the answer of this wording"),
        *SIGNED,
    ),
    key=("id", "passage", "start"),
)


def read_contradictions(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``contradictions.csv``: a row a wording, two or more a contradiction.

    * folder: The folder of the corpus; without such a file the table is empty.

    Returns: As from `dhtools.rhetoric.make_findings`, in the order of *id*, with *category* the kind
    (`CONTRADICTION_KINDS`) and *detail* the id; *question*, *says* (the answer of this wording), *both_stand*
    (`BOTH_STAND`), *coder*, *reason*.

    Raises `DhtoolsError` if the header is wrong, a place is wrong or holds other words, a cell is empty or
    unknown, a contradiction has one wording only, its rows disagree, or its kind does not fit its texts.
    """
    coded = read_coded(annotation, folder, _SHEET, category="kind", detail="id")
    for contradiction, rows in coded.groupby("detail", sort=False):
        _check(str(contradiction), rows)
    return coded.sort_values("detail", kind="stable").reset_index(drop=True)


def _check(contradiction: str, rows: pd.DataFrame) -> None:
    where = f"{CONTRADICTIONS}: id={contradiction!r}"
    if len(rows) < 2:
        raise DhtoolsError(f"{where} has one wording. Give each wording a row, two or more a contradiction.")
    for name in _SHARED:
        if rows[name].nunique() > 1:
            column = "kind" if name == "category" else name
            raise DhtoolsError(f"{where}: {column} differs between its rows. Write the same in each.")
    kind, n_texts = rows["category"].iloc[0], rows["text"].nunique()
    if (kind == "within") != (n_texts == 1):
        raise DhtoolsError(
            f"{where} is {kind!r}, and its words are of {n_texts} text(s). "
            "Within is of one text, the other kinds are of two or more."
        )


def contradiction_table(contradictions: pd.DataFrame) -> pd.DataFrame:
    """Return the contradictions, a row each, with the words of every passage.

    * contradictions: From `read_contradictions`.

    Returns: *id*, *kind*, *question*, *wordings* (“words” (passage): what they say; and so on), *both_stand*,
    *reason*.

    >>> rows = pd.DataFrame(
    ...     {
    ...         "detail": "1",
    ...         "category": "between",
    ...         "question": "When?",
    ...         "cue": ["in May", "in June"],
    ...         "passage": ["a:1.1", "b:3.2"],
    ...         "says": ["May", "June"],
    ...         "both_stand": "no",
    ...         "reason": "one day",
    ...     }
    ... )
    >>> contradiction_table(rows)["wordings"][0]
    '“in May” (a:1.1): May / “in June” (b:3.2): June'
    """
    told = contradictions[["cue", "passage", "says"]].to_numpy()
    wordings = [f"“{cue}” ({passage}): {says}" for cue, passage, says in told]
    rows = contradictions.assign(wordings=wordings)
    shared = ["detail", *_SHARED]
    table = rows.groupby(shared, sort=False, observed=True)["wordings"].agg(" / ".join).reset_index()
    table = table.rename(columns={"detail": "id", "category": "kind"})
    return table[["id", "kind", "question", "wordings", "both_stand", "reason"]]
