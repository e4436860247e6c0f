"""Plots: figures drawn from finished tables. Nothing is computed here.

Modules
-------
style
    The journal style: sizes in mm, type, colours of texts, voices and sources.
drawn_from
    The tables that a figure was drawn from, which it carries until it is exported.
fonts
    An installed font that has the characters of a label.
primitives
    What all figures are composed of: stacks, intervals, bands, cells, panels, keys.
groups
    Groups of texts: which of them a figure names.
labels
    Names beside rows and below columns; what is left out.
voices
    Kinds of block, and who speaks where in a text.
persons
    Persons by text, and who is named with whom.
distances, trees, maps, rolling, growth, multiverse
    Stylometry.
topics, topic_matrices
    Topics.
keyness, terms, timeline
    Words of two sides; terms along the texts; names by year.
rhetoric
    Agents, rates with intervals, counts by voice, readability.
study
    Claims, texts side by side, measures related.
"""

from .distances import pairs_with_baseline, power_curve
from .keyness import keyness_rates
from .maps import scatter_map
from .rhetoric import agency_squares, rate_intervals, readability_intervals, voice_count_bars
from .rolling import rolling_lines
from .study import claim_matrix, correlation_intervals, text_profile_bars
from .style import figure, journal_style
from .terms import barcode, list_sensitivity, meaning_squares
from .timeline import names_by_year
from .topic_matrices import topic_choice_matrix, topic_number_curves
from .topics import topic_stability_intervals, topic_strips
from .trees import dendrogram
from .voices import kind_bars, voice_strips

__all__ = [
    "agency_squares",
    "barcode",
    "claim_matrix",
    "correlation_intervals",
    "dendrogram",
    "figure",
    "journal_style",
    "keyness_rates",
    "kind_bars",
    "list_sensitivity",
    "meaning_squares",
    "names_by_year",
    "pairs_with_baseline",
    "power_curve",
    "rate_intervals",
    "readability_intervals",
    "rolling_lines",
    "scatter_map",
    "text_profile_bars",
    "topic_choice_matrix",
    "topic_number_curves",
    "topic_stability_intervals",
    "topic_strips",
    "voice_count_bars",
    "voice_strips",
]
