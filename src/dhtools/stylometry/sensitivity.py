"""Choices: how the place of one pair of texts depends on the words counted, the length and the reference."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import pandas as pd

from ..counts.tables import count_tokens
from ..errors import check_choice
from ..progress import watched
from ..reference.block_tables import BlockTable, block_table
from ..reference.known_authors import REFERENCES, reference_table
from ..wordlists import lists
from .comparison import baseline_quantiles, compare_texts, percentile_ranks

#: Forms of address: who speaks, for whom, and to whom.
_PERSONS = ("I", "we", "you")

#: Lists of words that styles are compared by, see `word_lists`.
WORD_LISTS = ("function words", "without pronouns", "content words", "most frequent")


def word_lists(reference: BlockTable) -> dict[str, list[str]]:
    """Return the lists of words that styles are compared by, of the words that a reference has.

    Returns
    -------
    dict of str to list of str
        *function words*; *without pronouns*: function words less the pronouns, which depend on who speaks to
        whom; *content words*: the 200 most frequent others; *most frequent*: the 200 most frequent of all.
    """
    closed, of_persons = set(lists.function_words()), set(lists.pronouns())
    known = reference.vocabulary
    made = (
        [word for word in known if word in closed],
        [word for word in known if word in closed - of_persons],
        [word for word in known if word not in closed][:200],
        known[:200],
    )
    return dict(zip(WORD_LISTS, made, strict=True))


@lru_cache(maxsize=128)
def known_pairs(reference: str, *, words: str = "function words", length: int, distance: str) -> pd.DataFrame:
    """Compare the texts of a reference with one another; what was compared before is not compared again.

    Parameters
    ----------
    reference : {"federalist", "inaugural"}
        See `reference_table`.
    words : str
        Name of a list, see `word_lists`.
    length, method
        As for `compare_texts`.

    Returns
    -------
    DataFrame
        As from `compare_texts`. Do not change it: it is shared.

    Raises
    ------
    DhtoolsError
        If the list is unknown, or as for `reference_table` and `compare_texts`.
    """
    table = reference_table(reference)
    listed = word_lists(table)[check_choice("words", words, WORD_LISTS)]
    return compare_texts(table, length=length, distance=distance, vocabulary=listed)


def rank_across_settings(
    tokens: pd.DataFrame,
    pair: Sequence[str],
    *,
    lists: Sequence[str] = WORD_LISTS,
    lengths: Sequence[int] = (500,),
    distances: Sequence[str] = ("burrows", "cosine_delta", "simple"),
    min_excerpts: int = 2,
) -> pd.DataFrame:
    """Place one pair of texts among known pairs, for every reference, list of words, length and distance.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case folded.
    pair : two ids of texts
    lists : sequence of str
        Names of lists, see `word_lists`.
    lengths : sequence of int
        Words of an excerpt.
    distances : sequence of str
        Distances, see `distances`.
    min_excerpts : int
        Only known pairs with so many excerpts in each text: the excess of short texts varies more.

    Returns
    -------
    DataFrame
        One row a choice: *reference*, *words*, *length*, *method*, *least*, *excess*, *beyond_same_author*,
        *beyond_different_authors* (see `percentile_ranks`), *same_pairs* and *auc* (see `baseline_quantiles`), *reason*. The rows
        share texts and are no sample: that many agree makes no result more probable.

    Raises
    ------
    DhtoolsError
        If a list is unknown, or as for `compare_texts`.
    """
    lists = [check_choice("words", name, WORD_LISTS) for name in lists]
    own = {name: block_table(tokens, vocabulary=reference_table(name).vocabulary) for name in REFERENCES}
    rows = []
    choices = list(product(REFERENCES, lists, lengths, distances))
    for name, told, length, method in watched(choices, "comparing"):
        reference = reference_table(name)
        listed = word_lists(reference)[told]
        found = compare_texts(
            own[name], length=length, distance=method, vocabulary=listed, reference=reference
        )
        known = known_pairs(name, words=told, length=length, distance=method)
        known = known[(known[["excerpts_a", "excerpts_b"]] >= min_excerpts).all(axis=1)]
        rows.append(
            (
                name,
                told,
                length,
                method,
                min_excerpts,
                *_row(percentile_ranks(found, known), baseline_quantiles(known), list(pair)),
            )
        )
    figures = ["excess", "beyond_same_author", "beyond_different_authors", "same_pairs", "auc", "reason"]
    return pd.DataFrame(rows, columns=["reference", "words", "length", "method", "least", *figures])


def _row(placed: pd.DataFrame, known: pd.DataFrame, pair: list[str]) -> tuple[object, ...]:
    found = placed[
        placed["text_a"].isin(pair) & placed["text_b"].isin(pair) & (placed["kind"] != "same text")
    ]
    same = known.set_index("kind").reindex(["same author"]).iloc[0]
    figures = ["excess", "beyond_same_author", "beyond_different_authors"]
    row = found.iloc[0] if len(found) else pd.Series(dict.fromkeys(figures), dtype=float)
    reason = row.get("reason", "there is no pair of texts")
    return (*(row[name] for name in figures), same["pairs"], same["auc"], reason)


def pronoun_rates(tokens: pd.DataFrame) -> pd.DataFrame:
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
    for person in _PERSONS:
        forms = lists.persons()[person]
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
