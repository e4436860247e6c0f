"""Whose words a text is measured by: the author's alone, all of its prose, or each speaker it quotes."""

from __future__ import annotations

import pandas as pd

from ..annotation.tokens import longest_first
from ..errors import DhtoolsError

#: Between the text and the speaker in the name of a part.
SPEAKER_SEPARATOR = ": "
PROSE_VOICES = ("author", "quoted", "mentioned")


def split_by_voice(
    tokens: pd.DataFrame, quotations: pd.DataFrame, *, min_words: int = 500
) -> dict[str, pd.DataFrame]:
    """Return the token table by voice: the author's words, all words, each quoted speaker.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`.
    quotations : DataFrame
        From `dhtools.name_speakers`.
    min_words : int
        A speaker needs so many words in a text to be a text of its own.

    Returns
    -------
    dict of str to DataFrame
        ``author``: the author's words; ``all``: all words of the prose, quoted and mentioned ones too;
        ``speakers``: the words of each speaker quoted at enough length, with *text* named ``lecture: Leon
        Trotsky``. Speech within a quotation counts with its outermost speaker.

    Raises
    ------
    DhtoolsError
        If the table has no column *voice* or *quotation*.
    """
    if missing := {"voice", "quotation"} - set(tokens.columns):
        raise DhtoolsError(f"tokens: no column {', '.join(sorted(missing))}. Give the table of token_table.")
    return {
        "author": tokens[tokens["voice"] == "author"],
        "all": tokens[tokens["voice"].isin(PROSE_VOICES)],
        "speakers": _speakers(tokens, quotations, min_words),
    }


def _speakers(tokens: pd.DataFrame, quotations: pd.DataFrame, min_words: int) -> pd.DataFrame:
    quoted = tokens[tokens["voice"] == "quoted"]
    speaker = quoted["quotation"].astype(object).map(quotations.set_index("quotation")["speaker"].dropna())
    named = quoted[speaker.notna()].assign(
        text=quoted["text"].astype(str) + SPEAKER_SEPARATOR + speaker[speaker.notna()].astype(str)
    )
    words = named["text"].value_counts()
    kept = named[named["text"].isin(words.index[words >= min_words])]
    return kept.assign(text=pd.Categorical(kept["text"]))


def longest_texts(tokens: pd.DataFrame, n: int = 2) -> list[str]:
    """Return the ids of the texts with most words, in the order of the corpus.

    Examples
    --------
    >>> longest_texts(pd.DataFrame({"text": pd.Categorical(["a", "b", "b", "c", "c"])}))
    ['b', 'c']
    """
    most = longest_first(tokens)[:n]
    return [str(text) for text in tokens["text"].cat.categories if text in most]


def distance_shift(author: pd.DataFrame, everything: pd.DataFrame) -> pd.DataFrame:
    """Say how much the distances move when quoted words are counted as the author's.

    Parameters
    ----------
    author, everything : DataFrame
        From `compare`, of the author's words and of all words, with the same settings.

    Returns
    -------
    DataFrame
        One row a pair of texts (and a text with itself): *text_a*, *text_b*, *kind*, *length*, *author* and
        *all* (the distances), *moved* (all less author), *excess_author*, *excess_all*.
    """
    keys = ["text_a", "text_b", "kind", "length"]
    both = author[[*keys, "distance", "excess"]].merge(
        everything[[*keys, "distance", "excess"]], on=keys, suffixes=("_author", "_all")
    )
    named = both.rename(columns={"distance_author": "author", "distance_all": "all"})
    return named.assign(moved=named["all"] - named["author"])[
        [*keys, "author", "all", "moved", "excess_author", "excess_all"]
    ]
