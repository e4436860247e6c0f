"""Personal pronouns: *I*, *we*, *you*, *they*."""

from __future__ import annotations

import pandas as pd

from ...annotation.record import Annotation
from ...annotation.tokens import fold_word
from ...wordlists.lists import persons
from ..findings import find_by_form
from ..language import for_english

#: Who speaks, to whom, and of which others; *he*, *she* and *it* are not looked for.
_PERSONS = ("I", "we", "you", "they")
_PERSON_OF = {form: person for person in _PERSONS for form in persons()[person]}


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
    return find_by_form(annotation, _person_and_form)


def _person_and_form(form: str) -> tuple[str, str] | None:
    person = _person(form)
    return None if person is None else (person, fold_word(form))


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
