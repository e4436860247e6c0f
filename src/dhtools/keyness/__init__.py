"""Keyness: which words one side uses more than the other, and how sure that is.

Modules
-------
measures
    Measures of a single word as formulas: G², chi-squared, log ratio, weighted log-odds and others.
target_reference
    The two sides and what they share, checked; the choice of two texts.
comparison
    `keyness` of two tables of counts, `compare_terms` of two tables of words: measures, intervals, p, q.
groups
    Keyness of more than two groups, one against the rest and all at once.
same_author
    How many words the same call flags between two texts of one author.
sensitivity
    What other choices make of a list.
dispersion
    How evenly a word is spread over the segments.
"""

from .comparison import compare_terms, keyness
from .dispersion import dispersion
from .groups import keyness_by_group
from .same_author import same_author_baseline
from .sensitivity import compare_lists, leave_one_out

__all__ = [
    "compare_lists",
    "compare_terms",
    "dispersion",
    "keyness",
    "keyness_by_group",
    "leave_one_out",
    "same_author_baseline",
]
