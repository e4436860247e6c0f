"""dhtools: stylometry, topics, terms and rhetoric of a small corpus, with the voice behind every number.

The texts flow one way: `read_corpus` → `clean` → `find_quotations` → `find_sentences` → `token_table`;
`annotate` does it all. Pictures are in `dhtools.plots`, exports in `dhtools.exhibits`, and ``python -m
dhtools`` runs the notebooks.
"""

from .annotation import Annotation, annotate, contents, published_tables, set_aside
from .authority import find_capitalised, find_names, name_counts, read_authority
from .cleaning import clean
from .corpus import Corpus, Text, read_corpus
from .counts import (
    count_characters,
    count_found,
    count_tokens,
    count_types,
    count_words,
    most_frequent,
    relative_frequencies,
    words_by_kind,
    words_by_speaker,
    words_by_voice,
    z_scores,
)
from .errors import DhtoolsError
from .labels import BLOCK_KINDS, PROSE, QUOTATION_KINDS, SENTENCE_VOICES, UNSTATED, VOICES
from .segments import segment
from .sentences import find_sentences, split_sentences
from .tokens import fold_case, rejoin_possessives, token_table
from .voices import find_quotations, name_speakers, voice_runs

__version__ = "0.1.0"

__all__ = [
    "BLOCK_KINDS",
    "PROSE",
    "QUOTATION_KINDS",
    "SENTENCE_VOICES",
    "UNSTATED",
    "VOICES",
    "Annotation",
    "Corpus",
    "DhtoolsError",
    "Text",
    "annotate",
    "clean",
    "contents",
    "count_characters",
    "count_found",
    "count_tokens",
    "count_types",
    "count_words",
    "find_capitalised",
    "find_names",
    "find_quotations",
    "find_sentences",
    "fold_case",
    "most_frequent",
    "name_counts",
    "name_speakers",
    "published_tables",
    "read_authority",
    "read_corpus",
    "rejoin_possessives",
    "relative_frequencies",
    "segment",
    "set_aside",
    "split_sentences",
    "token_table",
    "voice_runs",
    "words_by_kind",
    "words_by_speaker",
    "words_by_voice",
    "z_scores",
]
