"""One text by itself: its parts in their order, and how its vocabulary grows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaln

from ..annotation.segments import segment
from ..errors import DhtoolsError

#: A text has so many parts at most: figures have a colour for each.
MAX_PARTS = 8
#: Points of a curve.
_POINTS = 100


def text_parts(tokens: pd.DataFrame, *, min_words: int) -> pd.DataFrame:
    """Cut a text into equal parts in their order, which then stand for texts.

    * tokens: Rows of the token table, of one text.
    * min_words: A part has at least so many words. A text that is too short for two parts stays whole.

    Returns: The same rows; *text* is ``part 1``, ``part 2`` and so on, eight at most.

    >>> text_parts(pd.DataFrame({"text": pd.Categorical(["a"] * 4)}), min_words=2)["text"].tolist()
    ['part 1', 'part 1', 'part 2', 'part 2']
    """
    n = min(MAX_PARTS, len(tokens) // min_words)
    if n < 2:
        return tokens
    number = segment(tokens, segment_words=len(tokens) // n)["segment"].cat.codes.clip(upper=n - 1)
    names = pd.Index([f"part {one}" for one in range(1, n + 1)], dtype=object)
    return tokens.assign(text=pd.Categorical.from_codes(number.to_numpy(), names))


def vocabulary_growth(tokens: pd.DataFrame) -> pd.DataFrame:
    r"""Count the different words up to each of a hundred places of a text, and how many chance would give.

    * tokens: Rows of the token table, of one text, in their order; fold the case before.

    Returns: One row a place: *n_words* up to it, *n_types* among them, *expected* (the mean number of types
    among so many words of the text in random order), *new_per_1000* and *expected_per_1000* (types that are
    new since the place before, in a thousand words).

    Raises `DhtoolsError` if there are no words.

    Of N words, of which the type w has f_w, n drawn at random hold in the mean
    ``sum over w of 1 - C(N - f_w, n) / C(N, n)`` types. Words stand together by subject,
    so a text mostly lies below this curve. Source: Baayen (2001), Word Frequency Distributions, chapters 2
    and 5.

    >>> words = pd.DataFrame({"word": pd.Categorical(list("aabb"))})
    >>> vocabulary_growth(words)[["n_words", "n_types", "expected"]].round(2).to_numpy().tolist()
    [[1.0, 1.0, 1.0], [2.0, 1.0, 1.67], [3.0, 2.0, 2.0], [4.0, 2.0, 2.0]]
    """
    total = len(tokens)
    if not total:
        raise DhtoolsError("tokens: there are no words. Choose another voice, or another text.")
    places = np.unique(np.linspace(0, total, _POINTS + 1).round().astype(np.int64))[1:]
    new = ~tokens["word"].duplicated().to_numpy()
    types = np.cumsum(new)[places - 1]
    times, how_many = np.unique(tokens["word"].value_counts().loc[lambda n: n > 0], return_counts=True)
    expected = np.array([(how_many * _chance_of_one(total, times, n)).sum() for n in places.tolist()])
    steps = np.diff(places, prepend=0)
    return pd.DataFrame(
        {
            "n_words": places,
            "n_types": types,
            "expected": expected,
            "new_per_1000": 1000 * np.diff(types, prepend=0) / steps,
            "expected_per_1000": 1000 * np.diff(expected, prepend=0) / steps,
        }
    )


def _chance_of_one(total: int, times: npt.NDArray[Any], n: int) -> npt.NDArray[np.float64]:
    """Return the chance that a type with so many tokens of all occurs among n of them."""
    rest = total - times - n
    log_none = gammaln(total - times + 1) - gammaln(np.maximum(rest, 0) + 1) + gammaln(total - n + 1)
    return np.where(rest < 0, 1.0, -np.expm1(np.minimum(log_none - gammaln(total + 1), 0)))
