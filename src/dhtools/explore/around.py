"""What stands beside the lines of a concordance: counts by text and voice, where they stand, collocates."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.places import codes_of
from ..rhetoric.rates import finding_rates
from ..schema import VOICES
from ..search.concordance import Hits
from ..terms.collocations import measured_near, near_rows
from .filters import WINDOW, Mask, rows_of_spans

#: Parts of a text in the strip that shows where its lines stand.
PARTS = 100


def count_lines(tokens: pd.DataFrame, hits: Hits, looked_at: Mask) -> pd.DataFrame:
    """Count lines by text and voice, with their rate in the words that were looked at.

    * tokens: The token table of the annotation, whole; *looked_at* tells which of its rows the filters admit.

    Returns: One row a text of *looked_at*: *text*, *n*, *n_author*, *n_quoted*, *n_mentioned*, *n_other* (by
    voice), *n_words*, *per_1000*, *low*, *high* (95 % interval, as for `dhtools.rhetoric.finding_rates`: its
    units are segments), *n_segments*, *note* (why a value is missing).
    """
    words = tokens[looked_at]
    texts = words["text"].cat.remove_unused_categories()
    found = tokens[["text", "start", "end", "voice"]].iloc[hits.rows].assign(category="line")
    rates = finding_rates(found, words.assign(text=texts))
    if not len(found):
        rates = _nothing_found(texts)
    voices = pd.crosstab(found["text"].astype(str), found["voice"].astype(str))
    voices = voices.reindex(index=rates["text"], columns=list(VOICES), fill_value=0).add_prefix("n_")
    counted = rates.drop(columns="category").set_index("text")
    table = pd.concat([counted[["n"]], voices, counted.drop(columns="n")], axis=1)
    return table.rename_axis("text").reset_index()


def _nothing_found(texts: pd.Series) -> pd.DataFrame:
    sizes = texts.value_counts(sort=False)
    table = pd.DataFrame({"text": sizes.index.astype(str), "n": 0, "n_words": sizes.to_numpy()})
    missing = dict.fromkeys(("low", "high"), np.nan)
    return table.assign(category="", per_1000=0.0, **missing, n_segments=0, note="none found")


def strips(tokens: pd.DataFrame, hits: Hits, parts: int = PARTS) -> dict[str, list[tuple[int, int]]]:
    """Return, for every text with lines, which of its equal parts have how many: pairs of part and count.

    The parts of a text have the same number of words; the first one is 0.
    """
    codes = codes_of(tokens["text"])
    names = list(tokens["text"].cat.categories)
    sizes = np.bincount(codes, minlength=len(names))
    first = np.full(len(names), len(codes))
    np.minimum.at(first, codes, np.arange(len(codes)))
    of = codes[hits.rows]
    part = (hits.rows - first[of]) * parts // np.maximum(sizes[of], 1)
    cells, n = np.unique(of.astype(np.int64) * parts + part, return_counts=True)
    found: dict[str, list[tuple[int, int]]] = {}
    for cell, count in zip(cells.tolist(), n.tolist(), strict=True):
        found.setdefault(str(names[cell // parts]), []).append((cell % parts, count))
    return found


def collocates_of(
    tokens: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    window: int = WINDOW,
    measure: str = "g2",
    max_rows: int = 40,
) -> pd.DataFrame:
    """Return the words near some spans, as `dhtools.terms.collocates` does for all of a word.

    * tokens: A token table with case folded, whole: the spans are compared with all of it.
    * spans: *text*, *start*, *end*. Those without a word have no collocates.

    Returns: The columns of `dhtools.terms.collocates`, for one measure, its *max_rows* first rows.
    """
    first, last = _apart(*rows_of_spans(tokens, spans))
    if not len(first):
        first = last = np.array([], dtype=np.int64)
    table = measured_near(near_rows(tokens, first, last, window), 2 if len(first) > 1 else 1, [measure])
    return table.head(max_rows)


def _apart(
    first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return spans that hold a word, in order, and of those that overlap the first."""
    order = np.lexsort((-last, first))
    first, last = first[order], last[order]
    holds = last >= first
    first, last = first[holds], last[holds]
    if not len(first):
        return first, last
    reached = np.maximum.accumulate(last)
    begins = np.append(True, first[1:] > reached[:-1])
    return first[begins], last[begins]


def summary(counts: pd.DataFrame) -> dict[str, Any]:
    """Return the sums of `count_lines`: lines, texts with lines, words, and lines by voice."""
    by_voice = {voice: int(counts[f"n_{voice}"].sum()) for voice in VOICES}
    return {
        "n": int(counts["n"].sum()),
        "n_texts": int((counts["n"] > 0).sum()),
        "of_texts": len(counts),
        "n_words": int(counts["n_words"].sum()),
        "voices": by_voice,
    }
