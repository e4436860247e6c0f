"""Documents of a topic model: how often each word of a vocabulary occurs in each segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from ..annotation.places import rows_by_text
from ..counts.sparse import Counts, sparse_counts
from ..errors import DhtoolsError, check_share, check_whole
from ..wordlists.lists import topic_stop_words

#: What the rule of a table calls the stop words of the package.
_CLOSED_CLASSES = "function words of the closed classes (dhtools.wordlists.lists)"


@dataclass(frozen=True, slots=True, repr=False)
class DocumentTermMatrix:
    """Segments as counts of the words that a topic model sees.

    Attributes
    ----------
    counts : sparse array
        Segments × words.
    segments, texts : Index
        The name of each row, and the text that it comes from.
    vocabulary : Index
        The words: names of the columns, in alphabetical order.
    rule : str
        How the words were chosen, in a sentence.
    """

    counts: sparse.csr_array
    segments: pd.Index
    texts: pd.Index
    vocabulary: pd.Index
    rule: str

    def __repr__(self) -> str:
        return f"{len(self):,} {self.unit}s × {len(self.vocabulary):,} words"

    def __len__(self) -> int:
        """Return the number of segments."""
        return len(self.segments)

    @property
    def unit(self) -> str:
        """The column of a token table that names the segments."""
        return str(self.segments.name)

    @property
    def empty(self) -> pd.Index:
        """The segments in which no word of the vocabulary occurs."""
        return self.segments[np.diff(self.counts.indptr) == 0]

    def take(self, rows: npt.NDArray[np.integer] | Sequence[int]) -> DocumentTermMatrix:
        """Return some segments, by position, with the same vocabulary."""
        return replace(self, counts=self.counts[rows], segments=self.segments[rows], texts=self.texts[rows])

    def without_empty(self) -> DocumentTermMatrix:
        """Return the segments in which a word of the vocabulary occurs."""
        return self.take(np.flatnonzero(np.diff(self.counts.indptr)))

    def to_frame(self) -> pd.DataFrame:
        """Return the document-term table: segments × words, counts."""
        return pd.DataFrame(self.counts.toarray(), index=self.segments, columns=self.vocabulary)

    def tf_idf(self) -> pd.DataFrame:
        """Return the tf-idf table that NMF is fitted to: segments × words, rows of length 1.

        A count c of a word that occurs in d of n segments weighs ``(1 + ln c) (1 + ln((1 + n) / (1 + d)))``.
        """
        weights = tfidf_transformer().fit_transform(self.counts).toarray()
        return pd.DataFrame(weights, index=self.segments, columns=self.vocabulary)


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
    languages: Iterable[str] = ("en",),
) -> DocumentTermMatrix:
    """Count the words of every segment that can show what it is about.

    A word is kept if it has two letters or more, is no stop word and no part of a name that is set aside, and
    occurs in some, but not in most of the segments.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.segment`, case folded: usually the author's words alone. Choose the voice before; then
        notes, captions and furniture are left out.
    unit : str
        The column that names the segments.
    stop_words : iterable of str, optional
        Words to leave out. Default: `dhtools.wordlists.lists.topic_stop_words` of the *languages*.
    names : DataFrame, optional
        Places of names to set aside (text, start, end), from `dhtools.annotation.find_names`. A word inside
        one is not counted.
    min_df : int
        The smallest number of segments in which a word has to occur.
    max_df : float
        The largest share of segments in which a word may occur, more than 0 to 1.
    vocabulary : iterable of str, optional
        Count these words instead, whatever the rules say: those of a fitted model, for `TopicModel.project`.
    languages : iterable of str
        The codes of the languages of the texts (`dhtools.corpus.languages.corpus_languages`), whose stop
        words are left out.

    Raises
    ------
    DhtoolsError
        If a column is missing, or an option is out of its range. `fit_topics` reports an empty vocabulary.

    Examples
    --------
    >>> word, segment = ["the", "party", "the", "party", "press"], [1, 1, 2, 2, 2]
    >>> table = pd.DataFrame({"word": word, "text": "a", "segment": segment})
    >>> document_term_matrix(table, max_df=1.0).to_frame().to_dict()
    {'party': {1: 1, 2: 1}}
    """
    _check(tokens, unit, min_df, max_df)
    for name, listed in (("stop_words", stop_words), ("vocabulary", vocabulary), ("languages", languages)):
        if isinstance(listed, str):
            raise DhtoolsError(f"{name}={listed!r}: that is a single string. Give a list of words.")
    segments = tokens[unit].astype("category").cat.remove_unused_categories()
    words = pd.DataFrame({unit: segments, "word": tokens["word"]})
    counts = sparse_counts(words if names is None else words[~inside_spans(tokens, names)], unit=unit)
    if vocabulary is None:
        codes = set(languages)
        stopped = frozenset(_stop_words(codes) if stop_words is None else stop_words)
        chosen = _chosen(counts, stopped, min_df, max_df)
        source = "stop words given" if stop_words is not None else _CLOSED_CLASSES
        if stop_words is None and codes != {"en"}:
            source = "function words, numerals, months and abbreviations (dhtools.wordlists.lists)"
        rule = (
            f"{len(chosen):,} words of two letters or more that stand in at least {min_df} and at most "
            f"{max_df:.0%} of the segments, without {len(stopped):,} {source}"
        ) + (" and without the names set aside" if names is not None else "")
    else:
        chosen = pd.Index(dict.fromkeys(vocabulary))
        rule = f"{len(chosen):,} words of another table"
    return DocumentTermMatrix(
        counts=counts.select(features=chosen).matrix,
        segments=counts.units,
        texts=pd.Index(_texts(tokens, segments), name="text"),
        vocabulary=pd.Index(chosen, dtype=object, name="word"),
        rule=rule,
    )


def long_texts(tokens: pd.DataFrame, *, min_words: int) -> list[str]:
    """Return the texts of so many words or more, in their order; all texts if none is that long."""
    lengths = tokens["text"].astype("category").value_counts(sort=False)
    long = lengths.index[lengths >= min_words].tolist()
    return [str(text) for text in long or lengths.index[lengths > 0]]


def segment_length(tokens: pd.DataFrame, n: int) -> int:
    """Return the words of a segment: 100, or hundreds up to 500 where that gives more than *n* segments."""
    return min(max(-(-len(tokens) // (100 * max(n, 1))), 1), 5) * 100


def evenly(segments: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the tokens of *n* segments, taken at equal steps; of all segments if there are no more."""
    names = segments["segment"].drop_duplicates()
    if len(names) <= n:
        return segments
    steps = np.linspace(0, len(names) - 1, n).round().astype(np.intp)
    return segments[segments["segment"].isin(names.iloc[steps])]


def _stop_words(languages: Iterable[str]) -> set[str]:
    return {word for language in languages for word in topic_stop_words(language)}


def inside_spans(tokens: pd.DataFrame, spans: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which words of a token table lie inside one of some spans (text, start, end)."""
    remedy = "Give text, start and end."
    check_columns("tokens", tokens, ("text", "start"), remedy)
    check_columns("names", spans, ("text", "start", "end"), remedy)
    inside = np.zeros(len(tokens), dtype=bool)
    own, start = rows_by_text(tokens), tokens["start"].to_numpy()
    for name, of_text in spans.groupby(spans["text"].astype(str), sort=False):
        ordered = of_text.sort_values("start")
        rows = own.get(name, np.array([], dtype=np.intp))
        before = np.searchsorted(ordered["start"].to_numpy(), start[rows], side="right") - 1
        # a span may lie inside a longer one that begins before it and ends after it
        ends = np.maximum.accumulate(ordered["end"].to_numpy())
        inside[rows] = (before >= 0) & (start[rows] < ends[np.maximum(before, 0)])
    return inside


def without_names(tokens: pd.DataFrame, names: pd.DataFrame | None) -> pd.DataFrame:
    """Return the words of a token table that lie outside names, if places of names are given."""
    return tokens if names is None else tokens[~inside_spans(tokens, names)]


def check_columns(name: str, table: pd.DataFrame, columns: Iterable[str], remedy: str) -> None:
    """Refuse a table that lacks a column."""
    missing = [column for column in columns if column not in table]
    if missing:
        raise DhtoolsError(f"{name}: the table has no column {missing[0]!r}. {remedy}")


def _check(tokens: pd.DataFrame, unit: str, min_df: int, max_df: float) -> None:
    columns = ("word", "text", unit)
    check_columns(f"unit={unit!r}", tokens, columns, "Cut it with dhtools.segment first.")
    if tokens.empty:
        raise DhtoolsError("The token table has no rows: there is nothing to count. Choose another voice.")
    for column in columns:
        if lacking := int(tokens[column].isna().sum()):
            raise DhtoolsError(
                f"tokens: {lacking:,} of {len(tokens):,} rows have no {column!r}. Leave them out."
            )
    several = tokens.groupby(unit, observed=True)["text"].nunique() > 1
    if several.any():
        raise DhtoolsError(
            f"unit={unit!r}: {several.idxmax()} stands in several texts. Give the units of each text other "
            "names, as dhtools.segment does."
        )
    check_whole("min_df", min_df, 1, "segments")
    check_share("max_df", max_df, "a share of the segments")


def _chosen(counts: Counts, stopped: frozenset[str], min_df: int, max_df: float) -> pd.Index:
    """Return the words that can show a subject, and occur in enough, but not in most segments."""
    content = np.array([len(word) > 1 and word not in stopped for word in counts.features], dtype=bool)
    segments = np.bincount(counts.matrix.indices, minlength=len(content))
    return counts.features[content & (segments >= min_df) & (segments <= max_df * len(counts) + 1e-9)]


def _texts(tokens: pd.DataFrame, segments: pd.Series) -> list[str]:
    """Return the text of each segment: that of its first word."""
    _, first = np.unique(segments.cat.codes.to_numpy(), return_index=True)
    return tokens["text"].iloc[first].astype(str).tolist()
