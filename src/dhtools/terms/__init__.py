"""Terms: which words two sides of a corpus prefer, and the lines they stand in.

Modules
-------
measures
    Keyness of single words as formulas: G², chi-squared, log ratio, weighted log-odds and others.
keyness, groups
    One table for a target against a reference, or for several groups, with p, q and intervals.
same_author
    How many words the same call flags between two texts of one author.
sides, intervals
    What the two sides share; how wide the interval of a log ratio has to be.
dispersion
    How evenly a word is spread over the segments.
concordance, patterns
    Every occurrence of a word, phrase or regular expression with the words around it, in any order.
collocations, associations
    Words that stand near a word, and by how much more than chance; n-grams around it.
"""

from .collocations import clusters, collocates
from .concordance import concordance, search_pattern, sort_lines
from .dispersion import dispersion
from .groups import GroupKeyness, keyness_by_group
from .keyness import Keyness, compare_terms, keyness
from .measures import MEASURES, measure_words
from .same_author import same_author_rate

__all__ = [
    "MEASURES",
    "GroupKeyness",
    "Keyness",
    "clusters",
    "collocates",
    "compare_terms",
    "concordance",
    "dispersion",
    "keyness",
    "keyness_by_group",
    "measure_words",
    "same_author_rate",
    "search_pattern",
    "sort_lines",
]
