"""Keyness of groups of texts of a corpus that is kept part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..keyness.comparison import Keyness, keyness
from .building import Built
from .counting import text_counts, text_totals


def compare_texts(
    built: Built,
    target: Sequence[str],
    reference: Sequence[str],
    *,
    voice: str | Iterable[str] | None = None,
    ngram: int = 1,
    min_count: int = 5,
    **options: Any,
) -> Keyness:
    """Compare the words of two groups of texts; the texts are what is permuted.

    * target, reference: Ids of texts; those without any such word are left out.
    * voice, ngram: As for `word_totals`.
    * min_count, options: As for `dhtools.keyness.keyness`.

    Returns: What `dhtools.keyness.keyness` returns of the counts of these texts in memory.
    """
    sides = [list(target), list(reference)]
    totals = text_totals(built, voice=voice, ngram=ngram)
    filled = [[text for text in side if totals.get(text, 1) > 0] for side in sides]
    both = list(dict.fromkeys(filled[0] + filled[1]))
    # what is rare in the corpus is rare on both sides together, and is left out here as it is there
    counts = text_counts(built, voice=voice, ngram=ngram, texts=both, min_count=min_count)
    tables = (counts.select(units=side) for side in filled)
    given = totals[filled[0]], totals[filled[1]]
    return keyness(*tables, totals=given, min_count=min_count, unit="text", **options)
