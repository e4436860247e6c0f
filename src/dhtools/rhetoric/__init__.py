"""Rhetoric: how surely a text speaks, and how hard it is to read; findings with their passages first.

Modules
-------
diversity
    How many different words, over excerpts of equal length.
epithets
    Words that judge a person or an institution.
figures, antithesis, parallels, repetition, members
    Figures of speech, ranked with their passages; antithesis is counted.
findings
    What every measure is before it is a number: a place in a text with its voice.
judging
    Findings on a sheet for a reader; read back, the precision of a rule and the agreement of two readers.
killings
    How acts of killing are told, by grammar and by a reader's coding.
language
    A warning where a text is not English.
metadiscourse, context
    Hedges, boosters, vague quantifiers, attribution, attitude, self-mention, engagement, transitions and
    modality, each in the contexts that its rule allows (with `places`, `insisting`, `joining`).
nominalisations
    Actions and properties as nouns.
nominalisations
    Actions and properties as nouns.
passives
    Passives with and without an agent after *by*.
pronouns
    I, we, you and they, by voice.
rates
    Findings per 1,000 words of a voice, with an interval over segments.
readability, syllables
    Eight published formulas on the counts of the suite, with intervals and textstat's values beside them.
reporting
    Verbs that report, and quotation marks that distance.
survey
    All of these in one pass.
"""

from .diversity import diversity
from .epithets import find_epithets
from .figures import COUNTED, FIGURES, find_figures
from .findings import in_context, make_findings, select, without_comments
from .judging import agreement, precision, read_judgements, write_sheet
from .killings import acts_told, agency, find_killings, read_killings
from .metadiscourse import find_cues, find_metadiscourse, hedge_cues
from .nominalisations import find_nominalisations
from .passives import find_passives
from .pronouns import find_pronouns
from .rates import compare_rates, counts_by_voice, rates
from .readability import FORMULAS, readability, reading_formulas
from .reporting import find_reporting, find_scare_quotes
from .survey import FINDERS, find_rhetoric
from .syllables import count_syllables

__all__ = [
    "COUNTED",
    "FIGURES",
    "FINDERS",
    "FORMULAS",
    "acts_told",
    "agency",
    "agreement",
    "compare_rates",
    "count_syllables",
    "counts_by_voice",
    "diversity",
    "find_cues",
    "find_epithets",
    "find_figures",
    "find_killings",
    "find_metadiscourse",
    "find_nominalisations",
    "find_passives",
    "find_pronouns",
    "find_reporting",
    "find_rhetoric",
    "find_scare_quotes",
    "hedge_cues",
    "in_context",
    "make_findings",
    "precision",
    "rates",
    "read_judgements",
    "read_killings",
    "readability",
    "reading_formulas",
    "select",
    "without_comments",
    "write_sheet",
]
