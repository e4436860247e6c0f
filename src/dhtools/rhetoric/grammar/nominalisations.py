"""Nominalisations: actions and properties as nouns, which need no agent.

Source: Biber (1988), Variation across Speech and Writing, counts nouns in -tion, -ment, -ness and -ity.
"""

from __future__ import annotations

import re

import pandas as pd

from ...annotation.record import Annotation
from ..findings import find_by_form
from ..language import for_english
from ..metadiscourse.token_context import word_set
from ..tagger import with_tagger

_ENDING = re.compile(r"(?:(tion)s?|(ment)s?|(ness)(?:es)?|(it)(?:y|ies))\Z")
#: Stems in these endings that name a thing, a place, a body or people, and no action or property.
_THINGS = word_set(
    "apart arma associa auc busi cap commod commun constitu corpora depart docu edi ele ent facil fac federa"
    " founda fra frag gar genera govern har instru institu lion major men minor mo monu move na no organisa"
    " organiza orna parlia pave pig popula por posi publica ques ra regi sec sedi seg sta tene testa univers"
    " wilder wit"
)
_MIN_LETTERS = 6


@for_english("nominalisations")
def find_nominalisations(annotation: Annotation) -> pd.DataFrame:
    """Find nouns made of verbs and adjectives, whoever speaks: *assassination*, *ruthlessness*.

    Returns: As from `make_findings`: *category* "nominalisation", *detail* the ending. Nouns in -tion, -ment,
    -ness and -ity of six letters or more count, except those that name a thing or a body (*station*,
    *organisation*) and words with a capital, most of which are names. With `with_tagger`'s column where there
    is a tagger.
    """
    return with_tagger(annotation, find_by_form(annotation, category_and_ending))


def category_and_ending(form: str) -> tuple[str, str] | None:
    """Return the category and the ending of a nominalisation, None for another word.

    >>> [category_and_ending(form) for form in ("activities", "station", "Opposition", "of")]
    [('nominalisation', '-ity'), None, None, None]
    """
    found = _ENDING.search(form)
    if found is None or form[0].isupper() or len(form) < _MIN_LETTERS or form[: found.start()] in _THINGS:
        return None
    ending = next(filter(None, found.groups()))
    return "nominalisation", "-ity" if ending == "it" else f"-{ending}"
