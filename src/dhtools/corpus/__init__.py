"""Corpus: files in, with their metadata.

Modules
-------
texts
    `Text`, `Corpus` and `read_corpus`.
files
    From bytes to text: which files a folder offers, and how each is encoded.
readers, markup, origins
    One reader a format, from bytes to text and mark-up: kinds of block, voices; where each character stood.
formats, encodings, damage
    Other formats named .txt are refused; an encoding that the bytes do not name is refused with candidates;
    damaged characters are repaired and reported.
manifest, metadata
    ``corpus.toml`` and ``metadata.csv``, with every mistake named by its line; dates and groups.
sheets
    The CSV sheets that a scholar writes beside the texts.
corrections
    Two of these sheets: corrections of labels, sources of quotations.
languages
    The code of the language that a manifest states, by name or tag.
"""

from .texts import Corpus, Text, read_corpus

__all__ = [
    "Corpus",
    "Text",
    "read_corpus",
]
