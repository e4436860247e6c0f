"""Statistics that the analyses share.

Modules
-------
permutation
    Permutation tests of a whole vocabulary at once.
intervals
    Intervals of shares, rates and log ratios, with their measured coverage.
bands
    Rates of groups of texts, and their bands where the texts are permuted.
"""

from .intervals import proportion_interval
from .permutation import permutation_p

__all__ = [
    "permutation_p",
    "proportion_interval",
]
