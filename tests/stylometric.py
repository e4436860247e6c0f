"""What the tests of stylometry share: the tables of R stylo, and small texts of known make."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from dhtools.counts import relative_frequencies
from dhtools.reference import BlockTable

STYLO = Path(__file__).parent / "reference" / "stylo"


def stylo(name: str) -> pd.DataFrame:
    """Return a table computed with R stylo."""
    return pd.read_csv(STYLO / name, index_col=0)


@cache
def counts() -> tuple[pd.DataFrame, pd.Series]:
    """Return the counts of 25 segments, and all words of each."""
    table = stylo("counts.csv")
    return table.drop(columns="total"), table["total"]


def frequencies(words: int = 200) -> pd.DataFrame:
    """Return the frequencies that stylo's distances were computed from."""
    table, total = counts()
    return relative_frequencies(table, totals=total).iloc[:, :words]


def tokens_of(**texts: str) -> pd.DataFrame:
    """Return a token table with the columns that counting needs; one sentence a text."""
    rows = [(text, word) for text, words in texts.items() for word in words.split()]
    frame = pd.DataFrame(rows, columns=["text", "word"])
    passage = pd.Categorical(frame["text"] + ":1.1")
    return frame.assign(
        text=pd.Categorical(frame["text"], categories=list(texts)),
        word=pd.Categorical(frame["word"]),
        passage=passage,
    )


def simulated(
    *, authors: int, texts: int, blocks: int = 20, apart: float, words: int = 30, seed: int = 0
) -> BlockTable:
    """Return texts drawn from known word frequencies: authors differ by *apart* standard deviations."""
    random = np.random.default_rng(seed)
    rows, owner = [], {}
    for author in range(authors):
        taste = np.exp(random.normal(size=words) * apart)
        for text in range(texts):
            owner[f"{author}-{text}"] = f"author {author}"
            rows.append(random.multinomial(100, taste / taste.sum(), size=blocks))
    index = pd.MultiIndex.from_product([list(owner), range(1, blocks + 1)], names=["text", "block"])
    table = pd.DataFrame(np.concatenate(rows), index=index, columns=[f"w{n:02d}" for n in range(words)])
    about = pd.DataFrame({"author": owner, "n_blocks": blocks}).rename_axis("text")
    return BlockTable(table, about)
