"""Figures of speech: passages ranked by how much of a figure they are; a function a figure.

Words that return are most often no figure: what is found is ranked, so that a reader sees the best passages
first, in the manner of Dubremetz and Nivre's ranking of chiasmus. Only what is right in three cases of four on
the hand annotation is `COUNTED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from ..annotation import Annotation
from ..errors import check_choice
from ..tokens import fold_word
from .antithesis import antithesis
from .findings import make_findings
from .members import Found, Paragraph, names_among
from .parallels import rhetorical_question, tricolon
from .repetition import anadiplosis, anaphora, chiasmus, epistrophe, polysyndeton

#: Figures by name: a function of a paragraph that yields what it finds in it.
FIGURES: Mapping[str, Callable[[Paragraph], Iterator[Found]]] = MappingProxyType(
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
#: Figures that may be counted: at least three in four of those found are in the hand annotation of the four
#: texts (``benchmarks/validate_rhetoric.py figures``). The others are read from the top.
COUNTED = frozenset({"antithesis"})


def find_figures(annotation: Annotation, *, figures: Iterable[str] | None = None) -> pd.DataFrame:
    """Find passages that may be figures of speech, whoever speaks, with a score to rank them by.

    Parameters
    ----------
    annotation : Annotation
    figures : iterable of str, optional
        Some of `FIGURES`; all where not given.

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* is the figure, *detail* its form or the words repeated, *score* what
        passages of one figure are ranked by (the function of each figure in `FIGURES` gives the formula);
        scores of two figures are not comparable. No figure reaches over the edge of a block.

    Raises
    ------
    DhtoolsError
        If there is no such figure.

    Notes
    -----
    After M. Dubremetz and J. Nivre (2015), Rhetorical figure detection: the case of chiasmus.
    """
    wanted = [check_choice("figures", name, FIGURES) for name in (FIGURES if figures is None else figures)]
    rows = [
        (text, at + found.start, at + found.end, name, found.detail, found.score)
        for text, at, paragraph in _paragraphs(annotation)
        for name in wanted
        for found in FIGURES[name](paragraph)
    ]
    columns = ["text", "start", "end", "category", "detail", "score"]
    return make_findings(annotation, pd.DataFrame(rows, columns=columns))


def _paragraphs(annotation: Annotation) -> Iterator[tuple[str, int, Paragraph]]:
    """Yield every block as a paragraph, with its text and the place where it begins; by codes, not by rows."""
    tokens, blocks = annotation.tokens, annotation.blocks
    forms = tokens["word"].cat.categories
    folded = np.array([fold_word(str(form)) for form in forms], dtype=object)
    spoken = ((tokens["voice"] == "quoted") & (tokens["kind"] == "body")).to_numpy()
    places = {key: rows for key, rows in tokens.groupby(["text", "block"], observed=True).indices.items()}
    for text, own in blocks.groupby("text", observed=True):
        codes = tokens["word"].cat.codes.to_numpy()[(tokens["text"] == text).to_numpy()]
        names = names_among(map(str, forms[np.unique(codes)]))
        raw = annotation.corpus[str(text)].raw
        for block, kind, start, end in own[["block", "kind", "start", "end"]].itertuples(index=False, name=None):
            rows = places.get((text, block))
            if rows is not None:
                at = tokens["word"].cat.codes.to_numpy()[rows]
                yield (
                    str(text),
                    start,
                    Paragraph(
                        text=raw[start:end],
                        kind=str(kind),
                        words=folded[at].tolist(),
                        starts=(tokens["start"].to_numpy()[rows] - start).tolist(),
                        ends=(tokens["end"].to_numpy()[rows] - start).tolist(),
                        sentences=_bounds(tokens["passage"].cat.codes.to_numpy()[rows]),
                        spoken=spoken[rows].tolist(),
                        names=names,
                    ),
                )


def _bounds(passages: np.ndarray) -> list[tuple[int, int]]:
    """Return the first word of each sentence and the word after its last."""
    edges = [0, *(np.flatnonzero(np.diff(passages)) + 1).tolist(), len(passages)]
    return list(zip(edges, edges[1:], strict=False))
