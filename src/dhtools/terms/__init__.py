"""Terms: named groups of terms, their shares, and the words beside them.

Modules
-------
term_groups
    Words and phrases counted as one term, in groups that the user names.
proportions
    Which of several terms a text prefers where it uses one of them.
collocations, associations
    Words that occur near a word, and measures of association; n-grams around it.
"""

from .collocations import clusters, collocate_lines, collocates
from .proportions import compare_proportions, term_proportions
from .term_groups import find_terms, read_term_groups

__all__ = [
    "clusters",
    "collocate_lines",
    "collocates",
    "compare_proportions",
    "find_terms",
    "read_term_groups",
    "term_proportions",
]
