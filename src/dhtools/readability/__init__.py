"""Readability: published formulas on the author's own sentences, and lexical diversity at equal length.

Modules
-------
formulas
    Eight formulas with intervals, beside textstat's values; for German and French one of their own.
sentence_counts
    What they count of every sentence.
syllables
    Syllables of a word, from a pronouncing dictionary and by rules.
vowel_groups
    Syllables of other languages, by their vowels.
familiar_words
    The words that Dale and Chall count as familiar.
inflection
    What a word may be a regular form of.
diversity
    Type-token ratio, MATTR, HD-D, MTLD, lexical density.
"""

from .diversity import lexical_diversity
from .formulas import READABILITY_FORMULAS, readability
from .syllables import count_syllables

__all__ = [
    "READABILITY_FORMULAS",
    "count_syllables",
    "lexical_diversity",
    "readability",
]
