"""Words of the token table, counted by voice, kind of block and speaker."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..schema import DISPLAYED, PROSE, UNSTATED, VOICES
from ..shown import answers_first

#: Speakers that have no name.
NOT_NAMED, NOBODY = "not named", "nobody"


@answers_first("quoted_share", "quoted_share_min", "quoted_share_max", "author", "quoted")
def words_by_voice(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the words of every text by voice, and state how much of the prose is quoted.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.annotation.token_table`.

    Returns
    -------
    DataFrame
        One row a text: words in each voice; *prose* = author + quoted + mentioned; *quoted_share* =
        ``quoted / prose``, 0 to 1, with the bounds that the reading of quotation marks leaves open:
        *quoted_share_min* counts displayed quotations only, *quoted_share_max* = ``(quoted + mentioned) /
        prose``; *note* where a text has no prose and so no share.

    Examples
    --------
    >>> voices = pd.Categorical(["author", "quoted", "mentioned", "author"])
    >>> tokens = pd.DataFrame({"text": "a", "kind": "body", "voice": voices})
    >>> words_by_voice(tokens)[["prose", "quoted_share", "quoted_share_max"]].to_numpy().tolist()
    [[4.0, 0.25, 0.5]]
    """
    table = pd.crosstab(tokens["text"], tokens["voice"], dropna=False).reindex(
        columns=list(VOICES), fill_value=0
    )
    prose = table[["author", "quoted", "mentioned"]].sum(axis=1)
    displayed = tokens["text"][tokens["kind"] == DISPLAYED].value_counts().reindex(table.index, fill_value=0)
    denominator = prose.where(prose > 0)
    return table.rename_axis(columns=None).assign(
        prose=prose,
        quoted_share=table["quoted"] / denominator,
        quoted_share_min=displayed / denominator,
        quoted_share_max=(table["quoted"] + table["mentioned"]) / denominator,
        note=np.where(prose > 0, "", "the text has no running prose"),
    )


def words_by_kind(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the words of every text by kind of block; kinds that do not occur are left out."""
    table = pd.crosstab(tokens["text"], tokens["kind"], dropna=False)
    return table.loc[:, table.sum() > 0].rename_axis(columns=None)


def words_by_person(tokens: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Count the words of every person of the plays in a corpus.

    Parameters
    ----------
    tokens, blocks : DataFrame
        Of an `Annotation`.

    Returns
    -------
    DataFrame
        One row a text and speaker, most words first: text, speaker (*not named* where the mark-up names
        nobody), n_words (with what a person quotes or reads out), *share* of the words said in the play (0
        to 1). Empty where no text is a play by its mark-up.
    """
    said = blocks.loc[blocks["speaker"].notna() & blocks["kind"].isin(PROSE), ["text", "block", "speaker"]]
    said = said.assign(speaker=said["speaker"].astype(object).replace("", NOT_NAMED))
    words = tokens[["text", "block"]].merge(said, on=["text", "block"])
    table = words.groupby(["text", "speaker"], observed=True).size().rename("n_words").reset_index()
    table["share"] = table["n_words"] / table.groupby("text", observed=True)["n_words"].transform("sum")
    return table.sort_values(["text", "n_words", "speaker"], ascending=[True, False, True], ignore_index=True)


@answers_first("text", "speaker", "n_words", "share", "n_quotations")
def words_by_speaker(tokens: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Count the quoted words of every speaker.

    Parameters
    ----------
    tokens, quotations : DataFrame
        Of an `Annotation`.

    Returns
    -------
    DataFrame
        One row a text, speaker and source, most words first: text, speaker (*not named* where the text names
        nobody), source (its kind), cited_through (the work from which the text has the words, where it
        quotes at second hand; else empty), n_quotations, n_words, *share* of the words that the text quotes
        (0 to 1), note. A text that quotes nobody has one row with the speaker *nobody*, without a share.
    """
    texts = tokens["text"].cat.categories
    words = tokens["quotation"][tokens["voice"] == "quoted"].value_counts()
    spoken = quotations[quotations["quotation"].isin(words.index[words > 0])]
    spoken = spoken.assign(n_words=spoken["quotation"].map(words).astype(int))
    spoken = spoken.fillna({"speaker": NOT_NAMED, "source": UNSTATED, "cited_through": ""})
    grouped = spoken.groupby(["text", "speaker", "source", "cited_through"], as_index=False, sort=True)
    table = grouped.agg(n_quotations=("quotation", "size"), n_words=("n_words", "sum"))
    silent = {"text": texts.difference(list(table["text"])), "speaker": NOBODY, "source": UNSTATED}
    silent["cited_through"] = ""
    table = pd.concat([table, pd.DataFrame({**silent, "n_quotations": 0, "n_words": 0})], ignore_index=True)
    table["text"] = pd.Categorical(table["text"], categories=texts)
    total = table.groupby("text", observed=True)["n_words"].transform("sum")
    table["share"] = table["n_words"] / total.where(total > 0)
    table["note"] = np.where(total > 0, "", "the text quotes nobody")
    return table.sort_values(["text", "n_words", "speaker"], ascending=[True, False, True], ignore_index=True)
