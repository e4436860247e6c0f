"""Terms: which words two sides of a corpus prefer, and the lines they stand in.

Modules
-------
measures
    Keyness of single words as formulas: G², chi-squared, log ratio, weighted log-odds and others.
keyness, groups
    One table for a target against a reference, or for several groups, with p, q and intervals.
same_author
    How many words the same call flags between two texts of one author.
sensitivity
    What becomes of a list under other choices.
sets, shares, chronology
    Named sets of terms; which of several terms a text prefers; names by the year of the event told.
sides, intervals
    What the two sides share; how wide the interval of a log ratio has to be.
dispersion
    How evenly a word is spread over the segments.
concordance, patterns
    Every occurrence of a word, phrase or regular expression with the words around it, in any order.
collocations, associations
    Words that stand near a word, and by how much more than chance; n-grams around it.
"""

from .chronology import date_mentions, read_dates, read_official
from .collocations import clusters, collocate_lines, collocates
from .concordance import concordance, search_pattern, show_lines, sort_lines
from .dispersion import dispersion
from .groups import GroupKeyness, keyness_by_group
from .keyness import Keyness, compare_terms, keyness
from .measures import MEASURES, measure_words
from .same_author import beside, same_author_rate
from .sensitivity import compare_lists, leaving_out, overlap
from .sets import find_terms, from_others_only, read_terms, term_places
from .shares import compare_shares, contrast, term_shares, texts_of
from .sides import Pair, choose_pair

__all__ = [
    "MEASURES",
    "GroupKeyness",
    "Keyness",
    "Pair",
    "beside",
    "choose_pair",
    "clusters",
    "collocate_lines",
    "collocates",
    "compare_lists",
    "compare_shares",
    "compare_terms",
    "concordance",
    "contrast",
    "date_mentions",
    "dispersion",
    "find_terms",
    "from_others_only",
    "keyness",
    "keyness_by_group",
    "leaving_out",
    "measure_words",
    "overlap",
    "read_dates",
    "read_official",
    "read_terms",
    "same_author_rate",
    "search_pattern",
    "show_lines",
    "sort_lines",
    "term_places",
    "term_shares",
    "texts_of",
]
