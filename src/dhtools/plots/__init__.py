"""Figures: they take finished tables and draw them; nothing is computed here.

Modules
-------
style
    The journal style: sizes in mm, type, colours of texts and voices.
"""

from dhtools.plots.style import (
    DOUBLE_MM,
    GREY,
    PALETTE,
    SINGLE_MM,
    TEXT_COLOURS,
    VOICE_STYLES,
    figure,
    journal_style,
    mm,
    text_colours,
)

__all__ = [
    "DOUBLE_MM",
    "GREY",
    "PALETTE",
    "SINGLE_MM",
    "TEXT_COLOURS",
    "VOICE_STYLES",
    "figure",
    "journal_style",
    "mm",
    "text_colours",
]
