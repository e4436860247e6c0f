"""How often is chance called a stable topic, and how often is a planted topic called one?

    python benchmarks/coverage_topics.py --json OUT [--copies 40]

* shuffled: copies of the segments of the two long texts of this repository (author's words, names of persons
  set aside, 100 words), in which all words are shuffled across segments. Any topic called stable is a false
  one: by design one in forty.
* planted: 60 segments of 28 counted words, a share of which (*strength*) is drawn from the 15 words of one
  of four topics, the rest from 450 words of falling frequency.

JSON: {"shuffled": [{"k", "copies", "topics", "stable", "copies_with_any"}],
"planted": [{"strength", "topics", "stable"}]}.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from dhtools import annotate, fold_case, read_corpus, segment
from dhtools.annotation import find_names, read_gazetteer
from dhtools.topics import document_term_matrix, stability
from dhtools.topics.document_term_matrix import DocumentTermMatrix, long_texts
from dhtools.topics.stability import shuffle_words

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TOPICS, SEGMENTS, LENGTH, OWN, VOCABULARY = 4, 60, 28, 15, 450


def long_segments() -> DocumentTermMatrix:
    """The documents that the notebook on topics is fitted to."""
    corpus = read_corpus(SEEDS)
    gazetteer = read_gazetteer(SEEDS)
    author = fold_case(annotate(corpus).tokens.query("voice == 'author'"))
    author = author[author["text"].isin(long_texts(author, min_words=1000))]
    persons = find_names(corpus, gazetteer[gazetteer["type"] == "person"])
    return document_term_matrix(segment(author, segment_words=100), names=persons)


def false_stable(given: DocumentTermMatrix, k: int, copies: int) -> dict[str, int]:
    """Count the topics of shuffled copies that are called stable."""
    called = []
    for copy in range(copies):
        chance = shuffle_words(given, np.random.default_rng(5000 + copy))
        called.append(stability(chance, k, starts=0, within_texts=False).table["stable"].sum())
    return {
        "k": k, "copies": copies, "topics": k * copies, "stable": int(sum(called)),
        "copies_with_any": int(sum(number > 0 for number in called)),
    }  # fmt: skip


def planted(strength: float, seed: int) -> DocumentTermMatrix:
    """Segments in which each of four topics has words of its own."""
    random = np.random.default_rng(seed)
    common = 1 / np.arange(1, VOCABULARY + 1) ** 0.7
    order = random.permutation(VOCABULARY)
    rows = np.zeros((SEGMENTS, VOCABULARY), dtype=np.int32)
    for segment_number in range(SEGMENTS):
        own = np.zeros(VOCABULARY)
        first = segment_number % TOPICS * OWN
        own[order[first : first + OWN]] = 1 / OWN
        rows[segment_number] = random.multinomial(
            LENGTH, (1 - strength) * common / common.sum() + strength * own
        )
    spread = (rows > 0).sum(axis=0)
    kept = (spread >= 2) & (spread <= SEGMENTS / 2)
    return DocumentTermMatrix(
        counts=sparse.csr_array(rows[:, kept]),
        segments=pd.RangeIndex(SEGMENTS, name="segment"),
        texts=pd.Index(["text"] * SEGMENTS, name="text"),
        vocabulary=pd.Index([f"w{word:03d}" for word in np.flatnonzero(kept)], dtype=object, name="word"),
        rule="planted",
    )


def found(strength: float, corpora: int) -> dict[str, float]:
    """Count the planted topics that are called stable."""
    called = [
        stability(planted(strength, seed), TOPICS, starts=0, within_texts=False).table["stable"].sum()
        for seed in range(corpora)
    ]
    return {"strength": strength, "topics": TOPICS * corpora, "stable": int(sum(called))}


def main() -> None:
    """Measure, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--copies", type=int, default=40)
    arguments = parser.parse_args()
    given = long_segments()
    result = {
        "shuffled": [false_stable(given, k, arguments.copies) for k in (4, 6)],
        "planted": [
            found(strength, max(1, arguments.copies // 4)) for strength in (0.1, 0.15, 0.2, 0.3, 0.4)
        ],
    }
    arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
