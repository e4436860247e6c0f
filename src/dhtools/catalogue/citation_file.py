"""CITATION.cff: how a project asks to be cited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..corpus.readers.extras import imported
from ..errors import DhtoolsError

CITATION = "CITATION.cff"


def read_citation(root: Path) -> dict[str, Any]:
    """Return what CITATION.cff of a project says; nothing where there is none.

    Raises
    ------
    DhtoolsError
        If it cannot be read, or title or authors are missing.
    """
    path = root / CITATION
    if not path.is_file():
        return {}
    yaml = imported("yaml", CITATION, extra="lab")
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DhtoolsError(f"{path} cannot be read: {' '.join(str(error).split())}. Correct it.") from error
    absent = [name for name in ("title", "authors") if not isinstance(said, dict) or not said.get(name)]
    if absent:
        raise DhtoolsError(f"{path}: {' and '.join(absent)} missing. Add what is missing.")
    return dict(said)


def author_names(citation: Mapping[str, Any]) -> list[str]:
    """Return the authors as they are cited: given names first."""
    return [_full_name(author) for author in citation.get("authors", ())]


def _full_name(author: Mapping[str, str]) -> str:
    parts = ("given-names", "name-particle", "family-names", "name-suffix")
    return author.get("name") or " ".join(author[part] for part in parts if author.get(part))
