"""Coherence: whether the top words of a topic stand near each other.

Sources: Bouma (2009), Normalized (pointwise) mutual information in collocation extraction, Proceedings of the
Biennial GSCL Conference, 31-40 (NPMI); Röder, Both and Hinneburg (2015), Exploring the space of topic
coherence measures, WSDM, 399-408, doi:10.1145/2684822.2685324 (boolean sliding windows; the window of 110
words is that of their C_V); Hoyle et al. (2021), Is automated topic model evaluation broken? The incoherence
of coherence, Advances in Neural Information Processing Systems 34, arXiv:2107.02173 (the doubt).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_whole
from .description import top_words
from .models import TopicModel

_COLUMNS = {"npmi": float, "pairs": int, "never": int, "absent": int}

Lists = Mapping[Hashable, Sequence[str]] | Sequence[Sequence[str]]


def coherence(
    topics: TopicModel | Lists,
    tokens: pd.DataFrame,
    *,
    unit: str = "segment",
    n: int = 10,
    window: int = 110,
) -> pd.DataFrame:
    """Measure how strongly the top words of each topic attract each other (NPMI).

    Parameters
    ----------
    topics : TopicModel, mapping or sequence
        A model, or lists of words, the heaviest first, those of another tool for example: by topic, or in a
        row, numbered from 1.
    tokens : DataFrame
        Where nearness is looked for: usually the token table that the model's documents were counted in. All
        its words are words of a window, stop words too. It must be case folded as the topics are.
    unit : str
        The column that names the stretches a window does not cross.
    n : int
        Top words of a topic: pairs among the first so many are looked at.
    window : int
        Words of a window, from 2. It moves on by one word; a stretch that is not longer is one window.

    Returns
    -------
    DataFrame
        One row a topic: *topic*; *npmi*, the mean over its pairs, from -1 to 1; *pairs* of words that both
        stand in the tokens; *never*, how many of these never stand in one window; *absent* words, which
        stand nowhere in the tokens and are in no pair. Without a pair *npmi* is missing.

    Raises
    ------
    DhtoolsError
        If a column or all words are missing, a list is no list, or a number is out of its range.

    Notes
    -----
    ``NPMI(a, b) = ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)``, where p is the share of windows with a word, or
    with both. It is 1 for words that stand in the same windows only, 0 for words that are independent, and
    -1, its limit, for words that never stand together. Where both stand in every window it is undefined, and
    1 here: the limit of words that never part.

    Use it to compare topics of one corpus, with one window, and not as a proof of meaning. It follows what
    readers think of a topic only in part: in a study with human raters it declared one model the winner where
    the raters did not (Hoyle et al. 2021). Rare words that share a passage tend to a high NPMI, frequent
    words to one near 0, whatever either mean.

    Examples
    --------
    >>> table = pd.DataFrame({"word": list("abacdd"), "segment": [1, 1, 2, 3, 4, 4]})
    >>> coherence([["a", "b"], ["a", "d"]], table).round(2).to_numpy().tolist()
    [[1.0, 0.5, 1.0, 0.0, 0.0], [2.0, -1.0, 1.0, 1.0, 0.0]]
    """
    _check(tokens, unit, n, window)
    lists = _lists(topics, n)
    windows = _Windows.over(tokens, unit, window)
    rows = [_row(topic, words, windows) for topic, words in lists.items()]
    table = pd.DataFrame(rows, columns=["topic", *_COLUMNS]).astype(_COLUMNS)
    if 0 < sum(map(len, lists.values())) == table["absent"].sum():
        raise DhtoolsError(
            "No word of the topics stands in the tokens. Fold the case of both, or of neither."
        )
    return table


def _check(tokens: pd.DataFrame, unit: str, n: int, window: int) -> None:
    missing = [column for column in ("word", unit) if column not in tokens]
    if missing:
        raise DhtoolsError(
            f"unit={unit!r}: the table has no column {missing[0]!r}. Cut it with dhtools.segment first."
        )
    if tokens.empty:
        raise DhtoolsError("The token table has no rows: no words can stand near each other in it.")
    for name, given in (("n", n), ("window", window)):
        check_whole(name, given, 2, "words")


def _lists(topics: TopicModel | Lists, n: int) -> dict[Hashable, list[str]]:
    """Return the top words by topic, each once."""
    if isinstance(topics, TopicModel):
        listed = top_words(topics, n).groupby("topic")["word"].agg(list)
        return {topic: listed.get(topic, []) for topic in topics.topics}
    lists = topics if isinstance(topics, Mapping) else dict(enumerate(topics, start=1))
    if any(isinstance(words, str) for words in lists.values()):
        raise DhtoolsError("topics: a topic is a string. Give a model, or a list of words for each topic.")
    return {topic: list(dict.fromkeys(words))[:n] for topic, words in lists.items()}


@dataclass(frozen=True, slots=True)
class _Windows:
    """Boolean sliding windows: the words in a row, and where each window begins and ends among them."""

    codes: npt.NDArray[np.integer]
    words: pd.Index
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]

    @classmethod
    def over(cls, tokens: pd.DataFrame, by: str, window: int) -> _Windows:
        unit = tokens[by].astype("category").cat.codes.to_numpy()
        order = np.flatnonzero(unit >= 0)[np.argsort(unit[unit >= 0], kind="stable")]
        _, first, length = np.unique(unit[order], return_index=True, return_counts=True)
        number = np.maximum(length - window + 1, 1)
        within = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        begin = np.repeat(first, number) + within
        end = begin + np.repeat(np.minimum(length, window), number)
        form = tokens["word"].iloc[order].astype("category").cat.remove_unused_categories()
        return cls(form.cat.codes.to_numpy(), form.cat.categories, begin, end)

    def holding(self, word: str) -> npt.NDArray[np.bool_]:
        """Return which windows hold a word."""
        before = np.concatenate([[0], np.cumsum(self.codes == self.words.get_loc(word))])
        return before[self.end] > before[self.begin]


def _row(topic: Hashable, words: list[str], windows: _Windows) -> tuple[Hashable, float, int, int, int]:
    holding = [windows.holding(word) for word in words if word in windows.words]
    values = [_npmi(one, other) for one, other in combinations(holding, 2)]
    mean = sum(values) / len(values) if values else float("nan")
    # no other pair has a value of -1
    return topic, mean, len(values), values.count(-1.0), len(words) - len(holding)


def _npmi(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> float:
    """Return the NPMI of two words, by the windows that hold them."""
    total, both = len(one), np.count_nonzero(one & other)
    if both in (0, total):
        return 1.0 if both else -1.0
    apart = np.count_nonzero(one) * np.count_nonzero(other)
    return float(np.log(both * total / apart) / np.log(total / both))
