"""Whose words a text is measured by: the author's alone, all of its prose, or each speaker it quotes."""

from __future__ import annotations

import pandas as pd

from ..annotation.record import Annotation
from ..annotation.tokens import fold_case, longest_first

#: Between the text and the speaker in the name of a part.
SPEAKER_SEPARATOR = ": "
PROSE_VOICES = ("author", "quoted", "mentioned")


def split_by_voice(annotation: Annotation, *, min_words: int = 500) -> dict[str, pd.DataFrame]:
    """Return the token table by voice: the author's words, all words, each quoted speaker.

    * annotation: From `dhtools.annotate`.
    * min_words: A speaker with fewer words in a text is left out.

    Returns: Rows of the token table, case folded. ``author``: the author's words; ``all``: all words of the
    prose, quoted and mentioned ones too; ``speakers``: the words of each speaker quoted at enough length,
    with *text* named ``lecture: Leon Trotsky``. Speech within a quotation counts with its outermost speaker.
    """
    tokens = fold_case(annotation.tokens)
    return {
        "author": tokens[tokens["voice"] == "author"],
        "all": tokens[tokens["voice"].isin(PROSE_VOICES)],
        "speakers": _speakers(tokens, annotation.quotations, min_words),
    }


def _speakers(tokens: pd.DataFrame, quotations: pd.DataFrame, min_words: int) -> pd.DataFrame:
    quoted = tokens[tokens["voice"] == "quoted"]
    speaker = quoted["quotation"].astype(object).map(quotations.set_index("quotation")["speaker"].dropna())
    named = quoted[speaker.notna()].assign(
        text=quoted["text"].astype(str) + SPEAKER_SEPARATOR + speaker[speaker.notna()].astype(str)
    )
    n_words = named["text"].value_counts()
    kept = named[named["text"].isin(n_words.index[n_words >= min_words])]
    return kept.assign(text=pd.Categorical(kept["text"]))


def longest_texts(tokens: pd.DataFrame, n: int = 2) -> list[str]:
    """Return the ids of the texts with most words, in the order of the corpus.

    >>> longest_texts(pd.DataFrame({"text": pd.Categorical(["a", "b", "b", "c", "c"])}))
    ['b', 'c']
    """
    most = longest_first(tokens)[:n]
    return [str(text) for text in tokens["text"].cat.categories if text in most]


def distance_shift(author: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """Return how much the distances change when quoted words are counted as the author's.

    * author, everything: From `compare_texts`, of the author's words and of all words, with the same
      settings.

    Returns: One row a pair of texts (and a text with itself): *text_a*, *text_b*, *kind*, *excerpt_words*;
    *mean_distance_author*, *mean_distance_all*; *change* (all less author); *excess_author*, *excess_all*;
    *note* (why a figure of the author's words is missing).
    """
    keys = ["text_a", "text_b", "kind", "excerpt_words"]
    both = author[[*keys, "mean_distance", "excess", "note"]].merge(
        everything[[*keys, "mean_distance", "excess"]], on=keys, suffixes=("_author", "_all")
    )
    change = both["mean_distance_all"] - both["mean_distance_author"]
    figures = ["mean_distance_author", "mean_distance_all", "change", "excess_author", "excess_all", "note"]
    return both.assign(change=change)[[*keys, *figures]]
