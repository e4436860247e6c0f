"""Processor time of concordances, collocates and annotation beside conc and spaCy, as ratios in one run.

Each query runs in a process of its own, in one thread, twice: *first* is the first thing asked, *again* asks
the same once more (without the results that conc keeps). A process begins with what was made before: our
annotation and its words in small letters, conc's corpus. Both sides give all lines or collocates.

* concordance: *whatever*, *of the*, *the*, with 60 characters to each side, in conc five words;
* collocates: of *mother* and *the*, five words to each side, at least five times, with all measures;
* annotation: from the folder to the four tables, against spaCy's blank English tokeniser on the same texts,
  and against conc's build of a corpus with that tokeniser (it writes its tokens to the disk, ours does not).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from common import Given, measures
from speed import ONE_THREAD, times

NOVELS = "british_fiction"
QUERIES = ("whatever", "of the", "the")
NODES = ("mother", "the")
THREADS = ONE_THREAD | {"POLARS_MAX_THREADS": "1"}

#: Python that is run with a folder of texts, a folder for what is made, and the word that is asked for.
BEGIN = """
import pickle, sys, time, logging
from pathlib import Path
folder, place, query = sys.argv[1:]
logging.disable(logging.CRITICAL)
def seconds(call):
    begin = time.process_time()
    call()
    return time.process_time() - begin
"""
OURS = (
    BEGIN
    + """
from dhtools import fold_case
from dhtools.search import concordance
from dhtools.terms import collocates
annotation = pickle.loads(Path(place, "ours").read_bytes())
"""
)
CONC = (
    BEGIN
    + """
from conc.conc import Conc
from conc.corpus import Corpus
asked = Conc(Corpus().load(f"{place}/novels.corpus"))
everything = 10_000_000
"""
)
#: conc switches off components of a model that it wants to find there.
BUILD_CONC = (
    BEGIN
    + """
import spacy
from conc.corpus import Corpus
model = spacy.blank("en")
for name in ("parser", "ner", "lemmatizer", "tagger", "senter", "tok2vec", "attribute_ruler"):
    model.add_pipe("sentencizer", name=name)
model.to_disk(Path(place, "model"))
build = Corpus("novels", "novels").build_from_files
print(seconds(lambda: build(folder, f"{place}/", model=str(Path(place, "model")))))
"""
)
ANNOTATE = (
    BEGIN
    + """
from dhtools import annotate, read_corpus
def build():
    global annotation
    annotation = annotate(read_corpus(folder))
print(seconds(build))
Path(place, "ours").write_bytes(pickle.dumps(annotation))
"""
)
TOKENISE = (
    BEGIN
    + """
import spacy
from dhtools import read_corpus
raws, tokenise = [text.raw for text in read_corpus(folder)], spacy.blank("en").tokenizer
print(seconds(lambda: [len(tokenise(raw)) for raw in raws]))
"""
)
TWICE = "print(seconds(ask), seconds(ask))\n"
CONCORDANCES = (
    OURS + "ask = lambda: concordance(annotation, query)\n" + TWICE,
    CONC + "ask = lambda: asked.concordance(query, page_size=everything, use_cache=False)\n" + TWICE,
)
COLLOCATES = (
    OURS
    + "tokens = fold_case(annotation.tokens)\nask = lambda: collocates(tokens, query, min_count=5)\n"
    + TWICE,
    CONC + "ask = lambda: asked.collocates(query, page_size=everything)\n" + TWICE,
)


def run(code: str, folder: Path, place: Path, query: str = "") -> list[float]:
    """Return the seconds that a process of its own tells."""
    command = [sys.executable, "-c", code, str(folder), str(place), query]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | THREADS)
    return [float(told) for told in done.stdout.splitlines()[-1].split()]


def beside(codes: tuple[str, str], given: Given, place: Path, query: str) -> str:
    """Say the median ratios of our seconds over those of conc, for the first query and the same again."""
    rounds = []
    for _ in range(given.size(3, 1)):
        ours, theirs = (run(code, given.folder(NOVELS), place, query) for code in codes)
        rounds.append([one / other for one, other in zip(ours, theirs, strict=True)])
    first, again = (median(column) for column in zip(*rounds, strict=True))
    return f"*{query}* {first:.2g} and {again:.2g}"


@measures("speed: annotation beside spaCy's tokeniser; beside the build of conc", needs=NOVELS)
def annotating(given: Given) -> list[str]:
    rounds = []
    with TemporaryDirectory() as scratch:
        for _ in range(given.size(3, 1)):
            codes = (ANNOTATE, TOKENISE, BUILD_CONC)
            (ours,), (spacy,), (conc,) = (run(code, given.folder(NOVELS), Path(scratch)) for code in codes)
            rounds.append((ours / spacy, ours / conc))
    tokeniser, build = (median(column) for column in zip(*rounds, strict=True))
    return [f"{times(tokeniser)}; {times(build)}"]


@measures(
    "speed: concordance beside conc, first and again",
    "speed: collocates beside conc, first and again",
    needs=NOVELS,
)
def search(given: Given) -> list[str]:
    with TemporaryDirectory() as scratch:
        place = Path(scratch)
        for code in (ANNOTATE, BUILD_CONC):
            run(code, given.folder(NOVELS), place)
        lines = [beside(CONCORDANCES, given, place, query) for query in QUERIES]
        near = [beside(COLLOCATES, given, place, node) for node in NODES]
    return [f"{', '.join(asked)} × the time" for asked in (lines, near)]
