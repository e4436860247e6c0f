"""Reference tables: texts of known authors as counts, to read a difference against.

Modules
-------
block_tables
    `BlockTable`: counts of consecutive blocks, and excerpts of any length put together from them.
known_authors
    The tables that come with the package: the Federalist Papers and the inaugural addresses.
"""

from .block_tables import BlockTable, block_table
from .known_authors import REFERENCES, reference_table

__all__ = [
    "REFERENCES",
    "BlockTable",
    "block_table",
    "reference_table",
]
