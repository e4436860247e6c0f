"""Evaluation: findings on a sheet for a reader, and what the reader's verdicts say about the rules.

A sheet lists findings in their context. A reader fills in *yes*, *no* or *unclear*. Read back, a sheet gives
the precision of each rule, and two sheets of the same findings give the agreement of two readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.record import COMMENTS, Annotation
from ..atomic_write import atomic_write
from ..corpus.sheets import (
    CODER,
    PASSAGE,
    REASON,
    SPAN,
    VERSION,
    Column,
    Kind,
    Row,
    Sheet,
    check_span,
    read_sheet,
)
from ..corpus.texts import Corpus
from ..errors import DhtoolsError, check_choice, is_whole
from ..search.concordance import kwic
from ..shown import answers_first
from ..stats.agreement import cohen_kappa
from ..stats.intervals import proportion_interval
from ..typed_tables import csv_bytes
from .findings import check_columns

#: The sheet of the corpus itself, beside the texts.
JUDGEMENTS = "judgements.csv"
VERDICTS = ("yes", "no", "unclear")

_KEY = ["text", "start", "end", "category"]


def _check_coder(row: Row) -> None:
    if row["verdict"] and not row["coder"]:
        raise DhtoolsError("a verdict without a coder. Write who judged.")


_VERDICT = Kind(
    lambda name, cell: check_choice(name, cell.lower(), VERDICTS), holds=f"one of: {', '.join(VERDICTS)}"
)
_SHEET = Sheet(
    JUDGEMENTS,
    (
        *(*VERSION, PASSAGE, *SPAN),
        Column("category", required=True, meaning="what the rule takes the words for"),
        Column("cue", meaning="the words"),
        Column("context", meaning="what stands around them"),
        Column("verdict", _VERDICT, meaning="whether it is one"),
        *(CODER, REASON),
    ),
    checks=(check_span, _check_coder),
    is_written=True,
)

#: The columns of a sheet, in their order.
SHEET_COLUMNS = tuple(_SHEET.names)


def write_judgement_sheet(
    annotation: Annotation,
    findings: pd.DataFrame,
    path: str | Path,
    *,
    coder: str,
    sample: int | None = None,
    width: int = 80,
    seed: int = 0,
) -> Path:
    """Write findings in their context as a CSV file in which a reader fills in *verdict* and *reason*.

    Parameters
    ----------
    annotation : Annotation
    findings : DataFrame
        From any finder. Those in readers' comments are left out: they are not reprinted.
    path : path
        A new file: a sheet that somebody has filled in is not overwritten. A relative path is relative to the
        working directory, which is ``notebooks/`` in a notebook of the suite.
    coder : str
        Who is going to judge.
    sample : int, optional
        Size of a random sample without replacement; None: all findings.
    width : int
        Characters shown on either side of a finding.
    seed : int
        Two readers who judge the same findings use the same seed.

    Returns
    -------
    Path
        The absolute path of the file. Its rows are in the order of the texts: *text*, *sha256* of its file,
        *passage*, *start*, *end*, *category*, *cue*, *context* (the cue in double brackets), *verdict*
        (empty: yes, no or unclear), *coder*, *reason* (empty).

    Raises
    ------
    DhtoolsError
        If the file exists, its folder does not, *coder* is empty, or *sample* is not a whole number from 1.
    """
    if not coder.strip():
        raise DhtoolsError("coder: is empty. Name who is going to judge.")
    if sample is not None and not is_whole(sample, 1):
        raise DhtoolsError(f"sample={sample!r}: give a whole number from 1, or None for all.")
    check_columns(findings, [*_KEY, "passage", "kind"])
    chosen = findings[(findings["kind"] != COMMENTS).to_numpy()]
    if sample is not None and sample < len(chosen):
        rows = np.random.default_rng(seed).choice(len(chosen), sample, replace=False)
        chosen = chosen.iloc[np.sort(rows)]
    hashes = {text.id: text.sha256 for text in annotation.corpus}
    sheet = kwic(annotation, chosen, width=width).assign(
        sha256=[hashes[text] for text in chosen["text"].astype(str)], verdict="", coder=coder, reason=""
    )[_SHEET.names]
    return write_new(Path(path).absolute(), sheet)


def write_new(path: Path, sheet: pd.DataFrame) -> Path:
    """Write a sheet as a new file, and return its path; a file that is there may hold a reader's work."""
    if not path.parent.is_dir():
        raise DhtoolsError(f"{path.parent}: there is no such folder. Make it first.")
    try:
        atomic_write(path, csv_bytes(sheet), overwrite=False)
    except FileExistsError as error:
        raise DhtoolsError(
            f"{path}: exists already and may hold a reader's work. Choose another name, or remove it."
        ) from error
    return path


def read_judgements(*paths: str | Path) -> pd.DataFrame:
    """Read sheets that readers have filled in.

    Parameters
    ----------
    *paths : path
        Files from `write_judgement_sheet`, or a folder of texts, which stands for its ``judgements.csv``. A
        folder without this file, and a corpus in one file, give no rows.

    Returns
    -------
    DataFrame
        The rows that have a verdict, with the columns of `write_judgement_sheet` and *where*, file and line.

    Raises
    ------
    DhtoolsError
        If a file or its header is not as written, a place is not a number, a verdict is not *yes*, *no* or
        *unclear*, a verdict has no coder, or one coder judges a finding twice.
    """
    if not paths:
        raise DhtoolsError("There is no sheet to read. Give a file or a folder.")
    rows = pd.concat([read_sheet_rows(path) for path in map(Path, paths)], ignore_index=True)
    judged = rows[(rows["verdict"] != "").to_numpy()].drop(columns="row").reset_index(drop=True)
    _check_judged_once(judged)
    return judged


def read_sheet_rows(path: Path) -> pd.DataFrame:
    """Return all rows of a sheet, judged or not: as `read_judgements`, with *row*, the line in the file."""
    if not path.exists():
        raise DhtoolsError(f"{path}: there is no such file or folder. Check the name.")
    # a corpus may be one file, beside which no sheet lies
    is_sheet = (
        path.is_file() and path.suffix.lower() in ("", ".csv") and b"verdict" in path.read_bytes()[:1000]
    )
    folder, name = (path.parent, path.name) if is_sheet else (path, JUDGEMENTS)
    return read_sheet(folder, replace(_SHEET, file=name))


def _check_judged_once(judged: pd.DataFrame) -> None:
    key = judged[[*_KEY, "coder"]]
    again = key[key.duplicated()]
    if len(again):
        first, second, *_ = judged.loc[(key == again.iloc[0]).all(axis=1), "where"]
        raise DhtoolsError(f"{second}: judged by {again['coder'].iloc[0]} before, in {first}. Keep one row.")


@answers_first("category", "precision", "precision_low", "precision_high", "n_judged", "n")
def rule_precision(judged: pd.DataFrame, findings: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the precision of each rule, by readers' verdicts, with an interval.

    Parameters
    ----------
    judged : DataFrame
        From `read_judgements`. Rows that are not among *findings* any more do not count.
    findings : DataFrame
        What is found now.
    corpus : Corpus
        A sheet holds for the files that it was written from.

    Returns
    -------
    DataFrame
        One row a category of *findings*: *category*, *n* (findings), *n_judged*, *n_right*, *n_unclear*,
        *n_wrong*, *precision* (``n_right / n_judged``, 0 to 1, so that an unclear finding counts against the
        rule), *low*, *high* (95 % interval: Wilson 1927, Journal of the American Statistical Association 22,
        209-212), *coders* (with commas), *note* (why precision is missing, or that a part was judged only). A
        finding that coders judge differently is *unclear*.

    Raises
    ------
    DhtoolsError
        If a text has changed since it was judged.
    """
    check_columns(findings, _KEY)
    _check_hashes(judged, corpus)
    by_finding = judged.groupby(_KEY, sort=False)
    verdicts = by_finding.agg(verdict=("verdict", _joint_verdict), coders=("coder", _names))
    keys = pd.MultiIndex.from_frame(findings[_KEY].astype({"text": str, "category": str}))
    verdicts = verdicts.reindex(keys).reset_index()
    rows = [_precision(str(category), rows) for category, rows in verdicts.groupby("category", sort=True)]
    columns = [
        *("category", "n", "n_judged", "n_right", "n_unclear", "n_wrong"),
        *("precision", "low", "high", "coders", "note"),
    ]
    return pd.DataFrame(rows, columns=columns)


def drop_rejected(findings: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Return the findings without those that a reader has judged *no* or *unclear*.

    * findings, judged: As for `rule_precision`.

    >>> key = {"text": "a", "start": [0, 9], "end": [4, 12], "category": "epithet"}
    >>> judged = pd.DataFrame(key | {"verdict": ["yes", "unclear"]})
    >>> drop_rejected(pd.DataFrame(key), judged)["start"].tolist()
    [0]
    """
    check_columns(findings, _KEY)
    rejected = pd.MultiIndex.from_frame(judged.loc[judged["verdict"] != "yes", _KEY].astype({"text": str}))
    places = pd.MultiIndex.from_frame(findings[_KEY].astype({"text": str, "category": str}))
    return findings[~places.isin(rejected)]


def _precision(category: str, rows: pd.DataFrame) -> dict[str, Any]:
    verdicts = rows["verdict"].dropna()
    n, right = len(verdicts), int((verdicts == "yes").sum())
    low, high = proportion_interval(right, n)
    return {
        **{"category": category, "n": len(rows), "n_judged": n, "n_right": right},
        **{"n_unclear": int((verdicts == "unclear").sum()), "n_wrong": int((verdicts == "no").sum())},
        **{"precision": right / n if n else np.nan, "low": low, "high": high},
        "coders": _names(rows["coders"].dropna()),
        "note": "" if n == len(rows) else f"{n} of {len(rows)} judged" if n else "not judged",
    }


def _joint_verdict(verdicts: pd.Series) -> str:
    return str(verdicts.iloc[0]) if verdicts.nunique() == 1 else "unclear"


def _names(coders: Iterable[str]) -> str:
    return ", ".join(sorted({name for names in coders for name in names.split(", ")}))


def _check_hashes(judged: pd.DataFrame, corpus: Corpus) -> None:
    hashes = {text.id: text.sha256 for text in corpus}
    for text, sha256, where in judged[["text", "sha256", "where"]].itertuples(index=False, name=None):
        if hashes.get(text, sha256) != sha256:
            raise DhtoolsError(
                f"{where}: {text!r} has changed since it was judged, so that places no longer fit. "
                "Write a new sheet, or bring back the file."
            )


def coder_agreement(judged: pd.DataFrame, *, coders: tuple[str, str] | None = None) -> pd.DataFrame:
    """Return how far two readers agree on the findings that both have judged.

    Parameters
    ----------
    judged : DataFrame
        From `read_judgements`, of both.
    coders : pair of str, optional
        Needed if there are more than two.

    Returns
    -------
    DataFrame
        One row a category, and *all*: *category*, *n* (findings that both judged), *n_same* (with the same
        verdict), *agreement* (``n_same / n``, 0 to 1), *low*, *high* (95 % interval: Wilson 1927), *kappa*
        (``(agreement − expected) / (1 − expected)``, −1 to 1, *expected* from how often each coder gives each
        verdict: Cohen 1960, Educational and Psychological Measurement 20(1), 37-46), *note* (why a value is
        missing).

    Raises
    ------
    DhtoolsError
        If there are not two coders.

    Examples
    --------
    >>> rows = [("a", 0, 3, "hedge", coder, verdict) for coder, verdict in (("Ann", "yes"), ("Bob", "no"))]
    >>> judged = pd.DataFrame(rows, columns=["text", "start", "end", "category", "coder", "verdict"])
    >>> coder_agreement(judged)[["category", "n", "n_same", "kappa"]].to_numpy().tolist()
    [['hedge', 1, 0, 0.0], ['all', 1, 0, 0.0]]
    """
    names = tuple(sorted(judged["coder"].unique())) if coders is None else tuple(coders)
    if len(names) != 2 or len(set(names)) != 2:
        given = ", ".join(map(repr, names)) or "none"
        raise DhtoolsError(f"coders: {given}. Two are compared: name them as coders=(…, …).")
    a, b = (judged[(judged["coder"] == name).to_numpy()].set_index(_KEY)["verdict"] for name in names)
    both = pd.DataFrame({"a": a, "b": b}).dropna().reset_index()
    groups = [*both.groupby("category", sort=True), ("all", both)]
    return pd.DataFrame([_agreement(str(category), rows) for category, rows in groups])


def _agreement(category: str, rows: pd.DataFrame) -> dict[str, Any]:
    n, same = len(rows), int((rows["a"] == rows["b"]).sum())
    low, high = proportion_interval(same, n)
    several = len(set(rows["a"]) | set(rows["b"])) > 1
    return {
        **{"category": category, "n": n, "n_same": same},
        **{"agreement": same / n if n else np.nan, "low": low, "high": high},
        "kappa": cohen_kappa(rows["a"], rows["b"]).value,
        "note": "" if several else "no kappa: one verdict only" if n else "no finding judged by both",
    }
