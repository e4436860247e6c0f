"""Rhetoric: metadiscourse, grammar of agency, figures of speech; every measure is a finding with its passage.

Modules
-------
findings
    A table of spans with passage and voice, which every measure is before it is a number.
registry
    All finders by name, and all in one call: `find_rhetoric`.
metadiscourse
    Hedges, boosters and nine classes more, each in the contexts that its rule allows.
grammar
    Passives, nominalisations, pronouns, reporting verbs, epithets, acts of killing.
figures
    Figures of speech, ranked with their passages; antithesis is counted.
rates
    Findings per 1,000 words of a voice, with an interval over segments.
evaluation
    Findings on a sheet for a reader; precision of the rules and agreement of two readers.
recall
    Sentences without a finding on a sheet for a reader; recall of the rules, estimated.
tagger
    What a tagger says of findings, where there is one.
language
    A warning where a text is not English.
"""

from .evaluation import coder_agreement, read_judgements, rule_precision, write_judgement_sheet
from .figures.registry import COUNTED_FIGURES
from .findings import make_findings, select_findings
from .grammar.passives import find_passives
from .grammar.pronouns import find_pronouns
from .metadiscourse.cues import find_metadiscourse
from .rates import compare_rates, finding_rates, findings_by_voice
from .registry import FINDERS, find_rhetoric

__all__ = [
    "COUNTED_FIGURES",
    "FINDERS",
    "coder_agreement",
    "compare_rates",
    "find_metadiscourse",
    "find_passives",
    "find_pronouns",
    "find_rhetoric",
    "finding_rates",
    "findings_by_voice",
    "make_findings",
    "read_judgements",
    "rule_precision",
    "select_findings",
    "write_judgement_sheet",
]
