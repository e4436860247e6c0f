"""Stylometry: distances between texts, and how far they can tell anything at these lengths.

Modules
-------
distances
    Delta and its relatives, as in R stylo.
comparison
    Distances between excerpts of a stated length, between texts and within each.
baselines
    Pairs of known authors, and where other pairs stand among them.
power, power_lookup
    How often a distance tells one author from two at the lengths of two texts.
voice_split
    A text by the author's words, by all words, by each quoted speaker.
sensitivity
    How a result depends on words, length and reference.
trees, consensus, maps
    Clustering, what many trees agree on, principal components and scaling.
rolling
    A text in windows, against others and against its own rest.
multiverse
    One statement under every combination of settings.
classifiers
    Nearest centroid or neighbour under any distance, for scikit-learn.
imposters, batched_distances
    A candidate against imposters: the General Imposters method and its bootstrap variant.
zeta
    Words that one side uses in more of its segments.

`distances.DISTANCES` names the distances, `trees.LINKAGES` the linkages.
"""

from .baselines import baseline_quantiles, percentile_ranks
from .classifiers import DeltaClassifier
from .comparison import compare_texts, word_differences
from .consensus import consensus
from .distances import distances
from .imposters import imposters
from .maps import multidimensional_scaling, principal_components
from .multiverse import multiverse
from .power import authorship_power
from .power_lookup import expected_auc
from .rolling import rolling_distances
from .sensitivity import pronoun_rates
from .trees import cluster
from .zeta import zeta

__all__ = [
    "DeltaClassifier",
    "authorship_power",
    "baseline_quantiles",
    "cluster",
    "compare_texts",
    "consensus",
    "distances",
    "expected_auc",
    "imposters",
    "multidimensional_scaling",
    "multiverse",
    "percentile_ranks",
    "principal_components",
    "pronoun_rates",
    "rolling_distances",
    "word_differences",
    "zeta",
]
