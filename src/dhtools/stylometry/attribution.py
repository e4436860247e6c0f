"""Texts of known authors or groups, each left out and assigned to the group that is nearest."""

from __future__ import annotations

import pandas as pd

from ..errors import DhtoolsError
from .classifiers import DeltaClassifier


def leave_one_out(
    counts: pd.DataFrame, groups: pd.Series, *, distance: str = "burrows", mfw: int = 200
) -> pd.DataFrame:
    """Leave each text out in turn, and find the group to whose mean the text is nearest.

    The most frequent words, their means and standard deviations, and the means of the groups are made from
    the other texts alone. Only texts whose group has another text are assigned; all groups are candidates.

    Parameters
    ----------
    counts : DataFrame
        Texts × words: counts of all words.
    groups : Series
        The group by text, such as its author.
    distance, mfw
        As for `dhtools.stylometry.DeltaClassifier`; of fewer words all are taken.

    Returns
    -------
    DataFrame
        One row a text assigned: *text*, *group*, *nearest* (the group assigned), *distance_own* (to the mean
        of the other texts of its group), *distance_next* (to the nearest other group), *right*.

    Raises
    ------
    DhtoolsError
        If there are not two groups, one of them with two texts.

    Notes
    -----
    A text is nearest to its own group if ``distance_own < distance_next``. A group with many texts has a more
    stable mean than one with few. Source of the procedure: Burrows (2002), Literary and Linguistic Computing
    17(3), 267-287, doi:10.1093/llc/17.3.267.

    Examples
    --------
    >>> texts = ["A1", "A2", "B1", "B2"]
    >>> counts = pd.DataFrame({"the": [9, 8, 5, 4], "of": [2, 3, 6, 7], "a": [4, 4, 5, 5]}, index=texts)
    >>> leave_one_out(counts, pd.Series(list("AABB"), index=texts), mfw=2)["right"].tolist()
    [True, True, True, True]
    """
    known = groups.reindex(counts.index).dropna().astype(str)
    sizes = known.value_counts()
    tested = known[known.map(sizes) > 1]
    if len(sizes) < 2 or tested.empty:
        raise DhtoolsError(
            f"groups: {len(sizes)} known, the largest of {sizes.max()} texts. Give two, one of two texts."
        )
    counts = counts.loc[known.index]
    rows = [_assigned(counts, known, str(text), distance, mfw) for text in tested.index]
    columns = ["text", "group", "nearest", "distance_own", "distance_next"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(right=table["group"] == table["nearest"])


def _assigned(
    counts: pd.DataFrame, groups: pd.Series, text: str, distance: str, mfw: int
) -> tuple[str, str, str, float, float]:
    others = counts.drop(index=text)
    model = DeltaClassifier(distance=distance, mfw=min(mfw, int((others.sum() > 0).sum())))
    model.fit(others, groups.drop(index=text))
    found, own = model.class_distances(counts.loc[[text]]).iloc[0], str(groups[text])
    return text, own, str(found.idxmin()), float(found[own]), float(found.drop(own).min())
