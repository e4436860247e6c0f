"""The voice at every place of a text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..schema import DISPLAYED, PROSE, UNSTATED, VOICES
from .places import Ints, Spans, codes_of


class VoiceFinder:
    """Finds the voice at any place of the texts.

    Only first-level direct quotations and displayed quotations are *quoted*; a word that a displayed
    quotation puts in marks of its own is still the displayed speaker's.
    """

    def __init__(self, blocks: pd.DataFrame, quotations: pd.DataFrame) -> None:
        self._blocks = Spans(blocks)
        self._quotations = Spans(quotations, (quotations["level"] == 1).to_numpy())
        prose, displayed = blocks["kind"].isin(PROSE), (blocks["kind"] == DISPLAYED).to_numpy()
        decided = np.where(prose, _code("quoted"), _code("other"))
        self._of_block = np.where(prose & ~displayed, np.int8(-1), decided)
        direct = (quotations["kind"] == "direct").to_numpy()
        inside = np.where(direct, _code("quoted"), _code("mentioned"))
        self._of_quotation = np.append(inside, _code("author"))

    def at(self, text_id: str, places: Ints) -> tuple[npt.NDArray[np.int8], Ints]:
        """Return, for places of one text, voice (index into `VOICES`) and row of the outermost quotation.

        The row is -1 outside quotations.
        """
        block, quotation = self._blocks.begun(text_id, places), self._quotations.at(text_id, places)
        voice = self._of_block[block]
        return np.where(voice < 0, self._of_quotation[quotation], voice), quotation


def _code(voice: str) -> np.int8:
    return np.int8(VOICES.index(voice))


def voice_runs(tokens: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of words in one voice and from one kind of source, in the order of the texts.

    Returns: text, first, after (word numbers from 0; *after* is the first word of the next run), n_words,
    voice, source (of quoted words; missing for others).
    """
    text, voice = codes_of(tokens["text"]), codes_of(tokens["voice"])
    told = pd.Series(quotations["source"].fillna(UNSTATED).to_numpy(), index=quotations["quotation"])
    number, sources = pd.factorize(told.reindex(tokens["quotation"].cat.categories))
    source = np.append(number, -1)[codes_of(tokens["quotation"])]
    source = np.where(voice == list(tokens["voice"].cat.categories).index("quoted"), source, -1)
    changes = [column[1:] != column[:-1] for column in (text, voice, source)]
    starts = np.flatnonzero(np.append(True, np.logical_or.reduce(changes))[: len(tokens)])
    n_words = np.diff(np.append(starts, len(tokens)))
    first = tokens.groupby("text", observed=True).cumcount().to_numpy()[starts]
    named = np.array([*sources, None], dtype=object)[source[starts]]
    runs = tokens[["text", "voice"]].iloc[starts].reset_index(drop=True)
    runs = runs.assign(
        first=first, after=first + n_words, n_words=n_words, source=pd.Series(named, dtype=object)
    )
    return runs[["text", "first", "after", "n_words", "voice", "source"]]
