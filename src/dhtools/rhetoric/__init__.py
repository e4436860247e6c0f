"""Rhetoric: how surely a text speaks, and how hard it is to read; findings with their passages first.

Modules
-------
diversity
    How many different words, over excerpts of equal length.
findings
    What every measure is before it is a number: a place in a text with its voice.
metadiscourse, context
    Hedges, boosters, vague quantifiers, attribution, attitude, self-mention, engagement, transitions and
    modality, each in the contexts that its rule allows (with `places`, `insisting`, `joining`).
passives
    Passives with and without an agent after *by*.
pronouns
    I, we, you and they, by voice.
readability, syllables
    Eight published formulas on the counts of the suite, with intervals and textstat's values beside them.
"""

from .diversity import diversity
from .findings import make_findings
from .metadiscourse import find_cues, find_metadiscourse, hedge_cues
from .passives import find_passives
from .pronouns import find_pronouns
from .readability import FORMULAS, readability, reading_formulas
from .syllables import count_syllables

__all__ = [
    "FORMULAS",
    "count_syllables",
    "diversity",
    "find_cues",
    "find_metadiscourse",
    "find_passives",
    "find_pronouns",
    "hedge_cues",
    "make_findings",
    "readability",
    "reading_formulas",
]
