"""Stylometry: distances between texts, and how far they can tell anything at these lengths.

Modules
-------
distances
    Delta and its relatives, as in R stylo.
blocks, reference
    Texts of known authors as counts, and those that come with the package.
power, decidability
    What can be told at all at these lengths.
comparison
    Distances at a stated length, beside those of one text and of one author.
trees, consensus, maps
    Clustering, what many trees agree on, principal components and scaling.
rolling
    A text in windows, against others and against its own rest.
multiverse
    One statement under every combination of settings.
classifiers
    Nearest centroid or neighbour under any distance, for scikit-learn.
zeta
    Words that one side uses in more of its segments.
imposters
    A candidate against imposters (with `draws`): GI and BDI.
parts
    The author's words, all words, each quoted speaker.
choices
    How a result depends on words, length and reference.
"""

from ..wordlists import function_words, pronouns
from .blocks import BlockTable, block_table, excerpts
from .choices import across_choices, known_pairs, persons, vocabularies
from .classifiers import DeltaClassifier
from .comparison import bands, compare, identification, named_pairs, place, word_differences
from .consensus import Consensus, consensus
from .decidability import decidability
from .distances import DISTANCES, distances
from .imposters import imposters
from .maps import Components, Scaling, multidimensional_scaling, principal_components
from .multiverse import Multiverse, closer, multiverse
from .parts import longest, moved, parts
from .power import DECIDABLE, NOT_DECIDABLE, power, verdict
from .reference import REFERENCES, power_grid, reference_table
from .rolling import rolling_distances
from .trees import LINKAGES, Tree, cluster
from .zeta import zeta

__all__ = [
    "DECIDABLE",
    "DISTANCES",
    "LINKAGES",
    "NOT_DECIDABLE",
    "REFERENCES",
    "BlockTable",
    "Components",
    "Consensus",
    "DeltaClassifier",
    "Multiverse",
    "Scaling",
    "Tree",
    "across_choices",
    "bands",
    "block_table",
    "closer",
    "cluster",
    "compare",
    "consensus",
    "decidability",
    "distances",
    "excerpts",
    "function_words",
    "identification",
    "imposters",
    "known_pairs",
    "longest",
    "moved",
    "multidimensional_scaling",
    "multiverse",
    "named_pairs",
    "parts",
    "persons",
    "place",
    "power",
    "power_grid",
    "principal_components",
    "pronouns",
    "reference_table",
    "rolling_distances",
    "verdict",
    "vocabularies",
    "word_differences",
    "zeta",
]
