"""The texts of a run as they were when it began: if they change meanwhile, it moves nothing into place.

What a notebook tells, and what others tell beside it, is of one state of the texts or of none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from ..errors import DhtoolsError
from ..wording import counted
from .finished import files_of, texts_of_notebook
from .plan import Plan

#: So many files that have changed are named.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class TextsAtStart:
    """The texts that the notebooks of a plan read.

    Attributes
    ----------
    plan
        It knows what its texts were when it was made.
    places
        Folders or files of texts.
    hashes
        SHA-256 of each file of them: texts, and the sheets beside them.
    """

    plan: Plan
    places: tuple[Path, ...]
    hashes: Mapping[Path, str]

    def check(self) -> None:
        """Raise `DhtoolsError` if a file has changed, has come, or is gone."""
        now = _hashes(self.places, self.plan.target)
        every = sorted({*self.hashes, *now})
        _refuse([str(path) for path in every if self.hashes.get(path) != now.get(path)])

    def check_read(self, name: str, records: Iterable[Path]) -> None:
        """Raise `DhtoolsError` if a notebook has read a text in another state, as its exhibits state it."""
        if texts_of_notebook(self.plan, name).resolve() == self.plan.texts.resolve():
            read = {item for record in records for item in _stated(record).items()}
            known = self.plan.hashes
            _refuse(sorted(f"text {text!r}" for text, content in read if known.get(text, content) != content))


def texts_at_start(plan: Plan) -> TextsAtStart:
    """Return the texts that the notebooks of a plan read, as they are now."""
    places = tuple(sorted({texts_of_notebook(plan, name).resolve() for name in plan.notebooks}))
    return TextsAtStart(plan, places, _hashes(places, plan.target))


def _hashes(places: Iterable[Path], target: Path) -> dict[Path, str]:
    found = {}
    for file in (file for place in places for file in files_of(place, but=target)):
        with suppress(FileNotFoundError), file.open("rb") as content:  # gone a moment ago
            found[file] = file_digest(content, "sha256").hexdigest()
    return found


def _refuse(changed: list[str]) -> None:
    if changed:
        more = f" and {counted(len(changed) - _NAMED, 'more file')}" if len(changed) > _NAMED else ""
        raise DhtoolsError(
            f"{', '.join(changed[:_NAMED])}{more}: changed while the run was at work. Nothing was changed in "
            "place. Run again when the texts stay as they are."
        )


def _stated(record: Path) -> Mapping[str, str]:
    """Return the texts of an exhibit with their hashes, as its record states them."""
    with suppress(OSError, ValueError, AttributeError):
        corpus = json.loads(record.read_bytes()).get("corpus")
        return corpus if isinstance(corpus, dict) else {}
    return {}
