"""Topics: which words occur together, in which segments, and which topics are more than chance.

Modules
-------
document_term_matrix
    Segments × words that can show a subject.
models, factorisation
    NMF and LDA behind one interface; projection of texts that were not fitted.
refits, batched_nmf
    Fits of many tables, of which only what is compared is kept; NMF of all of them together.
description, topic_labels
    What a topic is about: words, passages, shares by text, exclusivity; its label.
coherence
    Whether its words occur near each other (NPMI).
stability
    Whether it recurs on subsamples and from other starts, more than in shuffled words.
model_selection
    How many topics: the criteria side by side; the same topics under other choices.
verdicts
    What is known of each topic, with the error of having looked at several numbers.
diagnostics
    What a topic may be instead of a subject: one text, names, notes.
"""

from .coherence import coherence
from .description import exclusivity, top_words, topic_passages, topic_shares_by_text
from .diagnostics import diagnose_topics
from .document_term_matrix import document_term_matrix
from .model_selection import compare_topic_models, compare_topic_numbers
from .models import fit_topics
from .stability import stability
from .topic_labels import label_topics

__all__ = [
    "coherence",
    "compare_topic_models",
    "compare_topic_numbers",
    "diagnose_topics",
    "document_term_matrix",
    "exclusivity",
    "fit_topics",
    "label_topics",
    "stability",
    "top_words",
    "topic_passages",
    "topic_shares_by_text",
]
