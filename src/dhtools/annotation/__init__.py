"""Annotation: blocks, quotations, voices, sentences and words of every text, each with its place in the file.

Modules, in the order of the work
---------------------------------
normalisation, line_hyphens
    A text as its words are compared, with the way back to the file.
character_report
    What is odd in the characters of a corpus, and what is done with it.
paragraphs
    Lines and paragraphs as they stand in the file.
note_marks
    Marks of notes such as ``[1]`` and ``¹``.
blocks, block_rules, line_patterns, project_gutenberg
    Paragraphs become typed blocks: body, heading, note, menu and others.
quotation_marks
    Quotation marks, found and paired.
dialogue_dashes
    Speech that a dash opens.
quotations, quotation_types, quotation_words, speakers
    Quotations in marks and displayed; their type; who speaks.
voice_assignment
    The voice of every word: author, quoted, mentioned, other.
sentence_rules
    What tells the end of a sentence in a language.
sentences
    A sentence splitter by rules.
tokens
    The tokeniser and the token table, with its views.
record
    `annotate`: all of these in one record, the `Annotation`.
lemmas
    Optional: lemmas by the tables of simplemma, and a view that counts them.
linguistic
    Optional: lemma, part of speech, dependency and entities from a spaCy model.
segments
    Consecutive segments of words.
pronouns
    Which words are personal pronouns, and of which person.
gazetteer
    Names and their spellings.
"""

from .blocks import find_blocks
from .character_report import normalisation_report
from .gazetteer import count_names, find_names, read_gazetteer
from .quotations import find_quotations
from .record import Annotation, annotate, excluded_blocks, span_text
from .segments import segment
from .sentences import find_sentences
from .tokens import fold_case, rejoin_possessives, token_table

__all__ = [
    "Annotation",
    "annotate",
    "count_names",
    "excluded_blocks",
    "find_blocks",
    "find_names",
    "find_quotations",
    "find_sentences",
    "fold_case",
    "normalisation_report",
    "read_gazetteer",
    "rejoin_possessives",
    "segment",
    "span_text",
    "token_table",
]
