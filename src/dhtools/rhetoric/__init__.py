"""Rhetoric: metadiscourse, grammar of agency, figures of speech; every measure is a finding with its passage.

Modules
-------
findings
    What every measure is before it is a number: a span of a text with passage and voice.
registry
    All measures in one call: `find_rhetoric`.
metadiscourse
    Hedges, boosters and seven classes more, each in the contexts that its rule allows.
grammar
    Passives, nominalisations, pronouns, reporting verbs, epithets, acts of killing.
figures
    Figures of speech, ranked with their passages; antithesis is counted.
rates
    Findings per 1,000 words of a voice, with an interval over segments.
evaluation
    Findings on a sheet for a reader; the precision of a rule and the agreement of two readers.
language
    A warning where a text is not English.
"""

from .evaluation import coder_agreement, read_judgements, rule_precision, write_judgement_sheet
from .figures.registry import COUNTED_FIGURES, find_figures
from .findings import make_findings, select_findings, without_comments
from .grammar.agency import find_killings
from .grammar.epithets import find_epithets
from .grammar.nominalisations import find_nominalisations
from .grammar.passives import find_passives
from .grammar.pronouns import find_pronouns
from .grammar.reporting import find_reporting, find_scare_quotes
from .metadiscourse.cues import find_cues, find_metadiscourse, hedge_cues
from .rates import compare_rates, finding_rates, findings_by_voice
from .registry import FINDERS, find_rhetoric

__all__ = [
    "COUNTED_FIGURES",
    "FINDERS",
    "coder_agreement",
    "compare_rates",
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
    "finding_rates",
    "findings_by_voice",
    "hedge_cues",
    "make_findings",
    "read_judgements",
    "rule_precision",
    "select_findings",
    "without_comments",
    "write_judgement_sheet",
]
