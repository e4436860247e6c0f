"""Concordance: every occurrence of a word or phrase with the words around it (keyword in context, KWIC)."""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..corpus import Corpus
from ..counts import count_types
from ..errors import DhtoolsError
from ..layout import Paragraph, line_of, line_starts, paragraphs
from ..tokens import cut, fold_word, loose_pieces

_COLUMNS = ["text", "passage", "line", "kind", "voice", "left", "match", "right"]


def concordance(corpus: Corpus, tokens: pd.DataFrame, query: str, *, width: int = 60) -> pd.DataFrame:
    """List every occurrence of a word or phrase.

    Parameters
    ----------
    corpus : Corpus
    tokens : DataFrame
        From `dhtools.token_table`; a part of it (one voice, say) searches that part.
    query : str
        A word or a phrase. Case and the shape of apostrophes do not matter; *’s* is a word of its own, so
        that *Reiss* finds *Reiss’s* too.
    width : int
        Characters of context on each side, at most: the context ends with the paragraph.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the texts: text, passage, line, kind (of the block), voice,
        left, match, right. Plain words as they stand in the file, only that white space is shown as one
        space. Readers' comments are not reprinted: what is found there comes without context.

    Raises
    ------
    DhtoolsError
        If the query holds no word, or the width is no whole number from 0.
    """
    words = _query_words(query)
    if isinstance(width, bool) or not isinstance(width, int) or width < 0:
        raise DhtoolsError(f"width={width!r} is no number of characters. Give a whole number from 0.")
    firsts = _unbroken(corpus, tokens, _occurrences(tokens, words), len(words))
    found = tokens.iloc[firsts]
    frame = found[["text", "passage", "kind", "voice"]].reset_index(drop=True)
    spans = zip(found["text"], found["start"].tolist(), _ends(tokens, firsts, len(words)), strict=True)
    shown = ["line", "left", "match", "right"]
    context = _Context(corpus, width)
    lines = frame.join(pd.DataFrame([context.around(*span) for span in spans], columns=shown))[_COLUMNS]
    lines.loc[lines["kind"] == "comments", ["left", "right"]] = ""
    return lines


_CUT_HEAD, _CUT_TAIL = re.compile(r"\A\S+"), re.compile(r"\S+\Z")


class _Context:
    """The lines and paragraphs of the texts in which something was found."""

    def __init__(self, corpus: Corpus, width: int) -> None:
        self.corpus, self.width = corpus, width
        self.known: dict[str, tuple[list[int], list[Paragraph]]] = {}

    def around(self, text_id: str, start: int, end: int) -> tuple[int, str, str, str]:
        """Return line, left context, match and right context."""
        raw = self.corpus[text_id].raw
        lines, blocks = self.known.setdefault(text_id, (line_starts(raw), paragraphs(raw)))
        block = blocks[bisect_right(blocks, start, key=lambda paragraph: paragraph.start) - 1]
        first, last = max(block.start, start - self.width), min(block.end, end + self.width)
        # a context is cut between words; where its first or last word is cut, it goes
        left = _CUT_HEAD.sub("", raw[first:start]) if raw[first - 1 : first].strip() else raw[first:start]
        right = _CUT_TAIL.sub("", raw[end:last]) if raw[last : last + 1].strip() else raw[end:last]
        return line_of(lines, start), _plain(left), _plain(raw[start:end]), _plain(right)


def _query_words(query: str) -> list[str]:
    pieces = query.split() if isinstance(query, str) else []
    words = [
        fold_word(word) for piece in pieces for loose in loose_pieces(piece)[1::2] for _, word in cut(loose)
    ]
    if not words:
        raise DhtoolsError(f"query={query!r} holds no word. Ask for a word or a phrase.")
    return words


def _occurrences(tokens: pd.DataFrame, words: list[str]) -> npt.NDArray[np.intp]:
    """Return the row of the first word of every occurrence; a phrase stays within one sentence."""
    folded = np.array([fold_word(word) for word in tokens["word"].cat.categories], dtype=object)
    codes, passage = tokens["word"].cat.codes.to_numpy(), tokens["passage"].cat.codes.to_numpy()
    last = len(tokens) - len(words) + 1
    hit = np.ones(max(last, 0), dtype=bool)
    for step, word in enumerate(words):
        matching = np.append(folded == word, False)
        hit &= matching[codes[step : step + len(hit)]] & (
            passage[step : step + len(hit)] == passage[: len(hit)]
        )
    return np.flatnonzero(hit)


def _unbroken(
    corpus: Corpus, tokens: pd.DataFrame, firsts: npt.NDArray[np.intp], length: int
) -> npt.NDArray[np.intp]:
    """Leave out what is a phrase in a part of the table only: in the text another word stands in between."""
    rows = np.concatenate([firsts + step for step in range(length - 1)]) if length > 1 else firsts[:0]
    spans = zip(
        tokens["text"].iloc[rows],
        _ends(tokens, rows, 1),
        tokens["start"].iloc[rows + 1].tolist(),
        strict=True,
    )
    broken = np.array(
        [bool(count_types(corpus[text].raw[end:start])) for text, end, start in spans], dtype=bool
    )
    return firsts[~broken.reshape(length - 1, len(firsts)).any(axis=0)]


def _ends(tokens: pd.DataFrame, firsts: npt.NDArray[np.intp], length: int) -> list[int]:
    return tokens["end"].iloc[firsts + length - 1].tolist()


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)
