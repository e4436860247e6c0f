"""Concordance: every occurrence of a word or phrase with the words around it (keyword in context, KWIC)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..errors import DhtoolsError
from ..layout import line_starts
from ..tokens import cut, fold_word

_COLUMNS = ["text", "passage", "line", "kind", "voice", "left", "match", "right"]


def concordance(corpus: Corpus, tokens: pd.DataFrame, query: str, *, width: int = 60) -> pd.DataFrame:
    """List every occurrence of a word or phrase.

    Parameters
    ----------
    corpus : Corpus
    tokens : DataFrame
        From `dhtools.token_table`; a part of it (one voice, say) searches that part.
    query : str
        A word or a phrase. Case and the shape of apostrophes do not matter; *’s* is a word of its own, so that
        *Reiss* finds *Reiss’s* too.
    width : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        One row an occurrence, in the order of the texts: text, passage, line, kind (of the block), voice, left, match,
        right. White space in the context is shown as one space.

    Raises
    ------
    DhtoolsError
        If the query holds no word.
    """
    words = [fold_word(word) for piece in query.split() for _, word in cut(piece)]
    if not words:
        raise DhtoolsError(f"query={query!r} holds no word. Ask for a word or a phrase.")
    firsts = _occurrences(tokens, words)
    lasts = firsts + len(words) - 1
    found = tokens.iloc[firsts]
    frame = found[["text", "passage", "kind", "voice"]].reset_index(drop=True)
    spans = list(zip(found["text"], found["start"], tokens["end"].to_numpy()[lasts], strict=True))
    raws = {text.id: text.raw for text in corpus}
    starts = {text.id: line_starts(text.raw) for text in corpus}
    frame["line"] = [int(np.searchsorted(starts[text], start, side="right")) for text, start, _ in spans]
    frame["left"] = [_plain(raws[text][max(0, start - width) : start]) for text, start, _ in spans]
    frame["match"] = [_plain(raws[text][start:end]) for text, start, end in spans]
    frame["right"] = [_plain(raws[text][end : end + width]) for text, _, end in spans]
    return frame[_COLUMNS]


def _occurrences(tokens: pd.DataFrame, words: list[str]) -> np.ndarray:
    """Return the row of the first word of every occurrence; a phrase does not run from one sentence into the next."""
    folded = np.array([fold_word(word) for word in tokens["word"].cat.categories], dtype=object)
    codes, passage = tokens["word"].cat.codes.to_numpy(), tokens["passage"].cat.codes.to_numpy()
    last = len(tokens) - len(words) + 1
    hit = np.ones(max(last, 0), dtype=bool)
    for step, word in enumerate(words):
        matching = np.append(folded == word, False)
        hit &= matching[codes[step : step + len(hit)]] & (passage[step : step + len(hit)] == passage[: len(hit)])
    return np.flatnonzero(hit)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)
