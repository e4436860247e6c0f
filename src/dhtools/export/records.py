"""The record (JSON) of an exhibit: the settings, texts and package versions behind it."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .. import __version__
from ..atomic_write import encoded
from ..diff import Roundings
from ..errors import DhtoolsError
from .digits import ROUNDINGS

PACKAGES = ("matplotlib", "numpy", "pandas", "scikit-learn", "scipy")

_RECORDED = {
    "notebook": str,
    "name": str,
    "kind": str,
    "caption": str,
    "settings": dict,
    "corpus": dict,
    "packages": dict,
    "files": dict,
}


def make_record(
    notebook: str, name: str, kind: str, caption: str, settings: Mapping[str, Any], corpus: Mapping[str, str]
) -> dict[str, Any]:
    """Return the record of an exhibit, but for its files."""
    return {
        "notebook": notebook,
        "name": name,
        "kind": kind,
        "caption": caption,
        "settings": settings,
        "corpus": corpus,
        "packages": package_versions(),
        "python": platform.python_version(),
    }


def package_versions() -> dict[str, str]:
    """Return the versions of this package and of those that compute what it exports."""
    found = {"dhtools": __version__}
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """Return a record as it is stored: the same bytes for equal records."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return encoded(text + "\n", "record")


def read_record(path: Path) -> dict[str, Any]:
    """Read a record from where `Exhibits` has put it, or say what is wrong with it."""
    try:
        record = json.loads(path.read_bytes())
    except ValueError as error:
        raise DhtoolsError(
            f"{path} cannot be read ({error}). Remove it and run its notebook again."
        ) from error
    fields = record if isinstance(record, dict) else {}
    wrong = [name for name, kind in _RECORDED.items() if not isinstance(fields.get(name), kind)]
    if wrong or (fields["notebook"], fields["name"]) != (path.parent.name, path.stem):
        raise DhtoolsError(
            f"{path} is not the record of an exhibit (check {', '.join(wrong) or 'notebook and name'}). "
            "Remove it and run its notebook again."
        )
    return fields


def without_versions(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a record what may differ although nothing visible does."""
    return {**record, "python": None, "files": sorted(record["files"]), ROUNDINGS: None}


def roundings_of(record: Mapping[str, Any]) -> Roundings:
    """Return which numbers of an exhibit noise would print otherwise, and how, as its record states."""
    return tuple((own, other) for own, other in record.get(ROUNDINGS, ()))
