"""dhtools: stylometry, topics, keyness and rhetoric of a corpus, with the voice behind every number.

Read a folder of texts with `read_corpus`, annotate it with `annotate`, and take the words of one voice from
``annotation.tokens``. The rooms below do the rest; each one's ``__init__`` is its table of contents.

corpus, annotation
    Texts in; blocks, quotations, voices, sentences, words.
counts, search, stats, wordlists
    What all analyses share.
reference, keyness, stylometry, topics, terms, rhetoric, readability
    The analyses. They take tables and return tables.
study
    What codes particular texts by hand: events, contradictions, acts, dates.
plots, export
    Figures; files for a paper.
synthesis
    Claims and profiles from exported tables.
notebooks, cli
    Run and check the notebooks.
"""

from .annotation.record import Annotation, annotate, excluded_blocks, span_text
from .annotation.segments import segment
from .annotation.tokens import fold_case, rejoin_possessives
from .corpus.texts import Corpus, Text, read_corpus
from .errors import DhtoolsError
from .search.concordance import concordance, kwic

__version__ = "0.1.0"

__all__ = [
    "Annotation",
    "Corpus",
    "DhtoolsError",
    "Text",
    "annotate",
    "concordance",
    "excluded_blocks",
    "fold_case",
    "kwic",
    "read_corpus",
    "rejoin_possessives",
    "segment",
    "span_text",
]
