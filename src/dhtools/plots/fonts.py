"""Fonts of labels in any script: DejaVu Sans, and for characters that it lacks another installed font."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from matplotlib import font_manager
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter

#: The font of all figures, which comes with matplotlib.
FONT = "DejaVu Sans"
#: What is drawn in place of a character that no installed font has.
PLACEHOLDER = "?"
#: A font of boxes with the number of the character, for programmers.
_BOXES = "Last Resort"


def make_drawable(fig: Figure) -> list[str]:
    """Give every label of a figure a font that has its characters.

    Characters that no installed font has become `PLACEHOLDER`.

    Parameters
    ----------
    fig : Figure
        Changed in place, only where its labels have characters that `FONT` lacks.

    Returns
    -------
    list of str
        The letters that no installed font has, in the order of their first place.
    """
    axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
    ticks = {axis: [label for label in axis.get_majorticklabels() if label.get_text()] for axis in axes}
    own = {id(label) for labels in ticks.values() for label in labels}
    loose = [text for text in fig.findobj(Text) if id(text) not in own]
    every = "".join(
        label.get_text() for label in [*loose, *(one for labels in ticks.values() for one in labels)]
    )
    lacking = [sign for sign in dict.fromkeys(every) if not _has(FONT, sign) and not sign.isspace()]
    if not lacking:
        return []
    families, absent = _families(lacking)
    signs = {ord(sign): "" if _is_mark(sign) else PLACEHOLDER for sign in absent}
    for text in loose:
        if not set(lacking).isdisjoint(text.get_text()):
            text.set_text(text.get_text().translate(signs))
            text.set_fontfamily(families)
    for axis, labels in ticks.items():
        if any(not set(lacking).isdisjoint(label.get_text()) for label in labels):
            _translate_ticks(axis, signs, families)
    return [sign for sign in absent if not _is_mark(sign)]


class _Translated(Formatter):
    """Labels of another formatter with some characters replaced."""

    def __init__(self, labels: Formatter, signs: dict[int, str]) -> None:
        self.labels, self.signs = labels, signs

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.labels(x, pos).translate(self.signs)

    def format_ticks(self, values: list[float]) -> list[str]:
        return [label.translate(self.signs) for label in self.labels.format_ticks(values)]

    def get_offset(self) -> str:
        return self.labels.get_offset()


def _translate_ticks(axis: Axis, signs: dict[int, str], families: list[str]) -> None:
    labels = axis.get_major_formatter()
    if not isinstance(labels, _Translated):  # panels that share rows share the labels
        axis.set_major_formatter(_Translated(labels, signs))
    axis.set_tick_params(labelfontfamily=families)


def _is_mark(sign: str) -> bool:
    """Tell whether a character is drawn with another one, or not at all."""
    return unicodedata.category(sign)[0] in "MC"


def _families(signs: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the fonts that have the characters, `FONT` first, and the characters that no font has."""
    families, absent = [FONT], list[str]()
    for sign in signs:
        if not any(_has(family, sign) for family in families):
            found = next((family for family in _installed() if _has(family, sign)), None)
            families, absent = ([*families, found], absent) if found else (families, [*absent, sign])
    return families, absent


def _installed() -> Iterator[str]:
    """Yield the upright fonts of normal weight, those without serifs first."""
    entries = font_manager.fontManager.ttflist
    names = {entry.name for entry in entries if entry.style == "normal" and entry.weight == 400}
    usable = (name for name in names if not name.startswith(_BOXES))
    yield from sorted(usable, key=lambda name: ("Sans" not in name, name))


def _has(family: str, sign: str) -> bool:
    return ord(sign) in _characters(family)


@lru_cache(maxsize=512)
def _characters(family: str) -> frozenset[int]:
    return frozenset(font_manager.get_font(font_manager.findfont(family)).get_charmap())
