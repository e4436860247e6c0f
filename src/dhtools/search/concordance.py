"""Concordance: every occurrence of a word, a phrase or a pattern with the words around it (KWIC).

Words and phrases are looked up in the token table; regular expressions are searched in the normalised texts.
Both give the same lines, and `sort_lines` puts them in order by the words around the match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.normalisation import Folded, folded
from ..annotation.paragraphs import line_ends
from ..annotation.places import Rows, rows_by_text
from ..annotation.record import COMMENTS, Annotation
from ..annotation.tokens import fold_word, words_in
from ..corpus.origins import with_pages
from ..corpus.texts import Corpus
from ..counts.streamed import count_types
from ..errors import DhtoolsError, check_choice, check_whole
from ..given_patterns import Clock
from .lines import Lines
from .patterns import Span, compile_pattern, find_matches, word_of
from .word_index import word_index

Places = npt.NDArray[np.int64]

#: Columns of every line.
LINE_COLUMNS = ["text", "passage", "line", "kind", "voice", "left", "match", "right", "start", "end"]


class Hits(NamedTuple):
    """Where something was found: the places of a concordance before their lines are made.

    * rows: Of the token table that was searched: the word whose passage, kind and voice a line has.
    * starts, ends: Of the match, in code points of the file.
    * places: Where the paragraph is looked for in which a line stands.
    """

    rows: Rows
    starts: Places
    ends: Places
    places: Places

    def take(self, chosen: npt.NDArray[Any] | slice) -> Hits:
        """Return some of them: by number, mask or slice."""
        return Hits(*(column[chosen] for column in self))


def concordance(
    annotation: Annotation, query: str, *, tokens: pd.DataFrame | None = None, width: int = 60
) -> pd.DataFrame:
    """List every occurrence of a word or phrase.

    Parameters
    ----------
    annotation : Annotation
    query : str
        A word or a phrase. Case and the shape of apostrophes do not matter; *’s* is a word of its own, so
        that *Reiss* finds *Reiss’s* too.
    tokens : DataFrame, optional
        The rows of *annotation.tokens* that are searched (one voice, say); otherwise all.
    width : int
        Characters of context on each side, at most: the context ends with the paragraph.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the texts: text, passage, page (where a text has pages), line,
        kind (of the block), voice, left, match, right, start and end (code points of the file). Plain words
        as they stand in the file, only that white space is shown as one space. Readers' comments are not
        reprinted: what is found there comes without context.

    Raises
    ------
    DhtoolsError
        If the query holds no word, or the width is not a whole number from 0.
    """
    check_whole("width", width, 0, "characters")
    tokens = annotation.tokens if tokens is None else tokens
    return lines_of_hits(annotation, find_words(annotation, query, tokens), tokens, width=width)


def find_words(annotation: Annotation, query: str, tokens: pd.DataFrame) -> Hits:
    """Return where a word or phrase occurs among the rows of a token table, as `concordance` lists it."""
    index = word_index(tokens)
    words = index.as_cut(query_words(query))
    firsts = _unbroken(annotation.corpus, tokens, index.occurrences(words), len(words))
    starts, ends = (
        tokens[name].to_numpy()[rows].astype(np.int64)
        for name, rows in (("start", firsts), ("end", firsts + len(words) - 1))
    )
    return Hits(firsts, starts, ends, starts)


def lines_of_hits(annotation: Annotation, hits: Hits, tokens: pd.DataFrame, *, width: int) -> pd.DataFrame:
    """Return the lines of what was found in a token table, all or a page of them."""
    return _Context(annotation, width).lines(_rows(tokens, hits.rows), hits.starts, hits.ends, hits.places)


def search_pattern(
    annotation: Annotation,
    pattern: str,
    *,
    tokens: pd.DataFrame | None = None,
    ignore_case: bool = True,
    seconds: float = 5.0,
    width: int = 60,
) -> pd.DataFrame:
    r"""List every match of a regular expression in the normalised texts.

    Parameters
    ----------
    annotation : Annotation
    pattern : str
        In the syntax of the package `regex`. It sees the text as `folded` has it
        (`dhtools.annotation.normalisation`): without invisible characters and ligatures. Write ``\s+``
        between words (lines may be wrapped) and ``['’]`` for an apostrophe. An underscore, which some files
        set around words, is a letter to ``\w`` and ``\b``.
    tokens : DataFrame, optional
        Some rows of *annotation.tokens* (one voice, say): matches elsewhere are left out.
    ignore_case : bool
        Whether capitals and small letters are the same.
    seconds : float
        For the search through all texts together.
    width : int
        As for `concordance`.

    Returns
    -------
    DataFrame
        As from `concordance`. Passage, kind and voice are those of the first word of the match. A match
        without a word (a year: numerals are no words) has those of the word nearest to it, of two equally
        near ones the word after it. Matches are shown up to the end of their paragraph; of one in readers'
        comments, no more than its first word.

    Raises
    ------
    DhtoolsError
        If the pattern is invalid, matches nothing at all (the empty string), or needs more time or memory
        than it is given.
    """
    check_whole("width", width, 0, "characters")
    tokens = annotation.tokens if tokens is None else tokens
    hits = find_pattern(annotation, pattern, tokens, ignore_case=ignore_case, seconds=seconds)
    return lines_of_hits(annotation, hits, tokens, width=width)


def find_pattern(
    annotation: Annotation, pattern: str, tokens: pd.DataFrame, *, ignore_case: bool, seconds: float
) -> Hits:
    """Return where a regular expression matches, as `search_pattern` lists it."""
    compiled, clock = compile_pattern(pattern, ignore_case), Clock(seconds)
    starts, ends = (tokens[name].to_numpy() for name in ("start", "end"))
    comments = (tokens["kind"] == COMMENTS).to_numpy()
    found: list[tuple[int, Span, int]] = []
    for text_id, rows in rows_by_text(tokens).items():
        view = folded(annotation.corpus[text_id].raw)
        words = rows, starts[rows], ends[rows], comments[rows]
        found += _placed(*words, view, find_matches(compiled, view.text, text_id, clock))
    return Hits(
        *np.array([(row, *span, place) for row, span, place in found], dtype=np.int64).reshape(-1, 4).T
    )


def kwic(annotation: Annotation, spans: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Show every row of a table of spans in the words around it: terms, findings, quotations, other lines.

    Parameters
    ----------
    annotation : Annotation
    spans : DataFrame
        *text*, *passage*, *kind*, *voice*, *start* and *end* (code points of the file), with further columns
        if there are any.
    width : int
        As for `concordance`.

    Returns
    -------
    DataFrame
        One row a span, in the order of *spans*: the columns of a `concordance`, the further columns of
        *spans*, and *context*, the line as one string: the match in double brackets, an ellipsis on either
        side; empty for readers' comments.

    Raises
    ------
    DhtoolsError
        If a column is missing, an offset is not a whole number, or the width is not a whole number from 0.
    """
    if missing := {"text", "passage", "kind", "voice", "start", "end"} - set(spans.columns):
        raise DhtoolsError(f"spans: no column {', '.join(sorted(missing))}. Give places in the texts.")
    for name in ("start", "end"):
        if len(spans) and not pd.api.types.is_integer_dtype(spans[name]):
            raise DhtoolsError(f"spans: {name} has a value that is not a whole number. Give code points.")
    spans = spans.reset_index(drop=True)
    starts, ends = (spans[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    lines = _Context(annotation, width).lines(spans, starts, ends, starts)
    names = spans.columns.difference(lines.columns.drop(["start", "end"]), sort=False)
    further = spans[names].astype({"start": int, "end": int})
    return lines.drop(columns=["start", "end"]).join(further).assign(context=_joined(lines))


def _joined(lines: pd.DataFrame) -> list[str]:
    columns = zip(lines["kind"], lines["left"], lines["match"], lines["right"], strict=True)
    return ["" if kind == COMMENTS else f"…{left}[[{match}]]{right}…" for kind, left, match, right in columns]


def sort_lines(lines: pd.DataFrame, sort_by: str | Sequence[str]) -> pd.DataFrame:
    """Sort the lines of a concordance by the words around the match.

    Parameters
    ----------
    lines : DataFrame
        From `concordance` or `search_pattern`.
    sort_by : str or sequence of str
        ``L1`` to ``L3``, the first to third word to the left, ``R1`` to ``R3`` to the right, or a column of
        *lines*; what is named first counts most.

    Returns
    -------
    DataFrame
        The same lines, numbered anew. Capitals count as small letters; texts, passages, kinds and voices
        come in the order of the corpus; lines that are equal stay in the order they had; where the context
        has no such word, the line comes last. A context that is narrow may lack words that the text has.

    Raises
    ------
    DhtoolsError
        If nothing is named, or something else.

    Examples
    --------
    >>> lines = pd.DataFrame({"left": ["The ", "", "old "], "right": [" was", " Bites", " barks"]})
    >>> sort_lines(lines, sort_by="L1")["left"].tolist(), sort_lines(lines, sort_by=["R1"])["right"].tolist()
    (['old ', 'The ', ''], [' barks', ' Bites', ' was'])
    """
    names = [sort_by] if isinstance(sort_by, str) else list(sort_by or [])
    if not names:
        raise DhtoolsError(
            f"by={sort_by!r}: nothing to sort by. Name words or columns, by=['R1', 'L1'] for example."
        )
    keys = pd.DataFrame({name: _sort_key(lines, name) for name in names}, index=range(len(lines)))
    order = keys.sort_values(names, kind="stable", na_position="last").index
    return lines.iloc[order].reset_index(drop=True)


class _Context:
    """The blocks of the texts, in which the lines of a concordance stand."""

    def __init__(self, annotation: Annotation, width: int) -> None:
        self.corpus, self.width = annotation.corpus, check_whole("width", width, 0, "characters")
        keys = self._keys(self._codes(annotation.blocks["text"]), annotation.blocks["start"].to_numpy())
        order = np.argsort(keys, kind="stable")
        self.keys, blocks = keys[order], annotation.blocks[["line", "start", "end"]].iloc[order]
        self.first_lines, self.starts, self.ends = blocks.to_numpy(dtype=np.int64).T

    def _codes(self, texts: pd.Series) -> Places:
        return pd.Categorical(texts, categories=list(self.corpus.ids)).codes.astype(np.int64)

    def _keys(self, codes: Places, places: Places | int) -> Places:
        """Return a number for each place, so that texts, and places in them, stay in order."""
        return (codes << 32) + places

    def lines(self, found: pd.DataFrame, starts: Places, ends: Places, at: Places) -> pd.DataFrame:
        """Return the table of lines: rows of the token table, where each match stands, and in its block."""
        codes = self._codes(found["text"])
        blocks = self._blocks(codes, at)
        first, last = self.starts[blocks], self.ends[blocks]
        begin = np.maximum(starts, first)
        after = np.maximum(begin, np.minimum(ends, last))
        edges = np.maximum(first, begin - self.width), begin, after, np.minimum(last, after + self.width)
        texts = [text.raw for text in self.corpus]
        raws = [texts[code] for code in codes.tolist()]
        cut = list(map(_cut_out, raws, *(places.tolist() for places in edges)))
        lines = found[["text", "passage", "kind", "voice"]].reset_index(drop=True)
        lines["line"] = np.fromiter(self._line_numbers(raws, blocks, begin), np.int64, len(raws))
        for place, name in enumerate(("left", "match", "right")):
            lines[name] = pd.Series([one[place] for one in cut], dtype="str")
        lines["start"], lines["end"] = starts, ends
        lines.loc[lines["kind"] == COMMENTS, ["left", "right"]] = ""
        return Lines(with_pages(self.corpus, lines[LINE_COLUMNS]))

    def _blocks(self, codes: Places, at: Places) -> Places:
        """Return the block in which each place lies; before the first block of a text it is the first."""
        after = np.searchsorted(self.keys, self._keys(codes, at), side="right") - 1
        return np.maximum(after, np.searchsorted(self.keys, self._keys(codes, 0)))

    def _line_numbers(self, raws: list[str], blocks: Places, starts: Places) -> Iterator[int]:
        """Count the ends of lines from the beginning of a block, or from the match before, to each match."""
        known, mark, line = -1, 0, 0
        for raw, block, start in zip(raws, blocks.tolist(), starts.tolist(), strict=True):
            if block != known or start < mark:
                known, mark, line = block, int(self.starts[block]), int(self.first_lines[block])
            line += line_ends(raw, mark, start)
            mark = start
            yield line


def _cut_out(raw: str, first: int, start: int, end: int, last: int) -> tuple[str, str, str]:
    """Return a match and what stands before and after it, in whole words."""
    left, right = raw[first:start], raw[end:last]
    # a context is cut between words; where its first or last word is cut, it goes
    if raw[first - 1 : first].strip():
        left = left[_first_word(left) :]
    if raw[last : last + 1].strip():
        # a search from the left would try every word; the last blank is found from the right
        right = right[: len(right) - _last_word(right)]
    return _plain(left), _plain(raw[start:end]), _plain(right)


def _rows(tokens: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    return tokens[["text", "passage", "kind", "voice"]].iloc[rows]


def query_words(query: str) -> list[str]:
    """Return the words of a query, folded: what `occurrences` looks for."""
    text = folded(query).text if isinstance(query, str) else ""
    words = [fold_word(word) for _, word in words_in(text)]
    if not words:
        raise DhtoolsError(f"query={query!r} holds no word. Ask for a word or a phrase.")
    return words


def _unbroken(corpus: Corpus, tokens: pd.DataFrame, firsts: Rows, length: int) -> Rows:
    """Leave out what is a phrase in a part of the table only: in the text another word stands in between."""
    kept = np.ones(len(firsts), dtype=bool)
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    for rows in (firsts + step for step in range(length - 1)):
        places = zip(tokens["text"].iloc[rows], ends[rows].tolist(), starts[rows + 1].tolist(), strict=True)
        gaps = [corpus[text].raw[end:start] for text, end, start in places]
        has_word = {gap: bool(count_types(gap)) for gap in set(gaps)}
        kept &= ~np.array([has_word[gap] for gap in gaps], dtype=bool)
    return firsts[kept]


def _first_word(words: str) -> int:
    """Return how many characters at the beginning are no white space."""
    return 0 if not words or words[0].isspace() else len(words.split(None, 1)[0])


def _last_word(words: str) -> int:
    """Return how many characters at the end are no white space."""
    return 0 if not words or words[-1].isspace() else len(words.rsplit(None, 1)[-1])


def _plain(words: str) -> str:
    """Show white space as one space; most contexts have no other."""
    if words.isprintable() and "  " not in words:
        return words
    begins, ends = " " * words[:1].isspace(), " " * words[-1:].isspace()
    return f"{begins}{' '.join(words.split())}{ends}" if words.strip() else begins


def _placed(
    rows: Rows,
    starts: npt.NDArray[Any],
    ends: npt.NDArray[Any],
    comments: npt.NDArray[np.bool_],
    view: Folded,
    spans: list[Span],
) -> Iterator[tuple[int, Span, int]]:
    """Give row, span and a place in its paragraph of every match whose word is among the rows of a text.

    Of these words *starts*, *ends* and whether they are readers' *comments*.
    Matches stand in the normalised text; what is given are places in the file.
    """
    words = [_raw_span(view, word_of(view.text, *span)) for span in spans]
    spans = [_raw_span(view, span) for span in spans]
    places = (
        np.searchsorted(starts, np.array([word[0] for word in words], dtype=starts.dtype), side="right") - 1
    )
    for (start, end), word, place in zip(spans, words, places.tolist(), strict=True):
        if place < 0 or word[0] >= ends[place]:
            continue
        inside = start < word[1] and word[0] < end
        shown = (start, min(end, word[1])) if inside and comments[place] else (start, end)
        yield rows[place], shown, word[0] if inside else start


def _raw_span(view: Folded, span: Span) -> Span:
    return span if span[0] < 0 else view.raw_span(*span)


_SIDES = {"L": "left", "R": "right"}
_NEIGHBOURS = [side + place for side in _SIDES for place in "123"]


def _sort_key(lines: pd.DataFrame, name: str) -> list[Any] | pd.Categorical:
    check_choice("by", name, [*_NEIGHBOURS, *lines.columns])
    if name in _NEIGHBOURS:
        place = int(name[1]) - 1
        return [_neighbour(context, name[0], place) for context in lines[_SIDES[name[0]]]]
    column = lines[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Categorical(column, ordered=True)
    return [(fold_word(value.strip()) or None) if isinstance(value, str) else value for value in column]


def _neighbour(context: str, side: str, place: int) -> str | None:
    words = [fold_word(word) for _, word in words_in(folded(context).text)]
    if side == "L":
        words.reverse()
    return words[place] if place < len(words) else None
