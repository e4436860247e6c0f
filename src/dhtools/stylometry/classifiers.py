"""A classifier by distance: to the class whose average, or whose nearest units, a unit is closest to."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ..counts.tables import most_frequent, relative_frequencies
from ..errors import DhtoolsError, check_choice, check_share, is_whole
from .distances import DISTANCES, Array, RowDistance, distances, entropy_weighted

#: What a unit is compared with: the average of each class, or single units.
CLASSIFIER_RULES = ("centroid", "neighbour")
#: What weighs the same in the means and standard deviations of the z-scores.
CLASSIFIER_WEIGHTS = ("units", "classes")


class DeltaClassifier(ClassifierMixin, BaseEstimator):
    """Assign each unit of text to the class at the least distance: an estimator for scikit-learn.

    It takes counts of all words. The most frequent words, the frequencies and the z-scores are made in `fit`,
    of the training units alone, so that in a cross-validation the units held out play no part.

    Parameters
    ----------
    distance : str or callable
        One of `dhtools.stylometry.distances.DISTANCES`, or a function of two rows of frequencies (per cent),
        never negative. *entropy* weights the words by how they spread over the training units.
    rule : {"centroid", "neighbour"}
        *centroid*: the distance to the mean of the frequencies of a class, its units weighing the same.
        *neighbour*: the distance to single units.
    neighbours : int
        With *neighbour*: so many of the nearest units vote, each for its class. Equal votes go to the class
        with the nearest unit.
    mfw : int, optional
        Keep so many of the most frequent words of the training units. Otherwise all that occur in them.
    culling : float
        Least share of the training units, 0 to 1, in which a word has to occur.
    weights : {"units", "classes"}
        What weighs the same in mean and standard deviation of a word. *units*: the usual z-score (ddof=1).
        Where one class has most of the units, their mean is nearly its centroid, and *cosine_delta* has
        no angle to measure. *classes*: the mean of the means of the classes. With v the weight of a unit, 1 /
        (classes × units of its class), ``mean = sum v f`` and ``sd² = sum v (f - mean)² / (1 - sum v²)``: the
        usual z-score if all classes have the same number of units.

    Attributes
    ----------
    classes_ : ndarray
        The classes, sorted.
    words_ : list of str
        The words chosen, the most frequent first; numbers of columns if the counts have no names. Words that
        do not vary have no z-score and are left out of the distance.
    frequencies_ : DataFrame
        Training units × words, per cent of all tokens of the unit.
    n_features_in_, feature_names_in_
        As in scikit-learn; names only if the counts came in a DataFrame.

    Notes
    -----
    Sources: Burrows (2002), Literary and Linguistic Computing 17(3), 267-287, doi:10.1093/llc/17.3.267 (the
    author at the least Delta); Evert et al. (2017), Digital Scholarship in the Humanities 32, ii4-ii16,
    doi:10.1093/llc/fqx023 (the variants of Delta compared).

    Examples
    --------
    >>> counts = pd.DataFrame({"the": [9, 8, 5, 4], "of": [2, 3, 6, 7], "rare": [0, 1, 1, 0]})
    >>> DeltaClassifier(mfw=2).fit(counts, ["A", "A", "B", "B"]).predict(counts).tolist()
    ['A', 'A', 'B', 'B']
    """

    def __init__(
        self,
        *,
        distance: str | RowDistance = "cosine_delta",
        rule: str = "centroid",
        neighbours: int = 1,
        mfw: int | None = None,
        culling: float = 0.0,
        weights: str = "units",
    ) -> None:
        self.distance = distance
        self.rule = rule
        self.neighbours = neighbours
        self.mfw = mfw
        self.culling = culling
        self.weights = weights

    def fit(self, X: Any, y: Any) -> Self:
        """Choose the words, and keep the units or centroids that others are compared with.

        Parameters
        ----------
        X : DataFrame, array or sparse array
            Units × words: counts of *all* words, since frequencies are relative to the sums of the rows. A
            sparse array is made dense. Of very many words take an array: in a DataFrame scikit-learn looks at
            each column.
        y : sequence
            The class of each unit, its author for instance.

        Raises
        ------
        DhtoolsError
            If an option is unknown, a count is missing or negative, a unit is empty, there are fewer words or
            neighbours than asked for, only one class, or no word that varies (for a distance of z-scores).
        """
        self._check_options()
        counts, y = self._labelled(X, y=y, ensure_min_samples=2, ensure_min_features=2)
        self.classes_, codes = np.unique(y, return_inverse=True)
        self._check_classes(codes)
        self.words_ = self._chosen(counts)
        self.frequencies_ = relative_frequencies(counts, vocabulary=self.words_)
        if self._standardised():
            each = 1 / np.bincount(codes)[codes] if self.weights == "classes" else np.ones(len(codes))
            self._mean, self._spread = _moments(self.frequencies_, each)
        # what a unit is compared with, and the class of each
        means = self.frequencies_.groupby(codes).mean()
        by_class = self.rule == "centroid"
        self._models = means if by_class else self.frequencies_
        self._codes: npt.NDArray[np.integer] = means.index.to_numpy() if by_class else codes
        return self

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Return the class of each unit; at equal distances the first in `classes_`.

        Raises
        ------
        DhtoolsError
            As `decision_function`.
        """
        scores = self._scores(X)
        return self.classes_[scores.argmax(axis=1)]

    def decision_function(self, X: Any) -> Array:
        """Return how near each class is: the greatest wins.

        Returns
        -------
        ndarray
            Units × classes: negative distances. With several *neighbours*: votes less ``d / (1 + d)``, where
            d is the distance to the nearest unit of the class. Of two classes one number a unit, as is the
            rule in scikit-learn: by how much the second is nearer than the first.

        Raises
        ------
        DhtoolsError
            If the words are not those of `fit`, a count is missing or negative, a unit is empty, or it has no
            distance (none of the words chosen occurs in it, and the distance needs one).
        """
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def class_distances(self, X: Any) -> pd.DataFrame:
        """Return the distances of units to classes.

        Returns
        -------
        DataFrame
            Units × classes: the distance to the centroid, or to the nearest unit, of each class; NaN where it
            is not defined.
        """
        return self._nearest(self._distances(X))

    def _scores(self, X: Any) -> Array:
        found = self._distances(X)
        nearest = self._nearest(found)
        undefined = nearest.index[nearest.isna().any(axis=1)]
        if len(undefined):
            raise DhtoolsError(
                f"X: unit {undefined[0]!r} has no distance to a class: a unit has no occurrence of the "
                f"{len(self.words_)} words chosen. Choose more words, or take longer units."
            )
        near = nearest.to_numpy()
        if self.rule == "centroid" or self.neighbours == 1:
            return -near
        first = self._codes[found.to_numpy().argsort(axis=1, kind="stable")[:, : self.neighbours]]
        votes = (first[:, :, None] == np.arange(len(self.classes_))).sum(axis=1)
        return votes - near / (1 + near)

    def _nearest(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return the least distance to each class, undefined ones left out."""
        values, classes = found.to_numpy(), range(len(self.classes_))
        least = [np.fmin.reduce(values[:, self._codes == code], axis=1) for code in classes]
        return pd.DataFrame(np.column_stack(least), index=found.index, columns=self.classes_)

    def _distances(self, X: Any) -> pd.DataFrame:
        """Return the distances of units to what they are compared with."""
        check_is_fitted(self)
        counts, _ = self._labelled(X, reset=False)
        freqs = relative_frequencies(counts, vocabulary=self.words_)
        if callable(self.distance):
            return distances(freqs, self._models, distance=self.distance)
        values = DISTANCES[self.distance].metric(self._scaled(freqs), self._scaled(self._models))
        return pd.DataFrame(values, index=freqs.index)

    def _scaled(self, freqs: pd.DataFrame) -> Array:
        """Return what the distance is taken of, standardised or weighted by the training units alone."""
        if self._standardised():
            freqs = (freqs[self._mean.index] - self._mean) / self._spread
        elif self.distance == "entropy":
            freqs = entropy_weighted(freqs, self.frequencies_)
        return freqs.to_numpy(np.float64)

    def _standardised(self) -> bool:
        return not callable(self.distance) and DISTANCES[self.distance].standardised

    def _chosen(self, counts: pd.DataFrame) -> list[str]:
        number, values = self.mfw, counts.to_numpy()
        if number is None:
            share = (values > 0).mean(axis=0)
            number = max(1, int(((share > 0) & (share >= self.culling - 1e-9)).sum()))
        elif (values % 1).any():
            raise DhtoolsError("X: it holds fractions, but words are chosen by their counts. Give counts.")
        return most_frequent(counts, number, culling=self.culling)

    def _labelled(self, X: Any, **options: Any) -> tuple[pd.DataFrame, Any]:
        """Return the counts with their labels, if they are counts, and the classes if there are any."""
        try:
            # NaN is left to _check_values, which knows the unit
            checked = validate_data(self, X, accept_sparse=True, ensure_all_finite=False, **options)
            values, y = checked if "y" in options else (checked, None)
            if y is not None:
                check_classification_targets(y)
        except ValueError as error:
            raise DhtoolsError(f"X, y: {error}") from error
        values = values.toarray() if issparse(values) else values
        counts = pd.DataFrame(
            values.astype(np.float64 if values.dtype.kind == "f" else np.int64),  # small types overflow
            index=X.index if isinstance(X, pd.DataFrame) else None,
            columns=pd.Index(self._names(), dtype=object),
        )
        _check_values(counts)
        return counts, y

    def _names(self) -> Any:
        """Return the words, or numbers of columns that text sorts as the columns stand."""
        if hasattr(self, "feature_names_in_"):
            return self.feature_names_in_
        width = len(str(self.n_features_in_))
        return [f"{column:0{width}d}" for column in range(self.n_features_in_)]

    def _check_options(self) -> None:
        check_choice("rule", self.rule, CLASSIFIER_RULES)
        check_choice("weights", self.weights, CLASSIFIER_WEIGHTS)
        if not callable(self.distance):
            check_choice("distance", self.distance, DISTANCES)
        check_share("culling", self.culling, "the least share of the units", zero=True)

    def _check_classes(self, codes: npt.NDArray[np.integer]) -> None:
        if len(self.classes_) < 2:
            only = self.classes_.tolist()[0]
            raise DhtoolsError(f"y: all units are of one class, {only!r}. Give units of two classes or more.")
        number = self.neighbours
        if not is_whole(number, 1) or number > len(codes):
            raise DhtoolsError(
                f"neighbours={number!r}: give a whole number, 1 to the {len(codes)} units of X."
            )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        # scikit-learn's test of accuracy has two columns: as shares of a unit they are one number
        tags.classifier_tags.poor_score = True
        return tags


def _check_values(counts: pd.DataFrame) -> None:
    values = counts.to_numpy()
    if not counts.columns.is_unique:
        twice = counts.columns[counts.columns.duplicated()][0]
        raise DhtoolsError(f"X: there are two columns {twice!r}. Add them up: each word has one.")
    for wrong, what in (
        (~np.isfinite(values), "NaN or inf in place of a count"),
        (values < 0, "Negative values in data passed to DeltaClassifier"),  # the words scikit-learn uses
        (values.sum(axis=1, keepdims=True) == 0, "it is empty"),
    ):
        if wrong.any():
            unit = counts.index[np.flatnonzero(wrong.any(axis=1))][0]
            raise DhtoolsError(f"X, unit {unit!r}: {what}. Give counts, and leave out units without words.")


def _moments(freqs: pd.DataFrame, weights: Array) -> tuple[pd.Series, pd.Series]:
    """Return the weighted mean and standard deviation of the words that vary."""
    share = weights / weights.sum()
    mean = freqs.mul(share, axis=0).sum()
    spread = np.sqrt(((freqs - mean) ** 2).mul(share, axis=0).sum() / (1 - (share**2).sum()))
    varies = spread > 1e-12 * freqs.max()
    if not varies.any():
        raise DhtoolsError(
            "X: every word has the same frequency in all units. Give other texts, or more words."
        )
    return mean[varies], spread[varies]
