"""Recall: sentences in which a rule finds nothing on a sheet for a reader, and what the rules miss by it.

A sheet of findings gives precision (`dhtools.rhetoric.evaluation`), and cannot show what is missed. So a
random sample of the sentences without a finding is read, and the misses in all of them are estimated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.record import Annotation, span_text
from ..corpus.sheets import (
    CODER,
    PASSAGE,
    REASON,
    SPAN,
    VERSION,
    Column,
    Row,
    Sheet,
    check_span,
    one_of,
    read_sheet,
)
from ..errors import DhtoolsError, is_whole
from ..shown import answers_first
from ..stats.intervals import finite_count_interval
from .evaluation import rule_precision, write_new
from .findings import check_columns

#: The sheet of the corpus itself, beside the texts.
RECALL = "recall.csv"

_PROSE_VOICES = ("author", "quoted", "mixed")


def _check_missed(row: Row) -> None:
    if row["verdict"] and not row["coder"]:
        raise DhtoolsError("a verdict without a coder. Write who judged.")
    if (row["verdict"] == "yes") != bool(row["missed"]):
        raise DhtoolsError("*yes* goes with the words that are missed, *no* without. Correct one of them.")


_SHEET = Sheet(
    RECALL,
    (
        *(*VERSION, PASSAGE, *SPAN),
        Column("category", required=True, meaning="what the rule looks for"),
        Column("sentence", meaning="a sentence in which it finds nothing"),
        Column("verdict", one_of(("yes", "no")), meaning="whether something is missed"),
        Column("missed", meaning="the words that are missed; empty after no"),
        *(CODER, REASON),
    ),
    key=("passage", "category", "coder"),
    checks=(check_span, _check_missed),
)


def sentences_without(annotation: Annotation, findings: pd.DataFrame, category: str) -> pd.DataFrame:
    """Return the sentences of the running prose in which nothing of a category is found.

    Returns: Rows of `Annotation.sentences`, those of the author and of quotations.
    """
    check_columns(findings, ["passage", "category"])
    prose = annotation.sentences[annotation.sentences["voice"].isin(_PROSE_VOICES).to_numpy()]
    found = findings.loc[(findings["category"] == category).to_numpy(), "passage"].astype(str)
    return prose[~prose["passage"].astype(str).isin(found).to_numpy()]


def write_recall_sheet(
    annotation: Annotation,
    findings: pd.DataFrame,
    path: str | Path,
    *,
    coder: str,
    categories: Iterable[str],
    sample: int = 150,
    seed: int = 0,
) -> Path:
    """Write sentences in which a rule finds nothing as a CSV file, in which a reader marks what is missed.

    * findings: From the finders of these categories.
    * path: A new file, as for `dhtools.rhetoric.write_judgement_sheet`.
    * coder: Who is going to judge.
    * categories: Such as hedge, booster, passive.
    * sample: Sentences a category, drawn without replacement from those without a finding of it; all if there
      are fewer. All sentences of the prose are put in one random order, and each category takes the first
      ones that it has no finding in. So most sentences are read once for all categories.
    * seed: Two readers who judge the same sentences use the same seed.

    Returns: The absolute path of the file. Its rows are by category, in the order of the texts: *text*,
    *sha256* of its file, *passage*, *start*, *end*, *category*, *sentence*, *verdict* (empty: *yes* if
    something is missed, or *no*), *missed* (empty: the words), *coder*, *reason* (empty).

    Raises `DhtoolsError` if the file exists, its folder does not, or *sample* is not a whole number from 1.
    """
    if not is_whole(sample, 1):
        raise DhtoolsError(f"sample={sample!r}: give a whole number from 1.")
    order = np.random.default_rng(seed).permutation(len(annotation.sentences))
    hashes = {text.id: text.sha256 for text in annotation.corpus}
    parts = []
    for category in categories:
        empty = sentences_without(annotation, findings, category)
        ranked = pd.Series(order, annotation.sentences.index)[empty.index].sort_values()
        parts.append(empty.loc[ranked.index[:sample].sort_values()].assign(category=category))
    rows = pd.concat(parts, ignore_index=True).astype({"text": str})
    cells = [" ".join(sentence.split()) for sentence in span_text(annotation.corpus, rows)]
    cells = [f"…{cell}" if cell[:1] in "=+-@" else cell for cell in cells]  # else a spreadsheet computes it
    sheet = rows.assign(sentence=cells, sha256=rows["text"].map(hashes), coder=coder)
    sheet = sheet.assign(verdict="", missed="", reason="")[_SHEET.names]
    return write_new(Path(path).absolute(), sheet)


def read_recall(path: str | Path) -> pd.DataFrame:
    """Read a sheet of `write_recall_sheet` that a reader has filled in.

    * path: A file, or a folder of texts, which stands for its ``recall.csv``.

    Returns: The rows that have a verdict, and *where*, file and line.

    Raises `DhtoolsError` if there is no such file, or it is not as written, a verdict is not *yes* or *no*,
    or *yes* stands without the words that are missed.
    """
    path = Path(path)
    folder, name = (path, RECALL) if path.is_dir() else (path.parent, path.name)
    if not (folder / name).is_file():
        raise DhtoolsError(f"{folder / name}: there is no such file. Make one with write_recall_sheet.")
    rows = read_sheet(folder, replace(_SHEET, file=name))
    return rows[(rows["verdict"] != "").to_numpy()].drop(columns="row").reset_index(drop=True)


def rule_recall(
    judged: pd.DataFrame, missed: pd.DataFrame, findings: pd.DataFrame, annotation: Annotation
) -> pd.DataFrame:
    """Return the recall of each rule by sentences, estimated from both sheets, with an interval.

    * judged: From `dhtools.rhetoric.read_judgements`.
    * missed: From `read_recall`. Rows of sentences in which something is found by now do not count.
    * findings: What is found now.

    Returns: One row a category of *missed*: *category*, *n_sentences* (with a right finding), *n_without*
    (sentences of the prose in which nothing is found), *n_read* (of these), *n_missed* (of those read, with
    something missed), *missed* (``n_without · n_missed / n_read``), *recall* (``n_sentences / (n_sentences +
    missed)``, 0 to 1), *low*, *high* (the same with the limits of *missed*: 95 % interval of a count in a
    finite population, `dhtools.stats.intervals.finite_count_interval`), *coders*.

    The unit is the sentence: one that has a right finding counts as found, even if it holds another that is
    missed. The sentences read are the first of a random order, so those left after a rule is mended are a
    random sample of those still without a finding.

    Raises `DhtoolsError` if a text has changed since it was read.
    """
    _check_hashes(missed, annotation)
    rows = [
        _recall(str(category), own, judged, findings, annotation)
        for category, own in missed.groupby("category", sort=True)
    ]
    counts = ["n_sentences", "n_without", "n_read", "n_missed"]
    return pd.DataFrame(rows, columns=["category", *counts, "missed", "recall", "low", "high", "coders"])


def _recall(
    category: str, own: pd.DataFrame, judged: pd.DataFrame, findings: pd.DataFrame, annotation: Annotation
) -> dict[str, Any]:
    empty = sentences_without(annotation, findings, category)["passage"].astype(str)
    read = own[own["passage"].isin(empty).to_numpy()].groupby("passage")["verdict"].agg("max")
    n_without, n_read, n_missed = len(empty), len(read), int((read == "yes").sum())
    right = _sentences_found(category, judged, findings)
    low, high = finite_count_interval(n_missed, n_read, n_without)
    missed = n_without * n_missed / n_read if n_read else np.nan
    return {
        **{"category": category, "n_sentences": right, "n_without": n_without, "n_read": n_read},
        **{"n_missed": n_missed, "missed": missed, "recall": _share(right, missed)},
        **{"low": _share(right, high), "high": _share(right, low)},
        "coders": ", ".join(sorted(own["coder"].unique())),
    }


def _share(found: int, missed: float) -> float:
    return found / (found + missed) if found + missed else np.nan


def _sentences_found(category: str, judged: pd.DataFrame, findings: pd.DataFrame) -> int:
    """Return the number of sentences with a finding that a reader judged right."""
    key = ["text", "start", "end", "category"]
    right = judged.loc[(judged["category"] == category) & (judged["verdict"] == "yes"), key].drop_duplicates()
    now = findings.loc[(findings["category"] == category).to_numpy(), [*key, "passage"]]
    return int(now.astype({"text": str, "category": str}).merge(right, on=key)["passage"].nunique())


def _check_hashes(missed: pd.DataFrame, annotation: Annotation) -> None:
    hashes = {text.id: text.sha256 for text in annotation.corpus}
    for text, sha256, where in missed[["text", "sha256", "where"]].itertuples(index=False, name=None):
        if hashes.get(text, sha256) != sha256:
            raise DhtoolsError(f"{where}: {text!r} has changed since it was read. Write a new sheet.")


@answers_first("category", "precision", "recall", "n_judged", "n")
def rule_quality(
    judged: pd.DataFrame, missed: pd.DataFrame, findings: pd.DataFrame, annotation: Annotation
) -> pd.DataFrame:
    """Return precision and recall of each rule in one table.

    * judged, missed, findings, annotation: As for `rule_recall`.

    Returns: One row a category of *findings*: *category*, *n*, *n_judged*, *n_right*, *precision*,
    *precision_low*, *precision_high* (`dhtools.rhetoric.rule_precision`), *n_without*, *n_read*, *n_missed*,
    *recall*, *recall_low*, *recall_high* (`rule_recall`; missing where nobody has read), *note* (why a value
    is missing).
    """
    precision = rule_precision(judged, findings, annotation.corpus)
    recall = rule_recall(judged, missed, findings, annotation)
    precision = precision.rename(columns={"low": "precision_low", "high": "precision_high"})
    recall = recall.rename(columns={"low": "recall_low", "high": "recall_high"})
    columns = ["category", "n", "n_judged", "n_right", "precision", "precision_low", "precision_high"]
    columns += ["n_without", "n_read", "n_missed", "recall", "recall_low", "recall_high"]
    both = precision.merge(recall, on="category", how="left")
    unread = both["recall"].isna().map({True: "no sentences read", False: ""})
    notes = [", ".join(filter(None, pair)) for pair in zip(both["note"], unread, strict=True)]
    return both.assign(note=notes)[[*columns, "note"]]
