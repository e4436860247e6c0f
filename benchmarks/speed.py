"""Speed and memory as ratios against a peer in the same run.

Every measurement runs in a process of its own, on one core, and counts its processor time. The two sides of a
ratio run in turn; the median of the ratios counts. What is set up before the clock starts counts for neither
side. The 26 British novels (30 MB) are measured.

* counting: `dhtools.counts.count_words` against scikit-learn's CountVectorizer (its default pattern), same
  texts, MB/s;
* token table: folder to table (blocks, sentences, voices, offsets) against a bare regular expression that
  keeps the int32 offsets of every word; its peak of memory less that after import, over the size of the text;
* import: ``import dhtools`` against ``import pandas``;
* stylometry, against CountVectorizer on all texts: from the folder to the matrix of Burrows's Delta by 1,000
  words; 1,000 iterations of imposters for each of 4 candidates; the longest text in windows of 5,000 words,
  each 500 words on (stylo's default), by 300 words; a consensus of 1,000 trees, by 100 to 1,000 words;
* keyness: counting two million words and comparing the first half of the texts with the others (every word,
  all measures, dispersion and intervals, no permutations) against CountVectorizer on the same texts; 999
  permutations of 65 documents of 3,000 words by their 1,800 most frequent words against counting these; the
  peak of memory of keyness with 999 permutations, the segments (300 words) of half of the texts against the
  others, above that of their sparse counts, over the size of the text;
* concordances of all texts: a word of middling frequency, a phrase, a pattern, and *the*, against
  `dhtools.token_table`;
* the rhetorical pass over the first million characters: from the file to every finder, rates with
  intervals, eight readability formulas with intervals, and diversity, against ten metrics of textstat.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from common import Given, measures


class Task(NamedTuple):
    """What is done before the clock starts, and what is timed."""

    setup: str
    timed: str


#: A task prints its seconds and its peak of memory above what its setup leaves, in bytes (Linux only; that of
#: getrusage would include the process that started this one, and the peak of the setup).
CODE = """
import ctypes, gc, os, sys, time
folder, status, forget = sys.argv[1], "/proc/self/status", "/proc/self/clear_refs"
def peak():
    lines = open(status).readlines() if os.path.exists(status) else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
{setup}
if os.access(forget, os.W_OK):  # what the setup freed is given back, and the peak begins anew
    gc.collect()
    getattr(ctypes.CDLL(None), "malloc_trim", int)(0)
    open(forget, "w").write("5")
base, begin = peak(), time.process_time()
{timed}
print(time.process_time() - begin, peak() - base)
"""

READ = """
from dhtools import read_corpus
from dhtools.annotation import token_table
from dhtools.counts import count_words, most_frequent, relative_frequencies
"""
VECTORIZER = "from sklearn.feature_extraction.text import CountVectorizer\n"
FREQUENCIES = READ + "freqs = relative_frequencies(count_words(read_corpus(folder)), mfw=1000)\n"
#: Texts of two million words, the last one cut.
TWO_MILLION = """
from dataclasses import replace
def texts_of(words):
    for text in read_corpus(folder):
        run = text.raw.split(" ")[:words]
        words -= len(" ".join(run).split())
        yield replace(text, raw=" ".join(run))
        if words <= 0:
            return
texts = list(texts_of(2_000_000))
"""
#: Documents of about the length and number of the Federalist Papers.
DOCUMENTS = """
import numpy as np
from dataclasses import replace
corpus = read_corpus(folder)
words = " ".join(text.raw for text, _ in zip(corpus, range(4))).split()
first = next(iter(corpus))
step = min(3000, len(words) // 65)
starts = range(0, 65 * step, step)
documents = [replace(first, id=str(at), raw=" ".join(words[at : at + step])) for at in starts]
"""
#: A folder with one text of a million characters.
MILLION = """
import tempfile
from pathlib import Path
raws = (path.read_text(encoding="utf-8", errors="replace") for path in sorted(Path(folder).glob("*.txt")))
text = "\\n".join(raws)[:1_000_000]
place = tempfile.TemporaryDirectory()
Path(place.name, "text.txt").write_text(text, encoding="utf-8")
"""
CONCORDANCE = (
    READ
    + """
from dhtools import annotate
from dhtools.search import concordance, search_pattern
annotation = annotate(read_corpus(folder))
"""
)
TASKS = {
    "count_words": Task(READ + "corpus = read_corpus(folder)", "count_words(corpus)"),
    "CountVectorizer": Task(
        READ + VECTORIZER + "raws = [text.raw for text in read_corpus(folder)]",
        "CountVectorizer().fit_transform(raws)",
    ),
    "folder to token table": Task(READ, "token_table(read_corpus(folder))"),
    "regex": Task(
        """
import re
from array import array
from pathlib import Path
from dhtools.corpus import files
""",
        r"""
for path in files.text_files(Path(folder)):
    starts, ends = array("i"), array("i")
    for match in re.finditer(r"\w+(?:['’]\w+)*", files.read_file(path).raw):
        starts.append(match.start())
        ends.append(match.end())
""",
    ),
    "import dhtools": Task("", "import dhtools"),
    "import pandas": Task("", "import pandas"),
    "delta": Task(
        READ + "from dhtools.stylometry import distances",
        """
freqs = relative_frequencies(count_words(read_corpus(folder)), mfw=1000)
distances(freqs, distance="burrows")
""",
    ),
    "imposters": Task(
        FREQUENCIES
        + """
from dhtools.stylometry import imposters
authors = [name.partition("_")[0] for name in freqs.index]
names = [name for name in dict.fromkeys(authors) if authors.count(name) > 1]
candidates = (names or list(dict.fromkeys(authors)))[:4]
tested = freqs.iloc[[-1]].set_axis(["test"])
""",
        "imposters(freqs, authors, tested, candidates=candidates, iterations=1000)",
    ),
    "rolling": Task(
        FREQUENCIES
        + """
from dhtools import fold_case
from dhtools.stylometry import rolling_distances
tokens = fold_case(token_table(read_corpus(folder)))
longest = tokens["text"].value_counts().index[0]
words = int(min(5000, tokens["text"].value_counts().min() // 2 * 2))
most = list(freqs.columns[:300])
""",
        "rolling_distances(tokens, longest, window=words, step=words // 10, vocabulary=most,"
        " block_words=words // 10)",
    ),
    "consensus": Task(
        FREQUENCIES + "from dhtools.stylometry import consensus",
        "consensus(freqs, mfw=range(100, 1001, 100), resamples=99)",
    ),
    "keyness": Task(
        READ + TWO_MILLION + "from dhtools.keyness import keyness",
        """
counts = count_words(texts)
half = len(counts) // 2
keyness(counts.iloc[:half], counts.iloc[half:], min_count=1, permutations=0)
""",
    ),
    "CountVectorizer, two million words": Task(
        READ + TWO_MILLION + VECTORIZER + "raws = [text.raw for text in texts]",
        "CountVectorizer().fit_transform(raws)",
    ),
    "permutations": Task(
        READ
        + DOCUMENTS
        + """
from dhtools.stats import permutation_p
counts = count_words(documents)
totals = counts.sum(axis=1).to_numpy()
chosen = counts[most_frequent(counts, 1800)].to_numpy()
groups = (np.arange(65) < 14).astype(int)
""",
        "permutation_p(chosen, totals, groups, permutations=999)",
    ),
    "keyness of segments": Task(
        READ
        + """
from dhtools import fold_case, segment
from dhtools.counts.sparse import sparse_counts
from dhtools.keyness import keyness
corpus = read_corpus(folder)
tokens = fold_case(token_table(corpus))
half = tokens["text"].isin(corpus.ids[: len(corpus) // 2])
sides = [sparse_counts(segment(tokens[part]), unit="segment") for part in (half, ~half)]
del corpus, tokens, half
""",
        "keyness(*sides, permutations=999)",
    ),
    "count 65 documents": Task(READ + DOCUMENTS, "count_words(documents)"),
    "token table": Task(READ + "corpus = read_corpus(folder)", "token_table(corpus)"),
    "a word": Task(CONCORDANCE, "concordance(annotation, 'whatever')"),
    "a phrase": Task(CONCORDANCE, "concordance(annotation, 'of the')"),
    "a pattern": Task(CONCORDANCE, r"search_pattern(annotation, r'\b[Mm]urder\w*', seconds=60)"),
    "the": Task(CONCORDANCE, "concordance(annotation, 'the')"),
    "rhetorical pass": Task(
        MILLION
        + """
import dhtools, textstat  # loaded on both sides before the clock starts
from dhtools import readability, rhetoric
""",
        """
annotation = dhtools.annotate(dhtools.read_corpus(place.name))
author = annotation.tokens[annotation.tokens["voice"] == "author"]
found = rhetoric.find_rhetoric(annotation)
rhetoric.finding_rates(rhetoric.select_findings(found, voice="author"), author)
readability.readability(annotation, with_textstat=False)
readability.lexical_diversity(dhtools.fold_case(author))
""",
    ),
    "textstat": Task(
        MILLION
        + """
from textstat import textstat
METRICS = (
    "flesch_reading_ease flesch_kincaid_grade gunning_fog smog_index coleman_liau_index "
    "automated_readability_index lix dale_chall_readability_score linsear_write_formula rix"
)
""",
        "for metric in METRICS.split():\n    getattr(textstat, metric)(text)",
    ),
}
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
NOVELS = "british_fiction"


def run(name: str, folder: Path) -> tuple[float, int]:
    """Return the seconds and the peak of memory of a task, in a process of its own on one core."""
    code = CODE.format(**TASKS[name]._asdict())
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | ONE_THREAD)
    seconds, peak = done.stdout.split()
    return float(seconds), int(peak)


def ratios(given: Given, peer: str, *ours: str) -> list[float]:
    """Return the median ratio of our times over that of the peer, which runs in every round."""
    rounds = []
    for _ in range(given.size(5, 1)):
        seconds = {name: run(name, given.folder(NOVELS))[0] for name in (peer, *ours)}
        rounds.append([seconds[name] / seconds[peer] for name in ours])
    return [median(column) for column in zip(*rounds, strict=True)]


def times(ratio: float, other: str = "") -> str:
    """Say a ratio: *1.2 × the time of another*."""
    return f"{ratio:.2g} ×{other and f' the time of {other}'}"


@measures("speed: tokenise and count", needs=NOVELS)
def counting(given: Given) -> list[str]:
    (ratio,) = ratios(given, "count_words", "CountVectorizer")
    return [f"{ratio:.2g} × the MB/s of scikit-learn's CountVectorizer"]


@measures("speed: folder to token table", needs=NOVELS)
def token_table(given: Given) -> list[str]:
    (ratio,) = ratios(given, "regex", "folder to token table")
    return [f"{ratio:.2g} × a bare regular expression that keeps offsets"]


@measures(
    "memory: folder to token table, peak above import",
    "memory: keyness of segments with 999 permutations, peak above their counts",
    needs=NOVELS,
)
def memory(given: Given) -> list[str]:
    size = sum(path.stat().st_size for path in given.folder(NOVELS).glob("*.txt"))
    peaks = [
        max(run(name, given.folder(NOVELS))[1] for _ in range(given.size(3, 1)))
        for name in ("folder to token table", "keyness of segments")
    ]
    return [f"{peak / size:.2g} × the size of the text" for peak in peaks]


@measures("import dhtools", needs=NOVELS)
def importing(given: Given) -> list[str]:
    code = "import sys, dhtools; print(*sys.modules)"
    modules = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    heavy = [name for name in ("matplotlib", "sklearn", "scipy") if name in modules]
    (ratio,) = ratios(given, "import pandas", "import dhtools")
    pulled_in = (
        f"{' and '.join(heavy)} imported" if heavy else "neither matplotlib nor scikit-learn is imported"
    )
    return [f"{times(ratio, 'import pandas')}; {pulled_in}"]


@measures(
    "speed: folder to Delta matrix, 1,000 words",
    "speed: 1,000 imposter iterations × 4 candidates × 1,000 words",
    "speed: rolling stylometry; consensus of 1,000 trees",
    needs=NOVELS,
)
def stylometry(given: Given) -> list[str]:
    delta, *others = ratios(given, "CountVectorizer", "delta", "imposters", "rolling", "consensus")
    imposters, rolling, consensus = map(times, others)
    return [times(delta, "scikit-learn's CountVectorizer"), imposters, f"{rolling}; {consensus}"]


@measures("speed: counting and keyness of 2 million words", needs=NOVELS)
def keyness(given: Given) -> list[str]:
    (ratio,) = ratios(given, "CountVectorizer, two million words", "keyness")
    return [times(ratio, "scikit-learn's CountVectorizer")]


@measures("speed: 999 permutations, 65 documents × 1,800 words", needs=NOVELS)
def permutations(given: Given) -> list[str]:
    (ratio,) = ratios(given, "count 65 documents", "permutations")
    return [times(ratio, "counting them")]


@measures("speed: concordance of a word, a phrase, a pattern; of *the*", needs=NOVELS)
def concordances(given: Given) -> list[str]:
    *rare, common = ratios(given, "token table", "a word", "a phrase", "a pattern", "the")
    return [f"{', '.join(f'{one:.2g}' for one in rare)}; {times(common, 'making the token table')}"]


@measures("speed: the whole rhetorical pass, from the file to rates, readability and diversity", needs=NOVELS)
def rhetoric(given: Given) -> list[str]:
    (ratio,) = ratios(given, "textstat", "rhetorical pass")
    return [times(ratio, "ten metrics of textstat")]
