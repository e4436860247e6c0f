"""Judging: findings on a sheet for a reader, and what her verdicts say about the rules that found them.

A count of findings is worth what a reader makes of them. A sheet lists findings in their context; a reader
fills in *yes*, *no* or *unclear*; read back, the sheet gives the precision of the rule, and two sheets of the
same findings give the agreement of two readers.

Sources: Wilson (1927), Journal of the American Statistical Association 22, 209-212, for the interval of a
share; Cohen (1960), Educational and Psychological Measurement 20(1), 37-46, for kappa.
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
from ..corpus.sheets import SPAN, Column, Kind, Row, Sheet, check_span, read_sheet
from ..corpus.texts import Corpus
from ..errors import DhtoolsError, check_choice, is_whole
from ..search.concordance import kwic
from ..stats.intervals import proportion_interval
from .findings import check_columns

#: The sheet of the corpus itself, beside the texts.
JUDGEMENTS = "judgements.csv"
JUDGEMENTS_ALLOWED = ("yes", "no", "unclear")

_KEY = ["text", "start", "end", "category"]


def _check_coder(row: Row) -> None:
    if row["verdict"] and not row["coder"]:
        raise DhtoolsError("a verdict without a coder. Write who judged.")


_SHEET = Sheet(
    JUDGEMENTS,
    (
        *(Column("text"), Column("sha256"), Column("passage"), *SPAN),
        *(Column("category"), Column("cue"), Column("context")),
        Column("verdict", Kind(lambda name, cell: check_choice(name, cell.lower(), JUDGEMENTS_ALLOWED))),
        *(Column("coder"), Column("reason")),
    ),
    checks=(check_span, _check_coder),
)


def write_judgement_sheet(
    annotation: Annotation,
    findings: pd.DataFrame,
    path: str | Path,
    *,
    coder: str,
    sample: int | None = None,
    width: int = 80,
    seed: int = 0,
) -> pd.DataFrame:
    """Write findings in their context as a CSV file in which a reader fills in *verdict* and *reason*.

    Parameters
    ----------
    annotation : Annotation
    findings : DataFrame
        From any ``find_…`` of this package. Those in readers' comments are left out: they are not reprinted.
    path : path
        A file that does not exist yet: a sheet that somebody has filled in is not overwritten.
    coder : str
        Who is going to judge.
    sample : int, optional
        So many findings, drawn at random without replacement; all if there are no more, or None.
    width : int
        Characters shown on either side of a finding.
    seed : int
        Two readers who are to judge the same findings take the same.

    Returns
    -------
    DataFrame
        What was written, in the order of the texts: *text*, *sha256* of its file, *passage*, *start*, *end*,
        *category*, *cue*, *context* (the cue in double brackets), *verdict* (empty: fill in yes, no or
        unclear), *coder*, *reason* (empty).

    Raises
    ------
    DhtoolsError
        If the file exists, its folder does not, the coder has no name, or the sample is no number.
    """
    if not coder.strip():
        raise DhtoolsError("coder: is empty. Name who is going to judge.")
    if sample is not None and not is_whole(sample, 1):
        raise DhtoolsError(f"sample={sample!r}: give a whole number from 1, or None for all.")
    check_columns(findings, [*_KEY, "passage", "kind"])
    shown = findings[(findings["kind"] != COMMENTS).to_numpy()]
    if sample is not None and sample < len(shown):
        drawn = np.random.default_rng(seed).choice(len(shown), sample, replace=False)
        shown = shown.iloc[np.sort(drawn)]
    hashes = {text.id: text.sha256 for text in annotation.corpus}
    sheet = kwic(annotation, shown, width=width).assign(
        sha256=[hashes[text] for text in shown["text"].astype(str)], verdict="", coder=coder, reason=""
    )[_SHEET.names]
    _store(Path(path), sheet)
    return sheet.reset_index(drop=True)


def _store(path: Path, sheet: pd.DataFrame) -> None:
    """Write the file, unless one of this name is there."""
    if not path.parent.is_dir():
        raise DhtoolsError(f"{path.parent}: there is no such folder. Make it first.")
    content = sheet.to_csv(index=False, lineterminator="\n")
    try:
        atomic_write(path, content.encode("utf-8"), overwrite=False)
    except FileExistsError as error:
        raise DhtoolsError(
            f"{path}: exists already and may hold a reader's work. Choose another name, or remove it."
        ) from error


def read_judgements(*paths: str | Path) -> pd.DataFrame:
    """Read sheets that readers have filled in.

    Parameters
    ----------
    *paths : path
        Files from `write_judgement_sheet`, or a folder of texts, which stands for its ``judgements.csv``. Where that
        does not exist there are no rows.

    Returns
    -------
    DataFrame
        The rows that have a verdict, with the columns of `write_judgement_sheet` and *where*, file and line.

    Raises
    ------
    DhtoolsError
        If a file or its header is not as written, a place is no number, a verdict is none of yes, no and
        unclear, a verdict has no coder, or one coder judges a finding twice.
    """
    if not paths:
        raise DhtoolsError("There is no sheet to read. Give a file or a folder.")
    rows = pd.concat([_read(path) for path in map(Path, paths)], ignore_index=True)
    judged = rows[(rows["verdict"] != "").to_numpy()].drop(columns="row").reset_index(drop=True)
    _check_judged_once(judged)
    return judged


def _read(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise DhtoolsError(f"{path}: there is no such file or folder. Check the name.")
    folder, name = (path, JUDGEMENTS) if path.is_dir() else (path.parent, path.name)
    return read_sheet(folder, replace(_SHEET, file=name))


def _check_judged_once(judged: pd.DataFrame) -> None:
    key = judged[[*_KEY, "coder"]]
    again = key[key.duplicated()]
    if len(again):
        first, second, *_ = judged.loc[(key == again.iloc[0]).all(axis=1), "where"]
        raise DhtoolsError(f"{second}: judged by {again['coder'].iloc[0]} before, in {first}. Keep one row.")


def rule_precision(judged: pd.DataFrame, findings: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return how many of the findings readers call right, by category, with an interval.

    Parameters
    ----------
    judged : DataFrame
        From `read_judgements`. Rows that are no finding any more, since a rule has changed, are left out.
    findings : DataFrame
        What is counted and is to have a precision beside it.
    corpus : Corpus
        A sheet holds for the files that it was written from.

    Returns
    -------
    DataFrame
        One row a category of *findings*: *category*, *found*, *judged*, *right*, *unclear*, *wrong*,
        *precision* (right of judged, so that what is unclear counts against the rule), *low*, *high* (95%
        interval of Wilson), *coders* (with commas), *reason* (why there is no precision, or that a part was
        judged only). Of a finding that several coders judge differently the verdict is *unclear*.

    Raises
    ------
    DhtoolsError
        If a text has changed since it was judged.
    """
    check_columns(findings, _KEY)
    _check_hashes(judged, corpus)
    one = judged.groupby(_KEY, sort=False).agg(verdict=("verdict", _together), coders=("coder", _names))
    keys = pd.MultiIndex.from_frame(findings[_KEY].astype({"text": str, "category": str}))
    verdicts = one.reindex(keys).reset_index()
    rows = [_row(str(category), own) for category, own in verdicts.groupby("category", sort=True)]
    columns = [
        *("category", "found", "judged", "right", "unclear", "wrong"),
        *("precision", "low", "high", "coders", "reason"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _row(category: str, own: pd.DataFrame) -> dict[str, Any]:
    told = own["verdict"].dropna()
    counts = {verdict: int((told == verdict).sum()) for verdict in JUDGEMENTS_ALLOWED}
    low, high = proportion_interval(counts["yes"], len(told))
    reason = (
        "" if len(told) == len(own) else f"{len(told)} of {len(own)} judged" if len(told) else "not judged"
    )
    return {
        **{"category": category, "found": len(own), "judged": len(told)},
        **{"right": counts["yes"], "unclear": counts["unclear"], "wrong": counts["no"]},
        **{"precision": counts["yes"] / len(told) if len(told) else np.nan, "low": low, "high": high},
        **{"coders": _names(own["coders"].dropna()), "reason": reason},
    }


def _together(verdicts: pd.Series) -> str:
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
        One row a category, and *all*: *category*, *both* (findings that both judged), *same* (with the same
        verdict), *agreement* (their share), *low*, *high* (95% interval of Wilson), *kappa* (Cohen's:
        ``(agreement − expected) / (1 − expected)``, expected from how often each gives each verdict),
        *reason* (why something is missing).

    Raises
    ------
    DhtoolsError
        If there are not two coders.
    """
    names = tuple(sorted(judged["coder"].unique())) if coders is None else tuple(coders)
    if len(names) != 2 or len(set(names)) != 2:
        told = ", ".join(map(repr, names)) or "none"
        raise DhtoolsError(f"coders: {told}. Two are compared: name them as coders=(…, …).")
    one, other = (judged[(judged["coder"] == name).to_numpy()].set_index(_KEY)["verdict"] for name in names)
    both = pd.DataFrame({"one": one, "other": other}).dropna().reset_index()
    groups = [*both.groupby("category", sort=True), ("all", both)]
    return pd.DataFrame([_agreed(str(category), own) for category, own in groups])


def _agreed(category: str, own: pd.DataFrame) -> dict[str, Any]:
    from sklearn.metrics import cohen_kappa_score  # here, since it takes long to import

    number, same = len(own), int((own["one"] == own["other"]).sum())
    low, high = proportion_interval(same, number)
    several = len(set(own["one"]) | set(own["other"])) > 1
    return {
        **{"category": category, "both": number, "same": same},
        **{"agreement": same / number if number else np.nan, "low": low, "high": high},
        "kappa": cohen_kappa_score(own["one"], own["other"]) if several else np.nan,
        "reason": "" if several else "no kappa: one verdict only" if number else "no finding judged by both",
    }
