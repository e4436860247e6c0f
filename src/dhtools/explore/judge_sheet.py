"""The judgement sheet in JupyterLab: a thin face over `Judging`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..annotation.record import Annotation
from ..notebooks.extras import need
from .judging import open_judging

if TYPE_CHECKING:
    from .widgets import Judge


def judge(
    what: str | Path | pd.DataFrame,
    path: str | Path | None = None,
    *,
    annotation: Annotation | None = None,
    coder: str = "",
    other: str | Path | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Judge:
    """Judge findings one at a time, by the keys y (yes), n (no) and u (unclear).

    Every verdict is written into the sheet at once, whole or not at all: who comes back later goes on where
    they were.

    Parameters
    ----------
    what : path or DataFrame
        A sheet from `dhtools.rhetoric.write_judgement_sheet`, or findings.
    path : path, optional
        Of findings: their sheet. It is written if it does not exist, and gone on with if it does.
    annotation : Annotation, optional
        The texts: findings need them, and a sheet is then shown with whole passages.
    coder : str
        Who judges; not needed if the sheet names one coder. If the sheet is of somebody else, a second sheet
        of the same findings is made beside it, without a verdict, and the first one is what it is compared
        with in the end. Nothing of the first is shown before.
    other : path, optional
        Another coder's sheet of the same findings, to compare with in the end.
    sample, seed : int
        As for `write_judgement_sheet`.

    Returns
    -------
    Judge
        A widget, which shows itself as the last value of a cell in JupyterLab. Its attribute *judging* is the
        `Judging` behind it.

    Raises
    ------
    DhtoolsError
        If the extra ``lab`` is not installed, a sheet cannot be read, or it is not clear who judges.
    """
    need("lab", "anywidget")
    from .widgets import Judge

    return Judge(
        open_judging(what, path, annotation=annotation, coder=coder, other=other, sample=sample, seed=seed)
    )
