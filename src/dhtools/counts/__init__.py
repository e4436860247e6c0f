"""Counts of words, streamed from texts or grouped from the token table, and frequencies made of them.

Modules
-------
streamed
    Words of whole texts, one text at a time.
by_voice
    Words by voice, kind of block and speaker.
found
    What was found in the texts, terms or findings, by the unit that holds it.
sparse
    Count tables of any unit that hold only what occurs.
tables
    Count tables as DataFrames, n-grams, most frequent words, relative frequencies, z-scores.
"""

from .by_voice import words_by_kind, words_by_speaker, words_by_voice
from .found import count_found
from .streamed import count_words
from .tables import count_characters, count_tokens, most_frequent, relative_frequencies, z_scores

__all__ = [
    "count_characters",
    "count_found",
    "count_tokens",
    "count_words",
    "most_frequent",
    "relative_frequencies",
    "words_by_kind",
    "words_by_speaker",
    "words_by_voice",
    "z_scores",
]
