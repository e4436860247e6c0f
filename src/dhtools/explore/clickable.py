"""A picture in JupyterLab that leads to its lines: a thin face over `Picture`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..annotation.record import Annotation
from ..notebooks.extras import need

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .widgets import ClickablePicture


def picture(
    annotation: Annotation, figure: Figure, places: pd.DataFrame | None = None, *, alt: str = ""
) -> ClickablePicture:
    """Show a figure whose marks can be clicked: a mark lists its lines, a line opens its passage.

    Elsewhere than in JupyterLab, and in a notebook that is committed, it is the plain picture.

    Parameters
    ----------
    annotation : Annotation
    figure : Figure
        From `dhtools.plots`: `barcode`, `topic_strips`, `scatter_map`, `keyness_rates`, or a network or
        timeline of `dhtools.plots`' modules.
    places : DataFrame, optional
        Where in the texts the marks stand: *text*, *start*, *end* (code points of the file), and the columns
        by which the figure names its marks. A barcode and a timeline take the table that they are drawn
        from, topic strips `dhtools.explore.pictures.topic_places`, a network the mentions of persons, a map
        the segments. Words need none.
    alt : str
        What the picture shows, for those who do not see it.

    Returns
    -------
    ClickablePicture
        A widget, which shows itself as the last value of a cell. Its attribute *picture* is the `Picture`
        behind it.

    Raises
    ------
    DhtoolsError
        If the extra ``lab`` is not installed, no mark stands for anything, or the table lacks a column.
    """
    need("lab", "anywidget")
    from .pictures import Picture
    from .widgets import ClickablePicture

    return ClickablePicture(Picture(annotation, figure, places, alt=alt))
