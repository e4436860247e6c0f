"""Explore: look at texts, judge findings and go from a picture to its lines, in JupyterLab.

Each widget is a thin face over plain Python that works without it. Widgets need the extra ``lab``; nothing is
fetched from a network, and what is sent to the browser is bounded.

Modules, each importing only from those below it
------------------------------------------------
explorer, judge_sheet, clickable
    `explore`: search, lines, collocates and passages in one panel. `judge`: findings one at a time.
    `picture`: a figure whose marks lead to their lines.
widgets
    What the browser shows (scripts and styles in ``static/``).
panel, judge_panel, picture_panel
    What the browser is told.
pictures
    `Picture`: where the marks of a figure lie, and the lines that they stand for.
judging, sheet
    `Judging`: a coder's way through a judgement sheet, written at each verdict.
exploration
    `Exploration`: what the panel does, and the code that makes the same table.
passage
    A passage opened from its line.
citations
    How a passage is cited.
around
    Counts by text and voice, where lines stand, collocates.
steps
    The tree of steps, and code.
filters
    Lines that are kept.
"""

from .clickable import picture
from .explorer import explore
from .judge_sheet import judge

__all__ = ["explore", "judge", "picture"]
