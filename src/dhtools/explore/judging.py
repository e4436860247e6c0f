"""Findings judged one at a time, without a page: verdicts, the way through them, agreement of two coders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.record import Annotation
from ..errors import DhtoolsError
from ..rhetoric.evaluation import (
    coder_agreement,
    read_judgements,
    read_sheet_rows,
    write_judgement_sheet,
    write_new,
)
from ..stats.intervals import proportion_interval
from .passage import PassageView
from .sheet import SheetFile, blind_copy


class Judging:
    """A coder's way through a judgement sheet.

    Parameters
    ----------
    path : path
        The coder's own sheet.
    coder : str
        Whose verdicts are written.
    other : path, optional
        The sheet of another coder of the same findings. Nothing of it is shown before this coder has judged
        all findings.
    annotation : Annotation, optional
        The texts, so that a finding is shown in its passage; otherwise in the context that the sheet has.

    Raises
    ------
    DhtoolsError
        If a sheet cannot be read, no row is this coder's, or a text has changed since the sheet was written.
    """

    def __init__(
        self, path: str | Path, coder: str, *, other: Path | None = None, annotation: Annotation | None = None
    ) -> None:
        if not coder.strip():
            raise DhtoolsError("coder: is empty. Name who judges.")
        self.sheet, self.coder, self.other = SheetFile(path), coder.strip(), other
        self.rows = np.flatnonzero(self.sheet.table["coder"].isin([self.coder, ""])).tolist()
        if not self.rows:
            raise DhtoolsError(f"{path}: no row is of {self.coder!r} or of nobody. Give this coder's sheet.")
        self._passages = None if annotation is None else PassageView(annotation, {})
        if annotation is not None:
            _check_texts(self.sheet.table, annotation, self.sheet.path)
        self._taken: list[tuple[int, str, str]] = []
        self.place = 0
        self.to_next(from_start=True)

    def __repr__(self) -> str:
        return f"{self.coder} has judged {self.n_judged} of {len(self)} findings of {self.sheet.path.name}"

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def verdicts(self) -> pd.Series:
        """The verdicts of this coder, finding by finding; empty where there is none yet."""
        return self.sheet.table["verdict"].iloc[self.rows].reset_index(drop=True)

    @property
    def n_judged(self) -> int:
        """How many findings have a verdict."""
        return int((self.verdicts != "").sum())

    @property
    def is_complete(self) -> bool:
        """Whether every finding has a verdict."""
        return self.n_judged == len(self)

    @property
    def finding(self) -> pd.Series:
        """The row of the sheet that is looked at."""
        return self.sheet.table.iloc[self.rows[self.place]]

    def judge(self, verdict: str, note: str = "") -> bool:
        """Write a verdict on the finding looked at, go on to the next one without a verdict.

        Returns
        -------
        bool
            Whether somebody else had changed the sheet meanwhile; what they wrote is kept.

        Raises
        ------
        DhtoolsError
            As `SheetFile.fill`; nothing is written then.
        """
        before = self.place, str(self.finding["verdict"]), str(self.finding["reason"])
        is_changed = self.sheet.fill(self.rows[self.place], verdict, self.coder, " ".join(note.split()))
        self._taken.append(before)
        self.to_next()
        return is_changed

    def undo(self) -> bool:
        """Bring back what stood in the sheet before the last verdict; return whether there was one."""
        if not self._taken:
            return False
        place, verdict, reason = self._taken[-1]
        self.sheet.fill(self.rows[place], verdict, self.coder, reason)
        self._taken.pop()
        self.place = place
        return True

    def go(self, place: int) -> None:
        """Look at a finding; 0 is the first. Beyond the ends one stays at the end."""
        if not isinstance(place, int):
            raise DhtoolsError(f"place={place!r}: give a whole number.")
        self.place = min(max(place, 0), len(self) - 1)

    def to_next(self, *, from_start: bool = False) -> None:
        """Look at the next finding without a verdict, after the last one the first; stay if all have one."""
        first = 0 if from_start else self.place + 1
        around = [*range(first, len(self)), *range(first)]
        verdicts = self.verdicts
        self.place = next((place for place in around if verdicts[place] == ""), self.place)

    def context(self) -> dict[str, Any]:
        """Return what stands around the finding: its blocks (see `PassageView`), or left, cue and right."""
        row = self.finding
        if self._passages is not None:
            opened = self._passages.opened(str(row["text"]), int(row["start"]), int(row["end"]))
            return {"blocks": opened["blocks"]}
        parts = re.fullmatch(r"(.*?)\[\[(.*?)\]\](.*)", str(row["context"]), re.DOTALL)
        return {"line": list(parts.groups()) if parts else ["", str(row["cue"] or row["context"]), ""]}

    def results(self) -> pd.DataFrame:
        """Return what was judged, by category.

        Returns
        -------
        DataFrame
            One row a category, and *all*: *category*, *n* (judged), *n_yes*, *n_no*, *n_unclear*,
            *precision* (``n_yes / n``), *low*, *high* (95 % interval: Wilson 1927).
        """
        mine = self.sheet.table.iloc[self.rows]
        judged = mine[mine["verdict"] != ""]
        groups = [*judged.groupby("category", sort=True), ("all", judged)]
        return pd.DataFrame([_result(str(category), rows["verdict"]) for category, rows in groups])

    def agreement(self) -> pd.DataFrame | None:
        """Return how far both coders agree (`coder_agreement`), or None while either still has to judge.

        Raises
        ------
        DhtoolsError
            If the other sheet cannot be read, or has no verdict by another coder.
        """
        if self.other is None or not self.is_complete or self.n_open_of_other():
            return None
        judged = read_judgements(self.sheet.path, self.other)
        others = sorted(set(judged["coder"]) - {self.coder})
        return coder_agreement(judged, coders=(self.coder, *others[:1]))

    def n_open_of_other(self) -> int:
        """Return how many findings the other coder still has to judge; 0 without one."""
        return 0 if self.other is None else int((read_sheet_rows(self.other)["verdict"] == "").sum())


def _result(category: str, verdicts: pd.Series) -> dict[str, Any]:
    n, yes = len(verdicts), int((verdicts == "yes").sum())
    low, high = proportion_interval(yes, n)
    counts = {f"n_{verdict}": int((verdicts == verdict).sum()) for verdict in ("yes", "no", "unclear")}
    share = {"precision": yes / n if n else np.nan, "low": low, "high": high}
    return {"category": category, "n": n, **counts, **share}


def _check_texts(sheet: pd.DataFrame, annotation: Annotation, path: Path) -> None:
    hashes = {text.id: text.sha256 for text in annotation.corpus}
    for text, sha256 in sheet[["text", "sha256"]].drop_duplicates().itertuples(index=False, name=None):
        if hashes.get(text) != sha256:
            raise DhtoolsError(
                f"{path}: {text!r} is not the text that it was written from, so that places do not fit. "
                "Write a new sheet, or bring back the file."
            )


def open_judging(
    what: str | Path | pd.DataFrame,
    path: str | Path | None = None,
    *,
    annotation: Annotation | None = None,
    coder: str = "",
    other: str | Path | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Judging:
    """Open a sheet, or write one of findings: see `dhtools.explore.judge`, which shows it."""
    if isinstance(what, pd.DataFrame):
        if annotation is None or path is None:
            raise DhtoolsError(
                "findings: give annotation=… and the path of the sheet, path='hedges-Ada.csv'."
            )
        if not Path(path).exists():
            write_judgement_sheet(annotation, what, path, coder=coder, sample=sample, seed=seed)
        what = path
    own, first = _own_sheet(Path(what), coder)
    name = coder or str(read_sheet_rows(own)["coder"].iloc[0])
    compared = Path(other) if other is not None else first
    return Judging(own, name, other=compared, annotation=annotation)


def _own_sheet(path: Path, coder: str) -> tuple[Path, Path | None]:
    """Return a coder's sheet; where a sheet is another's, a blind copy of it, and that sheet."""
    rows = SheetFile(path).table
    if rows.empty:
        raise DhtoolsError(f"{path}: the sheet has no rows. There is nothing to judge.")
    coders = set(rows["coder"]) - {""}
    if not coder and len(coders) != 1:
        raise DhtoolsError(f"{path}: of {', '.join(sorted(coders)) or 'nobody'}. Name who judges: coder=….")
    if not coder or not coders or coder in coders:
        return path, None
    own = path.with_name(_named_after(path, coders, coder))
    if not own.exists():
        write_new(own.absolute(), blind_copy(rows).assign(coder=coder))
    return own, path


def _named_after(path: Path, coders: set[str], coder: str) -> str:
    """Return the name of a second coder's sheet.

    >>> _named_after(Path("hedges-Ada.csv"), {"Ada"}, "Ben B."), _named_after(Path("a.csv"), {"Ada"}, "Ben")
    ('hedges-Ben-B.csv', 'a-Ben.csv')
    """
    stem = path.stem
    for name in coders:
        stem = stem.removesuffix(f"-{name}")
    return f"{stem}-{re.sub(r'[^0-9A-Za-z_]+', '-', coder).strip('-') or 'second'}{path.suffix}"
