"""Statistics that the analyses share.

Modules
-------
permutation
    Permutation tests of a whole vocabulary at once.
intervals
    Intervals of shares, rates and log ratios, with their measured coverage.
"""

from .intervals import proportion_interval
from .permutation import permutation_p

__all__ = [
    "permutation_p",
    "proportion_interval",
]
