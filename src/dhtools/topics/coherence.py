"""Coherence: whether the top words of a topic occur near each other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DhtoolsError, check_whole
from .description import word_lists
from .document_term_matrix import check_columns
from .models import TopicModel

_COLUMNS = {"npmi": float, "n_pairs": int, "n_pairs_apart": int, "n_words_absent": int, "note": object}

Lists = Mapping[Hashable, Sequence[str]] | Sequence[Sequence[str]]


def coherence(
    topics: TopicModel | Lists,
    tokens: pd.DataFrame,
    *,
    unit: str = "segment",
    n: int = 10,
    window: int = 110,
) -> pd.DataFrame:
    """Measure how strongly the top words of each topic occur together (NPMI).

    Parameters
    ----------
    topics : TopicModel, mapping or sequence
        A model, or lists of words, the heaviest first, for example those of another tool: by topic, or in a
        row, numbered from 1.
    tokens : DataFrame
        Usually the token table that the model's documents were counted in, case folded as the topics are. All
        its words are words of a window, stop words too.
    unit : str
        The column that names the stretches that a window does not cross.
    n : int
        Top words of a topic, from 2: all pairs of them are measured.
    window : int
        Words of a window, from 2. It moves on by one word; a shorter stretch is one window.

    Returns
    -------
    DataFrame
        One row a topic: *topic*; *npmi*, the mean over its pairs, -1 to 1; *n_pairs* of words that both occur
        in the tokens; *n_pairs_apart*, how many of these never occur in one window; *n_words_absent*, how
        many of its words do not occur in the tokens and are in no pair; *note*, why the mean is missing.

    Raises
    ------
    DhtoolsError
        If a column or all words are missing, a list is no list, or a number is out of its range.

    Notes
    -----
    ``NPMI(a, b) = ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)``, where p is the share of windows with a word, or
    with both. It is 1 for words that occur in the same windows only, 0 for words that are independent, and
    -1, its limit, for words that never occur together. Where both occur in every window it is undefined, and
    set to 1, the limit for words that always occur together.

    It compares topics of one corpus, with one window; it does not prove meaning, and agrees only in part with
    human raters. Rare words that share a passage tend to a high NPMI, frequent words to one near 0.

    Sources: Bouma (2009), Normalized (pointwise) mutual information in collocation extraction, GSCL, 31-40
    (NPMI); Röder, Both and Hinneburg (2015), Exploring the space of topic coherence measures, WSDM, 399-408,
    doi:10.1145/2684822.2685324 (windows; 110 words as in their C_V); Hoyle et al. (2021), Is automated topic
    model evaluation broken?, NeurIPS 34, arXiv:2107.02173 (human raters).

    Examples
    --------
    >>> table = pd.DataFrame({"word": list("abacdd"), "segment": [1, 1, 2, 3, 4, 4]})
    >>> found = coherence([["a", "b"], ["a", "d"]], table)
    >>> found[["topic", "npmi", "n_pairs", "n_pairs_apart"]].to_numpy().tolist()
    [[1.0, 0.5, 1.0, 0.0], [2.0, -1.0, 1.0, 1.0]]
    """
    check_columns(f"unit={unit!r}", tokens, ("word", unit), "Cut it with dhtools.segment first.")
    if tokens.empty:
        raise DhtoolsError("The token table has no rows: no words can occur together in it.")
    for name, given in (("n", n), ("window", window)):
        check_whole(name, given, 2, "words")
    lists = _lists(topics, n)
    windows = _Windows.over(tokens, unit, window)
    rows = [(topic, *_mean_npmi(words, windows)) for topic, words in lists.items()]
    table = pd.DataFrame(rows, columns=["topic", *_COLUMNS]).astype(_COLUMNS)
    if 0 < sum(map(len, lists.values())) == table["n_words_absent"].sum():
        raise DhtoolsError(
            "No word of the topics occurs in the tokens. Fold the case of both, or of neither."
        )
    return table


def _lists(topics: TopicModel | Lists, n: int) -> dict[Hashable, list[str]]:
    """Return the top words by topic, each once."""
    if isinstance(topics, TopicModel):
        return dict(word_lists(topics, n).items())
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
    def over(cls, tokens: pd.DataFrame, unit: str, window: int) -> _Windows:
        stretch = tokens[unit].astype("category").cat.codes.to_numpy()
        order = np.flatnonzero(stretch >= 0)[np.argsort(stretch[stretch >= 0], kind="stable")]
        _, first, length = np.unique(stretch[order], return_index=True, return_counts=True)
        n = np.maximum(length - window + 1, 1)
        within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
        begin = np.repeat(first, n) + within
        end = begin + np.repeat(np.minimum(length, window), n)
        form = tokens["word"].iloc[order].astype("category").cat.remove_unused_categories()
        return cls(form.cat.codes.to_numpy(), form.cat.categories, begin, end)

    def containing(self, word: str) -> npt.NDArray[np.bool_]:
        """Return which windows contain a word."""
        before = np.concatenate([[0], np.cumsum(self.codes == self.words.get_loc(word))])
        return before[self.end] > before[self.begin]


def _mean_npmi(words: list[str], windows: _Windows) -> tuple[float, int, int, int, str]:
    """Return the columns of a topic."""
    containing = [windows.containing(word) for word in words if word in windows.words]
    values = [_npmi(first, second) for first, second in combinations(containing, 2)]
    mean = sum(values) / len(values) if values else float("nan")
    note = "" if values else "fewer than two of its words occur in the tokens"
    # only pairs that never occur together have a value of -1
    return mean, len(values), values.count(-1.0), len(words) - len(containing), note


def _npmi(first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_]) -> float:
    """Return the NPMI of two words, by the windows that contain them."""
    total, both = len(first), np.count_nonzero(first & second)
    if both in (0, total):
        return 1.0 if both else -1.0
    product = np.count_nonzero(first) * np.count_nonzero(second)
    return float(np.log(both * total / product) / np.log(total / both))
