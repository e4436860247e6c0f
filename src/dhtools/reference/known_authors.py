"""Reference tables that come with the package: counts of public-domain texts of known authors.

They are block tables (`dhtools.reference.BlockTable`): counts, not texts. ``benchmarks/reference_tables.py``
makes them and names the editions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

import pandas as pd

from ..errors import check_choice
from ..typed_tables import read_table
from .block_tables import BlockTable

#: The tables, and their names in a figure.
REFERENCES: Mapping[str, str] = MappingProxyType(
    {"federalist": "Federalist Papers", "inaugural": "inaugural addresses"}
)
#: Forms of address that are counted in every text of a table: who speaks, for whom, and to whom.
ADDRESSED = ("I", "we", "you")


@lru_cache
def reference_table(name: str) -> BlockTable:
    """Return a table of texts of known authors, to standardise on and to compare with.

    Parameters
    ----------
    name : {"federalist", "inaugural"}
        *federalist*: the 65 Federalist Papers (1787 to 1788) that are known to be by Hamilton or by Madison
        alone, and the 12 whose author was disputed (author missing): newspaper essays to one plan.
        *inaugural*: the 59 inaugural addresses of presidents of the United States, 1789 to 2021: speeches;
        presidents had help in writing them, so that two addresses of one president need not be by one author.

    Returns
    -------
    BlockTable
        Case folded, possessive *’s* a separate word, the 1,000 most frequent words of the table.
        ``texts`` holds *author*, *year*, *n_blocks*, *n_words* (also those that fill no block), and
        *n_I*, *n_we*, *n_you* (`dhtools.annotation.pronouns`). Do not change it: it is shared.

    Raises
    ------
    DhtoolsError
        If there is no such table.

    Examples
    --------
    >>> reference_table("inaugural").authors.nunique()
    40
    """
    check_choice("name", name, REFERENCES)
    place = resources.files(__package__) / "tables"
    with (place / f"{name}.csv.gz").open("rb") as file:
        counts = read_table(file, missing=False, compression="gzip", index_col=["text", "block"])
    about = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
    texts = pd.DataFrame(about["texts"]).set_index("text")
    return BlockTable(counts.astype("int16"), texts, about["block_words"], about["source"])


@lru_cache
def power_table() -> pd.DataFrame:
    """Return how well two distances separate authors in 75 English novels, by length of the two texts.

    Returns: As from `dhtools.stylometry.authorship_power`: *excerpt_words_a* and *excerpt_words_b* (a ≤ b),
    *distance*, *word_list* (*most frequent*, or *function words* among the 1,000 most frequent), *mfw*
    (number of words), *n_authors* (25, with three novels each), *n_texts*, *auc*, *low*, *high* (95%
    interval, authors resampled). The novels are those of Evert et al. (2017), doi:10.1093/llc/fqx023, from
    the repository cophi-wue/refcor; ``benchmarks/power_grid.py`` measures it.
    """
    with (resources.files(__package__) / "tables" / "power.csv").open("rb") as file:
        return read_table(file)
