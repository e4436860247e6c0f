"""Word lists: English words by class, each with its source.

Each function of `lists` returns one list; the files lie beside it.
"""

from .lists import (
    evaluative_words,
    function_words,
    killing_words,
    metadiscourse_forms,
    participles,
    pronouns,
    reporting_verbs,
)

__all__ = [
    "evaluative_words",
    "function_words",
    "killing_words",
    "metadiscourse_forms",
    "participles",
    "pronouns",
    "reporting_verbs",
]
