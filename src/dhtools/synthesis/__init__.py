"""Synthesis: what survives of all measures, and how several texts tell one event.

Modules
-------
claims
    What the measures let one say of each text, and how firmly, from exported tables.
events
    One event in several texts, passage by passage, as a reader has coded it.
profiles
    The figures of each text on one card.
relations
    Whether two measures see the same differences, by permutation within texts.
"""

from .claims import VERDICTS, gather_claims
from .events import event_table, read_events
from .profiles import profiles
from .relations import measure_distances, relate_distances

__all__ = [
    "VERDICTS",
    "event_table",
    "gather_claims",
    "measure_distances",
    "profiles",
    "read_events",
    "relate_distances",
]
