"""Compare topics with the labels of documents, and with the topics of other models, all in one run.

    python benchmarks/validate_topics.py DOCS.tsv [--k 5 20] [--seeds 5] [--json OUT]

DOCS.tsv is separated by tabs and has the columns text and label, one document a row. A quotation mark belongs
to the text if every line is a row as it is; only if lines are not, cells are read as csv writes
them, with newlines inside quotation marks. Rows without a text or a label are left out and counted
(left_out), and so are documents in which no word of the vocabulary occurs (without_words).

Every document is a segment, cut into words and case folded as everywhere; `document_term_matrix` chooses
the vocabulary by its defaults, for all models. The models:

* **dhtools**: ``fit_topics(docs, k)``, the default;
* **sklearn_nmf**: scikit-learn alone: ``NMF(k, init="nndsvd", random_state=seed)`` of the same tf-idf;
* **sklearn_lda**, **tomotopy_lda**: ``fit_topics(docs, k, model="lda")`` and ``"lda_gibbs"``, the bare
  libraries behind our interface; with two seeds only, since they take long.

A document belongs to its dominant topic; those in which no word of a topic occurs are one further group.
If a model draws, every score is the mean over its seeds. By column:

* **nmi**: normalised mutual information of topics and labels (arithmetic mean of the entropies); **ari**:
  adjusted Rand index;
* **purity**: share of the documents whose label is the commonest of their topic; without a topic none is;
* **npmi**: mean over topics of the normalised pointwise mutual information of their ten first words, in
  boolean sliding windows of 110 words over the documents themselves; **npmi_10**: in windows of ten;
* **diversity**: share of different words among the ten first words of all topics;
* **seed_jaccard**: how many of its ten first words a topic shares with its counterpart in a fit with another
  seed (Jaccard; assignment of the largest sum; mean over topics, then over pairs of fits). **It is 1 by
  construction for dhtools**, whose start is not drawn; **start_jaccard** says what starts at random would
  give (``nmf_random``);
* **fit_seconds**: median of the fits, tf-idf included, counting excluded; **fit_ratio**: ours over that of
  sklearn_nmf, the two fitted in turn, in one thread;
* **peak_mib**: how far a fit raises the resident memory of a process of its own (Linux only). All passes of
  LDA need the same memory, so that three are enough here.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import pickle
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from common import Given, command_line, measures, read_text, report, share
from public_corpora import newsgroups
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from dhtools import DhtoolsError, fold_case
from dhtools.annotation.tokens import cut, loose_words
from dhtools.progress import watched
from dhtools.topics import document_term_matrix, factorisation, fit_topics
from dhtools.topics.coherence import coherence
from dhtools.topics.document_term_matrix import DocumentTermMatrix
from dhtools.topics.stability import align_topics

Array = npt.NDArray[np.float64]
Groups = npt.NDArray[np.integer]
#: From documents, number of topics and seed to topics × words and documents × topics.
Model = Callable[[DocumentTermMatrix, int, int], tuple[Array, Array]]

#: Words by which a topic is known, and windows of their coherence.
TOP, WINDOW, SMALL_WINDOW = 10, 110, 10
#: Timed fits of ours and of the peer; fits of a model that takes long.
TIMED, FEW = 7, 2
CELL = re.compile(r'"(?:[^"]|"")*"')
STATUS = Path("/proc/self/status")


def ours(**options: str) -> Model:
    """Return one of the models of the suite; without options its default."""

    def fit(docs: DocumentTermMatrix, k: int, seed: int) -> tuple[Array, Array]:
        model = fit_topics(docs, k, seed=seed, **options)
        return model.word_weights.to_numpy(), model.shares.to_numpy()

    return fit


def bare_nmf(docs: DocumentTermMatrix, k: int, seed: int) -> tuple[Array, Array]:
    """Fit scikit-learn's own NMF."""
    nmf = NMF(k, init="nndsvd", random_state=seed)
    strength = nmf.fit_transform(TfidfTransformer(sublinear_tf=True).fit_transform(docs.counts))
    return nmf.components_, strength


OURS, PEER, GIBBS = "dhtools", "sklearn_nmf", "tomotopy_lda"
MODELS: dict[str, Model] = {
    OURS: ours(),
    PEER: bare_nmf,
    "sklearn_lda": ours(model="lda"),
    GIBBS: ours(model="lda_gibbs"),
}
RANDOM_START = ours(model="nmf_random")
#: What the record calls the others.
NAMES = {PEER: "scikit-learn's NMF", "sklearn_lda": "its LDA", GIBBS: "tomotopy"}


@dataclass(frozen=True, slots=True)
class Fit:
    """Word weights (topics × words), the topic of each document (0: none), and how long it took."""

    weights: Array
    groups: Groups
    seconds: float


def read_documents(path: Path) -> tuple[list[str], list[str], int]:
    """Return the texts and labels of the rows that have both, and the number of those that have not."""
    header, *rows = read_rows(path)
    if not {"text", "label"} <= set(header):
        raise DhtoolsError(
            f"{path}, line 1: the columns text and label, separated by a tab, are needed; got {header}."
        )
    places = header.index("text"), header.index("label")
    pairs = [tuple(row[place].strip() for place in places) for row in rows]
    whole = [pair for pair in pairs if all(pair)]
    if not whole:
        raise DhtoolsError(f"{path}: none of its {len(rows)} rows has a text and a label.")
    return [text for text, _ in whole], [label for _, label in whole], len(pairs) - len(whole)


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a table that is separated by tabs, the header first; all have as many cells."""
    # a lone carriage return inside a text, which csv would take for the end of the row, is a blank
    raw = read_text(path).replace("\r\n", "\n").replace("\r", " ")
    rows = {number: line.split("\t") for number, line in enumerate(raw.split("\n"), 1) if line}
    if not rows:
        raise DhtoolsError(f"{path}: the file is empty.")
    width = len(next(iter(rows.values())))
    odd = next((number for number, row in rows.items() if len(row) != width), None)
    if odd is None:
        return _unquoted(list(rows.values()))
    quoted = _quoted_rows(raw)
    if len({len(row) for row in quoted}) == 1:
        return quoted
    raise DhtoolsError(
        f"{path}, line {odd}: {len(rows[odd])} cells where the header has {width}, and quotation marks do "
        "not explain it. Give one document a row, and let no text hold a tab or a newline."
    )


def _unquoted(rows: list[list[str]]) -> list[list[str]]:
    """Take the quotation marks off cells, if all are as csv sets them: around the cell, doubled inside."""
    if any('"' in cell and not CELL.fullmatch(cell) for cell in chain.from_iterable(rows)):
        return rows
    return [[cell[1:-1].replace('""', '"') if cell.startswith('"') else cell for cell in row] for row in rows]


def _quoted_rows(raw: str) -> list[list[str]]:
    """Read cells as csv writes them; nothing, if none would have been written so."""
    before = csv.field_size_limit(max(len(raw), 1))
    try:
        return [row for row in csv.reader(io.StringIO(raw, newline=""), delimiter="\t", strict=True) if row]
    except csv.Error:
        return []
    finally:
        csv.field_size_limit(before)


def word_table(texts: list[str]) -> pd.DataFrame:
    """Return one row a word, case folded: text and segment (the number of the document), word."""
    words = [[word for loose in loose_words(text) for _, word in cut(loose)] for text in texts]
    number = np.repeat(np.arange(len(words)), [len(of_text) for of_text in words])
    if not len(number):
        raise DhtoolsError(f"None of the {len(texts)} texts holds a word, which is a run of letters.")
    word = pd.Categorical(list(chain.from_iterable(words)))
    return fold_case(pd.DataFrame({"text": pd.Categorical(number), "segment": number, "word": word}))


def fitted(model: Model, docs: DocumentTermMatrix, k: int, seed: int) -> Fit:
    """Fit in one thread, and say how long it took."""
    with threadpool_limits(1, user_api="blas"), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        begin = time.perf_counter()
        weights, strength = model(docs, k, seed)
        seconds = time.perf_counter() - begin
    return Fit(weights, dominant(strength), seconds)


def dominant(strength: Array) -> Groups:
    """Return the number of the strongest topic of each document, the first of equals; 0 for none."""
    filled = np.nan_to_num(strength)
    return np.where(filled.any(axis=1), filled.argmax(axis=1) + 1, 0)


def all_fits(docs: DocumentTermMatrix, k: int, seeds: int, models: list[str]) -> dict[str, list[Fit]]:
    """Fit every model with several seeds; ours and the peer in turn, for the ratio of their times."""
    fits: dict[str, list[Fit]] = {name: [] for name in models}
    for seed in range(max(seeds, TIMED)):
        for name in (OURS, PEER):
            fits[name].append(fitted(MODELS[name], docs, k, seed))
    for name in models[2:]:
        fits[name] = [fitted(MODELS[name], docs, k, seed) for seed in range(min(seeds, FEW))]
    return fits


def purity(labels: list[str], groups: Groups) -> float:
    """Return the share of documents whose label is the commonest of their group; in group 0 none is."""
    counts = pd.crosstab(groups, np.array(labels, dtype=object))
    return float(counts.drop(index=0, errors="ignore").max(axis=1).sum() / len(labels))


def top_words(weights: Array, words: pd.Index) -> list[tuple[str, ...]]:
    """Return the first words of each topic; words of equal weight in the order of the columns."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :TOP]
    return [tuple(words[row[weight[row] > 0]]) for row, weight in zip(order, weights, strict=True)]


def diversity(lists: list[tuple[str, ...]]) -> float:
    """Return the share of different words among all lists."""
    return len(set(chain.from_iterable(lists))) / sum(map(len, lists))


def agreement(fits: list[Fit]) -> float:
    """Return the share of first words that matched topics have in common, mean over pairs of fits."""
    pairs = combinations([fit.weights for fit in fits], 2)
    return float(np.mean([align_topics(one, other, n=TOP)[1].mean() for one, other in pairs]))


def npmi(lists: list[tuple[str, ...]], tokens: pd.DataFrame, window: int) -> float:
    """Return the mean coherence of topics; fits that agree share theirs, and each is measured once."""
    measured = coherence(list(dict.fromkeys(lists)), tokens, n=TOP, window=window)["npmi"]
    scores = dict(zip(dict.fromkeys(lists), measured, strict=True))
    return float(pd.Series([scores[words] for words in lists]).mean())


def peak_mib(name: str, docs: DocumentTermMatrix, k: int) -> float | None:
    """Return how far a fit raises the resident memory of a process of its own; nothing outside Linux."""
    if not STATUS.exists():
        return None
    code = "import sys, validate_topics; validate_topics.show_peak(*sys.argv[1:])"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "documents.pickle").resolve()
        path.write_bytes(pickle.dumps(docs))
        command = [sys.executable, "-c", code, name, str(path), str(k)]
        return int(subprocess.check_output(command, cwd=Path(__file__).parent)) / 2**10


def show_peak(name: str, path: str, k: str) -> None:
    """Print how many KiB a fit takes at most, beyond what this process has before it."""
    docs = pickle.loads(Path(path).read_bytes())
    if name == GIBBS:
        importlib.import_module("tomotopy")
    factorisation.GIBBS_ITERATIONS = factorisation.VARIATIONAL_PASSES = 3
    # forgets the peak so far; that of getrusage would include the process that started this one
    STATUS.with_name("clear_refs").write_text("5")
    before = _resident("VmRSS")
    fitted(MODELS[name], docs, int(k), 0)
    print(_resident("VmHWM") - before)


def _resident(field: str) -> int:
    return int(re.findall(rf"{field}:\s+(\d+)", STATUS.read_text())[0])


def scores(
    fits: list[Fit], labels: list[str], docs: DocumentTermMatrix, tokens: pd.DataFrame
) -> dict[str, float]:
    """Return how good the fits of one model are, the mean of them."""
    lists = [words for fit in fits for words in top_words(fit.weights, docs.vocabulary)]
    return {
        "nmi": float(np.mean([normalized_mutual_info_score(labels, fit.groups) for fit in fits])),
        "ari": float(np.mean([adjusted_rand_score(labels, fit.groups) for fit in fits])),
        "purity": float(np.mean([purity(labels, fit.groups) for fit in fits])),
        "npmi": npmi(lists, tokens, WINDOW),
        "npmi_10": npmi(lists, tokens, SMALL_WINDOW),
        "diversity": float(np.mean([diversity(top_words(fit.weights, docs.vocabulary)) for fit in fits])),
        "seed_jaccard": agreement(fits),
    }


def compared(
    docs: DocumentTermMatrix, labels: list[str], tokens: pd.DataFrame, k: int, seeds: int, models: list[str]
) -> list[dict[str, Any]]:
    """Return the rows of all models for one number of topics."""
    fits = all_fits(docs, k, seeds, models)
    seconds = {name: median(fit.seconds for fit in of_model) for name, of_model in fits.items()}
    rows = [
        {"model": name, "k": k}
        | scores(of_model[:seeds], labels, docs, tokens)
        | {"fit_seconds": seconds[name], "peak_mib": peak_mib(name, docs, k), "seeds": len(of_model[:seeds])}
        for name, of_model in fits.items()
    ]
    rows[0]["start_jaccard"] = agreement([fitted(RANDOM_START, docs, k, seed) for seed in range(seeds)])
    rows[0]["fit_ratio"] = seconds[OURS] / seconds[PEER]
    return rows


def of_documents(texts: list[str], labels: list[str], ks: list[int], seeds: int, name: str) -> dict[str, Any]:
    """Return the whole report on labelled documents; *name* is what errors call them."""
    tokens = word_table(texts)
    docs = document_term_matrix(tokens).without_empty()
    kept = [labels[number] for number in docs.segments]
    _check(name, docs, kept, ks)
    models = installed()
    rows = [compared(docs, kept, tokens, k, seeds, models) for k in watched(ks, "numbers of topics")]
    return {
        "documents": len(docs),
        "without_words": len(texts) - len(docs),
        "words": len(docs.vocabulary),
        "vocabulary": docs.rule,
        "labels": dict(sorted(Counter(kept).items())),
        "rows": list(chain.from_iterable(rows)),
    }


def installed() -> list[str]:
    """Return the models that can be fitted here, and say which cannot."""
    if importlib.util.find_spec("tomotopy") is not None:
        return list(MODELS)
    print(f'{GIBBS} is left out: tomotopy is not installed (pip install "dhtools[lda]").', file=sys.stderr)
    return [name for name in MODELS if name != GIBBS]


def _check(name: str, docs: DocumentTermMatrix, labels: list[str], ks: list[int]) -> None:
    if len(set(labels)) < 2:
        raise DhtoolsError(
            f"{name}: {len(labels)} documents can be used, and their labels are {sorted(set(labels))}. Give "
            "documents of two labels or more, which share words."
        )
    if max(ks) > min(docs.counts.shape):
        raise DhtoolsError(
            f"{name}: {max(ks)} topics are more than there are documents ({len(docs)}) or words of the "
            f"vocabulary ({len(docs.vocabulary)}). Give a smaller --k, or more documents."
        )


def shown(parts: Iterable[float]) -> str:
    """Say shares one after the other."""
    return ", ".join(share(part, 2) for part in parts)


def span(parts: Iterable[float]) -> str:
    """Say the smallest and the largest."""
    listed = sorted(parts)
    return f"{share(listed[0], 2)} to {share(listed[-1], 2)}"


@measures(
    "topics: labels found again (NMI; purity), k = 5",
    "topics: coherence (NPMI, windows of 110 words), k = 20",
    "topics: the same in another run (Jaccard of top ten words), k = 20",
    needs="newsgroups",
)
def labelled(given: Given) -> list[str]:
    few, many = (5, 20) if not given.quick else (2, 3)
    rows = []
    for draw in range(given.size(3, 1)):
        texts, labels = zip(*newsgroups(given.folder("newsgroups"), draw), strict=True)
        found = of_documents(list(texts), list(labels), [few, many], given.size(5, 2), "newsgroups")["rows"]
        rows += [row | {"draw": draw} for row in found]
    table = pd.DataFrame(rows).set_index(["k", "model"])
    at_few, at_many = table.loc[few], table.loc[many]
    others = [name for name in (PEER, "sklearn_lda", GIBBS) if name in at_few.index]
    nmi = "; ".join(f"{NAMES[name]} {span(at_few.loc[[name], 'nmi'])}" for name in others)
    again = "; ".join(f"{NAMES[name]} {span(at_many.loc[[name], 'seed_jaccard'])}" for name in others)
    gibbs = f" (tomotopy {shown(at_many.loc[[GIBBS], 'npmi'])})" if GIBBS in at_many.index else ""
    return [
        f"{shown(at_few.loc[[OURS], 'nmi'])}; {shown(at_few.loc[[OURS], 'purity'])} (NMI of {nmi})",
        f"{shown(at_many.loc[[OURS], 'npmi'])}{gibbs}",
        f"1: the start is not drawn; from starts at random {span(at_many.loc[[OURS], 'start_jaccard'])}; "
        f"{again}",
    ]


def validate_file(given: argparse.Namespace) -> dict[str, Any]:
    """Return the report that the command line asks for."""
    if min(given.k) < 2 or given.seeds < 2:
        raise DhtoolsError("--k and --seeds: give whole numbers from 2, to have something to compare.")
    texts, labels, left_out = read_documents(given.documents)
    found = of_documents(texts, labels, list(dict.fromkeys(given.k)), given.seeds, str(given.documents))
    return {"left_out": left_out} | found


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("documents", type=Path, metavar="DOCS.tsv")
    parser.add_argument("--k", type=int, nargs="+", default=[5, 20], help="numbers of topics")
    parser.add_argument("--seeds", type=int, default=5, help="fits of a model with different seeds")
    report(parser, validate_file)


if __name__ == "__main__":
    main()
