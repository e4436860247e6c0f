"""Everything that reading a corpus yields, in one record: blocks, quotations, sentences, tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..corpus.origins import with_pages
from ..corpus.texts import Corpus
from ..errors import DhtoolsError
from ..schema import DISPLAYED, PROSE, SENTENCE_VOICES
from ..shown import Shown, answers_first
from ..wording import counted
from .blocks import find_blocks
from .memory import check_memory
from .places import Spans, codes_of
from .quotations import find_quotations, name_speakers
from .sentences import find_sentences
from .tokens import token_table

#: Kind of block whose words are counted but not reprinted.
COMMENTS = "comments"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Annotation(Shown):
    """A corpus with its four tables.

    Attributes
    ----------
    blocks, quotations, sentences, tokens : DataFrame
        From `find_blocks`, `find_quotations` (with speakers), `find_sentences` (with voices), `token_table`.
    model : str
        Name and version of the model behind further columns of *tokens*
        (`dhtools.annotation.linguistic.add_linguistic_columns`); empty without them.
    """

    corpus: Corpus
    blocks: pd.DataFrame
    quotations: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    model: str = ""

    def _headline(self) -> str:
        tables = {"block": self.blocks, "quotation": self.quotations, "sentence": self.sentences}
        held = ", ".join(counted(len(table), name) for name, table in tables.items())
        return f"{counted(len(self.corpus), 'text')} annotated: {counted(len(self.tokens), 'word')}, {held}"

    def _view(self) -> pd.DataFrame:
        return pd.crosstab(self.tokens["text"], self.tokens["voice"], dropna=False)

    def passage(self, passage_id: str) -> str:
        """Return the words of a passage such as ``article:37.2`` as they stand in the file.

        Raises
        ------
        DhtoolsError
            If there is no such passage.
        """
        found = self.sentences[self.sentences["passage"] == passage_id]
        if found.empty:
            raise DhtoolsError(
                f"No passage has the id {passage_id!r}. An id is text:block.sentence, as in "
                f"{self._example()!r}; there are the texts {', '.join(self.corpus.ids)}."
            )
        row = found.iloc[0]
        return self.corpus[row["text"]].raw[row["start"] : row["end"]]

    def _example(self) -> str:
        return next(iter(self.sentences["passage"]), "article:37.2")


def annotate(corpus: Corpus) -> Annotation:
    """Read a corpus: type its blocks, find quotations and their speakers, split sentences, list its words.

    Raises `DhtoolsError` if it needs more memory than there is: about twenty times its size.
    """
    check_memory(corpus)
    blocks = find_blocks(corpus)
    quotations = find_quotations(corpus, blocks)
    sentences = find_sentences(corpus, blocks)
    tokens = token_table(corpus, blocks=blocks, quotations=quotations, sentences=sentences)
    voiced = sentences.assign(voice=_sentence_voices(sentences, tokens, blocks))
    return Annotation(corpus, blocks, name_speakers(corpus, quotations, blocks), voiced, tokens)


def span_text(corpus: Corpus, spans: pd.DataFrame) -> list[str]:
    """Return the words of every row of a table with text, start and end, as they stand in the files."""
    raws = {text.id: text.raw for text in corpus}
    rows = zip(spans["text"], spans["start"].tolist(), spans["end"].tolist(), strict=True)
    return [raws[text][start:end] for text, start, end in rows]


def published_tables(annotation: Annotation) -> dict[str, pd.DataFrame]:
    """Return the tables for ``data/corpus/``: blocks, quotations, sentences, tokens.

    Readers' comments are counted but not reprinted: their blocks and quotations come without content and
    speaker, their words are left out of the tokens. Blocks have a speaker only where a text is a play.
    """
    corpus, blocks, tokens = annotation.corpus, annotation.blocks, annotation.tokens
    words = tokens.groupby(["text", "block"], observed=True).size().rename("n_words").reset_index()
    counted = blocks if blocks["speaker"].notna().any() else blocks.drop(columns="speaker")
    counted = counted.merge(words.astype({"text": blocks["text"].dtype}), on=["text", "block"], how="left")
    quotations = annotation.quotations
    reprinted = _kinds_of(quotations, blocks) != COMMENTS
    shown = tokens[tokens["kind"] != COMMENTS].drop(columns="block")
    return {
        "blocks": counted.assign(
            n_words=counted["n_words"].fillna(0).astype(int),
            content=_shown(corpus, blocks, blocks["kind"] != COMMENTS),
        ),
        "quotations": quotations.assign(
            speaker=quotations["speaker"].where(reprinted, None),
            content=_shown(corpus, quotations, reprinted),
        ),
        "sentences": with_pages(corpus, annotation.sentences),
        "tokens": shown.assign(word=shown["word"].cat.remove_unused_categories()),
    }


def _shown(corpus: Corpus, spans: pd.DataFrame, reprinted: Iterable[bool]) -> list[str]:
    """Return the words of every row, none where they are not to be reprinted."""
    return [words if show else "" for words, show in zip(span_text(corpus, spans), reprinted, strict=True)]


def _kinds_of(spans: pd.DataFrame, blocks: pd.DataFrame) -> pd.Categorical:
    """Return the kind of the block in which every row of *spans* starts."""
    return pd.Categorical(blocks["kind"])[Spans(blocks).of(spans)]


@answers_first("text", "kind", "n_words", "begins")
def excluded_blocks(annotation: Annotation) -> pd.DataFrame:
    """Summarise what is no running prose, by text and kind of block.

    Returns
    -------
    DataFrame
        text, kind, n_lines, n_words, rule (that decided, in the first case), line and begins (of the
        first case; readers' comments are not reprinted).
    """
    blocks = published_tables(annotation)["blocks"]
    aside = blocks[~blocks["kind"].isin(PROSE)].astype({"kind": str})
    aside = aside.assign(begins=aside["content"].str.slice(0, 60))
    groups = aside.groupby(["text", "kind"], observed=True, sort=False, as_index=False)
    return groups.agg(
        n_lines=("block", "size"),
        n_words=("n_words", "sum"),
        rule=("rule", "first"),
        line=("line", "first"),
        begins=("begins", "first"),
    )


def _sentence_voices(sentences: pd.DataFrame, tokens: pd.DataFrame, blocks: pd.DataFrame) -> pd.Categorical:
    """Call a sentence quoted if all its words are, mixed if some are, other outside the running prose."""
    passage, is_quoted = codes_of(tokens["passage"]), (tokens["voice"] == "quoted").to_numpy()
    words, quoted = (_counted(rows, len(sentences)) for rows in (passage, passage[is_quoted]))
    kind = _kinds_of(sentences, blocks)
    choices = [~kind.isin(PROSE), (words == 0) & (kind == DISPLAYED), quoted == 0, quoted == words]
    voices = ["other", "quoted", "author", "quoted", "mixed"]
    codes = [np.int8(SENTENCE_VOICES.index(voice)) for voice in voices]
    chosen: npt.NDArray[np.int8] = np.select(choices, codes[:-1], default=codes[-1])
    return pd.Categorical.from_codes(chosen, categories=pd.Index(SENTENCE_VOICES, dtype="str"))


def _counted(codes: npt.NDArray[np.integer[Any]], n: int) -> npt.NDArray[np.int64]:
    """Count codes part by part, because `bincount` needs them as int64."""
    step, counts = max(n, 1 << 20), np.zeros(n, dtype=np.int64)
    for first in range(0, len(codes), step):
        counts += np.bincount(codes[first : first + step], minlength=n)
    return counts
