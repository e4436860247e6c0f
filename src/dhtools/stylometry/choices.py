"""Choices: how the place of one pair of texts depends on the words counted, the length and the reference."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..counts import count_tokens
from ..progress import watched
from .blocks import BlockTable, block_table
from .comparison import bands, compare, place
from .reference import REFERENCES, function_words, pronouns, reference_table

#: Forms of address: who speaks, for whom, and to whom.
PERSONS = {
    "I": ("i", "me", "my", "mine", "myself"),
    "we": ("we", "us", "our", "ours", "ourselves"),
    "you": ("you", "your", "yours", "yourself", "yourselves"),
}


def vocabularies(reference: BlockTable) -> dict[str, list[str]]:
    """Return the lists of words that styles are compared by, of the words that a reference has.

    Returns
    -------
    dict of str to list of str
        *function words*; *without pronouns*: function words less the pronouns, which depend on who speaks to
        whom; *content words*: the 200 most frequent others; *most frequent*: the 200 most frequent of all.
    """
    closed, persons = set(function_words()), set(pronouns())
    known = reference.vocabulary
    return {
        "function words": [word for word in known if word in closed],
        "without pronouns": [word for word in known if word in closed - persons],
        "content words": [word for word in known if word not in closed][:200],
        "most frequent": known[:200],
    }


def across_choices(
    tokens: pd.DataFrame,
    pair: Sequence[str],
    *,
    lengths: Sequence[int] = (300, 500, 1000),
    method: str = "burrows",
) -> pd.DataFrame:
    """Place one pair of texts among known pairs, for every list of words, length and reference.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case folded.
    pair : two ids of texts
    lengths : sequence of int
        Words of an excerpt.
    method : str

    Returns
    -------
    DataFrame
        One row a choice: *reference*, *words*, *length*, *excess*, *beyond_same_author*,
        *beyond_different_authors* (see `place`), *same_pairs* and *auc* (see `bands`), *reason*. The rows
        share texts and are no sample: that many agree makes no result more probable.
    """
    own = {name: block_table(tokens, words=reference_table(name).vocabulary) for name in REFERENCES}
    choices = [
        (name, told, words, length)
        for name in REFERENCES
        for told, words in vocabularies(reference_table(name)).items()
        for length in lengths
    ]
    rows = []
    for name, told, words, length in watched(choices, "comparing"):
        placed, known = _placed(own[name], reference_table(name), words, length, method)
        rows.append((name, told, length, *_row(placed, known, list(pair))))
    columns = ["reference", "words", "length", "excess", "beyond_same_author", "beyond_different_authors"]
    return pd.DataFrame(rows, columns=[*columns, "same_pairs", "auc", "reason"])


def _placed(
    own: BlockTable, reference: BlockTable, words: list[str], length: int, method: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    known = compare(reference, length=length, method=method, words=words)
    return place(compare(own, length=length, method=method, words=words, reference=reference), known), bands(
        known
    ).set_index("kind")


def _row(placed: pd.DataFrame, known: pd.DataFrame, pair: list[str]) -> tuple[object, ...]:
    found = placed[
        placed["text_a"].isin(pair) & placed["text_b"].isin(pair) & (placed["kind"] != "same text")
    ]
    same = known.reindex(["same author"]).iloc[0]
    figures = ["excess", "beyond_same_author", "beyond_different_authors"]
    row = found.iloc[0] if len(found) else pd.Series(dict.fromkeys(figures), dtype=float)
    reason = row.get("reason", "there is no pair of texts")
    return (*(row[name] for name in figures), same["pairs"], same["auc"], reason)


def persons(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count the forms of address in every text, beside what speeches and essays have.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case folded.

    Returns
    -------
    DataFrame
        One row a text or reference and person: *person*, *text*, *count*, *words*, *rate* (in 1,000 words),
        *low*, *high*: for a reference, rate is the median over its texts and low to high the middle nine
        tenths of them; a text is counted completely and has no such range.
    """
    counts = count_tokens(tokens)
    total = counts.sum(axis=1)
    rows: list[tuple[object, ...]] = []
    for person, forms in PERSONS.items():
        count = counts.reindex(columns=list(forms), fill_value=0).sum(axis=1)
        rate = 1000 * count / total.where(total > 0)
        rows += [(person, text, count[text], total[text], rate[text], None, None) for text in counts.index]
        rows += [_usual(name, person, forms) for name in REFERENCES]
    return pd.DataFrame(rows, columns=["person", "text", "count", "words", "rate", "low", "high"])


def _usual(name: str, person: str, forms: Sequence[str]) -> tuple[object, ...]:
    table = reference_table(name)
    count = table.counts.reindex(columns=list(forms), fill_value=0).sum(axis=1).groupby(level="text").sum()
    words = table.texts["blocks"].reindex(count.index) * table.size
    low, rate, high = (1000 * count / words).quantile([0.05, 0.5, 0.95])
    return person, REFERENCES[name], count.sum(), words.sum(), rate, low, high
