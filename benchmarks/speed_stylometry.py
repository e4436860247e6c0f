"""Measure the speed of stylometry as ratios against scikit-learn's CountVectorizer in the same run.

    python benchmarks/speed_stylometry.py FOLDER [--repeat 3] [--json OUT]

FOLDER holds ``.txt`` files, some tens of megabytes (docs/accuracy.md used 26 British novels,
30 MB, from the repository computationalstylistics/A_Small_Collection_of_British_Fiction). Every measurement
runs in a process of its own, on one core; the best of the repeats counts. The peer counts the words of all
texts, which are in memory already.

* delta: from the folder to the matrix of Burrows's Delta by the 1,000 most frequent words;
* imposters: 1,000 iterations for each of 4 candidates, 1,000 words, one text tested;
* rolling: the longest text in windows of 5,000 words, each 500 words on (stylo's default), against all
  others by 300 words, with standard errors and baseline;
* consensus: 1,000 trees, by 100 to 1,000 words.
"""

from __future__ import annotations

from speed import TASKS, folder_given, measure, write_report

FREQUENCIES = """
from dhtools import read_corpus
from dhtools.counts import count_words, relative_frequencies
freqs = relative_frequencies(count_words(read_corpus(folder)), mfw=1000)
"""
PEER = "CountVectorizer"
OURS = {
    "delta": """
from dhtools import read_corpus
from dhtools.counts import count_words, relative_frequencies
from dhtools.stylometry import distances
base, begin = peak(), time.perf_counter()
freqs = relative_frequencies(count_words(read_corpus(folder)), mfw=1000)
distances(freqs, distance="burrows")
seconds = time.perf_counter() - begin
""",
    "imposters": FREQUENCIES
    + """
from dhtools.stylometry import imposters
authors = [name.partition("_")[0] for name in freqs.index]
names = [name for name in dict.fromkeys(authors) if authors.count(name) > 1]
candidates = (names or list(dict.fromkeys(authors)))[:4]
base, begin = peak(), time.perf_counter()
imposters(freqs, authors, freqs.iloc[[-1]].set_axis(["test"]), candidates=candidates, iterations=1000)
seconds = time.perf_counter() - begin
""",
    "rolling": FREQUENCIES
    + """
from dhtools import fold_case
from dhtools.annotation import token_table
from dhtools.stylometry import rolling_distances
tokens = fold_case(token_table(read_corpus(folder)))
longest = tokens["text"].value_counts().index[0]
words = int(min(5000, tokens["text"].value_counts().min() // 2 * 2))
most = list(freqs.columns[:300])
base, begin = peak(), time.perf_counter()
rolling_distances(tokens, longest, window=words, step=words // 10, vocabulary=most, block_words=words // 10)
seconds = time.perf_counter() - begin
""",
    "consensus": FREQUENCIES
    + """
from dhtools.stylometry import consensus
base, begin = peak(), time.perf_counter()
consensus(freqs, mfw=range(100, 1001, 100), resamples=99)
seconds = time.perf_counter() - begin
""",
}
WANTED = {"delta": 1.0, "imposters": 0.2, "rolling": 0.5, "consensus": 0.5}


def main() -> None:
    given = folder_given(__doc__ or "")
    tasks = {PEER: TASKS[PEER], **OURS}
    seconds = {task: measure(code, given.folder, given.repeat)[0] for task, code in tasks.items()}
    ratios = {
        f"{task}: time over {PEER}'s (wanted: {most} or less)": seconds[task] / seconds[PEER]
        for task, most in WANTED.items()
    }
    report = {"seconds": seconds, **ratios}
    write_report(report, given.json)


if __name__ == "__main__":
    main()
