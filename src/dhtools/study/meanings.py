"""Meanings: what a reader takes the words of a lexicon to mean, occurrence by occurrence.

A list of words such as *liquidate* or *purge* tells where they stand, and not whether they are said of
killings, of arrests or of something else. The lexicon is a table of term groups (``lexicon.csv``); the
meanings are coded beside it (``meanings.csv``), each with a reason.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.sheets import CODER, SIGNED, Column, Sheet
from ..errors import DhtoolsError
from .span_coding import SPAN_COLUMNS, read_coded

LEXICON, MEANINGS = "lexicon.csv", "meanings.csv"
#: The meaning of an occurrence that no reader has coded.
NOT_CODED = "not coded"

_SHEET = Sheet(
    MEANINGS,
    (
        *SPAN_COLUMNS,
        Column("term", required=True, meaning="a term of lexicon.csv"),
        Column("meaning", required=True, meaning="what it means here, in your own classes"),
        *(CODER, SIGNED[1]),
    ),
    key=("passage", "start", "term"),
)


def read_meanings(annotation: Annotation, folder: str | Path) -> pd.DataFrame:
    """Read ``meanings.csv``: what words of the lexicon mean where they stand.

    * folder: The folder of the corpus; without such a file the table is empty.

    Returns: As from `dhtools.rhetoric.make_findings`, with *category* the meaning and *detail* the term, and
    *coder* and *reason* as coded.

    Raises `DhtoolsError` if the header is wrong, a place is wrong or holds other words, or term, meaning or
    reason is empty.
    """
    return read_coded(annotation, folder, _SHEET, category="meaning", detail="term")


def code_meanings(found: pd.DataFrame, meanings: pd.DataFrame) -> pd.DataFrame:
    """Give every occurrence of the lexicon its meaning.

    * found: Occurrences from `dhtools.terms.find_terms`.
    * meanings: From `read_meanings`.

    Returns: *found* with *meaning* (categories in the order in which they are first coded, then "not coded")
    and *reason*.

    Raises `DhtoolsError` if a row of *meanings* is of no occurrence.
    """
    places = [found["text"].astype(str), found["start"], found["term"].astype(str)]
    coded = meanings.assign(text=meanings["text"].astype(str)).set_index(["text", "start", "detail"])
    index = pd.MultiIndex.from_arrays(places)
    if len(unknown := coded.index.difference(index)):
        text, start, term = unknown[0]
        raise DhtoolsError(
            f"{MEANINGS}: {text}, start={start}: {term!r} is not found there. Correct the row, or add the "
            f"spelling to {LEXICON}."
        )
    kinds = [*meanings["category"].unique(), NOT_CODED]
    own = coded.reindex(index)
    meaning = pd.Categorical(own["category"].astype(object).fillna(NOT_CODED), categories=kinds)
    return found.assign(meaning=meaning, reason=own["reason"].fillna("").to_numpy())


def meaning_table(coded: pd.DataFrame) -> pd.DataFrame:
    """Count the occurrences of a lexicon by meaning, text and voice.

    * coded: From `code_meanings`.

    Returns: One row a term, meaning and text: *group*, *term*, *meaning*, *text*, *n_author* (in the author's
    words), *n_others* (quoted, mentioned, or in headings, captions and notes), *passages* (all of them).
    """
    by = [coded[name] for name in ("group", "term", "meaning", "text")]
    author = coded["voice"] == "author"
    counts = pd.DataFrame({"n_author": author, "n_others": ~author, "passages": coded["passage"].astype(str)})
    grouped = counts.groupby(by, observed=True, sort=True)
    return grouped.agg({"n_author": "sum", "n_others": "sum", "passages": _listed}).reset_index()


def _listed(passages: pd.Series) -> str:
    return " ".join(dict.fromkeys(passages))
