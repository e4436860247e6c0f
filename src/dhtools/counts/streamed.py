"""Word counts straight from texts, streamed, without building the token table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from ..annotation.normalisation import folded
from ..annotation.tokens import cut, fold_word, loose_words
from ..corpus.languages import reading_language
from ..corpus.texts import Text
from ..wordlists.lists import elided_forms
from .sparse import Counts, counts_of


def count_types(raw: str, *, fold: bool = True, language: str = "en") -> Counter[str]:
    """Count the words of one string; the same words, cut the same way, as `dhtools.token_table` lists.

    * fold: Lower case and straight apostrophes, as `dhtools.fold_case`.
    * language: Code of the language: whether *l'homme* is two words.

    >>> sorted(count_types("Stalin’s plan, Stalin's men").items())
    [("'s", 2), ('men', 1), ('plan', 1), ('stalin', 2)]
    """
    text, elided = folded(raw).text, elided_forms(language)
    plain = fold and text.isascii()
    if plain:
        text = text.lower()  # at once; in other scripts lower case depends on where a word ends
    found = Counter(loose_words(text))
    # a stretch of small letters is one word as it stands
    counts = {loose: number for loose, number in found.items() if loose.isalpha()} if plain else {}
    for loose in found.keys() - counts.keys():
        for word in _forms(loose, fold, elided):
            counts[word] = counts.get(word, 0) + found[loose]
    return Counter(counts)


@lru_cache(maxsize=1 << 17)
def _forms(loose: str, fold: bool, elided: frozenset[str]) -> tuple[str, ...]:
    """Return the words in one loose stretch; kept, since texts share most of their vocabulary."""
    return tuple(fold_word(word) if fold else word for _, word in cut(loose, elided))


def count_words(texts: Iterable[Text], *, fold: bool = True) -> pd.DataFrame:
    """Count the words of every text, all blocks and voices together, without building the token table.

    Parameters
    ----------
    texts : iterable of Text
        A corpus, or a generator: one text at a time is in memory.
    fold : bool
        Lower case and straight apostrophes.

    Returns
    -------
    DataFrame
        Texts × words (alphabetical), int32.

    Examples
    --------
    >>> count_words([Text("a", "a.txt", "The end. The End!", "")]).to_dict("index")
    {'a': {'end': 2, 'the': 2}}
    """
    return stream_words(texts, fold=fold).frame()


def stream_words(texts: Iterable[Text], *, fold: bool = True) -> Counts:
    """Count the words of every text as `count_words` does, as sparse counts."""
    counted = (
        (text.id, count_types(text.raw, fold=fold, language=reading_language(text.language)))
        for text in texts
    )
    return counts_of(counted, unit="text", feature="word")
