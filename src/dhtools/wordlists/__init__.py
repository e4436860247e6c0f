"""Word lists: words by class, each with its source.

Each function of `lists` returns one list, from a file beside it; function words also of other languages than
English. `languages` reads what every language has, from a folder each. Lists that only rules use are imported
from there.
"""

from .lists import function_words

__all__ = [
    "function_words",
]
