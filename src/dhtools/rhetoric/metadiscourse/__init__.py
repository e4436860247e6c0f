"""Metadiscourse: words by which writers hold back, insist, take a stand and address the reader.

Modules
-------
cues
    Forms of the list that are cues in their context, as findings.
token_context
    A form in its sentence, and what stands around it.
hedge_rules, booster_rules, connective_rules
    What must stand around a form, one function a rule.
"""
