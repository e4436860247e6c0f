"""Measure the fits of topics as ratios against scikit-learn's NMF in the same run.

All fits are of processor time, in one thread, ours and the peer's in turn; the median of the ratios counts.

* fit: ``fit_topics`` of 2,225 documents of 300 words, cut from 26 British novels in turn, with 5 and 20
  topics, against ``NMF(k, init="nndsvd")`` of the same tf-idf, which both make;
* refit: 40 refits of stability, on subsamples of the article and the lecture of this repository, 6 topics,
  against 40 bare ``fit_transform`` of dense tables from the same starts, to the same tolerance.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from common import Given, measures
from coverage_topics import long_segments
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from speed import times
from threadpoolctl import threadpool_limits

from dhtools import fold_case, read_corpus
from dhtools.annotation import token_table
from dhtools.topics import document_term_matrix, fit_topics
from dhtools.topics.batched_nmf import Sample, Table
from dhtools.topics.document_term_matrix import DocumentTermMatrix, tfidf_transformer
from dhtools.topics.factorisation import singular_starts
from dhtools.topics.refits import refit_topics

DOCUMENTS, WORDS = 2225, 300
REFITS = 40


def cut(folder: Path, documents: int) -> DocumentTermMatrix:
    """Return so many documents of 300 words, as many from each text as it has, in turn."""
    tokens = fold_case(token_table(read_corpus(folder)))
    number = tokens.groupby("text", observed=True).cumcount() // WORDS
    kept = tokens[number < -(-documents // tokens["text"].nunique())]
    segment = kept["text"].astype(str) + "_" + number[kept.index].astype(str)
    table = document_term_matrix(kept.assign(segment=segment)).without_empty()
    return table.take(np.arange(min(documents, len(table))))


def ratio(ours: Callable[[], object], theirs: Callable[[], object], repeat: int) -> float:
    """Return the median ratio of processor times, the two in turn, in one thread."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return median(seconds(ours) / seconds(theirs) for _ in range(repeat))


def seconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


def fit_ratio(documents: DocumentTermMatrix, k: int, repeat: int) -> float:
    def theirs() -> None:
        weights = tfidf_transformer().fit_transform(documents.counts)
        NMF(k, init="nndsvd", random_state=0).fit_transform(weights)

    return ratio(lambda: fit_topics(documents, k), theirs, repeat)


def refit_ratio(documents: DocumentTermMatrix, k: int, repeat: int) -> float:
    random, drawn = np.random.default_rng(0), round(0.8 * len(documents))
    rows = [np.sort(random.permutation(len(documents))[:drawn]) for _ in range(REFITS)]
    weights = [tfidf_transformer().fit_transform(documents.counts[row]) for row in rows]
    starts = [singular_starts(table, [k])[k] for table in weights]
    tables = [table.toarray() for table in weights]

    def theirs() -> None:
        for table, (segments, words) in zip(tables, starts, strict=True):
            NMF(k, init="custom").fit_transform(table, W=segments.copy(), H=words.copy())

    def ours() -> None:
        table = Table.of(documents.counts)
        refit_topics([Sample(table, row) for row in rows], [k])

    return ratio(ours, theirs, repeat)


@measures("speed: one fit of topics, tf-idf included", needs="british_fiction")
def fits(given: Given) -> list[str]:
    documents = cut(given.folder("british_fiction"), given.size(DOCUMENTS, 30))
    few, many = (times(fit_ratio(documents, k, given.size(7, 1))) for k in (5, 20))
    return [f"{few}; {many} a fit of scikit-learn's NMF from its nndsvd"]


@measures("speed: one refit of stability, tf-idf and start included")
def refits(given: Given) -> list[str]:
    ratio = refit_ratio(long_segments().without_empty(), 6, given.size(7, 1))
    return [f"{times(ratio)} a bare fit of scikit-learn's NMF from a given start"]
