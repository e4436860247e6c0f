"""Lines of a concordance that are kept: by text, group, date, voice, kind of block, or a word near them.

The explorer and the code that it writes both call these functions, so that they keep the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.places import codes_of
from ..annotation.record import Annotation
from ..annotation.tokens import fold_word
from ..corpus.groups import text_years
from ..corpus.texts import UNKNOWN, Corpus
from ..counts.found import first_words
from ..errors import DhtoolsError, check_choice, check_whole
from ..schema import BLOCK_KINDS, VOICES
from ..search.word_index import word_index

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

#: Values of the metadata that put no texts into a group.
_SAYS_NOTHING = frozenset({UNKNOWN, "none", "unnamed"})
#: Words to the left and to the right in which a collocate is looked for.
WINDOW = 5


def keep_lines(
    annotation: Annotation,
    lines: pd.DataFrame,
    *,
    text: Sequence[str] = (),
    voice: Sequence[str] = (),
    kind: Sequence[str] = (),
    groups: Mapping[str, Sequence[str]] | None = None,
    years: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Return the lines that stand in some texts, voices and kinds of block.

    Parameters
    ----------
    annotation : Annotation
    lines : DataFrame
        From a concordance: *text*, *voice*, *kind*, with further columns.
    text, voice, kind : sequence of str
        Those that are kept; all, if empty.
    groups : mapping of str to sequence of str, optional
        Columns of the metadata (`Corpus.table`), such as ``party``, and their values.
    years : pair of int, optional
        The first and the last year; texts without a date are left out.

    Returns
    -------
    DataFrame
        Rows of *lines* in their order, numbered anew.

    Raises
    ------
    DhtoolsError
        If a text, voice, kind, column or value is not known, or the years are in the wrong order.

    Examples
    --------
    >>> from dhtools.corpus import Text
    >>> texts = tuple(Text(name, name, "", "", date=name) for name in ("1861", "1865"))
    >>> annotation = Annotation(Corpus(texts, *[pd.DataFrame()] * 2), *[pd.DataFrame()] * 4)
    >>> lines = pd.DataFrame({"text": ["1861", "1865"], "voice": "author", "kind": "body"})
    >>> keep_lines(annotation, lines, years=(1862, 1870))["text"].tolist()
    ['1865']
    """
    texts = texts_chosen(annotation.corpus, text, groups or {}, years)
    return lines[is_kept(lines, texts, voice, kind)].reset_index(drop=True)


def is_kept(
    table: pd.DataFrame, texts: Sequence[str] | None, voice: Sequence[str], kind: Sequence[str]
) -> Mask:
    """Tell which rows stand in these texts (None: in all), voices and kinds of block (empty: in all)."""
    for name, given, known in (("voice", voice, VOICES), ("kind", kind, BLOCK_KINDS)):
        for value in given:
            check_choice(name, value, known)
    kept = np.ones(len(table), dtype=bool)
    for name, values in (("text", texts), ("voice", voice or None), ("kind", kind or None)):
        if values is not None:
            kept &= table[name].isin(list(values)).to_numpy()
    return kept


def texts_chosen(
    corpus: Corpus,
    text: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    years: tuple[int, int] | None,
) -> list[str] | None:
    """Return the ids of the texts that are asked for, or None for all: see `keep_lines`."""
    if not (text or groups or years):
        return None
    chosen = {corpus[one].id for one in text} if text else set(corpus.ids)
    if groups:
        chosen &= _of_groups(corpus, groups)
    if years:
        chosen &= _of_years(corpus, *years)
    return [one for one in corpus.ids if one in chosen]


def _of_groups(corpus: Corpus, groups: Mapping[str, Sequence[str]]) -> set[str]:
    table = corpus.table()
    chosen = set(corpus.ids)
    for column, values in groups.items():
        known = table[check_choice("groups", column, list(table.columns))].astype(str)
        for value in values:
            check_choice(column, value, known.unique())
        chosen &= set(known.index[known.isin(list(values))]) if values else chosen
    return chosen


def _of_years(corpus: Corpus, first: int, last: int) -> set[str]:
    if first > last:
        raise DhtoolsError(f"years={(first, last)}: the first year is after the last. Turn them round.")
    years = text_years(corpus)
    return set(years.index[(years >= first) & (years < last + 1)])


def lines_near(
    annotation: Annotation, lines: pd.DataFrame, word: str, *, window: int = WINDOW
) -> pd.DataFrame:
    """Return the lines that have a word near the match: those that a collocate stands for.

    Parameters
    ----------
    annotation : Annotation
    lines : DataFrame
        From a concordance: *text*, *passage*, *start*, *end*, with further columns.
    word : str
        A single word, in any case.
    window : int
        So many words to the left of the match and to the right, up to the ends of the sentence.

    Returns
    -------
    DataFrame
        Rows of *lines* in their order, numbered anew.

    Raises
    ------
    DhtoolsError
        If *word* is not a single word, or the window is no whole number from 1.
    """
    return lines[is_near(annotation.tokens, lines, word, window)].reset_index(drop=True)


def is_near(tokens: pd.DataFrame, spans: pd.DataFrame, word: str, window: int) -> Mask:
    """Tell which spans have a word near them, as `lines_near`."""
    wanted = fold_word(word.strip()) if isinstance(word, str) else ""
    if len(wanted.split()) != 1:
        raise DhtoolsError(f"word={word!r}: give a single word.")
    check_whole("window", window, 1, "words")
    rows, sentence = word_index(tokens).rows(wanted), codes_of(tokens["passage"])
    first, last = rows_of_spans(tokens, spans)
    before = _nearest(rows, first, -1)
    after = _nearest(rows, last + 1, 0)
    own = tokens["passage"].cat.categories.get_indexer(pd.Index(spans["passage"]))
    left, right = (np.where(first > last, own, _at(sentence, edge)) for edge in (first, last))
    return ((before >= 0) & (first - before <= window) & (_at(sentence, before) == left)) | (
        (after >= 0) & (after - last <= window) & (_at(sentence, after) == right)
    )


def rows_of_spans(tokens: pd.DataFrame, spans: pd.DataFrame) -> tuple[Rows, Rows]:
    """Return the rows of the first and the last word of each span; the last is before the first without one.

    A span without a word, such as a year, stands between two rows.
    """
    first = np.asarray(first_words(tokens, spans), dtype=np.int64)
    by_text = tokens.groupby("text", observed=True).indices
    last = first - 1
    for text, places in spans.groupby("text", observed=True).indices.items():
        rows = by_text.get(text, np.array([], dtype=np.intp))
        begun = np.searchsorted(tokens["start"].to_numpy()[rows], spans["end"].to_numpy()[places])
        last[places] = np.append(rows, -1)[begun - 1]
    behind = first < 0  # nothing follows in its text
    return np.where(behind, last + 1, first), last


def _nearest(rows: npt.NDArray[np.intp], place: Rows, shift: int) -> Rows:
    """Return the last of the rows before each place (shift −1) or the first from there on (0), or −1."""
    found = np.searchsorted(rows, place) + shift
    return np.where(found >= 0, np.append(rows, -1).astype(np.int64)[np.clip(found, 0, len(rows))], -1)


def _at(sentence: npt.NDArray[np.integer], rows: Rows) -> Rows:
    """Return the sentence of each row, −2 for a row that does not exist."""
    inside = (rows >= 0) & (rows < len(sentence))
    return np.where(inside, sentence[np.where(inside, rows, 0)], -2)


def group_columns(corpus: Corpus, max_texts: int = 40) -> dict[str, list[str]]:
    """Return the columns of the metadata that group the texts, with their values, *max_texts* at most."""
    table = corpus.table().drop(columns=["file", "characters", "encoding", "accessed"])
    found = {str(name): list(dict.fromkeys(table[name].astype(str))) for name in table}
    fewest = min(max_texts, max(len(corpus) - 1, 2))
    return {name: values for name, values in found.items() if len(values) <= fewest and _groups(values)}


def _groups(values: list[str]) -> bool:
    return len([value for value in values if value not in _SAYS_NOTHING]) > 1


def known_values(column: pd.Series, order: Iterable[str]) -> list[str]:
    """Return the values that a column has, in a given order."""
    there = set(column.unique())
    return [value for value in order if value in there]
