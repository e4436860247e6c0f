"""Two coders: the codings that two readers made of the same places, how far they agree, and what was decided.

A sheet beside the texts, such as ``killings.csv``, is the coding of coder A. The coding of a second reader,
made without sight of the first, lies beside it as ``killings_second.csv``, and ``killings_reconciled.csv``
has a decision and a reason for each place where the two differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from ..corpus.corrections import SOURCE_COLUMNS, check_version
from ..corpus.sheets import CODER, SIGNED, Sheet, check_span, read_sheet
from ..corpus.texts import Corpus
from ..errors import DhtoolsError
from ..rhetoric.findings import check_columns
from ..stats.agreement import cohen_kappa
from ..stats.intervals import proportion_interval

#: What stands behind the name of a sheet, by coding.
CODINGS = {"a": "", "b": "_second", "reconciled": "_reconciled"}
#: How a coding is named in prose and figures.
CODING_NAMES = {"a": "coder A", "b": "coder B", "reconciled": "reconciled"}

_SOURCES = Sheet(
    "sources_second.csv",
    (*SOURCE_COLUMNS, CODER, SIGNED[1]),
    key=("text", "start", "end"),
    checks=(check_span,),
)


def coding_files(folder: str | Path, file: str) -> dict[str, str]:
    """Return the sheets that hold the codings of one thing, by coding: *a*, *b*, *reconciled*.

    * folder: The folder of the corpus.
    * file: Name of the sheet of coder A, such as ``killings.csv``.

    Returns: Without the sheets that are not there.
    """
    stem, dot, ending = file.rpartition(".")
    files = {coding: f"{stem}{suffix}{dot}{ending}" for coding, suffix in CODINGS.items()}
    return {coding: name for coding, name in files.items() if (Path(folder) / name).is_file()}


def read_source_coding(corpus: Corpus, folder: str | Path, file: str) -> pd.DataFrame:
    """Read a further coding of quotations, such as ``sources_second.csv``.

    Returns: *text*, *start*, *end* (code points), *speaker*, *source* (the kind of source of the original),
    *cited_through* (where the text quotes it second-hand), *coder*, *reason*, *row*, *where*.

    Raises `DhtoolsError` as `dhtools.corpus.sheets.read_sheet`; if a row is of another version of a text.
    """
    check = partial(check_version, {text.id: text.sha256 for text in corpus})
    return read_sheet(folder, replace(_SOURCES, file=file), check).drop(columns="sha256")


def align_codings(
    codings: Mapping[str, pd.DataFrame], *, key: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Put codings of the same places side by side.

    * codings: By coding, such as *a*, *b* and *reconciled*.
    * key: The columns that say which place is coded, such as *passage* and *term*.
    * columns: The columns that are coded.

    Returns: One row a place, in the order of the first coding: *key*, and each column by coding, such as
    *act_a*, *act_b*.

    Raises `DhtoolsError` if a column is missing, a place is coded twice in one coding, or in one coding only.

    >>> a = pd.DataFrame({"passage": ["x:1"], "act": ["killing"]})
    >>> align_codings({"a": a, "b": a.assign(act="other")}, key=["passage"], columns=["act"]).values.tolist()
    [['x:1', 'killing', 'other']]
    """
    tables = [_by_place(name, table, list(key), list(columns)) for name, table in codings.items()]
    for name, table in zip(list(codings)[1:], tables[1:], strict=True):
        _check_same_places(tables[0].index, table.index, next(iter(codings)), name)
    return pd.concat(tables, axis=1).reindex(tables[0].index).reset_index()


def _by_place(name: str, table: pd.DataFrame, key: list[str], columns: list[str]) -> pd.DataFrame:
    check_columns(table, [*key, *columns], name=name)
    placed = table.astype(dict.fromkeys(key, "object")).set_index(key)[columns].add_suffix(f"_{name}")
    if placed.index.has_duplicates:
        place = placed.index[placed.index.duplicated()][0]
        raise DhtoolsError(f"{name}: {place} is coded twice. Remove one of the rows.")
    return placed


def _check_same_places(first: pd.Index, second: pd.Index, *names: str) -> None:
    for one, other, (has, lacks) in ((first, second, names), (second, first, names[::-1])):
        if len(alone := one.difference(other)):
            raise DhtoolsError(
                f"{alone[0]} is coded in {has} and not in {lacks}. Code it there, or remove it."
            )


def coding_agreement(aligned: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return how far codings *a* and *b* agree, column by column.

    * aligned: From `align_codings`. Drop the rows first that a column does not apply to.
    * *columns: Such as *act*.

    Returns: One row a column: *column*, *n* (places), *n_same*, *agreement* (``n_same / n``), *low*, *high*
    (its 95 % interval: Wilson 1927), *kappa*, *kappa_low*, *kappa_high* (`cohen_kappa`).
    """
    return pd.DataFrame([_agreement(aligned, column) for column in columns])


def _agreement(aligned: pd.DataFrame, column: str) -> dict[str, Any]:
    first, second = _both(aligned, column)
    n, same = len(aligned), int((first == second).sum())
    low, high = proportion_interval(same, n)
    kappa = cohen_kappa(first, second)
    return {
        **{"column": column, "n": n, "n_same": same},
        **{"agreement": same / n if n else float("nan"), "low": low, "high": high},
        **{"kappa": kappa.value, "kappa_low": kappa.low, "kappa_high": kappa.high},
    }


def _both(aligned: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    check_columns(aligned, [f"{column}_a", f"{column}_b"], name="aligned")
    first, second = (aligned[f"{column}_{coding}"].astype("object") for coding in ("a", "b"))
    # a missing value, such as a year that no passage tells, is a code like another
    return first.where(first.notna(), "").map(str), second.where(second.notna(), "").map(str)


def agreement_by_code(aligned: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return how far codings *a* and *b* agree in each code of a column.

    Returns: One row a code, the most frequent first: *code*, *n_a*, *n_b*, *n_both* (places that both give
    this code), *agreement* (``2 n_both / (n_a + n_b)``: the share of its uses in which the other coder has it
    too; specific agreement: Cicchetti and Feinstein 1990, Journal of Clinical Epidemiology 43(6), 551-558).
    """
    first, second = _both(aligned, column)
    table = pd.crosstab(first.rename("a"), second.rename("b"))
    codes = table.index.union(table.columns)
    table = table.reindex(index=codes, columns=codes, fill_value=0)
    counts = pd.DataFrame(
        {
            "code": codes,
            "n_a": table.sum(axis=1).to_numpy(),
            "n_b": table.sum(axis=0).to_numpy(),
            "n_both": table.to_numpy().diagonal(),
        }
    )
    total = counts["n_a"] + counts["n_b"]
    counts = counts.assign(agreement=2 * counts["n_both"] / total)
    return counts.iloc[total.argsort(kind="stable")[::-1]].reset_index(drop=True)


def coding_differences(aligned: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the places where codings *a* and *b* differ in one of the columns; they keep their index."""
    different = pd.Series(False, index=aligned.index)
    for column in columns:
        first, second = _both(aligned, column)
        different |= first != second
    return aligned[different.to_numpy()]
