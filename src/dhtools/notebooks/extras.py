"""What a command needs beside the core of the package, said in one line where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import DhtoolsError


def need(extra: str, *packages: str) -> None:
    """Check that the packages of an extra are installed.

    Raises
    ------
    DhtoolsError
        If one is not; the message says how to install all of them.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise DhtoolsError(f'{", ".join(missing)} not installed. Install: pip install "dhtools[{extra}]"')
