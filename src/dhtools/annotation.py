"""Everything that reading a corpus yields, in one record: blocks, quotations, sentences, tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .cleaning import PROSE, clean
from .corpus import Corpus
from .sentences import find_sentences
from .tokens import token_table
from .voices import find_quotations, name_speakers

#: Voices of a sentence: its words may have more than one.
SENTENCE_VOICES = ("author", "quoted", "mixed", "other")


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A corpus with its four tables.

    Attributes
    ----------
    blocks, quotations, sentences, tokens : DataFrame
        From `clean`, `find_quotations` (with speakers), `find_sentences` (with voices), `token_table`.
    """

    corpus: Corpus
    blocks: pd.DataFrame = field(repr=False)
    quotations: pd.DataFrame = field(repr=False)
    sentences: pd.DataFrame = field(repr=False)
    tokens: pd.DataFrame = field(repr=False)

    def passage(self, passage_id: str) -> str:
        """Return the words of a passage such as ``article:37.2`` as they stand in the file."""
        row = self.sentences[self.sentences["passage"] == passage_id].iloc[0]
        return self.corpus[row["text"]].raw[row["start"] : row["end"]]


def annotate(corpus: Corpus) -> Annotation:
    """Read a corpus: type its blocks, find quotations and their speakers, split sentences, list its words."""
    blocks = clean(corpus)
    quotations = find_quotations(corpus, blocks)
    sentences = find_sentences(corpus, blocks)
    tokens = token_table(corpus, blocks=blocks, quotations=quotations, sentences=sentences)
    voiced = sentences.assign(voice=_sentence_voices(sentences, tokens, blocks))
    return Annotation(corpus, blocks, name_speakers(corpus, quotations, blocks), voiced, tokens)


def contents(corpus: Corpus, spans: pd.DataFrame) -> list[str]:
    """Return the words of every row of a table with columns text, start and end, as they stand in the files."""
    raws = {text.id: text.raw for text in corpus}
    rows = zip(spans["text"], spans["start"].tolist(), spans["end"].tolist(), strict=True)
    return [raws[text][start:end] for text, start, end in rows]


def published_tables(annotation: Annotation) -> dict[str, pd.DataFrame]:
    """Return the tables for ``data/corpus/``: blocks, quotations, sentences, tokens.

    Readers' comments are counted but not reprinted: their blocks come without content, their words are left out of
    the tokens.
    """
    corpus, blocks, tokens = annotation.corpus, annotation.blocks, annotation.tokens
    comments = (blocks["kind"] == "comments").to_numpy()
    words = tokens.groupby(["text", "block"], observed=True).size().rename("words").reset_index()
    counted = blocks.merge(words.astype({"text": blocks["text"].dtype}), on=["text", "block"], how="left")
    content = np.where(comments, "", np.array(contents(corpus, blocks), dtype=object))
    return {
        "blocks": counted.assign(words=counted["words"].fillna(0).astype(int), content=content),
        "quotations": annotation.quotations.assign(content=contents(corpus, annotation.quotations)),
        "sentences": annotation.sentences,
        "tokens": tokens[tokens["kind"] != "comments"].drop(columns="block"),
    }


def _sentence_voices(sentences: pd.DataFrame, tokens: pd.DataFrame, blocks: pd.DataFrame) -> pd.Categorical:
    """A sentence is quoted if all its words are, mixed if some are, other outside the running prose."""
    passage = tokens["passage"].cat.codes.to_numpy()
    words = np.bincount(passage, minlength=len(sentences))
    quoted = np.bincount(passage, weights=tokens["voice"] == "quoted", minlength=len(sentences))
    kinds = blocks.set_index(["text", "block"])["kind"].astype(str)
    kind = kinds.loc[list(zip(sentences["text"], sentences["block"], strict=True))].to_numpy()
    choices = [~np.isin(kind, PROSE), (words == 0) & (kind == "blockquote"), quoted == 0, quoted == words]
    return pd.Categorical(
        np.select(choices, ["other", "quoted", "author", "quoted"], default="mixed"), categories=list(SENTENCE_VOICES)
    )
