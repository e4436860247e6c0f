"""What is odd in the characters of a corpus: repaired, normalised, or left as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from ..corpus.formats import LEFTOVERS
from ..corpus.texts import Corpus, Text
from .normalisation import find_folds
from .paragraphs import line_of, line_starts

_COLUMNS = ["text", "found", "treatment", "n", "line", "example"]
#: Characters shown on each side of an example.
_AROUND = 12

Row = tuple[str, str, str, int, int, str]


def normalisation_report(corpus: Corpus) -> pd.DataFrame:
    """List what was found in the characters of each text, how often, and what is done with it.

    Returns
    -------
    DataFrame
        One row a text and finding: *text*; *found* (what it is); *treatment*; *n* (how often; lines for
        UTF-8 that was read as another encoding); *line* and *example* of the first case. The treatment is
        *repaired* and the like for damage that is mended when a file is read (`dhtools.corpus.damage`);
        *normalised* for what words are compared without (`dhtools.annotation.normalisation`), where the file
        stays as it is; *left as it stands* for markup that a conversion left, whose words are counted.
    """
    rows = [row for text in corpus for row in (*_repairs(text), *_folds(text), *_leftovers(text))]
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"n": int, "line": int})
    return frame.assign(text=pd.Categorical(frame["text"], categories=list(corpus.ids)))


def _repairs(text: Text) -> Iterator[Row]:
    for repair in text.repairs:
        yield text.id, repair.found, repair.treatment, repair.n, repair.line, repair.example


def _folds(text: Text) -> Iterator[Row]:
    starts = line_starts(text.raw)
    first: dict[str, tuple[int, int]] = {}
    number: dict[str, int] = {}
    for start, end, _, what in find_folds(text.raw):
        first.setdefault(what, (start, end))
        number[what] = number.get(what, 0) + 1
    for what, (start, end) in first.items():
        example = _shown(text.raw, start, end)
        yield text.id, what, "normalised", number[what], line_of(starts, start), example


def _leftovers(text: Text) -> Iterator[Row]:
    for what, pattern in LEFTOVERS.items():
        if first := pattern.search(text.raw):
            n = sum(1 for _ in pattern.finditer(text.raw))
            line = line_of(line_starts(text.raw), first.start())
            yield text.id, what, "left as it stands", n, line, _shown(text.raw, *first.span())


def _shown(raw: str, start: int, end: int) -> str:
    """Return a place with the rest of its word; what cannot be seen by its code point."""
    before = re.search(r"\S*\Z", raw[max(0, start - _AROUND) : start])
    after = re.match(r"\S*", raw[end : end + _AROUND])
    whole = (before[0] if before else "") + raw[start:end] + (after[0] if after else "")
    visible = (
        sign if sign.isprintable() and not sign.isspace() else f"[U+{ord(sign):04X}]" for sign in whole
    )
    return "".join(" " if sign == "[U+0020]" else sign for sign in visible)
