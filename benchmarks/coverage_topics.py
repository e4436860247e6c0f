"""How often is chance called a stable topic, and how often is a planted topic called one?

* shuffled: copies of the segments of the two long texts of this repository (author's words, names of persons
  set aside, 100 words), in which all words are shuffled across segments. Any topic called stable is a false
  one: by design one in forty.
* planted: 60 segments of 28 counted words, a share of which (*strength*) is drawn from the 15 words of one
  of four topics, the rest from 450 words of falling frequency.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from common import SEEDS, Given, measures, percent
from scipy import sparse

from dhtools import annotate, fold_case, read_corpus, segment
from dhtools.annotation import find_names, read_gazetteer
from dhtools.topics import document_term_matrix, stability
from dhtools.topics.document_term_matrix import DocumentTermMatrix, long_texts
from dhtools.topics.stability import shuffle_words

TOPICS, SEGMENTS, LENGTH, OWN, VOCABULARY = 4, 60, 28, 15, 450
STRENGTHS = (0.1, 0.15, 0.2, 0.3, 0.4)


def long_segments() -> DocumentTermMatrix:
    """The documents that the notebook on topics is fitted to."""
    corpus = read_corpus(SEEDS)
    gazetteer = read_gazetteer(SEEDS)
    author = fold_case(annotate(corpus).tokens.query("voice == 'author'"))
    author = author[author["text"].isin(long_texts(author, min_words=1000))]
    persons = find_names(corpus, gazetteer[gazetteer["type"] == "person"])
    return document_term_matrix(segment(author, segment_words=100), names=persons)


def stable_topics(documents: DocumentTermMatrix, k: int) -> int:
    """Count the topics that are called stable."""
    return int(stability(documents, k, starts=0, within_texts=False).table["stable"].sum())


def false_stable(given: DocumentTermMatrix, k: int, copies: int) -> list[int]:
    """Count the topics of each shuffled copy that are called stable."""
    return [
        stable_topics(shuffle_words(given, np.random.default_rng(5000 + copy)), k) for copy in range(copies)
    ]


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


@measures("topics: chance called stable")
def chance(given: Given) -> list[str]:
    copies, documents = given.size(40, 1), long_segments()
    called = [number for k in (4, 6) for number in false_stable(documents, k, copies)]
    topics, stable = 10 * copies, sum(called)
    return [
        f"{stable} of {topics} topics ({percent(stable / topics)}; by design 2.5%); "
        f"{sum(number > 0 for number in called)} of {len(called)} copies have such a topic"
    ]


@measures("topics: planted topics called stable")
def planted_topics(given: Given) -> list[str]:
    corpora = given.size(10, 1)
    found = {
        f"{strength:.0%}": sum(stable_topics(planted(strength, seed), TOPICS) for seed in range(corpora))
        for strength in STRENGTHS[: given.size(5, 1)]
    }
    return [f"of {TOPICS * corpora} topics " + "; ".join(f"{name}: {n}" for name, n in found.items())]
