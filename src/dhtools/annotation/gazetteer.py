"""Names: the gazetteer of a corpus, and every place where one of its names stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pandas as pd
import regex

from ..corpus.sheets import LINE, Column, Sheet, read_sheet
from ..corpus.texts import Corpus, Text
from ..errors import check_share
from ..wordlists.lists import function_words
from .normalisation import folded, folded_form

GAZETTEER = "gazetteer.csv"

_SHEET = Sheet(
    GAZETTEER,
    (
        Column("name", LINE, required=True, meaning="the name, in one transliteration"),
        Column("type", LINE, meaning="such as person, body, place, work or event"),
        Column("group", LINE, meaning="what several names have in common"),
        Column("variant", LINE, required=True, meaning="one spelling of it in the texts"),
        Column("remark", LINE, meaning="for readers; not used"),
    ),
    key=("name", "variant"),
)


def read_gazetteer(folder: str | Path) -> pd.DataFrame:
    """Read ``gazetteer.csv``: which spellings stand for which person, body, place, work or event.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        name (in one transliteration), type, group, variant (a spelling in the texts), remark. White space
        around a cell is dropped, inside it made one space.

    Raises
    ------
    DhtoolsError
        If the header is another one, or a row has no name or variant or stands there twice.
    """
    return read_sheet(folder, _SHEET)[_SHEET.names]


def find_names(corpus: Corpus, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find every variant of the gazetteer, the longest first: no *Stalin* inside a book's title.

    Texts and variants are normalised (`dhtools.annotation.normalisation.folded`), and ' and ’ are the same.
    Case counts.

    Returns
    -------
    DataFrame
        One row an occurrence: text, start, end (code points of the file), variant (as it is listed). A
        variant that several names share (three Eltsins) is found once: the string alone cannot say who is
        meant.
    """
    listed: dict[str, list[str]] = {}
    for variant in sorted(set(gazetteer["variant"])):
        listed.setdefault(_compared(folded_form(variant)), []).append(variant)
    rows = [row for text in corpus for row in _names_in(text, listed)] if listed else []
    frame = pd.DataFrame(rows, columns=["text", "start", "end", "variant"])
    return frame.assign(text=pd.Categorical(frame["text"], categories=list(corpus.ids)))


def _names_in(text: Text, listed: Mapping[str, list[str]]) -> Iterator[tuple[str, int, int, str]]:
    view = folded(text.raw)
    for match in _any_of(tuple(listed)).finditer(view.text):
        variants = listed[_compared(match.group())]
        yield text.id, *view.raw_span(*match.span()), _as_listed(match.group(), variants)


def _as_listed(found: str, variants: list[str]) -> str:
    """Return the variant that is written as it is found, or the first that is compared as the same."""
    return next((variant for variant in variants if variant == " ".join(found.split())), variants[0])


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> regex.Pattern[str]:
    """Return the pattern of all names; each space, hyphen and apostrophe as it may stand in a text."""
    written = map(_anyhow, sorted(names, key=lambda name: (-len(name), name)))
    return regex.compile(rf"(?<![\w\p{{M}}])(?:{'|'.join(written)})(?![\w\p{{M}}])")


def _anyhow(name: str) -> str:
    pattern = re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]")
    return pattern.replace(r"\-", r"-(?:[ \t]*[\r\n]+[ \t]*)?")


def _compared(name: str) -> str:
    """Return a normalised name with straight apostrophes, single spaces, and hyphens within the line."""
    return " ".join(re.sub(r"-[ \t]*[\r\n]+[ \t]*", "-", name.replace("’", "'")).split())


#: Languages that write all nouns with a capital, so that it does not tell a name.
CAPITAL_NOUNS = frozenset({"de"})


def find_capitalised_words(
    tokens: pd.DataFrame, *, min_share: float = 0.9, language: str = "en"
) -> pd.DataFrame:
    """Find words with a capital inside sentences: names, where no gazetteer lists them.

    None is found in German, which writes every noun so. A word that stands at the beginning of sentences only
    is not a name, since its capital says nothing. Nor is the pronoun *I*.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case as it stands.
    min_share : float
        Share of its occurrences inside sentences, more than 0 to 1, that have the capital.
    language : str
        Code of the language.

    Returns
    -------
    DataFrame
        One row an occurrence: text, start, end, variant, as from `find_names`.

    Raises
    ------
    DhtoolsError
        If the share is out of its range.
    """
    check_share("min_share", min_share)
    form = tokens["word"].astype(str)
    word, capital = form.str.lower(), form.str[:1].str.isupper()
    inside = tokens.duplicated("passage")
    share = capital[inside].groupby(word[inside]).mean()
    names = share.index[share >= min_share].difference(list(function_words(language)))
    named = capital & word.isin(names) & (language not in CAPITAL_NOUNS)
    found = tokens[named.to_numpy()]
    return found[["text", "start", "end"]].assign(variant=found["word"].astype(str)).reset_index(drop=True)


def written_forms(tokens: pd.DataFrame, language: str) -> dict[str, str]:
    """Return how folded words are to be shown in a language that writes nouns with a capital.

    Parameters
    ----------
    tokens : DataFrame
        As for `find_capitalised_words`.
    language : str
        The code of the language. Of others than German the table is empty: a word is shown as it is counted.

    Returns
    -------
    dict of str to str
        By word in lower case, the form that it mostly has inside sentences: *Winter* for *winter*.
    """
    if language not in CAPITAL_NOUNS:
        return {}
    shown: dict[str, str] = {}
    for form in tokens["word"][tokens.duplicated("passage")].astype(str).value_counts().index:
        shown.setdefault(form.lower().replace("’", "'"), form)
    return shown


def count_names(corpus: Corpus, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Return the gazetteer with the occurrences of each variant in each text counted.

    The counts are in columns ``n_<text>``. *shared* marks variants that more than one name has; their counts
    stand with each of these names.
    """
    found = find_names(corpus, gazetteer)
    counts = pd.crosstab(found["variant"], found["text"], dropna=False)
    table = gazetteer.assign(shared=gazetteer["variant"].duplicated(keep=False))
    for text in corpus.ids:
        per_variant = counts[text] if text in counts else pd.Series(dtype=int)
        table[f"n_{text}"] = table["variant"].map(per_variant).fillna(0).astype(int)
    return table
