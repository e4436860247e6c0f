"""Measure the speed of keyness as ratios against counting in the same run.

    python benchmarks/speed_terms.py FOLDER [--repeat 3] [--json OUT]

FOLDER holds ``.txt`` files, two million words or more (docs/accuracy.md used 26 British novels,
30 MB, from the repository computationalstylistics/A_Small_Collection_of_British_Fiction). Every measurement
runs in a process of its own, on one core; the best of the repeats counts. Reading counts for neither side.

* keyness: counting two million words, in texts as they come, and comparing the first half of the texts with
  the others: every word, all measures, dispersion and intervals, no permutations; against scikit-learn's
  CountVectorizer, which counts the same texts;
* permutations: 999 of 65 documents of 3,000 words by their 1,800 most frequent words, against
  `dhtools.count_words` of these documents;
* concordances of all texts: a word of middling frequency, a phrase, a pattern, and *the*, the most frequent
  word, against `dhtools.token_table` of the texts.
"""

from __future__ import annotations

from speed import report_ratios

#: Texts of two million words, the last one cut.
TEXTS = """
from dataclasses import replace
from dhtools import read_corpus
from dhtools.counts import count_words
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
from dhtools import read_corpus
from dhtools.counts import count_words, most_frequent
corpus = read_corpus(folder)
words = " ".join(text.raw for text, _ in zip(corpus, range(4))).split()
starts = range(0, 65 * 3000, 3000)
first = next(iter(corpus))
documents = [replace(first, id=str(at), raw=" ".join(words[at : at + 3000])) for at in starts]
"""
#: What a concordance is made from.
TABLE = """
from dhtools import annotate, read_corpus
from dhtools.annotation import token_table
from dhtools.search import concordance, search_pattern
corpus = read_corpus(folder)
"""
#: The calls that are timed against the annotation, by name.
LINES = {
    "concordance, a word": "concordance(annotation, 'whatever')",
    "concordance, a phrase": "concordance(annotation, 'of the')",
    "concordance, a pattern": "search_pattern(annotation, r'\\b[Mm]urder\\w*', seconds=60)",
    "concordance, the most frequent word": "concordance(annotation, 'the')",
}
TASKS = {
    "token table": TABLE
    + """
base, begin = peak(), time.perf_counter()
token_table(corpus)
seconds = time.perf_counter() - begin
""",
    **{
        name: TABLE
        + f"""
annotation = annotate(corpus)
base, begin = peak(), time.perf_counter()
{call}
seconds = time.perf_counter() - begin
"""
        for name, call in LINES.items()
    },
    "CountVectorizer": TEXTS
    + """
from sklearn.feature_extraction.text import CountVectorizer
raws = [text.raw for text in texts]
base, begin = peak(), time.perf_counter()
CountVectorizer().fit_transform(raws)
seconds = time.perf_counter() - begin
""",
    "keyness": TEXTS
    + """
from dhtools.keyness import keyness
base, begin = peak(), time.perf_counter()
counts = count_words(texts)
half = len(counts) // 2
keyness(counts.iloc[:half], counts.iloc[half:], min_count=1, permutations=0)
seconds = time.perf_counter() - begin
""",
    "count 65 documents": DOCUMENTS
    + """
base, begin = peak(), time.perf_counter()
count_words(documents)
seconds = time.perf_counter() - begin
""",
    "999 permutations": DOCUMENTS
    + """
from dhtools.stats import permutation_p
counts = count_words(documents)
totals = counts.sum(axis=1).to_numpy()
chosen = counts[most_frequent(counts, 1800)].to_numpy()
groups = (np.arange(65) < 14).astype(int)
base, begin = peak(), time.perf_counter()
permutation_p(chosen, totals, groups, permutations=999)
seconds = time.perf_counter() - begin
""",
}
WANTED = (
    ("keyness", "CountVectorizer", 1.0),
    ("999 permutations", "count 65 documents", 3.0),
    *((name, "token table", 0.2) for name in LINES),
)


def main() -> None:
    """Time the tasks and print their ratios."""
    report_ratios(__doc__, TASKS, WANTED)


if __name__ == "__main__":
    main()
