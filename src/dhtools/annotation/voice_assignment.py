"""The voice at every place of a text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..schema import DISPLAYED, PROSE, UNSTATED, VOICES


def voices_at(
    places: npt.NDArray[np.int32], text_id: str, blocks: pd.DataFrame, quotations: pd.DataFrame
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Return, for places of one text, voice (index into `VOICES`) and row of the outermost quotation (or -1).

    Only first-level direct quotations and displayed quotations are *quoted*; a word that a displayed
    quotation puts in marks of its own is still the displayed speaker's.
    """
    own = blocks[blocks["text"] == text_id]
    block = np.searchsorted(own["start"].to_numpy(), places, side="right") - 1
    kind = own["kind"].astype(str).to_numpy()[block]
    outer = np.flatnonzero(((quotations["text"] == text_id) & (quotations["level"] == 1)).to_numpy())
    outer = outer[np.argsort(quotations["start"].to_numpy()[outer], kind="stable")]
    begin, end = (quotations[name].to_numpy()[outer] for name in ("start", "end"))
    nearest = np.searchsorted(begin, places, side="right") - 1
    inside = (nearest >= 0) & (places < np.append(end, 0)[nearest])
    row = np.where(inside, np.append(outer, -1)[nearest], -1).astype(np.int32)
    direct = np.append((quotations["kind"] == "direct").to_numpy(), False)[row]
    voice = np.select(
        [~np.isin(kind, PROSE), (kind == DISPLAYED) | (inside & direct), inside],
        [VOICES.index("other"), VOICES.index("quoted"), VOICES.index("mentioned")],
        default=VOICES.index("author"),
    )
    return voice.astype(np.int8), row


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
