"""Language: a warning where a text is not English, which the measures of this package are made for."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import pandas as pd

from ..annotation.record import Annotation
from ..corpus.languages import is_english, is_stated
from ..wordlists.lists import function_words

#: About half of the words of English running text are function words.
_MIN_SHARE = 0.3

P = ParamSpec("P")
Finder = Callable[Concatenate[Annotation, P], pd.DataFrame]


def for_english(measures: str) -> Callable[[Finder[P]], Finder[P]]:
    """Make a finder warn of texts that are not English; *measures* names what does not apply to them."""

    def decorate(finder: Finder[P]) -> Finder[P]:
        @functools.wraps(finder)
        def warning(annotation: Annotation, /, *args: P.args, **options: P.kwargs) -> pd.DataFrame:
            warn_of_other_languages(annotation, measures)
            return finder(annotation, *args, **options)

        return warning

    return decorate


def warn_of_other_languages(annotation: Annotation, measures: str) -> None:
    """Warn of texts that are not English, by their manifest or by their share of function words.

    The warning names the texts, and *measures*, which do not apply to them.
    """
    share = share_of_function_words(annotation.tokens)
    foreign = [
        text.id
        for text in annotation.corpus
        if (is_stated(text.language) and not is_english(text.language))
        or share.get(text.id, 1.0) < _MIN_SHARE
    ]
    if foreign:
        warnings.warn(
            f"{', '.join(foreign)}: not English, it seems. Made for English, and without meaning here: "
            f"{measures}.",
            UserWarning,
            stacklevel=3,
        )


def share_of_function_words(tokens: pd.DataFrame) -> pd.Series:
    """Return for every text the share (0 to 1) of its words that are English function words."""
    word = tokens["word"].cat
    listed = word.categories.astype(str).str.lower().isin(function_words())
    words = pd.Series(listed[word.codes.to_numpy()], index=tokens.index)
    return words.groupby(tokens["text"], observed=True).mean()
