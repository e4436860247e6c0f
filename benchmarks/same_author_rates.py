"""Measure how often the rates of two texts by one author are told apart.

Federalist Papers of one author, in their order, are put together into texts of at least 4,000 and 2,200
words; pairs of them, without a paper in common, are compared by `dhtools.rhetoric.compare_rates` as the
two longest texts of a corpus are in the notebook. Reported is, for every class of metadiscourse, the share of
60 pairs with p < .05. If one author's texts were exchangeable it would be five in a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from common import Given, measures

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.rhetoric import compare_rates, find_metadiscourse, select_findings

#: A set of papers, and its words.
Text = tuple[list[str], pd.DataFrame]


def author_of(text: str) -> str:
    """Return the author named at the beginning of a file's name."""
    return text.partition("_")[0].partition("-")[0]


def draw_papers(tokens: pd.DataFrame, papers: list[str], words: int, random: np.random.Generator) -> Text:
    """Return neighbouring papers from a random one on that have so many words together."""
    lengths = tokens["text"].value_counts()
    start, chosen = int(random.integers(len(papers))), list[str]()
    while sum(lengths[name] for name in chosen) < words and len(chosen) < len(papers):
        chosen.append(papers[(start + len(chosen)) % len(papers)])
    return chosen, tokens[tokens["text"].isin(chosen).to_numpy()]


def p_values_of_pairs(
    tokens: pd.DataFrame, findings: pd.DataFrame, words: list[int], pairs: int, random: np.random.Generator
) -> Iterator[pd.Series]:
    """Yield the p of every class, for each pair."""
    names = [str(name) for name in tokens["text"].unique()]
    authors: dict[str, list[str]] = {}
    for name in names:
        authors.setdefault(author_of(name), []).append(name)
    long = {name: papers for name, papers in authors.items() if len(papers) > 8}
    if not long:
        raise DhtoolsError("No author has nine texts or more. Give a folder with Author_Title.txt files.")
    made = 0
    while made < pairs:
        papers = long[list(long)[made % len(long)]]
        one, other = (draw_papers(tokens, papers, number, random) for number in words)
        if set(one[0]) & set(other[0]):
            continue
        made += 1
        table = compare_rates(findings, one[1], other[1], seed=made).table
        yield table.set_index("word")["p"]


def told_apart(folder: Path, pairs: int, words: list[int], seed: int = 0) -> pd.Series:
    """Return the share of pairs that are told apart, by class."""
    annotation = annotate(read_corpus(folder))
    author = annotation.tokens[(annotation.tokens["voice"] == "author").to_numpy()]
    findings = select_findings(find_metadiscourse(annotation), voice="author")
    random = np.random.default_rng(seed)
    p_values = pd.DataFrame(list(p_values_of_pairs(author, findings, words, pairs, random)))
    return (p_values < 0.05).sum() / p_values.notna().sum()


@measures("rates told apart between two texts of one author (p < .05)", needs="federalist")
def rates(given: Given) -> list[str]:
    words = [given.size(4000, 1200), given.size(2200, 800)]
    shares = (
        told_apart(given.folder("federalist"), given.size(60, 2), words).dropna().sort_values(kind="stable")
    )
    return [", ".join(f"{name} {one:.0%}" for name, one in shares.items())]
