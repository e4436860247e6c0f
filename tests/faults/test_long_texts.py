"""Texts of one word, one mark or one line: twice the text takes twice the work, not four times.

Processor time at 2 n is compared with that at n, never with a number of seconds; work that can be counted is.
"""

from __future__ import annotations

import inspect
import os
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of

from dhtools import annotate
from dhtools.export.highlight import MarkedText
from dhtools.export.text_view import show_passages, show_text
from dhtools.readability import count_syllables, readability
from dhtools.rhetoric.figures import clauses
from dhtools.rhetoric.figures.clauses import MAX_CLAUSE_WORDS, clause_view
from dhtools.rhetoric.figures.registry import FIGURES
from dhtools.rhetoric.grammar.passives import passive_spans
from dhtools.rhetoric.registry import FINDERS
from dhtools.search.concordance import concordance

LONG = os.environ.get("DHTOOLS_FAULTS") == "long"
#: A text of a length for each kind.
KINDS: dict[str, Callable[[int], str]] = {
    "initials": lambda n: "A. " * n,
    "capitals": lambda n: "ABC " * n,
    "empty quotations": lambda n: '"" ' * n + "a",
    "opening brackets": lambda n: "a " + "(" * n,
    "dashes": lambda n: "a " + "—" * n,
    "digits": lambda n: "a " + "7" * n,
    "one word": lambda n: "word " * n,
    "one letter": lambda n: "a" * n,
    "lines": lambda n: "a\n" * n,
    "empty lines": lambda n: "a" + "\n" * n,
    "quotations in turn": lambda n: "“a” ‘b’ " * (n // 2),
    "quotations that stay open": lambda n: "“a " * n,
    "apostrophes": lambda n: "'a " * n,
    "commas": lambda n: "a, " * n,
    "conjunctions": lambda n: "and not but " * (n // 3),
    "passives": lambda n: "was born " * (n // 2),
    "speech": lambda n: "“A b c,” he said.\n\n" * (n // 8),
    "questions": lambda n: "Who? " * n,
    "denials": lambda n: "not a but b, " * (n // 4),
    "rather than": lambda n: "rather than a " * (n // 3),
    "possessives": lambda n: "dog's " * n,
}


def work(text: str) -> None:
    """Do what the notebooks do with a text, but for its figures and topics."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        annotation = annotate(corpus_of(a=text))
        for find in FINDERS.values():
            inspect.unwrap(find)(annotation)
        readability(annotation)
        str(show_text(annotation, "a"))
        if len(annotation.tokens):
            concordance(annotation, str(annotation.tokens["word"].iloc[0]))


def spent(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def least_ratio(small: Callable[[], object], large: Callable[[], object], tries: int = 3) -> float:
    """Return the least that large takes beside small: what else the machine does can only add to it."""
    ratios = []
    for _ in range(tries):
        ratios.append(spent(large) / max(spent(small), 1e-4))
        if ratios[-1] < 3:
            break
    return min(ratios)


@pytest.mark.skipif(not LONG, reason="make faults measures all kinds of text at two lengths")
@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_text_takes_twice_the_time(kind: str) -> None:
    small, large = KINDS[kind](20_000), KINDS[kind](40_000)
    work(small[:2_000])  # lists are read
    assert least_ratio(lambda: work(small), lambda: work(large)) < 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_is_read(kind: str) -> None:
    work(KINDS[kind](400))


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    "kind", ["one word", "conjunctions", "denials", "rather than", "commas", "questions"]
)
def test_a_figure_looks_at_each_word_so_often_at_most(
    name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted: how many words and clauses are asked for, at n and at 2 n words."""
    asked = [0]

    class Words(list):
        def __getitem__(self, key):
            found = super().__getitem__(key)
            asked[0] += len(found) if isinstance(key, slice) else 1
            return found

        def __iter__(self):
            asked[0] += len(self)
            return super().__iter__()

    counts = []
    for n in (2_000, 4_000):
        view = clause_view(KINDS[kind](n))
        object.__setattr__(view, "words", Words(view.words))
        asked[0] = 0
        for _ in FIGURES[name](view):
            pass
        counts.append(asked[0])
    assert counts[1] <= 2.3 * counts[0] + 1_000


def test_no_clause_is_longer_than_a_bound() -> None:
    view = clause_view("word " * 5_000 + ", and he came, and she went. " + "x " * 450)
    assert max(stop - first for first, stop in view.clauses) == MAX_CLAUSE_WORDS
    assert [view.words[first] for first, _ in view.clauses[-5:-3]] == ["and", "and"]
    assert sum(stop - first for first, stop in view.clauses) == len(view.words)


def test_overlaps_are_told_among_neighbours_as_among_all() -> None:
    """The figures kept are those that a comparison of each with all would keep."""
    random = np.random.default_rng(0)
    view = clause_view("word " * 120)
    for _ in range(60):
        starts = random.integers(0, 100, 40)
        found = [
            (int(start), int(start + random.integers(1, 15)), "x", float(random.integers(0, 5)))
            for start in starts
        ]
        kept: list = []
        for one in sorted(found, key=lambda scored: (-scored[3], scored[0], scored[1])):
            if all(one[1] <= other[0] or other[1] <= one[0] for other in kept):
                kept.append(one)
        wanted = [view.match(*one) for one in sorted(kept)]
        assert list(clauses.best_without_overlap(view, found)) == wanted


def test_a_word_of_200_000_letters_has_syllables() -> None:
    for letters in ("a", "b", "e", "ab", "ae", "es", "A"):
        assert count_syllables([letters * (200_000 // len(letters))])[0] >= 1


def test_passives_without_an_agent_look_no_further_than_a_clause() -> None:
    small, large = ("it was sold " * n for n in (4_000, 8_000))
    assert sum(1 for _ in passive_spans(large)) == 8_000
    assert least_ratio(lambda: list(passive_spans(small)), lambda: list(passive_spans(large)), 5) < 3


def marked(n: int) -> pd.DataFrame:
    starts = np.arange(n) * 10
    return pd.DataFrame({"text": "a", "start": starts, "end": starts + 4, "category": "hedge", "score": 1.0})


def test_findings_are_looked_up_not_counted_through(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = [0]
    real = MarkedText.findings_in

    def counted(self, start, end):
        found = real(self, start, end)
        looked[0] += len(found)
        return found

    monkeypatch.setattr(MarkedText, "findings_in", counted)
    for n in (400, 800):
        annotation = annotate(corpus_of(a="“A b c,” he said.\n\n" * n))
        shown = show_passages(annotation, findings=marked(2 * n - 4).iloc[: n * 19 // 10])
        assert len(shown.spans) > n / 2
        assert looked[0] < 12 * n
        looked[0] = 0


def test_all_passages_of_a_text_are_shown() -> None:
    annotation = annotate(corpus_of(a="He came and he went. “Yes,” she said.\n\n" * 300))
    ids = annotation.sentences["passage"].tolist()
    shown = show_passages(annotation, ids)
    assert len(shown.spans) == len(ids)
    raw = annotation.corpus["a"].raw
    assert [raw[start:end] for _, start, end in shown.spans[:2]] == [
        annotation.passage(ids[0]),
        annotation.passage(ids[1]),
    ]
