"""Figures of speech: passages ranked by a score, a function a figure.

Most repetitions are not figures. So passages are ranked, and a reader sees the best of them first. Figures
that are right in three cases of four on the hand annotation are `COUNTED_FIGURES`.

Source of the ranking: Dubremetz and Nivre (2015), Rhetorical figure detection: the case of chiasmus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from ...annotation.record import Annotation
from ...annotation.tokens import fold_word
from ...errors import check_choice
from ...schema import DISPLAYED
from ..findings import SPAN_COLUMNS, make_findings
from ..language import for_english
from .antithesis import antithesis
from .clauses import ClauseView, FigureMatch, names_among
from .parallelism import rhetorical_question, tricolon
from .repetition import anadiplosis, anaphora, chiasmus, epistrophe, polysyndeton

#: Figures by name: a function of a paragraph that yields what it finds in it.
FIGURES: Mapping[str, Callable[[ClauseView], Iterator[FigureMatch]]] = MappingProxyType(
    {
        "antithesis": antithesis,
        "rhetorical question": rhetorical_question,
        "anaphora": anaphora,
        "epistrophe": epistrophe,
        "anadiplosis": anadiplosis,
        "tricolon": tricolon,
        "chiasmus": chiasmus,
        "polysyndeton": polysyndeton,
    }
)
#: Figures that may be counted: in the four texts at least ten are found, and at least three in four of them
#: are in the hand annotation (``benchmarks/validate_rhetoric.py figures``). Others are read from the top.
COUNTED_FIGURES = frozenset({"antithesis"})

_PLACE = ("block", "kind", "start", "end")


@for_english("figures of speech")
def find_figures(annotation: Annotation, *, figures: Iterable[str] | None = None) -> pd.DataFrame:
    """Find passages that may be figures of speech, whoever speaks, with a score to rank them by.

    * figures: Some of `FIGURES`; all where not given.

    Returns: As from `make_findings`: *category* is the figure, *detail* its form or the words repeated,
    *score* for ranking: the docstring of each function of `FIGURES` gives its formula. Scores of two figures
    cannot be compared. A figure does not cross the edge of a block. A passage may be several figures.

    Raises `DhtoolsError` if a figure is unknown.

    The ranking follows M. Dubremetz and J. Nivre (2015), Rhetorical figure detection: the case of chiasmus.
    """
    wanted = [check_choice("figures", name, FIGURES) for name in (FIGURES if figures is None else figures)]
    rows = [
        (text, begin + found.start, begin + found.end, name, found.detail, found.score)
        for text, begin, view in _clause_views(annotation)
        for name in wanted
        for found in FIGURES[name](view)
    ]
    return make_findings(annotation, pd.DataFrame(rows, columns=[*SPAN_COLUMNS, "score"]))


def _clause_views(annotation: Annotation) -> Iterator[tuple[str, int, ClauseView]]:
    """Yield every block that has words, with its text and the place where it begins."""
    words = _Words.of(annotation.tokens)
    for text, blocks in annotation.blocks.groupby("text", observed=True):
        raw, rows = annotation.corpus[str(text)].raw, words.rows.get(str(text), {})
        names = words.names([*rows.values()])
        for block, kind, start, end in zip(*(blocks[name].tolist() for name in _PLACE), strict=True):
            if block in rows:
                yield str(text), start, words.view(rows[block], raw[start:end], str(kind), start, names)


class _Words(NamedTuple):
    """The columns of the token table as arrays, and the rows of each block by text and number."""

    forms: np.ndarray
    folded: np.ndarray
    codes: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    passages: np.ndarray
    spoken: np.ndarray
    rows: dict[str, dict[int, np.ndarray]]

    @classmethod
    def of(cls, tokens: pd.DataFrame) -> _Words:
        """Read the token table once."""
        forms = tokens["word"].cat.categories.to_numpy(dtype=object)
        rows: dict[str, dict[int, np.ndarray]] = {}
        for key, places in tokens.groupby(["text", "block"], observed=True).indices.items():
            text, block = cast(tuple[str, int], key)
            rows.setdefault(text, {})[block] = np.asarray(places)
        return cls(
            forms=forms,
            folded=np.array([fold_word(str(form)) for form in forms], dtype=object),
            codes=tokens["word"].cat.codes.to_numpy(),
            starts=tokens["start"].to_numpy(),
            ends=tokens["end"].to_numpy(),
            passages=tokens["passage"].cat.codes.to_numpy(),
            spoken=((tokens["voice"] == "quoted") & (tokens["kind"] != DISPLAYED)).to_numpy(),
            rows=rows,
        )

    def names(self, blocks: list[np.ndarray]) -> frozenset[str]:
        """Return the words of a text that never stand in lower case."""
        codes = np.unique(self.codes[np.concatenate(blocks)]) if blocks else np.array([], dtype=np.intp)
        return names_among(self.forms[codes].tolist())

    def view(self, rows: np.ndarray, text: str, kind: str, start: int, names: frozenset[str]) -> ClauseView:
        """Return a block: its rows, its text, and the place where it begins."""
        edges = [0, *(np.flatnonzero(np.diff(self.passages[rows])) + 1).tolist(), len(rows)]
        return ClauseView(
            text=text,
            kind=kind,
            words=self.folded[self.codes[rows]].tolist(),
            starts=(self.starts[rows] - start).tolist(),
            ends=(self.ends[rows] - start).tolist(),
            sentences=list(pairwise(edges)),
            spoken=self.spoken[rows].tolist(),
            names=names,
        )
