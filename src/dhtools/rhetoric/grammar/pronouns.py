"""Personal pronouns: *I*, *we*, *you*, *they*."""

from __future__ import annotations

import pandas as pd

from ...annotation.pronouns import persons_of_words
from ...annotation.record import Annotation
from ...annotation.tokens import fold_word
from ...shown import answers_first
from ..findings import make_findings
from ..language import for_english

#: *He*, *she* and *it* are not looked for.
_PERSONS = ("I", "we", "you", "they")


@answers_first("passage", "voice", "category", "cue")
@for_english("pronouns")
def find_pronouns(annotation: Annotation) -> pd.DataFrame:
    """Find *I*, *we*, *you* and *they* in all their forms, whoever speaks.

    Returns
    -------
    DataFrame
        As from `make_findings`: *category* the person, *detail* the form. What is counted says
        `dhtools.annotation.pronouns`. The form does not tell whether a *we* includes the reader.
    """
    person = persons_of_words(annotation)
    words = annotation.tokens[person.isin(_PERSONS)]
    details = [fold_word(str(word)) for word in words["word"]]
    spans = words[["text", "start", "end"]].assign(category=person[words.index].astype(str), detail=details)
    return make_findings(annotation, spans)
