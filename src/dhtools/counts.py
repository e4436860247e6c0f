"""Word counts: straight from texts, streamed, or from the token table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd

from .corpus import Text
from .labels import UNSTATED, VOICES
from .tokens import cut, fold_word, loose_words

#: Speakers that have no name.
NOT_NAMED, NOBODY = "not named", "nobody"


def count_types(raw: str, *, fold: bool = True) -> Counter[str]:
    """Count the words of one string; the same words, cut the same way, as `dhtools.token_table` lists.

    Parameters
    ----------
    raw : str
    fold : bool
        Lower case and straight apostrophes, as `dhtools.fold_case`.

    Examples
    --------
    >>> sorted(count_types("Stalin’s plan, Stalin's men").items())
    [("'s", 2), ('men', 1), ('plan', 1), ('stalin', 2)]
    """
    if fold and raw.isascii():
        raw = raw.lower()  # at once; in other scripts lower case depends on where a word ends
    counts: dict[str, int] = {}
    for loose, number in Counter(loose_words(raw)).items():
        for word in _forms(loose, fold):
            counts[word] = counts.get(word, 0) + number
    return Counter(counts)


@lru_cache(maxsize=1 << 17)
def _forms(loose: str, fold: bool) -> tuple[str, ...]:
    """Return the words in one loose stretch; kept, since texts share most of their vocabulary."""
    return tuple(fold_word(word) if fold else word for _, word in cut(loose))


def count_words(texts: Iterable[Text], *, fold: bool = True) -> pd.DataFrame:
    """Count the words of every text, all blocks and voices together, without building the token table.

    Parameters
    ----------
    texts : iterable of Text
        A corpus, or a generator: one text at a time is looked at.
    fold : bool
        Lower case and straight apostrophes.

    Returns
    -------
    DataFrame
        Texts × words (alphabetical), int32; a word that a text lacks counts 0.
    """
    counted = {text.id: count_types(text.raw, fold=fold) for text in texts}
    words = sorted(set().union(*counted.values()))
    place = {word: number for number, word in enumerate(words)}
    table = np.zeros((len(counted), len(words)), dtype=np.int32)
    for row, counts in enumerate(counted.values()):
        table[row, [place[word] for word in counts]] = list(counts.values())
    return pd.DataFrame(table, index=pd.Index(counted, name="text"), columns=pd.Index(words, name="word"))


def words_by_voice(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the words of every text by voice, and state how much of the prose is quoted.

    Returns
    -------
    DataFrame
        One row a text: words in each voice, *prose* (author + quoted + mentioned), *quoted_share* of the
        prose, and the bounds that the reading of quotation marks leaves open: *least* (displayed quotations
        only: nobody doubts them) and *most* (every marked word counts as another's). The share of a text
        without prose is missing.
    """
    table = pd.crosstab(tokens["text"], tokens["voice"], dropna=False).reindex(
        columns=list(VOICES), fill_value=0
    )
    prose = table[["author", "quoted", "mentioned"]].sum(axis=1)
    displayed = (
        tokens["text"][tokens["kind"] == "blockquote"].value_counts().reindex(table.index, fill_value=0)
    )
    denominator = prose.where(prose > 0)
    return table.rename_axis(columns=None).assign(
        prose=prose,
        quoted_share=table["quoted"] / denominator,
        least=displayed / denominator,
        most=(table["quoted"] + table["mentioned"]) / denominator,
    )


def words_by_kind(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the words of every text by kind of block; kinds that do not occur are left out."""
    table = pd.crosstab(tokens["text"], tokens["kind"], dropna=False)
    return table.loc[:, table.sum() > 0].rename_axis(columns=None)


def words_by_speaker(tokens: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Count the quoted words of every speaker.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`.
    quotations : DataFrame
        From `dhtools.name_speakers`, for the same corpus.

    Returns
    -------
    DataFrame
        One row a text, speaker and kind of source, most words first: text, speaker (*not named* where the
        text names nobody), source, quotations, words, share (of the words that the text quotes). A text that
        quotes nobody has one row with the speaker *nobody*.
    """
    quoted = tokens[tokens["voice"] == "quoted"]
    words = quoted["quotation"].value_counts()
    told = quotations[quotations["quotation"].isin(words.index[words > 0])]
    told = told.assign(words=told["quotation"].map(words).astype(int))
    told = told.fillna({"speaker": NOT_NAMED, "source": UNSTATED})
    grouped = told.groupby(["text", "speaker", "source"], as_index=False, sort=True)
    table = grouped.agg(quotations=("quotation", "size"), words=("words", "sum"))
    silent = [text for text in tokens["text"].cat.categories if text not in set(table["text"])]
    none = pd.DataFrame({"text": silent, "speaker": NOBODY, "source": UNSTATED, "quotations": 0, "words": 0})
    table = pd.concat([table, none], ignore_index=True)
    table["text"] = pd.Categorical(table["text"], categories=tokens["text"].cat.categories)
    total = table.groupby("text", observed=True)["words"].transform("sum")
    table["share"] = table["words"] / total.where(total > 0)
    return table.sort_values(["text", "words", "speaker"], ascending=[True, False, True], ignore_index=True)
