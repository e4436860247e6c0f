"""Processor time of the explorer until the first lines are there, beside a bare scan; and what it sends.

* first lines: `Panel.answers` to a query that is being typed, up to its first answer, a page of lines, in an
  exploration that has not seen the query before;
* scan: ``[match.span() for match in re.finditer(…)]`` over all texts, in the same process, in turn.

The largest answer is that to any message of a session with a word that occurs 10,000 times; the state is what
the widget shares with the browser.
"""

from __future__ import annotations

import json
import re
from statistics import median
from time import process_time

from common import Given, measures
from speed import times

from dhtools import annotate, read_corpus
from dhtools.annotation.record import Annotation
from dhtools.explore.exploration import Exploration
from dhtools.explore.panel import Panel

#: A rare word, a phrase, the most frequent word, a pattern: each as the explorer and as `re` takes it.
QUERIES = (
    ("freedom", "words", r"\bfreedom\b"),
    ("of the", "words", r"\bof\s+the\b"),
    ("the", "words", r"\bthe\b"),
    (r"\bfree\w+", "pattern", r"\bfree\w+"),
)
REPEATS = 15


def first_lines(annotation: Annotation, query: str, way: str, sort_by: tuple[str, ...] = ()) -> float:
    """Return the seconds until a page of lines is there."""
    exploration = Exploration(annotation)
    exploration.sort(*sort_by)
    panel = Panel(exploration)
    begin = process_time()
    answer = next(panel.answers({"do": "search", "query": query, "way": way, "draft": True}))
    assert answer["is"] == "lines"
    return process_time() - begin


def scan(texts: list[str], pattern: str) -> float:
    """Return the seconds of a bare scan."""
    begin = process_time()
    compiled = re.compile(pattern, re.IGNORECASE)
    for text in texts:
        [match.span() for match in compiled.finditer(text)]
    return process_time() - begin


def ratio(annotation: Annotation, repeats: int, *query: str, sort_by: tuple[str, ...] = ()) -> float:
    """Return the median time of the first lines, as a multiple of that of the scan."""
    texts = [text.raw for text in annotation.corpus]
    words, way, pattern = query
    first_lines(annotation, words, way, sort_by)  # the index of words is made once for a table
    both = [(first_lines(annotation, words, way, sort_by), scan(texts, pattern)) for _ in range(repeats)]
    ours, bare = zip(*both, strict=True)
    return median(ours) / median(bare)


@measures("speed: first lines of the explorer while a word is typed", needs="inaugural")
def lines_of_a_key(given: Given) -> list[str]:
    annotation, repeats = annotate(read_corpus(given.folder("inaugural"))), given.size(REPEATS, 2)
    word, phrase, common, pattern = (ratio(annotation, repeats, *query) for query in QUERIES)
    ordered = ratio(annotation, repeats, *QUERIES[0], sort_by=("R1",))
    return [
        f"a word {word:.2f}, a phrase {phrase:.2f}, *the* {common:.2f}, a pattern {pattern:.2f}, "
        f"a word sorted {times(ordered, 'a bare scan by re')}"
    ]


@measures("memory: what the explorer sends to the browser", needs="inaugural")
def what_is_sent(given: Given) -> list[str]:
    from dhtools.explore import explore

    widget = explore(annotate(read_corpus(given.folder("inaugural"))))
    panel = Panel(widget.exploration)
    session = [
        {"do": "start"},
        {"do": "search", "query": "the"},
        {"do": "sort", "names": ["R1", "R2"]},
        {"do": "page", "number": 100},
        {"do": "narrow", "word": "people"},
        {"do": "open", "line": 3},
        {"do": "code", "tree": True},
    ]
    sent = [len(json.dumps(answer)) for message in session for answer in panel.answers(message)]
    state = len(json.dumps(widget.get_state(), default=str))
    return [f"at most {max(sent) / 1000:.0f} kB an answer; state {state / 1000:.0f} kB, whatever is found"]
