"""Term groups: words and phrases that are counted as one term, wherever they stand and however spelled.

The groups are the scholar's, in ``terms.csv`` beside the texts: *police* with the terms *GPU* and *NKVD*,
*killing* with *murder* and *execution*, each term with its forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..corpus.sheets import LINE, Column, Kind, Sheet, read_sheet
from ..errors import DhtoolsError
from ..search.concordance import query_words
from ..search.word_index import word_index
from ..shown import answers_first
from ..wordlists.languages import language_table
from ..wordlists.lists import reporting_verbs, topic_stop_words

TERMS = "terms.csv"
#: Of shorter words many are titles and abbreviations.
_KEYWORD_LETTERS = 4


def _form(name: str, cell: str) -> str:
    try:
        query_words(cell)
    except DhtoolsError as error:
        raise DhtoolsError(f"{name}={cell!r} holds no word. Write a word or a phrase.") from error
    return " ".join(cell.split())


_FORM = Kind(_form, same=lambda form: tuple(query_words(form)), holds="word or phrase")
_SHEET = Sheet(
    TERMS,
    (
        Column("group", LINE, required=True, meaning="group of terms that are compared"),
        Column("term", LINE, required=True, meaning="what its forms are counted as"),
        Column("form", _FORM, required=True, meaning="one form of it in the texts; capitals do not count"),
        Column("remark", LINE, meaning="for readers; not used"),
    ),
    key=("group", "form"),
)
#: Occurrence of a form: its first row in the token table, its length in words, its row in the table of terms.
Hit = tuple[int, int, int]


def read_term_groups(folder: str | Path, *, file: str = TERMS) -> pd.DataFrame:
    """Read ``terms.csv``: which forms are counted as which term of which group.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.
    file : str
        Another sheet of this kind, such as a lexicon whose occurrences are coded by meaning.

    Returns
    -------
    DataFrame
        *group*, *term*, *form* (a word or phrase, looked up as by `concordance`), *remark*.

    Raises
    ------
    DhtoolsError
        If the header is another one, a cell but the remark is empty, or a form holds no word or stands in one
        group twice.
    """
    return read_sheet(folder, replace(_SHEET, file=file))[_SHEET.names]


@answers_first("passage", "voice", "term", "form")
def find_terms(tokens: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Find every occurrence of the forms of a table of terms.

    Parameters
    ----------
    tokens : DataFrame
        A token table, or a part or view of it, with further columns if there are any.
    terms : DataFrame
        *group*, *term* and *form*, from `read_term_groups`. Within a group the longest form wins where two
        overlap: no *Opposition* inside *Left Opposition*. Different groups do not exclude each other.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the tokens: the columns of its first word, but *end* of its
        last, and *group*, *term* (categories: all that the table has) and *form*. A phrase stays within a
        sentence and does not bridge a word that is left out of *tokens*.

    Raises
    ------
    DhtoolsError
        If *terms* lacks a column, or a form holds no word.

    Examples
    --------
    >>> words = pd.Categorical(["The", "GPU", "came"])
    >>> table = pd.DataFrame({"text": "a", "passage": pd.Categorical(["a:1.1"] * 3), "word": words})
    >>> table = table.assign(start=[0, 4, 8], end=[3, 7, 12])
    >>> terms = pd.DataFrame({"group": ["police"], "term": ["GPU"], "form": ["gpu"]})
    >>> find_terms(table, terms)[["start", "end", "term"]].to_numpy().tolist()
    [[4, 7, 'GPU']]
    """
    if missing := {"group", "term", "form"} - set(terms.columns):
        raise DhtoolsError(f"terms: no column {', '.join(sorted(missing))}. Give group, term and form.")
    terms = terms.reset_index(drop=True)
    hits = [hit for _, group in terms.groupby("group", sort=False) for hit in _longest(tokens, group)]
    hits.sort(key=lambda hit: (hit[0], hit[2]))
    first, length, row = np.array(hits, dtype=np.intp).reshape(-1, 3).T
    last = tokens["end"].to_numpy()[first + length - 1]
    named = {
        name: pd.Categorical(terms[name].to_numpy()[row], categories=terms[name].unique())
        for name in ("group", "term")
    }
    form = terms["form"].to_numpy()[row]
    return tokens.iloc[first].assign(end=last, **named, form=form).reset_index(drop=True)


def _longest(tokens: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Hit]:
    """Yield the occurrences of the forms of one group, without overlaps."""
    found = sorted(_hits(tokens, terms), key=lambda hit: (-hit[1], hit[0]))
    taken: set[int] = set()
    for first, length, row in found:
        rows = range(first, first + length)
        if taken.isdisjoint(rows):
            taken.update(rows)
            yield first, length, row


def _hits(tokens: pd.DataFrame, terms: pd.DataFrame) -> Iterator[Hit]:
    """Yield every occurrence of every form; a phrase does not bridge a row that is left out."""
    index, numbers = word_index(tokens), tokens.index.to_numpy()
    for row, form in zip(terms.index, terms["form"], strict=True):
        words = index.as_cut(query_words(form))
        for first in index.occurrences(words).tolist():
            if numbers[first + len(words) - 1] - numbers[first] == len(words) - 1:
                yield first, len(words), row


def term_positions(found: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return how far into its text every occurrence stands, in words.

    * found: From `find_terms`.
    * tokens: The words that are counted, in the order of the texts.

    Returns: *found* with *position*, the words of *tokens* before it in its text, and *n_words*, all its
    words.

    Raises `DhtoolsError` if a text with an occurrence has no words in *tokens*.
    """
    starts = {str(text): column.to_numpy() for text, column in tokens.groupby("text", observed=True)["start"]}
    if elsewhere := sorted(set(found["text"].astype(str)) - set(starts)):
        raise DhtoolsError(
            f"found: {elsewhere[0]!r} has occurrences, and no words in tokens. Give the words searched."
        )
    positions, n_words = np.zeros(len(found), dtype=int), np.zeros(len(found), dtype=int)
    for text, rows in found.groupby("text", observed=True).indices.items():
        positions[rows] = np.searchsorted(starts[str(text)], found["start"].to_numpy()[rows])
        n_words[rows] = len(starts[str(text)])
    return found.assign(position=positions, n_words=n_words)


def only_in_other_voices(found: pd.DataFrame) -> pd.DataFrame:
    """Return the occurrences of terms that their text never has in its author's words.

    * found: From `find_terms`: *text*, *term*, *voice*.

    Returns: A part of the rows, in their order.

    >>> found = pd.DataFrame({"text": list("aab"), "term": "x", "voice": ["quoted", "author", "quoted"]})
    >>> only_in_other_voices(found)["text"].tolist()
    ['b']
    """
    named = pd.MultiIndex.from_frame(found[["text", "term"]].astype(str))
    by_author = named[(found["voice"] == "author").to_numpy()]
    return found[~named.isin(by_author)]


def content_words(words: Iterable[str], languages: Iterable[str] = ("en",)) -> list[str]:
    """Return the words that may tell what a text is about, in their order.

    No `topic_stop_words` of the languages, no single letters, endings such as *'s*, or numbers.

    Examples
    --------
    >>> content_words(["the", "congress", "'s", "7", "of", "voted"])
    ['congress', 'voted']
    """
    closed = {word for language in languages for word in topic_stop_words(language)}
    return [word for word in words if len(word) > 1 and word.isalpha() and word.lower() not in closed]


def usual_keyword(tokens: pd.DataFrame, gazetteer: pd.DataFrame, languages: Iterable[str] = ("en",)) -> str:
    """Return a word that a concordance of any texts may begin with.

    * tokens: From `dhtools.token_table`.
    * gazetteer: From `dhtools.annotation.read_gazetteer`.

    Returns: Of the first name of the gazetteer the shortest spelling that occurs as a word; else the content
    word of four letters or more, no verb of saying, that the authors use most (the first in the texts, if
    several are as frequent), as they mostly write it; else the first word.

    >>> tokens = pd.DataFrame({"word": ["Said", "Ann", "The", "Bridge", "the", "bridge", "bridge"]})
    >>> usual_keyword(tokens.assign(voice="author"), pd.DataFrame({"name": [], "variant": []}))
    'bridge'
    """
    words = tokens["word"].astype(str)
    names = gazetteer.loc[gazetteer["name"] == gazetteer["name"].iloc[:1].squeeze(), "variant"]
    if found := sorted(set(names) & set(words), key=len):
        return found[0]
    own = words[(tokens["voice"] == "author").to_numpy() & ~words.str.isupper().to_numpy()]  # no datelines
    used = own.str.lower()
    counts = used.groupby(used, sort=False).size().sort_values(ascending=False, kind="stable")
    said = {form for language in languages for form in _saying(language)}
    long = (word for word in content_words(counts.index, languages) if len(word) >= _KEYWORD_LETTERS)
    word = next((word for word in long if word not in said), None)
    return next(iter(words), "") if word is None else str(own[used == word].mode()[0])


def _saying(language: str) -> Iterable[str]:
    table = reporting_verbs() if language == "en" else language_table(language, "reporting_verbs")
    return () if table.empty else table["form"]


def words_as_terms(words: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return single words as a table of terms, by group: what stands in for a ``terms.csv``.

    Examples
    --------
    >>> words_as_terms({"war": ["army"]}).to_numpy().tolist()
    [['war', 'army', 'army', '']]
    """
    rows = [(group, word, word, "") for group, listed in words.items() for word in listed]
    return pd.DataFrame(rows, columns=_SHEET.names, dtype=object)
