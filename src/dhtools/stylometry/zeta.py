"""Zeta: the words that one side uses in more of its segments than the other side does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..counts.tables import relative_frequencies
from ..errors import DhtoolsError, check_choice, check_share, check_whole

ZETA_VARIANTS = ("craig", "eder")
#: Where a word belongs. *one side only* is of Eder's Zeta, which lists no word that the other side lacks.
ZETA_SIDES = ("preferred", "avoided", "neither", "one side only")


def zeta(
    counts: pd.DataFrame,
    primary: Sequence[str] | pd.Index,
    *,
    variant: str = "craig",
    min_count: int = 3,
    threshold: float = 0.1,
    totals: pd.Series | None = None,
) -> pd.DataFrame:
    """Contrast the words of two sides by the shares of segments in which they occur.

    Parameters
    ----------
    counts : DataFrame
        Segments × words, from `dhtools.count_tokens`. The segments should be equally long, since a longer
        one has more words; stylo drops the words at the end of a text that fill no segment (``segment(…,
        remainder="drop")``).
    primary : sequence of labels
        The segments of the primary side. All others are the secondary side.
    variant : {"craig", "eder"}
        With the shares p and s of primary and secondary segments that have the word:

        * ``craig``: ``p - s``, from -1 to 1 (Craig and Kinney print this plus 1);
        * ``eder``: ``(p - s) / (p + s)``, which lets in rarer words. A word that one side lacks has 1 or
          -1, however rare it is; stylo does not list it, and here its side is *one side only*.
    min_count : int
        Leave out words with fewer occurrences, both sides together.
    threshold : float
        A word is preferred if its Zeta is greater than this, avoided if it is smaller than minus this.
    totals : Series, optional
        Occurrences of each word in the whole texts, for *min_count* where segments leave out the ends of the
        texts, as in stylo. Otherwise they are the sums of the columns.

    Returns
    -------
    DataFrame
        One row for each word that is frequent enough and stands in a segment: *word*, *n* (occurrences);
        *n_segments_primary*, *n_segments_secondary* (segments with the word); *share_primary*,
        *share_secondary* (p and s); *zeta*; *side* (`ZETA_SIDES`). The highest Zeta first, then the more
        frequent word, then the alphabet.

    Raises
    ------
    DhtoolsError
        If a label or the variant is unknown, one side is empty, labels are not unique, a segment has no
        words, a count or a total is missing or too small, an option is out of its range, or no word is
        left.

    Notes
    -----
    Zeta ranks words; it tests nothing. With one text a side the words are those of two documents, their
    subjects included.

    Sources: Burrows (2007), Literary and Linguistic Computing 22(1), 27-47, doi:10.1093/llc/fqi067 (the idea
    of counting segments rather than occurrences); Craig and Kinney (2009), Shakespeare, Computers, and the
    Mystery of Authorship, Cambridge University Press (Craig's Zeta); Eder, Rybicki and Kestemont (2016), The
    R Journal 8(1), 107-121, doi:10.32614/RJ-2016-007, and the source of stylo 0.7.7, function ``oppose``
    (Eder's Zeta, the filters).

    Examples
    --------
    >>> counts = pd.DataFrame({"we": [2, 1, 0], "they": [0, 2, 3]}, index=["a_1", "a_2", "b_1"])
    >>> zeta(counts, ["a_1", "a_2"])[["word", "zeta", "side"]].to_numpy().tolist()
    [['we', 1.0, 'preferred'], ['they', -0.5, 'avoided']]
    """
    check_choice("variant", variant, ZETA_VARIANTS)
    check_whole("min_count", min_count, 1, "occurrences")
    check_share("threshold", threshold, "a number", zero=True, one=False)
    _check_table(counts)
    on_primary = _primary(counts, primary)
    occurrences = _occurrences(counts, totals)
    present = counts.to_numpy() > 0
    kept = (occurrences >= min_count) & present.any(axis=0)
    if not kept.any():
        raise DhtoolsError(
            f"min_count={min_count}: no word occurs so often. Take a smaller number or longer texts."
        )
    primary, secondary = (present[np.ix_(side, kept)].sum(axis=0) for side in (on_primary, ~on_primary))
    n_primary, n_secondary = on_primary.sum(), (~on_primary).sum()
    # whole numbers up to one division: a Zeta of exactly the threshold is not moved over it by rounding
    p, s = primary * n_secondary, secondary * n_primary
    values = (p - s) / (n_primary * n_secondary if variant == "craig" else p + s)
    table = pd.DataFrame(
        {
            "word": counts.columns[kept],
            "n": occurrences[kept],
            "n_segments_primary": primary,
            "n_segments_secondary": secondary,
            "share_primary": primary / n_primary,
            "share_secondary": secondary / n_secondary,
            "zeta": values,
            "side": _sides(values, variant, threshold),
        }
    )
    return table.iloc[np.lexsort((table["word"], -table["n"], -values))].reset_index(drop=True)


def _sides(values: npt.NDArray[np.float64], variant: str, threshold: float) -> pd.Categorical:
    side = np.select([values > threshold, values < -threshold], ["preferred", "avoided"], "neither")
    if variant == "eder":
        side = np.where(np.abs(values) == 1, "one side only", side)
    return pd.Categorical(side, categories=list(ZETA_SIDES))


def _check_table(counts: pd.DataFrame) -> None:
    empty = relative_frequencies(counts).isna().all(axis=1)  # it refuses what is not a count
    if empty.any():
        raise DhtoolsError(f"counts: segment {counts.index[empty][0]!r} has no words. Leave it out.")
    if (counts.to_numpy() % 1 > 0).any():
        raise DhtoolsError("counts: not all are whole numbers. Give counts, not frequencies.")
    for what, labels in (("segment", counts.index), ("word", counts.columns)):
        if labels.has_duplicates:
            twice = labels[labels.duplicated()][0]
            raise DhtoolsError(f"counts: {what} {twice!r} stands twice. Labels must be unique.")


def _primary(counts: pd.DataFrame, primary: Sequence[str] | pd.Index) -> npt.NDArray[np.bool_]:
    """Return which rows are on the primary side."""
    wanted = [primary] if isinstance(primary, str) else list(primary)
    unknown = [label for label in wanted if label not in counts.index]
    if unknown:
        raise DhtoolsError(
            f"primary: {unknown[0]!r} is no segment of the table. Give a list of labels of its rows: "
            f"{', '.join(map(repr, counts.index[:3]))}, …"
        )
    chosen = counts.index.isin(wanted)
    if not chosen.any() or chosen.all():
        side = "secondary" if chosen.any() else "primary"
        raise DhtoolsError(f"primary: the {side} side has no segments. Zeta contrasts two sides.")
    return chosen


def _occurrences(counts: pd.DataFrame, totals: pd.Series | None) -> npt.NDArray[np.int64]:
    counted = counts.sum()
    if totals is None:
        return counted.to_numpy()
    if totals.index.has_duplicates:
        raise DhtoolsError(
            f"totals: {totals.index[totals.index.duplicated()][0]!r} stands twice. Add them up."
        )
    whole = totals.reindex(counts.columns)
    short = ~(whole.to_numpy() >= counted.to_numpy())
    if short.any():
        raise DhtoolsError(
            f"totals: {counts.columns[short][0]!r} is missing, or smaller than in the segments. "
            "Count the whole texts, words written as in the table."
        )
    return whole.to_numpy()
