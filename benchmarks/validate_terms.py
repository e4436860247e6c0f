"""Count how many words keyness flags where nothing differs: random halves of any folder of texts.

    python benchmarks/validate_terms.py FOLDER [--splits 200] [--author PATTERN] [--seed 0] [--json OUT]

FOLDER holds ``.txt`` files, a dozen or more. They are dealt out at random to two halves, and the words of the
halves, those that occur 20 times or more in all texts, are compared by
`dhtools.stats.permutation.permutation_p` with the texts as units. All shares are from 0 to 1 and means over
the splits:

* p05, p01: words with p < .05, p < .01, which should be so many;
* q05: words with q < .05 (Benjamini and Hochberg), which should be none;
* g2_p05, g2_p01: words that G² (four cells, chi-squared with one degree of freedom) calls significant.

Random halves test the calculation and no more: texts that are dealt out at random *are* exchangeable. What
two texts by one author show is another matter, since a text holds its words together, and no text is a random
sample of its author. **same_author** compares whole texts of one author, cut into segments of about 300
words, by the words that occur 20 times or more in the two (at most 100 pairs, at random). The author is what
stands before the first ``_`` in the name of a file, or what the first group of --author matches there;
authors of one text, and pairs with fewer than 1,000 arrangements, are left out. Where no author has two texts
it is null.

In per cent, 200 splits, seed 0:

============================  =====  ====  ====  ====  =======  =====  ============  =======
folder                        words   p05   p01   q05   g2_p05  pairs   same: p05     g2_p05
============================  =====  ====  ====  ====  =======  =====  ============  =======
inaugural addresses, 59         767   4.9   0.9   0.0     17.8      8           4.9     14.3
The Federalist, 85             1020   5.0   0.9   0.0     16.5     72          14.3     22.1
British novels, 26            11015   4.6   0.8   0.0     41.9     21          31.6     35.8
============================  =====  ====  ====  ====  =======  =====  ============  =======

The addresses are those of presidents of the United States, with --author
``\\d+-(?!Adams|Bush|Harrison|Roosevelt)(\\w+)\\.`` (two presidents have each of the names left out); the
novels are from the repository computationalstylistics/A_Small_Collection_of_British_Fiction. The headers of
The Federalist are left in.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from common import Given, command_line, measures, percent, read_text, report
from scipy.stats import chi2

from dhtools import DhtoolsError, segment
from dhtools.annotation.tokens import cut, fold_word, loose_words
from dhtools.corpus.files import text_files
from dhtools.counts import count_tokens
from dhtools.counts.streamed import count_types
from dhtools.keyness.measures import g2_of_groups
from dhtools.progress import watched
from dhtools.stats.permutation import MIN_ARRANGEMENTS, arrangements, benjamini_hochberg, permutation_p

#: Occurrences of a word that is tested, words of a segment, and permutations of each test.
MIN_COUNT, SEGMENT_WORDS, PERMUTATIONS = 20, 300, 999
MIN_SPLITS, MAX_PAIRS = 200, 100
AUTHOR = r"([^_]+)_"


def count_texts(raws: dict[str, str]) -> pd.DataFrame:
    """Return texts × words."""
    counted = {name: count_types(raw) for name, raw in raws.items()}
    empty = [name for name, counts in counted.items() if not counts]
    if empty:
        raise DhtoolsError(f"{empty[0]}: it has no words. Take it out of the folder.")
    return pd.DataFrame.from_dict(counted, orient="index").fillna(0).astype(np.int64)


def tested(counts: np.ndarray) -> np.ndarray:
    """Return which columns are frequent enough."""
    return counts.sum(axis=0) >= MIN_COUNT


def flagged(counts: np.ndarray, totals: np.ndarray, groups: np.ndarray, seed: int) -> dict[str, float]:
    """Return the shares of words that are called different."""
    p = permutation_p(counts, totals, groups, permutations=PERMUTATIONS, seed=seed)
    sums = np.array([counts[groups == group].sum(axis=0) for group in (0, 1)])
    likelihood = chi2.sf(g2_of_groups(sums, np.array([totals[groups == group].sum() for group in (0, 1)])), 1)
    shares = {"p05": p < 0.05, "p01": p < 0.01, "q05": benjamini_hochberg(p) < 0.05}
    shares |= {"g2_p05": likelihood < 0.05, "g2_p01": likelihood < 0.01}
    return {name: float(share.mean()) for name, share in shares.items()}


def halves(counts: pd.DataFrame, splits: int, seed: int) -> dict[str, Any]:
    """Return what is flagged between random halves of the texts."""
    values, totals = counts.to_numpy(), counts.sum(axis=1).to_numpy()
    frequent = values[:, tested(values)]
    sizes = (len(values) // 2, len(values) - len(values) // 2)
    ways = arrangements(sizes)
    if ways < MIN_ARRANGEMENTS:
        raise DhtoolsError(f"{len(values)} texts: their halves have {ways} arrangements. Give 13 or more.")
    if not frequent.shape[1]:
        raise DhtoolsError(f"No word occurs {MIN_COUNT} times or more. Give more or longer texts.")
    generator, groups = np.random.default_rng(seed), np.repeat([0, 1], sizes)
    deals = (generator.permutation(groups) for _ in range(splits))
    drawn = watched(enumerate(deals), "splits", total=splits)
    shares = [flagged(frequent, totals, deal, seed + 1 + number) for number, deal in drawn]
    return {
        "texts": len(values),
        "words": frequent.shape[1],
        "splits": splits,
        "arrangements": ways,
        **pd.DataFrame(shares).mean().to_dict(),
    }


def same_author(raws: dict[str, str], author: str, seed: int) -> dict[str, Any] | None:
    """Return what is flagged between whole texts by one author."""
    shares = [
        flagged(*pair, seed + number)
        for number, pair in enumerate(watched(list(pairs(raws, author, seed)), "pairs of texts"))
    ]
    if not shares:
        return None
    spread = pd.DataFrame(shares)
    return {
        "pairs": len(shares),
        "segment_words": SEGMENT_WORDS,
        **spread.mean().to_dict(),
        "p05_middle_half_of_pairs": spread["p05"].quantile([0.25, 0.75]).tolist(),
    }


def pairs(
    raws: dict[str, str], author: str, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield counts, totals and groups of the segments of every two texts by one author."""
    found = {name: re.match(author, name) for name in raws}
    names = {name: match[1] for name, match in found.items() if match}
    shared = [pair for pair in combinations(names, 2) if names[pair[0]] == names[pair[1]]]
    if len(shared) > MAX_PAIRS:
        shared = random.Random(seed).sample(shared, MAX_PAIRS)
    segments = {name: cut_text(raws[name]) for name in dict.fromkeys(chain(*shared))}
    for one, other in shared:
        both = pd.concat([segments[one], segments[other]]).fillna(0)
        groups = np.repeat([0, 1], [len(segments[one]), len(segments[other])])
        values = both.to_numpy(dtype=np.int64)
        frequent = tested(values)
        if frequent.any() and arrangements(np.bincount(groups).tolist()) >= MIN_ARRANGEMENTS:
            yield values[:, frequent], values.sum(axis=1), groups


def cut_text(raw: str) -> pd.DataFrame:
    """Return segments × words of one text."""
    words = [fold_word(word) for loose in loose_words(raw) for _, word in cut(loose)]
    tokens = pd.DataFrame({"text": "text", "word": words}).astype("category")
    return count_tokens(segment(tokens, segment_words=SEGMENT_WORDS), unit="segment")


def validate(given: argparse.Namespace) -> dict[str, Any]:
    """Return the whole report on a folder."""
    if given.splits < MIN_SPLITS:
        raise DhtoolsError(f"--splits {given.splits}: give {MIN_SPLITS} or more.")
    try:
        groups = re.compile(given.author).groups
    except re.error as error:
        raise DhtoolsError(f"--author {given.author}: not a regular expression ({error}).") from error
    if groups < 1:
        raise DhtoolsError(f"--author {given.author}: put the author into parentheses, as in {AUTHOR}.")
    raws = raws_of(given.folder)
    found = halves(count_texts(raws), given.splits, given.seed)
    return found | {"same_author": same_author(raws, given.author, given.seed)}


def raws_of(folder: Path) -> dict[str, str]:
    """Return the texts of a folder by the names of their files."""
    return {path.name: read_text(path) for path in text_files(folder)}


SHARES = ("p05", "p01", "q05", "g2_p05")
#: Two presidents have each of the names left out.
PRESIDENT = r"\d+-(?!Adams|Bush|Harrison|Roosevelt)(\w+)\."


@measures("keyness: words flagged where nothing differs (p < .05; p < .01)", needs="inaugural")
def random_halves(given: Given) -> list[str]:
    found = halves(count_texts(raws_of(given.folder("inaugural"))), given.size(MIN_SPLITS, 2), 0)
    p05, p01, q05, g2_p05 = (percent(found[name]) for name in SHARES)
    return [f"permutation of texts {p05}; {p01}; after Benjamini-Hochberg {q05}. G² alone {g2_p05}"]


@measures(
    "keyness: words flagged between two texts of one author (p < .05)",
    needs="inaugural federalist british_fiction",
)
def pairs_of_texts(given: Given) -> list[str]:
    told = []
    for name, folder, author in (
        ("inaugural addresses", "inaugural", PRESIDENT),
        ("Federalist Papers", "federalist", AUTHOR),
        ("novels", "british_fiction", AUTHOR),
    ):
        found = same_author(raws_of(given.folder(folder)), author, 0)
        told.append(f"{name} {percent(found['p05']) if found else 'not measured'}")
    return [", ".join(told)]


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--splits", type=int, default=MIN_SPLITS, help="200 or more")
    parser.add_argument("--author", default=AUTHOR, metavar="PATTERN", help="its first group is the author")
    parser.add_argument("--seed", type=int, default=0)
    report(parser, validate)


if __name__ == "__main__":
    main()
