"""Libraries that come with an extra: imported where they are needed, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...errors import DhtoolsError


def imported(library: str, wanted: str, *, extra: str = "formats") -> Any:
    """Return a library that comes with an extra of the package.

    Raises
    ------
    DhtoolsError
        If it is not installed; the message says which extra brings it.
    """
    try:
        return import_module(library)
    except ImportError as error:
        package = library.partition(".")[0]
        raise DhtoolsError(
            f"{wanted} needs {package}, which is not installed. Install it: pip install 'dhtools[{extra}]'."
        ) from error
