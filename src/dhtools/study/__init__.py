"""The study of particular texts: what readers have coded by hand beside them.

Modules
-------
span_coding
    Spans that a reader has marked, checked against the texts.
agency_coding
    Acts of killing: act, victim, agent, event (``killings.csv``).
coders
    Two codings of the same places: agreement, differences, what was decided.
citations
    Works in notes and bibliographies; which note answers which mark (``notes.csv``).
persons
    Who is named, by whom, and with whom in one sentence.
contradictions
    What texts say differently of one thing (``contradictions.csv``).
events
    Which text tells which event, and what its silence means (``events.csv``, ``scopes.csv``,
    ``silences.csv``).
chronology
    Names by the year of the event told (``dates.csv``, ``official.csv``).
meanings
    What words of a lexicon mean where they stand (``lexicon.csv``, ``meanings.csv``).
relations
    Whether two measures see the same differences.
"""

from .agency_coding import agency_table, killing_codings
from .chronology import read_dates
from .events import event_table, read_events
from .relations import correlate_distances, measure_distances

__all__ = [
    "agency_table",
    "correlate_distances",
    "event_table",
    "killing_codings",
    "measure_distances",
    "read_dates",
    "read_events",
]
