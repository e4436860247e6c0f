"""A multiverse: one statement about distances, made again under every choice of settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.segments import segment
from ..annotation.tokens import fold_case
from ..counts.sparse import Counts, sparse_counts
from ..counts.tables import relative_frequencies
from ..errors import DhtoolsError, check_choice, check_share, check_whole
from ..progress import watched
from ..shown import Shown
from ..wording import counted
from .distances import DISTANCES, distances
from .rolling import frequent_words

CASES = ("folded", "kept")
#: The options, in the order in which settings are listed.
OPTIONS = ("case", "segment_words", "culling", "mfw", "distance")
#: A text is cut into segments if it has this share of one: equal pieces are never shorter (see `segment`).
MIN_SHARE = 0.75

#: A function of the distances between all segments and the text of each: a bool, or a number that is positive
#: if the statement holds.
Statement = Callable[[pd.DataFrame, pd.Series], bool | float]


@dataclass(frozen=True, slots=True)
class IsCloser:
    """The statement that a text is closer to a second than to a third, by mean distances of segments.

    Its value is ``d(first, than) / d(first, second) - 1``: by what share the third text is further away than
    the second, which means the same for every distance.

    Parameters
    ----------
    first, second, than : str
        Ids of texts. The first may be compared with itself: its segments with its other segments.

    Raises
    ------
    DhtoolsError
        If the second text is the third.

    Examples
    --------
    >>> texts = pd.Series(["a", "b", "c"])
    >>> IsCloser("a", "b", than="c")(pd.DataFrame([[0, 2, 3], [2, 0, 1], [3, 1, 0]]), texts)
    0.5
    """

    first: str
    second: str
    than: str = field(kw_only=True)

    def __post_init__(self) -> None:
        if self.second == self.than:
            raise DhtoolsError(f"than={self.than!r}: this is the second text too. Name a third.")

    def __call__(self, distances: pd.DataFrame, texts: pd.Series) -> float:
        """Return the value of the statement from the distances of all segments and the text of each."""
        second, third = (self._mean(distances, texts, other) for other in (self.second, self.than))
        if second == 0:
            raise DhtoolsError(f"{self.first!r} and {self.second!r} are at distance 0: it has no share.")
        return third / second - 1

    def __str__(self) -> str:
        return f"{self.first} is closer to {self.second} than to {self.than}"

    def _mean(self, distances: pd.DataFrame, texts: pd.Series, other: str) -> float:
        """Return the mean distance of the first text's segments to those of another, not to themselves."""
        rows, columns = ((texts == text).to_numpy() for text in (self.first, other))
        pairs = distances.to_numpy()[np.outer(rows, columns) & ~np.eye(len(texts), dtype=bool)]
        if not len(pairs):
            raise DhtoolsError(
                f"no pair of segments of {self.first!r} and {other!r}: a text is too short for segments of "
                "this length, or not in the table"
            )
        return float(pairs.mean())


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Multiverse(Shown):
    """A statement under every setting.

    Attributes
    ----------
    statement : str
        In words.
    table : DataFrame
        One row a setting: the value of each of the `OPTIONS`; *value* (positive if the statement holds; 1
        and -1 for yes and no), *holds*, *note* (why the two are missing).
    """

    statement: str
    table: pd.DataFrame

    def _headline(self) -> str:
        return f"{self.statement}: holds under {self.share:.0%} of {counted(self.n_computed, 'setting')}"

    def _view(self) -> pd.DataFrame:
        return self.table

    @property
    def n_computed(self) -> int:
        """Number of settings in which the statement could be computed."""
        return int(self.table["holds"].count())

    @property
    def share(self) -> float:
        """Share of the settings computed in which the statement holds; it is not a probability."""
        return float(self.table["holds"].mean())

    @property
    def by_option(self) -> pd.DataFrame:
        """Table with one row a value of an option: the result depends on an option whose shares differ.

        Columns: *option*, *value*; *n_settings* with this value, *n_computed* and *n_holds* of them; *share*
        (``n_holds / n_computed``); *note* (why the share is missing).
        """
        return pd.concat([self._shares(option) for option in OPTIONS], ignore_index=True)

    def _shares(self, option: str) -> pd.DataFrame:
        holds = self.table["holds"].groupby(self.table[option], sort=False)
        table = holds.agg(n_settings="size", n_computed="count", n_holds="sum").astype(int).reset_index()
        table = table.rename(columns={option: "value"}).astype({"value": object})
        table.insert(0, "option", option)
        computed = table["n_computed"] > 0
        share = table["n_holds"] / table["n_computed"].where(computed)
        return table.assign(share=share, note=np.where(computed, "", "no setting could be computed"))


def multiverse(
    tokens: pd.DataFrame,
    statement: Statement,
    *,
    case: Sequence[str] | str = CASES,
    segment_words: Sequence[int] | int = (500,),
    culling: Sequence[float] | float = (0.0, 0.5),
    mfw: Sequence[int] | int = (50, 100, 200, 300),
    distance: Sequence[str] | str = ("burrows", "cosine_delta", "eder"),
    reference: pd.DataFrame | None = None,
) -> Multiverse:
    """Make a statement again under all combinations of settings, and count those under which it holds.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, or a part of it; case as it stands.
    statement : callable
        A function of the distances between all segments (square, labelled) and the text of every segment (a
        Series with the same labels). It returns a bool, or a number that is positive if the statement holds.
        `IsCloser` is one.
    case : {"folded", "kept"} or several
        Whether *The* and *the* are one word.
    segment_words : int or several
        Length of a segment (`dhtools.segment`). A text with less than three quarters of it has no segment.
    culling : float or several
        Least share of the segments in which a word has to occur.
    mfw : int or several
        Number of most frequent words, of those that the reference has.
    distance : str or several
        A distance, see `distances`.
    reference : DataFrame, optional
        Frequencies to standardise on, as for `distances`; otherwise all segments. With words in lower case
        alone it cannot serve settings in which the case is kept.

    Returns
    -------
    Multiverse
        Settings that cannot be computed are listed, with a note.

    Raises
    ------
    DhtoolsError
        If an option has no value, an unknown one or one twice, the statement is not callable or returns
        something else, or no setting can be computed.

    Notes
    -----
    The settings are chosen, not sampled, and most differ little from the next. The share in which the
    statement holds is **not a probability** that it is true: it shows how far the result depends on choices
    (Steegen et al. 2016). All settings may agree on a difference that is due to topic or length.

    Source: Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Increasing transparency through a multiverse
    analysis, Perspectives on Psychological Science 11(5), 702-712, doi:10.1177/1745691616658637.

    Examples
    --------
    >>> text = pd.Categorical(["a"] * 8 + ["b"] * 8 + ["c"] * 8)
    >>> table = pd.DataFrame({"text": text, "word": pd.Categorical(list("xxxyxxyzxxyyxxzzzzyyzzyx"))})
    >>> made = multiverse(table, IsCloser("a", "b", than="c"), segment_words=4, mfw=(2, 3), culling=0)
    >>> made.statement, len(made.table), made.share
    ('a is closer to b than to c', 12, 1.0)
    """
    options = _options(case=case, segment_words=segment_words, culling=culling, mfw=mfw, distance=distance)
    table = _checked(tokens, statement)
    rows = list(_rows(table, statement, options, reference))
    settings = pd.DataFrame(rows, columns=[*OPTIONS, "value", "note"])
    holds = (settings["value"] > 0).astype("boolean").mask(settings["value"].isna())
    settings.insert(len(OPTIONS) + 1, "holds", holds)
    if not holds.count():
        raise DhtoolsError(
            f"None of {len(settings)} settings can be computed. The first: {settings['note'][0]}"
        )
    return Multiverse(str(getattr(statement, "__name__", statement)), settings)


def _options(**given: object) -> dict[str, tuple]:
    """Return the values of all options, checked before anything is counted."""
    options = {
        name: tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else (values,)
        for name, values in given.items()
    }
    for name, values in options.items():
        if not values or len(set(values)) < len(values):
            raise DhtoolsError(f"{name}={given[name]!r}: give one value or more, each once.")
        for value in values:
            _check_option(name, value)
    return options


def _check_option(name: str, value: object) -> None:
    if name in ("case", "distance"):
        check_choice(name, value, CASES if name == "case" else DISTANCES)
    elif name == "culling":
        check_share(name, value, "the least share of the segments", zero=True)
    else:
        check_whole(name, value, 1)


def _checked(tokens: pd.DataFrame, statement: object) -> pd.DataFrame:
    """Return the columns that are needed, the rows numbered."""
    if not callable(statement):
        raise DhtoolsError(
            f"statement={statement!r}: give a function of distances and texts, such as IsCloser(…)."
        )
    if lacking := [name for name in ("text", "word") if name not in tokens]:
        raise DhtoolsError(f"tokens: no column {lacking[0]!r}. Give a token table, or some of its rows.")
    if tokens.empty or tokens[["text", "word"]].isna().any(axis=None):
        raise DhtoolsError("tokens: there are no rows, or one has no text or no word. Choose others.")
    return tokens[["text", "word"]].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a step of a setting could not be made."""

    note: str


def _attempt(step: Callable[..., Any], *given: Any) -> Any:
    """Return the result of a step, or why it, or a step before it, failed."""
    failed = [one for one in given if isinstance(one, _Failed)]
    if failed:
        return failed[0]
    try:
        return step(*given)
    except DhtoolsError as error:
        return _Failed(str(error))


def _rows(
    table: pd.DataFrame, statement: Statement, options: dict[str, tuple], reference: pd.DataFrame | None
) -> Iterator[tuple]:
    """Yield the row of every setting; what several settings share is done once."""
    forms = {case: (fold_case(table) if case == "folded" else table)["word"] for case in options["case"]}
    cuts = {length: _attempt(_cut, table, length) for length in options["segment_words"]}
    counted = lru_cache(maxsize=1)(lambda case, length: _attempt(_counted, cuts[length], forms[case]))
    chosen = list(product(*(options[name] for name in OPTIONS[:-1])))
    for case, length, culling, mfw in watched(chosen, "settings"):
        freqs = _attempt(_frequencies, counted(case, length), mfw, culling, reference)
        texts = _attempt(_texts, cuts[length])
        for distance in options["distance"]:
            measured = _attempt(_measured, freqs, distance, reference)
            yield (case, length, culling, mfw, distance, *_number(_attempt(statement, measured, texts)))


def _cut(table: pd.DataFrame, segment_words: int) -> pd.DataFrame:
    n_words = table["text"].map(table["text"].value_counts()).astype(int)
    kept = table[n_words >= MIN_SHARE * segment_words]
    if kept.empty:
        raise DhtoolsError(f"no text is long enough for segments of {segment_words} words")
    return segment(kept, segment_words=segment_words)


def _counted(cut: pd.DataFrame, word: pd.Series) -> Counts:
    return sparse_counts(cut.assign(word=word.loc[cut.index]), unit="segment")


def _texts(cut: pd.DataFrame) -> pd.Series:
    """Return the text of every segment, in the order in which segments are counted."""
    owner = cut.drop_duplicates("segment").set_index("segment")["text"].astype(object)
    return owner.reindex(cut["segment"].cat.categories)


def _frequencies(counts: Counts, mfw: int, culling: float, reference: pd.DataFrame | None) -> pd.DataFrame:
    words = frequent_words(counts, mfw, culling=culling, reference=reference)
    return relative_frequencies(counts, vocabulary=words)


def _measured(freqs: pd.DataFrame, distance: str, reference: pd.DataFrame | None) -> pd.DataFrame:
    return distances(freqs, distance=distance, reference=reference)


def _number(result: object) -> tuple[float, str]:
    """Return the value of a statement, and why it is missing."""
    if isinstance(result, _Failed):
        return np.nan, result.note
    if isinstance(result, bool | np.bool_):
        return (1.0 if result else -1.0), ""
    if not isinstance(result, int | float | np.number):
        raise DhtoolsError(f"statement: it returned {result!r}. Let it return a bool or a number.")
    return float(result), "the statement is undefined (NaN)" if np.isnan(result) else ""
