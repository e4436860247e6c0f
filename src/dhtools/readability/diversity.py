"""Lexical diversity: how many different words a text has, by measures made for short texts.

All depend on length to some degree, so texts are compared over excerpts of equal length only.

Sources: McCarthy and Jarvis (2010), MTLD, vocd-D, and HD-D, Behavior Research Methods 42(2), 381-392;
Covington and McFall (2010), Cutting the Gordian knot: the moving-average type-token ratio, Journal of
Quantitative Linguistics 17(2), 94-100.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import hypergeom

from ..errors import DhtoolsError, check_whole
from ..shown import answers_first
from ..wordlists.lists import function_words

#: MTLD counts a factor whenever the type-token ratio falls to this.
FACTOR = 0.72
#: Words of the window of MATTR, and of the samples of HD-D.
WINDOW, SAMPLE = 50, 42


def type_token_ratio(words: Sequence[str]) -> float:
    """Return ``types / tokens``, for contrast: it falls with length. Not a number without words."""
    return len(set(words)) / len(words) if len(words) else float("nan")


def mattr(words: Sequence[str], window: int = WINDOW) -> float:
    """Return the mean of ``types / window`` over all windows of so many words; not a number if there is none.

    >>> mattr(["a", "b", "a", "c"], window=2)
    1.0
    """
    if len(words) < window:
        return float("nan")
    inside, types = Counter(words[:window]), []
    for leaving, coming in zip(words, [*words[window:], ""], strict=False):
        types.append(len(inside))
        inside[coming] += 1
        inside[leaving] -= 1
        if not inside[leaving]:
            del inside[leaving]
    return float(np.mean(types) / window)


def hdd(words: Sequence[str], sample: int = SAMPLE) -> float:
    """Return HD-D: the expected type-token ratio of *sample* words drawn without replacement.

    ``Σ (1 − P(type not drawn)) / sample``, hypergeometric; not a number of fewer words than the sample.
    """
    if len(words) < sample:
        return float("nan")
    counts = np.unique(np.asarray(words, dtype=object).astype(str), return_counts=True)[1]
    different, place = np.unique(counts, return_inverse=True)  # the law is slow: asked once a count
    return float((1 - hypergeom.pmf(0, len(words), different, sample))[place].sum() / sample)


def mtld(words: Sequence[str], factor: float = FACTOR) -> float:
    """Return the mean length of stretches whose type-token ratio stays above *factor*, read both ways.

    ``words / factors``, mean of the two directions; a factor ends where the ratio has fallen to *factor*.
    The rest counts as the part of a factor by which its ratio has fallen. Not a number if no word is repeated
    (no factor, not even in part) or there is none.
    """
    both = [_factors(words, factor), _factors(words[::-1], factor)]
    return float(np.mean([len(words) / found for found in both])) if min(both) > 0 else float("nan")


def _factors(words: Sequence[str], factor: float) -> float:
    found, types, tokens = 0.0, set[str](), 0
    for word in words:
        types.add(word)
        tokens += 1
        if len(types) / tokens <= factor:
            found, types, tokens = found + 1, set(), 0
    return found + ((1 - len(types) / tokens) / (1 - factor) if tokens else 0)


def lexical_density(words: Sequence[str], language: str = "en") -> float:
    """Return ``1 − function words / words``, lexical density; not a number without words."""
    listed = _function_words(language)
    return sum(word not in listed for word in words) / len(words) if len(words) else float("nan")


@lru_cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(function_words(language))


#: The measures by name. To add one: a function of a list of words.
DIVERSITY_MEASURES: Mapping[str, Callable[[Sequence[str]], float]] = MappingProxyType(
    {"ttr": type_token_ratio, "mattr": mattr, "hdd": hdd, "mtld": mtld, "density": lexical_density}
)


@answers_first("text", "measure", "value")
def lexical_diversity(
    tokens: pd.DataFrame, *, excerpt_words: int | None = None, languages: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Compare the texts over excerpts of equal length.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case folded, one voice.
    excerpt_words : int, optional
        Length of an excerpt; otherwise the number of words of the shortest text.
    languages : mapping of str to str, optional
        Of each text the code of its language, whose function words *density* takes
        (`dhtools.corpus.languages.text_languages`); otherwise English. No measure compares two languages.

    Returns
    -------
    DataFrame
        One row a text and measure: *text*, *measure* (`DIVERSITY_MEASURES`), *value* (mean over excerpts),
        *min* and *max* (the excerpts' lowest and highest: their spread, no interval; missing for one
        excerpt), *n_excerpts* (as many as fit, spread over the text), *n_words* (of an excerpt), *note* (why
        a value is missing).

    Raises
    ------
    DhtoolsError
        If there are no words, or the length is invalid.

    Notes
    -----
    * *ttr*: type-token ratio, ``types / tokens``
    * *mattr*: mean of the type-token ratios of all windows of 50 words
    * *hdd*: HD-D, the expected type-token ratio of 42 words drawn without replacement
    * *mtld*: mean number of words in which the type-token ratio falls to .72; rises with diversity, no bounds
    * *density*: share of words that are no function words (`dhtools.wordlists.function_words`)

    All but *mtld* run from 0 to 1.

    Examples
    --------
    >>> tokens = pd.DataFrame({"text": list("aaaa"), "word": ["one", "two", "one", "one"]})
    >>> lexical_diversity(tokens)[["measure", "value", "n_words"]].head(2)
      measure  value  n_words
    0     ttr    0.5        4
    1   mattr    NaN        4
    """
    if tokens.empty:
        raise DhtoolsError("tokens: there are no words. Is the voice spelled as in the table?")
    words = {
        str(text): rows["word"].astype(str).tolist() for text, rows in tokens.groupby("text", observed=True)
    }
    length = min(map(len, words.values())) if excerpt_words is None else excerpt_words
    check_whole("excerpt_words", length, 1, "words")
    return pd.DataFrame(
        [
            row
            for text, every in words.items()
            for row in _rows(text, word_excerpts(every, length), length, (languages or {}).get(text, "en"))
        ]
    )


def word_excerpts(words: list[str], length: int) -> list[list[str]]:
    """Return as many excerpts of a length as fit, without overlap, evenly spread over the words."""
    number = len(words) // length
    gap = (len(words) - number * length) / max(number - 1, 1)
    starts = [round(place * (length + gap)) for place in range(number)]
    return [words[start : start + length] for start in starts]


def _rows(text: str, parts: list[list[str]], length: int, language: str) -> Iterator[dict[str, object]]:
    measures = dict(DIVERSITY_MEASURES)
    measures["density"] = partial(lexical_density, language=language)
    for name, measure in measures.items():
        values = np.array([measure(part) for part in parts])
        several = len(values) > 1
        yield {
            "text": text,
            "measure": name,
            "value": values.mean() if len(values) else np.nan,
            "min": values.min() if several else np.nan,
            "max": values.max() if several else np.nan,
            "n_excerpts": len(parts),
            "n_words": length,
            "note": _note(values, length),
        }


def _note(values: npt.NDArray[np.float64], length: int) -> str:
    if not len(values):
        return f"shorter than {length} words"
    return f"not defined for {length} words" if np.isnan(values).any() else ""
