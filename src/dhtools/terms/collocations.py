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

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.places import codes_of
from ..annotation.record import Annotation
from ..annotation.tokens import fold_word
from ..counts.sparse import SPACE
from ..errors import DhtoolsError, check_choice, check_whole, is_whole
from ..search.concordance import LINE_COLUMNS, kwic, query_words
from ..search.word_index import kept, word_index
from ..shown import answers_first
from .associations import ASSOCIATIONS, Cells

#: Words of one part of a sum: what stays in the cache.
_PART = 1 << 18

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.integer[Any]]


@answers_first("collocate", "log_dice", "n")
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
    return near_rows(tokens, *_node_rows(tokens, _phrases(node, tokens)), window)


def near_rows(tokens: pd.DataFrame, first: Ints, last: Ints, window: int | str) -> Near:
    """Count the words near some occurrences, given by the rows of their first and last word.

    They are in the order of the table and do not overlap.
    """
    _check_window(window)
    cells, n_total = _cells(tokens, _sentences_of(tokens, first, last), window)
    forms = tokens["word"].cat.categories.to_numpy(dtype=object)
    of_words = cells._replace(both=cells.both[:-1], collocate=cells.collocate[:-1])
    return Near(forms, n_total[:-1], of_words)


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
    found = _sentences_of(tokens, *_node_rows(tokens, _phrases(node, tokens)))
    # looked up as it stands in the table: a query for 's finds no word, since it belongs to the one before
    n = _near(found.words, np.isin(found.words.code, word_index(tokens).codes(wanted)), window)
    spans = tokens.iloc[found.first[n > 0]].assign(end=tokens["end"].to_numpy()[found.last[n > 0]])
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
    words = tokens["word"].cat.categories.to_numpy(dtype=object)[
        codes_of(tokens["word"])[starts[:, None] + np.arange(ngram)]
    ]
    texts = tokens["text"].iloc[starts].astype(str).to_numpy()
    found = pd.DataFrame({"cluster": list(map(SPACE.join, words)), "text": texts}, dtype=str)
    table = found.groupby("cluster")["text"].agg(n="size", n_texts="nunique").reset_index()
    table = table[table["n"] >= min_count]
    order = ["n", "n_texts", "cluster"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _cluster_starts(tokens: pd.DataFrame, phrases: list[list[str]], ngram: int) -> Ints:
    """Return the first row of every n-gram that has one of the phrases and stands so in its sentence."""
    numbers, passage, index = _row_numbers(tokens), codes_of(tokens["passage"]), word_index(tokens)
    places = [
        index.occurrences(phrase) - back for phrase in phrases for back in range(ngram - len(phrase) + 1)
    ]
    starts = np.unique(np.concatenate(places)).astype(np.int64)
    starts = starts[(starts >= 0) & (starts <= len(passage) - ngram)]
    ends = starts + ngram - 1
    same = (passage[starts] == passage[ends]) & (passage[starts] >= 0)
    return starts[same & (_apart(numbers, starts, ends) == ngram - 1)]


def _apart(numbers: pd.Index, rows: Ints, others: Ints) -> Ints:
    """Return how many words of the text stand between rows, the latter counted."""
    apart: Ints = numbers.take(others).to_numpy() - numbers.take(rows).to_numpy()
    return apart


class _Words(NamedTuple):
    """Words of sentences: two are as far apart as their positions. The node has a code of its own, *node*."""

    code: Codes
    sentence: Codes
    position: Ints
    node: int

    @property
    def is_node(self) -> npt.NDArray[np.bool_]:
        return self.code == self.node


class _Sentences(NamedTuple):
    """The sentences that have the node.

    In *words* an occurrence of the node, even a phrase, is one word; in *plain* every word is itself. *first*
    and *last* are the rows of the occurrences.
    """

    words: _Words
    plain: _Words
    first: Ints
    last: Ints


def _sentences_of(tokens: pd.DataFrame, first: Ints, last: Ints) -> _Sentences:
    sentence = codes_of(tokens["passage"])
    inside = sentence[first] >= 0
    first, last = first[inside], last[inside]
    has_node = np.zeros(len(tokens["passage"].cat.categories) + 1, dtype=bool)
    has_node[sentence[first]] = True
    rows = np.flatnonzero(has_node[sentence])
    plain = _plain_words(tokens, rows)
    begins = np.isin(rows, first)
    begun = np.cumsum(begins) - 1  # which occurrence is the last one that has begun
    continues = ~begins & (begun >= 0) & (rows <= np.append(last, -1)[begun])
    words = _Words(
        np.where(begins, plain.node, plain.code)[~continues],
        plain.sentence[~continues],
        (plain.position - np.cumsum(continues))[~continues],  # a phrase takes up the place of one word
        plain.node,
    )
    return _Sentences(words, plain, first, last)


def _plain_words(tokens: pd.DataFrame, rows: Ints | slice) -> _Words:
    code, sentence = (codes_of(tokens[name])[rows] for name in ("word", "passage"))
    return _Words(code, sentence, _row_numbers(tokens)[rows].to_numpy(), len(tokens["word"].cat.categories))


def _near(words: _Words, wanted: npt.NDArray[np.bool_], window: int | str) -> Ints:
    """Return for each occurrence of the node how many of the wanted words stand in its window."""
    if isinstance(window, str):
        place, reach = words.sentence, 0
    else:
        # sentences so far apart that no window extends into the next
        reach = int(window)
        apart = int(words.position.max(initial=0)) + reach + 1
        place = words.sentence.astype(np.int64) * apart + words.position
    near, nodes = np.sort(place[wanted]), place[words.is_node]
    return np.searchsorted(near, nodes + reach, side="right") - np.searchsorted(near, nodes - reach)


def _node_rows(tokens: pd.DataFrame, phrases: list[list[str]]) -> tuple[Ints, Ints]:
    """Return the first and last row of every occurrence of the node; longer phrases go first."""
    numbers, taken = _row_numbers(tokens), np.zeros(len(tokens), dtype=bool)
    found: list[tuple[Ints, Ints]] = []
    for phrase in phrases:
        further = len(phrase) - 1
        first = word_index(tokens).occurrences(phrase)
        first = first[_apart(numbers, first, first + further) == further]
        free = _untaken(first, further, taken) if further else ~taken[first]
        taken[first[free]] = True
        found.append((first[free], first[free] + further))
    first, last = (np.concatenate(rows) for rows in zip(*found, strict=True))
    order = np.argsort(first)
    return first[order], last[order]


def _untaken(first: Ints, further: int, taken: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which occurrences of a phrase overlap none before them, and take their rows."""
    free = np.zeros(len(first), dtype=bool)
    for number, start in enumerate(first.tolist()):
        rows = taken[start : start + further + 1]
        free[number] = not rows.any()
        rows[:] |= free[number]
    return free


class _Totals(NamedTuple):
    """How often every word occurs, the pairs or sentences that have it, and all pairs or sentences."""

    n: npt.NDArray[np.float64]
    paired: npt.NDArray[np.float64]
    all: float


def _cells(tokens: pd.DataFrame, found: _Sentences, window: int | str) -> tuple[Cells, Ints]:
    """Return the table of every word, and how often each occurs outside the node.

    What is counted in all sentences is counted once for a table; the node changes it in its own sentences.
    """
    everywhere = kept(tokens, ("collocations", window), lambda table: _totals(_all_words(table), window))
    plain, own = _totals(found.plain, window), _totals(found.words, window)
    n, paired = everywhere.n - plain.n + own.n, everywhere.paired - plain.paired + own.paired
    total = everywhere.all - plain.all + own.all
    both = own.paired if isinstance(window, str) else _pairs_with_node(found.words, window)
    return Cells(both, float(paired[-1]), paired, total), n.astype(np.int64)


def _all_words(tokens: pd.DataFrame) -> _Words:
    inside = codes_of(tokens["passage"]) >= 0
    return _plain_words(tokens, slice(None) if inside.all() else np.flatnonzero(inside))  # not copied


def _totals(words: _Words, window: int | str) -> _Totals:
    n = _summed(words, np.ones(len(words.code), dtype=bool))
    if isinstance(window, str):
        return _Totals(n, *_sentences_with(words))
    partners = np.zeros(len(words.code), dtype=np.min_scalar_type(2 * window))
    for step, near in _near_at(words, window):
        partners[step:] += near
        partners[:-step] += near
    paired = _summed(words, partners)
    return _Totals(n, paired, float(paired.sum()))


def _summed(words: _Words, numbers: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Add up whole numbers by word, part by part, because `bincount` needs them as eight bytes each."""
    sums = np.zeros(words.node + 1)
    for first in range(0, len(numbers), _PART):
        part = slice(first, first + _PART)
        sums += np.bincount(words.code[part], weights=numbers[part], minlength=len(sums))
    return sums


def _near_at(words: _Words, window: int) -> Iterator[tuple[int, npt.NDArray[np.bool_]]]:
    """Yield a number of rows, and which words are near the one that stands so many rows after them."""
    n = len(words.code)
    lacks_words = n > 0 and words.position[-1] - words.position[0] >= n
    for step in range(1, n if lacks_words else min(window + 1, n)):
        near = words.sentence[step:] == words.sentence[:-step]
        if lacks_words:
            near &= words.position[step:] - words.position[:-step] <= window
        if not near.any():  # nor are words near each other that are further apart
            return
        yield step, near


def _pairs_with_node(words: _Words, window: int) -> npt.NDArray[np.float64]:
    """Count the pairs of the node with each word."""
    both = np.zeros(words.node + 1)
    for step, near in _near_at(words, window):
        for node, other in (
            (words.is_node[:-step], words.code[step:]),
            (words.is_node[step:], words.code[:-step]),
        ):
            both += np.bincount(other[near & node], minlength=len(both))
    return both


def _sentences_with(words: _Words) -> tuple[npt.NDArray[np.float64], float]:
    """Return how many sentences have each word, and how many there are: by a sort and marks."""
    pairs = np.sort(words.sentence.astype(np.int64) * (words.node + 1) + words.code)
    sentence, code = np.divmod(pairs[_is_new(pairs)], words.node + 1)
    each = np.bincount(code, minlength=words.node + 1).astype(np.float64)
    return each, float(np.count_nonzero(_is_new(sentence)))


def _is_new(values: Ints) -> npt.NDArray[np.bool_]:
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _phrases(node: str | Sequence[str], tokens: pd.DataFrame) -> list[list[str]]:
    """Return the words of each query, as the table has them, the longest first."""
    queries = [node] if isinstance(node, str) or not isinstance(node, Iterable) else list(node)
    if not queries:
        raise DhtoolsError(f"node={node!r} names nothing. Give a word, a phrase, or several of them.")
    index = word_index(tokens)
    return sorted((index.as_cut(query_words(query)) for query in queries), key=len, reverse=True)


def _row_numbers(tokens: pd.DataFrame) -> pd.Index:
    """Return the numbers of the rows, which tell where a word is left out of the table."""
    numbers = tokens.index
    if not (pd.api.types.is_integer_dtype(numbers) and numbers.is_monotonic_increasing and numbers.is_unique):
        raise DhtoolsError(
            "tokens: the rows are not numbered in the order of the text, and which words stand side by side "
            "is unknown. Choose rows from the token table and keep their index."
        )
    return numbers


def _check_window(window: object) -> None:
    if window != "sentence" and not is_whole(window, 1):
        raise DhtoolsError(f"window={window!r}: give a whole number of words from 1, or 'sentence'.")
