"""Where libraries keep settings and caches, if the user's own folders cannot be written.

A home folder may be read-only, or not be there: in containers, in class rooms, on servers. Matplotlib then
warns in the first cell that imports it, with the path of a temporary folder, which would be published.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_variables(folder: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return variables that lead libraries to a folder of ours; none where the user's own will do."""
    if all(_can_be_written(place) for place in _own_places(environment)):
        return {}
    return {"MPLCONFIGDIR": str(folder / "matplotlib")}


def _own_places(environment: Mapping[str, str]) -> list[Path]:
    """Return where matplotlib keeps its settings and its list of fonts."""
    if given := environment.get("MPLCONFIGDIR"):
        return [Path(given)]
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    if not sys.platform.startswith(("linux", "freebsd")):
        return [home / ".matplotlib"]
    kinds = (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache"))
    return [Path(environment.get(name) or home / usual) / "matplotlib" for name, usual in kinds]


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder; as matplotlib does, it is made if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
