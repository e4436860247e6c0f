"""Collocations: which words stand near a word more often than their frequencies give.

One table of four cells is behind all measures of `collocates`. What is counted in it depends on what *near*
means (Evert 2008, section 3):

* within a window of words, it counts **pairs of words** that stand at most so many words apart in one
  sentence, once from either word. O11 pairs begin with the node and end with the collocate, R1 begin with the
  node, C1 end with the collocate, N are all. Away from the ends of sentences R1 is f1·span, C1 is f2·span and
  N is (all words)·span, so that the expected count ``E = R1·C1/N`` is the usual ``f1·f2·span/N``; where a
  window is cut short by its sentence, the places that it lacks are not expected to be filled.
* within the sentence, it counts **sentences**: O11 have both words, R1 the node, C1 the collocate.

Pairs, and sentences of one text, are not independent: the measures put words in an order, they test nothing.

Source: Evert (2008), Corpora and collocations, in Lüdeling and Kytö (eds), Corpus Linguistics: An
International Handbook, 1212-1248.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.record import Annotation
from ..annotation.tokens import fold_word
from ..counts.sparse import SPACE
from ..errors import DhtoolsError, check_choice, check_whole, is_whole
from ..search.concordance import LINE_COLUMNS, as_cut, folded_forms, kwic, occurrences, query_words
from .associations import ASSOCIATIONS, Cells

Ints = npt.NDArray[np.int64]


def collocates(
    tokens: pd.DataFrame,
    node: str | Sequence[str],
    *,
    window: int | str = 5,
    min_count: int = 2,
    measures: Iterable[str] = tuple(ASSOCIATIONS),
) -> pd.DataFrame:
    """List the words that stand near a word, with measures of association.

    Parameters
    ----------
    tokens : DataFrame
        A token table, or a part or view of it. Words differ if they do in the table: give it case folded
        (`dhtools.fold_case`). A word left out of the table still takes up its place.
    node : str or sequence of str
        A word, a phrase, or several that count as one. Found as by `concordance`, in any case; a phrase
        counts as one word, and its own words are not collocates of it.
    window : int or ``"sentence"``
        So many words to the left and to the right, up to the ends of the sentence; or the whole sentence.
    min_count : int
        Least count of a collocate.
    measures : iterable of str
        Some of ``g2``, ``mi``, ``mi3``, ``t``, ``log_dice``, ``delta_p_node_to_collocate`` and
        ``delta_p_collocate_to_node``, as in `dhtools.terms.associations`.

    Returns
    -------
    DataFrame
        One row a collocate: *collocate*; *n* (O11: pairs, so that a word near two occurrences of the node
        counts twice; or sentences); *n_total*, of the word in the table, outside the node; *expected*; the
        measures; *note*, why one is missing. Ordered by the first measure, what is undefined last, then by
        *n*, then alphabetically. The node is not listed. A node that the table lacks gives no rows.

    Raises
    ------
    DhtoolsError
        If the node holds no word, the window or *min_count* is out of its range, a measure is unknown, or the
        rows of the table are not numbered as `dhtools.annotation.token_table` numbers them.
    """
    return measured_near(count_near(tokens, node, window), min_count, measures)


class Near(NamedTuple):
    """Words and how often they stand near a node: what `collocates` measures. Counts of parts add up."""

    forms: npt.NDArray[np.object_]
    n_total: Ints
    cells: Cells


def count_near(tokens: pd.DataFrame, node: str | Sequence[str], window: int | str) -> Near:
    """Count the words near a node and all others, as `collocates` does."""
    _check_window(window)
    words = _read(tokens, _phrases(node, tokens))
    cells = _sentence_cells(words) if isinstance(window, str) else _window_cells(words, int(window))
    n_total = np.bincount(words.code, minlength=len(words.forms) + 1)[:-1]
    return Near(words.forms, n_total, cells._replace(both=cells.both[:-1], collocate=cells.collocate[:-1]))


def measured_near(near: Near, min_count: int, measures: Iterable[str]) -> pd.DataFrame:
    """Return the table of `collocates` for what was counted; *forms* are in alphabetical order."""
    names = [measures] if isinstance(measures, str) else list(measures)
    for name in names:
        check_choice("measures", name, ASSOCIATIONS)
    check_whole("min_count", min_count, 1)
    listed = np.flatnonzero(near.cells.both >= min_count)
    cells = near.cells._replace(both=near.cells.both[listed], collocate=near.cells.collocate[listed])
    columns: dict[str, Any] = {
        "collocate": near.forms[listed],
        "n": cells.both.astype(np.int64),
        "n_total": near.n_total[listed],
        "expected": cells.expected,
        **{name: ASSOCIATIONS[name](cells) for name in names},
    }
    table = pd.DataFrame(columns)
    missing = table[names].isna().any(axis=1)
    table["note"] = np.where(missing, "node or collocate is everywhere", "")
    order = [*names[:1], "n", "collocate"]
    return table.sort_values(order, ascending=[name == "collocate" for name in order], ignore_index=True)


def collocate_lines(
    annotation: Annotation,
    node: str | Sequence[str],
    collocate: str,
    *,
    tokens: pd.DataFrame | None = None,
    window: int | str = 5,
    width: int = 60,
) -> pd.DataFrame:
    """Show the lines of a node that have a collocate near it: what a row of `collocates` counts.

    Parameters
    ----------
    annotation : Annotation
    node, window
        As for `collocates`.
    collocate : str
        A word.
    tokens : DataFrame, optional
        The table that `collocates` counted: a part or view of *annotation.tokens*; otherwise all of it.
    width : int
        As for `concordance`.

    Returns
    -------
    DataFrame
        As from `concordance`, with *n*: how often the collocate stands in the window of that line. Over all
        lines it adds up to the *n* of `collocates` (for sentences the lines are those of as many sentences).

    Raises
    ------
    DhtoolsError
        As `collocates`, or if the collocate is not a single word.
    """
    _check_window(window)
    wanted = fold_word(collocate.strip()) if isinstance(collocate, str) else ""
    if not wanted or len(wanted.split()) > 1:
        raise DhtoolsError(f"collocate={collocate!r}: give a single word, as a row of collocates has it.")
    tokens = annotation.tokens if tokens is None else tokens
    words = _read(tokens, _phrases(node, tokens))
    # looked up as it stands in the table: a query for 's finds no word, since it belongs to the one before
    codes = np.flatnonzero(folded_forms(tokens) == wanted)
    n = _near(words, np.isin(words.code, codes), window)
    first, last = words.first[words.is_node][n > 0], words.last[words.is_node][n > 0]
    spans = tokens.iloc[first].assign(end=tokens["end"].to_numpy()[last])
    return kwic(annotation, spans, width=width)[LINE_COLUMNS].assign(n=n[n > 0])


def clusters(
    tokens: pd.DataFrame, node: str | Sequence[str], *, ngram: int = 3, min_count: int = 2
) -> pd.DataFrame:
    """List the word n-grams of which a word is a part, at any place in them.

    Parameters
    ----------
    tokens, node
        As for `collocates`.
    ngram : int
        Words in a row; those of a phrase count each. An n-gram ends with its sentence and does not bridge a
        word that is left out of the table.
    min_count : int
        Least count of a cluster.

    Returns
    -------
    DataFrame
        One row a cluster: *cluster*, *n*, *n_texts* (in how many it occurs, its range); the most frequent
        first, then the widest, then alphabetically. An n-gram that has the node twice counts once.

    Raises
    ------
    DhtoolsError
        As for `collocates`; or if *ngram* is not a whole number from 2, or the node is longer.
    """
    phrases = _phrases(node, tokens)
    check_whole("min_count", min_count, 1)
    check_whole("ngram", ngram, 2)
    if len(phrases[0]) > ngram:
        raise DhtoolsError(
            f"ngram={ngram}: {SPACE.join(phrases[0])!r} has {len(phrases[0])} words. Take longer n-grams."
        )
    starts = _cluster_starts(tokens, phrases, ngram)
    forms = tokens["word"].astype(str).to_numpy(dtype=object)
    grams = [SPACE.join(forms[start : start + ngram]) for start in starts.tolist()]
    found = pd.DataFrame({"cluster": grams, "text": tokens["text"].astype(str).to_numpy()[starts]}, dtype=str)
    table = found.groupby("cluster")["text"].agg(n="size", n_texts="nunique").reset_index()
    table = table[table["n"] >= min_count]
    order = ["n", "n_texts", "cluster"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _cluster_starts(tokens: pd.DataFrame, phrases: list[list[str]], ngram: int) -> Ints:
    """Return the first row of every n-gram that has one of the phrases and stands so in its sentence."""
    row, passage = _row_numbers(tokens), tokens["passage"].cat.codes.to_numpy()
    places = [
        occurrences(tokens, phrase) - back for phrase in phrases for back in range(ngram - len(phrase) + 1)
    ]
    starts = np.unique(np.concatenate(places)).astype(np.int64)
    starts = starts[(starts >= 0) & (starts <= len(row) - ngram)]
    ends = starts + ngram - 1
    same = (passage[starts] == passage[ends]) & (passage[starts] >= 0)
    return starts[same & (row[ends] - row[starts] == ngram - 1)]


class _Words(NamedTuple):
    """The words of the sentences; an occurrence of the node, even a phrase, is one word with its own code.

    The node has the code after the last of *forms*. Two words are as far apart as their *position*; *first*
    and *last* are rows of the table.
    """

    forms: npt.NDArray[np.object_]
    code: Ints
    sentence: Ints
    position: Ints
    first: Ints
    last: Ints

    @property
    def is_node(self) -> npt.NDArray[np.bool_]:
        return self.code == len(self.forms)


def _read(tokens: pd.DataFrame, phrases: list[list[str]]) -> _Words:
    row = _row_numbers(tokens)
    begins, continues = _node_rows(tokens, row, phrases)
    forms = tokens["word"].cat.categories.to_numpy(dtype=object)
    code = np.where(begins, len(forms), tokens["word"].cat.codes.to_numpy()).astype(np.int64)
    sentence = tokens["passage"].cat.codes.to_numpy().astype(np.int64)
    first = np.flatnonzero(~continues & (sentence >= 0))
    ends = np.flatnonzero(~np.append(continues[1:], False))  # a node ends before what does not continue it
    last = ends[np.searchsorted(ends, first)]
    position = row - np.cumsum(continues)  # a phrase takes up the place of one word
    return _Words(forms, code[first], sentence[first], position[first], first, last)


def _near(words: _Words, wanted: npt.NDArray[np.bool_], window: int | str) -> Ints:
    """Return for each occurrence of the node how many of the wanted words stand in its window."""
    if isinstance(window, str):
        place, reach = words.sentence, 0
    else:
        # sentences so far apart that no window extends into the next
        reach = int(window)
        place = words.sentence * (int(words.position.max(initial=0)) + reach + 1) + words.position
    near, nodes = np.sort(place[wanted]), place[words.is_node]
    return np.searchsorted(near, nodes + reach, side="right") - np.searchsorted(near, nodes - reach)


def _node_rows(
    tokens: pd.DataFrame, row: Ints, phrases: list[list[str]]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which rows begin an occurrence of the node and which continue one; longer phrases go first."""
    begins, continues = np.zeros(len(row), dtype=bool), np.zeros(len(row), dtype=bool)
    for phrase in phrases:
        further = len(phrase) - 1
        found = occurrences(tokens, phrase)
        for start in found[row[found + further] - row[found] == further].tolist():
            end = start + further + 1
            if not (begins[start:end] | continues[start:end]).any():
                begins[start], continues[start + 1 : end] = True, True
    return begins, continues


def _window_cells(words: _Words, window: int) -> Cells:
    is_node, kinds = words.is_node, len(words.forms) + 1
    partners, both = np.zeros(len(words.code), dtype=np.int64), np.zeros(kinds)
    for step in range(1, len(words.code)):
        near = words.sentence[step:] == words.sentence[:-step]
        left = np.flatnonzero(near & (words.position[step:] - words.position[:-step] <= window))
        if not len(left):  # nor are words near each other that are further apart
            break
        for one, other in ((left, left + step), (left + step, left)):
            partners[one] += 1
            both += np.bincount(words.code[other[is_node[one]]], minlength=kinds)
    pairs = np.bincount(words.code, weights=partners, minlength=kinds).astype(np.float64)
    return Cells(both, float(pairs[-1]), pairs, float(pairs.sum()))


def _sentence_cells(words: _Words) -> Cells:
    kinds = len(words.forms) + 1
    sentence, code = np.divmod(np.unique(words.sentence * kinds + words.code), kinds)
    with_node = np.isin(sentence, sentence[code == kinds - 1])
    both, each = (np.bincount(part, minlength=kinds).astype(np.float64) for part in (code[with_node], code))
    return Cells(both, float(each[-1]), each, float(len(np.unique(sentence))))


def _phrases(node: str | Sequence[str], tokens: pd.DataFrame) -> list[list[str]]:
    """Return the words of each query, as the table has them, the longest first."""
    queries = [node] if isinstance(node, str) or not isinstance(node, Iterable) else list(node)
    if not queries:
        raise DhtoolsError(f"node={node!r} names nothing. Give a word, a phrase, or several of them.")
    forms = folded_forms(tokens)
    return sorted((as_cut(query_words(query), forms) for query in queries), key=len, reverse=True)


def _row_numbers(tokens: pd.DataFrame) -> Ints:
    """Return the numbers of the rows, which tell where a word is left out of the table."""
    numbers = tokens.index
    if not (pd.api.types.is_integer_dtype(numbers) and numbers.is_monotonic_increasing and numbers.is_unique):
        raise DhtoolsError(
            "tokens: the rows are not numbered in the order of the text, and which words stand side by side "
            "is unknown. Choose rows from the token table and keep their index."
        )
    return numbers.to_numpy().astype(np.int64)


def _check_window(window: object) -> None:
    if window != "sentence" and not is_whole(window, 1):
        raise DhtoolsError(f"window={window!r}: give a whole number of words from 1, or 'sentence'.")
