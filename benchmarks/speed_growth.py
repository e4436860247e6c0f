"""How the processor time of the stages of an analysis grows with the words of a corpus.

The exponent is the slope of a line through the logarithms of words and seconds: 1 where twice the words take
twice the time. 4, 12, 59 and 85 texts (those of this repository, the first addresses, all of them, the
papers) are one line; 3, 6 and 26 novels another. One process, one thread:

* annotation: from the folder to the four tables;
* segments: the author's words cut into segments of 300 and counted, sparse;
* excerpts: distances between all excerpts of 500 words (Cosine Delta): it grows with the square of a corpus;
* relations: of measures, in up to 600 segments, 99 permutations: beyond that only the search for cues grows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from common import ROOT, Given, measures

from dhtools import annotate, fold_case, read_corpus, segment
from dhtools.counts.sparse import sparse_counts
from dhtools.reference import block_table
from dhtools.study import correlate_distances, measure_distances
from dhtools.stylometry import compare_texts
from dhtools.topics.models import one_thread

STAGES = ("annotation", "segments", "excerpts", "relations")
#: By corpus: so many of its texts, the first by name.
TEXTS = (("seeds", 4), ("inaugural", 12), ("inaugural", 59), ("federalist", 85))
NOVELS = (("british_fiction", 3), ("british_fiction", 6), ("british_fiction", 26))
LITTLE = (("seeds", 2), ("seeds", 4))


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call gives, and its processor time in seconds."""
    begin = time.process_time()
    return call(), time.process_time() - begin


def stages(folder: Path, n_texts: int) -> tuple[int, list[float]]:
    """Return the author's words of the first texts of a folder, and the seconds of each of the `STAGES`."""
    with TemporaryDirectory() as scratch:
        for path in sorted(folder.glob("*.txt"))[:n_texts]:
            Path(scratch, path.name).write_bytes(path.read_bytes())
        annotation, first = timed(lambda: annotate(read_corpus(scratch)))
    author = fold_case(annotation.tokens[annotation.tokens["voice"] == "author"])
    calls = (
        lambda: sparse_counts(segment(author, segment_words=300), unit="segment"),
        lambda: compare_texts(block_table(author), excerpt_words=500),
        lambda: correlate_distances(
            *measure_distances(annotation, author, segment_words=300, mfw=200), permutations=99
        ),
    )
    return len(author), [first, *(timed(call)[1] for call in calls)]


def exponents(given: Given, corpora: tuple[tuple[str, int], ...]) -> str:
    """Return the exponent of each stage, in words."""
    folders = [ROOT / name if name == "seeds" else given.folder(name) for name, _ in corpora]
    with one_thread():
        stages(ROOT / "seeds", 2)  # what is loaded once belongs to no corpus
        made = [stages(folder, n) for folder, (_, n) in zip(folders, corpora, strict=True)]
    words = np.log([n for n, _ in made])
    slopes = np.polyfit(words, np.log([seconds for _, seconds in made]), 1)[0]
    return ", ".join(f"{stage} {slope:.2f}" for stage, slope in zip(STAGES, slopes, strict=True))


@measures(
    "growth of time with words: texts; novels",
    needs="inaugural federalist british_fiction",
)
def growth(given: Given) -> list[str]:
    texts, novels = (exponents(given, LITTLE if given.quick else corpora) for corpora in (TEXTS, NOVELS))
    return [f"exponents of {texts}; of {novels}"]
