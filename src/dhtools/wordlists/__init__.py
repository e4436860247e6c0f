"""Word lists: English words by class, each with its source.

Each function of `lists` returns one list, from a file beside it. Lists that only rules use are imported from
there.
"""

from .lists import function_words

__all__ = [
    "function_words",
]
