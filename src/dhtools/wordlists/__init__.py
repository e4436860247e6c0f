"""Word lists: English words by class, each with its source.

Each function of `lists` returns one list, from a file beside it. Lists that only rules use are imported from
there.
"""

from .lists import (
    evaluative_words,
    function_words,
    metadiscourse_forms,
    pronouns,
    reporting_verbs,
)

__all__ = [
    "evaluative_words",
    "function_words",
    "metadiscourse_forms",
    "pronouns",
    "reporting_verbs",
]
