"""The explorer in JupyterLab: a thin face over `Exploration`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..annotation.record import Annotation
from ..errors import DhtoolsError
from ..notebooks.extras import need
from ..notebooks.paths import find_root
from .exploration import Exploration

if TYPE_CHECKING:
    from .widgets import Explorer


def explore(
    annotation: Annotation,
    *,
    findings: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    corpus: str | Path = "",
    notebook: str = "explorer",
    root: str | Path | None = None,
) -> Explorer:
    """Search the texts, read lines in their passages, and keep what was found as an exhibit and as code.

    Parameters
    ----------
    annotation : Annotation
    findings : DataFrame or mapping of str to DataFrame, optional
        What is marked in passages that are opened: a table of findings, or several by the name of their
        layer, such as ``{"findings": …, "topics": …, "entities": …}``.
    corpus : path, optional
        From which the texts were read; the code that is written then reads them itself.
    notebook : str
        The folder of exhibits that are saved: ``data/<notebook>/``.
    root : path, optional
        The project's folder; otherwise the one that the working directory lies in, or that directory.

    Returns
    -------
    Explorer
        A widget, which shows itself as the last value of a cell in JupyterLab. Its attribute *exploration*
        is the `Exploration` behind it: what is done in the panel is done there, and can be gone on with.

    Raises
    ------
    DhtoolsError
        If the extra ``lab`` is not installed.
    """
    need("lab", "anywidget")
    from .widgets import Explorer

    place = _project() if root is None else Path(root)
    return Explorer(Exploration(annotation, findings=findings, corpus=corpus, notebook=notebook, root=place))


def _project() -> Path:
    with suppress(DhtoolsError):
        return find_root()
    return Path.cwd()
