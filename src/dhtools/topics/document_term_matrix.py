"""Documents of a topic model: how often each word of a vocabulary stands in each segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from ..errors import DhtoolsError, check_share, check_whole
from ..wordlists.lists import function_words


@dataclass(frozen=True, slots=True)
class DocumentTermMatrix:
    """Segments as counts of the words that a topic model sees.

    Attributes
    ----------
    counts : sparse array
        Segments × words.
    segments : Index
        Names of the rows.
    texts : Index
        The text that each segment comes from.
    words : Index
        Names of the columns, in alphabetical order.
    rule : str
        How the words were chosen, in a sentence.
    """

    counts: sparse.csr_array
    segments: pd.Index
    texts: pd.Index
    words: pd.Index
    rule: str

    def __len__(self) -> int:
        """Return the number of segments."""
        return len(self.segments)

    @property
    def empty(self) -> pd.Index:
        """The segments in which no word of the vocabulary stands."""
        return self.segments[np.diff(self.counts.indptr) == 0]

    def take(self, rows: npt.NDArray[np.integer] | Sequence[int]) -> DocumentTermMatrix:
        """Return some segments, by place, with the same vocabulary."""
        return replace(self, counts=self.counts[rows], segments=self.segments[rows], texts=self.texts[rows])

    def without_empty(self) -> DocumentTermMatrix:
        """Return the segments in which a word of the vocabulary stands."""
        return self.take(np.flatnonzero(np.diff(self.counts.indptr)))

    def to_frame(self) -> pd.DataFrame:
        """Return the document-term table: segments × words, counts."""
        return pd.DataFrame(self.counts.toarray(), index=self.segments, columns=self.words)

    def tf_idf(self) -> pd.DataFrame:
        """Return the tf-idf table that NMF is fitted to: segments × words, rows of length 1.

        A count c of a word that stands in d of n segments weighs ``(1 + ln c) (1 + ln((1 + n) / (1 + d)))``.
        """
        weights = tfidf_transformer().fit_transform(self.counts).toarray()
        return pd.DataFrame(weights, index=self.segments, columns=self.words)


def tfidf_transformer() -> TfidfTransformer:
    """Return what makes tf-idf weights of counts: sublinear tf, smoothed idf, rows of length 1."""
    return TfidfTransformer(sublinear_tf=True)


def document_term_matrix(
    tokens: pd.DataFrame,
    *,
    unit: str = "segment",
    stop_words: Iterable[str] | None = None,
    names: pd.DataFrame | None = None,
    min_df: int = 2,
    max_df: float = 0.5,
    vocabulary: Iterable[str] | None = None,
) -> DocumentTermMatrix:
    """Count the words of every segment that can tell what it is about.

    A word is kept if it has two letters or more, is no stop word and no part of a name that is set aside, and
    stands in some, but not in most of the segments.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.segment`, case folded: usually the author's words alone. Notes, captions and furniture
        stay out if the voice is chosen before.
    unit : str
        The column that names the segments.
    stop_words : iterable of str, optional
        Words to leave out. Otherwise `dhtools.wordlists.lists.function_words`, the closed classes of English.
    names : DataFrame, optional
        Places of names to set aside, from `dhtools.find_names`: a word inside one is not counted.
        Otherwise names are kept.
    min_df : int
        The number of segments in which a word has to stand. A word of one segment ties nothing together.
    max_df : float
        The share of segments, more than 0 to 1, in which it may stand at most.
    vocabulary : iterable of str, optional
        Count these words instead, whatever the rules say: those of a fitted model, for `project`.

    Returns
    -------
    Documents

    Raises
    ------
    DhtoolsError
        If a column is missing, or an option is out of its range. That no word is left is said by
        `fit_topics`.

    Examples
    --------
    >>> word, segment = ["the", "party", "the", "party", "press"], [1, 1, 2, 2, 2]
    >>> table = pd.DataFrame({"word": word, "text": "a", "segment": segment})
    >>> document_term_matrix(table, max_df=1.0).to_frame().to_dict()
    {'party': {1: 1, 2: 1}}
    """
    _check(tokens, unit, min_df, max_df)
    for name, listed in (("stop_words", stop_words), ("vocabulary", vocabulary)):
        if isinstance(listed, str):
            raise DhtoolsError(f"{name}={listed!r}: that is a single string. Give a list of words.")
    units = tokens[unit].astype("category").cat.remove_unused_categories()
    form = tokens["word"].astype("category").cat.remove_unused_categories()
    outside = np.ones(len(tokens), dtype=bool) if names is None else ~inside_spans(tokens, names)
    counts = _counted(units[outside], form[outside])
    if vocabulary is None:
        stopped = frozenset(function_words() if stop_words is None else stop_words)
        columns = _chosen(counts, form.cat.categories, stopped, min_df, max_df)
        rule = _rule(len(columns), stop_words is None, len(stopped), names is not None, min_df, max_df)
        vocabulary = form.cat.categories[columns]
    else:
        vocabulary = pd.Index(dict.fromkeys(vocabulary))
        rule = f"{len(vocabulary):,} words of another table"
        columns = form.cat.categories.get_indexer(vocabulary)
        # a word that these segments lack has the place -1: a last column of zeros
        counts = sparse.csr_array(
            sparse.hstack([counts, sparse.csr_array((counts.shape[0], 1), dtype=np.int32)])
        )
    return DocumentTermMatrix(
        counts=counts[:, columns],
        segments=pd.Index(units.cat.categories, name=unit),
        texts=pd.Index(_texts(tokens, units), name="text"),
        words=pd.Index(vocabulary, dtype=object, name="word"),
        rule=rule,
    )


def long_texts(tokens: pd.DataFrame, min_words: int) -> list[str]:
    """Return the texts of so many words or more, in their order; all texts if none is that long."""
    lengths = tokens["text"].astype("category").value_counts(sort=False)
    long = lengths.index[lengths >= min_words].tolist()
    return [str(text) for text in long or lengths.index[lengths > 0]]


def inside_spans(tokens: pd.DataFrame, places: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which words of a token table lie inside one of the places of a table (text, start, end).

    Raises
    ------
    DhtoolsError
        If a column is missing.
    """
    for name, table, columns in (
        ("tokens", tokens, ("text", "start")),
        ("names", places, ("text", "start", "end")),
    ):
        if missing := [column for column in columns if column not in table]:
            raise DhtoolsError(f"{name}: the table has no column {missing[0]!r}. Give text, start and end.")
    found = np.zeros(len(tokens), dtype=bool)
    text = tokens["text"].astype(str).to_numpy(dtype=object)
    start = tokens["start"].to_numpy()
    for name, own in places.groupby(places["text"].astype(str), sort=False):
        ordered = own.sort_values("start")
        rows = np.flatnonzero(text == name)
        before = np.searchsorted(ordered["start"].to_numpy(), start[rows], side="right") - 1
        # a place may lie inside a longer one that begins before it and goes on after it
        ends = np.maximum.accumulate(ordered["end"].to_numpy())
        found[rows] = (before >= 0) & (start[rows] < ends[np.maximum(before, 0)])
    return found


def _check(tokens: pd.DataFrame, unit: str, min_df: int, max_df: float) -> None:
    missing = [column for column in ("word", "text", unit) if column not in tokens]
    if missing:
        raise DhtoolsError(
            f"unit={unit!r}: the table has no column {missing[0]!r}. Cut it with dhtools.segment first."
        )
    if tokens.empty:
        raise DhtoolsError("The token table has no rows: there is nothing to count. Choose another voice.")
    _check_rows(tokens, unit)
    check_whole("min_df", min_df, 1, "segments")
    check_share("max_df", max_df, "a share of the segments")


def _check_rows(tokens: pd.DataFrame, unit: str) -> None:
    """Refuse words without a unit, and units that stand in several texts under one name."""
    for column in ("word", "text", unit):
        if lacking := int(tokens[column].isna().sum()):
            raise DhtoolsError(
                f"tokens: {lacking:,} of {len(tokens):,} rows have no {column!r}. Leave them out."
            )
    several = tokens.groupby(unit, observed=True)["text"].nunique() > 1
    if several.any():
        raise DhtoolsError(
            f"unit={unit!r}: {several.idxmax()} stands in several texts. Give the units of each text names of "
            "their own, as dhtools.segment does."
        )


def _counted(unit: pd.Series, form: pd.Series) -> sparse.csr_array:
    shape = (len(unit.cat.categories), len(form.cat.categories))
    place = (unit.cat.codes.to_numpy(), form.cat.codes.to_numpy())
    counts = sparse.csr_array((np.ones(len(unit), dtype=np.int32), place), shape=shape)
    counts.sum_duplicates()
    return counts


def _chosen(
    counts: sparse.csr_array, forms: pd.Index, stopped: frozenset[str], min_df: int, max_df: float
) -> npt.NDArray[np.intp]:
    """Return the columns of words that can tell a subject, and stand in enough, but not in most segments."""
    telling = np.array([len(word) > 1 and word not in stopped for word in forms])
    segments = np.bincount(counts.indices, minlength=counts.shape[1])
    spread = (segments >= min_df) & (segments <= max_df * counts.shape[0] + 1e-9)
    return np.flatnonzero(telling & spread)


def _texts(tokens: pd.DataFrame, unit: pd.Series) -> list[str]:
    """Return the text of each segment: that of its first word."""
    _, first = np.unique(unit.cat.codes.to_numpy(), return_index=True)
    return tokens["text"].iloc[first].astype(str).tolist()


def _rule(words: int, ours: bool, stopped: int, named: bool, min_df: int, max_df: float) -> str:
    source = "function words of the closed classes (dhtools.wordlists.lists)" if ours else "stop words given"
    return (
        f"{words:,} words of two letters or more that stand in at least {min_df} and at most {max_df:.0%} of "
        f"the segments, without {stopped:,} {source}" + (" and without the names set aside" if named else "")
    )
