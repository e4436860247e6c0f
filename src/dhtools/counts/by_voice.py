"""Words of the token table, counted by voice, kind of block and speaker."""

from __future__ import annotations

import pandas as pd

from ..schema import UNSTATED, VOICES

#: Speakers that have no name.
NOT_NAMED, NOBODY = "not named", "nobody"


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
