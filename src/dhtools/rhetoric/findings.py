"""Findings: what every measure of rhetoric is before it is a number, a place in a text with its voice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..annotation import Annotation, contents
from ..errors import DhtoolsError

#: Columns of every table of findings.
COLUMNS = ["text", "passage", "kind", "voice", "start", "end", "category", "detail", "cue", "score"]


def make_findings(annotation: Annotation, spans: pd.DataFrame) -> pd.DataFrame:
    """Give spans of the texts their passage, kind of block and voice.

    Parameters
    ----------
    annotation : Annotation
    spans : DataFrame
        One row a finding: *text*, *start* and *end* (code points of the file), *category*; and if there is
        any, *detail* (a subclass, or what a reader should know) and *score* (what findings are ranked by).

    Returns
    -------
    DataFrame
        In the order of the corpus: text, passage, kind, voice, start, end, category, detail ("" if none), cue
        (the words as they stand, white space as one space), score (missing if none). Passage, kind and voice
        are those of the first word that ends after *start*.

    Raises
    ------
    DhtoolsError
        If a column is missing, or a span has no word at or after it in its text.
    """
    missing = {"text", "start", "end", "category"} - set(spans.columns)
    if missing:
        raise DhtoolsError(f"spans: no column {', '.join(sorted(missing))}. Give text, start, end, category.")
    tokens, order = annotation.tokens, list(annotation.corpus.ids)
    full = spans if "detail" in spans else spans.assign(detail="")
    full = full if "score" in full else full.assign(score=np.nan)
    full = full.assign(text=pd.Categorical(full["text"].astype(str), categories=order))
    full = full.sort_values(["text", "start", "end"], kind="stable").reset_index(drop=True)
    first = tokens.iloc[_first_words(tokens, full)]
    placed = {name: first[name].to_numpy() for name in ("passage", "kind", "voice")}
    cues = [" ".join(words.split()) for words in contents(annotation.corpus, full)]
    return full.assign(**placed, cue=cues)[COLUMNS]


def _first_words(tokens: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Return the row of the first word of each span."""
    rows = tokens.groupby("text", observed=True).indices
    found = np.empty(len(spans), dtype=np.intp)
    for text, places in spans.groupby("text", observed=True).indices.items():
        own = rows.get(text, np.array([], dtype=np.intp))
        at = np.searchsorted(tokens["end"].to_numpy()[own], spans["start"].to_numpy()[places], side="right")
        if len(at) and at.max() >= len(own):
            raise DhtoolsError(f"spans: {text!r} has no word after code point {spans['start'].max()}.")
        found[places] = own[at]
    return found
