"""Figures: they take finished tables and draw them; nothing is computed here.

Modules
-------
style
    The journal style: sizes in mm, type, and all colours that figures share.
primitives, names
    What every figure is made of: rows, bars, intervals, cells, strips, panels, keys; the words beside them.
voices
    Who speaks where: kinds of block, shares, strips, speakers.
comparison
    Distances beside their baselines: power, pairs among known pairs, what voice moves.
trees, maps
    Trees with the units as leaves; units as points.
rhetoric
    How agents are told, rates with intervals, counts by voice, readability by two counts.
rolling, multiverse
    A text in windows; a statement under many settings.
topics, topic_tables
    Topics with their baselines, along the texts, by text, by number and by choice.
synthesis
    How firmly claims stand, the texts side by side, measures related.
terms, vocabulary, chronology
    Terms along the texts, shares of one among several, lists under other choices; the words of two sides;
    names by the year of the event told.
"""

from .chronology import names_by_year
from .comparison import moves, pairs_among_known, power_curve
from .maps import scatter_map
from .multiverse import multiverse_strip
from .rhetoric import agency_bars, rate_intervals, reading_scores, voice_counts
from .rolling import rolling_lines
from .style import DOUBLE_MM, SINGLE_MM, figure, journal_style, text_colours
from .synthesis import claim_matrix, profile_cards, related_measures
from .terms import barcode, list_sensitivity, share_bars
from .topic_tables import topic_choices, topic_numbers, topics_by_text
from .topics import topic_cards, topic_strips
from .trees import consensus_tree, dendrogram
from .vocabulary import keyness_intervals, vocabulary
from .voices import kind_bars, quoted_shares, speaker_bars, voice_strips

__all__ = [
    "DOUBLE_MM",
    "SINGLE_MM",
    "agency_bars",
    "barcode",
    "claim_matrix",
    "consensus_tree",
    "dendrogram",
    "figure",
    "journal_style",
    "keyness_intervals",
    "kind_bars",
    "list_sensitivity",
    "moves",
    "multiverse_strip",
    "names_by_year",
    "pairs_among_known",
    "power_curve",
    "profile_cards",
    "quoted_shares",
    "rate_intervals",
    "reading_scores",
    "related_measures",
    "rolling_lines",
    "scatter_map",
    "share_bars",
    "speaker_bars",
    "text_colours",
    "topic_cards",
    "topic_choices",
    "topic_numbers",
    "topic_strips",
    "topics_by_text",
    "vocabulary",
    "voice_counts",
    "voice_strips",
]
