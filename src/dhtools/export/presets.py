"""Presets: formats and widths that a whole run asks for, besides what its notebooks do.

`python -m dhtools figures` sets them in the environment of the kernels; without them nothing is added.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

#: Environment variable: a preset as JSON.
PRESET = "DHTOOLS_PRESET"


@dataclass(frozen=True, slots=True)
class Preset:
    """Further formats and widths of every figure.

    Attributes
    ----------
    formats : tuple of str
        As for `Exhibits.figure`.
    widths : tuple of int
        Millimetres. A figure whose labels have no room at such a width is not made at it.
    """

    formats: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def variable(self) -> dict[str, str]:
        """The preset as a variable of the environment."""
        return {PRESET: json.dumps(asdict(self))}


def current_preset() -> Preset:
    """Return the preset of this run."""
    given = json.loads(os.environ.get(PRESET, "{}"))
    return Preset(tuple(given.get("formats", ())), tuple(given.get("widths", ())))
