"""A passage opened from its line: the sentences around it, in pieces that share voice and findings.

The pieces hold plain text. Whoever shows them sets them as text; no markup is made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..annotation.record import COMMENTS, Annotation
from ..corpus.origins import page_of
from ..export.highlight import MarkedText, Piece, marked_texts
from ..export.text_view import checked_findings

#: Sentences shown on either side of a line, and characters at most.
AROUND, REACH = 8, 6000


class PassageView:
    """The texts of an annotation with their voices and findings, opened where a line stands.

    Parameters
    ----------
    annotation : Annotation
    layers : mapping of str to DataFrame
        Tables of findings by the name of their layer, such as *findings*, *topics* or *entities*; each with
        text, start, end (code points of the file) and category.
    """

    def __init__(self, annotation: Annotation, layers: Mapping[str, pd.DataFrame]) -> None:
        self.annotation = annotation
        self.layers = dict(layers)
        self._marked: dict[str, MarkedText] = {}

    def opened(self, text: str, start: int, end: int) -> dict[str, Any]:
        """Return the passage around a span of a text.

        Returns: *text*, *start* and *end* of what is shown, *before* and *after* (whether the text goes on),
        and *blocks*: of each *kind*, *name* (its first sentence), and *pieces* of text, see `_piece`.
        Readers' comments are not reprinted: their blocks have no pieces.
        """
        first, last, more = self._reach(text, start, end)
        marked = self._texts()[text]
        blocks = list(self._blocks(marked, first, last, (start, end)))
        pieces = [piece for block in blocks for piece in block["pieces"]]
        return {
            "text": text,
            "blocks": blocks,
            "before": more[0],
            "after": more[1],
            "page": page_of(self.annotation.corpus[text], start) or "",
            "layers": sorted({layer for piece in pieces for layer, *_ in piece["found"]}),
        }

    def _reach(self, text: str, start: int, end: int) -> tuple[int, int, tuple[bool, bool]]:
        """Return where the sentences begin and end that are shown, and whether there are more."""
        sentences = self.annotation.sentences
        own = np.flatnonzero((sentences["text"] == text).to_numpy())
        begins, ends = (sentences[name].to_numpy()[own] for name in ("start", "end"))
        if not len(own):
            return start, end, (False, False)
        row = max(int(np.searchsorted(begins, start, side="right")) - 1, 0)
        low, high = max(row - AROUND, 0), min(row + AROUND, len(own) - 1)
        first = max(min(int(begins[low]), start), start - REACH)
        last = min(max(int(ends[high]), end), end + REACH)
        return first, last, (bool(first > begins[0]), bool(last < ends[-1]))

    def _texts(self) -> dict[str, MarkedText]:
        """Return the texts with what is marked in them; made once, when the first line is opened."""
        if not self._marked:
            self._marked = marked_texts(self.annotation, checked_findings(self.annotation, self.layers), {})
        return self._marked

    def _blocks(
        self, marked: MarkedText, first: int, last: int, core: tuple[int, int]
    ) -> Iterator[dict[str, Any]]:
        blocks = marked.blocks
        columns = (blocks[name].tolist() for name in ("kind", "start", "end", "block"))
        for kind, start, end, number in zip(*columns, strict=True):
            begin, after = max(start, first), min(end, last)
            if begin < after:
                shown = kind != COMMENTS
                pieces = [*self._pieces(marked, begin, after, core)] if shown else []
                yield {"kind": str(kind), "block": number, "pieces": pieces}

    def _pieces(
        self, marked: MarkedText, first: int, last: int, core: tuple[int, int]
    ) -> Iterator[dict[str, Any]]:
        for piece in marked.pieces(first, last, *core):
            yield self._piece(piece, marked, core)

    def _piece(self, piece: Piece, marked: MarkedText, core: tuple[int, int]) -> dict[str, Any]:
        """Return a piece: its words, voice, sentence (where one begins), whether it is of the line, findings.

        A finding is a layer, a category and what is said of it.
        """
        return {
            "words": marked.words(piece),
            "voice": piece.voice,
            "sentence": marked.sentences.get(piece.start, ""),
            "hit": core[0] <= piece.start < core[1],
            "found": [(one.layer, one.category, one.title) for one in piece.findings],
        }
