"""Rules by name: what must stand around a form for it to be a cue.

A rule is a function of a `TokenContext` in one of three modules; its docstring gives examples. The list of
forms (`dhtools.wordlists.metadiscourse_forms`) names the rule that a form needs. Rules look at neighbouring
words and marks inside the sentence, without a tagger. Where they cannot tell, they say no: a count that
misses some is better than one of something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import isfunction
from types import MappingProxyType

from . import booster_rules, connective_rules, hedge_rules
from .token_context import TokenContext

#: Every function that is defined in these modules is a rule.
CONTEXT_RULES: Mapping[str, Callable[[TokenContext], bool]] = MappingProxyType(
    {
        name: rule
        for module in (hedge_rules, booster_rules, connective_rules)
        for name, rule in vars(module).items()
        if isfunction(rule) and rule.__module__ == module.__name__
    }
)
