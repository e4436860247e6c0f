"""The calls that the tables of cases name: one small function a call, from plain values to plain values.

Nothing else in this folder names what dhtools offers.
"""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import dhtools
from dhtools import annotate, fold_case, read_corpus, segment, span_text
from dhtools.annotation import find_names, read_gazetteer
from dhtools.annotation.record import Annotation
from dhtools.annotation.sentences import split_sentences
from dhtools.counts import count_tokens, relative_frequencies
from dhtools.errors import DhtoolsError
from dhtools.keyness import compare_terms
from dhtools.readability import lexical_diversity
from dhtools.readability import readability as read_with_formulas
from dhtools.readability.formulas import readability_scores
from dhtools.readability.syllables import count_syllables
from dhtools.rhetoric import find_rhetoric
from dhtools.search import concordance, search_pattern
from dhtools.stylometry import distances
from dhtools.terms import collocates, find_terms, read_term_groups
from dhtools.topics import coherence, document_term_matrix, fit_topics

ROOT = Path(__file__).parents[2]
Texts = str | dict[str, Any]

#: What the package raises on bad input.
Refusal = DhtoolsError


# --- a folder of texts, and what is read from it


def written(piece: Any) -> str:
    """Return a text as a table has it: a string, parts in a row, a part so many times, a part of a seed."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, list):
        return "".join(map(written, piece))
    if "seed" in piece:
        return (ROOT / "seeds" / piece["seed"]).read_text(encoding="utf-8")[piece["from"] : piece["to"]]
    return written(piece["text"]) * piece["times"]


@contextmanager
def folder_of(texts: Texts, encoding: str = "utf-8", **beside: str) -> Iterator[Path]:
    """Make a folder of texts by name (one text alone is *a*), with further files beside them."""
    named = texts if isinstance(texts, dict) and "times" not in texts else {"a": texts}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in named.items():
            path = Path(folder, name if "." in name else f"{name}.txt")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(written(text).encode(encoding))
        for name, content in beside.items():
            Path(folder, name.replace("_", ".")).write_text(content, encoding="utf-8")
        yield Path(folder)


def annotation_of(texts: Texts) -> Annotation:
    """Return what dhtools reads from texts."""
    with folder_of(texts) as folder:
        return annotate(read_corpus(folder))


def tokens_of(texts: Texts) -> pd.DataFrame:
    """Return the words of texts, in lower case."""
    return fold_case(annotation_of(texts).tokens)


def plain(value: Any) -> Any:
    """Return a number or a missing value of numpy as one of Python."""
    number = np.asarray(value).item()
    return None if isinstance(number, float) and math.isnan(number) else number


# --- words


def words(text: Texts) -> list[str]:
    return annotation_of(text).tokens["word"].astype(str).tolist()


def number_of_words(text: Texts) -> int:
    return len(annotation_of(text).tokens)


def folded_words(text: Texts) -> list[str]:
    return tokens_of(text)["word"].astype(str).tolist()


def words_of_voice(text: Texts, voice: str) -> int:
    return int((annotation_of(text).tokens["voice"] == voice).sum())


def found(text: Texts, query: str) -> int:
    return len(concordance(annotation_of(text), query))


def terms_found(text: Texts, form: str) -> int:
    with folder_of(text, terms_csv=f"group,term,form,remark\nnames,term,{form},\n") as folder:
        return len(find_terms(annotate(read_corpus(folder)).tokens, read_term_groups(folder)))


def names_found(text: Texts, variant: str) -> int:
    listed = f"name,type,group,variant,remark\nSomebody,person,,{variant},\n"
    with folder_of(text, gazetteer_csv=listed) as folder:
        return len(find_names(read_corpus(folder), read_gazetteer(folder)))


def rhetoric(text: Texts) -> dict[str, int]:
    return find_rhetoric(annotation_of(text))["measure"].value_counts().to_dict()


# --- blocks, sentences, quotations


def kinds_of_blocks(text: Texts) -> list[str]:
    return annotation_of(text).blocks["kind"].astype(str).tolist()


def number_of_sentences(text: Texts) -> int:
    """Return the number of sentences of a file, its paragraphs found first."""
    return len(annotation_of(text).sentences)


def sentences(paragraph: Any) -> int:
    """Return the number of sentences of one paragraph."""
    return len(list(split_sentences(written(paragraph))))


def quotations(text: Texts) -> list[str]:
    read = annotation_of(text)
    return span_text(read.corpus, read.quotations)


def kinds_of_quotations(text: Texts) -> list[str]:
    return annotation_of(text).quotations["kind"].astype(str).tolist()


def number_of_quotations(text: Texts) -> int:
    return len(annotation_of(text).quotations)


# --- lines and neighbours


def lines(text: Texts, query: str, width: int) -> list[list[str]]:
    shown = concordance(annotation_of(text), query, width=width)
    return shown[["left", "match", "right"]].to_numpy().tolist()


def matches(text: Texts, pattern: str) -> int:
    return len(search_pattern(annotation_of(text), pattern))


def times_near(text: Texts, node: str, collocate: str, window: int) -> int:
    table = collocates(tokens_of(text), node, window=window, min_count=1)
    return int(table.loc[table["collocate"] == collocate, "n"].sum())


# --- syllables, readability, diversity


def syllables(word: str) -> int:
    return int(count_syllables([word])[0])


def formula(text: Texts, name: str) -> float | None:
    table = _readability(text)
    return plain(table.set_index("formula").loc[name, "value"])


def counted(text: Texts, what: str) -> int:
    return int(_readability(text)[f"n_{what}"].iloc[0])


def formula_of_counts(name: str, letters: int, words: int, sentences: int) -> float:
    counts = dict.fromkeys(("n_syllables", "n_polysyllables", "n_complex", "n_long", "n_unfamiliar"), 0)
    given = {"n_letters": letters, "n_words": words, "n_sentences": sentences}
    return float(readability_scores(counts | given)[name])


def read_in_language(text: Texts, language: str) -> int:
    """Compute the formulas for a text whose manifest states a language, and return their number."""
    manifest = f'[[texts]]\nid = "a"\nfile = "a.txt"\nlanguage = "{language}"\n'
    with folder_of(text, corpus_toml=manifest) as folder:
        return len(read_with_formulas(annotate(read_corpus(folder)), draws=0, with_textstat=False))


def _readability(text: Texts) -> pd.DataFrame:
    return read_with_formulas(annotation_of(text), draws=0, with_textstat=False)


def diversity_of(text: Texts, measure: str) -> float | None:
    return plain(lexical_diversity(tokens_of(text)).set_index("measure").loc[measure, "value"])


# --- distances, keyness, topics


def distance(texts: Texts, method: str, mfw: int | None = None) -> float:
    frequencies = relative_frequencies(count_tokens(tokens_of(texts)), mfw=mfw)
    return float(distances(frequencies, distance=method).loc["a", "b"])


def features(texts: Texts, mfw: int, culling: float = 0.0) -> int:
    return relative_frequencies(count_tokens(tokens_of(texts)), mfw=mfw, culling=culling).shape[1]


def keyness_of(texts: Texts, target: list[str], reference: list[str], column: str) -> dict[str, int]:
    """Compare the words of texts; count what is missing or infinite in a column of the table."""
    tokens = tokens_of(texts)
    one, other = (tokens[tokens["text"].isin(side)] for side in (target, reference))
    values = compare_terms(one, other, permutations=0).table[column]
    return {"missing": int(values.isna().sum()), "infinite": int(np.isinf(values).sum())}


def topics_of(texts: Texts, k: int, words: list[str] | None = None) -> int:
    cut = segment(tokens_of(texts), segment_words=100)
    return len(fit_topics(document_term_matrix(cut, vocabulary=words), k).topics)


def coherence_of(text: Texts, topic: list[str]) -> list[float | None]:
    """Return mean NPMI of a topic's words, and how many of them are absent."""
    row = coherence([topic], segment(tokens_of(text), segment_words=100)).iloc[0]
    return [plain(row["npmi"]), plain(row["n_words_absent"])]


# --- files


def ids(files: list[str]) -> list[str]:
    with folder_of(dict.fromkeys(files, "A text.")) as folder:
        return list(read_corpus(folder).ids)


def read_as(text: Any, encoding: str) -> str:
    """Say whether a file that is stored in an encoding is read as it was written; if not, what is read."""
    with folder_of(text, encoding) as folder:
        raw = read_corpus(folder).texts[0].raw
    return "as written" if raw == written(text) else raw


def growth(unit: str, times: int) -> str:
    """Say whether four times the text takes about four times as long to annotate.

    Where time grows with the square it takes sixteen times as long; a busy machine does not double a time
    of process twice in a row.
    """
    short, long = (min(_seconds(unit * number) for _ in range(2)) for number in (times, 4 * times))
    return "in proportion" if long < 9 * short else f"{long / short:.0f} times as long"


def _seconds(text: str) -> float:
    with folder_of(text) as folder:
        corpus = read_corpus(folder)
    begun = time.process_time()
    annotate(corpus)
    return time.process_time() - begun


# --- whole runs of the notebooks

#: A kernel of the name that every notebook states, which does not start.
_BROKEN_KERNEL = '{"argv": ["false"], "display_name": "Broken", "language": "python"}'


class Ended(NamedTuple):
    """An ended run: what it said, and the folder of its results."""

    said: str
    folder: Path


def run_notebooks(
    place: Path, files: dict[str, Any], notebooks: list[str], broken_kernel: bool, outside: bool
) -> Ended:
    """Run notebooks on files with their texts, all or some of them, from the repository or outside it."""
    kernel = place / "jupyter" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(_BROKEN_KERNEL)
    variables = {"PYTHONPATH": str(Path(dhtools.__file__).parents[1])}
    if broken_kernel:
        variables["JUPYTER_PATH"] = str(place / "jupyter")
    with folder_of(files) as corpus:
        folders = ["--corpus", str(corpus), "--out", str(place / "results")]
        done = subprocess.run(
            [sys.executable, "-m", "dhtools", "run", *notebooks, *folders, *_few_refits(notebooks)],
            cwd=place if outside else ROOT,
            env=os.environ | variables,
            capture_output=True,
            text=True,
        )
    return Ended(done.stdout + done.stderr, place / "results")


def _few_refits(notebooks: list[str]) -> list[str]:
    """Return options by which topics are refitted less often: here it counts whether a notebook runs."""
    has_topics = not notebooks or "02-topics" in notebooks
    return ["--set", "SUBSAMPLES=30", "--set", "SHUFFLES=20"] if has_topics else []


def executed(run: Ended) -> str:
    """Return how many notebooks were executed; if that failed, all that was said."""
    number = re.search(r"\d+ notebooks? executed", run.said)
    return number.group() if number else run.said


def boxes(run: Ended) -> int:
    """Return how many warnings the notebooks hold of characters that a font lacks."""
    assert executed(run) != run.said, run.said
    notebooks = (run.folder / "notebooks").glob("*.ipynb")
    return sum(path.read_text(encoding="utf-8").count("missing from font") for path in notebooks)


def drawn_or_said(run: Ended, characters: str) -> str:
    """Say whether characters that the usual font lacks are in another, or named as what cannot be drawn."""
    if number := boxes(run):
        return f"{number} warnings of characters that a font lacks"
    pictures = b"".join(path.read_bytes() for path in run.folder.glob("figures/*/*.pdf"))
    fonts = set(re.findall(rb"/FontName /(?:[A-Z]{6}\+)?(\w+)", pictures))
    notebooks = (run.folder / "notebooks").glob("*.ipynb")
    said = [run.said, *(path.read_text(encoding="utf-8") for path in notebooks)]
    lines = [line for text in said for line in text.splitlines() if "cannot be drawn" in line]
    named = any(set(characters) <= set(line) for line in lines)
    usual = all(font.startswith(b"DejaVu") for font in fonts)
    return "drawn or said" if named or not usual else "neither"


def drawn(run: Ended, name: str) -> str:
    """Say whether a name stands in a figure as it is written; if not, all that the figures show."""
    assert executed(run) != run.said, run.said
    shown = "\n".join(string for path in run.folder.glob("figures/*/*.pdf") for string in _strings(path))
    return "as it stands" if name in shown else shown


def _strings(path: Path) -> Iterator[str]:
    """Yield what a figure shows, piece by piece, without kerning and the upper halves of codes."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL):
        try:
            page = zlib.decompress(packed).decode("latin-1")
        except zlib.error:  # no compressed stream
            continue
        for shown in re.findall(r"\[(.*?)\] TJ", page, re.DOTALL):
            pieces = re.findall(r"\(((?:\\.|[^()\\])*)\)", shown, re.DOTALL)
            yield re.sub(r"\\(.)", r"\1", "".join(pieces)).replace("\0", "")


def escaped(run: Ended, name: str) -> str:
    """Say whether a name that holds what LaTeX reads as commands is escaped in every table."""
    assert executed(run) != run.said, run.said
    tables = "".join(path.read_text(encoding="utf-8") for path in run.folder.rglob("*.tex"))
    however = "".join(rf"\\?{re.escape(sign)}" if sign in "&%$#_" else re.escape(sign) for sign in name)
    ways = set(re.findall(however, tables))
    safe = re.sub(r"([&%$#_])", r"\\\1", name)
    return "escaped" if ways == {safe} else f"{sorted(ways)}"


def refused(run: Ended) -> str:
    """Return what was said, without the folder."""
    return re.sub(r"Neither \S+ nor", "Neither … nor", run.said.strip())
