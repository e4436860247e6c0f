"""Metadiscourse: words by which writers hold back, insist, take a stand and address the reader.

Modules
-------
cues
    Forms of the list that are cues in their context, as findings.
token_context
    A form in its sentence, and what stands around it.
rules
    The rules by name: `hedge_rules`, `booster_rules`, `connective_rules`, one function a rule.
"""
