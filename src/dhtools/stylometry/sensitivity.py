"""Sensitivity: how the rank of one pair of texts depends on words, length and reference."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import pandas as pd

from ..annotation.pronouns import persons_of_words
from ..annotation.record import Annotation
from ..errors import check_choice
from ..progress import watched
from ..reference.block_tables import BlockTable, block_table
from ..reference.known_authors import ADDRESSED, REFERENCES, reference_table
from ..shown import answers_first
from ..wordlists import lists as wordlists
from .baselines import baseline_quantiles, percentile_ranks
from .comparison import compare_texts

#: Lists of words that styles are compared by, see `word_lists`.
WORD_LISTS = ("function words", "without pronouns", "content words", "most frequent")

_SETTING = ["reference", "word_list", "excerpt_words", "distance", "min_excerpts"]
_RANKED = ["excess", "percentile_same_author", "percentile_different_authors"]


def word_lists(reference: BlockTable, language: str = "en") -> dict[str, list[str]]:
    """Return the lists of words that styles are compared by, of the words that a reference has.

    * language: The code of the language of its texts, whose function words are taken.

    Returns: *function words*; *without pronouns*: function words less the pronouns, which depend on who
    speaks to whom; *content words*: the 200 most frequent others; *most frequent*: the 200 most frequent of
    all.

    >>> word_lists(reference_table("federalist"))["content words"][:3]
    ['states', 'government', 'state']
    """
    closed, pronouns = set(wordlists.function_words(language)), set(wordlists.pronouns(language))
    known = reference.vocabulary
    lists = (
        [word for word in known if word in closed],
        [word for word in known if word in closed - pronouns],
        [word for word in known if word not in closed][:200],
        known[:200],
    )
    return dict(zip(WORD_LISTS, lists, strict=True))


def style_reference(tokens: pd.DataFrame, language: str) -> BlockTable:
    """Return the table that gives the scale and the words of pictures of style.

    For English the Federalist Papers; for a language of which no such table comes with the package the texts
    themselves: then a z-score says how far an excerpt is from the mean of this corpus.

    * tokens: From `dhtools.token_table`, case folded, one voice.
    * language: The code of their language.
    """
    if language == "en":
        return reference_table("federalist")
    closed, occurring = set(wordlists.function_words(language)), tokens["word"].astype(str).value_counts()
    return block_table(tokens, vocabulary=[str(word) for word in occurring.index if word in closed])


@lru_cache(maxsize=128)
def known_pairs(
    reference: str, *, word_list: str = "function words", excerpt_words: int, distance: str
) -> pd.DataFrame:
    """Compare the texts of a reference with one another; the result is kept for the next call.

    * reference ({"federalist", "inaugural"}): See `dhtools.reference.reference_table`.
    * word_list: Name of a list, see `word_lists`.
    * excerpt_words, distance: As for `compare_texts`.

    Returns: As from `compare_texts`. Do not change it: it is shared.

    Raises `DhtoolsError` if the list is unknown, or as for `reference_table` and `compare_texts`.
    """
    table = reference_table(reference)
    vocabulary = word_lists(table)[check_choice("word_list", word_list, WORD_LISTS)]
    return compare_texts(table, excerpt_words=excerpt_words, distance=distance, vocabulary=vocabulary)


def rank_across_settings(
    tokens: pd.DataFrame,
    pair: Sequence[str],
    *,
    lists: Sequence[str] = WORD_LISTS,
    excerpt_words: Sequence[int] = (500,),
    distances: Sequence[str] = ("burrows", "cosine_delta", "simple"),
    min_excerpts: int = 2,
) -> pd.DataFrame:
    """Rank one pair of texts among known pairs, for every reference, list of words, length and distance.

    * tokens: From `dhtools.token_table`, case folded.
    * lists: Names of lists, see `word_lists`.
    * excerpt_words: Words of an excerpt.
    * distances: Names of distances, see `distances`.
    * min_excerpts: Only known pairs with so many excerpts in each text: the excess of short texts varies
      more.

    Returns: One row a setting: *reference*, *word_list*, *excerpt_words*, *distance*, *min_excerpts*;
    *excess* (see `compare_texts`); *percentile_same_author*, *percentile_different_authors* (see
    `percentile_ranks`); *n_pairs_same_author* and *auc* of the known pairs (see `baseline_quantiles`);
    *note*. The rows share texts and are not a sample: that many agree makes no result more probable.

    Raises `DhtoolsError` if a list is unknown, or as for `compare_texts`.
    """
    lists = [check_choice("lists", name, WORD_LISTS) for name in lists]
    of_pair = tokens[tokens["text"].isin(pair)]
    of_pair = of_pair.assign(text=of_pair["text"].astype("category").cat.remove_unused_categories())
    blocks = {name: block_table(of_pair, vocabulary=reference_table(name).vocabulary) for name in REFERENCES}
    rows = []
    for name, listed, length, distance in watched(
        list(product(REFERENCES, lists, excerpt_words, distances)), "comparing"
    ):
        reference = reference_table(name)
        measured: dict[str, Any] = {"excerpt_words": length, "distance": distance}
        found = compare_texts(
            blocks[name], vocabulary=word_lists(reference)[listed], reference=reference, **measured
        )
        known = known_pairs(name, word_list=listed, **measured)
        known = known[(known[["n_excerpts_a", "n_excerpts_b"]] >= min_excerpts).all(axis=1)]
        rows.append((name, listed, length, distance, min_excerpts, *_ranked(found, known, list(pair))))
    return pd.DataFrame(rows, columns=[*_SETTING, *_RANKED, "n_pairs_same_author", "auc", "note"])


def _ranked(found: pd.DataFrame, known: pd.DataFrame, pair: list[str]) -> tuple[object, ...]:
    """Return what `rank_across_settings` lists of the pair, after the setting."""
    ranks = percentile_ranks(found, known)
    of_pair = ranks[ranks[["text_a", "text_b"]].isin(pair).all(axis=1) & (ranks["kind"] != "same text")]
    row = of_pair.iloc[0] if len(of_pair) else pd.Series(dict.fromkeys(_RANKED), dtype=float)
    baseline = baseline_quantiles(known).set_index("kind").reindex(["same author"]).iloc[0]
    note = row.get("note", "there is no pair of texts")
    return (*row[_RANKED], baseline["n_pairs"], baseline["auc"], note)


@answers_first("person", "text", "per_1000", "n", "q05", "q95")
def pronoun_rates(annotation: Annotation) -> pd.DataFrame:
    """Count the forms of address in the author's words of every text, beside what speeches and essays have.

    Parameters
    ----------
    annotation : Annotation

    Returns
    -------
    DataFrame
        One row a text or reference and person: *person* (I, we, you, each with its other forms, as
        `dhtools.annotation.pronouns.persons_of_words` counts them), *text*, *n* (occurrences), *n_words*,
        *per_1000* (rate per 1,000 words, ``1000 n / n_words``; for a reference the median over its texts),
        *q05*, *q95* (5th and 95th percentile over the texts of a reference), *note* (why a percentile is
        missing). All words of a reference are counted, by the same rule.
    """
    words = annotation.tokens[annotation.tokens["voice"] == "author"]
    n_words = words["text"].value_counts(sort=False)
    counts = pd.crosstab(words["text"], persons_of_words(annotation)[words.index], dropna=False)
    rows: list[tuple[object, ...]] = []
    for person in ADDRESSED:
        n = counts.reindex(index=n_words.index, columns=[person], fill_value=0)[person]
        rates = 1000 * n / n_words.where(n_words > 0)
        note = "one text, counted completely"
        rows += [
            (person, text, n[text], n_words[text], rates[text], None, None, note) for text in n_words.index
        ]
        rows += [(person, *_reference_rates(name, person)) for name in REFERENCES]
    return pd.DataFrame(rows, columns=["person", "text", "n", "n_words", "per_1000", "q05", "q95", "note"])


def _reference_rates(name: str, person: str) -> tuple[object, ...]:
    texts = reference_table(name).texts
    n, n_words = texts[f"n_{person}"], texts["n_words"]
    low, median, high = (1000 * n / n_words).quantile([0.05, 0.5, 0.95])
    return REFERENCES[name], n.sum(), n_words.sum(), median, low, high, ""
