"""An annotated corpus in the formats of other tools, and read back.

Modules, each importing only from those below it
------------------------------------------------
export
    `export_texts`, `read_export`: the formats by name, and folders written whole or not at all.
tei
    TEI: elements for blocks, sentences, words and voices, and stand-off.
spans
    Sentences cut so that elements nest.
conllu
    CoNLL-U, for parsers.
annotations
    Web Annotations, which point into a text.
tabular
    JSONL, CSV, Parquet.
records
    A text with its tables as plain rows.
"""

from .export import FORMATS, export_texts, read_export
from .records import annotated_texts

__all__ = ["FORMATS", "annotated_texts", "export_texts", "read_export"]
