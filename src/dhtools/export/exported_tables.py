"""Reading back what notebooks have exported, and refusing what is stale."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ..errors import DhtoolsError
from ..typed_tables import read_table
from .checks import HashedText, corpus_hashes
from .records import read_record
from .store import sha256

_PLACES = ("data", "figures")


class ExportedTables:
    """The tables behind the exhibits of other notebooks, for the same texts.

    Parameters
    ----------
    corpus : iterable of records with ``id`` and ``sha256``
        The texts that the results have to be about.
    root : path, default ".."
        The project's folder.
    """

    __slots__ = ("_corpus", "_root")

    def __init__(self, corpus: Iterable[HashedText], *, root: str | Path = "..") -> None:
        self._corpus, self._root = corpus_hashes(corpus), Path(root)

    def table(self, exhibit: str) -> pd.DataFrame:
        """Return the data of an exhibit, a table or a figure, as exported; empty cells are missing.

        Parameters
        ----------
        exhibit : str
            Notebook and name, as ``"03-terms/contrast"``.

        Raises
        ------
        DhtoolsError
            If the exhibit is not there, was made from other texts, or its data are not those that its record
            states: its notebook has to be run again.
        """
        notebook = exhibit.partition("/")[0]
        for place in _PLACES:
            path = self._root / place / f"{exhibit}.json"
            if path.is_file():
                return self._checked(path, notebook)
        raise DhtoolsError(f"There is no exhibit {exhibit!r}. Run {notebook} first.")

    def optional(self, exhibit: str) -> pd.DataFrame:
        """Return the data of an exhibit that not every corpus has; an empty table where it was not made.

        Raises
        ------
        DhtoolsError
            As `table`, but only if the notebook has exported nothing at all.
        """
        notebook = exhibit.partition("/")[0]
        made = [path for place in _PLACES for path in (self._root / place / notebook).glob("*.json")]
        if made and not any(path.stem == exhibit.partition("/")[2] for path in made):
            return pd.DataFrame()
        return self.table(exhibit)

    def _checked(self, path: Path, notebook: str) -> pd.DataFrame:
        record, data = read_record(path), path.with_suffix(".csv")
        if record["corpus"] != self._corpus:
            raise DhtoolsError(
                f"{path} is stale: it was made from other texts than those read now. Run {notebook} again."
            )
        content = data.read_bytes() if data.is_file() else b""
        if sha256(content) != record["files"].get(data.name):
            raise DhtoolsError(f"{data} is not what its record states. Run {notebook} again.")
        return read_table(data)
