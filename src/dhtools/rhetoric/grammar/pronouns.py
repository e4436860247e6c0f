"""Personal pronouns: *I*, *we*, *you*, *they*."""

from __future__ import annotations

import pandas as pd

from ...annotation.record import Annotation
from ...annotation.tokens import fold_word
from ...wordlists.lists import persons
from ..findings import find_by_form
from ..language import for_english

#: *He*, *she* and *it* are not looked for.
_PERSON_OF = {form: person for person in ("I", "we", "you", "they") for form in persons()[person]}


@for_english("pronouns")
def find_pronouns(annotation: Annotation) -> pd.DataFrame:
    """Find *I*, *we*, *you* and *they* in all their forms, whoever speaks.

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* the person, *detail* the form. *US* in capitals is a country, *I*
        counts with a capital only, and *I’m*, *we’ve* count as their first word. The form does not tell
        whether a *we* includes the reader.
    """
    return find_by_form(annotation, person_and_form)


def person_and_form(form: str) -> tuple[str, str] | None:
    """Return the person and the folded form of a pronoun as it stands, None for another word.

    Examples
    --------
    >>> [person_and_form(form) for form in ("us", "US", "We’ve", "i")]
    [('we', 'us'), None, ('we', "we've"), None]
    """
    folded = fold_word(form)
    first = folded.replace("’", "'").split("'")[0]
    if form == "US" or first not in _PERSON_OF or (first == "i" and not form.startswith("I")):
        return None
    return _PERSON_OF[first], folded
