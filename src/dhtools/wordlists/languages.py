"""Word lists of several languages: a folder a language, named by its code of ISO 639-1, with a file a list.

What a language lacks is not there: its folder has no such file, and the list is empty. ``names.csv`` and
``function_words.csv`` stand in every folder. `docs/adding-a-language.md` says what each file is for.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import pandas as pd

from ..errors import check_choice
from ..typed_tables import read_table

_FOLDER = resources.files(__package__) / "languages"


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have lists.

    Examples
    --------
    >>> languages()
    ('de', 'en', 'es', 'fr', 'it', 'ru')
    """
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if folder.is_dir()))


@lru_cache
def language_table(language: str, name: str) -> pd.DataFrame:
    """Return a list of a language as a table; without rows and columns if the language lacks it.

    Raises
    ------
    DhtoolsError
        If no language has this code.
    """
    path = _FOLDER / check_choice("language", language, languages()) / f"{name}.csv"
    if not path.is_file():
        return pd.DataFrame()
    with path.open("rb") as file:
        return read_table(file, missing=False)


@lru_cache
def language_list(language: str, name: str, only: str | None = None) -> tuple[str, ...]:
    """Return the entries of a list: its first column, of the rows whose second column has the word *only*.

    Raises
    ------
    DhtoolsError
        If no language has this code.

    Examples
    --------
    >>> language_list("de", "months")[:3]
    ('Januar', 'Jänner', 'Februar')
    >>> language_list("fr", "abbreviations", "name")[:3]
    ('M', 'MM', 'Mgr')
    >>> language_list("ru", "ordinals")
    ()
    """
    table = language_table(language, name)
    if table.empty:
        return ()
    entries = table.iloc[:, 0]
    return tuple(entries if only is None else entries[[only in own.split() for own in table.iloc[:, 1]]])


def language_name(language: str) -> str:
    """Return the English name of a language, by its code."""
    return language_list(language, "names", "name")[0]
