"""Pronouns of person: who says *I* and *we*, of whom *they* is said, and whose voice it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from ..annotation import Annotation
from ..tokens import fold_word
from .findings import make_findings
from .language import for_english

_FORMS = {
    "I": "i me my mine myself",
    "we": "we us our ours ourselves",
    "you": "you your yours yourself yourselves",
    "they": "they them their theirs themselves",
}
#: Forms of each person.
PERSONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {person: tuple(forms.split()) for person, forms in _FORMS.items()}
)
_PERSON_OF = {form: person for person, forms in PERSONS.items() for form in forms}


@for_english("pronouns")
def find_pronouns(annotation: Annotation) -> pd.DataFrame:
    """Find *I*, *we*, *you* and *they* in all their forms, whoever speaks.

    Parameters
    ----------
    annotation : Annotation

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* the person, *detail* the form. *US* in capitals is a country and
        not *us*, *I* counts with a capital only, and *I’m*, *we’ve* count as their first word. Whether a *we*
        includes the reader nobody can tell from the form.
    """
    tokens = annotation.tokens
    forms = tokens["word"].cat.categories
    persons = pd.Series([_person(str(form)) for form in forms], index=forms, dtype=object)
    person = persons.iloc[tokens["word"].cat.codes.to_numpy()].to_numpy()
    told = pd.notna(person)
    found = tokens[["text", "start", "end"]][told]
    detail = tokens["word"][told].astype(str).map(fold_word)
    return make_findings(annotation, found.assign(category=person[told], detail=detail))


def _person(form: str) -> str | None:
    """Return the person of a form as it stands.

    Examples
    --------
    >>> _person("us"), _person("US"), _person("We’ve"), _person("i"), _person("I’m")
    ('we', None, 'we', None, 'I')
    """
    first = fold_word(form).replace("’", "'").split("'")[0]
    if form == "US" or (first == "i" and not form.startswith("I")):
        return None
    return _PERSON_OF.get(first)
