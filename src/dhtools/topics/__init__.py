"""Topics: which words keep company, in which segments, and which of these topics are more than chance.

Modules
-------
documents
    Segments × words that can tell a subject.
models
    NMF and LDA behind one interface.
"""

from .documents import Documents, documents
from .models import MODELS, TopicModel, fit_topics

__all__ = ["MODELS", "Documents", "TopicModel", "documents", "fit_topics"]
