"""Segments: stretches of comparable length into which the texts of a token table are cut."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_choice, check_whole

#: What is done with the words at the end of a text that fill no segment.
REMAINDERS = ("even", "drop", "keep")


def segment(
    tokens: pd.DataFrame, *, segment_words: int = 300, remainder: str = "even", unit: str = "text"
) -> pd.DataFrame:
    """Cut texts into consecutive segments of about the same number of words.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, or a part of it: the author's words alone are cut as if they followed
        each other.
    segment_words : int
        Length of a segment.
    remainder : {"even", "drop", "keep"}
        A text seldom ends with a full segment. *even*: its segments are made equally long, to a word, and
        their number is what brings them closest to *words* (at least one); *drop*: all have exactly so many
        words, the rest of the text is left out; *keep*: the rest is a shorter segment.
    unit : str
        The column that names the texts.

    Returns
    -------
    DataFrame
        The table with a further categorical column *segment*, as ``article_01``; texts in their order.

    Raises
    ------
    DhtoolsError
        If the table has no rows, the length is no whole number from 1, or no text is that long (*drop*).

    Examples
    --------
    >>> table = pd.DataFrame({"text": pd.Categorical(["a"] * 5)})
    >>> segment(table, segment_words=2)["segment"].tolist()
    ['a_01', 'a_01', 'a_01', 'a_02', 'a_02']
    >>> segment(table, segment_words=2, remainder="drop")["segment"].tolist()
    ['a_01', 'a_01', 'a_02', 'a_02']
    """
    check_choice("remainder", remainder, REMAINDERS)
    check_whole("words", segment_words, 1, "words")
    if tokens.empty:
        raise DhtoolsError("The token table has no rows: there is nothing to segment. Choose another voice.")
    texts = tokens[unit].astype("category")
    number = np.full(len(tokens), -1, dtype=np.int64)
    for rows in texts.groupby(texts, observed=True).indices.values():
        number[rows] = _numbers(len(rows), segment_words, remainder)
    return _labelled(tokens, texts, number, segment_words)


def _numbers(length: int, segment_words: int, remainder: str) -> npt.NDArray[np.int64]:
    place = np.arange(length)
    if remainder == "even":
        pieces = max(1, round(length / segment_words))
        return place * pieces // max(length, 1)
    whole = length // segment_words * segment_words
    return np.where((place < whole) | (remainder == "keep"), place // segment_words, -1)


def _labelled(
    tokens: pd.DataFrame, texts: pd.Series, number: npt.NDArray[np.int64], words: int
) -> pd.DataFrame:
    kept = np.flatnonzero(number >= 0)
    if not len(kept):
        raise DhtoolsError(f"words: no text has {words} words. Take shorter segments.")
    codes = texts.cat.codes.to_numpy()[kept].astype(np.int64)
    width = max(2, len(str(int(number.max()) + 1)))
    per_text = int(number.max()) + 1
    code, used = pd.factorize(codes * per_text + number[kept], sort=True)
    ids = texts.cat.categories
    labels = [f"{ids[one // per_text]}_{one % per_text + 1:0{width}d}" for one in map(int, used)]
    # as object labels, whatever string type pandas prefers
    return tokens.iloc[kept].assign(segment=pd.Categorical.from_codes(code, pd.Index(labels, dtype=object)))
