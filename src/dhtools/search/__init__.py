"""Search: every occurrence of a word, a phrase or a pattern, in its context.

Modules
-------
concordance
    Key words in context (KWIC), by words, phrases or any table of places.
patterns
    Regular expressions in bounded time.
"""

from .concordance import concordance, kwic, search_pattern, sort_lines

__all__ = [
    "concordance",
    "kwic",
    "search_pattern",
    "sort_lines",
]
