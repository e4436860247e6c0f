"""Language: what is made for English is left out of texts in other languages, with a warning."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Collection
from typing import Concatenate, ParamSpec

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..annotation.record import Annotation
from ..corpus.languages import is_english, is_stated
from ..escaping import terminal
from ..wordlists.lists import function_words

#: About half of the words of English running text are function words.
_MIN_SHARE = 0.3

P = ParamSpec("P")
Finder = Callable[Concatenate[Annotation, P], pd.DataFrame]


def for_english(measures: str) -> Callable[[Finder[P]], Finder[P]]:
    """Make a finder leave out texts that are not English; *measures* names what does not apply to them."""

    def decorate(finder: Finder[P]) -> Finder[P]:
        @functools.wraps(finder)
        def warning(annotation: Annotation, /, *args: P.args, **options: P.kwargs) -> pd.DataFrame:
            warn_of_other_languages(annotation, measures)
            return of_english_texts(finder(annotation, *args, **options), annotation)

        return warning

    return decorate


def of_english_texts(found: pd.DataFrame, annotation: Annotation) -> pd.DataFrame:
    """Return the findings without those of texts whose language is stated and not English."""
    others = [text.id for text in annotation.corpus if _is_other(text.language)]
    return found[~found["text"].isin(others)].reset_index(drop=True) if others else found


def _is_other(language: str) -> bool:
    return is_stated(language) and not is_english(language)


def warn_of_other_languages(annotation: Annotation, measures: str, *, made_for: Collection[str] = ()) -> None:
    """Warn of texts that are not English, by their manifest or by their share of function words.

    The warning names the texts, and *measures*, which do not apply to them; not the texts in *made_for*, for
    whose language they are made.
    """
    share = share_of_function_words(annotation.tokens)
    foreign = [
        text.id
        for text in annotation.corpus
        if text.id not in made_for and (_is_other(text.language) or share.get(text.id, 1.0) < _MIN_SHARE)
    ]
    if foreign:
        message = (
            f"{', '.join(foreign)}: not English, it seems. Made for English, and without meaning here: "
            f"{measures}."
        )
        warnings.warn(terminal(message), UserWarning, stacklevel=3)


def share_of_function_words(tokens: pd.DataFrame, language: str = "en") -> pd.Series:
    """Return for every text the share (0 to 1) of its words that are function words of a language.

    A word that begins with an elided one counts as that: *l'homme* as *l'*.

    Raises `DhtoolsError` if there are no lists of the language.
    """
    word = tokens["word"].cat
    folded = word.categories.astype(str).str.lower().str.replace("’", "'")
    listed = folded.isin(function_words(language)) | _elided(folded, language)
    words = pd.Series(listed[word.codes.to_numpy()], index=tokens.index)
    return words.groupby(tokens["text"], observed=True).mean()


def _elided(words: pd.Index, language: str) -> npt.NDArray[np.bool_]:
    forms = tuple(form for form in function_words(language) if form.endswith("'"))
    return words.str.startswith(forms) if forms else np.zeros(len(words), dtype=bool)
