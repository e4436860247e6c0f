"""The synthesis: what the tables of all notebooks let one say of the texts, and how firmly.

Modules
-------
claims
    `Claim`: a sentence with its direction, effect, choices and verdict.
rules
    From exported tables to claims, one function an analysis.
profiles
    The values of each text side by side.
"""

from .profiles import text_profiles
from .rules import gather_claims

__all__ = ["gather_claims", "text_profiles"]
