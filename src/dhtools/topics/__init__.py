"""Topics: which words keep company, in which segments, and which of these topics are more than chance.

Modules
-------
documents
    Segments × words that can tell a subject.
models
    NMF and LDA behind one interface; projection of texts that were not fitted.
description, phrases
    What a topic is about: words, passages, shares by text, exclusivity; its label.
coherence
    Whether its words stand near each other.
stability
    Whether it comes back on subsamples and from other starts, more than in shuffled words.
choosing
    How many topics: curves, side by side.
cautions
    What it may be instead of a subject: a text, names, notes.
"""

from .cautions import THRESHOLDS, cautions
from .choosing import compare_choices, largest_number, text_agreement, topic_numbers
from .coherence import coherence
from .description import by_text, exclusivity, frex, passages, top_words
from .documents import Documents, documents, long_texts
from .models import MODELS, TopicModel, fit_topics
from .phrases import as_written, labels
from .stability import Stability, aligned, shuffled, stability

__all__ = [
    "MODELS",
    "THRESHOLDS",
    "Documents",
    "Stability",
    "TopicModel",
    "aligned",
    "as_written",
    "by_text",
    "cautions",
    "coherence",
    "compare_choices",
    "documents",
    "exclusivity",
    "fit_topics",
    "frex",
    "labels",
    "largest_number",
    "long_texts",
    "passages",
    "shuffled",
    "stability",
    "text_agreement",
    "top_words",
    "topic_numbers",
]
