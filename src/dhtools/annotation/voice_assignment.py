"""The voice at every place of a text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..schema import DISPLAYED, PROSE, UNSTATED, VOICES
from .places import Ints, Spans


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
    source = pd.Series(quotations["source"].fillna(UNSTATED).to_numpy(), index=quotations["quotation"])
    told = tokens["quotation"].astype(object).map(source).where(tokens["voice"] == "quoted")
    table = pd.DataFrame({"text": tokens["text"], "voice": tokens["voice"], "source": told.astype(object)})
    table["position"] = table.groupby("text", observed=True).cumcount()
    key = table[["text", "voice", "source"]].astype(object).fillna("")
    run = (key != key.shift()).any(axis=1).cumsum()
    first = table.groupby(run).first()
    words = table.groupby(run).size()
    runs = first.assign(first=first["position"], after=first["position"] + words, n_words=words)
    return runs.reset_index(drop=True)[["text", "first", "after", "n_words", "voice", "source"]]
